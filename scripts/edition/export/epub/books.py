"""What is in which book: the pages, their order, and what of the register, bibliography and chronology a text needs.

In: the environment of a Sphinx project that has been read. Out: `Book` records. The book of a text has its
introductions, its pages and its apparatus, and only those entries, works, events and quotations that belong to it.
Pages about the making of the edition, the search page and the list of notes (each note stands with its section) are in
no book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from edition.export.matter import Matter

PAGE_URI = "%page:"  #: how a reference to a page looks after Sphinx has resolved it
LEFT_OUT = ("about", "search", "notes")  #: docnames, or the folders that docnames begin with
FIRST = ("introduction/", "principles", "principles-ko")  #: before the texts


@dataclass(frozen=True, slots=True)
class BookPage:
    """A page in a book."""

    docname: str
    language: str
    tree: nodes.document  #: resolved; the writer does not change it
    depth: int  #: how many pages it stands below in the contents

    @property
    def path(self) -> str:
        """Its file, from the package's folder."""
        return f"{self.docname}.xhtml"

    @property
    def part(self) -> str:
        """Front matter, body or back matter, as ``epub:type`` calls them."""
        if self.docname.startswith(FIRST):
            return "frontmatter"
        return "bodymatter" if self.docname.startswith("texts/") else "backmatter"

    @property
    def heading(self) -> nodes.title | None:
        """Its first title."""
        return self.tree.next_node(nodes.title)


@dataclass(frozen=True, slots=True)
class Book:
    """One EPUB."""

    name: str  #: of the file, without suffix
    titles: dict[str, str]  #: by language, the main one first
    subtitles: dict[str, str]
    authors: tuple[tuple[str, str], ...]  #: name and language; empty where the book has several
    languages: tuple[str, ...]
    pages: tuple[BookPage, ...]
    texts: tuple[Matter, ...]  #: whose rights the colophon states
    ids: dict[str, frozenset[str]] = field(default_factory=dict)  #: docname → ids on that page


def reading_order(env: BuildEnvironment, start: str) -> Iterator[tuple[str, int]]:
    """Yield every docname of the book with its depth: front matter, texts, the rest."""
    listed = [name for name in env.toctree_includes.get(start, []) if not left_out(name)]
    first = [name for name in listed if name.startswith(FIRST)]
    texts = [name for name in listed if name.startswith("texts/")]
    rest = [name for name in listed if name not in (*first, *texts)]
    seen: set[str] = set()

    def walk(name: str, depth: int) -> Iterator[tuple[str, int]]:
        if name in seen or left_out(name):
            return
        seen.add(name)
        yield name, depth
        for child in env.toctree_includes.get(name, []):
            yield from walk(child, depth + 1)

    for name in (*first, *texts, *rest):
        yield from walk(name, 0)


def left_out(docname: str) -> bool:
    """Tell whether a page is in no book."""
    return docname.partition("/")[0] in LEFT_OUT


def resolved_pages(builder: Builder) -> list[BookPage]:
    """Return all pages of the whole book, their references resolved."""
    env, found = builder.env, []
    for docname, depth in reading_order(env, builder.config.root_doc):
        tree = env.get_doctree(docname)
        env.resolve_references(tree, docname, builder)
        language = str(env.metadata.get(docname, {}).get("lang") or builder.config.language)
        found.append(BookPage(docname, language, tree, depth))
    return found


def pages_of_text(pages: list[BookPage], matter: Matter) -> Iterator[BookPage]:
    """Yield the pages of the book of one text, cut down to what belongs to it."""
    ident, keeps = matter.ident, keeper(matter)
    for page in pages:
        folder, _, name = page.docname.partition("/")
        if folder == "introduction" and not name.startswith(ident):
            continue
        if folder == "texts" and not name.startswith(f"{ident}/"):
            continue
        if folder == "apparatus" and name != ident:
            continue
        if folder in ("status", "status-ko"):
            continue
        depth = 0 if folder in ("introduction", "apparatus") else page.depth
        if page.part != "backmatter" or folder == "apparatus":
            yield BookPage(page.docname, page.language, page.tree, depth)
            continue
        tree = page.tree.deepcopy()
        kept = prune(tree, keeps)
        if kept or page.docname == "register/index":
            yield BookPage(page.docname, page.language, tree, depth)


def keeper(matter: Matter) -> Callable[[nodes.Element], bool | None]:
    """Return what tells of an element whether it belongs to a text; None where the element is no item of a list."""
    ids = {f"reg-{entry.slug}" for entry in matter.entries} | {f"work-{work.key}" for work in matter.works}
    mine, siglum = f"{PAGE_URI}texts/{matter.ident}/", f"in-{matter.edited.source.siglum}"

    def keeps(node: nodes.Element) -> bool | None:
        classes = node["classes"]
        if "register-entry" in classes or "work" in classes:
            return bool(ids & {*node["ids"]})
        if "event" in classes:
            return siglum in classes
        if "quotation-entry" in classes:
            link = node.next_node(nodes.reference)
            return link is not None and str(link.get("refuri", "")).startswith(mine)
        if isinstance(node, nodes.list_item) and "register-index" in getattr(node.parent, "attributes", {}).get(
            "classes", []
        ):
            link = node.next_node(nodes.reference)
            return link is not None and str(link.get("refuri", "")).rpartition("#")[2] in ids
        return False if "notes-totals" in classes else None

    return keeps


def prune(tree: nodes.document, keeps: Callable[[nodes.Element], bool | None]) -> int:
    """Take out what does not belong, and sections left without an item; return how many items stay."""
    kept = 0
    sections: dict[int, list[bool]] = {}
    for node in list(tree.findall(nodes.Element)):
        answer = keeps(node)
        if answer is None:
            continue
        parent: Any = node.parent
        while isinstance(parent, nodes.Element):
            if isinstance(parent, nodes.section) and parent.parent is not tree:
                sections.setdefault(id(parent), []).append(answer)
            parent = parent.parent
        kept += answer
        if not answer and node.parent is not None:
            _take_out(node)
    for section in list(tree.findall(nodes.section)):
        answers = sections.get(id(section))
        if answers and not any(answers) and section.parent is not None:
            _take_out(section)
    return kept


def _take_out(node: nodes.Element) -> None:
    """Remove *node* by identity: two items may be equal."""
    parent = node.parent
    place = next((at for at, child in enumerate(parent.children) if child is node), None)
    if place is not None:
        del parent.children[place]


def ids_on(tree: nodes.document) -> frozenset[str]:
    """Return every id on a page."""
    found: set[str] = set()
    for node in tree.findall(nodes.Element):
        found.update(node.get("ids", []))
    return frozenset(found)


def path_between(one: str, other: str) -> str:
    """Return the relative address of the file *other* from the file *one*.

    >>> path_between("texts/a/one.xhtml", "register/persons.xhtml")
    '../../register/persons.xhtml'
    """
    return "../" * (len(PurePosixPath(one).parts) - 1) + other
