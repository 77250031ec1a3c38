"""The bibliography for reference managers: BibTeX as pybtex writes it, CSL-JSON, and RIS."""

from __future__ import annotations

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
        kept = {name: value for name, value in entry.fields.items() if name.lower() not in ours}
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
            item[role] = [
                {
                    "family": " ".join([*p.prelast_names, *p.last_names]),
                    "given": " ".join([*p.first_names, *p.middle_names]),
                }
                for p in people
            ]
    if work.year.isdigit():
        item["issued"] = {"date-parts": [[int(work.year)]]}
    return item


def ris(works: Sequence[Work]) -> str:
    """Return *works* as RIS records."""
    return "".join("".join(f"{tag}  - {value}\n" for tag, value in _record(work)) + "ER  - \n\n" for work in works)


def _record(work: Work) -> list[tuple[str, str]]:
    record = [("TY", RIS_TYPES.get(work.entry.type, "GEN")), ("ID", work.key)]
    for person in work.entry.persons.get("author", []):
        family, given = " ".join(person.last_names), " ".join([*person.first_names, *person.middle_names])
        record.append(("AU", ", ".join(filter(None, [family, given]))))
    names = {"TI": "title", "JO": "journal", "VL": "volume", "IS": "number", "SP": "pages", "PB": "publisher",
             "CY": "address", "UR": "url", "LA": "language"}  # fmt: skip
    record += [(tag, work.field(name)) for tag, name in names.items() if work.field(name)]
    return [*record, *([("PY", work.year)] if work.year.isdigit() else [])]
