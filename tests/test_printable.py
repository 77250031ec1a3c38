"""Characters that no font of the book has are told where they are written, before a book is made."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.report import printable
from edition.report.checks import check_problems
from edition.report.printable import font_problems
from edition_copy import copy_edition

ROOT = Path(__file__).resolve().parents[1]
PRINTED = (
    "docs/texts/a/one.md", "docs/texts/a/notes.toml", "docs/register/entries/x.md", "docs/chronology.toml",
    "docs/conf.py", "bibliography.bib",
)  # fmt: skip


def written(root: Path, name: str, text: str) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def told(root: Path, *idents: str) -> list[str]:
    return [f"{problem.path}:{problem.line}" for problem in font_problems(root, list(idents))]


def test_the_edition_has_no_character_that_no_font_has():
    assert list(font_problems(ROOT, [])) == []


@pytest.mark.parametrize("name", PRINTED)
def test_a_character_is_named_with_file_and_line(tmp_path, name):
    written(tmp_path, name, "one\ntwo 촧 three\n\nfour 촧\n")
    first, second = font_problems(tmp_path, [])
    assert (first.path, first.line, second.line) == (name, 2, 4)
    assert first.message == "no font of the book has '촧' (U+CD27 HANGUL SYLLABLE CWAGS)"
    assert "write it in another way" in first.remedy


def test_what_is_not_printed_is_let_alone(tmp_path):
    written(tmp_path, "docs/search.md", "---\nlang: en\npdf: false\n---\n\n촧\n")
    written(tmp_path, "docs/about/promises.toml", "words = '촧'\n")
    written(tmp_path, "docs/other.md", "---\nlang: en\n---\n\npdf: false\n\n촧\n")
    assert told(tmp_path) == ["docs/other.md:7"]


def test_a_text_is_looked_at_by_itself(tmp_path):
    for ident in ("a", "b"):
        written(tmp_path, f"docs/texts/{ident}/one.md", "촧\n")
    assert told(tmp_path, "b") == ["docs/texts/b/one.md:1"]


def test_fonts_that_cannot_be_read_are_a_problem_of_their_own(tmp_path, monkeypatch):
    written(tmp_path, "Broken.ttf", "no font")
    monkeypatch.setattr(printable, "FOLDER", tmp_path)
    [problem] = font_problems(ROOT, [])
    assert problem.code == "font"
    assert "git" in problem.remedy


def test_check_tells_it(tmp_path):
    """`edition check` tells of a page that is changed, by its line."""
    copy = copy_edition(tmp_path / "edition", "ryu-emergence")
    page = copy.root / "docs" / "texts" / "ryu-emergence" / "conclusion.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n촧\n", encoding="utf-8")
    assert "font" in {problem.code for problem in check_problems(copy.root, ["ryu-emergence"])}
