"""Differences between K's versions: found where they are planted, and kept true where a person has looked at them."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.problems import EditionError
from edition.register.differences import NAME, difference_problems, differences, read_looked_at
from edition.register.entries import RegisterEntry, load_entries
from edition.register.occurrences import read_exceptions
from edition_copy import EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]
K = "probsting-kazakhstan"


@pytest.fixture(scope="module")
def entries(root: Path) -> list[RegisterEntry]:
    return load_entries(root)


@pytest.fixture
def k_copy(tmp_path: Path, clean_once: None) -> EditionCopy:
    return copy_edition(tmp_path, K)


@pytest.fixture
def told(root, entries, k_copy):
    """Return what differs in the copy, told by pair, kind, words and language."""
    return k_copy, lambda: {
        (item.pair, item.kind, item.words, item.language)
        for item in differences(k_copy.root, k_copy.edited(K), entries, read_exceptions(root))
    }


def test_all_have_been_looked_at(root, entries, k_copy):
    found = differences(k_copy.root, k_copy.edited(K), entries, read_exceptions(root))
    assert len(found) > 3
    assert [item.key for item in found if item.reason is None] == []
    assert difference_problems(k_copy.root, k_copy.edited(K), entries, read_exceptions(root)) == []


PLANTED = [
    ("ko", "3,000명의", "{corr}`2,000명의 <3,000명의>`",
     {("6", "number", "3,000", "en"), ("6", "number", "2,000명의", "ko")}),
    ("ko", "2014{supplied}`년`", "{corr}`2013년 <2014>`",
     {("16", "number", "2014", "en"), ("16", "number", "2013년", "ko"),
      ("16", "name", "in the Ukraine in 2014", "en")}),
    ("en", "took place in Moscow on 7 January", "took place in Moscow on {corr}`8 <7>` January",
     {("8", "date", "8 January", "en"), ("8", "date", "1월 7일", "ko")}),
    ("en", "at least 4,266 people", "at least {corr}`4,267 <4,266>` people",
     {("12", "number", "4,267", "en"), ("12", "number", "4,266명을", "ko")}),
    ("en", "Alexander Lukashenko", "{corr}`Alexander Kerensky <Alexander Lukashenko>`",
     {("8", "name", "알렉산더 루카셴코", "ko")}),
    ("ko", "시리아, 리비아", "{corr}`리비아 <시리아, 리비아>`", {("20", "name", "Syrian", "en")}),
]  # fmt: skip


@pytest.mark.parametrize(("page", "before", "after", "expected"), PLANTED, ids=[after for _, _, after, _ in PLANTED])
def test_a_planted_difference_is_told(told, page, before, after, expected):
    copy, find = told
    known = find()
    path = copy.page(K, page)
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, after), encoding="utf-8")
    assert find() - known == expected


def test_a_line_that_answers_to_nothing(root, entries, k_copy):
    path = k_copy.page(K, "en").with_name(NAME)
    path.write_text(path.read_text(encoding="utf-8") + "3\tname\tLenin\twhy\t까닭\n", encoding="utf-8")
    [problem] = difference_problems(k_copy.root, k_copy.edited(K), entries, read_exceptions(root))
    assert problem.line == len(path.read_text(encoding="utf-8").splitlines())
    assert "“Lenin” is no difference any more" in problem.message


@pytest.mark.parametrize("line", ["3\tname\tLenin", "3\tcolour\tred\twhy\t까닭", "10\tnote\t[5]\twhy\t까닭"])
def test_a_line_that_cannot_be_read(k_copy, line):
    path = k_copy.page(K, "en").with_name(NAME)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        read_looked_at(k_copy.root, k_copy.edited(K).source)
    assert len(caught.value.problems) == 1
