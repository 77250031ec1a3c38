"""Summaries of the pages of a text, in the language that it is not written in.

``docs/texts/<id>/summaries.toml``: ``language``, and under ``[page]`` a summary by the name of its page.
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


def load_summaries(root: Path, ident: str) -> Summaries:
    """Return the summaries of the text *ident*, none where there is no file; raises `EditionError`."""
    tables = read_tables(root, PAGES / ident / NAME)
    shown, data = tables.shown, tables.data
    if not data:
        return Summaries()
    pages = data.get("page")
    if (
        data.keys() != {"language", "page"}
        or not isinstance(pages, dict)
        or not all(isinstance(words, str) and words.strip() for words in pages.values())
    ):
        raise EditionError(
            Problem(shown, 1, "annotation", "is not language and [page]", 'write language = "en" and [page]')
        )
    return Summaries(data["language"], pages)


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
