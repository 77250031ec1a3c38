"""Edits: replay gives what was meant, the inverse leads back, and what does not fit is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.clean.draft import MADE, Draft
from edition.edits import Edit, invert, number, replay

TEXT = st.text(alphabet="가나 a.\n", max_size=12)


@st.composite
def located_edits(draw: Callable[..., object]) -> tuple[str, list[Edit], str]:
    """A text, edits to it in order, and the text they must give, put together piece by piece beside them.

    At one offset there may be any number of insertions, and a replacement or deletion after them.
    """
    text, expected, edits, offset = "", "", list[Edit](), 0
    for kept, inserted, before, after in draw(
        st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=3), TEXT, TEXT), max_size=5)
    ):
        text, expected, offset = text + kept, expected + kept, offset + len(kept)
        edits += [Edit("insert", offset, "", piece) for piece in inserted]
        expected += "".join(inserted)
        if before:
            edits.append(Edit("replace", offset, before, after))
            text, expected, offset = text + before, expected + after, offset + len(before)
    tail = draw(TEXT)
    return text + tail, edits, expected + tail


@given(located_edits())
def test_replay_gives_what_was_meant(case):
    text, edits, expected = case
    assert replay(text, number(edits)) == expected


@given(located_edits())
def test_the_inverse_leads_back(case):
    text, edits, _ = case
    edits = number(edits)
    assert replay(replay(text, edits), invert(edits)) == text


@given(located_edits())
def test_the_inverse_of_the_inverse_leads_forth(case):
    text, edits, expected = case
    assert replay(text, invert(invert(number(edits)))) == expected


@given(located_edits(), st.randoms(use_true_random=False))
def test_numbering_puts_edits_of_any_order_in_place(case, random):
    """Steps need not propose in order; only insertions at one offset keep the order they were proposed in."""
    text, edits, expected = case
    by_offset: dict[int, list[Edit]] = {}
    for edit in edits:
        by_offset.setdefault(edit.start, []).append(edit)
    offsets = list(by_offset)
    random.shuffle(offsets)
    assert replay(text, number([edit for offset in offsets for edit in by_offset[offset]])) == expected


@given(located_edits())
def test_numbered_edits_keep_their_order_when_sorted(case):
    """Start and sequence alone hold the order: a record that was stored and sorted replays the same."""
    text, edits, expected = case
    edits = number(edits)
    assert replay(text, sorted(edits, key=lambda edit: (edit.start, edit.sequence))) == expected
    assert len({(edit.start, edit.sequence) for edit in edits}) == len(edits)


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([Edit("x", 0, "나", "")], "expected '나' at offset 0, found '가'"),
        ([Edit("x", 4, "가", "")], "expected '가' at offset 4, found ''"),
        ([Edit("x", 9, "", "가")], "at offset 9"),
        ([Edit("x", -1, "라", "")], "at offset -1"),
        ([Edit("x", 2, "다", ""), Edit("x", 0, "가", "")], "overlaps or precedes"),
        ([Edit("x", 0, "가나", ""), Edit("x", 1, "나", "")], "overlaps or precedes"),
        ([Edit("x", 1, "", "a"), Edit("x", 1, "", "b")], "overlaps or precedes"),
        ([Edit("x", 1, "나", "", 0), Edit("x", 1, "나", "", 1)], "overlaps or precedes"),
    ],
)
def test_edits_that_do_not_fit_are_refused(edits, words):
    with pytest.raises(ValueError, match=r"^x: .*" + words):
        replay("가나다라", edits)


@given(located_edits())
def test_every_character_knows_where_it_came_from(case):
    """A character's origin in the witness holds that same character, and no two share one."""
    text, edits, expected = case
    after = Draft.of(text).edited(number(edits))
    assert after.text == expected
    known = [(origin, character) for origin, character in zip(after.origins, after.text, strict=True) if origin != MADE]
    assert all(text[origin] == character for origin, character in known)
    assert len({origin for origin, _ in known}) == len(known)


def test_a_move_carries_its_origins_along():
    draft = Draft.of("가\n나\n다\n")
    after = draft.edited(number([Edit("m", 0, "가\n", "", link=0), Edit("m", 6, "", "가\n", link=0)]))
    assert after.text == "나\n다\n가\n"
    assert [after.line_at(offset) for offset in (0, 2, 4)] == [2, 3, 1]
    assert after.find(1, "가") == 4
