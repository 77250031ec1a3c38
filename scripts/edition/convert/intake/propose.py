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
from edition.convert.intake.hints import find_hints
from edition.convert.intake.layout import find_layout
from edition.convert.intake.model import Proposal
from edition.convert.intake.notes import find_notes
from edition.convert.received import Extracted

PARTS = (
    find_hidden,
    find_languages,
    find_hints,
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
#: what documents of a kind show themselves, so that it is not looked for in their lines
SHOWN = dict.fromkeys(("html", "mhtml", "epub"), (find_markdown, find_site, find_page_ends)) | {"pdf": (find_site,)}


def propose(extracted: Extracted) -> Proposal:
    """Return a plan for the witness that was taken out of a file; every part of it is a proposal."""
    plan = Proposal(extracted.text, extracted.kind, extracted.hints)
    for part in PARTS:
        if part not in SHOWN.get(plan.kind, ()):
            part(plan)
    plan.said = [*extracted.said, *plan.said]
    for lines, question in extracted.questions:
        plan.ask(lines, question)
    return plan
