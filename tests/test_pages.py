"""Reading a page: every block with its kind, readings and lines; and what no text page may use, told at its line."""

from __future__ import annotations

import pytest

from edition.blocks import CALL_CLOSE, CALL_OPEN
from edition.marks import BREAK
from edition.verify.pages import Page, read_page

FRONT = "---\ntext: tiny\nlang: ko\n---\n\n"
FIRST = FRONT.count("\n") + 1  #: the line after the front matter


def read(text: str) -> Page:
    """Read *text* as the body of a page."""
    return read_page(FRONT + text, "page.md")


KINDS = {
    "# 제목": ("heading", "", "", 1),
    "### 절": ("heading", "", "", 3),
    "문단": ("paragraph", "", "", 0),
    "- 항목": ("item", "- ", "", 0),
    "* 항목": ("item", "• ", "", 0),
    "> 인용": ("quotation", "", "", 0),
    "> 인용\n>\n> {.attribution}\n> 출처": ("attribution", "", "", 0),
    "{.subtitle}\n부제": ("subtitle", "", "", 0),
    "{.byline}\n저자": ("byline", "", "", 0),
    '{.caption id="tiny.x"}\n그림': ("caption", "", "", 0),
    "{.signature}\n서명": ("signature", "", "", 0),
    "말[^n1]\n\n[^n1]: 주": ("note", "", "1", 0),
    "말[^n12]\n\n[^n12]: 주\n\n    둘째": ("note", "", "12", 0),
}


@pytest.mark.parametrize("text", KINDS)
def test_a_block_is_read_as_what_it_is(text):
    """Kind, marker, number and level come from how the block is written."""
    page = read(text)
    assert page.problems == []
    block = [*page.body, *page.notes][-1].block
    assert (block.kind, block.marker, block.number, block.level) == KINDS[text]


def test_ids_are_read():
    """A heading's id is the target before it, a caption's its attribute; neither passes to the next block."""
    page = read('(tiny.a)=\n# 제목\n\n말\n\n{.caption id="tiny.b"}\n그림\n\n# 다음')
    assert [item.block.ident for item in page.body] == ["tiny.a", "", "tiny.b", ""]


def test_lines_are_known():
    """Every page line of a block is known by the offset where it begins."""
    page = read("하나.\n둘. {corr}`셋 <세엣>`\n넷.")
    [found] = page.body
    assert found.block.text == "하나. 둘. 세엣 넷."
    assert found.reading == "하나. 둘. 셋 넷."
    assert [found.line_of(found.block.text.index(word)) for word in ("하나", "둘", "세엣", "넷")] == [
        FIRST, FIRST + 1, FIRST + 1, FIRST + 2,
    ]  # fmt: skip


def test_lines_are_known_after_a_mark_that_goes_over_a_line_end():
    """A mark written over two lines does not shift the lines after it."""
    [found] = read("하나 {corr}`둘\n셋 <세엣>` 넷\n다섯").body
    assert found.line_of(found.block.text.index("다섯")) == FIRST + 2


def test_an_escape_is_the_sign_itself():
    """A backslash before a sign of Markdown is not read."""
    [found] = read(r"1\. \*말\* \<a\> \[b\] \`c\` \# \\ \~ 1896\. \&amp;").body
    assert found.block.text == r"1. *말* <a> [b] `c` # \ ~ 1896. &amp;"


def test_calls_stand_between_signs():
    """A call is read in the text and in marks."""
    page = read("가[^n1] {supplied}`[^n2]`나{surplus}`[^n3]`\n\n[^n1]: x\n\n[^n2]: y\n\n[^n3]: z")
    [found] = page.body
    assert found.block.text == f"가{CALL_OPEN}1{CALL_CLOSE} 나{CALL_OPEN}3{CALL_CLOSE}"
    assert found.reading == f"가{CALL_OPEN}1{CALL_CLOSE} {CALL_OPEN}2{CALL_CLOSE}나"


def test_paragraphs_joined_by_a_mark_are_two_in_the_witness():
    """A break that the page does not show still divides the base text."""
    page = read("하나{corr}`␣ <¶>`둘")
    assert [item.block.text for item in page.body] == ["하나", "둘"]
    assert [item.reading for item in page.body] == ["하나 둘", ""]


def test_a_paragraph_split_by_a_mark_says_so():
    """A break that the page shows is known, for verification to take it back."""
    page = read("하나\n\n{corr}`¶ <␣>`둘")
    assert [item.joined for item in page.body] == [False, True]
    assert page.body[1].block.text == " 둘"
    assert page.body[1].reading == f"{BREAK}둘"


def test_a_note_that_the_witness_lacks_is_no_block():
    """A note that is a gap alone is kept apart."""
    page = read("말[^n1]\n\n[^n1]: {gap}`주 1`")
    assert page.notes == []
    assert [item.block.number for item in page.lost] == ["1"]


FORBIDDEN = {
    "raw HTML": "말 <b>굵게</b>",
    "a block of HTML": "<div>말</div>",
    "a comment of HTML": "<!-- 말 -->",
    "a link": "말 [낱말](https://example.org)",
    "a link to a definition": "말 [낱말][x]\n\n[x]: https://example.org",
    "a link definition alone": "[x]: https://example.org",
    "an autolink": "말 <https://example.org>",
    "emphasis": "말 *낱말*",
    "strong emphasis": "말 **낱말**",
    "emphasis by underscores": "말 _낱말_ 말",
    "an image": "말 ![그림](x.png)",
    "a table": "| a | b |\n| - | - |\n| c | d |",
    "code": "말 `낱말`",
    "an indented block of code": "    말",
    "a fence of code": "```\n말\n```",
    "a directive": "```{note}\n말\n```",
    "a directive between colons": ":::{note}\n말\n:::",
    "a role": "말 {ref}`낱말`",
    "a role with a domain": "말 {std:ref}`낱말`",
    "a hard break by a backslash": "말\\\n낱말",
    "a hard break by two spaces": "말  \n낱말",
    "a comment": "% 말",
    "a rule": "***",
    "a block break": "+++",
    "a nested list": "- 말\n  - 낱말",
    "an ordered list": "1. 말",
    "a list in a quotation": "> - 말",
    "a list in a note": "말[^n1]\n\n[^n1]: 말\n\n    - 말",
    "a quotation in a list": "- > 말",
    "a quotation in a quotation": "> > 말",
    "a heading in a quotation": "> # 말",
    "an unknown class": "{.verse}\n말",
    "an image with a title": "![그림](x.png 'a')",
    "a substitution": "말 {{ x }}",
    "a note of another series": "말[^a1]\n\n[^a1]: 말",
    "an inline note": "말^[낱말]",
}
READ_AS_WORDS = {
    "a substitution",
    "an inline note",
}  #: MyST reads these as they stand, with the extensions that we allow


@pytest.mark.parametrize("what", FORBIDDEN)
def test_what_a_text_page_may_not_use_is_told_at_its_line(what):
    """Markup that could lose or change a character is an error where it stands, and says what to do."""
    text = FORBIDDEN[what]
    page = read(f"첫 문단.\n\n{text}\n")
    if what in READ_AS_WORDS:
        assert [item.block.text for item in page.body] == ["첫 문단.", text]
        return
    assert page.problems, f"nothing is said of {text!r}; read as {[item.block for item in page.body]}"
    start = FIRST + 2
    assert {problem.code for problem in page.problems} <= {"markup", "note"}
    assert start <= page.problems[0].line <= start + text.count("\n")
    assert all(problem.remedy for problem in page.problems)


def test_a_note_defined_twice_is_told_at_the_second():
    """The parser drops the second definition without a token."""
    page = read("말[^n1]\n\n[^n1]: 하나\n\n[^n1]: 둘")
    [problem] = page.problems
    assert (problem.code, problem.line) == ("note", FIRST + 4)


def test_a_further_paragraph_of_a_note_needs_four_spaces():
    """With two spaces it falls out of the note and is a paragraph of the body, which verification finds."""
    page = read("말[^n1]\n\n[^n1]: 하나\n\n  둘")
    assert [item.block.text for item in page.notes] == ["하나"]
    assert page.body[-1].block.text == "둘"


@pytest.mark.parametrize("key", ["id: x", "orphan: true", "substitutions: {a: b}"])
def test_unknown_front_matter_is_told(key):
    """Front matter is a closed list."""
    page = read_page(f"---\ntext: tiny\n{key}\n---\n\n말\n", "page.md")
    assert [problem.code for problem in page.problems] == ["markup"]


@pytest.mark.parametrize(
    "mark",
    ["{corr}`나`", "{corr}`나 <너`", "{corr}`나 <나>`", "{corr}`나 <너> 다`", "{corr}`나 <>`", "{corr}`나 <너> | typo`",
     "{supplied}``나 {sic}`다` ``", "{corr}``나 <{sic}`다`>``", "{corr}`나`다` <너>`"],
)  # fmt: skip
def test_a_bad_mark_is_told_at_its_line(mark):
    """A mark that breaks the grammar is an error at the line on which it stands, not at its paragraph's first."""
    page = read(f"하나\n둘\n셋 {mark} 넷\n다섯")
    assert {problem.line for problem in page.problems} == {FIRST + 2}
    assert "mark" in {problem.code for problem in page.problems}


@pytest.mark.parametrize("mark", ["{corr}`나 <너>", "{corr} `나 <너>`", "corr`나 <너>`"])
def test_a_mark_that_is_none_stays_in_the_text(mark):
    """What only looks like a mark is read as words or refused, so that it cannot pass."""
    page = read(f"말 {mark} 말")
    assert page.problems or "나" in page.body[0].block.text


def test_a_page_with_nothing_on_it_is_read():
    """An empty file has no block and breaks nothing."""
    assert read_page("", "page.md").body == []


@pytest.mark.parametrize("front", ["---\ntext: [\n---\n", "---\n- a\n---\n", "---\ntext\n---\n"])
def test_front_matter_that_is_no_mapping_is_no_crash(front):
    """Broken front matter says nothing of the page; whoever reads the text tells it."""
    assert read_page(f"{front}\n말\n", "page.md").front == {}
