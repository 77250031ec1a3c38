"""What an editor must look at: one located problem, and the exception that carries several.

A problem names the place, the fault and the remedy, and prints the way editors and CI can follow. Checks collect
problems and report all of them; they never stop at the first. How problems are printed is the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

CODES: dict[str, str] = {
    "witness": "the bytes of a witness are not the bytes that were taken in",
    "source": "source.toml says something the tools do not know, or leaves out something they need",
    "decision": "a decision, furniture entry or page does not hold what it names",
    "licence": "a cleaning step proposed an edit beyond its licence",
    "balance": "a character was lost or made in cleaning",
    "file": "a file is not what a page may be (UTF-8, LF, no invisible controls), or is not there",
    "markup": "a page uses markup that no text page may use",
    "mark": "an editor's mark breaks the grammar of marks",
    "text": "a page, its marks undone, is not the base text",
    "note": "a note or a call is missing, doubled or out of order",
    "id": "a published id vanished, moved, or has no number yet",
    "page": "a page is missing, unknown, or claims what another page holds",
    "register": "an entry of the register, a form, or an occurrence is not what it must be",
    "work": "an entry of the bibliography, or a reference to one, is not what it must be",
    "annotation": "a note of the edition, an event or a summary is not what it must be",
    "alignment": "the versions of a text are not paired block by block, or a difference between them is told wrongly",
    "release": "a release, or its record, is not what it must be",
    "rights": "words of a text stand where its rights do not let them",
    "link": "an address is malformed or names a reader, or a link leads nowhere",
    "language": "a field is in another language than it says",
    "font": "a character is in no font of the book, or a font cannot be read",
    "suspect": "a form deserves a look, or an entry of the looked-at list answers to nothing",
    "build": "a format could not be built",
    "unsafe": "a file holds what could run, load, hide or overwhelm; `docs/about/safety.md` says what may be there",
    "usage": "the command was asked for something it cannot do",
}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something an editor must look at.

    >>> print(Problem("docs/texts/x/01.md", 41, "note", "note 3 is called twice", "remove one [^n3]"))
    docs/texts/x/01.md:41: note note 3 is called twice
        fix: remove one [^n3]
    """

    path: str  #: relative to the repository where it lies in it
    line: int  #: 1-based; 0 where a file as a whole is meant
    code: str  #: one of `CODES`
    message: str
    remedy: str

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"unknown problem code {self.code!r}")

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.code} {self.message}\n    fix: {self.remedy}"


class EditionError(Exception):
    """One or more problems that end the work at hand.

    The command line prints them and exits with status 1; nothing has been written.
    """

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))


def relative(path: Path, root: Path) -> str:
    """Return *path* as messages print it: relative to *root* where it lies below it, with forward slashes."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        return path.as_posix()
