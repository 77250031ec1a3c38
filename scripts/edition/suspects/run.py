"""Running the checks on a text, and measuring them on the errors that readers found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.suspects import english, korean, signs
from edition.suspects.found import Suspect
from edition.suspects.passages import Passage, passages
from edition.verify.apparatus import Entry, apparatus
from edition.verify.text import Edited

Check = Callable[[Sequence[Passage]], Iterable[Suspect]]
Report = Callable[[str], None]

CHECKS: tuple[tuple[str, Check], ...] = (
    ("quotation marks and brackets", signs.quotes),
    ("rare characters", signs.characters),
    ("spaces", signs.spaces),
    ("doubled words", signs.doubled),
    ("ends of blocks", signs.endings),
    ("numbers and dates", signs.numbers),
    ("English spelling", english.spelling),
    ("English names", english.names),
    ("English capitals", english.capitals),
    ("English grammar", english.grammar),
    ("English questions", english.questions),
    ("English possessives", english.possessives),
    ("Korean words", korean.unknown),
    ("Korean particles", korean.particles),
    ("Korean spacing", korean.spacing),
)
#: checks that are slow, by the kind of error (``[mark] kind``) that asks for them
SLOW: dict[str, tuple[str, Callable[[Sequence[Passage], Report], Iterable[Suspect]]]] = {
    "ocr": ("Korean syllables of similar shape", korean.unlikely),
    "extraction": ("Korean syllables lost", korean.lost),
}


def suspects(edited: Edited, view: str, report: Report) -> list[Suspect]:
    """Return what every check finds in *edited*, seen as ``reading`` or ``witness``, in the order of the text.

    *report* is told what is being done, a line at a time.
    """
    looked = passages(edited, view)
    found: list[Suspect] = []
    for name, check in CHECKS:
        report(name)
        found += check(looked)
    if edited.source.mark.get("kind") in SLOW:
        name, slow = SLOW[edited.source.mark["kind"]]
        report(name)
        found += slow(looked, report)
    order = {id(passage): index for index, passage in enumerate(looked)}
    return sorted(found, key=lambda suspect: (order[id(suspect.passage)], suspect.start, suspect.check))


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of the errors that readers found the checks find, in the text as received."""

    marks: dict[str, int]  #: by kind of error, how many marks there are …
    found: dict[str, int]  #: … and how many of them a suspect touches
    suspects: int
    idle: int  #: suspects that touch no mark
    missed: list[str]  #: witness readings, or words around what is supplied, that no suspect touches


def measure(root: Path, edited: Edited, report: Report) -> Measure:
    """Hold the suspects of the base text against the marks; slips of fact and gaps are no aim of the checks."""
    named = suspects(edited, "witness", report)
    spans: dict[int, list[Suspect]] = {}
    for suspect in named:
        spans.setdefault(suspect.passage.lines[0], []).append(suspect)
    marks, hits = Counter[str](), Counter[str]()
    touched: set[int] = set()
    missed = []
    for entry in apparatus(root, edited):
        if entry.mark.sign in ("sic", "gap"):
            continue
        marks[entry.mark.kind] += 1
        near = [found for found in spans.get(entry.block.line, []) if _touches(found, entry)]
        touched |= {id(found) for found in near}
        if near:
            hits[entry.mark.kind] += 1
        else:
            missed.append(f"{entry.mark.kind}: {entry.before[-12:]}⟦{entry.mark.witness}⟧ → ⟦{entry.mark.reading}⟧")
    return Measure(dict(marks), dict(hits), len(named), len({id(s) for s in named} - touched), missed)


def _touches(suspect: Suspect, entry: Entry) -> bool:
    """Tell whether *suspect* sends an editor to the mark of *entry*: it stands there or next to it.

    A quotation mark without its other half is named where it stands; the lost one may be anywhere in the block.
    """
    start, end = entry.offset, entry.offset + len(entry.mark.witness)
    if suspect.start <= end + 1 and start - 1 <= suspect.end:
        return True
    return suspect.check == "quotes" and bool(set("“”‘’\"'") & set(entry.mark.reading + entry.mark.witness))


def told(measured: Measure) -> list[str]:
    """Return a measure as lines to print."""
    lines = [f"{'kind':<12} {'marks':>6} {'found':>6}  recall"]
    for kind, count in sorted(measured.marks.items(), key=lambda item: -item[1]):
        hits = measured.found.get(kind, 0)
        lines.append(f"{kind:<12} {count:>6} {hits:>6}  {hits / count:.0%}")
    total, hits = sum(measured.marks.values()), sum(measured.found.values())
    lines.append(f"{'all':<12} {total:>6} {hits:>6}  {hits / total if total else 0:.0%}")
    lines.append(f"{measured.suspects} suspects, {measured.idle} of them at no mark")
    return [*lines, *(f"missed: {missed}" for missed in measured.missed)]
