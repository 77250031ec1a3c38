"""The index at the back: Sphinx's own entries, with pages instead of addresses.

Sphinx files Hangul under conjoining jamo (U+1100…), which no reader types and no font of ours has: they are shown as
the letters ㄱ ㄴ ㄷ. Entries of pages that are not in the book are left out; *see* and *see also* entries stand without
a page. Domain indices are not handled.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from sphinx.builders import Builder
from sphinx.environment.adapters.indexentries import IndexEntries

from .book import DOCUMENT_URI, unique_id
from .source import Source, array, quote

LEADING = dict(zip(map(chr, range(0x1100, 0x1113)), "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", strict=True))

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


def write_index(letters: list[tuple[str, list[Row]]], title: str, placed: set[str]) -> str:
    """Return the index as Typst source, linking to the ids that are *placed*; nothing when there are no entries."""
    if not letters:
        return ""
    source = Source()
    source.begin(f"back-index({quote(title)}, ")
    for letter, rows in letters:
        source.add(f"index-letter({quote(letter)})")
        for depth, words, places in rows:
            links = array(quote(place) for place in places if place in placed)
            source.add(f"index-entry({depth}, {quote(words)}, {links})")
    source.end()
    return str(source)
