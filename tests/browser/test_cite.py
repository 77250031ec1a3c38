"""Citing in a reader's browser: copying by keyboard, quoting, and what has changed since a release."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from edition.ext import cite

PAGE = "texts/lee-lessons/erased-revolution.html"
RELEASE = "0.0.9"  #: planted: no release has this number


@pytest.fixture
def tab(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a text, served, with leave to use the clipboard."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    tab = context.new_page()
    tab.goto(f"{address}/{PAGE}")
    yield tab
    context.close()


def clipboard(tab: Page) -> str:
    return str(tab.evaluate("navigator.clipboard.readText()"))


def number(tab: Page, ident: str) -> str:
    return f'[id="{ident}"] a.number'


def test_link_and_citation_are_copied_by_keyboard(tab: Page, address: str) -> None:
    """Enter on a number opens the menu, Enter copies the link, Tab and Enter the citation; Escape gives focus back."""
    link = tab.locator(number(tab, "lee-lessons.4"))
    assert link.get_attribute("aria-expanded") == "false"
    link.focus()
    tab.keyboard.press("Enter")
    assert link.get_attribute("aria-expanded") == "true"
    assert tab.url.endswith("#lee-lessons.4")
    tab.keyboard.press("Enter")
    tab.wait_for_selector(".cite-told:not(:empty)")
    assert clipboard(tab) == f"{address}/{PAGE}#lee-lessons.4"
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('이형로'))")
    words = clipboard(tab)
    assert re.search(r"『After October』 .*, 4문단, lee-lessons\.4\.$", words)
    tab.keyboard.press("Escape")
    assert not tab.locator("#cite-menu").is_visible()
    assert tab.evaluate("document.activeElement.hash") == "#lee-lessons.4"


def test_the_style_is_chosen_and_kept(tab: Page) -> None:
    """The style chosen for one paragraph is that of the next, on the next page, too."""
    tab.locator(number(tab, "lee-lessons.4")).press("Space")
    tab.select_option("#cite-menu select", "chicago")
    assert "par. 4, in After October" in tab.inner_text(".cite-preview")
    tab.keyboard.press("Escape")
    tab.reload()
    tab.locator(number(tab, "lee-lessons.5")).click()
    assert "par. 5, in After October" in tab.inner_text(".cite-preview")


def test_words_selected_are_copied_with_their_citation(tab: Page) -> None:
    """The quotation is offered only where words of the paragraph are selected, and holds words of the text alone."""
    first = tab.locator(number(tab, "lee-lessons.5"))
    first.click()
    assert tab.get_by_text("인용문과 표기 복사").is_hidden()
    tab.keyboard.press("Escape")
    tab.evaluate("""() => {
      const range = document.createRange();
      range.selectNodeContents(document.getElementById("lee-lessons.5"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }""")
    first.click()
    tab.get_by_text("인용문과 표기 복사").click()
    tab.wait_for_selector(".cite-told:not(:empty)")
    words = clipboard(tab)
    assert words.startswith("“그리고 1991년 소련 붕괴 이후에는 소련의")
    assert words.endswith("lee-lessons.5.")
    assert "저본" not in words


def test_the_menu_moves_nothing_and_stays_in_the_window(tab: Page) -> None:
    """No paragraph moves when the menu opens, and the page is no wider than the screen."""
    where = "document.getElementById('lee-lessons.6').getBoundingClientRect().top + scrollY"
    before = tab.evaluate(where)
    tab.locator(number(tab, "lee-lessons.5")).click()
    assert tab.evaluate(where) == before
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    box = tab.locator("#cite-menu").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_a_block_s_citation_is_copied(tab: Page) -> None:
    tab.locator("#cite > summary").click()
    tab.locator("#cite .cite-styles .cite-copy").first.click()
    tab.wait_for_function("document.querySelector('#cite .cite-styles .cite-copy').textContent === '복사했다'")
    assert clipboard(tab) == tab.inner_text("#cite .cite-styles .cite-words >> nth=0")


def test_without_javascript_a_number_is_a_link(browser: Browser, site: Path) -> None:
    """The number leads to its paragraph, the block can be read, and no dead button is shown."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / PAGE).as_uri())
    tab.locator(number(tab, "lee-lessons.4")).click()
    assert tab.url.endswith("#lee-lessons.4")
    tab.locator("#cite > summary").click()
    assert tab.locator("#cite .cite-words").first.is_visible()
    assert not tab.locator("#cite .cite-copy").first.is_visible()
    context.close()


@pytest.fixture
def released(site: Path, tmp_path: Path) -> str:
    """A page with a release planted: two paragraphs changed since, one gone, one new; its address, from the disk."""
    page = tmp_path / PAGE
    page.parent.mkdir(parents=True)
    shutil.copytree(site / "_static", tmp_path / "_static")
    html = (site / PAGE).read_text(encoding="utf-8")
    page.write_text(re.sub(r'"releases":\[[^]]*\]', f'"releases":["{RELEASE}"]', html), encoding="utf-8")
    data = {
        "version": RELEASE, "date": "2026-01-01", "added": ["lee-lessons.5"],
        "changed": {"lee-lessons.4": [["=", "1919년 "], ["-", "삼월"], ["+", "3월"], ["=", " 2일"]]},
        "gone": {"lee-lessons.4a": ["빠진 문단", "lee-lessons.4"]},
    }  # fmt: skip
    script = tmp_path / cite.SINCE / RELEASE / "lee-lessons.js"
    script.parent.mkdir(parents=True)
    script.write_text(f"editionSince({json.dumps(data)});", encoding="utf-8")
    return page.as_uri()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (f"?v={RELEASE}#lee-lessons.3", ["바뀌지 않았다"]),
        (f"?v={RELEASE}#lee-lessons.4", ["그 뒤에 바뀌었다", "그때 1919년 삼월 2일", "지금 1919년 3월 2일"]),
        (f"?v={RELEASE}#lee-lessons.5", ["이 문단이 없었다"]),
        (f"?v={RELEASE}#lee-lessons.4a", ["이제 없다", "빠진 문단", "대신 볼 곳: lee-lessons.4"]),
        (f"?v={RELEASE}", ["바뀐 문단: 1", "lee-lessons.4"]),
        ("?v=9.9.9#lee-lessons.3", ["9.9.9판의 기록이 없어"]),
    ],
)
def test_what_has_changed_since_cited_is_told(browser: Browser, released: str, query: str, told: list[str]) -> None:
    """A link that names a release says whether its paragraph has changed since, and how."""
    tab = browser.new_page()
    faults: list[str] = []
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(released + query)
    tab.wait_for_selector(".cite-since p")
    words = tab.locator(".cite-since").inner_text()
    assert [part for part in told if part not in words] == []
    assert faults == []
    tab.close()


def test_a_page_opened_plainly_tells_and_loads_nothing(browser: Browser, released: str) -> None:
    """Without ``?v=`` there is no notice, and no file of differences is asked for."""
    tab = browser.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(released)
    assert tab.locator(".cite-since").count() == 0
    assert not any("since" in url for url in asked)
    tab.close()
