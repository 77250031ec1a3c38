"""From the book's doctree to Typst source: pages, titles, paragraphs, words, marks, notes and links.

Lists, tables, figures and what else has an inner order of its own are in `structures`. The source holds calls of the
functions of ``edition.typ`` (see `source`).

Not handled on purpose: mathematics and API descriptions (no text here has them) and raw nodes of any format.
"""

# ruff: noqa: D102  (a visitor is named after the element it visits; what it does is in the functions it calls)

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from docutils import nodes
from sphinx import addnodes

from edition.ext.config import TEXT_FOLDER
from edition.ext.nodes import EDITORIAL

from .book import PAGE, page_id, unique_id
from .elements import back_entry, inner_call, inner_note, occurrence, placed_note, repeated_call
from .forms import Writing, inside, language_of
from .links import address_of
from .runs import pieces, runs
from .source import optional, quote

if TYPE_CHECKING:
    from .builder import TypstBuilder

#: pages whose own headings stay out of the contents
DETAILED = ("introduction/", "principles")
#: what a paragraph's class makes of it; the first that fits
PARAGRAPHS = {
    EDITORIAL: "editorial-block", "caption": "caption-paragraph", "byline": "byline", "subtitle": "byline",
    "signature": "flush-right", "attribution": "attribution", "dateline": "flush-right",
}  # fmt: skip
#: marks that are drawn round or under their words
DRAWN = frozenset({"corr", "supplied", "sic"})
#: what holds its first paragraph directly, as the words after its marker
HOLDERS = (
    nodes.list_item,
    nodes.entry,
    nodes.definition,
    nodes.citation,
    nodes.footnote,
    placed_note,
    inner_note,
    back_entry,
)


class WordsMixin(Writing):
    """Words, marks, links and notes."""

    def visit_Text(self, node: nodes.Text) -> None:
        for language, words in runs(str(node), self.languages[-1]):
            if language == self.languages[-1]:
                self.source.add(self._words(words))
            else:
                self.source.add(f"run({quote(language)}, {self._words(words)})")

    @staticmethod
    def _words(words: str) -> str:
        """Return *words* as an expression; an address in them may be divided, and gets no character for it."""
        parts = pieces(words)
        return quote(words) if len(parts) == 1 else f"address({', '.join(map(quote, parts))})"

    def visit_occurrence(self, node: occurrence) -> None:
        self.occurring.add(node["slug"])
        self.source.add(f"occurs({quote(node['slug'])})")

    def depart_occurrence(self, node: occurrence) -> None:
        """Its words are printed as they are."""

    def visit_page_list(self, node: nodes.Element) -> None:
        if node["slug"] in self.occurring:
            self.source.add(f"pages-of({quote(node['slug'])})")
        raise nodes.SkipNode

    def visit_inline(self, node: nodes.Element) -> None:
        self.begin("editorial(" if EDITORIAL in node["classes"] else "", node)

    def depart_inline(self, node: nodes.Element) -> None:
        self.end(")" if EDITORIAL in node["classes"] else "")

    def visit_mark(self, node: nodes.Element) -> None:
        if node["sign"] == "surplus":
            self.anchors(node)
            self.source.add("surplus()")
            raise nodes.SkipNode
        self.begin(f"{node['sign']}(" if node["sign"] in DRAWN else "", node)

    def depart_mark(self, node: nodes.Element) -> None:
        self.end(")" if node["sign"] in DRAWN else "")

    def visit_reference(self, node: nodes.Element) -> None:
        self.begin(self._link(node), node)

    def depart_reference(self, node: nodes.Element) -> None:
        self.end(")" if self._link(node) else "")

    def visit_number_reference(self, node: nodes.Element) -> None:
        self.visit_reference(node)

    def depart_number_reference(self, node: nodes.Element) -> None:
        self.depart_reference(node)

    def _link(self, node: nodes.Element) -> str:
        """Return the call that makes *node* a link, or nothing where it cannot be one."""
        if node.get("refid"):
            return f"inner-link({self._inside(node['refid'])}, " if node["refid"] in self.targets else ""
        address = node.get("refuri", "")
        if "elsewhere" in node:
            address = self.builder.web_address(*node["elsewhere"])
        elif address and not urlsplit(address).scheme:
            address = self.builder.config.edition_base_url and self.builder.config.edition_base_url + address
        return f"outer-link({quote(address)}, " if address else ""

    def _inside(self, target: str) -> str:
        """Return the address of a place in the book, as an expression."""
        return quote(address_of(target, self.languages[-1]))

    def visit_placed_note(self, node: nodes.Element) -> None:
        language = language_of(node) or self.languages[-1]
        label, *others = self.unplaced(node["ids"]) or [""]
        self.origin(node)
        arguments = ", ".join([quote(node["series"]), quote(node["sign"]), quote(language), optional(label)])
        self.source.begin(f"{self._call(node, 'note')}({arguments}, ")
        self.languages.append(language)
        self.sans += node["series"] == "edition"
        for other in others:
            self.source.add(f"anchor({quote(other)})")

    def depart_placed_note(self, node: nodes.Element) -> None:
        self.sans -= node["series"] == "edition"
        self.languages.pop()
        self.source.end()

    def visit_repeated_call(self, node: nodes.Element) -> None:
        self.anchors(node)
        call = self._call(node, "note-again")
        self.source.add(f"{call}({quote(node['series'])}, {quote(node['sign'])}, {quote(node['refid'])})")
        raise nodes.SkipNode

    def visit_inner_call(self, node: nodes.Element) -> None:
        self.anchors(node)
        arguments = f"{quote(node['series'])}, {quote(node['sign'])}, {self._inside(node['refid'])}"
        self.source.add(f"{self._call(node, 'inner-call')}({arguments})")
        raise nodes.SkipNode

    def visit_inner_note(self, node: nodes.Element) -> None:
        language = language_of(node) or self.languages[-1]
        self.origin(node)
        arguments = ", ".join(map(quote, [node["series"], node["sign"], language]))
        self.source.begin(f"inner-note({arguments}, {self._inside(node['refid'])}, ")
        self.anchors(node)
        self.languages.append(language)
        self.sans += node["series"] == "edition"

    depart_inner_note = depart_placed_note

    def _call(self, node: nodes.Element, name: str) -> str:
        """Return the function for a note's call: in a title it must stay out of the contents."""
        return f"in-title.with({name})" if inside(node, nodes.title) else name


class TypstTranslator(WordsMixin):
    """Pages, sections and paragraphs."""

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.level = 0  #: sections open
        self.heading_level = 0  #: of the last heading, for no level may be skipped
        self.listed: list[tuple[int, str]] = []  #: titles that the contents may name, with their levels
        self.pages: list[str] = []  #: pages open
        self.untitled: set[str] = set()  #: pages whose own id waits for their first title

    def visit_document(self, node: nodes.document) -> None:
        """The book itself writes nothing."""

    def visit_start_of_file(self, node: nodes.Element) -> None:
        docname = node["docname"]
        language = str(self.builder.env.metadata.get(docname, {}).get("lang") or self.builder.config.language)
        if self.pages:
            self.source.begin(f"lang-block({quote(language)}, " if language != self.languages[-1] else "(")
        else:
            running = self.builder.env.metadata.get(docname, {}).get("running") or title_of(node)
            self.unlisted = not docname.startswith(TEXT_FOLDER) and docname.startswith(DETAILED)
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
        self.level += node.get("deeper", 1)
        self.begin("", node, block=True, anchors=False)

    def depart_section(self, node: nodes.Element) -> None:
        self.level -= node.get("deeper", 1)
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
        listed, running = self.heading_level == 1 or not self.unlisted, title_of(node.parent)
        if listed:
            self.listed.append((self.heading_level, running))
        arguments = f"{self.heading_level}, {optional(label)}, {quote(running)}, {str(listed).lower()}, "
        self.begin(f"headline({arguments}", node, anchors=False)
        if self.languages[-1] != self.volume.language:  # the contents, too, must know
            self.source.begin(f"lang-title({quote(self.languages[-1])}, ")
        if EDITORIAL in node["classes"]:
            self.source.begin("editorial-title(")

    def depart_title(self, node: nodes.Element) -> None:
        titled = isinstance(node.parent, nodes.section)
        if titled and EDITORIAL in node["classes"]:
            self.source.end()
        if titled and self.languages[-1] != self.volume.language:
            self.source.end()
        self.end()
        if titled:
            for other in self._more:
                self.source.add(f"anchor({quote(other)})")

    def visit_paragraph(self, node: nodes.Element) -> None:
        self.origin(node)
        self.begin(self._paragraph(node), node, block=not self._is_held(node), anchors=False)
        if node.get("number"):
            address = self.builder.permalink(node[PAGE], node)
            edge = ("number", "number-left", "number-right")[self.side]
            self.source.add(f"{edge}({quote(str(node['number']))}, {optional(address)})")
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
        boxed = isinstance(node.parent, nodes.container) and EDITORIAL in node.parent["classes"]
        return "p(" if not names or (boxed and names[0] == EDITORIAL) else f"{PARAGRAPHS[names[0]]}("


def title_of(node: nodes.Element) -> str:
    """Return the first title in *node* as plain text, its notes left out."""
    title = node.next_node(nodes.title)
    if title is None:
        return ""
    copy = title.deepcopy()
    for note in list(copy.findall(lambda child: isinstance(child, placed_note | repeated_call | inner_call))):
        cast(nodes.Element, note.parent).remove(note)
    return str(copy.astext()).strip()


def index_targets(node: addnodes.index) -> list[str]:
    """Return the ids an index node's entries lead to, as ids of the book."""
    return [unique_id(node[PAGE], entry[2]) for entry in node["entries"]]
