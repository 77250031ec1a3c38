"""What can be found: every block of the texts, every note of ours, every entry of the register, every work.

A document is the unit of a result: a paragraph with its own address. Notes and entries are two documents, one in each
language, with one address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.register.entries import LANGUAGES, RegisterEntry
from edition.register.forms import Forms
from edition.register.notes import load_notes, place_notes
from edition.register.occurrences import occurrences, read_exceptions, readings
from edition.register.works import Work
from edition.verify.text import Edited

LAYERS = ("text", "note", "edition", "register", "bibliography")  #: the order of results that are equally good
WITHOUT_ANCHOR = frozenset({"attribution", "signature", "byline", "subtitle"})  #: kinds of block without an id
ESCAPED = re.compile(r"\\(?=[^\w\s])")
HANGUL = re.compile(r"[가-힣]")


@dataclass(frozen=True, slots=True)
class Document:
    """A unit of a result."""

    layer: str  #: one of `LAYERS`
    text: str  #: id of the text it belongs to; nothing for register and bibliography
    language: str
    address: str  #: page and anchor, from the root of the web edition
    label: str  #: where it stands, for people: ``12``, ``n3``, ``e7``, or a headword
    words: str
    more: str = ""  #: further words it is found by, not shown: what the witness has instead, forms of a name
    names: tuple[str, ...] = ()  #: slugs of the register's entries that are named in it
    head: bool = False  #: its label counts as a title


def documents(
    root: Path,
    texts: Sequence[Edited],
    entries: Sequence[RegisterEntry],
    works: Sequence[Work],
    pages: dict[str, str],
) -> Iterator[Document]:
    """Yield every document, text by text, then register and bibliography; *pages* tells the page of each kind."""
    forms = Forms(entries)
    for edited in texts:
        yield from _text(root, edited, entries)
        yield from _notes(root, edited, forms)
    for language in LANGUAGES:
        for entry in entries:
            gloss = ESCAPED.sub("", " ".join(entry.glosses[language][0].split()))
            others = dict.fromkeys([entry.en, entry.ko, entry.original, *entry.forms, *entry.also])
            names = dict.fromkeys([entry.slug, *_named(forms, gloss)])
            address, head = f"{pages[entry.kind]}.html#reg-{entry.slug}", entry.headword(language)
            yield Document("register", "", language, address, head, gloss, " ".join(others), tuple(names), head=True)
    for work in works:
        words = " ".join(filter(None, [*work.authors, work.field("year"), work.title]))
        more = " ".join(work.field(name) for name in ("original", "english", "korean", "journal", "publisher"))
        language = "ko" if work.script == "ko" else "en"
        address = f"bibliography.html#work-{work.key}"
        yield Document("bibliography", "", language, address, work.label, words, more, tuple(_named(forms, words)))


def _text(root: Path, edited: Edited, entries: Sequence[RegisterEntry]) -> Iterator[Document]:
    ident = edited.source.ident
    named: dict[tuple[str, int], dict[str, None]] = {}
    for item in occurrences(root, edited, entries, read_exceptions(root))[0]:
        named.setdefault((item.page, item.index), {})[item.slug] = None
    for reading in readings(root, edited):
        address = f"texts/{ident}/{reading.page}.html"
        if reading.kind not in WITHOUT_ANCHOR:
            address += f"#{reading.place}"
        label = reading.place.rpartition(".")[2]
        received = reading.received if reading.received != reading.text else ""
        language = "ko" if HANGUL.search(reading.text) and ".en." not in reading.place else "en"
        if ".ko." in reading.place:
            language = "ko"
        layer, names = "note" if reading.kind == "note" else "text", tuple(named.get((reading.page, reading.index), ()))
        head = reading.kind in {"heading", "title"}
        yield Document(layer, ident, language, address, label, reading.text, received, names, head)


def _notes(root: Path, edited: Edited, forms: Forms) -> Iterator[Document]:
    ident = edited.source.ident
    all_placed = place_notes(root, edited, load_notes(root, ident)).placed
    for language in LANGUAGES:
        for placed in all_placed:
            note = placed.note
            address = f"texts/{ident}/{placed.page}.html#{note.at.rpartition('.')[0]}.{note.ident}"
            words = note.words_of[language]
            yield Document("edition", ident, language, address, note.ident, words, "", tuple(_named(forms, words)))


def _named(forms: Forms, words: str) -> list[str]:
    return list(dict.fromkeys(match.slugs[0] for match in forms.find(words) if len(match.slugs) == 1))
