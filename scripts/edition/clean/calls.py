"""Turning printed note numbers into calls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edition.blocks import CALL_CLOSE, CALL_OPEN, digits
from edition.clean.draft import Draft
from edition.clean.forms import body_pattern, call_pattern
from edition.clean.located import verbs, version_starts
from edition.edits import Edit
from edition.problems import EditionError, Problem
from edition.records import Source


def mark_calls(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose setting each call that ``[notes]`` expects between call signs (licence: call).

    Calls are looked for in order, language version by version, each after the one before it. Raises `EditionError`
    where an expected call is not found, or where a number could be a call in two places and no decision says which.
    """
    pattern = call_pattern(source.notes.calls)
    body = body_pattern(source.notes.bodies) if source.notes.bodies else None
    notes = {
        place
        for line in draft.lines()
        if body and (found := body.match(line.text))
        for place in range(line.start, line.start + found.end())
    }
    decided = {offset for offset, _ in verbs(source, draft, "call")}
    problems: list[Problem] = []
    for language, (start, end) in _versions(draft, source).items():
        candidates = [match for match in pattern.finditer(draft.text, start, end) if match.start() not in notes]
        cursor = start
        for number in source.notes.called.get(language, []):
            found_here = [
                match for match in candidates if int(digits(match["number"])) == number and match.start() >= cursor
            ]
            chosen = [match for match in found_here if match.start() in decided] or found_here
            if len(chosen) != 1:
                places = ", ".join(str(draft.line_at(match.start())) for match in chosen) or "nowhere"
                problems.append(
                    source.problem("notes", 0, "note", f"call {number} ({language}) could stand on line {places}",
                                   'correct called, or add a decision do = "call" at the right line')
                )  # fmt: skip
                continue
            match = chosen[0]
            cursor = match.end()
            yield Edit("mark-calls", match.start(), match[0], f"{CALL_OPEN}{match[0]}{CALL_CLOSE}")
    if problems:
        raise EditionError(problems)


def _versions(draft: Draft, source: Source) -> dict[str, tuple[int, int]]:
    """Return language → (start, end) in the draft of each language version."""
    starts = version_starts(source, draft, draft.lines())
    return {
        version.language: (start, end)
        for version, start, end in zip(source.version, starts, [*starts[1:], len(draft.text)], strict=True)
    }
