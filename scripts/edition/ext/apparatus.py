"""The apparatus pages: every mark of a text in a table that can be filtered and sorted, with totals.

``{apparatus} TEXT`` makes one. Everything is computed from the marks in the pages (`edition.verify.apparatus`).
Filter and order are check boxes, radio buttons and style rules; where there is JavaScript, rows are put in order for
the keyboard and screen readers too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from edition.blocks import CALL, digits
from edition.ext.config import depend_on_text, edited_text, entries_of
from edition.ext.mark_html import row_id
from edition.ext.nodes import EDITORIAL, entry_row, place_link
from edition.ext.words import say
from edition.marks import BREAK, CERTAINTIES, MARK_KINDS
from edition.markup import call_signs
from edition.verify.apparatus import Entry, counts

COLUMNS = (
    ("place", 12),
    ("reading", 30),
    ("received", 18),
    ("kind", 12),
    ("certainty", 8),
    ("reason", 30),
)  #: widths, %
LINKING = ("html", "epub", "typst")  #: formats in which words can lead to a place
ORDERS = ("place", "kind", "certainty", "reading", "received")


class Apparatus(SphinxDirective):
    """``{apparatus} TEXT``: totals and table of the marks of a text."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return totals, controls and table; a text that is not there is an error at the directive's line."""
        ident = self.arguments[0]
        edited = edited_text(self.env, ident)
        if edited is None:
            raise self.error(f"there is no text {ident!r} that can be read; fix: name a folder of sources/")
        depend_on_text(self.env, edited)
        languages, entries = edited.source.languages, entries_of(self.env, ident)
        if not entries:
            return [nodes.paragraph("", say(languages, "empty"), classes=[EDITORIAL])]
        return [
            totals_table(entries, languages),
            nodes.raw("", controls_html(entries, languages), format="html"),
            entries_table(ident, entries, languages),
        ]


def totals_table(entries: Sequence[Entry], languages: Sequence[str]) -> nodes.table:
    """Return kinds down, certainties across, and sums: the numbers of `edition.verify.apparatus.counts`."""
    found = counts(entries)
    pairs = Counter((entry.mark.kind, entry.mark.certainty) for entry in entries)
    across = [key for key in CERTAINTIES if found["certainty"][key]]
    rows = [
        [say(languages, kind), *(str(pairs[kind, key] or "") for key in across), str(found["kind"][kind])]
        for kind in MARK_KINDS
        if found["kind"][kind]
    ]
    rows.append([say(languages, "all"), *(str(found["certainty"][key]) for key in across), str(len(entries))])
    head = [say(languages, "kind"), *(say(languages, key) for key in across), say(languages, "all")]
    return plain_table(head, rows, ["apparatus-totals"])


def plain_table(head: Sequence[str], rows: Sequence[Sequence[str | nodes.Node]], classes: list[str]) -> nodes.table:
    """Return a table of words; a cell may be a node of running text."""
    table = nodes.table("", classes=[*classes, EDITORIAL])
    group = nodes.tgroup("", *(nodes.colspec("", colwidth=1) for _ in head), cols=len(head))
    group += nodes.thead("", nodes.row("", *(_cell(cell) for cell in head)))
    group += nodes.tbody("", *(nodes.row("", *(_cell(cell) for cell in row)) for row in rows))
    table += group
    return table


def entries_table(ident: str, entries: Sequence[Entry], languages: Sequence[str]) -> nodes.table:
    """Return the table of *entries* of the text *ident*: one row each, that knows its place in every order."""
    ranks = _ranks(entries)
    table = nodes.table("", classes=["apparatus", EDITORIAL])
    group = nodes.tgroup("", *(nodes.colspec("", colwidth=width) for _, width in COLUMNS), cols=len(COLUMNS))
    head = nodes.row("", *(_cell(say(languages, name)) for name, _ in COLUMNS))
    body = nodes.tbody()
    for index, entry in enumerate(entries):
        mark = entry.mark
        link = place_link("", place_of(entry, languages), docname=f"texts/{ident}/{entry.page}", anchor=entry.anchor)
        line = nodes.inline("", say(languages, "line", entry.witness_line), classes=["witness-line"])
        cells: list[list[nodes.Node]] = [
            [link, nodes.Text(" "), line],
            _in_context(entry),
            [nodes.Text(_shown(mark.witness, languages) if mark.sign != "sic" else "=")],
            [nodes.Text(f"{say(languages, mark.kind)} ({say(languages, mark.sign)})")],
            [nodes.Text(say(languages, mark.certainty))],
            [nodes.Text(mark.reason)],
        ]
        row = entry_row("", ids=[row_id(entry.anchor)], classes=[mark.sign, f"kind-{mark.kind}", mark.certainty])
        row["ranks"] = {order: ranks[order][index] for order in ORDERS}
        for (name, _), cell in zip(COLUMNS, cells, strict=True):
            row += nodes.entry("", nodes.paragraph("", "", *cell), classes=[f"col-{name}"])
        body += row
    group += [nodes.thead("", head), body]
    table += group
    return table


def place_of(entry: Entry, languages: Sequence[str]) -> str:
    """Return what the block of *entry* is called: its paragraph, its note, or what kind of block it is."""
    kind = entry.block.kind
    version = f"{entry.block.version} " if len(languages) > 1 and entry.block.version else ""
    if kind == "note":
        return version + say(languages, "note", entry.label)
    if entry.label[:1].isdigit():
        return version + say(languages, "paragraph", entry.label)
    return version + say(languages, "title block" if kind == "title" else kind)


def _ranks(entries: Sequence[Entry]) -> dict[str, list[int]]:
    """Return, for each order, the rank of every entry; equal ones stand in the order of the text."""
    keys: dict[str, Any] = {
        "place": lambda entry: 0,
        "kind": lambda entry: MARK_KINDS.index(entry.mark.kind) if entry.mark.kind else -1,
        "certainty": lambda entry: -CERTAINTIES.index(entry.mark.certainty) if entry.mark.certainty else 0,
        "reading": lambda entry: entry.mark.reading.casefold(),
        "received": lambda entry: entry.mark.witness.casefold(),
    }
    ranks = {}
    for order, key in keys.items():
        sequence = sorted(range(len(entries)), key=lambda index: (key(entries[index]), index))
        ranks[order] = [position for _, position in sorted((index, at) for at, index in enumerate(sequence))]
    return ranks


def _in_context(entry: Entry) -> list[nodes.Node]:
    """Return the reading between the words around it."""
    reading = _shown(entry.mark.reading, [])
    sign = nodes.strong("", reading) if reading else nodes.strong("", "°")
    return [nodes.Text(f"…{_shown(entry.before, [])}"), sign, nodes.Text(f"{_shown(entry.after, [])}…")]


def _shown(words: str, languages: Sequence[str]) -> str:
    """Return a reading as plain words: calls in square brackets, a break as ``¶``, nothing as a dash."""
    told = CALL.sub(lambda call: f"[{digits(call[1])}]", call_signs(words)).replace(BREAK, "¶")
    return told if told or not languages else "–"


def controls_html(entries: Sequence[Entry], languages: Sequence[str]) -> str:
    """Return the check boxes of the filter and the radio buttons of the order."""
    found = counts(entries)
    boxes = ""
    for group, keys, legend in (("kind", MARK_KINDS, "show"), ("certainty", CERTAINTIES, "certainty")):
        boxes += f"<fieldset><legend>{escape(say(languages, legend))}</legend>" + "".join(
            f'<label><input type="checkbox" checked class="show-{group}-{key}"> '
            f"{escape(say(languages, key))} ({found[group][key]})</label>"
            for key in keys
            if found[group][key]
        )
        boxes += "</fieldset>"
    radios = "".join(
        f'<label><input type="radio" name="order" value="{order}"{" checked" if order == "place" else ""} '
        f"> {escape(say(languages, f'by {order}'))}</label>"
        for order in ORDERS
    )
    return (
        f'<form class="apparatus-controls {EDITORIAL}" autocomplete="off">{boxes}'
        f"<fieldset><legend>{escape(say(languages, 'sort'))}</legend>{radios}</fieldset></form>"
    )


def _cell(content: str | nodes.Node) -> nodes.entry:
    words = nodes.Text(content) if isinstance(content, str) else content
    return nodes.entry("", nodes.paragraph("", "", words))


class PlaceLinks(SphinxPostTransform):
    """Turns each `place_link` into a link to its mark."""

    default_priority = 395

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written."""
        for node in list(self.document.findall(place_link)):
            words = node.astext()
            if self.app.builder.format not in LINKING:
                node.replace_self(nodes.Text(words))
                continue
            address = self.app.builder.get_relative_uri(self.env.docname, node["docname"])
            node.replace_self(
                nodes.reference("", words, refuri=f"{address}#{node['anchor']}".removesuffix("#"), internal=True)
            )


def visit_row_html(self: HTML5Translator, node: entry_row) -> None:
    """Open a row; its ranks are in the page's head, see `_style_rows`."""
    self.body.append(self.starttag(node, "tr", "", **{"data-row": node["ranks"]["place"]}))
    node.column = 0  # type: ignore[attr-defined]  # as docutils' own visitor sets it


def depart_row_html(self: HTML5Translator, node: entry_row) -> None:
    """Close a row."""
    self.body.append("</tr>\n")


def _style_rows(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Give each row its ranks as style properties: in one style element, for no page may have style attributes."""
    rows = list(doctree.findall(entry_row)) if doctree is not None and app.builder.format == "html" else []
    if rows:
        rules = []
        for row in rows:
            ranks = "".join(f"--by-{order}:{rank};" for order, rank in row["ranks"].items())
            rules.append(f'tr[data-row="{row["ranks"]["place"]}"]{{{ranks}}}')
        context["metatags"] = f"{context.get('metatags', '')}\n<style>{''.join(rules)}</style>"


def setup_apparatus(app: Sphinx) -> None:
    """Register the directive, its rows and its links."""
    app.add_directive("apparatus", Apparatus)
    app.add_node(entry_row, html=(visit_row_html, depart_row_html))
    app.add_post_transform(PlaceLinks)
    app.connect("html-page-context", _style_rows)
