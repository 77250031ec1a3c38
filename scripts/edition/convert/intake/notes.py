"""The author's notes: in which form they are called and printed, where they stand, which of them are called."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from edition.blocks import digits
from edition.clean.forms import body_pattern, call_pattern
from edition.convert.intake.model import Proposal, Row

#: printed forms of calls, each with the forms before a note's text that go with it, likelier first
NOTE_FORMS = {
    "[^1]": ("[^1]: ", "[^1]:"),
    "[1]": ("[1] ", "[1]", "1. ", "1) "),
    "[주1]": ("[주1] ", "[주1]"),
    "주1)": ("주1) ", "주1)"),
    "¹": ("¹ ", "¹", "1. ", "1 ", "[1] ", "1) ", "1"),
    "(1)": ("(1) ", "(1)", "1. "),
    "1)": ("1) ", "1)", "1. "),
    "1": ("1. ", "[1] ", "1) ", "1 "),
}
ALONE = ("[^1]", "[1]", "[주1]", "¹")  #: forms that are calls even where no note follows
RAISED = re.compile(r"(?<=\S)[⁰¹²³⁴-⁹]+")
STARRED = re.compile(r"(?<![*†‡])[*†‡]++ ?(?=[^\W\d_])")
STAR_CALL = re.compile(r"(?<=[\w.,;:”’\"')])[*†‡]+(?=[\s.,;:”’\"')]|\Z)")
Found = tuple[Row, re.Match[str]]  #: a call, and the row it stands in


def find_notes(plan: Proposal) -> None:
    """Find the form of note calls and of notes, where the notes stand, and which are called."""
    _find(plan)
    raised = [row for row in plan.kept if RAISED.search(row.text)]
    if "¹" not in plan.notes.get("calls", ""):
        plan.ask(
            raised[:40], "raised figures: note calls? no notes were found that go with them; they stay in the text"
        )
    starred = [row for row in plan.kept if STARRED.match(row.text) and len(STARRED.findall(row.text)) == 1]
    called = [row for row in plan.kept if STAR_CALL.search(row.text)]
    if starred and called:
        plan.ask([*called[:12], *starred[:12]], "notes called by a star: no step reads them; both stay in the text")


def _find(plan: Proposal) -> None:
    kept = plan.kept
    where = [row for row in kept if row.noted] or kept
    for calls, bodies in NOTE_FORMS.items():
        pattern = call_pattern(calls)
        candidates = [(row, match) for row in kept for match in pattern.finditer(row.line) if len(match["number"]) < 4]
        if not candidates:
            continue
        for form in bodies:
            body = body_pattern(form)
            marked = [(row, match) for row in where if (match := body.match(row.line)) and len(match["number"]) < 4]
            chain = _chain([(row, int(digits(match["number"]))) for row, match in marked if not row.level])
            begun = {row.number: match.end() for row, match in marked}
            free = [(row, match) for row, match in candidates if match.start() >= begun.get(row.number, 0)]
            if len(chain) > (calls == "1") and _settle(plan, calls, form, chain, free):
                return
        lacking = not any(body_pattern(form).match(row.line) for form in bodies for row in kept)
        if calls in ALONE and lacking and _without_bodies(plan, calls, candidates):
            return
    rows = [row for row in kept if re.match(r"\[\^?\d{1,3}\]|\d{1,3}\)", row.text)]
    plan.ask(rows, "looks like notes, but their numbers and calls do not match: nothing was proposed")


def _chain(marked: list[tuple[Row, int]]) -> list[Row]:
    """Return the longest run of rows numbered 1, 2, 3 …; of two as long, the later."""
    best: list[Row] = []
    starts = [index for index, (_, number) in enumerate(marked) if number == 1]
    for start in dict.fromkeys([*starts[:4], *starts[-4:]]):
        run: list[Row] = []
        for row, number in marked[start:]:
            if number == len(run) + 1:
                run.append(row)
        if len(run) >= len(best):
            best = run
    return best


def _settle(plan: Proposal, calls: str, form: str, chain: list[Row], candidates: list[Found]) -> bool:
    """Propose notes of these forms where every note is called once, in order; tell whether they were proposed."""
    numbers = {row.number for row in chain}
    after = [(row, match) for row, match in candidates if row.number > chain[0].number]
    tail = sum(row.number > chain[0].number for row in plan.kept)
    others = any(row.number not in numbers and int(digits(match["number"])) > 1 for row, match in after)
    together = not after or (tail <= 6 * len(chain) + 10 and not others)
    before = [(row, match) for row, match in candidates if not together or row.number < chain[0].number]
    version = chain[0].language
    chosen: dict[str, list[Found]] = {}
    for language in plan.languages:
        here = [(row, match) for row, match in before if row.language == language]
        chosen[language] = _in_order(here, range(1, len(chain) + 1))
        if language == version and len(chosen[language]) != len(chain):
            return False
    if not together and not _at_feet(plan, form, chain):
        return False
    plan.notes = {"calls": calls, "bodies": form, **({"line": chain[0].number} if together else {})}
    plan.note_rows = chain
    _called(plan, chosen, candidates)
    absent = {language: numbers for language, numbers in plan.notes["called"].items() if language != version}
    if absent:
        plan.notes["absent"] = absent
        plan.ask(chain[:1], f"notes stand once, for {version}: those of the other version are proposed as absent")
    where = f"from line {chain[0].number}" if together else "at page feet"
    plan.said.append(f"notes: {len(chain)} called as {calls}, with text {where}")
    plan.evidence.append({"lines": [row.number for row in chain][:12], "shows": f"notes, {where}"})
    late = [row for row in plan.kept if together and row.number > chain[-1].number]
    plan.ask(late[:1], "from here on, still part of the last note? everything after the notes begin is taken as notes")
    return True


def _in_order(here: list[Found], numbers: Iterable[int]) -> list[Found]:
    """Return for each number the first call of it after the one before; numbers without one are left out."""
    places: dict[int, list[int]] = {}
    for index, (_, match) in enumerate(here):
        places.setdefault(int(digits(match["number"])), []).append(index)
    found: list[Found] = []
    at = 0
    for number in numbers:
        known = places.get(number, [])
        nearest = bisect_left(known, at)
        if nearest < len(known):
            found.append(here[known[nearest]])
            at = known[nearest] + 1
    return found


def _called(plan: Proposal, chosen: dict[str, list[Found]], candidates: list[Found]) -> None:
    """Write down what is called; where a number could be a call in two places, decide for the first."""
    plan.notes["called"] = {
        language: [int(digits(match["number"])) for _, match in found] for language, found in chosen.items() if found
    }
    for language, found in chosen.items():
        places: dict[int, list[tuple[int, int]]] = {}
        for row, match in candidates:
            if row.language == language:
                places.setdefault(int(digits(match["number"])), []).append((row.number, match.start()))
        after = (0, 0)
        for row, match in found:
            if sum(place >= after for place in places[int(digits(match["number"]))]) > 1:
                words = plan.words(row, match.start() - (len(row.line) - len(row.line.lstrip())), 16)
                reason = "proposed: the first number that could be this call, after the call before"
                plan.decision.append({"do": "call", "line": row.number, "words": words, "reason": reason})
                plan.ask([row], f"is the call of note {match['number']} here, or at a later {match[0]}?")
            after = (row.number, match.end())


def _without_bodies(plan: Proposal, calls: str, candidates: list[Found]) -> bool:
    """Propose the notes of these calls, of which no text was found, as absent; tell whether there are such calls."""
    chosen: dict[str, list[Found]] = {}
    for language in plan.languages:
        run: list[Found] = []
        for row, match in candidates:
            last = int(digits(run[-1][1]["number"])) if run else 0
            if row.language == language and last < int(digits(match["number"])) <= last + 3:
                run.append((row, match))
        chosen[language] = run
    if max(map(len, chosen.values())) < 2:
        return False
    plan.notes = {"calls": calls}
    _called(plan, chosen, candidates)
    numbers = sorted(set().union(*plan.notes["called"].values()))
    plan.notes["absent"] = dict.fromkeys(plan.notes["called"], numbers)
    plan.said.append(f"notes: {sum(map(len, chosen.values()))} calls as {calls}, no texts: proposed as absent")
    plan.ask([row for found in chosen.values() for row, _ in found][:12], "calls without notes: are the texts lost?")
    return True


def _at_feet(plan: Proposal, form: str, chain: list[Row]) -> bool:
    """Find where each page foot ends; tell whether all do."""
    if any(row.foot for row in chain):
        return _shown_feet(plan, chain)
    kept, body = plan.kept, body_pattern(form)
    at = {row.number: index for index, row in enumerate(kept)}
    noted = {row.number for row in chain}
    others = [row for row in kept if body.match(row.line) and row.number not in noted]
    spaced = plan.spaced
    marked = any(row.turned for row in kept) or spaced
    if others or not marked or not plan.text.endswith("\n"):
        plan.ask(chain, "notes at page feet, but it is not plain where each foot ends: nothing was proposed")
        return False
    for row in chain:
        end = at[row.number] + 1
        while end < len(kept) and not (
            kept[end].turned or body.match(kept[end].line) or (spaced and not kept[end].blanks)
        ):
            end += 1
        plan.lifted[row.number] = kept[end - 1].number
    plan.ask(chain, "where does each foot end, and does a note go on at the next page's?")
    return True


def _shown_feet(plan: Proposal, chain: list[Row]) -> bool:
    """Take the page feet that the document shows: each note up to the next, with what goes on at a later foot."""
    first = {row.number for row in chain}
    feet = [row for row in plan.kept if row.foot or row.number in first]
    begun = feet.index(chain[0])
    plan.ask(feet[:begun], "at a page's foot, and no part of a note that is called")
    start, previous, goes_on = chain[0], chain[0], []
    for row in feet[begun:]:
        if row.number in first or row.number != previous.number + 1 or row.feed:
            start = row
            if row.number not in first:
                row.turned = True
                goes_on.append(row)
        plan.lifted[start.number] = row.number
        previous = row
    plan.ask(goes_on, "at a page's foot without a number: taken for what goes on of the note before")
    plan.ask(chain[:1], f"{len(chain)} notes at page feet, told by their type: is each whole?")
    return True
