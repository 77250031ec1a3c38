"""The chronology: dated events of the texts, as data.

``docs/chronology.toml``, one entry an event: its date in the New Style, the Old Style date where the source has one,
how precise it is, a title in two languages, the paragraphs that mention it, its sources.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.days import precision, span_fault
from edition.problems import EditionError, Problem
from edition.register.tables import read_tables

PATH = Path("docs") / "chronology.toml"
PRECISIONS = ("day", "month", "year", "span")
KEYS = frozenset({"date", "old_style", "precision", "en", "ko", "at", "sources", "note_en", "note_ko"})


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event."""

    date: str  #: ISO 8601, New Style; a span as ``1918/1921``
    precision: str  #: one of `PRECISIONS`
    en: str
    ko: str
    at: tuple[str, ...]  #: ids of paragraphs
    sources: tuple[tuple[str, str], ...]
    old_style: str
    notes: dict[str, str]
    line: int

    @property
    def year(self) -> int:
        """The year in which it begins."""
        return int(self.date[:4])

    @property
    def key(self) -> tuple[int, str]:
        """What events are sorted by: the beginning, then the end."""
        return self.year, self.date


def load_events(root: Path) -> list[Event]:
    """Return the events in the order of their dates; raises `EditionError` with every fault at its line."""
    tables = read_tables(root, PATH)
    events, problems = [], []
    for line, entry in tables.each("event"):
        faults = list(_faults(entry, tables.shown, line))
        problems += faults
        if not faults:
            notes = {language: entry.get(f"note_{language}", "") for language in ("en", "ko")}
            sources = tuple((item[0], item[1] if len(item) > 1 else "") for item in entry.get("sources", []))
            titles, places, old = (entry["en"], entry["ko"]), tuple(entry["at"]), entry.get("old_style", "")
            events.append(Event(entry["date"], entry["precision"], *titles, places, sources, old, notes, line))
    if problems:
        raise EditionError(problems)
    return sorted(events, key=lambda event: event.key)


def _faults(entry: dict[str, Any], shown: str, line: int) -> Iterator[Problem]:
    for key in sorted(entry.keys() - KEYS):
        yield Problem(shown, line, "annotation", f"unknown key {key!r}", f"use: {', '.join(sorted(KEYS))}")
    for key in ("date", "precision", "en", "ko", "at"):
        if not entry.get(key):
            yield Problem(shown, line, "annotation", f"{key} is missing", f"add {key} = …")
    for key in ("precision", "en", "ko", "note_en", "note_ko"):
        if not isinstance(entry.get(key, ""), str):
            yield Problem(shown, line, "annotation", f"{key} holds no words", "write them in quotation marks")
    if not _words(entry.get("at", [])):
        yield Problem(shown, line, "annotation", "at is no list of paragraphs", 'write ["lee-lessons.12"]')
    if not isinstance(entry.get("sources", []), list) or not all(
        item and _words(item) for item in entry.get("sources", [])
    ):
        remedy = 'write [["key", "p. 3"], ["other"]]'
        yield Problem(shown, line, "annotation", "sources is no list of sources", remedy)
    yield from _date_faults(entry, shown, line)


def _words(value: Any) -> bool:
    """Tell whether *value* is a list of strings."""
    return isinstance(value, list) and all(isinstance(part, str) for part in value)


def _date_faults(entry: dict[str, Any], shown: str, line: int) -> Iterator[Problem]:
    faults = {key: span_fault(entry[key], julian=key == "old_style") for key in ("date", "old_style") if entry.get(key)}
    for key, found in faults.items():
        if found:
            yield Problem(shown, line, "annotation", f"{key} {found[0]}", found[1])
    told = str(entry.get("precision", ""))
    if told and told not in PRECISIONS:
        yield Problem(shown, line, "annotation", f"unknown precision {told[:60]!r}", f"use: {', '.join(PRECISIONS)}")
    elif told and entry.get("date") and not faults["date"] and told != precision(entry["date"]):
        message = f"{entry['date']!r} is no date known to the {told}"
        yield Problem(shown, line, "annotation", message, f'write precision = "{precision(entry["date"])}"')
