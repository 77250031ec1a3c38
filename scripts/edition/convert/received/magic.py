"""What kind of file was received, told by its first bytes; its name is only a witness, and is told where it errs.

Nothing is unpacked or parsed here. Where the bytes are silent, for any text may be a fragment of a web page, a name
that ends in ``.html`` is believed if there are tags. What is no text is refused by its first bytes, with what to do.
"""

from __future__ import annotations

import re

from edition.convert.received.model import refusal

#: at the beginning of a file: comments and XML declarations, then a page's first tag; no part is tried in two ways
HTML = re.compile(
    rb"(?is)\A[\xef\xbb\xbf\s\0\xff\xfe]*+(?>(?:(?:<!--.*?-->|<\?xml[^>]*+>)\s*+)*)<(?:!doctype\s++html|html|head|body)\b"
)
TAG = re.compile(rb"(?i)<(?:p|br|div|span|a|h[1-6]|font|table|meta|title)\b[^<>]*+>")
MHTML = re.compile(rb"(?im)^content-type:[ \t]*+(?:\r?\n[ \t]++)?(?:multipart/related|text/html)")
HEAD = 4_000  #: bytes in which a page or an envelope must begin
PAGES, ENVELOPES = (".html", ".htm", ".xhtml"), (".mhtml", ".mht", ".eml")
#: ending of a name → the kinds that a file of that name may be
NAMED = dict.fromkeys(PAGES, ("html",)) | dict.fromkeys(ENVELOPES, ("mhtml",)) | {
    ".pdf": ("pdf",), ".epub": ("epub",), ".txt": ("txt",), ".text": ("txt",), ".md": ("txt",),
}  # fmt: skip
CALLED = {"pdf": "a PDF", "epub": "an EPUB", "mhtml": "a page in an envelope (MHTML)", "html": "a web page",
          "txt": "plain text"}  # fmt: skip
OCR = "read its text first: ocrmypdf -l kor+eng FILE out.pdf"
OCR_BARE = "read its text first: ocrmypdf --image-dpi 300 -l kor+eng FILE out.pdf"
#: first bytes, what it is, and what to do instead
REFUSED = (
    (b"\xd0\xcf\x11\xe0", "an old Office or HWP file", "open it in its program and save it as PDF or as UTF-8 text"),
    (b"HWP Document File", "an HWP file", "save it in Hangul as PDF or as UTF-8 text"),
    (b"{\\rtf", "an RTF file", "save it as UTF-8 text or as HTML"),
    (b"\x1f\x8b", "a gzip archive", "unpack it: gunzip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it: bunzip2"),
    (b"\xfd7zXZ\0", "an xz archive", "unpack it: unxz"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive", "unpack it: unzstd"),
    (b"AT&TFORM", "a DjVu file", "make a PDF with a text layer of it: ddjvu -format=pdf, then ocrmypdf"),
    (b"%!PS", "PostScript", "make a PDF of it: ps2pdf"),
    (b"\x89PNG", "a picture", OCR_BARE),
    (b"\xff\xd8\xff", "a picture", OCR_BARE),
    (b"GIF8", "a picture", OCR_BARE),
    (b"II*\0", "a picture", OCR),
    (b"MM\0*", "a picture", OCR),
    (b"bplist00", "a web archive of Safari", "save the page as HTML source instead"),
    (b"SQLite format 3", "a database", "export the text from it"),
    (b"\x7fELF", "a program", "name the file that holds the text"),
    (b"MZ", "a program", "name the file that holds the text"),
)
INSIDE_ZIP = (
    (b"word/document.xml", "a Word file (.docx)", "save it as a filtered web page (.htm), which keeps its notes"),
    (b"content.xml", "an OpenDocument file", "save it as HTML, which keeps its notes"),
    (b"Contents/section0.xml", "an HWPX file", "save it in Hangul as PDF or as UTF-8 text"),
    (b"", "a zip archive", "unpack it, and name the file with the text"),
)
CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27, 26, 31})


def kind_of(data: bytes, suffix: str) -> str:
    """Return ``pdf``, ``epub``, ``mhtml``, ``html`` or ``txt`` for *data* of a file whose name ends in *suffix*.

    >>> kind_of(b"%PDF-1.7", ".txt"), kind_of(b"<!doctype html><p>a", ".pdf"), kind_of(b"<p>a</p>", ".html")
    ('pdf', 'html', 'html')
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK") and b"application/epub+zip" in data[:200]:
        return "epub"
    enveloped = suffix in ENVELOPES or b"MIME-Version" in data[:HEAD]
    if enveloped and (found := MHTML.search(data[:6_000])) and found.start() <= HEAD:
        return "mhtml"
    if HTML.match(data[:HEAD].replace(b"\0", b"")):
        return "html"
    if suffix in PAGES and TAG.search(data.replace(b"\0", b"")):
        return "html"
    return "txt"


def misnamed(kind: str, suffix: str) -> str:
    """Return what is to be said where a file named *suffix* is of another *kind*; empty where the name is right.

    >>> misnamed("html", ".pdf"), misnamed("txt", ".log")
    ('a web page by its first bytes, though its name ends in .pdf', '')
    """
    if kind in NAMED.get(suffix, (kind,)):
        return ""
    return f"{CALLED[kind]} by its first bytes, though its name ends in {suffix}"


def refuse_other(data: bytes, shown: str) -> None:
    """Raise `EditionError` where *data*, taken for plain text, is plainly none."""
    if data.startswith(b"PK\3\4") or data.startswith(b"PK\5\6"):
        what, remedy = next((what, remedy) for name, what, remedy in INSIDE_ZIP if name in data)
        raise refusal(shown, f"is {what}, of which no text is taken out", remedy)
    for mark, what, remedy in REFUSED:
        if data.startswith(mark) and (mark not in (b"MZ", b"BZh") or b"\0" in data[:64]):
            raise refusal(shown, f"is {what}, of which no text is taken out", remedy)
    head = data[:20_000]
    wide = head[::2].count(0) * 4 > len(head[::2]) or head[1::2].count(0) * 4 > len(head[1::2])
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff"))
    if len(head) > 400 and not wide and not marked and sum(map(head.count, CONTROLS)) * 10 > len(head):
        message = "holds so many control characters that it is no text"
        raise refusal(shown, message, "name the file that holds the text, or export it from its program as UTF-8")
