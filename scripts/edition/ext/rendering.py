"""Making pages of documents that are pages already: a copy of a page as it will be written, and the HTML of its parts.

`edition.ext.whole` and `edition.ext.parallel` show words a second time. They make no documents of their own, so that
nothing of a text enters the proof, the search index, the register's occurrences or the books twice.
"""

from __future__ import annotations

from typing import cast

from docutils import nodes
from docutils.utils import new_document
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.writers.html5 import HTML5Translator

from edition.ext.config import root_of
from edition.witnesses import identifiers

INDEX = "index"


def is_web(app: Sphinx) -> bool:
    """Tell whether *app* makes the web edition; an EPUB is made by a builder of the same family."""
    return app.builder.name == "html"


def texts_with_pages(app: Sphinx) -> list[tuple[str, list[str]]]:
    """Return the id of each text whose front page is being built, with the docnames of its pages, front first.

    No witness is read for it: that the table of contents on the front has the pages in their order is proved.
    """
    found = []
    for ident in identifiers(root_of(app)):
        folder = f"texts/{ident}/"
        front = folder + INDEX
        if front in app.env.found_docs:
            listed = app.env.toctree_includes.get(front, [])
            found.append((ident, [front, *(name for name in listed if name.startswith(folder))]))
    return found


def language_of(app: Sphinx, docname: str) -> str:
    """Return the language that the front matter of *docname* names, English where it names none."""
    return str(app.env.metadata.get(docname, {}).get("lang", "en"))


def written(app: Sphinx, docname: str) -> nodes.document:
    """Return the document of the page *docname* as it is when it is written."""
    return app.env.get_and_resolve_doctree(docname, app.builder)


def html_of(app: Sphinx, docname: str, children: list[nodes.Node]) -> str:
    """Return *children* as the page *docname* would print them; they are taken out of the document they stood in."""
    builder = cast(StandaloneHTMLBuilder, app.builder)
    document = new_document(str(app.env.doc2path(docname)), builder.docsettings)
    document += children
    before = builder.current_docname
    builder.current_docname = docname
    builder.secnumbers, builder.fignumbers = {}, {}
    try:
        visitor = cast(HTML5Translator, builder.create_translator(document, builder))
        document.walkabout(visitor)
    finally:
        builder.current_docname = before
    return "".join(visitor.fragment)


def title_of(app: Sphinx, docname: str) -> str:
    """Return the words of a page's title."""
    title = app.env.titles.get(docname)
    return title.astext() if title is not None else docname
