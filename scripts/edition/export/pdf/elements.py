"""The nodes that only the book has: notes at their calls, places that an index counts, entries of its back matter."""

from __future__ import annotations

from typing import TypeVar

from docutils import nodes

Kind = TypeVar("Kind", bound=nodes.Node)


def every(tree: nodes.Element, kind: type[Kind]) -> list[Kind]:
    """Return the nodes of *kind* in *tree*, in order, *tree* included; docutils' ``findall`` takes much longer."""
    found: list[Kind] = []
    waiting: list[nodes.Node] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, kind):
            found.append(node)
        if node.children:
            waiting.extend(reversed(node.children))
    return found


class placed_note(nodes.Inline, nodes.Element):
    """A note standing at its first call: children are its blocks; ``sign``, ``series``, ``ids``."""


class repeated_call(nodes.Inline, nodes.Element):
    """A further call of a note placed elsewhere: ``sign``, ``series``, ``refid``."""


class inner_call(nodes.Inline, nodes.Element):
    """The call of an `inner_note`: ``sign``, ``series``, ``refid``, ``ids``."""


class inner_note(nodes.Element):
    """A note on a note, at that note's end: children are its blocks; ``sign``, ``series``, ``ids``, ``refid`` (call).

    It is no footnote of its own: where the outer note goes over to the next page, Typst loses footnotes in it.
    """


class occurrence(nodes.Inline, nodes.Element):
    """Words that an entry of the register is about: ``slug``; empty beside a title, which is printed twice."""


class page_list(nodes.Inline, nodes.Element):
    """The numbers of the pages on which the entry ``slug`` occurs."""


class small_print(nodes.General, nodes.Element):
    """Entries of the back matter, in small type, in so many ``columns``."""


class back_entry(nodes.General, nodes.Element):
    """One entry of the back matter: its paragraphs, its ``ids``."""


class parallel_text(nodes.General, nodes.Element):
    """The versions of a text side by side: children are `parallel_pair`, ``pages`` the pages they come from."""


class parallel_pair(nodes.General, nodes.Element):
    """Blocks that say the same: children are one `parallel_side` for each version."""


class parallel_side(nodes.General, nodes.Element):
    """The blocks of one version in a pair; ``lang``, and ``side``, from the left."""


ALL = (
    placed_note, repeated_call, inner_call, inner_note, occurrence, page_list, small_print, back_entry,
    parallel_text, parallel_pair, parallel_side,
)  # fmt: skip
