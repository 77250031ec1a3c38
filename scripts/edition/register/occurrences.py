"""Where the register's entries occur in the texts, computed on the reading text.

An occurrence is told by text, page, block and ordinal, so that a hand-made exception can name it: the second 당 of a
paragraph may be another party. Nothing is written into the pages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.blocks import CALL
from edition.problems import EditionError, Problem
from edition.register.entries import RegisterEntry
from edition.register.forms import Forms
from edition.register.tables import read_tables
from edition.verify.apparatus import block_idents, block_place, paired
from edition.verify.text import Edited, notes_of

EXCEPTIONS = Path("docs") / "register" / "exceptions.toml"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A form of an entry in a text."""

    slug: str
    text: str  #: id of the text
    page: str
    place: str  #: id of the block
    index: int  #: number of the block on its page, body first, then notes
    start: int  #: in the block's reading, calls left out
    end: int
    form: str
    ordinal: int  #: 1 for the first such form in the block


@dataclass(frozen=True, slots=True)
class Exception_:
    """A decision about one form in one block."""

    at: str
    form: str
    entry: str  #: slug, or nothing where the form means no entry
    line: int
    ordinal: int = 0  #: 0 for every one in the block


def read_exceptions(root: Path) -> list[Exception_]:
    """Return the decisions about ambiguous forms; raises `EditionError` for a file or an entry that cannot be read."""
    tables = read_tables(root, EXCEPTIONS, "register")
    shown = tables.shown
    found, problems = [], []
    for line, entry in tables.each("exception"):
        wrong = entry.keys() - {"at", "form", "entry", "ordinal", "reason"} or {"at", "form", "entry"} - entry.keys()
        if wrong:
            remedy = 'write { at = "…", form = "…", entry = "…", reason = "…" }'
            problems.append(Problem(shown, line, "register", f"is no exception: {', '.join(sorted(wrong))}", remedy))
            continue
        found.append(Exception_(entry["at"], entry["form"], entry["entry"], line, int(entry.get("ordinal", 0))))
    if problems:
        raise EditionError(problems)
    return found


@dataclass(frozen=True, slots=True)
class Reading:
    """A block as readers see it, calls left out."""

    page: str
    index: int  #: number of the block on its page, body first, then notes
    place: str  #: id of the block
    kind: str
    text: str
    received: str  #: as the witness has it
    path: str  #: as messages print it
    line: int


def readings(root: Path, edited: Edited) -> Iterator[Reading]:
    """Yield the blocks of *edited*, page by page, each page's body before its notes."""
    idents = block_idents(root, edited)
    for name, page in edited.pages.items():
        pairs = [*paired(edited.base.page(name), page.body), *paired(notes_of(edited, name), page.notes)]
        for index, (block, read) in enumerate(pairs):
            place, words = block_place(edited, block, idents), CALL.sub("", read.reading)
            received = CALL.sub("", block.text)
            yield Reading(name, index, place, block.kind, words, received, read.path, read.line)


def occurrences(
    root: Path, edited: Edited, entries: Sequence[RegisterEntry], exceptions: Sequence[Exception_] = ()
) -> tuple[list[Occurrence], list[Problem]]:
    """Return every occurrence in *edited*, and a problem for each form that may mean two entries and is not decided."""
    forms = Forms(entries)
    decided = {(item.at, item.form, item.ordinal): item.entry for item in exceptions}
    found: list[Occurrence] = []
    problems: list[Problem] = []
    for reading in readings(root, edited):
        place = reading.place
        seen: Counter[str] = Counter()
        for match in forms.find(reading.text):
            seen[match.form] += 1
            ordinal = seen[match.form]
            key = (place, match.form, ordinal)
            slug = decided.get(key, decided.get((place, match.form, 0), decided.get(("*", match.form, 0))))
            if slug is None and len(match.slugs) > 1:
                message = f"“{match.form}” ({place}) may mean {' or '.join(match.slugs)}"
                remedy = f'decide in {EXCEPTIONS.as_posix()}: {{ at = "{place}", form = "{match.form}", entry = "…" }}'
                problems.append(Problem(reading.path, reading.line, "register", message, remedy))
                continue
            slug = match.slugs[0] if slug is None else slug
            if slug:
                span = (reading.index, match.start, match.end)
                found.append(Occurrence(slug, edited.source.ident, reading.page, place, *span, match.form, ordinal))
    return found, problems


def check_register(
    root: Path, entries: Sequence[RegisterEntry], found: Sequence[Occurrence], exceptions: Sequence[Exception_]
) -> Iterator[Problem]:
    """Yield a problem for each entry and each form that occurs nowhere, and each exception that decides nothing."""
    used = {(item.slug, item.form) for item in found}
    slugs = {item.slug for item in found}
    for entry in entries:
        if entry.slug not in slugs:
            yield Problem(
                entry.path, 1, "register", f"“{entry.en}” occurs in no text", "add the form that occurs, or drop it"
            )
            continue
        for form in entry.forms:
            if (entry.slug, form) not in used:
                yield Problem(entry.path, 1, "register", f"the form “{form}” occurs nowhere", "take it away")
    known = {entry.slug for entry in entries} | {""}
    shown = EXCEPTIONS.as_posix()
    for item in exceptions:
        if item.entry not in known:
            yield Problem(
                shown, item.line, "register", f"there is no entry {item.entry!r}", "name a file of the register"
            )
