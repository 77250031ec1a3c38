"""Filling in the form for corrections as a reader does, and a copy of the edition that takes what it makes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

from edition_copy import EditionCopy, copy_edition

EDITION = str(Path(sys.executable).with_name("edition"))


def open_form(tab: Page, site: Path, page: str, ident: str, words: str = "", inside: str = "") -> None:
    """Select *words* in the element *inside* (or *ident*), and open the form from the paragraph's number."""
    tab.goto((site / page).as_uri())
    if words:
        found = tab.evaluate(
            """([id, words]) => {
              const walker = document.createTreeWalker(document.getElementById(id), NodeFilter.SHOW_TEXT);
              for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words);
                if (at < 0 || node.parentElement.closest("[hidden], .mark-card")) continue;
                const range = document.createRange();
                range.setStart(node, at);
                range.setEnd(node, at + words.length);
                getSelection().removeAllRanges();
                getSelection().addRange(range);
                return true;
              }
            }""",
            [inside or ident, words],
        )
        assert found, words
    tab.locator(f'[id="{ident}"] a.number').click()
    tab.locator("#cite-menu [data-correct]").click()
    tab.wait_for_selector("dialog[open]")


def ready(tab: Page) -> str:
    """Wait for a patch, and return what is told."""
    tab.wait_for_selector(".correct-main:enabled")
    return tab.inner_text(".correct-told")


def download(tab: Page, folder: Path) -> Path:
    with tab.expect_download() as caught:
        tab.locator(".correct-main").click()
    path = folder / caught.value.suggested_filename
    caught.value.save_as(path)
    return path


@pytest.fixture
def whole_copy(tmp_path: Path) -> EditionCopy:
    """A copy of the whole edition in a git of its own."""
    made = copy_edition(tmp_path / "edition")
    (made.root / ".gitignore").write_text("/.cache/\n")
    git(made.root, "init", "-q")
    git(made.root, "add", "-A")
    git(made.root, "commit", "-qm", "The edition")
    return made


def git(root: Path, *words: str) -> str:
    name = ["-c", "user.name=E", "-c", "user.email=e@example.org"]
    done = subprocess.run(["git", *name, "-C", str(root), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
