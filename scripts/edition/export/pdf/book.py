"""One doctree from all pages of the book, its ids unique, its notes standing at their calls.

`assemble` is the only entry. In: a Sphinx builder whose environment has been read. Out: a `Book`. Problems of the
pages (a note nobody calls, a page listed twice) are located warnings; nothing is raised.

Left alone on purpose: the starting page's own words (it opens the web site; the book has a title page), captions and
options of toctrees, and Sphinx's figure and section numbers (the edition numbers paragraphs instead).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.util import logging

from .back import set_back_matter
from .elements import every, inner_call, inner_note, parallel_side, placed_note, repeated_call
from .pages import Pages
from .parallel import set_parallel
from .plan import Volume, is_printed

logger = logging.getLogger(__name__)

PAGE = "edition-page"  #: attribute of every element: the page it comes from
DOCUMENT_URI = "%page:"  #: how a reference to a page looks after Sphinx has resolved it
SERIES = ("author", "translator", "edition")


@dataclass(frozen=True, slots=True)
class Book:
    """What the writer needs to know of the whole book."""

    tree: nodes.document  #: holds nothing but start_of_file elements
    pages: tuple[str, ...]  #: docnames, in reading order
    ids: frozenset[str]  #: every id that can be linked to
    targets: frozenset[str]  #: ids that something links to


def page_id(docname: str) -> str:
    """Return the id that stands for a whole page."""
    return f"{docname}#"


def unique_id(docname: str, node_id: str) -> str:
    """Return *node_id*, unique on its page only, as an id unique in the book."""
    return f"{docname}#{node_id}"


def assemble(builder: Builder, volume: Volume, read: Pages) -> Book:
    """Return the book *volume* of the pages that *read* gives."""
    env, start = builder.env, builder.config.root_doc
    tree = env.get_doctree(start)
    pages = [start]
    if volume.pages:
        tree.children = []
        tree += addnodes.toctree("", includefiles=list(volume.pages))
    _inline_toctrees(read, tree, pages)
    set_back_matter(env, tree, volume)
    set_parallel(env, tree)
    for node, page in _with_pages(tree, start):
        node[PAGE] = page
    files = [child for child in every(tree, addnodes.start_of_file) if _outermost(child)]
    tree.children = []
    tree.extend(files)
    printed = tuple(page for page in pages if page != start)
    _make_ids_unique(tree, printed)
    _place_notes(tree)
    ids: set[str] = {node_id for node in every(tree, nodes.Element) for node_id in node["ids"]}
    ids.update(map(page_id, printed))
    targets = {node["refid"] for node in every(tree, nodes.Element) if node.get("refid")}
    return Book(tree, printed, frozenset(ids), frozenset(targets & ids))


def _inline_toctrees(read: Pages, tree: nodes.Element, pages: list[str]) -> None:
    """Put each listed page in place of its toctree; *pages* grows by the pages taken."""
    for toctree in every(tree, addnodes.toctree):
        inlined: list[nodes.Node] = []
        for docname in toctree["includefiles"]:
            if not is_printed(read.env, docname):
                continue
            if docname in pages:
                logger.warning("page %r is in the book already; fix: list it in one toctree", docname,
                               location=toctree, type="edition", subtype="pdf")  # fmt: skip
                continue
            pages.append(docname)
            page = read.page(docname)
            _inline_toctrees(read, page, pages)
            opening = addnodes.start_of_file(docname=docname)
            opening.extend(page.children)
            inlined.append(opening)
        listing = toctree.parent  # a compound that Sphinx puts round every toctree
        old = listing if isinstance(listing, nodes.compound) and "toctree-wrapper" in listing["classes"] else toctree
        cast(nodes.Element, old.parent).replace(old, inlined)


def _with_pages(node: nodes.Element, page: str) -> Iterator[tuple[nodes.Element, str]]:
    """Yield every element of *node* with the page it comes from."""
    if node.get("docname") and isinstance(node, addnodes.start_of_file | parallel_side):
        page = node["docname"]
    yield node, page
    for child in node.children:
        if isinstance(child, nodes.Element):
            yield from _with_pages(child, page)


def _outermost(node: nodes.Node) -> bool:
    """Tell whether a page is listed by the root page, not by another page."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, addnodes.start_of_file):
            return False
        parent = parent.parent
    return True


def _make_ids_unique(tree: nodes.Element, pages: tuple[str, ...]) -> None:
    """Name the page in every id and in every reference to one; mark references that lead out of the book."""
    for node in every(tree, nodes.Element):
        page = node[PAGE] if node.hasattr(PAGE) else ""
        if node.get("ids"):
            node["ids"] = [unique_id(page, node_id) for node_id in node["ids"]]
        if node.get("refid"):
            node["refid"] = unique_id(page, node["refid"])
        address = node.get("refuri", "")
        if address.startswith(DOCUMENT_URI):
            docname, _, fragment = address.removeprefix(DOCUMENT_URI).partition("#")
            del node["refuri"]
            if docname in pages:
                node["refid"] = unique_id(docname, fragment) if fragment else page_id(docname)
            else:
                node["elsewhere"] = (docname, fragment)


def _series(*elements: nodes.Element) -> str:
    """Return the series of notes that the classes of a call or its note name; the author's if they name none."""
    classes: set[str] = {name for element in elements for name in element["classes"]}
    return next((series for series in SERIES if series in classes), "author")


def _place_notes(tree: nodes.document) -> None:
    """Move each note to its first call, one called in a note to that note's end; without a call it stays, warned of."""
    notes = {node_id: note for note in every(tree, nodes.footnote) for node_id in note["ids"]}
    placed: dict[int, nodes.Element] = {}
    for call in every(tree, nodes.footnote_reference):
        note = notes.get(call.get("refid", ""))
        if note is None:
            logger.warning("note %r is called but does not exist; fix: write it, or take the call out", call.astext(),
                           location=call, type="edition", subtype="pdf")  # fmt: skip
            continue
        printed = {"sign": call.astext(), "series": _series(call, note)}
        again, outer = placed.get(id(note)), _note_around(call)
        new: nodes.Element
        if outer is not None or isinstance(again, inner_note):
            new = inner_call("", refid=note["ids"][0], ids=call["ids"], **printed)
        elif again is not None:
            new = repeated_call("", refid=note["ids"][0], ids=call["ids"], **printed)
        else:
            new = _moved(note, placed_note("", ids=note["ids"] + call["ids"], **printed))
            placed[id(note)] = new
        if outer is not None and again is None:
            placed[id(note)] = _moved(note, inner_note("", ids=note["ids"], refid=call["ids"][0], **printed))
            outer.append(placed[id(note)])
            placed[id(note)][PAGE] = call[PAGE]
        new[PAGE], new.source, new.line = call[PAGE], call.source or note.source, call.line or note.line
        call.replace_self(new)
    for note in every(tree, nodes.footnote):
        if id(note) in placed:
            parent = cast(nodes.Element, note.parent)
            parent.remove(note)
        else:
            logger.warning("note %r has no call; fix: call it, or take it out", note.next_node(nodes.label, True) or "",
                           location=note, type="edition", subtype="pdf")  # fmt: skip


def _note_around(call: nodes.Node) -> nodes.Element | None:
    """Return the outermost note that *call* stands in, placed already or not."""
    found, parent = None, call.parent
    while parent is not None:
        found = parent if isinstance(parent, placed_note | nodes.footnote) else found
        parent = parent.parent
    return found


def _moved(note: nodes.footnote, new: nodes.Element) -> nodes.Element:
    """Return *new* with the blocks, classes and language of *note*."""
    new["classes"] = note["classes"]
    new.extend(child for child in note.children if not isinstance(child, nodes.label))
    for part in [child for child in new.children if "note-sources" in cast(nodes.Element, child)["classes"]]:
        words = new.children[new.index(part) - 1]
        if isinstance(words, nodes.paragraph):  # on the web a paragraph of its own; at a page's foot space is dear
            new.remove(part)
            kept = cast(nodes.Element, part)
            words += [nodes.Text(" "), nodes.inline("", "", *kept.children, classes=kept["classes"])]
    if note.get("lang"):
        new["lang"] = note["lang"]
    return new
