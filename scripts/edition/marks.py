r"""The grammar of an editor's mark: one parser for Sphinx and for verification.

A mark is a role in the page, ``{corr}`READING <WITNESS> | kind certainty: reason```. This module knows the string
between the backticks; which role is allowed where is the reader's business (`edition.verify.pages`).

============  ===================================  ==================  ======================
role          means                                reading             witness reading
============  ===================================  ==================  ======================
``corr``      emendation                           before ``<``        between ``<`` and ``>``
``supplied``  lost in the witness, restored        all of it           nothing
``surplus``   in the witness, not in the text      nothing             all of it
``gap``       lost and not restored; its extent    ``[…]``             nothing
``sic``       a slip left standing                 all of it           the same
============  ===================================  ==================  ======================

Inside readings ``\\ \< \> \|`` stand for the signs themselves, ``¶`` is a paragraph break and ``␣`` a lone space
(``\¶`` and ``\␣`` the signs themselves). A note call in a reading is written as on a page, ``[^n1]``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGNS = ("corr", "supplied", "surplus", "gap", "sic")
MARK_KINDS = ("ocr", "misprint", "spacing", "punctuation", "translation", "extraction", "fact")
CERTAINTIES = ("certain", "probable", "possible")
GAP = "[…]"
BREAK = "\n"  #: a paragraph break inside a reading, once parsed

_ESCAPED = re.compile(r"\\([\\<>|¶␣])")
_TAIL = re.compile(
    rf"(?:(?P<kind>{'|'.join(MARK_KINDS)})\b ?)?"
    rf"(?:(?P<certainty>{'|'.join(CERTAINTIES)})\b ?)?"
    r"(?:: ?(?P<reason>.+))?"
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One editor's mark."""

    sign: str  #: one of `SIGNS`
    reading: str  #: what the page shows; `BREAK` for a paragraph break
    witness: str  #: what the witness has
    kind: str = ""  #: one of `MARK_KINDS`, or empty: the text's default
    certainty: str = ""  #: one of `CERTAINTIES`, or empty: the text's default
    reason: str = ""
    extent: str = ""  #: of a gap: what is lost, as ``1 word``


def parse_mark(sign: str, content: str) -> Mark:
    """Parse *content*, the string between the backticks of the role *sign*.

    Raises `ValueError` with a sentence that says what is wrong and how it should read.

    >>> parse_mark("corr", "년 <넌> | misprint possible: 같은 쪽 3행").reason
    '같은 쪽 3행'
    """
    if sign not in SIGNS:
        raise ValueError(f"there is no mark {{{sign}}} (known: {', '.join(SIGNS)})")
    if len(content) > 1 and content[0] == content[-1] == " " and content.strip():
        content = content[1:-1]  # CommonMark's padding of a code span
    if re.search(r"\{(?:corr|supplied|surplus|gap|sic)\}", content):
        raise ValueError("a mark stands inside a mark: write two marks side by side")
    head, tail = _split_tail(content)
    kind, certainty, reason = _parse_tail(tail) if tail is not None else ("", "", "")
    if sign == "corr":
        reading, witness = _split_readings(head)
        if reading == witness:
            raise ValueError(f"reading and witness reading are the same ({reading!r}): take the mark away")
        return Mark(sign, reading, witness, kind, certainty, reason)
    text = _unescape(head)
    if not text:
        raise ValueError(f"{{{sign}}} is empty")
    if sign == "gap":
        return Mark(sign, GAP, "", kind, certainty, reason, extent=text)
    reading, witness = {"supplied": (text, ""), "surplus": ("", text), "sic": (text, text)}[sign]
    return Mark(sign, reading, witness, kind, certainty, reason)


def write_mark(mark: Mark) -> str:
    """Return *mark* as a page writes it, fence and role included.

    >>> write_mark(Mark("corr", "표트르", "포트르"))
    '{corr}`표트르 <포트르>`'
    """
    if mark.sign == "corr":
        content = f"{escape(mark.reading)} <{escape(mark.witness)}>"
    else:
        content = escape(mark.extent or mark.reading or mark.witness)
    tail = " ".join(filter(None, [mark.kind, mark.certainty]))
    if mark.reason:
        tail = f"{tail}: {mark.reason}"
    if tail:
        content += f" | {tail}"
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    if content[0] in "` " or content[-1] in "` ":
        content = f" {content} "
    return f"{{{mark.sign}}}{fence}{content}{fence}"


def escape(reading: str) -> str:
    """Write *reading* as it must stand inside a mark."""
    escaped = re.sub(r"([\\<>|¶␣])", r"\\\1", reading).replace(BREAK, "¶")
    escaped = re.sub(r"^ | $", "␣", escaped)
    return escaped


def _unescape(text: str) -> str:
    """Resolve escapes and signs; raise `ValueError` for a lone backslash."""
    pieces, cursor = [], 0
    for match in _ESCAPED.finditer(text):
        pieces += [_signs(text[cursor : match.start()]), match[1]]
        cursor = match.end()
    return "".join([*pieces, _signs(text[cursor:])])


def _signs(text: str) -> str:
    if "\\" in text:
        raise ValueError("a lone backslash stands in a mark: write \\\\ for the sign itself")
    return text.replace("¶", BREAK).replace("␣", " ")


def _split_tail(content: str) -> tuple[str, str | None]:
    """Split off what follows the first unescaped ``|``, with the one space before it."""
    for match in re.finditer(r"\\.|\|", content):
        if match[0] == "|":
            return content[: match.start()].removesuffix(" "), content[match.end() :].strip()
    return content, None


def _parse_tail(tail: str) -> tuple[str, str, str]:
    match = _TAIL.fullmatch(tail)
    if match is None or not tail:
        raise ValueError(
            f"cannot read {tail!r} after '|': write 'kind certainty: reason', kind one of {', '.join(MARK_KINDS)}, "
            f"certainty one of {', '.join(CERTAINTIES)}, any part left out"
        )
    return match["kind"] or "", match["certainty"] or "", match["reason"] or ""


def _split_readings(head: str) -> tuple[str, str]:
    """Split ``READING <WITNESS>`` and resolve both sides."""
    signs = [(match.start(), match[0]) for match in re.finditer(r"\\.|[<>]", head) if match[0] in "<>"]
    places = [place for place, sign in signs if sign == "<"]
    if not places or head[max(places[-1] - 1, 0)] != " ":
        raise ValueError("the witness reading is missing: write READING, one space, <WITNESS>")
    opening = places[-1]
    closing = [place for place, sign in signs if sign == ">" and place > opening]
    if not closing:
        raise ValueError("the witness reading is not closed: write > at its end")
    if head[closing[0] + 1 :]:
        raise ValueError(f"text stands after the closing '>': {head[closing[0] + 1 :]!r}")
    if len(signs) > 2:
        raise ValueError("'<' or '>' inside a reading must be escaped: write \\< or \\>")
    reading, witness = _unescape(head[: opening - 1]), _unescape(head[opening + 1 : closing[0]])
    if not reading or not witness:
        raise ValueError("one side is empty: use {supplied} for what the witness lacks, {surplus} for what is too much")
    return reading, witness
