"""Typst source, written as code: calls of functions whose arguments are blocks of strings and further calls.

In code, unlike markup, white space means nothing and every word is a string literal: there is nothing to escape and
nothing in a text can become an instruction.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: an origin stands before each block, so that Typst's complaints can be led back to the page
ORIGIN = re.compile(r"^\s*// (?P<page>\S+?):(?P<line>\d+)$")


def quote(text: str) -> str:
    r"""Return *text* as a Typst string literal; a line end, soft in all our sources, is a space.

    >>> print(quote('say "\\"'))
    "say \"\\\""
    """
    text = re.sub(r"[\n\r\t]", " ", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quote_lines(text: str) -> str:
    """Return *text* as a Typst string literal with its line ends kept."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def optional(text: str | None) -> str:
    """Return *text* as a string literal, and nothing at all as ``none``."""
    return quote(text) if text else "none"


def array(items: Iterable[str]) -> str:
    """Return a Typst array of *items*, which are expressions."""
    return "(" + "".join(f"{item}, " for item in items) + ")"


class Source:
    """Typst code being written: `begin` and `end` nest, `add` writes between them."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._starts: list[int] = []  #: where the open blocks began, to see whether they stayed empty

    def add(self, code: str) -> None:
        """Write one expression, on lines of its own."""
        self.parts.append(f"{code}\n")

    def begin(self, head: str = "") -> None:
        """Write *head* and open a block of content."""
        self.parts.append(head + "{\n")
        self._starts.append(len(self.parts))

    def end(self, tail: str = ")") -> None:
        """Close the block opened last, and write *tail*."""
        if len(self.parts) == self._starts.pop():
            self.parts.append("[]")
        self.parts.append("}" + tail + "\n")

    def origin(self, page: str, line: int | None) -> None:
        """Note where the next block comes from."""
        if line is not None:
            self.parts.append(f"// {page.replace(' ', '_')}:{line}\n")

    def __str__(self) -> str:
        return "".join(self.parts)


def origin_of(source: str, line: int) -> tuple[str, int] | None:
    """Return the page and its line that line *line* of *source* was written for, if an origin stands before it."""
    for text in reversed(source.split("\n")[:line]):
        if match := ORIGIN.match(text):
            return match["page"], int(match["line"])
    return None
