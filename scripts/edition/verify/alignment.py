"""The alignment of a text's versions: which blocks of one say what which blocks of the other say.

``docs/texts/<id>/alignment.tsv``, beside the pages of a text that has versions. Its first line names the languages, in
the order of ``source.toml``; every other line is a pair: the permanent ids of the blocks on each side, more than one
where a translator divided or joined. Titles, headings and items are blocks like others; author's notes are not aligned,
for their numbers pair them. What the sides say is compared by `edition.register.differences`, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition.blocks import calls
from edition.problems import EditionError, Problem, relative
from edition.records import Source
from edition.verify.apparatus import block_idents, block_place, paired
from edition.verify.text import PAGES, Edited, id_prefix

NAME = "alignment.tsv"


@dataclass(frozen=True, slots=True)
class Pair:
    """Blocks that say the same in each version."""

    ident: str  #: ``12``, ``voices``: the last part of the first version's first id; unique in the text, and permanent
    sides: dict[str, tuple[str, ...]]  #: language → permanent ids of blocks, in the order of ``source.toml``
    line: int  #: of the file


def alignment_path(root: Path, source: Source) -> Path:
    """Return where the alignment of *source* is kept."""
    return root / PAGES / source.ident / NAME


def read_alignment(root: Path, source: Source) -> list[Pair]:
    """Return the pairs of *source* in their order; none for a text of one version.

    Raises `EditionError` for a file that is missing or holds a line that is no pair. Whether the pairs are those of
    the text is told by `alignment_problems`.
    """
    languages = [version.language for version in source.version]
    if len(languages) < 2:
        return []
    path = alignment_path(root, source)
    shown = relative(path, root)
    head = "# " + "\t".join(languages)
    if not path.is_file():
        remedy = f"restore it, or begin one: {head!r}, then a line for each pair of blocks"
        raise EditionError(Problem(shown, 0, "alignment", "is missing", remedy))
    lines = path.read_text(encoding="utf-8").split("\n")
    problems = []
    if lines[0] != head:
        problems.append(Problem(shown, 1, "alignment", "does not name the versions", f"let it begin with {head!r}"))
    pairs = []
    for index, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        sides = [tuple(side.split()) for side in line.split("\t")]
        if len(sides) != len(languages) or not all(sides):
            remedy = "write the ids of each side with spaces between, and a tab between the sides"
            problems.append(Problem(shown, index, "alignment", "is no pair", remedy))
            continue
        ident = sides[0][0].removeprefix(f"{id_prefix(source, languages[0])}.")
        pairs.append(Pair(ident, dict(zip(languages, sides, strict=True)), index))
    if problems:
        raise EditionError(problems)
    return pairs


@dataclass(frozen=True, slots=True)
class Aligned:
    """A block of one version, as the comparison of versions reads it."""

    place: str  #: permanent id
    page: str
    kind: str
    calls: tuple[str, ...]  #: numbers of the author's notes called in its reading


def aligned_blocks(root: Path, edited: Edited, language: str) -> list[Aligned]:
    """Return the body's blocks of the version in *language*, in order, by their permanent ids."""
    idents = block_idents(root, edited)
    return [
        Aligned(block_place(edited, block, idents), name, block.kind, tuple(calls(read.reading)))
        for name, page in edited.pages.items()
        for block, read in paired(edited.base.page(name), page.body)
        if block.version == language
    ]


def alignment_problems(root: Path, edited: Edited) -> list[Problem]:
    """Return a problem for each block that is not in exactly one pair, in order, and each call that is not paired.

    A call that one version has and the other lacks altogether is no fault of the alignment: it is a difference
    between the versions, and listed as one.
    """
    source = edited.source
    try:
        pairs = read_alignment(root, source)
    except EditionError as error:
        return error.problems
    if not pairs:
        return []
    shown = relative(alignment_path(root, source), root)
    known = {version.language: aligned_blocks(root, edited, version.language) for version in source.version}
    problems: list[Problem] = []
    for language, blocks in known.items():
        problems += _side_problems(pairs, blocks, language, shown)
    return [*problems, *_call_problems(pairs, known, shown)]


def _side_problems(pairs: list[Pair], blocks: list[Aligned], language: str, shown: str) -> Iterator[Problem]:
    """Yield what is wrong with one side: unknown, doubled, misplaced and missing blocks."""
    order = {block.place: index for index, block in enumerate(blocks)}
    seen: dict[str, int] = {}
    last = -1
    for pair in pairs:
        for place in pair.sides[language]:
            if place not in order:
                remedy = f"name one that {language} has, as the id ledger and source.toml do"
                yield Problem(shown, pair.line, "alignment", f"there is no block {place} in {language}", remedy)
                continue
            if place in seen:
                message = f"{place} is in a pair already (line {seen[place]})"
                yield Problem(shown, pair.line, "alignment", message, "keep it in one")
                continue
            if order[place] < last:
                message = f"{place} stands before {blocks[last].place} in the text"
                yield Problem(shown, pair.line, "alignment", message, "put the pairs in the order of the text")
            seen[place] = pair.line
            last = max(last, order[place])
    for block in blocks:
        if block.place not in seen:
            before = blocks[order[block.place] - 1].place if order[block.place] else ""
            line = seen.get(before, 1)
            yield Problem(shown, line, "alignment", f"{block.place} is in no pair", "add it to one, in its order")


def _call_problems(pairs: list[Pair], known: dict[str, list[Aligned]], shown: str) -> Iterator[Problem]:
    """Yield a problem for each note that both versions call, but not in the same pair."""
    called = {
        language: {number: block.place for block in blocks for number in block.calls}
        for language, blocks in known.items()
    }
    holder = {place: pair for pair in pairs for side in pair.sides.values() for place in side}
    first, *others = called
    for other in others:
        for number, place in called[first].items():
            there = called[other].get(number)
            if there is None or place not in holder or there not in holder or holder[place] is holder[there]:
                continue
            message = f"note {number} is called in {place} and in {there}, which are not in one pair"
            yield Problem(shown, holder[place].line, "alignment", message, "pair the blocks that call the same note")
