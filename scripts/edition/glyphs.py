"""Which characters the book's fonts have, read from the fonts themselves.

A character that none of them has is told by `edition check` where it is written (`edition.report.printable`) and by the
PDF's builder where it would be printed. Of each file only the ``cmap`` is read (formats 4 and 12, the only ones in our
fonts; a font with neither raises). Collections (.ttc) are deliberately not handled.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from edition import hygiene

FOLDER = Path(__file__).parent / "export" / "fonts"
RESTORE = "restore scripts/edition/export/fonts with git, or run edition.export.subset_fonts"


class FontProblem(Exception):
    """A font is missing or cannot be read; the message says which, where, and what to do."""


@lru_cache(maxsize=32)
def code_points(path: Path) -> frozenset[int]:
    """Return the code points in the ``cmap`` of the font file *path*; raise `FontProblem` where it has none."""
    try:
        return _code_points(path, path.read_bytes())
    except struct.error as error:
        raise FontProblem(f"{path} is cut off; fix: {RESTORE}") from error


def _code_points(path: Path, data: bytes) -> frozenset[int]:
    (tables,) = struct.unpack_from(">H", data, 4)
    offsets = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * tables, 16)}
    start = offsets.get(b"cmap")
    if start is None:
        raise FontProblem(f"{path} has no cmap table; fix: {RESTORE}")
    (count,) = struct.unpack_from(">H", data, start + 2)
    subtables = {start + struct.unpack_from(">I", data, start + 8 + 8 * number)[0] for number in range(count)}
    found: set[int] = set()
    for at in subtables:
        (kind,) = struct.unpack_from(">H", data, at)
        if kind == 4:
            found.update(_segments(data, at))
        elif kind == 12:
            found.update(_groups(data, at))
    if not found:
        raise FontProblem(f"{path} has no Unicode cmap of format 4 or 12; fix: {RESTORE}")
    return frozenset(found)


def _segments(data: bytes, at: int) -> Iterable[int]:
    """Yield the code points of a format 4 subtable that lead to a glyph."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * doubled)
    ranges_at = at + 16 + 3 * doubled
    ranges = struct.unpack_from(f">{count}H", data, ranges_at)
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(first, last + 1):
            glyph = code
            if offset:
                place = ranges_at + 2 * number + offset + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
                if not glyph:
                    continue
            if (glyph + delta) % 0x10000 and code != 0xFFFF:
                yield code


def _groups(data: bytes, at: int) -> Iterable[int]:
    """Yield the code points of a format 12 subtable."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    for number in range(count):
        first, last = struct.unpack_from(">II", data, at + 16 + 12 * number)
        yield from range(first, last + 1)


def unprintable(text: str, printable: frozenset[int]) -> list[str]:
    """Return the characters of *text* that no font has, each once, in order.

    White space that Sphinx leaves in text needs no glyph, nor does what is invisible by nature (soft hyphens, joiners).
    """
    if printable.issuperset(map(ord, text)):
        return []
    invisible = {"\n", "\r", "\t", "\N{SOFT HYPHEN}", "\N{ZERO WIDTH SPACE}", "\N{WORD JOINER}"}
    return [
        character for character in dict.fromkeys(text)
        if ord(character) not in printable and character not in invisible and unicodedata.category(character) != "Cf"
    ]  # fmt: skip


def describe(character: str) -> str:
    """Return a character the way a message names it: ``'촥' (U+CD25 HANGUL SYLLABLE CHWAG)``."""
    shown = f"{character!r} " if character.isprintable() else ""
    return f"{shown}({hygiene.describe(character)})"
