"""An EPUB: its documents in reading order, each taken out as a web page is."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter
from urllib.parse import unquote

import selectolax
from selectolax.lexbor import LexborHTMLParser

from edition.convert.received.encodings import decode
from edition.convert.received.model import Extracted, Hint, refusal
from edition.convert.received.web import TOOL, read_html

LARGEST = 50_000_000  #: bytes of one document, unpacked


def extract_book(data: bytes, shown: str) -> Extracted:
    """Return the text of an EPUB; raises `EditionError` where it is none, or is locked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return _read(book, shown)
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError, EOFError) as error:
        message = f"cannot be read as an EPUB: {error}".replace("\n", " ")
        raise refusal(shown, message, "open it in a reading program, and save it anew or as text") from error


def _read(book: zipfile.ZipFile, shown: str) -> Extracted:
    if "META-INF/encryption.xml" in book.namelist() and b"EncryptedData" in _bytes(book, "META-INF/encryption.xml"):
        locked = [n for n in book.namelist() if n.endswith((".xhtml", ".html", ".htm")) and b"<" not in _bytes(book, n)]
        if locked:
            raise refusal(shown, "is locked (DRM)", "ask whoever gave it for an open copy")
    lines: list[str] = []
    hints: dict[int, Hint] = {}
    skipped: Counter[str] = Counter()
    for name in _spine(book):
        _, more, found, left, _ = read_html(decode(_bytes(book, name), "utf-8").text)
        if lines and more:
            lines += ["", ""]
        hints |= {number + len(lines): hint for number, hint in found.items() if hint.what in ("", "hidden")}
        lines += more
        skipped += left
    extracted = Extracted("\n".join(lines) + "\n" if lines else "", "epub", TOOL, selectolax.__version__, "utf-8")
    extracted.hints = hints
    extracted.left_out = [f"{count} × {what}" for what, count in sorted(skipped.items())]
    return extracted


def _spine(book: zipfile.ZipFile) -> list[str]:
    """Return the names of the documents, in reading order."""
    container = LexborHTMLParser(_bytes(book, "META-INF/container.xml").decode("utf-8", "replace"))
    root = container.css_first("rootfile")
    package = (root.attributes.get("full-path") if root is not None else "") or ""
    tree = LexborHTMLParser(_bytes(book, package).decode("utf-8", "replace").replace("opf:", ""))
    names = {item.attributes.get("id"): item.attributes.get("href") or "" for item in tree.css("item")}
    folder = posixpath.dirname(package)
    wanted = [names.get(entry.attributes.get("idref"), "") for entry in tree.css("itemref")]
    paths = [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in wanted if href]
    return [path for path in paths if path in book.namelist()]


def _bytes(book: zipfile.ZipFile, name: str) -> bytes:
    if book.getinfo(name).file_size > LARGEST:
        raise OSError(f"{name} unpacks to more than {LARGEST:,} bytes")
    return book.read(name)
