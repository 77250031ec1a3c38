"""Plain text of one edited text: for reading machines, for comparing, and for pipes.

One block a line; calls of the author's notes as ``[n]``; then those notes as ``[n] …``, further paragraphs indented by
four spaces. No other series of notes, no editorial brackets; a gap is ``[…]``. A text in two languages gives the blocks
of the first, then of the second. A note that the witness has lost is not there: its call is, as in the witness.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from edition.blocks import CALL, digits
from edition.marks import BREAK
from edition.verify.pages import Page, Read
from edition.verify.pages import undone as undo_breaks
from edition.verify.text import Edited

VIEWS = ("reading", "witness")
ENDINGS = {"reading": "", "witness": ".received"}  #: of the files' names


def plain_text(edited: Edited, view: str = "reading") -> str:
    """Return the text of *edited* as readers see it (``reading``) or as the witness has it (``witness``)."""
    pages = edited.pages.values()
    lines = [line for page in pages for read in as_seen(page.body, view) for line in _lines(read, view)]
    lines += [line for page in pages for line in _notes(page, view)]
    return "".join(f"{line}\n" for line in lines)


def write_texts(folder: Path, texts: Sequence[Edited]) -> list[Path]:
    """Write each of *texts* as edited and as received into *folder*; return their paths.

    Of a text that a public edition leaves out there is none.
    """
    folder.mkdir(parents=True)
    paths = []
    for edited in texts:
        if edited.source.withheld:
            continue
        for view, ending in ENDINGS.items():
            paths.append(folder / f"{edited.source.ident}{ending}.txt")
            paths[-1].write_text(plain_text(edited, view), encoding="utf-8", newline="\n")
    return paths


def as_seen(reads: list[Read], view: str) -> list[Read]:
    """Return *reads* with the editors' own paragraph breaks taken back where the witness is asked for."""
    return undo_breaks(reads) if view == "witness" else reads


def _lines(read: Read, view: str) -> Iterator[str]:
    """Yield the lines of a block; none for one that a mark joined to the block before it."""
    if view == "witness":
        yield read.block.marker + _calls(read.block.text)
    else:
        for part in read.reading.split(BREAK):
            if part:
                yield read.block.marker + _calls(part)


def _notes(page: Page, view: str) -> Iterator[str]:
    for number, reads in groupby(as_seen(page.notes, view), key=lambda read: read.block.number):
        texts = [line for read in reads for line in _lines(read, view)]
        for position, text in enumerate(texts):
            yield f"    {text}" if position else f"[{number}] {text}"


def _calls(text: str) -> str:
    return CALL.sub(lambda call: f"[{digits(call[1])}]", text)
