"""Dates as data: whether what was written is a day, a month or a year that there was.

The form is ISO 8601's with hyphens, of the years 1 to 9999: the texts have none before our era, and a program that
reads ours may know none. Dates in words (``c. 980–1015``, in the register) are held to their letters alone.
"""

from __future__ import annotations

import calendar
import re
from typing import Any

FORM = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
#: a date in words: digits of ours, Latin letters, what stands between them; the longest of the register has 38 signs
WORDS = re.compile(r"(?=.*[0-9])[0-9A-Za-z ,;.()–-]{1,80}")
EXAMPLE = 'write "1917-11-07", "1917-11" or "1917", in quotation marks'
SPAN = f'{EXAMPLE}, or two of them as "1918/1921"'


def is_date(written: Any, *, julian: bool = False) -> bool:
    """Tell whether *written* is a day, a month or a year of the Gregorian calendar, or of the *julian* one.

    >>> [is_date(date) for date in ("1917-11-07", "1917-11", "1917-02-29", "1917-13", "0000", "１９１７")]
    [True, True, False, False, False, False]
    >>> is_date("1900-02-29"), is_date("1900-02-29", julian=True)
    (False, True)
    """
    found = FORM.fullmatch(written) if isinstance(written, str) else None
    if found is None or int(found["year"]) == 0:
        return False
    year, month, day = int(found["year"]), int(found["month"] or 1), int(found["day"] or 1)
    if not 1 <= month <= 12:
        return False
    leap = month == 2 and julian and year % 4 == 0
    return 1 <= day <= (29 if leap else calendar.monthrange(year, month)[1])


def span_fault(written: Any, *, julian: bool = False) -> tuple[str, str] | None:
    """Return message and remedy where *written* is neither a date nor two, the earlier first; else None.

    >>> span_fault("1918/1921"), span_fault("1921/1918")
    (None, ("'1921/1918' runs backwards", 'begin with the earlier date'))
    """
    dates = written.split("/") if isinstance(written, str) else [written]
    shown = repr(written) if isinstance(written, str) and len(written) <= 60 else f"{str(written)[:60]!r}"
    if len(dates) > 2 or not all(is_date(date, julian=julian) for date in dates):
        return f"{shown} is no date", SPAN
    if len(dates) == 2 and dates[0] > dates[1]:
        return f"{shown} runs backwards", "begin with the earlier date"
    return None


def precision(date: str) -> str:
    """Return how exactly *date*, which has no fault, is known.

    >>> precision("1917-11-07"), precision("1917-11"), precision("1917"), precision("1918/1921")
    ('day', 'month', 'year', 'span')
    """
    return "span" if "/" in date else ("year", "month", "day")[date.count("-")]
