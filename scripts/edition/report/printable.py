"""Characters that no font of the book has, where they are written: what would stop `edition build pdf`, told before.

Looked at are the pages (those with ``pdf: false`` in their front matter are not printed), the annotation, the
bibliography and ``conf.py``. What is computed while the book is made is looked at there, by the builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from edition.glyphs import FOLDER, FontProblem, code_points, describe, unprintable
from edition.problems import Problem

EVERYWHERE = ("docs/**/*.md", "docs/**/*.toml", "docs/conf.py", "bibliography.bib")
OF_TEXT = ("docs/texts/{}/*.md", "docs/texts/{}/*.toml")
UNPRINTED = re.compile(r"\A---\n(?:(?!---\n).*\n)*?pdf: false\n")
MADE = "docs/about/"  #: on how the edition is made, all of it with ``pdf: false``; its TOML files too
REMEDY = "write it in another way, or give the book a font that has it: edition.export.subset_fonts"


def font_problems(root: Path, idents: list[str]) -> Iterator[Problem]:
    """Yield each character of the texts *idents*, or of everything where none is named, that no font has."""
    try:
        printable = frozenset().union(*map(code_points, FOLDER.glob("*.ttf")))
    except FontProblem as error:
        message, _, remedy = str(error).partition("; fix: ")
        yield Problem(FOLDER.name, 0, "font", message, remedy)
        return
    patterns = [pattern.format(ident) for ident in idents for pattern in OF_TEXT] or EVERYWHERE
    for path in sorted({path for pattern in patterns for path in root.glob(pattern)}):
        shown = path.relative_to(root).as_posix()
        if not shown.startswith(MADE):
            yield from _of_file(path, shown, printable)


def _of_file(path: Path, shown: str, printable: frozenset[int]) -> Iterator[Problem]:
    text = path.read_text(encoding="utf-8", errors="replace")  # what is not UTF-8 is told by another check
    if not unprintable(text, printable) or UNPRINTED.match(text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        for character in unprintable(line, printable):
            yield Problem(shown, number, "font", f"no font of the book has {describe(character)}", REMEDY)
