"""The base text: a sequence of typed blocks, each a run of characters and note calls.

This is where the two roads meet. Cleaning makes these blocks from the witness; undoing every mark makes them from the
pages. A call stands in a block's text between two private-use signs and keeps its printed form (``1)``, ``[1]``, a
glued digit), so that nothing of the witness is lost in it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace

CALL_OPEN, CALL_CLOSE = "\ue000", "\ue001"  #: no witness may hold them: `edition.hygiene` refuses private-use signs
CALL = re.compile(f"{CALL_OPEN}([^{CALL_OPEN}{CALL_CLOSE}]*){CALL_CLOSE}")

KINDS = (
    "title",
    "subtitle",
    "byline",
    "heading",
    "paragraph",
    "item",
    "quotation",
    "attribution",
    "caption",
    "note",
    "signature",
)
NUMBERED = frozenset({"paragraph", "item", "quotation"})  #: the kinds that get a permanent paragraph number


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the base text."""

    kind: str  #: one of `KINDS`
    text: str  #: characters, and calls between `CALL_OPEN` and `CALL_CLOSE`
    marker: str = ""  #: what is printed before an item or a note, exactly: ``• ``, ``[3] ``
    number: str = ""  #: of a note; each of its paragraphs is a block of that number
    level: int = 0  #: of a heading, 1 for a page's own
    version: str = ""  #: language of the version it belongs to (``ko``, ``en``)
    line: int = 0  #: where its first character stands in the witness; not part of equality
    ident: str = ""  #: explicit id of a heading or caption; not part of equality

    def with_text(self, text: str) -> Block:
        """Return the same block with other words."""
        return replace(self, text=text)

    def with_marker(self, *, first_of_note: bool) -> Block:
        """Return a note's block with a marker where it is the note's first paragraph, without one elsewhere."""
        return replace(self, marker=f"[{self.number}] " if first_of_note else "")

    @property
    def printed(self) -> str:
        """The text with calls in the form the witness prints."""
        return CALL.sub(r"\1", self.text)

    @property
    def matter(self) -> tuple[str, str, str]:
        """What two blocks must share to be equal: kind, label and text, with calls as bare numbers.

        A title is a heading of the first level on its page; an item's label is its marker, a note's its number.
        """
        if self.kind in ("title", "heading"):
            return "heading", str(self.level or 1), bare_calls(self.text)
        label = self.number if self.kind == "note" else self.marker.strip()
        return self.kind, label, bare_calls(self.text)

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of the printed text: the block's fingerprint in the id ledger."""
        return hashlib.sha256(self.printed.encode()).hexdigest()[:12]


def bare_calls(text: str) -> str:
    """Return *text* with each call as its number alone between the signs."""
    return CALL.sub(lambda call: f"{CALL_OPEN}{digits(call[1])}{CALL_CLOSE}", text)


def shown(text: str) -> str:
    """Return *text* with calls as a page writes them.

    >>> shown(f"말{CALL_OPEN}1){CALL_CLOSE}")
    '말[^n1]'
    """
    return CALL.sub(lambda call: f"[^n{digits(call[1])}]", text)


def digits(printed: str) -> str:
    """Return the number in the printed form of a call or a note's marker.

    >>> digits("[12]"), digits("5)"), digits("¹⁰")
    ('12', '5', '10')
    """
    return "".join(str(unicodedata.digit(sign)) for sign in printed if sign.isdigit())


def calls(text: str) -> list[str]:
    """Return the numbers of the notes called in *text*, in order."""
    return [digits(call) for call in CALL.findall(text)]
