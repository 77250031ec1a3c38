"""A proposal in the making: the rows of a witness, and the tables of ``source.toml`` that a plan for it would have.

A row is proposed as furniture, as a kind of block or as joined only where it can be named by words that stand in its
line once, as ``source.toml`` must; where it cannot, that is a question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from edition.clean.lines import width
from edition.convert.received import Hint

Entry = dict[str, Any]
SPACE = re.compile(r"\s+")
NOTHING = re.compile(r"(?!)")  #: matches nowhere


@dataclass(slots=True)
class Row:
    """A line of the witness that holds more than white space and hidden characters."""

    number: int
    raw: str  #: as it stands
    line: str  #: without hidden characters
    blanks: int  #: blank lines before it
    feed: bool  #: a form feed stands before it
    language: str = "en"
    dropped: bool = False  #: furniture, the whole of it
    turned: bool = False  #: furniture of a page's end or beginning stood before it
    kind: str = ""
    level: int = 0  #: of a heading by its Markdown sign
    joined: bool = False  #: the words of a heading whose number stands on the line before
    measured: int = -1  #: its columns, once counted
    sign: int = 0  #: characters at its beginning that are dropped
    foot: bool = False  #: the document shows it at a page's foot
    noted: bool = False  #: the document shows it among its notes
    run_on: bool = False  #: goes on with the heading on the line before
    hyphened: int = 0  #: columns of the lines before that it goes on with, their hyphens dropped

    @property
    def text(self) -> str:
        """What it reads, without white space and sign."""
        return self.line.strip()[self.sign :].lstrip()

    @property
    def gap(self) -> str:
        """The white space it ends with."""
        return self.line[len(self.line.rstrip()) :]

    @property
    def columns(self) -> int:
        """The columns its text takes; of a very long line, of its beginning."""
        if self.measured < 0:
            text = self.text[:300]
            self.measured = len(text) if text.isascii() else width(text)
        return self.measured


@dataclass
class Proposal:
    """A plan for a witness, in the tables of ``source.toml``, with what was recognized and what was not."""

    text: str
    kind: str = "txt"  #: of the file as received
    hints: dict[int, Hint] = field(default_factory=dict)  #: by line, what the document shows
    gone: re.Pattern[str] = NOTHING  #: what is dropped wherever it stands
    rows: list[Row] = field(default_factory=list)  #: every line that is not blank
    look: str = "one paragraph a line"
    languages: list[str] = field(default_factory=list)
    evidence: list[Entry] = field(default_factory=list)  #: lines and what they show
    questions: list[Entry] = field(default_factory=list)  #: lines and what a person must decide
    said: list[str] = field(default_factory=list)  #: what was recognized
    markdown: bool = False
    in_turns: str = ""  #: the second of two languages that take turns, line by line
    by: str = ""  #: how the document shows its headings
    mark: str = "misprint"
    version: list[Entry] = field(default_factory=list)
    clean: list[Entry] = field(default_factory=list)
    furniture: list[Entry] = field(default_factory=list)
    decision: list[Entry] = field(default_factory=list)
    heading: list[Entry] = field(default_factory=list)
    page: list[Entry] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    division: str = ""
    notes: Entry = field(default_factory=dict)
    note_rows: list[Row] = field(default_factory=list)  #: the first line of each note, in order
    lifted: dict[int, int] = field(default_factory=dict)  #: at page feet: first line of a note → its last

    @cached_property
    def lines(self) -> list[str]:
        """Every line of the witness."""
        return self.text.split("\n")

    @property
    def web(self) -> bool:
        """Whether the document says itself where its paragraphs are."""
        return self.kind in ("html", "mhtml", "epub")

    @property
    def kept(self) -> list[Row]:
        """The lines that are no furniture."""
        return [row for row in self.rows if not row.dropped]

    @property
    def body(self) -> list[Row]:
        """The kept lines that are none of the author's notes, at the end or at page feet."""
        feet, end = self.feet, self.notes.get("line") or self.rows[-1].number + 1
        return [row for row in self.kept if row.number < end and row.number not in feet]

    @property
    def feet(self) -> set[int]:
        """The lines of notes that stand at page feet."""
        return {line for first, last in self.lifted.items() for line in range(first, last + 1)}

    @property
    def measure(self) -> int:
        """The columns of a full line, if lines are broken at a measure; few are longer."""
        wide = sorted(row.columns for row in self.kept if row.columns > 20)
        return wide[int(0.95 * (len(wide) - 1))] if wide else 0

    @property
    def spaced(self) -> bool:
        """Whether a blank line follows each printed line, so that two lines without one are a page break."""
        return len(self.kept) > 20 and sum(row.blanks == 1 for row in self.kept[1:]) > 0.85 * len(self.kept)

    @property
    def carriage_returns(self) -> bool:
        """Whether lines end with CR LF, in which steps that know page breaks by blank lines see none."""
        return any("\r" in row.line for row in self.rows)

    def begin(self, name: str, row: Row, title: str = "") -> None:
        """Propose that page *name* begins with *row*."""
        words = self.words(row, row.sign)
        if words:
            self.page.append({"name": name, "line": row.number, "words": words, **({"title": title} if title else {})})

    def ask(self, rows: Iterable[Row | int], question: str) -> None:
        """Put a question to the person who edits, with the lines that raise it."""
        lines = [row if isinstance(row, int) else row.number for row in rows]
        if lines and not any(asked["question"] == question and asked["lines"] == lines for asked in self.questions):
            self.questions.append({"lines": lines, "question": question})

    def words(self, row: Row, skip: int = 0, length: int = 24) -> str:
        """Return the first words of *row* after *skip* characters of its text, long enough to stand there once.

        Empty where the line holds nothing that can be named so.
        """
        at = self._raw_offset(row.raw, len(row.line) - len(row.line.lstrip()) + skip)
        while found := SPACE.match(row.raw, at) or self.gone.match(row.raw, at):
            at = found.end()
        rest = row.raw[at:].rstrip()
        while (last := self.gone.search(rest, max(len(rest) - 2, 0))) and last.end() == len(rest):
            rest = rest[: last.start()].rstrip()
        while True:
            cut = rest[:length]
            if length < len(rest) and not rest[length].isspace() and " " in cut.strip():
                cut = cut[: cut.rindex(" ")]
            cut = cut.rstrip()
            if cut and row.raw.count(cut) == 1:
                return cut
            if length >= len(rest):
                return ""
            length *= 2

    def _raw_offset(self, raw: str, offset: int) -> int:
        """Return where in *raw* the character stands that is number *offset* of what is not dropped everywhere."""
        for match in self.gone.finditer(raw):
            if match.start() > offset:
                break
            offset += len(match[0])
        return offset

    def drop(self, row: Row, kind: str, reason: str) -> None:
        """Propose *row* as furniture: one entry, or one for each run between hidden characters."""
        pieces = [piece for part in self.gone.split(row.raw) if (piece := part.strip())]
        if any(row.raw.count(piece) != 1 for piece in pieces):
            self.ask([row], f"looks like {kind}, but cannot be named by words that stand there once")
            return
        for piece in pieces:
            first = piece if len(piece) < 60 else next(
                (piece[:n] for n in (24, 48) if row.raw.count(piece[:n]) == 1 and not piece[n - 1].isspace()), piece
            )  # fmt: skip
            last = next((piece[-n:] for n in (24, 48) if row.raw.count(piece[-n:]) == 1), piece)
            span = {"first": first} if first == piece else {"first": first, "last": last}
            self.furniture.append({"line": row.number, **span, "kind": kind, "reason": f"proposed: {reason}"})
        row.dropped = True

    def drop_span(self, rows: list[Row], kind: str, reason: str) -> None:
        """Propose *rows*, which follow one another, as furniture: one entry where nothing else is dropped in them."""
        first, last = self.words(rows[0]), rows[-1].line.strip()[-24:].lstrip()
        between = self.lines[rows[0].number - 1 : rows[-1].number]
        once = bool(first) and rows[-1].raw.count(last) == 1
        if len(rows) == 1 or not once or any(map(self.gone.search, between)):
            for row in rows:
                self.drop(row, kind, reason)
            return
        self.furniture.append({"line": rows[0].number, "to": rows[-1].number, "first": first, "last": last,
                               "kind": kind, "reason": f"proposed: {reason}"})  # fmt: skip
        for row in rows:
            row.dropped = True

    def drop_sign(self, row: Row, sign: str, kind: str) -> bool:
        """Propose dropping *sign* from the beginning of *row*; tell whether it can be named."""
        if row.raw.count(sign) != 1 or self.gone.search(sign):
            self.ask([row], f"the sign {sign.strip()!r} stands in it more than once and was left in the text")
            return False
        self.furniture.append(
            {"line": row.number, "first": sign, "kind": kind, "reason": "proposed: Markdown sign, no words of the text"}
        )
        row.sign, row.measured = len(sign), -1
        return True

    def fix(self, row: Row, kind: str, reason: str) -> None:
        """Propose that *row* is a block of *kind*."""
        words = self.words(row, row.sign)
        if words:
            row.kind = kind
            self.decision.append(
                {"do": "kind", "line": row.number, "words": words, "kind": kind, "reason": f"proposed: {reason}"}
            )

    def join(self, row: Row, verb: str, reason: str) -> None:
        """Propose how *row* joins the line before it."""
        words = self.words(row)
        if words and row.raw.lstrip().startswith(words):
            self.decision.append({"do": verb, "line": row.number, "words": words, "reason": f"proposed: {reason}"})
        else:
            self.ask([row], f"should be {verb!r}, but cannot be named by its first words")
