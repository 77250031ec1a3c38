"""Search in a browser: the published queries, the page itself, and that both sides agree on letters and stems."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

import pytest
import snowballstemmer
from playwright.sync_api import Browser, Page, expect

from edition.search.index import bucket, part_of

QUERIES = Path(__file__).parents[1] / "search" / "queries.toml"
#: kind → least recall and precision of the first ten; scripts/bench/search.py tells the rule
LEAST = {
    "noun": (0.98, 0.95), "particle": (0.98, 0.95), "predicate": (0.98, 0.95), "compound": (0.98, 0.95),
    "spelling": (0.98, 0.95), "language": (0.98, 0.95), "stem": (0.98, 0.95), "typo": (0.95, 0.95),
    "diacritic": (0.98, 0.95),
}  # fmt: skip
FIND = """async (query) => {
    const found = await editionFind(query), top = [];
    for (const item of found.results.slice(0, 10)) {
        top.push(`${(await editionDocument(item.number))[0]} ${item.language}`);
    }
    return top;
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, site: Path) -> Iterator[Page]:
    tab = browser.new_page()
    tab.goto((site / "search.html").as_uri())
    yield tab
    tab.close()


def test_the_published_queries_find_what_they_must(page: Page) -> None:
    rows = defaultdict(list)
    for query in tomllib.loads(QUERIES.read_text("utf-8"))["query"]:
        top, must = page.evaluate(FIND, query["words"]), set(query["must"])
        may = must | set(query["may"])
        recall = sum(key in must for key in top) / min(10, len(must))
        precision = sum(key in may for key in top) / len(top) if top else 1.0
        rows[query["kind"]].append((recall, precision))
    reached = {
        kind: tuple(round(mean(column), 3) for column in zip(*listed, strict=True)) for kind, listed in rows.items()
    }
    assert reached.keys() == LEAST.keys()
    short = {kind: got for kind, got in reached.items() if got[0] < LEAST[kind][0] or got[1] < LEAST[kind][1]}
    assert short == {}, reached


def test_the_browser_stems_and_divides_as_the_index_does(page: Page) -> None:
    words = ["governments", "struggles", "proletarian", "bureaucracies", "dying", "generously", "ugly", "singly"]
    page.evaluate("editionFind('word')")
    stems = page.evaluate(
        "(words) => { const own = new EnglishStemmer(); return words.map((w) => own.stemWord(w)); }", words
    )
    assert stems == [snowballstemmer.stemmer("english").stemWord(word) for word in words]
    assert bucket("혁명") == "k18"
    assert part_of("혁명", 1 << 30) == part_of("혁명", 1 << 30)


def test_a_word_is_answered_while_it_is_typed_and_half_a_syllable_is_not(browser: Browser, site: Path) -> None:
    """What is shown last is the answer to what stands in the field; the address is kept when the typing rests."""
    tab = browser.new_page()
    tab.goto((site / "search.html").as_uri())
    field, results = tab.locator("#edition-search"), tab.locator(".search-results")
    for words in ("ㄹ", "레", "렌", "레니", "레닌"):
        field.fill(words)
    expect(results).to_have_attribute("data-query", "레닌")
    expect(results.locator("article").first).to_contain_text("레닌")
    field.fill("")
    expect(results.locator("article")).to_have_count(0)
    tab.close()


def test_the_form_keeps_to_a_narrow_window(browser: Browser, site: Path) -> None:
    """The title of a text in the list of texts may be longer than a phone is wide."""
    tab = browser.new_page(viewport={"width": 360, "height": 740})
    tab.goto((site / "search.html").as_uri())
    expect(tab.locator("[name=text] option")).to_have_count(6)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    tab.close()


def test_hanja_are_found_by_their_sounds(page: Page) -> None:
    for hanja, hangul in (
        ("革命", "혁명"),
        ("勞動者", "노동자"),
        ("勞動者의 國家", "노동자의 국가"),
        ("朴槿惠", "박근혜"),
    ):
        found = page.evaluate(FIND, hanja)
        assert found
        assert found[:3] == page.evaluate(FIND, hangul)[:3]


@pytest.mark.parametrize("name", ["Soviet government (Council of People’s Commissars)", "Lenin's Last Struggle"])
def test_a_name_with_an_apostrophe_leads_to_its_entry(page: Page, name: str) -> None:
    ways = page.evaluate("async (query) => (await editionFind(query)).groups[0].ways", name)
    assert ways[0][0].startswith("@"), ways


@pytest.mark.parametrize(
    ("slip", "meant", "other"),
    [("공산원당", "공산당원", "공산당"), ("우츠키", "우리츠키", "츠키"), ("rnamed", "renam", "name")],
)
def test_a_slip_keeps_its_syllables_and_its_first_letter(page: Page, slip: str, meant: str, other: str) -> None:
    ways = page.evaluate("async (query) => (await editionFind(query)).groups[0].ways", slip)
    assert [meant] in ways
    assert [other] not in ways


def test_arrows_go_through_the_results_and_escape_back(browser: Browser, site: Path) -> None:
    tab = browser.new_page()
    tab.goto(f"{(site / 'search.html').as_uri()}?q=Kronstadt")
    links = tab.locator(".search-results article a")
    expect(links.first).to_be_visible()
    expect(tab.locator("#edition-search")).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    tab.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    tab.keyboard.press("ArrowUp")
    tab.keyboard.press("ArrowUp")
    expect(tab.locator("#edition-search")).to_be_focused()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Escape")
    expect(tab.locator("#edition-search")).to_be_focused()
    expect(tab.locator(".search-told[role=status]")).to_contain_text("found")
    tab.close()


@pytest.mark.parametrize(
    ("query", "marked"), [("무너졌다", "무너"), ("Kronstadt", "Kronstadt"), ("크론슈타트에서", "크론")]
)
def test_what_was_found_is_shown_in_its_words(browser: Browser, site: Path, query: str, marked: str) -> None:
    tab = browser.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto((site / "search.html").as_uri())
    tab.fill("#edition-search", query)
    expect(tab.locator(".search-results article").first).to_be_visible()
    assert marked in "".join(tab.locator(".search-results mark").all_text_contents())
    assert faults == []
    tab.close()


def test_results_lead_to_their_paragraph_and_filters_narrow_them(browser: Browser, site: Path) -> None:
    tab = browser.new_page()
    tab.goto(f"{(site / 'search.html').as_uri()}?q=Kronstadt")
    articles = tab.locator(".search-results article")
    expect(articles.first).to_be_visible()
    tab.uncheck("input[value=register]")
    tab.uncheck("input[value=bibliography]")
    tab.uncheck("input[value=edition]")
    tab.select_option("select[name=lang]", "ko")
    expect(tab.locator(".search-results")).not_to_contain_text("Naval")
    link = articles.locator("a").first
    anchor = (link.get_attribute("href") or "").partition("#")[2]
    link.click()
    expect(tab.locator(f"[id='{anchor}']")).to_have_count(1)
    tab.close()


def test_nothing_found_is_said(browser: Browser, site: Path) -> None:
    tab = browser.new_page()
    tab.goto(f"{(site / 'search.html').as_uri()}?q=zzzzqqqq")
    expect(tab.locator(".search-told")).to_contain_text("Nothing found")
    tab.close()


def test_a_key_leads_to_the_search(browser: Browser, site: Path) -> None:
    tab = browser.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    tab.keyboard.press("/")
    tab.wait_for_url("**/search.html")
    assert tab.evaluate("document.activeElement.id") == "edition-search"
    tab.close()


def test_other_pages_load_nothing_of_the_search(browser: Browser, site: Path) -> None:
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    assert not [url for url in asked if "/search/" in url or "search.js" in url or "searchindex" in url]
    tab.close()
