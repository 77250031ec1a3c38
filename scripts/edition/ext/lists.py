"""Public lists: the edition's notes by kind and by text, the unsourced among them, and every quotation with its source.

``{edition-notes}`` and ``{quotations}``. The filters are check boxes and style rules, as in the apparatus.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.annotations import sources_paragraph
from edition.ext.apparatus import plain_table
from edition.ext.config import annotated, edited_text, root_of, works_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.ext.places import links_to, pages_of
from edition.ext.words import say
from edition.problems import EditionError
from edition.register.notes import KINDS, NAME
from edition.register.quotations import AGREEMENTS, PATH, Quotation, load_quotations
from edition.verify.text import PAGES
from edition.witnesses import identifiers

BOTH = ("en", "ko")


class EditionNotesList(SphinxDirective):
    """``{edition-notes}``: every note of the edition, with totals by kind and text."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return totals, filter and list."""
        counts: Counter[tuple[str, str]] = Counter()
        items = nodes.bullet_list("", classes=["notes-list", EDITORIAL])
        sigla = []
        for ident in identifiers(root_of(self.env)):
            self.env.note_dependency(str(root_of(self.env) / PAGES / ident / NAME))
            edited = edited_text(self.env, ident)
            if edited is None:
                continue
            siglum = edited.source.siglum
            sigla.append(siglum)
            for placed in annotated(self.env, ident).placed:
                note = placed.note
                counts[note.kind, siglum] += 1
                counts["unsourced", siglum] += not note.sources
                classes = [f"kind-{note.kind}", f"in-{siglum}", *([] if note.sources else ["unsourced"])]
                item = nodes.list_item("", classes=classes)
                name = f"texts/{ident}/{placed.page}"
                anchor = note.at.rpartition(".")[0] + f".{note.ident}"
                head = nodes.paragraph("", "", place_link("", f"{siglum} {note.ident}", docname=name, anchor=anchor))
                head += nodes.Text(f" ({note.at.partition('.')[2]}, “{note.words}”) ")
                item += head
                item += [
                    nodes.paragraph("", note.words_of[language], classes=[f"language-{language}"]) for language in BOTH
                ]
                item += sources_paragraph(placed, "en", works_of(self.env))
                items += item
        sigla = sorted(set(sigla))
        titles = [say(BOTH, "kind"), *sigla, say(BOTH, "all")]
        rows: list[list[str | nodes.Node]] = []
        for kind in (*KINDS, "unsourced"):
            found = [counts[kind, siglum] for siglum in sigla]
            label = say(BOTH, f"note {kind}") if kind in KINDS else say(BOTH, "no source seen")
            rows.append([label, *(str(count or "") for count in found), str(sum(found))])
        sums = [sum(counts[kind, siglum] for kind in KINDS) for siglum in sigla]
        rows.append([say(BOTH, "all"), *map(str, sums), str(sum(sums))])
        controls = nodes.raw("", _filter(KINDS, sigla), format="html")
        return [plain_table(titles, rows, ["notes-totals"]), controls, items]


def _filter(kinds: Sequence[str], sigla: Sequence[str]) -> str:
    """Return the check boxes of kinds and texts."""
    boxes = "".join(
        f'<label><input type="checkbox" checked class="show-kind-{kind}"> {escape(say(BOTH, f"note {kind}"))}</label>'
        for kind in kinds
    )
    texts = "".join(
        f'<label><input type="checkbox" checked class="show-text-{siglum}"> {siglum}</label>' for siglum in sigla
    )
    only = '<label><input type="checkbox" class="only-unsourced"> ' + escape(say(BOTH, "no source seen")) + "</label>"
    return (
        f'<form class="apparatus-controls {EDITORIAL}" autocomplete="off">'
        f"<fieldset><legend>{escape(say(BOTH, 'show'))}</legend>{boxes}</fieldset>"
        f"<fieldset><legend>{escape(say(BOTH, 'text'))}</legend>{texts}{only}</fieldset></form>"
    )


class QuotationsList(SphinxDirective):
    """``{quotations}``: every quotation of the texts, with its source and how far it agrees."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return totals and a table in the order of the texts."""
        self.env.note_dependency(str(root_of(self.env) / PATH))
        try:
            found = load_quotations(root_of(self.env))
        except EditionError:
            return []  # told by the proof
        known = pages_of(self.env)
        sigla = sorted({siglum for _, siglum in known.values()})
        counts = Counter((known.get(item.at, ("", "?"))[1], item.exact) for item in found)
        rows: list[list[str | nodes.Node]] = [
            [agreement, *(str(counts[siglum, agreement] or "") for siglum in sigla),
             str(sum(counts[siglum, agreement] for siglum in sigla))]
            for agreement in AGREEMENTS
        ]  # fmt: skip
        table = plain_table([say(BOTH, "agreement"), *sigla, say(BOTH, "all")], rows, ["notes-totals"])
        return [table, *(self._entry(item) for item in found)]

    def _entry(self, item: Quotation) -> nodes.container:
        box = nodes.container("", classes=["quotation-entry", EDITORIAL])
        head = nodes.paragraph("", "", *links_to(self.env, [item.at]), nodes.Text(f" “{item.words} …” "))
        head += nodes.Text(f"({item.attributed}): " if item.attributed else ": ")
        head += nodes.strong("", item.exact)
        box += head
        tail = nodes.paragraph("", " ".join(filter(None, [item.source, item.note])) + " ")
        if item.url.startswith("http"):
            tail += nodes.reference("", item.url, refuri=item.url)
        box += tail
        return box


def setup_lists(app: Sphinx) -> None:
    """Register the directives."""
    app.add_directive("edition-notes", EditionNotesList)
    app.add_directive("quotations", QuotationsList)
