"""The register's finding lists: every entry of every kind on one page, in the order of either language.

``{register-index} en`` and ``{register-index} ko`` each make a list; every item holds all forms of its entry, so that
a browser's own search finds it by any. ``static/register.js`` puts a field above that leaves only what holds the words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.nodes import EDITORIAL, place_link
from edition.ext.register_pages import PAGES, register_of
from edition.register.entries import LANGUAGES, RegisterEntry


class RegisterIndex(SphinxDirective):
    """``{register-index} LANGUAGE``: links to all entries, sorted by their headwords in that language."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the list."""
        language = self.arguments[0]
        if language not in LANGUAGES:
            raise self.error(f"no language {language!r} in the register; fix: use {' or '.join(LANGUAGES)}")
        entries, _ = register_of(self.env)
        listed = nodes.bullet_list("", classes=["register-index", EDITORIAL])
        for entry in sorted(entries.values(), key=lambda entry: sort_key(entry, language)):
            heads = [entry.en, entry.ko] if language == "en" else [entry.ko, entry.en]
            label = " · ".join(dict.fromkeys(heads))
            line = nodes.paragraph("")
            line += place_link("", label, docname=PAGES[entry.kind], anchor=f"reg-{entry.slug}")
            others = [word for word in (entry.original, *entry.forms, *entry.also) if word and word not in heads]
            if others:
                line += nodes.inline("", f" {', '.join(others)}", classes=["register-index-forms"])
            listed += nodes.list_item("", line)
        return [listed]


def sort_key(entry: RegisterEntry, language: str) -> str:
    """Return what orders *entry* in *language*: letters only, without accents in English, Hangul in its own order.

    Unicode keeps the precomposed syllables in the order of Korean dictionaries (the Unicode Standard, 18.6).
    """
    words = (entry.sort or entry.en) if language == "en" else entry.ko
    form = unicodedata.normalize("NFKD" if language == "en" else "NFC", words)
    return re.sub(r"[^\w ]", "", form).strip().casefold()


def setup_register_index(app: Sphinx) -> None:
    """Register the directive and its script."""
    app.add_directive("register-index", RegisterIndex)
    app.add_js_file("register.js", loading_method="defer")
