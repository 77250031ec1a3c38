"""Editors' marks in Sphinx: the reading is shown, the witness's reading is kept beside it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole
from sphinx.writers.html5 import HTML5Translator

from edition.ext.config import edited_text, text_of
from edition.ext.nodes import mark
from edition.marks import BREAK, SIGNS, parse_mark

logger = logging.getLogger(__name__)

LABELS = {
    "ko": {
        "corr": "저본: {}", "supplied": "저본에 없음", "surplus": "저본에만 있음: {}", "gap": "저본에 빠져 있음: {}",
        "sic": "저본대로", "break": "문단 나눔",
    },
    "en": {
        "corr": "witness: {}", "supplied": "not in the witness", "surplus": "in the witness only: {}",
        "gap": "lost in the witness: {}", "sic": "so in the witness", "break": "paragraph break",
    },
}  # fmt: skip


class MarkRole(SphinxRole):
    """A mark in running text."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Return the mark's node; a mark that breaks the grammar is a located warning and its text is shown."""
        try:
            parsed = parse_mark(self.name, self.text)
        except ValueError as error:
            if not text_of(self.env.docname):  # on a text page the proof tells it, at its own line
                logger.warning(
                    "{%s}: %s", self.name, error, location=self.get_location(), type="edition", subtype="mark"
                )
            return [nodes.Text(self.text)], []
        source = edited_text(self.env, text_of(self.env.docname))
        defaults = source.source.mark if source else {}
        node = mark(
            self.rawtext,
            "",
            *self._reading(parsed.reading.replace(BREAK, "")),
            classes=["editor-mark", parsed.sign],
            sign=parsed.sign,
            witness=parsed.witness,
            kind=parsed.kind or defaults.get("kind", ""),
            certainty=parsed.certainty or defaults.get("certainty", ""),
            reason=parsed.reason,
            extent=parsed.extent,
            breaks=parsed.reading.startswith(BREAK),
        )
        return [node], []

    def _reading(self, text: str) -> list[nodes.Node]:
        """Return the nodes of a reading: words, and note calls as MyST makes them."""
        found: list[nodes.Node] = []
        for index, part in enumerate(re.split(r"\[\^(n\d+)\]", text)):
            if index % 2:
                document = self.inliner.document
                call = nodes.footnote_reference(f"[^{part}]", auto=1, refname=part)
                document.note_autofootnote_ref(call)
                document.note_footnote_ref(call)
                found.append(call)
            elif part:
                found.append(nodes.Text(part))
        return found


class SpacesOutside(SphinxPostTransform):
    """Sets a space at the edge of a mark outside it, where builders draw brackets or lines.

    Only in the document about to be written: the stored doctree, which is proved, keeps the space in the mark.
    """

    default_priority = 300

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for node in list(self.document.findall(mark)):
            if not node.children or not node.astext().strip():
                continue
            first = node.children[0]
            if isinstance(first, nodes.Text) and first.startswith(" "):
                node.parent.insert(node.parent.index(node), nodes.Text(" "))
                node.replace(first, nodes.Text(first.lstrip(" ")))
            last = node.children[-1]
            if isinstance(last, nodes.Text) and last.endswith(" "):
                node.parent.insert(node.parent.index(node) + 1, nodes.Text(" "))
                node.replace(last, nodes.Text(last.rstrip(" ")))


def describe(node: mark, language: str) -> str:
    """Return what a reader is told of a mark: the witness's reading, or that it has nothing."""
    words = LABELS.get(language, LABELS["en"])
    told = node["extent"] or node["witness"].replace(BREAK, words["break"])
    return words[node["sign"]].format(told)


def visit_mark_html(self: HTML5Translator, node: mark) -> None:
    """Open a mark: a span that tells the witness's reading on hover and to a screen reader."""
    attributes: dict[str, Any] = {key: node[key] for key in ("kind", "certainty", "reason") if node[key]}
    if not _inside_link(node):
        attributes["tabindex"] = "0"
    language = self.builder.env.metadata.get(self.builder.current_docname, {}).get("lang", "en")
    if node["sign"] != "sic":
        attributes["witness"] = node["witness"]
    named = {name if name == "tabindex" else f"data-{name}": value for name, value in attributes.items()}
    self.body.append(self.starttag(node, "span", "", title=describe(node, language), **named))


def _inside_link(node: nodes.Node) -> bool:
    """Tell whether *node* is part of a link, as in a table of contents: there it is no stop for the keyboard.

    Sphinx renders titles for the navigation alone, in a document of their own, and its templates put the link round.
    """
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.reference):
            return True
    return not isinstance(node, nodes.document) or node.get("source", "").startswith("<partial")


def depart_mark_html(self: HTML5Translator, node: mark) -> None:
    """Close a mark."""
    self.body.append("</span>")


def skip(self: Any, node: nodes.Node) -> None:
    """Write nothing of the node itself, its children only."""


def setup_marks(app: Sphinx) -> None:
    """Register the roles and their node."""
    plain = (skip, skip)
    app.add_node(mark, html=(visit_mark_html, depart_mark_html), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_post_transform(SpacesOutside)
    for sign in SIGNS:
        app.add_role(sign, partial(MarkRole)())
