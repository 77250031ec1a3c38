"""Citing: every text's record, its citation in three styles, its exports, and what heads of pages tell programs."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml.html import HtmlElement, fromstring
from pybtex.database import parse_string

import edition.ext
from edition.citation.exports import FORMATS, export
from edition.citation.head import Head, json_ld, tags
from edition.citation.record import Day, Edition, Name, Record, page_record, read_day, record_of, record_problems
from edition.citation.styles import NAMES, Place, as_html, cite, order, plain
from edition.export.colophon import base_url
from edition.problems import EditionError
from edition.witnesses import load
from edition_copy import TEXTS

pytest_plugins = ["edition_copy"]

AFTER = Edition(
    "After October",
    "Five texts on the Russian Revolution and its fate",
    "The editors of After October",
    "0.1.0",
    Day(2026, 11, 23),
    "0123456789ab",
    released=True,
)
BOOK = "After October: Five Texts on the Russian Revolution and Its Fate"
SECOND = "Version 0.1.0, November 23, 2026"
RECORDS = {
    "lee-lessons": "", "ryu-emergence": "", "lenin-lessons": "", "razlatzky-notes": "",
    "probsting-kazakhstan.en": "en", "probsting-kazakhstan.ko": "ko",
}  # fmt: skip
GOLDEN = json.loads((Path(__file__).parent / "golden" / "citations.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def records(root) -> dict[str, Record]:
    """The record of every text, by its id."""
    return {ident: record_of(load(root, ident.partition(".")[0]), tongue) for ident, tongue in RECORDS.items()}


@pytest.mark.parametrize("ident", GOLDEN)
def test_a_text_is_cited_in_three_styles(records, ident):
    """The strings were read by a person who knows the styles."""
    record = records[ident]
    assert record.ident == ident
    assert {style: plain(cite(style, record, AFTER, Place(ident))) for style in NAMES} == GOLDEN[ident]


def test_a_paragraph_is_cited_with_its_number(records):
    """Chicago as a note, MLA and the Korean style with the number in its place."""
    place = Place("probsting-kazakhstan.en.12", "12")
    made = [plain(cite(style, records["probsting-kazakhstan.en"], AFTER, place)) for style in NAMES]
    assert made == [
        "Michael Pröbsting, “The Popular Uprising in Kazakhstan and Putin’s Patriotic ‘Communists,’” "
        f"January 8, 2022, par. 12, in {BOOK}, version 0.1.0, November 23, 2026, probsting-kazakhstan.en.12.",
        "Pröbsting, Michael. “The Popular Uprising in Kazakhstan and Putin’s Patriotic ‘Communists.’” 8 Jan. 2022. "
        f"{BOOK}, version 0.1.0, 23 Nov. 2026, par. 12, probsting-kazakhstan.en.12.",
        "Michael Pröbsting, “The Popular Uprising in Kazakhstan and Putin’s Patriotic ‘Communists’”, 2022. 1. 8., "
        "『After October』 0.1.0판, 2026. 11. 23., 12문단, probsting-kazakhstan.en.12.",
    ]


def test_an_article_of_a_text_has_its_own_author_and_date(root):
    """S is three articles: the introduction is unsigned, the others have each an author and a date."""
    source = load(root, "lenin-lessons")
    title = "Lenin against Stalin: the State without revolution"
    article = page_record(source, "against-stalin", title)
    assert (article.authors, article.date, article.division) == ((Name("Léo Baserli"),), Day(2024, 1, 22), False)
    assert plain(cite("chicago", article, AFTER, Place(article.ident))) == (
        "Baserli, Léo. “Lenin against Stalin: the State without revolution.” In “Lenin: Lessons from the Past and "
        f"Promises of Victory.” January 22, 2024. In {BOOK}. {SECOND}. lenin-lessons.against-stalin."
    )
    opening = page_record(source, "introduction", "[Introduction]")
    assert opening.authors == ()
    assert plain(cite("mla", opening, AFTER, Place(opening.ident))).startswith("[Introduction]. “Lenin: Lessons")


def test_a_page_of_a_text_is_a_division_of_it(root):
    """A title that is ours stands in its brackets, without quotation marks."""
    page = page_record(load(root, "lee-lessons"), "opening", "[첫머리]")
    assert page.division
    assert plain(cite("korean", page, AFTER, Place(page.ident))) == (
        "이형로, 「1917~2017 승리와 실패의 교훈 그리고 혁명적 소수의 복원」 중 [첫머리], 2017. 11., "
        "『After October』 0.1.0판, 2026. 11. 23., lee-lessons.opening."
    )


def test_what_is_not_released_is_cited_with_its_commit(records):
    draft = replace(AFTER, released=False)
    record = records["razlatzky-notes"]
    assert "Version 0.1.0 (commit 0123456789ab), November" in plain(cite("chicago", record, draft, Place("x")))
    assert "0.1.0판(커밋 0123456789ab)" in plain(cite("korean", record, draft, Place("x")))


def test_only_the_edition_is_in_italics(records):
    assert as_html(cite("mla", records["razlatzky-notes"], AFTER, Place("x"))).count("<em>") == 1
    assert f"<em>{BOOK}</em>" in as_html(cite("chicago", records["lee-lessons"], AFTER, Place("x", "1")))


def test_korean_pages_offer_the_korean_style_first():
    assert order("ko")[0] == "korean"
    assert order("en")[0] == "chicago"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2017. 11.", Day(2017, 11)), ("8 January 2022", Day(2022, 1, 8)), ("January 21, 2024", Day(2024, 1, 21)),
        ("2026-11-23", Day(2026, 11, 23)), ("2022년 1월 8일", Day(2022, 1, 8)), ("1999", Day(1999)),
        ("2022 18", None), ("2022. 18.", None), ("lately", None),
    ],
)  # fmt: skip
def test_dates_are_read_or_refused(text, day):
    assert read_day(text) == day


def test_a_date_that_is_not_understood_is_a_problem(root):
    source = load(root, "lee-lessons")
    wrong = replace(source, identity=source.identity | {"date": {"text": "last autumn", "line": 1}})
    with pytest.raises(EditionError, match="last autumn"):
        record_of(wrong)
    assert [problem.code for problem in record_problems(wrong)] == ["source"]
    assert record_problems(source) == []


@pytest.mark.parametrize("ident", RECORDS)
def test_reference_managers_read_the_exports(records, ident):
    """BibTeX by pybtex, RIS by its lines, CSL-JSON by its shape; each has title, authors, book and the id."""
    record = records[ident]
    made = {ending: export(ending, record, AFTER, ident) for ending in FORMATS}
    [(key, entry)] = parse_string(made["bib"], "bibtex").entries.items()
    assert key == ident
    assert len(entry.persons["author"]) == len(record.authors)
    assert ident in entry.fields["note"]
    lines = made["ris"].split("\r\n")
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert (lines[0], lines[-2:]) == ("TY  - CHAP", ["ER  - ", ""])
    assert [line[6:] for line in lines if line.startswith("AU")] == [name.inverted for name in record.authors]
    [item] = json.loads(made["json"])
    assert (item["title"], item["container-title"], item["type"]) == (record.title, BOOK, "chapter")
    assert all({*person} in ({"literal"}, {"family", "given"}) for person in item["author"])
    assert "url" not in made["bib"].lower()
    assert "URL" not in item


def test_an_address_stands_in_exports_where_there_is_one(records):
    placed = replace(AFTER, base_url="https://example.org/")
    address = "https://example.org/texts/lee-lessons/index.html"
    for ending in FORMATS:
        assert address in export(ending, records["lee-lessons"], placed, address)


def test_the_script_is_small():
    """What every text page loads for citing is less than 4 KB, compressed."""
    script = Path(edition.ext.__file__).parent / "static" / "cite.js"
    assert len(gzip.compress(script.read_bytes(), mtime=0)) < 4096


# The head


def read(head: Head, edition: Edition) -> HtmlElement:
    return fromstring(f"<html><head>{tags(head, edition)}</head><body></body></html>")


def embedded(page: HtmlElement) -> dict[str, object]:
    """Return what Zotero's *Embedded Metadata* makes of a page, by the rules of its Highwire part, and of RDF's."""
    told = {meta.get("name"): meta.get("content") for meta in page.xpath("//meta[@name]")}
    fields = {"citation_title": "title", "citation_publication_date": "date", "citation_language": "language",
              "citation_book_title": "bookTitle", "citation_public_url": "url", "prism.edition": "edition",
              "citation_abstract": "abstractNote"}  # fmt: skip
    item: dict[str, object] = {ours: told[tag] for tag, ours in fields.items() if tag in told}
    item["itemType"] = told.get("z:itemType", "bookSection" if "citation_book_title" in told else "journalArticle")
    creators = []
    for meta in page.xpath("//meta[@name='citation_author']"):
        last, comma, first = meta.get("content").partition(",")
        creators.append((last, first.strip()) if comma else tuple(reversed(last.rpartition(" ")[::2])))
    return item | {"creators": creators}


def test_zotero_reads_a_book_section(records):
    address = "https://example.org/texts/probsting-kazakhstan/en.html"
    record = records["probsting-kazakhstan.en"]
    item = embedded(read(Head("x", "en", address, record, record), AFTER))
    assert item == {
        "itemType": "bookSection",
        "title": "The Popular Uprising in Kazakhstan and Putin’s Patriotic “Communists”",
        "creators": [("Pröbsting", "Michael")],
        "date": "2026/11/23",
        "language": "en",
        "bookTitle": BOOK,
        "url": address,
        "edition": "0.1.0",
    }
    record = records["lee-lessons"]
    assert embedded(read(Head("x", "ko", "", record, record), AFTER))["creators"] == [("이형로", "")]


def test_an_abstract_is_of_the_work_and_a_description_of_the_page(records):
    """Zotero keeps the first; without words of ours there is no abstract, and the description names title and book."""
    record = records["lee-lessons"]
    page = read(Head("x", "ko", "", record, record, summary="On the page.", abstract="On the text."), AFTER)
    assert embedded(page)["abstractNote"] == "On the text."
    for told in ("//meta[@name='description']", "//meta[@property='og:description']"):
        assert page.xpath(f"{told}/@content") == ["On the page."]
    bare = read(Head("x", "ko", "", record, record), AFTER)
    assert "abstractNote" not in embedded(bare)
    assert bare.xpath("//meta[@name='description']/@content") == [f"{record.title}. {BOOK}"]


@pytest.mark.parametrize("ident", RECORDS)
def test_schema_org_is_told_a_work_in_the_edition(records, ident):
    """Every text is an article or chapter with authors, language, version, id and conditions, in the book."""
    record = records[ident]
    found = json_ld(Head("x", record.language, "", record, record), AFTER)
    assert found["@type"] == ("Chapter" if ident == "ryu-emergence" else "Article")
    assert found["author"] == [{"@type": "Person", "name": name.whole} for name in record.authors]
    assert (found["inLanguage"], found["version"], found["identifier"]) == (record.language, "0.1.0", ident)
    assert found["dateModified"] == "2026-11-23"
    assert found["isPartOf"]["@type"] == "Book"
    assert "no permission to publish" in found["conditionsOfAccess"]
    assert "license" not in found
    assert "url" not in found


def test_our_own_pages_carry_our_licence_and_no_author():
    page = read(Head("Chronology", "en", ""), AFTER)
    found = json.loads(page.xpath("//script")[0].text)
    assert (found["@type"], "author" in found) == ("WebPage", False)
    assert found["license"].startswith("https://creativecommons.org/")
    assert not page.xpath("//meta[starts-with(@name, 'citation_')]")


def test_a_title_cannot_end_the_script(records):
    nasty = replace(records["lee-lessons"], title='</script><script>alert("&amp;")</script>')
    page = read(Head("x", "ko", "", nasty, nasty), AFTER)
    [script] = page.xpath("//script")
    assert json.loads(script.text)["name"] == nasty.title
    assert page.xpath("//meta[@name='citation_title']/@content") == [nasty.title]


def test_an_address_is_one():
    assert base_url("https://example.org/a//") == "https://example.org/a/"
    assert base_url("") == ""
    for wrong in ("example.org", "https://", "https://example.org/?a", "ftp://example.org", "https://a b"):
        with pytest.raises(EditionError):
            base_url(wrong)


# Pages as built


def test_every_page_says_what_it_is(site):
    """Of every page: the version at its foot, one description for programs, no address, as the edition has none."""
    pages = [path for path in sorted(site.folder.rglob("*.html")) if "_static" not in path.parts]
    assert len(pages) > 80
    for path in pages:
        page = site.html(path.relative_to(site.folder).with_suffix("").as_posix())
        text = path.read_text(encoding="utf-8")
        if "edition-colophon" not in text:
            assert path.name in ("genindex.html", "search.html"), path
            continue
        [foot] = page.xpath("//p[contains(@class, 'edition-colophon')]")
        assert "0.1.0" in foot.text_content(), path
        [data] = page.xpath("//head/script[@type='application/ld+json']/text()")
        assert json.loads(data)["@context"] == "https://schema.org", path
        assert not page.xpath("//link[@rel='canonical'] | //meta[@property='og:url']"), path
    assert not (site.folder / "sitemap.xml").exists()


@pytest.mark.parametrize("ident", TEXTS)
def test_every_page_of_a_text_can_be_cited(site, ident):
    """Each has the tags of its text, the block in its language, and the files that the block names."""
    source = load(site.copy.root, ident)
    for name in ["index", "whole", *(entry.name for entry in source.page if entry.name != "index")]:
        page = site.html(f"texts/{ident}/{name}")
        found = embedded(page)
        assert found["itemType"] == "bookSection"
        assert found["bookTitle"] == BOOK
        assert found["abstractNote"] and BOOK not in found["abstractNote"]
        titles = {record_of(source, version.language).title for version in source.version}
        titles |= {part["title"]["text"] for part in source.identity.get("part", []) if "title" in part}
        assert found["title"] in titles | {"[Introduction]"}
        [box] = page.xpath("//details[@id='cite']")
        korean = page.get("lang") == "ko"
        assert ("인용하기" in box.text_content()) == korean
        files = box.xpath(".//a[@download]/@href")
        assert len(files) in (3, 6)
        assert [file for file in files if not (site.folder / "texts" / ident / file).resolve().is_file()] == []
        assert bool(page.xpath("//script[@id='cite-data']")) == (name != "whole")
