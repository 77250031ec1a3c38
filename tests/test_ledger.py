"""Paragraph numbers: given once, kept for ever."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import Block
from edition.problems import EditionError
from edition.verify.ledger import (
    Entry,
    assign,
    ledger_problems,
    match,
    numbered,
    read_ledger,
    redirected,
    write_ledger,
)

WORDS = ["하나", "둘", "셋", "넷", "다섯", "여섯", "일곱"]


def blocks(*words: str) -> list[Block]:
    """Return a paragraph for each of *words*."""
    return [Block("paragraph", word) for word in words]


def idents(entries: list[Entry]) -> list[str]:
    """Return the numbers of *entries*."""
    return [entry.ident for entry in entries]


def problems(words: list[str], entries: list[Entry]) -> list[str]:
    """Return what the ledger of *entries* says of a text of *words*."""
    return [problem.message for problem in ledger_problems(blocks(*words), entries, "ids.tsv", "x")]


def test_numbers_count_from_one():
    """A text without a ledger is numbered through."""
    assert idents(assign(blocks(*WORDS[:3]), [], "x")) == ["x.1", "x.2", "x.3"]


def test_only_paragraphs_items_and_quotations_are_numbered():
    """Headings, captions, notes and the like have ids of their own."""
    given_blocks = [
        Block(kind, "말") for kind in ("heading", "paragraph", "item", "note", "quotation", "caption", "byline")
    ]
    assert [block.kind for block in numbered(given_blocks)] == ["paragraph", "item", "quotation"]


def test_an_insertion_gets_a_letter():
    """A paragraph put in after 12 is 12a, one after that 12b; those after keep their numbers."""
    words = [f"문단 {number}" for number in range(1, 15)]
    entries = assign(blocks(*words), [], "x")
    longer = [*words[:12], "새 문단", "또 하나", *words[12:]]
    assert idents(assign(blocks(*longer), entries, "x")) == [
        *(f"x.{number}" for number in range(1, 13)), "x.12a", "x.12b", "x.13", "x.14",
    ]  # fmt: skip


def test_an_insertion_at_the_beginning():
    """What comes before 1 is 0a."""
    entries = assign(blocks("하나"), [], "x")
    assert idents(assign(blocks("새", "하나"), entries, "x")) == ["x.0a", "x.1"]


def test_a_second_insertion_at_one_place_is_no_doubled_number():
    """Letters already given are not given again, before or after."""
    once = assign(blocks("하나", "둘", "셋"), assign(blocks("하나", "셋"), [], "x"), "x")
    twice = assign(blocks("하나", "새", "둘", "셋"), once, "x")
    assert idents(twice) == ["x.1", "x.1b", "x.1a", "x.2"] or len(set(idents(twice))) == 4
    assert [entry.ident for entry in twice if entry.opening == "둘"] == ["x.1a"]


def test_a_vanished_number_is_told_at_its_line():
    """An id whose words are gone is a problem at its line in the ledger."""
    entries = assign(blocks(*WORDS[:3]), [], "x")
    stored = [Entry(e.ident, e.digest, e.opening, "", line) for line, e in enumerate(entries, start=2)]
    [problem] = ledger_problems(blocks("하나", "셋"), stored, "ids.tsv", "x")
    assert (problem.path, problem.line, problem.code) == ("ids.tsv", 3, "id")
    assert "x.2" in problem.message


def test_a_vanished_number_with_a_redirect_is_none():
    """With the id that stands in its place as fourth column it is answered for."""
    one, two, three = assign(blocks(*WORDS[:3]), [], "x")
    gone = Entry(two.ident, two.digest, two.opening, "x.1")
    assert problems(["하나", "셋"], [one, gone, three]) == []
    assert [entry.redirect for entry in redirected([one, gone, three])] == ["x.1"]


def test_a_redirect_to_nowhere_is_told():
    """A redirect must lead to an id of the ledger."""
    one, two = assign(blocks(*WORDS[:2]), [], "x")
    assert any(
        "x.9" in message for message in problems(["하나"], [one, Entry(two.ident, two.digest, two.opening, "x.9")])
    )


def test_a_redirect_to_a_vanished_number_is_told():
    """A redirect that ends in another vanished id, or in itself, leads nowhere."""
    one, two, three = assign(blocks(*WORDS[:3]), [], "x")
    circle = [one, Entry(two.ident, two.digest, "둘", "x.3"), Entry(three.ident, three.digest, "셋", "x.2")]
    assert problems(["하나"], circle)


def test_redirects_are_followed_to_the_end():
    """A chain is resolved to its last id."""
    chain = [Entry("x.1", "a", "가", "x.2"), Entry("x.2", "b", "나", "x.3"), Entry("x.3", "c", "다")]
    assert {entry.ident: entry.redirect for entry in redirected(chain)} == {"x.1": "x.3", "x.2": "x.3"}


def test_a_doubled_number_is_told():
    """One number for two paragraphs is a problem at the second."""
    one, two = assign(blocks(*WORDS[:2]), [], "x")
    stored = [Entry(one.ident, one.digest, one.opening, "", 2), Entry(one.ident, two.digest, two.opening, "", 3)]
    found = [
        problem for problem in ledger_problems(blocks(*WORDS[:2]), stored, "ids.tsv", "x") if "twice" in problem.message
    ]
    assert [problem.line for problem in found] == [3]


def test_moved_words_are_told():
    """Two paragraphs that changed places do not keep both numbers silently."""
    assert problems(["둘", "하나"], assign(blocks("하나", "둘"), [], "x"))


def test_a_paragraph_without_a_number_is_told():
    """A new paragraph needs its number, with the command that gives it."""
    [problem] = ledger_problems(blocks("하나", "둘"), assign(blocks("하나"), [], "x"), "ids.tsv", "x")
    assert "둘" in problem.message
    assert problem.remedy == "run: edition number x"


def test_equal_paragraphs_are_numbered_apart():
    """Paragraphs of the same words have numbers of their own, in order."""
    entries = assign(blocks("말", "말", "말"), [], "x")
    assert idents(entries) == ["x.1", "x.2", "x.3"]
    assert [match(blocks("말", "말", "말"), entries)[index].ident for index in range(3)] == idents(entries)
    assert problems(["말", "말", "말"], entries) == []


def test_more_insertions_than_letters_are_refused():
    """The twenty-seventh insertion at one place is told, not numbered twice."""
    entries = assign(blocks("하나"), [], "x")
    with pytest.raises(EditionError):
        assign(blocks("하나", *(f"새 {number}" for number in range(27))), entries, "x")


LINE = st.text(alphabet="가나다 a.\t#", min_size=1, max_size=30).map(str.strip).filter(bool)


@given(st.lists(LINE, max_size=12))
def test_a_ledger_reads_back_as_written(tmp_path_factory, words):
    """Whatever a paragraph begins with, tabs and number signs too, its entry comes back."""
    path = tmp_path_factory.mktemp("ledger") / "ids.tsv"
    entries = assign(blocks(*words), [], "x")
    path.write_text(write_ledger(entries), encoding="utf-8", newline="\n")
    found = read_ledger(path, "ids.tsv")
    assert [(entry.ident, entry.digest) for entry in found] == [(entry.ident, entry.digest) for entry in entries]
    assert problems(words, found) == []


@given(st.lists(st.sampled_from(WORDS), max_size=10), st.lists(st.sampled_from(WORDS), max_size=10))
def test_numbers_are_never_given_twice_nor_taken_back(before, after):
    """Whatever becomes of a text, every id once given stays, and none is given twice."""
    first = assign(blocks(*before), [], "x")
    second = assign(blocks(*after), first, "x")
    assert set(idents(first)) <= set(idents(second))
    assert len(set(idents(second))) == len(second)
    gone = [replace(e, redirect="x.1") if e.opening not in after else e for e in second]
    assert set(match(blocks(*after), gone)) == set(range(len(after)))


@given(
    st.lists(st.text(alphabet="가나다라마", min_size=2, max_size=4), min_size=3, max_size=12, unique=True), st.randoms()
)
def test_insertions_leave_other_numbers_alone(words, chance):
    """A paragraph put in anywhere changes no other paragraph's number."""
    before = assign(blocks(*words), [], "x")
    place = Random(chance.random()).randrange(len(words) + 1)
    longer = [*words[:place], "전혀 새로운 문단", *words[place:]]
    after = assign(blocks(*longer), before, "x")
    assert problems(longer, after) == []
    assert {(e.ident, e.digest) for e in before} <= {(e.ident, e.digest) for e in after}


@pytest.mark.parametrize("line", ["x.1", "x.1\tabc", "x.1 abc 말", "x.1\ta\tb\tc\td"])
def test_a_line_that_is_no_entry_is_told(tmp_path, line):
    """A line without its columns is a problem at its line."""
    path = tmp_path / "ids.tsv"
    path.write_text(f"# id\n{line}\n", encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        read_ledger(path, "ids.tsv")
    [problem] = caught.value.problems
    assert (problem.path, problem.line, problem.code) == ("ids.tsv", 2, "id")
