"""The switch at the head of a text page, *as edited* or *as received*, and how many marks the page has.

The switch is two radio buttons and style rules, so that it works without JavaScript. ``static/view.js`` adds what
needs a memory: a box that keeps the choice for every page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.config import APPARATUS, annotated, edited_text, entries_of, text_of
from edition.ext.nodes import EDITORIAL
from edition.ext.words import say
from edition.marks import CERTAINTIES
from edition.verify.apparatus import Entry


class ViewSwitch(SphinxPostTransform):
    """Sets the switch below the title of every page that holds words of a text."""

    default_priority = 390
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        ident, name = text_of(self.env.docname), self.env.docname.rpartition("/")[2]
        edited = edited_text(self.env, ident) if ident else None
        section = self.document.next_node(nodes.section)
        if edited is None or section is None or name not in edited.pages or not edited.pages[name].body:
            return
        languages = [str(self.env.metadata[self.env.docname].get("lang", "en"))]
        entries = [entry for entry in entries_of(self.env, ident) if entry.page == name]
        address = ""
        if f"{APPARATUS}{ident}" in self.env.found_docs:
            address = self.app.builder.get_relative_uri(self.env.docname, f"{APPARATUS}{ident}")
        noted = any(item.page == name for item in annotated(self.env, ident).placed)
        section.insert(1, nodes.raw("", switch_html(entries, languages, address, noted), format="html"))


def switch_html(entries: Sequence[Entry], languages: Sequence[str], address: str, noted: bool = False) -> str:
    """Return the switches and the totals of a page whose marks are *entries*; *address* is its apparatus.

    *noted*: has it notes of the edition, to be shown in brief, whole, or not at all?
    """
    title = escape(say(languages, "title"))
    link = f' <a href="{address}">{title}</a>' if address else ""
    parts = [_radios(languages, "notes", ("brief", "whole", "none"), "notes {}")] if noted else []
    told = f"{escape(say(languages, 'none here'))}{link}"
    if entries:
        parts.insert(0, _radios(languages, "view", ("edited", "received"), "{} view"))
        found = Counter(entry.mark.certainty for entry in entries)
        counts = ", ".join(f"{say(languages, key)} {found[key]}" for key in CERTAINTIES if found[key])
        told = f"{escape(say(languages, 'here', len(entries)))} ({escape(counts)}).{link}"
    keep = f'<label class="keep"><input type="checkbox"> {escape(say(languages, "keep"))}</label>'
    form = f'<form autocomplete="off" aria-label="{escape(say(languages, "view"))}">{"".join(parts)}{keep}</form>'
    return f'<div class="edition-view {EDITORIAL}">{form if parts else ""}<p>{told}</p></div>'


def _radios(languages: Sequence[str], key: str, values: Sequence[str], word: str) -> str:
    """Return one switch: the first of *values* is on."""
    labels = "".join(
        f'<label><input type="radio" name="edition-{key}" value="{value}"{"" if index else " checked"}>'
        f" {escape(say(languages, word.format(value)))}</label>"
        for index, value in enumerate(values)
    )
    return f"<fieldset><legend>{escape(say(languages, key))}</legend>{labels}</fieldset>"


def setup_view(app: Sphinx) -> None:
    """Register the post-transform and the script that remembers."""
    app.add_post_transform(ViewSwitch)
    app.add_js_file("view.js", loading_method="defer")
