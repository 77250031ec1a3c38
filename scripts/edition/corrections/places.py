"""Where the words of a page are written: file and lines of every paragraph, note, entry and work.

What a reader's correction changes is a line of a file; here the files say which. What a change makes of the line is the
business of ``ext/static/correction.js``, whether it holds that of the checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from edition.register.entries import RegisterEntry
from edition.register.notes import Note
from edition.register.works import NAME, Work
from edition.verify.apparatus import block_idents, block_place, paired
from edition.verify.text import PAGES, Edited, notes_of


class Place(NamedTuple):
    """Lines of a file, counted from 1, the last one included."""

    path: str  #: from the repository's root, with ``/``
    first: int
    last: int


def text_places(root: Path, edited: Edited) -> dict[str, dict[str, list[Place]]]:
    """Return page → permanent id → where its words are; a note of several paragraphs has several places.

    Blocks that are not the witness's have no id, and no place.
    """
    idents = block_idents(root, edited)
    found: dict[str, dict[str, list[Place]]] = {}
    for name, page in edited.pages.items():
        path = (PAGES / edited.source.ident / f"{name}.md").as_posix()
        mine = found.setdefault(name, {})
        pairs = [*paired(edited.base.page(name), page.body), *paired(notes_of(edited, name), page.notes)]
        for block, read in pairs:
            if read.reading:
                place = Place(path, read.line, max(read.last, read.line))
                mine.setdefault(block_place(edited, block, idents), []).append(place)
    return found


def note_places(root: Path, notes: list[Note]) -> dict[str, Place]:
    """Return note → the lines of its table, for *notes* of one file."""
    if not notes:
        return {}
    lines = (root / notes[0].path).read_text(encoding="utf-8").splitlines()
    begins = sorted(note.line for note in notes)
    ends = dict(zip(begins, [*(line - 1 for line in begins[1:]), len(lines)], strict=True))
    return {note.ident: _tight(note.path, note.line, ends[note.line], lines) for note in notes}


def entry_place(root: Path, entry: RegisterEntry) -> Place:
    """Return the lines of an entry of the register: its file."""
    return Place(entry.path, 1, len((root / entry.path).read_text(encoding="utf-8").splitlines()))


def work_places(root: Path, works: dict[str, Work]) -> dict[str, Place]:
    """Return key → the lines of a work of the bibliography."""
    lines = (root / NAME).read_text(encoding="utf-8").splitlines()
    begins = [index for index, line in enumerate(lines, start=1) if line.startswith("@")]
    ends = dict(zip(begins, [*(line - 1 for line in begins[1:]), len(lines)], strict=True))
    return {key: _tight(NAME, work.line, ends[work.line], lines) for key, work in works.items() if work.line in ends}


def files(places: Iterator[Place]) -> list[str]:
    """Return the files that *places* are in, each once."""
    return sorted({place.path for place in places})


def _tight(path: str, first: int, last: int, lines: list[str]) -> Place:
    """Return the place without empty lines and comments at its end."""
    while last > first and (not lines[last - 1].strip() or lines[last - 1].startswith(("#", "%"))):
        last -= 1
    return Place(path, first, last)
