"""The front page of a text: its facts are computed, and its table of contents is the order of the text."""

from __future__ import annotations

from edition.ext.front import facts
from edition.verify.text import totals
from edition_copy import EditionCopy

pytest_plugins = ["edition_copy"]


def test_facts_are_the_text_s_own(copy: EditionCopy, ident: str) -> None:
    """Siglum, characters and emendations on the front page are those of source.toml and of the pages."""
    edited = copy.edited(ident)
    for language in ("ko", "en"):
        words = " ".join(value for _, value in facts(edited, language))
        counts = totals(edited)
        assert edited.source.siglum in words
        assert f"{counts['characters of the witness']:,}" in words
        assert f"{counts['emendations']:,}" in words or not counts["emendations"]


def test_the_order_of_the_pages_is_proved(copy: EditionCopy, ident: str) -> None:
    """Two pages that change places in the toctree are told, and the remedy names the right order."""
    path = copy.page(ident, "index")
    names = [entry.name for entry in copy.edited(ident).source.page if entry.name != "index"]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"{names[0]}\n{names[1]}\n", f"{names[1]}\n{names[0]}\n"), encoding="utf-8")
    [problem] = copy.problems(ident)
    assert problem.code == "page"
    assert ", ".join(names) in problem.remedy


def test_the_edition_s_title_of_a_page_is_proved(copy: EditionCopy, ident: str) -> None:
    """A title that source.toml does not give is told."""
    path = copy.page(ident, "index")
    lines = path.read_text(encoding="utf-8").split("\n")
    bare = [line for line in lines if not line.startswith("title:")]
    path.write_text("\n".join([bare[0], 'title: "[Another]"', *bare[1:]]), encoding="utf-8")
    [problem] = [problem for problem in copy.problems(ident) if problem.code == "page"]
    assert (problem.line, "title" in problem.message) == (1, True)
