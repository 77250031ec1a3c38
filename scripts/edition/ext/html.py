"""What only the web edition has: paragraph numbers as permalinks, the page's language, its own style sheet."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.nodes import EDITORIAL

STATIC = Path(__file__).parent / "static"


class Permalinks(SphinxPostTransform):
    """Sets each numbered paragraph's number before it, as a link to itself."""

    default_priority = 400
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        for paragraph in self.document.findall(nodes.paragraph):
            if "number" not in paragraph:
                continue
            ident = paragraph["ids"][0]
            link = nodes.reference(
                "", paragraph["number"], refuri=f"#{ident}", internal=True, classes=["number", EDITORIAL]
            )
            paragraph.insert(0, link)


def _language(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give the page's template the language its front matter names."""
    language = app.env.metadata.get(pagename, {}).get("lang")
    if language:
        context["language"] = language


def _prepare(app: Sphinx) -> None:
    """Add our static files; keep docutils from printing a dash before an attribution, which the text does not have."""
    app.config.html_static_path = [*app.config.html_static_path, str(STATIC)]  # the list may be every project's default
    app.env.settings["attribution"] = "none"


def setup_html(app: Sphinx) -> None:
    """Register the post-transform, the language of pages, and the style sheet."""
    app.add_post_transform(Permalinks)
    app.connect("html-page-context", _language)
    app.connect("builder-inited", _prepare)
    app.add_css_file("edition.css")
