"""The chronology page: the dated events of the texts, in two languages, with the paragraphs that mention them.

``{chronology}`` makes a list by years, with check boxes that leave texts out; ``static/timeline.js`` draws the same
events on a line that can be zoomed, where there is JavaScript.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from edition.ext.config import root_of, works_of
from edition.ext.nodes import EDITORIAL, event_item, place_link
from edition.ext.places import links_to, pages_of
from edition.problems import EditionError
from edition.register.chronology import PATH, Event, load_events
from edition.register.works import UNSEEN

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


class Chronology(SphinxDirective):
    """``{chronology}``: every event, by years."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the filter and a list for each year."""
        self.env.note_dependency(str(root_of(self.env) / PATH))
        try:
            events = load_events(root_of(self.env))
        except EditionError:
            return []  # told by the proof
        sigla = sorted({siglum for _, siglum in pages_of(self.env).values()})
        found: list[nodes.Node] = [nodes.raw("", filter_html(sigla), format="html")]
        for year, group in groupby(events, key=lambda event: event.year):
            section = nodes.section("", nodes.title("", str(year)), ids=[f"year-{year}"], classes=["year"])
            items = nodes.bullet_list("", classes=["chronology", EDITORIAL])
            items += [self._item(event) for event in group]
            section += items
            found.append(section)
        return found

    def _item(self, event: Event) -> nodes.list_item:
        texts = {siglum for place in event.at for _, siglum in [pages_of(self.env).get(place, ("", ""))] if siglum}
        item = event_item("", classes=["event", *(f"in-{siglum}" for siglum in sorted(texts))])
        item["date"] = event.date
        words = nodes.paragraph("", "", nodes.strong("", told(event.date, "en")), nodes.Text(" · "))
        words += [nodes.inline("", event.en, classes=["event-en", "language-en"]), nodes.Text(" · ")]
        words += nodes.inline("", event.ko, classes=["event-ko", "language-ko"])
        if event.old_style:
            words += nodes.Text(f" ({told(event.old_style, 'en')} O.S. · 구력 {told(event.old_style, 'ko')})")
        item += words
        for language in ("en", "ko"):
            if event.notes[language]:
                item += nodes.paragraph("", event.notes[language], classes=["event-note", f"language-{language}"])
        tail = nodes.paragraph("", "", *links_to(self.env, event.at), classes=["event-places"])
        works = works_of(self.env)
        for position, (key, locator) in enumerate(event.sources):
            tail += nodes.Text("; " if position else " – ")
            tail += place_link(
                "", works[key].label if key in works else key, docname="bibliography", anchor=f"work-{key}"
            )
            tail += nodes.Text(f", {locator}" if locator else "")
            if key in works and works[key].unseen & UNSEEN:
                tail += nodes.Text(" (확인하지 못함 · not seen)")
        item += tail
        return item


def told(date: str, language: str) -> str:
    """Return an ISO date in words.

    >>> told("1917-11-07", "en"), told("1917-11-07", "ko"), told("1918/1921", "ko")
    ('7 November 1917', '1917년 11월 7일', '1918년–1921년')
    """
    if "/" in date:
        return "–".join(told(part, language) for part in date.split("/"))
    year, month, day = [*date.split("-"), "", ""][:3]
    if language == "ko":
        return " ".join(f"{int(part)}{unit}" for part, unit in ((year, "년"), (month, "월"), (day, "일")) if part)
    return " ".join(filter(None, [str(int(day)) if day else "", MONTHS[int(month) - 1] if month else "", year]))


def filter_html(sigla: list[str]) -> str:
    """Return the check boxes that leave texts out, and the place of the timeline."""
    boxes = "".join(
        f'<label><input type="checkbox" checked class="show-text-{siglum}"> {escape(siglum)}</label>'
        for siglum in sigla
    )
    legend = "글 · Texts"
    return (
        f'<form class="chronology-controls {EDITORIAL}" autocomplete="off"><fieldset><legend>{legend}</legend>{boxes}'
        f'</fieldset></form><div class="timeline {EDITORIAL}" hidden></div>'
    )


def visit_event_html(self: HTML5Translator, node: event_item) -> None:
    """Open an event that carries its date."""
    self.body.append(self.starttag(node, "li", "", **{"data-date": node["date"]}))


def depart_event_html(self: HTML5Translator, node: event_item) -> None:
    """Close an event."""
    self.body.append("</li>\n")


def setup_chronology(app: Sphinx) -> None:
    """Register the directive, its items and the timeline."""
    app.add_directive("chronology", Chronology)
    app.add_node(event_item, html=(visit_event_html, depart_event_html))
    app.add_js_file("timeline.js", loading_method="defer")
