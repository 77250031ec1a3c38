"""One record for each text: what a citation says of it, all of it from ``source.toml``.

Names, titles and dates are those that the witness gives (``identity``); what it does not give is left out, never
supplied from elsewhere. A text in two languages has a record for each, a text of several articles one for each article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from edition.days import is_date
from edition.problems import EditionError, Problem
from edition.records import Source
from edition.rights import publishable

HANGUL = re.compile(r"[가-힣]")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
_MONTH = "|".join(MONTHS)
DATES = (
    re.compile(rf"(?P<day>[0-9]{{1,2}}) (?P<name>{_MONTH}) (?P<year>[0-9]{{4}})"),
    re.compile(rf"(?P<name>{_MONTH}) (?P<day>[0-9]{{1,2}}), (?P<year>[0-9]{{4}})"),
    re.compile(rf"(?P<name>{_MONTH}) (?P<year>[0-9]{{4}})"),
    re.compile(r"(?P<year>[0-9]{4})(?:\s*[.-]\s*(?P<month>[0-9]{1,2})(?:\s*[.-]\s*(?P<day>[0-9]{1,2}))?)?\.?"),
    re.compile(r"(?P<year>[0-9]{4})년(?: (?P<month>[0-9]{1,2})월(?: (?P<day>[0-9]{1,2})일)?)?"),
)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is known: 0 for a month or a day that is not."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def parts(self) -> tuple[int, ...]:
        """Year, month and day, as far as known."""
        return tuple(part for part in (self.year, self.month, self.day) if part)

    @property
    def iso(self) -> str:
        """The date as ISO 8601 has it: ``2017-11``."""
        return "-".join(f"{part:02}" for part in self.parts)


def read_day(text: str) -> Day | None:
    """Return the date that *text* is; None where it is none, or one that there was not.

    >>> read_day("2017. 11."), read_day("8 January 2022")
    (Day(year=2017, month=11, day=0), Day(year=2022, month=1, day=8))
    >>> read_day("2017. 2. 30."), read_day("2017. 0. 3.")
    (None, None)
    """
    for pattern in DATES:
        if found := pattern.fullmatch(text.strip().rstrip(",")):
            given = found.groupdict()
            month = str(MONTHS.index(given["name"]) + 1) if given.get("name") else given.get("month")
            known = [given["year"], *filter(None, (month, given.get("day")))]
            day = Day(*map(int, known))
            return day if is_date("-".join(f"{int(part):02}" for part in known)) else None
    return None


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as the witness gives it. A name in Hangul is kept whole; of others the last word is the family's.

    >>> Name("A. B. Razlatzky").inverted, Name("이형로").inverted
    ('Razlatzky, A. B.', '이형로')
    """

    whole: str

    @property
    def family(self) -> str:
        """The family name; empty for a name that is not divided."""
        return "" if HANGUL.search(self.whole) or " " not in self.whole else self.whole.rpartition(" ")[2]

    @property
    def given(self) -> str:
        """What stands before the family name."""
        return self.whole.rpartition(" ")[0] if self.family else ""

    @property
    def inverted(self) -> str:
        """The name as a list sorts it."""
        return f"{self.family}, {self.given}" if self.family else self.whole


@dataclass(frozen=True, slots=True)
class Record:
    """A text, a language version of one, or an article or page in one."""

    ident: str  #: permanent: ``lee-lessons``, ``probsting-kazakhstan.ko``, ``lenin-lessons.against-stalin``
    text: str  #: id of the text
    title: str
    language: str
    authors: tuple[Name, ...] = ()
    date: Day | None = None
    within: str = ""  #: title of the text that it is a part of
    division: bool = False  #: whether it is but a page of the text, and no work of its own
    chapter: str = ""  #: number of the chapter, where the text is one of a book
    rights: str = ""  #: what ``source.toml`` says of the copyright and of permission
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """The edition that a citation names."""

    title: str
    subtitle: str
    editors: str
    version: str
    date: Day | None
    commit: str = ""
    released: bool = False
    base_url: str = ""  #: with a slash at its end; empty where the edition has no address


def record_of(source: Source, language: str = "") -> Record:
    """Return the record of the text *source*, of its version in *language* where it has several.

    Raises `EditionError` where ``source.toml`` gives no title, or a date that is not understood.
    """
    versions = [version.language for version in source.version]
    several = len(versions) > 1
    language = language if language in versions or not several else versions[0]
    tongue = language or source.languages[0]
    identity = source.identity
    title = _of(identity, "title", tongue) or source.ident
    authors = [_of(identity, "author", tongue)] if identity.get("author") else []
    if not authors:
        authors = [_of(part, "author", tongue) for part in _parts(identity) if part.get("author")]
    return Record(
        f"{source.ident}.{tongue}" if several else source.ident,
        source.ident,
        title,
        tongue,
        tuple(Name(name) for name in dict.fromkeys(authors)),
        _date(source, identity, "date"),
        chapter=_of(identity, "chapter", tongue),
        rights="; ".join(str(source.rights[key]) for key in ("holder", "status") if source.rights.get(key)),
        may_publish=publishable(source.rights),
    )


def record_problems(source: Source) -> list[Problem]:
    """Return what ``source.toml`` says of the text *source* that citations do not understand."""
    try:
        record_of(source)
        for part in _parts(source.identity):
            _date(source, part, "original_date")
    except EditionError as error:
        return error.problems
    return []


def page_record(source: Source, name: str, title: str, language: str = "") -> Record:
    """Return the record of the page *name*, whose title is *title*: the text's own where the page has all of it.

    A page that is an article of its own has that article's author and date.
    """
    whole = record_of(source, language)
    if name == "index" or title == whole.title or len(source.version) > 1:
        return whole
    part = replace(whole, ident=f"{source.ident}.{name}", title=title, within=whole.title, chapter="", division=True)
    lines = [entry.line for entry in source.page if entry.line]
    first = next((entry.line for entry in source.page if entry.name == name), 0)
    after = min((line for line in lines if line > first), default=len(source.text))
    for found in _parts(source.identity):
        if first and first <= found.get("first_line", 0) < after:
            author = _of(found, "author", whole.language)
            day = _date(source, found, "original_date")
            return replace(part, authors=(Name(author),) if author else (), date=day, division=False)
    return part


def _parts(identity: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = identity.get("part", [])
    return list(found) if isinstance(found, list) else []


def _of(table: Mapping[str, Any], key: str, language: str) -> str:
    """Return the words of *key*, in *language* where there are others (``title_other``)."""
    other = table.get(f"{key}_other")
    if isinstance(other, dict) and other.get("lang") == language:
        return str(other["text"])
    found = table.get(key)
    return str(found["text"]) if isinstance(found, dict) and "text" in found else ""


def _date(source: Source, table: Mapping[str, Any], key: str) -> Day | None:
    text = _of(table, key, "")
    day = read_day(text) if text else None
    if text and day is None:
        message = f"identity: {key} {text!r} is no date that citations understand"
        raise EditionError(Problem(source.path, 1, "source", message, "write it as 8 January 2022 or 2017. 11."))
    return day
