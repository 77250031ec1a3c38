"""Reading a text once a process: the same files give the same text.

A build needs every text several times: for the proof on its pages, for Sphinx's pages, for the proof on Sphinx's
documents. What is kept here is known by the bytes of the text's files, not by their dates, so nothing old is used.
What is read is shared: no reader of it may change it.
"""

from __future__ import annotations

from pathlib import Path

from edition.folders import digest_of, files_below
from edition.problems import Problem
from edition.verify.text import PAGES, Edited, read_text
from edition.witnesses import TEXTS, load

_known: dict[tuple[Path, str], tuple[str, Edited, tuple[Problem, ...]]] = {}


def text_digest(root: Path, ident: str) -> str:
    """Return the digest of all that the text *ident* is read from: its sources, its pages, what lies beside them."""
    return digest_of([*files_below(root / TEXTS / ident), *files_below(root / PAGES / ident)])


def read_once(root: Path, ident: str) -> tuple[Edited, list[Problem]]:
    """Return the text *ident* with every problem of its files, as `read_text` does; raises `EditionError` as it does.

    It is read anew where a byte below ``sources/<ident>`` or ``docs/texts/<ident>`` has changed.
    """
    digest = text_digest(root, ident)
    known = _known.get((root, ident))
    if known is None or known[0] != digest:
        edited, problems = read_text(root, load(root, ident))
        known = _known[root, ident] = (digest, edited, tuple(problems))
    return known[1], list(known[2])
