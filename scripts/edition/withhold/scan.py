"""Searching every byte of a public edition for runs of withheld texts, whatever the bytes are packed or written in.

Archives (ZIP and so EPUB, gzip, tar) are opened, archives in them too; of a tar each file and what stands between two
is looked at by itself, so that no run is made of the end of one and the beginning of the next. Of a PDF the streams
are inflated and the text of each page is read as a reader sees it; of a PNG the text chunks are read. What is text is
looked at as it stands, with its markup taken away, and with escapes of JavaScript and JSON, character references of
HTML, percent-encoding and Base64 undone. What is not UTF-8 is looked at as UTF-8, UTF-16 and Latin as far as it goes.
Pictures are not read.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import html
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pypdfium2

from edition.problems import Problem
from edition.withhold.runs import Forbidden, Run

DEEPEST = 6  #: archives within archives
_TAG = re.compile(r"<[^<>]*>")
_ESCAPE = re.compile(r"\\u\{?([0-9a-fA-F]{4,6})\}?|\\x([0-9a-fA-F]{2})|\\([nrt\"'/])")
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}){15,}(?:[A-Za-z0-9+/_-]{2,3})?={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NAMED = re.compile(r"\\([0-9a-fA-F]{4,6})(?=[^0-9a-fA-F]|$) ?")  # CSS


@dataclass(frozen=True, slots=True, order=True)
class Leak:
    """A run of a withheld text in a file."""

    path: str  #: with the member of an archive, the page of a PDF: ``epub/x.epub!text/1.xhtml``
    how: str  #: how the text was made readable
    run: Run

    @property
    def problem(self) -> Problem:
        """The leak as a problem."""
        words, run = self.run.words, self.run
        message = (
            f"at {run.start} ({self.how}): {len(words)} {run.kind} of a withheld text: “{words[:40]}"
            f"{'…' if len(words) > 40 else ''}”"
        )
        remedy = "find what wrote it; nothing was put in place"
        return Problem(self.path, 0, "rights", message, remedy)


@dataclass(slots=True)
class Scan:
    """What a search looked at, and what it found."""

    files: int = 0  #: on the disk
    members: int = 0  #: in archives, streams and pages of PDF
    bytes: int = 0  #: of the files
    decoded: int = 0  #: bytes looked at, everything opened and inflated
    leaks: list[Leak] = field(default_factory=list)

    def told(self) -> str:
        """Return what was done in a sentence."""
        return (
            f"{self.files:,} files of {self.bytes / 1e6:.1f} MB and {self.members:,} parts in them, "
            f"{self.decoded / 1e6:.1f} MB in all when opened: {len(self.leaks)} runs of withheld texts"
        )


def scan(folder: Path, forbidden: Forbidden) -> Scan:
    """Search every file below *folder*, names included, and return what was found."""
    found, seen = Scan(), dict[bytes, bool]()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        _look(name, name.encode(), "name", forbidden, found)
        if path.is_file():
            data = path.read_bytes()
            found.files += 1
            found.bytes += len(data)
            _search(name, data, forbidden, found, seen, 0)
    found.leaks = sorted(set(found.leaks))
    return found


def _search(name: str, data: bytes, forbidden: Forbidden, found: Scan, seen: dict[bytes, bool], depth: int) -> None:
    """Search *data* and whatever is packed in it; the same bytes are searched once where nothing was found in them."""
    found.decoded += len(data)
    key = hashlib.sha256(data).digest()
    if seen.get(key):
        return
    before = len(found.leaks)
    if depth == DEEPEST or not _is_tar(data):
        _look(name, data, "", forbidden, found)
    for part, inner in _packed(name, data) if depth < DEEPEST else ():
        found.members += 1
        _search(part, inner, forbidden, found, seen, depth + 1)
    seen[key] = len(found.leaks) == before


def _packed(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of everything packed in *data*."""
    if _is_tar(data):
        yield from _tar(name, data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield f"{name}!(names)", "\n".join(archive.namelist()).encode() + archive.comment
            for item in archive.infolist():
                if not item.is_dir():
                    yield f"{name}!{item.filename}", archive.read(item)
    elif data[:2] == b"\x1f\x8b":
        try:
            yield f"{name}!(gzip)", gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return
    elif data[:5] == b"%PDF-":
        yield from _pdf(name, data)
    elif data[:8] == b"\x89PNG\r\n\x1a\n":
        yield from _png(name, data)


def _is_tar(data: bytes) -> bool:
    """Tell whether *data* begins with the header of a tar, its checksum right."""
    try:
        tarfile.TarInfo.frombuf(data[: tarfile.BLOCKSIZE], "utf-8", "surrogateescape")
    except tarfile.TarError:
        return False
    return data[257:262] == b"ustar"


def _tar(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every byte of *data* in one part or another: each file, its header, and what is left.

    A tar that is damaged is opened as far as it goes; the rest is one part.
    """
    place = 0
    try:
        with tarfile.TarFile(fileobj=io.BytesIO(data)) as archive:
            for item in archive:
                end = item.offset_data + item.size
                if not item.isreg() or item.issparse() or item.offset_data < place or end > len(data):
                    continue
                yield f"{name}!{item.name}!(name)", item.name.encode("utf-8", "surrogateescape")
                yield f"{name}!{item.name}!(header)", data[place : item.offset_data]
                yield f"{name}!{item.name}", data[item.offset_data : end]
                place = end
    except (tarfile.TarError, ValueError, OverflowError):
        pass
    yield f"{name}!(end)", data[place:]


def _pdf(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the text of all pages, page by page and together, the document's own strings, and every stream inflated."""
    document = pypdfium2.PdfDocument(data)
    texts = []
    for number in range(len(document)):
        page = document[number]
        words = page.get_textpage()
        texts.append(words.get_text_bounded())
        words.close()
        page.close()
    yield f"{name}!(text)", "\n".join(texts).encode("utf-8", "surrogatepass")
    said = [*document.get_metadata_dict().values(), *(item.get_title() for item in document.get_toc())]
    document.close()
    yield f"{name}!(metadata and outline)", "\n".join(said).encode("utf-8", "surrogatepass")
    for number, stream in enumerate(_STREAM.finditer(data)):
        try:
            inflated = zlib.decompressobj().decompress(stream[1])
        except zlib.error:
            continue
        yield f"{name}!(stream {number})", inflated


def _png(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the text chunks of a picture, inflated where they are packed."""
    place = 8
    while place + 8 <= len(data):
        length, kind = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8]
        chunk = data[place + 8 : place + 8 + length]
        if kind in (b"tEXt", b"iTXt", b"zTXt", b"eXIf"):
            yield f"{name}!({kind.decode()})", chunk
            for start in [match.start() for match in re.finditer(b"\x78[\x01\x5e\x9c\xda]", chunk)]:
                try:
                    yield f"{name}!({kind.decode()}, inflated)", zlib.decompressobj().decompress(chunk[start:])
                except zlib.error:
                    continue
        place += length + 12


def _look(name: str, data: bytes, how: str, forbidden: Forbidden, found: Scan) -> None:
    """Look at *data* as text, in every way in which it could be read."""
    known: set[tuple[str, str]] = set()
    for label, text in _views(data):
        for run in forbidden.find(text):
            if (run.kind, run.words) not in known:
                known.add((run.kind, run.words))
                found.leaks.append(Leak(name, ", ".join(filter(None, [how, label])) or "as it stands", run))


def _views(data: bytes) -> Iterator[tuple[str, str]]:
    """Yield the ways to read *data*, each with its name."""
    try:
        text = data.decode("utf-8")
        binary = "\x00" in text
    except UnicodeDecodeError:
        text, binary = data.decode("utf-8", "ignore"), True
    yield "as it stands", text
    if binary:
        for encoding in ("utf-16-le", "utf-16-be", "cp949"):
            yield encoding, data.decode(encoding, "ignore")
            if encoding.startswith("utf-16"):
                yield f"{encoding}, one byte on", data[1:].decode(encoding, "ignore")
        yield "latin-1", data.decode("latin-1")
        return
    yield from _undone(text)
    for packed in _BASE64.finditer(text):
        words = packed[0].replace("-", "+").replace("_", "/").rstrip("=")
        try:
            inner = base64.b64decode(words[: len(words) - (len(words) % 4 == 1)] + "=" * (-len(words) % 4))
        except (binascii.Error, ValueError):
            continue
        for encoding in ("utf-8", "utf-16-le"):
            yield f"Base64, {encoding}", inner.decode(encoding, "ignore")


def _undone(text: str) -> Iterator[tuple[str, str]]:
    """Yield *text* with its markup taken away and its escapes undone, where it has such."""
    bare = _TAG.sub("", text) if "<" in text else text
    if bare != text:
        yield "without markup", bare
    for before, label in ((text, "escapes undone"), (bare, "without markup, escapes undone")):
        after = before
        if "\\" in after:
            after = _ESCAPE.sub(_character, after)
            after = _NAMED.sub(lambda found: _sign(int(found[1], 16)), after)
        if "&" in after:
            after = html.unescape(after)
        if "%" in after:
            after = unquote(after)
        if after != before:
            yield label, after
            if "<" in after:
                yield f"{label}, markup in them taken away", _TAG.sub("", after)


def _character(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return _sign(int(code, 16)) if code else " "


def _sign(code: int) -> str:
    return chr(code) if code <= 0x10FFFF else " "
