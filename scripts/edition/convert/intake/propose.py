"""The parts of a proposal, in order: the pipeline is a list you can read.

Everything proposed is a guess with its sign beside it, for a person to confirm. Nothing is decided that no sign speaks
for: what looks like verse, a table, a cut word or a raised call is named as a question, never shaped. One pass over
the lines each, so that a book of five megabytes is read in seconds.
"""

from __future__ import annotations

from edition.convert.intake.characters import find_hidden, find_languages
from edition.convert.intake.divisions import find_pages
from edition.convert.intake.furniture import find_markdown, find_page_ends, find_signs, find_site
from edition.convert.intake.headings import find_front, find_headings, find_lists, find_signature
from edition.convert.intake.layout import find_layout
from edition.convert.intake.model import Proposal
from edition.convert.intake.notes import find_notes

PARTS = (
    find_hidden,
    find_languages,
    find_markdown,
    find_site,
    find_page_ends,
    find_signs,
    find_front,
    find_headings,
    find_notes,
    find_signature,
    find_lists,
    find_layout,
    find_pages,
)


def propose(text: str) -> Proposal:
    """Return a plan for the witness *text*; every part of it is a proposal."""
    plan = Proposal(text)
    for part in PARTS:
        part(plan)
    return plan
