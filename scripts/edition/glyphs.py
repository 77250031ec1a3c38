"""Which characters the book's fonts have, read from the fonts themselves.

A character that none of them has is told by `edition check` where it is written (`edition.report.printable`) and by the
PDF's builder where it would be printed. Collections (.ttc) are deliberately not handled.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

from edition import hygiene

FOLDER = Path(__file__).parent / "export" / "fonts"
RESTORE = "restore scripts/edition/export/fonts with git, or run edition.export.subset_fonts"


class FontProblem(Exception):
    """A font is missing or cannot be read; the message says which, where, and what to do."""


@lru_cache(maxsize=32)
def code_points(path: Path) -> frozenset[int]:
    """Return the code points for which the font file *path* has a glyph; raise `FontProblem` where it tells none."""
    from fontTools.ttLib import TTFont, TTLibError  # noqa: PLC0415  (most commands ask for no font)

    try:
        with TTFont(path, lazy=True) as font:
            found = font.getBestCmap()
    except (TTLibError, struct.error, LookupError, AssertionError) as error:
        raise FontProblem(f"{path} is damaged; fix: {RESTORE}") from error
    if not found:
        raise FontProblem(f"{path} has no Unicode cmap; fix: {RESTORE}")
    return frozenset(found)


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
