"""A text's record for reference managers: BibTeX, RIS and CSL-JSON, as a part of the edition that it is.

The date is that of the edition cited; the text's own is the original date. What the witness gives only as a name in
Hangul is one name, never divided by guess.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pybtex.database import BibliographyData, Entry, Person
from pybtex.database.output.bibtex import Writer

from edition.citation.record import Edition, Name, Record
from edition.citation.styles import name_of, version
from edition.register.exports import latex, one_line

FORMATS = {"bib": "BibTeX", "ris": "RIS", "json": "CSL-JSON"}
LANGUAGES = {"ko": "korean", "en": "english"}


def export(ending: str, record: Record, edition: Edition, locator: str) -> str:
    """Return the file of format *ending* (a key of `FORMATS`) for *record*; *locator* is its address or id."""
    make = {"bib": bibtex, "ris": ris, "json": csl}[ending]
    return make(record, edition, locator)


def _address(edition: Edition, locator: str) -> str:
    return locator if edition.base_url else ""


def _identifier(record: Record, edition: Edition) -> str:
    return f"{record.ident}, version {version(edition)}"


def bibtex(record: Record, edition: Edition, locator: str) -> str:
    """Return the record as BibTeX."""
    fields = {
        "title": f"{{{latex(record.title, braces=True)}}}",
        "booktitle": f"{{{latex(name_of(edition), braces=True)}}}",
        "year": str(edition.date.year) if edition.date else "",
        "date": edition.date.iso if edition.date else "",
        "edition": version(edition),
        "chapter": latex(record.chapter, braces=True),
        "origdate": record.date.iso if record.date else "",
        "language": LANGUAGES.get(record.language, record.language),
        "url": _address(edition, locator),
        "note": f"In: {latex(record.within, braces=True)}. {_identifier(record, edition)}"
        if record.within
        else _identifier(record, edition),
    }
    people = [Person(first=_held(name.given), last=_held(name.family or name.whole)) for name in record.authors]
    entry = Entry("incollection", {key: words for key, words in fields.items() if words})
    if people:
        entry.persons["author"] = people
    return str(Writer().to_string(BibliographyData({record.ident: entry})))


def _held(name: str) -> str:
    """Return a part of a name, held together where BibTeX would divide it: at a comma, at *and*, at a space.

    >>> _held("이형로"), _held("A. B."), _held("")
    ('{이형로}', 'A. B.', '')
    """
    divided = re.search(r"[,{}]|\\|\band\b|[^\x00-\x7f]", name)
    return f"{{{latex(name, braces=True)}}}" if divided else latex(name, braces=True)


def ris(record: Record, edition: Edition, locator: str) -> str:
    """Return the record as RIS: lines of tag and value, each file one record."""
    lines = [("TY", "CHAP"), ("ID", record.ident)]
    lines += [("AU", name.inverted) for name in record.authors]
    date = "/".join(f"{part:02}" for part in edition.date.parts) if edition.date else ""
    lines += [
        ("TI", record.title),
        ("T2", name_of(edition)),
        ("ET", version(edition)),
        ("PY", str(edition.date.year) if edition.date else ""),
        ("DA", date),
        ("OP", record.date.iso if record.date else ""),
        ("SE", record.chapter),
        ("LA", record.language),
        ("N1", "; ".join(filter(None, [record.within, _identifier(record, edition)]))),
        ("UR", _address(edition, locator)),
    ]
    return "".join(f"{tag}  - {one_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl(record: Record, edition: Edition, locator: str) -> str:
    """Return the record as CSL-JSON: a list of one item."""
    item: dict[str, Any] = {
        "id": record.ident,
        "type": "chapter",
        "title": record.title,
        "author": [_person(name) for name in record.authors],
        "container-title": name_of(edition),
        "version": version(edition),
        "chapter-number": record.chapter,
        "issued": {"date-parts": [list(edition.date.parts)]} if edition.date else None,
        "original-date": {"date-parts": [list(record.date.parts)]} if record.date else None,
        "language": record.language,
        "URL": _address(edition, locator),
        "note": "; ".join(filter(None, [record.within, _identifier(record, edition)])),
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


def _person(name: Name) -> dict[str, str]:
    return {"family": name.family, "given": name.given} if name.family else {"literal": name.whole}
