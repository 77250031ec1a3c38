"""Mending words: for a run of words in which a page differs from the base text, the line as it ought to read.

A remedy is found by trial: a line is changed, the page is read again, and only a change after which the block has the
witness's words is printed. So what is printed can be followed to the letter, however marks and escapes lie in the line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher

from edition.blocks import CALL, Block, digits, shown
from edition.hygiene import describe
from edition.marks import Mark, write_mark
from edition.marks import escape as escape_in_mark
from edition.markup import escape_signs
from edition.problems import Problem
from edition.verify.pages import Read, read_page, undone

Run = tuple[int, int, int, int]  #: start and end in the wanted words, start and end in the given ones
WRITTEN_CALL = re.compile(r"(\[\^n\d+\])")
SENTENCE_ENDED = re.compile(r"[.?!…][”’\"')\]]*\s*\Z")


def mend_words(block: Block, read: Read, index: int, lines: list[str]) -> Iterator[Problem]:
    """Yield a problem for each run of words in which *read*, block *index* of its page, differs from *block*.

    Runs on one line have one remedy, that line with all of them mended. They are mended from the last to the first, so
    that the places of those before stay what they are.
    """
    mending = _Mending(block, read, index, list(lines), shown(block.text), shown(read.block.text))
    found = [mending.mended(run) for run in reversed(word_runs(mending.wanted, mending.given))]
    for line, problem in reversed(found):
        remedy = f"line {line} then reads:\n{mending.lines[line - 1]}" if line else problem.remedy
        yield replace(problem, remedy=remedy)


def word_runs(wanted: str, given: str) -> list[Run]:
    """Return the runs that differ, those that share a word taken together.

    >>> word_runs("가 나다 라", "가 나더 라")
    [(3, 4, 3, 4)]
    """
    runs: list[Run] = []
    for tag, first, last, start, end in SequenceMatcher(None, wanted, given, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if runs and not re.search(r"\s", wanted[runs[-1][1] : first] or "-"):
            before = runs.pop()
            runs.append((before[0], last, before[2], end))
        else:
            runs.append((first, last, start, end))
    return runs


def rotated(wanted: str, given: str, run: Run) -> Iterator[Run]:
    """Yield other ways to tell *run* where one side has words more: a space before them may be one after them.

    >>> list(rotated("가 나 다", "가 다", (1, 3, 1, 1)))
    [(2, 4, 2, 2)]
    """
    first, last, start, end = run
    longer, place, stop = (wanted, first, last) if first < last else (given, start, end)
    if first < last and start < end:
        return
    if stop < len(longer) and longer[place] == longer[stop] == " ":
        yield first + 1, last + 1, start + 1, end + 1
    if place and longer[place - 1] == longer[stop - 1] == " ":
        yield first - 1, last - 1, start - 1, end - 1


def widened(wanted: str, given: str, run: Run, *, back: bool, on: bool) -> Run:
    """Widen *run* to whole words; with *back* or *on*, by a further word before or after it.

    >>> widened("가 나다 라", "가 나더 라", (3, 4, 3, 4), back=False, on=False)
    (2, 4, 2, 4)
    """
    first, last, start, end = run

    def to_word_start(first: int, start: int) -> tuple[int, int]:
        while first and start and not wanted[first - 1].isspace():
            first, start = first - 1, start - 1
        return first, start

    def to_word_end(last: int, end: int) -> tuple[int, int]:
        while last < len(wanted) and end < len(given) and not wanted[last].isspace():
            last, end = last + 1, end + 1
        return last, end

    first, start = to_word_start(first, start)
    last, end = to_word_end(last, end)
    if back and first and start:
        first, start = to_word_start(first - 1, start - 1)
    if on and last < len(wanted) and end < len(given):
        last, end = to_word_end(last + 1, end + 1)
    return first, last, start, end


def _written(text: str) -> str:
    """Return words as a page writes them: signs escaped, calls kept."""
    parts = WRITTEN_CALL.split(text)
    return "".join(part if index % 2 else escape_signs(part) for index, part in enumerate(parts))


class _Mending:
    """One changed block and its page, for trying remedies."""

    def __init__(self, block: Block, read: Read, index: int, lines: list[str], wanted: str, given: str) -> None:
        self.block, self.read, self.index, self.lines = block, read, index, lines
        self.wanted, self.given = wanted, given

    def mended(self, run: Run) -> tuple[int, Problem]:
        """Return the line that is mended for *run*, 0 where none can be, and the problem; the line is kept."""
        first, last, start, end = run
        target = self.given[:start] + self.wanted[first:last] + self.given[end:]
        at = self._line(start)
        word = widened(self.wanted, self.given, run, back=False, on=False)
        message = self._message(word if word[0] < word[1] and word[2] < word[3] else self._widths(run)[1])
        for line in (at, at - 1, at + 1):
            if not self.read.line <= line <= self.read.last:
                continue
            for text in self._candidates(run, line):
                if self._reads(line, text) == target:
                    if left_out := self._left_out(run, line):
                        message += f"; if that is meant, write {left_out} there"
                    self.lines[line - 1], self.given = text, target
                    return line, Problem(self.read.path, line, "text", message, "")
        remedy = f"set the witness’s words ‘{self.wanted[word[0] : word[1]]}’ there again, or mark the change"
        return 0, Problem(self.read.path, at, "text", message, remedy)

    def _line(self, start: int) -> int:
        """Return the page line of offset *start*; at a line's edge, the line whose sentence is not whole."""
        offset = self._unshown(start)
        line = self.read.line_of(offset)
        before = self.given[:start]
        starts = {self.read.line_of(place): place for place, _ in self.read.breaks}
        at_start = starts.get(line) == offset and line > self.read.line
        if at_start and not SENTENCE_ENDED.search(before):
            return line - 1
        next_start = starts.get(line + 1)
        if next_start == offset + 1 and SENTENCE_ENDED.search(before):
            return line + 1
        return line

    def _unshown(self, offset: int) -> int:
        """Return the offset in the block's text of what stands at *offset* of it as shown."""
        for call in CALL.finditer(self.read.block.text):
            grown = len(f"[^n{digits(call[1])}]") - len(call[0])
            if call.start() < offset:
                offset = max(call.start(), offset - grown)
        return offset

    def _widths(self, run: Run) -> list[Run]:
        """Return *run* as whole words, with a word more before or after, and bare."""
        flags = [(False, False), (False, True), (True, False), (True, True)]
        runs = [run, *rotated(self.wanted, self.given, run)]
        widths = [widened(self.wanted, self.given, one, back=back, on=on) for back, on in flags for one in runs]
        return [*widths, run]

    def _candidates(self, run: Run, line: int) -> Iterator[str]:
        """Yield the ways in which *line* might be made right."""
        source = self.lines[line - 1]
        for first, last, start, end in self._widths(run):
            wanted, given = self.wanted[first:last], self.given[start:end]
            if not given:
                continue
            lost = self._whole_words_lost(run) or _alike(wanted, given)
            mended = _written(wanted) if lost else _marked_between_calls(wanted, given)
            for form, text in ((_written(given), mended), (escape_in_mark(given), escape_in_mark(wanted))):
                for place in _places(source, form):
                    yield source[:place] + text + source[place + len(form) :]

    def _left_out(self, run: Run, line: int) -> str:
        """Return the mark that leaves out the words of *run*, which the page lacks; nothing where none can."""
        first, last, _, _ = run
        words = self.wanted[first:last]
        if not self._whole_words_lost(run) or "[^n" in words or not words.strip():
            return ""
        mark = write_mark(Mark("surplus", "", words))
        for wide in self._widths(run):
            given = _written(self.given[wide[2] : wide[3]])
            marked = _written(self.wanted[wide[0] : first]) + mark + _written(self.wanted[last : wide[1]])
            source = self.lines[line - 1]
            for place in _places(source, given) if given else []:
                text = source[:place] + marked + source[place + len(given) :]
                if self._reads(line, text) == self.given[: run[2]] + words + self.given[run[2] :]:
                    return mark
        return ""

    def _whole_words_lost(self, run: Run) -> bool:
        """Tell whether *run* is words that the page lacks, and not letters of a word: those may be a correction."""
        first, last, start, end = run
        if start < end:
            return False
        around = self.wanted[max(first - 1, 0) : first], self.wanted[last : last + 1]
        inside = self.wanted[first:last]
        opened = not around[0].strip() or inside[:1].isspace()
        closed = not around[1].strip() or inside[-1:].isspace()
        return opened and closed

    def _reads(self, line: int, text: str) -> str:
        """Return how the block reads, as shown, once *line* is *text*."""
        lines = [*self.lines[: line - 1], text, *self.lines[line:]]
        page = read_page("\n".join(lines), self.read.path, self.read.block.version)
        reads = undone(page.notes if self.block.kind == "note" else page.body)
        return shown(reads[self.index].block.text) if self.index < len(reads) and not page.problems else ""

    def _message(self, run: Run) -> str:
        first, last, start, end = run
        wanted, given = self.wanted[first:last], self.given[start:end]
        message = f"the witness (line {self.block.line}) has ‘{wanted}’, the page ‘{given}’"
        hidden = sorted({describe(sign) for sign in wanted + given if sign.isspace() and sign != " "})
        if _alike(wanted, given) or hidden:
            points = " / ".join(" ".join(f"U+{ord(sign):04X}" for sign in text) for text in (wanted, given))
            message += f" ({'; '.join(hidden) or points})"
        return message


def _alike(wanted: str, given: str) -> bool:
    """Tell whether two readings look the same: they differ in white space or in how a character is composed only."""
    return wanted.split() == given.split() or unicodedata.normalize("NFC", wanted) == unicodedata.normalize(
        "NFC", given
    )


def _marked(wanted: str, given: str) -> str:
    if not given:
        return write_mark(Mark("surplus", "", wanted))
    return write_mark(Mark("corr", given, wanted) if wanted else Mark("supplied", given, ""))


def _marked_between_calls(wanted: str, given: str) -> str:
    """Return *given* with a mark for each part between calls that differs; *wanted* where calls themselves differ.

    >>> _marked_between_calls("나왔고[^n3],", "나오고[^n3];")
    '{corr}`나오고 <나왔고>`[^n3]{corr}`; <,>`'
    """
    ours, theirs = WRITTEN_CALL.split(given), WRITTEN_CALL.split(wanted)
    if ours[1::2] != theirs[1::2]:
        return _written(wanted)
    pairs = zip(ours, theirs, strict=True)
    return "".join(mine if mine == other and index % 2 else escape_signs(mine) if mine == other
                   else _marked(other, mine) for index, (mine, other) in enumerate(pairs))  # fmt: skip


def _places(text: str, form: str) -> list[int]:
    return [match.start() for match in re.finditer(f"(?={re.escape(form)})", text)]
