"""What is looked at: the words of each block, and where every one of them stands in a file.

Two views: the reading text of the pages, each place a page's line; or the base text, each place a line of the witness.
Note calls are left out, for no check has anything to say of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from edition.blocks import CALL
from edition.clean.run import BaseText
from edition.markup import call_signs
from edition.verify.pages import Read
from edition.verify.text import Edited


@dataclass(frozen=True, slots=True)
class Passage:
    """The words of one block."""

    text: str
    kind: str  #: of the block
    language: str
    path: str
    starts: tuple[int, ...]  #: offsets in `text` at which lines begin, the first 0
    lines: tuple[int, ...]  #: and these lines' numbers in `path`

    def line_of(self, offset: int) -> int:
        """Return the line of `path` on which *offset* of the words stands."""
        return self.lines[max(bisect_right(self.starts, offset) - 1, 0)]

    def around(self, start: int, end: int, width: int = 20) -> str:
        """Return the words from *start* to *end* between brackets, with *width* characters on both sides."""
        before, after = self.text[max(start - width, 0) : start], self.text[end : end + width]
        return f"{before}⟦{self.text[start:end]}⟧{after}".replace("\n", "¶")


def passages(edited: Edited, view: str) -> list[Passage]:
    """Return the passages of *edited*, as edited (``reading``) or as the base text has them (``witness``)."""
    if view == "witness":
        return list(_of_base(edited.base))
    reads = [read for page in edited.pages.values() for read in [*page.body, *page.notes]]
    return [_of_read(read) for read in reads if read.reading]


def _of_base(base: BaseText) -> Iterator[Passage]:
    """Yield the blocks of the base text; lines are found at each offset where the witness's line changes."""
    path = base.source.path.replace("source.toml", "witness.txt")
    for item, start in zip(base.placed, base.starts, strict=True):
        block = item.block
        changes = [(0, base.draft.line_at(start))]
        for offset in range(1, len(block.text)):
            line = base.draft.line_at(start + offset)
            if line != changes[-1][1]:
                changes.append((offset, line))
        yield _without_calls(block.text, changes, block.kind, block.version, path)


def _of_read(read: Read) -> Passage:
    """Return a page's block; offsets of the witness reading are moved to the reading by the marks before them."""
    shifts = [
        (offset, len(call_signs(mark.reading)) - len(call_signs(mark.witness)))
        for mark, offset in zip(read.marks, read.offsets, strict=True)
    ]
    changes = [(start + sum(by for at, by in shifts if at < start), line) for start, line in read.breaks or ((0, 1),)]
    changes[0] = (0, read.line)
    return _without_calls(read.reading, changes, read.block.kind, read.block.version, read.path)


def _without_calls(text: str, changes: list[tuple[int, int]], kind: str, language: str, path: str) -> Passage:
    words, moved, cursor, gone = [], list(changes), 0, 0
    for call in CALL.finditer(text):
        words.append(text[cursor : call.start()])
        gone += call.end() - call.start()
        moved = [
            (start - (call.end() - call.start()) if before >= call.end() else start, line)
            for (start, line), (before, _) in zip(moved, changes, strict=True)
        ]
        cursor = call.end()
    words.append(text[cursor:])
    starts, lines = zip(*moved, strict=True)
    return Passage("".join(words), kind, language, path, tuple(starts), tuple(lines))
