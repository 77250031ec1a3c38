"""Summaries of the pages of a text, in the language that it is not written in; and a line on the text, in both.

``docs/texts/<id>/summaries.toml``: ``language``, under ``[page]`` a summary by the name of its page, and under
``[text]`` what the whole text is, by language: what programs are told of it. Either table may be left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from edition.problems import EditionError, Problem
from edition.register.tables import read_tables
from edition.verify.text import PAGES, Edited

NAME = "summaries.toml"


@dataclass(frozen=True, slots=True)
class Summaries:
    """The summaries of one text."""

    language: str = ""
    page: dict[str, str] = field(default_factory=dict)
    text: dict[str, str] = field(default_factory=dict)

    def of_page(self, name: str, language: str) -> str:
        """Return what is said of the page *name*: its summary, else the line on its text in *language*."""
        return self.page.get(name) or self.of_text(language)

    def of_text(self, language: str) -> str:
        """Return the line on the text, in *language* if it is there; empty where there is none."""
        return self.text.get(language, "")


def load_summaries(root: Path, ident: str) -> Summaries:
    """Return the summaries of the text *ident*, none where there is no file; raises `EditionError`."""
    tables = read_tables(root, PAGES / ident / NAME)
    shown, data = tables.shown, tables.data
    if not data:
        return Summaries()
    pages, texts = (data.get(key, {}) for key in ("page", "text"))
    known = {"language", "page"} if "page" in data else set()
    if data.keys() - {"text"} != known or not _is_words(pages) or not _is_words(texts):
        raise EditionError(
            Problem(
                shown,
                1,
                "annotation",
                "is not language and [page], or [text]",
                'write language = "en" and [page], [text]',
            )
        )
    return Summaries(data.get("language", ""), pages, texts)


def _is_words(table: object) -> bool:
    """Say whether *table* is one of words by name."""
    return isinstance(table, dict) and all(isinstance(words, str) and words.strip() for words in table.values())


def summary_problems(root: Path, edited: Edited) -> list[Problem]:
    """Return a problem for each page without a summary, and each summary without a page, where a text has any."""
    try:
        found = load_summaries(root, edited.source.ident)
    except EditionError as error:
        return error.problems
    if not found.page:
        return []
    shown = (PAGES / edited.source.ident / NAME).as_posix()
    pages = {name for name, page in edited.pages.items() if page.body and name != "index"}
    lost = [
        Problem(shown, 1, "annotation", f"no summary of the page {name}", "add it")
        for name in sorted(pages - found.page.keys())
    ]
    more = [
        Problem(shown, 1, "annotation", f"there is no page {name}", "correct the name")
        for name in sorted(found.page.keys() - pages)
    ]
    return [*lost, *more]
