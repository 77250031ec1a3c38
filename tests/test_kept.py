"""A build that goes on from the last gives what a build from nothing gives, and leaves what nothing has touched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edition.export.build import CACHE, run_sphinx
from edition.ext.kept import RECORD
from edition.problems import EditionError
from edition_copy import copy_edition

PAGE = "docs/introduction/general-en.md"
READ_ELSEWHERE = "docs/introduction/general-ko.md"  #: what is changed when another format is made
#: what is changed, and how its words become others
CHANGES: dict[str, Callable[[str], str]] = {
    PAGE: lambda words: f"{words}\nA sentence more.\n",
    READ_ELSEWHERE: lambda words: words.replace("# ", "# 다른 ", 1),
    "bibliography.bib": lambda words: words.replace("title", "note = {A note more}, title", 1),
    "docs/texts/lee-lessons/notes.toml": lambda words: words.replace('en = "', 'en = "More: ', 1),
    "docs/register/entries/kronstadt.md": lambda words: words.replace(":::{gloss} en\n", ":::{gloss} en\nMore. ", 1),
    "docs/texts/lenin-lessons/index.md": lambda words: f"{words}\n",
}


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of a site, by its place; what a build notes for the next is none."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".buildinfo") and ".doctrees" not in path.parts
    }


def built(root: Path, name: str = "html") -> dict[str, bytes]:
    """Build with what the cache holds; return the files."""
    run_sphinx(root, name, root / CACHE / name, lambda line: None)
    return files(root / CACHE / name)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the edition, built once."""
    folder = copy_edition(tmp_path_factory.mktemp("kept") / "edition").root
    (folder / CACHE).mkdir()
    built(folder)
    return folder


@pytest.fixture
def times(root: Path) -> Iterator[Callable[[], dict[str, int]]]:
    """Return what tells when each file of the site was written."""
    folder = root / CACHE / "html"
    yield lambda: {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.*")}


def test_what_is_made_of_the_same_is_left(root, times):
    """A change of one introduction writes that page; the whole texts, the index, the exports stay."""
    built(root)
    before = times()
    page = root / PAGE
    page.write_text(page.read_text(encoding="utf-8") + "\nAnd one more.\n", encoding="utf-8")
    built(root)
    after = times()
    written = {name for name in after if after[name] != before.get(name)}
    assert "introduction/general-en.html" in written
    for part in ("/whole.html", "/parallel.html", "search/", "exports/", "cite/", "correct/", "texts/"):
        assert [name for name in written if part in f"/{name}" and not name.startswith("_")] == [], part


def test_what_is_lost_or_no_more(root):
    """A file that is not there is made again, though nothing has changed; a page that is taken away leaves nothing."""
    lost = ["texts/lee-lessons/whole.html", "search/stemmer.js", "exports/after-october.bib"]
    page = root / "docs" / "introduction" / "passing.md"
    page.write_text("---\norphan: true\n---\n\n# Passing\n\nWords.\n", encoding="utf-8")
    before = built(root)
    assert "introduction/passing.html" in before
    for name in lost:
        (root / CACHE / "html" / name).unlink()
    page.unlink()
    after = built(root)
    assert "introduction/passing.html" not in after
    assert [after[name] for name in lost] == [before[name] for name in lost]


def test_a_build_that_goes_on_gives_what_one_from_nothing_gives(root):
    """After changes of a page, its title, a text, notes, register and bibliography, some read for another format."""
    for name, change in CHANGES.items():
        path = root / name
        before = path.read_text(encoding="utf-8")
        after = change(before)
        assert after != before, name
        path.write_text(after, encoding="utf-8")
        if name == READ_ELSEWHERE:
            built(root, "dummy")
    gone_on = built(root)
    words = (root / PAGE).read_text(encoding="utf-8")
    (root / PAGE).write_text(f"{words}\n[There](nowhere.md).\n", encoding="utf-8")
    with pytest.raises(EditionError, match="nowhere"):
        built(root)
    assert not (root / CACHE / "html" / RECORD).exists(), "a fault would be told once only"
    (root / PAGE).write_text(words, encoding="utf-8")
    shutil.rmtree(root / CACHE)
    (root / CACHE).mkdir()
    fresh = built(root)
    assert gone_on.keys() == fresh.keys()
    assert [name for name in fresh if fresh[name] != gone_on[name]] == []
