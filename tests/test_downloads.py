"""What can be taken away: its true size and hash, linked where it is, whole offline, the same bytes twice."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

from edition.export import build as builder
from edition.export.downloads import FOLDER, SITE, Artefact, Title, listed, pack
from edition_copy import ROOT, EditionCopy, copy_root

pytest_plugins = ["edition_copy"]

LINK = re.compile(r'<(?:a|link|script|img|source)\b[^>]*?\s(?:href|src)="([^"#?]+)')
PAGE = "---\norphan: true\nlang: {0}\n---\n\n# Files\n\n```{{downloads}} {0}\n```\n"


def quiet(line: str) -> None:
    """Report nothing."""


def git(root: Path, *words: str) -> None:
    given = {"GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z"}
    names = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
    subprocess.run(["git", "-C", root, *names, *words], check=True, env=os.environ | given, capture_output=True)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> EditionCopy:
    """The tiny text with a page of downloads in each language, in git, built in all formats but print."""
    copy = copy_root("marks", tmp_path_factory.mktemp("downloads") / "tiny")
    for language in ("en", "ko"):
        (copy.root / "docs" / f"files-{language}.md").write_text(PAGE.format(language), encoding="utf-8")
    (copy.root / ".gitignore").write_text("build\n.cache\n")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        git(copy.root, *words)
    builder.build(copy.root, ["html", "text", "tei", "json", "zip"], quiet)
    return copy


@pytest.fixture(scope="module")
def site(tiny) -> Path:
    return tiny.root / "build" / "html"


def manifest(site: Path) -> dict[str, Artefact]:
    files = json.loads((site / FOLDER / "manifest.json").read_text(encoding="utf-8"))["files"]
    return {item["path"]: Artefact(**item) for item in files}


def test_the_manifest_lists_every_file_as_it_is(site):
    """Path, size and hash of all that lies there; ``sha256sum --check`` agrees."""
    found, folder = manifest(site), site / FOLDER
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {*found, "manifest.json", "SHA256SUMS"} == there
    for path, item in found.items():
        data = (folder / path).read_bytes()
        assert (item.size, item.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
    assert found["tei/tiny.xml"].text == "tiny"
    assert found[SITE].text == ""


def test_files_are_those_of_the_build(tiny, site):
    """Each is the file of its format, not another making of it."""
    for path in manifest(site):
        if path != SITE:
            assert (site / FOLDER / path).read_bytes() == (tiny.root / "build" / path).read_bytes()


@pytest.mark.parametrize("page", ["texts/tiny/index", "files-en", "files-ko"])
def test_pages_name_the_files(site, page):
    """The front of a text has its own files, a page of downloads all, with their hashes."""
    html = (site / f"{page}.html").read_text(encoding="utf-8")
    linked = {match[1] for match in re.finditer(rf'href="(?:\.\./)*{FOLDER}/([^"]+)"', html)}
    found = manifest(site)
    mine = {path for path, item in found.items() if item.text == "tiny"}
    if page.startswith("texts"):
        assert linked == mine
        assert "저작권" in html or "copyright" in html
    else:
        assert linked == {*found, "manifest.json", "SHA256SUMS"}
        assert all(item.sha256 in html for item in found.values())


def test_the_offline_copy_is_the_site(site, tmp_path):
    """Every file but itself; every link within it leads to a file within it; nothing names the copy itself."""
    with zipfile.ZipFile(site / FOLDER / SITE) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
    root = tmp_path / "after-october"
    there = {path.relative_to(root) for path in root.rglob("*") if path.is_file()}
    assert there == {path.relative_to(site) for path in site.rglob("*") if path.is_file()} - {Path(FOLDER) / SITE}
    assert SITE not in (root / FOLDER / "manifest.json").read_text(encoding="utf-8")
    lost = []
    for page in root.rglob("*.html"):
        for link in LINK.findall(page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:|//", link) and not (page.parent / unquote(link)).is_file():
                lost.append((page.name, link))
    assert lost == []


def test_a_format_alone_renews_the_lists(tiny, tmp_path):
    """Pages alone list nothing; text and the copy made later are listed then; the files of the old build stay."""
    copy = EditionCopy(tmp_path / "copy")
    subprocess.run(["cp", "-r", tiny.root, copy.root], check=True)
    subprocess.run(["rm", "-r", copy.root / "build"], check=True)
    site = copy.root / "build" / "html"
    builder.build(copy.root, ["html"], quiet)
    assert set(manifest(site)) == set()
    front = site / "texts" / "tiny" / "index.html"
    assert f"{FOLDER}/" not in front.read_text(encoding="utf-8")
    kept = tmp_path / "kept.html"
    os.link(front, kept)  # as the build that is in its place would
    before = kept.read_bytes()
    builder.build(copy.root, ["text"], quiet)
    assert set(manifest(site)) == {"text/tiny.txt", "text/tiny.received.txt"}
    assert "text/tiny.txt" in front.read_text(encoding="utf-8")
    assert kept.read_bytes() == before
    builder.build(copy.root, ["zip"], quiet)
    assert set(manifest(site)) == {SITE, "text/tiny.txt", "text/tiny.received.txt"}
    assert {path.name for path in (copy.root / "build").iterdir()} == {"html", "text"}


def test_without_pages_there_are_no_lists(tiny, tmp_path):
    """A build of text alone in an empty place makes text alone."""
    copy = copy_root("marks", tmp_path)
    builder.build(copy.root, ["text"], quiet)
    assert {path.name for path in (copy.root / "build").iterdir()} == {"text"}


def test_lists_speak_the_language_of_their_page():
    """Forms and rights in Korean and English; nothing where there is nothing."""
    found = [Artefact("text/a.received.txt", "a", "text/plain", 1200, "0" * 64)]
    titles = [Title("a", "<A>", "en", False)]
    assert "저본 그대로" in listed(found, titles, "a", "ko", "../")
    assert 'href="../downloads/text/a.received.txt"' in listed(found, titles, "a", "en", "../")
    assert listed(found, titles, "b", "en", "") == ""
    assert "&lt;A&gt;" in listed(found, titles, "all", "en", "")
    assert "copyright" not in listed(found, [Title("a", "A", "en", True)], "a", "en", "")


def test_a_zip_is_of_its_files_and_one_date_alone(tmp_path):
    """Neither the time nor the order nor the rights with which the files were made are in it."""
    made = []
    for name, names in (("one", ["a", "b", "c/d"]), ("two", ["c/d", "b", "a"])):
        folder = tmp_path / name
        for path in names:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(path)
            os.utime(folder / path, (len(made) * 10**8, len(made) * 10**8))
            (folder / path).chmod(0o600 if made else 0o755)
        pack(folder, tmp_path / f"{name}.zip", "x", 1_795_000_000)
        made.append((tmp_path / f"{name}.zip").read_bytes())
    assert made[0] == made[1]


BUILD = """
import os, sys
os.umask(int(sys.argv[2], 8))
from pathlib import Path
from edition.export.build import build
build(Path(sys.argv[1]), ["text", "tei", "json", "pdf", "zip"], lambda line: None)
"""


def test_two_clones_make_the_same_bytes(tiny, tmp_path):
    """Elsewhere, with another depth, time zone, language, umask and order of sets: every file of build/ is the same."""
    made = []
    for where, depth, given in (
        (tmp_path / "a", [], {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "1", "UMASK": "022"}),
        (tmp_path / "deep" / "er" / "the other", ["--depth", "1"],
         {"TZ": "Asia/Seoul", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "99", "UMASK": "077"}),
    ):  # fmt: skip
        where.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "clone", "-q", *depth, tiny.root.as_uri(), where], check=True)
        program = [sys.executable, "-c", BUILD, str(where), given.pop("UMASK")]
        subprocess.run(program, check=True, env=os.environ | given, cwd=ROOT)
        folder = where / "build"
        made.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    one, other = made
    assert one.keys() == other.keys()
    assert sorted(str(path) for path in one if one[path] != other[path]) == []
