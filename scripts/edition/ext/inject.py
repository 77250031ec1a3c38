"""Putting something into a block of a document without touching its words: a call after an offset, a link round a span.

Offsets count the reading as readers see it: the words of the block, our own and the calls of notes left out. It is the
text that `edition.register` works on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docutils import nodes

from edition.ext.doctree import Found, blocks, editorial, place_of, put_for


def read_blocks(document: nodes.document, version: str) -> list[Found]:
    """Return the blocks of a page in the order of `edition.verify.pages`: its body, then its notes by number.

    A paragraph that an editor's break began belongs to the block before it and is left out.
    """
    front = (nodes.docinfo, nodes.field_list)  # the front matter, as long as Sphinx has not taken it
    found = [item for item in blocks(document, version) if not item.joined and not isinstance(item.node, front)]
    body = [item for item in found if item.block.kind != "note"]
    notes = [item for item in found if item.block.kind == "note"]
    return [*body, *sorted(notes, key=lambda item: int(item.block.number or 0))]


def words_of(node: nodes.Node) -> Iterator[nodes.Text]:
    """Yield the text nodes of *node* that hold words of the text, in order."""
    if editorial(node) or isinstance(node, (nodes.Invisible, nodes.footnote_reference)):
        return
    if isinstance(node, nodes.Text):
        yield node
    for child in node.children:
        yield from words_of(child)


def insert_after(block: nodes.Element, offset: int, new: nodes.Node) -> bool:
    """Put *new* after the first *offset* characters of *block*; tell whether the block is so long.

    Where that is the end of a mark, *new* stands after the mark, not in it.
    """
    start = 0
    for text in list(words_of(block)):
        end = start + len(text)
        if start < offset <= end:
            node: nodes.Node = text
            if offset < end:
                node = _cut(text, offset - start)
            while node.parent is not block and node.parent.children[-1] is node:
                node = node.parent
            node.parent.insert(place_of(node) + 1, new)
            return True
        start = end
    return False


def wrap(block: nodes.Element, start: int, end: int, make: Callable[[], nodes.Element]) -> None:
    """Put what *make* returns round the characters from *start* to *end*, once for each run of text they stand in."""
    place = 0
    for text in list(words_of(block)):
        here, there = place, place + len(text)
        place = there
        if there <= start or here >= end:
            continue
        node = text
        if end < there:
            node = _cut(node, end - here)
        if start > here:
            head = _cut(node, start - here)
            node = head.parent.children[place_of(head) + 1]  # type: ignore[assignment]
        if not node.strip():
            continue  # between two marks: a link round a space would have no name
        shell = make()
        put_for(node, [shell])
        shell += node


def _cut(text: nodes.Text, at: int) -> nodes.Text:
    """Divide *text* in place after *at* characters; return the first part, whose next sibling is the second."""
    words = text.astext()
    head, tail = nodes.Text(words[:at]), nodes.Text(words[at:])
    put_for(text, [head, tail])
    return head
