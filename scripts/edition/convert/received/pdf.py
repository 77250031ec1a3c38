"""A PDF: its text layer line by line, with what position and type say of each line.

PDFium reads the characters; their boxes tell lines, columns, indents and gaps. The witness shows them plainly: a form
feed before a page, a blank line where a gap stands, two spaces before an indented line, raised figures as raised.
Ligatures that are forms of the font are written as their letters. Nothing is dropped: running heads and page numbers
are lines with the hint that they are furniture.
"""

from __future__ import annotations

import re

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2.version import PDFIUM_INFO, PYPDFIUM_INFO

from edition.convert.received.model import Extracted, Lines, listed, refusal
from edition.convert.received.sheet import Printed, Sheet, read_sheet
from edition.convert.received.typeset import describe_sheets

TOOL = "pypdfium2"
VERSION = f"{PYPDFIUM_INFO} (PDFium {PDFIUM_INFO.build})"
FEW = 25  #: characters a page below which a page has no text layer to speak of
MOST_PAGES = 3000


def extract_pdf(data: bytes, shown: str) -> Extracted:
    """Return the text of a PDF; raises `EditionError` where it is locked, damaged, or has no text layer."""
    document = _open(data, shown)
    try:
        if len(document) > MOST_PAGES:
            raise refusal(shown, f"has {len(document)} pages, more than {MOST_PAGES}", "divide it: qpdf --split-pages")
        sheets = [_sheet(document, index) for index in range(len(document))]
        locked = pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0
    finally:
        document.close()
    bare = [sheet.number for sheet in sheets if sheet.letters < FEW]
    pictured = [sheet.number for sheet in sheets if sheet.letters < FEW and sheet.pictures]
    letters = sum(sheet.letters for sheet in sheets)
    if not letters or letters < FEW * len(pictured) or len(pictured) * 10 > 9 * len(sheets):
        message = f"has no text layer: {len(pictured)} of {len(sheets)} pages are pictures, {letters} characters in all"
        raise refusal(shown, message, f"read it first: ocrmypdf --language kor+eng {shown.rpartition('/')[2]} read.pdf")
    unread = sum(sheet.unread for sheet in sheets)
    if unread * 2 > letters:
        message = f"names no characters for {unread} of {letters} signs: its fonts have no Unicode table"
        raise refusal(shown, message, "read it as a picture: ocrmypdf --force-ocr --language kor+eng IN OUT")
    extracted = Extracted("", "pdf", TOOL, VERSION)
    describe_sheets(sheets)
    _write(extracted, sheets)
    extracted.said.append(f"{len(sheets)} pages, {letters:,} characters in the text layer")
    if locked:
        extracted.said.append("encrypted, open to readers; its permissions are a matter of rights")
    if pictured:
        extracted.questions.append(([1], f"no text layer on page {listed(pictured)}, which hold pictures: read them"))
    elif bare:
        extracted.said.append(f"next to no text on page {listed(bare)}")
    return extracted


def _open(data: bytes, shown: str) -> pypdfium2.PdfDocument:
    try:
        document = pypdfium2.PdfDocument(data)
        len(document)
    except pypdfium2.PdfiumError as error:
        name = shown.rpartition("/")[2]
        if "assword" in str(error):
            remedy = f"open a copy, and keep the original: qpdf --password=… --decrypt {name} open.pdf"
            raise refusal(shown, "is locked with a password", remedy) from error
        remedy = f"mend a copy, and keep the original: qpdf {name} mended.pdf, or mutool clean"
        raise refusal(shown, f"cannot be read as a PDF: {error}", remedy) from error
    if not len(document):
        raise refusal(shown, "has no pages", "get the file again")
    return document


def _sheet(document: pypdfium2.PdfDocument, index: int) -> Sheet:
    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Sheet(index + 1, 0, 0, [], damaged=True)
    try:
        return read_sheet(page, index + 1)
    finally:
        page.close()


def _write(extracted: Extracted, sheets: list[Sheet]) -> None:
    """Write the lines of all pages, with their hints and with what a person must look at."""
    lines = Lines()
    marks: dict[str, list[int]] = {}
    for sheet in sheets:
        feed = "\x0c" if sheet.number > 1 else ""
        if sheet.damaged:
            lines.add(feed)
            marks.setdefault(f"page {sheet.number} is damaged and gave no text", []).append(lines.number)
            continue
        for printed in sheet.lines:
            if printed.gap and not feed:
                lines.blank()
            lines.add(f"{feed}{'  ' * printed.indented}{printed.text}", printed.hint)
            feed = ""
            for words in _doubts(printed):
                marks.setdefault(words, []).append(lines.number)
        if sheet.columns:
            marks.setdefault("set in columns: is this the order in which they are read?", []).append(lines.number)
        if feed:
            lines.add(feed)
    ligatures = sum(sheet.ligatures for sheet in sheets)
    if ligatures:
        extracted.said.append(f"{ligatures} ligatures of the font, written as their letters")
    extracted.text, extracted.hints = lines.text, lines.hints
    extracted.questions += [(numbers, words) for words, numbers in marks.items()]


def _doubts(printed: Printed) -> list[str]:
    found = []
    if printed.angle:
        found.append("set at an angle to the page: a stamp, or text?")
    if "\ufffd" in printed.text:
        found.append("U+FFFD: the font does not say which character this is; read it on the page")
    if re.search(r"(?:\b\w\b ){6}", printed.text):
        found.append("letters spaced out, or words without spaces: read it on the page")
    return found
