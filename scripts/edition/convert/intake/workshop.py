"""Where a text is made unseen by every other command; what a take-in that was killed left there is thrown away.

Each take-in holds a shared lock on ``sources/`` while it works. One that finds nobody at work sweeps. A text is put in
its place by one at a time, so that no two of them choose one siglum.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from edition.problems import EditionError, Problem
from edition.witnesses import TEXTS

CACHE = ".cache"
PREFIX = "new-"


@contextmanager
def workshop(root: Path, ident: str, told: list[str]) -> Iterator[Path]:
    """Make a folder for the text *ident* on the file system of *root*; it is gone at the end, however that comes.

    What is swept is said in *told*.
    """
    cache = root / CACHE
    try:
        cache.mkdir(exist_ok=True)
    except OSError as error:
        message, remedy = f"cannot be made: {error.strerror}", "make the edition's folder writable"
        raise EditionError(Problem(CACHE, 0, "usage", message, remedy)) from error
    handle = os.open(root / TEXTS, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: then nobody sweeps
            with suppress(BlockingIOError):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for left in sorted(cache.glob(f"{PREFIX}*-*")):
                    shutil.rmtree(left, ignore_errors=True)
                    of = left.name.removeprefix(PREFIX).rpartition("-")[0]
                    told.append(f"{CACHE}/{left.name}: left by a run for {of} that was cut off; thrown away")
            fcntl.flock(handle, fcntl.LOCK_SH)
        with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{ident}-", dir=cache) as aside:
            yield Path(aside)
    finally:
        os.close(handle)


@contextmanager
def placing(root: Path) -> Iterator[None]:
    """Wait until no other take-in puts its text in place, and keep the others waiting."""
    handle = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks: `edition check` tells a doubled siglum
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
