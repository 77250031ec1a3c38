"""Versions of a text side by side, ``texts/<id>/parallel``: pair by pair, on a phone and in print one below the other.

It is made when all other pages are written, from the documents of the versions; there is no file of it. A pair has an
id of its own (``pair-12``); the words in it keep none but those of marks, for a paragraph's address is on the page of
its version, where its number, its calls and its notes lead. Below the text stands the list of differences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from edition.ext.config import APPARATUS, annotated, edited_text, entries_of, root_of
from edition.ext.kept import same_of_pages
from edition.ext.nodes import EDITORIAL, mark
from edition.ext.previews import previews_tag
from edition.ext.register_pages import register_of
from edition.ext.rendering import html_of, is_web, language_of, texts_with_pages, title_of, written
from edition.ext.view import switch_html
from edition.ext.words import say
from edition.problems import EditionError
from edition.register.differences import Difference, differences
from edition.register.occurrences import read_exceptions
from edition.verify.alignment import Pair, read_alignment
from edition.verify.text import Edited, id_prefix

NAME = "parallel"
KINDS = ("subtitle", "byline", "signature")  #: blocks told by their kind, for they have no id on the page


def blocks_by_place(document: nodes.document, prefix: str) -> dict[str, nodes.Element]:
    """Return permanent id → block for a page of the version whose ids begin with *prefix*; a heading is its title."""
    found: dict[str, nodes.Element] = {}
    for node in document.findall(nodes.Element):
        for ident in node["ids"]:
            if ident.startswith(f"{prefix}.") and not isinstance(node, mark):
                title = node.next_node(nodes.title) if isinstance(node, nodes.section) else None
                found.setdefault(ident, title if title is not None else node)
        for kind in KINDS:
            if isinstance(node, nodes.paragraph) and kind in node["classes"]:
                found.setdefault(f"{prefix}.{kind}", node)
    return found


def cell(block: nodes.Element, address: str) -> list[nodes.Node]:
    """Return a copy of *block* without ids, its number, calls and links leading to the page at *address*."""
    copy = block.deepcopy()
    for link in [node for node in copy.findall(nodes.reference) if "to-pair" in node["classes"]]:
        link.parent.remove(link)
    for call in list(copy.findall(nodes.footnote_reference)):
        link = nodes.reference("", "", *bracketed(call.astext()), refuri=f"{address}#{call['refid']}")
        link["classes"] = [*call["classes"], "footnote-reference"]
        call.parent.replace(call, link)
    for node in copy.findall(nodes.Element):
        if not isinstance(node, mark):
            node["ids"] = []
        if isinstance(node, nodes.reference) and node.get("refuri", "").startswith("#"):
            node["refuri"] = address + node["refuri"]
        elif isinstance(node, nodes.reference) and node.get("refid"):
            node["refuri"] = f"{address}#{node.attributes.pop('refid')}"
    if isinstance(copy, nodes.title):
        return list(copy.children)
    return [copy]


def bracketed(words: str) -> list[nodes.Node]:
    """Return *words* in the brackets that calls have on other pages, which style rules hide."""
    left, right = (nodes.inline("", sign, classes=["fn-bracket"]) for sign in "[]")
    return [left, nodes.Text(words), right]


def _pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield a page for each text with versions, as ``html-collect-pages`` wants it."""
    if not is_web(app):
        return
    for ident, docnames in texts_with_pages(app):
        versions = {language_of(app, docname) for docname in docnames[1:]}
        if len(versions) < 2 or same_of_pages(app, f"texts/{ident}/{NAME}", docnames):
            continue
        edited = edited_text(app.env, ident)
        try:
            pairs = read_alignment(root_of(app), edited.source) if edited else []
        except EditionError:
            continue  # told by ``edition check``
        if edited and pairs:
            yield _parallel(app, edited, pairs, docnames)


def _parallel(app: Sphinx, edited: Edited, pairs: list[Pair], docnames: list[str]) -> tuple[str, dict[str, Any], str]:
    ident, front = edited.source.ident, docnames[0]
    found: dict[str, tuple[str, nodes.Element]] = {}  # place → docname and block
    documents = nodes.container()
    for docname in docnames[1:]:
        document = written(app, docname)
        documents += document.deepcopy().children
        prefix = id_prefix(edited.source, language_of(app, docname))
        found |= {place: (docname, block) for place, block in blocks_by_place(document, prefix).items()}
    pagename = f"texts/{ident}/{NAME}"
    languages = list(pairs[0].sides)
    rows = "\n".join(_row(app, pair, found) for pair in pairs)
    apparatus = f"{APPARATUS}{ident}"
    address = app.builder.get_relative_uri(front, apparatus) if apparatus in app.env.found_docs else ""
    heads = "".join(
        f'<p class="side-head" lang="{code}"><a href="{_address(app, found, pairs[0].sides[code][0])}">'
        f"{escape(say([code], f'language {code}'))}</a></p>"
        for code in languages
    )
    back = f'<p class="text-links {EDITORIAL}"><a href="{app.builder.get_target_uri(front).rpartition("/")[2]}">'
    body = (
        f"<section><h1>{spoken(languages, title_of(app, front).strip('[]').split(' · '))}</h1>"
        f'{back}{both(languages, "front")}</a> · <a href="whole.html">{both(languages, "whole text")}</a></p>'
        f"{switch_html(entries_of(app.env, ident), languages, address)}"
        f'<div class="parallel"><div class="pair side-heads">{heads}</div>\n{rows}</div>'
        f"{_differences(app, edited, languages)}</section>"
    )
    notes = {
        f"{id_prefix(edited.source, code)}.{placed.note.ident}": [placed.note.ident, placed.note.words_of[code]]
        for placed in annotated(app.env, ident).placed
        for code in languages
        if placed.note.at.startswith(f"{id_prefix(edited.source, code)}.")
    }
    title = f"{title_of(app, front).strip('[]')} – {say(['en'], 'side by side')}"
    context = {
        "title": escape(title), "pagetitle": title, "body": body, "language": languages[0],
        "edition_name": say(languages, "side by side"),
        "edition_sections": _contents(pairs, found, languages)[: -1 if edited.source.withheld else None],
        "edition_languages": languages, "parents": [], "prev": None, "next": None,
        "metatags": previews_tag(app, pagename, documents, languages, "../../", notes), "edition_front": front,
    }  # fmt: skip
    return pagename, context, "page.html"


def _address(app: Sphinx, found: dict[str, tuple[str, nodes.Element]], place: str) -> str:
    """Return the address of the page of *place*, as the pages of its text give it."""
    return app.builder.get_target_uri(found[place][0]).rpartition("/")[2] if place in found else ""


def _row(app: Sphinx, pair: Pair, found: dict[str, tuple[str, nodes.Element]]) -> str:
    """Return a pair: a link to itself, and a cell for each version."""
    cells = []
    for language, places in pair.sides.items():
        words = []
        for place in places:
            if place not in found:
                continue
            docname, block = found[place]
            inner = html_of(app, docname, cell(block, _address(app, found, place)))
            if isinstance(block, nodes.title):
                tag = "h2"
                inner = f"<{tag}>{inner}</{tag}>"
            words.append(inner)
        cells.append(f'<div class="side" lang="{language}">{"".join(words)}</div>')
    link = f'<a class="pair-link {EDITORIAL}" href="#pair-{pair.ident}" aria-label="{escape(pair.ident)}">¶</a>'
    return f'<div class="pair" id="pair-{pair.ident}">{link}{"".join(cells)}</div>'


def both(languages: Sequence[str], key: str) -> str:
    """Return what *key* is called in each of *languages*, each marked with its language."""
    return spoken(languages, [say([code], key) for code in languages])


def spoken(languages: Sequence[str], words: Sequence[str]) -> str:
    """Return *words*, one for each of *languages*, marked with it; words without one of their own stand alone."""
    told = [
        f'<span lang="{code}">{escape(part)}</span>'
        for code, part in zip([*languages, *[""] * len(words)], words, strict=False)
    ]
    return " · ".join(told)


def _contents(
    pairs: list[Pair], found: dict[str, tuple[str, nodes.Element]], languages: list[str]
) -> list[tuple[str, str]]:
    """Return (title, address) of the headings, in the first language, and of the differences."""
    headings = [
        (found[place][1].astext(), f"#pair-{pair.ident}")
        for pair in pairs
        for place in pair.sides[languages[0]][:1]
        if place in found and isinstance(found[place][1], nodes.title)
    ]
    return [*headings, (say(languages, "differences"), "#differences")]


def _differences(app: Sphinx, edited: Edited, languages: list[str]) -> str:
    """Return the list of differences, in both languages; nothing where the text is withheld."""
    if edited.source.withheld:
        return ""
    entries = list(register_of(app.env)[0].values())
    try:
        found = differences(root_of(app), edited, entries, read_exceptions(root_of(app)))
    except EditionError:
        found = []  # told by ``edition check``
    items = "".join(f"<li>{_difference(item, languages)}</li>" for item in found)
    listed = f'<ul class="differences">{items}</ul>' if found else f"<p>{both(languages, 'no differences')}</p>"
    return f'<section id="differences" class="{EDITORIAL}"><h2>{both(languages, "differences")}</h2>{listed}</section>'


def _difference(item: Difference, languages: list[str]) -> str:
    where = " · ".join(
        f'<span lang="{code}">{escape(say([code], "only in", say([code], f"language {item.language}")))}</span>'
        for code in languages
    )
    why = "".join(
        f'<p lang="{code}">{escape(item.reason[code] if item.reason else say([code], "not looked at"))}</p>'
        for code in languages
    )
    kind = both(languages, f"difference {item.kind}")
    words = f'<b lang="{item.language}">{escape(item.words)}</b>'
    return f'<p><a href="#pair-{item.pair}">¶ {escape(item.pair)}</a> {kind}: {words} ({where})</p>{why}'


def setup_parallel(app: Sphinx) -> None:
    """Register the page."""
    app.connect("html-collect-pages", _pages)
