"""The call of Typst: fonts, standards, and its complaints led back to the page they are about.

In: a folder with ``main.typ`` and what it reads. Out: the PDF's bytes. Raises `CompileProblem`, one line that says
where and what. Nothing is written, nothing downloaded, and the same source gives the same bytes.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import cast

import pikepdf
import typst

from . import links
from .links import Place, lead
from .source import origin_of

PLACE = re.compile(r"(?<![\w-])(?P<file>[\w-]++\.typ):(?P<line>\d+):\d+")


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
        book = typst.Compiler(main, root=folder, font_paths=fonts, ignore_system_fonts=True)
        pdf, warnings = book.compile_with_warnings(
            format="pdf",
            pdf_standards=cast("list[typst.PDFStandard]", list(standards)),
            timestamp=timestamp,
        )
        places = json.loads(book.query("<places>", field="value", one=True))  # Typst remembers what it has just set
    except typst.TypstError as error:
        raise CompileProblem(_located(main, error)) from error
    for warning in warnings:
        warn(_located(main, warning))
    return packed(cast(bytes, pdf), places)


def made_from(folder: Path, fonts: Sequence[str], settings: str) -> str:
    """Return a digest of all that a PDF from *folder* is made from: source, files, *fonts*, *settings*, programs."""
    found = hashlib.sha256(f"{settings} {version('typst')} {version('pikepdf')}".encode())
    for program in (__file__, links.__file__):
        found.update(Path(program).read_bytes())
    for place in (folder, *(Path(name) for name in fonts)):
        for path in sorted(path for path in place.rglob("*") if path.is_file()):
            found.update(path.relative_to(place).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def packed(pdf: bytes, places: Iterable[Place] = ()) -> bytes:
    """Return *pdf* with its links within the book leading to *places*, and its small objects gathered.

    Those, tags and links, Typst writes each in the clear: in a tagged book of many links more than half of the file.
    In compressed streams (ISO 32000-1, 7.5.7) they take a fraction of it. What Typst has compressed stays as it is:
    compressing it again takes as long as the rest, for less than one hundredth of the size.
    """
    pikepdf.settings.set_flate_compression_level(9)
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        lead(document, places)
        streams = pikepdf.ObjectStreamMode.generate
        document.save(target, object_stream_mode=streams, deterministic_id=True)
    # Data that ends in CR before the LF of "endstream" reads as if it were one byte shorter (ISO 19005-2, 6.1.7.1).
    return target.getvalue().replace(b"\r\nendstream", b"\r\rendstream")


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
