"""Copies of the edition for planting faults, and a reader who follows a printed remedy to the letter.

A module that wants the fixtures says ``pytest_plugins = ["edition_copy"]``.
"""

from __future__ import annotations

import fcntl
import io
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import ClassVar

import pytest
from lxml.html import HtmlElement, document_fromstring
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import translators
from sphinx.util.docutils import docutils_namespace, patch_docutils

from edition.clean.run import BaseText, clean
from edition.ext.config import forget_texts
from edition.problems import Problem
from edition.records import Source
from edition.verify import text as verify_text
from edition.verify.apparatus import check_marks
from edition.verify.pages import Read, read_page
from edition.verify.text import Edited, check_idents, check_notes, read_text, verify
from edition.witnesses import identifiers, load

ROOT = Path(__file__).resolve().parents[1]
ROOTS = ROOT / "tests" / "roots"
TEXTS = identifiers(ROOT)
CAUSES_AT_MOST = 6  #: remedies that one planted fault may need


class Unfollowable(AssertionError):
    """A remedy that cannot be followed without thinking."""


class EditionCopy:
    """A copy of the edition, or of one of its texts, in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def page(self, ident: str, name: str) -> Path:
        """Return the path of a page."""
        return self.root / "docs" / "texts" / ident / f"{name}.md"

    def edited(self, ident: str) -> Edited:
        """Return the text *ident* as it now is; its files have no fault of their own."""
        edited, problems = read_text(self.root, load(self.root, ident))
        assert not problems, problems
        return edited

    def verified(self, ident: str) -> list[Problem]:
        """Return what `edition verify` finds in the text *ident*, sorted by place."""
        edited, problems = read_text(self.root, load(self.root, ident))
        return sorted({*problems, *verify(edited)})

    def checked(self, ident: str) -> list[Problem]:
        """Return what `edition check` finds in the text *ident*, sorted by place."""
        edited, problems = read_text(self.root, load(self.root, ident))
        return sorted({*problems, *check_notes(edited), *check_idents(self.root, edited), *check_marks(edited)})

    def problems(self, ident: str) -> list[Problem]:
        """Return what both find, verification first, as an editor meets it."""
        found = self.verified(ident)
        return found + [problem for problem in self.checked(ident) if problem not in found]

    def cure(self, ident: str) -> list[Problem]:
        """Follow the first problem's remedy until none is left; return the problems met, in order."""
        met: list[Problem] = []
        while problems := self.verified(ident) or self.checked(ident):
            if len(met) == CAUSES_AT_MOST:
                raise Unfollowable("the remedies lead nowhere:\n" + "\n".join(map(str, [*met, problems[0]])))
            met.append(problems[0])
            self.follow(problems[0])
        return met

    def words(self, ident: str) -> str:
        """Return every word of the text *ident* as readers see it, white space left out."""
        edited = self.edited(ident)
        return "".join("".join(read.reading.split()) for read in [*edited.body, *edited.notes])

    def restore(self, ident: str, words: str) -> list[Problem]:
        """Cure the text *ident*, see that its *words* are back and none was lost; return the problems met."""
        met = self.cure(ident)
        assert self.words(ident) == words, f"following the remedies changed the words:\n{met}"
        return met

    def follow(self, problem: Problem) -> None:
        """Do what the remedy of *problem* says, and nothing else."""
        said, _, printed = problem.remedy.partition(":\n")
        for pattern, action in self.REMEDIES.items():
            found = re.fullmatch(pattern, said, re.DOTALL)
            if found:
                action(self, PageLines(self.root / problem.path), found.groupdict() | {"printed": printed})
                return
        raise Unfollowable(f"no one can follow this without thinking: {problem}")

    # What remedies say, and what is done then

    def _replace_line(self, page: PageLines, said: dict[str, str]) -> None:
        page.replace(int(said["line"]), int(said["line"]), said["printed"])

    def _replace_lines(self, page: PageLines, said: dict[str, str]) -> None:
        page.replace(int(said["first"]), int(said["last"]), said["printed"])

    def _insert_block(self, page: PageLines, said: dict[str, str]) -> None:
        page.insert(int(said["line"]), said["printed"])

    def _move(self, page: PageLines, said: dict[str, str]) -> None:
        first, last, line = int(said["first"]), int(said["last"] or said["first"]), int(said["line"])
        moved = page.cut(first, last)
        other = PageLines(self.root / said["path"]) if said["path"] else page
        other.insert(line - (last - first) if not said["path"] and line > last else line, moved)

    def _take_away(self, page: PageLines, said: dict[str, str]) -> None:
        page.cut(int(said["first"]), int(said["last"] or said["first"]))

    REMEDIES: ClassVar[dict[str, Callable[..., None]]] = {
        r"line (?P<line>\d+) then reads": _replace_line,
        r"lines (?P<first>\d+) to (?P<last>\d+) then read": _replace_lines,
        r"put before line (?P<line>\d+)": _insert_block,
        r"move lines? (?P<first>\d+)(?: to (?P<last>\d+))? before line (?P<line>\d+)(?: of (?P<path>\S+))?": _move,
        r"take away lines? (?P<first>\d+)(?: to (?P<last>\d+))?(?:;.*)?": _take_away,
    }


class PageLines:
    """A page as lines, counted from 1, written back after every change."""

    BREAK = re.compile(r"\s*>?\s*")  #: a line between two blocks
    BELONGS = re.compile(r"(> )?\{\..*\}|\(.*\)=")  #: a line that belongs to the block below it
    ITEM = re.compile(r"[-*] ")

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def lines(self) -> list[str]:
        """The lines, without their ends."""
        return self.path.read_bytes().decode().split("\n")

    def _write(self) -> None:
        self.path.write_bytes("\n".join(self.lines).encode())

    @property
    def first(self) -> int:
        """The first line after the front matter."""
        return self.lines.index("---", 1) + 2

    def block(self, line: int) -> tuple[int, int]:
        """Return the first and the last line of the block that begins on *line*."""
        last = line
        if not self.lines[line - 1].startswith("#"):
            while last < len(self.lines) and not self._breaks(last + 1):
                last += 1
        while self.BELONGS.fullmatch(self.lines[line - 2]):
            line -= 1
        return line, last

    def _breaks(self, line: int) -> bool:
        text = self.lines[line - 1]
        return bool(self.BREAK.fullmatch(text) or self.ITEM.match(text))

    def replace(self, first: int, last: int, text: str) -> None:
        """Put *text* in the place of lines *first* to *last*."""
        self.lines[first - 1 : last] = text.split("\n")
        self._write()

    def cut(self, first: int, last: int) -> str:
        """Take lines *first* to *last* away, leave one empty line, and return them."""
        text = "\n".join(self.lines[first - 1 : last])
        self.replace(first, last, "")
        return text

    def insert(self, line: int, text: str) -> None:
        """Put the block *text* before *line*, with an empty line on both sides."""
        self.lines[line - 1 : line - 1] = ["", *text.split("\n"), ""]
        self._write()


def copy_edition(target: Path, *idents: str) -> EditionCopy:
    """Copy the edition to *target*, with the texts *idents* only where some are named."""
    names = idents or TEXTS
    (target / "docs" / "texts").mkdir(parents=True)
    (target / "sources").mkdir()
    for file in ("bibliography.bib", "CITATION.cff", "sources/README.md", *(path.name for path in ROOT.glob("*.md"))):
        shutil.copy(ROOT / file, target / file)
    shutil.copytree(ROOT / "LICENSES", target / "LICENSES")
    if not idents:
        shutil.copytree(ROOT / "docs", target / "docs", dirs_exist_ok=True)
        for shown in ("scripts", "tests"):  # the pages about the edition print parts of them
            (target / shown).symlink_to(ROOT / shown)
    for ident in names:
        for folder in (Path("docs") / "texts", Path("sources")):
            shutil.copytree(ROOT / folder / ident, target / folder / ident, dirs_exist_ok=True)
    return EditionCopy(target)


def copy_root(name: str, target: Path) -> EditionCopy:
    """Copy the tiny Sphinx project ``tests/roots/<name>`` to *target*."""
    shutil.copytree(ROOTS / name, target, dirs_exist_ok=True)
    return EditionCopy(target)


def blocks_of(edited: Edited, *kinds: str) -> Iterator[tuple[str, Read]]:
    """Yield (page, block) for every block of the body of *kinds*."""
    for name, page in edited.pages.items():
        for read in page.body:
            if read.block.kind in kinds:
                yield name, read


_cleaned: dict[str, BaseText] = {}
_read = cache(read_page)


@pytest.fixture
def clean_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Clean each witness, and read each page as written, once for all tests: neither depends on anything else."""

    def cached(source: Source) -> BaseText:
        if source.sha256 not in _cleaned:
            _cleaned[source.sha256] = clean(source)
        return _cleaned[source.sha256]

    monkeypatch.setattr(verify_text, "clean", cached)
    monkeypatch.setattr(verify_text, "read_page", _read)


@pytest.fixture(params=TEXTS)
def ident(request: pytest.FixtureRequest) -> str:
    """Each of the five texts."""
    return str(request.param)


@pytest.fixture
def copy(tmp_path: Path, ident: str, clean_once: None) -> EditionCopy:
    """A copy of one text, sound as yet."""
    made = copy_edition(tmp_path / "edition", ident)
    assert made.problems(ident) == []
    return made


@dataclass(frozen=True, slots=True)
class Built:
    """What a run of Sphinx on a copy left behind."""

    copy: EditionCopy
    folder: Path  #: what it wrote
    env: BuildEnvironment | None  #: none where another process ran Sphinx
    warnings: str

    def html(self, docname: str) -> HtmlElement:
        """Return a page as a browser reads it."""
        return document_fromstring((self.folder / f"{docname}.html").read_bytes())


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The web edition, built once from a copy for all tests and all their processes; nobody changes anything in it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "shared-site"
    told = shared.with_suffix(".warnings")
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if told.exists():
            return Built(EditionCopy(shared), shared / ".cache" / "html1", None, told.read_text(encoding="utf-8"))
        forget_texts()
        built = run_sphinx(copy_edition(shared))
        told.write_text(built.warnings, encoding="utf-8")
        return built


def drop_hidden(page: HtmlElement) -> HtmlElement:
    """Take what HTML hides out of *page*: the witness's readings and the cards of marks; return the page."""
    for element in page.xpath("//*[@hidden]"):
        element.drop_tree()
    return page


def run_sphinx(copy: EditionCopy, builder: str = "html", *, parallel: int = 1) -> Built:
    """Build a copy with Sphinx, whatever its warnings."""
    docs, warnings = copy.root / "docs", io.StringIO()
    folder = copy.root / ".cache" / f"{builder}{parallel}"
    doctrees = folder.with_name(f"doctrees{parallel}")
    translators.clear()  # Sphinx keeps the language of an earlier build of this process, if it was not English
    with patch_docutils(str(docs)), docutils_namespace():
        app = Sphinx(docs, docs, folder, doctrees, builder, status=None, warning=warnings, parallel=parallel)
        app.build()
        return Built(copy, folder, app.env, _strip_colors(warnings.getvalue()))


def _strip_colors(text: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", text)
