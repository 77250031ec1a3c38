"""All summaries in one language on a page: ``{summaries} en``, by text, each leading to the page that it sums up."""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.config import edited_text, root_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.problems import EditionError
from edition.register.summaries import load_summaries
from edition.verify.pages import Page
from edition.witnesses import identifiers


class SummariesList(SphinxDirective):
    """``{summaries} LANGUAGE``: the summaries of every text that has them in this language."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a section for each text, with a paragraph for each of its pages."""
        root, language = root_of(self.env), self.arguments[0]
        sections: list[nodes.Node] = []
        for ident in identifiers(root):
            edited = edited_text(self.env, ident)
            try:
                found = load_summaries(root, ident)
            except EditionError:
                continue  # told by the proof
            if edited is None or found.language != language or not found.page:
                continue
            title = next((str(edited.source.identity[key]["text"]) for key in ("title",)), ident)
            own = f"language-{edited.source.languages[0]}"
            section = nodes.section("", ids=[f"summaries-{ident}"], names=[])
            section += nodes.title("", "", nodes.inline("", title, classes=[own]))
            for name, page in edited.pages.items():
                if name in found.page:
                    link = place_link("", heading_of(page, name), docname=f"texts/{ident}/{name}", anchor="")
                    head = nodes.paragraph("", "", nodes.strong("", "", link), classes=[own])
                    section += [head, nodes.paragraph("", found.page[name])]
            section["classes"].append(EDITORIAL)
            sections.append(section)
        return sections


def heading_of(page: Page, name: str) -> str:
    """Return the title of *page*: its front matter's, or its first heading as read."""
    own = str(page.front.get("title", ""))
    return own or next((read.reading for read in page.body if read.block.kind == "heading"), name)


def setup_summaries(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("summaries", SummariesList)
