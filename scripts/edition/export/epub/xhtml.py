"""A page of a book as XHTML: sections, paragraphs with their numbers, notes by series, lists, tables, the apparatus.

In: a `BookPage` and its `Book`. Out: a `Written` page. The table of an apparatus becomes a list, for a telephone has no
room for six columns; what is written for the web only (forms, exports) is left out. Mathematics, line blocks and
pictures are deliberately not handled: no page has any, and one that had would be warned of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from docutils import nodes

from edition.ext.nodes import EDITORIAL, entry_row

from .books import Book, BookPage, path_between
from .elements import Content, element, page, spoken
from .words import SERIES, WordsWriter, series_of

STYLE = "style.css"
WEB_ONLY = {"work-exports"}  #: classes of what makes no sense in a book
NOTES = {
    "ko": {"author": "글의 주", "translator": "옮긴이의 주", "edition": "이 판의 주", "back": "본문으로 돌아가기"},
    "en": {"author": "Notes of the text", "translator": "The translator’s notes", "edition": "Notes of this edition",
           "back": "Back to the text"},
}  # fmt: skip
#: what the first section of a page is, by the beginning of its docname: ``epub:type`` and role
KINDS = (
    ("introduction/index", "", ""), ("introduction/", "introduction", "doc-introduction"),
    ("texts/", "chapter", "doc-chapter"), ("bibliography", "bibliography", "doc-bibliography"),
    ("principles", "preface", "doc-preface"), ("register/index", "index", "doc-index"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """A page, written."""

    page: BookPage
    content: bytes
    numbers: tuple[tuple[str, str], ...]  #: locator of each numbered paragraph, and its id


def write_page(book: Book, book_page: BookPage, wanted: frozenset[str], sigla: dict[str, str]) -> Written:
    """Return *book_page* as XHTML; *wanted* are the ids on it that something leads to, *sigla* go by id of the text."""
    writer = PageWriter(book, book_page, wanted, sigla)
    body = writer.body()
    heading = book_page.heading
    title = plain_title(heading) if heading is not None else book_page.docname
    style = path_between(book_page.path, STYLE)
    return Written(book_page, page(title, book_page.language, style, body), tuple(writer.numbers))


def plain_title(title: nodes.Element) -> str:
    """Return the words of a title, the calls of notes left out."""
    if isinstance(title, nodes.footnote_reference):
        return ""
    return "".join(
        plain_title(child) if isinstance(child, nodes.Element) else child.astext() for child in title.children
    ).strip()


class PageWriter(WordsWriter):
    """Writes a page."""

    def __init__(self, book: Book, book_page: BookPage, wanted: frozenset[str], sigla: dict[str, str]) -> None:
        super().__init__(book, book_page, wanted)
        self.sigla = sigla
        self.numbers: list[tuple[str, str]] = []
        self.level = 0

    def body(self) -> Element:
        """Return the page's ``body``: the words, then the notes, each series for itself."""
        notes = list(self.page.tree.findall(nodes.footnote))
        content = self.all(child for child in self.page.tree.children if not isinstance(child, nodes.footnote))
        for series in SERIES:
            mine = [note for note in notes if series_of(note) == series]
            if mine:
                content.append(self._notes(series, mine))
        return element("body", {"epub:type": self.page.part}, *content)

    # ---- sections and paragraphs

    def write_section(self, node: nodes.Element) -> Iterator[Content]:
        """A section; the first of a page says what kind of page it is."""
        self.level += 1
        kind, role = "", ""
        if self.level == 1:
            kind, role = next((found[1:] for found in KINDS if self.page.docname.startswith(found[0])), ("", ""))
        title = node.next_node(nodes.title)
        label = plain_title(title) if role and title is not None else ""
        named = {**self.attributes(node), "epub:type": kind, "role": role, "aria-label": label}
        yield element("section", named, *self.other_ids(node), *self.inner(node))
        self.level -= 1

    def write_title(self, node: nodes.Element) -> Iterator[Content]:
        """A heading of its level; a table's is a paragraph."""
        if not isinstance(node.parent, nodes.section):
            return self.enclosed("p", node, "rubric")
        return self.enclosed(f"h{min(max(self.level, 1), 6)}", node)

    def write_rubric(self, node: nodes.Element) -> Iterator[Content]:
        """A heading that opens no section."""
        return self.enclosed("p", node, "rubric")

    def write_paragraph(self, node: nodes.Element) -> Iterator[Content]:
        """A paragraph, its number first; one that exists for the web only is left out."""
        if WEB_ONLY & {*node["classes"]}:
            return
        number = str(node.get("number", ""))
        if not number:
            yield from self.enclosed("p", node)
            return
        ident = next((name for name in node["ids"] if name.endswith(f".{number}")), node["ids"][0])
        locator = locator_of(ident, self.sigla)
        self.numbers.append((locator, ident))
        named = {
            "epub:type": "pagebreak",
            "role": "doc-pagebreak",
            "id": ident,
            "class": f"number {EDITORIAL}",
            "aria-label": locator,
        }
        sign = element("span", named, number)
        others: list[Content] = [element("span", {"id": name}) for name in node["ids"] if name != ident]
        classes = {"class": " ".join(["numbered", *node["classes"]])}
        yield element("p", classes, *others, sign, *self.inner(node))

    def write_container(self, node: nodes.Element) -> Iterator[Content]:
        """A division."""
        return self.enclosed("div", node)

    write_compound = write_container

    def write_block_quote(self, node: nodes.Element) -> Iterator[Content]:
        """A quotation."""
        return self.enclosed("blockquote", node)

    def write_attribution(self, node: nodes.Element) -> Iterator[Content]:
        """The source of a quotation, as the text gives it."""
        return self.enclosed("p", node, "attribution")

    def write_figure(self, node: nodes.Element) -> Iterator[Content]:
        """A caption, with or without its picture."""
        return self.enclosed("figure", node)

    def write_caption(self, node: nodes.Element) -> Iterator[Content]:
        """The words of a caption."""
        return self.enclosed("figcaption", node)

    def write_literal_block(self, node: nodes.Element) -> Iterator[Content]:
        """Code."""
        return self.enclosed("pre", node)

    def write_transition(self, node: nodes.Element) -> list[Content]:
        """A rule."""
        return [element("hr", {})]

    def write_toctree(self, node: nodes.Element) -> list[Content]:
        """Nothing: the navigation has it."""
        return []

    # ---- notes

    def write_footnote(self, node: nodes.Element) -> list[Content]:
        """Nothing where it stands: notes are set by series, after the words."""
        return []

    def write_label(self, node: nodes.Element) -> list[Content]:
        """Nothing: the note has written it."""
        return []

    def _notes(self, series: str, notes: list[nodes.footnote]) -> Element:
        words = NOTES.get(self.page.language, NOTES["en"])
        title = element("h2", {"class": f"notes-title {EDITORIAL}"}, words[series])
        written = [part for note in notes for part in (self._note(note, series, words["back"]), "\n")]
        named = {"epub:type": "footnotes", "class": f"notes {series}-notes"}
        return element("section", named, title, "\n", *written)

    def _note(self, note: nodes.footnote, series: str, back: str) -> Element:
        """Return a note: its sign, which leads back to its call, and its blocks."""
        label = note.next_node(nodes.label)
        sign = label.astext() if label is not None else ""
        calls: list[str] = list(note.get("backrefs", []))
        content = self.inner(note)
        named = {"class": f"note-sign {EDITORIAL}"}
        if calls:
            named |= {"role": "doc-backlink", "aria-label": f"{sign}: {back}", "href": f"#{calls[0]}"}
        first = element("a" if calls else "span", named, sign)
        if content and isinstance(content[0], Element) and content[0].tag == "p":
            paragraph = content[0]
            first.tail = f" {paragraph.text or ''}"
            paragraph.text = None
            paragraph.insert(0, first)
        else:
            content.insert(0, element("p", {}, first))
        attributes = {"epub:type": "footnote", "role": "doc-footnote", "class": " ".join(["note", *note["classes"]])}
        return element("aside", {**attributes, "id": note["ids"][0]}, *content)

    def write_other_language(self, node: nodes.Element) -> Iterator[Content]:
        """A note in the other language, below its own: nothing is folded, for not all reading systems can unfold."""
        return self.enclosed("div", node, "other-language")

    # ---- lists

    def write_bullet_list(self, node: nodes.Element) -> Iterator[Content]:
        """A list; with the marker that the witness prints, where it prints one."""
        return self.enclosed("ul", node)

    def write_enumerated_list(self, node: nodes.Element) -> Iterator[Content]:
        """A numbered list."""
        return self.enclosed("ol", node)

    def write_list_item(self, node: nodes.Element) -> Iterator[Content]:
        """An item."""
        return self.enclosed("li", node)

    def write_definition_list(self, node: nodes.Element) -> Iterator[Content]:
        """Terms and what is said of them."""
        return self.enclosed("dl", node)

    def write_definition_list_item(self, node: nodes.Element) -> list[Content]:
        """Its term and its definition."""
        return self.inner(node)

    def write_term(self, node: nodes.Element) -> Iterator[Content]:
        """A term."""
        return self.enclosed("dt", node)

    def write_definition(self, node: nodes.Element) -> Iterator[Content]:
        """What is said of a term."""
        return self.enclosed("dd", node)

    # ---- tables

    def write_table(self, node: nodes.Element) -> Iterator[Content]:
        """A table; an apparatus as a list of its rows."""
        if node.next_node(entry_row) is None:
            return self.enclosed("table", node)
        return iter([self._apparatus(node)])

    def write_tgroup(self, node: nodes.Element) -> list[Content]:
        """Head and body of a table."""
        return self.inner(node)

    def write_colspec(self, node: nodes.Element) -> list[Content]:
        """Nothing: widths are the style sheet's."""
        return []

    def write_thead(self, node: nodes.Element) -> Iterator[Content]:
        """The head of a table."""
        return self.enclosed("thead", node)

    def write_tbody(self, node: nodes.Element) -> Iterator[Content]:
        """The body of a table."""
        return self.enclosed("tbody", node)

    def write_row(self, node: nodes.Element) -> Iterator[Content]:
        """A row."""
        return self.enclosed("tr", node)

    def write_entry(self, node: nodes.Element) -> list[Content]:
        """A cell; a single paragraph in it is its words."""
        children = node.children
        if len(children) == 1 and isinstance(children[0], nodes.paragraph) and not children[0]["ids"]:
            children = children[0].children
        head = isinstance(node.parent.parent, nodes.thead)
        named = self.attributes(node) | ({"scope": "col"} if head else {})
        for name, key in (("colspan", "morecols"), ("rowspan", "morerows")):
            named |= {name: str(node[key] + 1)} if node.get(key) else {}
        return [element("th" if head else "td", named, *self.other_ids(node), *self.all(children))]

    def _apparatus(self, table: nodes.Element) -> Element:
        """Return the rows of an apparatus as a list: each the place, the reading in its context, the witness's."""
        heads = [cell.astext() for cell in table.findall(nodes.entry) if isinstance(cell.parent.parent, nodes.thead)]
        rows = [self._apparatus_row(row, heads) for row in table.findall(entry_row)]
        listed = element("ol", {"class": "apparatus"}, *(part for row in rows for part in (row, "\n")))
        return element("section", {"epub:type": "endnotes", "role": "doc-endnotes"}, listed)

    def _cell_words(self, cell: nodes.Node) -> list[Content]:
        """Return the words of a cell, without the paragraph round them."""
        return [part for paragraph in cell.children for part in self.all(paragraph.children)]

    def _apparatus_row(self, row: nodes.Element, heads: list[str]) -> Element:
        place, reading, received, kind, certainty, reason = map(self._cell_words, row.children)
        told: list[Content] = [*kind, *([" · "] if certainty else []), *certainty]
        why: list[Content] = [element("span", {"class": "reason"}, *reason)] if reason else []
        return element(
            "li",
            {"id": row["ids"][0], "epub:type": "endnote", "class": " ".join(row["classes"])},
            element("p", {"class": "place"}, *place),
            element("p", {"class": "reading"}, *reading),
            element(
                "p", {}, element("span", {"class": "label"}, *spoken(f"{heads[2]}: ", self.languages[-1])), *received
            ),
            element("p", {"class": "told"}, *told, *([". "] if why else []), *why),
        )


def locator_of(ident: str, sigla: dict[str, str]) -> str:
    """Return how a paragraph is cited in every format.

    >>> locator_of("probsting-kazakhstan.ko.12", {"probsting-kazakhstan": "K"})
    'K.ko.12'
    """
    text, _, rest = ident.partition(".")
    return f"{sigla.get(text, text)}.{rest}"
