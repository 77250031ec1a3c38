"""Numbers and dates as a passage gives them, in English and Korean, in a form that can be compared.

Digits and words alike: *8 January 2022* and *2022년 1월 8일*, *three decades* and *30년*, *tens of thousands* and
*수만*, *the last two days* and *이틀*. One is left alone, *one* and *한*, for it seldom counts anything; so are Hangul
numerals without a word for what is counted (*이*, *사*, *천* begin too many other words). What is not understood is not
told: the comparison is a list for readers, no proof.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

KINDS = ("date", "number")


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """A number or date; equal where its value is, whatever the words."""

    kind: str  #: one of `KINDS`
    value: tuple[str, ...]  #: normalized: what sort of number it is, then the number
    words: str = field(compare=False)  #: as the passage has it


_MONTHS = tuple(calendar.month_name)[1:]  #: English, for no locale is ever set
_MONTH = "(" + "|".join(_MONTHS) + ")"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_SMALL = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth",
)  # fmt: skip
_NTH_WORDS = "|".join(_ORDINALS)
_ROUGH = {"ten": 10, "dozen": 10, "score": 10, "decade": 10} | {word: _SCALES[word] for word in list(_SCALES)[1:]}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5}
_UNIT = "(?:" + "|".join([*_SMALL, "one"]) + ")"
_SCALE = "(?:" + "|".join(_SCALES) + ")"
_WORDS = rf"(?:(?:{_UNIT}(?:-{_UNIT})?|an?)(?: (?:and )?(?:{_SCALE}|{_UNIT}(?:-{_UNIT})?))*)"


def _number(value: float | Fraction, sort: str = "exact") -> tuple[str, tuple[str, ...]]:
    """Return kind and value of a number; *sort* is ``exact``, ``about``, ``ordinal``, ``century`` or ``decade``."""
    return "number", (sort, str(Fraction(value).limit_denominator(1000)))


def _date(year: str | None, month: int, day: str | None) -> tuple[str, tuple[str, ...]]:
    return "date", (year or "", str(month), str(int(day)) if day else "")


def _english_words(words: str) -> int:
    """Return the number that *words* tell, 0 for none: the sum of its groups, each times its scale."""
    total = group = 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SCALES:
            scale = _SCALES[word]
            group = max(group, 1) * scale
            if scale >= 1_000:
                total, group = total + group, 0
        elif word in ("one", "a", "an"):
            group += 1
        elif word in _SMALL:
            group += _SMALL[word]
    return total + group


def _plain(digits: str) -> Fraction:
    return Fraction(digits.replace(",", ""))


def _english_number(found: re.Match[str]) -> tuple[str, tuple[str, ...]] | None:
    value = _english_words(found["words"])
    if not value or found["words"].lower() in ("a", "an", "one"):
        return None
    return _number(value * {"decade": 10, "centur": 100}.get((found["unit"] or "")[:6].lower(), 1))


#: patterns in the order they are tried; what one has taken is no more there for the next
_ENGLISH: list[tuple[str, Callable[[re.Match[str]], tuple[str, tuple[str, ...]] | None]]] = [
    (rf"\b{_DAY} (?:of )?{_MONTH}(?:,? (\d{{4}}))?\b", lambda m: _date(m[3], _MONTHS.index(m[2]) + 1, m[1])),
    (rf"\b{_MONTH} {_DAY}(?!\d)(?:,? (\d{{4}}))?\b", lambda m: _date(m[3], _MONTHS.index(m[1]) + 1, m[2])),
    (rf"\b{_MONTH},? (\d{{4}})\b", lambda m: _date(m[2], _MONTHS.index(m[1]) + 1, None)),
    (rf"(?:(?<=in )|(?<=of )|(?<=late )|(?<=early )|(?<=these )|(?<=by )|(?<=since )){_MONTH}\b"
     r"|\b(January|February|April|June|July|August|September|October|November|December)\b",
     lambda m: _date(None, _MONTHS.index(m[1] or m[2]) + 1, None)),
    (r"\b(?:1\d|20)?(\d0)s\b", lambda m: _number(int(m[1]), "decade")),
    (rf"\b(?:(\d+)(?:st|nd|rd|th)|({_NTH_WORDS})) centur(?:y|ies)\b",
     lambda m: _number(int(m[1] or 0) or _ORDINALS.index(m[2].lower()) + 1, "century")),
    (r"\b(a|one|two|three)[ -](half|third|quarter|fifth)s?\b(?! of a century)",
     lambda m: _number(Fraction(max(_english_words(m[1]), 1), _PARTS[m[2].lower()]))),
    (r"\bhalf (?:a|of a) century\b", lambda m: _number(50)),
    (r"\bhalf\b", lambda m: _number(Fraction(1, 2))),
    (rf"\b(?:(\d+)(?:st|nd|rd|th)|({_NTH_WORDS}))\b",
     lambda m: _number(int(m[1] or 0) or _ORDINALS.index(m[2].lower()) + 1, "ordinal")),
    (r"\b(tens|dozens|scores|hundreds|thousands|millions) of (thousands|millions|billions)\b",
     lambda m: _number(_ROUGH[m[1].lower()[:-1]] * _ROUGH[m[2].lower()[:-1]], "about")),
    (r"\b(?:several|a few|some|many) (hundred|thousand|million|billion|decade)s?\b",
     lambda m: _number(_ROUGH[m[1].lower()], "about")),
    (rf"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?: ({_SCALE}))?(?: (decades|centuries))?(?!\w)",
     lambda m: _number(_plain(m[1].rstrip(",")) * _SCALES.get((m[2] or "").lower(), 1)
                       * {"d": 10, "c": 100}.get((m[3] or "")[:1], 1))),
    (rf"\b(?P<words>{_WORDS})(?: (?P<unit>decades?|century|centuries))?\b", _english_number),
    (r"\b(tens|dozens|scores|decades|hundreds|thousands|millions|billions)\b",
     lambda m: _number(_ROUGH[m[1].lower()[:-1]], "about")),
    (r"\b(twice|double)\b", lambda m: _number(2)),
    (r"\b(?:last|past) (decade|century)\b", lambda m: _number({"d": 10, "c": 100}[m[1][0].lower()])),
]  # fmt: skip

_SINO = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
_TENS = {"십": 10, "백": 100, "천": 1_000}
_MYRIADS = {"만": 10_000, "억": 100_000_000, "조": 1_000_000_000_000}
_NATIVE = {
    "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "열두": 12, "스무": 20,
    "서른": 30, "마흔": 40, "쉰": 50,
}  # fmt: skip
_NTH = {"첫": 1, "둘": 2, "셋": 3, "넷": 4, "두": 2, "세": 3, "네": 4} | {
    word: value for word, value in _NATIVE.items() if 5 <= value <= 10
}
_DAYS = {
    "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "엿새": 6, "이레": 7, "여드레": 8, "아흐레": 9, "열흘": 10, "보름": 15,
}  # fmt: skip
_NTH_KOREAN, _NATIVE_WORDS = ("|".join(sorted(words, key=len, reverse=True)) for words in (_NTH, _NATIVE))
_COUNTED = (
    "명|개국|개월|개|년|달|주일|주|일|시간|분|초|번째|번|배|차례|가지|곳|사람|나라|대|마리|살|세기|쪽|권|편|단계|쪽"
)


def _hangul(words: str) -> int:
    """Return the number written in digits, Sino-Korean numerals or both: ``3만 5천``, ``이십삼``."""
    total = section = 0
    current: int | None = None
    for piece in re.findall(r"\d[\d,]*|\S", words):
        if piece[0].isdigit():
            current = int(piece.replace(",", ""))
        elif piece in _SINO:
            current = _SINO[piece]
        elif piece in _TENS:
            section += (1 if current is None else current) * _TENS[piece]
            current = None
        elif piece in _MYRIADS:
            total += max(section + (current or 0), 1) * _MYRIADS[piece]
            section, current = 0, None
    return total + section + (current or 0)


def _rough(tens: str | None, myriad: str | None) -> int:
    return _TENS.get(tens or "", 1) * _MYRIADS.get(myriad or "", 1)


_KOREAN: list[tuple[str, Callable[[re.Match[str]], tuple[str, tuple[str, ...]] | None]]] = [
    (r"(?:(?<!\d)(\d{4})년\s*)?(?<!\d)(1[0-2]|[1-9])월(?!요일)(?:\s*(\d{1,2})일)?",
     lambda m: _date(m[1], int(m[2]), m[3])),
    (r"(?<![\d.])(\d{4})\.\s?(\d{1,2})\.\s?(\d{1,2})(?!\d)", lambda m: _date(m[1], int(m[2]), m[3])),
    (r"(?<!\d)(?:1\d|20)?(\d0)년대", lambda m: _number(int(m[1]), "decade")),
    (r"(?<!\d)(\d{1,2})\s?세기", lambda m: _number(int(m[1]), "century")),
    (r"반세기", lambda m: _number(50)),
    (r"(\d+)분의\s?(\d+)", lambda m: _number(Fraction(int(m[2]), int(m[1]) or 1))),
    (r"절반", lambda m: _number(Fraction(1, 2))),
    (r"제\s?(\d+)", lambda m: _number(int(m[1]), "ordinal")),
    (r"(?<!\d)(\d+)\s?번째", lambda m: _number(int(m[1]), "ordinal")),
    (rf"(?<![가-힣])({_NTH_KOREAN})(?:\s?번)?째", lambda m: _number(_NTH[m[1]], "ordinal")),
    (r"(?<![가-힣])[수몇](십|백|천)(만|억)?(?=\s|[가-힣]|$)", lambda m: _number(_rough(m[1], m[2]), "about")),
    (r"(?<![가-힣])[수몇](만|억|조)(?=\s|[가-힣]|$)", lambda m: _number(_rough(None, m[1]), "about")),
    (r"(?<![\d.])\d[\d,]*\s?[십백천]?[만억조](?:\s?\d[\d,]*\s?[십백천]?[만]?)*|(?<![\d.])\d[\d,]*[십백천]",
     lambda m: _number(_hangul(m[0]))),
    (r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)", lambda m: _number(_plain(m[1].rstrip(",")))),
    (rf"(?<![가-힣])((?:[일이삼사오육칠팔구][십백천만]|[십백천][일이삼사오육칠팔구백천만])[일이삼사오육칠팔구십백천만]*)"
     rf"(?=여?\s?(?:{_COUNTED}))", lambda m: _number(_hangul(m[1]))),
    (rf"(?<![가-힣])([십백천만])(?=여?\s(?:{_COUNTED}))", lambda m: _number(_hangul(m[1]))),
    (rf"(?<![가-힣])({_NATIVE_WORDS})(?=\s?(?:명|번|개|가지|차례|달)|\s(?:{_COUNTED}))",
     lambda m: _number(_NATIVE[m[1]])),
    (rf"(?<![가-힣])({'|'.join(_DAYS)})(?=간|만|\s|전|동안|[.,]|$)", lambda m: _number(_DAYS[m[1]])),
]  # fmt: skip
_REST = re.compile("[가-힣]*")  #: what is shown of a Korean word that begins with a number: ``4,266명을``
_PATTERNS = {
    "en": [(re.compile(pattern, re.IGNORECASE), make) for pattern, make in _ENGLISH],
    "ko": [(re.compile(pattern), make) for pattern, make in _KOREAN],
}


def quantities(text: str, language: str) -> list[Quantity]:
    """Return the numbers and dates of *text* in their order; none for a language that is not known.

    >>> [quantity.value for quantity in quantities("tens of thousands on 8 January 2022", "en")]
    [('about', '10000'), ('2022', '1', '8')]
    >>> quantities("2022년 1월 8일 수만 명", "ko") == quantities("8 January 2022, tens of thousands", "en")
    True
    """
    return [quantity for _, quantity in sorted(_found(text, language))]


def _found(text: str, language: str) -> Iterator[tuple[int, Quantity]]:
    whole = text
    for pattern, make in _PATTERNS.get(language, []):
        taken = []
        for found in pattern.finditer(text):
            told = make(found)
            if told is not None:
                taken.append(found.span())
                rest = _REST.match(whole, found.end())
                words = whole[found.start() : rest.end() if rest else found.end()]
                yield found.start(), Quantity(*told, words.strip(" ,"))
        for start, end in taken:
            text = text[:start] + "\N{REPLACEMENT CHARACTER}" * (end - start) + text[end:]
