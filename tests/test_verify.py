"""Planted faults: whatever differs from the witness is found at its file and line, and its remedy mends it.

The faults are planted in copies of the five texts. `edition_copy.EditionCopy.cure` then does what each printed remedy
says, to the letter; a remedy that takes thinking is a bug.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import ClassVar

import pytest

from edition.problems import EditionError, Problem
from edition.verify.pages import Read
from edition.verify.text import totals, verify
from edition.witnesses import load
from edition_copy import EditionCopy, PageLines, blocks_of, copy_edition

pytest_plugins = ["edition_copy"]

SAMPLE = 8  #: places tried in each text
UNTOUCHED = re.compile(r"\{\w+\}(`+).*?\1|\[\^n\d+\]:?|\\.|^(?:> |[-*] |#+ |    )+")  #: what is no plain word of a line
MARKED_WORD = re.compile(r"(?:[^\s{]|\{\w+\}(`+).*?\1)*\{\w+\}(?:(`+).*?\2\S*)+")  #: a word with a mark in it, whole
LETTER = re.compile(r"[가-힣A-Za-z]")


def lines_of_words(copy: EditionCopy, ident: str) -> list[tuple[Path, int]]:
    """Return (path, line) of every page line that holds words of the text."""
    edited = copy.edited(ident)
    found = {(read.path, line) for read in [*edited.body, *edited.notes] for _, line in read.breaks}
    return [(copy.root / path, line) for path, line in sorted(found)]


def letters(text: str) -> list[int]:
    """Return the offsets of the letters of a page's line that stand in no mark and in no word with a mark."""
    taken = {place for span in UNTOUCHED.finditer(text) for place in range(*span.span())}
    taken |= {place for span in MARKED_WORD.finditer(text) for place in range(*span.span())}
    return [letter.start() for letter in LETTER.finditer(text) if letter.start() not in taken]


def inner_letters(text: str) -> list[int]:
    """Return the unmarked letters that are not of the first word of a page's line, nor of the last."""
    places = letters(text)
    return [place for place in places if word_at(text, places[0])[1] < place < word_at(text, places[-1])[0]]


def next_syllable(letter: str) -> str:
    """Return another letter of the same script."""
    return chr(ord(letter) + 1) if letter not in "zZ힣" else chr(ord(letter) - 1)


def word_at(text: str, place: int) -> tuple[int, int]:
    """Return the span of the run of letters at *place*."""
    return next(word.span() for word in re.finditer(r"[가-힣A-Za-z]+", text) if word.start() <= place < word.end())


def put_in(text: str, at: int, more: str) -> str:
    """Return *text* with *more* after the word at *at*."""
    end = word_at(text, at)[1]
    return text[:end] + more + text[end:]


SLIPS: dict[str, Callable[[str, int], str]] = {
    "another syllable": lambda text, at: text[:at] + next_syllable(text[at]) + text[at + 1 :],
    "a syllable lost": lambda text, at: text[:at] + text[at + 1 :],
    "a syllable doubled": lambda text, at: text[: at + 1] + text[at:],
    "a space put in": lambda text, at: text[: at + 1] + " " + text[at + 1 :],
    "a word doubled": lambda text, at: put_in(text, at, " " + text[slice(*word_at(text, at))]),
    "a word lost": lambda text, at: text[: word_at(text, at)[0]] + text[word_at(text, at)[1] + 1 :],
    "a comma put in": lambda text, at: put_in(text, at, ","),
    "a sign of Markdown put in": lambda text, at: put_in(text, at, "\\*"),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_found_at_its_line_and_its_remedy_mends_it(copy, ident, slip):
    """A slip anywhere in an unmarked word is one problem at its file and line; the printed line makes it right."""
    chance = Random(f"{ident} {slip}")
    for path, line in chance.sample(lines_of_words(copy, ident), SAMPLE):
        before = path.read_bytes()
        page = PageLines(path)
        text = page.lines[line - 1]
        if not inner_letters(text):
            continue
        changed = SLIPS[slip](text, chance.choice(inner_letters(text)))
        page.replace(line, line, changed)
        place = f"{path.relative_to(copy.root)}:{line}: {changed}"
        met = copy.cure(ident)
        assert [(problem.code, problem.path, problem.line) for problem in met] == [
            ("text", str(path.relative_to(copy.root)), line)
        ], place
        path.write_bytes(before)


@pytest.mark.parametrize("which", ["first", "last"])
def test_a_word_lost_at_the_edge_of_a_line_is_found_there(copy, ident, which):
    """The first or last word of a line, lost, is told on that line, not on a neighbour."""
    chance = Random(f"{ident} {which}")
    for path, line in chance.sample(lines_of_words(copy, ident), SAMPLE):
        before = path.read_bytes()
        page = PageLines(path)
        text = page.lines[line - 1]
        words = re.findall(r"\S+", text)
        if not inner_letters(text) or not words[0].isalpha() or not re.fullmatch(r"[^\W\d]+[.]?", words[-1]):
            continue
        lost = text.removeprefix(words[0] + " ") if which == "first" else text.removesuffix(" " + words[-1])
        if lost == text or lost.startswith("{"):  # the line is indented, or would begin with a mark
            continue
        page.replace(line, line, lost)
        met = copy.cure(ident)
        assert [place(problem) for problem in met] == [(str(path.relative_to(copy.root)), line)]
        path.write_bytes(before)


SPACES = {"no-break": "\N{NO-BREAK SPACE}", "ideographic": "\N{IDEOGRAPHIC SPACE}", "two": "  "}


@pytest.mark.parametrize("space", SPACES)
def test_another_space_is_found_and_named(copy, ident, space):
    """A space that looks like another is told by its code point."""
    path, line = next(
        (path, line)
        for path, line in lines_of_words(copy, ident)
        if re.search(r"\w \w", PageLines(path).lines[line - 1])
    )
    page = PageLines(path)
    text = page.lines[line - 1]
    place = re.search(r"(?<=\w) (?=\w)", text)
    assert place
    page.replace(line, line, text[: place.start()] + SPACES[space] + text[place.end() :])
    [problem] = copy.problems(ident)
    assert (problem.path, problem.line) == (str(path.relative_to(copy.root)), line)
    assert "U+0020" in problem.message or "U+00A0" in problem.message or "U+3000" in problem.message
    copy.cure(ident)


def paragraphs_in_a_row(copy: EditionCopy, ident: str) -> list[tuple[Read, Read]]:
    """Return every two paragraphs that follow each other on one page, written apart."""
    reads = [read for _, read in blocks_of(copy.edited(ident), "paragraph")]
    body = copy.edited(ident).body
    follows = {id_of(first): id_of(second) for first, second in pairwise(body)}
    return [(a, b) for a, b in pairwise(reads) if a.path == b.path and follows[id_of(a)] == id_of(b)]


def id_of(read: Read) -> tuple[str, int]:
    """Return what tells a block of a text from another."""
    return read.path, read.line


def place(problem: Problem) -> tuple[str, int]:
    """Return file and line of a problem."""
    return problem.path, problem.line


def test_swapped_paragraphs_are_found_and_put_back(copy, ident):
    """One of two swapped paragraphs is named at its line, with the place where it belongs."""
    words = copy.words(ident)
    pairs = paragraphs_in_a_row(copy, ident)
    for first, second in Random(ident).sample(pairs, min(6, len(pairs))):
        path = copy.root / first.path
        before = path.read_bytes()
        page = PageLines(path)
        (start, end), (other, last) = page.block(first.line), page.block(second.line)
        lines = page.lines
        swapped = [*lines[other - 1 : last], *lines[end : other - 1], *lines[start - 1 : end]]
        page.replace(start, last, "\n".join(swapped))
        lines_now = {start, start + last - other + 1 + other - end - 1}
        met = copy.restore(ident, words)
        assert [problem.path for problem in met] == [first.path]
        assert met[0].line in lines_now
        path.write_bytes(before)


def test_distant_paragraphs_swapped_are_found_and_put_back(copy, ident):
    """The first and the last paragraph of a page, swapped, are both named and put back."""
    words = copy.words(ident)
    reads = [read for _, read in blocks_of(copy.edited(ident), "paragraph")]
    longest = max({read.path for read in reads}, key=lambda path: sum(read.path == path for read in reads))
    first, *_, second = [read for read in reads if read.path == longest]
    page = PageLines(copy.root / longest)
    (start, end), (other, last) = page.block(first.line), page.block(second.line)
    lines = page.lines
    swapped = [*lines[other - 1 : last], *lines[end : other - 1], *lines[start - 1 : end]]
    page.replace(start, last, "\n".join(swapped))
    met = copy.restore(ident, words)
    assert {problem.path for problem in met} == {longest}
    assert len(met) <= 2


@pytest.mark.parametrize("ident", ["lee-lessons", "razlatzky-notes", "lenin-lessons"])
def test_a_paragraph_dropped_from_a_note_is_found_and_put_back(copy, ident):
    """The second paragraph of a note, and a whole note, are missed at their page and put back."""
    words = copy.words(ident)
    notes = copy.edited(ident).notes
    for first, second in pairwise(notes):
        if first.block.number != second.block.number:
            continue
        path = copy.root / second.path
        before = path.read_bytes()
        page = PageLines(path)
        page.cut(*page.block(second.line))
        met = copy.restore(ident, words)
        assert met[0].path == second.path
        assert met[0].code in ("text", "note")
        path.write_bytes(before)
    assert ident == "lenin-lessons" or any(a.block.number == b.block.number for a, b in pairwise(notes))


@pytest.mark.parametrize("ident", ["lee-lessons", "razlatzky-notes", "lenin-lessons"])
def test_a_note_deleted_is_found_and_put_back(copy, ident):
    """A note whose text is gone is missed at its page, and put back whole."""
    words = copy.words(ident)
    for note in copy.edited(ident).notes:
        page = PageLines(copy.root / note.path)
        if not page.lines[note.line - 1].startswith("[^n"):
            continue
        before = page.path.read_bytes()
        start = note.line
        end = start
        while end < len(page.lines) and not re.match(r"\[\^n|$(?!\n    )", page.lines[end]):
            end += 1
        while end + 1 < len(page.lines) and page.lines[end + 1].startswith("    "):
            end += 2
        marked = any(other.marks for other in copy.edited(ident).notes if other.block.number == note.block.number)
        page.cut(start, end)
        met = copy.cure(ident) if marked else copy.restore(ident, words)  # what is put back has the witness's words
        assert {problem.path for problem in met} == {note.path}
        page.path.write_bytes(before)


@pytest.mark.parametrize("ident", ["ryu-emergence", "lenin-lessons"])
def test_a_moved_caption_is_found_and_put_back(copy, ident):
    """A caption that stands one paragraph later is named at its line."""
    words = copy.words(ident)
    for _, caption in blocks_of(copy.edited(ident), "caption"):
        page = PageLines(copy.root / caption.path)
        before = page.path.read_bytes()
        body = [read for read in copy.edited(ident).body if read.path == caption.path]
        later = [read for read in body if read.line > caption.line and read.block.kind == "paragraph"]
        target = later[min(1, len(later) - 1)]
        start, end = page.block(caption.line)
        page.insert(page.block(target.line)[1] + 1, "\n".join(page.lines[start - 1 : end]))
        page.cut(start, end)
        [problem] = copy.restore(ident, words)
        assert problem.path == caption.path
        assert "{.caption" in before.decode()
        page.path.write_bytes(before)


def other_page(copy: EditionCopy, ident: str, path: str) -> Path:
    """Return another page of the text, in the same language where there is one."""
    pages = copy.edited(ident).pages.values()
    here = next(page for page in pages if page.path == path)
    others = [page for page in pages if page.path != path and len(page.body) > 1]
    return copy.root / sorted(others, key=lambda page: page.front.get("lang") != here.front.get("lang"))[0].path


def a_paragraph(copy: EditionCopy, ident: str, length: int = 80) -> Read:
    """Return a paragraph without calls, in the middle of its page."""
    reads = [read for _, read in blocks_of(copy.edited(ident), "paragraph")]
    plain = [read for read in reads if len(read.reading) > length and "\ue000" not in read.reading and not read.marks]
    return plain[len(plain) // 2]


def test_a_paragraph_on_another_page_is_found_on_both(copy, ident):
    """A paragraph moved to another page is missed on its own and named on the other; put back, all is well."""
    words = copy.words(ident)
    read = a_paragraph(copy, ident)
    page, other = PageLines(copy.root / read.path), PageLines(other_page(copy, ident, read.path))
    moved = page.cut(*page.block(read.line))
    other.insert(len(other.lines), moved)
    problems = copy.problems(ident)
    assert {problem.path for problem in problems} == {str(other.path.relative_to(copy.root))}
    assert read.path in problems[0].remedy
    stray = next(problem for problem in problems if problem.path != read.path)
    assert "not in the witness" not in stray.message, "it is in the witness, and belongs on another page"
    copy.restore(ident, words)


def test_two_pages_claiming_a_paragraph_are_told(copy, ident):
    """A paragraph on two pages is told where it does not belong, with the place where it does."""
    words = copy.words(ident)
    read = a_paragraph(copy, ident)
    page, other = PageLines(copy.root / read.path), PageLines(other_page(copy, ident, read.path))
    start, end = page.block(read.line)
    other.insert(len(other.lines), "\n".join(page.lines[start - 1 : end]))
    [problem] = copy.problems(ident)
    assert problem.code == "page"
    assert problem.path == str(other.path.relative_to(copy.root))
    assert f"{read.path}:{read.line}" in problem.message
    copy.restore(ident, words)


def test_a_paragraph_twice_on_its_page_is_told(copy, ident):
    """A paragraph that stands twice on one page is one problem, at one of the two."""
    words = copy.words(ident)
    read = a_paragraph(copy, ident)
    page = PageLines(copy.root / read.path)
    start, end = page.block(read.line)
    page.insert(end + 1, "\n".join(page.lines[start - 1 : end]))
    [problem] = copy.restore(ident, words)
    assert problem.path == read.path


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_deleted_block_is_missed_and_put_back(copy, ident, which):
    """A block deleted at the beginning, in the middle or at the end of a page is printed whole, and put back."""
    pages = [page for page in copy.edited(ident).pages.values() if len(page.body) > 2]
    for page_read in Random(f"{ident} {which}").sample(pages, min(3, len(pages))):
        index = {"first": 0, "middle": len(page_read.body) // 2, "last": -1}[which]
        read = page_read.body[index]
        page = PageLines(copy.root / read.path)
        before = page.path.read_bytes()
        page.cut(*page.block(read.line))
        met = copy.cure(ident)
        assert {problem.path for problem in met} == {read.path}
        page.path.write_bytes(before)


@pytest.mark.parametrize(
    "kind", ["item", "quotation", "attribution", "caption", "byline", "subtitle", "signature", "heading"]
)
def test_a_deleted_block_of_each_kind_is_missed_and_put_back(copy, ident, kind):
    """A block of any kind that is deleted is printed as its page writes it."""
    for _, read in blocks_of(copy.edited(ident), kind):
        page = PageLines(copy.root / read.path)
        before = page.path.read_bytes()
        page.cut(*page.block(read.line))
        met = copy.cure(ident)
        assert {problem.path for problem in met} == {read.path}
        page.path.write_bytes(before)


def test_joined_paragraphs_are_found_and_parted(copy, ident):
    """Two paragraphs made one are found at a line of theirs, and the remedy parts them."""
    words = copy.words(ident)
    pairs = paragraphs_in_a_row(copy, ident)
    for first, second in Random(ident).sample(pairs, min(4, len(pairs))):
        page = PageLines(copy.root / first.path)
        before = page.path.read_bytes()
        end = page.block(first.line)[1]
        page.lines[end : second.line - 1] = []
        page.replace(end, end, page.lines[end - 1])
        last = page.block(first.line)[1]
        met = copy.restore(ident, words)
        assert met[0].path == first.path
        assert first.line <= met[0].line <= last + 1
        page.path.write_bytes(before)


def test_a_split_paragraph_is_found_and_joined(copy, ident):
    """A paragraph made two is found at one of them, and the remedy joins them."""
    words = copy.words(ident)
    reads = [read for _, read in blocks_of(copy.edited(ident), "paragraph") if len(read.breaks) > 2]
    for read in Random(ident).sample(reads, min(4, len(reads))):
        page = PageLines(copy.root / read.path)
        before = page.path.read_bytes()
        half = read.breaks[len(read.breaks) // 2][1]
        page.insert(half, "")
        met = copy.restore(ident, words)
        assert met[0].path == read.path
        assert read.line <= met[0].line <= page.block(read.line)[1] + 40
        page.path.write_bytes(before)


RETYPED: dict[str, tuple[str, Callable[[list[str]], list[str]]]] = {
    "a paragraph as a quotation": ("paragraph", lambda lines: [f"> {line}" for line in lines]),
    "a paragraph as an item": ("paragraph", lambda lines: [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]),
    "a paragraph as a caption": ("paragraph", lambda lines: ["{.caption}", *lines]),
    "a paragraph as a heading": ("paragraph", lambda lines: ["## " + " ".join(lines)]),
    "a quotation as a paragraph": ("quotation", lambda lines: [line.removeprefix("> ") for line in lines]),
    "a caption as a paragraph": ("caption", lambda lines: lines[1:]),
    "an attribution as a quotation": ("attribution", lambda lines: lines[1:]),
    "a byline as a signature": ("byline", lambda lines: ["{.signature}", *lines[1:]]),
    "a byline as a paragraph": ("byline", lambda lines: lines[1:]),
    "an item as a paragraph": ("item", lambda lines: [line[2:] for line in lines]),
    "an item with another marker": (
        "item",
        lambda lines: [{"*": "-", "-": "*"}[lines[0][0]] + lines[0][1:], *lines[1:]],
    ),
    "a heading one level down": ("heading", lambda lines: [*lines[:-1], "#" + lines[-1]]),
    "a heading as a paragraph": ("heading", lambda lines: [lines[-1].lstrip("# ")]),
}


@pytest.mark.parametrize("fault", RETYPED)
def test_a_block_of_another_kind_is_found_and_retyped(copy, ident, fault):
    """A block turned into another kind is told at its line, with the way to write it."""
    words = copy.words(ident)
    kind, change = RETYPED[fault]
    reads = [read for _, read in blocks_of(copy.edited(ident), kind)]
    for read in Random(ident).sample(reads, min(3, len(reads))):
        page = PageLines(copy.root / read.path)
        before = page.path.read_bytes()
        start, end = page.block(read.line)
        page.replace(start, end, "\n".join(["", *change(page.lines[start - 1 : end]), ""]))
        met = copy.restore(ident, words)
        assert met[0].path == read.path
        assert start <= met[0].line <= end + 2
        page.path.write_bytes(before)


@pytest.mark.parametrize("ident", ["lee-lessons", "lenin-lessons", "razlatzky-notes", "probsting-kazakhstan"])
class TestCalls:
    """Calls and notes: each note called once, in order."""

    def calls(self, copy: EditionCopy, ident: str) -> list[tuple[Path, int, str]]:
        """Return (path, line, call) of every call in the body."""
        return [
            (path, line, call)
            for path, line in lines_of_words(copy, ident)
            for call in re.findall(r"\[\^n\d+\](?!:)", PageLines(path).lines[line - 1])
        ]

    def test_a_lost_call_is_found_and_put_back(self, copy, ident):
        """A call taken away is missed at its line, and comes back as it was: it is no emendation."""
        words = copy.words(ident)
        for path, line, call in self.calls(copy, ident)[:5]:
            before = path.read_bytes()
            page = PageLines(path)
            text = page.lines[line - 1]
            if text.startswith(call):
                continue  # the difference is the end of the line before
            page.replace(line, line, text.replace(call, ""))
            assert (str(path.relative_to(copy.root)), line) in map(place, copy.verified(ident))
            copy.restore(ident, words)
            path.write_bytes(before)

    def test_a_note_called_twice_is_told_at_both(self, copy, ident):
        """A second call is told where it stands."""
        words = copy.words(ident)
        path, line, call = self.calls(copy, ident)[0]
        page = PageLines(path)
        page.replace(line, line, page.lines[line - 1].replace(call, f"{call} 말{call}"))
        found = [problem for problem in copy.problems(ident) if problem.code == "note"]
        assert any("is called twice" in problem.message for problem in found)
        assert all(place(problem) == (str(path.relative_to(copy.root)), line) for problem in found)
        copy.restore(ident, words)

    def test_a_call_without_a_note_is_told(self, copy, ident):
        """A call of a note that is not there is told at its line."""
        path, line, _ = self.calls(copy, ident)[0]
        page = PageLines(path)
        text = page.lines[line - 1]
        page.replace(line, line, f"{text}[^n99]")
        assert (str(path.relative_to(copy.root)), line) in map(place, copy.problems(ident))

    def test_a_note_never_called_is_told_at_its_definition(self, copy, ident):
        """A note that nothing calls is told where it is defined."""
        path, *_ = self.calls(copy, ident)[0]
        page = PageLines(path)
        page.replace(len(page.lines), len(page.lines), "\n[^n98]: A note of nobody’s.\n")
        line = page.lines.index("[^n98]: A note of nobody’s.") + 1
        problems = [problem for problem in copy.problems(ident) if problem.line == line]
        assert "note" in {problem.code for problem in problems}

    def test_calls_out_of_order_are_told(self, copy, ident):
        """Two calls that change places are told as a difference, whatever notes they call."""
        calls = self.calls(copy, ident)
        (path, line, first), (other, below, second) = next((a, b) for a, b in pairwise(calls) if a[0] == b[0])
        page = PageLines(path)
        page.replace(line, line, page.lines[line - 1].replace(first, second))
        page = PageLines(other)
        page.replace(below, below, page.lines[below - 1].replace(second, first))
        problems = copy.problems(ident)
        assert {problem.code for problem in problems} == {"text", "note"}
        assert {line, below} <= {problem.line for problem in problems}

    def test_a_second_definition_of_a_note_is_told(self, copy, ident):
        """A note defined twice is told at the second, for the parser drops it without a word."""
        path, _, call = self.calls(copy, ident)[0]
        page = PageLines(path)
        page.replace(len(page.lines), len(page.lines), f"\n{call}: Once more.\n")
        _, problems = verify_text_files(copy, ident)
        [problem] = problems
        assert problem.code == "note"
        assert page.lines[problem.line - 1] == f"{call}: Once more."


def verify_text_files(copy: EditionCopy, ident: str) -> tuple[object, list[Problem]]:
    """Read the text and return what is wrong with its files alone."""
    from edition.verify.text import read_text

    return read_text(copy.root, load(copy.root, ident))


@pytest.mark.parametrize("ident", ["probsting-kazakhstan"])
def test_a_body_invented_for_a_lost_note_is_told(copy, ident):
    """A note that the witness lacks may not be given words."""
    path = copy.page(ident, "en")
    page = PageLines(path)
    line = page.lines.index("[^n1]: {gap}`note 1`") + 1
    page.replace(line, line, "[^n1]: RCIT, Kazakhstan, 2022.")
    [problem] = copy.problems(ident)
    assert place(problem) == (str(path.relative_to(copy.root)), line)


@pytest.mark.parametrize("ident", ["lee-lessons"])
def test_a_note_said_to_be_lost_that_the_witness_has_is_told(copy, ident):
    """A note that the witness has may not be shown as lost."""
    path = copy.page(ident, "revolutionary-minority")
    page = PageLines(path)
    line = next(i for i, text in enumerate(page.lines, start=1) if text.startswith("[^n2]:"))
    page.replace(line, len(page.lines), "[^n2]: {gap}`주 2`\n")
    problems = copy.problems(ident)
    assert any(problem.line == line and problem.code == "note" for problem in problems)


def test_one_trailing_space_of_a_witness_is_missed(copy, ident):
    """A witness whose bytes changed is refused, by its name; restored, it is accepted."""
    path = copy.root / "sources" / ident / "witness.txt"
    before = path.read_bytes()
    for changed in (before.replace(b" \n", b"\n", 1), before + b"\n", before.replace(b"\n", b" \n", 1)):
        if changed == before:
            continue
        path.write_bytes(changed)
        with pytest.raises(EditionError) as caught:
            load(copy.root, ident)
        [problem] = caught.value.problems
        assert (problem.code, problem.path) == ("witness", f"sources/{ident}/witness.txt")
        assert f"git checkout -- sources/{ident}/witness.txt" in problem.remedy
    path.write_bytes(before)
    assert copy.problems(ident) == []


class TestMarkedChanges:
    """A change that says so is no problem, and the counts say how many there are."""

    def test_a_marked_change_holds(self, copy, ident):
        """The same slip, marked, verifies; it counts as one emendation more."""
        path, line = lines_of_words(copy, ident)[-1]
        text = PageLines(path).lines[line - 1]
        start, end = word_at(text, letters(text)[0])
        before = totals(copy.edited(ident))
        PageLines(path).replace(line, line, f"{text[:start]}{{corr}}`고침 <{text[start:end]}>`{text[end:]}")
        edited = copy.edited(ident)
        assert verify(edited) == []
        assert totals(edited) == before | {"emendations": before["emendations"] + 1}

    def test_a_mark_with_another_witness_reading_fails(self, copy, ident):
        """A mark that misquotes the witness fails at its line."""
        path, line = lines_of_words(copy, ident)[-1]
        text = PageLines(path).lines[line - 1]
        start, end = word_at(text, letters(text)[0])
        PageLines(path).replace(line, line, f"{text[:start]}{{corr}}`고침 <{text[start:end]}x>`{text[end:]}")
        [problem] = copy.problems(ident)
        assert place(problem) == (str(path.relative_to(copy.root)), line)


@pytest.mark.parametrize("ident", ["lenin-lessons"])
class TestFiles:
    """What a page's file may not be; each is told at its line."""

    FAULTS: ClassVar[dict[str, tuple[Callable[[bytes], bytes], int]]] = {
        "BOM": (lambda data: b"\xef\xbb\xbf" + data, 1),
        "CR LF": (lambda data: data.replace(b"\n", b"\r\n", 2), 1),
        "NUL": (lambda data: data + b"\x00", -1),
        "line separator": (lambda data: data + "\u2028".encode(), -1),
        "next line": (lambda data: data + "\x85".encode(), -1),
        "form feed": (lambda data: data + b"\x0c", -1),
        "right-to-left override": (lambda data: data + "\u202e".encode(), -1),
        "zero-width space": (lambda data: data + "\u200b".encode(), -1),
        "private use": (lambda data: data + "\ue000".encode(), -1),
        "not UTF-8": (lambda data: data + b"\xb0\xa1", -1),
    }

    @pytest.mark.parametrize("fault", FAULTS)
    def test_a_file_that_no_page_may_be(self, copy, ident, fault):
        """The fault is told at its line, and nothing else of that page."""
        change, line = self.FAULTS[fault]
        path = copy.page(ident, list(copy.edited(ident).pages)[-1])
        data = path.read_bytes()
        path.write_bytes(change(data))
        wanted = line if line > 0 else data.count(b"\n") + 1
        found = [problem for problem in copy.problems(ident) if problem.code == "file"]
        assert place(found[0]) == (str(path.relative_to(copy.root)), wanted)
        assert {problem.code for problem in copy.problems(ident)} == {"file"}, "no problem that is not there"

    def test_a_missing_page(self, copy, ident):
        """A page that is not there is named, and told how to be restored."""
        name = list(copy.edited(ident).pages)[-1]
        copy.page(ident, name).unlink()
        problem = copy.problems(ident)[0]
        assert (problem.code, problem.path) == ("page", f"docs/texts/{ident}/{name}.md")
        assert "is missing" in problem.message

    def test_an_unknown_page(self, copy, ident):
        """A page that source.toml does not name is told."""
        copy.page(ident, "stray").write_text("# Stray\n", encoding="utf-8")
        [problem] = copy.problems(ident)
        assert (problem.code, problem.path) == ("page", f"docs/texts/{ident}/stray.md")

    @pytest.mark.parametrize("line", ["text: another", "lang: ru", "id: x", "text: ["])
    def test_wrong_front_matter(self, copy, ident, line):
        """Front matter that names another text, another language, an unknown key or no YAML is told."""
        path = copy.page(ident, list(copy.edited(ident).pages)[-1])
        key = line.partition(":")[0]
        text = path.read_text(encoding="utf-8")
        changed = re.sub(rf"(?m)^{key}: .*$", line, text, count=1)
        path.write_text(changed if changed != text else text.replace("---\n", f"---\n{line}\n", 1), encoding="utf-8")
        found = copy.problems(ident)
        assert found
        assert {problem.path for problem in found} == {str(path.relative_to(copy.root))}

    def test_no_front_matter(self, copy, ident):
        """A page without front matter is told what it needs."""
        path = copy.page(ident, list(copy.edited(ident).pages)[-1])
        text = path.read_text(encoding="utf-8")
        path.write_text(text.partition("---\n\n")[2], encoding="utf-8")
        [problem] = copy.problems(ident)
        assert problem.code == "page"
        assert "begin it with" in problem.remedy


def test_verification_of_the_real_edition_needs_no_copy(tmp_path):
    """All five texts, copied together, hold; the totals are those of the texts alone."""
    copy = copy_edition(tmp_path / "all")
    for ident in ("lee-lessons", "razlatzky-notes"):
        edited = copy.edited(ident)
        assert verify(edited) == []
        assert totals(edited)["characters of the witness"] == len(edited.source.text)
