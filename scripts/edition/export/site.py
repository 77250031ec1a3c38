"""Putting the web edition aside, as it will be in ``build/``: files linked where they are the same, the commit written.

Every page names its commit. Were Sphinx told it, the first build after each commit, or after the first change that is
not committed yet, would write all pages for its sake. So Sphinx writes a token, and the commit is put in its place when
the pages leave the cache.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from edition.folders import files_below

TOKEN = "CommitOfThisEdition"  #: letters only: every format of an export leaves it as it is
LEFT = (".buildinfo", ".doctrees/")  #: what Sphinx and we note for the next build


def put_site(cached: Path, target: Path, last: Path, commit: str) -> None:
    """Write the site in *cached* to *target*, its token now *commit*.

    A file that is the same in the edition *last*, to the byte, is linked to that where the disk lets us: so two
    editions take the room of one.
    """
    token, now = TOKEN.encode(), commit.encode()
    made: set[Path] = set()
    for path, name in files_below(cached):
        if name.startswith(LEFT):
            continue
        place = target / name
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        data = path.read_bytes().replace(token, now)
        if not _link(data, last / name, place):
            place.write_bytes(data)


def _link(data: bytes, before: Path, place: Path) -> bool:
    """Tell whether the file *before* holds *data* and could be linked to *place*."""
    with contextlib.suppress(OSError):  # there is none, or the disk knows no links
        if before.stat().st_size == len(data) and before.read_bytes() == data:
            os.link(before, place)
            return True
    return False
