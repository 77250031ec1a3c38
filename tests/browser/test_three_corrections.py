"""Three corrections as a stranger makes them, from the page to a passing check; docs/about/three-corrections.md has
every message that is met on the way, and this test that it has each as it is.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from correction_form import EDITION, download, git, open_form, ready
from edition_copy import ROOT, EditionCopy

pytest_plugins = ["correction_form"]

TOLD = (ROOT / "docs" / "about" / "three-corrections.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"````text\n(.*?)````", TOLD, re.DOTALL)


def met(message: str) -> None:
    """See that the page has *message*, white space apart."""
    flat = " ".join(message.split())
    assert any(flat in " ".join(block.split()) for block in BLOCKS), message


def run(root: Path, *words: str) -> tuple[int, str]:
    """Run a command of ours, and return its status and what it printed."""
    done = subprocess.run([EDITION, *words], cwd=root, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip()


def in_glossary(tab: Page, site: Path, form: str) -> None:
    tab.goto((site / "register/glossary.html").as_uri())
    tab.locator('[data-correct="reg-kulak"]').click()
    tab.wait_for_selector("dialog[open]")
    tab.select_option("#correct-kind", "form")
    tab.fill("#correct-wanted", form)
    met(ready(tab))


@pytest.fixture
def tab(browser: Browser) -> Page:
    return browser.new_page(accept_downloads=True)


def test_three_corrections(tab: Page, site: Path, whole_copy: EditionCopy, tmp_path: Path) -> None:
    """A typo, a date in a note, a form: each from the page; then every check."""
    root, patches = whole_copy.root, list[Path]()
    open_form(tab, site, "texts/ryu-emergence/empire.html", "ryu-emergence.1", "노릇을")
    tab.fill("#correct-wanted", "구실을")
    tab.fill("#correct-support", "시험 삼아")
    tab.fill("#correct-name", "김철수")
    tab.fill("#correct-mail", "kim@example.org")
    met(ready(tab))
    met(tab.inner_text(".correct-line"))
    patches.append(download(tab, tmp_path))
    met(tab.inner_text(".correct-told"))
    page = "texts/lee-lessons/revolution-and-counterrevolution.html"
    open_form(tab, site, page, "lee-lessons.30", "11월 23일", inside="lee-lessons.e24")
    tab.fill("#correct-wanted", "11월 24일")
    met(ready(tab))
    patches.append(download(tab, tmp_path))
    in_glossary(tab, site, "rich peasants")
    patches.append(download(tab, tmp_path))
    for patch in patches:
        met(git(root, "am", "--keep-non-patch", str(patch)))
    status, told = run(root, "verify", "--pages-only", "ryu-emergence")
    met(told.split("\n")[0])
    assert status == 0
    status, told = run(root, "check")
    met(told)
    assert status == 0


def test_what_a_check_says_to_a_stranger(tab: Page, site: Path, whole_copy: EditionCopy, tmp_path: Path) -> None:
    """A form that no text has is told with what to do."""
    root = whole_copy.root
    open_form(tab, site, "texts/ryu-emergence/empire.html", "ryu-emergence.1", "비잔티움")
    tab.fill("#correct-wanted", "비잔틴")
    ready(tab)
    git(root, "apply", str(download(tab, tmp_path)))
    in_glossary(tab, site, "rich farmers")
    git(root, "apply", str(download(tab, tmp_path)))
    status, told = run(root, "check")
    assert status == 1
    met(told)


def test_a_bare_correction(whole_copy: EditionCopy) -> None:
    """A word overtyped without a mark: the message has the line to commit, and `--fix` writes it."""
    root, page = whole_copy.root, whole_copy.page("ryu-emergence", "empire")
    sound = page.read_text(encoding="utf-8")
    page.write_text(sound.replace("{corr}`표트르는 <포트르는>` 행정", "표트르는 행정"), encoding="utf-8")
    status, told = run(root, "verify", "--pages-only", "ryu-emergence")
    assert status == 1
    met(told)
    assert "{corr}`표트르는 <포트르는>` 행정" in told
    status, told = run(root, "verify", "--pages-only", "--fix", "ryu-emergence")
    assert status == 0
    met(told.partition("ryu-emergence (R)")[0])
    assert page.read_text(encoding="utf-8") == sound
