"""Edits: the located changes that cleaning proposes, their replay and their inverse.

A step never changes a text; it proposes edits to the text it was given. One function applies them, one turns them
round. What an edit may do is the business of its step's licence (`edition.clean.licences`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace *before*, found at *start*, with *after*.

    Edits of one step stand in order of their start. Several edits at one offset are applied in the order of the list:
    their *sequence* counts from 0, so that a sorted or stored list keeps that order.
    """

    rule: str  #: the name of the step
    start: int  #: offset in the text the step was given, in characters
    before: str
    after: str
    sequence: int = 0  #: order among edits at the same start
    link: int | None = None  #: the cut and the paste of one move share a number


def replay(text: str, edits: Iterable[Edit]) -> str:
    """Apply *edits* to the text they were proposed for, and to no other.

    Raises `ValueError` where edits are out of order, overlap, or do not find their *before*.

    >>> replay("실\\n패한", [Edit("unwrap", 1, "\\n", "")])
    '실패한'
    """
    pieces: list[str] = []
    cursor, last = 0, (-1, -1)
    for edit in edits:
        if (edit.start, edit.sequence) <= last or edit.start < cursor:
            raise ValueError(f"{edit.rule}: edit at offset {edit.start} overlaps or precedes another")
        if not text.startswith(edit.before, edit.start):
            found = text[edit.start : edit.start + len(edit.before)]
            raise ValueError(f"{edit.rule}: expected {edit.before!r} at offset {edit.start}, found {found!r}")
        pieces += [text[cursor : edit.start], edit.after]
        cursor, last = edit.start + len(edit.before), (edit.start, edit.sequence)
    return "".join([*pieces, text[cursor:]])


def invert(edits: Iterable[Edit]) -> list[Edit]:
    """Return the edits that lead from the replayed text back to the text before.

    >>> text, edits = "가 나 다", [Edit("x", 1, " ", ""), Edit("x", 3, " ", "\\n")]
    >>> replay(replay(text, edits), invert(edits)) == text
    True
    """
    inverse: list[Edit] = []
    shift, last, sequence = 0, -1, 0
    for edit in edits:
        start = edit.start + shift
        sequence = sequence + 1 if start == last else 0
        inverse.append(Edit(edit.rule, start, edit.after, edit.before, sequence, edit.link))
        shift += len(edit.after) - len(edit.before)
        last = start
    return inverse


def number(edits: Sequence[Edit]) -> list[Edit]:
    """Return *edits* sorted by start, with sequence numbers for those at one offset in the order given.

    Insertions come before a replacement at the same offset, whatever the order given: they do not move its start.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, bool(edit.before)))
    numbered: list[Edit] = []
    for edit in ordered:
        sequence = numbered[-1].sequence + 1 if numbered and numbered[-1].start == edit.start else 0
        numbered.append(Edit(edit.rule, edit.start, edit.before, edit.after, sequence, edit.link))
    return numbered
