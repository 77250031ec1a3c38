"""An EPUB: its documents in reading order, each taken out as a web page is."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections import Counter
from urllib.parse import unquote

import selectolax
from selectolax.lexbor import LexborHTMLParser

from edition.convert.received.archive import REMEDY, check_documents, open_archive
from edition.convert.received.encodings import decode
from edition.convert.received.model import Extracted, Hint, refusal
from edition.convert.received.web import TOOL, read_html

LOCKS = "META-INF/encryption.xml"


def extract_book(data: bytes, shown: str) -> Extracted:
    """Return the text of an EPUB; raises `EditionError` where it is none, or is locked."""
    try:
        with open_archive(data, shown) as book:
            return _read(book, shown)
    except (zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, OSError, EOFError, ValueError) as error:
        message = f"cannot be read as an EPUB: {error}".replace("\n", " ")
        raise refusal(shown, message, REMEDY) from error


def _read(book: zipfile.ZipFile, shown: str) -> Extracted:
    documents = _spine(book, shown)
    check_documents(book, documents, shown)
    locks = LOCKS in book.namelist() and b"EncryptedData" in _bytes(book, LOCKS, shown)
    if locks and any(b"<" not in book.read(name) for name in dict.fromkeys(documents)):
        raise refusal(shown, "is locked (DRM)", "ask whoever gave it for an open copy")
    lines: list[str] = []
    hints: dict[int, Hint] = {}
    skipped: Counter[str] = Counter()
    for name in documents:
        _, more, found, left, _ = read_html(decode(book.read(name), "utf-8").text, shown)
        if lines and more:
            lines += ["", ""]
        hints |= {number + len(lines): hint for number, hint in found.items() if hint.what in ("", "hidden")}
        lines += more
        skipped += left
    extracted = Extracted("\n".join(lines) + "\n" if lines else "", "epub", TOOL, selectolax.__version__, "utf-8")
    extracted.hints = hints
    extracted.left_out = [f"{count} × {what}" for what, count in sorted(skipped.items())]
    return extracted


def _spine(book: zipfile.ZipFile, shown: str) -> list[str]:
    """Return the names of the documents, in reading order."""
    container = LexborHTMLParser(_bytes(book, "META-INF/container.xml", shown).decode("utf-8", "replace"))
    root = container.css_first("rootfile")
    package = (root.attributes.get("full-path") if root is not None else "") or ""
    tree = LexborHTMLParser(_bytes(book, package, shown).decode("utf-8", "replace").replace("opf:", ""))
    names = {item.attributes.get("id"): item.attributes.get("href") or "" for item in tree.css("item")}
    folder, there = posixpath.dirname(package), set(book.namelist())
    wanted = [names.get(entry.attributes.get("idref"), "") for entry in tree.css("itemref")]
    paths = [posixpath.normpath(posixpath.join(folder, unquote(href))) for href in wanted if href]
    return [path for path in paths if path in there]


def _bytes(book: zipfile.ZipFile, name: str, shown: str) -> bytes:
    """Return what the archive says of itself in the file *name*."""
    check_documents(book, [name], shown)
    return book.read(name)
