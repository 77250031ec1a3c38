"""A text as data: its blocks, each cut into pieces at the editors' marks, with both readings of every piece.

The common ground of TEI and JSON, so that neither reads the pages anew. A unit is a block of the base text with what
its page makes of it; where a mark joins paragraphs that the witness parts, the unit holds all of them. What a piece is
in XML or JSON is the business of `edition.export.tei` and `edition.export.data`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.blocks import CALL, CALL_CLOSE, CALL_OPEN, Block
from edition.marks import BREAK, Mark
from edition.markup import call_signs
from edition.verify.apparatus import block_idents, block_place, paired, settled
from edition.verify.pages import Read
from edition.verify.text import Edited, notes_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words between two marks, or a mark."""

    reading: str  #: as readers see it, calls (by number) and `BREAK` included
    witness: str  #: as the witness has it, calls in their printed form
    mark: Mark | None = None  #: with kind and certainty, the text's own where the page names none
    anchor: str = ""  #: id of the mark; not permanent, for it counts the marks of its block


@dataclass(frozen=True, slots=True)
class Unit:
    """A block in its place."""

    page: str  #: name of its page
    index: int  #: number of the block on its page, body first, then the author's notes
    place: str  #: permanent id, as the ledger, the witness's note number or ``source.toml`` give it
    block: Block  #: of the base text
    pieces: tuple[Piece, ...]
    more: tuple[tuple[str, Block], ...] = ()  #: id and block of each paragraph that a mark joins to this one

    @property
    def reading(self) -> str:
        """The words as readers see them, calls and `BREAK` included."""
        return "".join(piece.reading for piece in self.pieces)

    @property
    def witness(self) -> str:
        """The words as the witness has them, calls in their printed form, `BREAK` where it parts paragraphs."""
        return "".join(piece.witness for piece in self.pieces)


def units(root: Path, edited: Edited) -> list[Unit]:
    """Return the blocks of *edited*, page by page, each page's body before the author's notes it calls.

    A block of a page that is not the witness's is left out: `edition.verify.text.verify` tells it.
    """
    idents, taken = block_idents(root, edited), Counter[str]()
    found: list[Unit] = []
    for name, page in edited.pages.items():
        pairs = [*paired(edited.base.page(name), page.body), *paired(notes_of(edited, name), page.notes)]
        index = 0
        while index < len(pairs):
            joined = 1 + sum(call_signs(mark.witness).count(BREAK) for mark in pairs[index][1].marks)
            group = pairs[index : index + joined]
            place = block_place(edited, group[0][0], idents)
            pieces = tuple(_pieces(group, edited.source.mark, place, taken))
            more = tuple((block_place(edited, block, idents), block) for block, _ in group[1:])
            found.append(Unit(name, index, place, group[0][0], pieces, more))
            index += joined
    return found


def _pieces(
    group: Sequence[tuple[Block, Read]], defaults: dict[str, str], place: str, taken: Counter[str]
) -> Iterator[Piece]:
    """Yield the pieces of the blocks in *group*, of which only the first has a reading and marks."""
    read = group[0][1]
    witness = BREAK.join(other.block.text for _, other in group)
    printed = iter([call for block, _ in group for call in CALL.findall(block.text)])

    def as_printed(text: str) -> str:
        return CALL.sub(lambda call: f"{CALL_OPEN}{next(printed)}{CALL_CLOSE}", text)

    cursor = 0
    for mark, offset in zip(read.marks, read.offsets, strict=True):
        if offset > cursor:
            yield Piece(witness[cursor:offset], as_printed(witness[cursor:offset]))
        theirs = call_signs(mark.witness)
        taken[place] += 1
        anchor = f"{place}.m{taken[place]}"
        yield Piece(call_signs(mark.reading), as_printed(theirs), settled(mark, defaults), anchor)
        cursor = offset + len(theirs)
    if cursor < len(witness):
        yield Piece(witness[cursor:], as_printed(witness[cursor:]))
