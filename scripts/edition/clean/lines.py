"""Lines into blocks: what a page's measure broke is joined, until every line is one block.

Each step knows one way in which lines were broken. Where it meets a line that its rule does not decide, a decision in
``source.toml`` does (``start``, ``continue``, ``glue``, ``space``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from edition.clean.draft import Draft, Line
from edition.clean.forms import body_pattern, call_pattern
from edition.clean.located import Decided
from edition.edits import Edit
from edition.records import Source

ATTRIBUTION = re.compile(r"(?<=[.”“]) +(?=<[^<>]+>\s*\Z|<<[^<>]+>>[^.”]*\(.*\)\s*\Z)")
LONGEST_ATTRIBUTION = 2_000  #: characters at a line's end in which one is looked for
SENTENCE_END = re.compile(r"[.?!…][”’\"')\]»]*\Z")


def ends_sentence(text: str, source: Source) -> bool:
    """Tell whether the line *text* ends with a sentence's mark, a note call after it aside."""
    text = text.strip()
    if source.notes.calls:
        found = list(call_pattern(source.notes.calls).finditer(text))
        if found and found[-1].end() == len(text):
            text = text[: found[-1].start()]
    return bool(SENTENCE_END.search(text))


def width(text: str) -> int:
    """Return the columns *text* takes: two for a wide character (Hangul, hanja), one for any other.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def unwrap_hard_lines(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose joining the lines that a PDF's text layer broke (licence: space).

    A trailing space is the only sign of a word boundary: with it lines join with a space, without it a word goes on.
    A block ends before an indent, a list marker or a note; after a line shorter than ``short`` columns; and after a
    line that ends a sentence without a trailing space, for no word can go on there. With ``boundary = "line end"``
    every line end is a word boundary, trailing space or not, and a blank line ends a block.
    """
    short = int(options.get("short", 0))
    every = options.get("boundary") == "line end"
    lines = draft.lines()
    decided = Decided.of(source, draft, lines)
    note = body_pattern(source.notes.bodies) if source.notes.bodies else None
    for line, following in pairwise(lines):
        gap = draft.text[line.content_end : following.content_start]
        spaced = every or gap.startswith(" ")
        verb = decided.verbs.get(following.start)
        ends = (
            following.text.startswith((" ", *source.markers))
            or bool(note and note.match(following.text))
            or width(line.text.strip()) < short
            or (every and gap.count("\n") > 1)
            or (not spaced and ends_sentence(line.text, source))
            or following.start in decided.fixed
        )
        joint = {"glue": "", "space": " "}.get(verb or "", " " if spaced else "")
        if verb == "start" or (verb is None and ends):
            joint = "\n"
        if joint != gap:
            yield Edit("unwrap-hard-lines", line.content_end, gap, joint)


def unwrap_columns(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose joining the lines of a narrow column, which end with two spaces (licence: space).

    They join with one space; where a word was cut, a decision (``glue``) says so.
    """
    lines = draft.lines()
    decided = Decided.of(source, draft, lines)
    for line, following in pairwise(lines):
        gap = draft.text[line.content_end : following.content_start]
        verb = decided.verbs.get(following.start)
        if gap == "  \n" and verb != "start":
            yield Edit("unwrap-columns", line.content_end, gap, "" if verb == "glue" else " ")


def rejoin_sentences(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose joining a paragraph that a page break cut (licence: space).

    A line that does not end its sentence goes on in the next one, without a space, for OCR drops the space at a page's
    end or a word was cut; a decision (``space``) says where a space belongs, another (``start``) where a line ends
    without its mark. Lines of a decided kind (headings, captions, quotations) are never joined.
    """
    lines = draft.lines()
    decided = Decided.of(source, draft, lines)
    for line, following in pairwise(lines):
        verb = decided.verbs.get(following.start)
        fixed = line.start in decided.fixed or following.start in decided.fixed
        if verb in ("glue", "space", "continue") or (
            verb is None and not fixed and not ends_sentence(line.text, source)
        ):
            gap = draft.text[line.content_end : following.content_start]
            yield Edit("rejoin-sentences", line.content_end, gap, " " if verb == "space" else "")


def join_headings(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose setting a section's number and its heading on one line (licence: space).

    Only a line that is a number alone, decided to be a heading, is joined to the line after it; an em space keeps the
    number apart from a title that begins with a year.
    """
    lines = draft.lines()
    decided = Decided.of(source, draft, lines)
    for line, following in pairwise(lines):
        if line.text.strip().isdigit() and decided.fixed.get(line.start) in ("heading", "title"):
            gap = draft.text[line.content_end : following.content_start]
            yield Edit("join-headings", line.content_end, gap, "\N{EM SPACE}")


def split_attributions(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose setting on its own line a citation in angle brackets that ends a line (licence: space).

    Notes keep theirs, for there it is part of the running text.
    """
    note = body_pattern(source.notes.bodies) if source.notes.bodies else None
    for line in draft.lines():
        if note and note.match(line.text):
            return
        found = ATTRIBUTION.search(line.text, max(0, len(line.text) - LONGEST_ATTRIBUTION))
        if found:
            yield Edit("split-attributions", line.start + found.start(), found[0], "\n")


def strip_lines(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose one block a line: no white space at line ends or beginnings, no blank lines (licence: space).

    White space inside a line stays as it is, no-break and ideographic spaces included.
    """
    lines = draft.lines()
    if not lines:
        if draft.text:
            yield Edit("strip-lines", 0, draft.text, "")
        return
    gaps: list[tuple[int, int, str]] = [(0, lines[0].content_start, "")]
    gaps += [(a.content_end, b.content_start, "\n") for a, b in pairwise(lines)]
    gaps.append((lines[-1].content_end, len(draft.text), "\n"))
    for start, end, joint in gaps:
        if draft.text[start:end] != joint:
            yield Edit("strip-lines", start, draft.text[start:end], joint)


def caption_lines(lines: list[Line], decided: Decided) -> list[Line]:
    """Return the lines that are captions: decided ones, and runs set in a narrow column (two spaces at line ends)."""
    narrow = [line.text.endswith("  ") for line in lines]
    return [
        line
        for index, line in enumerate(lines)
        if decided.fixed.get(line.start) == "caption" or narrow[index] or (index and narrow[index - 1])
    ]
