"""Two commits of the edition laid out in folders of their own; the working tree is never touched.

Files are taken from git's store as they are: no filter, attribute or hook of the commit has a say, and links are left
out, for a change may come from anybody. Only what the edition is read from is written with its contents.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from edition.problems import EditionError, Problem
from edition.safety import limits
from edition.safety.files import RECEIVED, printable

READ = ("docs", "sources")  #: folders that are read; files beside them at the top are, too; others are laid out empty
OTHER_BYTES = 4 * limits.MEGABYTE  #: of a file for which `edition.safety.limits` has no number
NAME_BYTES, PATH_BYTES = 255, 2_000  #: what most file systems take
MOST_TOLD = 20  #: problems of one commit
ODD = ("", ".", "..", ".git")  #: names of no file or folder that git checks out
WORKING = ""  #: instead of a commit: the working tree
STATUSES = {"A": "added", "D": "removed", "M": "changed", "T": "changed in kind"}


@dataclass(frozen=True, slots=True)
class Range:
    """What is compared."""

    base: str  #: as it was named
    head: str  #: as it was named; `WORKING` for the working tree
    base_commit: str
    head_commit: str  #: `WORKING` for the working tree


@dataclass(frozen=True, slots=True, order=True)
class Changed:
    """A file that a change touched."""

    path: str
    how: str  #: one of the values of `STATUSES`
    link: bool = False  #: is a link, or points to another repository


def git(root: Path, *words: str, given: bytes = b"") -> bytes:
    """Return what git prints; raises `EditionError` with what it complains of."""
    done = subprocess.run(
        ["git", "-C", str(root), *words], input=given, capture_output=True, check=False, env=_around()
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise EditionError(
            Problem("git", 0, "usage", said or f"{words[0]} failed", "name commits: edition report BASE..")
        )
    return done.stdout


def _around() -> dict[str, str]:
    """Return the environment for git: what is named is what is read, and nothing is fetched or asked for."""
    return os.environ | {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}


def parse_range(root: Path, words: str) -> Range:
    """Return the range that *words* (``BASE..HEAD`` or ``BASE..``) name; raises `EditionError` for anything else."""
    base, dots, head = words.partition("..")
    if not dots or not base or head.startswith("."):
        message = f"{words!r} is no range of commits"
        raise EditionError(Problem("git", 0, "usage", message, "write BASE..HEAD, or BASE.. for the working tree"))
    commits = [
        git(root, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}") for name in (base, head) if name
    ]
    names = [commit.decode().strip() for commit in commits]
    return Range(base, head, names[0], names[1] if head else WORKING)


def lay_out(root: Path, commit: str, folder: Path) -> None:
    """Write the files of *commit* into *folder*: those that are read with their contents, the others empty.

    Raises `EditionError`, before any file is written, for a tree that git would not check out and for one too large.
    """
    entries = [entry for entry in _entries(root, commit) if entry.kept]
    wanted = [entry for entry in entries if entry.read]
    problems = [*_unsound(entries), *_too_large(wanted)]
    if problems:
        raise EditionError(problems[:MOST_TOLD])
    for entry in entries:
        path = folder / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for entry, content in zip(wanted, _contents(root, wanted), strict=True):
        (folder / entry.path).write_bytes(content)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit."""

    path: str
    mode: str
    blob: str  #: the name of its contents
    size: int

    @property
    def kept(self) -> bool:
        """Whether it is a file; links and other repositories are not laid out."""
        return self.mode.startswith("100")

    @property
    def read(self) -> bool:
        """Whether the edition is read from it."""
        return "/" not in self.path or self.path.partition("/")[0] in READ


def _entries(root: Path, commit: str) -> Iterator[Entry]:
    listed = git(root, "ls-tree", "-r", "-l", "-z", "--full-tree", commit).decode(errors="surrogateescape")
    for record in listed.split("\0"):
        head, _, name = record.partition("\t")
        if name:
            mode, _, blob, size = head.split()
            yield Entry(name, mode, blob, int(size) if size.isdecimal() else 0)


def _unsound(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a problem for each name that would lead out of the folder, hide a repository in it, or be two things."""
    seen: set[str] = set()
    folders = {parent for entry in entries for parent in _above(entry.path)}
    for entry in entries:
        parts = entry.path.split("/")
        odd = any(part.lower() in ODD or part.lower().startswith("git~") for part in parts)
        long = any(len(os.fsencode(part)) > NAME_BYTES for part in parts) or len(os.fsencode(entry.path)) > PATH_BYTES
        if odd or long or entry.path in seen or entry.path in folders:
            message = "is a name that git would not check out" if odd or not long else "has too long a name"
            yield Problem(printable(entry.path), 0, "unsafe", message, "take it out of the commit")
        seen.add(entry.path)


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _too_large(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Yield a problem for each file that would overwhelm its reader, and for too many of them."""
    for entry in entries:
        most = limits.BYTES.get(PurePosixPath(entry.path).suffix, OTHER_BYTES)
        most = limits.RECEIVED_BYTES if RECEIVED.fullmatch(entry.path) else most
        if entry.size > most:
            message, remedy = f"has {entry.size:,} bytes, more than {most:,}", "divide it, or take it out of the commit"
            yield Problem(printable(entry.path), 0, "unsafe", message, remedy)
    total = sum(entry.size for entry in entries)
    if total > limits.ALL_BYTES or len(entries) > limits.FILES:
        message = f"has {len(entries):,} files with {total:,} bytes"
        remedy = f"keep them below {limits.FILES:,} and {limits.ALL_BYTES:,}"
        yield Problem("docs", 0, "unsafe", message, remedy)


def _contents(root: Path, entries: Sequence[Entry]) -> Iterator[bytes]:
    """Yield the contents of *entries* as git's store has them, one at a time."""
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{entry.blob}\n" for entry in entries).encode())
        asked.seek(0)
        command = ["git", "-C", str(root), "cat-file", "--batch"]
        with subprocess.Popen(
            command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_around()
        ) as store:
            assert store.stdout
            for entry in entries:
                head = store.stdout.readline().split()
                content = store.stdout.read(entry.size + 1)[:-1] if head[1:2] == [b"blob"] else b""
                if head[1:2] != [b"blob"] or len(content) != entry.size:
                    message = "is not in this repository, though its commit is"
                    raise EditionError(Problem(printable(entry.path), 0, "usage", message, "fetch the commit again"))
                yield content


def changed_files(root: Path, span: Range) -> list[Changed]:
    """Return the files that differ between the two sides of *span*, sorted by path."""
    ends = [span.base_commit, *filter(None, [span.head_commit])]
    raw = git(
        root,
        "diff",
        "--raw",
        "-z",
        "--no-renames",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=dirty",
        "--abbrev=40",
        *ends,
        "--",
    )
    found = list(_records(raw.decode(errors="surrogateescape").split("\0")))
    if span.head_commit == WORKING:
        new = git(root, "ls-files", "--others", "--exclude-standard", "-z").decode(errors="surrogateescape")
        found += [Changed(name, "added", (root / name).is_symlink()) for name in new.split("\0") if name]
    return sorted(found)


def _records(fields: Sequence[str]) -> Iterator[Changed]:
    for head, name in zip(fields[::2], fields[1::2], strict=False):
        mode, status = head.split(" ")[1], head.split(" ")[4]
        how = STATUSES.get(re.sub(r"\d", "", status), "changed")
        yield Changed(name, how, mode in ("120000", "160000"))
