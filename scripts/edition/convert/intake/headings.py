"""Blocks that are no plain paragraphs: title, byline, headings, signature, list items, and what no kind fits."""

from __future__ import annotations

from collections import Counter

from edition.clean.lines import SENTENCE_END
from edition.convert.intake.model import Proposal, Row
from edition.convert.intake.shapes import (
    BULLET,
    BYLINE,
    DATE,
    NAME,
    OTHER_BULLET,
    QUESTION,
    SHORT,
    TABLE,
    ends,
    heads,
)


def find_front(plan: Proposal) -> None:
    """Propose a title, subtitle and byline for the first lines of each version, and signatures for the last."""
    starts = [entry["line"] for entry in plan.version] or [1]
    for start in starts:
        rows = [row for row in plan.kept if row.number >= start][:7]
        if not rows or not _sets_a_title(rows):
            plan.ask(rows[:1], "no line that looks like a title: the page bears the text's id until there is one")
            continue
        title, *others = [row for row in rows if not (row.joined or row.run_on)]
        plan.fix(title, "title", "first line, set apart")
        title.level = 0
        run: list[Row] = []
        for row in others[:5]:
            if (
                row.level
                or row.columns > 3 * SHORT
                or (row.columns > SHORT and ends(row) and not BYLINE.match(row.text))
            ):
                break
            if NAME.fullmatch(row.text) or BYLINE.match(row.text) or (DATE.search(row.text) and row.columns < SHORT):
                for between in run:
                    plan.fix(between, "subtitle", "between title and byline")
                plan.fix(row, "byline", "a name or a date, alone under the title")
                run = []
            elif row is others[0] and not ends(row):
                run.append(row)
            else:
                break
    for kind in ("title", "subtitle", "byline"):
        lines = [row.number for row in plan.kept if row.kind == kind]
        if lines:
            plan.said.append(f"{kind}: line {', '.join(map(str, lines))}")


def find_signature(plan: Proposal) -> None:
    """Propose as signatures the names, dates and short lines after the last finished paragraph."""
    body = plan.body
    run: list[Row] = []
    named = 0
    for row in reversed(body[-4:] if len(body) > 5 else []):
        name = NAME.fullmatch(row.text) or DATE.search(row.text) or BYLINE.match(row.text)
        if row.kind or row.columns > 40 or BULLET.match(row.text) or (ends(row) and not name):
            break
        run.append(row)
        named = len(run) if name else named
    for row in run[:named][::-1]:
        plan.fix(row, "signature", "a name or a date at the end")
    if named:
        plan.said.append(f"signature: line {', '.join(str(row.number) for row in run[:named][::-1])}")


def _sets_a_title(rows: list[Row]) -> bool:
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    if first.kind or first.columns > 2 * SHORT or SENTENCE_END.search(first.text.rstrip("?!…”’\"'")):
        return False
    if first.level or second is None:
        return True
    return bool(second.blanks or second.level or BYLINE.match(second.text) or NAME.fullmatch(second.text)
                or (first.columns <= SHORT and second.columns > 1.5 * first.columns))  # fmt: skip


def find_headings(plan: Proposal) -> None:
    """Propose headings: by Markdown's signs, else short lines without a final mark between finished paragraphs."""
    rows = [row for row in plan.kept if not row.kind]
    by = plan.by or ("marked by # at its beginning" if plan.markdown else "a number alone on its line")
    if not any(row.level for row in rows):
        by = "short, alone, without a final mark, after a finished sentence"
        kept, short = plan.kept, min(SHORT, 0.8 * plan.measure)  # a full line of a narrow measure is none
        spaced = sum(row.blanks > 0 for row in kept[1:]) * 20 > len(kept)
        found = [
            row
            for before, row, after in zip(kept, kept[1:], kept[2:], strict=False)
            if not row.kind and (before.kind or ends(before)) and (after.columns >= 60 or ends(after))
            if row.columns <= short and (not spaced or (row.blanks and after.blanks)) and heads(row)
        ]
        if len(found) * 4 > len(kept):
            many = f"{len(found)} short lines without a final mark"
            plan.ask(found[:1], f"{many}: too many for headings; verse or a list?")
            found = []
        for row in found:
            row.level = 1
    levels = sorted({row.level for row in rows if row.level})
    previous, versions = 0, len(plan.version) > 1
    numbers: Counter[str] = Counter()
    for row in rows:
        words = plan.words(row, row.sign) if row.level else ""
        if not words:
            continue
        row.level = min(levels.index(row.level) + 1, previous + 1) + versions
        previous = row.level - versions
        numbers[row.language] += 1
        prefix = f"{row.language}." if versions else ""
        row.kind = "heading"
        plan.heading.append({"line": row.number, "words": words, "id": f"{prefix}section-{numbers[row.language]}",
                             "level": row.level})  # fmt: skip
    if plan.heading:
        lines = [entry["line"] for entry in plan.heading]
        plan.said.append(f"headings: {len(lines)}, {by}")
        plan.ask(lines, f"headings? ({by}); give them ids that say what they are about")


def find_lists(plan: Proposal) -> None:
    """Find bullets that a page can write, and name what no block kind fits: tables, questions, verse."""
    rows = [row for row in plan.body if not row.kind]
    found = Counter(match[0] for row in rows if (match := BULLET.match(row.text)))
    if sum(found.values()) > 1:
        plan.markers = sorted(found, key=len, reverse=True)
        plan.said.append(f"list items: {sum(found.values())}, marked {' '.join(m.strip() for m in found)}")
    plan.ask(
        [r for r in rows if OTHER_BULLET.match(r.text)][:40], "a list? its sign is none of - and •: each is a paragraph"
    )
    plan.ask([r for r in rows if TABLE.search(r.text)], "a table? its rows are paragraphs; there is no kind for tables")
    asked = [row for row in rows if QUESTION.match(row.text)]
    plan.ask(asked if len(asked) > 1 else [], "question and answer: each is a paragraph")
