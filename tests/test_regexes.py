"""What `scripts/bench/regexes.py` measures: that it finds every pattern, and makes the strings that keep one busy."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "scripts" / "bench"))

from regexes import ANCHORED, LET_BE, adversaries, patterns, repeats_a_group

FOUND = patterns()


def test_there_are_patterns_to_look_at():
    assert len(FOUND) > 200
    assert {found.method in ANCHORED for found in FOUND} == {True, False}


def test_patterns_by_name_and_where_they_are_written_are_found():
    places = [found.place for found in FOUND]
    assert "edition.safety.pages.PRINTED" in places
    assert any(":" in place for place in places)


@pytest.mark.parametrize(("pattern", "head", "unit"), [
    (r"(a+)+$", "", "a"), (r"\s+$", "", " "), (r"<!--.*?-->", "", "<!--"), (r"(<!--.*?-->\s*)*<html", "", "<!---->"),
    (r"\[[^\]]*\]x", "", "["), (r"x\w+@", "x", "a"),
])  # fmt: skip
def test_what_keeps_a_pattern_busy_is_tried(pattern, head, unit):
    """Whether it grows is measured, not tested: a time depends on the machine."""
    assert any((one, two) == (head, unit) for one, two, _ in adversaries(re.compile(pattern)))


def test_what_is_let_be_is_there():
    assert LET_BE.keys() <= {found.place for found in FOUND}


def test_nothing_but_one_sign_or_class_is_repeated_without_return():
    """Python 3.11.0 to 3.11.4 match it wrongly otherwise (python/cpython#100061, #106052): Debian 12 has 3.11.2."""
    assert [found.place for found in FOUND if repeats_a_group(found.pattern)] == []
    assert repeats_a_group(re.compile("(?:(?!C).)++"))
    assert not repeats_a_group(re.compile("[ab]*+(?:c|d)*"))
