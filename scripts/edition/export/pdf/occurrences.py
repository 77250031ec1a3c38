"""The register's entries where they occur, put into a page before it goes into the book, so that pages can be counted.

Nothing is printed for them: the words stay as they are. What counts as an occurrence is `edition.register`'s business.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment

from edition.ext.config import text_of
from edition.ext.doctree import place_of
from edition.ext.inject import read_blocks, wrap
from edition.ext.register_pages import register_of

from .elements import occurrence


def mark_occurrences(env: BuildEnvironment, docname: str, page: nodes.document) -> None:
    """Put an `occurrence` round every occurrence on a text's page; other pages are left alone."""
    ident, name = text_of(docname), docname.rpartition("/")[2]
    if not ident:
        return
    mine = [item for item in register_of(env)[1].get(ident, []) if item.page == name]
    blocks = read_blocks(page, str(env.metadata[docname].get("lang", "en"))) if mine else []
    for item in sorted(mine, key=lambda item: (item.index, -item.start)):
        if item.index >= len(blocks):
            continue
        node = blocks[item.index].node
        if blocks[item.index].block.kind in ("heading", "title"):
            title = node if isinstance(node, nodes.title) else node.next_node(nodes.title)
            if title is not None:
                title.parent.insert(place_of(title) + 1, occurrence("", slug=item.slug))
        else:
            wrap(node, item.start, item.end, lambda slug=item.slug: occurrence("", slug=slug))  # type: ignore[misc]
