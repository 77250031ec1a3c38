"""Marks: what is written reads back, in the mark's own parser and on a page; what breaks the grammar says so."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edition.marks import BREAK, CERTAINTIES, GAP, MARK_KINDS, SIGNS, Mark, escape, parse_mark, write_mark
from edition.markup import call_signs, write_text
from edition.verify.pages import read_page

#: Whatever the grammar of marks, of MyST or of a code span could stumble over.
AWKWARD = [
    *"가나a1 `\\<>|¶␣{}[]()*_~#&$:;.!?^-+=%@\"'“”",
    "  ", "``", " <", "> ", " |", "| ", "\\<", "\\\\", "<넌>", "| ocr", "&amp;", "<참세상, 11.18>", "[^n1]", "[…]",
    "{corr", "corr}", "`{", "<!--", "\u00a0", "\u3000", "e\u0301", "http://x.kr/a_b", "4/3", "...", "--",
]  # fmt: skip
WORDS = st.lists(st.sampled_from(AWKWARD), min_size=1, max_size=7).map("".join)
READINGS = st.lists(WORDS, min_size=1, max_size=3).map(BREAK.join) | st.sampled_from([BREAK, " ", "  ", "\\", "`", "¶"])
REASONS = st.just("") | WORDS.map(str.strip)
NESTED = re.compile(r"\{(?:" + "|".join(SIGNS) + r")\}")


@st.composite
def marks(draw):
    """A mark of any sign; no part holds a role's name in braces, which the grammar does not let a mark hold."""
    sign = draw(st.sampled_from(SIGNS))
    tail = [draw(st.sampled_from(["", *MARK_KINDS])), draw(st.sampled_from(["", *CERTAINTIES])), draw(REASONS)]
    text = draw(READINGS)
    match sign:
        case "corr":
            other = draw(READINGS)
            assume(other != text)
            mark = Mark(sign, text, other, *tail)
        case "supplied":
            mark = Mark(sign, text, "", *tail)
        case "surplus":
            mark = Mark(sign, "", text, *tail)
        case "gap":
            mark = Mark(sign, GAP, "", *tail, extent=text)
        case "sic":
            mark = Mark(sign, text, text, *tail)
    assume(not NESTED.search(text + mark.witness + mark.reason))
    return mark


def unfenced(written: str) -> tuple[str, str]:
    """Return a role's name and the string between its backticks."""
    found = re.fullmatch(r"\{(\w+)\}(`+)(.*?)(?<!`)\2", written)
    assert found, written
    return found[1], found[3]


@given(marks())
def test_a_written_mark_parses_to_itself(mark):
    assert parse_mark(*unfenced(write_mark(mark))) == mark


@given(
    marks(), st.sampled_from(["", "가 ", "“", "\\", "말`", "a. "]), st.sampled_from(["", " 나", "은", "`", ": 나", "<"])
)
def test_a_mark_on_a_page_gives_both_readings(mark, before, after):
    """MyST finds where the mark ends, and its neighbours stay what they were."""
    assume(BREAK not in mark.reading + mark.witness)  # which makes two blocks of one, or one of two
    page = read_page(f"말{write_text(before)}{write_mark(mark)}{write_text('x' + after)}\n", "p.md")
    assert page.problems == []
    [read] = page.body
    assert read.marks == (mark,)
    assert read.block.text == f"말{before}{call_signs(mark.witness)}x{after}"
    assert read.reading == f"말{before}{call_signs(mark.reading)}x{after}"


@given(READINGS)
def test_an_escaped_reading_is_one_line_without_bare_signs(reading):
    escaped = escape(reading)
    assert "\n" not in escaped
    assert not re.search(r"[<>|]", re.sub(r"\\.", "", escaped))
    assert escaped == escaped.strip(" ")


#: content of a mark → the mark it must be
READ = {
    ("corr", "표트르 <포트르>"): Mark("corr", "표트르", "포트르"),
    ("corr", "년 <넌> | misprint possible: 같은 쪽"): Mark("corr", "년", "넌", "misprint", "possible", "같은 쪽"),
    ("corr", "년 <넌> | ocr"): Mark("corr", "년", "넌", "ocr"),
    ("corr", "년 <넌> | probable"): Mark("corr", "년", "넌", "", "probable"),
    ("corr", "년 <넌> | : 같은 쪽"): Mark("corr", "년", "넌", "", "", "같은 쪽"),
    ("corr", "년 <넌> | certain: a | b"): Mark("corr", "년", "넌", "", "certain", "a | b"),
    ("corr", "␣ <¶>"): Mark("corr", " ", BREAK),
    ("corr", "¶ <␣>"): Mark("corr", BREAK, " "),
    ("corr", r"\¶ <\␣>"): Mark("corr", "¶", "␣"),
    ("corr", r"a \<b\> <a \\ \| b>"): Mark("corr", "a <b>", "a \\ | b"),
    ("corr", "둘 낱말 <두 낱말>"): Mark("corr", "둘 낱말", "두 낱말"),
    ("supplied", "는"): Mark("supplied", "는", ""),
    ("supplied", "[^n1]"): Mark("supplied", "[^n1]", ""),
    ("surplus", "after | translation"): Mark("surplus", "", "after", "translation"),
    ("gap", "1 word"): Mark("gap", GAP, "", extent="1 word"),
    ("sic", "12세기"): Mark("sic", "12세기", "12세기"),
}  # fmt: skip


@pytest.mark.parametrize(("written", "mark"), READ.items(), ids=map(" ".join, READ))
def test_the_grammar_reads_as_documented(written, mark):
    assert parse_mark(*written) == mark


#: sign, content → words of the message
BROKEN = {
    ("corr", "표트르"): "witness reading is missing",
    ("corr", "표트르<포트르>"): "witness reading is missing",
    ("corr", "<포트르>"): "witness reading is missing",
    ("corr", ""): "witness reading is missing",
    ("corr", "표트르 <포트르"): "not closed",
    ("corr", "표트르 <포트르>는"): "text stands after the closing '>': '는'",
    ("corr", "표트르 <포트르> ocr"): "text stands after the closing '>'",
    ("corr", "가 <나> <다>"): "must be escaped",
    ("corr", "가 > 나 <다>"): "must be escaped",
    ("corr", "가 <가>"): "are the same",
    ("corr", "가 <>"): "one side is empty",
    ("corr", " <가>"): "one side is empty",
    ("corr", "{sic}`가` <나>"): "a mark stands inside a mark",
    ("sic", "가 {gap}`1 word`"): "a mark stands inside a mark",
    ("corr", "가 <나> |"): "after '|'",
    ("corr", "가 <나> | orc"): "cannot read 'orc' after '|'",
    ("corr", "가 <나> | certain ocr"): "cannot read 'certain ocr'",
    ("corr", "가 <나> | 같은 쪽"): "cannot read '같은 쪽'",
    ("corr", "가\\ <나>"): "lone backslash",
    ("sic", "가\\나"): "lone backslash",
    ("sic", ""): "is empty",
    ("supplied", " | ocr"): "is empty",
    ("gap", ""): "is empty",
    ("surplus", ""): "is empty",
    ("emph", "가"): "there is no mark {emph} (known: corr,",
}


@pytest.mark.parametrize(("written", "words"), BROKEN.items(), ids=map(" ".join, BROKEN))
def test_a_broken_mark_says_what_is_wrong(written, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        parse_mark(*written)


def test_a_broken_mark_on_a_page_is_a_problem_at_its_line():
    page = read_page("첫 줄은 옳다.\n둘째 줄의 {corr}`표트르`는 아니다.\n\n셋째 {sic}`가 {gap}`1`\n", "docs/p.md")
    assert [(problem.path, problem.line, problem.code) for problem in page.problems] == [
        ("docs/p.md", 2, "mark"),
        ("docs/p.md", 4, "mark"),
    ]
    assert all(problem.remedy for problem in page.problems)
