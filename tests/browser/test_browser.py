"""The web edition as a reader's browser meets it, opened from the file system."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

PAGES = [
    "index.html",
    "texts/ryu-emergence/revolution-and-civil-war.html",
    "texts/lenin-lessons/against-stalin.html",
    "texts/probsting-kazakhstan/ko.html",
    "apparatus/probsting-kazakhstan.html",
    "status-ko.html",
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


def received(tab: Page, *, yes: bool = True) -> None:
    """Turn the switch of the page to *as received*, or back."""
    tab.check(f'.edition-view input[value="{"received" if yes else "edited"}"]')


@pytest.mark.parametrize("how", ["hover", "focus", "tap"])
def test_a_mark_tells_the_witness_s_reading(browser: Browser, site: Path, how: str) -> None:
    """Pointed at, reached by keyboard or tapped, a mark opens a card with all that is known of it; Escape closes it."""
    context = browser.new_context(viewport={"width": PHONE, "height": 900}, has_touch=True)
    tab = context.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    mark = tab.locator(".editor-mark.corr").first
    card = mark.locator(".mark-card")
    assert mark.inner_text() == "표트르"
    assert not card.is_visible()
    {"hover": mark.hover, "focus": mark.focus, "tap": mark.tap}[how]()
    assert card.is_visible()
    for words in ("저본: 포트르", "문자 인식 오류", "확실"):
        assert words in card.inner_text()
    box = card.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    tab.keyboard.press("Escape")
    assert not card.is_visible()
    context.close()


def test_the_card_leads_to_the_apparatus_and_the_apparatus_back(browser: Browser, site: Path) -> None:
    """From a mark to its row and from the row to the mark."""
    tab = browser.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    mark = tab.locator(".editor-mark.corr").first
    ident = mark.get_attribute("id")
    mark.focus()
    mark.locator(".mark-card a").click()
    assert tab.url.endswith(f"apparatus/ryu-emergence.html#a-{ident}")
    tab.locator(f'[id="a-{ident}"] a').click()
    assert tab.url.endswith(f"texts/ryu-emergence/empire.html#{ident}")
    tab.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_switch_shows_the_text_as_received(browser: Browser, site: Path, script: bool) -> None:
    """As received, the witness's readings stand in the line and the editors' do not; the switch needs no script."""
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    tab.goto((site / "texts/ryu-emergence/empire.html").as_uri())
    paragraph = tab.locator('[id="ryu-emergence.1"]')
    assert "표트르 대제" in paragraph.inner_text()
    assert "포트르 대제" not in paragraph.inner_text()
    received(tab)
    assert "포트르 대제" in paragraph.inner_text()
    assert "표트르" not in paragraph.inner_text()
    assert tab.locator(".edition-view .keep").is_visible() == script
    context.close()


def test_the_view_is_kept_for_every_page_when_asked(browser: Browser, address: str) -> None:
    """The choice holds for one page; with the box ticked it is remembered, and unticked forgotten."""
    context = browser.new_context()
    tab = context.new_page()
    first, other = (f"texts/ryu-emergence/{name}.html" for name in ("empire", "soviet-russia"))

    def view(page: str) -> str:
        tab.goto(f"{address}/{page}")
        return tab.locator(".edition-view input[name=edition-view]:checked").get_attribute("value") or ""

    assert view(first) == "edited"
    received(tab)
    assert view(other) == "edited"
    received(tab)
    tab.check(".edition-view .keep input")
    assert view(first) == "received"
    assert tab.is_checked(".edition-view .keep input")
    tab.uncheck(".edition-view .keep input")
    assert view(other) == "edited"
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_the_apparatus_is_filtered_and_sorted(browser: Browser, site: Path, script: bool) -> None:
    """Boxes hide kinds and certainties, buttons change the order; both without a script too."""
    context = browser.new_context(java_script_enabled=script)
    tab = context.new_page()
    tab.goto((site / "apparatus/ryu-emergence.html").as_uri())
    rows = tab.locator("table.apparatus tbody tr")
    total = rows.count()
    tab.uncheck(".show-kind-ocr")
    hidden = tab.locator("table.apparatus tr.kind-ocr")
    assert hidden.count() > 0
    assert not any(row.is_visible() for row in hidden.all())
    assert sum(row.is_visible() for row in rows.all()) == total - hidden.count()
    tab.check(".show-kind-ocr")
    tab.check('.apparatus-controls input[value="certainty"]')
    seen = sorted(((row.bounding_box() or {})["y"], row.get_attribute("class") or "") for row in rows.all())
    ranks = [
        next(rank for rank, key in enumerate(("possible", "probable", "certain")) if key in name) for _, name in seen
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) > 1
    context.close()


def test_without_javascript_the_text_is_there(browser: Browser, site: Path) -> None:
    """Text, notes and marks need no script."""
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / "texts/lee-lessons/erased-revolution.html").as_uri())
    assert tab.locator('[id="lee-lessons.n1"]').is_visible()
    assert tab.locator("p[id]").count() > 5
    context.close()


@pytest.mark.parametrize(
    "word", ["크론시타트", "Kronstadt", "크론슈타트", "Rakovsky", "Rakovski", "라콥스키", "빌랑", "Bilan"]
)
def test_searching_the_register_for_a_name_leads_to_one_entry(browser, site, word):
    """Every form in either language finds its entry, and no other."""
    page = browser.new_page()
    page.goto(f"{site.as_uri()}/register/index.html")
    page.fill("#register-search", word)
    assert page.locator("ul.register-index").first.locator("li:visible").count() == 1
    page.close()


TEXT = "texts/ryu-emergence/empire.html"
PREVIEWED = {
    "an entry of the register": ("main p a.register[href$='#reg-peter-i']", "표트르"),
    "a note": ("main p a.footnote-reference.edition", ""),
    "a work cited": ("main a[href*='bibliography.html#work-']", ""),
}


@pytest.mark.parametrize("kind", PREVIEWED)
def test_a_preview_opens_under_the_pointer_and_closes_with_escape(browser: Browser, site: Path, kind: str) -> None:
    selector, words = PREVIEWED[kind]
    page = browser.new_page()
    page.goto((site / TEXT).as_uri())
    page.check('input[name="edition-notes"][value="whole"]')
    link, preview = page.locator(selector).first, page.locator(".edition-preview")
    link.scroll_into_view_if_needed()
    assert preview.is_hidden()
    link.hover()
    preview.wait_for(state="visible")
    assert words in (preview.text_content() or "")
    assert link.get_attribute("aria-describedby") == preview.get_attribute("id")
    page.keyboard.press("Escape")
    assert preview.is_hidden()
    page.close()


def test_a_preview_opens_on_the_first_tap_and_leads_on_from_there(browser: Browser, site: Path) -> None:
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto((site / TEXT).as_uri())
    link = page.locator("main p a.register").nth(2)
    link.tap()
    page.locator(".edition-preview").wait_for(state="visible")
    assert page.url.endswith(TEXT)
    edges = page.locator(".edition-preview").bounding_box()
    assert edges is not None
    assert edges["x"] >= 0
    assert edges["x"] + edges["width"] <= PHONE
    page.locator(".edition-preview .more").tap()
    page.wait_for_url("**/register/**")
    context.close()


def test_every_preview_named_is_there(browser: Browser, site: Path) -> None:
    """Each register link of a text page has its entry in the page's file of previews, and the file nothing more."""
    for name in ("texts/razlatzky-notes/1937.html", "texts/probsting-kazakhstan/ko.html"):
        page = browser.new_page()
        page.goto((site / name).as_uri())
        found = page.evaluate("""async () => {
            const data = await new Promise((done) => {
                window.editionPreviews = done;
                const script = document.createElement("script");
                script.src = window.editionScript(document.querySelector("meta[name='edition-previews']").content);
                document.head.append(script);
            });
            const links = [...document.querySelectorAll("main a.register, main a[href*='bibliography.html#work-']")];
            return [Object.keys(data).sort(), [...new Set(links.map((link) => link.hash.slice(1)))].sort()];
        }""")
        assert found[0] == found[1] != []
        page.close()


def test_beside_a_version_an_entry_is_shown_in_its_language(browser: Browser, site: Path) -> None:
    """On a page in two languages the side that a link stands on decides."""
    page = browser.new_page()
    page.goto((site / "texts/probsting-kazakhstan/parallel.html").as_uri())
    for language in ("en", "ko"):
        page.locator(f".side[lang={language}] a.register").first.hover()
        preview = page.locator(f".edition-preview[lang={language}]")
        preview.wait_for(state="visible")
        words = preview.locator("p").nth(1).inner_text()
        assert any("가" <= letter <= "힣" for letter in words) == (language == "ko")
    page.close()
