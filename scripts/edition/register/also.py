"""Spellings that need not stand in a text, under which readers look for an entry all the same: ``also`` in its head.

Search leads them to the entry, pages and exports name them; where a text comes to have one, it is a link as every form
is. One that two entries have leads to neither, so it helps nobody.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from edition.problems import Problem
from edition.register.entries import RegisterEntry


def also_problems(entries: Sequence[RegisterEntry]) -> Iterator[Problem]:
    """Yield a problem for each spelling that is a name already."""
    named: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for name in dict.fromkeys([entry.en, entry.ko, entry.original, *entry.forms]):
            named[name].append(entry.slug)
    spelt: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for name in entry.also:
            spelt[name].append(entry.slug)
    for entry in entries:
        for name in entry.also:
            if others := named.get(name) or [slug for slug in spelt[name] if slug != entry.slug]:
                message = f"“{name}” under also is a name of {others[0]!r} already"
                yield Problem(entry.path, 1, "register", message, "take it away")
