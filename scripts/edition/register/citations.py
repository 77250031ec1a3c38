"""Who cites a work: places of the texts, the edition's notes, entries of the register, events; each with its locator.

A place of the texts is given by the work itself (``cited``, ``locators``); a locator must stand in the words of that
place. How they are shown is the business of `edition.ext.citations`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from edition.problems import Problem
from edition.register.works import NAME, Work


@dataclass(frozen=True, slots=True)
class Cited:
    """A work as one place of a text cites it."""

    work: Work
    locator: str  #: as the place gives it; empty where it gives none


def cited_at(works: Mapping[str, Work]) -> dict[str, list[Cited]]:
    """Return id of a paragraph or note → the works that it cites, in the order of the bibliography."""
    found: dict[str, list[Cited]] = {}
    for work in works.values():
        for place in work.cited:
            found.setdefault(place, []).append(Cited(work, work.locators.get(place, "")))
    return found


def locator_problems(works: Mapping[str, Work], words: Mapping[str, str]) -> Iterator[Problem]:
    """Yield a problem for each locator whose place does not cite the work, or does not say so.

    *words* gives the reading of each place. The parts of a locator, between commas, may stand apart.
    """
    for work in works.values():
        for place, locator in work.locators.items():
            if place not in work.cited:
                message, remedy = f"{place} has a locator, but is not in cited", "add it to cited, or take it away"
                yield Problem(NAME, work.line, "work", f"{work.key}: {message}", remedy)
                continue
            if place not in words:
                continue  # told by whoever checks the places
            text = " ".join(words[place].split())
            for part in re.split(r",\s*", locator):
                if part not in text:
                    message = f"{work.key}: {place} does not say “{part}”"
                    yield Problem(NAME, work.line, "work", message, "write the locator as that place has it")
