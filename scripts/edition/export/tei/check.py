"""From a TEI document back to the text: the proof that nothing of it was lost on the way.

Reads the XML and nothing else. `plain` gives what ``edition text TEXT --as reading|witness`` prints, `received` the
blocks of the base text; `round_trip` compares both with the edition's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from edition.export.matter import Matter
from edition.export.tei.xml import XML, tag
from edition.export.text import plain_text
from edition.marks import BREAK, GAP
from edition.problems import Problem

#: elements that hold a block's words, by the kind of block; a title is told from a heading by its page
BLOCKS = {"titlePart": "heading", "head": "heading", "byline": "byline", "p": "paragraph", "item": "item",
          "bibl": "attribution", "signed": "signature"}  # fmt: skip
_NAMES = {tag(name): kind for name, kind in BLOCKS.items()}


def words(element: ET.Element, view: str) -> str:
    """Return the words of a block as *view* has them, ``reading`` or ``witness``; calls as ``[n]``."""
    name = element.tag
    if name == tag("ptr"):
        return f"[{element.get('n')}]"
    if name == tag("milestone"):
        return BREAK
    if name == tag("gap"):
        return GAP if view == "reading" else ""
    if view == "reading" and (name == tag("surplus") or (name == tag("sic") and element.get("cert") is None)):
        return ""
    if view == "witness" and name in (tag("supplied"), tag("corr")):
        return ""
    pieces = [element.text or ""]
    for child in element:
        pieces += [words(child, view), child.tail or ""]
    return "".join(pieces)


def _blocks(document: ET.Element, kinds: dict[str, str]) -> Iterator[tuple[str, ET.Element, ET.Element]]:
    """Yield kind, element and the element that holds it, of every block of the text that is the text's own."""
    text = document.find(tag("text"))
    parents = {child: parent for parent in document.iter() for child in parent}
    for element in text.iter() if text is not None else ():
        kind = kinds.get(str(element.tag), "")
        if not kind or element.get("type") == "editorial":
            continue
        holder = parents[element]
        if holder.tag == tag("quote"):
            kind = "quotation"
        elif holder.tag == tag("figure"):
            kind = "caption"
        elif holder.tag == tag("note"):
            kind = "note"
        elif element.tag == tag("titlePart") and element.get("type") == "sub":
            kind = "subtitle"
        if not (kind == "note" and holder.get("subtype") == "lost"):
            yield kind, element, holder


def plain(document: ET.Element, view: str) -> str:
    """Return the plain text of *document*: a block a line, then the author's notes."""
    found = list(_blocks(document, _NAMES))
    lines = [line for kind, element, _ in found if kind != "note" for line in _lines(element, view)]
    noted = ((element, holder) for kind, element, holder in found if kind == "note")
    for holder, group in groupby(noted, key=lambda pair: pair[1]):
        texts = [line for element, _ in group for line in _lines(element, view)]
        lines += [f"    {text}" if position else f"[{holder.get('n')}] {text}" for position, text in enumerate(texts)]
    return "".join(f"{line}\n" for line in lines)


def _lines(element: ET.Element, view: str) -> Iterator[str]:
    marker = f"{element.get('n')} " if element.tag == tag("item") else ""
    for part in words(element, view).split(BREAK):
        if part or view == "witness":
            yield marker + part


def received(document: ET.Element) -> list[tuple[str, str]]:
    """Return kind and words of each block as the witness has it, its calls left out, page by page as in the edition."""
    return [
        (kind, part) for kind, element, _ in _blocks(document, _NAMES) for part in _without_calls(element).split(BREAK)
    ]


def _without_calls(element: ET.Element) -> str:
    bare = ET.fromstring(ET.tostring(element, encoding="unicode"))
    for call in [child for child in bare.iter() if child.tag == tag("ptr")]:
        call.tag, call.attrib = tag("anchor"), {}
    bare.tail = None
    return words(bare, "witness")


def round_trip(matter: Matter, data: bytes) -> list[Problem]:
    """Return a problem for each way in which the document *data* differs from the text that it was made of."""
    document = ET.fromstring(data)
    shown = f"build/tei/{matter.ident}.xml"
    problems = []
    for view in ("reading", "witness"):
        here, there = plain(document, view).split("\n"), plain_text(matter.edited, view).split("\n")
        if here != there:
            line = next((n for n, pair in enumerate(zip(here, there, strict=False)) if pair[0] != pair[1]), len(there))
            got = here[line] if line < len(here) else ""
            message = f"its {view} text differs from the edition's in block {line + 1}: “{got[:60]}”"
            problems.append(Problem(shown, 0, "build", message, "this is a fault of edition.export.tei: report it"))
    idents = [ident for element in document.iter() if (ident := element.get(f"{{{XML}}}id"))]
    wanted = {unit.place for unit in matter.units} | {matter.note_ident(placed) for placed in matter.notes}
    wanted |= {f"reg-{entry.slug}" for entry in matter.entries} | {f"work-{work.key}" for work in matter.works}
    lost = sorted(wanted - set(idents))
    if lost:
        message = f"has lost {', '.join(lost[:5])}"
        problems.append(Problem(shown, 0, "build", message, "this is a fault of edition.export.tei: report it"))
    return problems
