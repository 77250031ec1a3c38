"""Runs of a text's words in other matter: what counts as one, and finding them fast.

The limit is that of the project's brief: twelve syllables of Hangul, or sixty letters of another script, one after the
other, whatever stands between them. So white space, pointing, figures and markup do not hide a run, nor do capitals or
decomposed syllables. What is allowed in spite of that (titles, bylines, bibliographic strings) is the business of
`edition.withhold.allowed`; where to look, of `edition.withhold.scan`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

HANGUL, LETTERS = "syllables", "letters"
LIMITS = {HANGUL: 12, LETTERS: 60}  #: a run of so many is one too long
#: what a run is made of, by script: of the letters, every one but Hangul's and those of Chinese
_INSIDE = {
    HANGUL: re.compile(r"[가-힣]+"),
    LETTERS: re.compile(r"[^\W\d_\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff]+"),
}
_NO_LETTERS = bytes(set(range(128)) - set(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))


@dataclass(frozen=True, slots=True, order=True)
class Run:
    """A run of a text found in other matter."""

    start: int  #: in the matter, normalized to composed form
    end: int
    kind: str  #: `HANGUL` or `LETTERS`
    words: str  #: its syllables or letters, without what stands between them


@dataclass(slots=True)
class Forbidden:
    """The runs of some texts, ready to be looked for.

    An n-gram of the limit's length is looked up where a short piece of it, taken at every so many places, is known:
    every run of the limit's length holds such a piece whole.
    """

    grams: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in LIMITS})
    pieces: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in LIMITS})

    @classmethod
    def of(cls, texts: Iterable[str], allowed: Iterable[str] = ()) -> Forbidden:
        """Return the runs of *texts*, those of the strings *allowed* left out; a run ends where a longer one begins.

        Longer are those of two thirds of the limit: one of them with a syllable before it by chance is no run.
        """
        made = cls()
        known = list(allowed)
        free = {
            kind: {gram for text in known for gram in _grams(stream(text, kind), limit)}
            for kind, limit in LIMITS.items()
        }
        longer = {
            kind: sorted({one for text in known if 3 * len(one := stream(text, kind)) >= 2 * limit}, key=len)[::-1]
            for kind, limit in LIMITS.items()
        }
        for text in texts:
            for kind, limit in LIMITS.items():
                letters = stream(text, kind)
                for title in longer[kind]:
                    letters = letters.replace(title, "\0")
                found = {gram for part in letters.split("\0") for gram in _grams(part, limit)} - free[kind]
                made.grams[kind] |= found
                made.pieces[kind] |= {gram[at : at + limit // 2] for gram in found for at in range(limit // 2 + 1)}
        return made

    def find(self, text: str) -> list[Run]:
        """Return every run in *text*, each as long as it goes, in order.

        >>> known = Forbidden.of(["가나다라마바사아자차카타파하"])
        >>> [run.words for run in known.find("그는 가나, 다라! <b>마바사</b>아자차카타파 했다")]
        ['가나다라마바사아자차카타파']
        """
        text = _composed(text)
        return sorted(run for kind in LIMITS for run in self._find(text, kind))

    def holds(self, text: str) -> bool:
        """Tell whether *text* holds a run."""
        text = _composed(text)
        return any(next(self._hits(stream(text, kind), kind), None) is not None for kind in LIMITS)

    def _hits(self, letters: str, kind: str) -> Iterator[int]:
        """Yield where in *letters* a forbidden n-gram begins; some more than once."""
        limit, size = LIMITS[kind], LIMITS[kind] // 2
        grams, pieces = self.grams[kind], self.pieces[kind]
        for place in range(0, len(letters) - size + 1, limit - size + 1):
            if letters[place : place + size] in pieces:
                for start in range(max(place - (limit - size), 0), place + 1):
                    if letters[start : start + limit] in grams:
                        yield start

    def _find(self, text: str, kind: str) -> Iterator[Run]:
        letters = stream(text, kind)
        starts = sorted(set(self._hits(letters, kind)))
        if not starts:
            return
        places = [at for found in _INSIDE[kind].finditer(text) for at in range(*found.span())]
        first = last = starts[0]
        for start in [*starts[1:], len(letters) + LIMITS[kind]]:
            if start > last + 1:
                end = last + LIMITS[kind]
                yield Run(places[first], places[end - 1] + 1, kind, letters[first:end])
                first = start
            last = start


def stream(text: str, kind: str) -> str:
    """Return the syllables or letters of *text* alone, in composed form and without capitals.

    >>> stream("1917년 Октябрь, 10월!", HANGUL), stream("1917년 Октябрь, 10월 ‘The State’", LETTERS)
    ('년월', 'октябрьthestate')
    """
    if text.isascii():  # most of what is searched: quickly
        return "" if kind == HANGUL else text.encode().translate(None, _NO_LETTERS).decode().lower()
    found = "".join(_INSIDE[kind].findall(_composed(text)))
    return found if kind == HANGUL else _small(found)


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _small(text: str) -> str:
    """Return *text* without capitals, of the same length."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(sign.lower()[0] for sign in text)


def _grams(letters: str, size: int) -> Iterator[str]:
    for start in range(len(letters) - size + 1):
        yield letters[start : start + size]


def last_letters(text: str) -> str:
    """Return what of *text* a run may begin with that goes on behind it."""
    return " ".join(stream(text, kind)[1 - limit :] for kind, limit in LIMITS.items())


#: of a quotation: what stands beside it may by chance go on as the text does
MARGIN = {HANGUL: 3, LETTERS: 15}


def short(text: str) -> bool:
    """Tell whether *text* has so few syllables and letters that it may be quoted."""
    return all(len(stream(text, kind)) < limit - MARGIN[kind] for kind, limit in LIMITS.items())
