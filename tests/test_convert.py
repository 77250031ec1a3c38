"""First drafts: what a base text becomes reads back as that base text, and never takes the place of an edited page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import KINDS
from edition.clean.run import BaseText, clean
from edition.convert.pages import convert, draft_ledger, draft_pages
from edition.problems import EditionError
from edition.records import Decision, Heading, Notes, Page
from edition.verify.compare import align, differences
from edition.verify.pages import read_page
from edition.verify.text import totals, verify
from edition.witnesses import load
from edition_copy import ROOTS, TEXTS, EditionCopy, copy_edition, copy_root

pytest_plugins = ["edition_copy"]

UNKNOWN = {"note", "item", "attribution", "heading"}  #: kinds that no decision gives: they come from markers or lists
SIGNS = "가나다 ab1.,*_`<>[]{}~|#&$\\\\-+=%:!()@^'\"’”…¶␣\u00a0\u3000"
LINE = st.text(alphabet=SIGNS, min_size=1, max_size=24).map(str.strip).filter(bool)


def drafted(base: BaseText) -> None:
    """See that the drafts of *base* read back as *base*."""
    for name, text in draft_pages(base).items():
        page = read_page(text, name)
        assert page.problems == [], text
        alignment = align(base.page(name.removesuffix(".md")), page.body, name, text.split("\n"))
        assert list(differences([alignment])) == [], text
        called = [note for note in base.notes if any(note.number in read.reading for read in page.body)]
        assert [read.block.text for read in page.notes] == [note.text for note in called if page.notes], text


@st.composite
def plans(draw: st.DrawFn) -> tuple[str, dict[str, object]]:
    """A witness of a few lines, with a kind decided for some."""
    lines = draw(st.lists(LINE, min_size=1, max_size=8, unique=True))
    kinds = [kind for kind in KINDS if kind not in UNKNOWN]
    decisions = [
        Decision("kind", number, line, "made so", kind=draw(st.sampled_from(kinds)))
        for number, line in enumerate(lines, start=1)
        if draw(st.booleans())
    ]
    headings = [
        Heading(number, line, f"h{number}", draw(st.sampled_from([1, 2])))
        for number, line in enumerate(lines, start=1)
        if not any(decision.line == number for decision in decisions) and draw(st.booleans())
    ]
    return "\n".join(lines), {
        "decision": decisions,
        "heading": headings,
        "markers": ["- ", "• "],
        "page": [Page("one", 1, lines[0])],
        "notes": Notes(),
    }


@given(plans())
def test_a_draft_reads_back_as_its_base_text(made, plan):
    """Whatever the characters and kinds, nothing is lost, taken for markup or joined."""
    witness, entries = plan
    drafted(clean(made(witness, "strip-lines", **entries)))


@given(st.lists(LINE, min_size=1, max_size=3), st.lists(LINE, min_size=1, max_size=3))
def test_a_draft_of_notes_reads_back(made, first, second):
    """Notes of several paragraphs come back whole, whatever their words."""
    lines = ["가[1] 나[2]", f"[1] {first[0]}", *first[1:], f"[2] {second[0]}", *second[1:]]
    if any(line.startswith("[1]") or line.startswith("[2]") for line in [*first, *second]):
        return
    notes = Notes("[1]", "[1] ", 2, {"ko": [1, 2]})
    base = clean(made("\n".join(lines), "strip-lines", "mark-calls", notes=notes, page=[Page("one", 1, "가")]))
    page = read_page(draft_pages(base)["one.md"], "one.md")
    assert page.problems == []
    assert [(read.block.number, read.block.text) for read in page.notes] == [
        (note.number, note.text) for note in base.notes
    ]


@pytest.mark.parametrize("ident", TEXTS)
def test_a_draft_of_each_text_verifies(tmp_path, base_texts, ident):
    """Drafted anew, each of the five texts verifies, without a mark."""
    copy = copy_edition(tmp_path / "edition", ident)
    for path in copy.page(ident, "index").parent.iterdir():
        path.unlink()
    written = convert(copy.root, base_texts[ident])
    assert f"docs/texts/{ident}/ids.tsv" in written
    edited = copy.edited(ident)
    assert verify(edited) == []
    assert totals(edited)["emendations"] == 0
    assert copy.problems(ident) == []


def test_an_edited_page_is_never_overwritten(tmp_path):
    """Where one page is there, nothing at all is written, and every page that is there is named."""
    copy = copy_root("marks", tmp_path)
    kept = {path: path.read_bytes() for path in copy.page("tiny", "one").parent.iterdir() if path.name != "breaks.md"}
    copy.page("tiny", "breaks").unlink()
    with pytest.raises(EditionError) as caught:
        convert(copy.root, clean(load(copy.root, "tiny")))
    assert [problem.path for problem in caught.value.problems] == ["docs/texts/tiny/index.md", "docs/texts/tiny/one.md"]
    assert {path: path.read_bytes() for path in copy.page("tiny", "one").parent.iterdir()} == kept


def test_a_draft_keeps_published_numbers(tmp_path):
    """A ledger that is there keeps its ids when pages are drafted anew."""
    copy = copy_root("marks", tmp_path)
    base = clean(load(copy.root, "tiny"))
    ledger = copy.page("tiny", "one").with_name("ids.tsv")
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("tiny.3\t", "tiny.3c\t"), encoding="utf-8")
    for path in ledger.parent.glob("*.md"):
        path.unlink()
    convert(copy.root, base)
    assert "tiny.3c\t" in ledger.read_text(encoding="utf-8")
    assert EditionCopy(tmp_path).problems("tiny") == []


def test_a_new_ledger_numbers_each_version_apart(base_texts):
    """A text in two languages counts its paragraphs in each."""
    entries = draft_ledger(base_texts["probsting-kazakhstan"], [])
    assert {entry.ident.rpartition(".")[0] for entry in entries} == {
        "probsting-kazakhstan.en",
        "probsting-kazakhstan.ko",
    }
    assert len({entry.ident for entry in entries}) == len(entries)


def test_the_tiny_roots_are_proved_themselves():
    """Every tiny project of these tests verifies as it stands."""
    for root in sorted(ROOTS.iterdir()):
        assert EditionCopy(root).problems("tiny") == []
