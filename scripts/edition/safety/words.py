"""Words that are not what they seem: letters of two scripts in one, look-alikes, stacks of marks, odd letters.

A reader and a search take a Cyrillic “а” in a Latin word for the Latin letter. What a witness has is evidence and is
left alone: *known* words are passed over. Invisible characters are `edition.hygiene`'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator

from edition.safety.limits import COMBINING

#: letters of scripts whose letters look like Latin ones
_SCRIPTS = {
    "Latin": "A-Za-zªºÀ-ÖØ-öø-ʸᴀ-ᴥᴬ-ᵥḀ-ỿⱠ-Ɀ꜠-ꟿꬰ-ꭤ",
    "Cyrillic": "Ѐ-ԯᲀ-ᲈⷠ-ⷿꙀ-ꚟ",
    "Greek": "Ͱ-ͳͶ-Ͽἀ-῾",
    "Armenian": "Ա-֏",
    "Cherokee": "Ꭰ-ᏽꭰ-ꮿ",
    "Coptic": "Ⲁ-⳿",
}
_OF = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_WORD = re.compile(rf"[{''.join(_SCRIPTS.values())}\u0300-\u036f]+")
_OTHER = re.compile(rf"[{''.join(letters for name, letters in _SCRIPTS.items() if name != 'Latin')}]")
#: Cyrillic letters that have a Latin twin; a word of nothing else may pass for Latin (UTS #39)
_TWINS = frozenset("асеорхуіјѕһԁԛԝӏАВЕЅІЈКМНОРСТХУЗ")
_STACK = re.compile(rf"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
                    rf"\ufe20-\ufe2f]{{{COMBINING + 1},}}")  # fmt: skip
#: mathematical, enclosed and full-width letters that stand for plain Latin ones
_DRESSED = re.compile("[\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7cb\U0001f130-\U0001f189]")
_PLAIN = re.compile(r"[\x00-\x7f가-힣ㄱ-ㆎ一-鿿\s“”‘’–—…·「」『』《》〈〉（）]*")


def word_faults(line: str, known: Collection[str] = ()) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy for each word of *line* that is not what it seems.

    >>> [fault for fault, _ in word_faults("Len\\u0456n")]
    ['“Len\\u0456n” mixes letters of Cyrillic, Latin: U+0456 CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I']
    >>> list(word_faults("Ленин and Lenin, Νίκος"))
    []
    """
    if _PLAIN.fullmatch(line):
        return
    if (stack := _STACK.search(line)) is not None:
        yield f"has {len(stack[0])} combining marks on one letter", "take the marks away"
    for found in _DRESSED.finditer(line):
        if found[0] not in known:
            plain = unicodedata.normalize("NFKC", found[0])
            yield f"holds {_described(found[0])}, which stands for {plain!r}", f"write {plain!r}"
    if not _OTHER.search(line):
        return
    cyrillic = [word for word in _WORD.findall(line) if _OF["Cyrillic"].search(word)]
    genuine = any(not _TWINS.issuperset(word) for word in cyrillic)
    for word in _WORD.findall(line):
        scripts = sorted(name for name, letters in _OF.items() if letters.search(word))
        if word in known:
            continue
        if len(scripts) > 1:
            odd = min(scripts, key=lambda name: len(_OF[name].findall(word)))
            letter = _OF[odd].search(word)
            assert letter is not None
            yield f"“{word}” mixes letters of {', '.join(scripts)}: {_described(letter[0])}", "write it in one script"
        elif len(word) > 1 and not word.isupper() and not genuine and _TWINS.issuperset(word):
            message = f"“{word}” is written in Cyrillic letters that look like Latin ones"
            yield message, "write it in Latin letters, or give the name in its whole Cyrillic form"


def _described(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, 'a character without a name')}"


def mixed_words(text: str) -> frozenset[str]:
    """Return the words and dressed letters of *text*, a witness, that `word_faults` would tell."""
    if not _OTHER.search(text) and not _DRESSED.search(text):
        return frozenset()
    return frozenset(_WORD.findall(text)) | frozenset(_DRESSED.findall(text))
