"""Every promise of the annotation, checked at once: bibliography, register, occurrences, notes, chronology."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from edition.problems import EditionError, Problem, relative
from edition.register.also import also_problems
from edition.register.chronology import PATH, Event, load_events
from edition.register.citations import locator_problems
from edition.register.differences import difference_problems
from edition.register.doubles import double_problems
from edition.register.entries import RegisterEntry, load_entries
from edition.register.languages import language_problems, page_language_problems
from edition.register.links import our_files, paragraph_problems, target_problems, word_problems
from edition.register.notes import Note, check_notes, load_notes, place_notes
from edition.register.occurrences import Occurrence, check_register, occurrences, read_exceptions, readings
from edition.register.quotations import PATH as QUOTATIONS
from edition.register.quotations import load_quotations
from edition.register.summaries import summary_problems
from edition.register.works import NAME, Work, load_works
from edition.verify.apparatus import block_idents, block_place
from edition.verify.text import Edited


def annotation_problems(root: Path, texts: Sequence[Edited]) -> list[Problem]:
    """Return every problem of the annotation of *texts*, all of the edition's; none is raised."""
    return [*data_problems(root, texts), *prose_problems(root)]


def prose_problems(root: Path, faultless: set[str] | None = None) -> list[Problem]:
    """Return the problems for which every file of ours is read: of links and of languages.

    *faultless* holds digests of files, each with its place, whose addresses and language were right; they are not
    looked at again, and others are added. Whether what a link leads to is there is asked each time.
    """
    problems: list[Problem] = []
    for path in our_files(root):
        shown, data = relative(path, root), path.read_bytes()
        text = data.decode("utf-8")
        digest = hashlib.sha256(shown.encode() + b"\0" + data).hexdigest() if faultless is not None else ""
        if faultless is None or digest not in faultless:
            found = [*word_problems(shown, text), *page_language_problems(shown, text)]
            problems += found
            if faultless is not None and not found:
                faultless.add(digest)
        problems += target_problems(root, path, text)
    return problems


def data_problems(root: Path, texts: Sequence[Edited]) -> list[Problem]:
    """Return the problems of the annotation that are not those of prose: they hang on texts and data alone."""
    problems: list[Problem] = []
    works: dict[str, Work] = {}
    entries: list[RegisterEntry] = []
    try:
        works = load_works(root)
        problems += double_problems(root, works)
    except EditionError as error:
        problems += error.problems
    try:
        entries, exceptions = load_entries(root), read_exceptions(root)
    except EditionError as error:
        return [*problems, *error.problems]
    written: list[Note] = []
    found: list[Occurrence] = []
    words: dict[str, str] = {}  # of each place
    for edited in texts:
        mine, faults = occurrences(root, edited, entries, exceptions)
        found += mine
        problems += faults
        try:
            notes = load_notes(root, edited.source.ident)
        except EditionError as error:
            problems += error.problems
            continue
        written += notes
        problems += [*place_notes(root, edited, notes).problems, *check_notes(notes, works)]
        problems += summary_problems(root, edited)
        problems += difference_problems(root, edited, entries, exceptions)
        for reading in readings(root, edited):
            words[reading.place] = f"{words.get(reading.place, '')} {reading.text}"
    places = known_places(root, texts)
    problems += check_register(root, entries, found, exceptions) if entries else []
    problems += also_problems(entries)
    problems += [*_source_problems(entries, works), *_cited_problems(works, places)]
    problems += [*locator_problems(works, words), *paragraph_problems(written, places)]
    try:
        problems += _event_problems(load_events(root), works, places)
        problems += language_problems(root, entries, written, works)
    except EditionError as error:
        problems += error.problems
    try:
        for quotation in load_quotations(root):
            if quotation.at not in places:
                message = f"“{quotation.words}”: there is no paragraph {quotation.at}"
                shown = QUOTATIONS.as_posix()
                problems.append(Problem(shown, quotation.line, "annotation", message, "name one of the id ledgers"))
    except EditionError as error:
        problems += error.problems
    return problems


def known_places(root: Path, texts: Sequence[Edited]) -> set[str]:
    """Return the permanent ids of all blocks of *texts*."""
    found: set[str] = set()
    for edited in texts:
        idents = block_idents(root, edited)
        found |= {block_place(edited, block, idents) for block in edited.base.blocks}
    return found


def _source_problems(entries: Sequence[RegisterEntry], works: dict[str, Work]) -> Iterator[Problem]:
    for entry in entries:
        if not entry.sources:
            yield Problem(entry.path, 1, "register", f"“{entry.en}” names no source", "add sources: [key]")
        for key in entry.sources:
            if key not in works:
                message = f"the bibliography has no {key!r}"
                yield Problem(entry.path, 1, "work", message, "add it to bibliography.bib, or correct the key")


def _cited_problems(works: dict[str, Work], places: set[str]) -> Iterator[Problem]:
    for work in works.values():
        for place in work.cited:
            if place not in places:
                message = f"{work.key}: there is no paragraph {place}"
                yield Problem(NAME, work.line, "work", message, "name paragraphs of the id ledgers")


def _event_problems(events: Sequence[Event], works: dict[str, Work], places: set[str]) -> Iterator[Problem]:
    shown = PATH.as_posix()
    for event in events:
        for place in event.at:
            if place not in places:
                message = f"“{event.en}”: there is no paragraph {place}"
                yield Problem(shown, event.line, "annotation", message, "name paragraphs of the id ledgers")
        for key, _ in event.sources:
            if key not in works:
                message = f"“{event.en}”: the bibliography has no {key!r}"
                yield Problem(shown, event.line, "work", message, "add it to bibliography.bib, or correct the key")
