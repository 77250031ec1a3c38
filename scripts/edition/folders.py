"""Walking a folder: every file below it, in one order, and what they hold, by its digest.

`pathlib` takes three times as long over a large site.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path


def files_below(folder: Path, *endings: str) -> Iterator[tuple[Path, str]]:
    """Yield each file below *folder* (with one of *endings*, where some are given) and its path from there, with ``/``.

    Folders and files come in the order of their names. A folder that is not there holds nothing; links to folders are
    not followed.
    """
    for place, name in _walk(str(folder), "", endings):
        yield Path(place), name


def names_below(folder: Path, *endings: str) -> Iterator[str]:
    """Yield the path from *folder* of each file that `files_below` yields, in a third of the time."""
    for _, name in _walk(str(folder), "", endings):
        yield name


def _walk(folder: str, prefix: str, endings: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    try:
        found = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{prefix}{entry.name}/", endings)
        elif entry.is_file() and (not endings or entry.name.endswith(endings)):
            yield entry.path, prefix + entry.name


def digest_of(files: Iterable[tuple[Path, str]]) -> str:
    """Return the digest of what *files* hold and of what they are called, in hexadecimal."""
    found = hashlib.sha256()
    for path, name in files:
        found.update(name.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
