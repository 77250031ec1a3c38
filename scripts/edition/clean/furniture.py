"""Dropping what belongs to the page and not to the text: navigation, slogans, page numbers, advertising, rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from edition.clean.draft import Draft
from edition.clean.located import spans
from edition.edits import Edit
from edition.records import Source


def drop_furniture(draft: Draft, source: Source, options: dict[str, Any]) -> Iterator[Edit]:
    """Propose dropping every span listed as furniture (licence: drop).

    Only what is listed is dropped, whatever a span looks like; the line ends around it are left to a space step.
    """
    for item in source.furniture:
        for start, end in spans(item, draft):
            place = draft.place_of(start)
            yield Edit("drop-furniture", place, draft.text[place : place + end - start], "")
