"""Everything that the edition knows of one text, read once for the formats that hand it on as data.

The blocks in their pieces, our notes in their places, the register with its occurrences, bibliography, chronology,
quotations, summaries and the alignment of versions; how any of it is written is left to `edition.export.tei` and
`edition.export.data`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from edition.export.colophon import Colophon
from edition.export.units import Unit, units
from edition.problems import EditionError
from edition.register.chronology import Event, load_events
from edition.register.entries import RegisterEntry, load_entries
from edition.register.notes import Placed, load_notes, place_notes
from edition.register.occurrences import Exception_, Occurrence, occurrences, read_exceptions
from edition.register.quotations import Quotation, load_quotations
from edition.register.summaries import Summaries, load_summaries
from edition.register.works import Work, load_works
from edition.verify.alignment import Pair, read_alignment
from edition.verify.text import Edited, id_prefix


@dataclass(frozen=True)
class Annotation:
    """What is one for all texts."""

    root: Path
    facts: Colophon
    entries: list[RegisterEntry]
    exceptions: list[Exception_]
    works: dict[str, Work]
    events: list[Event]
    quotations: list[Quotation]


@dataclass(frozen=True)
class Matter:
    """One text with everything beside it."""

    all: Annotation
    edited: Edited
    units: list[Unit]
    notes: list[Placed]  #: the edition's, in the order of the text
    occurrences: list[Occurrence]
    summaries: Summaries
    pairs: list[Pair]

    @property
    def ident(self) -> str:
        """The id of the text."""
        return self.edited.source.ident

    @cached_property
    def entries(self) -> list[RegisterEntry]:
        """The entries of the register that occur in this text."""
        used = {item.slug for item in self.occurrences}
        return [entry for entry in self.all.entries if entry.slug in used]

    @cached_property
    def events(self) -> list[Event]:
        """The events of the chronology that a paragraph of this text mentions, in their order."""
        return [event for event in self.all.events if any(self.holds(place) for place in event.at)]

    @cached_property
    def quotations(self) -> list[Quotation]:
        """The quotations that stand in this text, in the order of their file."""
        return [quotation for quotation in self.all.quotations if self.holds(quotation.at)]

    @cached_property
    def works(self) -> list[Work]:
        """The works that this text cites, and those that what is said about it rests on, by key."""
        keys = {citation.key for placed in self.notes for citation in placed.note.sources}
        keys |= {key for entry in self.entries for key in entry.sources}
        keys |= {key for event in self.events for key, _ in event.sources}
        keys |= {key for key, work in self.all.works.items() if any(self.holds(place) for place in work.cited)}
        return [self.all.works[key] for key in sorted(keys & self.all.works.keys())]

    def holds(self, place: str) -> bool:
        """Tell whether the block with the permanent id *place* is one of this text."""
        return place.startswith(f"{self.ident}.")

    def note_ident(self, placed: Placed) -> str:
        """Return the permanent id of a note of the edition: ``lee-lessons.e3``, ``probsting-kazakhstan.ko.e3``."""
        version = next(unit.block.version for unit in self.units if unit.page == placed.page)
        return f"{id_prefix(self.edited.source, version)}.{placed.note.ident}"


def load_annotation(root: Path, facts: Colophon) -> Annotation:
    """Return what lies beside the texts; raises `EditionError` where a file cannot be read."""
    register = load_entries(root), read_exceptions(root)
    return Annotation(root, facts, *register, load_works(root), load_events(root), load_quotations(root))


def load_matter(beside: Annotation, edited: Edited) -> Matter:
    """Return *edited* with everything beside it; raises `EditionError` where a file cannot be read."""
    root, ident = beside.root, edited.source.ident
    found, problems = occurrences(root, edited, beside.entries, beside.exceptions)
    placed = place_notes(root, edited, load_notes(root, ident))
    if problems or placed.problems:
        raise EditionError([*problems, *placed.problems])
    beyond = load_summaries(root, ident), read_alignment(root, edited.source)
    return Matter(beside, edited, units(root, edited), placed.placed, found, *beyond)
