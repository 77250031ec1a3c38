"""Where a text is made unseen by every other command; what a take-in that was killed left there is thrown away.

Each take-in holds a shared lock on ``sources/`` while it works. One that finds nobody at work sweeps.
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
def workshop(root: Path, ident: str) -> Iterator[Path]:
    """Make a folder for the text *ident* on the file system of *root*; it is gone at the end, however that comes."""
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
                for left in cache.glob(f"{PREFIX}*-*"):
                    shutil.rmtree(left, ignore_errors=True)
            fcntl.flock(handle, fcntl.LOCK_SH)
        with tempfile.TemporaryDirectory(prefix=f"{PREFIX}{ident}-", dir=cache) as aside:
            yield Path(aside)
    finally:
        os.close(handle)
