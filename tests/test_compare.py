"""Comparing blocks: every difference is one problem at its line, with a mark that undoes it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block, shown
from edition.markup import write_text
from edition.problems import Problem
from edition.verify.compare import align, differences
from edition.verify.mend import word_runs
from edition.verify.pages import read_page, undone

WORD = st.text(alphabet="가나다라마abc.,’", min_size=1, max_size=4)
TEXT = st.lists(WORD, min_size=1, max_size=8).map(" ".join)


def compared(expected: list[Block], page: str) -> list[Problem]:
    """Return the differences between *expected* and the body of *page*."""
    read = read_page(page, "page.md")
    assert read.problems == []
    return sorted(differences([align(expected, read.body, "page.md", page.split("\n"))]))


def paragraphs(*texts: str) -> list[Block]:
    """Return a paragraph for each of *texts*."""
    return [Block("paragraph", text) for text in texts]


def test_equal_blocks_differ_in_nothing():
    """Nothing is said where nothing differs."""
    assert compared(paragraphs("가 나", "다"), "가 나\n\n다\n") == []


@given(TEXT, TEXT)
def test_the_runs_that_differ_account_for_everything(wanted, given_text):
    """Putting each run's words of the one text into the other makes the two equal."""
    pieces, cursor = [], 0
    for first, last, start, end in word_runs(wanted, given_text):
        pieces += [given_text[cursor:start], wanted[first:last]]
        cursor = end
    assert "".join([*pieces, given_text[cursor:]]) == wanted


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Return a line, and the same line with one or two of its inner words lost, doubled or changed."""
    words = draw(st.lists(WORD, min_size=6, max_size=12))
    changed = list(words)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(1, len(changed) - 2))
        changed[place : place + 1] = draw(
            st.sampled_from([[], [changed[place]] * 2, ["마라"], [changed[place] + "가"]])
        )
    return " ".join(words), " ".join(changed)


@given(slips())
def test_the_printed_line_makes_it_right(slip):
    """A change anywhere in a line, marked as the remedy says, is no difference any more."""
    wanted, changed = slip
    expected = paragraphs("하나 둘 셋 넷", wanted, "다섯 여섯")
    lines = ["하나 둘 셋 넷", "", write_text(changed).replace("\n", " "), "", "다섯 여섯", ""]
    for _ in range(6):
        problems = compared(expected, "\n".join(lines))
        if not problems:
            return
        said, _, printed = problems[0].remedy.partition(":\n")
        assert said == f"line {problems[0].line} then reads", problems[0]
        lines[problems[0].line - 1] = printed
    pytest.fail("the remedies do not end")


def test_a_difference_is_told_with_both_readings_and_its_line():
    """The message has the witness's words, with their line there, and the page's."""
    [problem] = compared([Block("paragraph", "가나 다라 마바", line=7)], "가나\n다더 마바\n")
    assert (problem.path, problem.line, problem.code) == ("page.md", 2, "text")
    assert "line 7" in problem.message
    assert "다라" in problem.message
    assert "다더" in problem.message
    assert problem.remedy.endswith("\n{corr}`다더 <다라>` 마바")


@pytest.mark.parametrize(
    ("sign", "name"), [("\N{NO-BREAK SPACE}", "NO-BREAK SPACE"), ("\N{IDEOGRAPHIC SPACE}", "IDEOGRAPHIC SPACE")]
)
def test_an_unusual_space_is_named(sign, name):
    """White space that the eye cannot tell is told by name."""
    [problem] = compared(paragraphs("가나 다라"), f"가나{sign}다라\n")
    assert name in problem.message


def test_a_word_that_stands_elsewhere_in_its_line_can_be_marked_all_the_same():
    """The place is known; the remedy prints the whole line though the word is not the only one of its form."""
    [problem] = compared(paragraphs("이 말과 그 말과 이 글"), "이 말과 이 말과 이 글\n")
    assert problem.remedy.partition(":\n")[2] in (
        "이 말과 {corr}`이 <그>` 말과 이 글", "이 말과 {corr}`이 말과 <그 말과>` 이 글",
        "이 {corr}`말과 이 <말과 그>` 말과 이 글", "{corr}`이 말과 이 <이 말과 그>` 말과 이 글",
        "이 말과 {corr}`이 말과 이 <그 말과 이>` 글",
    )  # fmt: skip


def test_a_lost_first_word_can_be_put_back():
    """Words lost at the beginning of a block are printed with the line that has them again."""
    [problem] = compared(paragraphs("첫째 말이 길게 이어진다."), "말이 길게 이어진다.\n")
    assert problem.remedy.partition(":\n")[2]


def test_words_too_many_at_the_beginning_are_supplied():
    """Words at the beginning of a block that the witness lacks are marked as supplied."""
    [problem] = compared(paragraphs("말이 길게 이어진다."), "첫째 말이 길게 이어진다.\n")
    assert "{supplied}" in problem.remedy or "{corr}`첫째 말이 <말이>`" in problem.remedy


def test_a_moved_block_is_one_problem():
    """A block out of its place is told once, where it stands."""
    [problem] = compared(
        paragraphs("하나 둘 셋", "넷 다섯 여섯", "일곱 여덟"), "넷 다섯 여섯\n\n하나 둘 셋\n\n일곱 여덟\n"
    )
    assert "wrong place" in problem.message


def test_a_block_of_other_words_is_missing_and_too_much():
    """A block replaced by an unlike one is both missing and too much."""
    codes = [
        problem.message.split(" ", 2)[1] for problem in compared(paragraphs("하나 둘", "가나다"), "하나 둘\n\nxyz\n")
    ]
    assert sorted(codes) == ["paragraph", "paragraph"]


def test_a_call_is_told_as_pages_write_it():
    """Call signs are private to the tools and never printed."""
    block = Block("paragraph", f"말{CALL_OPEN}1){CALL_CLOSE} 글")
    [problem] = compared([block], "말 글\n")
    assert CALL_OPEN not in str(problem)
    assert "말[^n1]" in problem.message


def test_a_lost_call_is_put_back_not_emended():
    """Where only a call is missing the remedy writes it at its place: a lost call is no emendation."""
    block = Block("paragraph", f"말{CALL_OPEN}1){CALL_CLOSE} 글")
    [problem] = compared([block], "말 글\n")
    assert problem.remedy.partition(":\n")[2] == "말[^n1] 글"


def test_a_retyped_block_keeps_its_marks():
    """A block of the wrong kind is printed with the marks that its words have on the page."""
    [problem] = compared([Block("quotation", "넌 말이다")], "{corr}`년 <넌>` 말이다\n")
    assert problem.remedy.partition(":\n")[2] == "> {corr}`년 <넌>` 말이다"


def test_a_break_that_editors_made_is_taken_back():
    """Two paragraphs that a mark parts are one again, their lines still known."""
    written = "하나\n\n{corr}`¶ <␣> | misprint certain: 뜻`둘\n"
    [found] = undone(read_page(written, "page.md").body)
    assert found.block.text == "하나 둘"
    assert found.line_of(found.block.text.index("둘")) == 3
    assert compared(paragraphs("하나 둘"), written) == []


def test_three_paragraphs_made_of_one_are_one():
    """Breaks can follow one another."""
    assert compared(paragraphs("하나 둘 셋"), "하나\n\n{corr}`¶ <␣>`둘\n\n{corr}`¶ <␣>`셋\n") == []


def test_paragraphs_joined_by_a_mark_compare_with_two():
    """One paragraph with a mark for the break is two of the witness."""
    assert compared(paragraphs("하나", "둘"), "하나{corr}`␣ <¶>`둘\n") == []
    [problem] = compared(paragraphs("하나", "둘둘"), "하나{corr}`␣ <¶>`둘\n")
    assert problem.line == 1


@pytest.mark.parametrize(("expected", "page"), [(["하나 둘"], "하나\n\n둘\n"), (["하나", "둘"], "하나 둘\n")])
def test_a_lost_or_made_break_is_told_as_such(expected, page):
    """Paragraphs joined or parted on the page lose no word to the remedy: it speaks of the break alone."""
    problems = compared(paragraphs(*expected), page)
    remedies = " ".join(problem.remedy for problem in problems)
    assert "take it away" not in remedies
    assert not re.search(r"\{corr\}`[^`]*둘[^`]*`", remedies)


def test_shown_has_the_written_form_of_calls():
    """A call is shown as a page writes it, whatever its printed form."""
    assert shown(f"말{CALL_OPEN}[12]{CALL_CLOSE}") == "말[^n12]"
