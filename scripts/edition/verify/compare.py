"""Comparing the two roads: the blocks of a page, its marks undone, against the blocks of the base text.

Every difference becomes one problem at file and line, with both readings and the remedy that makes it right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from edition.blocks import CALL, Block, bare_calls, digits
from edition.hygiene import describe
from edition.marks import Mark, write_mark
from edition.markup import escape, write_block, write_note
from edition.problems import Problem
from edition.verify.pages import Read

ALIKE = 0.5  #: blocks at least this alike (`SequenceMatcher.ratio`) are taken for one block that was changed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a run of blocks is compared, and what is known of the rest of the text."""

    path: str  #: of the page
    source: str  #: lines of the page as written, joined
    elsewhere: dict[tuple[str, str, str], str]  #: matter of blocks on other pages → ``path:line``

    @property
    def lines(self) -> list[str]:
        """The page's lines as written."""
        return self.source.split("\n")


def undone(reads: Sequence[Read]) -> list[Read]:
    """Return *reads* with the paragraph breaks that editors made taken back.

    A block that opens with ``{corr}`¶ <␣>``` goes on with the block before it in the witness.
    """
    joined: list[Read] = []
    for read in reads:
        if read.joined and joined and joined[-1].block.kind == read.block.kind:
            last = joined[-1]
            shift = len(last.block.text)
            block = _with_text(last.block, last.block.text + read.block.text)
            breaks = (*last.breaks, *((start + shift, line) for start, line in read.breaks))
            joined[-1] = Read(block, last.reading, last.path, last.line, breaks, (*last.marks, *read.marks))
        else:
            joined.append(read)
    return joined


def _with_text(block: Block, text: str) -> Block:
    return Block(block.kind, text, block.marker, block.number, block.level, block.version, block.line, block.ident)


def compare(expected: Sequence[Block], found: Sequence[Read], place: Place) -> Iterator[Problem]:
    """Yield a problem for every difference between *expected* (base text) and *found* (page), in page order."""
    found = undone(found)
    wanted = [block.matter for block in expected]
    given = [read.block.matter for read in found]
    matcher = SequenceMatcher(None, wanted, given, autojunk=False)
    missing: list[tuple[int, int]] = []  # (index in expected, index in found where it belongs)
    extra: list[int] = []
    for tag, first, last, start, end in matcher.get_opcodes():
        if tag == "equal":
            continue
        pairs = _pairs(expected[first:last], found[start:end])
        for left, right in pairs:
            yield from differences(expected[first + left], found[start + right], place)
        missing += [(index, end) for index in range(first, last) if index - first not in {left for left, _ in pairs}]
        extra += [index for index in range(start, end) if index - start not in {right for _, right in pairs}]
    yield from _moved(expected, found, missing, extra, place)


def _pairs(expected: Sequence[Block], found: Sequence[Read]) -> list[tuple[int, int]]:
    """Pair the blocks of a replaced run that are one block changed, in order."""
    pairs: list[tuple[int, int]] = []
    start = 0
    for left, block in enumerate(expected):
        for right in range(start, len(found)):
            other = found[right].block
            alike = SequenceMatcher(None, block.text, other.text, autojunk=False)
            same = block.text == other.text or (alike.quick_ratio() >= ALIKE and alike.ratio() >= ALIKE)
            if same:
                pairs.append((left, right))
                start = right + 1
                break
    return pairs


def _moved(
    expected: Sequence[Block],
    found: Sequence[Read],
    missing: list[tuple[int, int]],
    extra: list[int],
    place: Place,
) -> Iterator[Problem]:
    """Yield a problem for each block that stands elsewhere, is missing, or is too much."""
    for index in list(extra):
        match = next((pair for pair in missing if expected[pair[0]].matter == found[index].block.matter), None)
        if match is None:
            continue
        missing.remove(match)
        extra.remove(index)
        before = expected[match[0] - 1] if match[0] else None
        after = f"after the {before.kind} “{_opening(before)}”" if before else "at the beginning of the page"
        message = f"this {found[index].block.kind} stands in the wrong place: “{_opening(found[index].block)}”"
        yield Problem(place.path, found[index].line, "text", message, f"move it {after}")
    for index, position in missing:
        block = expected[index]
        line = found[position].line if position < len(found) else len(place.lines)
        stands = place.elsewhere.get(block.matter)
        if stands:
            message = f"a {block.kind} is missing here; it stands at {stands}: “{_opening(block)}”"
            yield Problem(place.path, line, "text", message, f"move it back before line {line} of {place.path}")
            continue
        message = f"a {block.kind} is missing (line {block.line} of the witness): “{_opening(block)}”"
        if block.kind == "note":
            written = write_note(block.number, [bare_calls(block.text)]).partition(": ")[2]
            how = f"in note [^n{block.number}], where its text belongs; further paragraphs indented by four spaces"
            yield Problem(place.path, line, "text", message, f"put {how}:\n{written}")
            continue
        yield Problem(place.path, line, "text", message, f"put before line {line}:\n{write_block(block)}")
    for index in extra:
        read = found[index]
        stands = place.elsewhere.get(read.block.matter)
        if stands:
            message = f"this {read.block.kind} is claimed by two pages; it stands at {stands} too"
            yield Problem(place.path, read.line, "page", message, "keep it where source.toml divides the text")
            continue
        message = f"this {read.block.kind} is not in the witness: “{_opening(read.block)}”"
        yield Problem(place.path, read.line, "text", message, "take it away; our own words stand in notes")


def _opening(block: Block) -> str:
    text = shown(block.text)
    return text if len(text) <= 40 else text[:39] + "…"


def shown(text: str) -> str:
    """Return *text* with calls as a page writes them."""
    return CALL.sub(lambda call: f"[^n{digits(call[1])}]", text)


def differences(expected: Block, read: Read, place: Place) -> Iterator[Problem]:
    """Yield a problem for each run of words in which a changed block differs from the base text."""
    block = read.block
    if expected.matter[:2] != block.matter[:2]:
        yield Problem(
            place.path, read.line, "text", f"this is a {_kind(block)}, in the base text a {_kind(expected)}",
            f"write it as:\n{write_block(expected)}",
        )  # fmt: skip
    wanted, given = shown(expected.text), shown(block.text)
    if wanted == given:
        return
    for first, last, start, end in word_differences(wanted, given):
        line = read.line_of(_unshown(block.text, start))
        yield _word_problem(wanted[first:last], given[start:end], line, expected.line, place)


def _kind(block: Block) -> str:
    kind, label, _ = block.matter
    return f"{kind} ({label})" if label else kind


def _unshown(text: str, offset: int) -> int:
    """Return the offset in *text* of what stands at *offset* of ``shown(text)``."""
    for call in CALL.finditer(text):
        grown = len(f"[^n{digits(call[1])}]") - len(call[0])
        if call.start() < offset:
            offset = max(call.start(), offset - grown)
    return offset


def word_differences(wanted: str, given: str) -> list[tuple[int, int, int, int]]:
    """Return the runs that differ, widened to whole words: (start, end) in *wanted* and in *given*.

    >>> word_differences("가 나다 라", "가 나더 라")
    [(2, 4, 2, 4)]
    """
    runs: list[tuple[int, int, int, int]] = []
    for tag, *run in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        first, last, start, end = _widened(wanted, given, *run)
        if runs and first <= runs[-1][1]:
            first, _, start, _ = runs.pop()
        runs.append((first, last, start, end))
    return runs


def _widened(wanted: str, given: str, first: int, last: int, start: int, end: int) -> tuple[int, int, int, int]:
    """Widen a run to whole words; where one side is empty, to the word before it."""

    def to_word_start() -> None:
        nonlocal first, start
        while first and start and not wanted[first - 1].isspace():
            first, start = first - 1, start - 1

    to_word_start()
    while last < len(wanted) and end < len(given) and not wanted[last].isspace():
        last, end = last + 1, end + 1
    while (first == last or start == end) and first and start:
        first, start = first - 1, start - 1
        to_word_start()
    return first, last, start, end


def _word_problem(wanted: str, given: str, line: int, witness_line: int, place: Place) -> Problem:
    message = f"the witness (line {witness_line}) has ‘{wanted}’, the page ‘{given}’"
    hidden = sorted({describe(sign) for sign in wanted + given if sign.isspace() and sign != " "})
    if wanted.split() == given.split() or hidden:
        points = " / ".join(" ".join(f"U+{ord(sign):04X}" for sign in text) for text in (wanted, given))
        message += f" ({'; '.join(hidden) or points})"
    if not given:
        return Problem(place.path, line, "text", message, f"put back: {escape(wanted)}")
    remedy = write_mark(Mark("corr", given, wanted)) if wanted else write_mark(Mark("supplied", given, ""))
    source = place.lines[line - 1] if line <= len(place.lines) else ""
    written = next((form for form in (escape(given), given) if source.count(form) == 1), None)
    if written is None:
        return Problem(
            place.path, line, "text", message,
            f"give the mark there the witness reading ‘{wanted}’, or mark the change: {remedy}",
        )  # fmt: skip
    whole = source.replace(written, remedy)
    return Problem(place.path, line, "text", message, f"mark the change ({remedy}), the line then reads:\n{whole}")
