"""Old addresses on the web: ids that are no more lead to a notice, pages that are no more to the page in their place.

An old id is an anchor of its own, with a notice that shows only to a reader who came for it (``:target``); so it needs
no JavaScript. It stands where its paragraph stood: after the paragraph with the number before it. Where the new place
is on the same page, it stands before that. An old page is a small page that leads on.
"""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.citation.redirects import Redirect, load_redirects
from edition.citation.releases import redirects
from edition.ext.cite import edition_of
from edition.ext.config import root_of, text_of
from edition.ext.nodes import EDITORIAL
from edition.ext.places import pages_of
from edition.ext.policy import meta
from edition.ext.rendering import is_web
from edition.verify.ledger import REMOVED

WORDS = {
    "ko": {
        "removed": "여기 있던 {old}문단은 이제 없다.",
        "here": "{old}문단은 이제 {new}문단이다.",
        "there": "{old}문단은 다른 쪽으로 옮겼다:",
        "page": "이 쪽은 옮겼다:",
        "page removed": "이 쪽은 이제 없다.",
    },
    "en": {
        "removed": "Paragraph {old}, which stood here, is no longer there.",
        "here": "Paragraph {old} is now paragraph {new}.",
        "there": "Paragraph {old} has moved to another page:",
        "page": "This page has moved:",
        "page removed": "This page is no longer there.",
    },
}


def _rank(ident: str) -> tuple[int, str]:
    """Return the order of a paragraph's number: ``12``, ``12a``, ``13``."""
    number = ident.rpartition(".")[2]
    found = re.fullmatch(r"(\d+)([a-z]?)", number)
    return (int(found[1]), found[2]) if found else (0, number)


def home_of(old: str, known: dict[str, tuple[str, str]]) -> str:
    """Return the id of the paragraph after which *old* stood: the last one of a lower number, else the first."""
    prefix = old.rpartition(".")[0]
    mine = sorted(
        (ident for ident in known if ident.rpartition(".")[0] == prefix and re.search(r"\.\d+[a-z]?$", ident)),
        key=_rank,
    )
    before = [ident for ident in mine if _rank(ident) < _rank(old)]
    return before[-1] if before else (mine[0] if mine else "")


class OldIds(SphinxPostTransform):
    """Sets an anchor with a notice for each id that is no more."""

    default_priority = 410
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        docname = self.env.docname
        ident = text_of(docname)
        moved = redirects(root_of(self.env), ident) if ident else {}
        known = pages_of(self.env) if moved else {}
        words = WORDS.get(str(self.env.metadata[docname].get("lang", "en")), WORDS["en"])
        for old, new in moved.items():
            numbers = {"old": old.rpartition(".")[2], "new": new.rpartition(".")[2]}
            home = home_of(old, known)
            if new in known and known[new][0] == docname:
                link = f' <a href="#{escape(new)}">{escape(new)}</a>'
                self._set(new, old, escape(words["here"].format(**numbers)) + link, before=True)
            elif home and known[home][0] == docname:
                told = escape(words["removed" if new == REMOVED else "there"].format(**numbers))
                if new in known:
                    address = self.app.builder.get_relative_uri(docname, known[new][0])
                    told += f' <a href="{escape(address)}#{escape(new)}">{escape(new)}</a>'
                self._set(home, old, told, before=False)

    def _set(self, at: str, old: str, html: str, *, before: bool) -> None:
        """Put the notice before or after the block whose id is *at*."""
        found = [node for node in self.document.findall(nodes.Element) if at in node.get("ids", [])]
        if not found or found[0].parent is None:
            return
        node = found[0]
        while isinstance(node.parent, (nodes.list_item, nodes.bullet_list, nodes.enumerated_list, nodes.block_quote)):
            node = node.parent
        notice = f'<p class="edition-moved {EDITORIAL}" id="{escape(old)}" tabindex="-1">{html}</p>'
        node.parent.insert(node.parent.index(node) + (not before), nodes.raw("", notice, format="html"))


def old_page(item: Redirect, depth: int, base: str) -> str:
    """Return the page that stands at an old address, *depth* folders down, and leads on, with what was asked for."""
    page, _, anchor = ("", "", "") if not item.page else item.new.partition("#")
    address = f"{'../' * depth}{page}.html" if page else ""
    told = "".join(
        f'<p lang="{language}">{escape(words["page" if page else "page removed"])} '
        + (f'<a href="{escape(address)}{"#" * bool(anchor)}{escape(anchor)}">{escape(page)}</a>' if page else "")
        + (f" {escape(item.reason)}" if item.reason else "")
        + "</p>"
        for language, words in WORDS.items()
    )
    head = f'<meta charset="utf-8">{meta()}<meta name="robots" content="noindex"><title>After October</title>'
    if page:
        whole = f"{address}{'#' * bool(anchor)}{anchor}"
        head += f'<link rel="canonical" href="{escape(base + page)}.html">' if base else ""
        head += f'<meta http-equiv="refresh" content="1; url={escape(whole)}">'
        script = f"{'../' * depth}_static/onward.js"
        head += f'<script src="{script}" data-page="{escape(address)}" data-anchor="{escape(anchor)}"></script>'
    return f'<!DOCTYPE html>\n<html lang="ko"><head>{head}</head><body>{told}</body></html>\n'


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write a page at each old address."""
    if error is not None or not is_web(app):
        return
    for item in load_redirects(root_of(app.env)):
        path = Path(app.outdir) / f"{item.old}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        html = old_page(item, item.old.count("/"), edition_of(app).base_url)
        path.write_text(html, encoding="utf-8", newline="\n")


def setup_redirects(app: Sphinx) -> None:
    """Register the anchors and the pages."""
    app.add_post_transform(OldIds)
    app.connect("build-finished", _write)
