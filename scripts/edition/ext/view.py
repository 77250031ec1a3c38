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

from edition.ext.config import edited_text, entries_of, text_of
from edition.ext.mark_html import FOLDER
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
        if f"{FOLDER}{ident}" in self.env.found_docs:
            address = self.app.builder.get_relative_uri(self.env.docname, f"{FOLDER}{ident}")
        section.insert(1, nodes.raw("", switch_html(entries, languages, address), format="html"))


def switch_html(entries: Sequence[Entry], languages: Sequence[str], address: str) -> str:
    """Return the switch and the totals of a page whose marks are *entries*; *address* is its apparatus."""
    title = escape(say(languages, "title"))
    link = f' <a href="{address}">{title}</a>' if address else ""
    if not entries:
        return f'<div class="edition-view {EDITORIAL}"><p>{escape(say(languages, "none here"))}{link}</p></div>'
    found = Counter(entry.mark.certainty for entry in entries)
    parts = ", ".join(f"{say(languages, key)} {found[key]}" for key in CERTAINTIES if found[key])
    told = f"{escape(say(languages, 'here', len(entries)))} ({escape(parts)})."
    radios = "".join(
        f'<label><input type="radio" name="edition-view" value="{value}"'
        f"{' checked' if value == 'edited' else ''}> {escape(say(languages, f'{value} view'))}</label>"
        for value in ("edited", "received")
    )
    box = '<input type="checkbox">'
    keep = f'<label class="keep" hidden>{box} {escape(say(languages, "keep"))}</label>'
    return (
        f'<div class="edition-view {EDITORIAL}"><form autocomplete="off" aria-label="{escape(say(languages, "view"))}">'
        f"{radios}{keep}</form><p>{told}{link}</p></div>"
    )


def setup_view(app: Sphinx) -> None:
    """Register the post-transform and the script that remembers."""
    app.add_post_transform(ViewSwitch)
    app.add_js_file("view.js", loading_method="defer")
