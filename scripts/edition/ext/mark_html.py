"""How the web edition shows a mark: the reading in the line, the witness's reading and what is known of it beside it.

Both readings are in the page. The witness's is hidden until the reader asks for the text as received; the card with
everything known opens on hover, focus and tap. All of it is HTML and CSS; ``static/view.js`` only remembers and places.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from edition.blocks import CALL, digits
from edition.ext.config import APPARATUS, text_of
from edition.ext.nodes import EDITORIAL, mark
from edition.ext.words import say
from edition.marks import BREAK
from edition.markup import call_signs


def row_id(anchor: str) -> str:
    """Return the id of the apparatus row of the mark whose id is *anchor*."""
    return f"a-{anchor}"


def visit_mark_html(self: HTML5Translator, node: mark) -> None:
    """Open a mark: its reading follows as the children of the node."""
    if _inside_link(node):
        return
    attributes: dict[str, Any] = {"tabindex": "0"}
    if node["ids"]:
        attributes["aria-describedby"] = f"{node['ids'][0]}-card"
    self.body.append(self.starttag(node, "span", "", **attributes))
    self.body.append(f'<span class="reading">{node.get("lead", "")}<span class="words">')


def depart_mark_html(self: HTML5Translator, node: mark) -> None:
    """Close a mark: after its reading the witness's, hidden, and the card."""
    if _inside_link(node):
        return
    language = str(self.builder.env.metadata.get(self.builder.current_docname, {}).get("lang", "en"))
    self.body.append(f"</span>{node.get('trail', '')}</span>")
    if node["sign"] != "sic":
        self.body.append(f'<span class="witness" hidden>{witness_html(node["witness"])}</span>')
    self.body.append(f"{card(self, node, language)}</span>")


def card(self: HTML5Translator, node: mark, language: str) -> str:
    """Return the card of a mark: the witness's reading, kind and certainty, reason, and the way to the apparatus."""
    known = [say([language], node[key]) for key in ("sign", "kind", "certainty") if node[key]]
    lines = [f"<strong>{escape(describe(node, language))}</strong>", escape(" · ".join(known))]
    if node["reason"]:
        lines.append(escape(node["reason"]))
    docname = f"{APPARATUS}{text_of(self.builder.current_docname)}"
    ident = ""
    if node["ids"]:
        ident = f' id="{node["ids"][0]}-card"'
        if docname in self.builder.env.found_docs:
            address = self.builder.get_relative_uri(self.builder.current_docname, docname)
            lines.append(f'<a href="{address}#{row_id(node["ids"][0])}">{escape(say([language], "to apparatus"))}</a>')
    inner = "".join(f'<span class="line">{line}</span>' for line in lines)
    return f'<span class="mark-card {EDITORIAL}"{ident} hidden>{inner}</span>'


def describe(node: mark, language: str) -> str:
    """Return what a reader is told of a mark: the witness's reading, or that it has nothing."""
    witness = node["witness"].replace(BREAK, f"[{say([language], 'break')}]")
    witness = CALL.sub(lambda call: f"[{digits(call[1])}]", call_signs(witness))
    if not witness.strip():
        witness = f"[{say([language], 'space')}]"
    if node["sign"] == "gap":
        return say([language], "witness lost", node["extent"])
    keys = {"corr": "witness", "supplied": "witness nothing", "surplus": "witness only", "sic": "witness same"}
    return say([language], keys[node["sign"]], witness)


def witness_html(witness: str) -> str:
    """Return the witness's reading as HTML: calls raised, breaks shown.

    >>> witness_html("둘" + BREAK)
    '둘<span class="break"></span>'
    """
    marked = CALL.sub(lambda call: f"<sup>{digits(call[1])}</sup>", escape(call_signs(witness), quote=False))
    return marked.replace(BREAK, '<span class="break"></span>')


def _inside_link(node: nodes.Node) -> bool:
    """Tell whether *node* is part of a link, as in a table of contents: there only its reading is shown.

    Sphinx renders titles for the navigation alone, in a document of their own, and its templates put the link round.
    """
    while node.parent is not None:
        node = node.parent
        if isinstance(node, nodes.reference):
            return True
    return not isinstance(node, nodes.document) or node.get("source", "").startswith("<partial")
