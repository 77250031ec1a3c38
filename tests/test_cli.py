"""Every command: what it does, what it says of misuse, and what it leaves alone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edition.cli import main
from edition.export.text import plain_text
from edition_copy import EditionCopy, copy_root

pytest_plugins = ["edition_copy"]

Run = Callable[..., Result]
COMMANDS = ("build", "verify", "check", "text", "clean", "convert", "number", "new", "report", "serve", "steps")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EditionCopy:
    """A tiny edition, and the shell in it."""
    copy = copy_root("plain", tmp_path / "tiny")
    monkeypatch.chdir(copy.root)
    return copy


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Run ``edition`` with words; the result has what it printed."""

    def call(*words: str) -> Result:
        capfd.readouterr()
        return CliRunner().invoke(main, words)

    return call


def snapshot(root: Path) -> dict[str, str]:
    """Return a digest of every file of the edition, the cache left out."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".cache" not in path.parts
    }


def broken(copy: EditionCopy) -> int:
    """Change a word of the text, unmarked; return its line."""
    path = copy.page("tiny", "one")
    text = path.read_text(encoding="utf-8").replace("문단", "문장", 1)
    path.write_text(text, encoding="utf-8")
    return next(index for index, line in enumerate(text.split("\n"), start=1) if "문장" in line)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_what_it_does(run, command):
    """Help needs no edition around, and says something."""
    result = run(command, "--help")
    assert result.exit_code == 0
    assert "Usage: main" in result.stdout or "Usage: edition" in result.stdout


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["text"], ["clean"], ["convert"], ["new"], ["new", "x"], ["build", "docx"],
     ["text", "tiny", "--as", "x"], ["verify", "--nonsense"], ["serve", "--port", "x"]],
    ids=" ".join,
)  # fmt: skip
def test_misuse_exits_with_2(tiny, run, words):
    """A command that cannot be read says so on standard error, and does nothing."""
    before = snapshot(tiny.root)
    result = run(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr
    assert snapshot(tiny.root) == before


@pytest.mark.parametrize(
    "words", [["verify"], ["check"], ["text", "tiny"], ["clean", "tiny"], ["build"], ["convert", "tiny"], ["number"]]
)
def test_outside_the_edition_nothing_works(tmp_path, monkeypatch, run, words):
    """Elsewhere a command says where it must be run."""
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "is not inside the edition" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", ["verify", "check", "text", "clean", "convert", "number"])
def test_an_unknown_text_is_told_with_those_there_are(tiny, run, command):
    """A text that is not there is one problem, and the ids that are there are its remedy."""
    before = snapshot(tiny.root)
    result = run(command, "nothing")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "sources/nothing/source.toml: source there is no text 'nothing'" in result.stderr
    assert "use one of: tiny" in result.stderr
    assert result.stderr.endswith("1 problem\n")
    assert snapshot(tiny.root) == before


@pytest.mark.parametrize("command", ["verify", "check", "text", "clean", "convert", "number"])
@pytest.mark.parametrize("ident", ["../tiny", "tiny/../tiny", "/etc"])
def test_a_text_is_an_id_not_a_path(tiny, run, command, ident):
    """No command leaves sources/ for a text."""
    assert run(command, ident).exit_code in (1, 2)


def test_commands_work_from_any_folder_of_the_edition(tiny, run, monkeypatch):
    """The root is found from below."""
    monkeypatch.chdir(tiny.root / "docs" / "texts" / "tiny")
    assert run("check").exit_code == 0


class TestVerify:
    """``edition verify``."""

    def test_a_sound_edition(self, tiny, run):
        """Prints the counts of each text, and that the doctrees hold."""
        result = run("verify")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "tiny (P): the two roads meet" in result.stdout
        for words in ("characters of the witness", "characters dropped", "edits", "emendations", "blocks", "notes"):
            assert words in result.stdout
        assert "strip-lines (space)" in result.stdout
        assert "the doctrees hold the same characters" in result.stdout

    def test_pages_only(self, tiny, run):
        """Leaves Sphinx alone."""
        result = run("verify", "--pages-only", "tiny")
        assert result.exit_code == 0
        assert "doctrees" not in result.stdout
        assert not (tiny.root / ".cache").exists()

    def test_a_changed_word(self, tiny, run):
        """Goes to standard error with file, line and remedy; standard output says nothing of success."""
        line = broken(tiny)
        result = run("verify")
        assert (result.exit_code, result.stdout) == (1, "")
        assert f"docs/texts/tiny/one.md:{line}: text " in result.stderr
        assert "fix: " in result.stderr
        assert "1 problem" in result.stderr

    def test_brackets_in_messages_are_printed(self, tiny, run):
        """A remedy with a note call or a mark is printed as it must be written."""
        path = tiny.page("tiny", "one")
        path.write_text(path.read_text(encoding="utf-8").replace("[^n1] ", " ", 1), encoding="utf-8")
        assert "[^n1]" in run("verify").stderr

    def test_every_problem_is_told(self, tiny, run):
        """Two faults on two pages are both printed, in order."""
        broken(tiny)
        path = tiny.page("tiny", "two")
        path.write_text(path.read_text(encoding="utf-8").replace("끝", "끄트머리", 1), encoding="utf-8")
        stderr = run("verify").stderr
        assert stderr.index("one.md") < stderr.index("two.md")
        assert "2 problems" in stderr


class TestCheck:
    """``edition check``."""

    def test_a_sound_edition(self, tiny, run):
        """Says what it checked."""
        result = run("check")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "links, languages: no problem" in result.stdout

    def test_a_note_called_twice(self, tiny, run):
        """Is told where it is called."""
        path = tiny.page("tiny", "one")
        path.write_text(path.read_text(encoding="utf-8").replace("[^n1]", "[^n1][^n1]", 1), encoding="utf-8")
        result = run("check", "tiny")
        assert result.exit_code == 1
        assert "note 1 is called twice" in result.stderr

    def test_a_vanished_number(self, tiny, run):
        """A ledger that names a paragraph the text does not have is told at its line."""
        ledger = tiny.page("tiny", "ids").with_suffix(".tsv")
        ledger.write_text(ledger.read_text(encoding="utf-8") + "tiny.99\t0123456789ab\t없는 말\n", encoding="utf-8")
        line = ledger.read_text(encoding="utf-8").count("\n")
        result = run("check")
        assert result.exit_code == 1
        assert f"docs/texts/tiny/ids.tsv:{line}: id tiny.99" in result.stderr


class TestText:
    """``edition text``."""

    @pytest.mark.parametrize("view", ["reading", "witness"])
    def test_prints_the_text_and_nothing_else(self, tiny, run, view):
        """Standard output is the text, to the byte."""
        result = run("text", "tiny", "--as", view)
        assert result.exit_code == 0
        assert result.stdout == plain_text(tiny.edited("tiny"), view)
        assert result.stderr == ""

    def test_reading_is_the_default(self, tiny, run):
        """Without a view it is the reading."""
        assert run("text", "tiny").stdout == run("text", "tiny", "--as", "reading").stdout

    def test_a_page_that_cannot_be_read(self, tiny, run):
        """Nothing is printed of a text with a broken page."""
        path = tiny.page("tiny", "one")
        path.write_bytes(path.read_bytes() + b"\xff")
        result = run("text", "tiny")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "is not UTF-8" in result.stderr


class TestClean:
    """``edition clean``."""

    def test_prints_the_base_text(self, tiny, run):
        """A line for each block: witness line, kind, words."""
        lines = run("clean", "tiny").stdout.split("\n")
        assert lines[0].split("\t") == ["    1 title", "작은 글"]
        assert len(lines) == len(tiny.edited("tiny").base.blocks) + 1

    def test_explains_each_step(self, tiny, run):
        """Each step with its licence, its edits and where they are."""
        stdout = run("clean", "tiny", "--explain").stdout
        assert "strip-lines (licence: space)" in stdout
        assert "mark-calls (licence: call), 1 edits" in stdout
        assert "line    3" in stdout

    def test_a_changed_witness(self, tiny, run):
        """A witness that is not the one taken in is refused."""
        path = tiny.root / "sources" / "tiny" / "witness.txt"
        path.write_bytes(path.read_bytes() + b" ")
        result = run("clean", "tiny")
        assert (result.exit_code, result.stdout) == (1, "")
        assert "sources/tiny/witness.txt: witness has SHA-256" in result.stderr


class TestConvertAndNumber:
    """``edition convert`` and ``edition number``."""

    def test_convert_never_overwrites(self, tiny, run):
        """Pages that are there stay, to the byte."""
        before = snapshot(tiny.root)
        result = run("convert", "tiny")
        assert result.exit_code == 1
        assert "never overwritten" in result.stderr
        assert snapshot(tiny.root) == before

    def test_convert_writes_pages_that_verify(self, tiny, run):
        """Where none are, the drafts are written, named, and hold."""
        for path in tiny.page("tiny", "one").parent.iterdir():
            path.unlink()
        result = run("convert", "tiny")
        assert result.exit_code == 0
        assert "docs/texts/tiny/one.md" in result.stdout.split("\n")
        assert run("verify", "--pages-only").exit_code == 0
        assert run("check").exit_code == 0

    def test_number_changes_nothing_when_all_are_numbered(self, tiny, run):
        """A second run is no change."""
        before = snapshot(tiny.root)
        result = run("number")
        assert result.exit_code == 0
        assert "0 new numbers" in result.stdout
        assert snapshot(tiny.root) == before

    def test_number_numbers_a_new_text(self, tiny, run):
        """Without a ledger every paragraph gets its number."""
        ledger = tiny.page("tiny", "ids").with_suffix(".tsv")
        before = ledger.read_bytes()
        ledger.unlink()
        assert run("number", "tiny").exit_code == 0
        assert ledger.read_bytes() == before


class TestBuild:
    """``edition build``."""

    def test_names_what_it_made(self, tiny, run):
        """The last lines are the paths and their sizes."""
        result = run("build", "html", "text")
        assert (result.exit_code, result.stderr) == (0, "")
        assert "build/html/index.html" in result.stdout
        assert "build/text/tiny.txt" in result.stdout
        text = (tiny.root / "build" / "text" / "tiny.txt").read_text(encoding="utf-8")
        assert text == plain_text(tiny.edited("tiny"))

    def test_a_text_that_does_not_verify(self, tiny, run):
        """Nothing is made, and the problem is told as verify tells it."""
        line = broken(tiny)
        result = run("build", "text")
        assert result.exit_code == 1
        assert f"docs/texts/tiny/one.md:{line}: text " in result.stderr
        assert not (tiny.root / "build").exists()

    def test_a_note_called_twice(self, tiny, run):
        """What check finds ends a build too, whatever the format."""
        path = tiny.page("tiny", "one")
        path.write_text(path.read_text(encoding="utf-8").replace("[^n1]:", "[^n2]:", 1), encoding="utf-8")
        assert run("build", "text").exit_code == 1

    def test_an_output_is_for_a_public_edition(self, tiny, run):
        """The full edition goes to build/ and nowhere else."""
        result = run("build", "text", "--output", "elsewhere")
        assert result.exit_code == 1
        assert "--output is for --public" in result.stderr
        assert not (tiny.root / "build").exists()


def test_steps_are_listed_anywhere(tmp_path, monkeypatch, run):
    """The list of cleaning steps needs no edition."""
    monkeypatch.chdir(tmp_path)
    result = run("steps")
    assert result.exit_code == 0
    assert "strip-lines" in result.stdout


def test_serve_watches_the_edition(tiny, run, monkeypatch):
    """Serve hands docs, sources and port to sphinx-autobuild, and its status back."""
    called: list[list[str]] = []
    monkeypatch.setattr("edition.cli.subprocess.call", lambda command: called.append(command) or 3)
    result = run("serve", "--port", "8123")
    assert result.exit_code == 3
    [command] = called
    assert command[1:3] == ["-m", "sphinx_autobuild"]
    assert command[command.index("--port") + 1] == "8123"
    assert str(tiny.root / "docs") in command
