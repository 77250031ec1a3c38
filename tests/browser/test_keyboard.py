"""Whole tasks done with the keyboard alone, on desk and phone: focus is seen at every step, nothing holds it.

No test here clicks, hovers or sets the focus: what a reader without a mouse presses is all that happens.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

MOST = 450  #: presses of Tab on one page, more than any page walked here has stops
SEEN = """() => { // what has the focus, and what is wrong with how it is shown
  const here = document.activeElement;
  if (!here || here === document.body) return ["", "nothing has the focus"];
  const box = [...here.getClientRects()].find((one) => one.width > 0 && one.height > 0), style = getComputedStyle(here);
  const name = `${here.localName}.${here.className}#${here.id} ${here.textContent.trim().slice(0, 30)}`;
  if (!box) return [name, "has no size"];
  const high = box.bottom > 0 && box.top < innerHeight, wide = box.right > 0 && box.left < innerWidth;
  if (!high || !wide) return [name, "is off screen"];
  if (style.outlineStyle === "none" || !(parseFloat(style.outlineWidth) >= 1)) return [name, "has no outline"];
  if (!here.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [name, "is not visible"];
  return [name, ""];
}"""


class Keys:
    """A reader's keyboard."""

    def __init__(self, tab: Page) -> None:
        self.tab = tab

    def press(self, *keys: str) -> None:
        """Press one key after the other."""
        for key in keys:
            self.tab.keyboard.press(key)

    def at(self, selector: str) -> bool:
        """Tell whether the focus is on what *selector* names."""
        return bool(self.tab.evaluate("(selector) => document.activeElement.matches(selector)", selector))

    def seen(self) -> str:
        """Return the name of what has the focus; it must be seen."""
        name, fault = self.tab.evaluate(SEEN)
        assert not fault, f"{name} {fault}"
        return str(name)

    def escapes(self, shown: Locator) -> None:
        """Close what is *shown* with Escape."""
        expect(shown).to_be_visible()
        self.press("Escape")
        expect(shown).to_be_hidden()

    def go(self, selector: str, key: str = "Tab") -> None:
        """Press *key* until the focus is on *selector*; at each stop it must be seen, and must have moved."""
        self.tab.evaluate("window.lastFocus_ = null")
        for _ in range(MOST):
            self.tab.keyboard.press(key)
            name = self.seen()
            held = self.tab.evaluate(
                "[document.activeElement === window.lastFocus_, window.lastFocus_ = document.activeElement][0]"
            )
            assert not held, f"{key} does not lead on from {name}"
            if self.at(selector):
                return
        pytest.fail(f"{key} never comes to {selector}")


@pytest.fixture(params=[(1280, 900), (390, 800)], ids=["desk", "phone"])
def keys(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Keys]:
    """A keyboard at a tab; any error of a script is a fault."""
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    tab, faults = context.new_page(), list[str]()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    yield Keys(tab)
    context.close()
    assert faults == []


def test_the_eye_of_these_tests_can_fail(keys: Keys, address: str) -> None:
    """Focus without an outline, and a stop that holds it, are found."""
    keys.tab.goto(f"{address}/texts/razlatzky-notes/questions.html")
    keys.tab.evaluate("document.querySelector('.site-title').style.outline = 'none'")
    with pytest.raises(AssertionError, match="no outline"):
        keys.go(".scheme select")
    keys.tab.evaluate("addEventListener('keydown', (event) => event.preventDefault())")
    keys.tab.keyboard.press("Tab")
    with pytest.raises(AssertionError, match=r"no outline|does not lead on"):
        keys.go("a.number")


def test_a_text_is_read_from_its_front_on(keys: Keys, address: str) -> None:
    """The skip link, a section, the next one at its end; and the contents by a skip link of their own."""
    keys.tab.goto(f"{address}/texts/razlatzky-notes/index.html")
    keys.press("Tab")
    assert keys.at(".skip-link")
    keys.press("Enter")
    keys.go("article a[href='questions.html']")
    keys.press("Enter")
    keys.tab.wait_for_url("**/questions.html")
    keys.go(".prev-next .next")
    keys.press("Enter")
    keys.tab.wait_for_url("**/february-and-october.html")
    keys.go(".skip-link[href='#neighbours']")
    keys.press("Enter")
    keys.go(".neighbours a")
    assert keys.tab.evaluate("document.activeElement.closest('.neighbours') !== null")


def test_a_note_is_read_and_left_for_its_call(keys: Keys, address: str) -> None:
    """A call shows its note, Escape closes it; Enter leads to the note, and the note's number back to the call."""
    keys.tab.goto(f"{address}/texts/lenin-lessons/introduction.html")
    keys.go("main a.footnote-reference")
    call = keys.tab.evaluate("document.activeElement.id")
    keys.escapes(keys.tab.locator("#edition-preview"))
    assert keys.tab.evaluate("document.activeElement.id") == call
    keys.press("Enter")
    keys.go("aside.footnote [role=doc-backlink]")
    keys.press("Enter")
    assert keys.tab.url.endswith(f"#{call}")
    assert keys.tab.evaluate("document.activeElement.id") == call
    keys.seen()


def test_a_term_shows_its_entry_and_leads_to_it(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/lenin-lessons/introduction.html")
    keys.go("main a.register")
    preview = keys.tab.locator("#edition-preview")
    keys.escapes(preview)
    keys.press("Shift+Tab", "Tab")
    expect(preview).to_be_visible()
    keys.press("Enter")
    keys.tab.wait_for_url("**/register/*.html#reg-*")


def test_the_text_is_shown_as_received_and_remembered(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/ryu-emergence/conclusion.html")
    keys.go("input[name=edition-view]")
    keys.press("ArrowRight")
    keys.seen()
    assert keys.at("[value=received]:checked")
    keys.go(".keep input")
    keys.press("Space")
    keys.tab.reload()
    expect(keys.tab.locator("input[name=edition-view][value=received]")).to_be_checked()


def test_a_mark_opens_its_card_and_escape_closes_it(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/ryu-emergence/conclusion.html")
    keys.go(".editor-mark")
    keys.escapes(keys.tab.locator(".editor-mark:focus .mark-card"))
    keys.press("Tab")
    keys.seen()


def test_the_versions_are_read_side_by_side(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/probsting-kazakhstan/index.html")
    keys.go("main a[href='parallel.html']")
    keys.press("Enter")
    keys.tab.wait_for_url("**/parallel.html")
    keys.go(".pair-link")
    keys.press("Enter")
    keys.tab.wait_for_function("location.hash.length > 1")


def test_a_search_is_asked_narrowed_and_followed(keys: Keys, address: str) -> None:
    """A stroke leads to the field; filters by arrows and space; arrows go through the results, Enter to the place."""
    keys.tab.goto(f"{address}/texts/razlatzky-notes/questions.html")
    keys.press("/")
    keys.tab.wait_for_url("**/search.html")
    expect(keys.tab.locator("#edition-search")).to_be_focused()
    keys.seen()
    keys.tab.keyboard.type("Lenin")
    results = keys.tab.locator(".search-results article a")
    expect(results.first).to_be_visible()
    keys.go("select[name=lang]")
    keys.tab.keyboard.type("E")
    expect(keys.tab.locator("select[name=lang]")).to_have_value("en")
    keys.go("input[value=register]")
    keys.press("Space")
    expect(keys.tab.locator(".search-results section h2", has_text="Register")).to_have_count(0)
    keys.go("#edition-search", "Shift+Tab")
    keys.press("ArrowDown", "ArrowDown")
    expect(results.nth(1)).to_be_focused()
    keys.seen()
    wanted = str(results.nth(1).get_attribute("href"))
    keys.press("Enter")
    keys.tab.wait_for_url(lambda url: url.endswith(wanted.rpartition("#")[2]))


def test_a_paragraph_is_cited(keys: Keys, address: str) -> None:
    """Enter on a number opens the menu; Tab past its end leads back to the number, and on into the text."""
    keys.tab.goto(f"{address}/texts/razlatzky-notes/questions.html")
    keys.go("a.number")
    keys.press("Enter")
    keys.seen()
    keys.press("Tab", "Enter")
    keys.tab.wait_for_selector(".cite-told:not(:empty)")
    assert "After October" in str(keys.tab.evaluate("navigator.clipboard.readText()"))
    keys.go("#cite-menu select")
    keys.press("Tab")
    expect(keys.tab.locator("#cite-menu")).to_be_hidden()
    assert keys.at("a.number")
    keys.press("Enter", "Shift+Tab")
    expect(keys.tab.locator("#cite-menu")).to_be_hidden()
    assert keys.at("a.number")
    keys.press("Tab")
    assert keys.seen() and not keys.at("#cite-menu *")


def test_a_correction_is_suggested(keys: Keys, address: str) -> None:
    """From a number to a patch, and back to the number."""
    keys.tab.goto(f"{address}/texts/ryu-emergence/conclusion.html")
    keys.go("a.number")
    number = keys.tab.evaluate("document.activeElement.hash")
    keys.press("Enter")
    keys.go("#cite-menu [data-correct]")
    keys.press("Enter")
    keys.tab.wait_for_selector("dialog[open]")
    keys.seen()
    words = keys.tab.evaluate("document.getElementById(location.hash.slice(1)).innerText.match(/[가-힣]{3,}/)[0]")
    keys.tab.keyboard.type(words)
    keys.go("#correct-wanted")
    keys.tab.keyboard.type(f"{words}라")
    keys.go("#correct-support")
    keys.tab.keyboard.type("시험 삼아")
    keys.tab.wait_for_selector(".correct-main:enabled")
    keys.go(".correct-main")
    with keys.tab.expect_download():
        keys.press("Enter")
    keys.press("Escape")
    expect(keys.tab.locator("dialog")).to_have_count(0)
    assert keys.tab.evaluate("document.activeElement.hash") == number
    keys.seen()


def test_colours_are_chosen(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/razlatzky-notes/questions.html")
    keys.go(".scheme select")
    keys.press("End")
    expect(keys.tab.locator("html")).to_have_attribute("data-theme", "dark")
    keys.go("a.number")  # and focus is seen in the dark


def test_a_heading_can_be_linked(keys: Keys, address: str) -> None:
    keys.tab.goto(f"{address}/texts/razlatzky-notes/questions.html")
    keys.go("h1 .headerlink")
    keys.press("Enter")
    keys.tab.wait_for_function("location.hash.length > 1")
