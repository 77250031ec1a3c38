"""The id ledger: permanent paragraph numbers, assigned once.

A ledger is a file of tab-separated lines beside a text's pages, one a numbered block: id, digest of the block's text in
the witness, its first words, and, for a block that is no more, the id that stands in its place, or ``removed`` where
none does. Since the base text does not change when the text is emended, an id stays with its words whatever editors do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from string import ascii_lowercase

from edition.blocks import NUMBERED, Block
from edition.problems import EditionError, Problem

NAME = "ids.tsv"
HEADER = "# id\tdigest of the witness's words\tfirst words\tredirect\n"
REMOVED = "removed"  #: in place of a redirect: the block is no more, and nothing stands in its place
OPENING = 24  #: characters of a block that its entry shows


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a ledger."""

    ident: str  #: ``lee-lessons.12``
    digest: str  #: `edition.blocks.Block.digest`
    opening: str
    redirect: str = ""  #: where a vanished id leads: an id, or `REMOVED`
    line: int = 0

    @property
    def number(self) -> str:
        """The paragraph number alone: ``12`` or ``12a``."""
        return self.ident.rpartition(".")[2]


def read_ledger(path: Path, shown: str) -> list[Entry]:
    """Read the ledger at *path*, empty where there is none; raises `EditionError` for a line that is no entry."""
    if not path.is_file():
        return []
    entries, problems = [], []
    for index, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) not in (3, 4):
            problems.append(Problem(shown, index, "id", "is no entry", "write id, digest and first words, with tabs"))
            continue
        entries.append(Entry(parts[0], parts[1], parts[2], parts[3] if len(parts) > 3 else "", index))
    if problems:
        raise EditionError(problems)
    return entries


def write_ledger(entries: Sequence[Entry]) -> str:
    """Return the file that holds *entries*."""
    lines = ("\t".join(filter(None, [item.ident, item.digest, item.opening, item.redirect])) for item in entries)
    return HEADER + "".join(f"{line}\n" for line in lines)


def numbered(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks that get a number."""
    return [block for block in blocks if block.kind in NUMBERED]


def assign(blocks: Sequence[Block], entries: Sequence[Entry], prefix: str) -> list[Entry]:
    """Return the ledger of *blocks* (of one version): known blocks keep their ids, new ones get one.

    *prefix* stands before the number. A block put in after ``12`` gets ``12a``; an entry whose block is gone is kept,
    for an id is never used again.
    """
    live = [entry for entry in entries if not entry.redirect]
    if not live:
        return [_entry(f"{prefix}.{number}", block) for number, block in enumerate(blocks, start=1)]
    matcher = SequenceMatcher(None, [e.digest for e in live], [b.digest for b in blocks], autojunk=False)
    result: list[Entry] = []
    taken = {entry.ident for entry in entries}
    for tag, first, last, start, end in matcher.get_opcodes():
        result += live[first:last]
        for block in blocks[start:end] if tag in ("insert", "replace") else []:
            ident = _next(result[-1].ident if result else f"{prefix}.0", taken, prefix)
            taken.add(ident)
            result.append(_entry(ident, block))
    return result + [entry for entry in entries if entry.redirect]


def _entry(ident: str, block: Block) -> Entry:
    return Entry(ident, block.digest, " ".join(block.printed[:OPENING].split()))


def _next(ident: str, taken: set[str], prefix: str) -> str:
    """Return a free id after *ident*: the next letter after its number."""
    number = ident.rpartition(".")[2].rstrip(ascii_lowercase)
    for letter in ascii_lowercase:
        if f"{prefix}.{number}{letter}" not in taken:
            return f"{prefix}.{number}{letter}"
    raise EditionError(Problem(ident, 0, "id", "has no free letter after it", "number by hand in the ledger"))


def match(blocks: Sequence[Block], entries: Sequence[Entry]) -> dict[int, Entry]:
    """Return index in *blocks* → its entry, for the blocks that the ledger knows, in order."""
    live = [entry for entry in entries if not entry.redirect]
    matcher = SequenceMatcher(None, [b.digest for b in blocks], [e.digest for e in live], autojunk=False)
    return {run.a + offset: live[run.b + offset] for run in matcher.get_matching_blocks() for offset in range(run.size)}


def ledger_problems(blocks: Sequence[Block], entries: Sequence[Entry], shown: str, prefix: str) -> Iterator[Problem]:
    """Yield a problem for each id that vanished or moved without a redirect, and each block without a number."""
    entries = [entry for entry in entries if entry.ident.rpartition(".")[0] == prefix]
    known = match(blocks, entries)
    kept = {entry.ident for entry in known.values()}
    final = {entry.ident: entry.redirect for entry in redirected(entries)}
    seen: set[str] = set()
    last = (0, "")
    for index in sorted(known):
        entry, block = known[index], blocks[index]
        order = (int(entry.number.rstrip(ascii_lowercase) or 0), entry.number)
        if order[0] < last[0] or (order[0] == last[0] and order[1] <= last[1]):
            message = f"{entry.ident} stands after {prefix}.{last[1]}: a published id has moved"
            yield Problem(shown, entry.line, "id", message, "restore the ledger: ids keep their words")
        last = order
        if entry.opening != _entry(entry.ident, block).opening:
            message = f"{entry.ident} begins “{_entry(entry.ident, block).opening}”, not “{entry.opening}”"
            yield Problem(shown, entry.line, "id", message, "restore the ledger")
    for entry in entries:
        if entry.ident in seen:
            yield Problem(shown, entry.line, "id", f"{entry.ident} is given twice", "number the second one anew")
        seen.add(entry.ident)
        if entry.redirect and final[entry.ident] not in {*kept, REMOVED}:
            message = f"{entry.ident} leads to {entry.redirect}, and no paragraph is there"
            remedy = f"name an id whose paragraph is in the text, or write {REMOVED}"
            yield Problem(shown, entry.line, "id", message, remedy)
        if not entry.redirect and entry.ident not in kept:
            message = f"{entry.ident} is published, but its words “{entry.opening}” are gone or moved"
            remedy = f"restore the block, or write the id in its place, or {REMOVED}, as a fourth column"
            yield Problem(shown, entry.line, "id", message, remedy)
    for index, block in enumerate(blocks):
        if index not in known:
            yield Problem(shown, 0, "id", f"no number yet for “{block.printed[:OPENING]}”",
                          f"run: edition number {prefix.partition('.')[0]}")  # fmt: skip


def redirected(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that lead elsewhere, without chains."""
    targets = {entry.ident: entry.redirect for entry in entries if entry.redirect}
    final = []
    for entry in entries:
        target, steps = entry.redirect, 0
        while target in targets and steps < len(targets):
            target, steps = targets[target], steps + 1
        if entry.redirect:
            final.append(replace(entry, redirect=target))
    return final
