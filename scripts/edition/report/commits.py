"""Two commits of the edition laid out in folders of their own; the working tree is never touched.

Files are taken from git's store as they are: no filter, attribute or hook of the commit has a say, and links are left
out, for a change may come from anybody. Only what the edition is read from is written with its contents.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from edition.problems import EditionError, Problem

READ = ("docs", "sources")  #: folders that are read; files beside them at the top are, too; others are laid out empty
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
    done = subprocess.run(["git", "-C", str(root), *words], input=given, capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().split("\n")[0]
        raise EditionError(
            Problem("git", 0, "usage", said or f"{words[0]} failed", "name commits: edition report BASE..")
        )
    return done.stdout


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
    """Write the files of *commit* into *folder*: those that are read with their contents, the others empty."""
    wanted: list[tuple[str, Path]] = []
    for record in git(root, "ls-tree", "-r", "-z", "--full-tree", commit).decode(errors="surrogateescape").split("\0"):
        head, _, name = record.partition("\t")
        if not name or not head.startswith("100"):  # links and other repositories
            continue
        parts = PurePosixPath(name).parts
        if ".." in parts or name.startswith("/"):
            continue
        path = folder.joinpath(*parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        if len(parts) == 1 or parts[0] in READ:
            wanted.append((head.split(" ")[2], path))
    stream = git(root, "cat-file", "--batch", given="".join(f"{name}\n" for name, _ in wanted).encode())
    cursor = 0
    for _, path in wanted:
        end = stream.index(b"\n", cursor)
        size = int(stream[cursor:end].split(b" ")[2])
        path.write_bytes(stream[end + 1 : end + 1 + size])
        cursor = end + size + 2


def changed_files(root: Path, span: Range) -> list[Changed]:
    """Return the files that differ between the two sides of *span*, sorted by path."""
    ends = [span.base_commit, *filter(None, [span.head_commit])]
    raw = git(root, "diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--abbrev=40", *ends, "--")
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
