"""From the book's doctree to Typst source: pages, titles, paragraphs, words, marks, notes and links.

Lists, tables, figures and what else has an inner order of its own are in `structures`. The source holds calls of the
functions of ``edition.typ`` (see `source`). A node no visitor knows is a located warning, and its words are printed.

Not handled on purpose: mathematics and API descriptions (no text here has them) and raw nodes of any format.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.nodes import get_node_line

from ...ext.nodes import EDITORIAL
from .book import PAGE, page_id, placed_note, repeated_call, unique_id
from .source import Source, optional, quote

if TYPE_CHECKING:
    from .builder import TypstBuilder

logger = logging.getLogger(__name__)

Visitor = Callable[[Any, Any], None]

#: what a paragraph's class makes of it; the first that fits
PARAGRAPHS = {
    EDITORIAL: "editorial-block", "caption": "caption-paragraph", "byline": "byline", "subtitle": "byline",
    "signature": "flush-right", "attribution": "attribution", "dateline": "flush-right",
}  # fmt: skip
#: what holds its first paragraph directly, as the words after its marker
HOLDERS = (nodes.list_item, nodes.entry, nodes.definition, nodes.citation, nodes.footnote, placed_note)


def language_of(node: nodes.Element) -> str | None:
    """Return the language an element names by its attribute or by a class as ``lang-ko``, or None."""
    if node.get("lang"):
        return str(node["lang"])
    return next((str(name)[5:] for name in node.get("classes", []) if name.startswith("lang-")), None)


def function(name: str, *, block: bool = False) -> tuple[Visitor, Visitor]:
    """Return the visitor and departure that put an element's content into a call of *name*."""

    def visit(self: TypstTranslator, node: nodes.Element) -> None:
        self.begin(f"{name}(" if name else "", node, block=block)

    def depart(self: TypstTranslator, node: nodes.Element) -> None:
        self.end(")" if name else "")

    return visit, depart


class Writing(SphinxTranslator):
    """What every visitor uses: the source, the language in force, the places that links lead to."""

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.source = Source()
        self.targets = builder.targets
        self.placed: set[str] = set()
        self.languages = [str(builder.config.language)]
        self._tails: list[tuple[bool, bool]] = []  #: of the open calls: switched language?, outside the call?

    def begin(self, head: str, node: nodes.Element, *, block: bool = False, anchors: bool = True) -> None:
        """Open a call whose content is *node*'s, in its language, its ids first."""
        language = language_of(node)
        switched = language is not None and language != self.languages[-1]
        if switched and block:
            self.source.begin(f"lang-block({quote(cast(str, language))}, ")
        self.source.begin(head)
        if switched and not block:
            self.source.begin(f"lang-span({quote(cast(str, language))}, ")
        if switched:
            self.languages.append(cast(str, language))
        self._tails.append((switched, block))
        if anchors:
            self.anchors(node)

    def end(self, tail: str = ")") -> None:
        """Close what `begin` opened last."""
        switched, block = self._tails.pop()
        if switched:
            self.languages.pop()
        if switched and not block:
            self.source.end()
        self.source.end(tail)
        if switched and block:
            self.source.end()

    def origin(self, node: nodes.Element) -> None:
        """Note the page and line that the next block comes from."""
        if node.hasattr(PAGE):
            self.source.origin(node[PAGE], get_node_line(node))

    def anchors(self, node: nodes.Element) -> None:
        """Place the ids of *node* that something links to and that stand nowhere yet."""
        for target in self.unplaced(node.get("ids", [])):
            self.source.add(f"anchor({quote(target)})")

    def unplaced(self, ids: list[str]) -> list[str]:
        """Return those of *ids* that want a place, and take them as placed."""
        wanted = [node_id for node_id in dict.fromkeys(ids) if node_id in self.targets and node_id not in self.placed]
        self.placed.update(wanted)
        return wanted

    def warn(self, node: nodes.Node, message: str) -> None:
        """Warn of something in *node*, located, under ``edition.pdf``."""
        logger.warning(message, location=node, type="edition", subtype="pdf")

    def skip(self, node: nodes.Element) -> None:
        """Leave out *node*, keeping its ids."""
        self.anchors(node)
        raise nodes.SkipNode

    def pass_through(self, node: nodes.Element) -> None:
        """Do nothing at the end of an element."""


class WordsMixin(Writing):
    """Words, marks, links and notes."""

    def visit_Text(self, node: nodes.Text) -> None:
        if str(node):
            self.source.add(quote(str(node)))

    def depart_Text(self, node: nodes.Text) -> None:
        """Nothing is open."""

    visit_emphasis, depart_emphasis = function("emph")
    visit_title_reference, depart_title_reference = function("emph")
    visit_literal_emphasis, depart_literal_emphasis = function("emph")
    visit_strong, depart_strong = function("strong")
    visit_literal_strong, depart_literal_strong = function("strong")
    visit_superscript, depart_superscript = function("super")
    visit_subscript, depart_subscript = function("sub")
    visit_literal, depart_literal = function("literal")
    visit_abbreviation, depart_abbreviation = function("")
    visit_acronym, depart_acronym = function("")
    visit_generated, depart_generated = function("")
    visit_problematic, depart_problematic = function("")
    visit_target, depart_target = function("")
    visit_citation_reference, depart_citation_reference = function("")
    visit_download_reference, depart_download_reference = function("")
    visit_manpage, depart_manpage = function("emph")

    def visit_inline(self, node: nodes.Element) -> None:
        self.begin("editorial(" if EDITORIAL in node["classes"] else "", node)

    def depart_inline(self, node: nodes.Element) -> None:
        self.end(")" if EDITORIAL in node["classes"] else "")

    def visit_mark(self, node: nodes.Element) -> None:
        if node["sign"] == "surplus":
            self.anchors(node)
            self.source.add("surplus()")
            raise nodes.SkipNode
        self.begin(f"{node['sign']}(" if node["sign"] in {"corr", "supplied"} else "", node)

    def depart_mark(self, node: nodes.Element) -> None:
        self.end(")" if node["sign"] in {"corr", "supplied"} else "")

    def visit_reference(self, node: nodes.Element) -> None:
        self.begin(self._link(node), node)

    def depart_reference(self, node: nodes.Element) -> None:
        self.end(")" if self._link(node) else "")

    visit_number_reference, depart_number_reference = visit_reference, depart_reference

    def _link(self, node: nodes.Element) -> str:
        """Return the call that makes *node* a link, or nothing where it cannot be one."""
        if node.get("refid"):
            return f"inner-link({quote(node['refid'])}, " if node["refid"] in self.targets else ""
        address = node.get("refuri", "")
        if "elsewhere" in node:
            address = self.builder.web_address(*node["elsewhere"])
        elif address and not urlsplit(address).scheme:
            address = self.builder.config.edition_base_url and self.builder.config.edition_base_url + address
        return f"outer-link({quote(address)}, " if address else ""

    def visit_placed_note(self, node: nodes.Element) -> None:
        language = language_of(node) or self.languages[-1]
        label, *others = self.unplaced(node["ids"]) or [""]
        self.origin(node)
        self.source.begin(
            f"note({quote(node['series'])}, {quote(node['sign'])}, {quote(language)}, {optional(label)}, "
        )
        self.languages.append(language)
        for other in others:
            self.source.add(f"anchor({quote(other)})")

    def depart_placed_note(self, node: nodes.Element) -> None:
        self.languages.pop()
        self.source.end()

    def visit_repeated_call(self, node: nodes.Element) -> None:
        self.anchors(node)
        self.source.add(f"note-again({quote(node['series'])}, {quote(node['sign'])}, {quote(node['refid'])})")
        raise nodes.SkipNode


class TypstTranslator(WordsMixin):
    """Pages, sections and paragraphs."""

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.level = 0  #: sections open
        self.heading_level = 0  #: of the last heading, for no level may be skipped
        self.pages: list[str] = []  #: pages open
        self.untitled: set[str] = set()  #: pages whose own id waits for their first title

    def visit_document(self, node: nodes.document) -> None:
        """The book itself writes nothing."""

    depart_document = visit_document

    def visit_start_of_file(self, node: nodes.Element) -> None:
        docname = node["docname"]
        language = str(self.builder.env.metadata.get(docname, {}).get("lang") or self.builder.config.language)
        if self.pages:
            self.source.begin(f"lang-block({quote(language)}, " if language != self.languages[-1] else "(")
        else:
            running = self.builder.env.metadata.get(docname, {}).get("running") or title_of(node)
            self.source.begin(f"chapter({quote(language)}, {quote(str(running))}, ")
        self.pages.append(docname)
        self.languages.append(language)
        if page_id(docname) in self.targets:
            self.untitled.add(docname)

    def depart_start_of_file(self, node: nodes.Element) -> None:
        if node["docname"] in self.untitled:
            self.warn(node, f"page {node['docname']!r} is linked to but has no title; fix: give it one")
        self.pages.pop()
        self.languages.pop()
        self.source.end()

    def visit_section(self, node: nodes.Element) -> None:
        self.level += 1
        self.begin("", node, block=True, anchors=False)

    def depart_section(self, node: nodes.Element) -> None:
        self.level -= 1
        self.end("")

    def visit_title(self, node: nodes.Element) -> None:
        self.origin(node)
        if not isinstance(node.parent, nodes.section):
            self.begin("caption-paragraph(" if isinstance(node.parent, nodes.table) else "rubric(", node)
            return
        ids = [page_id(node[PAGE])] if node[PAGE] in self.untitled else []
        self.untitled.discard(node[PAGE])
        label, *self._more = self.unplaced(ids + node.parent["ids"] + node["ids"]) or [""]
        self.heading_level = min(max(1, self.level), self.heading_level + 1)
        self.begin(f"headline({self.heading_level}, {optional(label)}, ", node, anchors=False)
        if self.languages[-1] != self.builder.config.language:  # the contents, too, must know
            self.source.begin(f"lang-span({quote(self.languages[-1])}, ")

    def depart_title(self, node: nodes.Element) -> None:
        titled = isinstance(node.parent, nodes.section)
        if titled and self.languages[-1] != self.builder.config.language:
            self.source.end()
        self.end()
        if titled:
            for other in self._more:
                self.source.add(f"anchor({quote(other)})")

    visit_subtitle, depart_subtitle = function("byline", block=True)
    visit_rubric, depart_rubric = function("rubric", block=True)

    def visit_paragraph(self, node: nodes.Element) -> None:
        self.origin(node)
        self.begin(self._paragraph(node), node, block=not self._is_held(node), anchors=False)
        if node.get("number"):
            address = self.builder.permalink(node[PAGE], node)
            self.source.add(f"number({quote(str(node['number']))}, {optional(address)})")
        self.anchors(node)

    def depart_paragraph(self, node: nodes.Element) -> None:
        self.end(")" if self._paragraph(node) else "")

    def _is_held(self, node: nodes.Element) -> bool:
        """Tell whether a paragraph is the words right after a marker."""
        parent = node.parent
        if not isinstance(parent, HOLDERS):
            return False
        return next(child for child in parent.children if not isinstance(child, nodes.label | nodes.Invisible)) is node

    def _paragraph(self, node: nodes.Element) -> str:
        """Return the call a paragraph is written as."""
        names = [name for name in PARAGRAPHS if name in node["classes"]]
        if self._is_held(node):
            return "editorial(" if EDITORIAL in names else ""
        return f"{PARAGRAPHS[names[0]]}(" if names else "p("

    def unknown_visit(self, node: nodes.Node) -> None:
        self.warn(node, f"the PDF has no form for {node.__class__.__name__}; fix: add a visitor in {__name__}")

    def unknown_departure(self, node: nodes.Node) -> None:
        """Its words have been printed."""


def title_of(node: nodes.Element) -> str:
    """Return the first title in *node* as plain text, its notes left out."""
    title = node.next_node(nodes.title)
    if title is None:
        return ""
    copy = title.deepcopy()
    for note in list(copy.findall(lambda child: isinstance(child, placed_note | repeated_call))):
        cast(nodes.Element, note.parent).remove(note)
    return str(copy.astext()).strip()


def index_targets(node: addnodes.index) -> list[str]:
    """Return the ids an index node's entries lead to, as ids of the book."""
    return [unique_id(node[PAGE], entry[2]) for entry in node["entries"]]
