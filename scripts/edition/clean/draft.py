"""A draft: the text on its way from witness to base text, each character knowing where it came from.

Steps read drafts and propose edits; `Draft.edited` applies them and carries the origins along. So a decision that names
a line of the witness can be found in any later draft, and a block of the base text can say on which line it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from edition.edits import Edit, replay

MADE = -1  #: the origin of a character that a step put in (white space, a call sign)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft that holds more than white space."""

    start: int  #: offset of its first character
    text: str  #: without the line end, with all its spaces

    @property
    def end(self) -> int:
        """Offset just after its last character."""
        return self.start + len(self.text)

    @property
    def content_start(self) -> int:
        """Offset of its first character that is no white space."""
        return self.start + len(self.text) - len(self.text.lstrip())

    @property
    def content_end(self) -> int:
        """Offset just after its last character that is no white space."""
        return self.start + len(self.text.rstrip())


@dataclass(frozen=True)
class Draft:
    """A text and the offset in the witness of each of its characters."""

    witness: str
    text: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, witness: str) -> Draft:
        """Return the first draft: the witness itself."""
        return cls(witness, witness, tuple(range(len(witness))))

    def edited(self, edits: Iterable[Edit]) -> Draft:
        """Return the draft after *edits*; raises `ValueError` as `edition.edits.replay` does."""
        edits = list(edits)
        cuts = {
            edit.link: self.origins[edit.start : edit.start + len(edit.before)]
            for edit in edits
            if edit.link is not None and edit.before
        }
        origins: list[int] = []
        cursor = 0
        for edit in edits:
            origins += self.origins[cursor : edit.start]
            cursor = edit.start + len(edit.before)
            origins += cuts[edit.link] if edit.link is not None and edit.after else self._carried(edit)
        origins += self.origins[cursor:]
        return Draft(self.witness, replay(self.text, edits), tuple(origins))

    def _carried(self, edit: Edit) -> Iterator[int]:
        """Yield the origins of *edit*'s new characters: those that it keeps keep theirs."""
        kept = edit.after.find(edit.before) if edit.before else -1
        for index in range(len(edit.after)):
            inside = kept >= 0 and kept <= index < kept + len(edit.before)
            yield self.origins[edit.start + index - kept] if inside else MADE

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(index + 1 for index, character in enumerate(self.witness) if character == "\n")]

    @cached_property
    def _places(self) -> dict[int, int]:
        return {origin: place for place, origin in enumerate(self.origins) if origin != MADE}

    def line_at(self, offset: int) -> int:
        """Return the witness line (1-based) of the first character at or after *offset* that has an origin."""
        places = range(offset, len(self.origins))
        origin = next((self.origins[place] for place in places if self.origins[place] != MADE), MADE)
        return bisect_right(self._starts, origin) if origin != MADE else len(self._starts)

    def witness_line(self, line: int) -> str:
        """Return line *line* of the witness without its end; empty where there is no such line."""
        if not 1 <= line <= len(self._starts):
            return ""
        start = self._starts[line - 1]
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.witness)
        return self.witness[start:end]

    def line_start(self, line: int) -> int:
        """Return the witness offset at which line *line* begins."""
        return self._starts[line - 1]

    def in_witness(self, line: int, words: str) -> int:
        """Return the witness offset of *words* in witness line *line*.

        Raises `ValueError` where the line does not hold them, or holds them more than once.
        """
        text = self.witness_line(line)
        if not words or text.count(words) != 1:
            times = "does not hold" if words not in text or not words else "holds more than once"
            raise ValueError(f"line {line} {times} {words!r}; it reads {text.strip()[:40]!r}")
        return self._starts[line - 1] + text.index(words)

    def find(self, line: int, words: str) -> int:
        """Return the offset in this draft of *words*, which stand in witness line *line*; raises `ValueError`."""
        place = self.place_of(self.in_witness(line, words))
        if place == MADE:
            raise ValueError(f"{words!r} of line {line} was dropped by an earlier step")
        return place

    def place_of(self, origin: int) -> int:
        """Return where in this draft the witness's character at *origin* stands; `MADE` where it was dropped."""
        return self._places.get(origin, MADE)

    def lines(self) -> list[Line]:
        """Return the lines that hold more than white space, in order.

        Only LF ends a line: U+2028 and its like never do.
        """
        found, start = [], 0
        for text in self.text.split("\n"):
            if text.strip():
                found.append(Line(start, text))
            start += len(text) + 1
        return found
