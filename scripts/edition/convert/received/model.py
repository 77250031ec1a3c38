"""What is taken out of a file: lines, with hints of what the document shows them to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from edition.problems import EditionError, Problem


@dataclass(frozen=True, slots=True)
class Hint:
    """What the document shows a line to be; a sign for the plan, no decision."""

    kind: str = ""  #: ``furniture``, ``heading``, ``quotation``, ``caption``, ``note``, ``table``; empty for plain text
    reason: str = ""  #: the sign: ``h2 of the page``, ``type of 14 points, the text's is 10``
    level: int = 0  #: of a heading
    what: str = ""  #: of furniture: ``navigation``, ``running head``
    foot: bool = False  #: stands at a page's foot, in a note's type


@dataclass(slots=True)
class Extracted:
    """The text of a file, and what is to be said about it."""

    text: str
    kind: str  #: ``txt``, ``html``, ``mhtml``, ``pdf``, ``epub``
    tool: str = ""  #: what took the text out; empty where the file is the witness as it stands
    version: str = ""
    encoding: str = ""  #: Python's name of the encoding by which bytes became characters
    hints: dict[int, Hint] = field(default_factory=dict)  #: line of the text, from 1 → its hint
    said: list[str] = field(default_factory=list)  #: what was recognized
    left_out: list[str] = field(default_factory=list)  #: what of the file is no text: scripts, pictures
    questions: list[tuple[list[int], str]] = field(default_factory=list)  #: lines, and what a person must decide

    @property
    def same(self) -> bool:
        """Whether the file itself is the witness."""
        return not self.tool


@dataclass(slots=True)
class Lines:
    """Lines being written, with their hints."""

    written: list[str] = field(default_factory=list)
    hints: dict[int, Hint] = field(default_factory=dict)

    @property
    def number(self) -> int:
        """The number of the line written last."""
        return len(self.written)

    def add(self, text: str, hint: Hint | None = None) -> None:
        """Write one line."""
        self.written.append(text)
        if hint:
            self.hints[len(self.written)] = hint

    def blank(self) -> None:
        """Set the next line apart."""
        if self.written and self.written[-1]:
            self.written.append("")

    @property
    def text(self) -> str:
        """All lines, each ended, without blank ones at the end."""
        text = "\n".join(self.written).rstrip("\n")
        return f"{text}\n" if text else ""


def listed(numbers: Iterable[int], most: int = 12) -> str:
    """Return *numbers* as a sentence prints them.

    >>> listed([3, 4]), listed(range(20), 2)
    ('3, 4', '0, 1 … (20)')
    """
    numbers = list(numbers)
    words = ", ".join(map(str, numbers[:most]))
    return f"{words} … ({len(numbers)})" if len(numbers) > most else words


def refusal(shown: str, message: str, remedy: str, line: int = 0) -> EditionError:
    """Return the refusal of the file *shown*."""
    return EditionError(Problem(shown, line, "usage", message, remedy))
