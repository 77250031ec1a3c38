"""What stands in for a withheld text in the tree of a public edition: a witness and pages made of its outline.

The files are of the same kinds as those of any text, with the same ids, so that every part of the edition reads them
as it reads a text, and none of them has the words. ``withheld`` in ``source.toml`` tells what was left out, in numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.blocks import CALL, NUMBERED, digits
from edition.export.matter import Matter
from edition.export.public.outline import Outlined
from edition.export.public.pages import Line, written_page
from edition.export.public.toml import toml
from edition.markup import escape_signs
from edition.problems import relative
from edition.records import Reading
from edition.register.forms import Forms
from edition.register.notes import NAME as NOTES
from edition.register.notes import NOT_SEEN, Note
from edition.verify.ledger import NAME as LEDGER
from edition.verify.ledger import OPENING, Entry, read_ledger, write_ledger
from edition.verify.text import PAGES, Edited, totals
from edition.withhold.allowed import IDENTITY
from edition.withhold.shorten import LEFT_OUT

CALLED = re.compile(r"\[\d+\]")  #: a call as the surrogate's witness prints it


@dataclass(frozen=True, slots=True)
class Surrogate:
    """The files that stand in for a text, by path below the root, and what the register needs to find its names."""

    files: dict[str, str]
    exceptions: list[dict[str, Any]]


def surrogate(root: Path, matter: Matter, outlined: Sequence[Outlined]) -> Surrogate:
    """Return what stands in for the text of *matter*, whose blocks in outline are *outlined*."""
    edited = matter.edited
    lines = list(_lines(outlined))
    lines = [line for line in lines if line.block.kind != "note"] + [
        line for line in lines if line.block.kind == "note"
    ]
    witness = "".join(f"{line.block.marker if line.block.kind == 'item' else ''}{line.witness}\n" for line in lines)
    folder, source = PAGES / edited.source.ident, Path("sources") / edited.source.ident
    files = {
        (source / "witness.txt").as_posix(): witness,
        (source / "source.toml").as_posix(): _source(edited, lines, witness, _counted(matter, outlined)),
        (folder / LEDGER).as_posix(): _ledger(root, edited, lines),
        (folder / NOTES).as_posix(): toml({"note": [_note(item.note, outlined) for item in matter.notes]}),
    }
    files |= {(folder / f"{name}.md").as_posix(): written_page(edited, name, lines) for name in edited.pages}
    return Surrogate(files, list(_exceptions(matter, outlined)))


def _lines(outlined: Sequence[Outlined]) -> Iterator[Line]:
    """Yield a line for each block; blocks that a mark joined to one have nothing but the sign for what is left out."""
    for item in outlined:
        unit = item.unit
        number = f"[{unit.block.number}] " if unit.block.kind == "note" and unit.block.marker else ""
        witness = number + CALL.sub(r"\1", item.witness)
        yield Line(unit.block, unit.place, unit.page, witness, item.page, item)
        for place, block in unit.more:
            yield Line(block, place, unit.page, LEFT_OUT, escape_signs(LEFT_OUT))


def _counted(matter: Matter, outlined: Sequence[Outlined]) -> dict[str, Any]:
    """Return the numbers that notices tell: of the text, and of each of its pages."""
    pages: dict[str, dict[str, int]] = {}
    for name in matter.edited.pages:
        mine = [item for item in outlined if item.unit.page == name]
        pages[name] = {
            "paragraphs": sum(item.unit.block.kind in NUMBERED for item in mine)
            + sum(block.kind in NUMBERED for item in mine for _, block in item.unit.more),
            "marks": sum(item.marks for item in mine),
            "author_notes": len({item.unit.block.number for item in mine if item.unit.block.kind == "note"}),
            "notes": sum(placed.page == name for placed in matter.notes),
        }
    counts = totals(matter.edited)
    whole: dict[str, Any] = {key: counts[f"characters {name}"] for key, name in
             (("characters", "of the witness"), ("dropped", "dropped as furniture"))}  # fmt: skip
    shown = sum(
        item.page.count("{" + sign + "}") for item in outlined for sign in ("corr", "sic", "supplied", "surplus")
    )
    whole |= {"emendations": counts["emendations"], "marks_shown": shown, "sha256": matter.edited.source.sha256}
    return {"page": pages, **whole}


def _source(edited: Edited, lines: Sequence[Line], witness: str, counted: dict[str, Any]) -> str:
    """Return the surrogate's ``source.toml``."""
    source = edited.source
    numbers = {id(line): place for place, line in enumerate(lines, start=1)}
    body = [line for line in lines if line.block.kind != "note"]
    notes = [line for line in lines if line.block.kind == "note"]
    called: dict[str, list[int]] = {}
    for line in body:
        called.setdefault(line.block.version, []).extend(
            int(digits(call)) for call in re.findall(r"\[\d+\]", line.witness)
        )
    given = {(line.block.version, int(line.block.number)) for line in notes}
    absent = {code: [n for n in some if (code, n) not in given] for code, some in called.items()}
    decisions, headings = [], []
    for line in body:
        at = {"line": numbers[id(line)], "words": _anchor(line)}
        name = line.block.ident.removeprefix(f"{source.ident}.")
        if line.block.kind == "heading":
            headings.append({**at, "id": name, "level": line.block.level or 1})
        elif line.block.kind not in ("paragraph", "item"):
            decision = {"do": "kind", **at, "kind": line.block.kind, "reason": "as in the text"}
            decisions.append(decision | ({"id": name} if name else {}))
    pages = []
    for entry in source.page:
        first = next((line for line in body if line.page == entry.name), None)
        place = {"line": numbers[id(first)], "words": _anchor(first)} if first else {}
        pages.append({"name": entry.name, **place} | ({"title": entry.title} if entry.title else {}))
    starts = {version.language: next((numbers[id(line)] for line in body if line.block.version == version.language), 1)
              for version in source.version}  # fmt: skip
    first_lines = [(line.block.line, numbers[id(line)]) for line in body]
    data: dict[str, Any] = {
        "id": source.ident,
        "siglum": source.siglum,
        "sha256": hashlib.sha256(witness.encode()).hexdigest(),
        "languages": source.languages,
        "clean": [{"step": "strip-lines"}, {"step": "mark-calls"}],
        "markers": sorted({line.block.marker for line in body if line.block.kind == "item"}),
        "version": [{"language": code, "line": line} for code, line in starts.items()],
        "decision": decisions,
        "heading": headings,
        "page": pages,
        "identity": _identity(source.identity, first_lines),
        "provenance": {key: source.provenance[key] for key in ("kind", "kind_ko") if key in source.provenance},
        "rights": source.rights,
        "found": source.found,
        "reading": [_reading(item) for item in source.reading],
        "withheld": counted,
    }
    if source.mark:
        data["mark"] = source.mark
    if any(called.values()):
        data["notes"] = {
            "calls": "[1]",
            "called": called,
            "absent": {code: some for code, some in absent.items() if some},
        }
        if notes:
            data["notes"] |= {"bodies": "[1] ", "line": numbers[id(notes[0])]}
    return toml(data)


def _reading(item: Reading) -> dict[str, Any]:
    return {key: getattr(item, key) for key in ("date", "by", "by_ko", "of", "found", "alone")}


def _anchor(line: Line) -> str:
    """Return words that stand in the line once and hold no call."""
    marker = line.block.marker if line.block.kind == "item" else ""
    whole = marker + line.witness
    parts = CALLED.split(whole)
    for part in sorted(parts, key=len, reverse=True):
        if part.strip() and whole.count(part) == 1:
            return part
    return whole


def _identity(table: Mapping[str, Any], lines: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Return what a catalogue would take of ``identity``; the lines of its parts are those of the surrogate."""
    found: dict[str, Any] = {}
    for key, value in table.items():
        known = key in IDENTITY or key.removesuffix("_other") in IDENTITY or key.removeprefix("original_") in IDENTITY
        if known and isinstance(value, dict) and "text" in value:
            found[key] = {name: value[name] for name in ("text", "lang") if name in value}
        elif key == "part":
            found[key] = [_identity(part, lines) for part in value]
        elif key == "first_line":
            found[key] = next((mine for theirs, mine in lines if theirs >= value), 1)
    return found


def _ledger(root: Path, edited: Edited, lines: Sequence[Line]) -> str:
    """Return the id ledger: the ids of the text, with the surrogate's words."""
    path = root / PAGES / edited.source.ident / LEDGER
    known = {line.place: line for line in lines if line.block.kind in NUMBERED}
    entries = []
    for entry in read_ledger(path, relative(path, root)):
        if entry.redirect:
            entries.append(Entry(entry.ident, "0" * 12, LEFT_OUT, entry.redirect))
        elif entry.ident in known:
            words = known[entry.ident].witness
            digest = hashlib.sha256(words.encode()).hexdigest()[:12]
            entries.append(Entry(entry.ident, digest, " ".join(words[:OPENING].split())))
    return write_ledger(entries)


def _note(note: Note, outlined: Sequence[Outlined]) -> dict[str, Any]:
    """Return a note of ours as its file has it, at words of the outline."""
    mine = [item for item in outlined if item.unit.place == note.at]
    words = _words(note, mine)
    sources = [[item.key, item.locator, *([] if item.seen else [NOT_SEEN])] for item in note.sources]
    told = {"id": note.ident, "at": note.at, "words": words, "kind": note.kind, **note.words_of, "sources": sources}
    return told | ({"checked": note.checked} if note.checked else {})


def _words(note: Note, mine: Sequence[Outlined]) -> str:
    """Return the words of the outline at which *note* stands: its own, as far as they stay; else the whole block."""
    for item in mine:
        text = CALL.sub("", item.unit.reading)
        start = text.find(note.words)
        end = item.place(start + len(note.words)) if start >= 0 else None
        if end is None:
            continue
        owner = next(part.owner for part in item.parts if part.owner and part.owner.end >= start + len(note.words))
        kept = max(owner.start, start) if owner else start
        first = end - (start + len(note.words) - kept)
        while first >= 0:
            words = item.plain[first:end]
            if words.strip() and sum(other.plain.count(words) for other in mine) == 1:
                return words
            first -= 1
    return max((item.plain for item in mine), key=len) if mine else note.words


def _exceptions(matter: Matter, outlined: Sequence[Outlined]) -> Iterator[dict[str, Any]]:
    """Yield for each name of the outline what it means in the text: an entry, or none."""
    forms = Forms(matter.all.entries)
    meant = {(item.page, item.index, item.start): item for item in matter.occurrences}
    for item in outlined:
        unit = item.unit
        here: Counter[str] = Counter()
        for match in forms.find(item.plain):
            here[match.form] += 1
            origin = item.origin(match.start)
            found = meant.get((unit.page, unit.index, origin)) if origin is not None else None
            slug = found.slug if found and found.form == match.form else ""
            yield {"at": unit.place, "form": match.form, "ordinal": here[match.form], "entry": slug,
                   "reason": "as in the text"}  # fmt: skip
