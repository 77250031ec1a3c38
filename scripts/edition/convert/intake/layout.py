"""How a page's measure broke the lines, and the cleaning steps and decisions that join them.

Where a word may go on in the next line and no sign says so, as in Korean set to an even measure, nothing is joined.
"""

from __future__ import annotations

from itertools import pairwise

from edition.clean.forms import body_pattern
from edition.clean.lines import width
from edition.convert.intake.eojeol import words_that_go_on
from edition.convert.intake.hyphens import find_hyphens
from edition.convert.intake.model import Entry, Proposal, Row
from edition.convert.intake.shapes import BULLET, OTHER_BULLET, SHORT, ends
from edition.convert.intake.turns import move_turns

MOST_DECISIONS = 600  #: more lines than this that a step does not decide are a question, not decisions


def find_layout(plan: Proposal) -> None:
    """Tell how lines were broken, and propose the cleaning plan: its steps in order, with the decisions they need."""
    if (plan.web and not _wrapped_page(plan)) or plan.in_turns:
        _plan(plan, [])
        return
    feet = plan.feet
    rows = sorted(plan.kept, key=lambda row: row.number in feet)  # as they stand once the notes are moved
    full, wide = plan.measure, [row.columns for row in rows if row.columns > 20]
    long = [row for row in rows if 0.6 * full <= row.columns and not row.kind]
    unfinished = [row for row in long if not ends(row, plan.notes.get("calls", ""))]
    if plan.kind == "pdf" and len(wide) >= 4:  # a page's lines are never paragraphs
        steps = _wrapped(plan, rows, full, unfinished or long or rows)
    elif len(wide) >= 4 and 24 <= full <= 150 and max(wide) <= 1.7 * full and len(unfinished) * 3 > len(long):
        steps = _wrapped(plan, rows, full, unfinished)
    else:
        steps = _columns(plan)
        _ask_about_cuts(plan, rows)
    _plan(plan, steps)
    if not steps:
        _ask_about_verse(plan)


def _wrapped_page(plan: Proposal) -> bool:
    """Tell whether a web page is one text set in lines, as old ones are."""
    long = [row for row in plan.kept if 40 <= row.columns <= 90]
    cut = sum(not ends(row) and not row.kind for row in long)
    return len(long) > 40 and len(long) > 0.6 * len(plan.kept) and cut * 2 > len(long)


def _plan(plan: Proposal, steps: list[Entry]) -> None:
    """Put *steps*, which join lines, in their place among the others."""
    if any(row.joined for row in plan.kept):
        steps.insert(0, {"step": "join-headings"})
    tops = [entry for entry in steps if entry["step"] == "strip-page-tops"]
    plan.clean = [
        *([{"step": "drop-furniture"}] if plan.furniture else []),
        *tops,
        *(_lift(plan, steps) if plan.lifted else [{"step": "move-spans"}] if move_turns(plan) else []),
        *(entry for entry in steps if entry not in tops),
        {"step": "strip-lines"},
        *([{"step": "mark-calls"}] if plan.notes else []),
    ]


def _lift(plan: Proposal, steps: list[Entry]) -> list[Entry]:
    """Return the step that moves the notes from the page feet to the end, with the decisions it needs."""
    if plan.spaced and not plan.carriage_returns and any(entry["step"] == "unwrap-hard-lines" for entry in steps):
        return [{"step": "lift-notes"}]
    end = {"after_line": plan.kept[-1].number, "after": plan.words(plan.kept[-1])}
    for row in plan.kept:
        if row.number not in plan.lifted:
            continue
        span = {"line": row.number, "words": plan.words(row), "to": plan.lifted[row.number]}
        reason = "proposed: a note at a page foot, put after the text"
        plan.decision.append({"do": "move", **span, **end, "reason": reason})
    return [{"step": "move-spans"}]


def _wrapped(plan: Proposal, rows: list[Row], full: int, unfinished: list[Row]) -> list[Entry]:
    """Propose what joins lines of *full* columns, by what stands at the ends of the *unfinished* ones."""
    plan.look = plan.look if plan.markdown or plan.kind != "txt" else "text layer of a paged document, hard-wrapped"
    lines = [row.number for row in unfinished[:12]]
    plan.evidence.append({"lines": lines, "shows": "full lines that end inside a sentence"})
    by_space = sum(row.gap.startswith(" ") for row in unfinished) * 7 > len(unfinished)
    if by_space and (plan.kind != "pdf" or plan.languages[0] == "ko"):
        return _wrapped_with_spaces(plan, rows, full)
    if plan.languages[0] == "ko":
        even = sum(row.columns >= full - 2 for row in unfinished) > 0.9 * len(unfinished)
        if even or plan.kind == "pdf":
            shows = f"hard-wrapped to an even measure, {len(unfinished)} lines, with no sign where a word goes on"
            plan.ask(unfinished[:1], f"{shows}: what joins each line is a guess, by the text's own words or by Kiwi")
            return _wrapped_at_words(plan, rows, full, inside=True)
        plan.ask(unfinished[:1], "Korean lines joined with a space, for they break unevenly: are words nowhere cut?")
    return _wrapped_at_words(plan, rows, full)


def _breaks(plan: Proposal, row: Row, after: Row, short: int) -> bool:
    """Tell whether ``unwrap-hard-lines`` ends a block between *row* and *after*, line ends and blank lines apart."""
    body = body_pattern(plan.notes["bodies"]) if plan.notes.get("bodies") else None
    indented = after.line.startswith((" ", *plan.markers)) or (body and body.match(after.line))
    return bool(indented or row.columns + row.hyphened < short or after.kind)


def _wrapped_with_spaces(plan: Proposal, rows: list[Row], full: int) -> list[Entry]:
    """A trailing space is the word boundary: ``unwrap-hard-lines``, with the width below which a line ends a block."""
    calls = plan.notes.get("calls", "")
    finished = sorted(row.columns for row in rows if not row.gap.startswith(" ") and not ends(row, calls)
                      and not row.kind and row.columns > 0.6 * full)  # fmt: skip
    short = max((finished[len(finished) // 20] if finished else int(0.85 * full)) - 2, int(0.6 * full))
    plan.said.append(f"hard-wrapped at about {full} columns, a trailing space is a word boundary")
    spaced, doubtful, divided = plan.spaced, [], find_hyphens(plan, rows)
    for row, after in pairwise(rows):
        if after.number in divided:
            if divided[after.number] == "glue":
                plan.join(after, "glue", "a word goes on here that a hyphen divides")
            continue
        space, done = row.gap.startswith(" "), ends(row, calls)
        if _breaks(plan, row, after, short) or (not space and done):
            continue
        if row.kind or after.number in plan.lifted or (after.blanks > spaced and done):
            plan.join(after, "start", "a blank line, a heading or a finished sentence before it")
        elif not space and after.language == "en":
            doubtful.append(after)
    plan.ask(
        doubtful[:40], "joined without a space, for no trailing space stands before it: cut word, or a lost space?"
    )
    narrow = [row for row in rows if 0.6 * full < row.columns < short]
    plan.ask(narrow[:40], f"shorter than {short} columns: does a block end here?")
    adjacent = [row for row in rows[1:] if not row.blanks]
    tops = spaced and adjacent and sum(row.line.startswith(" ") for row in adjacent) * 2 > len(adjacent)
    first = [{"step": "strip-page-tops"}] if tops and not plan.carriage_returns else []
    return [*first, {"step": "unwrap-hard-lines", "short": short}]


def _wrapped_at_words(plan: Proposal, rows: list[Row], full: int, *, inside: bool = False) -> list[Entry]:
    """Every line end is a word boundary: ``unwrap-hard-lines`` so, with a decision where a block ends otherwise."""
    calls, spaced, short = plan.notes.get("calls", ""), plan.spaced, int(0.8 * full)
    starts = {row.number for row in plan.note_rows}
    verbs: list[tuple[Row, str]] = []
    divided = find_hyphens(plan, rows)
    indents = sum(row.line.startswith("  ") for row in rows) * 40 > len(rows)
    for row, after in pairwise(rows):
        if after.run_on or after.number in divided:
            if divided.get(after.number) != "joined":
                verbs.append((after, divided.get(after.number, "continue")))
            continue
        cut = after.turned and not ends(row, calls)
        room = row.columns + 1 + width(after.text[:300].partition(" ")[0]) <= short
        pdf = plan.kind == "pdf"
        indented = after.line.startswith("  ") and (pdf or not row.line.startswith("  "))
        blank = after.blanks > spaced and not (pdf and indents and after.turned)
        listed = BULLET.match(after.text) or OTHER_BULLET.match(after.text) or after.number in starts
        apart = bool(row.kind or after.kind or listed or (not cut and (blank or room or indented)))
        broken = _breaks(plan, row, after, short) or after.number > row.number + 1
        top = bool(plan.lifted) and (after.turned or (spaced and not after.blanks))  # blank lines went with the foot
        if (apart != broken or top) and not after.kind:
            verbs.append((after, "start" if apart else "continue"))
    plan.said.append(f"hard-wrapped at about {full} columns, every line end is a word boundary")
    full_stops = [row for row, after in pairwise(rows) if not after.blanks and short <= row.columns < 0.9 * full
                  and ends(row, calls) and not after.text[:1].islower()]  # fmt: skip
    plan.ask(full_stops[:40], "a sentence ends here, a little before the line is full: does a block end too?")
    going = {row.number for row, verb in verbs if verb == "start"}
    pairs = [(row, after) for row, after in pairwise(rows) if inside and not _breaks(plan, row, after, short)]
    whole = [pair for pair in pairs if pair[1].number not in going and not pair[1].run_on]
    glued = words_that_go_on(whole, rows)
    verbs = [(row, verb) for row, verb in verbs if row.number not in glued]
    if len(verbs) > MOST_DECISIONS:
        plan.ask([row for row, _ in verbs], "does a block begin here? too many such lines to propose a decision each")
        verbs = []
    reasons = {"continue": "the line before is full", "glue": "a word goes on here that a hyphen divides",
               "start": "the line before left room for its first word, or stands apart"}  # fmt: skip
    for row, verb in verbs:
        plan.join(row, verb, reasons[verb])
    for row in rows if glued else []:
        if row.number in glued:
            plan.join(row, "glue", glued[row.number])
    return [{"step": "unwrap-hard-lines", "short": short, "boundary": "line end"}]


def _columns(plan: Proposal) -> list[Entry]:
    """Two spaces at line ends: a narrow column, which ``unwrap-columns`` joins, or lines meant as lines."""
    runs = [(row, after) for row, after in pairwise(plan.kept) if row.gap == "  " and not after.blanks]
    if not runs:
        return []
    verse = sum(row.text[:1].isupper() and after.text[:1].isupper() for row, after in runs) * 4 > 3 * len(runs)
    if verse or any(row.kind or after.kind for row, after in runs):
        lines = [row for row, _ in runs][:40]
        plan.ask(lines, "two spaces end these lines: meant as lines (verse, an address), so left as lines")
        return []
    lines = [after for _, after in runs][:40]
    plan.ask(lines, "joined to the line before with a space (narrow column): where a word is cut, glue")
    plan.said.append(f"narrow columns: {len(runs)} line ends with two spaces")
    return [{"step": "unwrap-columns"}]


def _ask_about_cuts(plan: Proposal, rows: list[Row]) -> None:
    cut = [
        row
        for row, after in pairwise(rows)
        if row.columns > SHORT and not row.line.endswith("  ") and not row.kind and not after.kind and not ends(row)
        if row.text[-1:].isalpha() and (after.text[:1].islower() or row.language == "ko")
    ]
    plan.ask(cut[:40], "ends inside a sentence: cut by a page? join it (rejoin-sentences, with space or glue)")


def _ask_about_verse(plan: Proposal) -> None:
    verse = [
        row
        for row, after in pairwise(plan.kept)
        if row.columns < 45 and after.columns < 45 and not after.blanks and not row.kind and not after.kind
        if not BULLET.match(row.text)
    ]
    plan.ask(verse[:40] if len(verse) > 2 else [], "verse, or an address? each line is a paragraph of its own")
