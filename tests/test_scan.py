"""The search of a public edition: each way in which words could hide, with a leak planted."""

import base64
import gzip
import io
import json
import tarfile
import unicodedata
import zipfile
import zlib
from html import escape
from pathlib import Path
from urllib.parse import quote

import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from edition.export.public.build import check_public
from edition.problems import EditionError
from edition.withhold.allowed import forbidden
from edition.withhold.runs import HANGUL, LETTERS, LIMITS, Forbidden, stream
from edition.withhold.scan import scan
from edition.withhold.shorten import shorten

TEXT = "눈 내리는 아침에 우리는 오래된 다리를 건너 강가의 작은 집으로 천천히 걸어갔다."
ENGLISH = "On the morning of the first snow we walked slowly over the old bridge to the small house by the river."
KNOWN = Forbidden.of([TEXT, ENGLISH])


def zipped(name: str, data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return held.getvalue()


def tarred(*files: tuple[str, bytes], form: int = tarfile.GNU_FORMAT, comment: str = "") -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        for name, data in files:
            item = tarfile.TarInfo(name)
            item.size, item.pax_headers = len(data), {"comment": comment} if comment else {}
            archive.addfile(item, io.BytesIO(data))
    return held.getvalue()


def slack(text: str) -> bytes:
    """Return a tar with *text* where its last file is filled up, which no program that opens it shows."""
    whole, words = tarred(("a.txt", b"a")), text.encode()
    return whole[:520] + words + whole[520 + len(words) :]


def escaped(text: str) -> str:
    return "".join(f"\\u{ord(sign):04x}" if ord(sign) > 127 else sign for sign in text)


def png(chunk: bytes, data: bytes) -> bytes:
    body = chunk + data
    return b"\x89PNG\r\n\x1a\n" + len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


def pdf(words: str, title: str = "") -> bytes:
    fonts = Path(__file__).parents[1] / "scripts" / "edition" / "export" / "fonts"
    source = f'#set document(title: {json.dumps(title)})\n#set text(font: "Noto Serif KR")\n#set page(width: 60mm)\n'
    return typst.compile((source + words).encode(), font_paths=[str(fonts)])


def nested(text: str, depth: int) -> bytes:
    data = text.encode()
    for _ in range(depth):
        data = tarred(("a.tar", data))
    return data


LEAKS = {
    "text": lambda text: text.encode(),
    "html": lambda text: f"<p>{text}</p>".encode(),
    "html with links": lambda text: (
        "<p>{}</p>".format(text.replace(" ", ' <a href="x.html" class="y">z</a> ')).encode()
        if text == TEXT
        else f"<p>{text.replace(' ', '<b> </b>')}</p>".encode()
    ),
    "attribute": lambda text: f'<meta name="description" content="{escape(text)}">'.encode(),
    "references": lambda text: "".join(f"&#{ord(sign)};" for sign in text).encode(),
    "script": lambda text: f'var index = {{"1": "{escaped(text)}"}};'.encode(),
    "json": lambda text: json.dumps([text]).encode(),
    "json of html": lambda text: json.dumps(text.replace(" ", "<i> </i>")).replace("<", "\\u003c").encode(),
    "css": lambda text: ("a::after { content: '" + " ".join(f"\\{ord(sign):04x}" for sign in text) + "' }").encode(),
    "address": lambda text: f"https://example.org/?q={quote(text)}".encode(),
    "base64": lambda text: b"data:text/plain;base64," + base64.b64encode(text.encode()),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
    "capitals": lambda text: text.upper().encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 in bytes": lambda text: b"\x00\x01\x02" + text.encode("utf-16-be") + b"\xff",
    "zip": lambda text: zipped("a.txt", text.encode()),
    "zip in zip": lambda text: zipped("a.zip", zipped("b.html", f"<p>{text}</p>".encode())),
    "epub": lambda text: zipped("EPUB/1.xhtml", f"<body>{text}</body>".encode()),
    "name in zip": lambda text: zipped(f"{text}.txt", b""),
    "tar": lambda text: tarred(("a.txt", b"a"), ("b.html", f"<p>{escaped(text)}</p>".encode())),
    "tar.gz": lambda text: gzip.compress(tarred(("a.txt", text.encode()), form=tarfile.PAX_FORMAT)),
    "zip in tar.gz": lambda text: gzip.compress(tarred(("a", b""), ("b.epub", zipped("c.html", text.encode())))),
    "name in tar": lambda text: tarred((text + ".txt", b"")),
    "comment in tar": lambda text: tarred(("a.txt", b""), form=tarfile.PAX_FORMAT, comment=text),
    "slack of a tar": slack,
    "behind a tar": lambda text: tarred(("a.txt", b"a")) + text.encode(),
    "damaged tar": lambda text: tarred(("a.txt", b"a"), ("b.txt", text.encode())).replace(b"b.txt\0", b"c.txt\1"),
    "tar cut off": lambda text: tarred(("a.txt", text.encode() * 9))[: 600 + len(text.encode())],
    "tars in tars": lambda text: nested(text, 9),
    "gzip": lambda text: gzip.compress(text.encode()),
    "pdf": pdf,
    "pdf title": lambda text: pdf("", title=text),
    "picture": lambda text: png(b"iTXt", b"Comment\0\0\0\0\0" + text.encode()),
    "picture, packed": lambda text: png(b"zTXt", b"Comment\0\0" + zlib.compress(text.encode())),
}


@pytest.mark.parametrize("words", [TEXT, ENGLISH], ids=["Korean", "English"])
@pytest.mark.parametrize("way", LEAKS)
def test_a_planted_leak_is_found(tmp_path, way, words):
    """In each kind of file, with the name of the file; without the leak nothing is found there."""
    (tmp_path / "sound.bin").write_bytes(LEAKS[way]("nothing"))
    assert scan(tmp_path, KNOWN).leaks == []
    (tmp_path / "page.bin").write_bytes(LEAKS[way](words))
    found = scan(tmp_path, KNOWN).leaks
    assert found, way
    assert {leak.path.partition("!")[0] for leak in found} == {"page.bin"}


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT], ids=["GNU", "PAX"])
def test_files_of_a_tar_are_not_read_as_one(tmp_path, form):
    """Eleven syllables at the end of a file and the twelfth at the beginning of the next: no run, as in a folder."""
    syllables = stream(TEXT, HANGUL)
    first, second = syllables[:11].encode(), syllables[11:20].encode()
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(tarred(("a", first), ("b", second), form=form)))
    assert scan(tmp_path, KNOWN).leaks == []
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(tarred(("a", first), ("b", first + second), form=form)))
    assert [leak.path for leak in scan(tmp_path, KNOWN).leaks] == ["a.tar.gz!(gzip)!b"]


def test_the_name_of_a_file_is_looked_at(tmp_path):
    (tmp_path / TEXT[:30]).write_bytes(b"")
    assert [leak.how for leak in scan(tmp_path, KNOWN).leaks] == ["name, as it stands"]


def test_what_is_below_the_limit_is_allowed():
    syllables, letters = stream(TEXT, HANGUL), stream(ENGLISH, LETTERS)
    assert not KNOWN.holds(f"{syllables[:11]} {letters[:59]}")
    assert KNOWN.holds(syllables[3:15])
    assert KNOWN.holds(letters[7:67])


def test_titles_are_allowed_and_no_more():
    known = Forbidden.of([TEXT], ["오래된 다리를 건너 강가의 작은 집으로"])
    assert not known.holds("‘오래된 다리를 건너 강가의 작은 집으로’")
    assert not known.holds("그는 오래된 다리를 건너 강가의 작은 집으로 천천히"), "a title and what stands beside it"
    assert Forbidden.of([TEXT]).holds("오래된 다리를 건너 강가의 작은 집으로")


@given(st.sampled_from([HANGUL, LETTERS]), st.integers(0, 500), st.text(max_size=40), st.text(max_size=40))
def test_every_run_is_found_wherever_it_stands(kind, start, before, after):
    """A run of exactly the limit is found at any place of the text and of the file."""
    whole = stream(TEXT if kind == HANGUL else ENGLISH, kind)
    start %= len(whole) - LIMITS[kind] + 1
    assert KNOWN.holds(before + "\n" + whole[start : start + LIMITS[kind]] + "\n" + after)


@pytest.mark.parametrize("text", [f'note = "As he says: ‘{TEXT}’ and no more"\n', f"*{TEXT}* [x]({ENGLISH})\n"])
def test_a_quotation_is_shortened(text):
    """Its first words stay, the signs of markup too."""
    short, problems = shorten(text, KNOWN, "a.md")
    assert problems == []
    assert short.cuts
    assert not KNOWN.holds(short.text)
    assert "눈 내리는 아침에 […]" in short.text
    assert [sign for sign in text if sign in '"*[]()=\n'] == [
        sign for sign in short.text.replace("[…]", "") if sign in '"*[]()=\n'
    ]


def test_the_command_fails_on_a_leak_of_a_text_of_the_edition(tmp_path, root, base_texts):
    """The real search on the real texts: a sentence of each is found, its title is not."""
    (tmp_path / "title.html").write_text("러시아 혁명과 사회주의 국가의 출현: 억압에서 해방으로, 해방에서 동원으로")
    told: list[str] = []
    assert check_public(root, tmp_path, told.append).leaks == []
    for ident, base in base_texts.items():
        words = next(block.printed for block in base.body if block.kind == "paragraph" and len(block.text) > 150)
        (tmp_path / f"{ident}.js").write_text(escaped(words[20:140]))
    with pytest.raises(EditionError) as caught:
        check_public(root, tmp_path, told.append)
    assert {problem.path for problem in caught.value.problems} == {f"{ident}.js" for ident in base_texts}


def test_forbidden_is_of_withheld_texts_only():
    assert forbidden([], [], []).grams == {HANGUL: set(), LETTERS: set()}
