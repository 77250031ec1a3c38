"""The promises of the edition, and the figures that programs recorded of them.

``docs/about/promises.toml`` says what is promised and which command proves it, ``docs/about/figures.toml`` what a
command found when it was last run with ``--record``. What can be counted while the edition is built is in no file:
`edition.promises.counts` counts it. Nothing here is run or measured.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

from edition.problems import EditionError, Problem
from edition.register.tables import read_tables

PROMISES = Path("docs") / "about" / "promises.toml"
FIGURES = Path("docs") / "about" / "figures.toml"
GROUPS = ("text", "annotation", "formats", "web", "search", "safety", "making")  #: in the order of the page
NEEDED = ("id", "group", "en", "ko", "command")
RECORD_AGAIN = "run the command again with --record"
HEAD = "# Written by programs with --record, never by hand; docs/about/promises.md shows it. One table a figure.\n"


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that a reader may rely on."""

    ident: str
    group: str  #: one of `GROUPS`
    words: dict[str, str]  #: what is promised, by language
    command: str  #: what proves it
    count: str  #: name of a count of `edition.promises.counts`; empty for none
    tests: tuple[str, ...]  #: tests that prove it, as pytest names them
    figures: tuple[str, ...]  #: names of recorded figures
    line: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What a command found when it was last run."""

    name: str
    value: str  #: with its unit
    what: str  #: what was counted or measured
    command: str
    commit: str  #: at which it was run, twelve digits, ``+`` after them where files were changed
    date: datetime.date
    machine: str  #: its kind: cores, system, Python
    line: int = 0


KINDS = get_type_hints(Figure)  #: field of a figure → its type


def load_promises(root: Path) -> list[Promise]:
    """Return the promises by group, in the order of the file; raises `EditionError` with every fault at its line."""
    tables, found, problems = read_tables(root, PROMISES), list[Promise](), list[Problem]()
    for line, entry in tables.each("promise"):
        faults = list(_faults(entry, tables.shown, line, {promise.ident for promise in found}))
        problems += faults
        if not faults:
            tests = tuple(entry.get("tests", ()))
            figures = ((f"{entry['id']}-tests",) if tests else ()) + tuple(entry.get("figures", ()))
            words = {language: entry[language] for language in ("en", "ko")}
            head = (entry["id"], entry["group"], words, entry["command"])
            found.append(Promise(*head, entry.get("count", ""), tests, figures, line))
    if problems:
        raise EditionError(problems)
    return sorted(found, key=lambda promise: GROUPS.index(promise.group))


def _faults(entry: dict[str, Any], shown: str, line: int, known: set[str]) -> Iterator[Problem]:
    for key in NEEDED:
        if not entry.get(key):
            yield Problem(shown, line, "annotation", f"{key} is missing", f"add {key} = …")
    for key in sorted(entry.keys() - {*NEEDED, "count", "tests", "figures"}):
        yield Problem(shown, line, "annotation", f"unknown key {key!r}", "take it out")
    if entry.get("group") not in GROUPS:
        yield Problem(shown, line, "annotation", "the group is not known", f"use: {', '.join(GROUPS)}")
    if entry.get("id") in known:
        yield Problem(shown, line, "annotation", f"there are two promises {entry['id']!r}", "rename one")
    if not (entry.get("count") or entry.get("tests") or entry.get("figures")):
        message = "nothing is counted, tested or recorded for this promise"
        yield Problem(shown, line, "annotation", message, "add count, tests or figures")


def load_figures(root: Path) -> dict[str, Figure]:
    """Return what was recorded, by name; raises `EditionError` where the file cannot be read."""
    tables, found = read_tables(root, FIGURES), dict[str, Figure]()
    for line, entry in tables.each("figure"):
        try:
            figure = Figure(**entry, line=line)
        except TypeError as error:
            raise EditionError(Problem(tables.shown, line, "annotation", str(error), RECORD_AGAIN)) from error
        wrong = [name for name, kind in KINDS.items() if type(getattr(figure, name)) is not kind]
        if wrong:
            message = f"{wrong[0]} is not {KINDS[wrong[0]].__name__}"
            raise EditionError(Problem(tables.shown, line, "annotation", message, RECORD_AGAIN))
        found[figure.name] = figure
    return found


def write_figures(root: Path, new: list[Figure]) -> None:
    """Put *new* in the place of the figures of their names, and write all of them in the order of their names."""
    found = load_figures(root) | {figure.name: figure for figure in new}
    tables = []
    for figure in sorted(found.values(), key=lambda figure: figure.name):
        keys = ("name", "value", "what", "command", "commit", "machine")
        lines = [f"{key} = {json.dumps(getattr(figure, key), ensure_ascii=False)}" for key in keys]
        tables.append("\n".join(["[[figure]]", *lines, f"date = {figure.date.isoformat()}"]))
    text = "\n\n".join([HEAD, *tables]).replace(f"{HEAD}\n\n", f"{HEAD}\n")
    (root / FIGURES).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def age(figure: Figure, built: str) -> str:
    """Return how old *figure* was on the day *built* (of the commit that is built); empty outside git.

    >>> age(Figure("x", "1", "", "", "", datetime.date(2026, 11, 20), ""), "2026-11-23")
    '3 days before this version'
    """
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", built):
        return ""
    days = (datetime.date.fromisoformat(built) - figure.date).days
    if days < 1:
        return "on the day of this version"
    return f"{days} day{'s' if days > 1 else ''} before this version"
