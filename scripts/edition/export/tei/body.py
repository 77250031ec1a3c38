"""The text of an edition in TEI: title page, divisions by page and heading, and the author's notes behind them.

===========  ==========================================================
block        TEI
===========  ==========================================================
title        ``titlePage/docTitle/titlePart[@type="main"]``
subtitle     ``titlePart[@type="sub"]``
byline       ``byline``, on the title page or below a heading
heading      ``div/head``, divisions nested by level
paragraph    ``p``
item         ``list/item``, the printed marker as ``@n``
quotation    ``quote/p``, in a ``cit`` where its source is printed
attribution  ``cit/bibl``
caption      ``figure/head``
signature    ``signed``
note         ``back/div[@type="notes"]/note[@type="author"]``
===========  ==========================================================

A title of ours is ``head[@type="editorial"]``; a note that the witness has lost is one with a ``gap``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby

from edition.export.matter import Matter
from edition.export.tei.dates import Dates
from edition.export.tei.words import EDITORS, Anchor, Span, write_words
from edition.export.tei.xml import Writer
from edition.export.units import Unit
from edition.verify.text import id_prefix

#: kind of a register entry → element round its occurrences, and its type
NAMES = {
    "person": ("persName", ""), "organization": ("orgName", ""), "place": ("placeName", ""),
    "event": ("rs", "event"), "work": ("title", "register"), "term": ("term", ""),
}  # fmt: skip
FRONT = ("title", "subtitle", "byline")  #: kinds that stand on a title page
TOP = 0  #: level of the division that a page is


def write_text(writer: Writer, matter: Matter) -> None:
    """Write ``text``: one, or a ``group`` of one for each language version."""
    source = matter.edited.source
    languages = [version.language for version in source.version]
    if len(languages) == 1:
        with writer.element("text", lang=languages[0]):
            _Version(writer, matter, languages[0]).write()
        return
    with writer.element("text"), writer.element("group"):
        for language in languages:
            with writer.element("text", id=id_prefix(source, language), lang=language):
                _Version(writer, matter, language).write()


class _Version:
    """Writes one language version."""

    def __init__(self, writer: Writer, matter: Matter, language: str) -> None:
        self.writer, self.matter, self.language = writer, matter, language
        self.prefix = id_prefix(matter.edited.source, language)
        self.units = [unit for unit in matter.units if unit.block.version == language]
        self.pages = {entry.name: entry for entry in matter.edited.source.page}
        self.kinds = {entry.slug: entry.kind for entry in matter.entries}
        self.dates = Dates(matter)
        self.spans: dict[tuple[str, int], list[Span]] = defaultdict(list)
        for item in matter.occurrences:
            name, kind = NAMES[self.kinds[item.slug]]
            given = (("type", kind), ("ref", f"#reg-{item.slug}"))
            self.spans[item.page, item.index].append(Span(item.start, item.end, name, given))
        self.anchors: dict[tuple[str, int], list[Anchor]] = defaultdict(list)
        for placed in matter.notes:
            ident = matter.note_ident(placed)
            self.anchors[placed.page, placed.index].append(Anchor(placed.offset, f"{ident}.call", ident))
        self.pairs: dict[str, str] = {}  # block → its counterparts in the other versions
        for pair in matter.pairs:
            for code, places in pair.sides.items():
                others = [f"#{place}" for other, side in pair.sides.items() if other != code for place in side]
                self.pairs |= dict.fromkeys(places, " ".join(others))
        self.seen: set[str] = set()
        self.depth: list[int] = []  # levels of the divisions that are open

    def write(self) -> None:
        """Write front, body and back."""
        body = [unit for unit in self.units if unit.block.kind != "note"]
        first = next((n for n, unit in enumerate(body) if unit.block.kind not in FRONT), len(body))
        if first:
            with self.writer.element("front"), self.writer.element("titlePage"):
                self.title_page(body[:first])
        with self.writer.element("body"):
            for page, units in groupby(body[first:], key=lambda unit: unit.page):
                self.page(page, list(units), opens=page != (body[first - 1].page if first else ""))
        self.notes([unit for unit in self.units if unit.block.kind == "note"])

    def title_page(self, units: Sequence[Unit]) -> None:
        """Write the titles together, then what follows them."""
        titles = [unit for unit in units if unit.block.kind != "byline"]
        with self.writer.element("docTitle"):
            for unit in titles:
                self.block(unit, "titlePart", type="main" if unit.block.kind == "title" else "sub")
        for unit in units[len(titles) :]:
            self.block(unit, "byline")

    def page(self, name: str, units: Sequence[Unit], *, opens: bool) -> None:
        """Write a page as a division, our own title first where the witness gives none."""
        self.depth = [TOP]
        self.writer.start("div", id=f"page.{self.matter.ident}.{name}", type="page", n=name)
        title = self.pages[name].title
        if title and opens:
            self.writer.line("head", title, type="editorial", resp=EDITORS)
        runs = [list(run) for _, run in groupby(units, key=lambda unit: _run(unit.block.kind))]
        for number, run in enumerate(runs):
            self.run(run, first=not number and not title)
        for _ in self.depth:
            self.writer.end()

    def run(self, run: Sequence[Unit], *, first: bool) -> None:
        """Write blocks of a kind that stand together."""
        kind = run[0].block.kind
        if kind == "item":
            with self.writer.element("list", rend="bulleted"):
                for unit in run:
                    self.block(unit, "item", n=unit.block.marker.strip())
        elif _run(kind) == "quotation":
            self.quotations(run)
        elif kind in ("heading", "title"):
            for unit in run:
                self.heading(unit, first=first)
                first = False
        else:
            for unit in run:
                self.single(unit)

    def single(self, unit: Unit) -> None:
        """Write a paragraph, byline, caption or signature."""
        if unit.block.kind == "caption":
            with self.writer.element("figure"):
                self.block(unit, "head")
        else:
            self.block(unit, {"paragraph": "p", "signature": "signed"}.get(unit.block.kind, unit.block.kind))

    def heading(self, unit: Unit, *, first: bool) -> None:
        """Write a heading, in a division of its level unless it opens its page."""
        level = unit.block.level or 1
        if not (first and level == 1):
            while len(self.depth) > 1 and self.depth[-1] >= level:
                self.writer.end()
                self.depth.pop()
            self.writer.start("div", type="section")
            self.depth.append(level)
        self.block(unit, "head")

    def quotations(self, run: Sequence[Unit]) -> None:
        """Write quotations, each run of them in a ``cit`` with the source that is printed after it."""
        quoted: list[Unit] = []
        for unit in run:
            if unit.block.kind == "quotation":
                quoted.append(unit)
                continue
            with self.writer.element("cit"):
                self.quote(quoted)
                self.block(unit, "bibl")
            quoted = []
        self.quote(quoted)

    def quote(self, quoted: Sequence[Unit]) -> None:
        """Write the paragraphs of one quotation."""
        if quoted:
            with self.writer.element("quote"):
                for unit in quoted:
                    self.block(unit, "p")

    def block(self, unit: Unit, name: str, **given: str) -> None:
        """Write a block's words in the element *name*; its permanent id is its ``xml:id``."""
        ident = unit.place if unit.place not in self.seen and unit.block.kind != "note" else ""
        self.seen.add(unit.place)
        with self.writer.element(name, id=ident, corresp=self.pairs.get(ident, ""), **given):
            key = unit.page, unit.index
            names = self.spans[key]
            spans = sorted([*names, *self.dates.spans(unit, names)], key=lambda span: span.start)
            write_words(self.writer, unit, spans, self.anchors[key], self.prefix)

    def notes(self, units: Sequence[Unit]) -> None:
        """Write the author's notes, and for each that the witness has lost a gap in its place."""
        absent = set(self.matter.edited.source.notes.absent.get(self.language, []))
        by_number = {int(number): list(run) for number, run in groupby(units, key=lambda unit: unit.block.number)}
        if not by_number and not absent:
            return
        with self.writer.element("back"), self.writer.element("div", type="notes"):
            for number in sorted({*by_number, *absent}):
                ident, run = f"{self.prefix}.n{number}", by_number.get(number, [])
                given = {"id": ident, "type": "author", "n": str(number), "place": "foot"}
                with self.writer.element("note", resp="#author", **given, subtype="" if run else "lost"):
                    for unit in run:
                        self.block(unit, "p")
                    if not run:
                        with self.writer.element("p"):
                            self.writer.empty("gap", reason="lost", unit="note", quantity="1", resp=EDITORS)


def _run(kind: str) -> str:
    """Return what blocks that are written together share."""
    return "quotation" if kind == "attribution" else kind
