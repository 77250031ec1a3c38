"""The words of a block in TEI: marks, calls, names of the register, dates, and the places of our notes.

Every character between the elements is the text's. What is ours stands in attributes, or in `standOff` at the anchors
that this module sets. A name that ends within a mark is cut at its edge and joined again by ``@next`` and ``@prev``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from edition.blocks import CALL, digits
from edition.export.tei.xml import Writer
from edition.export.units import Piece, Unit
from edition.marks import BREAK

CERTAINTY = {"certain": "high", "probable": "medium", "possible": "low"}
EDITORS = "#editors"


@dataclass(frozen=True, slots=True)
class Span:
    """An element round some words of a reading, its calls left out of the count."""

    start: int
    end: int
    name: str
    given: tuple[tuple[str, str], ...]  #: attributes


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a reading, its calls left out of the count."""

    at: int
    ident: str
    note: str  #: id of the note that stands there


@dataclass(frozen=True, slots=True)
class _Atom:
    """What is written without a break: a character, a call, a paragraph break, a mark."""

    start: int
    end: int
    text: str = ""
    piece: Piece | None = None


def write_words(writer: Writer, unit: Unit, spans: Sequence[Span], anchors: Sequence[Anchor], notes: str) -> None:
    """Write the words of *unit* into the open element; *notes* is what stands before a note's number in its id."""
    atoms = list(_atoms(unit.pieces))
    _Words(writer, notes).write(atoms, list(_cut(spans, atoms, unit.place)), list(anchors))


def _length(reading: str) -> int:
    return len(CALL.sub("", reading))


def _atoms(pieces: Sequence[Piece]) -> Iterator[_Atom]:
    place = 0
    for piece in pieces:
        if piece.mark is None:
            printed = CALL.findall(piece.witness)
            yield from _characters(piece.reading, place, printed)
            place += _length(piece.reading)
        else:
            end = place + _length(piece.reading)
            yield _Atom(place, end, piece=piece)
            place = end


def _characters(text: str, place: int, printed: Sequence[str] = ()) -> Iterator[_Atom]:
    """Yield each character of *text*, and each call with its number and its printed form."""
    forms, cursor = iter(printed), 0
    for call in [*CALL.finditer(text), None]:
        for sign in text[cursor : call.start() if call else len(text)]:
            yield _Atom(place, place + 1, sign)
            place += 1
        if call:
            yield _Atom(place, place, f"{call[1]}\t{next(forms, '')}")
            cursor = call.end()


def _cut(spans: Sequence[Span], atoms: Sequence[_Atom], place: str) -> Iterator[Span]:
    """Yield *spans*, those that end within a mark cut at its edges and joined by ids."""
    marks = [atom for atom in atoms if atom.piece]
    for number, span in enumerate(spans, start=1):
        edges = {span.start, span.end}
        for mark in marks:
            overlap = mark.start < span.end and span.start < mark.end
            holds = span.start <= mark.start and mark.end <= span.end
            held = mark.start <= span.start and span.end <= mark.end
            if overlap and not holds and not held:
                edges |= {edge for edge in (mark.start, mark.end) if span.start < edge < span.end}
        places = sorted(edges)
        parts = list(pairwise(places))
        if len(parts) < 2:
            yield span
            continue
        idents = [f"{place}.s{number}.{part}" for part in range(1, len(parts) + 1)]
        for index, (start, end) in enumerate(parts):
            links = [("id", idents[index])]
            links += [("prev", f"#{idents[index - 1]}")] if index else []
            links += [("next", f"#{idents[index + 1]}")] if index + 1 < len(parts) else []
            yield replace(span, start=start, end=end, given=(*span.given, *links))


class _Words:
    """Writes atoms in order, opening and closing spans and setting anchors between them."""

    def __init__(self, writer: Writer, notes: str) -> None:
        self.writer, self.notes = writer, notes

    def write(self, atoms: Sequence[_Atom], spans: list[Span], anchors: list[Anchor]) -> None:
        inside: dict[int, list[Span]] = {}
        outer: list[Span] = []
        for span in spans:
            holder = next((n for n, atom in enumerate(atoms) if atom.piece and _within(span, atom)), None)
            (outer if holder is None else inside.setdefault(holder, [])).append(span)
        held: dict[int, list[Anchor]] = {}
        free: list[Anchor] = []
        for anchor in anchors:
            holder = next((n for n, atom in enumerate(atoms) if atom.piece and atom.start < anchor.at < atom.end), None)
            (free if holder is None else held.setdefault(holder, [])).append(anchor)
        outer.sort(key=lambda span: span.start)
        free.sort(key=lambda anchor: anchor.at)
        ends = 0  # of the span that is open
        for number, atom in enumerate(atoms):
            if ends and atom.start >= ends:
                self.writer.end()
                ends = 0
            while free and free[0].at <= atom.start:
                self.anchor(free.pop(0))
            if outer and atom.start == outer[0].start and atom.end > atom.start:
                span = outer.pop(0)
                ends = span.end
                self.writer.start(span.name, **dict(span.given))
            if atom.piece:
                self.mark(atom, inside.get(number, []), held.get(number, []))
            else:
                self.sign(atom.text)
        if ends:
            self.writer.end()
        for anchor in free:
            self.anchor(anchor)

    def anchor(self, anchor: Anchor) -> None:
        self.writer.empty("anchor", id=anchor.ident, type="note", corresp=f"#{anchor.note}")

    def sign(self, text: str) -> None:
        if text == BREAK:
            self.writer.empty("milestone", unit="p")
        elif "\t" in text and len(text) > 1:
            number, printed = text.split("\t")
            number = digits(number)
            # ``@rend`` is how the witness prints the call; a call that is supplied has none
            self.writer.empty("ptr", type="note", n=number, rend=printed, target=f"#{self.notes}.n{number}")
        else:
            self.writer.words(text)

    def mark(self, atom: _Atom, spans: list[Span], anchors: list[Anchor]) -> None:
        """Write an editor's mark, the words of its reading with what stands inside it."""
        piece, writer = atom.piece, self.writer
        if piece is None or piece.mark is None:
            return
        mark = piece.mark
        given = {"ana": f"#kind.{mark.kind}", "cert": CERTAINTY.get(mark.certainty, ""), "resp": EDITORS}
        reading = list(_characters(piece.reading, atom.start))
        if mark.sign == "corr":
            with writer.element("choice", id=piece.anchor):
                with writer.element("sic"):
                    self.plain(piece.witness)
                with writer.element("corr", **given):
                    self.write(reading, spans, anchors)
        elif mark.sign == "gap":
            writer.empty("gap", id=piece.anchor, reason="lost", extent=mark.extent, **given)
        elif mark.sign == "surplus":
            with writer.element("surplus", id=piece.anchor, reason="error", **given):
                self.plain(piece.witness)
        else:
            more = {"reason": "lost"} if mark.sign == "supplied" else {}
            with writer.element(mark.sign, id=piece.anchor, **more, **given):
                self.write(reading, spans, anchors)

    def plain(self, witness: str) -> None:
        """Write a reading of the witness, its calls in their printed form."""
        for atom in _characters(witness, 0, CALL.findall(witness)):
            self.sign(atom.text)


def _within(span: Span, atom: _Atom) -> bool:
    """Tell whether *span* stands in the mark *atom* without being all of it."""
    return atom.start <= span.start and span.end <= atom.end and (span.start, span.end) != (atom.start, atom.end)
