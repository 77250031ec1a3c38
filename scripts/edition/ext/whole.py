"""The whole of a text on one page, ``texts/<id>/whole``: for reading straight through, print, and the browser's find.

It is made when all other pages are written, from the same documents; there is no file of it. It keeps the ids of its
paragraphs and notes, so that ``whole.html#lee-lessons.12`` leads to the paragraph on it; but a paragraph's number leads
to the page of its section, which is the address to cite, and the page's canonical address is the text's front. Our
notes stand in one language; the other, a quarter of what such a page would weigh, is a link away, on the section's.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from edition.ext.cite import edition_of
from edition.ext.config import APPARATUS, annotated, entries_of
from edition.ext.kept import same_of_pages
from edition.ext.nodes import EDITORIAL, other_language
from edition.ext.previews import previews_tag
from edition.ext.rendering import html_of, is_web, language_of, texts_with_pages, title_of, written
from edition.ext.view import switch_html
from edition.ext.words import say

NAME = "whole"
AWAY = "away"  #: class of links that leave the page though it holds where they lead
BESIDE = "noted"  #: class of what holds a block with the notes that stand beside it
DROPPED = (
    "text-front",
    "summary",
    "text-links",
    "to-pair",
    "cited-works",
    "toctree-wrapper",
)  #: classes of what stands on its own page only


def whole_document(app: Sphinx, docnames: list[str]) -> nodes.section:
    """Return the pages *docnames* of a text as one section: the front's title, the pages below it, and all notes."""
    front, *pages = (_page(app, docname) for docname in docnames)
    language = language_of(app, docnames[0])
    notes: dict[str, list[nodes.footnote]] = {}
    for docname, page in zip(docnames, [front, *pages], strict=True):
        mine = [note for note in page.findall(nodes.footnote) if BESIDE not in note.parent.get("classes", [])]
        for note in mine:
            note.parent.remove(note)
        notes.setdefault(language_of(app, docname), []).extend(mine)
        if language_of(app, docname) != language:
            page["classes"].append(f"language-{language_of(app, docname)}")
    front += pages
    for code, listed in notes.items():
        author = [note for note in listed if "edition" not in note["classes"]]
        edition = [note for note in listed if "edition" in note["classes"]]
        for heading, series in (("authors’ notes", author), ("edition’s notes", edition)):
            if series:
                section = nodes.section("", ids=[f"{NAME}-{heading[:7].rstrip('’')}-{code}"], classes=["editorial"])
                section["classes"] += [f"language-{code}"] if code != language else []
                section += nodes.title("", say([code], heading))
                section += series
                front += section
    return front


def _page(app: Sphinx, docname: str) -> nodes.section:
    """Return the section of a page without what it says of itself, its numbers leading to it."""
    document = written(app, docname)
    section = document.next_node(nodes.section)
    if section is None:
        section = nodes.section("", *document.children, ids=[])
    for extra in [*document.children]:  # what follows the section: the notes
        if extra is not section and isinstance(extra, nodes.Element):
            section += extra
    for node in list(section.findall(nodes.Element)):
        folded = isinstance(node, other_language) and node.parent is section  # a summary
        if set(DROPPED) & set(node.get("classes", [])) or folded or _is_switch(node):
            node.parent.remove(node)
    address = app.builder.get_target_uri(docname).rpartition("/")[2]
    for other in list(section.findall(other_language)):
        note = other.parent["ids"][0]
        away = nodes.reference("", other["summary"], refuri=f"{address}#{note}", classes=[AWAY])
        line = nodes.paragraph("", "", away, classes=[EDITORIAL, "other-language", f"language-{other['language']}"])
        other.replace_self(line)
    for link in section.findall(nodes.reference):
        if "number" in link["classes"] and link.get("refuri", "").startswith("#"):
            link["refuri"] = address + link["refuri"]
    return section


def _is_switch(node: nodes.Element) -> bool:
    return isinstance(node, nodes.raw) and "edition-view" in node.astext()


def ids_once(section: nodes.section) -> None:
    """Leave an id that several pages have, as that of a byline, to the first block that has it."""
    seen: set[str] = set()
    for node in section.findall(nodes.Element):
        node["ids"] = [ident for ident in node["ids"] if ident not in seen]
        seen.update(node["ids"])


def local_links(section: nodes.section, addresses: set[str]) -> None:
    """Let links to places that *section* itself holds stay on the page; but numbers lead away, and so do others."""
    held = {ident for node in section.findall(nodes.Element) for ident in node["ids"]}
    for link in section.findall(nodes.reference):
        address, sign, anchor = link.get("refuri", "").partition("#")
        if sign and address in addresses and anchor in held and not {"number", AWAY} & set(link["classes"]):
            link["refuri"] = f"#{anchor}"


def contents(section: nodes.section) -> list[tuple[str, str]]:
    """Return (title, address) of the sections right below *section*."""
    found = []
    for child in section.children:
        if isinstance(child, nodes.section) and isinstance(child.next_node(), nodes.title) and child["ids"]:
            found.append((child.next_node(nodes.title).astext(), f"#{child['ids'][0]}"))  # type: ignore[union-attr]
    return found


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each text, as ``html-collect-pages`` wants it."""
    if not is_web(app):
        return
    for ident, docnames in texts_with_pages(app):
        if not same_of_pages(app, f"texts/{ident}/{NAME}", docnames):
            yield _whole(app, ident, docnames)


def _whole(app: Sphinx, ident: str, docnames: list[str]) -> tuple[str, dict[str, Any], str]:
    front = docnames[0]
    pagename = f"texts/{ident}/{NAME}"
    section = whole_document(app, docnames)
    ids_once(section)
    local_links(section, {app.builder.get_target_uri(docname).rpartition("/")[2] for docname in docnames})
    languages = list(dict.fromkeys(language_of(app, docname) for docname in docnames))
    apparatus = f"{APPARATUS}{ident}"
    address = app.builder.get_relative_uri(front, apparatus) if apparatus in app.env.found_docs else ""
    switch = switch_html(entries_of(app.env, ident), languages, address, bool(annotated(app.env, ident).placed))
    back = nodes.reference(
        "", say(languages, "to sections"), refuri=app.builder.get_target_uri(front).rpartition("/")[2]
    )
    section.insert(1, nodes.raw("", switch, format="html"))
    section.insert(1, nodes.paragraph("", "", back, classes=["editorial", "text-links"]))
    tag = previews_tag(app, pagename, section, languages, "../../")
    title = f"{title_of(app, front)} – {say(languages[:1], 'whole text')}"
    context = {
        "title": escape(title), "pagetitle": title, "body": html_of(app, front, [section]), "language": languages[0],
        "metatags": tag, "edition_name": say(languages, "whole text"), "edition_sections": contents(section),
        "edition_languages": languages,
        "parents": [], "prev": None, "next": None, "edition_front": front,
    }  # fmt: skip
    return pagename, context, "page.html"


def _canonical(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give a page made of others the canonical address of the text's front, where the edition has an address."""
    base = edition_of(app).base_url
    if "edition_front" in context and base:
        context["pageurl"] = f"{base}{app.builder.get_target_uri(context['edition_front'])}"


def setup_whole(app: Sphinx) -> None:
    """Register the pages."""
    app.connect("html-collect-pages", _pages)
    app.connect("html-page-context", _canonical, priority=900)
