"""Running a cleaning plan: from a witness to its base text, with the record of every edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block
from edition.clean.draft import Draft
from edition.clean.kinds import Placed, type_blocks
from edition.clean.licences import LICENCES
from edition.clean.located import check, spans
from edition.clean.steps import STEPS, Step
from edition.edits import Edit, invert, number, replay
from edition.hygiene import describe, refused
from edition.marks import CERTAINTIES, MARK_KINDS
from edition.problems import EditionError, Problem
from edition.records import Source


@dataclass(frozen=True, slots=True)
class Record:
    """What one step did."""

    step: Step
    edits: list[Edit]
    before: Draft


@dataclass(frozen=True)
class BaseText:
    """A witness cleaned: its blocks, where they stand, and the way they were made."""

    source: Source
    records: list[Record]
    placed: list[Placed]
    draft: Draft
    dropped: int  #: characters dropped as furniture

    @property
    def blocks(self) -> list[Block]:
        """Every block, the notes after the body."""
        return [item.block for item in self.placed]

    @property
    def body(self) -> list[Block]:
        """The blocks that are no notes."""
        return [block for block in self.blocks if block.kind != "note"]

    @property
    def notes(self) -> list[Block]:
        """The blocks of the author's notes, in order; a note of two paragraphs is two blocks of one number."""
        return [block for block in self.blocks if block.kind == "note"]

    @cached_property
    def starts(self) -> list[int]:
        """Where in the draft the words of each block of `placed` begin: the draft holds one block a line."""
        found, offset = [], 0
        for item in self.placed:
            found.append(offset + len(item.block.marker))
            offset += len(item.block.marker) + len(item.block.text) + 1
        return found

    def line_of(self, block: Block, offset: int) -> int:
        """Return the witness line on which *offset* of the text of *block* stands.

        Raises `ValueError` where *block* is none of this base text's.
        """
        index = next((i for i, item in enumerate(self.placed) if item.block is block), None)
        if index is None:
            raise ValueError("the block is not of this base text")
        return self.draft.line_at(self.starts[index] + min(offset, max(len(block.text) - 1, 0)))

    def page(self, name: str) -> list[Block]:
        """Return the body's blocks on page *name*."""
        return [item.block for item in self.placed if item.page == name and item.block.kind != "note"]


def clean(source: Source) -> BaseText:
    """Run the cleaning plan of *source*.

    Raises `EditionError` where a step or option is unknown, an entry does not hold what it names, an edit breaks its
    licence, the edits do not invert to the witness, or a character is lost or made.
    """
    draft = Draft.of(source.text)
    problems = [*_plan_problems(source), *check(source, draft)]
    if problems:
        raise EditionError(problems)
    allowed = [span for item in source.furniture for span in spans(item, draft)]
    problems = list(_hidden(source, allowed))
    if problems:
        raise EditionError(problems)
    listed = {place for start, end in allowed for place in range(start, end)}
    if all(sign.isspace() or place in listed for place, sign in enumerate(source.text)):
        path = source.path.replace("source.toml", "witness.txt")
        raise EditionError(Problem(path, 0, "witness", "holds no text", "take in a witness that does"))
    records: list[Record] = []
    for index, entry in enumerate(source.clean):
        step = STEPS[entry["step"]]
        if step.licence == "move" and not draft.text.endswith("\n"):
            end = [Edit("strip-lines", len(draft.text), "", "\n")]  # a move puts whole lines at the end
            records.append(Record(STEPS["strip-lines"], end, draft))
            draft = draft.edited(end)
        options = {key: value for key, value in entry.items() if key != "step"}
        try:
            edits = number(list(step.propose(draft, source, options)))
        except ValueError as error:
            raise EditionError(source.problem("clean", index, "decision", str(error), "correct the plan")) from error
        faults = LICENCES[step.licence](edits, draft, allowed)
        if faults:
            remedy = f"the step {step.name} may only {step.licence}: mend the step or its decisions"
            raise EditionError(source.problem("clean", index, "licence", fault, remedy) for fault in faults)
        try:
            after = draft.edited(edits)
        except ValueError as error:
            remedy = "two decisions of this step meet: correct one"
            raise EditionError(source.problem("clean", index, "licence", str(error), remedy)) from error
        records.append(Record(step, edits, draft))
        draft = after
    placed = list(type_blocks(draft, source))
    base = BaseText(source, records, placed, draft, sum(end - start for start, end in allowed))
    problems = list(base_problems(base))
    if problems:
        raise EditionError(problems)
    return base


def _hidden(source: Source, allowed: list[tuple[int, int]]) -> Iterator[Problem]:
    """Yield a problem for each kind of invisible control of the witness that is not listed as furniture.

    A carriage return before a line end is part of the line end, and white space.
    """
    text, path = source.text, source.path.replace("source.toml", "witness.txt")
    for character in sorted(filter(refused, set(text))):
        places = [index for index, sign in enumerate(text) if sign == character]
        if character == "\r":
            places = [index for index in places if text[index + 1 : index + 2] != "\n"]
        places = [index for index in places if not any(first <= index < end for first, end in allowed)]
        if places:
            line = text.count("\n", 0, places[0]) + 1
            message = f"holds {describe(character)} {len(places)} times, first here"
            remedy = f"list it in {source.path} as furniture: each = {character!r}, count = {len(places)}"
            yield Problem(path, line, "witness", message, remedy.replace("'", '"'))


CHOICES = {
    "division": ("", "double blank lines"),
    "kind": ("", *MARK_KINDS),
    "certainty": ("", *CERTAINTIES),
}


def _plan_problems(source: Source) -> list[Problem]:
    problems = []
    chosen = {"division": source.division, **source.mark}
    for key, value in chosen.items():
        if value not in CHOICES.get(key, ()):
            known = ", ".join(filter(None, CHOICES.get(key, ()))) or "kind, certainty"
            message = f"unknown {key} {value!r}" if key in CHOICES else f"unknown key {key!r}"
            table = "" if key == "division" else "mark"
            problems.append(source.problem(table, 0, "source", message, f"use one of: {known}"))
    for index, entry in enumerate(source.clean):
        name = entry.get("step")
        if name not in STEPS:
            known = ", ".join(STEPS)
            problems.append(source.problem("clean", index, "source", f"unknown step {name!r}", f"use one of: {known}"))
            continue
        if type(entry.get("short", 0)) is not int:
            problems.append(source.problem("clean", index, "source", "short is not int", "correct it"))
        if entry.get("boundary", "line end") != "line end":
            message = f"unknown boundary {entry['boundary']!r}"
            problems.append(source.problem("clean", index, "source", message, 'write "line end", or take it away'))
        for key in entry.keys() - {"step"} - set(STEPS[name].options):
            message = f"step {name!r} has no option {key!r}"
            problems.append(source.problem("clean", index, "source", message, "take it away"))
    return problems


def base_problems(base: BaseText) -> list[Problem]:
    """Return what is wrong with a base text: edits that do not invert, unbalanced counts, hidden characters."""
    source, problems = base.source, []
    restored = base.draft.text
    for record in reversed(base.records):
        restored = replay(restored, invert(record.edits))
    if restored != source.text:
        problems.append(
            Problem(source.path, 0, "balance", "the edits do not lead back to the witness", "mend the step")
        )
    problems += _bodies(base)
    lines = "".join(f"{block.marker}{block.text}\n" for block in base.blocks)
    if lines != base.draft.text:
        problems.append(Problem(source.path, 0, "balance", "typing the blocks changed the text", "mend clean/kinds.py"))
    for character, difference in imbalance(base).items():
        message = (
            f"{describe(character)} {'is lost' if difference > 0 else 'is made'} {abs(difference)} times in cleaning"
        )
        problems.append(Problem(source.path, 0, "balance", message, "a step changed what it may not: mend it"))
    hidden = set(filter(refused, set(base.draft.text) - {CALL_OPEN, CALL_CLOSE}))
    for block in base.blocks if hidden else []:
        for character in sorted(set(filter(refused, block.text.replace(CALL_OPEN, "").replace(CALL_CLOSE, "")))):
            message = f"line {block.line} of the witness holds {describe(character)}"
            problems.append(Problem(source.path, 0, "witness", message, "list it as [[furniture]] with each and count"))
    return problems


def _bodies(base: BaseText) -> list[Problem]:
    """Return a problem for the first note whose body does not stand exactly once, though ``[notes]`` says it does."""
    notes = base.source.notes
    found = Counter(int(block.number) for block in base.notes if block.marker)
    absent = {number for numbers in notes.absent.values() for number in numbers}
    wanted = {number for numbers in notes.called.values() for number in numbers} - absent
    for note_number in sorted(wanted | found.keys()) if notes.bodies else []:
        if found[note_number] != (note_number in wanted):
            message = f"note {note_number} stands {found[note_number]} times, not {int(note_number in wanted)}"
            return [base.source.problem("notes", 0, "note", message, "correct bodies, line, called or absent")]
    return []


def imbalance(base: BaseText) -> dict[str, int]:
    """Return by how much each character differs in number between witness and base text plus listed drops.

    White space and call signs do not count. Empty where the promise holds.
    """
    witness, text = Counter(base.source.text), Counter(base.draft.text)
    dropped: Counter[str] = Counter()
    first = Draft.of(base.source.text)
    for item in base.source.furniture:
        for start, end in spans(item, first):
            dropped.update(base.source.text[start:end])
    return {
        character: difference
        for character in sorted(witness.keys() | text.keys())
        if not character.isspace() and character not in (CALL_OPEN, CALL_CLOSE)
        if (difference := witness[character] - text[character] - dropped[character])
    }
