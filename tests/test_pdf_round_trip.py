"""The PDF of the real edition holds every word of the texts and of their notes, and nothing of the furniture."""

from __future__ import annotations

import ctypes
import fcntl
import io
import os
import re
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import page
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from edition.blocks import CALL
from edition.register.entries import LANGUAGES, load_entries
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


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the books, built without a warning, once for all processes of the tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared-books"
    told, docs = folder.with_suffix(".warnings"), ROOT / "docs"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            warnings = io.StringIO()
            with patch_docutils(str(docs)), docutils_namespace():
                Sphinx(docs, docs, folder / "pdf", folder / "doctrees", "typst", status=None, warning=warnings).build()
            told.write_text(warnings.getvalue(), encoding="utf-8")
    assert told.read_text(encoding="utf-8") == ""
    return folder / "pdf"


@pytest.fixture(scope="module")
def book(books: Path) -> pypdfium2.PdfDocument:
    """Return the book of the whole."""
    return pypdfium2.PdfDocument(books / "after-october.pdf")


@pytest.fixture(scope="module")
def pages(book: pypdfium2.PdfDocument) -> list[str]:
    """Return the text of each page of the book, bare."""
    texts = [book[index].get_textpage().get_text_range() for index in range(len(book))]
    return [bare(OUR_CALL.sub("", text)) for text in texts]


@pytest.fixture(scope="module")
def lines(book: pypdfium2.PdfDocument) -> str:
    """Return the text of the book, bare, the calls of our notes left in it, hyphens out."""
    return bare("".join(book[index].get_textpage().get_text_range() for index in range(len(book)))).replace("-", "")


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
    # beside two columns, the number of a paragraph stands at the end of its first line
    unnumbered = [without_digits(page) for page in pages]
    whole = "".join(unnumbered)
    missing = [run for run in missing if not stands(without_digits(run), unnumbered, whole)]
    assert missing == []


def without_digits(text: str) -> str:
    """Return *text* without its digits."""
    return re.sub(r"\d", "", text)


def missing_runs(words: str, whole: str) -> list[str]:
    """Return the runs of *words* that stand nowhere in *whole*; a page's end may take a few of a long text."""
    words = bare(words).replace("-", "")
    runs = [words[start : start + WINDOW] for start in range(0, max(len(words) - WINDOW, 0) + 1, WINDOW)]
    return [run for run in runs if run not in whole]


def test_every_note_of_the_edition_is_in_the_book(lines, texts):
    """Each note, in the language of its page, as a whole but for what a page's end divides: told by its characters."""
    for edited in texts:
        for placed in place_notes(ROOT, edited, load_notes(ROOT, edited.source.ident)).placed:
            language = str(edited.pages[placed.page].front.get("lang", edited.source.languages[0]))
            words = placed.note.words_of[language]
            lost = missing_runs(words, lines)
            assert len(lost) <= 2, f"{edited.source.siglum} {placed.note.ident}: {lost}"


def test_every_entry_of_the_register_is_in_the_book(lines):
    """Headwords, names in their own script, forms and both glosses; a column's or a page's end may divide a run."""
    for entry in load_entries(ROOT):
        for words in (entry.en, entry.ko, *entry.forms):
            assert len(missing_runs(words, lines)) <= 2, f"{entry.slug}: {words}"
        for language in LANGUAGES:
            words = re.sub(r"[*\\`]|\{.*?\}", "", entry.glosses[language][0])
            words = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", words)
            lost = missing_runs(words, lines)
            assert len(lost) <= 2, f"{entry.slug} ({language}): {lost}"


def test_no_character_of_notes_and_register_is_fewer(lines, texts):
    """What a run at a page's end cannot show: no character is there less often than it is written."""
    written = Counter[str]()
    for edited in texts:
        for placed in place_notes(ROOT, edited, load_notes(ROOT, edited.source.ident)).placed:
            language = str(edited.pages[placed.page].front.get("lang", edited.source.languages[0]))
            written.update(bare(placed.note.words_of[language]))
    for entry in load_entries(ROOT):
        heads = dict.fromkeys([entry.en, entry.ko, *entry.forms])
        written.update(bare("".join(heads)))
        for language in LANGUAGES:
            written.update(bare(re.sub(r"[^\w\s]", "", re.sub(r"\]\([^)]*\)", "", entry.glosses[language][0]))))
    for edited in texts:
        for read in [*edited.body, *edited.notes]:
            written.update(bare(CALL.sub("", read.reading)))
    assert {sign: n for sign, n in (written - Counter(lines)).items() if sign not in "-*`\\"} == {}


def test_each_text_has_a_book_of_its_own(books, texts):
    """Its own words are in it, its notes and its apparatus, and nothing of another text's body."""
    for edited in texts:
        pdf = pypdfium2.PdfDocument(books / f"{edited.source.ident}.pdf")
        pages = [
            bare(OUR_CALL.sub("", pdf[n].get_textpage().get_text_range())).replace("-", "") for n in range(len(pdf))
        ]
        words = "".join(bare(CALL.sub("", read.reading)) for read in [*edited.body, *edited.notes]).replace("-", "")
        assert Counter(words) - Counter("".join(pages)) == Counter()
        assert pdf.get_metadata_value("Title") == edited.source.identity["title"]["text"]
        other = next(text for text in texts if text is not edited)
        longest = max((bare(CALL.sub("", read.reading)) for read in other.body), key=len)
        assert longest[100:140] not in "".join(pages)


@pytest.mark.parametrize("name", ["after-october", *identifiers(ROOT)])
def test_every_book_conforms(books, name):
    """No rule of PDF/UA-1 or PDF/A-2a that the first checker knows is broken."""
    for profile in (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A):
        report = page.validate_pdf(str(books / f"{name}.pdf"), profile=profile)
        assert report.failures == [], [str(failure) for failure in report.failures[:5]]


def test_every_book_can_be_heard(books):
    """Nor does the second find an error, who looks for what no validator sees: prose hidden from readers, say."""
    command = [str(Path(sys.executable).with_name("outloud")), "--no-info", "--fail-on", "error"]
    done = subprocess.run(
        [*command, *map(str, sorted(books.glob("*.pdf")))], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[:4000]


def test_the_numbers_of_the_register_are_those_of_the_pages(book, lines):
    """A name that occurs is on the pages that the index gives it."""
    texts = [book[index].get_textpage().get_text_range() for index in range(len(book))]
    start = next(index for index, text in enumerate(texts) if text.startswith("Index of persons and places"))
    listing = re.search(r"Grigory Zinoviev\s[^\d]*([\d,–\s]+)", "\n".join(texts[start : start + 8]))
    assert listing is not None
    numbers = [int(number) for number in re.findall(r"\d+", listing[1])]
    assert numbers
    for number in numbers:
        assert re.search("Zinov|지노비", re.sub(r"[-\s\u00ad\ufffe\u0002]", "", texts[number - 1] + texts[number]))


def test_no_character_is_fewer_in_the_book(pages, texts):
    """Every character of the reading text is in the PDF at least as often."""
    words = "".join(bare(CALL.sub("", read.reading)) for edited in texts for read in [*edited.body, *edited.notes])
    fewer = Counter(words.replace("-", "")) - Counter("".join(pages))
    assert fewer == Counter()


def test_no_furniture_is_in_the_book(book, pages, texts):
    """None of the spans that source.toml lists as furniture is printed among the texts."""
    places = {mark.get_title(): mark.get_dest().get_index() for mark in book.get_toc(max_depth=3) if mark.level == 0}
    whole = "".join(pages[: next(index for title, index in places.items() if title.startswith("Apparatus"))])
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
