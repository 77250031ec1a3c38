"""The page of those who contributed: ``{contributors}`` makes the list, from the file and not from the history."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.corrections.credits import PATH, Credit, load_credits
from edition.ext.config import root_of
from edition.ext.nodes import EDITORIAL
from edition.problems import EditionError

PARTS = {"text": "글과 주 · text and notes", "software": "프로그램 · programs", "suggested": "제안 · suggestions"}


class Contributors(SphinxDirective):
    """``{contributors}``: everyone, in the order of their first contribution."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the list; raises where the file is none of ours."""
        self.env.note_dependency(str(root_of(self.env) / PATH))
        try:
            people = load_credits(root_of(self.env))
        except EditionError as error:
            raise self.error(str(error)) from error
        items = nodes.bullet_list("", classes=[EDITORIAL, "contributors"])
        items += [nodes.list_item("", nodes.paragraph("", told(one))) for one in people]
        return [items] if people else []


def told(one: Credit) -> str:
    """Return a line of the list.

    >>> told(Credit("A", ("text",), 2026, 2027))
    'A: 글과 주 · text and notes (2026–2027)'
    """
    years = str(one.first) if one.first == one.last else f"{one.first}–{one.last}"
    return f"{one.name}: {'; '.join(PARTS[part] for part in one.parts)} ({years})"


def setup_contributors(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("contributors", Contributors)
