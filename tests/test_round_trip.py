"""The five texts, built: nothing of the reading text is lost, moved or doubled in HTML, and no furniture is there.

Built once for all these tests, into a temporary folder. Words that are the edition's own (class ``editorial``),
paragraph numbers, permalinks and the brackets of calls are left out before anything is compared.
"""

from __future__ import annotations

import html
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from edition.blocks import CALL, Block, digits
from edition.clean.draft import Draft
from edition.clean.located import spans
from edition.export.text import plain_text
from edition.ext.config import forget_texts
from edition.marks import BREAK
from edition.verify.ledger import NAME, read_ledger
from edition.verify.pages import Page, Read
from edition.verify.text import Edited, notes_of
from edition.witnesses import load_all
from edition_copy import ROOT, TEXTS, Built, copy_edition, drop_hidden, run_sphinx

pytest_plugins = ["edition_copy"]

OURS = {"editorial", "number", "headerlink", "fn-bracket", "toctree-wrapper", "label"}
BLOCKS = ("p", "h1", "h2", "h3", "h4", "figcaption")


@pytest.fixture(scope="module")
def texts(site: Built) -> dict[str, Edited]:
    """The five texts as they were built."""
    return {ident: site.copy.edited(ident) for ident in TEXTS}


def article(site: Built, ident: str, name: str) -> HtmlElement:
    """Return the text's part of a page, without what is ours."""
    page = drop_hidden(site.html(f"texts/{ident}/{name}"))
    [found] = page.xpath("//article") or page.xpath("//*[@role='main']")
    for element in list(found.iter()):
        if isinstance(element.tag, str) and OURS & set((element.get("class") or "").split()):
            element.drop_tree()
    return found


def seen(element: HtmlElement) -> str:
    """Return the words of an element as they are read."""
    return " ".join(element.text_content().split())


def readings(reads: list[Read]) -> list[str]:
    """Return what HTML should show for *reads*: a line for each paragraph, calls as bare numbers."""
    parts = [part for read in reads for part in read.reading.split(BREAK)]
    return [" ".join(CALL.sub(lambda call: digits(call[1]), part).split()) for part in parts if part.strip()]


def shown(found: HtmlElement) -> list[str]:
    """Return the blocks of an article in order, each once; after them its notes, which stand beside their blocks."""
    elements = [item for item in found.iter(*BLOCKS) if not any(up.tag in BLOCKS for up in item.iterancestors())]
    elements.sort(key=in_note)
    return [words for words in map(seen, elements) if words]


def in_note(element: HtmlElement) -> bool:
    """Tell whether *element* is part of a note."""
    return any(up.tag == "aside" for up in element.iterancestors())


def test_the_build_has_nothing_to_say(site):
    """No warning, the first thing to know."""
    assert site.warnings == ""


@pytest.mark.parametrize("ident", TEXTS)
def test_html_is_the_reading_text(site, texts, ident):
    """Every block and note of the reading text is on its page, in order, and nothing else is."""
    for name, page in texts[ident].pages.items():
        lost = [f"[{read.block.number}]" for read in page.lost]
        found = [words for words in shown(article(site, ident, name)) if words not in ("[…]", *lost)]
        assert found == [*readings(page.body), *readings(page.notes)], f"{ident}/{name}"


@pytest.mark.parametrize("ident", TEXTS)
def test_html_as_received_is_the_witness(site, texts, ident):
    """With the witness's readings in the place of the editors', a page holds the base text, in order.

    A paragraph that an editor's mark divided is put together again, as the base text has it.
    """
    for name, page in texts[ident].pages.items():
        whole = site.html(f"texts/{ident}/{name}")
        for mark in whole.find_class("editor-mark"):
            for reading in mark.xpath("./*[@class='reading']") if "sic" not in mark.get("class").split() else []:
                reading.drop_tree()
        for witness in whole.xpath("//*[@class='witness']"):
            del witness.attrib["hidden"]
        [found] = drop_hidden(whole).xpath("//article")
        for element in list(found.iter()):
            if isinstance(element.tag, str) and OURS & set((element.get("class") or "").split()):
                element.drop_tree()
        lost = {"", *(f"[{read.block.number}]" for read in page.lost)}
        seen_words = "".join("".join(words.split()) for words in shown(found) if words not in lost)
        wanted = "".join(
            "".join(CALL.sub(lambda call: digits(call[1]), block.text).split())
            for block in [*texts[ident].base.page(name), *sorted_notes(texts[ident], name)]
        )
        assert seen_words == wanted, f"{ident}/{name}"


def sorted_notes(edited: Edited, name: str) -> list[Block]:
    """Return the notes called on page *name*, in the order in which the page has them."""
    return sorted(notes_of(edited, name), key=lambda note: int(note.number))


@pytest.mark.parametrize("ident", TEXTS)
def test_each_note_and_its_call_lead_to_each_other(site, texts, ident):
    """Author's notes and calls have the witness's numbers, in order, and link both ways."""
    for name, page in texts[ident].pages.items():
        found = site.html(f"texts/{ident}/{name}")
        calls = [call for call in found.find_class("footnote-reference") if "author" in call.get("class").split()]
        numbers = [re.sub(r"\D", "", call.text_content()) for call in calls]
        assert numbers == expected_calls(page)
        for call, number in zip(calls, numbers, strict=True):
            note = found.get_element_by_id(call.get("href").removeprefix("#"))
            [back] = note.xpath(".//a[@role='doc-backlink']")
            assert back.get("href") == f"#{call.get('id')}"
            assert re.sub(r"\D", "", note.find_class("label")[0].text_content()) == number
            assert note.get("id").endswith(f".n{number}")


@pytest.mark.parametrize("ident", TEXTS)
def test_each_note_stands_beside_the_block_that_calls_it(site, texts, ident):
    """A note, of any series, is in one container with its first call, or behind the heading that has it."""
    for name in texts[ident].pages:
        found = site.html(f"texts/{ident}/{name}")
        for note in found.xpath("//article//aside[contains(@class, 'footnote ')]"):
            [back] = note.xpath("./span[@class='label']//a/@href") or [note.get("id") + ".call"]
            call = found.get_element_by_id(back.removeprefix("#"))
            [holder] = note.xpath("ancestor::div[contains(@class, 'noted')]")
            heading = holder.getprevious()
            assert call in [*holder.iter(), *(heading.iter() if heading is not None else ())], note.get("id")


def expected_calls(page: Page) -> list[str]:
    """Return the numbers of the calls that readers of *page* meet, in order."""
    return [digits(call) for read in [*page.body, *page.notes] for call in CALL.findall(read.reading)]


@pytest.mark.parametrize("ident", TEXTS)
def test_no_note_is_lost_on_the_way(site, texts, ident):
    """All calls that source.toml declares are in the HTML: L 5, S 15, Z 10, K 10 and 8."""
    declared = texts[ident].source.notes.called
    calls = Counter(
        page.front["lang"]
        for page in texts[ident].pages.values()
        if page.front.get("lang")
        for _ in expected_calls(page)
    )
    assert dict(calls) == {language: len(numbers) for language, numbers in declared.items() if numbers}


def test_ids_are_unique_and_those_of_the_ledger(site, texts):
    """Each published paragraph number is the id of one element of the whole site, and none is made up."""
    found: Counter[str] = Counter()
    for ident in TEXTS:
        for name in texts[ident].pages:
            paragraphs = site.html(f"texts/{ident}/{name}").find_class("number")
            found.update(number.get("href").removeprefix("#") for number in paragraphs)
            ids = [str(known) for known in site.html(f"texts/{ident}/{name}").xpath("//article//@id")]
            assert len(ids) == len(set(ids)), (ident, name)
    published = [
        entry.ident
        for ident in TEXTS
        for entry in read_ledger(site.copy.page(ident, "index").with_name(NAME), NAME)
        if not entry.redirect
    ]
    assert found == Counter(published)


@pytest.mark.parametrize("ident", TEXTS)
def test_ids_do_not_move(site, texts, ident):
    """Headings, captions, notes and calls have ids of the text's own, never counted by Sphinx."""
    for name in texts[ident].pages:
        found = site.html(f"texts/{ident}/{name}")
        ids = found.xpath("//article//section/@id | //article//figure/@id | //article//aside/@id")
        assert [str(known) for known in ids if not str(known).startswith(ident)] == [], name


def furniture() -> list[tuple[str, str]]:
    """Return (text, line) for every line of furniture that says enough to be looked for."""
    found = []
    for source in load_all(ROOT):
        draft = Draft.of(source.text)
        for item in source.furniture:
            for start, end in spans(item, draft):
                lines = [line.strip() for line in source.text[start:end].split("\n")]
                found += [(source.ident, line) for line in lines if len(line) > 3 and source.text.count(line) == 1]
    return found


def test_furniture_is_in_no_output(site, texts):
    """Nothing that source.toml lists as the site's is in the texts' pages, their sources or plain text.

    The pages about the edition may quote it: they say what was dropped.
    """
    spans_ = furniture()
    assert spans_
    files = [path for path in site.folder.rglob("*") if path.suffix in (".html", ".txt") and "texts" in path.parts]
    whole = "\n".join(html.unescape(path.read_text(encoding="utf-8")) for path in files)
    whole += "".join(plain_text(edited) for edited in texts.values())
    assert [span for span in spans_ if span[1] in whole] == []


def test_every_page_names_its_language(site, texts):
    """The language of a page is in its first tag."""
    for ident, edited in texts.items():
        for name, page in edited.pages.items():
            assert site.html(f"texts/{ident}/{name}").get("lang") == page.front.get("lang", "en")


def written(folder: Path) -> dict[str, bytes]:
    """Return every file of a built site that readers get; Sphinx's own book-keeping is not for them."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".buildinfo")
    }


def differing(one: Path, other: Path) -> list[str]:
    """Return the names of the files in which two built sites differ."""
    left, right = written(one), written(other)
    return [name for name in sorted(left.keys() | right.keys()) if left.get(name) != right.get(name)]


def test_a_second_build_equals_the_first(site, tmp_path):
    """Built elsewhere from nothing by two processes, then from the cache, the site is the same to the byte."""
    forget_texts()
    copy = copy_edition(tmp_path / "again")
    (copy.root / ".cache").mkdir(exist_ok=True)
    for name in ("search-terms.json", "webfonts"):  # analysing and cutting once is enough
        kept = site.copy.root / ".cache" / name
        (shutil.copytree if kept.is_dir() else shutil.copy)(kept, copy.root / ".cache" / name)
    parallel = run_sphinx(copy, parallel=2)
    assert parallel.warnings == ""
    assert differing(site.folder, parallel.folder) == []
    copy.page("lenin-lessons", "introduction").touch()
    assert differing(site.folder, run_sphinx(copy, parallel=2).folder) == []
