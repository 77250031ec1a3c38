"""No regular expression takes longer than the string it looks through deserves, whatever a stranger writes in it.

Each is tried on strings made for it, longer and longer. What takes a moment must not take much more than four times as
long for a string four times as long; squares take sixteen times, and powers never end.
"""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from regexes import ANCHORED, Found, adversaries, patterns

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
FOUND = patterns()


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


def test_there_are_patterns_to_look_at():
    assert len(FOUND) > 200
    assert {found.method in ANCHORED for found in FOUND} == {True, False}


@pytest.mark.parametrize(("pattern", "method"), [
    (r"(a+)+$", "match"), (r"(?:a|aa)+b", "match"), (r"\s+$", "search"), (r"<!--.*?-->", "search"), (r"a*b", "search"),
    (r"(<!--.*?-->\s*)*<html", "match"), (r"\[[^\]]*\]x", "search"), (r"\w+@\w+", "search"), (r"\s*\n\s*x", "match"),
])  # fmt: skip
def test_what_grows_is_seen(pattern, method):
    assert grows(Found("here", re.compile(pattern), method))


@pytest.mark.parametrize(("pattern", "method"), [(r"(?>a+)b", "match"), (r"[ab]+c", "fullmatch"), (r"\d+", "search")])
def test_what_does_not_grow_is_let_be(pattern, method):
    assert not grows(Found("here", re.compile(pattern), method))


@pytest.mark.parametrize("found", FOUND, ids=lambda found: found.place)
def test_a_pattern_takes_what_its_string_deserves(found):
    assert grows(found) == "" or found.place in LET_BE


def test_what_is_let_be_is_there():
    assert LET_BE.keys() <= {found.place for found in FOUND}
