"""The quotations of the texts, each with its source and how far it agrees with it.

``docs/quotations.toml``, one entry a quotation.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.problems import EditionError, Problem
from edition.register.tables import read_tables

PATH = Path("docs") / "quotations.toml"
AGREEMENTS = ("exact", "close", "differs", "not found")
KEYS = frozenset({"at", "words", "attributed", "source", "url", "exact", "note"})


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that a text quotes."""

    at: str  #: id of the paragraph
    words: str  #: its first words
    attributed: str  #: to whom, as the text says
    source: str  #: what it is, and where it was found; empty where it was not
    url: str
    exact: str  #: one of `AGREEMENTS`
    note: str
    line: int


def load_quotations(root: Path) -> list[Quotation]:
    """Return the quotations in the order of the file; raises `EditionError` with every fault at its line."""
    tables = read_tables(root, PATH)
    found, problems = [], []
    for line, entry in tables.each("quotation"):
        faults = list(_faults(entry, tables.shown, line))
        problems += faults
        if not faults:
            found.append(Quotation(**{key: str(entry.get(key, "")) for key in KEYS}, line=line))
    if problems:
        raise EditionError(problems)
    return found


def _faults(entry: dict[str, Any], shown: str, line: int) -> Iterator[Problem]:
    for key in sorted(entry.keys() - KEYS):
        yield Problem(shown, line, "annotation", f"unknown key {key!r}", f"use: {', '.join(sorted(KEYS))}")
    for key in ("at", "words", "exact"):
        if not entry.get(key):
            yield Problem(shown, line, "annotation", f"{key} is missing", f"add {key} = …")
    if entry.get("exact") not in {*AGREEMENTS, None, ""}:
        message = f"unknown agreement {entry['exact']!r}"
        yield Problem(shown, line, "annotation", message, f"use: {', '.join(AGREEMENTS)}")
    if entry.get("exact") in ("exact", "close", "differs") and not entry.get("source"):
        yield Problem(shown, line, "annotation", "was compared with a source that is not named", "name it")
