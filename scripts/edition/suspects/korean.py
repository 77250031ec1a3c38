"""Checks of Korean with the morphological analyser Kiwi: unlikely syllables, lost ones, broken particles, spacing.

Kiwi gives every analysis a score, the logarithm of its likelihood. Where another syllable of a similar shape makes the
words around it much likelier, or a syllable put in does, the form deserves a look: so a wrong word that *is* a word is
found by its neighbours. Both checks are slow, and only for texts whose ``[mark] kind`` says that such errors are to be
expected: ``ocr`` for similar shapes, ``extraction`` for lost syllables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from edition.suspects.found import Suspect
from edition.suspects.passages import Passage

Report = Callable[[str], None]

GAIN = 4.0  #: by how much another syllable must be likelier; chosen on the marks of R, see docs/about/suspects.md
GAIN_LOST = 5.0  #: and a syllable put in
AROUND = 2  #: words on either side that are weighed with a word
FIRST, VOWEL, LAST = 0xAC00, 28, 588
#: letters of similar shape, by place in the syllable (numbers as Unicode counts them)
INITIALS = ("ㄱㅋㄲ", "ㄷㅌㄹㄸ", "ㅂㅍㅃ", "ㅈㅊㅉㅅ", "ㅇㅎㅁ", "ㄴㄷㄹ", "ㅅㅆ", "ㅁㅂ")
VOWELS = ("ㅏㅑㅓㅕㅣ", "ㅗㅛㅜㅠㅡ", "ㅐㅔㅒㅖㅓㅏ", "ㅘㅚㅝㅟㅢ", "ㅞㅝㅟ", "ㅢㅡㅣ")
FINALS = (" ㄴㅁㅇㄹㅅㄱㅂㄷ", "ㅅㅆㅈㅊㅌㅎ", "ㅎㅌㅂㄹㄷ", "ㄴㄹㅎㅇ", "ㄱㅋㄲ")
INITIAL_ORDER, VOWEL_ORDER = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ", "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINAL_ORDER = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
PARTICLES = ("은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "로", "도", "만", "다")
WORDS = (
    "수",
    "것",
    "한",
    "할",
    "될",
    "이",
    "그",
    "또",
    "및",
    "중",
    "전",
    "년",
    "월",
    "일",
    "긴",
    "몇",
    "안",
    "찬",
    "법",
    "군",
    "현",
    "구",
)
DETACHED = re.compile(r"(?<=[가-힣”’\"')])\s(?:은|는|을|를|의|에|와|과|에서|에게|으로|라고|이라고|라는)(?=[\s.,])")
AFTER_VOWEL, AFTER_CONSONANT = ("는", "가", "를", "와"), ("은", "을", "과")


@cache
def kiwi() -> Any:
    """Return the analyser, loaded once."""
    from kiwipiepy import Kiwi  # noqa: PLC0415  (loading the model takes seconds)

    return Kiwi()


def scores(texts: Sequence[str]) -> list[float]:
    """Return the score of each of *texts*: the logarithm of the likelihood of its best analysis."""
    return [found[0][1] for found in kiwi().analyze(list(texts))]


def similar(syllable: str) -> list[str]:
    """Return syllables that look like *syllable*: one letter changed for another of similar shape.

    >>> "세" in similar("새"), "게" in similar("계")
    (True, True)
    """
    code = ord(syllable) - FIRST
    initial, vowel, final = code // LAST, code % LAST // VOWEL, code % VOWEL
    found: dict[str, None] = {}
    for order, groups, here in (
        (INITIAL_ORDER, INITIALS, initial),
        (VOWEL_ORDER, VOWELS, vowel),
        (FINAL_ORDER, FINALS, final),
    ):
        for group in groups:
            for letter in group if order[here] in group else "":
                parts = [initial, vowel, final]
                parts[(INITIAL_ORDER, VOWEL_ORDER, FINAL_ORDER).index(order)] = order.index(letter)
                found[chr(FIRST + parts[0] * LAST + parts[1] * VOWEL + parts[2])] = None
    found.pop(syllable, None)
    return list(found)


def unlikely(passages: Sequence[Passage], report: Report) -> Iterator[Suspect]:
    """Yield words that a syllable of similar shape would make much likelier where they stand."""

    def others(word: str) -> Iterator[str]:
        for place, sign in enumerate(word):
            if "가" <= sign <= "힣":
                for syllable in similar(sign):
                    yield word[:place] + syllable + word[place + 1 :]

    yield from _better(passages, "unlikely", others, GAIN, report)


def lost(passages: Sequence[Passage], report: Report) -> Iterator[Suspect]:
    """Yield words after which a syllable, put in, would make the words around much likelier; and bare names."""

    def others(word: str) -> Iterator[str]:
        yield from (word + particle for particle in PARTICLES if not re.search(r"[.,!?…]$", word))
        yield from (f"{word} {syllable}" for syllable in WORDS if not re.search(r"[.,!?…]$", word))

    for passage in _korean(passages):
        for found in re.finditer(r"(?:(?<![A-Z])[A-Z]{2,}+|[”\"’)\]])(?= [가-힣])", passage.text):
            start = max(passage.text.rfind(" ", 0, found.start()) + 1, 0)
            why = "no particle after it"
            yield Suspect("bare", passage.text[start : found.end()], passage, start, found.end(), why)
    yield from _better(passages, "lost", others, GAIN_LOST, report)


def _better(
    passages: Sequence[Passage], check: str, others: Callable[[str], Iterable[str]], gain: float, report: Report
) -> Iterator[Suspect]:
    """Yield each word for which one of *others* scores better by *gain*, with the best of them."""
    korean = [passage for passage in passages if passage.language == "ko"]
    for number, passage in enumerate(korean, start=1):
        report(f"{check}: block {number} of {len(korean)}")
        words = list(re.finditer(r"\S+", passage.text))
        tried: list[tuple[int, str]] = []
        texts: list[str] = []
        for index, word in enumerate(words):
            near = words[max(index - AROUND, 0) : index + AROUND + 1]
            start, end = near[0].start(), near[-1].end()
            if not re.search(r"[가-힣A-Z]", word[0]):
                continue
            for form in ["", *others(word[0])]:
                tried.append((index, form))
                texts.append(passage.text[start : word.start()] + (form or word[0]) + passage.text[word.end() : end])
        best: dict[int, tuple[float, str]] = {}
        plain: dict[int, float] = {}
        for (index, form), score in zip(tried, scores(texts), strict=True):
            if not form:
                plain[index] = score
            elif score - plain[index] > max(gain, best.get(index, (0.0, ""))[0]):
                best[index] = (score - plain[index], form)
        for index, (better, form) in sorted(best.items()):
            word = words[index]
            yield Suspect(check, word[0], passage, word.start(), word.end(), f"{form}? (likelier by {better:.0f})")


def particles(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield particles that stand apart, and particles that do not fit the syllable before them."""
    for passage in _korean(passages):
        for found in DETACHED.finditer(passage.text):
            start = passage.text.rfind(" ", 0, found.start()) + 1
            form = passage.text[start : found.end()]
            yield Suspect("particle", form, passage, start, found.end(), "a particle stands apart")
        for word in re.finditer(r"[가-힣]{2,}(?![가-힣])", passage.text):
            last, before = word[0][-1], word[0][-2]
            closed = (ord(before) - FIRST) % VOWEL > 0
            wrong = (last in AFTER_VOWEL and closed) or (last in AFTER_CONSONANT and not closed)
            if wrong and _is_particle(word[0]):
                yield Suspect("particle", word[0], passage, word.start(), word.end(), "a particle of the other form?")


def _is_particle(word: str) -> bool:
    """Tell whether the last syllable of *word* must be a particle: what is before it is a noun, all of it is none."""
    stem = kiwi().tokenize(word[:-1])
    whole = kiwi().tokenize(word)
    return len(word) > 2 and len(whole) > 1 and all(token.tag.startswith("N") for token in stem)


def spacing(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield the rarer way where the same words stand both together and apart, and bound nouns that stand attached."""
    apart: Counter[str] = Counter()
    together: Counter[str] = Counter()
    korean = list(_korean(passages))
    for passage in korean:
        words = re.findall(r"[가-힣\d]+", passage.text)
        together.update(words)
        apart.update(one + other for one, other in re.findall(r"(?=(?<!\S)([가-힣\d]+) ([가-힣\d]+))", passage.text))
    mixed = {form for form in apart.keys() & together.keys() if len(form) > 2}
    for passage in korean:
        for found in re.finditer(r"(?=(?<!\S)([가-힣\d]+) ([가-힣\d]+)(?![가-힣\d]))", passage.text):
            joined = found[1] + found[2]
            if joined in mixed and apart[joined] <= together[joined]:
                form = f"{found[1]} {found[2]}"
                why = f"apart {apart[joined]}, together {together[joined]} time(s)"
                yield Suspect("spacing", form, passage, found.start(), found.start() + len(form), why)
        for found in re.finditer(r"(?<![가-힣])[가-힣]+(?![가-힣])", passage.text):
            if found[0] in mixed and together[found[0]] < apart[found[0]]:
                why = f"together {together[found[0]]}, apart {apart[found[0]]} time(s)"
                yield Suspect("spacing", found[0], passage, found.start(), found.end(), why)
        for found in re.finditer(
            r"(?<![가-힣])[가-힣]+(?:(?:하|되|시키|취하|는|ㄴ)는데(?= [가-힣])|야할\b)", passage.text
        ):
            yield Suspect("spacing", found[0], passage, found.start(), found.end(), "a bound noun or verb attached?")


def unknown(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield each word that the analyser can only take for a name it does not know."""
    for passage in _korean(passages):
        for token in kiwi().tokenize(passage.text):
            oov = token.tag in ("NNP", "NNG") and token.id < 0
            if (oov or token.tag == "UN") and re.fullmatch(r"[가-힣]+", token.form):
                why = "in no dictionary"
                yield Suspect("unknown", token.form, passage, token.start, token.start + token.len, why)


def _korean(passages: Sequence[Passage]) -> Iterator[Passage]:
    return (passage for passage in passages if passage.language == "ko")
