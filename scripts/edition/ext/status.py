"""How far each text has been read: by whom, when, and what remains doubtful.

``{status} ko`` or ``{status} en`` makes the report of all texts, from ``reading`` in ``source.toml`` and from marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.apparatus import place_of, plain_table, totals_table
from edition.ext.config import depend_on_text, edited_text, entries_of, root_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.ext.words import say
from edition.records import Reading, Source
from edition.verify.apparatus import Entry
from edition.witnesses import identifiers


class Status(SphinxDirective):
    """``{status} LANGUAGE``: readings and doubtful places of every text."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a section for each text that can be read, in the order of their ids."""
        languages, found = [self.arguments[0]], list[nodes.Node]()
        for ident in identifiers(root_of(self.env)):
            edited = edited_text(self.env, ident)
            if edited is None:
                continue
            depend_on_text(self.env, edited)
            entries = entries_of(self.env, ident)
            title = next(block.printed for block in edited.base.body)
            section = nodes.section("", nodes.title("", f"{edited.source.siglum}. {title}"), ids=[f"status-{ident}"])
            section += readings_table(edited.source, languages)
            if entries:
                section += totals_table(entries, languages)
                section += doubtful(ident, entries, languages)
            found.append(section)
        return found


def readings_table(source: Source, languages: Sequence[str]) -> nodes.Node:
    """Return the readings recorded for *source*, one a row."""
    if not source.reading:
        return nodes.paragraph("", say(languages, "never read"), classes=[EDITORIAL])
    keys = ("date", "reader", "read what", "found", "alone")
    rows = [
        [
            f"{reading.date:%Y-%m-%d}",
            reading.by_ko if "ko" in languages else reading.by,
            _what(reading, languages),
            str(reading.found),
            str(reading.alone) if reading.of == "witness" else "–",
        ]
        for reading in source.reading
    ]
    return plain_table([say(languages, key) for key in keys], rows, ["readings"])


def _what(reading: Reading, languages: Sequence[str]) -> str:
    words = say(languages, f"of {reading.of}")
    return f"{words}, {say(languages, 'lines', reading.line, reading.to)}" if reading.line else words


def doubtful(ident: str, entries: Sequence[Entry], languages: Sequence[str]) -> nodes.Node:
    """Return the places that are not certain, least certain first, each a link to its mark."""
    open_ = [entry for key in ("possible", "probable") for entry in entries if entry.mark.certainty == key]
    if not open_:
        return nodes.paragraph("", say(languages, "no doubt"), classes=[EDITORIAL])
    items = nodes.bullet_list("", classes=[EDITORIAL, "doubtful"])
    for entry in open_:
        link = place_link("", place_of(entry, languages), docname=f"texts/{ident}/{entry.page}", anchor=entry.anchor)
        witness = entry.mark.witness or say(languages, "witness nothing")
        words = f": {entry.mark.reading or '°'} ← {witness} ({say(languages, entry.mark.certainty)})"
        words += f". {entry.mark.reason}" if entry.mark.reason else ""
        items += nodes.list_item("", nodes.paragraph("", "", link, nodes.Text(words.replace("\n", "¶"))))
    head = nodes.rubric("", f"{say(languages, 'doubtful')} ({len(open_)})")
    return nodes.container("", head, items, classes=[EDITORIAL])


def setup_status(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("status", Status)
