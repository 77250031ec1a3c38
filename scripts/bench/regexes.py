"""Whether a regular expression of the package takes longer than the string deserves, whatever a stranger writes in it.

    python scripts/bench/regexes.py

Each is tried on strings made to keep it busy, longer and longer. What takes a moment must not take much more than four
times as long for a string four times as long; squares take sixteen times, and powers never end. It ends with 1 where
one grows so and is not let be. To be run where a pattern is new or changed: a time is no matter for a test.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

PACKAGE = Path(__file__).resolve().parents[1] / "edition"
ANCHORED = {"match", "fullmatch"}  #: these try one place only; every other method tries all
METHODS = {*ANCHORED, "search", "sub", "subn", "split", "findall", "finditer"}
REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}
FLAGS = re.compile(r"re\.[A-Z]+(?: \| re\.[A-Z]+)*")
MANY = 8  #: a repeat of fewer cannot grow
POOL = " \n\tab_Az1가é.,-<>[](){}\"'`:;/\\|*#@=&?!\u201c\u201d\u2014\0"  #: signs from which strings are made

LONGEST = 40_000  #: characters; a line of ours may have 20,000
SHORT = 0.02  #: seconds of a processor, below which nothing is judged
BOUND = 12.0  #: how much longer a string four times as long may take
TRIES = 3
#: pattern → why it may take longer than it deserves
LET_BE = {
    "edition.clean.lines.ATTRIBUTION": "is given the last 2,000 characters of a line",
    "edition.suspects.english.TITLED": "is given 200 characters",
    "edition.safety.pages.PRINTED": "is matched whole, as all that a directive is given",
    "edition.export.downloads._PLACE": "reads pages written here, in which words have no <",
    "edition.ext.languages._TOKEN": "reads pages written here, in which words have no <",
    "edition.ext.links.SCRIPT": "reads pages written here, in which words have no <",
    "edition.ext.links.HELD": "reads one object of JSON written here",
    "edition.ext.policy._STYLE": "reads pages written here, in which words have no <",
    "edition.withhold.scan._STREAM": "reads PDF written here, in which a stream has an end",
}


@dataclass(frozen=True)
class Found:
    """A pattern, and how it is tried."""

    place: str  #: module, and the name or the line
    pattern: re.Pattern[Any]
    method: str  #: one of `METHODS`: the one that tries most


def patterns() -> list[Found]:
    """Return every pattern that a module holds by name or writes where it uses it; not those made while it runs."""
    found: list[Found] = []
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    used: dict[str, set[str]] = {}
    for tree in trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                used.setdefault(ast.unparse(node.value).rpartition(".")[2], set()).add(node.attr)
    for path, tree in trees.items():
        name = ".".join(("edition", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        module = importlib.import_module(name) if "re.compile" in path.read_text(encoding="utf-8") else None
        for key, value in vars(module).items() if module else ():
            if isinstance(value, re.Pattern):
                methods = used.get(key, set())
                anchored = methods and methods <= ANCHORED
                found.append(Found(f"{name}.{key}", value, "match" if anchored else "search"))
        named = {node.value for node in tree.body if isinstance(node, (ast.Assign, ast.AnnAssign))}
        for node in ast.walk(tree):
            if node not in named and isinstance(node, ast.Call) and (written := _written(node)):
                found.append(Found(f"{name}:{node.lineno}", *written))
    unlike = {(f.pattern.pattern, f.pattern.flags, f.method in ANCHORED): f for f in reversed(found)}
    return sorted(unlike.values(), key=lambda f: f.place)


def _written(node: ast.Call) -> tuple[re.Pattern[Any], str] | None:
    """Return the pattern that a call ``re.sub("…", …)`` writes out."""
    words = ast.unparse(node.func).partition(".")
    if words[0] != "re" or words[2] not in METHODS | {"compile"} or not node.args:
        return None
    if not isinstance(node.args[0], ast.Constant):
        return None
    flags = [a for a in [*node.args, *(k.value for k in node.keywords)] if FLAGS.fullmatch(ast.unparse(a))]
    wanted = eval(ast.unparse(flags[0]), {"re": re}) if flags else 0
    return re.compile(node.args[0].value, wanted), "search" if words[2] == "compile" else words[2]


def adversaries(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """Return triples of head, unit, tail: strings ``head + unit × n + tail`` that *pattern* has most to do with.

    For each repeat: what leads to it, then what it repeats, then nothing, a line end, or what nothing fits. The signs
    that it repeats are one of each kind, two being of a kind where the pattern never tells them apart.
    """
    text = pattern.pattern
    tree = parser.parse(text, pattern.flags & ~(re.UNICODE if isinstance(text, bytes) else 0))
    atoms = list(_atoms(tree, pattern.flags))
    kinds = {tuple(atom(sign) for atom in atoms): sign for sign in reversed(POOL)}
    signs = [*kinds.values()]
    found: dict[tuple[str, str, str], None] = {}
    for head, units in _repeats(tree, pattern.flags, ""):
        for unit in dict.fromkeys([*units, *(sign for sign in signs if _fits(sign, units, pattern.flags))]):
            for tail in ("", "\0", "\n"):
                found[head, unit, tail] = None
            if head:
                found["", head + unit, "\0"] = None
                found["", head, "\0"] = None
    for sign in signs:
        found["", sign, "\0"] = None
    return list(found)


def _fits(sign: str, units: list[str], flags: int) -> bool:
    return len(sign) == 1 and any(len(unit) == 1 for unit in units)


def _atoms(tree: Any, flags: int) -> Iterator[Any]:
    """Yield for each class or sign in *tree* a function that says whether a sign is of it."""
    for item in _flat(tree):
        if item[0] in (codes.IN, codes.LITERAL, codes.NOT_LITERAL, codes.ANY):
            yield lambda sign, item=item: _is(item, sign, flags)


def repeats_a_group(pattern: re.Pattern[Any]) -> bool:
    """Tell whether *pattern* repeats more than one sign or class without return, as ``(?:ab?)*+`` does."""
    return any(
        code is codes.POSSESSIVE_REPEAT and (len(value[2]) > 1 or bool(_parts(value[2][0])) or not len(value[2]))
        for code, value in _flat(parser.parse(pattern.pattern, pattern.flags))
    )


def _flat(tree: Any) -> Iterator[Any]:
    for item in tree:
        yield item
        for part in _parts(item):
            yield from _flat(part)


def _parts(item: Any) -> list[Any]:
    """Return the patterns within one item of a pattern."""
    code, value = item
    if code in REPEATS:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    if code is codes.BRANCH:
        return list(value[1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return [value[1]]
    return []


def _is(item: Any, sign: str, flags: int) -> bool:  # noqa: PLR0911
    code, value = item
    if code is codes.ANY:
        return sign != "\n" or bool(flags & re.DOTALL)
    if code is codes.IN:
        negated = value[0][0] is codes.NEGATE
        return negated != any(_is(part, sign, flags) for part in value[negated:])
    if code is codes.LITERAL:
        return ord(sign) == value or (bool(flags & re.I) and sign.swapcase() == chr(value))
    if code is codes.NOT_LITERAL:
        return ord(sign) != value
    if code is codes.RANGE:
        return value[0] <= ord(sign) <= value[1]
    if code is codes.CATEGORY:
        name = str(value).rpartition("_")[2].lower()
        of = {"digit": r"\d", "space": r"\s", "word": r"\w"}[name]
        return bool(re.match(of, sign)) != ("NOT" in str(value))
    return False


def _sample(tree: Any, flags: int) -> str:
    """Return a short string that *tree* fits, as far as its own signs go."""
    made = ""
    for item in tree:
        code, value = item
        if code in REPEATS:
            made += _sample(value[2], flags) * max(value[0], 0)
        elif code is codes.BRANCH:
            made += _sample(value[1][0], flags)
        elif code in (codes.SUBPATTERN, codes.ATOMIC_GROUP):
            made += _sample(_parts(item)[0], flags)
        elif code is codes.LITERAL:
            made += chr(value)
        elif code in (codes.IN, codes.NOT_LITERAL, codes.ANY):
            made += next((sign for sign in POOL if _is(item, sign, flags) and not sign.isspace()),
                         next((sign for sign in POOL if _is(item, sign, flags)), _first(value)))  # fmt: skip
    return made


def _first(value: Any) -> str:
    """Return the first sign of a class that has none of the pool."""
    for code, inner in value if isinstance(value, list) else []:
        if code is codes.LITERAL:
            return chr(inner)
        if code is codes.RANGE:
            return chr(inner[0])
    return ""


def _repeats(tree: Any, flags: int, head: str) -> Iterator[tuple[str, list[str]]]:
    """Yield, for each repeat that may go on, what leads to it and what it repeats."""
    for index, item in enumerate(tree):
        before = head + _sample(tree[:index], flags)
        if item[0] in REPEATS and item[1][1] >= MANY:
            body = item[1][2]
            units = {_sample(body, flags), *(_sample([part], flags) for part in body)}
            for inner in _flat(body):
                if inner[0] is codes.BRANCH:
                    units |= {_sample(part, flags) for part in inner[1][1]}
            if len(body) == 1 and body[0][0] in (codes.IN, codes.ANY, codes.NOT_LITERAL):
                units |= {sign for sign in POOL if _is(body[0], sign, flags)} & set(" \na1가")
            yield before, [unit for unit in units if unit]
        for part in _parts(item):
            yield from _repeats(part, flags, before)


def work(pattern: re.Pattern[Any], method: str, text: str) -> float:
    """Return the time of a processor that *pattern* spends on *text*."""
    given: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    begun = time.process_time()
    if method in ANCHORED:
        getattr(pattern, method)(given)
    else:
        for _ in pattern.finditer(given):
            pass
    return time.process_time() - begun


def grows(found: Found) -> str:
    """Return the string, described, that takes *found* out of proportion; empty where there is none."""
    for head, unit, tail in adversaries(found.pattern):

        def spent(length: int) -> float:
            text = head + unit * (length // len(unit)) + tail  # noqa: B023
            return work(found.pattern, found.method, text)

        length = 12
        while length < LONGEST and spent(length) < SHORT:
            length += length // 2
        if length >= LONGEST and spent(length) < SHORT:
            continue
        ratio = min(spent(length) / max(spent(length // 4), 1e-6) for _ in range(TRIES))
        if ratio > BOUND:
            return f"{head!r} + {unit!r} × {length // len(unit)} + {tail!r}: {spent(length):.3f} s, × {ratio:.0f}"
    return ""


def main() -> None:
    """Try every pattern; print those that grow."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    found, growing = patterns(), 0
    for count, one in enumerate(found, start=1):
        if sys.stderr.isatty():
            print(f"\r{count} of {len(found)}", end="", file=sys.stderr)
        if one.place not in LET_BE and (told := grows(one)):
            growing += 1
            print(f"{one.place}: {told}\n  fix: make its repeats possessive, or bound what it is given")
    print(f"{len(found)} patterns, {growing} grow, {len(LET_BE)} are let be")
    sys.exit(growing > 0)


if __name__ == "__main__":
    main()
