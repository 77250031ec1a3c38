"""Every problem of the edition, or of some texts: what ``edition check`` and the report of a change have in common.

The checks themselves are their modules' business; the proof on doctrees and the tests are not run here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from edition.citation.record import record_problems
from edition.citation.redirects import redirect_problems
from edition.citation.releases import release_problems
from edition.convert.received.proof import received_problems, skipped
from edition.corrections.credits import load_credits
from edition.problems import EditionError, Problem
from edition.promises.record import load_figures
from edition.register.check import annotation_problems
from edition.register.entries import load_entries
from edition.register.names import rendering_problems, unknown_names
from edition.report.printable import font_problems
from edition.safety.check import refuse_unsafe
from edition.verify.alignment import alignment_problems
from edition.verify.apparatus import check_marks
from edition.verify.text import Edited, check_idents, check_notes, check_places, read_text
from edition.witnesses import identifiers, load_all


def check_problems(root: Path, idents: list[str]) -> list[Problem]:
    """Return what ``edition check`` finds in the texts *idents*, or in everything where none is named.

    Raises `EditionError` where a witness or the annotation cannot be read.
    """
    refuse_unsafe(root)
    problems: list[Problem] = [] if idents else list(check_places(root, identifiers(root)))
    whole: list[Edited] = []
    for source in load_all(root, idents):
        edited, faults = read_text(root, source)
        whole.append(edited)
        problems += [*faults, *check_text(root, edited), *received_problems(root, source)]
        problems += [] if faults else alignment_problems(root, edited)
    if not idents:
        problems += check_beside(root, whole, sound=not problems)
    return [*problems, *font_problems(root, idents)]


def unproved(root: Path, idents: list[str]) -> list[str]:
    """Return what ``edition check`` could not look at in the texts *idents*, and why."""
    return [why for source in load_all(root, idents) if (why := skipped(source))]


def check_text(root: Path, edited: Edited) -> list[Problem]:
    """Return the problems of a text's notes and calls, ids, marks and record."""
    notes_and_ids = [*check_notes(edited), *check_idents(root, edited)]
    return [*notes_and_ids, *check_marks(edited), *record_problems(edited.source)]


def check_beside(root: Path, whole: list[Edited], *, sound: bool) -> list[Problem]:
    """Return the problems of what lies beside the texts *whole*; the register's names only where all is *sound*."""
    problems = [*annotation_problems(root, whole), *release_problems(root, whole)]
    problems += [*redirect_problems(root, identifiers(root)), *record_faults(root)]
    entries = [] if problems or not sound else load_entries(root)
    names = [*unknown_names(root, whole, entries), *rendering_problems(root, entries)] if entries else []
    return [*problems, *names]


def record_faults(root: Path) -> Iterator[Problem]:
    """Yield the problems of the files that programs keep: recorded figures, and who contributed."""
    loaders: tuple[Callable[[Path], Any], ...] = (load_figures, load_credits)
    for load in loaders:
        try:
            load(root)
        except EditionError as error:
            yield from error.problems
