"""Captions that a page's layout set inside a sentence, and other spans that stand elsewhere in the text."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from edition.clean.draft import Draft
from edition.clean.lines import caption_lines, ends_sentence
from edition.clean.located import Decided, find, span_lines, verbs
from edition.edits import Edit
from edition.records import Source


def lift_captions(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose moving a caption that stands inside a sentence to after the paragraph it interrupts (licence: move).

    A caption is a run of lines set in a narrow column, or decided to be one. One that follows a finished sentence
    stays where it is.
    """
    lines = draft.lines()
    decided = Decided.of(source, draft, lines)
    captions = {line.start for line in caption_lines(lines, decided)}
    link = 0
    runs = [(is_caption, list(run)) for is_caption, run in groupby(lines, lambda line: line.start in captions)]
    for position, (is_caption, run) in enumerate(runs):
        if not is_caption or position in (0, len(runs) - 1):
            continue
        before, after = runs[position - 1][1], runs[position + 1][1]
        if ends_sentence(before[-1].text, source) or decided.fixed.get(before[-1].start):
            continue
        rest = [line for _, group in runs[position + 1 :] for line in group]
        ended = next(
            (i for i, line in enumerate(rest) if line.start not in captions and ends_sentence(line.text, source)),
            len(rest) - 1,
        )
        target = rest[ended + 1].start if ended + 1 < len(rest) else -1
        end = len(draft.text) if target < 0 else target
        span = draft.text[run[0].start : after[0].start]
        yield Edit("lift-captions", run[0].start, span, "", link=link)
        yield Edit("lift-captions", end, "", span, link=link)
        link += 1


def move_spans(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose moving the spans that decisions (``move``) name to after another line (licence: move)."""
    lines = draft.lines()
    for link, (_, item) in enumerate(verbs(source, draft, "move")):
        inside = span_lines(draft, lines, item)
        following = next((line.start for line in lines if line.start > inside[-1].start), len(draft.text))
        anchor = find(source, draft, "decision", source.decision.index(item), item.after_line, item.after)
        target = next((line.start for line in lines if line.start > anchor), len(draft.text))
        span = draft.text[inside[0].start : following]
        yield Edit("move-spans", inside[0].start, span, "", link=link)
        yield Edit("move-spans", target, "", span, link=link)
