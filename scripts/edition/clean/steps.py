"""The cleaning steps, by name: the pipeline is a list you can read.

A step is a pure function of draft, source and the options its entry in ``source.toml`` gives; it returns edits and
changes nothing. The names here are the names in ``source.toml`` and in the record of edits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from edition.clean import calls, captions, feet, furniture, lines
from edition.clean.draft import Draft
from edition.edits import Edit
from edition.records import Source

Propose = Callable[[Draft, Source, dict[str, Any]], Iterator[Edit]]


@dataclass(frozen=True, slots=True)
class Step:
    """A cleaning step."""

    name: str
    licence: str  #: one of `edition.clean.licences.LICENCES`
    propose: Propose
    options: tuple[str, ...] = ()  #: keys that its entry may give

    @property
    def summary(self) -> str:
        """The first sentence of what it proposes."""
        return (self.propose.__doc__ or "").strip().partition("\n")[0]


ALL = (
    Step("drop-furniture", "drop", furniture.drop_furniture),
    Step("strip-page-tops", "space", feet.strip_page_tops),
    Step("lift-notes", "move", feet.lift_notes),
    Step("lift-captions", "move", captions.lift_captions),
    Step("move-spans", "move", captions.move_spans),
    Step("unwrap-hard-lines", "space", lines.unwrap_hard_lines, ("short", "boundary")),
    Step("unwrap-columns", "space", lines.unwrap_columns),
    Step("rejoin-sentences", "space", lines.rejoin_sentences),
    Step("join-headings", "space", lines.join_headings),
    Step("strip-lines", "space", lines.strip_lines),
    Step("split-attributions", "space", lines.split_attributions),
    Step("mark-calls", "call", calls.mark_calls),
)
STEPS = {step.name: step for step in ALL}
