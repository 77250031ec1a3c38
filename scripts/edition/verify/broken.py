"""A remedy for a mark that cannot be read: the line as it stands once the mark is written anew.

Whoever edits a mark may lose its witness half or a sign of it. What readers were to see is still there; the witness
knows the rest. So the broken mark is read as bare words, and the words are mended as any other unmarked change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from edition.blocks import Block
from edition.marks import SIGNS, parse_mark
from edition.markup import escape_signs
from edition.problems import Problem
from edition.verify.compare import align, differences
from edition.verify.pages import Page, read_page

ROLE = re.compile(rf"(?<!\\)\{{(?P<sign>{'|'.join(SIGNS)})\}}(?P<fence>`++)(?P<content>.+?)(?<!`)(?P=fence)(?!`)")


def with_remedies(page: Page, text: str, expected: Sequence[Block]) -> list[Problem]:
    """Return the problems of *page*, which reads *text*; a broken mark's with the line that mends it, where one does.

    *expected* are the blocks of the base text on that page. The line is tried: with it the page has no problem there.
    """
    return [
        _remedied(problem, page, text, expected) if problem.code == "mark" else problem for problem in page.problems
    ]


def _remedied(problem: Problem, page: Page, text: str, expected: Sequence[Block]) -> Problem:
    lines = text.split("\n")
    line = ROLE.sub(_bare, lines[problem.line - 1])
    if line == lines[problem.line - 1]:
        return problem
    lines[problem.line - 1] = line
    bare = read_page("\n".join(lines), page.path, page.body[0].block.version if page.body else "")
    if len(bare.problems) >= len(page.problems):
        return problem
    opening = f"line {problem.line} then reads:\n"
    told = list(differences([align(expected, bare.body, page.path, lines)]))
    here = [one for one in told if one.line == problem.line]
    if not here:
        return replace(problem, remedy=f"{opening}{line}")
    if len(here) == 1 and here[0].remedy.startswith(opening):
        return replace(problem, remedy=here[0].remedy)
    return problem


def _bare(found: re.Match[str]) -> str:
    """Return the words of a mark that cannot be read, and a mark that can as it is."""
    content = found["content"]
    try:
        parse_mark(found["sign"], content)
    except ValueError:
        head = re.split(r" ?(?<!\\)[|<]", content)[0]
        return escape_signs(re.sub(r"\\([\\<>|¶␣])", r"\1", head))
    return found[0]
