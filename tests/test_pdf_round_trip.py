"""The PDF of the real edition holds every word of the texts and of their notes, and nothing of the furniture."""

from __future__ import annotations

import ctypes
import io
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from edition.blocks import CALL
from edition.register.notes import load_notes, place_notes
from edition.verify.text import Edited, read_text
from edition.witnesses import identifiers, load

ROOT = Path(__file__).resolve().parents[1]
WINDOW = 12  #: characters that must stand together, white space aside
#: what a PDF's text has that the words have not: white space, breaks, the brackets of supplied words
UNSEEN = re.compile("[\\s\u2060\u00ad\u200b\ufffe\u0002⟨⟩]")


OUR_CALL = re.compile(r"e\d+k?(?!\d)")  #: the call of a note of the edition, which stands between the words


def bare(text: str) -> str:
    """Return *text* without what setting it on pages adds, takes or hyphenates."""
    return UNSEEN.sub("", text)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> pypdfium2.PdfDocument:
    """Return the book, built without a warning."""
    folder, warnings = tmp_path_factory.mktemp("pdf"), io.StringIO()
    docs = ROOT / "docs"
    with patch_docutils(str(docs)), docutils_namespace():
        app = Sphinx(docs, docs, folder / "pdf", folder / "doctrees", "typst", status=None, warning=warnings)
        app.build()
    assert warnings.getvalue() == ""
    return pypdfium2.PdfDocument(folder / "pdf" / "after-october.pdf")


@pytest.fixture(scope="module")
def pages(book: pypdfium2.PdfDocument) -> list[str]:
    """Return the text of each page of the book, bare."""
    texts = [book[index].get_textpage().get_text_range() for index in range(len(book))]
    return [bare(OUR_CALL.sub("", text)) for text in texts]


@pytest.fixture(scope="module")
def texts() -> list[Edited]:
    """Return the five texts as edited."""
    return [read_text(ROOT, load(ROOT, ident))[0] for ident in identifiers(ROOT)]


def stands(words: str, pages: list[str], whole: str) -> bool:
    """Tell whether *words* stand on a page, or run on from the foot of one to the head of the next."""
    if words in whole:
        return True
    return any(
        words[:cut] in page and words[cut:] in following
        for page, following in pairwise(pages)
        for cut in range(1, len(words))
    )


def test_every_word_of_texts_and_notes_is_in_the_book(pages, texts):
    """Each run of twelve characters of the reading text stands in the PDF, across a page break where there is one."""
    pages = [page.replace("-", "") for page in pages]  # English is hyphenated at line ends
    whole = "".join(pages)
    missing = []
    for edited in texts:
        for read in [*edited.body, *edited.notes]:
            for part in CALL.split(read.reading)[::2]:
                words = bare(part).replace("-", "")
                runs = [words[start : start + WINDOW] for start in range(0, max(len(words) - WINDOW, 0) + 1, 4)]
                missing += [run for run in runs if not stands(run, pages, whole)]
    assert missing == []


def test_no_character_is_fewer_in_the_book(pages, texts):
    """Every character of the reading text is in the PDF at least as often."""
    words = "".join(bare(CALL.sub("", read.reading)) for edited in texts for read in [*edited.body, *edited.notes])
    fewer = Counter(words.replace("-", "")) - Counter("".join(pages))
    assert fewer == Counter()


def test_no_furniture_is_in_the_book(pages, texts):
    """None of the spans that source.toml lists as furniture is printed."""
    whole = "".join(pages)
    for edited in texts:
        for item in edited.source.furniture:
            words = bare(item.first)
            if len(words) > 2:
                assert words not in whole


def test_a_run_that_is_not_there_is_missed(pages):
    """The search itself can fail."""
    assert not stands(bare("혁명은 결코 일어나지 않았다고 한다"), pages, "".join(pages))


def links_by_distance(book: pypdfium2.PdfDocument) -> Counter[int]:
    """Return how many links of *book* lead so many pages on (below zero: back)."""
    count: Counter[int] = Counter()
    for index in range(len(book)):
        page, position, link = book[index], ctypes.c_int(0), pdfium.FPDF_LINK()
        while pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
            if place := pdfium.FPDFLink_GetDest(book.raw, link):
                count[pdfium.FPDFDest_GetDestPageIndex(book.raw, place) - index] += 1
    return count


def test_every_note_is_linked_both_ways(book, texts):
    """Each call leads to its note and each note back to its call: on one page, or at a page’s end on two."""
    called = sum(len(numbers) for edited in texts for numbers in edited.source.notes.called.values())
    assert called == 5 + 15 + 10 + 10 + 8
    ours = sum(len(place_notes(ROOT, edited, load_notes(ROOT, edited.source.ident)).placed) for edited in texts)
    # where a page has no room left, the notes of its last lines begin on the next one: about one in twenty
    links, expected = links_by_distance(book), 2 * (called + ours)
    assert links[-1] + links[0] + links[1] >= expected
    assert links[0] >= 0.9 * expected
