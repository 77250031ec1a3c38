"""Which tool takes the text out of a file as received. It runs in the process it is called in: `confined` calls it."""

from __future__ import annotations

from pathlib import PurePath

from edition.convert.received.book import extract_book
from edition.convert.received.envelope import extract_envelope
from edition.convert.received.magic import kind_of, misnamed, refuse_other
from edition.convert.received.model import Extracted
from edition.convert.received.pdf import extract_pdf
from edition.convert.received.plain import extract_text, extract_text_again
from edition.convert.received.web import extract_page


def extract(data: bytes, file: PurePath) -> Extracted:
    """Return the text of *file*, whose bytes are *data*; raises `EditionError` where none can be had from it."""
    shown, suffix = file.as_posix(), file.suffix.lower()
    kind = kind_of(data, suffix)
    if kind == "txt":
        refuse_other(data, shown)
    extracted = _extracted(data, kind, shown)
    if told := misnamed(kind, suffix):
        extracted.said.insert(0, told)
    return extracted


def _extracted(data: bytes, kind: str, shown: str) -> Extracted:
    if kind == "txt":
        return extract_text(data)
    if kind == "html":
        return extract_page(data, shown)
    return {"pdf": extract_pdf, "epub": extract_book, "mhtml": extract_envelope}[kind](data, shown)


def extract_again(data: bytes, kind: str, encoding: str, shown: str) -> str:
    """Return the text that `extract` took out of *data*, by what it found then; raises as it does."""
    if kind == "txt":
        return extract_text_again(data, encoding)
    if kind == "html":
        return extract_page(data, shown, encoding).text
    return _extracted(data, kind, shown).text
