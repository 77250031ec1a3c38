"""Spellings that no text has, under which readers look for an entry all the same: ``also`` in its head.

Search leads them to the entry, pages and exports name them. A spelling that a text has belongs under ``forms``, where
it becomes a link; one that two entries have leads to neither, so it helps nobody.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from edition.problems import Problem
from edition.register.entries import RegisterEntry
from edition.register.forms import whole_word


def also_problems(entries: Sequence[RegisterEntry], words: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each spelling that is a name already, or that a place of the texts has: *words* by place."""
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
            elif place := next((place for place, text in words.items() if re.search(whole_word(name), text)), ""):
                message = f"“{name}” under also stands in a text, {place}"
                yield Problem(entry.path, 1, "register", message, "move it to forms")
