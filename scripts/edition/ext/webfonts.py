"""The web edition's fonts: cut when a build begins, kept in the cache, and put among the static files."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from edition.export import webfonts
from edition.ext.config import edited_text, root_of
from edition.verify.once import text_digest
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


def _pages(app: Sphinx, kept: Path) -> dict[str, str]:
    """Return the characters of every page, sorted, by the page's name; a text whose files are as *kept* is not read.

    What is found is written to *kept*.
    """
    try:
        known: dict[str, Any] = json.loads(kept.read_text("utf-8"))
    except (OSError, ValueError):
        known = {}
    found: dict[str, Any] = {}
    for ident in identifiers(root_of(app)):
        digest = text_digest(root_of(app), ident)
        if ident in known and known[ident]["digest"] == digest:
            found[ident] = known[ident]
        elif edited := edited_text(app.env, ident):
            pages = {name: "".join(sorted(characters)) for name, characters in characters_of(edited).items()}
            found[ident] = {"digest": digest, "pages": pages}
    if found != known:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
    return dict(sorted((name, characters) for text in found.values() for name, characters in text["pages"].items()))


def _make(app: Sphinx) -> None:
    """Cut the fonts for what the texts now hold, unless that is done, and let Sphinx copy them."""
    if app.builder.format != "html":
        return
    wanted = _pages(app, Path(app.doctreedir).parent / f"{FOLDER}.json")
    if not wanted:
        return
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
