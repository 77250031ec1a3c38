"""Words divided at a line's end: whether the hyphen is the line's, which is dropped, or the word's own, which stays.

The text itself is asked: where the word stands whole elsewhere, the hyphen is the line's; where it stands with its
hyphen inside a line, it is the word's. Where neither is found the hyphen is taken for the line's, and asked about.
"""

from __future__ import annotations

import re
from itertools import pairwise

from edition.convert.intake.model import Proposal, Row

HYPHENS = "-\N{HYPHEN}\N{NOT SIGN}"
LEFT = re.compile(rf"(?<![^\W\d_])([^\W\d_]++)([{HYPHENS}])\Z")
RIGHT = re.compile(r"[^\W\d_]+")
WORD = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}'’][^\W\d_]+)*")


def find_hyphens(plan: Proposal, rows: list[Row]) -> dict[int, str]:
    """Propose dropping the hyphens that are the line's; return by line how each divided word goes on.

    ``joined``: the drop takes the line end, too; ``glue``: a decision must join the lines.
    """
    found: dict[int, str] = {}
    words: dict[str, int] = {}
    pairs = [(row, after) for row, after in pairwise(rows) if _divided(row, after)]
    if not pairs and not any(row.raw.rstrip().endswith("\N{SOFT HYPHEN}") for row in rows):
        return found
    for row in rows:
        for match in WORD.finditer(row.text):
            words.setdefault(match[0].casefold(), row.number)
    doubtful: list[Row] = []
    own: list[Row] = []
    for row, after in pairwise(rows):
        if row.raw.rstrip().endswith("\N{SOFT HYPHEN}") and after.text[:1].isalpha():
            found[after.number] = "glue"
    for row, after in pairs:
        left, right = LEFT.search(row.text), RIGHT.match(after.text)
        assert left and right
        whole, apart = (left[1] + right[0]).casefold(), f"{left[1]}-{right[0]}".casefold()
        if apart in words and left[2] != "\N{NOT SIGN}" and whole not in words:
            own.append(row)
            found[after.number] = "glue"
            continue
        if whole in words:
            reason = f"{whole!r} stands whole on line {words[whole]}"
        else:
            doubtful.append(row)
            reason = f"{whole!r} stands nowhere else, nor does {apart!r}"
        found[after.number] = _drop(plan, row, after, left[2], reason)
        if found[after.number] == "joined":
            after.hyphened = row.hyphened + row.columns
    plan.ask(own[:40], "ends with a hyphen that the word has elsewhere too: it stays")
    plan.ask(doubtful[:40], "ends with a hyphen, taken for the line's and dropped, for the word stands nowhere else")
    if pairs:
        plan.said.append(f"words divided at a line's end: {len(pairs)}; {len(pairs) - len(own)} hyphens are dropped")
    return found


def _divided(row: Row, after: Row) -> bool:
    if row.kind or after.kind or row.run_on or not after.text[:1].islower():
        return False
    return bool(LEFT.search(row.text)) and (not after.blanks or after.turned)


def _drop(plan: Proposal, row: Row, after: Row, hyphen: str, reason: str) -> str:
    """Propose dropping *hyphen*; return whether the line end goes with it."""
    ended = row.raw.rstrip()
    if not ended.endswith(hyphen):
        plan.ask([row], "ends with a hyphen among hidden characters: it stays")
        return "glue"
    between = plan.lines[row.number : after.number - 1]
    lead = after.raw[: len(after.raw) - len(after.raw.lstrip())]
    near = not "".join(between).strip() and not plan.gone.search("".join(between) + lead + row.raw[len(ended) :])
    entry = {"line": row.number, **({"to": after.number} if near else {}), "first": hyphen, "at": "line end"}
    reason = f"proposed: the line's, not the word's: {reason}"
    plan.furniture.append({**entry, "kind": "hyphen at a line end", "reason": reason})
    return "joined" if near else "glue"
