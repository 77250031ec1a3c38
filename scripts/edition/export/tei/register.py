"""The register and the bibliography in TEI: lists of persons, organizations, places, events, works and terms.

An entry's ``xml:id`` is the one it has on the web, ``reg-lenin``; a work's, ``work-marx-1848``. Names stand by their
language, the name in its own script with ``@type="original"``, every other form that occurs with ``@type="form"``,
spellings that need not with ``@type="also"``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from edition.export.tei.prose import write_prose
from edition.export.tei.words import EDITORS
from edition.export.tei.xml import Writer
from edition.register.entries import LANGUAGES, RegisterEntry
from edition.register.works import UNSEEN, Work, full_name

#: kind → list, its entry, the element of a name
_LISTS = {
    "person": ("listPerson", "person", "persName"), "organization": ("listOrg", "org", "orgName"),
    "place": ("listPlace", "place", "placeName"), "event": ("listEvent", "event", "label"),
    "work": ("listBibl", "bibl", "title"), "term": ("list", "item", "term"),
}  # fmt: skip
_LIFE = re.compile(r"(\d{4})–(\d{4})")
_SCRIPTS = {"ru": re.compile(r"[Ѐ-ӿ]"), "zh": re.compile(r"[一-鿿]")}
NOT_SEEN = "#not-seen"


def write_register(writer: Writer, entries: Sequence[RegisterEntry], works: dict[str, Work]) -> None:
    """Write a list for each kind that *entries* has."""
    for kind, (holder, _, _) in _LISTS.items():
        mine = [entry for entry in entries if entry.kind == kind]
        if mine:
            with writer.element(holder, type="register"):
                for entry in mine:
                    _entry(writer, entry, works)


def _entry(writer: Writer, entry: RegisterEntry, works: dict[str, Work]) -> None:
    _, element, name = _LISTS[entry.kind]
    with writer.element(element, id=f"reg-{entry.slug}", sortKey=_sort_key(entry.sort)):
        if entry.kind == "event":  # where the schema wants it
            _authorities(writer, entry)
        for language in LANGUAGES:
            writer.line(name, entry.headword(language), lang=language, type="main")
        if entry.original:
            script = next((code for code, sign in _SCRIPTS.items() if sign.search(entry.original)), "")
            writer.line(name, entry.original, lang=script, type="original")
        for form in entry.forms:
            if form not in (entry.en, entry.ko):
                writer.line(name, form, type="form")
        for form in entry.also:
            writer.line(name, form, type="also")
        life = _LIFE.fullmatch(entry.dates) if entry.kind == "person" else None
        if life:
            writer.empty("birth", when=life[1])
            writer.empty("death", when=life[2])
        if entry.kind != "event":
            _authorities(writer, entry)
        if entry.dates:
            writer.line("note", entry.dates, type="dates")
        for language in LANGUAGES:
            with writer.element("note", type="gloss", lang=language, resp=EDITORS):
                write_prose(writer, entry.glosses[language][0])
        for key in entry.sources:
            source(writer, key, works)


def _sort_key(words: str) -> str:
    """Return *words* as ``@sortKey`` can hold them: without spaces."""
    return re.sub(r"\s+", "_", words)


def _authorities(writer: Writer, entry: RegisterEntry) -> None:
    """Write the ids of authority files, with the record in which they were seen."""
    writer.line("idno", entry.wikidata, type="wikidata", source=entry.seen)
    writer.line("idno", entry.viaf, type="viaf", source=entry.seen)


def source(writer: Writer, key: str, works: dict[str, Work], locator: str = "", *, seen: bool = True) -> None:
    """Write a source of ours: the work, the place in it, and whether we had it before our eyes."""
    work = works.get(key)
    unseen = not seen or bool(work and work.unseen & UNSEEN)
    with writer.element("bibl", type="source", corresp=f"#work-{key}", ana=NOT_SEEN if unseen else ""):
        writer.words(work.label if work else key)
        if locator:
            writer.words(", ")
            writer.line("citedRange", locator)


def address(place: str, ident: str = "") -> str:
    """Return the pointer to the block *place* from the document of the text *ident*, or from the register's.

    >>> address("lee-lessons.3", "lee-lessons"), address("lee-lessons.3")
    ('#lee-lessons.3', 'lee-lessons.xml#lee-lessons.3')
    """
    text = place.partition(".")[0]
    return f"#{place}" if text == ident else f"{text}.xml#{place}"


def write_works(writer: Writer, works: Sequence[Work], ident: str = "") -> None:
    """Write the bibliography; with *ident*, the places that cite a work are told for that text alone."""
    if not works:
        return
    with writer.element("listBibl", type="works"):
        for work in works:
            _work(writer, work, ident)


def _work(writer: Writer, work: Work, ident: str) -> None:
    def field(element: str, name: str, **given: str) -> None:
        writer.line(element, work.field(name), **given)

    places = [place for place in work.cited if not ident or place.startswith(f"{ident}.")]
    cited = " ".join(address(place, ident) for place in places)
    with writer.element("bibl", id=f"work-{work.key}", type=work.entry.type, corresp=cited):
        _people(writer, work)
        field("title", "title", type="main", lang=_language(work))
        for name, language in (("original", ""), ("english", "en"), ("korean", "ko"), ("shorttitle", "")):
            field("title", name, type=name, lang=language)
        field("title", "journal", level="j")
        field("title", "booktitle", level="m")
        field("title", "series", level="s")
        for name in ("volume", "number", "chapter", "pages"):
            field("biblScope", name, unit={"number": "issue", "pages": "page"}.get(name, name))
        field("edition", "edition")
        for name in ("publisher", "organization", "institution"):
            field("publisher", name)
        field("pubPlace", "address")
        for name in ("year", "date", "month"):
            field("date", name, type=name, when=_year(work.field(name)))
        for name in ("first", "edition_cited", "howpublished", "note"):
            field("note", name, type=name.replace("_", "-"))
        for url in [work.field("url"), *work.field("also").split()]:
            writer.line("ref", url, target=url)
        if work.field("urldate"):
            field("date", "urldate", type="accessed")
        for place in places:
            writer.line("citedRange", work.locators.get(place, ""), target=address(place, ident))
        if work.unseen:
            writer.line("note", " ".join(sorted(work.unseen)), type="not-seen")


def _people(writer: Writer, work: Work) -> None:
    """Write authors, editors and translators, each name in its own order."""
    for role in ("author", "editor", "translator"):
        for person in work.entry.persons.get(role, []):
            name = "author" if role == "author" else "editor"
            writer.line(name, full_name(person), role="translator" if role == "translator" else "")


def _year(words: str) -> str:
    """Return *words* where they are a year, a month or a day that ``@when`` can hold."""
    return words if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", words) else ""


def _language(work: Work) -> str:
    code = work.field("language")
    return code if re.fullmatch(r"[a-z]{2}", code) else ""
