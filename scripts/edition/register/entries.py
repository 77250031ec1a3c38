"""The register: one file an entry, its head in YAML, its two glosses in MyST.

``docs/register/entries/<slug>.md``. A gloss is held by ``:::{gloss} ko`` and ``:::``. Loading tells every fault at its
file and line; what an entry looks like on a page is the business of `edition.ext.register_pages`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from edition.days import WORDS
from edition.markup import LOADER
from edition.problems import EditionError, Problem, relative

FOLDER = Path("docs") / "register" / "entries"
KINDS = ("person", "organization", "place", "event", "work", "term")
LANGUAGES = ("en", "ko")
LISTS = ("forms", "also", "sources")  #: keys that hold more than one value
KEYS = {
    "kind": "one of " + ", ".join(KINDS), "en": "headword in English", "ko": "headword in Korean",
    "sort": "what it is sorted by in English, where that is not the headword", "original": "name in its own script",
    "forms": "every form that occurs in the texts",
    "also": "spellings that need not stand in a text, by which it is looked for",
    "dates": "dates of a life or of an event",
    "wikidata": "authority id, where one was seen", "viaf": "number of VIAF, where one was seen",
    "seen": "address of the public record in which the authority id stood beside the name",
    "sources": "keys of the bibliography",
}  # fmt: skip
#: to the first line that ends it; one that another begins in has no end
GLOSS = re.compile(r"^:::\{gloss\} (\w+)\n((?:(?!:::(?:$|\{gloss\})).*\n)*):::$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A person, organization, place, event, work or term."""

    slug: str
    kind: str  #: one of `KINDS`
    en: str
    ko: str
    path: str  #: as messages print it
    sort: str = ""
    original: str = ""
    forms: tuple[str, ...] = ()
    also: tuple[str, ...] = ()  #: spellings that need not stand in a text
    dates: str = ""
    wikidata: str = ""
    viaf: str = ""
    seen: str = ""  #: where the authority id stood beside the name
    sources: tuple[str, ...] = ()
    glosses: dict[str, tuple[str, int]] = field(default_factory=dict)  #: language → MyST, and the line it begins on

    def headword(self, language: str) -> str:
        """Return the headword in *language*, English where there is none in it."""
        return (self.ko if language == "ko" else self.en) or self.en


def load_entries(root: Path) -> list[RegisterEntry]:
    """Return every entry of the register, by slug; raises `EditionError` with every fault of every file."""
    entries: list[RegisterEntry] = []
    problems: list[Problem] = []
    for path in sorted((root / FOLDER).glob("*.md")):
        shown = relative(path, root)
        try:
            entries.append(_entry(path.read_text(encoding="utf-8"), path.stem, shown))
        except EditionError as error:
            problems += error.problems
    problems += _doubled(entries)
    if problems:
        raise EditionError(problems)
    return entries


def _entry(text: str, slug: str, shown: str) -> RegisterEntry:
    """Read one file; raises `EditionError`."""
    head = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    if head is None:
        raise EditionError(Problem(shown, 1, "register", "has no head", "begin it with --- and the keys of an entry"))
    try:
        data: Any = yaml.load(head[1], LOADER)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 2
        raise EditionError(
            Problem(shown, line, "register", "its head is no YAML", "put the value in quotation marks")
        ) from error
    problems = list(_head_problems(data, head[1], slug, shown))
    glosses = {found[1]: (found[2].strip(), text.count("\n", 0, found.start(2)) + 1) for found in GLOSS.finditer(text)}
    for language in LANGUAGES:
        if not glosses.get(language, ("", 0))[0]:
            remedy = f":::{{gloss}} {language}, the words, :::"
            problems.append(Problem(shown, 1, "register", f"has no gloss in {language}", f"add {remedy}"))
    if GLOSS.sub("", text[head.end() :]).strip():
        problems.append(
            Problem(shown, head[0].count("\n") + 1, "register", "words stand outside a gloss", "move them in")
        )
    if problems:
        raise EditionError(problems)
    lists = {key: tuple(map(str, data.get(key) or ())) for key in LISTS}
    words = {key: str(data.get(key) or "") for key in KEYS.keys() - lists.keys()}
    return RegisterEntry(slug=slug, path=shown, glosses=glosses, **lists, **words)  # type: ignore[arg-type]


def _head_problems(data: Any, raw: str, slug: str, shown: str) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield Problem(shown, 2, "register", "its head is no table", "write key: value")
        return
    lines = {line.partition(":")[0].strip(): index for index, line in enumerate(raw.split("\n"), start=2)}
    for key in data.keys() - KEYS.keys():
        yield Problem(shown, lines.get(str(key), 1), "register", f"unknown key {key!r}", f"use: {', '.join(KEYS)}")
    for key in ("kind", "en", "ko"):
        if not data.get(key):
            yield Problem(shown, lines.get(key, 1), "register", f"{key} is missing", f"add {key}: {KEYS[key]}")
    if data.get("kind") not in KINDS:
        yield Problem(
            shown, lines.get("kind", 1), "register", f"unknown kind {data.get('kind')!r}", f"use {KEYS['kind']}"
        )
    for key in LISTS:
        if not isinstance(data.get(key) or [], list):
            yield Problem(shown, lines.get(key, 1), "register", f"{key} is no list", "write [one, other]")
    if data.get("dates") and not WORDS.fullmatch(str(data["dates"])):
        message, remedy = "dates is no date in words", "write it in English, with the digits 0 to 9, as “c. 980–1015”"
        yield Problem(shown, lines.get("dates", 1), "register", message, remedy)
    if not re.fullmatch(r"[a-z0-9-]+", slug):
        yield Problem(shown, 0, "register", "is no name for an entry", "use lower-case Latin letters, digits, hyphens")
    yield from _authority_problems(data, lines, shown)


def _authority_problems(data: dict[str, Any], lines: dict[str, int], shown: str) -> Iterator[Problem]:
    """Yield a problem for each authority id of a wrong form, or without the record in which it was seen."""
    if data.get("wikidata") and not re.fullmatch(r"Q\d+", str(data["wikidata"])):
        yield Problem(shown, lines.get("wikidata", 1), "register", "wikidata is no id", "write Q and digits")
    if data.get("viaf") and not re.fullmatch(r"\d+", str(data["viaf"])):
        yield Problem(shown, lines.get("viaf", 1), "register", "viaf is no number", "write its digits")
    for key in ("wikidata", "viaf"):
        if data.get(key) and not re.match(r"https?://\S+$", str(data.get("seen") or "")):
            message = f"{key} is given without the record in which it was seen"
            yield Problem(shown, lines.get(key, 1), "register", message, f"add seen: {KEYS['seen']}")
    if data.get("seen") and not (data.get("wikidata") or data.get("viaf")):
        yield Problem(
            shown, lines.get("seen", 1), "register", "seen names no authority id", "add it, or take seen away"
        )


def _doubled(entries: list[RegisterEntry]) -> Iterator[Problem]:
    """Yield a problem for two entries with one headword of one kind."""
    seen: dict[tuple[str, str], RegisterEntry] = {}
    for entry in entries:
        other = seen.setdefault((entry.kind, entry.en), entry)
        if other is not entry:
            yield Problem(entry.path, 1, "register", f"“{entry.en}” has an entry already: {other.path}", "keep one")
