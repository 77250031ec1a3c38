"""The archive that an EPUB is: what it declares is looked at before anything of it is unpacked.

What a document unpacks to is bounded by the size declared for it, for no more is read. So the sum of the sizes
declared, each document counted as often as it is read, bounds the work.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

from edition.convert.received.model import refusal
from edition.safety.limits import BOOK_BYTES, BOOK_DIRECTORY, BOOK_DOCUMENTS, BOOK_FILES

#: the end of a zip archive's list: how many files, and how many bytes the list has (PKWARE, APPNOTE.TXT, 4.3.16)
END = struct.Struct("<4s4x2xHL4x2x")
ZIP64 = b"PK\x06\x07"  #: stands before it where the archive has more than 4 GB or 65,535 files (4.3.15)
FARTHEST = 65_535 + END.size  #: bytes from a file's end at which the list's end may begin: a comment may follow
OPEN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  #: all that an EPUB may use (EPUB 3.3, 4.2.1)
REMEDY = "open it in a reading program, and save it anew or as text"


def open_archive(data: bytes, shown: str) -> zipfile.ZipFile:
    """Return the archive *data*, of which nothing is unpacked yet.

    Raises `EditionError` where it declares too much, `zipfile.BadZipFile` where it is none.
    """
    place = data.rfind(b"PK\x05\x06", max(0, len(data) - FARTHEST))
    if place >= 0 and place + END.size <= len(data):
        _, count, size = END.unpack_from(data, place)
        if ZIP64 in data[max(0, place - 20) : place]:
            raise refusal(shown, "is an archive of the large kind (ZIP64), which no book needs", REMEDY)
        if size > BOOK_DIRECTORY or count > BOOK_FILES:
            message = f"lists {count:,} files in {size:,} bytes, more than {BOOK_FILES:,} in {BOOK_DIRECTORY:,}"
            raise refusal(shown, message, REMEDY)
    archive = zipfile.ZipFile(io.BytesIO(data))
    if len(archive.infolist()) > BOOK_FILES:
        raise refusal(shown, f"lists {len(archive.infolist()):,} files, more than {BOOK_FILES:,}", REMEDY)
    return archive


def check_documents(archive: zipfile.ZipFile, names: Iterable[str], shown: str) -> None:
    """Raise `EditionError` where the documents *names*, read in this order, are too many or declare too much."""
    entries = [archive.getinfo(name) for name in names]
    if len(entries) > BOOK_DOCUMENTS:
        message = f"names {len(entries):,} documents to be read, more than {BOOK_DOCUMENTS:,}"
        raise refusal(shown, message, REMEDY)
    size = sum(entry.file_size for entry in entries)
    if size > BOOK_BYTES:
        largest = max(entries, key=lambda entry: entry.file_size)
        message = (
            f"unpacks to {size:,} bytes, more than {BOOK_BYTES:,}; "
            f"{largest.filename!r} alone to {largest.file_size:,} from {largest.compress_size:,}"
        )
        raise refusal(shown, message, f"it is no honest book, or has too much for one text: {REMEDY}")
    for entry in entries:
        if entry.compress_type not in OPEN:
            raise refusal(shown, f"packs {entry.filename!r} in a way that no EPUB may", REMEDY)
