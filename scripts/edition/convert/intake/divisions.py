"""Where pages begin: at versions, else headings of the first level, else double blank lines; else there is one."""

from __future__ import annotations

from edition.convert.intake.model import Proposal, Row

MOST_PAGES = 60  #: more double blank lines than this are no division


def find_pages(plan: Proposal) -> None:
    """Divide the text into pages: versions, else headings of the first level, else double blank lines, else one."""
    body = plan.body
    if not body:
        return
    if plan.version:
        for entry in plan.version:
            row = next(row for row in body if row.number >= entry["line"])
            plan.begin(entry["language"], row, "" if row.kind == "title" else f"[{entry['language']}]")
        plan.said.append("pages: one for each language version")
        return
    korean = body[0].language == "ko"
    titled = body[0].kind == "title"
    plan.begin("index", body[0], "" if titled else "[제목 없음]" if korean else "[Untitled]")
    front = ("title", "subtitle", "byline")
    opening = next((row for row in body if titled and not row.joined and row.kind not in front), body[0])
    tops = {entry["line"]: entry for entry in plan.heading if entry["level"] == 1}
    doubles = [row for row in body[1:] if row.blanks > 1]
    singles = sum(row.blanks == 1 for row in body)
    if tops:
        if opening.number not in tops and opening is not body[0]:
            plan.begin("opening", opening, "[첫머리]" if korean else "[Opening]")
        for row in body[1:]:
            if row.number in tops:
                plan.begin(tops[row.number]["id"], row)
        plan.said.append(f"pages: {len(plan.page)}, at headings of the first level")
    elif 1 < len(doubles) <= MOST_PAGES and singles > 2 * len(doubles):
        _double_blank(plan, opening, doubles)
    elif opening is not body[0]:
        plan.begin("text", opening, "[본문]" if korean else "[Text]")
        plan.said.append("pages: title and text, for no division was recognized")


def _double_blank(plan: Proposal, opening: Row, doubles: list[Row]) -> None:
    """Begin a page at each of *doubles*; where every double blank line begins one, name that as the rule."""
    first = plan.page[0]["line"]
    starts = [row for row in doubles if row.number >= opening.number]
    if opening.number not in (first, starts[0].number if starts else 0):
        starts.insert(0, opening)
    for number, row in enumerate(starts, start=1):
        plan.begin(f"part-{number}", row, f"[{number}]")
    lines = {row.number for row in starts} | {first, plan.notes.get("line", 0)}
    others = [row for row in plan.kept if row.blanks > 1 and row.number not in lines]
    if not others and all(row.blanks > 1 for row in starts):
        plan.division = "double blank lines"
    plan.said.append(f"pages: {len(plan.page)}, at double blank lines")
    plan.ask(starts, "pages begin at double blank lines: find each a title (in brackets: it is ours)")
