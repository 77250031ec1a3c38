"""The pages of the books, each read and its references resolved once, however many books it stands in.

In: a Sphinx builder whose environment has been read, and which pages stand in more than one book. Out: a page for one
book to change as it likes.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from .elements import every
from .occurrences import mark_occurrences
from .plan import Volume


def shared(env: BuildEnvironment, volumes: Iterable[Volume]) -> frozenset[str]:
    """Return the pages that stand in more than one of *volumes*."""
    seen: set[str] = set()
    again: set[str] = set()
    for volume in volumes:
        mine: set[str] = set()
        waiting = list(volume.pages)
        while waiting:
            docname = waiting.pop()
            if docname not in mine:
                mine.add(docname)
                waiting += env.toctree_includes.get(docname, [])
        again |= seen & mine
        seen |= mine
    return frozenset(again)


class Pages:
    """Pages by name, with the register's entries marked where they occur; *kept* are those asked for again."""

    def __init__(self, builder: Builder, kept: frozenset[str] = frozenset()) -> None:
        self.builder, self.env = builder, builder.env
        self._kept = kept
        self._resolved: dict[str, bytes] = {}  #: pickled: to load a page is faster than to copy it

    def page(self, docname: str) -> nodes.document:
        """Return the page *docname*, its references resolved."""
        if docname in self._resolved:
            found: nodes.document = pickle.loads(self._resolved[docname])
            return found
        page = self.env.get_doctree(docname)
        mark_occurrences(self.env, docname, page)
        for pending in every(page, addnodes.pending_xref):
            pending.setdefault("refdoc", docname)
        self.env.resolve_references(page, docname, self.builder)
        if docname in self._kept:
            page.reporter = page.transformer = None  # type: ignore[assignment]  # as Sphinx does before it pickles
            page.settings = page.settings.copy()
            for name in ("env", "warning_stream", "record_dependencies"):
                setattr(page.settings, name, None)
            self._resolved[docname] = pickle.dumps(page, pickle.HIGHEST_PROTOCOL)
        return page
