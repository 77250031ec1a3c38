"""Finding in a draft what ``source.toml`` names by line and words, with a located problem where it is not there."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from edition.clean.draft import Draft, Line
from edition.problems import EditionError, Problem
from edition.records import Decision, Furniture, Source

ABOUT_LINES = ("start", "continue", "glue", "space")  #: decisions that say how a line joins the one before it
REMEDY = "correct line and words, or take the entry away"


def find(source: Source, draft: Draft, table: str, index: int, line: int, words: str) -> int:
    """Return the draft offset of *words* in witness line *line*, for entry *index* of ``[[table]]``.

    Raises `EditionError` at that entry's line of ``source.toml``.
    """
    try:
        return draft.find(line, words)
    except ValueError as error:
        raise EditionError(source.problem(table, index, "decision", str(error), REMEDY)) from error


def check(source: Source, draft: Draft) -> list[Problem]:
    """Return a problem for every entry of ``source.toml`` that names what its line of the witness does not hold."""
    problems = []
    entries: list[tuple[str, int, int, str]] = []
    entries += [("decision", index, item.line, item.words) for index, item in enumerate(source.decision)]
    entries += [("heading", index, item.line, item.words) for index, item in enumerate(source.heading)]
    entries += [("page", index, item.line, item.words) for index, item in enumerate(source.page) if item.line]
    for table, index, line, words in entries:
        try:
            draft.in_witness(line, words)
        except ValueError as error:
            problems.append(source.problem(table, index, "decision", str(error), REMEDY))
    for index, item in enumerate(source.decision):
        held = item.words and draft.witness_line(item.line).count(item.words) == 1
        if item.do == "move":
            try:
                draft.in_witness(item.after_line, item.after)
            except ValueError as error:
                problems.append(source.problem("decision", index, "decision", str(error), REMEDY))
        if item.to and item.to < item.line and held:
            problems.append(source.problem("decision", index, "decision", "ends before it begins", REMEDY))
        if held and item.do in ABOUT_LINES and not draft.witness_line(item.line).lstrip().startswith(item.words):
            message = f"{item.words!r} does not begin line {item.line}"
            problems.append(source.problem("decision", index, "decision", message, "name the first words of the line"))
    taken: list[tuple[int, int]] = []
    for index, furniture in enumerate(source.furniture):
        try:
            found = list(spans(furniture, draft))
        except ValueError as error:
            problems.append(source.problem("furniture", index, "decision", str(error), REMEDY))
            continue
        for start, end in found:
            place = bisect_right(taken, (start, end))
            if any(start < other[1] and other[0] < end for other in taken[max(place - 1, 0) : place + 1]):
                message = f"furniture listed twice: {draft.witness[start:end][:30]!r}"
                problems.append(source.problem("furniture", index, "decision", message, "list it once"))
            taken.insert(place, (start, end))
    return problems


def spans(item: Furniture, draft: Draft) -> Iterator[tuple[int, int]]:
    """Yield the spans of the witness that *item* lists; raises `ValueError` where it does not hold them."""
    if item.each:
        found = [match.start() for match in re.finditer(re.escape(item.each), draft.witness)]
        if len(found) != item.count:
            raise ValueError(f"{item.each!r} stands {len(found)} times in the witness, not {item.count}")
        for start in found:
            yield start, start + len(item.each)
        return
    if item.at:
        yield _at_line_end(item, draft)
        return
    start = draft.in_witness(item.line, item.first)
    last = item.last or item.first
    end = draft.in_witness(item.to or item.line, last) + len(last)
    if end <= start:
        raise ValueError(f"the span from {item.first!r} to {last!r} is empty")
    yield start, end


def verbs(source: Source, draft: Draft, *wanted: str) -> Iterator[tuple[int, Decision]]:
    """Yield (draft offset, decision) for the decisions whose verb is among *wanted*."""
    for index, item in enumerate(source.decision):
        if item.do in wanted:
            yield find(source, draft, "decision", index, item.line, item.words), item


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions about lines, by the draft line they stand in."""

    verbs: dict[int, str]  #: start of a draft line → ``start``, ``continue``, ``glue`` or ``space``
    fixed: dict[int, str]  #: start of a draft line → the kind it is decided to be; headings among them

    @classmethod
    def of(cls, source: Source, draft: Draft, lines: list[Line]) -> Decided:
        """Look up every decision about a line in *lines*."""
        found = {}
        for offset, item in verbs(source, draft, *ABOUT_LINES):
            line = line_with(lines, offset)
            if line is not None and line.content_start == offset:
                found[line.start] = item.do
        return cls(found, fixed_kinds(source, draft, lines, whole=False))


def fixed_kinds(source: Source, draft: Draft, lines: list[Line], *, whole: bool = True) -> dict[int, str]:
    """Return start of a draft line → kind, for every line that a decision or a heading names.

    With *whole*, for every line of a decision's range, else for its first line only.
    """
    kinds: dict[int, str] = {}
    for index, item in enumerate(source.decision):
        if item.do != "kind":
            continue
        first = line_with(lines, find(source, draft, "decision", index, item.line, item.words))
        if first is not None:
            kinds[first.start] = item.kind
        for line in lines if item.to and whole else []:
            if item.line <= draft.line_at(line.content_start) <= item.to:
                kinds[line.start] = item.kind
    for index, heading in enumerate(source.heading):
        first = line_with(lines, find(source, draft, "heading", index, heading.line, heading.words))
        if first is not None:
            kinds[first.start] = "heading"
    return kinds


def version_starts(source: Source, draft: Draft, lines: list[Line]) -> list[int]:
    """Return where in *draft* each language version begins: at its first line, wherever that was moved."""
    places = sorted((draft.line_at(line.content_start), line.start) for line in lines)
    return [next((start for place, start in places if place >= version.line), 0) for version in source.version]


def span_lines(draft: Draft, lines: list[Line], item: Decision) -> list[Line]:
    """Return the lines of *draft* that the decision *item* covers."""
    found = [line for line in lines if item.line <= draft.line_at(line.content_start) <= (item.to or item.line)]
    if not found:
        raise ValueError(f"line {item.line} begins no line any more: an earlier step joined it")
    return found


def _at_line_end(item: Furniture, draft: Draft) -> tuple[int, int]:
    """Return the span of words that end their line; with ``to``, the line ends up to that line's first sign, too."""
    line = draft.witness_line(item.line).rstrip()
    if item.at != "line end" or item.last or not item.first or not line.endswith(item.first):
        raise ValueError(f"line {item.line} does not end with {item.first!r}; it ends {line[-20:]!r}")
    end = draft.line_start(item.line) + len(line)
    if item.to:
        following = draft.witness_line(item.to)
        between = draft.witness[end : draft.line_start(item.to)]
        if item.to <= item.line or between.strip() or not following.strip():
            raise ValueError(f"words stand between line {item.line} and line {item.to}, or none on line {item.to}")
        return end - len(item.first), draft.line_start(item.to) + len(following) - len(following.lstrip())
    return end - len(item.first), end


def line_with(lines: list[Line], offset: int) -> Line | None:
    """Return the line in which *offset* lies."""
    index = bisect_right(lines, offset, key=lambda line: line.start) - 1
    return lines[index] if index >= 0 and offset < lines[index].end else None
