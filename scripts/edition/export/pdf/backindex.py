"""The index at the back: the register's entries in the order of either language, or else Sphinx's own entries.

Sphinx files Hangul under conjoining jamo (U+1100…), which no reader types and no font of ours has: they are shown as
the letters ㄱ ㄴ ㄷ. Entries of pages that are not in the book are left out; *see* and *see also* entries stand without
a page. Domain indices are not handled. The register's pages are counted by Typst, from the places where an entry
occurs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries

from edition.ext.register_index import sort_key
from edition.register.entries import LANGUAGES, RegisterEntry

from .book import DOCUMENT_URI, unique_id
from .source import Source, array, quote

LEADING = dict(zip(map(chr, range(0x1100, 0x1113)), "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", strict=True))

PLAIN = dict(zip("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ", strict=True))  #: Korean books file a doubled letter under the single one

Row = tuple[int, str, list[str]]  #: depth, words, ids of the places


def index_rows(builder: Builder, pages: tuple[str, ...]) -> list[tuple[str, list[Row]]]:
    """Return the index, letter by letter, as far as its places are on *pages*."""
    letters: list[tuple[str, list[Row]]] = []
    for letter, entries in IndexEntries(builder.env).create_index(builder):
        rows: list[Row] = []
        for words, (links, subentries, _key) in entries:
            parts: list[Row] = [
                (1, unicodedata.normalize("NFC", name), places)
                for name, sublinks in subentries
                if (places := _places(sublinks, pages)) or not sublinks
            ]
            places = _places(links, pages)
            if places or parts:
                rows += [(0, unicodedata.normalize("NFC", words), places), *parts]
        if rows:
            letters.append((LEADING.get(letter, letter), rows))
    return letters


def _places(links: list[tuple[Any, Any]], pages: tuple[str, ...]) -> list[str]:
    """Return the ids that an entry's links lead to."""
    places = []
    for _main, address in links:
        docname, _, fragment = str(address or "").removeprefix(DOCUMENT_URI).partition("#")
        if docname in pages and fragment:
            places.append(unique_id(docname, fragment))
    return places


#: what an index lists, and its titles: in the book of the whole, and in that of a text, which has no register
NAMES = ("person", "place")
TITLES = {
    True: {"en": "Index of persons and places", "ko": "인명·지명 찾아보기"},
    False: {"en": "Index", "ko": "찾아보기"},
}


def register_index(entries: Iterable[RegisterEntry], occurring: set[str], *, whole: bool, language: str) -> str:
    """Return the entries that are *occurring* as two indices in Typst source, that in *language* first.

    The book of the whole lists persons and places, for it has the register; the book of a text lists everything.
    """
    listed = [entry for entry in entries if entry.slug in occurring and (not whole or entry.kind in NAMES)]
    source = Source()
    for order in sorted(LANGUAGES, key=lambda name: name != language) if listed else ():
        source.begin(f"back-index({quote(order)}, {quote(TITLES[whole][order])}, ")
        last = ""
        for entry in sorted(listed, key=lambda entry: sort_key(entry, order)):
            letter = first_letter(sort_key(entry, order))
            if letter != last:
                source.add(f"index-letter({quote(letter)})")
                last = letter
            other = entry.headword("ko" if order == "en" else "en")
            told = quote(other) if other != entry.headword(order) else "none"
            source.add(f"index-name({quote(entry.headword(order))}, {told}, {quote(order)}, {quote(entry.slug)})")
        source.end()
    return str(source)


def first_letter(key: str) -> str:
    """Return the letter under which *key* is filed.

    >>> first_letter("레닌"), first_letter("lenin"), first_letter("1905"), first_letter("꼬뮌")
    ('ㄹ', 'L', '#', 'ㄱ')
    """
    leading = unicodedata.normalize("NFD", key[:1])[:1]
    letter = LEADING.get(leading, leading.upper())
    return PLAIN.get(letter, letter) if letter.isalpha() else "#"


def write_index(letters: list[tuple[str, list[Row]]], title: str, placed: set[str]) -> str:
    """Return the index as Typst source, linking to the ids that are *placed*; nothing when there are no entries."""
    if not letters:
        return ""
    source = Source()
    source.begin(f"back-index(none, {quote(title)}, ")
    for letter, rows in letters:
        source.add(f"index-letter({quote(letter)})")
        for depth, words, places in rows:
            links = array(quote(place) for place in places if place in placed)
            source.add(f"index-entry({depth}, {quote(words)}, {links})")
    source.end()
    return str(source)
