"""Pages made of others in the whole edition: texts on one page, versions side by side."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring

from edition.blocks import CALL
from edition.marks import BREAK
from edition.verify.alignment import read_alignment
from edition.verify.text import read_text
from edition.witnesses import identifiers, load

ROOT = Path(__file__).parents[2]
K = "probsting-kazakhstan"
PAGES = [(ident, "whole") for ident in identifiers(ROOT)] + [(K, "parallel")]


def page(site: Path, address: Path) -> HtmlElement:
    """Return a page as a browser reads it."""
    return document_fromstring((site / address).read_bytes())


def squeezed(words: str) -> str:
    """Return *words* without white space."""
    return "".join(words.split())


@pytest.mark.parametrize(("ident", "name"), PAGES)
def test_every_word_of_the_text_is_there_once(site, ident, name):
    """In order, and under ids of which none is given twice."""
    whole = page(site, Path("texts") / ident / f"{name}.html")
    assert [known for known, times in Counter(whole.xpath("//@id")).items() if times > 1] == []
    [main] = whole.xpath("//article")
    for extra in main.xpath(".//*[@hidden] | .//a[contains(@class, 'footnote-reference')]"):
        extra.drop_tree()
    words = squeezed(main.text_content())
    edited, _ = read_text(ROOT, load(ROOT, ident))
    reads = [*edited.body, *edited.notes] if name == "whole" else edited.body
    wanted = [squeezed(CALL.sub("", read.reading).replace(BREAK, "")) for read in reads]
    assert [text for text in wanted if words.count(text) == 0] == []
    places = [words.index(text) for text in wanted[: len(edited.body)] if len(text) > 60]
    if name == "whole":
        assert places == sorted(places)


@pytest.mark.parametrize(("ident", "name"), PAGES)
def test_every_link_within_the_edition_leads_somewhere(site, ident, name):
    address = Path("texts") / ident / f"{name}.html"
    held: dict[Path, set[str]] = {}
    lost = []
    for link in page(site, address).xpath("//main//a/@href"):
        if "://" in link or link == "#":
            continue
        path, _, anchor = link.partition("#")
        target = (site / address.parent / path).resolve() if path else (site / address).resolve()
        if target not in held:
            held[target] = set(page(site, target).xpath("//@id")) if target.is_file() else set()
        if (anchor and anchor not in held[target]) or not target.is_file():
            lost.append(link)
    assert lost == []


def test_each_pair_can_be_linked_and_says_its_languages(site):
    parallel = page(site, Path("texts") / K / "parallel.html")
    for pair in read_alignment(ROOT, load(ROOT, K)):
        [box] = parallel.xpath(f"//*[@id='pair-{pair.ident}']")
        assert box.xpath("./*[contains(@class, 'side')]/@lang") == ["en", "ko"]
        numbers = [link.rpartition("/")[2] for link in box.xpath(".//a[contains(@class, 'number')]/@href")]
        wanted = [
            f"{code}.html#{place}"
            for code, places in pair.sides.items()
            for place in places
            if place.rpartition(".")[2].isdigit()
        ]
        assert numbers == wanted


def test_each_paragraph_of_a_version_leads_to_its_pair(site):
    english = page(site, Path("texts") / K / "en.html")
    parallel = page(site, Path("texts") / K / "parallel.html")
    links = english.xpath("//a[contains(@class, 'to-pair')]/@href")
    assert len(links) > 20
    assert set(links) <= {f"parallel.html#{ident}" for ident in parallel.xpath("//@id")}
    assert not parallel.xpath("//a[contains(@class, 'to-pair')]")


def test_the_pages_of_the_versions_lead_to_each_other(site):
    links = page(site, Path("texts") / K / "en.html").xpath("//*[contains(@class, 'text-links')]//a/@href")
    assert links == ["whole.html", "parallel.html", "ko.html"]


def test_side_by_side_on_a_wide_screen_and_stacked_on_a_phone(address, browser):
    """And stacked in print, whatever the paper."""
    for width, media, beside in ((1280, "screen", True), (390, "screen", False), (1280, "print", False)):
        context = browser.new_context(viewport={"width": width, "height": 800})
        tab = context.new_page()
        tab.emulate_media(media=media)
        tab.goto(f"{address}/texts/{K}/parallel.html#pair-2")
        english, korean = (tab.locator(f"#pair-2 .side[lang={code}]").bounding_box() for code in ("en", "ko"))
        assert (abs(english["y"] - korean["y"]) < 2) == beside
        assert tab.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        context.close()


def test_notes_of_the_versions_show_where_they_are_called(address, browser):
    """The words of a note of another page are in the page's preview file."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    tab.goto(f"{address}/texts/{K}/parallel.html")
    tab.hover("#pair-1 a.footnote-reference.edition")
    tab.wait_for_selector("#edition-preview:not([hidden])")
    assert tab.inner_text("#edition-preview").startswith("e1")
    tab.close()
