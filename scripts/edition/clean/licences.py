"""Licences: what an edit of each step may do.

Inverting edits proves nothing (replacing five hundred characters inverts too). So each step has a licence, and every
edit is held against it before it is applied.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence

from edition.blocks import CALL_CLOSE, CALL_OPEN
from edition.clean.draft import Draft
from edition.edits import Edit

Span = tuple[int, int]  #: of the witness: first offset, offset after the last


#: what a printed call may be: a number, with brackets, and the sign or word for a note before it
CALL_FORM = re.compile(r"[(\[]?(?:\^|주 ?|註 ?)?(?:\d+|[⁰¹²³⁴-⁹]+)[)\].]?")


def space(edits: Sequence[Edit], draft: Draft, allowed: Sequence[Span]) -> list[str]:
    """White space only: what is taken and what is put are both white space."""
    return [f"changes {edit.before or edit.after!r}" for edit in edits if (edit.before + edit.after).strip()]


def move(edits: Sequence[Edit], draft: Draft, allowed: Sequence[Span]) -> list[str]:
    """Cut a span and paste it whole elsewhere: each link joins one cut and one paste of the same characters."""
    faults = [f"both cuts and pastes at offset {edit.start}" for edit in edits if bool(edit.before) == bool(edit.after)]
    cuts = {edit.link: edit.before for edit in edits if edit.before}
    pastes = {edit.link: edit.after for edit in edits if edit.after}
    links = Counter(edit.link for edit in edits)
    for link, times in links.items():
        if link is None or times != 2 or cuts.get(link) != pastes.get(link):
            faults.append(f"cut and paste differ: {(cuts.get(link) or pastes.get(link) or '')[:30]!r}")
    return faults


def call(edits: Sequence[Edit], draft: Draft, allowed: Sequence[Span]) -> list[str]:
    """Set a printed note number between call signs, its printed form kept."""
    return [
        f"turns {edit.before!r} into {edit.after!r}"
        for edit in edits
        if edit.after != f"{CALL_OPEN}{edit.before}{CALL_CLOSE}" or not CALL_FORM.fullmatch(edit.before)
    ]


def drop(edits: Sequence[Edit], draft: Draft, allowed: Sequence[Span]) -> list[str]:
    """Remove located furniture: every character taken lies in a span that ``source.toml`` lists."""
    faults = []
    spans: list[Span] = []
    for first, end in sorted(allowed):  # joined where they overlap, so that one look finds the span
        if spans and first <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((first, end))

    def listed(origin: int) -> bool:
        index = bisect_right(spans, origin, key=lambda span: span[0]) - 1
        return index >= 0 and spans[index][0] <= origin < spans[index][1]

    for edit in edits:
        if edit.after:
            faults.append(f"puts {edit.after!r}")
        origins = draft.origins[edit.start : edit.start + len(edit.before)]
        if not all(map(listed, origins)):
            faults.append(f"drops {edit.before[:30]!r}, which is not listed as furniture")
    return faults


Licence = Callable[[Sequence[Edit], Draft, Sequence[Span]], list[str]]
LICENCES: dict[str, Licence] = {"space": space, "move": move, "call": call, "drop": drop}
