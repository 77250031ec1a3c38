"""Every page's words stand under their own language: an audit of the whole edition as built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.html import HtmlElement, document_fromstring

HANGUL = re.compile("[가-힣]")
CYRILLIC = re.compile("[а-яА-Я]")
LATIN = re.compile(r"[A-Za-z][A-Za-z’'-]*(?: [A-Za-z][A-Za-z’'-]*){2,}")
SKIPPED = ("script", "style", "option", "title")  #: can hold no marks


def passages(page: HtmlElement) -> Iterator[tuple[str, str]]:
    """Yield each run of words of a page with the language it stands under."""
    for text in page.xpath("//body//text()"):
        holder = text.getparent() if not text.is_tail else text.getparent().getparent()
        if holder.tag in SKIPPED or not text.strip():
            continue
        yield next(up.get("lang") for up in (holder, *holder.iterancestors()) if up.get("lang")), str(text)


def faults(page: HtmlElement) -> list[tuple[str, str]]:
    """Return the words that stand under another language than their own."""
    return [
        (language, words.strip())
        for language, words in passages(page)
        if (HANGUL.search(words) and language != "ko")
        or (CYRILLIC.search(words) and language not in ("ru", "uk", "kk"))
        or (language == "ko" and LATIN.search(words))
    ]


def test_the_audit_can_fail():
    page = document_fromstring('<html lang="ko"><body><article><p>말 <b lang="en">말</b> one two three</p></article>')
    assert faults(page) == [("en", "말"), ("ko", "one two three")]


def test_every_passage_stands_under_its_language(site: Path):
    found, pages = [], 0
    for path in sorted(site.rglob("*.html")):
        page = document_fromstring(path.read_bytes())
        if page.get("lang") and page.xpath("//article"):
            pages += 1
            found += [(path.name, *fault) for fault in faults(page)]
    assert pages > 60
    assert found == []


@pytest.mark.parametrize(
    ("name", "language"), [("principles", "en"), ("principles-ko", "ko"), ("ko/index", "ko"), ("en/index", "en")]
)
def test_a_page_says_its_language(site: Path, name: str, language: str):
    assert document_fromstring((site / f"{name}.html").read_bytes()).get("lang") == language
