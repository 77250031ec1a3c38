"""The web edition as a reader's browser meets it, opened from the file system."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

PAGES = [
    "index.html",
    "texts/ryu-emergence/revolution-and-civil-war.html",
    "texts/lenin-lessons/against-stalin.html",
    "texts/probsting-kazakhstan/ko.html",
]
DESKTOP, PHONE = 1280, 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_fault(browser: Browser, site: Path, page: str, width: int, scheme: str) -> None:
    """No error in the console, no request to another host, nothing wider than the screen."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab = context.new_page()
    faults: list[str] = []
    tab.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on(
        "request",
        lambda request: faults.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    tab.goto((site / page).as_uri())
    assert faults == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_call_leads_to_its_note_and_back(browser: Browser, site: Path) -> None:
    """The author's note 7 of S is reached from its call, and its number leads back."""
    tab = browser.new_page()
    tab.goto((site / "texts/lenin-lessons/against-stalin.html").as_uri())
    tab.click('[id="lenin-lessons.n7.call"]')
    assert tab.url.endswith("#lenin-lessons.n7")
    assert "Maspero" in tab.inner_text('[id="lenin-lessons.n7"]')
    tab.click('[id="lenin-lessons.n7"] [role=doc-backlink]')
    assert tab.url.endswith("#lenin-lessons.n7.call")
    tab.close()


def test_a_paragraph_can_be_linked(browser: Browser, site: Path) -> None:
    """A paragraph's number is a link to that paragraph."""
    tab = browser.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    tab.click('[id="ryu-emergence.3"] a.number')
    assert tab.url.endswith("#ryu-emergence.3")
    tab.close()


def test_a_mark_tells_the_witness_s_reading(browser: Browser, site: Path) -> None:
    """A mark can be reached by keyboard and says what the witness has; its own words are the reading only."""
    tab = browser.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    mark = tab.locator(".editor-mark.corr").first
    assert mark.get_attribute("tabindex") == "0"
    assert "포트르" in (mark.get_attribute("title") or "")
    assert mark.inner_text() == "표트르"
    tab.close()


def test_without_javascript_the_text_is_there(browser: Browser, site: Path) -> None:
    """Text, notes and marks need no script."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / "texts/lee-lessons/erased-revolution.html").as_uri())
    assert tab.locator('[id="lee-lessons.n1"]').is_visible()
    assert tab.locator("p[id]").count() > 5
    context.close()
