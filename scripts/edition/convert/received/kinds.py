"""What kind of file was received, told by its first bytes, and which tool takes the text out of it."""

from __future__ import annotations

import re
from pathlib import Path

from edition.convert.received.book import extract_book
from edition.convert.received.envelope import extract_envelope
from edition.convert.received.model import Extracted, refusal
from edition.convert.received.pdf import extract_pdf
from edition.convert.received.plain import extract_text, extract_text_again
from edition.convert.received.web import extract_page

LARGEST = 200_000_000  #: bytes
HTML = re.compile(
    rb"(?is)\A[\xef\xbb\xbf\s\0\xff\xfe]*(<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(!doctype\s+html|html|head|body)\b"
)
TAG = re.compile(rb"(?i)<(p|br|div|span|a|h[1-6]|font|table|meta|title)\b[^>]*>")
MHTML = re.compile(rb"(?ims)\A.{0,4000}?^content-type:\s*(multipart/related|text/html)")
#: first bytes → what it is, and what to do instead
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Office or HWP file", "open it in its program and save it as PDF or as UTF-8 text"),
    (b"HWP Document File", "an HWP file", "save it in Hangul as PDF or as UTF-8 text"),
    (b"{\\rtf", "an RTF file", "save it as UTF-8 text or as HTML"),
    (b"\x1f\x8b", "a gzip archive", "unpack it: gunzip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"AT&TFORM", "a DjVu file", "make a PDF with a text layer of it: ddjvu -format=pdf, then ocrmypdf"),
    (b"%!PS", "PostScript", "make a PDF of it: ps2pdf"),
    (b"\x89PNG", "a picture", "read its text first: ocrmypdf --image-dpi 300 -l kor+eng FILE out.pdf"),
    (b"\xff\xd8\xff", "a picture", "read its text first: ocrmypdf --image-dpi 300 -l kor+eng FILE out.pdf"),
    (b"GIF8", "a picture", "read its text first: ocrmypdf --image-dpi 300 -l kor+eng FILE out.pdf"),
    (b"II*\0", "a picture", "read its text first: ocrmypdf -l kor+eng FILE out.pdf"),
    (b"MM\0*", "a picture", "read its text first: ocrmypdf -l kor+eng FILE out.pdf"),
    (b"bplist00", "a web archive of Safari", "save the page as HTML source instead"),
    (b"SQLite format 3", "a database", "export the text from it"),
    (b"\x7fELF", "a program", "name the file that holds the text"),
    (b"MZ", "a program", "name the file that holds the text"),
)  # fmt: skip
INSIDE_ZIP = (
    (b"word/document.xml", "a Word file (.docx)", "save it as a filtered web page (.htm), which keeps its notes"),
    (b"content.xml", "an OpenDocument file", "save it as HTML, which keeps its notes"),
    (b"Contents/section0.xml", "an HWPX file", "save it in Hangul as PDF or as UTF-8 text"),
)
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27, 26, 31})


def extract(data: bytes, file: Path) -> Extracted:
    """Return the text of *file*, whose bytes are *data*; raises `EditionError` where none can be had from it."""
    shown = file.as_posix()
    if len(data) > LARGEST:
        raise refusal(shown, f"has {len(data):,} bytes, more than {LARGEST:,}", "divide it, and take in each part")
    kind = kind_of(data, file.suffix.lower())
    if kind == "pdf":
        return extract_pdf(data, shown)
    if kind == "epub":
        return extract_book(data, shown)
    if kind == "mhtml":
        return extract_envelope(data, shown)
    if kind == "html":
        return extract_page(data)
    _refuse(data, shown)
    return extract_text(data)


def extract_again(data: bytes, kind: str, encoding: str, shown: str) -> str:
    """Return the text that `extract` took out of *data*, by what it found then; raises as it does."""
    if kind == "txt":
        return extract_text_again(data, encoding)
    tools = {"pdf": extract_pdf, "epub": extract_book, "mhtml": extract_envelope}
    return tools[kind](data, shown).text if kind in tools else extract_page(data, encoding).text


def kind_of(data: bytes, suffix: str) -> str:
    """Return ``pdf``, ``epub``, ``mhtml``, ``html`` or ``txt``: by the first bytes, a suffix where they are silent."""
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK") and b"application/epub+zip" in data[:200]:
        return "epub"
    if MHTML.match(data[:6000]) and (suffix in (".mhtml", ".mht", ".eml") or b"MIME-Version" in data[:4000]):
        return "mhtml"
    if HTML.match(data[:4000].replace(b"\0", b"")):
        return "html"
    if suffix in (".html", ".htm", ".xhtml") and TAG.search(data.replace(b"\0", b"")):
        return "html"
    return "txt"


def _refuse(data: bytes, shown: str) -> None:
    """Raise `EditionError` where *data* is plainly no text."""
    if data.startswith(b"PK"):
        for name, what, remedy in (*INSIDE_ZIP, (b"", "a zip archive", "unpack it, and name the file with the text")):
            if name in data:
                raise refusal(shown, f"is {what}, of which no text is taken out", remedy)
    for mark, what, remedy in REFUSED:
        if data.startswith(mark) and (mark != b"MZ" or b"\0" in data[:64]):
            raise refusal(shown, f"is {what}, of which no text is taken out", remedy)
    head = data[:20_000]
    wide = head[::2].count(0) * 4 > len(head[::2]) or head[1::2].count(0) * 4 > len(head[1::2])
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    if len(head) > 400 and not wide and not marked and sum(map(head.count, CONTROLS)) * 10 > len(head):
        message = "holds so many control characters that it is no text"
        raise refusal(shown, message, "name the file that holds the text, or export it from its program as UTF-8")
