"""Shortening what our own matter quotes from a withheld text, in the files of a public edition only.

A quotation that is too long keeps its first words, and ``[…]`` stands for the rest. Signs that markup, TOML or a table
is made of are never touched: what stands between two of them is cut by itself. What cannot be shortened so is told.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from edition.problems import Problem
from edition.withhold.runs import HANGUL, LIMITS, MARGIN, Forbidden, Run, stream

LEFT_OUT = "[…]"
_STRUCTURE = re.compile(r"""[\n\t"`*_\[\]{}<>|#\\\x00=]|(?:^|(?<=\n))[ >+-]+|(?<=\w): |\]\(|\)""")
_ROUNDS = 12  #: rounds of shortening: what one cut leaves may be too long still


@dataclass(frozen=True, slots=True)
class Shortened:
    """A file's text with its quotations shortened."""

    text: str
    cuts: int = 0


def shorten(text: str, forbidden: Forbidden, path: str) -> tuple[Shortened, list[Problem]]:
    """Return *text* without runs of withheld texts, and a problem for each run that could not be shortened."""
    runs = forbidden.find(text)
    if not runs:
        return Shortened(text), []
    text, cuts = unicodedata.normalize("NFC", text), 0
    for _ in range(_ROUNDS):
        before = text
        for run in reversed(runs):
            text = _cut(text, run)
        cuts += len(runs)
        runs = forbidden.find(text)
        if not runs or text == before:
            break
    problems = [
        Problem(path, text.count("\n", 0, run.start) + 1, "rights",
                f"a run of {len(run.words)} {run.kind} of a withheld text: “{run.words[:40]}”", "quote less of it")
        for run in runs
    ]  # fmt: skip
    return Shortened(text, cuts), problems


def _cut(text: str, run: Run) -> str:
    """Return *text* with the longest stretch of *run* between two signs of markup cut to its first words."""
    cursor, stretches = run.start, list[tuple[int, int]]()
    for sign in [*_STRUCTURE.finditer(text, run.start, run.end), None]:
        end = sign.start() if sign else run.end
        if end > cursor:
            stretches.append((cursor, end))
        cursor = sign.end() if sign else run.end
    start, end = max(
        stretches, key=lambda part: len(stream(text[slice(*part)], run.kind)), default=(run.start, run.end)
    )
    budget = LIMITS[run.kind] - 1 - MARGIN[run.kind] - len(stream(text[run.start : start], run.kind))
    kept = start + len(_first_words(text[start:end], run.kind, budget))
    rest = re.compile(r"\w*").match(text, end)
    end = rest.end() if rest and run.kind != HANGUL else end
    head = text[:kept].rstrip(" ,")
    gap = "" if head.endswith(("\n", '"', "“", "‘", "`", "(")) or not head else " "
    tail = text[end:]
    return f"{head}{gap}{LEFT_OUT}{'' if not tail or not tail[0].isalnum() else ' '}{tail}"


def _first_words(text: str, kind: str, budget: int) -> str:
    """Return the first whole words of *text*, no more than *budget* syllables or letters, and never all of them."""
    words = re.findall(r"(?<!\s)\s*+\S++", text)
    kept = ""
    for word in words[:-1]:
        if len(stream(kept + word, kind)) > budget:
            break
        kept += word
    if not kept and kind == HANGUL and words:  # one long word, as names are
        kept = re.match(r"\s*\S*", text[: max(min(budget, len(words[0]) - 2), 0)])[0]  # type: ignore[index]
    return kept
