"""From bytes to characters: by what the file says of itself, else by chardet; strictly, or with every loss listed.

A byte that no reading makes sense of becomes U+FFFD, its line is told, and the file as received keeps it. Nothing is
normalized, and no wrong decoding of an earlier program is undone.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field

import chardet

from edition.convert.received.model import listed

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: labels that browsers read as a larger encoding (WHATWG Encoding Standard, "Names and labels")
LARGER = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "euc_kr": "cp949", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
BROKEN = 0.002  #: share of bytes that may be wrong in a file that is otherwise UTF-8


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, and how they were won from bytes."""

    text: str
    encoding: str  #: Python's name
    said: str
    broken: list[int] = field(default_factory=list)  #: lines in which a byte became U+FFFD

    def questions(self) -> list[tuple[list[int], str]]:
        """What a person must look at."""
        if not self.broken:
            return []
        return [(self.broken, f"bytes that are no {self.encoding.upper()} stand as U+FFFD: read them in the file")]


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return *data* as characters; *declared* is the encoding that the file or its envelope names."""
    for mark, name in BOMS:
        if data.startswith(mark) and not (name == "utf-16-le" and data.startswith(codecs.BOM_UTF32_LE)):
            text, broken = _loosely(data if name == "utf-8" else data[len(mark) :], name)
            return Decoded(text, name, f"{name.upper()}, by its byte order mark", broken)
    known = python_name(declared)
    as_said = _strictly(data, known) if known else None
    if as_said is not None:
        return Decoded(as_said, known, f"{shown(known)}, as the file says")
    against = f"; the file says {declared!r}, which does not hold" if declared else ""
    wide = _wide(data)
    doubled = _strictly(data, wide) if wide else None
    if doubled is not None:
        return Decoded(doubled, wide, f"{wide.upper()} without byte order mark, by its NUL bytes{against}")
    valid = _strictly(data, "utf-8")
    if valid is not None:
        plain = "ASCII, which is UTF-8" if valid.isascii() else "UTF-8, certain: every byte sequence is valid"
        return Decoded(valid, "utf-8", f"{plain}{against}")
    loose, broken = _loosely(data, "utf-8")
    wrong = loose.count("\ufffd")
    if not loose.isascii() and wrong <= BROKEN * len(data) and sum(c > "\x7f" for c in loose) > 4 * wrong:
        return Decoded(loose, "utf-8", f"UTF-8, with {wrong} places that are not{against}", broken)
    return _detected(data, against)


def _detected(data: bytes, against: str) -> Decoded:
    """Ask chardet, and say how certain it is."""
    for sample in (data[:400_000], data):  # a long file is judged by its beginning first
        found = chardet.detect(sample)
        name = python_name(str(found["encoding"] or ""))
        certainty = float(found["confidence"] or 0)
        if name and (text := _strictly(data, name)) is not None:
            said = f"{shown(name)}, found by chardet {chardet.__version__} with certainty {certainty:.2f}{against}"
            return Decoded(text, name, said)
    for name in ("cp949", "cp1252"):
        if (text := _strictly(data, name)) is not None:
            return Decoded(text, name, f"{shown(name)}, the first that fits; nothing else speaks for it{against}")
    best = name or "cp1252"
    text, broken = _loosely(data, best)
    return Decoded(text, best, f"{shown(best)}, with places that are not; line {listed(broken)}{against}", broken)


def redecode(data: bytes, encoding: str) -> str:
    """Return *data* in the *encoding* that `decode` found, as it did; raises `LookupError` for an unknown one."""
    for mark, name in BOMS:
        if encoding == name != "utf-8" and data.startswith(mark):
            data = data[len(mark) :]
    return _loosely(data, encoding)[0]


def python_name(label: str) -> str:
    """Return Python's name for what *label* means on the web; empty where there is none.

    >>> python_name("EUC-KR"), python_name("iso-8859-1"), python_name("none such"), python_name("ks_c_5601-1987")
    ('cp949', 'cp1252', '', 'cp949')
    """
    label = label.strip().strip("\"'").casefold()
    if not re.fullmatch(r"[\w.:-]{2,40}", label):
        return ""
    try:
        found = codecs.lookup({"x-sjis": "cp932", "x-euc-kr": "cp949", "windows-949": "cp949"}.get(label, label))
    except (LookupError, ValueError):
        return ""
    name = LARGER.get(found.name.replace("_", "-") if found.name.startswith("iso") else found.name, found.name)
    return name if found._is_text_encoding and name not in ("utf-7", "idna", "punycode", "unicode_escape") else ""


def shown(name: str) -> str:
    """Return an encoding's name as people write it."""
    return {"cp949": "CP949 (EUC-KR)", "cp1252": "Windows-1252"}.get(name, name.upper())


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        return None


def _loosely(data: bytes, name: str) -> tuple[str, list[int]]:
    """Return the characters, and the lines of those that replace what could not be read."""
    text = data.decode(name, errors="replace")
    already = (_strictly(data, name) or "").count("\ufffd")
    lines = [i for i, line in enumerate(text.split("\n"), 1) if "\ufffd" in line] if "\ufffd" in text else []
    return text, [] if already else lines


def _wide(data: bytes) -> str:
    """Return UTF-16's name where every second byte of most of *data* is NUL."""
    head = data[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(data) % 2 or max(even, odd) * 5 < len(head[::2]) or min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
