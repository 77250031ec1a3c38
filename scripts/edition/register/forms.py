"""Finding the forms of register entries in a text: whole words in Latin script, words before particles in Hangul.

The longest form wins. A form of two entries is decided by hand, in ``docs/register/exceptions.toml``; a problem
tells it where nobody has.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from edition.register.entries import RegisterEntry

#: what may follow a Korean noun and still leave it the word it is: plural, particles, forms of the copula
PARTICLES = (
    "들", "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "만", "로", "으로", "로서", "으로서",
    "로써", "으로써", "에서", "에게", "에게서", "께", "께서", "한테", "까지", "부터", "보다", "처럼", "마저",
    "조차", "밖에", "만큼", "이란", "란", "이나", "나", "이든", "든", "뿐", "라는", "이라는", "라고", "이라고",
    "이라며", "라며", "이며", "며", "이고", "고", "이자", "자", "이지만", "지만", "이다", "다", "인", "이었다",
    "였다", "이었고", "였고", "이었으며", "였으며", "이었던", "였던", "이었지만", "였지만", "이었는데", "였는데",
    "이라", "라", "이요", "요", "랑", "이랑", "측", "식", "하의", "하에서", "간", "간의",
)  # fmt: skip
_PARTICLE = "(?:" + "|".join(sorted(PARTICLES, key=len, reverse=True)) + ")"
_HANGUL = re.compile(r"[가-힣]")
_BEGINNING = re.compile(r"(?<!\w)")  #: of a whole word; a syllable of Hangul is a letter too
#: kind of a form's last character → what comes after a whole word
_AFTER = {
    "Hangul": re.compile(rf"(?={_PARTICLE}*(?!\w))"),
    "letter": re.compile(r"(?![^\W\d_가-힣])"),
    "sign": re.compile(""),
}


@dataclass(frozen=True, slots=True)
class Match:
    """A form where it stands."""

    start: int
    end: int
    form: str
    slugs: tuple[str, ...]  #: the entries it may mean; more than one where a person must decide


class Forms:
    """All forms of the register, ready to be looked for."""

    def __init__(self, entries: Sequence[RegisterEntry]) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            for form in dict.fromkeys([*entry.forms, *entry.also]):
                found[form].append(entry.slug)
        self.slugs = {form: tuple(slugs) for form, slugs in found.items()}

    @cached_property
    def _by_first(self) -> dict[str, list[str]]:
        """First character → the forms that begin with it, the longest first."""
        found: dict[str, list[str]] = defaultdict(list)
        for form in sorted(self.slugs, key=lambda form: (-len(form), form)):
            found[form[0]].append(form)
        return found

    def find(self, text: str) -> Iterator[Match]:
        """Yield every form in *text*, in order; forms do not overlap, and the longest at a place is taken.

        One pattern of all forms, each as `whole_word` has it, finds the same, and tries them all at every word.
        """
        end = 0
        for place in _BEGINNING.finditer(text):
            start = place.start()
            for form in self._by_first.get(text[start : start + 1], ()) if start >= end else ():
                if text.startswith(form, start) and _AFTER[_kind(form)].match(text, start + len(form)):
                    end = start + len(form)
                    yield Match(start, end, form, self.slugs[form])
                    break


def whole_word(form: str) -> str:
    """Return the pattern of *form* as a whole word.

    >>> bool(re.search(whole_word("레닌"), "레닌에게서도")), bool(re.search(whole_word("레닌"), "레닌주의"))
    (True, False)
    """
    return _BEGINNING.pattern + re.escape(form) + _AFTER[_kind(form)].pattern


def _kind(form: str) -> str:
    """Return the kind of the character that *form* ends with."""
    return "Hangul" if _HANGUL.match(form[-1]) else "letter" if form[-1].isalnum() else "sign"
