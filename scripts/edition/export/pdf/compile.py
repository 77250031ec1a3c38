"""The call of Typst: fonts, standards, and its complaints led back to the page they are about.

In: a folder with ``main.typ`` and what it reads. Out: the PDF's bytes. Raises `CompileProblem`, one line that says
where and what. Nothing is written, nothing downloaded, and the same source gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import typst

from .source import origin_of

PLACE = re.compile(r"(?P<file>[\w-]+\.typ):(?P<line>\d+):\d+")


class CompileProblem(Exception):
    """Typst refused the book."""


def compile_book(
    folder: Path,
    fonts: typst.Fonts,
    standards: Sequence[str],
    timestamp: int,
    warn: Callable[[str], None],
) -> bytes:
    """Return the PDF made from ``main.typ`` in *folder*; *warn* is told each of Typst's warnings."""
    main = folder / "main.typ"
    try:
        pdf, warnings = typst.compile_with_warnings(
            main,
            root=folder,
            font_paths=fonts,
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=cast("list[typst.PDFStandard]", list(standards)),
            timestamp=timestamp,
        )
    except typst.TypstError as error:
        raise CompileProblem(_located(main, error)) from error
    for warning in warnings:
        warn(_located(main, warning))
    return pdf


def _located(main: Path, problem: typst.TypstError | typst.TypstWarning) -> str:
    """Return a complaint of Typst as one line: the page and line it is about, as far as known, and the hints."""
    diagnostic = re.sub(r"\x1b\[[0-9;]*m", "", problem.diagnostic)
    origin = None
    place = PLACE.search(diagnostic)
    if place and place["file"] == main.name:
        origin = origin_of(main.read_text(encoding="utf-8"), int(place["line"]))
    hints = "".join(f" ({hint})" for hint in problem.hints)
    where = f"{origin[0]}:{origin[1]}: " if origin else ""
    seen = f" [{main.with_name(place['file'])}:{place['line']}]" if place else ""
    return f"{where}{problem.message}{hints}{seen}"
