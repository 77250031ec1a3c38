"""What a data file may hold: TOML, the head of a register's entry, BibTeX and tables, bounded before they are read.

Which keys there are, and what they mean, is the business of the modules that own the files; here are the things that no
file of ours may hold: bombs, numbers without end, addresses that run something, ids that no page may have.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from edition.problems import Problem
from edition.safety.addresses import address_faults
from edition.safety.limits import BRACES, DEPTH, DIGITS, TABLES
from edition.safety.pages import plain_yaml

ADDRESSES = frozenset(
    {"url", "seen", "also", "address", "archived", "contact"}
)  #: keys whose value is an address, or some
IDENTS = frozenset({"id", "at"})
IDENT = re.compile(r"[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*")
_DIGITS = re.compile(rf"[\d_]{{{DIGITS + 1},}}")
#: a string or a comment of TOML, to its end or as far as one without an end goes; in a comment no string begins
_STRING = re.compile(
    r'"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*(?:"{3,5}+|\Z)|'
    r"'''[^']*+(?:'(?!'')[^']*+)*(?:'{3,5}+|\Z)|"
    r'"[^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*"?|'
    r"'[^'\n]*+'?|#[^\n]*+",
    re.DOTALL,
)
_ENTRY = re.compile(r"^[ \t]*@[ \t]*(\w*)", re.MULTILINE)
TYPES = frozenset({
    "article", "book", "booklet", "collection", "inbook", "incollection", "inproceedings", "manual", "mastersthesis",
    "misc", "online", "phdthesis", "proceedings", "report", "techreport", "thesis", "unpublished", "periodical",
})  # fmt: skip
#: a field of addresses, wherever in an entry it stands
_FIELD = re.compile(r"(?<![\w-])(url|also)\s*+=[{\"\s]*+([^{}\"]*+)", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z@]+")
_MACRO = re.compile(r"^[ \t]*[\w-]+[ \t]*=[ \t]*([A-Za-z][\w-]*)", re.MULTILINE)
_MONTHS = frozenset(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])


def _problem(path: str, line: int, message: str, remedy: str) -> Problem:
    return Problem(path, line, "unsafe", message, remedy)


def toml_faults(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for whatever in the TOML *text* may not be there; what is no TOML is left to its owner."""
    bare = _STRING.sub(lambda found: '""' + "\n" * found[0].count("\n"), text)
    for number, line in enumerate(bare.split("\n"), start=1):
        if found := _DIGITS.search(line.partition("#")[0]):
            message = f"a number has {len(found[0])} digits"
            yield _problem(path, number, message, "write it as words, in quotation marks")
            return
        opened = line.count("[") + line.count("{")
        if opened > 60 or line.count(".") > 100:
            yield _problem(path, number, "lists or tables stand in one another too deep", "write them out as tables")
            return
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    except RecursionError:
        yield _problem(path, 1, "lists or tables stand in one another too deep", "write them out as tables")
        return
    except (ValueError, OverflowError):
        yield _problem(path, 1, "holds a number or date that there is not", "write it as words, in quotation marks")
        return
    rows = text.split("\n")
    for keys, value in _values(data):
        key = next((part for part in reversed(keys) if not part.isdigit()), "")
        if key == "at" and path.endswith("/source.toml"):
            key = ""  # there it says where in a line something stands, in words
        for message, remedy in _value_faults(key, len(keys), value):
            yield _problem(path, _line(rows, keys, value), message, remedy)


def _values(data: Any, keys: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield each value with the keys that lead to it; a table or list too deep or too long is a value itself."""
    if isinstance(data, (dict, list)) and len(keys) <= DEPTH and (isinstance(data, dict) or len(data) <= TABLES):
        pairs = data.items() if isinstance(data, dict) else enumerate(data)
        for key, value in pairs:
            yield from _values(value, (*keys, str(key)))
    else:
        yield keys, data


def _value_faults(key: str, depth: int, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, (dict, list)):
        if depth > DEPTH:
            yield "lists or tables stand in one another too deep", "write them out as tables"
        else:
            yield f"{key} has {len(value):,} entries", f"keep them below {TABLES:,}"
    elif isinstance(value, str) and value:
        if key in ADDRESSES and (":" in value or "//" in value):
            for address in re.split(r" ; |(?<!\s\s)\s++(?=https?:)", value.strip(" ")):
                yield from address_faults(address)
        elif key in IDENTS and not IDENT.fullmatch(value):
            yield f"{key} {value[:60]!r} is no id", "use lower-case Latin letters, digits, - and ."


def _line(rows: list[str], keys: tuple[str, ...], value: Any) -> int:
    """Return the line on which *value* stands: that of its entry, then of its key."""
    name, start = keys[0], 0
    if len(keys) > 1 and keys[1].isdigit():
        heads = [number for number, row in enumerate(rows) if re.match(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]", row)]
        start = heads[int(keys[1])] if int(keys[1]) < len(heads) else 0
    key = next((part for part in reversed(keys) if not part.isdigit()), name)
    asked = str(value)[:20] if isinstance(value, str) else ""
    candidates = [
        number for number in range(start, len(rows)) if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", rows[number])
    ]
    return next((n for n in candidates if asked and asked in rows[n]), candidates[0] if candidates else start) + 1


def entry_faults(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for whatever no head of a register's entry may hold."""
    head = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not head:
        return  # told by the register
    data, fault = plain_yaml(head[1])
    if fault:
        yield _problem(path, 2, *fault)
        return
    lines = {line.partition(":")[0].strip(): number for number, line in enumerate(head[1].split("\n"), start=2)}
    for key, value in data.items() if isinstance(data, dict) else ():
        line = lines.get(str(key), 2)
        words = value if isinstance(value, list) else [value]
        if any(isinstance(word, (dict, list)) for word in words) or len(words) > 500:
            yield _problem(path, line, f"{key!r} is neither words nor a short list of words", "write [one, other]")
            continue
        for word in words:
            if isinstance(word, (int, float)) and len(str(word)) > 2 * DIGITS:
                yield _problem(path, line, f"{key} has {len(str(word))} digits", "put it in quotation marks")
            elif str(key) == "seen":
                yield from (_problem(path, line, *found) for found in address_faults(str(word)))
            elif "\n" in str(word) or len(str(word)) > 500:
                yield _problem(
                    path, line, f"{key} is not one short line", "write it in one line of at most 500 letters"
                )


def bib_faults(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for whatever no bibliography of ours may hold: macros, joined strings, inherited fields."""
    count = 0
    for found in _ENTRY.finditer(text):
        count += 1
        if found[1].lower() not in TYPES:
            message = f"@{found[1]} is no kind of work"
            yield _problem(path, _at(text, found.start(1)), message, f"use: {', '.join(sorted(TYPES))}")
    if count > TABLES:
        yield _problem(path, 1, f"has {count:,} entries", f"keep them below {TABLES:,}")
    for found in _MACRO.finditer(text):
        if found[1].lower() not in _MONTHS:
            message = f"{found[1]!r} stands for words that are given elsewhere (a macro)"
            yield _problem(path, _at(text, found.start(1)), message, "write the words, in braces")
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"\s*(?:crossref|xref|xdata|inherits)\s*=", line, re.IGNORECASE):
            yield _problem(path, number, "takes fields from another entry", "write the fields themselves")
        if command := _COMMAND.search(line):
            message = f"holds {command[0]!r}, a command of LaTeX, which whoever takes the record home would run"
            yield _problem(path, number, message, "write the letter itself")
    for field in _FIELD.finditer(text):
        for address in field[2].split() if field[1].lower() == "also" else [field[2].strip()]:
            yield from (_problem(path, _at(text, field.start(1)), *fault) for fault in address_faults(address))
    yield from _braces(text, path)


def _braces(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for braces too deep, and for strings joined with ``#`` outside them."""
    depth, quoted = 0, False
    for found in re.finditer(r"[{}\"#]|\n(?=@)", text):
        sign = found[0]
        if sign == "\n":
            depth, quoted = 0, False
        elif sign == '"':
            quoted = quoted != (depth == 1)
        elif sign == "#" and depth == 1 and not quoted:
            yield _problem(path, _at(text, found.start()), "joins strings with #", "write the words, in braces")
        else:
            depth += {"{": 1, "}": -1}.get(sign, 0)
            if depth > BRACES:
                message = "braces stand in one another too deep"
                yield _problem(path, _at(text, found.start()), message, f"use at most {BRACES}")
                return


def _at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def tsv_faults(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem where a table has a cell that a spreadsheet would compute (CWE-1236)."""
    for number, line in enumerate(text.split("\n"), start=1):
        for cell in line.split("\t"):
            if re.match(r"[=@]|[+-](?=[\w(]*\()", cell):
                yield _problem(
                    path, number, f"the cell {cell[:40]!r} would be computed by a spreadsheet", "begin it otherwise"
                )
