"""Words that look like the syntax of a format stay words in it: every format is read back by a reader of its own."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest
import typst
from lxml import etree
from lxml.html import fromstring
from pybtex.database import parse_string

from edition.citation.exports import export
from edition.citation.head import Head, tags
from edition.citation.record import Day, Edition, Name, Record
from edition.export.colophon import Colophon
from edition.export.downloads import Title, measure, put_downloads
from edition.export.epub.books import Book
from edition.export.epub.package import Heading, navigation, package
from edition.export.pdf.source import array, quote, quote_lines
from edition.export.tei.xml import Writer, document
from edition.ext.site import site_map
from edition.register.exports import bibtex, csl, ris
from edition.register.works import Work

NASTY = (
    'a "b" & <c> ]]> --> {d} \\e %f #g _h $i ^j ~k', "}, url = {javascript:alert(1)}, x = {", "a\nER  - \nTY  - BOOK",
    "a\r\nUR  - javascript:alert(1)", "{", "}", "\\", "\\}", "\\input{/etc/passwd}", "=cmd('x')", "@book{x, title={y}}",
    "a\u2028b\u2029c\x85d\x0be\x0cf", " and ", "a, b, c, d", "others and others", "</script><script>alert(1)</script>",
    "<!--", "<![CDATA[", "&lt;&#0;&x;", '" onload="x', "'); #panic(", "*/ //", "#import \"x\"", "가 {나} & 다",
)  # fmt: skip
EDITION = Edition("After & <October>", "", "Eds", "1.0", Day(2026, 11, 1), base_url="https://example.org/")
SIGNS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textasciitilde": "~",
}


def record(words: str) -> Record:
    names = (Name(words), Name("Anna Bee"))
    return Record("made", "made", words, "en", names, None, within=words, chapter="1", rights=words)


def spaced(words: str) -> str:
    """Return *words* with each run of white space and controls as a space."""
    return " ".join(words.split())


def printed(field: str) -> str:
    """Return what LaTeX prints for a field of BibTeX, as far as our exports use it."""
    read = re.sub(r"\{?\\(text[a-z]+)\}?|\\(.)|[{}]", lambda found: SIGNS.get(found[1] or "", found[2] or ""), field)
    return spaced(read)


@pytest.mark.parametrize("words", NASTY, ids=repr)
def test_bibtex_of_a_text_is_one_entry_with_the_fields_we_wrote(words):
    data = parse_string(export("bib", record(words), EDITION, "https://example.org/x"), "bibtex")
    [entry] = data.entries.values()
    assert {*entry.fields} <= {"title", "booktitle", "year", "date", "edition", "chapter", "language", "url", "note"}
    assert printed(entry.fields["title"]) == spaced(words)
    assert entry.fields["url"] == "https://example.org/x"
    assert len(entry.persons["author"]) == 2


@pytest.mark.parametrize("words", NASTY, ids=repr)
def test_ris_of_a_text_is_one_record_of_lines(words):
    text = export("ris", record(words), EDITION, "https://example.org/x")
    lines = re.split("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]", text)
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    found = [line[:2] for line in lines]
    assert (found.count("TY"), found.count("ER"), found.count("UR"), found.count("TI")) == (1, 1, 1, 1)


@pytest.mark.parametrize("words", NASTY, ids=repr)
def test_json_and_heads_give_the_words_back(words):
    [item] = json.loads(export("json", record(words), EDITION, ""))
    assert item["title"] == words
    given = tags(Head("x", "en", "https://example.org/x", record(words)), EDITION)
    page = fromstring(f"<html><head>{given}</head><body></body></html>")
    [script] = page.iter("script")
    assert json.loads(script.text)["name"] == words
    assert {element.tag for element in page.iter()} == {"html", "head", "meta", "script", "body"}
    assert {key for element in page.iter("meta") for key in element.attrib} == {"name", "property", "content"}


def work(words: str) -> Work:
    """A work with *words* as its title and its author, as far as BibTeX can hold them."""
    held = re.sub(r"[{}]", "", words) or "none"
    source = f"@book{{k,\n  title = {{{held}}},\n  author = {{{{{held}}}}},\n  year = {{1917}},\n}}\n"
    return Work("k", 1, parse_string(source, "bibtex").entries["k"])


@pytest.mark.parametrize("words", NASTY, ids=repr)
def test_the_bibliography_s_exports_are_one_record_each(words):
    made = work(words)
    [entry] = parse_string(bibtex([made]), "bibtex").entries.values()
    assert printed(entry.fields["title"]) == spaced(made.title)
    lines = re.split("[\n\r\x0b\x0c\x85\u2028\u2029]", ris([made]))
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines if line)
    assert [line[:2] for line in lines if line].count("TY") == 1
    [item] = json.loads(json.dumps(csl([made])))
    assert item["title"] == made.title
    assert not re.search(r"[{}]", json.dumps(item.get("author", []), ensure_ascii=False)[2:-2])


def test_typst_has_words_as_strings():
    both = array([*(quote(words) for words in NASTY), *(quote_lines(words) for words in NASTY)])
    read = json.loads(typst.query(f"#metadata({both}) <x>".encode(), "<x>", field="value", one=True))
    assert [spaced(words) for words in read[: len(NASTY)]] == [spaced(words) for words in NASTY]
    assert read[len(NASTY) :] == [*NASTY]


XML_NASTY = [re.sub(r"[\x0b\x0c\r]", "", words) for words in NASTY]  #: these are in no file of ours: `edition.hygiene`


def test_xml_gives_the_words_back():
    writer = Writer("TEI")
    for words in XML_NASTY:
        writer.line("p", words, n=words)
    made = document(writer.root)
    assert [element.text for element in etree.fromstring(made)] == XML_NASTY
    assert [element.text for element in ET.fromstring(made)] == XML_NASTY


@pytest.mark.parametrize("words", XML_NASTY, ids=repr)
def test_a_package_and_its_contents_give_the_words_back(words):
    book = Book("made", {"en": words}, {"en": words}, ((words, "en"),), ("en",), (), ())
    made = etree.fromstring(package(book, words, Colophon("1.0", "", "", 0), ["a.xhtml"], ["a.xhtml"]))
    dc = "{http://purl.org/dc/elements/1.1/}"
    assert [element.text for element in made.iter(f"{dc}creator", f"{dc}contributor")] == [words, words]
    assert [element.text for element in made.iter(f"{dc}title")] == [f"{words}: {words}"]


@pytest.mark.parametrize("words", XML_NASTY, ids=repr)
def test_an_epub_s_navigation_gives_the_words_back(words):
    """Contents, list of paragraphs and landmarks: links to our addresses, with the words and nothing made of them."""
    book = Book("made", {"en": words}, {"en": words}, ((words, "en"),), ("en",), (), ())
    headings = [Heading(words, "en", "a.xhtml#x", 0), Heading(words, "ko", "b.xhtml", 1)]
    made = etree.fromstring(navigation(book, headings, [(words, "a.xhtml#1")], [("bodymatter", "a.xhtml", words)]))
    names = {etree.QName(element).localname for element in made.iter(etree.Element)}
    assert names <= {"html", "head", "title", "meta", "link", "body", "nav", "h1", "h2", "ol", "li", "a", "span"}
    links = list(made.iter("{http://www.w3.org/1999/xhtml}a"))
    assert [link.get("href") for link in links] == ["a.xhtml#x", "b.xhtml", "a.xhtml#1", "a.xhtml"]
    assert [spaced("".join(link.itertext())) for link in links] == [spaced(words)] * 4


PATHS = (
    "a b",
    "쪽/하나",
    "a#b?c=d&e",
    "a'b\"c",
    "<loc>x</loc>",
    "a\nb",
    "]]>",
    "%2e%2e/x",
    "a:b",
    "javascript:alert(1)",
)


def test_a_site_map_has_one_address_for_each_page():
    made = etree.fromstring(site_map(EDITION, PATHS).encode())
    found = [element.text for element in made.iter("{*}loc")]
    assert len(found) == len(PATHS) == len(made)
    assert all(re.fullmatch(r"https://example\.org/[A-Za-z0-9._~%/-]+\.html", address) for address in found), found
    assert {unquote(address).removeprefix("https://example.org/").removesuffix(".html") for address in found} == {
        *PATHS
    }


FILES = (
    "a b.txt",
    "쪽.txt",
    "a\nb  c.txt",
    "a\\nb.txt",
    "a\rb.txt",
    '"><script>alert(1)<script>.txt',
    "&lt;.txt",
    "#x?.txt",
)


def test_lists_of_files_hold_any_name(tmp_path: Path):
    """The manifest gives each name back, ``sha256sum`` finds each file, and the page's links lead to it."""
    site = tmp_path / "html"
    site.mkdir()
    (site / "downloads.html").write_text("<p><!--downloads:all:en--><!--/downloads--></p>")
    for name in FILES:
        (tmp_path / "text" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "text" / name).write_text(name)
    put_downloads(tmp_path, [Title("a", "<b>\n", "en", open=True)], Colophon("1.0", "", "", 0), packed=True)
    folder = site / "downloads"
    listed = {item["path"] for item in json.loads((folder / "manifest.json").read_text())["files"]}
    assert listed == {f"text/{name}" for name in FILES} | {"after-october-site.zip"}
    assert measure(folder / "text" / FILES[0], folder, []).path in listed
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    page = fromstring((site / "downloads.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script")
    links = [unquote(link) for link in page.xpath("//td/a/@href")]
    assert all((site / link).is_file() for link in links), links
