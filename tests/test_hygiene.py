"""Page hygiene: no control hides in a page, and each is named with its line."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.hygiene import describe, faults, read_page, refused

#: file bytes → line and words of the one message
BAD_PAGES = {
    "not UTF-8": ("첫 줄\n".encode() + "둘째 줄\n".encode("euc-kr"), 2, "not UTF-8 (byte B5)"),
    "cut inside a character": ("첫 줄\n가".encode()[:-1], 2, "not UTF-8"),
    "byte order mark": (b"\xef\xbb\xbf# A\n", 1, "byte order mark"),
    "byte order mark inside": ("가\n나\ufeff다\n".encode(), 2, "U+FEFF ZERO WIDTH NO-BREAK SPACE at column 2"),
    "CR LF": (b"a\nb\r\nc\n", 2, "CR LF"),
    "CR alone": (b"a\nb\rc\n", 2, "U+000D a control character at column 2"),
    "NUL": (b"a\n\nb\0c\n", 3, "U+0000 a control character at column 2"),
    "form feed": (b"a\x0cb\n", 1, "U+000C"),
    "next line": ("a\x85b\n".encode(), 1, "U+0085"),
    "line separator": ("가\n나\u2028다\n".encode(), 2, "U+2028 LINE SEPARATOR at column 2"),
    "paragraph separator": ("가\u2029\n".encode(), 1, "U+2029"),
    "bidirectional override": ("가\u202e나\n".encode(), 1, "U+202E RIGHT-TO-LEFT OVERRIDE"),
    "bidirectional isolate": ("가\u2066나\n".encode(), 1, "U+2066"),
    "left-to-right mark": ("가\u200e나\n".encode(), 1, "U+200E"),
    "zero width space": ("가\n\n\n나\u200b다\n".encode(), 4, "U+200B ZERO WIDTH SPACE at column 2"),
    "zero width joiner": ("가\u200d나\n".encode(), 1, "U+200D"),
    "word joiner": ("가\u2060나\n".encode(), 1, "U+2060"),
    "soft hyphen": ("revo\u00adlution\n".encode(), 1, "U+00AD SOFT HYPHEN at column 5"),
    "call sign": ("가\ue0001)\ue001\n".encode(), 1, "U+E000"),
    "not a character": ("가\ufdd0\n".encode(), 1, "U+FDD0"),
}


@pytest.mark.parametrize(("data", "line", "words"), BAD_PAGES.values(), ids=BAD_PAGES)
def test_a_bad_page_is_one_message_at_its_line(tmp_path, data, line, words):
    path = tmp_path / "page.md"
    path.write_bytes(data)
    _, problems = read_page(path, "docs/page.md")
    first = problems[0]
    assert (first.path, first.line, first.code) == ("docs/page.md", line, "file")
    assert words in first.message
    assert first.remedy
    assert {problem.line for problem in problems} == {line}


def test_every_bad_line_is_reported(tmp_path):
    path = tmp_path / "page.md"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb\0\r\n")
    text, problems = read_page(path, "page.md")
    assert [problem.line for problem in problems] == [1, 1, 2]
    assert text == "\ufeffa\r\nb\0\r\n"


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()], ids=["missing", "a directory"])
def test_a_page_that_cannot_be_read_is_a_problem(tmp_path, make):
    path = tmp_path / "page.md"
    make(path)
    text, [problem] = read_page(path, "docs/page.md")
    assert (text, problem.path, problem.code) == ("", "docs/page.md", "file")


def test_a_good_page_comes_back_exactly(tmp_path):
    """No-break and ideographic spaces, combining signs, tabs, an arrow with its selector: all allowed, none changed."""
    good = "가\u00a0나\u3000다\te\u0301 ↩\ufe0e\n\n\u1112\u1161\u11ab  끝 없음"
    path = tmp_path / "page.md"
    path.write_bytes(good.encode())
    assert read_page(path, "page.md") == (good, [])


@given(st.text(alphabet="가 a\n"), st.characters().filter(refused), st.text(alphabet="가 a\n"))
def test_a_refused_character_is_found_wherever_it_stands(before, character, after):
    line = before.count("\n") + 1
    found = [problem for problem in faults(before + character + after, "page.md") if problem.line == line]
    assert found


#: Format characters that are seen, for they are drawn around digits or join hieroglyphs: nothing hides in them.
DRAWN = {*"\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"}
DRAWN |= {chr(code) for code in range(0x13430, 0x13440)}


def test_every_invisible_format_character_is_refused():
    """Tags, annotation anchors and invisible operators hide as well as a zero-width space does."""
    characters = map(chr, range(sys.maxunicode + 1))
    hidden = {character for character in characters if unicodedata.category(character) == "Cf"} - DRAWN
    assert len(hidden) > 100
    assert [describe(character) for character in sorted(hidden) if not refused(character)] == []


@pytest.mark.parametrize("character", "\u115f\u1160\u3164\uffa0", ids=describe)
def test_no_hangul_filler_may_stand_in_a_page(character):
    """Fillers are letters to Unicode and nothing to the eye: a word with one is found by no search."""
    assert refused(character)
