"""The harmless cases of ``tests/hostile/cases.toml``, built together once: a browser shows them and runs nothing.

And the policy of the site: every kind of page keeps it, and it holds what is planted.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from edition.export.build import build
from edition.ext.config import forget_texts
from edition.ext.policy import header_file, policy
from edition.safety.check import safety_problems
from edition_copy import Built, copy_root, run_sphinx
from hostile_cases import CASES, lay_over

HARMLESS = [case for case in CASES if "harmless" in case]
CONF = """
exclude_patterns = ["**/ids.tsv", "register/entries/*"]
extensions.append("edition.export.epub.builder")
"""
#: counts what runs, what asks and what the policy holds back
CANARY = """
window.ran = []; window.held = [];
window.canary = (number) => window.ran.push(number);
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name);
addEventListener("securitypolicyviolation", (event) => window.held.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A tiny edition with all harmless cases in it."""
    copy = copy_root("plain", tmp_path_factory.mktemp("hostile") / "tiny")
    for case in HARMLESS:
        lay_over(copy.root, case)
    (copy.root / "docs" / "search.md").write_text("---\norphan: true\n---\n\n# Search\n\n```{search-form}\n```\n")
    with (copy.root / "docs" / "conf.py").open("a") as conf:
        conf.write(CONF)
    assert safety_problems(copy.root) == []
    forget_texts()
    return run_sphinx(copy)


@dataclass
class Watched:
    """A page of the browser and what it did that it should not."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def quiet(self) -> bool:
        """Tell whether nothing ran, asked, was fetched from elsewhere or was held back."""
        assert self.page.evaluate("window.ran") == []
        assert self.page.evaluate("window.held") == []
        assert self.said == []
        assert self.asked == []
        return True


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    page = browser.new_page()
    found = Watched(page)
    page.add_init_script(CANARY)
    page.on("console", lambda message: found.said.append(message.text))
    page.on("pageerror", lambda error: found.said.append(str(error)))
    page.on("dialog", lambda dialog: (found.said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: None if request.url.startswith(("file:", "data:", "http://127.0.0.1"))
            else found.asked.append(request.url))  # fmt: skip
    yield found
    page.close()


@pytest.mark.parametrize("case", HARMLESS, ids=lambda case: case["name"])
def test_words_are_shown_and_nothing_runs(case, hostile, watched):
    page = watched.page
    page.goto((hostile.folder / f"{case.get('page', 'index')}.html").as_uri())
    assert " ".join(case["harmless"].split()) in " ".join(page.locator("body").inner_text().split()) or case[
        "harmless"
    ] in (page.locator("body").text_content() or "")
    handlers = "[...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => n.startsWith('on'))"
    assert page.evaluate(handlers) == []
    assert page.locator("script:not([src]):not([type])").count() == 0
    assert watched.quiet()


def test_every_page_of_it_is_quiet_and_can_be_touched(hostile, watched):
    """Links are hovered and focused, so that previews and cards open."""
    pages = sorted(hostile.folder.rglob("*.html"))
    assert len(pages) >= 8
    for path in pages:
        watched.page.goto(path.as_uri())
        for link in watched.page.locator("main a[href]:visible").all()[:25]:
            link.focus()
            link.dispatch_event("mouseover")
        watched.page.wait_for_timeout(50)
        assert watched.quiet(), path


@pytest.mark.parametrize("query", ["canary", "script", "Escaped", "문단"])
def test_results_of_a_search_are_words(query, hostile, watched):
    page = watched.page
    page.goto(f"{(hostile.folder / 'search.html').as_uri()}?q={query}")
    page.wait_for_function("document.querySelector('.search-told').textContent")
    assert page.locator(".search-results script, .search-results img, .search-results svg").count() == 0
    assert watched.quiet()


def test_the_search_finds_them(hostile, watched):
    """So that the test above has something to show."""
    watched.page.goto(f"{(hostile.folder / 'search.html').as_uri()}?q=문단")
    watched.page.wait_for_selector(".search-results article")


def test_the_canary_sings_when_something_runs(browser, tmp_path):
    """The same eyes, on a page without a policy."""
    (tmp_path / "x.html").write_text("<!DOCTYPE html><body><img src=x onerror='canary(1)'><script>canary(2)</script>")
    page = browser.new_page()
    page.add_init_script(CANARY)
    page.goto((tmp_path / "x.html").as_uri())
    page.wait_for_timeout(100)
    assert sorted(page.evaluate("window.ran")) == [1, 2]
    page.close()


# The policy


def test_a_planted_script_handler_or_style_does_not_run(hostile, watched, tmp_path):
    """Were all else to fail, the policy holds."""
    text = (hostile.folder / "index.html").read_text(encoding="utf-8")
    planted = "<img src=x onerror='canary(1)'><script>canary(2)</script><p style='position:fixed'>x</p>"
    planted += "<script src='https://evil.example/x.js'></script><iframe src='https://evil.example/'></iframe>"
    path = hostile.folder / "planted.html"
    path.write_text(text.replace("</main>", f"{planted}</main>"), encoding="utf-8")
    try:
        page = watched.page
        page.goto(path.as_uri())
        page.wait_for_timeout(100)
        assert page.evaluate("window.ran") == []
        held = set(page.evaluate("window.held"))
        assert held >= {"script-src-elem", "script-src-attr", "style-src-attr", "frame-src"}
        told = page.evaluate("(() => { try { document.body.innerHTML = '<b>x</b>' } catch (e) { return e.name } })()")
        assert told == "TypeError"
    finally:
        path.unlink()


def kinds(site: Path) -> list[str]:
    """Return pages of the edition, one of every kind."""
    wanted = ["index", "en/index", "texts/lee-lessons/index", "texts/lee-lessons/opening", "apparatus/lee-lessons",
              "chronology", "register/persons", "register/index", "bibliography", "quotations", "search",
              "about/promises", "about/assessment", "about/code"]  # fmt: skip
    made = [path.relative_to(site).as_posix().removesuffix(".html") for path in site.glob("texts/*/*.html")]
    return [name for name in [*wanted, *made[::6]] if (site / f"{name}.html").exists()]


@pytest.mark.parametrize("from_disk", [True, False], ids=["from a disk", "from a server"])
def test_every_kind_of_page_keeps_the_policy(from_disk, site, address, watched):
    page, base = watched.page, site.as_uri() if from_disk else address
    found = kinds(site)
    assert len(found) > 12
    for name in found:
        page.goto(f"{base}/{name}.html")
        assert page.locator("meta[http-equiv=Content-Security-Policy]").count() == 1
        assert watched.quiet(), name
    page.goto(f"{base}/search.html?q=레닌")
    page.wait_for_selector(".search-results article")
    page.goto(f"{base}/texts/lee-lessons/opening.html")
    page.locator("main a.register").first.hover()
    page.wait_for_selector("#edition-preview:not([hidden])")
    page.locator("a.number").first.click()
    page.wait_for_selector("#cite-menu:not([hidden]) .cite-preview")
    assert page.locator(".cite-preview").text_content()
    page.goto(f"{base}/apparatus/lee-lessons.html")
    page.locator("input[name=order][value=reading]").check()
    orders = "[...document.querySelectorAll('table.apparatus tbody tr')].map((row) => +getComputedStyle(row).order)"
    assert page.evaluate(orders) == sorted(page.evaluate(orders))
    page.goto(f"{base}/chronology.html")
    page.wait_for_selector(".timeline-event")
    assert watched.quiet()


def test_hosts_are_told_the_same(site):
    told = (site / "_headers").read_text(encoding="utf-8")
    assert told == header_file()
    assert "frame-ancestors 'none'" in told
    directives = {part.split(" ")[0] for part in policy().split("; ")}
    assert all(f"{name} " in told for name in directives)


# Other formats of the same


def test_the_search_index_and_json_hold_no_end_of_a_script(hostile):
    for path in hostile.folder.rglob("*.html"):
        for script in etree.HTML(path.read_bytes()).xpath("//script[@type]"):
            json.loads(script.text)


def test_books_and_data_hold_no_script_and_are_well_formed(hostile):
    """TEI, JSON and PDF of the same edition; Typst runs nothing of what the words say."""
    root = hostile.copy.root
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    made = build(root, ["tei", "json", "text", "pdf"], lambda line: None)
    assert {path.suffix for path in made} >= {".xml", ".json", ".txt", ".pdf"}
    for path in made:
        if path.suffix == ".epub":
            with zipfile.ZipFile(path) as book:
                for name in book.namelist():
                    if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
                        assert live(book.read(name)) == [], name
        elif path.suffix == ".xml":
            assert live(path.read_bytes()) == [], path
        elif path.suffix == ".json":
            json.loads(path.read_text(encoding="utf-8"))
        elif path.suffix == ".pdf":
            with pikepdf.open(path) as book:
                kinds = {str(item.get("/S", "")) for item in book.objects if isinstance(item, pikepdf.Dictionary)}
                assert not kinds & {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData"}
            text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(path))
            assert "root:" not in text  # the first line of /etc/passwd


def live(data: bytes) -> list[str]:
    """Return the names of elements and attributes of the XML *data* that could run something."""
    tree = etree.fromstring(data)
    found = tree.xpath("//*[local-name()='script' or local-name()='iframe' or local-name()='object']")
    attributes = tree.xpath("//@*[starts-with(name(), 'on') or starts-with(., 'javascript:')]")
    return [*(element.tag for element in found), *map(str, attributes)]
