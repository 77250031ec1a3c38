"""What all visitors share: the table of simple elements, the source being written, the language and voice in force.

`Writing` knows how an element is opened and closed; which call it becomes is said in the tables, by name, or by a
visitor of `writer` and `structures`. An element in neither is a located warning, and its words are printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.nodes import get_node_line

from .book import PAGE
from .source import Source, quote

if TYPE_CHECKING:
    from .builder import TypstBuilder

logger = logging.getLogger(__name__)

#: elements that are one call round their content: docutils' name → the function of edition.typ ("": no call)
WORDS = {
    "emphasis": "emph", "title_reference": "emph", "literal_emphasis": "emph", "manpage": "emph",
    "strong": "strong", "literal_strong": "strong", "superscript": "super", "subscript": "sub", "literal": "literal",
    "abbreviation": "", "acronym": "", "generated": "", "problematic": "", "target": "", "citation_reference": "",
    "download_reference": "",
}  # fmt: skip
BLOCKS = {
    "block_quote": "quotation", "attribution": "attribution", "rubric": "rubric", "subtitle": "byline",
    "caption": "caption-paragraph", "legend": "", "compound": "", "glossary": "", "only": "", "centered": "p",
    "line_block": "p", "sidebar": "editorial-block",
}  # fmt: skip
#: a class that names the language of what it is on
LANGUAGE = re.compile(r"lang(?:uage)?-([a-z]{2,3})")
#: elements a book does not show
HIDDEN = {
    "comment", "raw", "substitution_definition", "toctree", "system_message", "meta", "pending", "docinfo",
    "decoration", "tabular_col_spec", "highlightlang", "colspec", "label",
}  # fmt: skip


def language_of(node: nodes.Element) -> str | None:
    """Return the language an element names by its attribute or by a class as ``lang-ko``, or None."""
    if node.get("lang"):
        return str(node["lang"])
    classes: list[str] = node.get("classes", [])
    return next((found[1] for name in classes if (found := LANGUAGE.fullmatch(name))), None)


class Writing(SphinxTranslator):
    """What every visitor uses: the source, the language in force, the places that links lead to."""

    builder: TypstBuilder

    def __init__(self, document: nodes.document, builder: TypstBuilder) -> None:
        super().__init__(document, builder)
        self.source = Source()
        self.targets = builder.targets
        self.placed: set[str] = set()
        self.volume = builder.volume
        self.languages = [self.volume.language]
        self.occurring: set[str] = set()  #: entries of the register that occur in what was written so far
        self.side = 0  #: of the versions side by side, the one being written, from the left; 0: none
        self.small = 0  #: how many entries of the back matter are open
        self.unlisted = False  #: whether headings stay out of the contents
        self.sans = 0  #: how many open elements speak in the edition's voice
        self._open: list[tuple[bool, bool, bool]] = []  #: open calls: switched language? outside the call? sans?

    def begin(self, head: str, node: nodes.Element, *, block: bool = False, anchors: bool = True) -> None:
        """Open a call whose content is *node*'s, in its language, its ids first."""
        language = language_of(node)
        switched = language if language and language != self.languages[-1] else None
        if switched and block:
            switch = "lang-small" if self.small else "lang-sans" if self.sans else "lang-block"
            self.source.begin(f"{switch}({quote(switched)}, ")
        self.source.begin(head)
        if switched and not block:
            self.source.begin(f"{'lang-sans' if self.sans else 'lang-span'}({quote(switched)}, ")
        if switched:
            self.languages.append(switched)
        sans = head.startswith("editorial")
        self.sans += sans
        self._open.append((bool(switched), block, sans))
        if anchors:
            self.anchors(node)

    def end(self, tail: str = ")") -> None:
        """Close what `begin` opened last."""
        switched, block, sans = self._open.pop()
        self.sans -= sans
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
            self.source.origin(str(self.builder.env.doc2path(node[PAGE], base=False)), get_node_line(node))

    def anchors(self, node: nodes.Element) -> None:
        """Place the ids of *node* that are linked to and stand nowhere yet; those in a title not in the contents."""
        for target in self.unplaced(node.get("ids", [])):
            silent = inside(node, nodes.title)
            self.source.add(f"in-title(anchor, {quote(target)})" if silent else f"anchor({quote(target)})")

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

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit *node* by the tables above or by the visitor of its class or of the next class it derives from."""
        for name in (kind.__name__ for kind in type(node).__mro__):
            if name in HIDDEN:
                self.skip(cast(nodes.Element, node))
            if name in WORDS or name in BLOCKS:
                form = WORDS.get(name, BLOCKS.get(name))
                return self.begin(f"{form}(" if form else "", cast(nodes.Element, node), block=name in BLOCKS)
            if visitor := getattr(self, f"visit_{name}", None):
                return cast(None, visitor(node))
        return self.unknown_visit(node)

    def dispatch_departure(self, node: nodes.Node) -> None:
        """Leave *node* the way it was entered."""
        for name in (kind.__name__ for kind in type(node).__mro__):
            if name in WORDS or name in BLOCKS:
                return self.end(")" if WORDS.get(name, BLOCKS.get(name)) else "")
            if hasattr(self, f"visit_{name}"):
                leave = getattr(self, f"depart_{name}", None)
                return cast(None, leave(node)) if leave else None
        return None

    def unknown_visit(self, node: nodes.Node) -> None:
        """Warn; the words of *node* are printed all the same."""
        self.warn(node, f"the PDF has no form for {type(node).__name__}; fix: add one in {__name__}")


def inside(node: nodes.Node, kind: type[nodes.Element]) -> bool:
    """Tell whether *node* stands inside an element of *kind*."""
    parent = node.parent
    while parent is not None and not isinstance(parent, kind):
        parent = parent.parent
    return parent is not None
