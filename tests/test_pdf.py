"""The PDF builder: tiny books are built and their PDFs read back."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pikepdf
import pypdfium2 as pdfium
import pytest
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

from edition import glyphs
from edition.export.pdf import builder, fonts
from edition.export.pdf.builder import PdfError
from edition.export.pdf.compile import compile_book
from edition.export.pdf.front import contents_pages
from edition.export.pdf.source import Source, origin_of, quote

#: stands in for the edition's own extensions: roles for marks, paragraph numbers, series of notes, an odd node
CONF = """
from docutils import nodes
from edition.ext.nodes import mark
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole

project = "10월 이후"
author = "Editors"
language = "ko"
extensions = ["myst_parser", "edition.export.pdf.builder"]
myst_enable_extensions = ["deflist", "attrs_block", "attrs_inline"]
smartquotes = False
suppress_warnings = ["myst.header"]
edition_version = "1.2.3"


class MarkRole(SphinxRole):
    def run(self):
        reading = "" if self.name == "surplus" else self.text
        node = mark(self.rawtext, reading, sign=self.name, witness="witness-reading")
        return [node], []


class OddRole(SphinxRole):
    def run(self):
        return [nodes.math("", self.text)], []


class Decorate(SphinxTransform):
    default_priority = 900

    def apply(self):
        count = 0
        for paragraph in self.document.findall(nodes.paragraph):
            if isinstance(paragraph.parent, nodes.section) and not paragraph["classes"]:
                count += 1
                paragraph["number"] = f"{count}"
                paragraph["ids"].append(f"{self.env.docname}.{count}")
        for node in self.document.findall(lambda n: isinstance(n, (nodes.footnote, nodes.footnote_reference))):
            if "edition" in " ".join(node.get("names", [])):
                node["classes"].append("edition")
        for figure in self.document.findall(nodes.figure):
            if "without-image" in figure["classes"]:
                figure.remove(figure.next_node(nodes.image))
                figure.insert(0, nodes.paragraph("", "이 그림은 전본에 없다.", classes=["editorial"]))


def setup(app):
    for name in ("corr", "supplied", "surplus", "gap", "sic"):
        app.add_role(name, MarkRole())
    app.add_role("odd", OddRole())
    app.add_node(mark)
    app.add_transform(Decorate)
"""


@dataclass
class Built:
    """A book that was built."""

    app: Sphinx
    path: Path
    warnings: str

    @property
    def pages(self) -> list[str]:
        return [page.get_textpage().get_text_bounded() for page in pdfium.PdfDocument(self.path)]

    @property
    def text(self) -> str:
        return flat("\n".join(self.pages))

    @property
    def titles(self) -> list[str]:
        return [entry.get_title() for entry in pdfium.PdfDocument(self.path).get_toc()]


def flat(text: str) -> str:
    """Return *text* without white space and the hyphens that divide words at line ends."""
    text = re.sub(r"[\x02\ufffe\u00ad]\r?\n", "", text)
    return re.sub(r"[\s\u00ad\u2060\x02\ufffe]", "", text)


@pytest.fixture
def build(tmp_path):
    """Return a function that builds a book from pages; ``index`` lists them all unless given."""

    def run(pages: dict[str, str], conf: str = "", **settings: object) -> Built:
        source = tmp_path / "docs"
        source.mkdir(exist_ok=True)
        listed = "\n".join(name for name in pages if "/" not in name)
        pages = {"index": f"# Book\n\nLanding words.\n\n```{{toctree}}\n{listed}\n```\n", **pages}
        for name, text in pages.items():
            path = source / f"{name}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
        (source / "conf.py").write_text(CONF + conf, encoding="utf-8")
        warnings = io.StringIO()
        with docutils_namespace():
            app = Sphinx(source, source, tmp_path / "out", tmp_path / "doctrees", "typst", confoverrides=settings,
                         status=None, warning=warnings)  # fmt: skip
            app.build()
        return Built(app, tmp_path / "out" / f"{app.config.edition_pdf_name}.pdf", warnings.getvalue())

    return run


KOREAN = "2017년 가을, 러시아혁명 100주년을 맞은 우리는 ‘10월 혁명’이 준 약속을 되새긴다. 『국가와 혁명』, 革命. "
ODD = 'Łódź, Œuvres, рабочий класс — #hash $x \\\\ "q" -- ...'
ENGLISH = "It is impossible to be indifferent, whether one is an opponent or a supporter of the liberation of workers. "


def test_every_character_comes_back_out(build):
    """Pages in both languages, long enough to be divided, lose nothing in order or number."""
    book = build({
        "ko": f"---\nlang: ko\n---\n# 첫째 글\n\n{KOREAN * 30}\n\n> {KOREAN}\n",
        "en": f"---\nlang: en\n---\n# A second text\n\n{ENGLISH * 40}\n\n{ODD}\n",
    })  # fmt: skip
    assert book.warnings == ""
    said = Counter("".join(flat(app_text) for page in ("ko", "en") for app_text in
                           (node.astext() for node in book.app.env.get_doctree(page).findall(nodes.Text))))  # fmt: skip
    found = Counter(book.text)
    assert {c: n for c, n in said.items() if found[c] < n} == {}
    assert flat(ENGLISH * 3) in book.text
    assert flat(KOREAN * 3) in book.text
    assert flat(ODD).replace("\\\\", "\\") in book.text
    assert "Landing" not in book.text


def test_title_page_colophon_contents_and_running_heads(build):
    book = build({"one": f"# 글\n\n## 절\n\n{KOREAN * 60}"}, edition_subtitle="두 편의 글", edition_commit="abc1234")
    title, colophon, contents, opening, following, *_ = book.pages
    assert flat(title) == flat("10월 이후 두 편의 글 Editors")
    assert flat(colophon) == flat("버전 1.2.3 커밋 abc1234")
    assert flat(contents).startswith("차례글")
    assert flat(opening).startswith("글절")
    assert flat(following).startswith("글")
    assert flat(opening).endswith("4")


def test_notes_keep_their_numbers_and_start_anew_in_each_text(build):
    book = build({
        "one": "# One[^3]\n\nA[^4] b[^4].\n\n[^3]: In a title.\n\n[^4]: Called twice.\n\n    Its second paragraph.\n",
        "two": "# Two\n\nC[^3].\n\n[^3]: Another three.\n",
    })  # fmt: skip
    assert book.warnings == ""
    first, second = book.pages[3], book.pages[4]
    assert flat("3 In a title.") in flat(first)
    assert flat("4 Called twice. Its second paragraph.") in flat(first)
    assert first.count("Called twice") == 1
    assert flat("A4 b4.") in flat(first)
    assert flat("3 Another three.") in flat(second)


def test_a_note_in_a_title_stays_out_of_contents_bookmarks_and_running_head(build):
    book = build({"one": f"# Title[^9]\n\n{ENGLISH * 60}\n\n[^9]: Note.\n"})
    assert book.titles == ["Title"]
    assert flat(book.pages[2]) == "차례Title" + "." * flat(book.pages[2]).count(".") + "43"
    assert "9" not in book.pages[4].splitlines()[0]


@pytest.mark.parametrize("titles", [3, 40, 70, 90, 140])
def test_the_pages_of_the_contents_are_guessed(build, titles):
    """The guess is for speed only; that it is right is what makes Typst quick."""
    book = build({f"page{number:02}": f"# Title {number}\n\nWords.\n" for number in range(titles)})
    first = next(number for number, page in enumerate(book.pages) if page.startswith("Title 0") and "Words" in page)
    assert contents_pages((1, f"Title {number}") for number in range(titles)) == first - 2


def test_a_note_longer_than_a_page_is_printed_whole(build):
    book = build({"one": f"# One\n\nA[^1].\n\n[^1]: {ENGLISH * 60}\n"})
    assert book.text.count(flat("whether one is")) >= 58  # but for those a page end divides
    assert Counter(book.text)["q"] == Counter(ENGLISH * 60)["q"]


def test_a_note_on_a_note_is_printed_however_long_the_note_is(build):
    """Typst loses a footnote in a footnote that goes over to the next page; ours stand at its end, linked both ways."""
    calls = " ".join(f"{ENGLISH * 8} q[^in{number}]." for number in range(9))
    notes = "\n\n".join(f"[^in{number}]: Inner words {number} of ours." for number in range(9))
    book = build({"one": f"# One\n\n{ENGLISH}\n\nA[^1].\n\n[^1]: {calls}\n\n{notes}\n"})
    assert book.warnings == ""
    for number in range(9):
        assert book.text.count(flat(f"Inner words {number} of ours.")) == 1
    source = (Path(book.app.doctreedir) / "typst" / "main.typ").read_text()
    assert source.count("inner-call(") == source.count("inner-note(") == 9


def test_the_notes_series_differ_in_the_source(build):
    book = build({"one": "# One\n\nA[^1] b[^edition1].\n\n[^1]: Author.\n\n[^edition1]: Ours.\n"})
    source = (Path(book.app.doctreedir) / "typst" / "main.typ").read_text()
    assert 'note("author", "1"' in source
    assert 'note("edition", "2"' in source


def test_a_note_nobody_calls_and_a_call_of_no_note_are_warnings_not_losses(build):
    book = build({"one": "# One\n\nA.\n\n[^1]: Lonely words.\n"})
    assert "has no call" in book.warnings
    assert flat("Lonely words.") in book.text


def test_marks(build):
    book = build({"one": "# One\n\nA {corr}`right` {supplied}`lost` {surplus}`extra` {gap}`[…]` {sic}`slip` z.\n"})
    assert book.warnings == ""
    assert flat("A right ⟨lost⟩ […] slip z.") in book.text
    assert "witness-reading" not in book.text
    source = (Path(book.app.doctreedir) / "typst" / "main.typ").read_text()
    assert all(source.count(f"{name}({{") == 1 for name in ("corr", "supplied", "sic"))


def test_paragraph_numbers_stand_before_their_paragraph_and_link_to_the_web(build):
    book = build({"one": f"# One\n\nAlpha begins. {ENGLISH}\n\nBeta begins.\n"}, edition_base_url="https://e.org/x/")
    lines = book.pages[3].splitlines()
    assert lines[1].startswith("1 Alpha begins")
    assert flat(ENGLISH) in book.text
    content = pdfium.PdfDocument(book.path)[3]
    links = [link for link in web_links(book.path) if "one.html" in link]
    assert links == ["https://e.org/x/one.html#one.1", "https://e.org/x/one.html#one.2"]
    assert content.get_width() == pytest.approx(148 / 25.4 * 72, abs=0.1)


def web_links(path: Path) -> list[str]:
    """Return the addresses of a PDF's link annotations."""
    with pikepdf.open(path) as document:
        annotations = [note for page in document.pages for note in page.get("/Annots", [])]
        return [str(note["/A"]["/URI"]) for note in annotations if "/URI" in note.get("/A", {})]


def test_links_within_the_book_lead_to_their_place_and_name_its_page_in_the_language_of_their_words(build):
    book = build({
        "one": "---\nlang: en\n---\n# One\n\nSee {doc}`two`.\n",
        "two": "---\nlang: ko\n---\n# 둘\n\n글은 {doc}`one`에.\n\nB[^1].\n\n[^1]: C[^2].\n\n[^2]: D.\n",
    })  # fmt: skip
    with pikepdf.open(book.path) as document:
        numbers = {page.objgen: number for number, page in enumerate(document.pages, 1)}
        links = [link for page in document.pages for link in page.get("/Annots", []) if "/Dest" in link]
        explicit = [link for link in links if isinstance(link.Dest, pikepdf.Array)]
        told = {str(link.Contents): numbers[link.Dest[0].objgen] for link in explicit}
    assert told["page 5"] == 5
    assert told["4쪽"] == 4
    assert told["5쪽"] == 5
    assert not [address for address in web_links(book.path) if address.startswith("book:")]


def test_pages_left_out_take_their_children_along_and_are_linked_on_the_web(build):
    book = build({
        "one": "# One\n\nSee {doc}`web` and {doc}`two`, [there](https://example.org/).\n",
        "web": "---\npdf: false\n---\n# Only on the web\n\nHidden words.\n\n```{toctree}\nweb/child\n```\n",
        "web/child": "# Child\n\nHidden, too.\n",
        "two": "# Two\n\nShown.\n\n```{toctree}\nweb/other\n```\n",
        "web/other": "---\npdf: false\n---\n# Other\n\nHidden again.\n",
    }, edition_base_url="https://e.org")  # fmt: skip
    assert book.warnings == ""
    assert book.titles == ["One", "Two"]
    assert "Hidden" not in book.text
    assert {"https://e.org/web.html", "https://example.org/"} <= set(web_links(book.path))


def test_a_missing_character_is_named_with_its_place_and_nothing_is_written(build, tmp_path):
    with pytest.raises(PdfError, match=r"one\.md:3: no font has '촧' \(U\+CD27 HANGUL SYLLABLE CWAGS\); fix: "):
        build({"one": "# One\n\n글자 촧이다.\n"})
    assert list((tmp_path / "out").glob("*.pdf*")) == []


def test_a_missing_font_is_named_with_its_folder(build, tmp_path):
    folder = tmp_path / "fonts"
    shutil.copytree(glyphs.FOLDER, folder)
    (folder / "NotoSansKR_400Regular.ttf").unlink()
    with pytest.raises(PdfError, match=r"font Noto Sans KR \(normal, 400\) is not in .*/fonts; fix: restore"):
        build({"one": "# One\n"}, edition_font_paths=[str(folder)])
    with pytest.raises(PdfError, match="does not exist; fix: restore"):
        build({"one": "# One\n"}, edition_font_paths=[str(tmp_path / "nowhere")])


def test_what_typst_refuses_is_led_back_to_the_page(build, tmp_path):
    with pytest.raises(PdfError, match=r"^one\.md:3: failed to decode image"):
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "broken.png").write_bytes(b"no image")
        build({"one": "# One\n\n```{figure} broken.png\n:alt: A\nCaption\n```\n"})


TWO = {"one": f"# One[^1]\n\n{KOREAN}\n\n[^1]: Note.\n", "two": "---\nlang: en\n---\n# Two\n\nWords.\n"}


def test_a_rebuild_gives_the_same_bytes(build, tmp_path):
    first = build(TWO, edition_timestamp=1_500_000_000).path.read_bytes()
    shutil.rmtree(tmp_path / "out")
    assert build(TWO, edition_timestamp=1_500_000_000).path.read_bytes() == first


def test_a_book_is_made_again_only_where_something_differs(build, tmp_path, monkeypatch):
    """The one that is there stays; other words, another date, a damaged note of what it was made from: it is made."""
    first = build(TWO).path.read_bytes()
    made = []
    monkeypatch.setattr(builder, "compile_book", lambda *given: made.append(1) or compile_book(*given))
    assert build(TWO).path.read_bytes() == first
    assert made == []
    build({**TWO, "one": "# One\n\nOther words.\n"})
    build({**TWO, "one": "# One\n\nOther words.\n"}, edition_timestamp=1_500_000_000)
    [kept] = (tmp_path / "out").glob("*.made-from")
    kept.write_text("cut o", encoding="utf-8")
    build({**TWO, "one": "# One\n\nOther words.\n"}, edition_timestamp=1_500_000_000)
    assert len(made) == 3


def test_a_book_with_a_warning_is_made_and_told_again(build, monkeypatch):
    """What Typst warned of is not silent the second time."""

    def warned(*given):
        given[-1]("look here")
        return compile_book(*given)

    monkeypatch.setattr(builder, "compile_book", warned)
    assert "look here" in build(TWO).warnings
    assert "look here" in build(TWO).warnings


def test_metadata_and_standards(build):
    book = build({"one": "# One\n"}, edition_timestamp=1_500_000_000, edition_pdf_name="book")
    pdf = pdfium.PdfDocument(book.path)
    assert book.path.name == "book.pdf"
    assert pdf.get_metadata_value("Title") == "10월 이후"
    assert pdf.get_metadata_value("Author") == "Editors"
    assert "20170714" in pdf.get_metadata_value("CreationDate")
    data = book.path.read_bytes()
    assert b"<pdfuaid:part>1</pdfuaid:part>" in data
    assert b"<pdfaid:part>2</pdfaid:part>" in data
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in data
    with pikepdf.open(book.path) as document:
        assert str(document.Root["/Lang"]) == "ko"


def test_an_unknown_node_is_a_located_warning_and_its_words_are_printed(build):
    book = build({"one": "# One\n\nAn {odd}`unheard-of` thing.\n"})
    assert re.search(r"one\.md:3: WARNING: the PDF has no form for math; fix: .*\[edition\.pdf\]", book.warnings)
    assert flat("An unheard-of thing.") in book.text


def test_structures(build, tmp_path):
    """Lists, definitions, quotations, tables, pictures, boxes and code are all printed, in order, without a warning."""
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "dot.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'
    )
    book = build({"one": """
        # One

        - alpha
        - beta

          beta continued

        3) third
        4) fourth

        Term
        : Meaning

        > Quoted words.
        >
        > Quoted again.

        ```{figure} dot.svg
        :alt: a dot
        A caption

        A legend
        ```

        ```{figure} dot.svg
        :alt: none
        :class: without-image
        :figclass: without-image
        The caption of a lost picture
        ```

        | left | right |
        |------|-------|
        | 하나 | one   |

        ```{rubric} A rubric
        ```

        ```{note}
        Boxed.
        ```

        ***

        ```
        code "quoted" \\
          indented
        ```

        ```{container} editorial
        Our own words.
        ```

        ```{glossary}
        소비에트
        soviet
          평의회
        ```

        Inline `literal`, *emphasis*, **strong**, {sub}`2`, {index}`혁명`.
        """})  # fmt: skip
    assert book.warnings == ""
    order = """
        alpha beta beta continued 3) third 4) fourth Term Meaning Quoted words. Quoted again. A caption A legend
        이 그림은 전본에 없다. The caption of a lost picture left right 하나 one A rubric Boxed.
        code "quoted" \\ indented Our own words. 소비에트 soviet 평의회 Inline literal, emphasis, strong, 2, 혁명.
        """
    place = 0
    for word in order.split():
        place = book.text.find(word, place)
        assert place >= 0, f"{word} is missing or out of order"
    assert flat("찾아보기 S soviet 4 ㅅ 소비에트 4 ㅎ 혁명 4").replace("4", "") in re.sub(r"\d", "", book.text)


def test_a_title_breaks_between_words_only(build):
    title = "러시아 혁명과 사회주의 국가의 출현 억압에서 해방으로 해방에서 동원으로"
    book = build({"one": f"---\nlang: ko\n---\n# {title}\n\nWords.\n"}, language="en")
    lines = book.pages[3].split("Words")[0].splitlines()
    assert {word for line in lines for word in line.split()} - {"1"} == set(title.split())


def test_the_same_id_on_two_pages_leads_to_two_places(build):
    body = "\n\nSee [^1] [here](#part).\n\n(part)=\n## Part\n\nWords.\n\n[^1]: Note.\n"
    book = build({"one": "# One" + body.replace("part)=", "p1)=").replace("#part", "#p1"),
                  "two": "# Two" + body.replace("part)=", "p2)=").replace("#part", "#p2")})  # fmt: skip
    assert book.warnings == ""
    assert book.titles == ["One", "Part", "Two", "Part"]


def test_no_line_runs_into_the_margin(build):
    address = "https://www.example.org/archive/lenin/works/1917/staterev/ch01.htm"
    book = build({"one": f"---\nlang: en\n---\n# One\n\n{ENGLISH * 20} {address * 2}[^1]\n\n[^1]: {address * 3}\n",
                  "two": f"---\nlang: ko\n---\n# {KOREAN}\n\n{KOREAN * 20}"})  # fmt: skip
    for page in pdfium.PdfDocument(book.path):
        text = page.get_textpage()
        right = page.get_width() - 18 / 25.4 * 72
        for index in range(text.count_chars()):
            if not chr(pdfium.raw.FPDFText_GetUnicode(text, index)).isspace():
                assert text.get_charbox(index)[2] < right + 1  # an f or an italic may lean out


def test_language_switches(build):
    """A page, a block or a word of the other language is marked as such for screen readers and hyphenation."""
    book = build({"one": "---\nlang: ko\n---\n# 글\n\n{.lang-en}\nEnglish paragraph.\n\n한글 [word]{.lang-en}.\n"})
    source = (Path(book.app.doctreedir) / "typst" / "main.typ").read_text()
    assert re.search(r'lang-block\("en", \{\np\(\{\n"English', source)
    assert 'lang-span("en", {\n"word"' in source
    assert book.warnings == ""


# ---- the parts ---------------------------------------------------------------------------------------------------


def test_faces_of_a_family_have_the_same_characters():
    """Else a character could be missing in bold only, which the check of the text cannot see."""
    regular, semibold = (
        glyphs.code_points(glyphs.FOLDER / f"NotoSerifKR_{face}.ttf") for face in ("400Regular", "600SemiBold")
    )
    assert regular == semibold


def test_the_fonts_have_what_korean_books_use():
    printable = fonts.coverage(fonts.load([glyphs.FOLDER]))
    syllables = [bytes([row, cell]).decode("euc_kr") for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF)]
    assert glyphs.unprintable("".join(syllables) + "革命ㄱㅏ⟨⟩「」『』〈〉《》…·—“”Łß§№Ж", printable) == []
    assert glyphs.unprintable("\N{SOFT HYPHEN}\n", printable) == []
    assert glyphs.unprintable("a\N{NULL}촧\N{LINE SEPARATOR}촧", printable) == ["\0", "촧", "\u2028"]


def test_licences_stand_beside_the_fonts():
    for family in ("noto-serif-kr", "noto-sans-kr", "source-serif-4"):
        assert "SIL OPEN FONT LICENSE" in (glyphs.FOLDER / f"OFL-{family}.txt").read_text()


def test_source_quotes_and_remembers_origins():
    source = Source()
    source.origin("texts/a b", 7)
    source.begin("p(")
    source.add(quote('a "b" \\ #c\nd'))
    source.end()
    source.begin("p(")
    source.end()
    text = str(source)
    assert text == '// texts/a_b:7\np({\n"a \\"b\\" \\\\ #c d"\n})\np({\n[]})\n'
    assert origin_of(text, 3) == ("texts/a_b", 7)
    assert origin_of(text, 0) is None
