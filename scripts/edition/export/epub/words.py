"""Running text as XHTML: words in their languages, marks, calls of notes, links.

The reading text stays the reading text: what a mark has to say stands in the apparatus, one link away; the calls of the
edition's notes are of their own class; brackets, question marks and the sign of words left out are drawn by the style
sheet and are no characters of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from docutils import nodes
from sphinx.util import logging

from edition.ext.config import TEXT_FOLDER, text_of
from edition.ext.mark_html import describe, row_id
from edition.ext.nodes import EDITORIAL, mark

from .books import PAGE_URI, Book, BookPage, path_between
from .elements import Content, element, language_attributes, spoken

logger = logging.getLogger(__name__)

SERIES = ("author", "translator", "edition")
OUTER = ("http://", "https://", "mailto:")
PLAIN = {"emphasis": "em", "strong": "strong", "literal": "code", "superscript": "sup", "subscript": "sub",
         "title_reference": "cite"}  # fmt: skip


class WordsWriter:
    """Writes what stands in a line."""

    def __init__(self, book: Book, page: BookPage, wanted: frozenset[str]) -> None:
        self.book, self.page = book, page
        self.wanted = wanted  #: ids on this page that something leads to
        self.languages = [page.language]
        self.linked: set[str] = set()  #: entries of the register that this page has a link to already
        self.inside_link = 0
        self.ident = text_of(page.docname)

    def write(self, node: nodes.Node) -> list[Content]:
        """Return what *node* is in XHTML; an element without a method of its own is written as its base class is."""
        for kind in type(node).__mro__:
            method = getattr(self, f"write_{kind.__name__}", None)
            if method is not None:
                return list(method(node))
        logger.warning("nothing says how %s is written in an EPUB; fix: give the writer a method for it",
                       type(node).__name__, location=node, type="edition", subtype="epub")  # fmt: skip
        return []

    def inner(self, node: nodes.Element) -> list[Content]:
        """Return the children of *node*, written."""
        return self.all(node.children)

    def all(self, children: Iterable[nodes.Node]) -> list[Content]:
        """Return several nodes, written."""
        return [part for child in children for part in self.write(child)]

    def attributes(self, node: nodes.Element, *classes: str) -> dict[str, str]:
        """Return id, classes and language of *node*."""
        found = {"id": next(iter(node["ids"]), ""), "class": " ".join([*classes, *node["classes"]])}
        language = language_of(node)
        if language and language != self.languages[-1]:
            found |= language_attributes(language)
        return found

    def enclosed(self, tag: str, node: nodes.Element, *classes: str, **more: str) -> Iterator[Content]:
        """Yield *node* as one element *tag*, with its other ids before its content, its language in force inside."""
        language = language_of(node)
        named = self.attributes(node, *classes) | {name.replace("_", ":"): value for name, value in more.items()}
        if language:
            self.languages.append(language)
        yield element(tag, named, *self.other_ids(node), *self.inner(node))
        if language:
            self.languages.pop()

    def other_ids(self, node: nodes.Element) -> list[Content]:
        """Return anchors for the ids of *node* after its first, as far as something leads to them."""
        return [element("span", {"id": other}) for other in node["ids"][1:] if other in self.wanted]

    # ---- words

    def write_Text(self, node: nodes.Text) -> list[Content]:
        """Words; inside other languages Korean is marked as Korean."""
        return spoken(str(node), self.languages[-1])

    def write_inline(self, node: nodes.Element) -> Iterator[Content]:
        """A span, where it says anything; else its words."""
        if node["ids"] or node["classes"]:
            return self.enclosed("span", node)
        return iter(self.inner(node))

    def _plain(self, node: nodes.Element) -> Iterator[Content]:
        return self.enclosed(PLAIN[type(node).__name__], node)

    write_emphasis = write_strong = write_literal = write_superscript = write_subscript = _plain
    write_title_reference = _plain

    def write_target(self, node: nodes.Element) -> list[Content]:
        """An anchor, where something leads to it."""
        return [element("span", {"id": name}) for name in node["ids"] if name in self.wanted] + self.inner(node)

    def write_Invisible(self, node: nodes.Element) -> list[Content]:
        """Nothing: comments, substitutions, lists of pages."""
        return []

    def write_raw(self, node: nodes.Element) -> list[Content]:
        """Nothing: what is written for one format only, such as forms of the web edition."""
        return []

    # ---- links

    def address(self, node: nodes.Element) -> str:
        """Return where a reference leads from this page; empty where that is in no book, or not in this one."""
        if node.get("refid"):
            return f"#{node['refid']}"
        uri = str(node.get("refuri", ""))
        if uri.startswith(OUTER):
            return uri
        docname, _, fragment = uri.removeprefix(PAGE_URI).partition("#")
        if not uri.startswith(PAGE_URI) or docname not in self.book.ids:
            return ""
        if fragment and fragment not in self.book.ids[docname]:
            if not docname.startswith(TEXT_FOLDER):
                return ""
            fragment = ""  # a byline or a signature: it has no id, its page has
        here = docname == self.page.docname
        path = "" if here and fragment else path_between(self.page.path, f"{docname}.xhtml")
        return f"{path}#{fragment}".removesuffix("#")

    def write_reference(self, node: nodes.Element) -> list[Content]:
        """A link; to an entry of the register only the first time, so that a page is not all links."""
        address = "" if self.inside_link else self.address(node)
        if "register" in node["classes"]:
            address = "" if address in self.linked else address
            self.linked.add(address)
        if not address:
            return self.inner(node)
        self.inside_link += 1
        made = element("a", {**self.attributes(node), "href": address}, *self.inner(node))
        self.inside_link -= 1
        return [made]

    # ---- calls of notes

    def write_footnote_reference(self, node: nodes.Element) -> list[Content]:
        """The call of a note; in a link, as in a contents, there is none."""
        if self.inside_link:
            return []
        named = {
            "epub:type": "noteref",
            "role": "doc-noteref",
            "id": next(iter(node["ids"]), ""),
            "class": " ".join(["call", series_of(node), *([EDITORIAL] if EDITORIAL in node["classes"] else [])]),
            "href": f"#{node.get('refid', '')}",
        }
        return [element("a", named, node.astext())]

    # ---- marks

    def write_mark(self, node: nodes.Element) -> list[Content]:
        """A mark: its reading, itself the link to its row in the apparatus; a sign where there is no reading."""
        if self.inside_link:
            return self.inner(node)
        language = self.languages[-1]
        anchor = next(iter(node["ids"]), "")
        docname = f"apparatus/{self.ident}"
        row = row_id(anchor) if anchor else ""
        leads = row and row in self.book.ids.get(docname, ())
        address = f"{path_between(self.page.path, docname)}.xhtml#{row}" if leads else ""
        told = describe(node, language) if isinstance(node, mark) else ""
        self.inside_link += 1
        parts: list[Content] = []
        for child in node.children:
            if isinstance(child, nodes.footnote_reference):
                self.inside_link -= 1
                parts += self.write(child)
                self.inside_link += 1
            elif child.astext():
                parts.append(_noteref(address, {}, *self.write(child)))
        self.inside_link -= 1
        if not any(isinstance(part, str) or "call" not in part.get("class", "").split() for part in parts):
            parts.append(_noteref(address, {"class": f"sign {EDITORIAL}", "aria-label": told, "role": "doc-noteref"}))
        classes = " ".join(["mark", node["sign"], node["certainty"]]).strip()
        return [element("span", {"class": classes, "id": anchor}, *parts)]


def _noteref(address: str, named: dict[str, str], *content: Content) -> Any:
    """Return a link of the kind that reading systems open in a window of its own, or a span without *address*."""
    if not address:
        return element("span", {**named, "role": "img"} if named.get("aria-label") else named, *content)
    return element("a", {"epub:type": "noteref", "role": "doc-noteref", **named, "href": address}, *content)


def series_of(node: nodes.Element) -> str:
    """Return the series of notes that a call or a note belongs to; the author's where it names none."""
    return next((series for series in SERIES if series in node["classes"]), "author")


def language_of(node: nodes.Element) -> str:
    """Return the language that an element names, as an attribute or a class; empty where it names none."""
    named = str(node.get("lang") or node.get("language") or "")
    classed = [name.removeprefix("language-") for name in node["classes"] if name.startswith("language-")]
    return named or next(iter(classed), "")
