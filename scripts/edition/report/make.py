"""Making the report of a change: two states laid out and read, compared, and written down."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from edition.problems import EditionError, Problem
from edition.report import render
from edition.report.changes import compare
from edition.report.commits import WORKING, changed_files, lay_out, parse_range
from edition.report.document import Node, document
from edition.report.state import State, read_state
from edition.safety.files import files

ADDRESS = re.compile(r"(?:https?://)?[^\s<>()\"':]*(?::\d+)?[^\s<>()\"':]*")


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be written in either form."""

    nodes: list[Node]

    def markdown(self) -> str:
        """Return it as Markdown."""
        return render.markdown(self.nodes)

    def html(self) -> str:
        """Return it as a page for browsers."""
        return render.html(self.nodes)


def make_report(root: Path, commits: str, site: str, tell: Callable[[str], None]) -> Report:
    """Return the report of *commits* (``BASE..HEAD``, ``BASE..``) of the repository at *root*.

    *site* stands before the addresses of rendered pages. Raises `EditionError` for commits that are not there and for
    an address that is none; whatever the commits hold is told in the report.
    """
    if not ADDRESS.fullmatch(site):
        raise EditionError(Problem("report", 0, "usage", f"{site!r} is no address", "write https://… or a folder"))
    span = parse_range(root, commits)
    touched = changed_files(root, span)
    tell(f"reading {span.base} …")
    before = _state(root, span.base_commit, checked=False)
    tell(f"reading and checking {span.head or 'the working tree'} …")
    after = _state(root, span.head_commit, checked=True)
    place = site if not site or site.endswith("/") else f"{site}/"
    return Report(document(compare(before, after, touched), span, place))


def _state(root: Path, commit: str, *, checked: bool) -> State:
    if commit == WORKING:
        _, problems = files(root)  # a link in a branch checked out would bring what it leads to into the report
        if problems:
            raise EditionError(problems)
        return read_state(root, checked=checked)
    with TemporaryDirectory(prefix="edition-report-") as folder:
        lay_out(root, commit, Path(folder))
        return read_state(Path(folder), checked=checked)
