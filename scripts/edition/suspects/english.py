"""Checks of English: spelling by Hunspell's American dictionary, names spelt two ways, articles, number, questions.

British spellings count as known. The dictionary knows words, not sense: ``there own`` is found by a small list, most
such errors are not found at all (`docs/about/suspects.md` says how many).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from edition.suspects.found import Suspect
from edition.suspects.passages import Passage

TITLED = re.compile(r"[A-Z][^\W\d_]* (?:of |the |and |in )*$")  #: stands before a word of a title
WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
BRITISH = (  # a British ending and the American one
    ("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring"), ("ise", "ize"), ("ised", "ized"),
    ("ises", "izes"), ("ising", "izing"), ("isation", "ization"), ("isations", "izations"), ("yse", "yze"),
    ("ysed", "yzed"), ("ysing", "yzing"), ("tre", "ter"), ("tres", "ters"), ("elled", "eled"), ("elling", "eling"),
    ("oeuvre", "euver"), ("oeuvring", "euvering"), ("ence", "ense"), ("ogue", "og"), ("ement", "ment"),
    ("our", "or"), ("ourable", "orable"), ("ourably", "orably"), ("ouring", "oring"), ("illed", "iled"),
)  # fmt: skip
VERBS = "be have do say see make know take get give find think tell ask judge show understand explain become keep"
#: one word for another of the same sound, and a lost or doubled ``to``: patterns of English, not of these texts
CONFUSED = re.compile(
    r"\b(?:there own|their (?:been|is|are|was|were)|ones own|its (?:is|was|been|a|not)|your (?:are|not)"
    r"|(?:could|would|should|must) of|(?:have|has|had) be|in to (?:account|being|question|doubt|effect|use)"
    r"|everyday(?=[.,;:!?])|(?:bundle|bundled|fight|call|called|put|carry|carried) of(?= into| his| her| the)"
    rf"|(?:hard|easy|able|ready|ought|want|wants|how) (?:{'|'.join(VERBS.split())})"
    r"|(?:have|has|had|able|going|wants?|wanted|needs?|needed|ought) to (?!need|feed|proceed|exceed|succeed)[a-z]+ed"
    r"|then (?:that|those) of)\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"(?:^|(?<=[.?!;] )|(?<=[.?!;]  ))(?:And |But |Or,? |So |For |Yet,? )?(?:who|why|how|is|are|was|wasn't|isn't"
    r"|does|do|did|can|could|will|would|shall|(?:what|when|where|which|whose)(?=[^.?!,;]*[.?!]))\b"
    r"(?! (?:is|was|we|he|they|I|it|you|the|this) (?:more|needed|meant|said|wrote))[^.?!;]*[.](?!\.)",
    re.IGNORECASE,
)


@cache
def dictionary() -> Any:
    """Return Hunspell's American dictionary, which comes with the package ``spylls``."""
    from spylls.hunspell import Dictionary  # noqa: PLC0415  (reading it takes half a second)

    return Dictionary.from_files("en_US")


@cache
def known(word: str) -> bool:
    """Tell whether *word* is in the dictionary, in American or British spelling.

    >>> known("honour"), known("manouevre")
    (True, False)
    """
    plain = word.replace("’", "'").removesuffix("'s").removesuffix("'")
    if not plain or dictionary().lookup(plain) or dictionary().lookup(plain.lower()):
        return True
    for british, american in BRITISH:
        if plain.lower().endswith(british) and dictionary().lookup(plain.lower().removesuffix(british) + american):
            return True
    return False


def spelling(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield each word that the dictionary does not know; names among them."""
    for passage in _english(passages):
        for word in WORD.finditer(passage.text):
            form = word[0].replace("’", "'").removesuffix("'s")
            inside = passage.text[word.start() - 1 : word.start()].isdigit() or passage.text[word.end() :][:1] == "-"
            if len(form) > 1 and not inside and not known(word[0]):
                yield Suspect("spelling", form, passage, word.start(), word.start() + len(form), "in no dictionary")


def names(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield the rarer of two capitalized words that are nearly the same: perhaps one name spelt two ways."""
    places: dict[str, tuple[Passage, int]] = {}
    found: Counter[str] = Counter()
    for passage in _english(passages):
        for word in re.finditer(r"(?<![.?!] )(?<!^)\b[A-ZÀ-Þ][\w]{4,}", passage.text):
            found[word[0]] += 1
            places.setdefault(word[0], (passage, word.start()))
    forms = sorted(found)
    for index, one in enumerate(forms):
        for other in forms[index + 1 :]:
            if _plain(one) == _plain(other) or (
                not (known(one) and known(other)) and _near(_plain(one), _plain(other))
            ):
                rarer = min((one, other), key=lambda form: (found[form], known(form)))
                passage, start = places[rarer]
                why = f"“{one}” ({found[one]}) and “{other}” ({found[other]}): one name?"
                yield Suspect("name", rarer, passage, start, start + len(rarer), why)


def _plain(word: str) -> str:
    """Return *word* in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(sign))


def _near(one: str, other: str) -> bool:
    """Tell whether two words differ in a letter or two, and not only in an ending."""
    if abs(len(one) - len(other)) > 1 or one.startswith(other) or other.startswith(one) or one[0] != other[0]:
        return False
    if one[: max(len(one), len(other)) - 3] == other[: max(len(one), len(other)) - 3]:
        return False  # Stalinism, Stalinist
    return SequenceMatcher(None, one, other).ratio() > 0.8


def capitals(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield words and pairs of words that stand with a capital once or twice and often without, or the other way."""
    english = list(_english(passages))
    found = Counter(form for passage in english for form in _inside(passage))
    by_plain: dict[str, list[str]] = defaultdict(list)
    for form in found:
        by_plain[form.lower()].append(form)
    odd = {
        rarer: usual
        for forms in by_plain.values()
        for rarer in forms
        for usual in forms
        if found[rarer] <= 2 < found[usual] or (" " in rarer and found[rarer] == 1 < found[usual])
    }
    pattern = "|".join(rf"\b{re.escape(form)}\b" for form in sorted(odd, key=len, reverse=True)) or "$^"
    for passage in english:
        for word in re.finditer(pattern, passage.text):
            alone = not re.match(r"[’']?s? [A-Z]", passage.text[word.end() :])
            alone = alone and not TITLED.search(passage.text, max(0, word.start() - 200), word.start())
            if _inside_sentence(passage.text, word.start()) and alone:
                why = f"“{odd[word[0]]}” elsewhere"
                yield Suspect("capital", word[0], passage, word.start(), word.end(), why)


def _inside(passage: Passage) -> Iterator[str]:
    """Yield the words, and the pairs of words, of *passage* that begin no sentence and no quotation."""
    for word in re.finditer(r"(?=\b([^\W\d_]{4,})( [^\W\d_]{4,})?)(?<![^\W\d_])", passage.text):
        if _inside_sentence(passage.text, word.start()):
            yield word[1]
            if word[2]:
                yield word[1] + word[2]


def _inside_sentence(text: str, place: int) -> bool:
    return bool(re.search(r"[a-z,;] $", text[max(place - 2, 0) : place]))


def grammar(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield articles before the wrong sound, plurals after ``one`` and singulars after ``these``, words mistaken."""
    for passage in _english(passages):
        text = passage.text
        for found in re.finditer(r"\b(an?) ([^\W\d_]+)", text, re.IGNORECASE):
            vowel = bool(re.match(r"[aeio]|u(?!ni|su|se|to|ti)|hono|hones|heir|hour", found[2], re.IGNORECASE))
            exception = re.match(r"one|once|eu", found[2], re.IGNORECASE)
            if (found[1].lower() == "an") != (vowel and not exception) and not found[2].isupper():
                yield Suspect("grammar", found[0], passage, found.start(), found.end(), "a or an?")
        for found in re.finditer(r"\b(?:these|those|many|several|few) ([a-z]{4,})\b", text, re.IGNORECASE):
            word = found[1]
            plural = word.endswith("s") or not dictionary().lookup(word + "s") or word in SINGULAR
            if not plural and re.match(r"\W*[.,;:!?)]", text[found.end() :]):
                yield Suspect("grammar", found[0], passage, found.start(), found.end(), "a singular?")
        for found in re.finditer(r"\b(?:one more|another|a single|every) ([a-z]{4,}s)\b", text, re.IGNORECASE):
            if dictionary().lookup(found[1][:-1]) and not found[1].endswith("ss"):
                yield Suspect("grammar", found[0], passage, found.start(), found.end(), "a plural?")
        for found in CONFUSED.finditer(text):
            yield Suspect("grammar", found[0], passage, found.start(), found.end(), "one word for another?")


SINGULAR = frozenset(
    {"people", "more", "less", "very", "same", "other", "kind", "last", "first", "then", "such", "thousand"}
)


def questions(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield sentences that begin like a question and end with a full stop."""
    for passage in _english(passages):
        for found in ASKING.finditer(passage.text):
            words = found[0].split()
            form = " ".join([*words[:2], "…", *words[-2:]]) if len(words) > 4 else found[0]
            yield Suspect("question", form, passage, found.start(), found.end(), "a question with a full stop?")


def possessives(passages: Sequence[Passage]) -> Iterator[Suspect]:
    """Yield a plural before a noun, without the apostrophe that the same text gives such plurals elsewhere."""
    with_sign: dict[str, int] = defaultdict(int)
    for passage in _english(passages):
        for found in re.finditer(r"\b([a-z]+s)[’'](?= [a-z])", passage.text):
            with_sign[found[1]] += 1
        for found in re.finditer(r"\b([a-z]+)[’']s(?= [a-z])", passage.text):
            with_sign[found[1] + "s"] += 1
    for passage in _english(passages):
        for found in re.finditer(r"\b(?:the|of|their|our|for) ([a-z]+s) ([a-z]{4,})\b", passage.text):
            noun = known(found[2] + "s") and not found[2].endswith(("ly", "ed", "ing"))
            if with_sign.get(found[1]) and noun and found[2] not in FOLLOWING:
                yield Suspect("possessive", found[0], passage, found.start(), found.end(), "an apostrophe lost?")


#: what may follow a plural and is no noun
FOLLOWING = frozenset({
    "with", "from", "that", "have", "will", "into", "must", "were", "would", "could", "should", "without", "which",
    "when", "where", "under", "this", "these", "those", "their", "then", "than", "what", "more", "over", "also",
    "does", "upon", "before", "after", "against", "between", "through", "only", "even", "such", "some",
})  # fmt: skip


def _english(passages: Sequence[Passage]) -> Iterator[Passage]:
    return (passage for passage in passages if passage.language == "en")
