"""What a page's head tells programs: ``citation_*`` tags, Dublin Core, Open Graph, and schema.org as JSON-LD.

The tags are those that Zotero's *Embedded Metadata* translator and Google Scholar read. ``citation_book_title`` makes a
book section of the item, and ``z:itemType`` says so outright, for Open Graph's ``article`` would make it something
else. ``citation_abstract`` comes before ``og:description`` there, so that the abstract is of the work that is kept, and
the description of the page.
Addresses stand here only where the edition has one. No author but the text's is named as its author.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from edition.citation.record import Edition, Record
from edition.citation.styles import name_of, version

LOCALES = {"ko": "ko_KR", "en": "en_US"}
CC_BY = "https://creativecommons.org/licenses/by/4.0/"  #: of what is ours; no text is under it

UNPUBLISHED = "no permission to publish is recorded"


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of one page."""

    title: str
    language: str
    address: str  #: empty where the edition has none
    record: Record | None = None  #: of a text page
    work: Record | None = None  #: the text or article that the page belongs to: what a reference manager keeps
    pdf: str = ""  #: address of the PDF
    front: bool = False  #: the edition's own first page
    summary: str = ""  #: what is on the page, in a few sentences of ours
    abstract: str = ""  #: the same of *work*


def tags(head: Head, edition: Edition) -> str:
    """Return the lines for a page's head."""
    lines = [f'<meta {kind}="{escape(name)}" content="{escape(words)}">' for kind, name, words in _metas(head, edition)]
    return "\n".join([*lines, f'<script type="application/ld+json">{in_script(json_ld(head, edition))}</script>'])


def _metas(head: Head, edition: Edition) -> Iterator[tuple[str, str, str]]:
    """Yield attribute, name and words of each tag."""
    record = head.record
    if record is not None:
        yield from (("name", name, words) for name, words in _citation(head, head.work or record, edition) if words)
        yield "name", "z:itemType", "bookSection"
        yield "name", "prism.edition", version(edition)  # what Zotero keeps as the edition: which state was cited
        yield from (("name", f"dcterms.{name}", words) for name, words in _terms(record, edition) if words)
    title = record.title if record else head.title
    summary = head.summary or f"{title}. {name_of(edition)}"
    yield "name", "description", summary
    found = {
        "title": title,
        "type": "article" if record else "website",
        "site_name": edition.title,
        "locale": LOCALES.get(head.language, ""),
        "description": summary,
        "url": head.address,
    }
    yield from (("property", f"og:{name}", words) for name, words in found.items() if words)


def _citation(head: Head, record: Record, edition: Edition) -> Iterator[tuple[str, str]]:
    yield "citation_title", record.title
    yield from (("citation_author", name.inverted) for name in record.authors)
    day = edition.date
    yield "citation_publication_date", "/".join(f"{part:02}" for part in day.parts) if day else ""
    yield "citation_book_title", name_of(edition)
    yield "citation_inbook_title", name_of(edition)
    yield "citation_language", record.language
    yield "citation_abstract", head.abstract
    yield "citation_public_url", head.address
    yield "citation_fulltext_html_url", head.address
    yield "citation_pdf_url", head.pdf


def _terms(record: Record, edition: Edition) -> Iterator[tuple[str, str]]:
    yield "identifier", record.ident
    yield "created", record.date.iso if record.date else ""
    yield "modified", edition.date.iso if edition.date else ""
    yield "hasVersion", version(edition)
    yield "rights", record.rights


def json_ld(head: Head, edition: Edition) -> dict[str, Any]:
    """Return a page's description in schema.org's words; what is not known is left out."""
    book = _known({
        "@type": "Book",
        "@id": edition.base_url,
        "name": name_of(edition),
        "editor": {"@type": "Organization", "name": edition.editors},
        "version": version(edition),
        "bookEdition": edition.version,
        "bookFormat": "https://schema.org/EBook",
        "inLanguage": ["ko", "en"],
        "dateModified": edition.date.iso if edition.date else "",
        "url": edition.base_url,
    })  # fmt: skip
    if head.front:
        return {"@context": "https://schema.org", **book}
    record = head.record
    if record is None:
        page = {"@type": "WebPage", "name": head.title, "inLanguage": head.language, "license": CC_BY,
                "url": head.address, "isPartOf": book}  # fmt: skip
        return {"@context": "https://schema.org", **_known(page)}
    whole = {"@type": "CreativeWork", "name": record.within, "identifier": record.text, "isPartOf": book}
    return {"@context": "https://schema.org"} | _known({
        "@type": "Chapter" if record.chapter else "Article",
        "@id": head.address,
        "name": record.title,
        "headline": "" if record.chapter else record.title,
        "author": [{"@type": "Person", "name": name.whole} for name in record.authors],
        "inLanguage": record.language,
        "identifier": record.ident,
        "version": version(edition),
        "dateCreated": record.date.iso if record.date else "",
        "dateModified": edition.date.iso if edition.date else "",
        "conditionsOfAccess": "; ".join(filter(None, [record.rights, "" if record.may_publish else UNPUBLISHED])),
        "url": head.address,
        "isPartOf": whole if record.within else book,
    })  # fmt: skip


def _known(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value}


def in_script(data: Any) -> str:
    """Return *data* as JSON that may stand in a ``script`` element: no sign in it can end the element.

    >>> in_script({"name": "</script>"})
    '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
