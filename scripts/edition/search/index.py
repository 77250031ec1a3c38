"""The index as files: vocabulary by first letter, postings by hash, documents in small runs.

A browser loads only the parts its query needs, so that the first query costs little and grows slowly with the corpus.
Every file is a script that hands its data to ``editionSearch``, for a page opened from a disk may not read others.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from edition.register.entries import RegisterEntry
from edition.register.names import respelt
from edition.search.analysis import HALF, HANGUL, STOP, fold, squeezed, stem, words
from edition.search.documents import Document
from edition.search.hanja import pages

RUN = 10  #: documents in a file
PART = 8_000  #: characters of postings in a file, about
SPLIT = 12_000  #: a vocabulary of more bytes is divided further, by the first syllable or the first two letters
TIER = 2_000  #: places of a term that are loaded at a time, the best first
OWN = 1.3  #: how much more a document in the query's own language counts; ext/static/search.js has the same
K1, B = (
    1.2,
    0.5,
)  #: BM25's saturation and length normalization (Robertson and Zaragoza 2009, 3.2); B low: units are short
WEIGHT = {"text": 1.0, "note": 0.9, "edition": 0.8, "register": 0.8, "bibliography": 0.6}
SCALE = 20  #: weights are stored as whole numbers, multiplied by this
TITLE = 3  #: a term in a title counts as so many


@dataclass(frozen=True, slots=True)
class Analysed:
    """A document with the terms of its words and of its label."""

    document: Document
    terms: tuple[str, ...]
    label_terms: tuple[str, ...] = ()
    more_terms: tuple[str, ...] = ()


def bucket(term: str) -> str:
    """Return the name of the vocabulary file that *term* stands in: first consonant, first letter, or digit.

    >>> bucket("혁명"), bucket("lenin"), bucket("1917"), bucket("ленин")
    ('k18', 'l', '0', 'x')
    """
    first = term[0]
    if HANGUL.match(first):
        return f"k{(ord(first) - 0xAC00) // 588}"
    return first if "a" <= first <= "z" else "0" if first.isdigit() else "x"


def divided(term: str) -> str:
    """Return the name of the file where its `bucket` is too large for one: the first syllable, or first two letters.

    >>> divided("혁명"), divided("lenin"), divided("ленин")
    ('k18-d601', 'l-e', 'x-43b')
    """
    name = bucket(term)
    if name[0] in "kx" and name != "k":
        return f"{name}-{ord(term[0]):x}"
    return f"{name}-{term[1:2] if term[1:2].isascii() else 'x'}"


def part_of(term: str, parts: int) -> int:
    """Return the number of the postings file that *term* stands in: FNV-1a over its UTF-16 code units.

    >>> part_of("혁명", 64) == part_of("혁명", 64) < 64
    True
    """
    code = 0x811C9DC5
    raw = term.encode("utf-16-le")
    for low, high in zip(raw[::2], raw[1::2], strict=True):
        code = ((code ^ (low | high << 8)) * 0x01000193) & 0xFFFFFFFF
    return code % parts


def index_files(
    analysed: Sequence[Analysed], aliases: dict[str, str], names: dict[str, list[str]], extra: dict[str, object]
) -> dict[str, str]:
    """Return the index's files by name.

    *aliases* maps a squeezed name to the slug of its entry, *names* a slug to the forms to highlight; *extra* goes into
    the file that every search loads first.
    """
    postings, tiers = _postings(analysed)
    written = _written(analysed)
    terms = sorted(term for term in postings if term[0] != "@" and " " not in term)
    rows = {term: ",".join([term, *written[term]]) if term in written else term for term in terms}
    files, split = _vocabulary(rows, aliases)
    buckets = sorted(name.removeprefix("v-") for name in files)

    size = sum(len(term) + sum(len(str(number)) + 1 for number in listed) for term, listed in postings.items())
    parts = max(1, size // PART)
    shards: dict[int, dict[str, list[int]]] = defaultdict(dict)
    for term in sorted(postings):
        shards[part_of(term, parts)][term] = postings[term]
    for number in range(parts):
        shown = {slug: names.get(slug[1:], []) for slug in shards[number] if slug[0] == "@" and " " not in slug}
        more = {term: tiers[term] for term in shards[number] if term in tiers}
        files[f"p-{number}"] = _script("p", number, [shards[number], shown, *([more] if more else [])])

    runs = [analysed[start : start + RUN] for start in range(0, len(analysed), RUN)]
    for number, run in enumerate(runs):
        shown_run = [[item.document.address, item.document.label, item.document.words] for item in run]
        files[f"d-{number}"] = _script("d", number, shown_run)
    hanja = pages()
    files |= {f"h-{page}": _script("h", page, listed) for page, listed in hanja.items()}
    meta = {"parts": parts, "run": RUN, "count": len(analysed), "ranges": _ranges(analysed), "stop": sorted(STOP),
            "buckets": buckets, "split": split, "hanja": [*hanja], "scale": SCALE, **extra}  # fmt: skip
    files["meta"] = _script("m", 0, meta)
    return files


def _script(kind: str, name: object, data: object) -> str:
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return f"editionSearch({json.dumps(kind)},{json.dumps(name)},{packed});\n"


def _vocabulary(rows: dict[str, str], aliases: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """Return the files of terms and names, and the buckets that are divided."""
    named = {alias: f"{alias}={slug}" for alias, slug in aliases.items()}
    weight: Counter[str] = Counter()
    for term, row in [*rows.items(), *named.items()]:
        weight[bucket(term)] += len(row.encode())
    split = sorted(name for name, size in weight.items() if size > SPLIT)
    held: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for place, table in enumerate((rows, named)):
        for term in sorted(table):
            held[divided(term) if bucket(term) in split else bucket(term)][place].append(table[term])
    joined = {name: ["\n".join(part) for part in parts] for name, parts in held.items()}
    return {f"v-{name}": _script("v", name, joined[name]) for name in sorted(joined)}, split


@cache
def _words(text: str) -> tuple[str, ...]:
    return tuple(words(fold(text)))


def _written(analysed: Sequence[Analysed]) -> dict[str, list[str]]:
    """Return stem → its words as they are written, where they are not the stem alone.

    What follows the stem, or ``=`` and the whole word where the stem is not its beginning. A slip of the reader is
    compared with words as they are written; and the browser's stemmer need not agree with ours on them.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for item in analysed:
        document = item.document
        for text in (document.words, document.label if item.label_terms else "", document.more):
            for word in _words(text):
                seen[stem(word)].add(word)
    return {
        term: sorted(word.removeprefix(term) if word.startswith(term) else f"={word}" for word in listed)
        for term, listed in seen.items()
        if listed != {term}
    }


def _postings(analysed: Sequence[Analysed]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Return term → document, weight, document, weight …, each document as its distance from the one before.

    A term of very many documents is given in tiers, the heaviest first, the further ones under ``term 1``,
    ``term 2`` …; the second table says for each such term how many documents it has in all, and how many tiers.
    """
    average = sum(len(item.terms) for item in analysed) / max(len(analysed), 1) or 1
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, item in enumerate(analysed):
        counted: Counter[str] = Counter()
        for times, terms in ((2, item.terms), (2 * TITLE, item.label_terms)):
            for term in terms:
                counted[term.removeprefix(HALF)] += times // 2 if term[0] == HALF else times
        for term in {term.removeprefix(HALF) for term in item.more_terms} - counted.keys():
            counted[term] = 2
        length = 1 - B + B * len(item.terms) / average
        boost = WEIGHT[item.document.layer] * (1.5 if item.document.head else 1)
        for term, twice in counted.items():
            count = twice / 2
            weight = count * (K1 + 1) / (count + K1 * length)
            found[term].append((number, max(1, round(SCALE * boost * weight))))
        for place, slug in enumerate(item.document.names):
            own = item.document.layer == "register" and place == 0
            found[f"@{slug}"].append((number, round(SCALE * boost * (4 if own else 1))))
    flat, tiers = dict[str, list[int]](), dict[str, list[int]]()
    for term, listed in found.items():
        if len(listed) <= TIER:
            flat[term] = _flat(listed)
            continue
        native = {"ko"} if HANGUL.search(term) else {"en"} if term.isascii() and term[0] != "@" else {"en", "ko"}
        boosts = {number: OWN if analysed[number].document.language in native else 1 for number, _ in listed}
        best = sorted(listed, key=lambda one: -one[1] * boosts[one[0]])
        for tier, start in enumerate(range(0, len(best), TIER)):
            flat[f"{term} {tier}" if tier else term] = _flat(sorted(best[start : start + TIER]))
        tiers[term] = [len(best), tier + 1]
    return flat, tiers


def _flat(listed: Iterable[tuple[int, int]]) -> list[int]:
    out, before = [], 0
    for number, weight in listed:
        out += [number - before, weight]
        before = number
    return out


def _ranges(analysed: Sequence[Analysed]) -> list[list[object]]:
    """Return runs of documents of one layer, text and language, each with its first number."""
    kinds = [(item.document.layer, item.document.text, item.document.language) for item in analysed]
    starts = [0, *(place for place, (before, here) in enumerate(pairwise(kinds), start=1) if before != here)]
    return [[start, *kinds[start]] for start in starts] if kinds else []


def name_table(entries: Iterable[RegisterEntry]) -> dict[str, str]:
    """Return squeezed name → slug: headwords, forms, other spellings, and the last word of a person's name.

    A name of two entries leads to neither: a query then goes by its words. A last word yields to a name of its own.
    """
    whole: dict[str, set[str]] = defaultdict(set)
    last: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        listed = [entry.en, entry.ko, entry.original, *entry.forms, *entry.also]
        for name in listed:
            whole[squeezed(name)].add(entry.slug)
            if entry.kind == "person" and " " in name:
                last[squeezed(name.rpartition(" ")[2])].add(entry.slug)
        for word in respelt(entry):
            last[squeezed(word)].add(entry.slug)
    found = {name: slugs for name, slugs in last.items() if name not in whole} | whole
    return {name: next(iter(slugs)) for name, slugs in found.items() if len(slugs) == 1 and len(name) > 1}
