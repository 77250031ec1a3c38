"""Text out of files: web pages, PDF, EPUB, envelopes; what is no text is counted, what cannot be read is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from edition.clean.run import BaseText, clean
from edition.convert.intake.take import take_in
from edition.convert.received.kinds import extract
from edition.convert.received.model import Extracted
from edition.convert.received.proof import received_problems, skipped
from edition.problems import EditionError
from edition.witnesses import load

DATA = Path(__file__).parent / "data"
PROSE = "The councils that the workers made in those months were theirs, and nobody had told them how to make one. "
KOREAN = "평의회는 노동자들이 스스로 만든 것이었고, 아무도 그들에게 어떻게 만드는지 알려 주지 않았다. "


def page(html: str) -> Extracted:
    return extract(html.encode(), Path("page.html"))


def lines(extracted: Extracted, kind: str) -> list[str]:
    """Return the lines that have a hint of *kind*; of none, for the empty kind."""
    numbered = enumerate(extracted.text.split("\n"), start=1)
    return [line for number, line in numbered
            if line and (extracted.hints[number].kind if number in extracted.hints else "") == kind]  # fmt: skip


def taken(root: Path, name: str, data: bytes) -> tuple[BaseText, str]:
    (root / "sources").mkdir(exist_ok=True)
    (root / name).write_bytes(data)
    report = "\n".join(take_in(root, "made", root / name))
    source = load(root, "made")
    assert not received_problems(root, source)
    return clean(source), report


def refusal(data: bytes, name: str) -> str:
    with pytest.raises(EditionError) as caught:
        extract(data, Path(name))
    [problem] = caught.value.problems
    assert problem.remedy
    return problem.message


# ---- web pages

SITE = f"""<!doctype html><title>A site</title><body class="has-sidebar">
<nav><a href=/>Home</a> <a href=/a>About</a></nav>
<main><article><h1>On Councils</h1><p>{(PROSE * 3).strip()}<sup><a href="#1">1</a></sup><script>x</script>
<blockquote>{PROSE}</blockquote><div class="share-links"><a>Post it</a></div>
<h2>And after</h2><p>{PROSE * 3}<br><br>{PROSE}<img alt="x" src=y>
<ol class="footnotes"><li id="fn1">A note. <a href="#r1">↩</a></ol></article></main>
<section id="comments"><p>{PROSE}</p></section><footer>© 2020</footer>"""


def test_a_page_is_its_text_and_says_what_is_furniture():
    found = page(SITE)
    assert lines(found, "furniture") == ["Home About", "Post it", PROSE.strip(), "© 2020"]
    assert lines(found, "heading") == ["On Councils", "And after"]
    assert lines(found, "quotation") == [PROSE.strip()]
    assert lines(found, "note") == ["1. A note. ↩"]
    assert lines(found, "") == [(PROSE * 3).strip() + "¹", (PROSE * 3).strip(), PROSE.strip()]
    assert found.left_out == ["1 × picture with words for it", "1 × script"]


def test_a_page_becomes_a_draft(tmp_path):
    base, report = taken(tmp_path, "page.html", SITE.encode())
    kinds = [block.kind for block in base.blocks]
    assert kinds == ["title", "paragraph", "quotation", "heading", "paragraph", "paragraph", "note"]
    assert "given up" not in report
    assert "taken out by selectolax" in report


def test_a_table_of_layout_is_blocks_and_one_of_data_is_rows():
    layout = page(f"<table><tr><td>{PROSE}<td>{KOREAN}</table>")
    assert layout.text.split("\n\n") == [PROSE.strip(), KOREAN.strip() + "\n"]
    assert "year\tvotes\n" in page("<table><tr><th>year<th>votes<tr><td>1917<td>9,562,358</table>").text


def test_what_a_browser_writes_is_written():
    found = page(
        "<ol start=3 type=a><li>one<li>two</ol><ul><li>dot</ul><p>He said <q>so</q>.<ruby>漢<rt>한</rt></ruby>"
    )
    assert found.text.split() == ["c.", "one", "d.", "two", "•", "dot", "He", "said", "“so”.漢한"]


@pytest.mark.parametrize("depth", [3000])
def test_a_page_nests_as_deep_as_it_likes(depth):
    assert page("<div>" * depth + PROSE + "</div>" * depth).text == PROSE.strip() + "\n"


@pytest.mark.parametrize("charset", ["euc-kr", "utf-8", "utf-16"])
def test_a_page_in_another_encoding(charset):
    html = f"<html><head><meta charset={charset}></head><body><p>{KOREAN * 3}</p></body></html>"
    assert extract(html.encode(charset), Path("x.htm")).text == KOREAN.strip() + " " + (KOREAN * 2).strip() + "\n"


def test_a_page_without_a_charset_is_detected():
    found = extract(f"<html><body><p>{KOREAN * 3}</p></body></html>".encode("cp949"), Path("x.htm"))
    assert found.encoding == "cp949"
    assert KOREAN.strip() in found.text


@given(st.text(alphabet=st.sampled_from("ab <>&;/!-p\"'=\n\0가"), max_size=120))
def test_any_page_gives_a_text_or_none(soup):
    found = extract(f"<html>{soup}".encode(), Path("x.html"))
    assert set(found.hints) <= set(range(1, found.text.count("\n") + 1))


def test_an_envelope_is_opened():
    head = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
    head += "--b\nContent-Type: text/html; charset=cp949\n"
    body = f"Content-Transfer-Encoding: 8bit\n\n<html><body><p>{KOREAN * 3}</p></body></html>\n"
    image = "--b\nContent-Type: image/png\n\nx\n--b--\n"
    found = extract((head + body + image).encode("cp949"), Path("x.mhtml"))
    assert (found.kind, found.encoding) == ("mhtml", "cp949")
    assert KOREAN.strip() in found.text


def epub(documents: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", '<container><rootfile full-path="O/p.opf"/></container>')
        items = "".join(f'<item id="{name}" href="{name}"/>' for name in documents)
        order = "".join(f'<itemref idref="{name}"/>' for name in documents)
        book.writestr("O/p.opf", f"<package><manifest>{items}</manifest><spine>{order}</spine></package>")
        for name, text in documents.items():
            book.writestr(f"O/{name}", text)
    return made.getvalue()


def test_a_book_is_read_in_order():
    found = extract(epub({"b.xhtml": "<p>First.</p>", "a.xhtml": "<p>Second.</p>"}), Path("x.epub"))
    assert (found.kind, found.text.split()) == ("epub", ["First.", "Second."])


# ---- PDF


def pdf(source: str) -> bytes:
    return bytes(typst.compile(source.encode()))


def test_the_example_is_read_as_printed(tmp_path):
    base, report = taken(tmp_path, "councils.pdf", (DATA / "councils.pdf").read_bytes())
    assert "given up" not in report
    text = " ".join(block.printed for block in base.body)
    assert not {"41", "42", "THE MINUTE BOOK"} & {block.text for block in base.body}
    assert "only seconded a motion" in text
    assert "well-known sentence" in text
    assert [note.number for note in base.notes] == ["1", "2", "3"]
    assert "two leaves that a teacher had used" in base.notes[1].text  # the note goes on at the next page's foot
    assert [block.text for block in base.body if block.kind == "heading"] == [
        "The book on the table", "Three copies", "What a reader may ask",
    ]  # fmt: skip


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_reads_alike(turn):
    made = pdf(f"#set page(width: 120mm, height: 90mm)\n{PROSE * 3}\n\n{PROSE * 2}")
    with pikepdf.open(io.BytesIO(made)) as document:
        document.pages[0].Rotate = turn
        out = io.BytesIO()
        document.save(out)
    assert " ".join(extract(out.getvalue(), Path("x.pdf")).text.split()) == (PROSE * 5).strip()


def test_two_columns_are_read_one_after_the_other():
    words = " ".join(f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(900))
    found = extract(pdf(f"#set page(columns: 2)\n#set text(hyphenate: false)\n{words}"), Path("x.pdf"))
    assert [w for w in found.text.split() if w.startswith("word")] == words.split()
    assert any("set in columns" in question for _, question in found.questions)


def test_body_lines_that_read_alike_on_many_pages_stay():
    found = extract(pdf(f"#set page(width: 90mm, height: 60mm)\n{(PROSE * 40)}"), Path("x.pdf"))
    assert not [line for line in lines(found, "furniture") if not line.strip().isdigit()]


def test_ligatures_are_written_as_letters():
    assert "official flow" in extract(pdf('#set text(font: "Libertinus Serif")\nofficial flow'), Path("x.pdf")).text


def locked(data: bytes, **passwords: str) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as document:
        out = io.BytesIO()
        document.save(out, encryption=pikepdf.Encryption(**passwords))
        return out.getvalue()


def test_a_password_of_the_owner_alone_locks_nobody_out():
    found = extract(locked(pdf(PROSE), owner="o", user=""), Path("x.pdf"))
    assert PROSE.strip().split() == found.text.split()
    assert any(said.startswith("encrypted") for said in found.said)


REFUSED: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "locked": (lambda: locked(pdf(PROSE), owner="o", user="u"), "x.pdf", "password"),
    "broken": (lambda: b"%PDF-1.7\nnothing", "x.pdf", "cannot be read as a PDF"),
    "a picture": (lambda: pdf("#rect(width: 5cm, height: 5cm)"), "x.pdf", "no text layer"),
    "docx": (lambda: b"PK\3\4....word/document.xml", "x.docx", "Word file"),
    "doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 99, "x.doc", "old Office"),
    "rtf": (lambda: b"{\\rtf1 }", "x.rtf", "RTF"),
    "png": (lambda: b"\x89PNG\r\n", "x.txt", "picture"),
    "binary": (lambda: bytes(range(32)) * 99, "x.txt", "control characters"),
    "no book": (lambda: epub({})[:90], "x.epub", "cannot be read as an EPUB"),
    "empty envelope": (
        lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n",
        "x.mht",
        "no page",
    ),
}


@pytest.mark.parametrize(("make", "name", "words"), REFUSED.values(), ids=REFUSED)
def test_what_gives_no_text_is_refused_with_a_remedy(make, name, words):
    assert words in refusal(make(), name)


# ---- the proof


def test_a_witness_that_the_tool_does_not_give_is_a_problem(tmp_path):
    taken(tmp_path, "page.html", SITE.encode())
    source = load(tmp_path, "made")
    [problem] = received_problems(tmp_path, replace(source, text=source.text.replace("Councils", "Counsels")))
    assert (problem.path, problem.line) == ("sources/made/witness.txt", 3)


def test_another_version_of_the_tool_is_said_to_prove_nothing(tmp_path):
    taken(tmp_path, "page.html", SITE.encode())
    source = load(tmp_path, "made")
    assert source.received
    other = replace(source, text="", received=replace(source.received, version="0.1"))
    assert not received_problems(tmp_path, other)
    assert "not read again, for selectolax 0.1 made the witness" in skipped(other)


def test_a_changed_file_is_refused(tmp_path):
    taken(tmp_path, "page.html", SITE.encode())
    (tmp_path / "sources/made/received.html").write_bytes(b"other")
    with pytest.raises(EditionError, match="has SHA-256"):
        load(tmp_path, "made")
