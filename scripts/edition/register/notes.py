"""The edition's notes: standoff, one file a text, each at words of a paragraph, in two languages, with its sources.

``docs/texts/<id>/notes.toml``. A note is never written into a page: the pages stay the witness's words and marks, and
the place of a note is proved by the words it names. Its sources are keys of the bibliography with a locator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from edition.blocks import CALL
from edition.problems import EditionError, Problem
from edition.register.tables import read_tables
from edition.register.works import Work
from edition.verify.apparatus import block_idents, block_place, paired
from edition.verify.text import PAGES, Edited, notes_of

NAME = "notes.toml"
KINDS = ("identification", "fact", "context", "textual", "disputed", "quotation", "calendar", "borrowed")
NOT_SEEN = "not seen"  #: third part of a source that the editors did not have before their eyes
KEYS = frozenset({"id", "at", "words", "kind", "en", "ko", "sources", "checked"})


class Citation(NamedTuple):
    """A source of a note."""

    key: str  #: of the bibliography
    locator: str = ""
    seen: bool = True  #: whether the editors had this place before their eyes


@dataclass(frozen=True, slots=True)
class Note:
    """A note of the edition."""

    ident: str  #: ``e12``, unique in its text
    at: str  #: id of its block
    words: str  #: words of the block's reading, after which its call stands
    kind: str  #: one of `KINDS`
    words_of: dict[str, str]  #: language → the note, in MyST
    sources: tuple[Citation, ...]
    checked: date | None
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A note where its call stands."""

    note: Note
    page: str
    index: int  #: number of the block on its page, body first, then the author's notes
    offset: int  #: in the block's reading, calls left out: the call stands after this many characters


@dataclass(slots=True)
class Annotated:
    """What was found of a text's notes."""

    placed: list[Placed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def load_notes(root: Path, ident: str) -> list[Note]:
    """Return the notes of the text *ident*, in the order of the file; raises `EditionError` with every fault."""
    tables = read_tables(root, PAGES / ident / NAME)
    shown = tables.shown
    problems: list[Problem] = []
    notes: list[Note] = []
    seen: dict[str, int] = {}
    for line, entry in tables.each("note"):
        faults = list(_faults(entry, shown, line))
        ident_of = str(entry.get("id", ""))
        if ident_of in seen:
            faults.append(
                Problem(shown, line, "annotation", f"{ident_of} is given twice (line {seen[ident_of]})", "renumber")
            )
        seen.setdefault(ident_of, line)
        problems += faults
        if not faults:
            sources = tuple(
                Citation(item[0], item[1] if len(item) > 1 else "", NOT_SEEN not in item[2:])
                for item in entry["sources"]
            )
            words = {language: entry[language] for language in ("en", "ko")}
            notes.append(
                Note(
                    ident_of,
                    entry["at"],
                    entry["words"],
                    entry["kind"],
                    words,
                    sources,
                    entry.get("checked"),
                    shown,
                    line,
                )
            )
    if problems:
        raise EditionError(problems)
    return notes


def _faults(entry: dict[str, Any], shown: str, line: int) -> Iterator[Problem]:
    for key in sorted(entry.keys() - KEYS):
        yield Problem(shown, line, "annotation", f"unknown key {key!r}", f"use: {', '.join(sorted(KEYS))}")
    for key in sorted(KEYS - entry.keys() - {"checked"}):
        yield Problem(shown, line, "annotation", f"{key} is missing", f"add {key} = …")
    for key in ("id", "at", "words", "kind", "en", "ko"):
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            yield Problem(shown, line, "annotation", f"{key} holds no words", "write them")
    if not re.fullmatch(r"e\d+[a-z]?", str(entry.get("id", "e1"))):
        yield Problem(shown, line, "annotation", f"{entry['id']!r} is no id of a note", "write e1, e2 … or e12a")
    if entry.get("kind") not in {*KINDS, None}:
        yield Problem(shown, line, "annotation", f"unknown kind {entry['kind']!r}", f"use: {', '.join(KINDS)}")
    sources = entry.get("sources", [])
    if not isinstance(sources, list) or not all(
        isinstance(item, list) and item and all(isinstance(part, str) for part in item) and item[2:] in ([], [NOT_SEEN])
        for item in sources
    ):
        remedy = 'write [["key", "p. 3"], ["other"], ["third", "", "not seen"]]'
        yield Problem(shown, line, "annotation", "sources is no list of sources", remedy)
    if "checked" in entry and type(entry["checked"]) is not date:
        yield Problem(shown, line, "annotation", "checked is no date", "write 2026-11-22, without quotation marks")


def place_notes(root: Path, edited: Edited, notes: Sequence[Note]) -> Annotated:
    """Return every note of *notes* in its place, sorted by the text, with a problem for each that has none."""
    blocks: dict[str, list[tuple[str, int, str]]] = {}
    idents = block_idents(root, edited)
    for name, page in edited.pages.items():
        pairs = [*paired(edited.base.page(name), page.body), *paired(notes_of(edited, name), page.notes)]
        for index, (block, read) in enumerate(pairs):
            blocks.setdefault(block_place(edited, block, idents), []).append((name, index, CALL.sub("", read.reading)))
    found = Annotated()
    for note in notes:
        places = [(name, index, text) for name, index, text in blocks.get(note.at, []) if note.words in text]
        if note.at not in blocks:
            message, remedy = f"{note.ident}: there is no paragraph {note.at}", "name one of the id ledger"
        elif len(places) != 1 or places[0][2].count(note.words) != 1:
            times = sum(text.count(note.words) for _, _, text in places)
            message = f"{note.ident}: “{note.words}” stands {times} times in {note.at}"
            remedy = "name words of its reading that stand there once"
        else:
            name, index, text = places[0]
            found.placed.append(Placed(note, name, index, text.index(note.words) + len(note.words)))
            continue
        found.problems.append(Problem(note.path, note.line, "annotation", message, remedy))
    order = {name: position for position, name in enumerate(edited.pages)}
    found.placed.sort(key=lambda placed: (order[placed.page], placed.index, placed.offset))
    return found


def check_notes(notes: Sequence[Note], works: dict[str, Work]) -> Iterator[Problem]:
    """Yield a problem for each source that the bibliography does not have."""
    for note in notes:
        for key, *_ in note.sources:
            if key not in works:
                message = f"{note.ident}: the bibliography has no {key!r}"
                yield Problem(note.path, note.line, "work", message, "add it to bibliography.bib, or correct the key")
