"""What the machine may do to a build: no room, no right to write, another build, odd clocks, paths, locales, no git.

Each time the last good edition is whole, to the byte, what went wrong is said in a line, and the next build is right.
Kills at random moments are in ``scripts/bench/kills.py``, a few of them here, and in ``test_build.py``.
"""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from edition.export import build as builder
from edition.export.faults import fault_of, machine_faults, put_back
from edition.problems import EditionError
from edition_copy import ROOT, EditionCopy, copy_root

EDITION = Path(sys.executable).with_name("edition")
FORMATS = ("html", "text", "zip")
NAME = "작은 판 (a) 'b'"  #: of a folder: spaces, Hangul, brackets, quotes
HARD = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  #: a locale that has no Hangul, and no help


def quiet(line: str) -> None:
    """Report nothing."""


def files(root: Path) -> dict[str, bytes]:
    """Return every file of the finished edition."""
    folder = root / "build"
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def outside_make() -> dict[str, str]:
    """Return the environment without what a make above hands down: ``make test`` runs these tests too."""
    return {key: value for key, value in os.environ.items() if key not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}}


def edition(root: Path, *words: str, limit: int = 0, **given: str) -> subprocess.CompletedProcess[str]:
    """Run ``edition`` in *root*, no file larger than *limit*, the variables *given*; empty ones are unset."""
    around = {key: value for key, value in {**os.environ, **given}.items() if value or key not in given}

    def confine() -> None:
        if limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [str(EDITION), *(words or ("build", *FORMATS))]
    return subprocess.run(
        command, cwd=root, env=around, capture_output=True, text=True, encoding="utf-8", check=False, preexec_fn=confine
    )


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny edition in a folder with an odd name, outside git, built; beside it stands a copy of it."""
    copy = copy_root("plain", tmp_path_factory.mktemp("faults") / NAME)
    builder.build(copy.root, list(FORMATS), quiet)
    shutil.copytree(copy.root, copy.root.with_name("kept"))
    return copy.root


@pytest.fixture
def tiny(sound: Path) -> EditionCopy:
    """The tiny edition as it was built, in its place, cache and all."""
    shutil.rmtree(sound)
    shutil.copytree(sound.with_name("kept"), sound)
    return EditionCopy(sound)


def change(copy: EditionCopy) -> None:
    """Add a sentence to the start page, so that a new edition differs from the last."""
    page = copy.root / "docs" / "index.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne sentence more.\n", encoding="utf-8")


def from_nothing(copy: EditionCopy) -> dict[str, bytes]:
    """Return the edition as a build from nothing makes it."""
    for name in ("build", ".cache"):
        shutil.rmtree(copy.root / name)
    builder.build(copy.root, list(FORMATS), quiet)
    return files(copy.root)


def test_a_full_disk(tiny):
    """Wherever it is full: build/ stays, one line says so, nothing waits in the cache, and then all is right."""
    before = files(tiny.root)
    change(tiny)
    for limit in (512, 40_000):
        done = edition(tiny.root, limit=limit)
        assert done.returncode == 1
        assert "cannot be written: File too large" in done.stderr
        assert "fix: make room, then build again" in done.stderr
        assert "Traceback" not in done.stderr
        assert files(tiny.root) == before
        assert not (tiny.root / ".cache" / "stage").exists()
    assert edition(tiny.root).returncode == 0
    after = files(tiny.root)
    assert after != before
    assert after == from_nothing(tiny)


@pytest.mark.parametrize("where", ["build", ".cache", ".cache/doctrees"])
def test_a_folder_that_cannot_be_written(tiny, where):
    """A file system mounted for reading only: the same. Root may write everywhere else, so it is mounted so."""
    script = f'mount --bind "{where}" "{where}" && mount -o remount,ro,bind "{where}" && exec "$0" build html text'
    if subprocess.run(["unshare", "--mount", "true"], check=False, capture_output=True).returncode != 0:
        pytest.skip("this user may not mount: run the tests as root")
    before = files(tiny.root)
    change(tiny)
    command = ["unshare", "--mount", "sh", "-c", script, str(EDITION)]
    done = subprocess.run(command, cwd=tiny.root, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "fix: " in done.stderr
    assert files(tiny.root) == before
    builder.build(tiny.root, list(FORMATS), quiet)
    assert files(tiny.root) != before


@pytest.mark.parametrize(("code", "remedy"), [(errno.ENOSPC, "make room"), (errno.EACCES, "let this user write")])
def test_a_refusal_is_told_wherever_it_is_wrapped(tmp_path, code, remedy):
    """Sphinx wraps what its handlers raise; other errors pass."""
    with pytest.raises(EditionError) as told, machine_faults(tmp_path):
        try:
            raise OSError(code, os.strerror(code), str(tmp_path / "x"))
        except OSError as error:
            raise RuntimeError("wrapped") from error
    [problem] = told.value.problems
    assert (problem.path, problem.code) == ("x", "build")
    assert problem.remedy.startswith(remedy)
    with pytest.raises(ZeroDivisionError), machine_faults(tmp_path):
        raise ZeroDivisionError
    assert fault_of(OSError(code, "no"), tmp_path).path == ".cache"


def test_two_builds_at_once(tiny):
    """The second is refused in a line and leaves the first alone; the lock of a build that is killed is gone."""
    change(tiny)
    program = (
        "import sys, time; from pathlib import Path; from edition.export import build as b\nwith b.{0}(Path('.')):\n"
    )
    name = "lock" if hasattr(builder, "lock") else "_lock"
    held = f"{program.format(name)} Path('.cache/stage').mkdir(); print(1, flush=True); time.sleep(60)"
    first = subprocess.Popen([sys.executable, "-c", held], cwd=tiny.root, stdout=subprocess.PIPE)
    assert first.stdout
    first.stdout.readline()
    done = edition(tiny.root)
    assert done.returncode == 1
    assert "another build is running" in done.stderr
    assert (tiny.root / ".cache" / "stage").is_dir(), "the second build took what the first was making"
    first.kill()
    first.communicate()
    assert edition(tiny.root).returncode == 0


def test_a_kill_between_two_renames(tmp_path):
    """Where folders cannot be exchanged at once, the last edition is put back by the next build."""
    stage, target = tmp_path / ".cache" / "stage", tmp_path / "build"
    old = stage.with_name("old")
    old.mkdir(parents=True)
    (old / "page").write_text("last")
    put_back(target, stage)
    assert (target / "page").read_text() == "last"
    old.mkdir()
    put_back(target, stage)
    assert (target / "page").read_text() == "last"


def test_what_another_builder_was_killed_in_is_made_again(tiny):
    """The parsed pages are shared: a kill of any builder leaves none of them to the others."""
    (tiny.root / ".cache" / "epub.unfinished").touch()
    for path in (tiny.root / ".cache" / "doctrees").glob("*.doctree"):
        path.write_bytes(b"half")
    change(tiny)
    assert edition(tiny.root).returncode == 0
    assert not list((tiny.root / ".cache").glob("*.unfinished"))
    assert files(tiny.root) == from_nothing(tiny)


@pytest.mark.parametrize("year", [1970, 2099])
def test_a_page_that_changes_without_growing_younger(tiny, year):
    """A clock set back, an archive unpacked: words count, not dates."""
    change(tiny)
    when = time.mktime((year, 1, 2, 0, 0, 0, 0, 0, 0))
    os.utime(tiny.root / "docs" / "index.md", (when, when))
    assert edition(tiny.root).returncode == 0
    assert "One sentence more" in (tiny.root / "build" / "html" / "index.html").read_text(encoding="utf-8")


CLOCK = """
import sys, time
from pathlib import Path
shift = float(sys.argv[1]) - time.time()
real, real_ns = time.time, time.time_ns
time.time = lambda: real() + shift
time.time_ns = lambda: real_ns() + int(shift * 10**9)
from edition.export.build import build
build(Path("."), ["html", "text", "zip"], lambda line: None)
"""


@pytest.mark.parametrize("seconds", ["0", "4102444800"])
def test_the_hour_is_in_nothing(tiny, seconds):
    """In 1970 and in 2100 the same bytes are made; and a page changed after a build in the future is read."""
    before = files(tiny.root)
    for name in ("build", ".cache"):
        shutil.rmtree(tiny.root / name)
    subprocess.run([sys.executable, "-c", CLOCK, seconds], cwd=tiny.root, check=True)
    assert files(tiny.root) == before
    change(tiny)
    builder.build(tiny.root, list(FORMATS), quiet)
    assert "One sentence more" in (tiny.root / "build" / "html" / "index.html").read_text(encoding="utf-8")


AROUND: dict[str, dict[str, str]] = {
    "nothing said": {"LANG": "", "LC_ALL": "", "PYTHONUTF8": "", "TZ": "", "HOME": "", "XDG_CACHE_HOME": ""},
    "everything odd": HARD
    | {"TZ": "Nowhere/Odd", "HOME": "/proc/nowhere", "PATH": "/nowhere", "SOURCE_DATE_EPOCH": "1", "LANG": "xx_XX"},
}


@pytest.mark.parametrize("around", AROUND)
def test_nothing_around_is_in_the_edition(tiny, around):
    """Locale, time zone, home that cannot be written, no git: the same bytes, in a folder with Hangul and spaces."""
    before = files(tiny.root)
    for name in ("build", ".cache"):
        shutil.rmtree(tiny.root / name)
    done = edition(tiny.root, **AROUND[around])
    assert (done.returncode, done.stderr) == (0, "")
    assert files(tiny.root) == before


def test_messages_keep_their_words_in_any_locale(tiny):
    """A Korean word in a message is printed as it is."""
    page = tiny.page("tiny", "one")
    page.write_text(page.read_text(encoding="utf-8").replace("문단", "문장", 1), encoding="utf-8")
    assert "‘문단’" in edition(tiny.root, "verify", "--pages-only", **HARD).stderr


def test_a_few_kills():
    """The program that kills fifty times kills here twice, at moments that its seed tells."""
    command = [sys.executable, str(ROOT / "scripts" / "bench" / "kills.py"), "--times", "2", "--seed", "11"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 whole builds after a kill" in done.stdout


STUB = """#!/bin/sh
# Stands for Python: makes what `venv` and `pip` make, and can be cut off in the middle of an installation.
here=$(dirname "$0")
case "$*" in
  *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
  *install*-r*)
    echo half >.venv/half
    if [ -e cut ]; then rm cut; echo started; kill -KILL "$PPID" "$(cat .venv/.setting-up)"; fi
    [ ! -e slow ] || sleep 30
    if [ -e .venv/damaged ]; then exit 1; fi
    rm .venv/half ;;
  *install*-e*) printf '#!/bin/sh\\necho built\\n' >.venv/bin/edition; chmod +x .venv/bin/edition ;;
  *-V*) echo Python 3.11 ;;
esac
"""


@pytest.fixture
def setting_up(tmp_path: Path) -> Callable[[], subprocess.CompletedProcess[str]]:
    """A folder with our Makefile and a Python that installs nothing; return how to run ``make edition`` there."""
    root = tmp_path / "새 판 b"
    root.mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root)
    (root / "python").write_text(STUB, encoding="utf-8")
    (root / "python").chmod(0o755)

    def make() -> subprocess.CompletedProcess[str]:
        command = ["make", "edition", "PYTHON=./python"]
        return subprocess.run(command, cwd=root, env=outside_make(), capture_output=True, text=True, check=False)

    make.root = root  # type: ignore[attr-defined]
    return make


def test_a_set_up_that_is_cut_off_is_begun_again(setting_up):
    """After a kill in the middle of pip, the next make starts from nothing, and says so."""
    (setting_up.root / "cut").touch()
    assert setting_up().returncode != 0
    (setting_up.root / ".venv" / "damaged").touch()  # what a half installed package would do
    done = setting_up()
    assert (done.returncode, done.stderr) == (0, "")
    assert "an earlier set-up was cut off: beginning again" in done.stdout
    assert done.stdout.endswith("built\n")
    assert not (setting_up.root / ".venv" / ".setting-up").exists()
    assert "installing" not in setting_up().stdout, "a set-up that is done is done once"


def test_two_set_ups_at_once_are_refused(setting_up):
    """The second says that the first is running, and takes nothing away."""
    (setting_up.root / "slow").touch()
    first = subprocess.Popen(
        ["make", "edition", "PYTHON=./python"],
        cwd=setting_up.root,
        env=outside_make(),
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    while not (setting_up.root / ".venv" / "half").exists():
        time.sleep(0.05)
    done = setting_up()
    assert done.returncode != 0
    assert "another make is setting up .venv: wait for it" in done.stderr
    assert (setting_up.root / ".venv" / "half").exists()
    os.killpg(first.pid, 9)
    first.wait()
