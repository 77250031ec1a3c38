"""Links within a book: written as addresses, and led to their places when all pages are set.

Typst can link to a label, but asks for its place while it sets the paragraph, and sets the paragraph anew whenever the
answer may have changed: in a book of six thousand such links a third of the time. An address it only copies. So the
writer gives `address_of` a place, ``edition.typ`` tells where the places came to stand, and `lead` exchanges one for
the other. Left alone: links that Typst makes itself (contents, calls of notes, page numbers of the register).
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import pikepdf

#: id, page from 1, and distance in points from the page's left and upper edge
Place = tuple[str, int, float, float]

SCHEME = "book"
LEADS_TO = {"ko": "{}쪽", "en": "page {}"}  #: what a screen reader says of a link, by the language of its words
ABOVE = 10  #: points that a reader is shown above the place, as Typst does for its own links


def address_of(target: str, language: str) -> str:
    """Return the address that stands for the place *target* of the book, in words of *language*."""
    return f"{SCHEME}:{language}:{target}"


def lead(document: pikepdf.Pdf, places: Iterable[Place]) -> None:
    """Lead every address of `address_of` in *document* to its place; raise `KeyError` where *places* has none.

    The area of every link is told to a tenth of a point: Typst's six digits more are the largest part of a link's size.
    """
    pages = list(document.pages)
    where = {}
    for target, number, x, y in places:
        page = pages[number - 1]
        top = page.mediabox[3] - max(Decimal(), Decimal(y) - ABOVE)
        spot = [page.obj, pikepdf.Name.XYZ, round(Decimal(x), 2), round(top, 2), 0]
        where[target] = number, document.make_indirect(pikepdf.Array(spot))
    for page in pages:
        for link in page.get("/Annots", ()):
            link.Rect = [round(edge, 1) for edge in link.Rect]
            scheme, _, rest = str(link.A.URI).partition(":") if "/A" in link else ("", "", "")
            if scheme != SCHEME:
                continue
            language, _, target = rest.partition(":")
            number, link.Dest = where[target]
            link.Contents = pikepdf.String(LEADS_TO.get(language, LEADS_TO["en"]).format(number))
            del link["/A"]
