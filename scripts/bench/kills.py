"""Kill builds at random moments, and look whether the last good edition is whole and the next build is right.

    python scripts/bench/kills.py --times 50 --seed 7 --record   # a small edition, a whole build after each kill
    python scripts/bench/kills.py --real --times 12 --seed 7     # this edition: the next victim carries on

A copy of the edition goes to and fro between two states, which differ by a sentence; both are built once from nothing,
and every file of them is known by its hash. Then, each time: the other state, a build of all formats, SIGKILL to its
whole process group after a random part of the time that a build takes. ``build/`` must then be one of the two editions,
to the byte: the last good one, or the new one where the exchange had come before the kill. After that a build runs to
its end and must be the new edition, to the byte; with ``--real`` only every *n*-th time and at the end (``--every``),
for a build takes minutes there, and the other kills meet what the last kill left.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from record import ROOT, record

SMALL = ROOT / "tests" / "roots" / "marks"
FORMATS = ("html", "text", "tei", "json", "pdf", "zip")  #: of the small edition, which has no EPUB
SENTENCE = "\n\nOne sentence more, for the other state.\n"


@dataclass(frozen=True, slots=True)
class Edition:
    """A copy of an edition, and how it is built."""

    root: Path
    page: Path  #: the page by which the two states differ
    words: str  #: of the page, in the first state
    command: tuple[str, ...]

    def to(self, state: int) -> None:
        """Go to *state*, 0 or 1."""
        self.page.write_text(self.words + SENTENCE * state, encoding="utf-8", newline="\n")

    def start(self) -> subprocess.Popen[bytes]:
        """Start a build in a process group of its own."""
        quiet = subprocess.DEVNULL
        return subprocess.Popen(self.command, cwd=self.root, stdout=quiet, stderr=quiet, start_new_session=True)

    def build(self) -> float:
        """Build to the end; return the seconds. Ends the program where the build fails."""
        began = time.monotonic()
        if self.start().wait() != 0:
            sys.exit(f"a build failed: run {' '.join(self.command)} in {self.root}")
        return time.monotonic() - began

    def clean(self) -> None:
        """Remove what builds made."""
        for name in ("build", ".cache"):
            shutil.rmtree(self.root / name, ignore_errors=True)


def digest(folder: Path) -> str:
    """Return a digest of every file below *folder*, names and bytes; empty where there is no folder."""
    found = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        found.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest() if folder.is_dir() else ""


def small(folder: Path, formats: Sequence[str]) -> Edition:
    """Return a copy of the small edition, made in *formats*; its folder has a space and Hangul in its name."""
    root = folder / "작은 판 a"
    shutil.copytree(SMALL, root)
    page = root / "docs" / "index.md"
    edition = Path(sys.executable).with_name("edition")
    (root / "Makefile").write_text(f"edition:\n\t@{edition} build {' '.join(formats)}\n", encoding="utf-8")
    return Edition(root, page, page.read_text(encoding="utf-8"), ("make", "-s", "edition"))


def real(folder: Path) -> Edition:
    """Return a clone of this edition's last commit, with this environment."""
    root = folder / "이 판 a"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(root)], check=True)
    (root / ".venv").symlink_to(Path(sys.prefix))
    page = root / "docs" / "introduction" / "general-en.md"
    words = page.read_text(encoding="utf-8")
    return Edition(root, page, words, ("make", "-s", "-o", ".venv/.edition", "edition"))


def main() -> None:
    """Build both states, kill, look, print, record."""
    parser = argparse.ArgumentParser(description="Kill builds at random moments.")
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--real", action="store_true", help="this edition instead of a small one")
    parser.add_argument("--formats", nargs="+", default=FORMATS, choices=FORMATS, help="of the small edition")
    parser.add_argument("--every", type=int, help="kills for each whole build after a kill; 1, with --real 4")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    every = options.every or (4 if options.real else 1)
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        edition = real(Path(name)) if options.real else small(Path(name), options.formats)
        told = kill(edition, random.Random(options.seed), options.times, every)
    which = "this edition" if options.real else "a small edition"
    formats = "all formats" if options.real else " ".join(options.formats)
    what = f"{told}; {which}, {formats}, seed {options.seed}"
    print(what)
    if options.record:
        words = f"--real --times {options.times}" if options.real else f"--formats {formats} --times {options.times}"
        found = ("kills-real" if options.real else "kills-small", f"{options.times} kills", what)
        record(f"python scripts/bench/kills.py {words} --seed {options.seed} --record", [found])


def kill(edition: Edition, rng: random.Random, times: int, every: int) -> str:
    """Kill *times* builds of *edition*; return what was found. Ends the program at the first fault."""
    built = edition.root / "build"
    good, took = ["", ""], 0.0
    for state in (0, 1):  # the first from nothing too, so that both are known
        edition.clean()
        edition.to(state)
        edition.build()
        good[state] = digest(built)
    for state in (0, 1):  # how long a build takes that follows another
        edition.to(state)
        took = max(took, edition.build())
        if digest(built) != good[state]:
            sys.exit("a build on top of another is not what a build from nothing is")
    state, last, new, whole = 1, 1, 0, 0
    for number in range(1, times + 1):
        state = 1 - last
        edition.to(state)
        after = rng.uniform(0, took)
        process = edition.start()
        time.sleep(after)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        found = digest(built)
        if found not in (good[last], good[state]):
            sys.exit(f"kill {number}, after {after:.2f} s: build/ is neither the last edition nor the new one")
        changed = found == good[state]
        new += changed
        last = state if changed else last
        which = "new" if changed else "last"
        print(f"kill {number} after {after:6.2f} of {took:.2f} s: the {which} edition", flush=True)
        if number % every == 0 or number == times:
            edition.build()
            if digest(built) != good[state]:
                sys.exit(f"kill {number}: the build after it is not what a build from nothing is")
            last, whole = state, whole + 1
    return (
        f"build/ whole after every one: {times - new} times the last edition, {new} times the new one; "
        f"{whole} whole builds after a kill, each to the byte what a build from nothing is"
    )


if __name__ == "__main__":
    main()
