"""What ``source.toml`` may contain, declared once: the records its tables become."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from edition.problems import Problem


@dataclass(frozen=True, slots=True)
class Furniture:
    """A span that belongs to the page, not to the text: dropped in cleaning, and in no output."""

    kind: str  #: ``navigation``, ``slogan``, ``page number``, ``advertising``, ``rule``, ``back-link`` …
    reason: str
    line: int = 0  #: first line of the span
    to: int = 0  #: last line, where it is another
    first: str = ""  #: its first words
    last: str = ""  #: its last words
    each: str = ""  #: instead of a span: a string dropped wherever it stands …
    count: int = 0  #: … this many times
    at: str = ""  #: ``line end``: of several such words in the line, the last, with which it ends


@dataclass(frozen=True, slots=True)
class Decision:
    """What no general rule decides: which line starts a block, what kind a block is, where a call is."""

    do: str  #: one of `DECISIONS`
    line: int
    words: str  #: words that stand in that line, once
    reason: str
    to: int = 0  #: last line, where the decision covers several
    kind: str = ""  #: for ``kind``: one of `edition.blocks.KINDS`
    ident: str = ""  #: for captions: the explicit id, without the text's
    note: int = 0  #: for ``note-continues``: the number of the note
    after: str = ""  #: for ``move``: words after whose line the span is put
    after_line: int = 0


DECISIONS = {
    "start": "this line starts a block",
    "continue": "this line goes on with the block before it",
    "glue": "this line goes on with the block before it, without a space",
    "space": "this line goes on with the block before it, with a space",
    "kind": "the block that starts here is of the kind named",
    "note-continues": "these lines go on with the note before them",
    "move": "these lines stand elsewhere in the text",
    "call": "the number here calls a note",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, with its explicit Latin id."""

    line: int
    words: str
    ident: str
    level: int = 1  #: 1 for a heading that opens a page


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the edition begins."""

    name: str  #: file name without ``.md``
    line: int = 0  #: 0 for a front page that holds no words of the witness
    words: str = ""
    title: str = ""  #: the edition's own title, where the witness gives the page none


@dataclass(frozen=True, slots=True)
class Version:
    """A language version within one witness."""

    language: str
    line: int = 1


@dataclass(frozen=True, slots=True)
class Notes:
    """The author's notes: how they are printed and which there must be."""

    calls: str = ""  #: printed form of a call, with 1 for the number: ``1)``, ``[1]``, ``1``
    bodies: str = ""  #: printed form before a note's text: ``1) ``, ``[1] ``, ``1. ``; empty where bodies are absent
    line: int = 0  #: the line from which notes stand, where they stand together
    called: dict[str, list[int]] = field(default_factory=dict)  #: by language, numbers called, in order
    absent: dict[str, list[int]] = field(default_factory=dict)  #: by language, numbers whose bodies the witness lacks


@dataclass(frozen=True, slots=True)
class Received:
    """The file as received, where the witness was taken out of it by a tool."""

    file: str  #: its name beside the witness
    sha256: str
    kind: str  #: ``txt``, ``html``, ``mhtml``, ``pdf``, ``epub``
    tool: str  #: what took the text out
    version: str  #: the tool's; by another version the text is not taken out again to be compared
    encoding: str = ""  #: by which bytes became characters
    name: str = ""  #: the name under which it came
    left_out: list[str] = field(default_factory=list)  #: what of the file is no text: scripts, pictures


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the text by one reader, from beginning to end or a part of it."""

    date: date
    by: str  #: who, as the status page prints it
    by_ko: str
    of: str = "witness"  #: what was read: ``witness`` (the base text) or ``pages`` (the text as edited)
    found: int = 0  #: emendations proposed
    alone: int = 0  #: of these, the ones that no other reader of the same round proposed
    line: int = 0  #: where the part begins in the witness, where it is not the whole text …
    to: int = 0  #: … and where it ends


@dataclass(frozen=True, slots=True)
class Source:
    """One text: its witness and everything ``source.toml`` says of it."""

    ident: str
    siglum: str
    sha256: str
    languages: list[str]
    identity: dict[str, Any]
    provenance: dict[str, Any]
    rights: dict[str, Any]
    clean: list[dict[str, Any]]  #: the cleaning plan: each a step's name and its parameters
    found: list[dict[str, Any]] = field(default_factory=list)
    mark: dict[str, str] = field(default_factory=dict)  #: default kind and certainty of a mark
    division: str = ""  #: the rule the page division must agree with: ``double blank lines``, or none
    markers: list[str] = field(default_factory=list)  #: printed markers of list items
    notes: Notes = field(default_factory=Notes)
    received: Received | None = None  #: none where the witness is the file as received
    version: list[Version] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    decision: list[Decision] = field(default_factory=list)
    heading: list[Heading] = field(default_factory=list)
    page: list[Page] = field(default_factory=list)
    reading: list[Reading] = field(default_factory=list)
    withheld: dict[str, Any] = field(default_factory=dict)  #: of a surrogate: what a public edition leaves out, counted
    path: str = ""  #: of ``source.toml``, as messages print it
    text: str = ""  #: the witness, exactly
    lines: dict[str, list[int]] = field(default_factory=dict)  #: table name → line of each of its entries

    def place(self, table: str, index: int) -> tuple[str, int]:
        """Return path and line of entry *index* of ``[[table]]``."""
        known = self.lines.get(table, [])
        return self.path, known[index] if index < len(known) else 1

    def problem(self, table: str, index: int, code: str, message: str, remedy: str) -> Problem:
        """Return a problem located at entry *index* of ``[[table]]``."""
        path, line = self.place(table, index)
        return Problem(path, line, code, message, remedy)
