"""Where a paragraph stands: from its permanent id to its page, and links to it that say text and number."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.environment import BuildEnvironment

from edition.ext.config import edited_text, root_of
from edition.ext.nodes import place_link
from edition.verify.apparatus import block_idents, block_place
from edition.verify.text import notes_of
from edition.witnesses import identifiers

_pages: dict[str, dict[str, tuple[str, str]]] = {}


def pages_of(env: BuildEnvironment) -> dict[str, tuple[str, str]]:
    """Return permanent id of a block → docname of its page, and siglum of its text; computed once a process."""
    key = str(root_of(env))
    if key not in _pages:
        found: dict[str, tuple[str, str]] = {}
        for ident in identifiers(root_of(env)):
            edited = edited_text(env, ident)
            if edited is None:
                continue
            idents = block_idents(root_of(env), edited)
            for name in edited.pages:
                for block in [*edited.base.page(name), *notes_of(edited, name)]:
                    place = block_place(edited, block, idents)
                    found.setdefault(place, (f"texts/{ident}/{name}", edited.source.siglum))
        _pages[key] = found
    return _pages[key]


def forget_places() -> None:
    """Forget what was computed, so that the next build computes it anew."""
    _pages.clear()


def links_to(env: BuildEnvironment, places: Iterable[str]) -> list[nodes.Node]:
    """Return links to the blocks with the ids *places*, by text: ``L 12, 15; R 3``; unknown ids are left out."""
    known, shown = pages_of(env), list[nodes.Node]()
    last = ""
    for place in dict.fromkeys(places):
        if place not in known:
            continue
        docname, siglum = known[place]
        number = place.partition(".")[2] or place
        shown.append(nodes.Text("" if not shown else ", " if siglum == last else "; "))
        if siglum != last:
            shown.append(nodes.Text(f"{siglum} "))
        shown.append(place_link("", number, docname=docname, anchor=place))
        last = siglum
    return shown
