"""What readers may take away: every artefact of a build beside the pages, measured, and a copy of the site.

The site is whole in itself: ``build/html/downloads/`` holds each file of the other formats (hard links to those in
``build/``, where the disk allows it), ``manifest.json`` and ``SHA256SUMS``. Pages name the places where their links
belong by comments (`edition.ext.downloads` writes them); when all formats are there, the lists are set between them.
So a build of one format alone renews the lists too, and a page never names a file that is not there.

The offline copy is a zip of the site as it is without the zip: its pages and its manifest do not name itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import time
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

from edition.export.colophon import Colophon
from edition.folders import files_below

FOLDER = "downloads"  #: below the site
MANIFEST, SUMS, SITE = "manifest.json", "SHA256SUMS", "after-october-site.zip"
OPEN, CLOSE = "<!--downloads:{}:{}-->", "<!--/downloads-->"  #: what a page has where a list belongs
WHOLE = "all"  #: instead of a text's id: every file, with its hash
MEDIA = {
    ".pdf": "application/pdf", ".epub": "application/epub+zip", ".xml": "application/tei+xml",
    ".json": "application/json", ".txt": "text/plain; charset=utf-8", ".zip": "application/zip",
}  # fmt: skip
_PLACE = re.compile(r"<!--downloads:([a-z0-9-]+):(en|ko)-->.*?<!--/downloads-->", re.DOTALL)
PACKED = {".pdf", ".epub", ".zip", ".woff2", ".png", ".jpg"}  #: endings of what is compressed already
EARLIEST = 315_532_800  #: 1980-01-01, the first day that a zip can tell

FORMS = {
    "en": {".pdf": "PDF", ".epub": "EPUB", ".xml": "TEI", ".json": "JSON", ".txt": "Plain text, as edited",
           ".received.txt": "Plain text, as received", ".zip": "The whole site, to be read without a network",
           "schema.json": "Form of the JSON files (JSON Schema)",
           "register.xml": "Register, bibliography, chronology (TEI)"},
    "ko": {".pdf": "PDF", ".epub": "EPUB", ".xml": "TEI", ".json": "JSON", ".txt": "텍스트(편집한 글)",
           ".received.txt": "텍스트(저본 그대로)", ".zip": "누리집 전체(인터넷 없이 보기)",
           "schema.json": "JSON 파일의 틀(JSON Schema)", "register.xml": "찾아보기·참고 문헌·연표(TEI)"},
}  # fmt: skip
WORDS = {
    "en": {"title": "Downloads", "more": "All downloads, with checksums", "page": "downloads.html", "file": "File",
           "size": "Size", "form": "Form", "edition": "The whole edition", "none": "Nothing was made but these pages.",
           "rights": "The text is in copyright, and no permission to publish is recorded: not to be passed on.",
           "withheld": "The words of the text are left out of these files; notes, register and references are there.",
           "manifest": "Both lists for programs: "},
    "ko": {"title": "내려받기", "more": "내려받을 파일 모두와 검증용 해시", "page": "downloads-ko.html", "file": "파일",
           "size": "크기", "form": "형식", "edition": "판 전체", "none": "웹 쪽 말고는 만든 파일이 없다.",
           "rights": "저작권이 있는 글이며 공개를 허락받은 기록이 없다. 다른 이에게 전해서는 안 된다.",
           "withheld": "이 파일들에는 본문이 없고 주와 찾아보기, 참고 문헌만 있다.",
           "manifest": "프로그램이 읽는 목록: "},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file to take away."""

    path: str  #: below ``downloads``
    text: str  #: id of its text, empty where it is the whole edition's
    media_type: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name."""
        return self.path.rpartition("/")[2]

    def form(self, language: str) -> str:
        """Return what kind of file it is, in words."""
        forms = FORMS[language]
        ending = self.name[self.name.index(".") :]
        return forms.get(self.name) or forms.get(ending) or forms.get(Path(self.name).suffix) or ending


@dataclass(frozen=True, slots=True)
class Title:
    """A text as lists name it."""

    ident: str
    words: str
    language: str
    open: bool  #: whether its rights permit publication
    withheld: bool = False  #: whether these files leave its words out


def measure(path: Path, folder: Path, idents: Iterable[str]) -> Artefact:
    """Return the artefact at *path* below *folder*; it is of the text whose id its name begins with."""
    stem = path.name.partition(".")[0]
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    media = MEDIA.get(path.suffix, "application/octet-stream")
    return Artefact(path.relative_to(folder).as_posix(), stem if stem in idents else "", media, len(data), digest)


def put_downloads(
    stage: Path, titles: Sequence[Title], facts: Colophon, packed: bool, withheld: Sequence[str] | None = None
) -> list[Artefact]:
    """Put every format of *stage* beside its pages, with lists, manifest and, where *packed*, the offline copy.

    Return what is there. Nothing is done where *stage* has no ``html``. *withheld* names the texts that a public
    edition leaves out; None says that this is no public edition.
    """
    site = stage / "html"
    if not site.is_dir():
        return []
    folder = site / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for part in sorted(stage.iterdir()):
        for path, name in files_below(part) if part != site else ():
            _link(path, folder / part.name / name)
    idents = {title.ident for title in titles}
    found = [measure(path, folder, idents) for path, _ in files_below(folder)]
    found.sort(key=lambda item: (item.text, item.path))
    _write_lists(folder, found, facts, withheld)
    _fill(site, found, titles)
    if not packed:
        return found
    archive = stage / SITE
    pack(site, archive, "after-october", facts.timestamp)
    archive.replace(folder / SITE)
    found.append(measure(folder / SITE, folder, idents))
    _write_lists(folder, found, facts, withheld)
    _fill(site, found, titles)
    return found


def _link(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target)
    except OSError:  # a disk that knows no links
        shutil.copy(path, target)


def _renew(path: Path, data: bytes) -> None:
    """Write *data* as a new file, for the old one may be linked to a build that is still in its place."""
    path.unlink(missing_ok=True)
    path.write_bytes(data)


def _write_lists(folder: Path, found: Sequence[Artefact], facts: Colophon, withheld: Sequence[str] | None) -> None:
    """Write the manifest, and the hashes as ``sha256sum --check`` reads them."""
    about = {"version": facts.version, "commit": facts.commit, "date": facts.date, "public": withheld is not None}
    about |= {} if withheld is None else {"withheld": list(withheld)}
    manifest = {"edition": about, "files": [asdict(item) for item in found]}
    data = f"{json.dumps(manifest, ensure_ascii=False, indent=1)}\n".encode()
    _renew(folder / MANIFEST, data)
    sums = [(item.sha256, item.path) for item in found] + [(hashlib.sha256(data).hexdigest(), MANIFEST)]
    _renew(folder / SUMS, "".join(sum_line(digest, path) for digest, path in sums).encode())


def sum_line(digest: str, path: str) -> str:
    """Return a line for ``sha256sum --check``, whatever stands in *path*: GNU's form for a name of several lines.

    >>> sum_line("ab", "pdf/x.pdf")
    'ab  pdf/x.pdf\\n'
    """
    told = path.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    sign = "" if told == path else "\\"
    return f"{sign}{digest}  {told}\n"


def _fill(site: Path, found: Sequence[Artefact], titles: Sequence[Title]) -> None:
    """Set the lists between the comments of every page that has them."""
    for path, name in files_below(site, ".html"):
        before = path.read_bytes()
        if b"<!--downloads:" not in before:
            continue
        up = "../" * name.count("/")

        def put(place: re.Match[str], up: str = up) -> str:
            ident, language = place[1], place[2]
            words = listed(found, titles, ident, language, up)
            page = WORDS[language]["page"]
            if words and ident != WHOLE and (site / page).is_file():
                words += f'<p><a href="{up}{page}">{WORDS[language]["more"]}</a></p>'
            return f"{OPEN.format(ident, language)}{words}{CLOSE}"

        after = _PLACE.sub(put, before.decode()).encode()
        if after != before:
            _renew(path, after)


def listed(found: Sequence[Artefact], titles: Sequence[Title], ident: str, language: str, up: str) -> str:
    """Return the list of a text, or the table of all files, as HTML; *up* leads from the page to the site's root."""
    if ident == WHOLE:
        return _table(found, titles, language, up)
    words = WORDS[language]
    mine = [item for item in found if item.text == ident]
    if not mine:
        return ""
    items = "".join(
        f'<li><a href="{up}{FOLDER}/{quote(item.path)}" type="{escape(item.media_type)}" download="">'
        f"{escape(item.form(language))}</a> ({size(item.size)})</li>"
        for item in mine
    )
    title = next((title for title in titles if title.ident == ident), None)
    key = "" if title is None or title.open else "withheld" if title.withheld else "rights"
    rights = f"<p>{words[key]}</p>" if key else ""
    return f'<p class="rubric">{words["title"]}</p><ul class="simple">{items}</ul>{rights}'


def _table(found: Sequence[Artefact], titles: Sequence[Title], language: str, up: str) -> str:
    words = WORDS[language]
    if not found:
        return f"<p>{words['none']}</p>"
    groups = [(words["edition"], language, [item for item in found if not item.text])]
    groups += [(title.words, title.language, [item for item in found if item.text == title.ident]) for title in titles]
    parts = []
    for name, code, items in groups:
        if not items:
            continue
        head = "".join(f'<th scope="col">{words[key]}</th>' for key in ("form", "size", "file"))
        rows = "".join(_row(item, language, up) for item in items)
        lang = f' lang="{code}"' if code != language else ""
        caption = f"<caption{lang}>{escape(name)}</caption>"
        parts.append(
            f'<table class="docutils downloads">{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        )
    links = ", ".join(f'<a href="{up}{FOLDER}/{name}">{name}</a>' for name in (MANIFEST, SUMS))
    return "".join(parts) + f"<p>{words['manifest']}{links}.</p>"


def _row(item: Artefact, language: str, up: str) -> str:
    link = f'<a href="{up}{FOLDER}/{quote(item.path)}" type="{escape(item.media_type)}" download="">'
    file = f"{link}{escape(item.path)}</a><br><code>{item.sha256}</code>"
    return f"<tr><td>{escape(item.form(language))}</td><td>{size(item.size)}</td><td>{file}</td></tr>"


def size(count: int) -> str:
    """Return a number of bytes as readers are told it.

    >>> size(1234), size(5_678_900)
    ('1 kB', '5.7 MB')
    """
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(round(count / 1e3), 1)} kB"


def pack(folder: Path, target: Path, name: str, timestamp: int) -> None:
    """Write *folder* as the zip *target*, within a folder *name*, in one order and with one date for all files."""
    date = time.gmtime(max(timestamp, EARLIEST))[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path, place in sorted(files_below(folder), key=lambda found: found[1]):
            entry = zipfile.ZipInfo(f"{name}/{place}", date)
            kind = zipfile.ZIP_STORED if path.suffix in PACKED else zipfile.ZIP_DEFLATED
            entry.compress_type, entry.create_system, entry.external_attr = kind, 3, 0o100644 << 16
            archive.writestr(entry, path.read_bytes())
