"""The web edition's fonts: cut when a build begins, kept in the cache, and put among the static files."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path

from sphinx.application import Sphinx

from edition.export import webfonts
from edition.ext.config import edited_text, root_of
from edition.verify.text import Edited
from edition.witnesses import identifiers

FOLDER = "webfonts"  #: in the cache, beside the doctrees; ``_static/webfonts`` in the site


def characters_of(edited: Edited) -> dict[str, set[str]]:
    """Return the characters that each page of a text shows, as edited or as received."""
    ident = edited.source.ident
    return {
        f"{ident}/{name}": {sign for read in [*page.body, *page.notes] for sign in read.reading + read.block.text}
        for name, page in edited.pages.items()
    }


def _make(app: Sphinx) -> None:
    """Cut the fonts for what the texts now hold, unless that is done, and let Sphinx copy them."""
    if app.builder.format != "html":
        return
    pages: dict[str, set[str]] = {}
    for ident in identifiers(root_of(app)):
        edited = edited_text(app.env, ident)
        pages |= characters_of(edited) if edited else {}
    if not pages:
        return
    wanted = {name: "".join(sorted(characters)) for name, characters in sorted(pages.items())}
    programs = Path(webfonts.__file__).read_bytes() + version("fonttools").encode() + version("brotli").encode()
    key = hashlib.sha256(programs + json.dumps(wanted).encode()).hexdigest()
    place = Path(app.doctreedir).parent / FOLDER
    done = place / "key"
    if not done.is_file() or done.read_text() != key:
        shutil.rmtree(place, ignore_errors=True)
        webfonts.write_fonts(wanted, place / "static" / FOLDER)
        done.write_text(key)
    app.config.html_static_path = [*app.config.html_static_path, str(place / "static")]
    app.add_css_file(f"{FOLDER}/fonts.css", priority=100)


def setup_webfonts(app: Sphinx) -> None:
    """Register the hook."""
    app.connect("builder-inited", _make, priority=600)
