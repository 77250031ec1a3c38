"""What of a withheld text is looked for, and what of it may be public all the same.

Titles, bylines and bibliographic strings are allowed: they are computed here from the text's own headings, from
``identity`` in ``source.toml``, from the bibliography and the works of the register; none is typed. All else of the
text counts, as readers see it, as the witness has it once cleaned, and as it was received. A run never goes across a
title: the words after one follow it on no other page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from edition.blocks import CALL
from edition.register.entries import RegisterEntry
from edition.register.works import Work
from edition.verify.text import Edited
from edition.withhold.runs import Forbidden

TITLES = ("title", "subtitle", "byline", "heading", "signature")  #: kinds of blocks that name the text or a part of it
IDENTITY = ("title", "author", "byline", "date", "signature", "organisation", "chapter")
WORK_FIELDS = ("title", "original", "english", "korean", "first", "edition_cited", "booktitle", "journal", "shorttitle")


def forbidden(texts: Iterable[Edited], works: Iterable[Work], entries: Iterable[RegisterEntry]) -> Forbidden:
    """Return the runs of the withheld *texts* that no file of a public edition may hold."""
    withheld = list(texts)
    free = allowed(withheld, list(works), entries)
    parts = [part for edited in withheld for part in _parts(edited)]
    return Forbidden.of(parts, free)


def allowed(texts: Iterable[Edited], works: Iterable[Work], entries: Iterable[RegisterEntry]) -> list[str]:
    """Return the titles, bylines and bibliographic strings that may be public."""
    found = [words for entry in entries if entry.kind == "work" for words in (entry.en, entry.ko, *entry.forms)]
    found += [work.field(name) for work in works for name in WORK_FIELDS]
    for work in works:
        journal = work.field("journal") or work.field("booktitle")
        found += [" ".join([*work.authors, work.title]), " ".join([work.title, *work.authors, journal])]
    for edited in texts:
        found += _identity(edited.source.identity)
        bylines = [block.printed for block in edited.base.body if block.kind == "byline"]
        found += [part for byline in bylines for part in re.split(r"[,()]", byline)]
        for titles in (_titles([(block.kind, CALL.sub("", block.text)) for block in edited.base.body]),
                       _titles([(read.block.kind, CALL.sub("", read.reading)) for read in edited.body])):  # fmt: skip
            found += titles
    return sorted(set(filter(None, found)))


def _titles(blocks: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield each run of title-like blocks as one string."""
    run: list[str] = []
    for kind, text in [*blocks, ("", "")]:
        if kind in TITLES:
            run.append(text)
        elif run:
            yield " ".join(run)
            run = []


def _identity(table: dict[str, Any]) -> Iterator[str]:
    """Yield what the witness says of itself as a catalogue would."""
    for key, value in table.items():
        known = key in IDENTITY or key.removesuffix("_other") in IDENTITY or key.removeprefix("original_") in IDENTITY
        if known and isinstance(value, dict) and isinstance(value.get("text"), str):
            yield value["text"]
        elif isinstance(value, list):
            yield from (words for part in value if isinstance(part, dict) for words in _identity(part))


def _parts(edited: Edited) -> Iterator[str]:
    """Yield the stretches of a text between its titles, in each form in which it could be copied."""
    body = [(read.block.kind, CALL.sub("", read.reading)) for read in edited.body]
    notes = [("note", CALL.sub("", read.reading)) for read in edited.notes]
    yield from _between([*body, ("title", ""), *notes])
    yield from _between([(block.kind, CALL.sub("", block.text)) for block in edited.base.blocks])
    received = edited.source.text
    for block in edited.base.body:
        if block.kind in TITLES and block.printed:
            signs = (re.escape(sign) for sign in block.printed if not sign.isspace())
            received = re.sub(r"[#\s]*".join(signs), "\0", received, count=1)
    yield from received.split("\0")


def _between(blocks: Sequence[tuple[str, str]]) -> Iterator[str]:
    run: list[str] = []
    for kind, text in [*blocks, ("title", "")]:
        if kind in TITLES:
            yield " ".join(run)
            run = []
        else:
            run.append(text)
