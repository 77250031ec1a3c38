"""What a commit may hold to deceive ``edition report``: each trick is refused, or does nothing.

Names, attributes, filters, hooks, other repositories, links, contents too large, trees that no git would check out.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from edition.cli import main
from edition.problems import EditionError
from edition.report.commits import lay_out
from edition.report.make import make_report
from test_report import Repository

PAGE = "docs/texts/tiny/one.md"
Tree = list[tuple[str, bytes, str]]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "tiny")


def stored(repository: Repository, kind: str, data: bytes) -> str:
    """Put an object into the store, whatever git thinks of it; return its name."""
    command = ["git", "-C", str(repository.root), "hash-object", "-w", "--literally", "-t", kind, "--stdin"]
    return subprocess.run(command, input=data, capture_output=True, check=True).stdout.decode().strip()


def tree(repository: Repository, entries: Tree) -> str:
    data = b"".join(b"%s %s\0%s" % (mode.encode(), name, bytes.fromhex(blob)) for mode, name, blob in entries)
    return stored(repository, "tree", data)


def committed(repository: Repository, mode: str, name: bytes, blob: str) -> str:
    """Return a commit after the last, with one entry more in its tree, as no program of git's would write it."""
    listed = repository.git("ls-tree", "-z", "HEAD").encode().split(b"\0")
    entries: Tree = []
    for record in filter(None, listed):
        head, _, old = record.partition(b"\t")
        words = head.decode().split(" ")
        entries.append((words[0], old, words[2]))
    made = tree(repository, [*entries, (mode, name, blob)])
    return repository.git("commit-tree", "-p", "HEAD", "-m", "odd", made).strip()


def report(repository: Repository, head: str = "HEAD", base: str = "main") -> str:
    made = make_report(repository.root, f"{base}..{head}", "", lambda line: None)
    assert made.html().encode()
    return made.markdown()


# ---- trees


UNSOUND: dict[str, tuple[str, bytes, str]] = {
    "a repository in the folder": ("100644", b".git", ".git: is a name"),
    "by another spelling": ("100644", b".GIT", ".GIT: is a name"),
    "by its short name": ("100644", b"git~1", "git~1: is a name"),
    "the folder above": ("100644", b"..", "..: is a name"),
    "out of the folder": ("100644", b"docs/../../out", "docs/../../out: is a name"),
    "from the root": ("100644", b"/tmp/out", "/tmp/out: is a name"),
    "file and folder": ("100644", b"docs", "docs: is a name"),
    "too long": ("100644", b"a" * 300, f"{'a' * 300}: has too long a name"),
}


@pytest.mark.parametrize(("mode", "name", "words"), UNSOUND.values(), ids=UNSOUND)
def test_a_tree_that_no_git_would_check_out_is_refused(repository, mode, name, words, tmp_path):
    commit = committed(repository, mode, name, stored(repository, "blob", b"gitdir: docs/evil\n"))
    with pytest.raises(EditionError) as caught:
        lay_out(repository.root, commit, tmp_path / "out")
    [problem] = caught.value.problems
    assert f"{problem.path}: {problem.message}".startswith(words)
    assert not (tmp_path / "out").exists()


def test_a_file_above_the_folder_is_not_written(repository, tmp_path):
    inner = tree(repository, [("100644", b"escaped", stored(repository, "blob", b"x"))])
    with pytest.raises(EditionError, match=r"\.\./escaped: unsafe"):
        lay_out(repository.root, committed(repository, "40000", b"..", inner), tmp_path / "out")
    assert not list(tmp_path.rglob("escaped"))


def test_contents_that_are_not_there_are_told(repository):
    with pytest.raises(EditionError, match=r"gone\.md: usage is not in this repository"):
        report(repository, committed(repository, "100644", b"gone.md", "2" * 40))


@pytest.mark.parametrize(("mode", "name", "shown"), [
    ("100644", b"a\n\x1b[31m# b|`<script>.md", "``a ↵ [U+001B a control character][31m# b|`<script>.md`` added"),
    ("100644", b"--output=x.md", "`--output=x.md` added"),
    ("160000", b"module", "⚠️ `module` added (a link: it was not read)"),
    ("120000", b"passwd", "⚠️ `passwd` added (a link: it was not read)"),
    ("100644", b"caf\xe9.md", "caf"),
])  # fmt: skip
def test_an_odd_name_is_told_as_a_name(repository, mode, name, shown):
    blob = "1" * 40 if mode == "160000" else stored(repository, "blob", b"/etc/passwd")
    told = report(repository, committed(repository, mode, name, blob))
    assert shown in told
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", told)
    assert "root:" not in told


def test_a_huge_file_is_refused_before_it_is_read(repository):
    repository.write(PAGE, "words " * 300_000)
    repository.commit("after")
    with pytest.raises(EditionError, match=rf"{PAGE}: unsafe has 1,800,000 bytes, more than 1,000,000"):
        report(repository, "HEAD", "HEAD~1")


# ---- names of commits


@pytest.mark.parametrize(
    "name", ["--output=x", "-x", "--all", "main:docs", "main^{tree}", ":/before", "@{-1}", "nothing"]
)
def test_what_names_no_commit_is_refused_and_no_option(repository, name):
    with pytest.raises(EditionError):
        report(repository, "main", name)
    assert not (repository.root / "x").exists()


def test_a_branch_that_looks_like_an_option_is_a_branch(repository):
    (repository.root / ".git" / "refs" / "heads" / "--output=x").write_text(repository.git("rev-parse", "main"))
    assert report(repository, "refs/heads/--output=x")
    assert not (repository.root / "x").exists()


def test_a_replaced_commit_is_read_as_it_is(repository):
    """A reference under ``refs/replace`` shows another commit in the place of the one that is named."""
    repository.swap(PAGE, "문단 하나", "문단 둘")
    repository.commit("after")
    repository.git("replace", "HEAD", "HEAD~1")
    assert "**`둘.[^n1]`**" in report(repository, "HEAD", "HEAD~1")


# ---- programs


def trap(folder: Path, name: str) -> tuple[Path, Path]:
    """Write a program that leaves a sign; return it, and the sign."""
    program, sign = folder / name, folder / f"{name}.run"
    program.write_text(f"#!/bin/sh\ntouch '{sign}'\ncat\n")
    program.chmod(0o755)
    return program, sign


def filters(repository: Repository, trapped: Path) -> None:
    """Filters and drivers that whoever reads happens to have, asked for by the attributes of the change."""
    for key in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "diff.evil.command",
        "merge.evil.driver",
    ):
        repository.git("config", key, str(trapped))
    for name in (".gitattributes", "docs/.gitattributes"):
        repository.write(name, "* filter=evil diff=evil merge=evil export-subst ident\n")


def external(repository: Repository, trapped: Path) -> None:
    repository.git("config", "diff.external", str(trapped))


def hooks(repository: Repository, trapped: Path) -> None:
    for name in ("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "fsmonitor-watchman"):
        for folder in ("hooks", ".githooks", ".git/hooks"):
            (repository.root / folder).mkdir(exist_ok=True)
            shutil.copy(trapped, repository.root / folder / name)


def inner_repository(repository: Repository, trapped: Path) -> None:
    """A bare repository among the files, whose configuration names a program."""
    repository.write("docs/evil/HEAD", "ref: refs/heads/main\n")
    repository.write("docs/evil/config", f"[core]\n\tbare = false\n\tfsmonitor = {trapped}\n\tworktree = .\n")
    for name in ("objects", "refs"):
        repository.write(f"docs/evil/{name}/x", "")


@pytest.mark.parametrize("lay", [filters, external, hooks, inner_repository], ids=lambda lay: lay.__name__)
def test_no_program_of_a_change_is_run(repository, tmp_path, lay: Callable[[Repository, Path], None]):
    program, sign = trap(tmp_path, "trap")
    lay(repository, program)
    repository.swap(PAGE, "문단 하나", "문단 둘")
    repository.commit("after")
    sign.unlink(missing_ok=True)  # what git ran while the test made its commit
    assert "**`둘.[^n1]`**" in report(repository, "HEAD", "HEAD~1")
    assert not sign.exists()


def test_attributes_change_no_byte(repository, tmp_path):
    """Line ends, encodings and keywords are what the store has, whatever the attributes say."""
    wanted = "# A\r\n\r\n$Id$ $Format:%H$ 가\n".encode()
    (repository.root / "docs" / "x.md").write_bytes(wanted)
    repository.commit("plain")
    words = "*.md text eol=crlf working-tree-encoding=UTF-16 ident export-subst\ndocs/x.md export-ignore\n"
    repository.write(".gitattributes", words)
    repository.git("-c", "core.safecrlf=false", "add", ".gitattributes")
    repository.git("commit", "-q", "-m", "after")
    lay_out(repository.root, "HEAD", tmp_path / "out")
    assert (tmp_path / "out" / "docs" / "x.md").read_bytes() == wanted


# ---- the working tree


def test_a_link_in_the_working_tree_is_refused_and_not_read(repository):
    """Somebody else's branch, checked out to be looked at."""
    page = repository.root / PAGE
    page.unlink()
    page.symlink_to("/etc/passwd")
    with pytest.raises(EditionError, match=f"{PAGE}: unsafe is a link to '/etc/passwd'"):
        report(repository, "", "HEAD")


def test_a_refusal_is_printed_and_writes_no_report(repository, monkeypatch, tmp_path):
    commit = committed(repository, "100644", b".git", stored(repository, "blob", b"x"))
    monkeypatch.chdir(repository.root)
    done = CliRunner().invoke(main, ["report", f"main..{commit}", "--markdown", str(tmp_path / "told.md")])
    assert done.exit_code == 1
    assert ".git: unsafe is a name that git would not check out" in done.output
    assert not (tmp_path / "told.md").exists()
