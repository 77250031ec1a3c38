"""Plain text: one block a line, then the notes; the witness's view is the base text itself."""

from __future__ import annotations

import re

import pytest

from edition.blocks import CALL, digits
from edition.export.text import plain_text
from edition.verify.text import Edited, read_text
from edition.witnesses import load
from edition_copy import ROOT, TEXTS, copy_root

pytest_plugins = ["edition_copy"]

TINY = """\
제목 나 다라 바 아[…]자 사
부제 나 다라 바 아[…]자 사
저자 나 다라 바 아[…]자 사
장 나 다라 바 아[…]자 사
문단 나 다라 바 아[…]자 사.[1]
- 항목 나 다라 바 아[…]자 사
인용 나 다라 바 아[…]자 사
<출처 나 다라 바 아[…]자 사>
그림 나 다라 바 아[…]자 사
절 나 다라 바 아[…]자 사
서명 나 다라 바 아[…]자 사
고침
한 문단이 잘못 갈라져 있었다.
두 문단이 있었다.
하나로 붙어 있었다.
부름이 엉뚱한[2] 데 있었다.
낱말 둘이 붙었다 갈라졌다.
부호 <a> | b \\ ¶ ␣ ` * d.
[1] 주 나 다라 바 아[…]자 사
    둘째 단락 나 다라 바 아[…]자 사
[2] 부름의 주
"""


@pytest.fixture(params=TEXTS)
def edited(request: pytest.FixtureRequest) -> Edited:
    """Each of the five texts as edited."""
    return read_text(ROOT, load(ROOT, str(request.param)))[0]


def test_the_reading_of_a_tiny_text(tmp_path):
    """Marks show their readings, notes follow the body, further paragraphs of a note are indented."""
    assert plain_text(copy_root("marks", tmp_path).edited("tiny")) == TINY


def test_the_witness_of_a_tiny_text_is_its_base_text(tmp_path):
    """With every mark undone the lines are the witness's, notes' markers brought to one form."""
    copy = copy_root("marks", tmp_path)
    text = plain_text(copy.edited("tiny"), "witness")
    witness = (copy.root / "sources" / "tiny" / "witness.txt").read_text(encoding="utf-8")
    assert text.replace("    ", "") == witness


def test_the_witness_view_is_the_base_text(edited):
    """Block for block, item markers included, then note for note."""

    def line(marker: str, text: str) -> str:
        return marker + CALL.sub(lambda call: f"[{digits(call[1])}]", text)

    lines = [line(block.marker, block.text) for block in edited.base.body]
    number = ""
    for note in edited.base.notes:
        first = (note.version, note.number) != number
        lines.append(line(f"[{note.number}] " if first else "    ", note.text))
        number = (note.version, note.number)
    assert plain_text(edited, "witness").split("\n") == [*lines, ""]


def test_the_reading_differs_by_the_marks_alone(edited):
    """Without marks the two views are one; with them, one has a line for each paragraph of its own."""
    reading, witness = plain_text(edited), plain_text(edited, "witness")
    assert (reading == witness) == (not edited.marks)


def test_every_call_and_note_is_there(edited):
    """Calls are [n] in the order of the witness; notes follow in their order, each once."""
    text = plain_text(edited)
    wanted = edited.source.notes.called
    body = [line for line in text.split("\n") if not re.match(r"\[\d+\] |    ", line)]
    calls = [int(number) for line in body for number in re.findall(r"\[(\d+)\]", line)]
    declared = [number for version in edited.source.version for number in wanted.get(version.language, [])]
    assert calls == declared
    notes = [int(number) for number in re.findall(r"(?m)^\[(\d+)\] ", text)]
    absent = edited.source.notes.absent
    assert notes == [
        number
        for version in edited.source.version
        for number in wanted.get(version.language, [])
        if number not in absent.get(version.language, [])
    ]


def test_nothing_private_or_editorial_is_in_plain_text(edited):
    """No call sign, no editorial bracket, no line without words, one line end at the end."""
    text = plain_text(edited)
    assert not set("\ue000\ue001⟨⟩") & set(text)
    assert "\n\n" not in text
    assert text.endswith("\n")
    assert not text.startswith("\n")


def test_english_comes_before_korean():
    """A text in two languages gives its versions in the order of its witness."""
    text = plain_text(read_text(ROOT, load(ROOT, "probsting-kazakhstan"))[0])
    assert text.index("The Popular Uprising") < text.index("카자흐스탄 민중봉기")
