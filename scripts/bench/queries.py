"""Queries drawn at random from the edition, each with the answers that a rule judges right (`search.py` tells it)."""

from __future__ import annotations

import random
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import snowballstemmer
from kiwipiepy import Kiwi

ROOT = Path(__file__).resolve().parents[2]
HANGUL = re.compile(r"[가-힣]+")
PARTICLES = [("이", "가"), ("을", "를"), ("은", "는"), ("과", "와"), ("으로", "로"), ("에서",) * 2, ("의",) * 2,
             ("부터",) * 2, ("까지",) * 2, ("에게",) * 2, ("에서는",) * 2, ("이라는", "라는")]  # fmt: skip
ENDINGS = [[("었", "EP"), ("다", "EF")], [("는", "ETM")], [("고", "EC")], [("지만", "EC")], [("을", "ETM")],
           [("은", "ETM")], [("면", "EC")], [("어서", "EC")], [("던", "ETM")],
           [("었", "EP"), ("으며", "EC")]]  # fmt: skip


@dataclass
class Unit:
    """A document of the index, as the rule sees it."""

    key: str  #: address and language
    words: str
    nouns: set[str] = field(default_factory=set)
    verbs: set[tuple[str, str]] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)
    stems: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    @cached_property
    def joined(self) -> str:
        """The words without accents and spaces: Korean may be written together or apart."""
        return "".join(plain(self.words).split())

    @cached_property
    def joined_pairs(self) -> set[str]:
        """Adjacent nouns written together."""
        return {one + other for one, other in self.pairs}


def plain(words: str) -> str:
    """Return *words* in lower case without accents."""
    bare = "".join(sign for sign in unicodedata.normalize("NFD", words) if not unicodedata.combining(sign))
    return unicodedata.normalize("NFC", bare).lower()


def indexed() -> list[Any]:
    """Return the documents of the index, `edition.search.documents.Document`."""
    sys.path.insert(0, str(ROOT / "tests"))
    from edition.ext.register_pages import PAGES  # noqa: PLC0415
    from edition.register.entries import load_entries  # noqa: PLC0415
    from edition.register.works import load_works  # noqa: PLC0415
    from edition.search.documents import documents  # noqa: PLC0415
    from edition_copy import TEXTS, EditionCopy  # noqa: PLC0415

    texts = [EditionCopy(ROOT).edited(ident) for ident in TEXTS]
    return list(documents(ROOT, texts, load_entries(ROOT), list(load_works(ROOT).values()), PAGES))


def units() -> tuple[list[Unit], Any]:
    """Return the units of the edition, analysed, and its register."""
    from edition.register.entries import load_entries  # noqa: PLC0415

    entries, found = load_entries(ROOT), indexed()
    kiwi, stem = Kiwi(), snowballstemmer.stemmer("english").stemWord
    for name in {word for entry in entries for word in (entry.ko, *entry.forms) if HANGUL.fullmatch(word)}:
        kiwi.add_user_word(name, "NNP", 0.0)
    out = []
    for item in found:
        label = item.label if item.layer in ("register", "bibliography") else ""  # else a number or an id, not words
        unit = Unit(f"{item.address} {item.language}", f"{label}\n{item.words}\n{item.more}", names=set(item.names))
        before = None
        for token in kiwi.tokenize(unit.words) if HANGUL.search(unit.words) else ():
            if token.tag in ("NNG", "NNP") and HANGUL.fullmatch(token.form):
                unit.nouns.add(token.form)
                if before and before[1] <= token.start <= before[1] + 1:
                    unit.pairs.add((before[0], token.form))
                before = token.form, token.start + token.len
            else:
                before = None
            if token.tag.startswith(("VV", "VA")):
                unit.verbs.add((token.form, token.tag))
        unit.stems = {stem(word.lower()) for word in re.findall(r"[a-z]+", plain(unit.words))}
        out.append(unit)
    return out, (entries, kiwi, stem)


@dataclass
class Query:
    """A query with its judged answers."""

    kind: str
    words: str
    must: set[str]
    may: set[str]


class Drawing:
    """The lists that queries are drawn from, and the units that answer them."""

    def __init__(self, found: list[Unit], tools: Any, seed: int) -> None:
        from edition.search.index import name_table  # noqa: PLC0415

        self.found = found
        self.entries, self.kiwi, self.stem = tools
        self.rng = random.Random(seed)
        self.table = name_table(self.entries)
        self.korean = sorted({noun for unit in found for noun in unit.nouns if len(noun) > 1})
        self.english = sorted({word for unit in found for word in re.findall(r"\b[a-z]{5,}\b", unit.words)})
        self.named: dict[str, set[str]] = defaultdict(set)
        for unit in found:
            for slug in unit.names:
                self.named[slug].add(unit.key)

    def some(self, of: list[Any], size: int) -> list[Any]:
        """Return *size* of the list, or all where it has fewer."""
        return self.rng.sample(of, min(size, len(of)))

    def whole(self, words: str) -> set[str]:
        """Return the units in which *words* stand as whole words, a Korean particle after them allowed."""
        after = "" if HANGUL.search(words) else r"(?![^\W_])"
        pattern = re.compile(rf"(?<![^\W_]){re.escape(plain(words))}{after}")
        return {unit.key for unit in self.found if pattern.search(plain(unit.words))}

    def judged(self, kind: str, words: str, must: set[str], pieces: list[str], name: str = "") -> Iterator[Query]:
        """Yield the query, if anything must be found; what has all *pieces*, or names entry *name*, may be found."""
        if must:
            may = {unit.key for unit in self.found if all(plain(piece) in unit.joined for piece in pieces)}
            yield Query(kind, words, must, may | must | self.named.get(self.table.get(name, ""), set()))

    def nouns(self, size: int) -> Iterator[Query]:
        """Yield *size* nouns, and as many nouns with a particle."""
        asked = 0
        for noun in self.some(self.korean, 2 * size):
            kind, words = "noun", noun
            if asked >= size:
                kind, closed = "particle", (ord(noun[-1]) - 0xAC00) % 28
                with_, without = self.rng.choice(PARTICLES)
                words += with_ if closed and not (with_ == "으로" and closed == 8) else without
            must = {unit.key for unit in self.found if noun in unit.nouns or noun in unit.joined_pairs}
            for query in self.judged(kind, words, must, [noun], noun):
                asked += 1
                yield query

    def predicates(self, size: int) -> Iterator[Query]:
        """Yield verbs and adjectives with an ending."""
        verbs = sorted({verb for unit in self.found for verb in unit.verbs if verb[0] != "하"})
        for form, tag in self.some(verbs, size):
            words = self.kiwi.join([(form, tag.split("-")[0]), *self.rng.choice(ENDINGS)])
            if len(words) > 1:  # 만 for 말다: nobody would ask so
                must = {unit.key for unit in self.found if any(form == verb for verb, _ in unit.verbs)}
                yield from self.judged("predicate", words, must, [form])

    def compounds(self, size: int) -> Iterator[Query]:
        """Yield two adjacent nouns, written together or apart."""
        pairs = sorted({pair for unit in self.found for pair in unit.pairs if all(len(half) > 1 for half in pair)})
        for one, other in self.some(pairs, size):
            words = self.rng.choice([one + other, f"{one} {other}"])
            must = {unit.key for unit in self.found if (one, other) in unit.pairs or one + other in unit.nouns}
            yield from self.judged("compound", words, must, [one, other], one + other)

    def spellings(self, size: int) -> Iterator[Query]:
        """Yield a form of an entry that has several."""
        for entry in self.some([entry for entry in self.entries if len(entry.forms) > 1], size):
            words = self.rng.choice(entry.forms)
            must = self.named[entry.slug] | self.whole(words)
            yield Query("spelling", words, must, must)

    def languages(self, size: int) -> Iterator[Query]:
        """Yield the name of an entry in one of its languages."""
        for entry in self.some(self.entries, size):
            words = self.rng.choice([entry.en, entry.ko])
            must = self.named[entry.slug] | self.whole(words)
            yield Query("language", words, must, must)

    def stems(self, size: int) -> Iterator[Query]:
        """Yield English words, for which others of their stem must be found."""
        for word in self.some(self.english, size):
            other = self.rng.choice([near for near in self.english if self.stem(near) == self.stem(word)])
            must = {unit.key for unit in self.found if self.stem(word) in unit.stems}
            yield from self.judged("stem", other, must, [self.stem(word)[:-1]])

    def typos(self, size: int) -> Iterator[Query]:
        """Yield words with a letter wrong, left out, or changed for its neighbour."""
        long = [word for word in self.english if len(word) > 6] + [noun for noun in self.korean if len(noun) > 3]
        for word in self.some(long, size):
            wrong = self.mistyped(word)
            if wrong != word and wrong not in self.english and wrong not in self.korean:
                korean = HANGUL.match(word)
                must = {u.key for u in self.found if (word in u.nouns if korean else self.stem(word) in u.stems)}
                yield from self.judged("typo", wrong, must, [word])

    def mistyped(self, word: str) -> str:
        """Return *word* with one slip."""
        at = self.rng.randrange(1, len(word) - 1)
        if HANGUL.match(word):
            code = ord(word[at]) - 0xAC00
            changed = chr(0xAC00 + code - code % 28 + self.rng.choice([0, 4, 8, 16, 21]))
        else:
            changed = self.rng.choice("abcdefghijklmnopqrstuvwxyz")
        return self.rng.choice([word[:at] + changed + word[at + 1 :], word[:at] + word[at + 1 :],
                                word[:at] + word[at + 1] + word[at] + word[at + 2 :]])  # fmt: skip

    def diacritics(self, size: int) -> Iterator[Query]:
        """Yield words with accents, without them."""
        words = {w for unit in self.found for w in re.findall(r"\b\w{4,}\b", unit.words) if re.search(r"[À-ɏ]", w)}
        for word in self.some(sorted(words), size):
            bare = plain(word)
            must = {unit.key for unit in self.found if self.stem(bare) in unit.stems} | self.whole(word)
            yield Query("diacritic", bare, must, must)


def draw(found: list[Unit], tools: Any, seed: int, size: int) -> list[Query]:
    """Return *size* queries of each kind, drawn with *seed*; *found* and *tools* are what `units` returns."""
    drawing = Drawing(found, tools, seed)
    kinds = (drawing.nouns, drawing.predicates, drawing.compounds, drawing.spellings, drawing.languages,
             drawing.stems, drawing.typos, drawing.diacritics)  # fmt: skip
    return [query for kind in kinds for query in kind(size)]
