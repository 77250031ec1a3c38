"""The fonts of the design, as Typst sees them, and the characters they can print (`edition.glyphs`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typst

from edition.glyphs import RESTORE, FontProblem, code_points

#: the faces that edition.typ asks for: family, style, weight
FACES = [
    ("Noto Serif KR", "normal", 400), ("Noto Serif KR", "normal", 600), ("Noto Sans KR", "normal", 400),
    ("Source Serif 4", "normal", 400), ("Source Serif 4", "italic", 400), ("Source Serif 4", "normal", 600),
    ("Noto Serif", "normal", 400), ("Noto Naskh Arabic", "normal", 400), ("Noto Sans Devanagari", "normal", 400),
    ("Noto Sans Georgian", "normal", 400), ("Noto Serif SC", "normal", 400),
]  # fmt: skip


def load(folders: Iterable[str | Path]) -> typst.Fonts:
    """Return the fonts in *folders* and no others; raise `FontProblem` when a face of the design is not there."""
    paths = [Path(folder) for folder in folders]
    for path in paths:
        if not path.is_dir():
            raise FontProblem(f"font folder {path} does not exist; fix: {RESTORE}")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*map(str, paths)])
    found = {(font.family, font.style, font.weight) for font in fonts.fonts()}
    missing = [
        f"{family} ({style}, {weight})" for family, style, weight in FACES if (family, style, weight) not in found
    ]
    if missing:
        where = ", ".join(map(str, paths)) or "no folder at all"
        raise FontProblem(f"font {', '.join(missing)} is not in {where}; fix: {RESTORE}")
    return fonts


def coverage(fonts: typst.Fonts) -> frozenset[int]:
    """Return the code points that the faces of the design can print, whichever family has them.

    Every stack of `edition.typ` ends in all families, so one family's character is everybody's.
    """
    families = {family for family, _, _ in FACES}
    paths = [font.path for font in fonts.fonts() if font.family in families and font.path]
    return frozenset().union(*(code_points(Path(path)) for path in paths))
