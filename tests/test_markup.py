"""Markup: a block written to a page reads back as the same characters, whatever Markdown would make of them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block, bare_calls
from edition.hygiene import refused
from edition.markup import escape, sentences, write_block, write_note, write_text
from edition.verify.pages import read_page


def call(printed: str) -> str:
    return f"{CALL_OPEN}{printed}{CALL_CLOSE}"


#: Pieces that Markdown, MyST, HTML or a typographer would like to read as something else.
PIECES = [
    *"가나aB19 .,:;?!()[]{}<>`|\"'*_~#$&@^\\-+=%/",
    "“", "”", "‘", "’", "…", "—", "·", "㎡", "ﬁ", "e\u0301", "\u1112\u1161\u11ab", "\u00a0", "\u3000", "  ", "\t",
    ". ", "? ", "! ", ".” ", ".) ", ": ", "1. ", "1) ", "1896. ", "- ", "+ ", "* ", "> ", "# ", "| ", "% ", "= ", "• ",
    "4/3", "1917~2017", "~~", "**", "__", "<<", ">>", "<참세상, 11.18>", "<b>", "</b>", "<!--", "<http://x.kr>",
    "http://x.kr/a_b", "www.a.kr", "a@b.co", "&amp;", "&#35;", "&lt", "(x)=", "(가)=", "[1]", "[1]: ", "[^1]", "[^n1]",
    "[^n1]: ", "[x] ", "![", "](", "---", "***", "===", "+++", "```", "~~~", ":::", ":가: ", "{.x}", "{#x}", "{corr}",
    "{corr}`a <b>`", "{{x}}", "$$", "--", "...", "(c)", "\\", "\\\\", "<!", "?>", call("1)"), call("[2]"), call("3"),
]  # fmt: skip
TEXTS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=9)
    .map("".join)
    .filter(lambda text: text == text.strip() != "")
)
#: What it takes to make a block of each kind; of headings the level, of captions the id as well.
KINDS = {
    "paragraph": {},
    "heading": {"level": 2, "ident": "small.head"},
    "item": {"marker": "• "},
    "quotation": {},
    "attribution": {},
    "caption": {"ident": "small.picture"},
    "byline": {},
    "subtitle": {},
    "signature": {},
}


def block(kind: str, text: str) -> Block:
    return Block(kind, text, **KINDS[kind])


def read(page: str) -> list[Block]:
    """Read *page*, which must hold no problem; the body's blocks and after them the notes'."""
    found = read_page(page, "p.md")
    assert found.problems == []
    return [item.block for item in [*found.body, *found.notes]]


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS)
def test_a_block_reads_back_as_written(kind, text):
    written = block(kind, text)
    [found] = read(f"before\n\n{write_block(written)}\n\nafter\n")[1:-1]
    assert found.matter == written.matter
    assert found.ident == written.ident


@pytest.mark.parametrize("kind", KINDS)
@given(text=TEXTS)
def test_a_block_alone_on_its_page_reads_back(kind, text):
    """The first line of a file is where front matter, a title or a comment could be seen."""
    [found] = read(write_block(block(kind, text)) + "\n")
    assert found.matter == block(kind, text).matter


@given(first=TEXTS, second=TEXTS, body=TEXTS)
def test_a_note_of_two_paragraphs_reads_back_whole(first, second, body):
    """Its second paragraph neither falls out of the note nor turns into code."""
    page = "\n\n".join([f"{write_text(body)}x[^n9]", write_note("9", [first, second]), "after"]) + "\n"
    expected = [Block("paragraph", f"{body}x{call('9')}"), Block("paragraph", "after")]
    expected += [Block("note", first, number="9"), Block("note", second, number="9")]
    assert [found.matter for found in read(page)] == [written.matter for written in expected]


@given(st.lists(st.tuples(st.sampled_from(sorted(KINDS)), TEXTS), min_size=2, max_size=5))
def test_blocks_in_a_row_stay_apart_and_in_order(rows):
    blocks = [block(kind, text) for kind, text in rows]
    page = "\n\n".join(map(write_block, blocks)) + "\n"
    assert [found.matter for found in read(page)] == [written.matter for written in blocks]


@pytest.mark.parametrize(("kind", "separator"), [("item", "\n"), ("item", "\n\n"), ("quotation", "\n>\n")])
@given(texts=st.lists(TEXTS, min_size=2, max_size=4))
def test_items_of_a_list_and_paragraphs_of_a_quotation_stay_apart(kind, separator, texts):
    page = separator.join(write_block(block(kind, text)) for text in texts) + "\n"
    assert [found.matter for found in read(page)] == [block(kind, text).matter for text in texts]


@given(TEXTS)
def test_sentences_are_the_text(text):
    assert " ".join(sentences(text)) == text


@given(TEXTS)
def test_escaping_adds_backslashes_and_nothing_else(text):
    assume(CALL_OPEN not in text)
    assert escape(text).replace("\\", "") == text.replace("\\", "")


def test_the_alphabet_holds_no_refused_character():
    """Else the properties above would be about characters that no page may hold."""
    assert not any(map(refused, "".join(PIECES).replace(CALL_OPEN, "").replace(CALL_CLOSE, "")))


#: texts that lose characters when written as they stand, as met while the edition was made
LOST_UNESCAPED = [
    "1896. The year", "1) 첫째", "[1]: x", "(x)=", "% x", "+++", "~1921~", "**“말”**은", "<a> b", "&amp; b",
    "{corr}`가 <나>`", "- 가", "> 가", "# 가", "===", ":::", "[^n7] 가", "가\\", "![가](나)", "---", "가 {.x}",
]  # fmt: skip


@pytest.mark.parametrize("text", LOST_UNESCAPED)
@pytest.mark.parametrize("kind", ["paragraph", "item", "quotation", "heading", "caption"])
def test_texts_that_markdown_would_eat(kind, text):
    [found] = read(write_block(block(kind, text)) + "\n")
    assert found.text == text


@pytest.mark.parametrize("text", ["{}(참세상)", "{}: 가", "말{}(2014.4)이다", "가. {}: 나", "{}[가]", "{}{}"])
@pytest.mark.parametrize("kind", ["paragraph", "item", "quotation", "heading", "caption"])
def test_what_follows_a_call_makes_it_no_link_and_no_note(kind, text):
    """``[^n1](x)`` is a link to Markdown, and ``[^n1]:`` at a line start defines a note."""
    written = block(kind, text.replace("{}", call("1")))
    page = f"before\n\n{write_block(written)}\n\n[^n1]: note\n"
    assert [found.matter for found in read(page)[1:-1]] == [written.matter]


def test_a_line_that_begins_with_a_call_defines_no_note():
    """Though it holds ``]:`` further on, and stands twice."""
    written = Block("paragraph", f"{call('1')}말 [1]: 가")
    page = "\n\n".join([write_block(written)] * 2 + ["[^n1]: note"]) + "\n"
    assert [found.matter for found in read(page)[:2]] == [written.matter] * 2


def test_a_year_after_an_item_stays_a_year():
    """“1896.” after an item “1.” would be item 2, and the year lost."""
    blocks = [Block("paragraph", "1. 하나"), Block("paragraph", "1896. 둘"), Block("item", "3. 셋", "• ")]
    assert [found.matter for found in read("\n\n".join(map(write_block, blocks)))] == [item.matter for item in blocks]


def test_a_paragraph_is_written_one_sentence_a_line():
    """Not after an initial or a figure, and never at two spaces, for a line end is read as one."""
    written = write_text(f"Who? V. I. Lenin. “No.” Yes{call('1)')} 2. 끝.  Two.")
    assert written == "Who?\nV. I. Lenin.\n“No.”\nYes[^n1] 2. 끝.  Two."


def test_only_the_number_of_a_call_is_written():
    assert bare_calls(call("[12]")) == call("12")
    assert write_text(f"말{call('[12]')}.") == "말[^n12]."
