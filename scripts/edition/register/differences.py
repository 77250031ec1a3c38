"""What one version of a text says and the other does not, pair by pair: numbers, dates, names, calls of notes.

A difference is no fault. Translators leave a name to a pronoun or say more than the original; the list tells readers
where. ``docs/texts/<id>/differences.tsv`` holds those that a person has looked at, with the reason in two languages; a
line there that answers to no difference is a problem. Which blocks are compared is the alignment's business
(`edition.verify.alignment`), what counts as a number that of `edition.verify.quantities`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.problems import EditionError, Problem, relative
from edition.records import Source
from edition.register.entries import RegisterEntry
from edition.register.forms import whole_word
from edition.register.occurrences import Exception_, occurrences, readings
from edition.verify.alignment import Pair, aligned_blocks, read_alignment
from edition.verify.quantities import KINDS as QUANTITIES
from edition.verify.quantities import quantities
from edition.verify.text import PAGES, Edited

NAME = "differences.tsv"
HEAD = "# pair\tkind\twords\twhy, in English\twhy, in Korean"
KINDS = ("note", *QUANTITIES, "name")
NAMES = ("person", "organization", "place", "event", "work")  #: kinds of the register that are names
LEAST = 4  #: letters that an English adjective shares with its name (*Kazakh*, *Libyan*)


@dataclass(frozen=True, slots=True)
class LookedAt:
    """A line of ``differences.tsv``: what a person has to say of a difference."""

    pair: str
    kind: str
    words: str
    reason: dict[str, str]  #: language of the reader → why
    line: int

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the answer to a difference."""
        return self.pair, self.kind, self.words


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one version has and the other has not."""

    pair: str  #: `edition.verify.alignment.Pair.ident`
    kind: str  #: one of `KINDS`
    words: str  #: as the version that has it says it
    language: str  #: of that version
    slug: str = ""  #: of a name: its entry in the register
    reason: dict[str, str] | None = None  #: language of the reader → why; None where nobody has looked at it yet

    @property
    def key(self) -> tuple[str, str, str]:
        """What a line of ``differences.tsv`` must name."""
        return self.pair, self.kind, self.words


def read_looked_at(root: Path, source: Source) -> list[LookedAt]:
    """Return the differences of *source* that were looked at; raises `EditionError` for lines that are no entries."""
    path = root / PAGES / source.ident / NAME
    if not path.is_file():
        return []
    shown = relative(path, root)
    found: list[LookedAt] = []
    problems: list[Problem] = []
    for index, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if not line or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split("\t")]
        if len(parts) != 5 or not all(parts) or parts[1] not in KINDS:
            remedy = f"write, with tabs: {HEAD.removeprefix('# ')}; kinds are {', '.join(KINDS)}"
            problems.append(Problem(shown, index, "alignment", "is no difference", remedy))
            continue
        entry = LookedAt(parts[0], parts[1], parts[2], {"en": parts[3], "ko": parts[4]}, index)
        if entry.key in {other.key for other in found}:
            problems.append(Problem(shown, index, "alignment", "is given twice", "keep one"))
        found.append(entry)
    if problems:
        raise EditionError(problems)
    return found


def differences(
    root: Path, edited: Edited, entries: Sequence[RegisterEntry], exceptions: Sequence[Exception_] = ()
) -> list[Difference]:
    """Return what the versions of *edited* do not share, in the order of the text; nothing for a text of one version.

    Raises `EditionError` where the alignment or the list of what was looked at cannot be read.
    """
    pairs = read_alignment(root, edited.source)
    if not pairs or edited.source.withheld:
        return []
    reasons = {entry.key: entry.reason for entry in read_looked_at(root, edited.source)}
    words = {reading.place: reading.text for reading in readings(root, edited) if reading.kind != "note"}
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for item in occurrences(root, edited, entries, exceptions)[0]:
        named[item.place].setdefault(item.slug, item.form)
    called = {
        block.place: block.calls
        for version in edited.source.version
        for block in aligned_blocks(root, edited, version.language)
    }
    known = {entry.slug: entry for entry in entries if entry.kind in NAMES}
    found: list[Difference] = []
    for pair in pairs:
        sides = {
            language: _Side(
                language,
                "\n".join(words.get(place, "") for place in places),
                {number for place in places for number in called.get(place, ())},
                {slug: form for place in places for slug, form in named[place].items() if slug in known},
            )
            for language, places in pair.sides.items()
        }
        for language, side in sides.items():
            for code, other in sides.items():
                if code != language:
                    found += _only(pair, side, other, known)
    return [Difference(*item.key, item.language, item.slug, reasons.get(item.key)) for item in found]


@dataclass(frozen=True, slots=True)
class _Side:
    language: str
    words: str
    calls: set[str]
    names: dict[str, str]  #: slug → the form that stands there


def _only(pair: Pair, side: _Side, other: _Side, known: dict[str, RegisterEntry]) -> Iterator[Difference]:
    """Yield what *side* has and *other* has not."""
    for number in sorted(side.calls - other.calls, key=int):
        yield Difference(pair.ident, "note", f"[{number}]", side.language)
    there = set(quantities(other.words, other.language))
    told = set()
    for quantity in quantities(side.words, side.language):
        if quantity not in there and quantity not in told:
            told.add(quantity)
            yield Difference(pair.ident, quantity.kind, quantity.words, side.language)
    for slug, form in side.names.items():
        if slug not in other.names and not mentions(other.words, known[slug]):
            yield Difference(pair.ident, "name", form, side.language, slug)


def mentions(words: str, entry: RegisterEntry) -> bool:
    """Tell whether *words* name *entry*, if only inside a longer name or, of a place, as an English adjective.

    >>> kazakhstan = RegisterEntry("kazakhstan", "place", "Kazakhstan", "카자흐스탄", "", forms=("Kazakhstan",))
    >>> mentions("the Kazakh uprising", kazakhstan), mentions("the uprising", kazakhstan)
    (True, False)
    """
    if any(re.search(whole_word(form), words) for form in entry.forms):
        return True
    if entry.kind != "place":
        return False
    adjectives = {word for word in re.findall(r"[A-Z][a-z]+", words) if len(word) >= LEAST}
    names = {next(iter(re.findall(r"[A-Z][a-z]+", form)), "") for form in (entry.en, *entry.forms)}
    return any(_adjective(word, name) for word in adjectives for name in names if len(name) >= LEAST)


def _adjective(word: str, name: str) -> bool:
    """Tell whether *word* is *name*, its beginning, or made of it: *Russian*, *Soviet*, *Ukrainian*, *Western*."""
    return name.startswith(word) or word.startswith(name[: max(LEAST, len(name) - 1)])


def difference_problems(
    root: Path, edited: Edited, entries: Sequence[RegisterEntry], exceptions: Sequence[Exception_] = ()
) -> list[Problem]:
    """Return a problem for each line of ``differences.tsv`` that cannot be read or answers to no difference."""
    try:
        looked_at = read_looked_at(root, edited.source)
        found = {item.key for item in differences(root, edited, entries, exceptions)}
    except EditionError as error:
        return [problem for problem in error.problems if problem.path.endswith(NAME)]  # the alignment's are told by it
    shown = relative(root / PAGES / edited.source.ident / NAME, root)
    return [
        Problem(shown, entry.line, "alignment", f"“{entry.words}” is no difference any more", "take the line away")
        for entry in looked_at
        if entry.key not in found
    ]
