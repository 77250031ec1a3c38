"""Which pages a build reads anew: a page shows what others say, and no page tells Sphinx so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from edition.ext import outdated

PAGES = ("index", "bibliography", "introduction/a-en", "texts/a/index", "texts/a/one", "texts/b/index")


class Project:
    """A project of empty pages, as far as `outdated` looks at one."""

    def __init__(self, root: Path) -> None:
        self.root, self.handlers = root, dict[str, Callable[..., Any]]()
        for name in PAGES:
            self.write(f"docs/{name}.md", name)
        self.write("docs/texts/a/notes.toml", "")
        self.write("docs/register/entries/lenin.md", "")
        self.write("sources/a/source.toml", "")
        self.write("bibliography.bib", "")
        self.env = SimpleNamespace(
            found_docs=set(PAGES), dependencies={}, doc2path=lambda name, base=True: f"{name}.md", srcdir=root / "docs"
        )
        self.app = SimpleNamespace(srcdir=root / "docs", env=self.env)
        self.app.connect = self.handlers.__setitem__
        outdated.setup_outdated(self.app)  # type: ignore[arg-type]
        self.handlers["env-updated"](self.app, self.env)

    def write(self, name: str, words: str) -> None:
        """Write a file, named from the root."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(words, encoding="utf-8")

    def read_anew(self) -> set[str]:
        """Return the pages that are read, though Sphinx finds none changed."""
        return set(self.handlers["env-get-outdated"](self.app, self.env, set(), set(), set()))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project that has been read."""
    return Project(tmp_path)


def test_nothing_changed(project):
    """No page is read twice."""
    assert project.read_anew() == set()


def test_prose_is_read_alone(project):
    """An introduction is shown nowhere else."""
    project.write("docs/introduction/a-en.md", "other words")
    assert project.read_anew() == {"introduction/a-en"}


def test_a_text_is_read_with_its_pages_and_all_lists(project):
    """Its other pages, the apparatus, the register, the bibliography may show it; another text does not."""
    project.write("docs/texts/a/one.md", "other words")
    assert project.read_anew() == {"index", "bibliography", "texts/a/index", "texts/a/one"}


@pytest.mark.parametrize(
    "name", ["docs/texts/a/notes.toml", "docs/register/entries/lenin.md", "sources/a/source.toml", "bibliography.bib"]
)
def test_data_are_read_by_every_page(project, name):
    """A form of the register is a link on any page, a note's work has its place in the bibliography."""
    project.write(name, "other = 1")
    assert project.read_anew() == set(PAGES)


def test_a_page_that_is_new_is_a_change_of_its_text(project):
    """What lists the text's pages is read anew."""
    project.write("docs/texts/b/two.md", "")
    project.env.found_docs.add("texts/b/two")
    assert {"index", "texts/b/index"} <= project.read_anew()
    assert "texts/a/one" not in project.read_anew()
