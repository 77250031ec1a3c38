"""Blocks: what two blocks must share to be equal, and what their calls keep."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import CALL_CLOSE, CALL_OPEN, KINDS, NUMBERED, Block, bare_calls, calls, digits


def call(printed: str) -> str:
    return f"{CALL_OPEN}{printed}{CALL_CLOSE}"


PIECES = st.lists(st.one_of(st.text(alphabet="가a1). []"), st.sampled_from([call("1)"), call("[12]"), call("3")])))


@given(PIECES)
def test_printed_takes_the_call_signs_and_nothing_else(pieces):
    text = "".join(pieces)
    assert Block("paragraph", text).printed == text.replace(CALL_OPEN, "").replace(CALL_CLOSE, "")


@given(PIECES)
def test_bare_calls_change_nothing_outside_calls(pieces):
    expected = [call(digits(piece)) if piece.startswith(CALL_OPEN) else piece for piece in pieces]
    text = "".join(pieces)
    assert bare_calls(text) == "".join(expected) == bare_calls(bare_calls(text))
    assert calls(text) == [digits(piece) for piece in pieces if piece.startswith(CALL_OPEN)]


@pytest.mark.parametrize("printed", ["1)", "[1]", "1"])
def test_the_printed_form_of_a_call_is_kept_but_not_compared(printed):
    block = Block("paragraph", f"말{call(printed)}이다")
    assert block.printed == f"말{printed}이다"
    assert block.matter == Block("paragraph", f"말{call('1')}이다").matter


BLOCK = Block("item", "말", marker="• ", version="ko", line=3, ident="x")


@pytest.mark.parametrize("other", [{"line": 4}, {"ident": "y"}, {"marker": "•"}], ids=str)
def test_what_equality_leaves_out(other):
    assert replace(BLOCK, **other).matter == BLOCK.matter


@pytest.mark.parametrize("other", [{"text": "말."}, {"kind": "paragraph"}, {"marker": "- "}], ids=str)
def test_what_equality_sees(other):
    assert replace(BLOCK, **other).matter != BLOCK.matter


def test_equality_sees_levels_and_numbers():
    assert Block("heading", "말", level=1).matter != Block("heading", "말", level=2).matter
    assert Block("note", "말", number="1").matter != Block("note", "말", number="2").matter
    assert Block("note", "말", marker="1) ", number="1").matter == Block("note", "말", number="1").matter
    assert Block("title", "말").matter == Block("heading", "말", level=1).matter


def test_a_call_is_not_the_digits_it_prints():
    assert Block("paragraph", f"말{call('1')}").matter != Block("paragraph", "말1").matter


def test_the_digest_is_of_the_printed_text():
    assert Block("paragraph", f"말{call('1)')}").digest == Block("item", "말1)").digest
    assert Block("paragraph", "말1)").digest != Block("paragraph", "말1").digest
    assert len(BLOCK.digest) == 12


def test_numbered_kinds_are_kinds():
    assert set(KINDS) > NUMBERED
