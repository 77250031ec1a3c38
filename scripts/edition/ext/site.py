"""What every page says of the edition, to people at its foot and to programs in its head; and the site map.

Addresses stand here only where the edition has one: ``edition_base_url`` in ``conf.py``, ``--base-url`` or the variable
``EDITION_BASE_URL``.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sphinx.application import Sphinx

from edition.citation.head import Head, tags
from edition.citation.record import Edition, Record
from edition.export.downloads import FOLDER as DOWNLOADS
from edition.ext.cite import cited_on, edition_of
from edition.ext.config import TEXT_FOLDER, root_of
from edition.ext.nodes import EDITORIAL
from edition.ext.rendering import is_web, language_of, title_of
from edition.problems import EditionError
from edition.register.summaries import load_summaries

WORDS = {
    "ko": {"version": "{}판", "commit": "커밋 {}", "unreleased": "아직 공개하지 않은 판"},
    "en": {"version": "version {}", "commit": "commit {}", "unreleased": "not released"},
}


def colophon_line(edition: Edition, language: str) -> str:
    """Return title, version, date and commit as a page prints them."""
    words = WORDS.get(language, WORDS["en"])
    date = edition.date.iso if edition.date else ""
    parts = [
        f"{escape(edition.title)}, {words['version'].format(escape(edition.version))}",
        "" if edition.released else words["unreleased"],
        f'<time datetime="{date}">{date}</time>' if date else "",
        words["commit"].format(f"<code>{escape(edition.commit)}</code>") if edition.commit else "",
    ]
    return " · ".join(filter(None, parts))


def _foot(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """End a page with version, date and commit."""
    if is_web(app) and "body" in context:
        line = colophon_line(edition_of(app), language_of(app, context.get("edition_front", pagename)))
        context["body"] += f'<p class="edition-colophon {EDITORIAL}">{line}</p>'


def _head(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Add the tags to a page's head."""
    docname = pagename if doctree is not None else str(context.get("edition_front", ""))
    if not docname or not is_web(app):
        return
    edition = edition_of(app)
    found = cited_on(app.env, docname, edition)
    summary, abstract = _said(app, docname, found[0].record) if found else ("", "")
    head = Head(
        title_of(app, docname),
        language_of(app, docname),
        f"{edition.base_url}{docname}.html" if edition.base_url else "",
        found[0].record if found else None,
        found[0].work if found else None,
        front=docname == app.config.root_doc,
        pdf=pdf_of(docname, edition.base_url),
        summary=summary,
        abstract=abstract,
    )
    context["metatags"] = f"{context.get('metatags', '')}\n{tags(head, edition)}"


def _said(app: Sphinx, docname: str, record: Record) -> tuple[str, str]:
    """Return what our summaries say of the page, and of the work that it belongs to; an article's page is the work."""
    try:
        found = load_summaries(root_of(app.env), record.text)
    except EditionError:
        return "", ""  # told by the proof
    summary = found.of_page(docname.rpartition("/")[2], record.language)
    return summary, found.of_text(record.language) if record.division else summary


def pdf_of(docname: str, base_url: str) -> str:
    """Return the address of a text's PDF for its front page, which stands for the whole text; empty for other pages.

    >>> pdf_of("texts/lee-lessons/index", "https://example.org/"), pdf_of("texts/lee-lessons/opening", "https://…/")
    ('https://example.org/downloads/pdf/lee-lessons.pdf', '')
    """
    folder, _, ident = docname.removesuffix("/index").rpartition("/")
    front = folder == TEXT_FOLDER.rstrip("/") and docname.endswith("/index")
    return f"{base_url}{DOWNLOADS}/pdf/{ident}.pdf" if front and base_url else ""


def site_map(edition: Edition, docnames: Iterable[str]) -> str:
    """Return the site map of the pages *docnames*: addresses as RFC 3986 writes them, escaped for XML."""
    date = f"<lastmod>{edition.date.iso}</lastmod>" if edition.date else ""
    lines = [
        f"<url><loc>{escape(edition.base_url + quote(docname))}.html</loc>{date}</url>" for docname in sorted(docnames)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>\n"])


def _write_map(app: Sphinx, error: Exception | None) -> None:
    """Write the site map, and the file that leads programs to it; neither without an address."""
    if error is not None or not is_web(app):
        return
    edition, folder = edition_of(app), Path(app.outdir)
    if not edition.base_url:
        for name in ("sitemap.xml", "robots.txt"):
            (folder / name).unlink(missing_ok=True)
        return
    (folder / "sitemap.xml").write_text(site_map(edition, app.env.found_docs), encoding="utf-8", newline="\n")
    robots = f"User-agent: *\nAllow: /\nSitemap: {edition.base_url}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8", newline="\n")


def setup_site(app: Sphinx) -> None:
    """Register the foot of pages, their heads and the site map."""
    app.connect("html-page-context", _foot, priority=401)
    app.connect("html-page-context", _head)
    app.connect("build-finished", _write_map)
