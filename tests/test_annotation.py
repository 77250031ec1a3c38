"""Bibliography, notes of the edition, chronology, quotations and summaries: read, placed, checked, and shown."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from lxml.html import HtmlElement
from pybtex.database import Person, parse_string

from edition.ext.chronology import told
from edition.problems import EditionError
from edition.register import chronology, quotations, summaries, works
from edition.register.check import annotation_problems, known_places
from edition.register.citations import locator_problems
from edition.register.entries import load_entries
from edition.register.exports import bibtex, csl, ris
from edition.register.notes import KINDS, NAME, load_notes, place_notes
from edition.register.occurrences import occurrences, read_exceptions, readings
from edition.register.works import Work, full_name, load_works
from edition_copy import ROOT, TEXTS, EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]

BOOK = """@book{trotsky-1936,
  author = {Trotsky, Leon},
  title = {{The Revolution Betrayed}},
  language = {en},
  year = {1936},
  url = {https://www.marxists.org/archive/trotsky/1936/revbet/},
  korean = {{배반당한 혁명}},
  cited = {ryu-emergence.1},
  unseen = {year, korean},
}

@article{lee-2017,
  author = {이, 형로},
  title = {{승리와 실패의 교훈}},
  language = {ko},
  year = {2017},
}
"""


def bib(root: Path, text: str) -> dict[str, Work]:
    (root / works.NAME).write_text(text, encoding="utf-8")
    return load_works(root)


def test_a_work_is_read(tmp_path):
    found = bib(tmp_path, BOOK)
    book = found["trotsky-1936"]
    assert (book.title, book.label, book.cited, book.unseen) == (
        "The Revolution Betrayed", "Trotsky 1936", ["ryu-emergence.1"], {"year", "korean"}
    )  # fmt: skip
    assert found["lee-2017"].label == "이형로 2017"
    assert [work.key for work in sorted(found.values(), key=lambda work: work.sort_key)] == ["lee-2017", "trotsky-1936"]


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ("author = {Marx, Karl and Engels, Friedrich}, year = {1848}", "Marx and Engels 1848"),
        ("author = {A, B and C, D and E, F}, year = {1900}", "A et al. 1900"),
        ("author = {이, 형로 and 류, 한수}, year = {2017}", "이형로·류한수 2017"),
        ("author = {김, 가 and 이, 나 and 박, 다}", "김가 외 연도 미상"),
        ("organization = {TASS}, year = {2022}", "TASS 2022"),
        ("organization = {Wikipedia}", "Wikipedia, “Russo-Polish War”"),
        ("year = {1905}", "“Russo-Polish War” 1905"),
        ("", "“Russo-Polish War”"),
    ],
)
def test_a_label_tells_author_and_year_or_else_the_title(tmp_path, fields, label):
    title = "title = {{Russo-Polish War (Encyclopædia Britannica)}}"
    found = bib(tmp_path, f"@misc{{key, {', '.join(filter(None, [title, fields]))}}}\n")
    assert found["key"].label == label


def test_names_keep_their_order():
    assert full_name(Person("이, 형로")) == "이형로"
    assert full_name(Person("von Hayek, Friedrich")) == "Friedrich von Hayek"


BIB_FAULTS = {
    "an unknown field": ("year = {1936}", "jahr = {1936}", "unknown field"),
    "no title": ("  title = {{The Revolution Betrayed}},\n", "", "has no title"),
    "a key twice": ("@article{lee-2017", "@article{trotsky-1936", "given twice"),
    "an unseen field that is not there": ("unseen = {year,", "unseen = {publisher,", "is no field of it"),
    "an address that is none": ("https://www", "javascript:www", "is no address"),
    "a brace too few": ("{{The Revolution Betrayed}}", "{{The Revolution Betrayed}", "bibliography.bib"),
    "a bad key": ("@article{lee-2017", "@article{이2017", "is no key"),
}


@pytest.mark.parametrize("fault", BIB_FAULTS)
def test_a_fault_of_the_bibliography_is_told(tmp_path, fault):
    before, after, message = BIB_FAULTS[fault]
    assert before in BOOK
    with pytest.raises(EditionError, match=message):
        bib(tmp_path, BOOK.replace(before, after, 1))


def test_the_bibliography_is_exported(tmp_path):
    """All three formats hold every work, and BibTeX none of our own fields."""
    found = list(bib(tmp_path, BOOK).values())
    assert "unseen" not in bibtex(found)
    assert load_works_again(tmp_path, bibtex(found)) == {"trotsky-1936", "lee-2017"}
    items = csl(found)
    assert json.loads(json.dumps(items)) == items
    assert items[0]["author"] == [{"family": "Trotsky", "given": "Leon"}]
    assert ris(found).count("ER  - ") == 2
    assert "AU  - 이, 형로" in ris(found)


def load_works_again(root: Path, text: str) -> set[str]:
    return set(bib(root, text))


NOTE = """[[note]]
id = "e1"
at = "ryu-emergence.1"
words = "제3의 로마’를"
kind = "context"
en = "Words."
ko = "말."
sources = [["trotsky-1936", "p. 3"]]
checked = 2026-11-22
"""
NOTE_FAULTS = {
    "an unknown kind": ('kind = "context"', 'kind = "joke"', "unknown kind"),
    "no words": ('words = "제3의 로마’를"', 'words = ""', "words holds no words"),
    "no Korean": ('ko = "말."\n', "", "ko is missing"),
    "an unknown key": ("checked =", "seen =", "unknown key"),
    "sources that are none": ('[["trotsky-1936", "p. 3"]]', '"trotsky-1936"', "sources is no list"),
    "a source with a third part of its own": ('"p. 3"]]', '"p. 3", "unseen"]]', "sources is no list"),
    "a bad id": ('id = "e1"', 'id = "n1"', "is no id of a note"),
    "no TOML": ('id = "e1"', "id = e1", "is no TOML"),
    "an id twice": ("2026-11-22\n", "2026-11-22\n\n" + NOTE, "given twice"),
    "words that are not there": ("제3의 로마’를", "제4의 로마’를", "stands 0 times"),
    "words that are there twice": ("제3의 로마’를", "러시아", "times in"),
    "a paragraph that is not there": ("ryu-emergence.1", "ryu-emergence.999", "there is no paragraph"),
    "a source that is not there": ("trotsky-1936", "trotsky-1937", "the bibliography has no"),
}


def annotated_copy(tmp_path: Path, note: str = NOTE) -> EditionCopy:
    """Return a copy of R with one book, one note and nothing else of the annotation."""
    copy = copy_edition(tmp_path / "edition", "ryu-emergence")
    for path in (copy.root / "docs" / "texts" / "ryu-emergence").glob("*.toml"):
        path.unlink()
    (copy.root / works.NAME).write_text(BOOK, encoding="utf-8")
    copy.page("ryu-emergence", "index").with_name(NAME).write_text(note, encoding="utf-8")
    return copy


def test_a_sound_annotation_has_no_problem(tmp_path, clean_once):
    copy = annotated_copy(tmp_path)
    assert annotation_problems(copy.root, [copy.edited("ryu-emergence")]) == []


@pytest.mark.parametrize("fault", NOTE_FAULTS)
def test_a_fault_of_a_note_is_told_at_its_line(tmp_path, clean_once, fault):
    before, after, message = NOTE_FAULTS[fault]
    assert before in NOTE
    copy = annotated_copy(tmp_path, NOTE.replace(before, after, 1))
    problems = annotation_problems(copy.root, [copy.edited("ryu-emergence")])
    assert any(message in problem.message and problem.path.endswith(NAME) for problem in problems), problems
    assert all(problem.line for problem in problems)


EVENT = """[[event]]
date = "1917-11-07"
old_style = "1917-10-25"
precision = "day"
en = "A"
ko = "가"
at = ["ryu-emergence.1"]
"""
EVENT_FAULTS = {
    "no date": ("1917-11-07", "November", "is no date"),
    "backwards": ("1917-11-07", "1921/1918", "runs backwards"),
    "an unknown precision": ('"day"', '"hour"', "unknown precision"),
    "an unknown key": ("ko =", "kr =", "unknown key"),
    "an unknown paragraph": ("ryu-emergence.1", "ryu-emergence.1000", "there is no paragraph"),
}


@pytest.mark.parametrize("fault", EVENT_FAULTS)
def test_a_fault_of_an_event_is_told(tmp_path, clean_once, fault):
    before, after, message = EVENT_FAULTS[fault]
    copy = annotated_copy(tmp_path)
    (copy.root / chronology.PATH).write_text(EVENT.replace(before, after, 1), encoding="utf-8")
    problems = annotation_problems(copy.root, [copy.edited("ryu-emergence")])
    assert any(message in problem.message for problem in problems), problems


def test_dates_are_told_in_both_languages():
    assert told("1917-11-07", "en") == "7 November 1917"
    assert told("1917-11", "ko") == "1917년 11월"
    assert told("1918/1921", "en") == "1918–1921"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[quotation]]\nat = "x.1"\nwords = "a"\nexact = "nearly"\n', "unknown agreement"),
        ('[[quotation]]\nat = "x.1"\nwords = "a"\nexact = "exact"\n', "is not named"),
        ('[[quotation]]\nat = "x.1"\nexact = "not found"\n', "words is missing"),
    ],
)
def test_a_fault_of_a_quotation_is_told(tmp_path, text, message):
    (tmp_path / "docs").mkdir()
    (tmp_path / quotations.PATH).write_text(text)
    with pytest.raises(EditionError, match=message):
        quotations.load_quotations(tmp_path)


def test_a_page_without_a_summary_is_told(tmp_path, clean_once):
    copy = annotated_copy(tmp_path)
    path = copy.page("ryu-emergence", "index").with_name(summaries.NAME)
    path.write_text('language = "en"\n[page]\nempire = "Words."\nnowhere = "Words."\n')
    messages = [problem.message for problem in annotation_problems(copy.root, [copy.edited("ryu-emergence")])]
    assert "there is no page nowhere" in messages
    assert any("no summary of the page" in message for message in messages)


# The edition's own annotation


@pytest.mark.parametrize("ident", TEXTS)
def test_every_note_stands_at_its_words_and_at_the_end_of_its_page(site, ident):
    """Call and note link to each other, the call after the words it names; the text's own notes come first."""
    edited = site.copy.edited(ident)
    notes = place_notes(site.copy.root, edited, load_notes(site.copy.root, ident)).placed
    for item in notes:
        page = site.html(f"texts/{ident}/{item.page}")
        anchor = item.note.at.rpartition(".")[0] + f".{item.note.ident}"
        note, call = page.get_element_by_id(anchor), page.get_element_by_id(f"{anchor}.call")
        assert call.get("href") == f"#{anchor}"
        assert item.note.kind in KINDS
        language = page.get("lang")
        assert " ".join(item.note.words_of[language].split())[:40] in " ".join(note.text_content().split())
        [folded] = note.xpath(".//details")
        other = "en" if language == "ko" else "ko"
        assert folded.get("lang") == other
        assert " ".join(item.note.words_of[other].split())[:40] in " ".join(folded.text_content().split())


@pytest.mark.parametrize("ident", TEXTS)
def test_calls_stand_after_their_words(site, ident):
    """Whatever stands before a call of ours on the page ends with the words that the note names."""
    edited = site.copy.edited(ident)
    for item in place_notes(site.copy.root, edited, load_notes(site.copy.root, ident)).placed:
        page = site.html(f"texts/{ident}/{item.page}")
        anchor = item.note.at.rpartition(".")[0] + f".{item.note.ident}.call"
        call = page.get_element_by_id(anchor)
        block = next(call.iterancestors("p", "blockquote", "li", "h1", "h2", "figcaption"))
        for hidden in block.xpath(".//*[@hidden]"):
            hidden.drop_tree()
        for other in [*block.find_class("footnote-reference"), *block.find_class("number")]:
            if other is not call:
                other.drop_tree()
        before = block.text_content().partition(call.text_content())[0]
        assert re.sub(r"\s", "", before).endswith(re.sub(r"\s", "", item.note.words)), anchor


@pytest.mark.parametrize("ident", TEXTS)
def test_every_occurrence_of_an_entry_is_a_link_to_it(site, ident):
    """Outside titles and headings; the words of a page's links, entry by entry, are the forms found on it."""
    root = site.copy.root
    edited, entries = site.copy.edited(ident), load_entries(root)
    kinds = {(item.page, item.index): item.kind for item in readings(root, edited)}
    expected: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for item in occurrences(root, edited, entries, read_exceptions(root))[0]:
        if kinds[item.page, item.index] not in {"heading", "title"}:
            expected[item.page, item.slug].update(re.sub(r"\s", "", item.form))
    found: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name in {page for page, _ in expected}:
        for link in site.html(f"texts/{ident}/{name}").xpath("//a[contains(@class, 'register')]"):
            found[name, link.get("href").partition("#reg-")[2]].update(re.sub(r"\s", "", link.text_content()))
    assert found == expected


def test_places_of_the_annotation_are_known():
    """Every paragraph that bibliography, chronology and quotations name is one of the ledgers."""
    places = known_places(ROOT, [EditionCopy(ROOT).edited(ident) for ident in TEXTS])
    named = {place for work in load_works(ROOT).values() for place in work.cited}
    named |= {place for event in chronology.load_events(ROOT) for place in event.at}
    named |= {item.at for item in quotations.load_quotations(ROOT)}
    assert named - places == set()


def test_the_bibliography_page_leads_to_the_places(site):
    """Every work has its box, and its places link to paragraphs that are there."""
    page = site.html("bibliography")
    boxes = {box.get("id") for box in page.find_class("work")}
    assert boxes == {f"work-{key}" for key in load_works(site.copy.root)}
    for link in page.xpath("//p[contains(@class, 'work-places')]//a/@href")[:200]:
        name, _, anchor = link.partition("#")
        assert site.html(name.removesuffix(".html")).get_element_by_id(anchor) is not None
    for ending in ("bib", "json", "ris"):
        assert (site.folder / "exports" / f"after-october.{ending}").stat().st_size > 1000


def after(link: HtmlElement) -> str:
    """Return the words between *link* and the next one, spans of other languages looked through."""
    words = [link.tail or ""]
    for node in link.itersiblings():
        if node.tag == "a" or node.xpath(".//a"):
            break
        words += [node.text_content(), node.tail or ""]
    return " ".join("".join(words).split())


def test_every_note_that_cites_a_work_stands_with_it(site):
    """By its number, linked, with its locator; entries of the register and events stand there, too."""
    page, works = site.html("bibliography"), load_works(site.copy.root)
    shown = {
        key: {
            (link.get("href").rpartition("/")[2], after(link))
            for link in page.get_element_by_id(f"work-{key}").xpath(".//p[@class='work-places']//a")
        }
        for key in works
    }
    for ident in TEXTS:
        edited = site.copy.edited(ident)
        for item in place_notes(site.copy.root, edited, load_notes(site.copy.root, ident)).placed:
            href = f"{item.page}.html#{item.note.at.rpartition('.')[0]}.{item.note.ident}"
            for source in item.note.sources:
                tails = [tail for link, tail in shown[source.key] if link == href]
                assert tails, (source.key, href)
                assert any(" ".join(source.locator.split()) in tail for tail in tails)
    for key, work in works.items():
        for place, locator in work.locators.items():
            assert any(link.endswith(f"#{place}") and f"({locator})" in tail for link, tail in shown[key])
    for entry in load_entries(site.copy.root):
        for key in entry.sources:
            assert any(link.endswith(f"#reg-{entry.slug}") for link, _ in shown[key])


def test_every_citation_of_a_text_leads_to_its_entry(site):
    """Every place that a work names as citing it has a link to it on its page; after an author's note, below it."""
    pages = {
        place: f"texts/{ident}/{reading.page}"
        for ident in TEXTS
        for reading in readings(site.copy.root, site.copy.edited(ident))
        for place in [reading.place]
    }
    for key, work in load_works(site.copy.root).items():
        for place in work.cited:
            page = site.html(pages[place])
            links = page.xpath(f"//a[contains(@href, 'bibliography.html#work-{key}')]")
            assert links, (key, place)
            if re.search(r"\.n\d+$", place):
                note = page.get_element_by_id(place)
                assert any(note in link.iterancestors() for link in links), (key, place)


LOCATOR_FAULTS = {
    "a place that does not cite the work": ("lenin-lessons.n9: p. 3", "is not in cited"),
    "a locator that the place does not give": ("ryu-emergence.1: p. 3", "does not say “p. 3”"),
}


@pytest.mark.parametrize("fault", LOCATOR_FAULTS)
def test_a_locator_is_what_its_place_says(tmp_path, fault):
    locators, message = LOCATOR_FAULTS[fault]
    found = bib(tmp_path, BOOK.replace("  unseen = {year", f"  locators = {{{locators}}},\n  unseen = {{year"))
    [told] = locator_problems(found, {"ryu-emergence.1": "p. 4", "lenin-lessons.n9": "p. 3"})
    assert message in told.message
    assert told.line == 1


def test_every_work_can_be_taken_along(site):
    """Each box leads to its work in three formats; what stands there is that work and no other."""
    page = site.html("bibliography")
    for box in page.find_class("work"):
        key = box.get("id").removeprefix("work-")
        bib_file, csl_file, ris_file = [
            site.folder / link for link in box.xpath(".//p[@class='work-exports']/a[not(@data-correct)]/@href")
        ]
        assert list(parse_string(bib_file.read_text("utf-8"), "bibtex").entries) == [key]
        assert [item["id"] for item in json.loads(csl_file.read_text("utf-8"))] == [key]
        assert f"ID  - {key}\n" in ris_file.read_text("utf-8")
