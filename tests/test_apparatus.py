"""The apparatus: every mark in its place, counts that are those of the pages, and the checks of marks."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from edition.blocks import CALL
from edition.ext.words import WORDS, say
from edition.marks import CERTAINTIES, MARK_KINDS, SIGNS
from edition.verify.apparatus import Entry, apparatus, check_marks, counts
from edition_copy import ROOT, TEXTS, EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]
ROLE = re.compile(r"\{(?:corr|supplied|surplus|gap|sic)\}`")


def entries_of(copy: EditionCopy, ident: str) -> list[Entry]:
    return apparatus(copy.root, copy.edited(ident))


def test_every_mark_of_the_pages_is_an_entry(copy, ident):
    """As many entries as roles are written on the pages; a note that the witness lacks is none."""
    edited = copy.edited(ident)
    written = sum(len(ROLE.findall(text)) for text in edited.written.values())
    lost = sum(len(page.lost) for page in edited.pages.values())
    assert len(entries_of(copy, ident)) == written - lost


def test_every_mark_has_kind_and_certainty(copy, ident):
    """No mark of the edition is without them, and each slip left standing says why."""
    assert list(check_marks(copy.edited(ident))) == []
    for entry in entries_of(copy, ident):
        assert entry.mark.kind in MARK_KINDS
        assert entry.mark.certainty in CERTAINTIES
        assert entry.mark.reason or entry.mark.certainty == "certain", entry


def test_an_entry_knows_its_place(copy, ident):
    """The witness's line holds the witness's reading, or the words beside it; the page's line holds the mark."""
    edited = copy.edited(ident)
    witness = edited.source.text.split("\n")
    for entry in entries_of(copy, ident):
        assert ROLE.search(edited.written[entry.page].split("\n")[entry.page_line - 1]), entry
        words = CALL.sub("", entry.mark.witness).split()
        near = "".join(witness[max(entry.witness_line - 2, 0) : entry.witness_line + 12])
        assert not words or words[0][:6] in near, entry


def test_anchors_are_unique(copy, ident):
    """No two marks of a text have one id."""
    anchors = Counter(entry.anchor for entry in entries_of(copy, ident))
    assert [anchor for anchor, times in anchors.items() if times > 1] == []


@pytest.mark.parametrize("ident", TEXTS)
def test_the_apparatus_page_shows_the_marks_and_their_counts(site, ident):
    """Rows, totals and links of an apparatus page are those of the marks in the pages: one source."""
    entries = entries_of(site.copy, ident)
    page = site.html(f"apparatus/{ident}")
    rows = page.xpath("//table[contains(concat(' ', @class, ' '), ' apparatus ')]/tbody/tr")
    assert [row.get("id") for row in rows] == [f"a-{entry.anchor}" for entry in entries]
    for row, entry in zip(rows, entries, strict=True):
        [link] = row.xpath("./td[1]//a")
        name, _, anchor = link.get("href").partition("#")
        assert (name, anchor) == (f"../texts/{ident}/{entry.page}.html", entry.anchor)
        assert site.html(f"texts/{ident}/{entry.page}").get_element_by_id(anchor) is not None
    totals = page.find_class("apparatus-totals")[0]
    *_, last = totals.xpath(".//tbody/tr")
    numbers = [int(cell.text_content()) for cell in last.xpath("./td") if cell.text_content().strip().isdigit()]
    certainty = counts(entries)["certainty"]
    assert numbers == [*(certainty[key] for key in CERTAINTIES if certainty[key]), len(entries)]
    kinds = counts(entries)["kind"]
    shown = {
        row.xpath("./td")[0].text_content().strip(): row.xpath("./td")[-1].text_content()
        for row in totals.xpath("./tbody/tr")
    }
    languages = site.copy.edited(ident).source.languages
    assert all(shown[say(languages, kind)] == str(count) for kind, count in kinds.items())


@pytest.mark.parametrize("ident", TEXTS)
def test_each_page_tells_how_many_marks_it_has(site, ident):
    """The number at the head of a page is that of its marks."""
    edited = site.copy.edited(ident)
    entries = entries_of(site.copy, ident)
    for name, page in edited.pages.items():
        if not page.body:
            continue
        [view] = site.html(f"texts/{ident}/{name}").find_class("edition-view")
        count = sum(entry.page == name for entry in entries)
        told = re.search(r": (\d+) \(", view.text_content())
        assert (int(told[1]) if told else 0) == count


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_status_page_lists_what_is_doubtful(site, language):
    """Every place that is not certain is listed with a link, and every reading that source.toml records."""
    page = site.html("status" if language == "en" else "status-ko")
    listed = page.xpath("//*[contains(@class, 'doubtful')]//a/@href")
    wanted = [
        entry.anchor
        for ident in TEXTS
        for entry in entries_of(site.copy, ident)
        if entry.mark.certainty in ("probable", "possible")
    ]
    assert sorted(href.partition("#")[2] for href in listed) == sorted(wanted)
    readings = page.xpath("//table[contains(@class, 'readings')]/tbody/tr")
    assert len(readings) == sum(len(site.copy.edited(ident).source.reading) for ident in TEXTS)


def test_every_word_of_the_apparatus_is_there_in_both_languages():
    """No label lacks a language; every sign, kind and certainty has a name."""
    assert WORDS["ko"].keys() == WORDS["en"].keys()
    assert {*SIGNS, *MARK_KINDS, *CERTAINTIES} <= WORDS["en"].keys()


FAULTS = {
    "{sic}`러시아`": "without a reason",
    "{corr}`러시아를 <러시아>` | fact": "",
}


def test_a_slip_without_a_reason_is_told(tmp_path, clean_once):
    """A sic that says nothing is a problem at its line, and so is a change of kind fact."""
    copy = copy_edition(tmp_path / "edition", "ryu-emergence")
    path = copy.page("ryu-emergence", "conclusion")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("프랑스 대혁명이", "{sic}`프랑스` 대혁명이").replace(
            "체제는 아니었다", "{corr}`체제는 <체제는 > | fact` 아니었다"
        )
    )
    problems = list(check_marks(copy.edited("ryu-emergence")))
    line = text[: text.index("프랑스 대혁명이")].count("\n") + 1
    assert [(problem.code, problem.line) for problem in problems if "without a reason" in problem.message] == [
        ("mark", line)
    ]
    assert any("changes a slip of fact" in problem.message for problem in problems)


def test_every_text_has_its_apparatus_page():
    """A page for each text, in the contents."""
    listed = (ROOT / "docs" / "apparatus" / "index.md").read_text(encoding="utf-8")
    for ident in TEXTS:
        assert (ROOT / "docs" / "apparatus" / f"{ident}.md").is_file()
        assert f"\n{ident}\n" in listed
