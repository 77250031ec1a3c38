"""The first draft of an alignment: which blocks of two versions seem to say the same, and how sure that is.

The cheapest way through both versions is sought, as Gale and Church do (Computational Linguistics 19, 1993), in their
order and with every block in one pair, as `edition.verify.alignment` has it. What speaks for a pair: its length, the
kinds of its blocks, the turn of the document in which they stand, and what both versions have and is rare in them:
numbers, dates, names of the register, calls, markers, words of Latin letters. Meaning is not looked at. A version that
leaves a paragraph out has it paired with a neighbour's; such a pair is always among the doubtful ones.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from pathlib import Path

from edition.blocks import CALL, Block, calls, digits
from edition.clean.run import BaseText
from edition.problems import EditionError
from edition.register.entries import RegisterEntry, load_entries
from edition.register.forms import Forms
from edition.verify.apparatus import block_place
from edition.verify.ledger import Entry, match, numbered
from edition.verify.quantities import quantities
from edition.verify.text import Edited, id_prefix

ONE_TO_ONE, ONE_TO_TWO = 0.89, 0.0445  #: shares of pairs, by Gale and Church; each block more is a fifth as likely
SPREAD = 0.3  #: standard deviation of the logarithm of two lengths' ratio; 0.13 in K, whose translator keeps close
SHARED = 0.8  #: of the numbers and dates of one side, how many the other has; 0.91 in K
IN_TURN = 0.95  #: of the blocks of a document in turns, how many stand in one turn with what they are paired with
OTHER_KIND = 0.02  #: of pairs, how many have blocks of different kinds
SURE = 0.9  #: probability below which a pair is doubtful
FAR = 2.5  #: standard deviations by which the lengths of a pair may differ
LONG = 4  #: blocks of a pair that has more than most
SLACK = 60  #: blocks by which a pair may stand off the straight line from beginning to end
LATIN = re.compile(r"(?<![A-Za-z])[A-Za-z]{3,}(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of one version, with what it is known by."""

    place: str  #: permanent id
    block: Block
    turn: int  #: of the document, from 0
    signs: frozenset[str]  #: what the other version may have as well
    length: int  #: its letters and signs without spaces


@dataclass(frozen=True, slots=True)
class DraftPair:
    """Blocks of the first version with blocks of the second."""

    sides: tuple[Sequence[Passage], Sequence[Passage]]
    doubts: tuple[str, ...]  #: why a person must look at it; empty where nothing speaks against it

    @property
    def lines(self) -> list[int]:
        """Where its sides begin in the witness."""
        return [side[0].block.line for side in self.sides]

    @property
    def written(self) -> str:
        """Its line of ``alignment.tsv``."""
        return "\t".join(" ".join(dict.fromkeys(passage.place for passage in side)) for side in self.sides)


def draft_alignment(base: BaseText, ledger: Sequence[Entry], register: Sequence[RegisterEntry]) -> list[DraftPair]:
    """Return the pairs of *base*, whose paragraphs have the ids of *ledger*; none where it has not two versions."""
    languages = [version.language for version in base.source.version]
    if len(languages) != 2:
        return []
    turns = _turns(base, languages[0])
    forms = Forms([entry for entry in register if entry.kind != "term"])
    first, second = ([
        Passage(place, block, turns[block.line], _signs(block, forms), len("".join(block.printed.split())))
        for place, block in _placed(base, ledger, language)
    ] for language in languages)  # fmt: skip
    return _Alignment(first, second).pairs() if first and second else []


def drafted(root: Path, base: BaseText, ledger: Sequence[Entry]) -> list[DraftPair]:
    """Return `draft_alignment` with the names of the register below *root*; of one that cannot be read, no names."""
    try:
        register = load_entries(root)
    except EditionError:  # `edition check` tells its faults
        register = []
    return draft_alignment(base, ledger, register)


def write_alignment(base: BaseText, pairs: Sequence[DraftPair]) -> str:
    """Return the file that holds *pairs*."""
    head = "# " + "\t".join(version.language for version in base.source.version)
    return "".join(f"{line}\n" for line in [head, *(pair.written for pair in pairs)])


def _placed(base: BaseText, ledger: Sequence[Entry], language: str) -> Iterator[tuple[str, Block]]:
    """Yield the body's blocks in *language* with their ids; of blocks with one id, as two bylines have, the first."""
    body = [block for block in base.body if block.version == language]
    prefix = id_prefix(base.source, language)
    counted = numbered(body)
    known = match(counted, [entry for entry in ledger if entry.ident.rpartition(".")[0] == prefix])
    idents = {id(counted[index]): entry.ident for index, entry in known.items()}
    edited, seen = Edited(base.source, base, {}, {}), set[str]()
    for block in body:
        place = block_place(edited, block, idents)
        if place not in seen:
            seen.add(place)
            yield place, block


def _turns(base: BaseText, first: str) -> dict[int, int]:
    """Return, by line of the witness, the turn in which a block stands: one begins wherever *first* begins again."""
    blocks = sorted(base.body, key=lambda block: block.line)
    found, turn = dict[int, int](), -1
    for language, group in groupby(blocks, key=lambda block: block.version):
        turn += language == first
        found |= {block.line: max(turn, 0) for block in group}
    return found


def _signs(block: Block, forms: Forms) -> frozenset[str]:
    text = CALL.sub("", block.text)
    found = {f"{quantity.kind} {' '.join(quantity.value)}" for quantity in quantities(text, block.version)}
    found |= {f"call {number}" for number in calls(block.text)}
    found |= {f"name {' '.join(item.slugs)}" for item in forms.find(text)}
    found |= {f"word {word.lower()}" for word in LATIN.findall(text)}
    if number := digits(block.marker):
        found.add(f"marker {number}")
    return frozenset(found)


class _Alignment:
    """All ways to pair two versions, each step with its cost: the negative logarithm of its likelihood."""

    def __init__(self, first: Sequence[Passage], second: Sequence[Passage]) -> None:
        self.sizes = (len(first), len(second))
        self.ratio = sum(p.length for p in second) / sum(p.length for p in first)
        counts = [Counter(sign for passage in side for sign in passage.signs) for side in (first, second)]
        both = counts[0].keys() & counts[1].keys()
        self.sides = tuple([replace(p, signs=p.signs & both) for p in side] for side in (first, second))
        self.shares = [{sign: (count[sign] + 0.5) / (size + 1) for sign in both}
                       for count, size in zip(counts, self.sizes, strict=True)]  # fmt: skip
        self.in_turns = len({passage.turn for passage in first})
        most = max(4, math.ceil(max(self.sizes) / min(self.sizes)) + 1)
        self.shapes = [(1, 1), (2, 2), *((1, n) for n in range(2, most + 1)), *((n, 1) for n in range(2, most + 1))]

    def pairs(self) -> list[DraftPair]:
        """Return the likeliest pairs, in order."""
        chosen, at = [], self.sizes
        while at != (0, 0):
            shape = self.best[at]
            before = (at[0] - shape[0], at[1] - shape[1])
            sides = (self.sides[0][before[0] : at[0]], self.sides[1][before[1] : at[1]])
            chosen.append(DraftPair(sides, tuple(self._doubts(sides, self._certainty(before, at)))))
            at = before
        return chosen[::-1]

    @cached_property
    def _steps(self) -> dict[tuple[int, int], list[tuple[tuple[int, int], float]]]:
        """By how many blocks of each version are paired: shapes and costs of the last pair; near the straight."""
        (rows, columns), found = self.sizes, {}
        slack = SLACK + max(self.sizes) // min(self.sizes)
        for i in range(1, rows + 1):
            middle = i * columns / rows
            for j in range(max(1, int(middle - slack)), min(columns, int(middle + slack) + 1) + 1):
                found[i, j] = [
                    ((m, n), self._cost(self.sides[0][i - m : i], self.sides[1][j - n : j]))
                    for m, n in self.shapes
                    if m <= i and n <= j and self._likely(i, j, m, n)
                ]
        return found

    def _likely(self, i: int, j: int, m: int, n: int) -> bool:
        """Tell whether the cost of a pair is worth counting: a long one is not where its sides' lengths are far apart.

        Where one version has many more blocks, no way may be left without such pairs: then all are.
        """
        if m + n < LONG or max(self.sizes) > 1.5 * min(self.sizes):
            return True
        return abs(self._distance(self.sides[0][i - m : i], self.sides[1][j - n : j])) < 2 * FAR

    @cached_property
    def best(self) -> dict[tuple[int, int], tuple[int, int]]:
        """The shape of the last pair of the cheapest way to each place."""
        cheapest, shapes = {(0, 0): 0.0}, dict[tuple[int, int], tuple[int, int]]()
        for (i, j), steps in self._steps.items():
            ways = [(cheapest[i - m, j - n] + cost, (m, n)) for (m, n), cost in steps if (i - m, j - n) in cheapest]
            if ways:
                cheapest[i, j], shapes[i, j] = min(ways)
        return shapes

    @cached_property
    def _forward(self) -> dict[tuple[int, int], float]:
        """By place, the logarithm of the likelihood of all ways from the beginning."""
        found = {(0, 0): 0.0}
        for (i, j), steps in self._steps.items():
            ways = [found[i - m, j - n] - cost for (m, n), cost in steps if (i - m, j - n) in found]
            if ways:
                found[i, j] = _sum(ways)
        return found

    @cached_property
    def _backward(self) -> dict[tuple[int, int], float]:
        """By place, the logarithm of the likelihood of all ways to the end."""
        found: dict[tuple[int, int], list[float]] = {self.sizes: [0.0]}
        done = {}
        for place in [*reversed(self._steps), (0, 0)]:
            if place not in found:
                continue
            done[place] = _sum(found[place])
            for (m, n), cost in self._steps.get(place, ()):
                found.setdefault((place[0] - m, place[1] - n), []).append(done[place] - cost)
        return done

    def _certainty(self, before: tuple[int, int], after: tuple[int, int]) -> float:
        """Return the share of all ways, each by its likelihood, that have the pair between two places."""
        shape = (after[0] - before[0], after[1] - before[1])
        cost = dict(self._steps[after])[shape]
        return math.exp(self._forward[before] - cost + self._backward[after] - self._forward[self.sizes])

    def _cost(self, first: Sequence[Passage], second: Sequence[Passage]) -> float:
        more = len(first) + len(second) - 2
        cost = -math.log(ONE_TO_TWO / 5 ** (more - 1) if more else ONE_TO_ONE)
        cost += self._distance(first, second) ** 2 / 2
        kinds = {passage.block.kind for passage in (*first, *second)}
        cost -= math.log(OTHER_KIND) * (len(kinds) - 1)
        if self.in_turns > 1:
            inside = {p.turn for p in first}, {p.turn for p in second}
            both, either = len(inside[0] & inside[1]), len(inside[0] | inside[1])
            cost -= both * math.log(IN_TURN * self.in_turns) + (either - both) * math.log(1 - IN_TURN)
        return cost - self._shared(first, second)

    def _distance(self, first: Sequence[Passage], second: Sequence[Passage]) -> float:
        """Return by how many standard deviations the second side is too long; below 0, too short."""
        one, other = sum(p.length for p in first), sum(p.length for p in second)
        return math.log((other + 5) / (self.ratio * one + 5)) / SPREAD  # 5: two words more or less say nothing

    def _shared(self, first: Sequence[Passage], second: Sequence[Passage]) -> float:
        """Return how much likelier what stands on both sides, or on one alone, is in a pair than by chance."""
        signs = [frozenset[str]().union(*(p.signs for p in side)) for side in (first, second)]
        told = 0.0
        for here, there, share in ((0, 1, self.shares[1]), (1, 0, self.shares[0])):
            for sign in signs[here]:
                chance = min(share[sign], SHARED)
                told += math.log(SHARED / chance if sign in signs[there] else (1 - SHARED) / (1 - chance))
        return told / 2

    def _doubts(self, sides: tuple[Sequence[Passage], Sequence[Passage]], certainty: float) -> Iterator[str]:
        first, second = sides
        if len(first) > 1 or len(second) > 1:
            yield f"{len(first)} against {len(second)}"
        if certainty < SURE:
            yield f"certainty {certainty:.2f}"
        kinds = [" and ".join(sorted({passage.block.kind for passage in side})) for side in sides]
        if kinds[0] != kinds[1]:
            yield f"{kinds[0]} against {kinds[1]}"
        if abs(far := self._distance(first, second)) > FAR:
            yield f"the second is much too {'long' if far > 0 else 'short'} for the first"


def _sum(logarithms: Sequence[float]) -> float:
    """Return the logarithm of the sum of what *logarithms* stand for."""
    most = max(logarithms)
    return most + math.log(sum(math.exp(one - most) for one in logarithms))
