"""From words to terms, by the same rules that ``ext/static/search.js`` applies to a query.

Korean: Kiwi's morphemes at build time; the browser has no dictionary and divides a query on the index's own vocabulary.
English: letters without accents, lower case, Snowball's stems (Porter2) on both sides. Years and numbers stay.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Any

import snowballstemmer

HANGUL = re.compile(r"[가-힣]+")
WORD = re.compile(r"[^\W_]+")
#: what English writes after an apostrophe; elsewhere an apostrophe parts two words (l'état)
ENGLISH_TAIL = re.compile(r"['’](?:s|t|re|ll|ve|d|m)?(?![^\W_])")
NOUNS = frozenset({"NNG", "NNP", "NNB", "NR", "NP", "XR", "SH"})  #: Kiwi's tags that become terms as they are
JOINING = frozenset({"NNG", "NNP", "XR", "XPN"})  #: adjacent ones also become one term: 러시아 혁명, 러시아혁명
HALF = "/"  #: before a term that is only half of a longer noun, and tells half as much
VERBS = ("VV", "VA")  #: become their dictionary form, stem and 다
#: too common to tell anything; a query keeps them only where it has nothing else
STOP = frozenset(
    """
    이 그 저 것 수 등 때 중 나 너 하다 되다 있다 없다 아니다 않다 같다 들 만 더 또 이것 그것 때문 위하다 대하다 따르다
    통하다 의하다 년 월 일 the of and to in a is that it as was for by on with be are this which not from at an or were
    has have had but its they their
    """.split()  # noqa: SIM905
)


def fold(text: str) -> str:
    """Return *text* in lower case without accents, Hangul composed.

    >>> fold("Mélenchon"), fold("Ф")
    ('melenchon', 'ф')
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", plain).lower()


def squeezed(text: str) -> str:
    """Return what a name is looked up by: letters and digits only.

    >>> squeezed("빅토르 세르주"), squeezed("Left Opposition")
    ('빅토르세르주', 'leftopposition')
    """
    return "".join(re.findall(r"[^\W_]", fold(text)))


@cache
def stemmer() -> Any:
    """Return Snowball's English stemmer."""
    return snowballstemmer.stemmer("english")


class Analyser:
    """Kiwi with the register's names; loaded when the first Korean words come."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = sorted({name for name in names if HANGUL.fullmatch(name)})
        self._kiwi: Any = None
        self._divided: dict[str, tuple[str, ...]] = {}

    @property
    def kiwi(self) -> Any:
        """Kiwi itself."""
        if self._kiwi is None:
            from kiwipiepy import Kiwi  # noqa: PLC0415  (loading the model takes seconds)

            self._kiwi = Kiwi()
            for name in self.names:
                self._kiwi.add_user_word(name, "NNP", 0.0)
        return self._kiwi

    def terms(self, text: str) -> Iterator[str]:
        """Yield the terms of *text*, each as often as it occurs."""
        yield from next(self.all_terms([text]))

    def all_terms(self, texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """Yield the terms of each of *texts*; Kiwi analyses those in Korean on all cores."""
        folded = [fold(text) for text in texts]
        korean = [text for text in folded if HANGUL.search(text)]
        analysed = iter(self.kiwi.tokenize(korean)) if korean else iter(())
        for text in folded:
            found = list(latin(text))
            if HANGUL.search(text):
                found += self._korean(text, next(analysed))
            yield tuple(found)

    def _korean(self, text: str, tokens: Iterable[Any]) -> Iterator[str]:
        before: tuple[str, int] | None = None  # the noun before, and where it ended
        for token in tokens:
            form = token.form
            if token.tag in NOUNS and HANGUL.search(form):
                yield form
                yield from (HALF + half for half in self._parts(form))
            elif token.tag.startswith(VERBS):
                yield f"{form}다"
            if token.tag in JOINING and HANGUL.search(form):
                if before and not text[before[1] : token.start].strip():
                    yield before[0] + form
                before = form, token.start + token.len
            else:
                before = None

    def _parts(self, noun: str) -> tuple[str, ...]:
        """Return the nouns that a long one is made of, the fewest: 세계혁명 → 세계, 혁명."""
        if noun not in self._divided:
            self._divided[noun] = ()
            for cut in range(2, len(noun) - 1):
                first, rest = noun[:cut], noun[cut:]
                if not self._one(first) or rest.startswith("주의"):  # 사회주의 is no 주의 about 사회
                    continue
                parts = (first, rest) if self._one(rest) else (first, *self._parts(rest))
                known = self._divided[noun]
                if len(parts) > 1 and (not known or len(parts) < len(known)):
                    self._divided[noun] = parts
        return self._divided[noun]

    def _one(self, word: str) -> bool:
        """Tell whether *word* is one noun."""
        found = self.kiwi.tokenize(word)
        return len(found) == 1 and found[0].tag in ("NNG", "NNP")


def latin(folded: str) -> Iterator[str]:
    """Yield the terms of the words in *folded* that have no Hangul: stems, years, numbers, words in other scripts.

    >>> list(latin("the soviets’ congresses don't of l'etat, 1917년"))
    ['the', 'soviet', 'congress', 'don', 'of', 'l', 'etat', '1917']
    """
    for word in words(folded):
        yield stem(word)


def words(folded: str) -> Iterator[str]:
    """Yield the words in *folded* that have no Hangul, as they are written."""
    for found in WORD.finditer(ENGLISH_TAIL.sub("", HANGUL.sub(" ", folded))):
        yield found[0]


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return the term of *word*: English by its stem, others as they are.

    >>> stem("congresses"), stem("советы"), stem("1917")
    ('congress', 'советы', '1917')
    """
    return str(stemmer().stemWord(word)) if word.isascii() and word.isalpha() else word
