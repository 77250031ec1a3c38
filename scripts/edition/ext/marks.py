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

from edition.ext.config import edited_text, text_of
from edition.ext.doctree import put_for
from edition.ext.mark_html import depart_mark_html, visit_mark_html
from edition.ext.nodes import mark
from edition.marks import BREAK, SIGNS, parse_mark
from edition.verify.apparatus import settled

logger = logging.getLogger(__name__)


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
        known = settled(parsed, source.source.mark if source else {})
        node = mark(
            self.rawtext,
            "",
            *self._reading(parsed.reading.replace(BREAK, "")),
            classes=["editor-mark", parsed.sign, *filter(None, [known.certainty])],
            sign=parsed.sign,
            witness=parsed.witness,
            kind=known.kind,
            certainty=known.certainty,
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

    In HTML it stays inside the mark, outside the bracketed words (``lead``, ``trail``), so that it goes with the
    reading when the witness is shown. Only in the document about to be written: the stored doctree, which is proved,
    keeps the space among the words.
    """

    default_priority = 300

    def run(self, **kwargs: Any) -> None:
        """Change the document in place."""
        inside = self.app.builder.format == "html"
        for node in list(self.document.findall(mark)):
            if not node.children or not node.astext().strip():
                continue
            place = node.parent.index(node)
            for name, edge, strip in (("lead", 0, str.lstrip), ("trail", -1, str.rstrip)):
                child = node.children[edge]
                words = child.astext()
                if not isinstance(child, nodes.Text) or strip(words, " ") == words:
                    continue
                put_for(child, [nodes.Text(strip(words, " "))])
                if inside:
                    node[name] = " "
                else:
                    node.parent.insert(place if name == "lead" else node.parent.index(node) + 1, nodes.Text(" "))


def skip(self: Any, node: nodes.Node) -> None:
    """Write nothing of the node itself, its children only."""


def setup_marks(app: Sphinx) -> None:
    """Register the roles and their node."""
    plain = (skip, skip)
    app.add_node(mark, html=(visit_mark_html, depart_mark_html), latex=plain, text=plain, man=plain, texinfo=plain)
    app.add_post_transform(SpacesOutside)
    for sign in SIGNS:
        app.add_role(sign, partial(MarkRole)())
