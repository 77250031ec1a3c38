"""What a new text's two versions have to do with each other: pairs drafted, and the doubtful ones asked about.

The pairs themselves are written by `edition.convert.pages` with the pages, for only these give paragraphs their ids.
"""

from __future__ import annotations

from pathlib import Path

from edition.clean.run import BaseText
from edition.convert.alignment import drafted
from edition.convert.intake.model import Proposal
from edition.convert.pages import draft_ledger

ASKED = 20  #: doubtful pairs that are asked about one by one


def find_pairs(root: Path, plan: Proposal, base: BaseText) -> None:
    """Say how many pairs the versions of *base* have, and ask about the doubtful."""
    pairs = drafted(root, base, draft_ledger(base, []))
    if not pairs:
        return
    doubtful = [pair for pair in pairs if pair.doubts]
    names = " and ".join(version.language for version in base.source.version)
    plan.said.append(f"alignment of {names}: {len(pairs)} pairs, {len(doubtful)} doubtful; convert writes them")
    if 2 * len(doubtful) > len(pairs):
        plan.ask(pairs[0].lines, "most pairs are doubtful: is one version the translation of the other?")
    for pair in doubtful[:ASKED]:
        plan.ask(pair.lines, f"begin a pair of the alignment, {', '.join(pair.doubts)}: do they say the same?")
    rest = [line for pair in doubtful[ASKED:] for line in pair.lines]
    plan.ask(rest, "begin doubtful pairs of the alignment: do they say the same?")
