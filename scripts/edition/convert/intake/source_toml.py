"""Writing ``source.toml`` for a proposal, in the form that the other texts' have.

Whose the text is and where it comes from is not guessed: the record says that it is not known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from edition.convert.intake.model import Entry, Proposal
from edition.convert.intake.shapes import RIGHTS
from edition.convert.received import Extracted
from edition.hygiene import refused


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a new witness before a plan is made."""

    ident: str
    siglum: str
    witness: bytes
    name: str  #: of the file as received
    received: bytes
    extracted: Extracted


def written(plan: Proposal, record: Record) -> str:
    """Return ``source.toml`` for *plan*, in the form that the other texts' have."""
    return "\n".join([*_plan_lines(plan, record), "", *_record_lines(plan, record), ""])


def _plan_lines(plan: Proposal, record: Record) -> Iterator[str]:
    yield f"# {record.siglum}: proposed by edition new. Each entry is a guess by the sign it names until a person"
    yield "# confirms it. Line numbers are lines of witness.txt, counted from 1. Every entry names words that stand"
    yield "# there, so that a shifted line is noticed. docs/about/sources.md explains each key."
    yield ""
    yield f"id = {toml(record.ident)}"
    yield f"siglum = {toml(record.siglum)}"
    yield f"sha256 = {toml(hashlib.sha256(record.witness).hexdigest())}"
    yield f"languages = {toml(plan.languages)}"
    if plan.division:
        yield f"division = {toml(plan.division)}"
    if plan.markers:
        yield f"markers = {toml(plan.markers)}"
    tables = {
        "version": ("The language versions, in the order of the witness.", plan.version),
        "clean": ("The cleaning plan: steps in order, with their options.", plan.clean),
        "furniture": ("What belongs to the page, not to the text.", plan.furniture),
        "decision": ("What no rule decides.", plan.decision),
        "heading": ("Headings; the ids are ours: put ones there that say what the section is about.", plan.heading),
        "page": ("Where a page of the edition begins. Titles in brackets are ours.", plan.page),
    }
    for table, (comment, entries) in tables.items():
        if entries:
            yield from ("", f"# {comment}", f"{table} = [", *(f"  {toml(entry)}," for entry in entries), "]")
    yield from ("", "[mark]", f"kind = {toml(plan.mark)}", 'certainty = "possible"')
    if plan.notes:
        yield from ("", "[notes]", *_pairs(plan.notes))


def _record_lines(plan: Proposal, record: Record) -> Iterator[str]:
    """Yield what the witness is: what it seems to say itself, how it came, whose it is."""
    yield "# ---- what the witness is: what it seems to say itself, how it came, whose it is"
    yield from ("", "[identity]")
    yield from _pairs({key: value for key, value in _identity(plan).items() if value})
    extracted, received = record.extracted, hashlib.sha256(record.received).hexdigest()
    if not extracted.same:
        yield from ("", "# The file as received, and what took the witness out of it.", "[received]")
        yield from _pairs({"file": f"received.{extracted.kind}", "sha256": received, "kind": extracted.kind,
                           "tool": extracted.tool, "version": extracted.version, "encoding": extracted.encoding,
                           "name": record.name, "left_out": extracted.left_out})  # fmt: skip
    yield from ("", "[provenance]")
    yield from _pairs({"file": record.name, "sha256": received, "bytes": len(record.received),
                       "characters": len(plan.text), "lines": line_count(plan.text),
                       "final_newline": plan.text.endswith("\n"), "kind": f"proposed: {plan.look}"})  # fmt: skip
    yield from _array("evidence", plan.evidence)
    yield "# What a person must still decide; take an entry away when it is decided."
    yield from _array("open", plan.questions)
    yield 'unknown = ["address of the file", "date of copying", "program that made it"]'
    said = [f"line {row.number}: {row.line.strip()[:120]}" for row in plan.rows
            if row.columns < 200 and RIGHTS.search(row.line)][:5]  # fmt: skip
    basis = (
        f"The witness prints: {'; '.join(said)}" if said else "No statement of rights was recognized in the witness."
    )
    yield from ("", "[rights]")
    yield from _pairs({
        "holder": "not known",
        "status": "unknown",
        "permission": "none recorded",
        "basis": basis,
        "contact": "not known",
        "may_publish": "nothing",
        "note": "Nothing was looked up. Until a permission is recorded here, the text must not be public.",
    })  # fmt: skip


def _identity(plan: Proposal) -> Entry:
    """Return what the witness seems to say of itself, each statement with its line."""
    by_line = {row.number: row for row in plan.kept}
    named = {entry["line"]: entry["kind"] for entry in plan.decision if entry["do"] == "kind"}
    identity: Entry = {}
    for line, kind in named.items():
        if kind in ("title", "subtitle", "byline"):
            said = {"text": by_line[line].text[:300], "line": line}
            if identity.setdefault(kind, said) is not said:
                identity.setdefault(f"{kind}_other", []).append(said)
    identity["languages"] = [{"tag": language, "by": "script"} for language in plan.languages]
    identity["headings"] = [{"text": by_line[e["line"]].text[:300], "line": e["line"]} for e in plan.heading]
    identity["not_given"] = [] if "byline" in identity else ["author, as far as was recognized"]
    return identity


def line_count(text: str) -> int:
    """Return how many lines *text* has, a last one without its end among them."""
    return text.count("\n") + (not text.endswith("\n"))


def _pairs(table: Entry) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from _array(key, value)
        else:
            yield f"{key} = {toml(value)}"


def _array(key: str, entries: list[Entry]) -> Iterator[str]:
    if entries:
        yield from (f"{key} = [", *(f"  {toml(entry)}," for entry in entries), "]")


def toml(value: Any) -> str:
    r"""Write *value* as TOML, in one line; what cannot be seen is written as an escape.

    >>> print(toml({"each": "\r", "count": 2, "kind": 'a "line" end'}))
    { each = "\r", count = 2, kind = "a \"line\" end" }
    """
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "".join(map(_visible, json.dumps(value, ensure_ascii=False)))


def _visible(character: str) -> str:
    if character == " " or (character.isprintable() and not refused(character)):
        return character
    return f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"
