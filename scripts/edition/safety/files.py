"""Which files there may be below ``docs/`` and ``sources/``: kinds, names, sizes; nothing that leads elsewhere.

Only names and sizes are looked at, so that a file that would overwhelm its reader is refused before it is opened. Below
these folders lie words and data; what is code lies elsewhere and is read by people, `docs/about/safety.md`.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition.problems import Problem
from edition.safety import limits

FOLDERS = ("docs", "sources")
BESIDE = ("bibliography.bib", "CONTRIBUTING.md", "CONTRIBUTING.ko.md")  #: read, too
CODE = frozenset({"docs/conf.py"})
#: folder → how its files' names may end
KINDS = {"docs": frozenset({".md", ".toml", ".tsv"}), "sources": frozenset({".md", ".toml", ".txt", ".tsv"})}
RECEIVED = re.compile(r"sources/[a-z0-9-]+/received\.[a-z0-9]{1,5}")  #: a file as it was received, beside its text
RECORD = re.compile(r"docs/releases/\d[\w.+-]*/[a-z0-9-]+\.json")  #: what a release recorded, held by its hashes
GENERATED = ("build", ".cache", ".venv")  #: made here, and trusted for that; none comes with a change
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{number}" for name in ("com", "lpt") for number in range(10))}
)
REMEDY_NAME = "use Latin letters, digits, hyphens and points, beginning with a letter or digit"


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be read."""

    path: Path
    shown: str  #: below the repository, with forward slashes
    size: int
    changed: int  #: when, in nanoseconds


def files(root: Path) -> tuple[list[File], list[Problem]]:
    """Return the files of words and data below *root* that may be read, and a problem for every other one."""
    found: list[File] = []
    problems: list[Problem] = []
    for name in FOLDERS:
        _walk(root / name, name, found, problems)
    for name in BESIDE:
        if (root / name).exists() or (root / name).is_symlink():
            _look(root / name, name, found, problems)
    problems += _cased(found)
    total = sum(file.size for file in found)
    if len(found) > limits.FILES:
        problems.append(_problem("docs", f"has {len(found):,} files", f"keep them below {limits.FILES:,}"))
    if total > limits.ALL_BYTES:
        problems.append(_problem("docs", f"has {total:,} bytes in all", f"keep them below {limits.ALL_BYTES:,}"))
    return found, problems


def _problem(shown: str, message: str, remedy: str) -> Problem:
    return Problem(printable(shown), 0, "unsafe", message, remedy)


def printable(name: str) -> str:
    """Return *name* with everything that could hide or turn it shown by its code point."""
    odd = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return "".join(f"[U+{ord(sign):04X}]" if unicodedata.category(sign) in odd else sign for sign in name)[:300]


def _walk(folder: Path, shown: str, found: list[File], problems: list[Problem]) -> None:
    if folder.is_symlink():
        problems.append(_problem(shown, "is a link", "put the folder itself there"))
        return
    if not folder.is_dir():
        return
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            name = f"{shown}/{entry.name}"
            fault = name_fault(entry.name, name)
            if fault:
                problems.append(_problem(name, *fault))
            elif entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    _walk(Path(entry.path), name, found, problems)
            else:
                _look(Path(entry.path), name, found, problems)
        if len(found) > 2 * limits.FILES:
            return


def name_fault(name: str, shown: str) -> tuple[str, str] | None:
    """Return fault and remedy of a file's or folder's *name*, None where it has none.

    >>> name_fault("a b.md", "docs/a b.md")[0]
    'has a name that not every system and address can hold'
    """
    if name == "__pycache__":
        return None
    if len(name) > limits.NAME or len(shown) > limits.PATH:
        return f"has a name of {len(name)} characters", f"use at most {limits.NAME}, and {limits.PATH} with its folders"
    if not _NAME.fullmatch(name) or name.endswith(".") or ".." in name:
        return "has a name that not every system and address can hold", REMEDY_NAME
    if name.partition(".")[0].lower() in _DEVICES:
        return "has the name of a device", "give it another name"
    return None


def _look(path: Path, shown: str, found: list[File], problems: list[Problem]) -> None:
    about = path.lstat()
    ending, folder = path.suffix.lower(), shown.partition("/")[0]
    received = RECEIVED.fullmatch(shown) is not None
    if stat.S_ISLNK(about.st_mode):
        problems.append(_problem(shown, f"is a link to {path.readlink().as_posix()!r}", "put the file itself there"))
        return
    if not stat.S_ISREG(about.st_mode):
        problems.append(_problem(shown, "is no ordinary file", "take it away"))
        return
    if (
        shown not in CODE
        and not received
        and not RECORD.fullmatch(shown)
        and ending not in KINDS.get(folder, {".bib", ".md"})
    ):
        kinds = ", ".join(sorted(KINDS.get(folder, {".bib", ".md"})))
        problems.append(_problem(shown, f"is of a kind that does not belong in {folder}/", f"there may be: {kinds}"))
        return
    most = limits.RECEIVED_BYTES if received else limits.BYTES[ending]
    if shown.startswith("docs/register/entries/"):
        most = limits.ENTRY_BYTES
    if about.st_size > most:
        message = f"has {about.st_size:,} bytes, more than {most:,}"
        problems.append(_problem(shown, message, "divide it, or take out what does not belong in it"))
        return
    if not received:
        found.append(File(path, shown, about.st_size, about.st_mtime_ns))


def _cased(found: list[File]) -> Iterator[Problem]:
    """Yield a problem for two files that are one where capitals do not count."""
    seen: dict[str, str] = {}
    for file in found:
        other = seen.setdefault(file.shown.lower(), file.shown)
        if other != file.shown:
            yield _problem(file.shown, f"differs from {other} only in capitals", "give it another name")


def committed_problems(root: Path) -> Iterator[Problem]:
    """Yield a problem for each file under a name that only programs here write: a build trusts what lies there."""
    if not (root / ".git").exists():
        return
    asked = ["git", "-C", str(root), "ls-files", "-z", "--", *GENERATED]
    done = subprocess.run(asked, capture_output=True, check=False)
    for name in sorted(filter(None, done.stdout.decode(errors="replace").split("\0")))[:20]:
        message = "is committed, but only programs here may write it: a build would trust it"
        yield _problem(name, message, f"git rm -r --cached {name.partition('/')[0]}")
