"""A file that would overwhelm its reader overwhelms a process of its own: real bombs, made here, each refused."""

from __future__ import annotations

import io
import os
import signal
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from edition.convert.intake.take import take_in
from edition.convert.intake.workshop import workshop
from edition.convert.received import confined, extract, kinds
from edition.convert.received.confined import Allowed
from edition.convert.received.magic import kind_of
from edition.problems import EditionError, Problem
from edition.safety import limits

DATA = Path(__file__).parent / "data"
TIGHT = Allowed(memory=400_000_000, seconds=5, patience=20, answer=5_000_000)
WORDS = "The councils that the workers made in those months were theirs. "
KOREAN = "평의회는 노동자들이 스스로 만든 것이었다. "


def refused(data: bytes, name: str, allowed: Allowed = TIGHT) -> Problem:
    """Return the one problem for which *data*, in a file called *name*, is refused."""
    with pytest.raises(EditionError) as caught:
        extract(data, Path(name), allowed)
    [problem] = caught.value.problems
    assert problem.path == name
    assert problem.remedy
    return problem


# ---- books


def epub(documents: dict[str, bytes], order: list[str] | None = None, packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packed) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr("META-INF/container.xml", '<container><rootfile full-path="p.opf"/></container>')
        items = "".join(f'<item id="{name}" href="{name}"/>' for name in documents)
        spine = "".join(f'<itemref idref="{name}"/>' for name in order or documents)
        book.writestr("p.opf", f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>")
        for name, data in documents.items():
            book.writestr(name, data)
    return made.getvalue()


def zeros() -> bytes:
    """A book of 110 kB with a document of 110 MB."""
    return epub({"a.xhtml": b"\0" * 110_000_000})


def one_page_again_and_again() -> bytes:
    """Small, however often it is unpacked; the sum is what counts."""
    return epub({"a.xhtml": b"<p>" + b"a " * 500_000}, ["a.xhtml"] * 1_000)


def many_documents() -> bytes:
    return epub({"a.xhtml": b"<p>a"}, ["a.xhtml"] * 20_000)


def many_files() -> bytes:
    return epub({f"{number}.xhtml": b"" for number in range(12_000)})


def false_count() -> bytes:
    """A list of 12,000 files that says it has 10."""
    data = bytearray(many_files())
    place = data.rfind(b"PK\5\6")
    data[place + 8 : place + 12] = struct.pack("<HH", 10, 10)
    return bytes(data)


def large_kind() -> bytes:
    data = epub({"a.xhtml": b"<p>a"})
    place = data.rfind(b"PK\5\6")
    return data[:place] + b"PK\6\7" + b"\0" * 16 + data[place:]


def false_size() -> bytes:
    """A document that unpacks to 50 MB and is declared with 10 bytes: no more than these are read."""
    data = bytearray(epub({"a.xhtml": b"<p>" + b"a " * 25_000_000}))
    central = data.rfind(b"PK\1\2")
    data[central + 24 : central + 28] = struct.pack("<L", 10)
    return bytes(data)


BOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "zeros": (zeros, "unpacks to 110,000,000 bytes, more than 100,000,000; 'a.xhtml' alone to 110,000,000 from 1"),
    "one page again and again": (one_page_again_and_again, "unpacks to 1,000,003,000 bytes"),
    "many documents": (many_documents, "names 20,000 documents to be read, more than 5,000"),
    "many files": (many_files, "lists 12,003 files in "),
    "false count": (false_count, "lists 12,003 files, more than 10,000"),
    "large kind": (large_kind, "is an archive of the large kind (ZIP64)"),
    "false size": (false_size, "cannot be read as an EPUB: Bad CRC-32"),
    "odd packing": (
        lambda: epub({"a.xhtml": b"<p>a"}, packed=zipfile.ZIP_LZMA),
        "packs 'META-INF/",
    ),
    "cut off": (lambda: epub({"a.xhtml": os.urandom(5_000)})[:3_000], "cannot be read as an EPUB"),
}


@pytest.mark.parametrize(("make", "words"), BOOKS.values(), ids=BOOKS)
def test_a_book_that_declares_too_much_is_not_unpacked(make, words):
    assert words in refused(make(), "x.epub").message


# ---- web pages


def nested(count: int) -> bytes:
    return b"<!doctype html>" + b"<div>" * count + WORDS.encode()


def test_a_page_nested_without_end_is_refused():
    """By the count of what stands in one another; or by time, for the parser looks through all that is open."""
    assert "more than 5,000 elements in one another" in refused(nested(6_000), "x.html").message
    assert refused(nested(100_000), "x.html", Allowed(seconds=1)).message == "keeps its reader busy without end"
    assert kinds.extract(nested(4_000), Path("x.html")).text == WORDS.strip() + "\n"


def unclosed(count: int) -> bytes:
    """Each paragraph opens again all that was left open before: the tree grows with the square."""
    return b"<!doctype html>" + b"".join(b"<p><b id=%d>a" % number for number in range(count))


def test_tags_that_do_not_close_are_bounded():
    assert extract(unclosed(100), Path("x.html"), TIGHT).text.split() == ["a"] * 100
    assert refused(unclosed(20_000), "x.html").remedy


def test_many_pieces_far_down_are_read_in_one_pass():
    """What each piece stands in is known from the one above: 3,000 deep, with 40,000 pieces there."""
    data = b"<!doctype html>" + b"<div class=a>" * 3_000 + b"words<br>" * 40_000
    assert extract(data, Path("x.html"), TIGHT).text.count("words") == 40_000


# ---- PDF


def pdf(*objects: bytes, root: int = 1, trailer: bytes = b"") -> bytes:
    """Return a PDF of *objects*, numbered from 1, with its table of places."""
    made, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return made + b"trailer\n<</Size %d/Root %d 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, root, trailer.replace(b"@START@", b"%d" % start), start,
    )  # fmt: skip


def with_page(stream: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter %s>>\nstream\n%s\nendstream" % (len(stream), filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )  # fmt: skip


def page_of_zeros() -> bytes:
    """A page whose content, packed twice, is 600 MB of blanks."""
    packer, inner = zlib.compressobj(9), b""
    for _ in range(60):
        inner += packer.compress(b" " * 10_000_000)
    return with_page(zlib.compress(inner + packer.flush(), 9), b"[/FlateDecode/FlateDecode]")


def page_of_letters() -> bytes:
    """A page of two million letters, in 10 kB."""
    return with_page(zlib.compress(b"BT /F 1 Tf " + b"(aaaaaaaaaaaaaaaaaaaa) Tj " * 100_000 + b"ET", 9))


def places_in_a_circle() -> bytes:
    """A table of places that names itself as the one before."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>", trailer=b"/Prev @START@")


def pages_in_a_circle() -> bytes:
    """A page tree that is its own child, and says it has a thousand million pages."""
    return pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 1000000000>>")


PDFS: dict[str, tuple[Callable[[], bytes], str]] = {
    "page of zeros": (page_of_zeros, "its reader broke down (SIG"),
    "page of letters": (page_of_letters, ""),
    "places in a circle": (places_in_a_circle, "cannot be read as a PDF"),
    "pages in a circle": (pages_in_a_circle, "cannot be read as a PDF"),
}


@pytest.mark.parametrize(("make", "words"), PDFS.values(), ids=PDFS)
def test_a_pdf_that_leads_its_reader_astray_is_refused(make, words):
    assert words in refused(make(), "x.pdf").message


# ---- the process itself


def reader(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the program *code* read instead."""
    monkeypatch.setattr(confined, "READER", (sys.executable, "-c", code))


CONFINED = """
import json, sys, time
from edition.convert.received.child import confine
confine(json.loads(sys.stdin.buffer.readline())["limits"])
"""
MISBEHAVING: dict[str, tuple[str, str]] = {
    "sleeps": ("time.sleep(60)", "keeps its reader waiting without end"),
    "turns in a circle": ("while True: pass", "keeps its reader busy without end"),
    "eats memory": ("x = []\nwhile True: x.append(bytearray(10_000_000))", "its reader broke down (status 1)"),
    "writes without end": ("while True: sys.stdout.write('x' * 100_000)", "gives more text than a witness can have"),
    "says nothing": ("", "its reader gave no answer"),
    "says nonsense": ("print('[1, 2]')", "its reader gave no answer"),
    "says too deep a thing": ("print('[' * 100_000)", "its reader gave no answer"),
    "says what is no text": ("""print('{"extracted": {"text": 1, "kind": "pdf"}}')""", "answered in no form"),
    "tells no problem": ("""print('{"problems": [{"path": "x"}]}')""", "its reader gave no answer"),
    "kills itself": ("import os; os.kill(os.getpid(), 11)", "its reader broke down (SIGSEGV)"),
    "says it wants memory": (f"sys.exit({confined.EXHAUSTED})", "wants more than 400,000,000 bytes of memory"),
}


@pytest.mark.parametrize(("code", "words"), MISBEHAVING.values(), ids=MISBEHAVING)
def test_a_reader_that_misbehaves_is_ended_and_told(monkeypatch, code, words):
    reader(monkeypatch, CONFINED + code)
    allowed = Allowed(TIGHT.memory, 1, 3, 1_000_000) if words.startswith("keeps") else TIGHT
    assert words in refused(b"any", "x.txt", allowed).message


def test_a_reader_that_heeds_no_limit_is_ended_with_what_it_started(monkeypatch, tmp_path):
    """By whoever waits for it, by the clock."""
    code = f"""
import signal, subprocess, sys, time
signal.signal(signal.SIGALRM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open({str(tmp_path / "pid")!r}, "w").write(str(child.pid))
time.sleep(60)
"""
    reader(monkeypatch, code)
    assert refused(b"any", "x.txt", Allowed(patience=2)).message == "keeps its reader waiting without end"
    pid = int((tmp_path / "pid").read_text())
    for _ in range(100):  # it is nobody's child now, and takes a moment to go
        if not running(pid):
            return
        time.sleep(0.05)
    pytest.fail("what the reader started goes on")


def running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except FileNotFoundError:
        return False
    return state != "Z"


def test_a_program_beside_the_file_is_not_run(tmp_path, monkeypatch):
    """Python would look for modules in the folder it is called in, and where the environment says."""
    for name in ("selectolax.py", "chardet.py", "sitecustomize.py", "edition.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert extract(b"A text.\n", Path("x.txt")).text == "A text.\n"
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("data", [
    f"{KOREAN}\n".encode(), f"{KOREAN}\r\x0c{KOREAN}".encode("cp949"), f"<html><p>{KOREAN}<h2>a</h2>".encode(),
    epub({"a.xhtml": f"<h1>a</h1><p>{KOREAN}".encode()}), b"a \xff b \xed\xa0\x80" * 3,
    (DATA / "councils.pdf").read_bytes(),
])  # fmt: skip
def test_what_is_read_apart_is_what_is_read_here(data):
    assert extract(data, Path("x.txt")) == kinds.extract(data, Path("x.txt"))
    found = kinds.extract(data, Path("x.txt"))
    assert confined.extract_again(data, found.kind, found.encoding, "x.txt") == found.text


# ---- names


@pytest.mark.parametrize(("data", "name", "kind"), [
    (b"%PDF-1.7\n", "x.txt", "pdf"), (b"<!doctype html><p>a", "x.pdf", "html"), (b"A text.\n", "x.epub", "txt"),
    (epub({"a.xhtml": b"<p>a"}), "x.html", "epub"),
])  # fmt: skip
def test_a_name_that_lies_is_not_believed(data, name, kind):
    assert kind_of(data, Path(name).suffix) == kind
    if kind != "pdf":
        found = extract(data, Path(name))
        assert found.kind == kind
        assert found.said[0].endswith(f"by its first bytes, though its name ends in {Path(name).suffix}")


def test_a_program_that_is_called_a_text_is_refused():
    assert "is a program" in refused(b"\x7fELF" + bytes(100), "x.txt").message
    assert "is a zip archive" in refused(epub({})[58:], "x.epub").message


# ---- what is left behind


def sources(root: Path) -> Path:
    (root / "sources").mkdir()
    return root


def test_a_refused_file_leaves_nothing_and_stays_as_it_was(tmp_path):
    data = zeros()
    (sources(tmp_path) / "x.epub").write_bytes(data)
    with pytest.raises(EditionError):
        take_in(tmp_path, "made", tmp_path / "x.epub")
    assert not list((tmp_path / "sources").iterdir())
    assert not list(tmp_path.glob(".cache/*"))
    assert (tmp_path / "x.epub").read_bytes() == data


def test_a_file_too_large_is_not_opened(tmp_path):
    with (sources(tmp_path) / "x.txt").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(EditionError, match="has 1,000,000,000,000 bytes, more than 64,000,000"):
        take_in(tmp_path, "made", tmp_path / "x.txt")


def test_more_text_than_a_witness_may_have_is_refused(monkeypatch):
    monkeypatch.setitem(limits.BYTES, ".txt", 1_000)
    data = f"<html><p>{WORDS * 20}".encode()
    assert "bytes of text, more than the 1,000 of a witness" in refused(data, "x.html").message


TAKE_IN = """
import sys
from pathlib import Path
from edition.convert.intake import take
from edition.convert.intake.take import take_in
take.try_plans = lambda *words: (print("there", flush=True), sys.stdin.read())
take_in(Path(sys.argv[1]), "made", Path(sys.argv[1]) / "x.txt")
"""


def test_what_a_killed_take_in_left_is_thrown_away_by_the_next(tmp_path):
    (sources(tmp_path) / "x.txt").write_text("A text.\n")
    command = [sys.executable, "-c", TAKE_IN, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as working:
        assert working.stdout
        assert working.stdout.readline() == b"there\n"
        with workshop(tmp_path, "other", []) as aside:  # two at once: neither sweeps the other's away
            assert len(list((tmp_path / ".cache").iterdir())) == 2
            assert aside.is_dir()
        working.send_signal(signal.SIGKILL)
    [left] = (tmp_path / ".cache").iterdir()
    assert (left / "sources" / "made" / "witness.txt").is_file()
    take_in(tmp_path, "made", tmp_path / "x.txt")
    assert not list((tmp_path / ".cache").iterdir())
    assert sorted(path.name for path in (tmp_path / "sources" / "made").iterdir()) == ["source.toml", "witness.txt"]
