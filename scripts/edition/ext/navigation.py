"""Ways within a text: previous and next stay in it, and each page leads to the whole and to the other version.

Sphinx takes the order of all pages for the order of reading; a reader of one text would come out in another.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.config import edited_text, root_of, text_of
from edition.ext.nodes import EDITORIAL
from edition.ext.rendering import INDEX, is_web, language_of, title_of
from edition.ext.words import say
from edition.problems import EditionError
from edition.verify.alignment import read_alignment
from edition.verify.text import Edited

PARALLEL, WHOLE = "parallel", "whole"


def neighbours(names: list[str], name: str) -> tuple[str, str]:
    """Return the pages of a text before and after *name*; nothing before its front, its front after the last.

    >>> neighbours(["index", "opening", "end"], "end")
    ('opening', 'index')
    """
    ordered = [INDEX, *(other for other in names if other != INDEX)]
    place = ordered.index(name)
    return (ordered[place - 1] if place else ""), (ordered[(place + 1) % len(ordered)] if len(ordered) > 1 else "")


def _order(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Set a text page's previous and next, and leave other pages as they are but for ways into the midst of a text."""
    ident, name = text_of(pagename), pagename.rpartition("/")[2]
    edited = edited_text(app.env, ident) if ident else None
    if edited is None or pagename not in app.env.found_docs:
        _not_inside(app, pagename, context)
        return
    names = [INDEX, *(other for other in edited.pages if other != INDEX)]
    if name not in names:
        return
    names = [other for other in names if f"texts/{ident}/{other}" in app.env.found_docs]
    for key, other in zip(("prev", "next"), neighbours(names, name), strict=True):
        context[key] = _link(app, pagename, f"texts/{ident}/{other}") if other else None
    context["rellinks"] = [link for link in context.get("rellinks", []) if link[2] not in ("N", "P")]


def _not_inside(app: Sphinx, pagename: str, context: dict[str, Any]) -> None:
    """Lead to the front of a text where Sphinx leads to another of its pages."""
    related = getattr(app.builder, "relations", {}).get(pagename) or (None, None, None)
    for key, docname in (("prev", related[1]), ("next", related[2])):
        if context.get(key) and docname and text_of(docname):
            context[key] = _link(app, pagename, f"texts/{text_of(docname)}/{INDEX}")


def _link(app: Sphinx, pagename: str, docname: str) -> dict[str, str]:
    return {"link": app.builder.get_relative_uri(pagename, docname), "title": escape(title_of(app, docname))}


class TextLinks(SphinxPostTransform):
    """Sets links to the whole text and to the other versions below the title of every text page."""

    default_priority = 395
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        docname = self.env.docname
        ident, name = text_of(docname), docname.rpartition("/")[2]
        edited = edited_text(self.env, ident) if ident else None
        section = self.document.next_node(nodes.section)
        if edited is None or section is None or name not in edited.pages or not is_web(self.app):
            return
        languages = [language_of(self.app, docname)] if name != INDEX else edited.source.languages
        links: list[nodes.Node] = [self._reference(say(languages, "whole text"), WHOLE)]
        if len(edited.source.version) > 1:
            links += [self._reference(say(languages, "side by side"), PARALLEL), *self._others(edited, languages, name)]
        line = nodes.paragraph("", "", classes=[EDITORIAL, "text-links"])
        for position, link in enumerate(links):
            line += [nodes.Text(" · "), link] if position else [link]
        section.insert(1, line)
        if len(edited.source.version) > 1:
            self._pairs(edited, languages)

    def _pairs(self, edited: Edited, languages: list[str]) -> None:
        """Let each paragraph of a version lead to the pair that it stands in."""
        try:
            pairs = read_alignment(root_of(self.env), edited.source)
        except EditionError:
            return  # told by ``edition check``
        held = {place: pair.ident for pair in pairs for side in pair.sides.values() for place in side}
        for paragraph in self.document.findall(nodes.paragraph):
            place = next((ident for ident in paragraph["ids"] if ident in held), "")
            if place and "number" in paragraph:
                link = self._reference("⇄", PARALLEL)
                link["refuri"] += f"#pair-{held[place]}"
                link["reftitle"] = say(languages, "side by side")
                link["classes"] += ["to-pair", EDITORIAL]
                paragraph.append(link)

    def _others(self, edited: Edited, languages: list[str], name: str) -> list[nodes.Node]:
        """Return links to the pages of the other versions, in their own words, from the page of one."""
        mine = str(edited.pages[name].front.get("lang", ""))
        return [
            self._reference(say(languages, f"language {code}"), other)
            for other, page in edited.pages.items()
            if other != INDEX and mine and (code := str(page.front.get("lang", ""))) != mine
        ]

    def _reference(self, words: str, name: str) -> nodes.reference:
        here = self.env.docname
        address = self.app.builder.get_relative_uri(here, f"{here.rpartition('/')[0]}/{name}")
        return nodes.reference("", words, refuri=address, internal=True)


def setup_navigation(app: Sphinx) -> None:
    """Register the order and the links."""
    app.add_post_transform(TextLinks)
    app.connect("html-page-context", _order)
