"""What a stranger may send is refused at its file and line, or is words and nothing else: ``tests/hostile/cases.toml``.

That nothing of the harmless ones runs in a browser is tested in ``tests/browser/test_hostile_pages.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from edition.cli import main
from edition.problems import EditionError, Problem
from edition.report.checks import check_problems
from edition.safety import limits
from edition.safety.check import refuse_unsafe, safety_problems
from edition_copy import ROOTS
from hostile_cases import CASES, ROOT, lay_over

REFUSED = [case for case in CASES if "refused" in case]
TOLD = [case for case in CASES if "told" in case]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A tiny edition, in which nothing is unsafe."""
    shutil.copytree(ROOTS / "plain", tmp_path / "tiny")
    assert safety_problems(tmp_path / "tiny") == []
    return tmp_path / "tiny"


def place(problem: Problem) -> str:
    return f"{problem.path}:{problem.line}" if problem.line else problem.path


def test_there_are_sixty_cases_and_no_two_alike():
    assert len({case["name"] for case in CASES}) == len(CASES) >= 60
    assert len({str(case["files"]) for case in CASES}) == len(CASES)


def test_nothing_of_the_edition_is_refused():
    assert safety_problems(ROOT) == []


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_a_case_is_refused_at_its_line(case, tiny):
    """The first problem is the case's; it says what to do; and the change without the case is not refused."""
    lay_over(tiny, case)
    first = safety_problems(tiny)[0]
    assert f"{place(first)}: {first.message}".startswith(case["refused"])
    assert first.remedy
    assert first.code in ("unsafe", "file")


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_a_case_is_told_by_the_check(case, tiny):
    """Data of a wrong kind is a problem at its line, and never a traceback."""
    assert case["told"].partition(":")[0] not in {problem.path for problem in told(tiny)}
    lay_over(tiny, case)
    problem = next(problem for problem in told(tiny) if problem.path in case["files"])
    assert f"{place(problem)}: {problem.message}".startswith(case["told"])
    assert problem.remedy


def told(root: Path) -> list[Problem]:
    try:
        return check_problems(root, [])
    except EditionError as error:
        return list(error.problems)


def test_every_command_and_every_build_refuses_it(tiny, monkeypatch):
    """Sphinx, too, when it is run without us."""
    from click.testing import CliRunner

    (tiny / "docs" / "evil.rst").write_text(".. raw:: html\n")
    monkeypatch.chdir(tiny)
    for command in (["check"], ["verify"], ["build", "html"], ["build", "text"]):
        done = CliRunner().invoke(main, command)
        assert done.exit_code == 1, command
        assert "docs/evil.rst: unsafe is of a kind" in done.output
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "docs", "out"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "docs/evil.rst: unsafe" in done.stderr
    assert not (tiny / "out").exists() or not list((tiny / "out").rglob("*.html"))


# What is too big, too odd or no file: made here


def big_page(root: Path) -> str:
    (root / "docs" / "big.md").write_bytes(b"# A\n\n" + b"words " * (50_000_000 // 6))
    return "docs/big.md: has 50,000,003 bytes, more than 1,000,000"


def many_notes(root: Path) -> str:
    path = root / "docs" / "texts" / "tiny" / "notes.toml"
    path.write_text("".join(f"[[note]]\nid = 'e{number}'\n" for number in range(100_000)))
    return "docs/texts/tiny/notes.toml:1: note has 100,000 entries"


def very_many_notes(root: Path) -> str:
    path = root / "docs" / "texts" / "tiny" / "notes.toml"
    path.write_text("".join(f"[[note]]\nid = 'e{number}'\nat = 'tiny.{number}'\n" for number in range(100_000)))
    return "docs/texts/tiny/notes.toml: has "


def long_line(root: Path) -> str:
    (root / "docs" / "line.md").write_text("# A\n\n" + "가" * 100_000 + "\n")
    return "docs/line.md:3: the line has 100,000 characters"


def deep_quotations(root: Path) -> str:
    (root / "docs" / "deep.md").write_text("# A\n\n" + "> " * 9_000 + "x\n\n:::{raw} html\n:::\n")
    return "docs/deep.md:"


def deep_containers(root: Path) -> str:
    fences = [":" * (100 - depth) for depth in range(90)]
    lines = ["# A\n", *(f"{fence}{{container}} a" for fence in fences), "x", *reversed(fences)]
    (root / "docs" / "deep.md").write_text("\n".join(lines) + "\n")
    return "docs/deep.md:54: more than 50 blocks stand in one another"


def long_head(root: Path) -> str:
    (root / "docs" / "head.md").write_text("---\ntitle: [" + "a, " * 20_000 + "]\n---\n# A\n")
    return "docs/head.md:"


def long_entry(root: Path) -> str:
    path = root / "docs" / "register" / "entries" / "x.md"
    path.parent.mkdir(parents=True)
    path.write_text(":::{gloss} en\n" * 50_000)
    return "docs/register/entries/x.md: has 700,000 bytes, more than 64,000"


def deep_braces(root: Path) -> str:
    (root / "bibliography.bib").write_text("@misc{a,\n  title = " + "{" * 5_000 + "}" * 5_000 + ",\n}\n")
    return "bibliography.bib:2: braces stand in one another too deep"


def link_out(root: Path) -> str:
    (root / "docs" / "passwd.md").symlink_to("/etc/passwd")
    return "docs/passwd.md: is a link to '/etc/passwd'"


def link_folder(root: Path) -> str:
    (root / "docs" / "all").symlink_to("/etc")
    return "docs/all: is a link to '/etc'"


def link_up(root: Path) -> str:
    (root / "docs" / "texts" / "loop").symlink_to("..")
    return "docs/texts/loop: is a link to '..'"


def pipe(root: Path) -> str:
    os.mkfifo(root / "docs" / "pipe.md")
    return "docs/pipe.md: is no ordinary file"


def control_in_a_name(root: Path) -> str:
    (root / "docs" / "a\n\x1b[31mb.md").write_text("# A\n")
    return "docs/a[U+000A][U+001B][31mb.md: has a name that not every system"


def turned_name(root: Path) -> str:
    (root / "docs" / "a\u202edm.exe").write_text("# A\n")
    return "docs/a[U+202E]dm.exe: has a name that not every system"


def option_as_a_name(root: Path) -> str:
    (root / "docs" / "--output=x.md").write_text("# A\n")
    return "docs/--output=x.md: has a name that not every system"


def long_name(root: Path) -> str:
    (root / "docs" / f"{'a' * 200}.md").write_text("# A\n")
    return f"docs/{'a' * 200}.md: has a name of 203 characters"


def hidden_file(root: Path) -> str:
    (root / "docs" / ".htaccess").write_text("x")
    return "docs/.htaccess: has a name that not every system"


def lone_surrogate(root: Path) -> str:
    (root / "docs" / "x.md").write_bytes(b"# A\n\n\xed\xa0\x80\n")
    return "docs/x.md:3: is not UTF-8"


def committed_cache(root: Path) -> str:
    (root / ".cache").mkdir()
    (root / ".cache" / "environment.pickle").write_text("x")
    for command in (["init", "-q"], ["add", "-f", ".cache"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    return ".cache/environment.pickle: is committed, but only programs here may write it"


def huge_received(root: Path) -> str:
    with (root / "sources" / "tiny" / "received.pdf").open("wb") as file:
        file.truncate(limits.RECEIVED_BYTES + 1)
    return "sources/tiny/received.pdf: has 64,000,001 bytes, more than 64,000,000"


MADE = [big_page, many_notes, very_many_notes, long_line, deep_quotations, deep_containers, long_head, long_entry,
        deep_braces, link_out, link_folder, link_up, pipe, control_in_a_name, turned_name, option_as_a_name, long_name,
        hidden_file, lone_surrogate, committed_cache, huge_received]  # fmt: skip


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_what_overwhelms_or_leads_away_is_refused_soon(make: Callable[[Path], str], tiny):
    """Within seconds, whatever it is."""
    wanted = make(tiny)
    started = time.process_time()
    with pytest.raises(EditionError) as caught:
        refuse_unsafe(tiny)
    first = caught.value.problems[0]
    assert f"{place(first)}: {first.message}".startswith(wanted)
    assert time.process_time() - started < 10


def test_a_mixed_word_of_the_witness_is_no_fault_of_its_page(tiny):
    """What was received is evidence; the same word elsewhere is refused."""
    page, witness = tiny / "docs" / "texts" / "tiny" / "one.md", tiny / "sources" / "tiny" / "witness.txt"
    page.write_text(page.read_text().replace("문단 하나", "문단 L\u0435nin 하나"))
    assert [problem.line for problem in safety_problems(tiny)] == [9]
    witness.write_text(witness.read_text().replace("문단 하나", "문단 L\u0435nin 하나"))
    page.touch()
    assert safety_problems(tiny) == []


# No network, no secret

GUARD = """
import socket
def refuse(*words, **named):
    raise SystemExit(f"asks the network: {words}")
socket.getaddrinfo = socket.create_connection = socket.gethostbyname = refuse
connect = socket.socket.connect
socket.socket.connect = lambda self, at: connect(self, at) if self.family == socket.AF_UNIX else refuse(at)
"""


def without_network(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run Python with every connection refused."""
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(GUARD)
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False, cwd=folder.parent / "tiny",
        env=os.environ | {"PYTHONPATH": str(folder)},
    )  # fmt: skip


def test_a_build_asks_no_network(tiny, tmp_path):
    told = without_network(tmp_path / "guard", "-c", "import urllib.request as u; u.urlopen('http://example.org/')")
    assert "asks the network" in told.stderr
    done = without_network(tmp_path / "guard", "-m", "edition.cli", "build", "html", "text", "tei", "json", "pdf")
    assert done.returncode == 0, done.stderr
    assert (tiny / "build" / "html" / "index.html").is_file()


SECRET = re.compile(
    rb"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40}|AKIA[0-9A-Z]{16}|"
    rb"xox[abp]-[0-9A-Za-z-]{20}|AIza[0-9A-Za-z_-]{35}|sk-[A-Za-z0-9]{40}"
)


def test_no_file_holds_a_secret():
    """Keys and tokens have forms of their own."""
    assert SECRET.search(b"x = 'gh" + b"p_" + b"a" * 36 + b"'")
    names = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], capture_output=True, check=True).stdout
    told = [name.decode() for name in names.split(b"\0") if name and (ROOT / name.decode()).is_file()
            and SECRET.search((ROOT / name.decode()).read_bytes())]  # fmt: skip
    assert told == []
