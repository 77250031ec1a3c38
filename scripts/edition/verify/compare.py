"""Comparing the two roads: the blocks of the pages, their marks undone, against the blocks of the base text.

Every difference becomes one problem at file and line, with both readings and a remedy that can be followed to the
letter: which line then reads how, what is put before or moved to which line. Words are mended by `edition.verify.mend`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from edition.blocks import Block, shown
from edition.marks import BREAK, Mark, write_mark
from edition.markup import BELONGS, dress, undress, write_block, write_text
from edition.problems import Problem
from edition.verify.mend import mend_words
from edition.verify.pages import Read, undone

ALIKE = 0.5  #: blocks at least this alike (`SequenceMatcher.ratio`) are taken for one block that was changed
JOINTS = ("", " ")  #: what stands between two paragraphs that were joined


@dataclass(slots=True)
class Alignment:
    """How the blocks of one page lie against those that the base text has there."""

    path: str
    lines: list[str]  #: of the page, as written
    expected: Sequence[Block]
    found: list[Read]
    matched: dict[int, int] = field(default_factory=dict)  #: index in expected → index in found
    changed: list[tuple[int, int]] = field(default_factory=list)  #: pairs of one block changed
    joined: list[tuple[int, int]] = field(default_factory=list)  #: expected *i* and *i* + 1 are one block *j* found
    split: list[tuple[int, int]] = field(default_factory=list)  #: expected *i* is two blocks *j* and *j* + 1 found
    missing: list[int] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)

    def first(self, index: int) -> int:
        """Return the first page line of block *index* found, its class or id line included."""
        line = self.found[index].line
        while line > 1 and BELONGS.fullmatch(self.lines[line - 2]):
            line -= 1
        return line

    def written(self, index: int) -> list[str]:
        """Return the page lines of block *index* found."""
        return self.lines[self.first(index) - 1 : self.found[index].last]

    def place_for(self, index: int) -> int:
        """Return the page line before which block *index* expected belongs."""
        following = [right for left, right in self.matched.items() if left > index]
        if following:
            return self.first(min(following))
        before = [right for left, right in self.matched.items() if left < index]
        return self.found[max(before)].last + 1 if before else len(self.lines)


def align(expected: Sequence[Block], found: Sequence[Read], path: str, lines: list[str]) -> Alignment:
    """Lay the blocks *found* on the page *path* against those *expected* there."""
    alignment = Alignment(path, lines, expected, undone(found))
    wanted = [block.matter for block in expected]
    given = [read.block.matter for read in alignment.found]
    for tag, first, last, start, end in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        if tag == "equal":
            alignment.matched |= {first + step: start + step for step in range(last - first)}
        else:
            _pair(alignment, range(first, last), range(start, end))
    return alignment


def _pair(alignment: Alignment, expected: range, found: range) -> None:
    """Pair the blocks of a run that differs: two joined, one split, one changed; the rest is missing or too much."""
    wanted, given = alignment.expected, [read.block for read in alignment.found]
    lefts, rights = list(expected), list(found)
    for left in expected:
        for right in found:
            if left not in lefts or right not in rights:
                continue
            if left + 1 in lefts and _runs_on(wanted[left], wanted[left + 1], given[right]):
                alignment.joined.append((left, right))
                lefts.remove(left + 1)
            elif right + 1 in rights and _runs_on(given[right], given[right + 1], wanted[left]):
                alignment.split.append((left, right))
                rights.remove(right + 1)
            else:
                continue
            alignment.matched[left] = right
            lefts.remove(left)
            rights.remove(right)
    start = 0
    for left in list(lefts):
        for right in [right for right in rights if right >= start]:
            if _alike(wanted[left], given[right]):
                alignment.changed.append((left, right))
                alignment.matched[left] = right
                lefts.remove(left)
                rights.remove(right)
                start = right
                break
    alignment.missing += lefts
    alignment.extra += rights


def _runs_on(first: Block, second: Block, whole: Block) -> bool:
    same_kind = first.matter[:2] == second.matter[:2] == whole.matter[:2]
    return same_kind and any(first.matter[2] + joint + second.matter[2] == whole.matter[2] for joint in JOINTS)


def _alike(block: Block, other: Block) -> bool:
    if block.text == other.text:
        return True
    matcher = SequenceMatcher(None, block.text, other.text, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def differences(alignments: Sequence[Alignment]) -> Iterator[Problem]:
    """Yield a problem for every difference on the pages of a text; a block may have moved from one to another."""
    for alignment in alignments:
        for left, right in alignment.changed:
            yield from _changed(alignment, left, right)
        for left, right in alignment.joined:
            yield _joined(alignment, left, right)
        for _, right in alignment.split:
            yield _split(alignment, right)
    yield from _moved(alignments)
    for alignment in alignments:
        for left in alignment.missing:
            yield _missing(alignment, left)
        for right in alignment.extra:
            yield _extra(alignment, right, alignments)


def _opening(block: Block) -> str:
    text = shown(block.text)
    return text if len(text) <= 40 else text[:39] + "…"


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _then_read(first: int, last: int, text: str) -> str:
    return f"{_lines(first, last)} then {'reads' if first == last else 'read'}:\n{text}"


def _changed(alignment: Alignment, left: int, right: int) -> Iterator[Problem]:
    block, read = alignment.expected[left], alignment.found[right]
    if block.matter[:2] != read.block.matter[:2]:
        first, last = alignment.first(right), read.last
        text = dress(block, undress(alignment.written(right)))
        message = f"this is {_kind(read.block)}, in the base text {_kind(block)}"
        yield Problem(alignment.path, read.line, "text", message, _then_read(first, last, text))
    if shown(block.text) != shown(read.block.text):
        yield from mend_words(block, read, right, alignment.lines)


def _kind(block: Block) -> str:
    kind, label, _ = block.matter
    article = "an" if kind[0] in "aeiou" else "a"
    return f"{article} {kind} ({label})" if label else f"{article} {kind}"


def _joined(alignment: Alignment, left: int, right: int) -> Problem:
    """Two paragraphs of the witness stand as one: say where the second begins."""
    read, first, second = alignment.found[right], alignment.expected[left], alignment.expected[left + 1]
    offset = len(first.matter[2])
    line = read.line_of(offset + 1)
    message = f"two {first.kind}s of the witness are joined; the second begins “{_opening(second)}”"
    if first.kind == "paragraph":
        message += f"; if that is meant, write {write_mark(Mark('corr', ' ', BREAK))} between them, on one line"
    starts = dict(read.breaks)
    if offset + 1 in starts:  # the second begins a line already
        text = _broken(alignment.lines[line - 1], "", first)
    else:
        opening = write_text(second.text).partition("\n")[0][:24]
        before, found, after = alignment.lines[line - 1].partition(opening)
        text = f"{before.rstrip()}{_broken(found + after, chr(10), first)}"
    return Problem(alignment.path, line, "text", message, _then_read(line, line, text))


def _broken(line: str, before: str, block: Block) -> str:
    """Return *line* as the beginning of a new block of the kind of *block*, an empty line before it."""
    prefix = {"quotation": "> ", "note": "    ", "item": "- "}.get(block.kind, "")
    empty = {"quotation": ">\n", "item": ""}.get(block.kind, "\n")
    bare = line.removeprefix(prefix).removeprefix("    " if block.kind == "note" else "")
    return f"{before}{empty}{prefix}{bare.strip() if before else bare}"


def _split(alignment: Alignment, right: int) -> Problem:
    """One paragraph of the witness stands as two: say which lines are one block."""
    read, other = alignment.found[right], alignment.found[right + 1]
    first, last = alignment.first(right), other.last
    whole = next(alignment.expected[left] for left, place in alignment.split if place == right)
    glued = whole.matter[2] == read.block.matter[2] + other.block.matter[2]
    joint = "" if glued else "\n"
    body = undress(alignment.written(right)) + joint + undress(alignment.written(right + 1))
    message = f"one {whole.kind} of the witness is split here: “{_opening(other.block)}”"
    if whole.kind == "paragraph":
        sign = write_mark(Mark("supplied", BREAK, "") if glued else Mark("corr", BREAK, " "))
        message += f"; if that is meant, write {sign} before its first word"
    return Problem(alignment.path, other.line, "text", message, _then_read(first, last, dress(whole, body)))


def _moved(alignments: Sequence[Alignment]) -> Iterator[Problem]:
    """Yield a problem for each block that stands in the wrong place, and take it off the lists."""
    for alignment in alignments:
        for right in list(alignment.extra):
            matter = alignment.found[right].block.matter
            others = sorted(alignments, key=lambda other: other is not alignment)
            places = [
                (other, left) for other in others for left in other.missing if other.expected[left].matter == matter
            ]
            if not places:
                continue
            target, left = places[0]
            target.missing.remove(left)
            alignment.extra.remove(right)
            read = alignment.found[right]
            message = f"this {read.block.kind} stands in the wrong place: “{_opening(read.block)}”"
            if read.block.kind == "note":
                yield Problem(alignment.path, read.line, "text", message, _note_in_order(alignment, read.block.number))
                continue
            of_page = "" if target is alignment else f" of {target.path}"
            remedy = f"move {_lines(alignment.first(right), read.last)} before line {target.place_for(left)}{of_page}"
            yield Problem(alignment.path, read.line, "text", message, remedy)


def _note_in_order(alignment: Alignment, number: str) -> str:
    """Return the remedy that sets the paragraphs of note *number* in the order of the witness."""
    order = [block.matter for block in alignment.expected]
    places = [index for index, read in enumerate(alignment.found) if read.block.number == number]
    first, last = alignment.first(places[0]), alignment.found[places[-1]].last
    known = [index for index in places if alignment.found[index].block.matter in order]
    known.sort(key=lambda index: order.index(alignment.found[index].block.matter))
    blocks = [alignment.found[index].block.with_marker(first_of_note=not step) for step, index in enumerate(known)]
    texts = [undress(alignment.written(index)) for index in known]
    return _then_read(first, last, "\n\n".join(map(dress, blocks, texts)))


def _missing(alignment: Alignment, left: int) -> Problem:
    block, line = alignment.expected[left], alignment.place_for(left)
    message = f"{_kind(block)} is missing (line {block.line} of the witness): “{_opening(block)}”"
    if block.kind == "note":
        begun = any(read.block.number == block.number for read in alignment.found)
        return Problem(
            alignment.path, line, "note", message,
            f"put before line {line}:\n{dress(block.with_marker(first_of_note=not begun), write_text(block.text))}",
        )  # fmt: skip
    return Problem(alignment.path, line, "text", message, f"put before line {line}:\n{write_block(block)}")


def _extra(alignment: Alignment, right: int, alignments: Sequence[Alignment]) -> Problem:
    read = alignment.found[right]
    remedy = f"take away {_lines(alignment.first(right), read.last)}"
    for other in alignments:
        for place in other.matched.values():
            if other.found[place].block.matter == read.block.matter and read.block.text:
                where = f"{other.path}:{other.found[place].line}"
                if other is alignment:
                    message = f"this {read.block.kind} stands twice; it stands on line {other.found[place].line} too"
                    return Problem(alignment.path, read.line, "text", message, remedy)
                message = f"this {read.block.kind} is claimed by two pages; source.toml puts it at {where}"
                return Problem(alignment.path, read.line, "page", message, remedy)
    message = f"this {read.block.kind} is not in the witness: “{_opening(read.block)}”"
    return Problem(alignment.path, read.line, "text", message, f"{remedy}; our own words stand in notes")
