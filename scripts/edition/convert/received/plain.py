"""Plain text: decoded, and divided at whatever ends its lines.

UTF-8 whose lines end with LF or CR LF is its own witness, byte for byte. In any other file a line end is made LF where
nothing would end the line otherwise; the file as received keeps the rest.
"""

from __future__ import annotations

import re

import chardet

from edition.convert.received.encodings import decode, redecode
from edition.convert.received.model import Extracted

LONE = re.compile("\r(?!\n)|[\u2028\u2029\x85\x0b]")  #: ends a line, and no step reads it so
FEED = re.compile("(?<=[^\n\r])\x0c(?=[^\r\n])")  #: a page ends inside a line
RULE = "plain text"


def extract_text(data: bytes) -> Extracted:
    """Return the text of a plain file."""
    found = decode(data)
    text = with_line_ends(found.text)
    if found.encoding == "utf-8" and text == found.text and not found.broken:
        return Extracted(text, "txt", encoding="utf-8", said=[f"encoding: {found.said}"])
    said = [f"encoding: {found.said}"]
    if text != found.text:
        said.append("line ends: what ends a line was made LF; the file as received has the rest")
    return Extracted(text, "txt", "chardet", chardet.__version__, found.encoding,
                     said=said, questions=found.questions())  # fmt: skip


def extract_text_again(data: bytes, encoding: str) -> str:
    """Return what `extract_text` found in *data*, by the *encoding* it found."""
    return with_line_ends(redecode(data, encoding))


def with_line_ends(text: str) -> str:
    r"""Return *text* with LF where another sign ends a line, and before a page end inside a line.

    >>> with_line_ends("a\rb\r\nc\u2028d\x0ce")
    'a\nb\r\nc\nd\n\x0ce'
    """
    if text.count("\r") > 2 * text.count("\r\n") and "\r\n" in text:
        text = text.replace("\r\n", "\n")  # a file of mixed ends: all of them are line ends
    return FEED.sub("\n\x0c", LONE.sub("\n", text))
