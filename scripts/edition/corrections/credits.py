"""Who contributed what: kept by machine, from the history, in ``docs/contributors.tsv``.

The history is git's: authors, ``Co-authored-by``, and ``Suggested-by`` or ``Reported-by`` for what came by mail; names
as ``.mailmap`` has them, addresses nowhere. Builds read the file and never the history, so that a copy without git, or
with a part of the history, makes the same page. ``edition credits`` writes the file, and so does ``edition release``.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition.problems import EditionError, Problem

PATH = Path("docs") / "contributors.tsv"
HEADER = "# name\tparts\tfirst year\tlast year; written by `edition credits`\n"
PARTS = ("text", "software", "suggested")  #: commits that begin ``[Editorial]``, the others, and what others committed
TEXT = "[Editorial]"
TRAILERS = {"Co-authored-by": "", "Suggested-by": "suggested", "Reported-by": "suggested"}
YEAR = re.compile("[0-9]{4}")
UNIT, RECORD = "\x1f", "\x1e"


@dataclass(frozen=True, slots=True)
class Credit:
    """One who contributed."""

    name: str
    parts: tuple[str, ...]  #: of `PARTS`, in their order
    first: int  #: year
    last: int


def credits_of(root: Path, revision: str = "HEAD") -> list[Credit]:
    """Return everyone whom the history up to *revision* names, in the order of their first contribution.

    Raises `EditionError` where there is no history, or only a part of it.
    """
    if _git(root, "rev-parse", "--is-shallow-repository") != "false":
        message = "the history is not here, or only its end"
        raise EditionError(Problem(PATH.as_posix(), 0, "usage", message, "run: git fetch --unshallow"))
    keys = UNIT.join(f"%(trailers:key={key},valueonly,separator=%x1d)" for key in TRAILERS)
    shape = UNIT.join(["%aN", "%ad", "%s", keys]) + RECORD
    told = _git(root, "log", "--reverse", f"--format={shape}", "--date=format:%Y", revision)
    found: dict[str, tuple[set[str], int, int]] = {}
    for record in filter(None, (part.strip("\n") for part in told.split(RECORD))):
        for name, part, year in _named(root, record):
            parts, first, last = found.get(name, (set(), year, year))
            found[name] = (parts | {part}, min(first, year), max(last, year))
    return [
        Credit(name, tuple(part for part in PARTS if part in parts), first, last)
        for name, (parts, first, last) in found.items()
    ]


def _named(root: Path, record: str) -> Iterator[tuple[str, str, int]]:
    """Yield name, part and year of everyone whom a commit names; programs that commit are left out."""
    author, year, subject, *trailers = record.split(UNIT)
    part = "text" if subject.startswith(TEXT) else "software"
    named = [(author, part)]
    for values, given in zip(trailers, TRAILERS.values(), strict=True):
        named += [(_mapped(root, value), given or part) for value in values.split("\x1d") if value.strip()]
    for name, kind in named:
        clean = " ".join(name.replace("\t", " ").split())
        if clean and not clean.endswith("[bot]"):
            yield clean, kind, int(year)


def _mapped(root: Path, person: str) -> str:
    """Return the name of *person*, ``Name <address>``, as ``.mailmap`` has it."""
    mapped = _git(root, "check-mailmap", person) if "<" in person else person
    return (mapped or person).partition("<")[0].strip()


def _git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip("\n") if done.returncode == 0 else ""


def written(people: list[Credit]) -> str:
    """Return the file that holds *people*.

    >>> written([Credit("A", ("text",), 2026, 2026)]).splitlines()[1].split("\\t")
    ['A', 'text', '2026', '2026']
    """
    lines = (f"{one.name}\t{' '.join(one.parts)}\t{one.first}\t{one.last}\n" for one in people)
    return HEADER + "".join(lines)


def load_credits(root: Path) -> list[Credit]:
    """Return everyone of the file, empty where there is none; raises `EditionError` for a line that is none of ours."""
    path = root / PATH
    if not path.is_file():
        return []
    people, problems = [], []
    for index, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        name, parts, first, last = [*line.split("\t"), "", "", ""][:4]
        known = set(parts.split()) <= {*PARTS} and line.count("\t") == 3
        if not (name and known and YEAR.fullmatch(first) and YEAR.fullmatch(last) and first <= last):
            problems.append(Problem(PATH.as_posix(), index, "usage", "is no line of credits", "run: edition credits"))
            continue
        people.append(Credit(name, tuple(parts.split()), int(first), int(last)))
    if problems:
        raise EditionError(problems)
    return people


def write_credits(root: Path) -> Path:
    """Write the file from the history, and return its path; raises `EditionError` as `credits_of` does."""
    people = credits_of(root)
    (root / PATH).write_text(written(people), encoding="utf-8", newline="\n")
    return root / PATH
