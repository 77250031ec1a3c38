"""The bibliography for reference managers: BibTeX as pybtex writes it, CSL-JSON, and RIS."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from pybtex.database import BibliographyData
from pybtex.database.output.bibtex import Writer

from edition.register.works import Work

CSL_TYPES = {
    "article": "article-journal", "book": "book", "incollection": "chapter", "inproceedings": "paper-conference",
    "online": "webpage", "misc": "document", "newspaper": "article-newspaper", "film": "motion_picture",
    "phdthesis": "thesis", "techreport": "report", "speech": "speech", "unpublished": "manuscript",
    "pamphlet": "pamphlet",
}  # fmt: skip
RIS_TYPES = {"article": "JOUR", "book": "BOOK", "incollection": "CHAP", "online": "ELEC", "phdthesis": "THES"}


#: signs by which LaTeX would be told something → the sign itself; ``& % # _`` are pybtex's business
LATEX = {"\\": "{\\textbackslash}", "$": "\\$", "^": "{\\textasciicircum}", "~": "{\\textasciitilde}"}
BRACES = {"{": "{\\textbraceleft}", "}": "{\\textbraceright}"}


def latex(words: str, *, braces: bool) -> str:
    """Return *words* on one line, as LaTeX prints them when pybtex has written them.

    *braces* tells whether braces are signs of the words; else they are BibTeX's, and in pairs.

    >>> latex("a~{b}", braces=True)
    'a{\\\\textasciitilde}{\\\\textbraceleft}b{\\\\textbraceright}'
    """
    signs = LATEX | (BRACES if braces else {})
    return "".join(signs.get(sign, sign) for sign in one_line(words))


def one_line(words: str) -> str:
    """Return *words* without line ends and controls: in RIS, a line is a field.

    >>> one_line("a\\r\\nER  - \\u2028b")
    'a ER - b'
    """
    return " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in words).split())


def bibtex(works: Sequence[Work]) -> str:
    """Return *works* as BibTeX, our own fields left out."""
    ours = {
        "also",
        "locators",
        "cited",
        "unseen",
        "original",
        "english",
        "korean",
        "first",
        "edition_cited",
    }
    entries = {}
    for work in works:
        entry = work.entry
        kept = {
            name: value if name.lower() == "url" else latex(re.sub(r"\\([&%#_$])", r"\1", value), braces=False)
            for name, value in entry.fields.items()
            if name.lower() not in ours
        }
        entries[work.key] = type(entry)(entry.type, fields=kept, persons=entry.persons)
    return str(Writer().to_string(BibliographyData(entries=entries)))


def csl(works: Sequence[Work]) -> list[dict[str, Any]]:
    """Return *works* as CSL-JSON items."""
    return [_item(work) for work in works]


def _item(work: Work) -> dict[str, Any]:
    fields = {"title": "title", "container-title": "journal", "publisher": "publisher", "publisher-place": "address",
              "volume": "volume", "issue": "number", "page": "pages", "URL": "url",
              "language": "language"}  # fmt: skip
    item: dict[str, Any] = {"id": work.key, "type": CSL_TYPES.get(work.entry.type, "document")}
    item |= {name: work.field(ours) for name, ours in fields.items() if work.field(ours)}
    for role in ("author", "editor", "translator"):
        people = work.entry.persons.get(role)
        if people:
            item[role] = [_person(person) for person in people]
    if work.year.isdigit():
        item["issued"] = {"date-parts": [[int(work.year)]]}
    return item


def _person(person: Any) -> dict[str, str]:
    family, given = _parts(person)
    return {"family": family, "given": given} if given else {"literal": family}


def _parts(person: Any) -> tuple[str, str]:
    """Return family name and given names, without BibTeX's braces."""
    family = " ".join([*person.prelast_names, *person.last_names])
    given = " ".join([*person.first_names, *person.middle_names])
    return re.sub(r"[{}]", "", family), re.sub(r"[{}]", "", given)


def ris(works: Sequence[Work]) -> str:
    """Return *works* as RIS records."""
    return "".join(
        "".join(f"{tag}  - {one_line(value)}\n" for tag, value in _record(work)) + "ER  - \n\n" for work in works
    )


def _record(work: Work) -> list[tuple[str, str]]:
    record = [("TY", RIS_TYPES.get(work.entry.type, "GEN")), ("ID", work.key)]
    for person in work.entry.persons.get("author", []):
        record.append(("AU", ", ".join(filter(None, _parts(person)))))
    names = {"TI": "title", "JO": "journal", "VL": "volume", "IS": "number", "SP": "pages", "PB": "publisher",
             "CY": "address", "UR": "url", "LA": "language"}  # fmt: skip
    record += [(tag, work.field(name)) for tag, name in names.items() if work.field(name)]
    return [*record, *([("PY", work.year)] if work.year.isdigit() else [])]
