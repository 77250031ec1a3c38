"""Where a page lists what can be taken away: a comment in the HTML, which the end of the build fills.

What there is, how large it is and what it hashes to is known only when every format is made; `edition.export.downloads`
then sets the lists. The front of a text has its own files, the pages on downloads (``{downloads} en``) all of them.
"""

from __future__ import annotations

from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxDirective

from edition.ext.annotations import EditionNotes
from edition.ext.config import edited_text, text_of
from edition.ext.nodes import EDITORIAL

WHOLE = "all"  #: instead of a text's id: every file
FRONT = "text-front"  #: class of what the list of a text stands behind


class Downloads(SphinxDirective):
    """``{downloads} LANGUAGE``: the place of the table of all files."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place."""
        return [place_of_list(WHOLE, self.arguments[0])]


def place_of_list(ident: str, language: str) -> nodes.container:
    """Return the place of the list of the text *ident*, which only HTML has."""
    comment = f"<!--downloads:{ident}:{'ko' if language == 'ko' else 'en'}--><!--/downloads-->"
    return nodes.container("", nodes.raw("", comment, format="html"), classes=[EDITORIAL, "downloads-place"])


class TextDownloads(SphinxTransform):
    """Puts the place of a text's list behind the front of the text."""

    default_priority = EditionNotes.default_priority + 1

    def apply(self, **kwargs: object) -> None:
        """Change the document in place; pages without a text's front are left alone."""
        ident = text_of(self.env.docname)
        if not ident or edited_text(self.env, ident) is None:
            return
        language = str(self.env.metadata[self.env.docname].get("lang", "en"))
        for box in list(self.document.findall(nodes.container)):
            if FRONT in box["classes"]:
                box.parent.insert(box.parent.index(box) + 1, place_of_list(ident, language))


def setup_downloads(app: Sphinx) -> None:
    """Register the directive and the transform."""
    app.add_directive("downloads", Downloads)
    app.add_transform(TextDownloads)
