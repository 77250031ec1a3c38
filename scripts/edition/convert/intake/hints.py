"""What the document shows, as proposals: its furniture, headings, quotations, captions and page feet.

A web page names its parts, a PDF has type and place; `edition.convert.received` read them. Plain text has no hints.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from edition.convert.intake.model import Proposal, Row
from edition.convert.received import Hint

LOOKS = {
    "html": "a saved web page", "mhtml": "a saved web page", "epub": "an electronic book",
    "pdf": "text layer of a PDF",
}  # fmt: skip
MOST_HEADINGS = 0.34  #: of the lines; more of them are no headings


def find_hints(plan: Proposal) -> None:
    """Propose what the document shows its lines to be."""
    plan.look = LOOKS.get(plan.kind, plan.look)
    if plan.kind in LOOKS:
        plan.mark = "extraction"
    if not plan.hints:
        return
    nothing = Hint()
    hints = {row.number: plan.hints.get(row.number, nothing) for row in plan.rows}
    _furniture(plan, hints)
    kept = plan.kept
    headed = [row for row in kept if hints[row.number].kind == "heading"]
    if len(headed) > MOST_HEADINGS * len(kept) and len(kept) > 4:
        plan.ask(headed[:12], f"{len(headed)} lines set as headings: too many to be headings; what are they?")
        headed = []
    before: Row | None = None
    for row in headed:
        level = hints[row.number].level
        adjoining = before and before.number + 1 == row.number and not row.feed and plan.kind == "pdf"
        if adjoining and before and level == hints[before.number].level:
            row.run_on = True
        else:
            row.level = level
        before = row
    plan.by = Counter(hints[row.number].reason for row in headed).most_common(1)[0][0] if headed else ""
    for row in kept:
        hint = hints[row.number]
        row.foot, row.noted = hint.foot, hint.kind == "note"
        if hint.kind in ("quotation", "caption"):
            plan.fix(row, hint.kind, hint.reason)
    tables = [row for row in kept if hints[row.number].kind == "table"]
    plan.ask(tables[:40], "rows of a table: each is a paragraph, its cells apart by tabs; there is no kind for tables")


def _furniture(plan: Proposal, hints: dict[int, Hint]) -> None:
    """Drop furniture, one entry for each run of lines with one sign."""
    rows = plan.rows
    marked = [hints[row.number] if hints[row.number].kind == "furniture" else None for row in rows]
    if all(marked):
        plan.ask(rows[:1], "every line looks like furniture: nothing was proposed for dropping")
        return
    found: Counter[str] = Counter()
    pairs = zip(marked, rows, strict=True)
    for (hint, _), run in groupby(pairs, key=lambda pair: (pair[0], pair[1].number if plan.kind == "pdf" else 0)):
        if hint is None:
            continue
        members = [row for _, row in run]
        plan.drop_span(members, hint.what, hint.reason)
        found[hint.what] += len(members)
        if hint.what in ("outside the text", "stamp", "hidden"):
            plan.ask(members[:1] + members[-1:] * (len(members) > 1), f"{hint.what} ({hint.reason}): is it the text's?")
    after = False
    for row in rows:
        row.turned, after = after or row.feed, row.dropped and (after or row.feed or plan.kind == "pdf")
    if found:
        plan.said.append("furniture: " + ", ".join(f"{what} ×{count}" for what, count in found.most_common()))
