"""Marks on pages that Sphinx builds: shown as readings, proved on the doctree, told where they are wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml.html import HtmlElement

from edition.ext.config import forget_texts
from edition.ext.proof import doctree_problems
from edition.verify.text import verify
from edition_copy import Built, copy_root, drop_hidden, run_sphinx

pytest_plugins = ["edition_copy"]

READING = "나 다라 바 아[…]자 사"  #: of the line of marks that stands in every kind of block of ``roots/marks``
WITNESS_ONLY = ("저본말", "군더더기", "둘이붙었다")
KINDS = ("제목", "부제", "저자", "장", "문단", "항목", "인용", "출처", "그림", "절", "서명", "주", "둘째 단락")


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny edition with every mark in every kind of block, built."""
    return run_sphinx(copy_root("marks", tmp_path_factory.mktemp("marks")))


@pytest.fixture(autouse=True)
def _no_texts_left() -> None:
    forget_texts()


def read(element: HtmlElement) -> str:
    """Return the words of a page's text as a reader sees them, ours left out."""
    drop_hidden(element.getroottree().getroot())
    ours = ("editorial", "number", "headerlink", "fn-bracket")
    for found in list(element.iter()):
        if isinstance(found.tag, str) and set(ours) & set((found.get("class") or "").split()):
            found.drop_tree()
    return " ".join(element.text_content().split())


def test_every_mark_holds_in_every_kind_of_block(marked):
    """Verification holds on the page and on the doctree, and Sphinx has nothing to say."""
    assert marked.warnings == ""
    edited = marked.copy.edited("tiny")
    assert verify(edited) == []
    assert list(doctree_problems(marked.env, edited)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_html_shows_the_reading(marked, kind):
    """Whatever the block, the page shows the reading, its own words around it."""
    texts = [read(marked.html(f"texts/tiny/{name}").body) for name in ("index", "one")]
    assert any(f"{kind} {READING}" in text for text in texts)


def test_html_shows_paragraphs_as_editors_divided_them(marked):
    """A break that a mark takes away is gone, one that a mark makes is there."""
    paragraphs = [read(found) for found in marked.html("texts/tiny/breaks").iter("p")]
    assert "한 문단이 잘못 갈라져 있었다." in paragraphs
    assert "두 문단이 있었다." in paragraphs
    assert "하나로 붙어 있었다." in paragraphs


def test_html_shows_signs_as_they_are(marked):
    """Signs that a mark escapes are shown unescaped."""
    assert "부호 <a> | b \\ ¶ ␣ ` * d." in read(marked.html("texts/tiny/breaks").body)


def test_a_moved_call_stands_once_and_leads_to_its_note(marked):
    """A misplaced call is shown where it belongs only."""
    page = marked.html("texts/tiny/breaks")
    [call] = page.find_class("footnote-reference")
    [note] = page.find_class("footnote")
    assert call.get("href") == f"#{note.get('id')}"
    assert read(next(call.iterancestors("p"))) == "부름이 엉뚱한2 데 있었다."


@pytest.mark.parametrize("word", WITNESS_ONLY)
def test_the_witness_reading_is_in_no_words_of_the_site(marked, word):
    """Titles, contents and navigation know the reading only; on its page the witness's is hidden.

    The apparatus shows it, and through the apparatus search finds it.
    """
    for path in sorted(marked.folder.rglob("*.html")):
        if path.parent.name == "apparatus":
            continue
        page = marked.html(path.relative_to(marked.folder).with_suffix("").as_posix())
        assert word not in (page.findtext("head/title") or ""), path
        assert word not in drop_hidden(page).text_content(), path
    assert word not in "".join(title.astext() for title in marked.env.titles.values())


def test_the_witness_reading_stands_beside_its_mark(marked):
    """A mark holds both readings and a card that tells all, and can be reached by keyboard."""
    [first, *_] = marked.html("texts/tiny/one").find_class("bd-article")[0].find_class("corr")
    assert first.get("tabindex") == "0"
    [witness], [card] = first.find_class("witness"), first.find_class("mark-card")
    assert (witness.text_content(), witness.get("hidden")) == ("저본말", "")
    assert "저본: 저본말" in card.text_content()
    assert (card.get("id"), card.get("hidden")) == (first.get("aria-describedby"), "")


def test_no_mark_in_a_link_can_be_focused(marked):
    """Inside a link, as in contents, a mark is no stop of its own: HTML forbids it."""
    for path in sorted(marked.folder.rglob("*.html")):
        page = marked.html(path.relative_to(marked.folder).with_suffix("").as_posix())
        assert page.xpath("//a//*[@tabindex]") == [], path


def test_paragraphs_made_of_one_keep_its_number(marked):
    """A paragraph that editors split or joined is still found by its permanent number."""
    ids = marked.html("texts/tiny/breaks").xpath("//@id")
    ledger = (marked.copy.root / "docs/texts/tiny/ids.tsv").read_text(encoding="utf-8")
    published = re.findall(r"(?m)^(tiny\.\d+)\t", ledger)
    everywhere = {*ids, *marked.html("texts/tiny/one").xpath("//@id")}
    assert [ident for ident in published if ident not in everywhere] == []


def test_joined_paragraphs_show_the_first_number(marked):
    """The number before a joined paragraph is that of its beginning."""
    [paragraph] = [found for found in marked.html("texts/tiny/breaks").iter("p") if "잘못" in found.text_content()]
    assert paragraph.get("id") == "tiny.4"
    assert paragraph.find_class("number")[0].text == "4"


def test_headings_have_the_ids_written_for_them(marked):
    """No id of a text page is made from its words or counted: such ids move."""
    for name in ("index", "one", "breaks"):
        for section in marked.html(f"texts/tiny/{name}").iter("section"):
            assert section.get("id").startswith("tiny"), (name, section.get("id"))


BAD_MARKS = {
    "no witness reading": "{corr}`나`",
    "not closed": "{corr}`나 <너`",
    "equal sides": "{corr}`나 <나>`",
    "text after": "{corr}`나 <너> 다`",
    "an empty witness reading": "{corr}`나 <>`",
    "an empty reading": "{corr}` <너>`",
    "a bad kind": "{corr}`나 <너> | typo`",
    "nothing after the bar": "{corr}`나 <너> |`",
    "a mark in a mark": "{corr}``나 {sic}`다` <너>``",
    "a lone backslash": "{corr}`나 <너\\x>`",
    "an unescaped sign": "{corr}`나 <a> <너>`",
    "nothing but a bar": "{sic}`|`",
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The tiny edition with bad marks: on a text page each on a second line, on another page on a first."""
    copy = copy_root("marks", tmp_path_factory.mktemp("bad"))
    path = copy.page("tiny", "one")
    second = "\n\n".join(f"말\n{mark}" for mark in BAD_MARKS.values())
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{second}\n", encoding="utf-8")
    first = "\n\n".join(BAD_MARKS.values())
    (copy.root / "docs" / "stray.md").write_text(f"---\norphan: true\n---\n\n# Stray\n\n{first}\n", encoding="utf-8")
    return run_sphinx(copy, "dummy")


def line_of(path: Path, words: str) -> int:
    """Return the line of *path* that is *words*."""
    return path.read_text(encoding="utf-8").split("\n").index(words) + 1


@pytest.mark.parametrize("fault", BAD_MARKS)
def test_sphinx_tells_a_bad_mark_at_its_line(bad, fault):
    """The role warns where the mark stands, whichever the page."""
    path = bad.copy.root / "docs" / "stray.md"
    line = line_of(path, BAD_MARKS[fault])
    assert f"{path}:{line}: WARNING: " in bad.warnings


@pytest.mark.parametrize("fault", BAD_MARKS)
def test_verification_tells_a_bad_mark_at_its_line(bad, fault):
    """So does verification, in Sphinx and on the command line, with one voice."""
    path = bad.copy.page("tiny", "one")
    line = line_of(path, BAD_MARKS[fault])
    [problem] = [problem for problem in bad.copy.problems("tiny") if problem.line == line and problem.code == "mark"]
    assert problem.path == "docs/texts/tiny/one.md"
    assert f"{path}:{line}: WARNING: {problem.message}" in bad.warnings


def test_a_bad_mark_is_told_once(bad):
    """A build tells each bad mark of a text page once, not at its paragraph's first line as well."""
    told = re.findall(r"(?m)^.*/tiny/one\.md:\d+: WARNING: \{", bad.warnings)
    assert len(told) == len(BAD_MARKS)


def test_sphinx_tells_an_unmarked_change(tmp_path):
    """The proof is part of every build: an unmarked change is a warning at its line, with the remedy."""
    copy = copy_root("marks", tmp_path)
    path = copy.page("tiny", "breaks")
    path.write_text(path.read_text(encoding="utf-8").replace("[^n2]: 부름의 주", "[^n2]: 부름의 줄"), encoding="utf-8")
    line = line_of(path, "[^n2]: 부름의 줄")
    built = run_sphinx(copy, "dummy")
    assert f"{path}:{line}: WARNING: the witness" in built.warnings
    assert "[edition.text]" in built.warnings
    assert "{corr}`줄 <주>`" in built.warnings


class TestDoctreeProof:
    """The second proof sees what happens after parsing."""

    def planted(self, tmp_path: Path, words: str, changed: str) -> list[str]:
        """Build with a transform that changes *words* in every doctree; return the proof's messages."""
        copy = copy_root("marks", tmp_path)
        conf = copy.root / "docs" / "conf.py"
        plant = f"""
from docutils import nodes

def plant(app, doctree):
    for text in list(doctree.findall(nodes.Text)):
        if {words!r} in text:
            text.parent.replace(text, nodes.Text(text.replace({words!r}, {changed!r})))

def setup(app):
    app.connect("doctree-read", plant)
"""
        conf.write_text(conf.read_text(encoding="utf-8") + plant, encoding="utf-8")
        built = run_sphinx(copy, "dummy")
        return [problem.message for problem in doctree_problems(built.env, copy.edited("tiny"))]

    def test_a_character_that_sphinx_changes_is_found(self, tmp_path):
        """A letter changed in the doctree, on no page, fails the proof."""
        assert any("엉뚱한" in message for message in self.planted(tmp_path, "엉뚱한", "엉뚱하"))

    def test_a_character_lost_inside_a_note_is_found(self, tmp_path):
        """So does one in a note."""
        assert any("부름의" in message for message in self.planted(tmp_path, "부름의", "부르의"))


def test_smart_quotes_and_extensions_cannot_be_switched_on(tmp_path):
    """What conf.py says of quotes, dashes and MyST's extensions does not reach a text."""
    copy = copy_root("marks", tmp_path)
    conf = copy.root / "docs" / "conf.py"
    more = 'smartquotes = True\nmyst_enable_extensions = ["smartquotes", "replacements", "dollarmath", "linkify"]\n'
    conf.write_text(conf.read_text(encoding="utf-8") + more, encoding="utf-8")
    built = run_sphinx(copy, "dummy")
    assert built.warnings == ""
    assert list(doctree_problems(built.env, copy.edited("tiny"))) == []


@pytest.mark.parametrize("page", ["one", "index"])
def test_a_change_is_seen_by_the_next_build(tmp_path, page):
    """A page, the ledger or source.toml changed between two builds is read anew."""
    copy = copy_root("marks", tmp_path)
    assert run_sphinx(copy, "dummy").warnings == ""
    path = copy.page("tiny", page)
    path.write_text(path.read_text(encoding="utf-8").replace("{sic}`사 |", "{sic}`산 |", 1), encoding="utf-8")
    assert "산" in run_sphinx(copy, "dummy").warnings


def test_a_text_that_cannot_be_cleaned_is_told_and_nothing_breaks(tmp_path):
    """A witness that changed is one warning; the build goes on to the end."""
    copy = copy_root("marks", tmp_path)
    witness = copy.root / "sources" / "tiny" / "witness.txt"
    witness.write_bytes(witness.read_bytes() + b" ")
    assert "sources/tiny/witness.txt:0: WARNING: has SHA-256" in run_sphinx(copy, "dummy").warnings
