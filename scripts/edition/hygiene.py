"""Characters that must not hide in a page or a witness.

Invisible controls change what is read without being seen. A page that holds one is refused; a witness may hold one
only where ``source.toml`` lists it as furniture, so that a licensed step drops it. White space that means something
(no-break and ideographic spaces) is allowed; so is the variation selector that some fonts put after an arrow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from edition.problems import Problem

LINE_SEPARATORS = frozenset("\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")
ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e")
BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def refused(character: str) -> bool:
    """Tell whether *character* may not stand in a page or a base text."""
    return (
        character in LINE_SEPARATORS
        or character in "\u115f\u1160\u3164\uffa0"
        or character in ZERO_WIDTH
        or character in BIDIRECTIONAL
        or unicodedata.category(character) in {"Co", "Cs", "Cn", "Cf"}
        or (unicodedata.category(character) == "Cc" and character not in "\n\t")
    )


def describe(character: str) -> str:
    """Return a character's code point and name, as messages print it.

    >>> describe("\\u200b")
    'U+200B ZERO WIDTH SPACE'
    """
    name = unicodedata.name(character, "a control character")
    return f"U+{ord(character):04X} {name}"


def read_page(path: Path, shown: str) -> tuple[str, list[Problem]]:
    """Read the text file at *path* exactly; *shown* is how messages name it.

    Returns its text (empty where it cannot be decoded) and every problem found; raises nothing for bad content.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        return "", [Problem(shown, 0, "file", f"cannot be read: {error.strerror}", "restore the file")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = data[error.start : error.start + 1].hex().upper()
        return "", [Problem(shown, line, "file", f"is not UTF-8 (byte {found})", "save the file as UTF-8")]
    return text, list(faults(text, shown))


def faults(text: str, shown: str) -> Iterator[Problem]:
    """Yield a problem for every line of *text* that holds what a page may not hold."""
    if text.startswith("\ufeff"):
        yield Problem(shown, 1, "file", "begins with a byte order mark", "save the file as UTF-8 without BOM")
        text = text[1:]
    lines = text.split("\n")
    returns = [index for index, line in enumerate(lines, start=1) if line.endswith("\r")]
    if returns:
        message = f"ends {len(returns)} lines with CR LF, first here"
        yield Problem(shown, returns[0], "file", message, "save the file with LF line ends")
    suspects = frozenset(filter(refused, set(text)))
    for index, line in enumerate(lines, start=1) if suspects else ():
        for character in sorted(suspects & set(line.removesuffix("\r"))):
            column = line.index(character) + 1
            yield Problem(
                shown, index, "file", f"holds {describe(character)} at column {column}", "delete the character"
            )
