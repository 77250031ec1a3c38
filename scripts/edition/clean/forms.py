"""The printed forms of note calls and notes, as ``[notes]`` of ``source.toml`` gives them with ``1`` for the number."""

from __future__ import annotations

import re

RAISED = "⁰¹²³⁴-⁹"  #: raised figures, as a class of characters


def body_pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of a note's beginning, with a group ``number``.

    >>> body_pattern("1) ").match("12) 빅토르")["number"], body_pattern("¹").match("¹²Serge")["number"]
    ('12', '¹²')
    """
    if "¹" in form:
        before, _, after = form.partition("¹")
        return re.compile(rf"(?P<marker>\s*{re.escape(before)}(?P<number>[{RAISED}]+){re.escape(after)})")
    before, _, after = form.partition("1")
    return re.compile(rf"(?P<marker>\s*{re.escape(before)}(?P<number>\d+){re.escape(after)})")


def call_pattern(form: str) -> re.Pattern[str]:
    """Return the pattern of a call, with a group ``number``.

    A bracketed call may stand anywhere. A number without an opening bracket must be glued to the word or mark before
    it and not be the rest of a figure: ``2014.4)`` is no note 4, ``5.8%`` no note 8.

    >>> [match[0] for match in call_pattern("1)").finditer("암기1)이다 (2014.4) 5)는 론5)’은")]
    ['1)', '5)']
    >>> [match[0] for match in call_pattern("1").finditer("power.”8 in 1917 5.8% of Power7: disaster13\\u00a0and")]
    ['8', '7', '13']
    """
    if "¹" in form:
        before, _, after = form.partition("¹")
        return re.compile(rf"(?<=\S){re.escape(before)}(?P<number>[{RAISED}]+){re.escape(after)}")
    before, _, after = form.partition("1")
    if before:
        return re.compile(rf"{re.escape(before)}(?P<number>\d+){re.escape(after)}")
    glued = r"(?<=[^\s\d(\[{‘“–—-])(?<!\d[.,:/])(?<![(\[])"
    return re.compile(rf"{glued}(?P<number>\d+)(?![\d%]|[.,]\d){re.escape(after)}")
