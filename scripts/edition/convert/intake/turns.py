"""Two languages in turns, paragraph by paragraph or side by side: two versions, the second moved behind the first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from edition.convert.intake.model import Entry, Proposal, Row

FEWEST = 6  #: changes of language
CLEAR = 0.75  #: share of a line's letters that must be of one script
TURN = "proposed: a turn"  #: how the reason begins of a move that sets the second language behind the first
LETTERS = 6  #: below which a line's script says nothing


def alternates(plan: Proposal, shares: Sequence[tuple[int, int, int]]) -> bool:
    """Propose two versions where Korean and English take turns; *shares* are each row's letters by script."""
    rows = plan.rows
    spoken = [_spoken(share) for share in shares]
    known = [language for language in spoken if language]
    changes = sum(a != b for a, b in pairwise(known))
    weights = {
        tongue: sum(sum(s) for s, t in zip(shares, spoken, strict=True) if t == tongue) for tongue in ("ko", "en")
    }
    if changes < FEWEST or changes * 4 < len(known) or min(weights.values()) * 4 < max(weights.values()):
        return False
    first = known[0]
    second = "ko" if first == "en" else "en"
    before = first
    for row, language in zip(rows, spoken, strict=True):
        row.language = before = language or before
    plan.languages = [first, second]
    begun = next(row.number for row in rows if row.language == second)
    plan.version = [{"language": first, "line": 1}, {"language": second, "line": begun}]
    plan.evidence.append({"lines": [row.number for row in rows[:12]], "shows": f"{first} and {second} in turns"})
    plan.said.append(f"two languages in turns: {changes} changes; the {second} lines are moved behind the {first}")
    plan.ask([begun], f"{first} and {second} take turns: is each line of the language it was taken for?")
    plan.in_turns = second
    return True


def move_turns(plan: Proposal) -> bool:
    """Propose the moves that set the second language behind the first; tell whether there are any."""
    kept = plan.kept
    last = next((row for row in reversed(kept) if row.language != plan.in_turns), None)
    if not plan.in_turns or last is None:
        return False
    after = {"after_line": last.number, "after": plan.words(last, last.sign)}
    for language, group in groupby(kept, key=lambda row: row.language):
        run: list[Row] = list(group)
        if language == plan.in_turns and run[-1].number < last.number:
            span = {"line": run[0].number, "words": plan.words(run[0], run[0].sign), "to": run[-1].number}
            plan.decision.append({"do": "move", **span, **after, "reason": f"{TURN} of the {language} version"})
    return True


def is_turn(entry: Entry) -> bool:
    """Tell whether a decision sets a turn of the second language behind the first."""
    return entry["do"] == "move" and str(entry.get("reason", "")).startswith(TURN)


def _spoken(share: tuple[int, int, int]) -> str:
    """Return the language of a line by its letters; empty where they do not say.

    >>> _spoken((40, 3, 0)), _spoken((0, 30, 0)), _spoken((20, 20, 0))
    ('ko', 'en', '')
    """
    hangul, latin, _ = share
    if hangul + latin < LETTERS or max(hangul, latin) < CLEAR * (hangul + latin):
        return ""
    return "ko" if hangul > latin else "en"
