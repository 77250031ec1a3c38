"""Checks of signs, spaces and numbers, for any language: quotation marks, rare characters, dates, doubled words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from edition.suspects.found import Suspect
from edition.suspects.passages import Passage

RARE = 2  #: a character that a text has so often or less is looked at
LAST_YEAR = 2030  #: a four-figure year beyond it is looked at, and so is one before 1600
OPENING, CLOSING = "“‘「『《〈([{«", "”’」』》〉)]}»"
PAIRS = dict(zip(CLOSING, OPENING, strict=True))
ENDS = re.compile(r"[.?!…:;。][”’\"'»)\]」』>]*$|[”’\"»)\]」』>]$")


def quotes(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield quotation marks and brackets that open or close nothing in their block.

    An apostrophe is no quotation mark: a single mark between letters, or after a letter where nothing is open, is left
    alone in English. A quotation that goes on over several blocks is told where it opens and where it closes.
    """
    for passage in passages:
        stack: list[tuple[str, int]] = []
        for place, sign in enumerate(passage.text):
            if sign in "’'‘" and passage.language != "ko" and _apostrophe(passage.text, place):
                continue
            if sign in OPENING:
                if stack and stack[-1][0] == sign and sign in "“‘":
                    yield _at(passage, "quotes", place, "opens again what is open")
                stack.append((sign, place))
            elif sign in CLOSING:
                if stack and stack[-1][0] == PAIRS[sign]:
                    stack.pop()
                elif any(other == PAIRS[sign] for other, _ in stack):
                    while stack[-1][0] != PAIRS[sign]:
                        yield _at(passage, "quotes", stack.pop()[1], "is opened and not closed before the next closes")
                    stack.pop()
                elif sign != "’" or passage.language == "ko":  # else a possessive: workers’
                    yield _at(passage, "quotes", place, "closes nothing")
        for _, place in stack:
            yield _at(passage, "quotes", place, "is opened and not closed in its block")
        yield from _straight(passage)


def _straight(passage: Passage) -> Iterator[Suspect]:
    """Yield straight quotation marks that neither open nor close anything where they stand."""
    for sign in "\"'":
        opened = -1
        for found in re.finditer(re.escape(sign), passage.text):
            place = found.start()
            if sign == "'" and passage.language != "ko" and _between_letters(passage.text, place):
                continue
            if sign == "'" and passage.language != "ko" and opened < 0 and _elision(passage.text, place):
                continue
            before, after = passage.text[place - 1 : place], passage.text[place + 1 : place + 2]
            may_open = (not before or before.isspace() or before in OPENING + "\"'-–—") and not after.isspace()
            if opened < 0 and not may_open:
                yield _at(passage, "quotes", place, "closes nothing")
            elif opened >= 0 and before.isspace():
                yield _at(passage, "quotes", place, "opens again what is open")
                opened = place
            else:
                opened = place if opened < 0 else -1
        if opened >= 0:
            yield _at(passage, "quotes", opened, "is opened and not closed in its block")


def _apostrophe(text: str, place: int) -> bool:
    return _between_letters(text, place) or _elision(text, place)


def _between_letters(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and text[place - 1].isalnum() and text[place + 1].isalnum()


def _elision(text: str, place: int) -> bool:
    """Tell whether a single mark stands after a letter, as in ``workers'``, with no opening sign to answer."""
    return place > 0 and text[place - 1].isalnum() and text[place] in "’'" and "‘" not in text[:place]


def _at(passage: Passage, check: str, place: int, why: str) -> Suspect:
    """Return the suspect that is the word at *place*, sign included, so that the form can be listed."""
    start = max(passage.text.rfind(" ", 0, place), passage.text.rfind("\n", 0, place)) + 1
    found = re.compile(r"\s").search(passage.text, place + 1)
    end = found.start() if found else len(passage.text)
    return Suspect(check, passage.text[start:end], passage, start, end, why)


def characters(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield characters that are rare in the text and are no letters, and words with letters of two alphabets."""
    found = Counter(sign for passage in passages for sign in passage.text)
    for passage in passages:
        for place, sign in enumerate(passage.text):
            category = unicodedata.category(sign)
            if found[sign] <= RARE and category[0] in "SPCZ":
                yield _at(passage, "character", place, f"U+{ord(sign):04X} stands here {found[sign]} time(s) in all")
            elif "\u3130" < sign < "\u318f" or "\u1100" <= sign <= "\u11ff":
                yield _at(passage, "character", place, f"U+{ord(sign):04X} is a single Korean letter, no syllable")
        for word in re.finditer(r"\w+", passage.text):
            scripts = {unicodedata.name(sign, "?").split()[0] for sign in word[0] if sign.isalpha()}
            if scripts & {"CYRILLIC", "GREEK"} and "LATIN" in scripts:
                why = f"letters of {' and '.join(sorted(scripts))} in one word"
                yield Suspect("character", word[0], passage, word.start(), word.end(), why)


def spaces(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield spaces before closing signs and after opening ones, doubled spaces, and commas with nothing after them."""
    patterns = {
        r"\S+[ \u00a0]+[,.;:!?»](?![.\d])\S*": "a space before a sign",
        r"[(\[“‘「『《<]+[ \u00a0]\S+": "a space after an opening sign",
        r"\S+, \(\S+": "a comma before a bracket",
        r"\S+[ \u00a0]+[)\]”」』》]+\S*": "a space before a closing sign",
        r"\S+[ \u00a0]{2,}\S+": "two spaces",
        r"[^\W\d_]{2,},[^\W\d_]\S*": "no space after a comma",
        r"[^\W\d_]{3,}[.!?][^\W\d_]{3,}": "no space after a sentence",
        r"(?<!\S)['\"](?= )\s*\S+(?<!['\"])": "a quotation mark that stands alone",
        r"\S+[,.]['\"][ ]\S+['\"]\S*": "space and opening quotation mark changed places?",
    }
    for passage in passages:
        for pattern, why in patterns.items():
            for found in re.finditer(pattern, passage.text):
                yield Suspect("space", found[0], passage, found.start(), found.end(), why)


def doubled(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield words that stand twice in a row."""
    for passage in passages:
        for found in re.finditer(r"(?<!\w)(\w+)[\s“”\"‘’',]+\1(?!\w)", passage.text):
            if not found[1].isdigit():
                yield Suspect("doubled", found[0], passage, found.start(), found.end(), "a word stands twice")


def endings(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield blocks of prose that do not end a sentence, and Korean sentences that end in a comma."""
    for passage in passages:
        text = passage.text.rstrip()
        if passage.kind in ("paragraph", "quotation", "note") and not ENDS.search(text):
            yield _at(passage, "ending", len(text) - 1, "a paragraph ends without a stop")
        if passage.kind in ("byline", "signature") and text.endswith((",", ";")):
            yield _at(passage, "ending", len(text) - 1, "the line ends in a comma")
        for found in re.finditer(r"(?<=[가-힣])(?:었|았|였|했|났|섰|됐|졌|렸)다,(?= )", passage.text):
            yield _at(passage, "ending", found.start(), "a sentence ends in a comma")


def numbers(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield dates and numbers that cannot be, or that have lost their unit."""
    for passage in passages:
        for found in re.finditer(
            r"(?<![\d.,])(\d{4})(?=년| *[-–~] *\d{4}년|\b(?!\s*(?:words|명|개|자)))", passage.text
        ):
            if not 1600 <= int(found[1]) <= LAST_YEAR and passage.language:
                yield _at(passage, "number", found.start(), "no year of our time")
        for found in re.finditer(r"(\d{4})년?\s*[-–~]\s*(\d{4})", passage.text):
            if int(found[1]) > int(found[2]):
                yield _at(passage, "number", found.start(), "the years run backwards")
        for found in re.finditer(r"(\d{4})년?부터,? \1", passage.text):
            yield Suspect("number", found[0], passage, found.start(), found.end(), "from a year to the same year")
        for found in re.finditer(r"(?<!\d)(\d++)월(?: (\d+)일)?", passage.text):
            if int(found[1]) > 12 or int(found[2] or 1) > 31:
                yield _at(passage, "number", found.start(), "no month or day")
        if passage.language == "ko":
            for found in re.finditer(r"(?<![\w.,/])\d+ (?:(?=[가-힣])|\d)\S+", passage.text):
                yield Suspect("number", found[0], passage, found.start(), found.end(), "a number without its unit")
