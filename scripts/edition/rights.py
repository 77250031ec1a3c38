"""Rights: what ``[rights]`` of a ``source.toml`` may say, its faults, and what follows from it for a public edition.

An empty table is allowed and means that nothing is known: nothing may be published then. That a text may be published
whole is never assumed: it needs a recorded permission, or that the text is in the public domain.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, get_type_hints

from edition.problems import Problem

STATUSES = ("in copyright", "public domain", "licensed", "unknown")
NONE = "none recorded"  #: in place of a permission
UNKNOWN = "not known"  #: in place of a contact that was not seen
NOTHING, CITED, NOTES, WHOLE = "nothing", "bibliographic data", "notes", "whole"
LEVELS = {
    NOTHING: "title, author and date as far as a catalogue gives them; of the text nothing else",
    CITED: "also its headings",
    NOTES: "also single words: those that our notes, marks and register name, at most `quote_words` at a place",
    WHOLE: "the text",
}


@dataclass(frozen=True, slots=True)
class Permission:
    """A permission to publish, as recorded."""

    date: datetime.date  #: when it was given
    by: str  #: who gave it
    basis: str  #: why they could: author, heir, publisher
    licence: str  #: what it allows, or the name of a licence
    document: str  #: where it is kept


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose a text is and what may be published of it."""

    holder: str  #: who holds the rights, and whether that is confirmed
    status: str  #: one of `STATUSES`
    permission: Any  #: `NONE`, or a table: `Permission`
    basis: str  #: why we think so
    contact: str  #: where the holder can be reached, as seen; else `UNKNOWN`
    may_publish: str  #: one of `LEVELS`
    quote_words: int = 6  #: with ``notes``: how many words of the text may stand together
    note: str = ""


def rights_problems(table: Any, shown: str, raw: str) -> Iterator[Problem]:
    """Yield every problem of *table*, the ``[rights]`` of the file *raw*, which messages call *shown*."""
    if not isinstance(table, dict) or not table:
        return  # that it is there, and a table, is checked with all keys
    yield from _keys(table, Rights, "rights", shown, raw)
    permission = table.get("permission", NONE)
    if isinstance(permission, dict):
        yield from _keys(permission, Permission, "rights.permission", shown, raw)
    elif permission != NONE:
        remedy = f'write permission = "{NONE}", or a table [rights.permission]'
        yield Problem(shown, _line(raw, "permission"), "source", f"permission is {permission!r}", remedy)
    for key, known in (("status", STATUSES), ("may_publish", tuple(LEVELS))):
        if key in table and table[key] not in known:
            message, remedy = f"unknown {key} {table[key]!r}", f"use one of: {', '.join(known)}"
            yield Problem(shown, _line(raw, key), "source", message, remedy)
    if table.get("may_publish") == WHOLE and not isinstance(permission, dict) and table.get("status") != STATUSES[1]:
        message = "may be published whole, but no permission is recorded"
        remedy = f'record it in [rights.permission], or set may_publish = "{NOTES}"'
        yield Problem(shown, _line(raw, "may_publish"), "source", message, remedy)
    if type(table.get("quote_words")) is int and table["quote_words"] < 1:
        remedy = f'write 1 or more, or may_publish = "{CITED}"'
        yield Problem(shown, _line(raw, "quote_words"), "source", "quote_words is less than 1", remedy)
    if table.get("contact") == "":
        remedy = f'write contact = "{UNKNOWN}", or what was seen and where'
        yield Problem(shown, _line(raw, "contact"), "source", "contact is empty", remedy)


def _keys(table: Mapping[str, Any], record: type, name: str, shown: str, raw: str) -> Iterator[Problem]:
    """Yield a problem for each key of *table* that *record* lacks, each it needs, and each value of another type."""
    known, hints = {item.name: item for item in fields(record)}, get_type_hints(record)
    for key in sorted(table.keys() - known.keys()):
        message, remedy = f"[{name}] has an unknown key {key!r}", f"use one of: {', '.join(known)}"
        yield Problem(shown, _line(raw, key), "source", message, remedy)
    for key, item in known.items():
        if key not in table and item.default is MISSING:
            yield Problem(shown, _line(raw), "source", f"[{name}] lacks {key!r}", f"add {key} = …")
        elif key in table and hints[key] is not Any and type(table[key]) is not hints[key]:
            message = f"{key} is not {hints[key].__name__}"
            yield Problem(shown, _line(raw, key), "source", message, "correct it")


def _line(raw: str, key: str = "") -> int:
    """Return the line of *key* in ``[rights]`` of *raw*, else that of the table, else 1."""
    inside, first = False, 1
    for index, line in enumerate(raw.split("\n"), start=1):
        if line.startswith("["):
            inside = bool(re.match(r"\[rights[].]", line))
            first = index if inside and first == 1 else first
        if (inside and key and re.match(rf"(\[rights\.)?{re.escape(key)}\s*[\]=]", line.strip())) or re.match(
            r"rights\s*=", line
        ):
            return index
    return first


def level(rights: Mapping[str, Any]) -> str:
    """Return what may be published: one of `LEVELS`, `NOTHING` where nothing is recorded."""
    return str(rights.get("may_publish") or NOTHING)


def publishable(rights: Mapping[str, Any]) -> bool:
    """Tell whether the text may be published whole."""
    return level(rights) == WHOLE


def permission_words(rights: Mapping[str, Any]) -> str:
    """Return the permission in a sentence.

    >>> permission_words({"permission": {"date": datetime.date(2027, 1, 2), "by": "A. B.", "licence": "CC BY 4.0"}})
    'given by A. B. on 2027-01-02: CC BY 4.0'
    """
    found = rights.get("permission", NONE)
    return (
        f"given by {found['by']} on {found['date']:%Y-%m-%d}: {found['licence']}" if isinstance(found, dict) else NONE
    )
