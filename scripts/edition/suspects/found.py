"""What a check finds, and the list of forms that were looked at and kept.

The list is a file of tab-separated lines beside a text's pages: check, form, and why the form was kept. An entry that
nothing answers to any more is itself a problem, so that the list stays true.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.problems import EditionError, Problem, relative
from edition.suspects.passages import Passage
from edition.verify.text import PAGES

NAME = "looked-at.tsv"


@dataclass(frozen=True, slots=True)
class Suspect:
    """A form that deserves a look."""

    check: str  #: name of the check: `edition.suspects.run.CHECKS`
    form: str  #: the words as they stand
    passage: Passage
    start: int  #: where the form stands in the passage …
    end: int  #: … and where it ends
    why: str

    @property
    def key(self) -> tuple[str, str]:
        """What an entry of the looked-at list must name."""
        return self.check, " ".join(self.form.split())

    def problem(self, listed: str, places: int = 1) -> Problem:
        """Return the suspect as a problem at its file and line.

        *listed* is the path of the looked-at list, *places* how often the same form is suspected in the text.
        """
        check, form = self.key
        more = f" ({places} places, this is the first)" if places > 1 else ""
        message = f"{check}: {self.passage.around(self.start, self.end)} – {self.why}{more}"
        remedy = f"mark it where it stands, or keep it: add to {listed}: {check}⇥{form}⇥why it is kept (⇥ is a tab)"
        return Problem(self.passage.path, self.passage.line_of(self.start), "suspect", message, remedy)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """One line of the looked-at list."""

    check: str
    form: str
    reason: str
    line: int


def read_list(root: Path, ident: str) -> tuple[str, list[LookedAt]]:
    """Return the path and the entries of the looked-at list of the text *ident*, none where there is no list.

    Raises `EditionError` for lines that are no entries, and for entries given twice.
    """
    path = root / PAGES / ident / NAME
    shown = relative(path, root)
    if not path.is_file():
        return shown, []
    entries: list[LookedAt] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for index, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) != 3 or not all(parts):
            problems.append(Problem(shown, index, "suspect", "is no entry", "write check, form and reason, with tabs"))
        elif (parts[0], parts[1]) in seen:
            first = seen[parts[0], parts[1]]
            problems.append(Problem(shown, index, "suspect", f"is given twice (first on line {first})", "keep one"))
        else:
            seen[parts[0], parts[1]] = index
            entries.append(LookedAt(parts[0], parts[1], parts[2], index))
    if problems:
        raise EditionError(problems)
    return shown, entries


def sift(suspects: Sequence[Suspect], entries: Sequence[LookedAt], listed: str) -> list[Problem]:
    """Return a problem for each form that was not looked at, at its first place, and each entry nothing answers to."""
    known = {(entry.check, entry.form) for entry in entries}
    used = {suspect.key for suspect in suspects}
    places = Counter(suspect.key for suspect in suspects)
    told: set[tuple[str, str]] = set()
    problems = []
    for suspect in suspects:
        if suspect.key not in known | told:
            told.add(suspect.key)
            problems.append(suspect.problem(listed, places[suspect.key]))
    for entry in entries:
        if (entry.check, entry.form) not in used:
            message = f"{entry.check}: “{entry.form}” is kept, but is suspected no more"
            problems.append(Problem(listed, entry.line, "suspect", message, "take the line away"))
    return sorted(problems)
