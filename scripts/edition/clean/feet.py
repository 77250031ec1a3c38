"""Page tops and page feet of a text layer: the space a page begins with, and notes that stand between the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from edition.blocks import digits
from edition.clean.draft import Draft, Line
from edition.clean.forms import body_pattern
from edition.clean.located import span_lines, verbs
from edition.edits import Edit
from edition.records import Source

PAGE_BREAK = re.compile(r"(?<=[^\n])\n(?= *\S)")  #: two lines with no blank line between them


def strip_page_tops(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose taking the space that a page begins with (licence: space).

    The first space after a page break is the page's; a second one is a paragraph's indent and stays. Whether a
    paragraph begins at a page top without an indent is not decided here.

    >>> draft = Draft.of("가\\n 나\\n  다\\n\\n 라")
    >>> draft.edited(strip_page_tops(draft, None, {})).text
    '가\\n나\\n 다\\n\\n 라'
    """
    for match in re.finditer(r"(?<=[^\n])\n (?= *\S)", draft.text):
        yield Edit("strip-page-tops", match.start() + 1, " ", "")


def lift_notes(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose moving notes from the page feet to the end of the text (licence: move).

    A note runs from its number to the page break or the next note. What goes on at the foot of a later page is a
    decision (``note-continues``). Where a note's text goes on in the body's own measure is not recognized.
    """
    body = body_pattern(source.notes.bodies)
    lines = draft.lines()
    wanted = sorted({number for numbers in source.notes.called.values() for number in numbers})
    spans: list[tuple[int, int]] = []
    for number in wanted:
        starts = [line for line in lines if (found := body.match(line.text)) and int(digits(found["number"])) == number]
        if len(starts) == 1:
            spans.append((starts[0].start, _foot_end(draft, starts[0], lines, body)))
        spans += [span for noted, span in _continued(draft, source, lines) if noted == number]
    end = len(draft.text)
    for link, (start, stop) in enumerate(spans):
        yield Edit("lift-notes", start, draft.text[start:stop], "", link=link)
        yield Edit("lift-notes", end, "", draft.text[start:stop], link=link)


def _foot_end(draft: Draft, first: Line, lines: list[Line], body: re.Pattern[str]) -> int:
    """Return the offset after the foot that *first* opens: at the next note, the page break, or the end."""
    following = [line for line in lines if line.start > first.start]
    breaks = (match.end() for match in PAGE_BREAK.finditer(draft.text, first.start))
    notes = (line.start for line in following if body.match(line.text))
    return min([*list(breaks)[:1], *list(notes)[:1], len(draft.text)])


def _continued(draft: Draft, source: Source, lines: list[Line]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield (note number, span) for every decision that a note goes on at a later foot."""
    for _, item in verbs(source, draft, "note-continues"):
        inside = span_lines(draft, lines, item)
        after = next((line.start for line in lines if line.start > inside[-1].start), len(draft.text))
        yield item.note, (inside[0].start, after)
