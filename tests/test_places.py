"""What belongs where: pages to a text, ids to their blocks, numbers to their words, sigla to one text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from edition.problems import EditionError
from edition.verify.text import check_places
from edition.witnesses import identifiers, load, load_all
from edition_copy import EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]
S = "lenin-lessons"
TWICE = (
    'kind = "byline", reason = "x" },\n'
    '  { do = "kind", line = 13, words = "By Jean-Baptiste Pelé.", kind = "signature", '
)


@pytest.fixture
def sound(tmp_path: Path, clean_once: None) -> EditionCopy:
    """A copy of S, sound as yet."""
    return copy_edition(tmp_path / "edition", S)


def swap(path: Path, one: str, other: str) -> None:
    """Exchange two strings of a file."""
    text = path.read_text(encoding="utf-8")
    assert one in text
    assert other in text
    path.write_text(text.replace(one, "\0").replace(other, one).replace("\0", other), encoding="utf-8")


def test_pages_without_a_source_are_told(tmp_path: Path) -> None:
    """A text whose source is gone is not published unproved."""
    copy = copy_edition(tmp_path / "edition")
    assert list(check_places(copy.root, identifiers(copy.root))) == []
    shutil.rmtree(copy.root / "sources" / S)
    [problem] = check_places(copy.root, identifiers(copy.root))
    assert (problem.path, problem.code) == (f"docs/texts/{S}", "page")


def test_a_text_that_the_contents_do_not_name_is_told(tmp_path: Path) -> None:
    """A text outside the edition's toctree is told, with the line to add."""
    copy = copy_edition(tmp_path / "edition")
    contents = copy.root / "docs" / "index.md"
    contents.write_text(contents.read_text(encoding="utf-8").replace(f"texts/{S}/index\n", ""), encoding="utf-8")
    [problem] = check_places(copy.root, identifiers(copy.root))
    assert problem.remedy.endswith(f"texts/{S}/index")


def test_ids_of_two_headings_exchanged_are_told(sound: EditionCopy) -> None:
    """An id belongs to one heading, not to any."""
    swap(sound.page(S, "against-stalin"), f"({S}.past)=", f"({S}.class-struggle)=")
    problems = sound.problems(S)
    assert {problem.code for problem in problems} == {"id"}
    assert len(problems) == 2


def test_numbers_of_two_paragraphs_exchanged_are_told(sound: EditionCopy) -> None:
    """A published number stays with its words."""
    swap(sound.root / "docs" / "texts" / S / "ids.tsv", f"{S}.5\t", f"{S}.6\t")
    assert {problem.code for problem in sound.problems(S)} == {"id"}


def test_a_line_of_another_text_in_the_ledger_is_told(sound: EditionCopy) -> None:
    """An id that no paragraph of this text can have is told at its line."""
    path = sound.root / "docs" / "texts" / S / "ids.tsv"
    path.write_text(path.read_text(encoding="utf-8") + "foo.1\tabcdefabcdef\tHello\n", encoding="utf-8")
    [problem] = sound.problems(S)
    assert problem.line == path.read_text(encoding="utf-8").count("\n")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('siglum = "S"', 'siglum = "SS"'),
        ('may_publish = "notes"', 'may_publish = "whole"'),
        ('name = "introduction"', 'name = "../introduction"'),
        ("kind = \"byline\", ", TWICE),
    ],
    ids=["siglum", "permission", "page name", "decided twice"],
)  # fmt: skip
def test_what_contradicts_itself_in_a_source_is_told(sound: EditionCopy, old: str, new: str) -> None:
    """A value that is well formed and cannot be is one problem."""
    path = sound.root / "sources" / S / "source.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        load(sound.root, S)
    assert [problem.code for problem in caught.value.problems] == ["source"]


def test_a_siglum_is_given_once(tmp_path: Path) -> None:
    """Two texts cannot have one siglum."""
    copy = copy_edition(tmp_path / "edition")
    path = copy.root / "sources" / S / "source.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('siglum = "S"', 'siglum = "L"'), encoding="utf-8")
    with pytest.raises(EditionError, match="already"):
        load_all(copy.root)
