"""Reading a doctree back into blocks: what Sphinx will print, its marks undone.

The counterpart of `edition.verify.pages` after parsing and transforming. Elements of class ``editorial`` are ours and
are left out; everything else counts, known or not, so that no character can slip in unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block
from edition.ext.nodes import EDITORIAL, mark
from edition.marks import BREAK
from edition.markup import BULLETS, CLASSED, call_signs

MARKERS = {bullet: f"{marker} " for marker, bullet in BULLETS.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A block as a doctree gives it."""

    node: nodes.Element
    block: Block  #: with the witness reading of its text
    reading: str  #: as readers see it
    joined: bool = False  #: opens with a mark that makes a paragraph break the witness does not have


def editorial(node: nodes.Node) -> bool:
    """Tell whether *node* holds words of the edition that are not words of the text."""
    return isinstance(node, nodes.Element) and EDITORIAL in node.get("classes", [])


def blocks(document: nodes.document, version: str) -> Iterator[Found]:
    """Yield the blocks of *document* in order, its notes among them; *version* is the language they belong to."""
    yield from _walk(document, version, level=0, marker="")


def _walk(parent: nodes.Element, version: str, level: int, marker: str) -> Iterator[Found]:
    for node in parent.children:
        if editorial(node) or not isinstance(node, nodes.Element):
            continue
        if isinstance(node, nodes.section):
            yield from _walk(node, version, level + 1, marker)
        elif isinstance(node, nodes.title):
            ident = next(iter(parent.get("ids", [])), "")
            yield _found(node, Block("heading", "", level=level, version=version, ident=ident))
        elif isinstance(node, nodes.bullet_list):
            yield from _walk(node, version, level, MARKERS.get(node.get("bullet", ""), "? "))
        elif isinstance(node, nodes.footnote):
            label = node.next_node(nodes.label)
            number = label.astext() if label is not None else ""
            for child in node.children:
                if isinstance(child, nodes.paragraph) and not editorial(child):
                    found = _found(child, Block("note", "", number=number, version=version))
                    if found.block.text:
                        yield found
        elif isinstance(node, (nodes.paragraph, nodes.attribution, nodes.caption)):
            yield from _split(_found(node, Block(_kind(node), "", marker, version=version)))
        elif isinstance(node, (nodes.block_quote, nodes.list_item, nodes.figure, nodes.container, nodes.compound)):
            yield from _walk(node, version, level, marker)
        elif not isinstance(node, (nodes.Invisible, nodes.label, nodes.meta)) and node.astext().strip():
            yield _found(node, Block("paragraph", "", version=version))


def _kind(node: nodes.Element) -> str:
    if isinstance(node, nodes.attribution):
        return "attribution"
    if isinstance(node, nodes.caption):
        return "caption"
    classed = [kind for kind in CLASSED if kind in node["classes"]]
    if classed:
        return classed[0]
    if isinstance(node.parent, nodes.list_item):
        return "item"
    return "quotation" if isinstance(node.parent, nodes.block_quote) else "paragraph"


def _found(node: nodes.Element, like: Block) -> Found:
    ident = like.ident or next(iter(node.get("ids", [])), "")
    witness = text_of(node, witness=True)
    marks = list(node.findall(mark))
    joined = bool(marks) and bool(marks[0]["breaks"]) and node.children[0] is marks[0]
    block = Block(like.kind, witness, like.marker, like.number, like.level, like.version, 0, ident)
    return Found(node, block, text_of(node, witness=False), joined)


def _split(found: Found) -> Iterator[Found]:
    """Yield one block for each paragraph of the witness: a mark may have joined two."""
    block = found.block
    for part in block.text.split(BREAK):
        same = Block(block.kind, part, block.marker, block.number, block.level, block.version, 0, block.ident)
        yield Found(found.node, same, found.reading, found.joined)


def text_of(node: nodes.Node, *, witness: bool) -> str:
    """Return the words of *node*, note calls between call signs; with *witness* every mark undone.

    A line end inside a paragraph is a space, as it is for a browser.
    """
    if editorial(node) or isinstance(node, nodes.Invisible):
        return ""
    if isinstance(node, nodes.Text):
        return node.astext().replace("\n", " ")
    if isinstance(node, nodes.footnote_reference):
        return f"{CALL_OPEN}{node.astext()}{CALL_CLOSE}"
    if isinstance(node, mark) and witness:
        return call_signs(node["witness"])
    return "".join(text_of(child, witness=witness) for child in node.children)


def place_of(node: nodes.Node) -> int:
    """Return where *node* stands among its parent's children.

    By identity: `Element.index` compares text nodes by their words, and finds an equal text that stands earlier.
    """
    return next(place for place, child in enumerate(node.parent.children) if child is node)


def put_for(node: nodes.Node, new: list[nodes.Node]) -> None:
    """Put *new* where *node* stands (`Element.replace` would look for it by its words)."""
    place = place_of(node)
    node.parent[place : place + 1] = new
