"""One text as JSON: its blocks with both readings, marks, calls, names and notes by offset, and all that is beside it.

For programs that count, search or train. Offsets count Unicode characters of a block's ``reading``, in which calls do
not stand; ``\\n`` in it is a paragraph break that a mark makes. ``schema.json`` beside this module is the form, and is
written beside the files; docs/about/tei.md explains it. XML, with the same matter, is the business of `export.tei`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from edition.blocks import CALL, digits
from edition.export.matter import Matter
from edition.export.units import Unit
from edition.marks import BREAK
from edition.register.exports import csl
from edition.rights import permission_words

FORM = "after-october/text/1"  #: changes with every change that could break a reader
SCHEMA = Path(__file__).with_name("schema.json")


def text_data(matter: Matter) -> dict[str, Any]:
    """Return everything of one text as JSON has it."""
    source, facts = matter.edited.source, matter.all.facts
    kept = ("kind", "kind_ko")
    return {
        "form": FORM,
        "id": source.ident,
        "siglum": source.siglum,
        "languages": source.languages,
        "edition": {"version": facts.version, "commit": facts.commit, "date": facts.date},
        "identity": {key: value["text"] for key, value in source.identity.items()
                     if isinstance(value, dict) and "text" in value},
        "witness": {"sha256": source.sha256, "characters": len(source.text)}
        | {key: source.provenance[key] for key in kept if source.provenance.get(key)},
        "rights": source.rights | {"permission": permission_words(source.rights)},
        **({"withheld": source.withheld} if source.withheld else {}),
        "readings": [
            {"date": item.date.isoformat(), "by": item.by, "of": item.of, "found": item.found}
            for item in source.reading
        ],
        "pages": _pages(matter),
        "blocks": _blocks(matter),
        "lost_notes": [
            {"language": code, "number": number} for code, numbers in source.notes.absent.items() for number in numbers
        ],
        "notes": _notes(matter),
        "register": _entries(matter),
        "works": csl(matter.works),
        "events": [
            {"date": event.date, "precision": event.precision, "old_style": event.old_style, "en": event.en,
             "ko": event.ko, "notes": {code: words for code, words in event.notes.items() if words},
             "blocks": [place for place in event.at if matter.holds(place)], "sources": _sources(event.sources)}
            for event in matter.events
        ],
        "quotations": [
            {"block": item.at, "words": item.words, "attributed": item.attributed, "source": item.source,
             "url": item.url, "agreement": item.exact, "note": item.note}
            for item in matter.quotations
        ],
        "alignment": [{code: list(places) for code, places in pair.sides.items()} for pair in matter.pairs],
    }  # fmt: skip


def _pages(matter: Matter) -> list[dict[str, Any]]:
    summaries = matter.summaries
    return [
        {
            "name": entry.name,
            "title": entry.title,
            "summary": {summaries.language: summaries.page[entry.name]} if entry.name in summaries.page else {},
        }
        for entry in matter.edited.source.page
    ]


def _blocks(matter: Matter) -> list[dict[str, Any]]:
    names: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for item in matter.occurrences:
        names[item.page, item.index].append({"entry": item.slug, "start": item.start, "end": item.end})
    notes: dict[tuple[str, int], list[dict[str, Any]]] = defaultdict(list)
    for placed in matter.notes:
        notes[placed.page, placed.index].append({"note": matter.note_ident(placed), "at": placed.offset})
    return [_block(unit, names[unit.page, unit.index], notes[unit.page, unit.index]) for unit in matter.units]


def _block(unit: Unit, names: list[dict[str, Any]], notes: list[dict[str, Any]]) -> dict[str, Any]:
    """Return one block; its marks and calls have a place in the reading and in the text as received."""
    marks, calls = list[dict[str, Any]](), list[dict[str, Any]]()
    here = there = 0
    for piece in unit.pieces:
        ends = here + len(CALL.sub("", piece.reading)), there + len(CALL.sub("", piece.witness))
        calls += _calls(piece.reading, piece.witness, here, there)
        if piece.mark:
            mark = piece.mark
            told = {"sign": mark.sign, "kind": mark.kind, "certainty": mark.certainty, "reason": mark.reason,
                    "extent": mark.extent}  # fmt: skip
            marks.append(
                {"id": piece.anchor, **told, "start": here, "end": ends[0], "witness_start": there,
                 "witness_end": ends[1], "witness": CALL.sub("", piece.witness)}
            )  # fmt: skip
        here, there = ends
    block = unit.block
    return {
        "id": unit.place,
        "page": unit.page,
        "kind": block.kind,
        "language": block.version,
        "level": block.level,
        "marker": "" if block.kind == "note" else block.marker,
        "number": block.number,
        "joined": [place for place, _ in unit.more],
        "reading": CALL.sub("", unit.reading),
        "witness": CALL.sub("", unit.witness),
        "calls": calls,
        "marks": marks,
        "names": names,
        "notes": notes,
    }


def _calls(reading: str, witness: str, here: int, there: int) -> list[dict[str, Any]]:
    """Return the calls of a piece: of the reading, of the witness, or of both, which is one call."""
    found: dict[str, dict[str, Any]] = {}
    for text, start, key in ((reading, here, "at"), (witness, there, "witness_at")):
        for call in CALL.finditer(text):
            item = found.setdefault(digits(call[1]), {"number": digits(call[1])})
            item[key] = start + len(CALL.sub("", text[: call.start()]))
            if key == "witness_at":
                item["printed"] = call[1]
    return list(found.values())


def _notes(matter: Matter) -> list[dict[str, Any]]:
    return [
        {"id": matter.note_ident(placed), "block": placed.note.at, "words": placed.note.words, "kind": placed.note.kind,
         "text": placed.note.words_of, "sources": _sources(placed.note.sources),
         "checked": placed.note.checked.isoformat() if placed.note.checked else ""}
        for placed in matter.notes
    ]  # fmt: skip


def _sources(sources: Sequence[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """Return sources, each a key of ``works``, the place in it, and whether the editors saw it."""
    return [{"work": item[0], "locator": item[1], "seen": bool(item[2]) if len(item) > 2 else True} for item in sources]


def _entries(matter: Matter) -> list[dict[str, Any]]:
    return [
        {"id": entry.slug, "kind": entry.kind, "en": entry.en, "ko": entry.ko, "original": entry.original,
         "forms": list(entry.forms), "also": list(entry.also), "dates": entry.dates,
         "wikidata": entry.wikidata, "viaf": entry.viaf, "seen": entry.seen, "sources": list(entry.sources),
         "gloss": {code: words for code, (words, _) in entry.glosses.items()}}
        for entry in matter.entries
    ]  # fmt: skip


def plain(data: dict[str, Any], view: str) -> str:
    """Return the plain text, ``reading`` or ``witness``, from the JSON of a text: what ``edition text`` prints."""
    place = "at" if view == "reading" else "witness_at"
    lines, notes = list[str](), dict[str, list[str]]()
    for block in data["blocks"]:
        words = block[view]
        for call in reversed([call for call in block["calls"] if place in call]):
            words = f"{words[: call[place]]}[{call['number']}]{words[call[place] :]}"
        parts = [block["marker"] + part for part in words.split(BREAK) if part or view == "witness"]
        if block["kind"] == "note":
            before = notes.setdefault(f"{block['page']} {block['number']}", [])
            before += [f"    {part}" if before or index else f"[{block['number']}] {part}"
                       for index, part in enumerate(parts)]  # fmt: skip
        else:
            lines += parts
    return "".join(f"{line}\n" for line in [*lines, *(line for some in notes.values() for line in some)])


def write_data(folder: Path, texts: Sequence[Matter]) -> list[Path]:
    """Write the JSON of each of *texts*, and its schema, into *folder*; return their paths."""
    folder.mkdir(parents=True)
    paths = []
    for matter in texts:
        paths.append(folder / f"{matter.ident}.json")
        words = json.dumps(text_data(matter), ensure_ascii=False, indent=1)
        paths[-1].write_text(f"{words}\n", encoding="utf-8", newline="\n")
    paths.append(folder / SCHEMA.name)
    paths[-1].write_bytes(SCHEMA.read_bytes())
    return paths
