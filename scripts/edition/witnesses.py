"""Witnesses and what ``source.toml`` says of them.

A witness is the text as received, pinned by its hash; nothing here changes one. ``source.toml`` describes it and holds
every decision of cleaning. What it may contain is declared once, as the dataclasses below; an unknown key is an error
at its line.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from edition.blocks import KINDS
from edition.problems import EditionError, Problem, relative

TEXTS = "sources"  #: where witnesses live, below the root


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span that belongs to the page, not to the text: dropped in cleaning, and in no output."""

    kind: str  #: ``navigation``, ``slogan``, ``page number``, ``advertising``, ``rule``, ``back-link`` …
    reason: str
    line: int = 0  #: first line of the span
    to: int = 0  #: last line, where it is another
    first: str = ""  #: its first words
    last: str = ""  #: its last words
    each: str = ""  #: instead of a span: a string dropped wherever it stands …
    count: int = 0  #: … this many times


@dataclass(frozen=True, slots=True)
class Decision:
    """What no general rule decides: which line starts a block, what kind a block is, where a call is."""

    do: str  #: one of `DECISIONS`
    line: int
    words: str  #: words that stand in that line, once
    reason: str
    to: int = 0  #: last line, where the decision covers several
    kind: str = ""  #: for ``kind``: one of `edition.blocks.KINDS`
    ident: str = ""  #: for captions: the explicit id, without the text's
    note: int = 0  #: for ``note-continues``: the number of the note
    after: str = ""  #: for ``move``: words after whose line the span is put
    after_line: int = 0


DECISIONS = {
    "start": "this line starts a block",
    "continue": "this line goes on with the block before it",
    "glue": "this line goes on with the block before it, without a space",
    "space": "this line goes on with the block before it, with a space",
    "kind": "the block that starts here is of the kind named",
    "note-continues": "these lines go on with the note before them",
    "move": "these lines stand elsewhere in the text",
    "call": "the number here calls a note",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with its explicit Latin id."""

    line: int
    words: str
    ident: str
    level: int = 1  #: 1 for a heading that opens a page


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the edition begins."""

    name: str  #: file name without ``.md``
    line: int = 0  #: 0 for a front page that holds no words of the witness
    words: str = ""
    title: str = ""  #: the edition's own title, where the witness gives the page none


@dataclass(frozen=True, slots=True)
class Version:
    """A language version within one witness."""

    language: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Notes:
    """The author's notes: how they are printed and which there must be."""

    calls: str = ""  #: printed form of a call, with 1 for the number: ``1)``, ``[1]``, ``1``
    bodies: str = ""  #: printed form before a note's text: ``1) ``, ``[1] ``, ``1. ``; empty where bodies are absent
    line: int = 0  #: the line from which notes stand, where they stand together
    called: dict[str, list[int]] = field(default_factory=dict)  #: by language, numbers called, in order
    absent: dict[str, list[int]] = field(default_factory=dict)  #: by language, numbers whose bodies the witness lacks


@dataclass(frozen=True, slots=True)
class Source:
    """One text: its witness and everything ``source.toml`` says of it."""

    ident: str
    siglum: str
    sha256: str
    languages: list[str]
    identity: dict[str, Any]
    provenance: dict[str, Any]
    rights: dict[str, Any]
    clean: list[dict[str, Any]]  #: the cleaning plan: each a step's name and its parameters
    found: list[dict[str, Any]] = field(default_factory=list)
    mark: dict[str, str] = field(default_factory=dict)  #: default kind and certainty of a mark
    division: str = ""  #: the rule the page division must agree with: ``double blank lines``, or none
    markers: list[str] = field(default_factory=list)  #: printed markers of list items
    notes: Notes = field(default_factory=Notes)
    version: list[Version] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    decision: list[Decision] = field(default_factory=list)
    heading: list[Heading] = field(default_factory=list)
    page: list[Page] = field(default_factory=list)
    path: str = ""  #: of ``source.toml``, as messages print it
    text: str = ""  #: the witness, exactly
    lines: dict[str, list[int]] = field(default_factory=dict)  #: table name → line of each of its entries

    def place(self, table: str, index: int) -> tuple[str, int]:
        """Return path and line of entry *index* of ``[[table]]``."""
        known = self.lines.get(table, [])
        return self.path, known[index] if index < len(known) else 1

    def problem(self, table: str, index: int, code: str, message: str, remedy: str) -> Problem:
        """Return a problem located at entry *index* of ``[[table]]``."""
        path, line = self.place(table, index)
        return Problem(path, line, code, message, remedy)


def identifiers(root: Path) -> list[str]:
    """Return the ids of all texts taken in, sorted."""
    return sorted(path.parent.name for path in (root / TEXTS).glob("*/source.toml"))


def load(root: Path, ident: str) -> Source:
    """Read ``sources/<ident>``.

    Raises `EditionError` where the witness's bytes have changed, where a file is missing or unreadable, or where
    ``source.toml`` holds something unknown or lacks something needed; all such problems at once.
    """
    folder = root / TEXTS / ident
    path = folder / "source.toml"
    shown = relative(path, root)
    if not path.is_file():
        known = ", ".join(identifiers(root)) or "none yet"
        raise EditionError(Problem(shown, 0, "source", f"there is no text {ident!r}", f"use one of: {known}"))
    raw = path.read_text(encoding="utf-8")
    try:
        data = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise EditionError(Problem(shown, _error_line(error), "source", str(error), "mend the TOML")) from error
    lines = _entry_lines(raw)
    problems = list(_unknown(data, Source, shown, raw))
    data["ident"] = data.pop("id", ident)
    if data["ident"] != ident:
        problems.append(Problem(shown, 1, "source", f"id is {data['ident']!r}", f"write id = {ident!r}"))
    if problems:
        raise EditionError(problems)
    values = _build(data, shown, lines)
    text = _witness(root, folder / "witness.txt", values["sha256"], shown)
    return Source(**values, path=shown, text=text, lines=lines)


def load_all(root: Path, idents: list[str] | None = None) -> list[Source]:
    """Load the texts *idents* (all where none is named), reporting the problems of all of them at once."""
    problems: list[Problem] = []
    sources = []
    for ident in idents or identifiers(root):
        try:
            sources.append(load(root, ident))
        except EditionError as error:
            problems += error.problems
    if problems:
        raise EditionError(problems)
    return sources


def _witness(root: Path, path: Path, pinned: str, source: str) -> str:
    shown = relative(path, root)
    if not path.is_file():
        raise EditionError(Problem(shown, 0, "witness", "is missing", "restore it with git checkout"))
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != pinned:
        raise EditionError(
            Problem(shown, 0, "witness", f"has SHA-256 {found[:12]}…, not {pinned[:12]}… as {source} pins it",
                    f"a witness is never edited: restore it with git checkout -- {shown}")
        )  # fmt: skip
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EditionError(
            Problem(shown, line, "witness", "is not UTF-8", "take it in again, converted, with edition new")
        ) from error


T = TypeVar("T")
RECORDS = {"furniture": Furniture, "decision": Decision, "heading": Heading, "page": Page, "version": Version}
NAMES = {"ident": "id"}
INTERNAL = {"path", "text", "lines"}


def _keys(record: type) -> dict[str, bool]:
    """Return the TOML keys of *record* and whether each is needed."""
    return {
        "id" if item.name == "ident" else item.name: item.default is MISSING and item.default_factory is MISSING
        for item in fields(record)
        if item.name not in INTERNAL
    }


def _unknown(data: dict[str, Any], record: type, shown: str, raw: str, line: int = 0) -> Iterator[Problem]:
    """Yield a problem for each key of *data* that *record* does not have, and each it needs and lacks."""
    keys = _keys(record)
    for key in data.keys() - keys.keys():
        at = line or _line_of(raw, key)
        yield Problem(shown, at, "source", f"unknown key {key!r}", f"use one of: {', '.join(sorted(keys))}")
    for key, needed in keys.items():
        if needed and key not in data:
            yield Problem(shown, line or 1, "source", f"{key!r} is missing", f"add {key} = …")
    hints = get_type_hints(record)
    for key, value in data.items():
        wanted = hints.get("ident" if key == "id" else key)
        if wanted in (int, str) and type(value) is not wanted:
            yield Problem(shown, line or _line_of(raw, key), "source", f"{key} is not {wanted.__name__}", "correct it")


def _build(data: dict[str, Any], shown: str, lines: dict[str, list[int]]) -> dict[str, Any]:
    """Turn TOML tables into records; raise `EditionError` for unknown keys and verbs in them."""
    problems: list[Problem] = []
    for name, record in RECORDS.items():
        entries = data.get(name, [])
        for index, entry in enumerate(entries):
            line = lines[name][index] if index < len(lines.get(name, [])) else 1
            problems += _unknown(entry, record, shown, "", line)
            if name == "decision" and entry.get("do") not in DECISIONS:
                known = ", ".join(DECISIONS)
                problems.append(
                    Problem(shown, line, "source", f"unknown decision {entry.get('do')!r}", f"use: {known}")
                )
            if name == "decision" and entry.get("do") == "kind" and entry.get("kind") not in KINDS:
                known = ", ".join(KINDS)
                problems.append(Problem(shown, line, "source", f"unknown kind {entry.get('kind')!r}", f"use: {known}"))
    problems += _unknown(data.get("notes", {}), Notes, shown, "", _first(lines, "notes"))
    if problems:
        raise EditionError(problems)
    values = dict(data)
    for name, record in RECORDS.items():
        values[name] = [record(**{("ident" if k == "id" else k): v for k, v in e.items()}) for e in data.get(name, [])]
    values["notes"] = Notes(**data.get("notes", {}))
    values["version"] = values["version"] or [Version(data["languages"][0])]
    return values


def _entry_lines(raw: str) -> dict[str, list[int]]:
    """Return the lines on which each entry of a TOML file's tables and arrays of one-line tables begins, by name."""
    found: dict[str, list[int]] = {}
    array = ""
    for index, line in enumerate(raw.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            found.setdefault(stripped.split("]")[0].strip("[ "), []).append(index)
        elif stripped.endswith("= ["):
            array = stripped.removesuffix("= [").strip()
        elif array and stripped.startswith("{"):
            found.setdefault(array, []).append(index)
        elif stripped == "]":
            array = ""
    return found


def _first(lines: dict[str, list[int]], table: str) -> int:
    return lines.get(table, [1])[0]


def _line_of(raw: str, key: str) -> int:
    """Return the line on which *key* or a table of that name begins, else 1."""
    for index, line in enumerate(raw.split("\n"), start=1):
        if line.strip().lstrip("[").startswith(key):
            return index
    return 1


def _error_line(error: tomllib.TOMLDecodeError) -> int:
    words = str(error).partition("at line ")[2].partition(",")[0]
    return int(words) if words.isdigit() else 1
