"""The chronology: dated events of the texts, as data.

``docs/chronology.toml``, one entry an event: its date in the New Style, the Old Style date where the source has one,
how precise it is, a title in two languages, the paragraphs that mention it, its sources.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.problems import EditionError, Problem
from edition.register.tables import read_tables

PATH = Path("docs") / "chronology.toml"
PRECISIONS = ("day", "month", "year", "span")
KEYS = frozenset({"date", "old_style", "precision", "en", "ko", "at", "sources", "note_en", "note_ko"})
DATE = re.compile(r"-?\d{4}(?:-\d\d(?:-\d\d)?)?")


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
        return int(re.match(r"-?\d{4}", self.date)[0])  # type: ignore[index]

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
    dates = str(entry.get("date", "1917")).split("/")
    if not all(DATE.fullmatch(part) for part in dates) or len(dates) > 2:
        yield Problem(
            shown, line, "annotation", f"{entry['date']!r} is no date", "write 1917-11-07, 1917-11, 1917 or 1918/1921"
        )
    elif len(dates) == 2 and dates[0] > dates[1]:
        yield Problem(shown, line, "annotation", f"{entry['date']!r} runs backwards", "begin with the earlier date")
    if entry.get("precision") not in {*PRECISIONS, None}:
        yield Problem(
            shown, line, "annotation", f"unknown precision {entry['precision']!r}", f"use: {', '.join(PRECISIONS)}"
        )
