"""What a public edition has of a withheld text: its blocks by number, with the few words that something is said about.

Each block keeps its permanent id. Of its words only those stay that a note of ours, a mark or the register names, each
at most as long as ``quote_words`` of ``[rights]`` says; ``[…]`` stands for everything else, calls of notes stay where
they are. Titles, bylines and headings stay whole. No run of the text longer than `edition.withhold.runs` allows is
left, not even across what is left out: where one would come about, the word is left out too.

Writing the outline down as a witness with pages is the business of `edition.export.public.surrogate`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from edition.blocks import CALL, CALL_CLOSE, CALL_OPEN, digits
from edition.export.units import Piece, Unit
from edition.marks import BREAK, write_mark
from edition.markup import escape_signs, note_call
from edition.register.notes import Placed
from edition.register.occurrences import Occurrence
from edition.rights import NOTES, NOTHING
from edition.withhold.allowed import TITLES
from edition.withhold.runs import Forbidden, last_letters, short
from edition.withhold.shorten import LEFT_OUT, shorten

LEMMA, MARK, NAME = 0, 1, 2  #: why words stay, by weight
PICTURE = {"ko": "그림", "en": "Picture"}


@dataclass(frozen=True, slots=True)
class Kept:
    """Words that stay."""

    start: int  #: in the block's reading, calls left out
    end: int
    why: int = LEMMA


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an outline: words that stay, the sign for what is left out, or a call."""

    reading: str
    witness: str
    page: str  #: as a page writes it
    owner: Kept | None = None  #: what keeps the words; none for the sign and for calls
    start: int = 0  #: of words: where they stand in the block's reading

    @property
    def is_call(self) -> bool:
        """Whether it is a call."""
        return self.reading.startswith(CALL_OPEN)


OUT = Part(LEFT_OUT, LEFT_OUT, escape_signs(LEFT_OUT))


@dataclass(frozen=True, slots=True)
class Outlined:
    """A block's outline."""

    unit: Unit
    parts: tuple[Part, ...]

    def _joined(self) -> Iterator[tuple[str, Part]]:
        """Yield each part with the space before it."""
        words: Part | None = None  # the last part that is no call
        for part in self.parts:
            if part.is_call:
                yield "", part
                continue
            same = words is not None and part.owner is not None and part.owner is words.owner
            glued = words is None or same or not (part.reading and part.witness)
            yield "" if glued else " ", part
            words = part

    @property
    def reading(self) -> str:
        """The words as readers see them, calls by number."""
        return "".join(gap + part.reading for gap, part in self._joined())

    @property
    def plain(self) -> str:
        """The reading without calls, which offsets count."""
        return CALL.sub("", self.reading)

    @property
    def witness(self) -> str:
        """The words as a witness would have them, calls in brackets."""
        return "".join(gap + part.witness for gap, part in self._joined())

    @property
    def page(self) -> str:
        """The words as a page writes them."""
        return "".join(gap + part.page for gap, part in self._joined())

    @property
    def marks(self) -> int:
        """How many marks the block has in the text."""
        return sum(piece.mark is not None for piece in self.unit.pieces)

    def place(self, offset: int) -> int | None:
        """Return where in `plain` stands what stands at *offset* of the block's reading; None where it is left out."""
        here = 0
        for gap, part in self._joined():
            here += len(gap)
            length = len(CALL.sub("", part.reading))
            if part.owner and part.start < offset <= part.start + length:
                return here + offset - part.start
            here += length
        return None

    def origin(self, place: int) -> int | None:
        """Return where in the block's reading stands what stands at *place* of `plain`; None for what is not its."""
        here = 0
        for gap, part in self._joined():
            here += len(gap)
            length = len(CALL.sub("", part.reading))
            if part.owner and here <= place < here + length:
                return part.start + place - here
            here += length
        return None


def outline(
    units: Sequence[Unit],
    placed: Iterable[Placed],
    names: Iterable[Occurrence],
    rights: tuple[str, int],
    forbidden: Forbidden,
) -> list[Outlined]:
    """Return the outlines of *units*, a text's blocks in order; *rights* are the level and the number of words."""
    notes, named = defaultdict(list), defaultdict(list)
    for item in placed:
        notes[item.page, item.index].append(item)
    for occurrence in names:
        named[occurrence.page, occurrence.index].append(occurrence)
    found: list[Outlined] = []
    tails = ("", "")
    counted: Counter[str] = Counter()
    for unit in units:
        key = unit.page, unit.index
        counted[unit.block.kind] += 1
        if rights[0] == NOTHING and unit.block.kind == "heading":
            made = Outlined(unit, (_own(f"§ {counted['heading']}"),))
        elif unit.block.kind == "caption":  # told by its number: no two may be alike
            number = f"{PICTURE.get(unit.block.version, PICTURE['en'])} {counted['caption']}"
            made = _Maker(unit, rights, forbidden).made(notes[key], named[key], tails)
            made = Outlined(unit, (_own(number), *made.parts))
        else:
            made = _Maker(unit, rights, forbidden).made(notes[key], named[key], tails)
        if unit.block.kind == "note" and any(other.unit.place == unit.place for other in found):
            made = Outlined(unit, (OUT, *made.parts))  # not the same words as the paragraph before it
        found.append(made)
        tails = (last_letters(f"{tails[0]} {made.reading}"), last_letters(f"{tails[1]} {made.witness}"))
    return found


class _Maker:
    """Makes the outline of one block."""

    def __init__(self, unit: Unit, rights: tuple[str, int], forbidden: Forbidden) -> None:
        self.level, self.words = rights
        self.unit, self.forbidden = unit, forbidden
        self.plain, self.spans = "", list[tuple[int, int, Piece]]()
        for piece in unit.pieces:
            start = len(self.plain)
            self.plain += CALL.sub("", piece.reading)
            self.spans.append((start, len(self.plain), piece))

    def made(self, notes: Sequence[Placed], names: Sequence[Occurrence], tails: tuple[str, str]) -> Outlined:
        """Return the outline; *tails* are the words before it, as edited and as received."""
        if self.unit.block.kind in TITLES:
            return Outlined(self.unit, tuple(self._parts([Kept(0, len(self.plain))])))
        kept = self._chosen(notes, names) if self.level == NOTES else []
        while True:
            made = Outlined(self.unit, tuple(self._parts(kept)))
            runs = (f"{tails[0]} {made.reading}", f"{tails[1]} {made.witness}")
            if not kept or not any(map(self.forbidden.holds, runs)):
                return made
            del kept[max(range(len(kept)), key=lambda place: (kept[place].why, place))]

    def _chosen(self, notes: Sequence[Placed], names: Sequence[Occurrence]) -> list[Kept]:
        """Return the words that stay, in order; none touches another."""
        wanted = [self._lemma(item) for item in notes]
        wanted += [Kept(start, end, MARK) for start, end, piece in self.spans if piece.mark]
        first = {name.form: name for name in reversed(names)}
        wanted += [Kept(name.start, name.end, NAME) for name in names if first[name.form] is name]
        chosen: list[Kept] = []
        for item in wanted:
            touching = [other for other in chosen if self._touch(item, other)]
            ends = [item, *touching]
            start, end = min(one.start for one in ends), max(one.end for one in ends)
            merged = self._with_marks(Kept(start, end, min(one.why for one in ends)))
            if merged is not None:
                chosen = [*(other for other in chosen if not self._touch(merged, other)), merged]
        return sorted(chosen, key=lambda one: one.start)

    def _lemma(self, item: Placed) -> Kept:
        """Return the words of a note's lemma, its last ones where it is too long: the call stands after them."""
        start, end = item.offset - len(item.note.words), item.offset
        while not self._fits(Kept(start, end)) and " " in self.plain[start:end].strip():
            start = self.plain.index(" ", start + 1) + 1
        return Kept(start, end)

    def _fits(self, item: Kept) -> bool:
        words = self.plain[item.start : item.end]
        theirs = "".join(piece.witness for start, end, piece in self.spans if item.start <= start and end <= item.end)
        return len(words.split()) <= self.words and short(words) and short(theirs)

    def _with_marks(self, item: Kept) -> Kept | None:
        """Return *item* with the marks that it cuts, None where these may not stand or make it too long."""
        start, end = item.start, item.end
        for first, last, piece in self.spans:
            if piece.mark and first <= end and last >= start and ((first < end and last > start) or first == last):
                if not _plain_mark(piece):
                    return None
                start, end = min(start, first), max(end, last)
        found = Kept(start, end, item.why)
        return found if self._fits(found) and "[" not in self.plain[start:end] else None

    def _touch(self, one: Kept, other: Kept) -> bool:
        """Tell whether no letter or figure stands between two spans."""
        first, second = sorted((one, other), key=lambda item: item.start)
        return not any(sign.isalnum() for sign in self.plain[first.end : second.start])

    def _parts(self, kept: Sequence[Kept]) -> list[Part]:
        """Return the parts of the outline in which the words *kept* stay."""
        whole = self.unit.block.kind in TITLES
        parts: list[Part] = []
        for start, end, piece in self.spans:
            owner = next((item for item in kept if item.start <= start and end <= item.end), None)
            if piece.mark is None:
                parts += self._stretch(piece.reading, start, kept)
            elif owner and _plain_mark(piece):
                parts.append(Part(piece.reading, piece.witness, self._mark(piece), owner, start))
            else:
                words = CALL.sub("", piece.reading)
                if whole and words:
                    parts.append(Part(words, words, escape_signs(words), owner, start))
                elif any(map(str.isalnum, words)):
                    parts.append(OUT)
                parts += [_call(digits(call[1])) for call in CALL.finditer(piece.witness)]
        told: list[Part] = []
        for part in parts:
            before = next((other for other in reversed(told) if not other.is_call), None)
            if part is not OUT or before is not OUT:
                told.append(part)
        return told if told and not told[0].is_call and told[0].reading and told[0].witness else [OUT, *told]

    def _stretch(self, text: str, start: int, kept: Sequence[Kept]) -> Iterator[Part]:
        """Yield the parts of *text*, which has no mark and whose first character stands at *start*."""
        cursor = 0
        for call in [*CALL.finditer(text), None]:
            words = text[cursor : call.start() if call else len(text)]
            edges = {0, len(words)}
            for item in kept:
                edges |= {min(max(edge - start, 0), len(words)) for edge in (item.start, item.end)}
            for first, last in pairwise(sorted(edges)):
                here, part = start + first, words[first:last]
                owner = next((item for item in kept if item.start <= here < item.end), None)
                if owner:
                    yield Part(part, part, escape_signs(part), owner, here)
                elif any(map(str.isalnum, part)):
                    yield OUT
            start += len(words)
            if call:
                yield _call(digits(call[1]))
                cursor = call.end()

    def _mark(self, piece: Piece) -> str:
        """Return a mark as a page writes it; its reason quotes no more of the text than other matter may."""
        assert piece.mark is not None
        reason, problems = shorten(piece.mark.reason, self.forbidden, "")
        return write_mark(replace(piece.mark, reason="" if problems else reason.text))


def _own(words: str) -> Part:
    """Return words of ours."""
    return Part(words, words, escape_signs(words))


def _plain_mark(piece: Piece) -> bool:
    """Tell whether a mark holds words only: no call, no break of a paragraph."""
    return not any(sign in piece.reading + piece.witness for sign in (BREAK, CALL_OPEN))


def _call(number: str) -> Part:
    return Part(f"{CALL_OPEN}{number}{CALL_CLOSE}", f"[{number}]", note_call(number))
