"""Dates in the text: days that a text names in full, with the day in the New Style and the calendar they are told in.

Russia changed its calendar on 1 (14) February 1918; from that day on a date is of the Gregorian calendar. Before it
the chronology decides: where its event in that paragraph has the day as its Old Style date, ``@when`` is the event's
and the calendar is the Julian one; where it is the event's New Style date, the Gregorian. Where the chronology is
silent, no calendar is asserted, and ``@when-custom`` has the day as the text tells it. A day without a year is taken
only where the chronology knows it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence

from edition.blocks import CALL
from edition.export.matter import Matter
from edition.export.tei.words import Span
from edition.export.units import Unit

CHANGE = "1918-02-14"  #: the first day of the Gregorian calendar in Soviet Russia
GREGORIAN, JULIAN = "#gregorian", "#julian"
_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = "|".join(_MONTHS)
_DATES = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}}) (?P<month>{_MONTH})|(?P<month_>{_MONTH}) (?P<day_>\d{{1,2}}))\b"
    r"(?:,? (?P<year>\d{4})\b)?"
    r"|(?:(?<!\d)(?P<year_ko>\d{4})년 ?)?(?<!\d)(?P<month_ko>\d{1,2})월 ?(?P<day_ko>\d{1,2})일"
)


def days(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and ISO form of each day that *text* names; one without a year begins with ``-``.

    >>> list(days("On 8 January 2022, 10월 25일에"))
    [(3, 17, '2022-01-08'), (19, 26, '--10-25')]
    """
    for found in _DATES.finditer(text):
        year = found["year"] or found["year_ko"] or "-"
        month = _MONTHS.get(found["month"] or found["month_"] or "", 0) or int(found["month_ko"] or 0)
        day = int(found["day"] or found["day_"] or found["day_ko"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield found.start(), found.end(), f"{year}-{month:02}-{day:02}"


class Dates:
    """The dates of one text, read with the chronology."""

    def __init__(self, matter: Matter) -> None:
        self.events = matter.events

    def spans(self, unit: Unit, names: Sequence[Span]) -> Iterator[Span]:
        """Yield an element for each date of *unit* that stands in no name."""
        for start, end, day in days(CALL.sub("", unit.reading)):
            given = self.given(unit.place, day)
            if given and not any(start < name.end and name.start < end for name in names):
                yield Span(start, end, "date", given)

    def given(self, place: str, day: str) -> tuple[tuple[str, str], ...]:
        """Return the attributes of the date *day* in the block *place*; none where its year is not known."""
        if day >= CHANGE:
            return (("when", day), ("calendar", GREGORIAN))
        events = [event for event in self.events if place in event.at and event.precision in ("day", "span")]
        for event in events:
            ends = event.date.split("/")
            for new, old in zip(ends, event.old_style.split("/"), strict=False):
                if old == day or old[4:] == day[1:]:
                    return (("when", new), ("when-custom", old), ("calendar", JULIAN), ("datingMethod", JULIAN))
            for new in ends:
                if new == day or new[4:] == day[1:]:
                    return (("when", new), ("calendar", GREGORIAN))
        return () if day.startswith("-") else (("when-custom", day),)
