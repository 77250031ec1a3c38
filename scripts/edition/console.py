"""What every command shares: where the edition is, and how problems are told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from edition.problems import EditionError, Problem

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def find_root(start: Path) -> Path:
    """Return the repository that holds *start*; raises `EditionError` where there is none."""
    for folder in (start, *start.parents):
        if (folder / "sources").is_dir() and (folder / "docs" / "conf.py").is_file():
            return folder
    raise EditionError(Problem(str(start), 0, "usage", "is not inside the edition", "change to its folder"))


def report_problems(problems: Sequence[Problem]) -> None:
    """Print *problems* on standard error, sorted by place, with their number."""
    for problem in sorted(set(problems)):
        err.print(escape(str(problem)), style="red" if err.is_terminal else "")
    err.print(f"{len(set(problems))} problem{'s' if len(set(problems)) != 1 else ''}")


def guarded(command: Callable[..., None]) -> Callable[..., None]:
    """Turn an `EditionError` into printed problems and exit status 1."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:
        try:
            command(*args, **options)
        except EditionError as error:
            report_problems(error.problems)
            sys.exit(1)

    return run
