"""The form for corrections, as a reader meets it: from a paragraph's number to a patch that passes the checks."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from correction_form import EDITION, download, git, open_form, ready
from edition.ext.correct import WORDS
from edition_copy import EditionCopy
from tools import need

pytest_plugins = ["correction_form"]

PAGE = "texts/ryu-emergence/empire.html"
KO, EN = WORDS["ko"], WORDS["en"]


@pytest.fixture(params=["desk", "phone"])
def tab(request: pytest.FixtureRequest, browser: Browser, site: Path) -> Iterator[Page]:
    """A tab that reads files from the disk; any request beyond them, and any error of a script, is a fault."""
    size = {"desk": (1280, 900), "phone": (390, 800)}[request.param]
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, accept_downloads=True)
    tab, faults = context.new_page(), list[str]()
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("request", lambda asked: None if asked.url.startswith(("file:", "blob:")) else faults.append(asked.url))
    yield tab
    context.close()
    assert faults == []


def test_a_word_of_the_text(tab: Page, site: Path, whole_copy: EditionCopy, tmp_path: Path) -> None:
    """Words selected, one syllable changed: the patch is the mark, and the text verifies with it."""
    open_form(tab, site, PAGE, "ryu-emergence.1", "비잔티움")
    assert tab.input_value("#correct-words") == tab.input_value("#correct-wanted") == "비잔티움"
    assert tab.inner_text("dialog h2") == "고칠 곳 알리기: 1문단"
    tab.fill("#correct-wanted", "비잔틴")
    tab.fill("#correct-support", "시험 삼아")
    tab.fill("#correct-name", "김철수")
    tab.fill("#correct-mail", "kim@example.org")
    told = ready(tab)
    assert told.startswith(KO["ready"])
    assert "docs/texts/ryu-emergence/empire.md 9행" in told
    assert "{corr}`비잔틴 <비잔티움> | probable: 시험 삼아`" in tab.inner_text(".correct-line")
    patch = download(tab, tmp_path)
    assert patch.name == "ryu-emergence.1.patch"
    assert tab.inner_text(".correct-told").startswith(KO["downloaded"].replace("{}", patch.name))
    git(whole_copy.root, "am", "--keep-non-patch", str(patch))
    assert (
        git(whole_copy.root, "log", "-1", "--format=%an %s").strip()
        == "김철수 [Editorial] ryu-emergence.1: 비잔틴 for 비잔티움"
    )
    assert "Signed-off-by: 김철수 <kim@example.org>" in git(whole_copy.root, "log", "-1", "--format=%b")
    assert whole_copy.problems("ryu-emergence") == []
    tab.keyboard.press("Escape")
    assert not tab.locator("dialog").count()
    assert tab.evaluate("document.activeElement.hash") == "#ryu-emergence.1"


def test_words_that_a_note_names(tab: Page, site: Path, whole_copy: EditionCopy, tmp_path: Path) -> None:
    """The note goes on naming them: its file is in the same patch, and every check passes."""
    open_form(tab, site, "texts/lee-lessons/opening.html", "lee-lessons.1", "100주년을")
    tab.fill("#correct-wanted", "백주년을")
    assert KO["becomes too"].replace("{}", "러시아혁명 백주년을 맞은") in ready(tab)
    patch = download(tab, tmp_path)
    assert len(re.findall(r"^diff --git ", patch.read_text(encoding="utf-8"), re.MULTILINE)) == 2
    git(whole_copy.root, "apply", str(patch))
    done = subprocess.run([EDITION, "check"], cwd=whole_copy.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_note_an_entry_and_a_work(tab: Page, site: Path, whole_copy: EditionCopy, tmp_path: Path) -> None:
    """Our own words are exchanged without a mark, and a form is added to its entry."""
    page = "texts/lee-lessons/revolution-and-counterrevolution.html"
    open_form(tab, site, page, "lee-lessons.30", "11월 23일", inside="lee-lessons.e24")
    assert tab.input_value("#correct-where") == "lee-lessons.e24"
    assert tab.locator("#correct-kind").is_disabled()
    assert tab.get_by_text(KO["exchange hint"]).is_visible()
    tab.fill("#correct-wanted", "11월 24일")
    assert "docs/texts/lee-lessons/notes.toml" in ready(tab)
    patches = [download(tab, tmp_path)]

    tab.goto((site / "register/glossary.html").as_uri())
    tab.locator('[data-correct="reg-nepman"]').click()
    tab.wait_for_selector("dialog[open]")
    tab.select_option("#correct-kind", "form")
    assert tab.locator("#correct-words").is_hidden()
    tab.fill("#correct-wanted", "NEP men")
    ready(tab)
    patches.append(download(tab, tmp_path))

    tab.goto((site / "bibliography.html").as_uri())
    tab.locator('[data-correct="work-rabinowitch-2007"]').click()
    tab.wait_for_selector("dialog[open]")
    tab.fill("#correct-words", "{2007}")
    tab.fill("#correct-wanted", "{2008}")
    tab.wait_for_function(f"document.querySelector('.correct-told').textContent === {EN['signs']!r}")
    tab.fill("#correct-words", "2007")
    tab.fill("#correct-wanted", "2008")
    ready(tab)
    patches.append(download(tab, tmp_path))

    for patch in patches:
        git(whole_copy.root, "apply", str(patch))
    changed = git(whole_copy.root, "diff", "-U0")
    for line in ("+ko = ", '+forms: ["Nepmen"', "+  year = {2008},"):
        assert line in changed


def test_what_cannot_be_a_patch_is_told_and_the_message_remains(tab: Page, site: Path) -> None:
    open_form(tab, site, PAGE, "ryu-emergence.1")
    assert tab.evaluate("document.activeElement.id") == "correct-words"
    for words, wanted, told in (
        ("러시아", "로씨야", KO["several"].split("{n}")[0]),
        ("없는 말이다", "있는 말", KO["absent"]),
        ("표트르 대제", "뾰뜨르 대왕", KO["marked"]),
        ("비잔티움", "비잔\u200b틴", KO["hidden"]),
    ):
        tab.fill("#correct-words", words)
        tab.fill("#correct-wanted", wanted)
        tab.wait_for_function("text => document.querySelector('.correct-told').textContent.startsWith(text)", arg=told)
        assert tab.locator(".correct-main").is_disabled()
        assert tab.get_by_role("button", name=KO["copy message"]).is_enabled()
    tab.fill("#correct-words", "비잔티움")
    tab.fill("#correct-wanted", "비잔틴")
    for where in ("support", "name", "mail"):
        held = tab.input_value(f"#correct-{where}")
        tab.fill(f"#correct-{where}", "x\u202ey")
        tab.wait_for_function("text => document.querySelector('.correct-told').textContent === text", arg=KO["hidden"])
        assert tab.locator(".correct-main").is_disabled()
        tab.fill(f"#correct-{where}", held)


def test_links_of_a_code_host(tab: Page, site: Path) -> None:
    """With a repository the form leads to the very line in the host's editor, and to an issue with the message."""
    tab.add_init_script("""(() => { let held; Object.defineProperty(window, "editionPlaces", { configurable: true,
      get: () => (data) => held({ ...data, contact: "c@example.org", host: { name: "GitHub",
        edit: "https://github.com/a/b/edit/main/{path}#L{line}",
        issue: "https://github.com/a/b/issues/new?title={title}&body={body}" } }),
      set: (act) => { held = act; } }); })();""")
    open_form(tab, site, PAGE, "ryu-emergence.1", "비잔티움")
    tab.fill("#correct-wanted", "비잔틴")
    ready(tab)
    links = [link.get_attribute("href") or "" for link in tab.locator(".correct-links a").all()]
    assert links[0] == "https://github.com/a/b/edit/main/docs/texts/ryu-emergence/empire.md#L9"
    asked = parse_qs(urlsplit(links[1]).query)
    assert asked["title"] == ["ryu-emergence.1: 비잔틴 for 비잔티움"]
    assert "파일: docs/texts/ryu-emergence/empire.md:9" in asked["body"][0]
    assert links[2].startswith("mailto:c@example.org?subject=")
    assert "바르게 적으면: 비잔틴" in unquote(links[2])
    assert links[3] == "../../contributing-ko.html"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_in_the_form(browser: Browser, site: Path, scheme: str) -> None:
    axe = Path(need("axe.min.js")).read_text(encoding="utf-8")
    for width in (1280, 390):
        context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
        tab = context.new_page()
        open_form(tab, site, PAGE, "ryu-emergence.1", "비잔티움")
        tab.fill("#correct-wanted", "비잔틴")
        ready(tab)
        tab.evaluate(axe)
        found = tab.evaluate("async () => (await axe.run('dialog', { resultTypes: ['violations'] })).violations")
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
        assert tab.evaluate("document.querySelector('dialog').scrollWidth <= document.documentElement.clientWidth")
        context.close()


def test_without_scripts_the_foot_leads_on(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto((site / PAGE).as_uri())
    link = tab.get_by_role("link", name=KO["foot"])
    link.click()
    assert tab.url.endswith("contributing-ko.html")
    assert "오식" in tab.inner_text("article")
    context.close()
