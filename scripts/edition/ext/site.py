"""What every page says of the edition, to people at its foot and to programs in its head; and the site map.

Addresses stand here only where the edition has one: ``edition_base_url`` in ``conf.py``, ``--base-url`` or the variable
``EDITION_BASE_URL``.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.citation.head import Head, tags
from edition.citation.record import Edition
from edition.ext.cite import cited_on, edition_of
from edition.ext.nodes import EDITORIAL

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


class PageFoot(SphinxPostTransform):
    """Ends every page with version, date and commit."""

    default_priority = 430
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        language = str(self.env.metadata[self.env.docname].get("lang", "en"))
        line = colophon_line(edition_of(self.app), language)
        self.document += nodes.raw("", f'<p class="edition-colophon {EDITORIAL}">{line}</p>', format="html")


def _head(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Add the tags to a page's head."""
    if doctree is None or app.builder.format != "html":
        return
    edition = edition_of(app)
    found = cited_on(app.env, pagename, edition)
    language = str(app.env.metadata[pagename].get("lang", app.config.language))
    title = app.env.titles[pagename].astext() if pagename in app.env.titles else edition.title
    head = Head(
        title,
        language,
        f"{edition.base_url}{pagename}.html" if edition.base_url else "",
        found[0].record if found else None,
        found[0].work if found else None,
        front=pagename == app.config.root_doc,
    )
    context["metatags"] = f"{context.get('metatags', '')}\n{tags(head, edition)}"


def _write_map(app: Sphinx, error: Exception | None) -> None:
    """Write the site map, and the file that leads programs to it; neither without an address."""
    if error is not None or app.builder.format != "html":
        return
    edition, folder = edition_of(app), Path(app.outdir)
    if not edition.base_url:
        for name in ("sitemap.xml", "robots.txt"):
            (folder / name).unlink(missing_ok=True)
        return
    date = f"<lastmod>{edition.date.iso}</lastmod>" if edition.date else ""
    lines = [
        f"<url><loc>{escape(edition.base_url)}{escape(docname)}.html</loc>{date}</url>"
        for docname in sorted(app.env.found_docs)
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    (folder / "sitemap.xml").write_text("\n".join([head, *lines, "</urlset>\n"]), encoding="utf-8", newline="\n")
    robots = f"User-agent: *\nAllow: /\nSitemap: {edition.base_url}sitemap.xml\n"
    (folder / "robots.txt").write_text(robots, encoding="utf-8", newline="\n")


def setup_site(app: Sphinx) -> None:
    """Register the foot of pages, their heads and the site map."""
    app.add_post_transform(PageFoot)
    app.connect("html-page-context", _head)
    app.connect("build-finished", _write_map)
