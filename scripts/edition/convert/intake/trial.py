"""Trying plans, the richest first: what is proposed loads, cleans, and gives pages that read back as its blocks."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from edition.clean.run import BaseText, clean
from edition.convert.intake.model import Proposal
from edition.convert.intake.propose import propose
from edition.convert.intake.turns import is_turn
from edition.convert.pages import draft_pages
from edition.convert.received import Extracted
from edition.hygiene import refused
from edition.problems import EditionError
from edition.verify.pages import read_page
from edition.verify.text import Edited, check_notes, verify
from edition.witnesses import TEXTS, load

PAGES_TRIED = 1_000_000  #: characters; of a longer witness the pages are not drafted and read back here


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan that cleans."""

    plan: Proposal
    base: BaseText
    given_up: list[tuple[str, str]]  #: what a richer plan had, and the problem with it


def _no_notes(plan: Proposal) -> None:
    plan.notes, plan.lifted = {}, {}
    plan.decision = [entry for entry in plan.decision if entry["do"] not in ("move", "call") or is_turn(entry)]
    left_out = ("lift-notes", "mark-calls", *(() if plan.in_turns else ("move-spans",)))
    plan.clean = [entry for entry in plan.clean if entry["step"] not in left_out]


def _no_joins(plan: Proposal) -> None:
    kept = ("drop-furniture", "strip-lines", "mark-calls", *(("move-spans",) if plan.in_turns else ()))
    plan.clean = [entry for entry in plan.clean if entry["step"] in kept]
    plan.decision = [entry for entry in plan.decision if entry["do"] in ("kind", "call") or is_turn(entry)]


def _no_kinds(plan: Proposal) -> None:
    plan.decision, plan.markers = [entry for entry in plan.decision if is_turn(entry)], []


def _no_turns(plan: Proposal) -> None:
    if plan.in_turns:
        plan.in_turns, plan.version, plan.page = "", [], plan.page[:1]
        plan.decision = [entry for entry in plan.decision if not is_turn(entry)]
        plan.clean = [entry for entry in plan.clean if entry["step"] != "move-spans"]


def _no_division(plan: Proposal) -> None:
    plan.heading, plan.division, plan.page = [], "", plan.page[:1]


def _bare(plan: Proposal) -> None:
    plan.furniture = [entry for entry in plan.furniture if len(entry.get("each", "")) == 1 and refused(entry["each"])]
    plan.clean = [{"step": "drop-furniture"}] * bool(plan.furniture) + [{"step": "strip-lines"}]
    plan.version, plan.page = [], []
    named = ((row.number, words) for row in plan.rows if (words := plan.words(row)))
    for number, words in list(named)[:1]:
        plan.page = [{"name": "index", "line": number, "words": words, "title": "[Untitled]"}]


#: what is given up, in order; each puts new tables in place of a plan's and changes none
SIMPLER: tuple[tuple[str, Callable[[Proposal], None]], ...] = (
    ("the author's notes", _no_notes),
    ("joining lines", _no_joins),
    ("kinds of blocks and list items", _no_kinds),
    ("two languages in turns", _no_turns),
    ("headings and pages", _no_division),
    ("furniture, and language versions", _bare),
)


def try_plans(aside: Path, ident: str, extracted: Extracted, write: Callable[[Proposal], str]) -> Tried:
    """Write below *aside* the richest plan that cleans and whose pages read back, or else the richest that cleans.

    Raises what cleaning raises where not even the barest plan cleans.
    """
    path = aside / TEXTS / ident / "source.toml"

    def attempt() -> BaseText:
        path.write_text(write(plan), encoding="utf-8", newline="\n")
        return clean(load(aside, ident))

    plan, given_up = propose(extracted), list[tuple[str, str]]()
    cleaning: tuple[Tried, str] | None = None
    left = [step for step in SIMPLER if plan.in_turns or step[1] is not _no_turns]
    while True:
        try:
            base = attempt()
            fault = _page_fault(base) if len(extracted.text) <= PAGES_TRIED else ""
        except (EditionError, LookupError, ValueError) as error:
            if not left and cleaning is None:
                raise
            fault = error.problems[0].message if isinstance(error, EditionError) else str(error)
        else:
            tried = Tried(copy(plan), base, list(given_up))
            if not fault:
                return tried
            cleaning = cleaning or (tried, fault)
        if not left:
            break
        what, give_up = left.pop(0)
        given_up.append((what, fault))
        give_up(plan)
    assert cleaning
    tried, fault = cleaning
    plan = tried.plan
    plan.ask([1], f"the pages drafted from this plan do not read back as its blocks: {fault}")
    attempt()
    return tried


def _page_fault(base: BaseText) -> str:
    """Return the first fault of the pages that would be drafted from *base*, read back; empty where there is none."""
    files = draft_pages(base)
    language = {entry.name: base.page(entry.name)[0].version for entry in base.source.page}
    written = {name: files[f"{name}.md"] for name in language}
    pages = {name: read_page(text, f"{name}.md", language[name]) for name, text in written.items()}
    edited = Edited(base.source, base, pages, written)
    problems = [problem for page in pages.values() for problem in page.problems]
    problems += [*verify(edited), *check_notes(edited)]
    return problems[0].message if problems else ""
