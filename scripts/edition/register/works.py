"""The bibliography: every work that the texts cite, quote or name, and what our notes rest on.

``bibliography.bib`` is BibTeX, read by pybtex. Fields of ours, which every BibTeX program passes over: ``cited``, the
paragraphs that cite the work; ``locators``, the page or chapter that they name, as ``text.n3: p. 5; text.n4: ch. 7``;
``also``, other addresses where it was seen, with spaces between; ``unseen``, the fields that no public record seen by
us confirms; ``original``, ``english``, ``korean``, ``first``, ``edition_cited``: the work's other titles and editions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pybtex.database import BibliographyData, Entry, Person, parse_string
from pybtex.errors import set_strict_mode
from pybtex.exceptions import PybtexError

from edition.days import span_fault
from edition.problems import EditionError, Problem

NAME = "bibliography.bib"
FIELDS = frozenset({
    "title", "author", "editor", "translator", "year", "date", "publisher", "address", "journal", "booktitle",
    "volume", "number", "pages", "url", "urldate", "note", "howpublished", "institution", "series", "edition",
    "language", "original", "english", "korean", "first", "edition_cited", "cited", "unseen", "shorttitle",
    "organization", "month", "chapter", "also", "locators",
})  # fmt: skip
UNSEEN = frozenset({"title", "url"})  #: a work one of whose fields here is marked was not before the editors’ eyes
_HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True)
class Work:
    """One entry of the bibliography."""

    key: str
    line: int
    entry: Any  #: pybtex's own

    def field(self, name: str) -> str:
        """Return the field *name* without BibTeX's braces, empty where there is none."""
        return re.sub(r"[{}]", "", str(self.entry.fields.get(name, ""))).strip()

    @property
    def title(self) -> str:
        """The title as the entry gives it."""
        return self.field("title")

    @property
    def year(self) -> str:
        """The year, or ``n.d.``."""
        return self.field("year") or "n.d."

    @cached_property
    def authors(self) -> list[str]:
        """The names of authors, or else of editors, each in its own order and script."""
        people = self.entry.persons.get("author") or self.entry.persons.get("editor") or []
        return [full_name(person) for person in people] or list(filter(None, [self.field("organization")]))

    @property
    def label(self) -> str:
        """Author and year, as notes print it: ``이형로 2017``, ``Marx and Engels 1848``; or else the title."""
        people = self.entry.persons.get("author") or self.entry.persons.get("editor") or []
        names = [short_name(person) for person in people] or list(filter(None, [self.field("organization")]))
        if not names:
            return " ".join(filter(None, [f"“{self.short_title}”", self.field("year")]))
        if not people and not self.field("year"):
            return f"{names[0]}, “{self.short_title}”"
        korean = bool(_HANGUL.search(names[0]))
        if len(names) > 2:
            names = [f"{names[0]} 외" if korean else f"{names[0]} et al."]
        joined = ("·" if korean else " and ").join(names)
        return f"{joined} {self.field('year') or ('연도 미상' if korean else 'n.d.')}"

    @property
    def short_title(self) -> str:
        """The title cut at its first colon or stop, and to forty characters; brackets at its end are left out."""
        title = (
            self.field("shorttitle") or re.split(r"[:：]|\. ", re.sub(r"(?<=\S)\s*\([^()]*\)\.?$", "", self.title))[0]
        )
        return title if len(title) <= 40 else title[:38].rsplit(" ", 1)[0] + "…"

    @property
    def addresses(self) -> list[str]:
        """Where the work was seen: its address, and other copies of it."""
        return [*filter(None, [self.field("url")]), *self.field("also").split()]

    @property
    def cited(self) -> list[str]:
        """The ids of the paragraphs that cite the work."""
        return self.field("cited").split()

    @property
    def locators(self) -> dict[str, str]:
        """Paragraph that cites the work → the place in the work that it names."""
        parts = (part.partition(":") for part in self.field("locators").split(";"))
        return {place.strip(): locator.strip() for place, _, locator in parts if locator.strip()}

    @property
    def unseen(self) -> frozenset[str]:
        """The fields that were not seen in a public record."""
        return frozenset(re.split(r"[,\s]+", self.field("unseen"))) - {""}

    @property
    def script(self) -> str:
        """``ko`` where the work is sorted among Korean ones, else ``latin``."""
        return "ko" if _HANGUL.match((self.authors or [self.title])[0] or "x") else "latin"

    @property
    def sort_key(self) -> tuple[str, str, str, str]:
        """Script, first author by family name, year, title."""
        people = self.entry.persons.get("author") or self.entry.persons.get("editor") or []
        first = short_name(people[0]) if people else (self.field("organization") or self.title)
        return self.script, first.casefold(), self.year, self.title.casefold()


def full_name(person: Person) -> str:
    """Return a name in its own order: family name first and unspaced in Hangul.

    >>> full_name(Person("김, 철수")), full_name(Person("Trotsky, Leon"))
    ('김철수', 'Leon Trotsky')
    """
    given = " ".join([*person.first_names, *person.middle_names])
    family = " ".join([*person.prelast_names, *person.last_names, *person.lineage_names])
    if _HANGUL.search(family) and len(family) <= 2:
        return re.sub(r"[{}]", "", f"{family}{given}".replace(" ", ""))
    return re.sub(r"[{}]", "", f"{given} {family}".strip())


def short_name(person: Person) -> str:
    """Return the name that a label uses: all of a Korean one, else the family name."""
    name = full_name(person)
    if _HANGUL.search(name):
        return name
    return re.sub(r"[{}]", "", " ".join([*person.prelast_names, *person.last_names])) or name


def load_works(root: Path) -> dict[str, Work]:
    """Return the works by key, in the order of the file; raises `EditionError` with every fault at its line."""
    path = root / NAME
    raw = path.read_text(encoding="utf-8") if path.is_file() else ""
    lines: dict[str, int] = {}
    problems = []
    for number, line in enumerate(raw.split("\n"), start=1):
        if opened := re.match(r"\s*@(\w+)\s*\{\s*([^,\s]+)", line):
            if opened[2].lower() in lines:
                message = f"{opened[2]} is given twice (first on line {lines[opened[2].lower()]})"
                problems.append(Problem(NAME, number, "work", message, "keep one"))
            lines.setdefault(opened[2].lower(), number)
    if problems:
        raise EditionError(problems)
    try:
        data = _parsed(raw)
    except PybtexError as error:
        found = re.search(r"line (\d+)", str(error))
        raise EditionError(
            Problem(NAME, int(found[1]) if found else 1, "work", str(error), "correct the entry")
        ) from error
    works = {key: Work(key, lines.get(key.lower(), 1), entry) for key, entry in data.entries.items()}
    problems = [problem for work in works.values() for problem in _faults(work)]
    if problems:
        raise EditionError(problems)
    return works


@lru_cache(maxsize=2)
def _parsed(raw: str) -> BibliographyData:
    """Parse a bibliography, once where a process needs it several times."""
    set_strict_mode(True)
    data: BibliographyData = parse_string(raw, "bibtex")
    return data


def _faults(work: Work) -> Iterator[Problem]:
    entry: Entry = work.entry
    for name in {name.lower() for name in entry.fields} - FIELDS:
        yield Problem(
            NAME, work.line, "work", f"{work.key}: unknown field {name!r}", f"use: {', '.join(sorted(FIELDS))}"
        )
    if not work.title:
        yield Problem(NAME, work.line, "work", f"{work.key} has no title", "add title = {…}")
    for name in work.unseen - {field.lower() for field in entry.fields} - {"author", "editor", "translator"}:
        message = f"{work.key}: {name!r} is marked as unseen, but is no field of it"
        yield Problem(NAME, work.line, "work", message, "take it out of unseen")
    if not re.fullmatch(r"[a-z0-9-]+", work.key):
        yield Problem(
            NAME, work.line, "work", f"{work.key!r} is no key", "use lower-case Latin letters, digits, hyphens"
        )
    for name in ("year", "date", "urldate"):
        given = work.field(name)
        if given and (span_fault(given) or (name == "year" and len(given) != 4)):
            message, remedy = f"{work.key}: {name} {given[:60]!r} is none", "write four digits, as year = {1917}"
            remedy = remedy if name == "year" else "write 1917-11-07, 1917-11 or 1917"
            yield Problem(NAME, work.line, "work", message, f"{remedy}; what is less certain goes into note")
    for url in work.addresses:
        if not re.match(r"https?://[^\s<>\"]+$", url):
            yield Problem(NAME, work.line, "work", f"{work.key}: {url!r} is no address", "begin it with https://")
