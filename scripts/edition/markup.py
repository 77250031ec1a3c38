r"""How a block is written on a page: MyST that reads back as the same characters.

The reader is `edition.verify.pages`; a property test holds the two together. Whatever Markdown would take for markup is
escaped with a backslash, whether or not it would bite today. A paragraph is written with one sentence a line, so that a
change shows as the sentence it changes; a line end reads as one space.
"""

from __future__ import annotations

import re

import yaml

from edition.blocks import CALL, CALL_CLOSE, CALL_OPEN, Block, digits

MYST_EXTENSIONS = ("attrs_block", "colon_fence")  #: all that a text page may use, for Sphinx and for verification
CLASSED = (
    "subtitle",
    "byline",
    "attribution",
    "caption",
    "signature",
)  #: kinds written as ``{.kind}`` above them
BULLETS = {"-": "-", "•": "*"}  #: printed marker of an item → the bullet that stands for it

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  #: of heads of pages and entries: the C one, where it is there

_ALWAYS = re.compile(r"[\\`*_<>\[\]{}~|#$]|&(?=#?\w+;)")
_LINE_START = re.compile(r"^(?:(?P<number>\d{1,9})(?P<mark>[.)])(?=\s|$)|(?P<sign>[-+=>%:!(@]))")
#: a line that belongs to the block below it: its class, or its explicit id
BELONGS = re.compile(r"(?:> )?\{[.#].*\}|\(.*\)=")
_DRESSING = re.compile(r"^(?:> |    |  |[-*] |#+ |\[\^n\d+\]: )")
_SENTENCE = re.compile(r"(?:(?<=[.?!][”’\"')\]])|(?<=[.?!])(?<![A-Z\d]\.))[ ](?=[“‘\"'(<「『\[]*[^\W\d_a-z])")


def escape(text: str) -> str:
    r"""Write *text*, which holds no call, so that MyST reads it back unchanged.

    >>> print(escape("1. <참세상, 11.18> & *말*"))
    1\. \<참세상, 11.18\> & \*말\*
    """
    return escape_start(escape_signs(text))


def escape_signs(text: str) -> str:
    """Escape whatever Markdown would read as markup anywhere in a line."""
    return _ALWAYS.sub(lambda sign: "\\" + sign[0], text)


def escape_start(line: str) -> str:
    """Escape what Markdown would read as markup where a line begins."""
    found = _LINE_START.match(line)
    if not found:
        return line
    if found["sign"]:
        return "\\" + line
    return f"{found['number']}\\{line[found.start('mark') :]}"


def sentences(text: str) -> list[str]:
    """Divide *text* at the single spaces after a sentence's mark; joined with one space the parts are the text.

    Not after an initial or a number, which seldom end a sentence; a sentence missed is a longer line, no more.

    >>> sentences("Who? V. I. Lenin. No.  Two spaces stay.")
    ['Who?', 'V. I. Lenin.', 'No.  Two spaces stay.']
    """
    return _SENTENCE.split(text)


def write_text(text: str) -> str:
    """Write the text of a block, calls as ``[^n1]``, one sentence a line."""
    return "\n".join(_write_line(sentence) for sentence in sentences(text))


def _write_line(sentence: str) -> str:
    pieces, cursor = [], 0
    for call in CALL.finditer(sentence):
        pieces += [_after_call(sentence, cursor, call.start()), note_call(digits(call[1]))]
        cursor = call.end()
    pieces.append(_after_call(sentence, cursor, len(sentence)))
    line = "".join(pieces)
    return line if line.startswith("[^") else escape_start(line)


def _after_call(sentence: str, start: int, end: int) -> str:
    """Write a part of *sentence*; after a call, ``(`` would make it a link and ``:`` a note."""
    text = escape_signs(sentence[start:end])
    return "\\" + text if start and text.startswith(("(", ":")) else text


def note_call(number: str) -> str:
    """Return the call of the author's note *number*."""
    return f"[^n{number}]"


def write_block(block: Block) -> str:
    """Return *block* as a page writes it, without blank lines around it.

    A note's paragraphs are put together by `write_note`, items and quotations by whoever writes the page.
    """
    return dress(block, write_text(block.text))


def dress(block: Block, text: str) -> str:
    """Return *text*, lines as a page writes them, in the markup of *block*'s kind."""
    target = f"({block.ident})=\n" if block.ident else ""
    if block.kind in ("title", "heading"):
        return f"{target}{'#' * (block.level or 1)} {text.replace(chr(10), ' ')}"
    if block.kind in CLASSED:
        ident = f' id="{block.ident}"' if block.ident else ""
        text = f"{{.{block.kind}{ident}}}\n{text}"
    first, other = {
        "item": (f"{BULLETS.get(block.marker.strip(), '-')} ", "  "),
        "quotation": ("> ", "> "),
        "attribution": ("> ", "> "),
        "note": (f"{note_call(block.number)}: " if block.marker else "    ", "    "),
    }.get(block.kind, ("", ""))
    return _prefixed(text, first, other)


def undress(lines: list[str]) -> str:
    """Return the lines of a block as a page writes them without the markup of its kind: the words alone.

    >>> undress(["{.byline}", "류한수"]), undress(["> 말.", "> 말."])
    ('류한수', '말.\\n말.')
    """
    words = [line for line in lines if not BELONGS.fullmatch(line)]
    return "\n".join(_DRESSING.sub("", line) for line in words)


def write_note(number: str, paragraphs: list[str]) -> str:
    """Return the definition of note *number*: its first paragraph after the label, the others indented by four."""
    first, *others = [_write_note_paragraph(text) for text in paragraphs]
    return "\n\n".join([f"{note_call(number)}: {first}", *("    " + other for other in others)])


def _write_note_paragraph(text: str) -> str:
    return write_text(text).replace("\n", "\n    ")


def _prefixed(text: str, first: str, other: str) -> str:
    return first + text.replace("\n", "\n" + other)


def call_signs(text: str) -> str:
    """Return *text*, a mark's reading, with each ``[^n1]`` as a call of the base text.

    >>> call_signs("말[^n3]") == f"말{CALL_OPEN}3{CALL_CLOSE}"
    True
    """
    return re.sub(r"\[\^n(\d+)\]", rf"{CALL_OPEN}\1{CALL_CLOSE}", text)
