"""What a build does when the machine fails it: a full disk, a folder it may not write, an exchange cut in two.

The edition in ``build/`` is never written in place, so nothing here has to mend it. What is left in the cache is, after
a kill, either made again from nothing (`edition.export.build`, the marks named ``*.unfinished``) or thrown away.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sphinx.errors import ExtensionError

from edition.problems import EditionError, Problem, relative

SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
MOUNTED = frozenset({errno.EBUSY, errno.EXDEV})  #: a folder that is a disk of its own cannot change its place


@contextmanager
def machine_faults(root: Path) -> Iterator[None]:
    """Turn what the machine refuses into an `EditionError`; other errors pass unchanged."""
    try:
        yield
    except Exception as error:
        refused = _refusal(error)
        if refused is None:
            raise
        raise EditionError(fault_of(refused, root)) from error


def _refusal(error: BaseException | None) -> OSError | None:
    """Return the machine's refusal that *error* is or was raised for; Sphinx wraps those of its handlers."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in SPACE | RIGHTS | MOUNTED:
            return error
        wrapped = error.orig_exc if isinstance(error, ExtensionError) else None
        error = wrapped or error.__cause__
    return None


def fault_of(error: OSError, root: Path) -> Problem:
    """Return *error* as a problem that says where, what and what to do.

    >>> print(fault_of(OSError(errno.EROFS, "Read-only file system", "/x/build"), Path("/x")))
    build: build cannot be written: Read-only file system
        fix: let this user write there, then build again; the edition in build/ is as it was
    """
    path = Path(str(error.filename)) if error.filename else root / ".cache"
    place = relative(path, root) if path.is_relative_to(root) else str(path)
    remedy = "make room" if error.errno in SPACE else "let this user write there"
    remedy = "keep build/ and .cache/ on one disk" if error.errno in MOUNTED else remedy
    told = f"{remedy}, then build again; the edition in build/ is as it was"
    return Problem(place, 0, "build", f"cannot be written: {error.strerror}", told)


def put_back(target: Path, stage: Path) -> None:
    """Put the last edition back where a kill came between the two renames of an exchange.

    Only where the system cannot exchange two folders at once is there ever such a moment.
    """
    old = stage.with_name("old")
    if old.is_dir() and not target.exists():
        old.rename(target)
