"""The header of a TEI document: what it is, where it comes from, how it was edited, whose it is, what changed.

All of it is computed: from ``source.toml``, from the pages on our principles, from ``CHANGELOG.md`` and from git.
"""

from __future__ import annotations

import re
from pathlib import Path

from edition.export.colophon import Colophon
from edition.export.matter import Matter
from edition.export.tei.prose import sections, write_prose
from edition.export.tei.words import EDITORS
from edition.export.tei.xml import Writer
from edition.marks import MARK_KINDS
from edition.register.notes import KINDS
from edition.rights import permission_words, publishable
from edition.verify.text import totals

NAME, SUBTITLE = "After October", "Five texts on the Russian Revolution and its fate"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PRINCIPLES = {"en": "docs/principles.md", "ko": "docs/principles-ko.md"}
#: what the sections of our principles are in TEI, by their number; what is not named is a paragraph of its own
_DECLARED = {1: "correction", 2: "correction", 3: "normalization", 4: "quotation", 5: "interpretation"}
MARKS = {
    "ocr": "misread by a machine", "misprint": "misprint of author, translator or typist", "spacing": "spacing",
    "punctuation": "punctuation", "translation": "rendering of a translator", "extraction": "lost in extraction",
    "fact": "slip of fact, left standing",
}  # fmt: skip
LANGUAGES = {"en": "English", "ko": "Korean", "ru": "Russian", "zh": "Chinese characters"}


def write_header(writer: Writer, facts: Colophon, root: Path, matter: Matter | None = None) -> None:
    """Write ``teiHeader``: of the text in *matter*, or of the register where there is none."""
    with writer.element("teiHeader"):
        _file(writer, facts, matter)
        _encoding(writer, facts, root, matter)
        _profile(writer, matter)
        _revisions(writer, root)


def _file(writer: Writer, facts: Colophon, matter: Matter | None) -> None:
    with writer.element("fileDesc"):
        with writer.element("titleStmt"):
            if matter:
                _titles(writer, matter)
            else:
                writer.line("title", f"{NAME}: register, bibliography and chronology", type="main", lang="en")
            with writer.element("editor", id="editors"):
                writer.words(f"The editors of {NAME}")
            if matter:
                _readers(writer, matter)
        with writer.element("editionStmt"), writer.element("edition", n=facts.version):
            writer.words(f"Version {facts.version}")
            if facts.commit:
                writer.words(f", commit {facts.commit}, ")
                writer.line("date", facts.date, when=facts.date)
        with writer.element("publicationStmt"):
            writer.line("publisher", f"The editors of {NAME}")
            if facts.date:
                writer.line("date", facts.date, when=facts.date)
            writer.line("idno", matter.ident if matter else "register", type="after-october")
            if facts.commit:
                writer.line("idno", facts.commit, type="commit")
            _availability(writer, matter)
        with writer.element("seriesStmt"):
            writer.line("title", NAME, level="s", type="main")
            writer.line("title", SUBTITLE, level="s", type="sub")
        with writer.element("sourceDesc"):
            if matter:
                _source(writer, matter)
            else:
                writer.line("p", "Written for this edition; each entry names its sources.")


def _titles(writer: Writer, matter: Matter) -> None:
    identity, languages = matter.edited.source.identity, matter.edited.source.languages
    for key, kind in (("title", "main"), ("subtitle", "sub")):
        for name, language in ((key, languages[0]), (f"{key}_other", languages[-1])):
            if _said(identity, name):
                writer.line("title", _said(identity, name), type=kind, lang=language)
    writer.line("title", f"Digital edition, in: {NAME}. {SUBTITLE}", type="edition", lang="en")
    author = _said(identity, "author") or _said(identity, "byline") or "not named"
    writer.line("author", author, id="author")


def _said(identity: dict[str, object], key: str) -> str:
    """Return what the witness says of itself under *key*, empty where it says nothing."""
    found = identity.get(key)
    return str(found["text"]) if isinstance(found, dict) and "text" in found else ""


def _readers(writer: Writer, matter: Matter) -> None:
    """Write who read the text word by word, and when."""
    for reading in matter.edited.source.reading:
        what = "Read the edited pages" if reading.of == "pages" else "Read the witness"
        with writer.element("respStmt"):
            with writer.element("resp"):
                writer.words(f"{what} word by word, emendations proposed: {reading.found}, ")
                writer.line("date", reading.date.isoformat(), when=reading.date.isoformat())
            writer.line("name", reading.by)


def _availability(writer: Writer, matter: Matter | None) -> None:
    rights = matter.edited.source.rights if matter else {}
    with writer.element("availability", status="free" if matter is None or publishable(rights) else "restricted"):
        if matter:
            rows = (("Text: status", "status"), ("Holder", "holder"), ("Permission", "permission"), ("Basis", "basis"))
            for label, key in rows:
                if rights.get(key):
                    told = permission_words(rights) if key == "permission" else rights[key]
                    writer.line("p", f"{label}: {told}")
            if matter.edited.source.withheld:
                writer.line("p", "This file is of a public edition: the words of the text are left out ([…]).")
            elif not publishable(rights):
                writer.line("p", "The text may not be published or passed on without leave of its holder.")
            writer.line("p", str(rights.get("note", "")))
        with writer.element("licence", target=LICENCE):
            writer.words(
                "Marks, notes, register, summaries and this encoding, as far as they are ours: CC BY 4.0, "
                f"to be named as “The editors of {NAME}”. The licence does not cover the words of the text."
            )


def _source(writer: Writer, matter: Matter) -> None:
    """Write the witness: what it says itself, how it came to us, what else was found."""
    source = matter.edited.source
    with writer.element("listWit"), writer.element("witness", id=source.siglum, n=source.siglum):
        with writer.element("bibl"):
            for key, name in (("author", "author"), ("title", "title"), ("title_other", "title"), ("date", "date")):
                writer.line(name, _said(source.identity, key))
        for key in ("kind", "kind_ko"):
            if source.provenance.get(key):
                writer.line("note", str(source.provenance[key]), lang="ko" if key.endswith("ko") else "en", type="kind")
        counts = totals(matter.edited)
        writer.line("measure", f"{counts['characters of the witness']} characters", type="characters")
        writer.line("idno", source.sha256, type="sha256")
        for found in source.found:
            with writer.element("note", type="seen" if found.get("seen") else "not-seen", resp=EDITORS):
                writer.words(": ".join(filter(None, [str(found.get("statement", "")), str(found.get("value", ""))])))
                for key in ("source", "note"):
                    if found.get(key):
                        writer.words(f" [{found[key]}]")


def _encoding(writer: Writer, facts: Colophon, root: Path, matter: Matter | None) -> None:
    with writer.element("encodingDesc"):
        with writer.element("projectDesc"):
            writer.line("p", f"{NAME}: {SUBTITLE}. An annotated digital edition in Korean and English.")
        if matter:
            _principles(writer, root)
            _proof(writer, matter)
        with writer.element("classDecl"):
            _taxonomy(writer, "marks", {f"kind.{kind}": MARKS[kind] for kind in MARK_KINDS})
            _taxonomy(writer, "notes", {f"note.{kind}": kind for kind in KINDS})
            _taxonomy(writer, "sources", {"not-seen": "the editors did not have this source before their eyes"})
        with writer.element("appInfo"), writer.element("application", ident="after-october", version=facts.version):
            writer.line("label", "edition build tei")


def _taxonomy(writer: Writer, ident: str, categories: dict[str, str]) -> None:
    with writer.element("taxonomy", id=f"taxonomy.{ident}"):
        for name, words in categories.items():
            with writer.element("category", id=name):
                writer.line("catDesc", words)


def _principles(writer: Writer, root: Path) -> None:
    """Write our editorial principles, in both languages, section by section."""
    pages = {code: sections((root / path).read_text(encoding="utf-8")) for code, path in PRINCIPLES.items()
             if (root / path).is_file()}  # fmt: skip
    with writer.element("editorialDecl"):
        for number in range(max(map(len, pages.values()), default=0)):
            name = _DECLARED.get(number, "")
            if name:
                more = {"method": "markup", "status": "medium"} if name == "correction" else {}
                writer.start(name, **(more | ({"marks": "all"} if name == "quotation" else {})))
            for code, found in pages.items():
                if number < len(found):
                    head, words = found[number]
                    writer.line("p", head, lang=code, rend="heading")
                    write_prose(writer, words, code)
            if name:
                writer.end()
        if not pages:
            writer.line("p", "The principles were not found.")


def _proof(writer: Writer, matter: Matter) -> None:
    counts = totals(matter.edited)
    with writer.element("refsDecl"):
        words = (
            "A numbered block has its permanent id as xml:id: the text’s id, the language where the text has versions, "
            "and the paragraph’s number. The reading text leaves out sic within choice, and surplus; the text as "
            "received leaves out corr, supplied and gap, and keeps all else. A call of an author’s note is a ptr with "
            "the number as @n and its printed form as @rend."
        )
        writer.line("p", words)
        told = ", ".join(f"{count} {label}" for label, count in counts.items())
        writer.line("p", f"Proved against the witness: {told}.")


def _profile(writer: Writer, matter: Matter | None) -> None:
    with writer.element("profileDesc"):
        with writer.element("langUsage"):
            for code, name in LANGUAGES.items():
                writer.line("language", name, ident=code)
        with writer.element("calendarDesc"):
            for ident, words in (
                ("gregorian", "The Gregorian calendar, New Style; in Soviet Russia from 1 (14) February 1918."),
                ("julian", "The Julian calendar, Old Style, of Russia before that day."),
            ):
                with writer.element("calendar", id=ident):
                    writer.line("p", words)


def _revisions(writer: Writer, root: Path) -> None:
    """Write the changes to the text, as ``CHANGELOG.md`` tells them; the software's are left out."""
    path = root / "CHANGELOG.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    part = re.search(r"^## The text\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    changes: list[tuple[str, str]] = []
    version = ""
    for line in part[1].split("\n") if part else []:
        if line.startswith("### "):
            version = line.removeprefix("### ").strip()
        elif line.startswith("* "):
            changes.append((version, line.removeprefix("* ")))
    if changes:
        with writer.element("revisionDesc", status="draft"):
            for version, words in changes:
                dated = re.search(r"\d{4}-\d\d-\d\d", version)
                with writer.element("change", n=version, when=dated[0] if dated else "", who=EDITORS):
                    writer.words(words.replace("`", ""))
