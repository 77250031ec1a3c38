"""Where a paragraph stands: from its permanent id to its page, and links to it that say text and number."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.config import edited_text, root_of, text_of
from edition.ext.inject import read_blocks
from edition.ext.nodes import place_link
from edition.ext.words import say
from edition.verify.apparatus import block_idents, block_place
from edition.verify.text import notes_of
from edition.witnesses import identifiers

KINDS = {name: name for name in ("byline", "caption", "signature", "subtitle")} | {"title": "title block"}  #: names

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


def links_to(env: BuildEnvironment, places: Iterable[str], language: str = "en") -> list[nodes.Node]:
    """Return links to the blocks with the ids *places*, by text: ``L 12, 15; R 3``; unknown ids are left out.

    Blocks told by their kind (``title``) are called in *language*.
    """
    known, shown = pages_of(env), list[nodes.Node]()
    last = ""
    for place in dict.fromkeys(places):
        if place not in known:
            continue
        docname, siglum = known[place]
        number = place.partition(".")[2] or place
        number = say([language], KINDS[number]) if number in KINDS else number
        shown.append(nodes.Text("" if not shown else ", " if siglum == last else "; "))
        if siglum != last:
            shown.append(nodes.Text(f"{siglum} "))
        shown.append(place_link("", number, docname=docname, anchor=place))
        last = siglum
    return shown


class PlaceAnchors(SphinxPostTransform):
    """Gives blocks without a number (byline, subtitle, signature, attribution) the anchors that links to them name."""

    default_priority = 280  # before links are put into blocks
    formats = ("html",)

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written; of blocks with one id the first has the anchor."""
        ident, name = text_of(self.env.docname), self.env.docname.rpartition("/")[2]
        edited = edited_text(self.env, ident) if ident else None
        if edited is None or name not in edited.pages:
            return
        idents = block_idents(root_of(self.env), edited)
        known: set[str] = set()
        for node in self.document.findall(nodes.Element):
            known |= set(node["ids"])
        found = read_blocks(self.document, str(self.env.metadata[self.env.docname].get("lang", "en")))
        for block, read in zip([*edited.base.page(name), *notes_of(edited, name)], found, strict=False):
            place = block_place(edited, block, idents)
            if place not in known:
                known.add(place)
                read.node["ids"].append(place)


def setup_places(app: Sphinx) -> None:
    """Register the anchors."""
    app.add_post_transform(PlaceAnchors)
