"""Holding a ``source.toml`` against its records: unknown keys, wrong types, and where in the file they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any, get_args, get_origin, get_type_hints

from edition.blocks import KINDS
from edition.problems import EditionError, Problem
from edition.records import DECISIONS, Decision, Furniture, Heading, Notes, Page, Reading, Received, Version

RECORDS = {
    "furniture": Furniture,
    "decision": Decision,
    "heading": Heading,
    "page": Page,
    "version": Version,
    "reading": Reading,
}
NAMES = {"ident": "id"}
INTERNAL = {"path", "text", "lines"}


def _keys(record: type) -> dict[str, bool]:
    """Return the TOML keys of *record* and whether each is needed."""
    return {
        "id" if item.name == "ident" else item.name: item.default is MISSING and item.default_factory is MISSING
        for item in fields(record)
        if item.name not in INTERNAL
    }


def unknown(data: dict[str, Any], record: type, shown: str, raw: str, line: int = 0) -> Iterator[Problem]:
    """Yield a problem for each key of *data* that *record* does not have, and each it needs and lacks."""
    keys = _keys(record)
    for key in data.keys() - keys.keys():
        at = line or line_of(raw, key)
        yield Problem(shown, at, "source", f"unknown key {key!r}", f"use one of: {', '.join(sorted(keys))}")
    for key, needed in keys.items():
        if needed and key not in data:
            yield Problem(shown, line or 1, "source", f"{key!r} is missing", f"add {key} = …")
    hints = get_type_hints(record)
    for key, value in data.items():
        wanted = hints.get("ident" if key == "id" else key)
        if not _fits(value, wanted):
            name = getattr(wanted, "__name__", "") if wanted in (int, str) else str(wanted)
            yield Problem(shown, line or line_of(raw, key), "source", f"{key} is not {name}", "correct it")


def _fits(value: Any, wanted: Any) -> bool:
    """Tell whether a TOML value is of the type that a field declares."""
    if wanted is None or wanted is Any:
        return True
    origin, inner = get_origin(wanted), get_args(wanted)
    if wanted in RECORDS.values() or wanted in (Notes, Received | None):
        return type(value) is dict
    if origin is list:
        return type(value) is list and all(_fits(item, inner[0]) for item in value)
    if origin is dict:
        return type(value) is dict and all(_fits(item, inner[1]) for item in value.values())
    return type(value) is wanted


def build(data: dict[str, Any], shown: str, lines: dict[str, list[int]], problems: list[Problem]) -> dict[str, Any]:
    """Turn TOML tables into records; raise `EditionError` for *problems* and for unknown keys and verbs in them."""
    for name, record in RECORDS.items():
        entries = data.get(name, [])
        if type(entries) is not list or not all(type(entry) is dict for entry in entries):
            continue
        for index, entry in enumerate(entries):
            line = lines[name][index] if index < len(lines.get(name, [])) else 1
            problems += unknown(entry, record, shown, "", line)
            if name == "decision" and entry.get("do") not in DECISIONS:
                known = ", ".join(DECISIONS)
                problems.append(
                    Problem(shown, line, "source", f"unknown decision {entry.get('do')!r}", f"use: {known}")
                )
            if name == "decision" and entry.get("do") == "kind" and entry.get("kind") not in KINDS:
                known = ", ".join(KINDS)
                problems.append(Problem(shown, line, "source", f"unknown kind {entry.get('kind')!r}", f"use: {known}"))
    notes = data.get("notes", {})
    if type(notes) is dict:
        problems += unknown(notes, Notes, shown, "", _first(lines, "notes"))
        languages = [entry.get("language") for entry in data.get("version", [])] or data.get("languages", [])
        for table in ("called", "absent"):
            for key in notes.get(table, {}) if type(notes.get(table, {})) is dict else []:
                if key not in languages:
                    line = _first(lines, "notes")
                    message, remedy = (
                        f"{table} names no version: {key!r}",
                        f"use one of: {', '.join(map(str, languages))}",
                    )
                    problems.append(Problem(shown, line, "source", message, remedy))
    received = data.get("received")
    if type(received) is dict:
        problems += unknown(received, Received, shown, "", _first(lines, "received"))
    problems += contradictions(data, shown, lines)
    if problems:
        raise EditionError(problems)
    values = dict(data)
    for name, record in RECORDS.items():
        values[name] = [record(**{("ident" if k == "id" else k): v for k, v in e.items()}) for e in data.get(name, [])]
    values["notes"] = Notes(**data.get("notes", {}))
    values["received"] = Received(**received) if received is not None else None
    values["version"] = values["version"] or [Version(data["languages"][0])]
    return values


def contradictions(data: dict[str, Any], shown: str, lines: dict[str, list[int]]) -> Iterator[Problem]:
    """Yield a problem for each value that is well formed and cannot be: a doubled decision, a name no file may have."""
    if isinstance(data.get("siglum"), str) and not re.fullmatch("[A-Z][1-9]?[0-9]*", data["siglum"]):
        message = f"siglum {data['siglum']!r} is neither a capital letter nor one with a number after it"
        yield Problem(shown, 1, "source", message, "choose one")
    seen: dict[tuple[Any, ...], int] = {}
    for index, entry in enumerate(data.get("decision", []) if isinstance(data.get("decision"), list) else []):
        if isinstance(entry, dict):
            verb = entry.get("do") if entry.get("do") in ("kind", "move", "call", "note-continues") else "line"
            key, at = (verb, entry.get("line"), entry.get("words")), lines.get("decision", [])
            line = at[index] if index < len(at) else 1
            if key in seen:
                message = f"line {entry.get('line')} is decided twice (first on line {seen[key]})"
                yield Problem(shown, line, "source", message, "keep one decision")
            seen.setdefault(key, line)
    for index, entry in enumerate(data.get("page", []) if isinstance(data.get("page"), list) else []):
        if isinstance(entry, dict) and not re.fullmatch(r"[a-z0-9-]+", str(entry.get("name", "x"))):
            at = lines.get("page", [])
            message = f"{entry['name']!r} is no name for a page"
            remedy = "use lower-case Latin letters, digits and hyphens"
            yield Problem(shown, at[index] if index < len(at) else 1, "source", message, remedy)


def entry_lines(raw: str) -> dict[str, list[int]]:
    """Return the lines on which each entry of a TOML file's tables and arrays of one-line tables begins, by name."""
    found: dict[str, list[int]] = {}
    array = ""
    for index, line in enumerate(raw.split("\n"), start=1):
        stripped = line.strip()
        if stripped.startswith("["):
            found.setdefault(stripped.split("]")[0].strip("[ "), []).append(index)
        elif opened := re.match(r"(\w+)\s*=\s*\[\s*(#.*)?$", stripped):
            array = opened[1]
        elif array and stripped.startswith("{"):
            found.setdefault(array, []).append(index)
        elif re.match(r"\]\s*(#.*)?$", stripped):
            array = ""
    return found


def _first(lines: dict[str, list[int]], table: str) -> int:
    return lines.get(table, [1])[0]


def line_of(raw: str, key: str) -> int:
    """Return the line on which *key* or a table of that name begins, else 1."""
    for index, line in enumerate(raw.split("\n"), start=1):
        if re.match(rf"\s*\[*\s*{re.escape(key)}\s*[\]=.]", line):
            return index
    return 1


def error_line(error: tomllib.TOMLDecodeError) -> int:
    """Return the line that *error* names, else 1."""
    words = str(error).partition("at line ")[2].partition(",")[0]
    return int(words) if words.isdigit() else 1
