"""Building: all or nothing. What is in ``build/`` was proved, and stays until something better is."""

from __future__ import annotations

import fcntl
import signal
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from edition.export import build as builder
from edition.export.colophon import colophon
from edition.problems import EditionError
from edition_copy import EditionCopy, copy_root

pytest_plugins = ["edition_copy"]

KILLED = 5  #: builds killed, each at another line of its progress


def quiet(line: str) -> None:
    """Say nothing of the progress."""


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below *folder*, Sphinx's own book-keeping left out."""
    found = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith(".buildinfo")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.fixture
def tiny(tmp_path: Path) -> EditionCopy:
    """A tiny edition outside git."""
    copy = copy_root("plain", tmp_path / "tiny")
    assert copy.problems("tiny") == []
    return copy


@pytest.fixture
def built(tiny: EditionCopy) -> EditionCopy:
    """The tiny edition, built."""
    builder.build(tiny.root, ["html", "text"], quiet)
    return tiny


def break_page(copy: EditionCopy) -> None:
    """Change a word of the text, unmarked."""
    path = copy.page("tiny", "one")
    path.write_text(path.read_text(encoding="utf-8").replace("문단", "문장", 1), encoding="utf-8")


def test_a_build_makes_what_it_returns(tiny):
    """Each path returned is there, below build/, and nothing else of the cache is."""
    made = builder.build(tiny.root, ["html", "text"], quiet)
    texts = ["build/text/tiny.txt", "build/text/tiny.received.txt"]
    assert [path.relative_to(tiny.root).as_posix() for path in made] == ["build/html/index.html", *texts]
    assert all(path.is_file() for path in made)
    assert {path.name for path in (tiny.root / "build").iterdir()} == {"html", "text"}
    assert not list((tiny.root / "build").rglob("*.doctree"))
    assert not list((tiny.root / "build").rglob(".buildinfo*"))


def test_a_format_alone_leaves_the_others(built):
    """Building one format does not take another away."""
    before = files(built.root / "build" / "html")
    builder.build(built.root, ["text"], quiet)
    assert files(built.root / "build" / "html") == before


def test_building_twice_changes_nothing(built):
    """A second build writes the same bytes."""
    before = files(built.root / "build")
    builder.build(built.root, ["html", "text"], quiet)
    assert files(built.root / "build") == before


def test_a_page_taken_away_is_gone_from_the_build(built):
    """A page that is no more is not left over from the cache."""
    stray = built.root / "docs" / "stray.md"
    stray.write_text("---\norphan: true\n---\n\n# Stray\n", encoding="utf-8")
    builder.build(built.root, ["html"], quiet)
    assert (built.root / "build" / "html" / "stray.html").is_file()
    stray.unlink()
    builder.build(built.root, ["html"], quiet)
    assert not (built.root / "build" / "html" / "stray.html").exists()


def test_a_failing_build_leaves_what_was(built):
    """A text that does not verify ends the build; build/ is as it was, and the problem is located."""
    before = files(built.root / "build")
    break_page(built)
    with pytest.raises(EditionError) as caught:
        builder.build(built.root, ["html", "text"], quiet)
    assert files(built.root / "build") == before
    [problem] = caught.value.problems
    path = built.page("tiny", "one")
    line = next(i for i, text in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1) if "문장" in text)
    assert (problem.path, problem.line) == ("docs/texts/tiny/one.md", line)


def test_a_remedy_of_several_lines_comes_through_the_build(built):
    """The remedy that verification prints, its line of the page too, is printed whole by a failing build."""
    break_page(built)
    with pytest.raises(EditionError) as caught:
        builder.build(built.root, ["html"], quiet)
    wanted = built.verified("tiny")[0]
    assert [problem.remedy for problem in caught.value.problems] == [wanted.remedy]


def test_text_alone_is_proved_too(built):
    """Plain text is not made from a text that does not verify."""
    before = files(built.root / "build")
    break_page(built)
    with pytest.raises(EditionError):
        builder.build(built.root, ["text"], quiet)
    assert files(built.root / "build") == before


def test_a_first_build_that_fails_leaves_no_build(tiny):
    """Where nothing was, nothing is."""
    break_page(tiny)
    with pytest.raises(EditionError):
        builder.build(tiny.root, ["html"], quiet)
    assert files(tiny.root / "build") == {}


def test_a_warning_of_sphinx_fails_the_build(built):
    """A link to nowhere is an error at its line."""
    before = files(built.root / "build")
    index = built.root / "docs" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nSee {ref}`nowhere`.\n", encoding="utf-8")
    with pytest.raises(EditionError) as caught:
        builder.build(built.root, ["html"], quiet)
    lines = index.read_text(encoding="utf-8").split("\n")
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [
        ("docs/index.md", lines.index("See {ref}`nowhere`.") + 1)
    ]
    assert files(built.root / "build") == before


def test_a_missing_page_is_told_by_its_name(built):
    """A problem of a whole file names the file as it is called."""
    built.page("tiny", "two").unlink()
    with pytest.raises(EditionError) as caught:
        builder.build(built.root, ["html"], quiet)
    assert "docs/texts/tiny/two.md" in {problem.path for problem in caught.value.problems}


def test_a_broken_conf_is_an_error_not_a_traceback(built):
    """A conf.py that Python cannot read is one problem."""
    before = files(built.root / "build")
    (built.root / "docs" / "conf.py").write_text("extensions = [", encoding="utf-8")
    with pytest.raises(EditionError):
        builder.build(built.root, ["html"], quiet)
    assert files(built.root / "build") == before


def test_two_builds_at_once_are_refused(built):
    """A second build says that the first is running, and touches nothing."""
    before = files(built.root / "build")
    with (built.root / ".cache" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EditionError) as caught:
            builder.build(built.root, ["text"], quiet)
    assert "another build" in str(caught.value)
    assert files(built.root / "build") == before
    builder.build(built.root, ["text"], quiet)


def test_progress_counts_to_its_end(tiny):
    """No page is counted beyond the number of pages."""
    lines: list[str] = []
    builder.build(tiny.root, ["html"], lines.append)
    counts = [line.split()[1:4:2] for line in lines if " of " in line]
    assert counts
    assert all(int(done) <= int(total) for done, total in counts)


BUILD = """
import sys
from pathlib import Path
from edition.export.build import build
build(Path(sys.argv[1]), ["html", "text"], lambda line: print(line, flush=True))
"""


def start(copy: EditionCopy) -> subprocess.Popen[str]:
    """Start a build in a process of its own; it prints a line for each thing it does."""
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, str(copy.root)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def test_a_killed_build_leaves_what_was(built):
    """Killed at whatever line of its progress, a build leaves build/ whole: as it was, or wholly new."""
    before = files(built.root / "build")
    index = built.root / "docs" / "index.md"
    index.write_text(index.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")
    for stop in Random("kill").sample(range(1, 9), KILLED):
        process = start(built)
        assert process.stdout
        for _ in range(stop):
            process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert set(files(built.root / "build")) == set(before)
        if files(built.root / "build") != before:
            break
    builder.build(built.root, ["html", "text"], quiet)
    assert "One sentence more" in (built.root / "build" / "html" / "index.html").read_text(encoding="utf-8")


def test_a_build_takes_its_place_in_one_step(tmp_path):
    """Two folders are exchanged at once; what was not made anew stays as it was."""
    target, stage = tmp_path / "build", tmp_path / "stage"
    for folder, name, words in ((target, "html", "old"), (target, "pdf", "kept"), (stage, "html", "new")):
        (folder / name).mkdir(parents=True)
        (folder / name / "file").write_text(words)
    builder._carry_over(target, stage, builder.FORMATS)
    builder.put_in_place(target, stage)
    assert {path.parent.name: path.read_text() for path in target.rglob("file")} == {"html": "new", "pdf": "kept"}
    assert not stage.exists()


def test_without_an_exchange_the_folders_still_change_places(tmp_path, monkeypatch):
    """Where the system cannot exchange folders, three renames do it."""
    monkeypatch.setattr(builder, "_exchange", lambda one, other: False)
    test_a_build_takes_its_place_in_one_step(tmp_path)


class TestColophon:
    """What a build says of itself."""

    def git(self, root: Path, *words: str) -> str:
        """Run git in *root* with a name of its own."""
        identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
        done = subprocess.run(["git", "-C", str(root), *identity, *words], check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def test_outside_git(self, tmp_path):
        """Without git there is a version, and no commit or date is made up."""
        facts = colophon(tmp_path)
        assert facts.version
        assert (facts.commit, facts.date, facts.timestamp) == ("", "", 0)

    def test_inside_git(self, tmp_path):
        """The commit and its date; a plus where files differ from it."""
        self.git(tmp_path, "init", "-q")
        (tmp_path / "a").write_text("a", encoding="utf-8")
        self.git(tmp_path, "add", "a")
        self.git(tmp_path, "commit", "-q", "-m", "One", "--date", "2020-01-01T00:00:00Z")
        facts = colophon(tmp_path)
        assert facts.commit == self.git(tmp_path, "rev-parse", "--short=12", "HEAD")
        assert facts.timestamp == int(self.git(tmp_path, "log", "-1", "--format=%ct"))
        assert facts.date
        (tmp_path / "a").write_text("b", encoding="utf-8")
        assert colophon(tmp_path).commit == facts.commit + "+"

    def test_a_repository_without_a_commit(self, tmp_path):
        """A new repository is no error."""
        self.git(tmp_path, "init", "-q")
        assert colophon(tmp_path).commit == ""


def test_a_build_outside_git_works(built):
    """An archive without git builds as well as a clone."""
    assert (built.root / "build" / "html" / "index.html").is_file()
    assert not (built.root / ".git").exists()
