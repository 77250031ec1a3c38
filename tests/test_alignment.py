"""The alignment of K's versions: every block in one pair, in order; planted faults are found at their line."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from edition.problems import EditionError, Problem
from edition.verify.alignment import alignment_path, alignment_problems, read_alignment
from edition.verify.text import Edited, read_text
from edition.witnesses import load

K = "probsting-kazakhstan"


@pytest.fixture(scope="module")
def edited(root: Path) -> Edited:
    return read_text(root, load(root, K))[0]


@pytest.fixture
def planted(root: Path, tmp_path: Path, edited: Edited) -> Callable[[Callable[[list[str]], None]], list[Problem]]:
    """Change the lines of a copy of the alignment, and return what is found then."""

    def plant(change: Callable[[list[str]], None]) -> list[Problem]:
        path = alignment_path(tmp_path, edited.source)
        path.parent.mkdir(parents=True)
        shutil.copy(root / "docs" / "texts" / K / "ids.tsv", path.parent)
        lines = alignment_path(root, edited.source).read_text(encoding="utf-8").split("\n")
        change(lines)
        path.write_text("\n".join(lines), encoding="utf-8")
        return alignment_problems(tmp_path, edited)

    return plant


def line_of(lines: list[str], ident: str) -> int:
    """Return the index of the pair that holds *ident*."""
    return next(index for index, line in enumerate(lines) if ident in line.split())


def test_the_versions_are_aligned(root, edited):
    assert alignment_problems(root, edited) == []
    pairs = read_alignment(root, edited.source)
    assert len({pair.ident for pair in pairs}) == len(pairs) > 20
    assert next(pair for pair in pairs if pair.ident == "2").sides["ko"] == (f"{K}.ko.2", f"{K}.ko.3")
    assert [list(pair.sides) for pair in pairs] == [["en", "ko"]] * len(pairs)


def test_a_text_of_one_version_has_no_pairs(root):
    assert read_alignment(root, load(root, "lee-lessons")) == []


def test_nothing_planted_nothing_found(planted):
    assert planted(lambda lines: None) == []


def drop(lines: list[str]) -> None:
    del lines[line_of(lines, f"{K}.en.3")]


def swap(lines: list[str]) -> None:
    at = line_of(lines, f"{K}.en.15")
    lines[at], lines[at + 1] = lines[at + 1], lines[at]


def double(lines: list[str]) -> None:
    at = line_of(lines, f"{K}.ko.4")
    lines[at] += f" {K}.ko.5"


def unknown(lines: list[str]) -> None:
    at = line_of(lines, f"{K}.en.3")
    lines[at] = lines[at].replace(f"{K}.en.3", f"{K}.en.99")


def wrong_call(lines: list[str]) -> None:
    at = line_of(lines, f"{K}.en.3")
    lines[at : at + 4] = [
        f"{K}.en.3 {K}.en.4\t{K}.ko.4",
        f"{K}.en.voices\t{K}.ko.5",
        f"{K}.en.5\t{K}.ko.voices {K}.ko.6",
    ]


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (drop, ["en.3 is in no pair", "ko.4 is in no pair"]),
        (swap, ["en.15 stands before", "ko.16 stands before"]),
        (double, ["ko.5 is in a pair already"]),
        (unknown, ["en.3 is in no pair", "no block probsting-kazakhstan.en.99"]),
        (wrong_call, ["note 2 is called in probsting-kazakhstan.en.4 and in probsting-kazakhstan.ko.5"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_planted_faults_are_found(planted, change, messages):
    found = sorted(planted(change))
    assert len(found) == len(messages)
    for problem, message in zip(found, messages, strict=True):
        assert message in problem.message
        assert problem.line
        assert problem.remedy


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# ko\ten\n", 1, "does not name the versions"),
        (f"# en\tko\n{K}.en.title\n", 2, "is no pair"),
        (f"# en\tko\n{K}.en.title\t\n", 2, "is no pair"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path, edited, text, line, message):
    path = alignment_path(tmp_path, edited.source)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        read_alignment(tmp_path, edited.source)
    assert (caught.value.problems[0].line, caught.value.problems[0].message) == (line, message)


def test_a_file_that_is_missing(tmp_path, edited):
    [problem] = alignment_problems(tmp_path, edited)
    assert problem.message == "is missing"
