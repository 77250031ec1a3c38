"""The web edition's fonts: cut while pages are read, kept in the cache, and put among the static files."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

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


def _begin(app: Sphinx) -> None:
    """Begin to cut the fonts for what the texts now hold, unless that is done, in a process of its own."""
    if app.builder.format != "html":
        return
    wanted = _pages(app, Path(app.doctreedir).parent / f"{FOLDER}.json")
    if not wanted:
        return
    programs = Path(webfonts.__file__).read_bytes() + version("fonttools").encode() + version("brotli").encode()
    key = hashlib.sha256(programs + json.dumps(wanted).encode()).hexdigest()
    place = Path(app.doctreedir).parent / FOLDER
    app.config.html_static_path = [*app.config.html_static_path, str(place / "static")]
    app.add_css_file(f"{FOLDER}/fonts.css", priority=100)
    done = place / "key"
    if done.is_file() and done.read_text() == key:
        return
    for left in place.parent.glob(f"{FOLDER}.*/"):  # by a build that was killed
        shutil.rmtree(left, ignore_errors=True)
    made = place.with_suffix(f".{os.getpid()}")
    cutter = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"))
    cutting = cutter.submit(webfonts.write_fonts, wanted, made / "static" / FOLDER)
    cutter.shutdown(wait=False)

    def finish(app: Sphinx, env: BuildEnvironment) -> None:
        cutting.result()
        (made / "key").write_text(key)
        shutil.rmtree(place, ignore_errors=True)
        made.replace(place)

    app.connect("env-updated", finish, priority=100)  # `edition.ext.kept` looks at the style sheets


def setup_webfonts(app: Sphinx) -> None:
    """Register the hook."""
    app.connect("builder-inited", _begin, priority=600)
