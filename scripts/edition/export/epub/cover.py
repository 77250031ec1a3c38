"""The cover of a book, set by Typst with the fonts of the PDF: words, a rule, nothing else.

A PNG, for some reading systems show no other cover than a bitmap; the words stand on the title page, too.
"""

from __future__ import annotations

import json
from pathlib import Path

import typst

from edition.export.pdf import fonts
from edition.glyphs import FOLDER

from .books import Book

DESIGN = Path(__file__).with_name("cover.typ")
DOTS = 254  #: an inch: 120 by 180 mm become 1200 by 1800 pixels
BELOW = "주석을 단 디지털 판 · An annotated digital edition"


def cover_png(book: Book, project: str) -> bytes:
    """Return the cover of *book*; the book of a text names the edition, *project*, above."""
    single = book.name != project_name(project)
    longest = max(map(len, book.titles.values()))
    size = 38 if longest < 20 else 25 if longest < 50 else 21
    titles = [
        {"words": words, "lang": language, "size": size if not place else size * (0.8 if not single else 0.9)}
        for place, (language, words) in enumerate(book.titles.items())
    ]
    lines = [name for name, _ in book.authors] if single else list(book.subtitles.values())
    told = {"above": project if single else "", "titles": titles, "lines": lines, "below": BELOW}
    made = typst.compile(
        DESIGN,
        root=DESIGN.parent,
        font_paths=fonts.load([FOLDER]),
        ignore_system_fonts=True,
        format="png",
        ppi=DOTS,
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def project_name(project: str) -> str:
    """Return the file name of the whole book.

    >>> project_name("After October")
    'after-october'
    """
    return project.lower().replace(" ", "-")
