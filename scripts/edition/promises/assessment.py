"""The edition held against the questions that reviewers of digital editions ask: our answers, and where to see them.

``docs/about/assessment.toml`` follows the questionnaire of the review journal RIDE (questions ``se001`` …) and the
catalogue behind it: Patrick Sahle and others, Criteria for Reviewing Scholarly Digital Editions, version 1.1, 2014. The
questions are in our own words; their numbers are theirs. Whether an answer is right nothing here can tell: it names
pages and files, and that these are there is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.problems import EditionError, Problem
from edition.register.tables import read_tables

ASSESSMENT = Path("docs") / "about" / "assessment.toml"
ANSWERS = ("yes", "partly", "no", "not applicable", "named")  #: ``named``: the answer is what its words name
GROUPS = ("documentation", "contents", "access", "method", "technique")  #: parts of the questionnaire
NEEDED = ("number", "group", "asks", "answer", "words", "see")


@dataclass(frozen=True, slots=True)
class Answer:
    """Our answer to one question."""

    number: str  #: of the questionnaire: ``se001``
    catalogue: str  #: number in the catalogue: ``1.2``; empty where the questionnaire names none
    group: str  #: one of `GROUPS`
    asks: str
    answer: str  #: one of `ANSWERS`
    words: str
    see: tuple[str, ...]  #: pages as docnames, with ``#anchor`` if need be; files of the repository as ``./path``
    line: int


def load_answers(root: Path) -> list[Answer]:
    """Return the answers in the order of the file; raises `EditionError` with every fault at its line."""
    tables, found, problems = read_tables(root, ASSESSMENT), list[Answer](), list[Problem]()
    for line, entry in tables.each("question"):
        faults = list(_faults(root, entry, tables.shown, line))
        problems += faults
        if not faults:
            values = {key: str(entry[key]) for key in NEEDED if key != "see"}
            catalogue = str(entry.get("catalogue", ""))
            found.append(Answer(**values, catalogue=catalogue, see=tuple(entry["see"]), line=line))
    if problems:
        raise EditionError(problems)
    return found


def _faults(root: Path, entry: dict[str, Any], shown: str, line: int) -> Iterator[Problem]:
    for key in NEEDED:
        if not entry.get(key):
            yield Problem(shown, line, "annotation", f"{key} is missing", f"add {key} = …")
    for key in sorted(entry.keys() - {*NEEDED, "catalogue"}):
        yield Problem(shown, line, "annotation", f"unknown key {key!r}", "take it out")
    if not re.fullmatch(r"se\d{3}", str(entry.get("number", "se000"))):
        yield Problem(shown, line, "annotation", "the number is none of the questionnaire", "write it as se001")
    for key, known in (("answer", ANSWERS), ("group", GROUPS)):
        if entry.get(key) and entry[key] not in known:
            yield Problem(shown, line, "annotation", f"unknown {key} {entry[key]!r}", f"use: {', '.join(known)}")
    for place in entry.get("see", ()):
        name = place.partition("#")[0]
        path = root / name if place.startswith("./") else root / "docs" / f"{name}.md"
        if not path.exists():
            message = f"there is no {name}"
            yield Problem(shown, line, "link", message, "name a page as docname, or a file as ./path")
