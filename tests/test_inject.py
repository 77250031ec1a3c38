"""Putting a call or a link into a block: by the place in its words, not by what the words are."""

from __future__ import annotations

import pytest
from docutils import nodes

from edition.ext.inject import insert_after, wrap
from edition.ext.nodes import mark


def paragraph(*children: nodes.Node) -> nodes.paragraph:
    block = nodes.paragraph()
    block.extend(children)
    return block


def twins() -> nodes.paragraph:
    """Return a paragraph in which two text nodes are equal."""
    between = nodes.emphasis()
    between += nodes.Text("oder")
    return paragraph(nodes.Text("당은 "), between, nodes.Text("당은 "))


def shape(block: nodes.Element) -> str:
    """Return *block* with its links in brackets and its calls as stars."""
    out = ""
    for child in block.children:
        if isinstance(child, nodes.Text):
            out += child.astext()
        elif isinstance(child, nodes.reference):
            out += f"[{shape(child)}]"
        else:
            out += "*" if isinstance(child, nodes.superscript) else f"<{shape(child)}>"
    return out


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 1, "[당]은 <oder>당은 "),
        (7, 8, "당은 <oder>[당]은 "),
        (1, 9, "당[은 ]<[oder]>[당은] "),
        (3, 7, "당은 <[oder]>당은 "),
    ],
)
def test_a_link_goes_round_the_characters_meant_among_equal_texts(start, end, expected):
    block = twins()
    wrap(block, start, end, nodes.reference)
    assert shape(block) == expected
    assert block.astext() == twins().astext()


@pytest.mark.parametrize(
    ("offset", "expected"), [(1, "당*은 <oder>당은 "), (7, "당은 <oder>*당은 "), (8, "당은 <oder>당*은 ")]
)
def test_a_call_stands_after_the_characters_meant_among_equal_texts(offset, expected):
    block = twins()
    assert insert_after(block, offset, nodes.superscript())
    assert shape(block) == expected


def test_a_call_at_the_end_of_a_mark_stands_after_it():
    inside = mark("", "", sign="corr", witness="당")
    inside += nodes.Text("당")
    block = paragraph(inside, nodes.Text("은"))
    assert insert_after(block, 1, nodes.superscript())
    assert shape(block) == "<당>*은"


def test_a_place_behind_the_end_is_refused():
    assert not insert_after(twins(), 99, nodes.superscript())
