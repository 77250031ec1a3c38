"""Search measured: queries drawn at random, answers judged by a rule, recall and precision of the first ten results.

    .venv/bin/python scripts/bench/search.py                  # another draw each time; --seed 7 for a certain one
    .venv/bin/python scripts/bench/search.py --write          # draw the published set, tests/search/queries.toml

The web edition must have been built. The rule, for a paragraph (unit of the index, of any layer):

* it must be found if the word is a morpheme of it, or two adjacent ones (Kiwi: 강제 이주 is 강제이주);
  for English, if a word of the same Snowball stem is in it; for names, if the register's entry is named in it, or the
  name itself is;
* it may be found, and counts as precise, if the word stands in it as a string, or both halves of a compound do; spaces
  do not count.

recall = must-be-found among the first ten / min(10, all that must be found); precision = of the first ten returned,
those that must or may be found. Means over the queries of a kind.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import shutil
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

import snowballstemmer
from kiwipiepy import Kiwi
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "html"
PUBLISHED = ROOT / "tests" / "search" / "queries.toml"
HANGUL = re.compile(r"[가-힣]+")
PARTICLES = [("이", "가"), ("을", "를"), ("은", "는"), ("과", "와"), ("으로", "로"), ("에서",) * 2, ("의",) * 2,
             ("부터",) * 2, ("까지",) * 2, ("에게",) * 2, ("에서는",) * 2, ("이라는", "라는")]  # fmt: skip
ENDINGS = [[("었", "EP"), ("다", "EF")], [("는", "ETM")], [("고", "EC")], [("지만", "EC")], [("을", "ETM")],
           [("은", "ETM")], [("면", "EC")], [("어서", "EC")], [("던", "ETM")],
           [("었", "EP"), ("으며", "EC")]]  # fmt: skip
LOW = 0.8  #: below this a query is printed as imprecise
KINDS = ("noun", "particle", "predicate", "compound", "spelling", "language", "stem", "typo", "diacritic")


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


def draw(  # noqa: PLR0912, PLR0915  (one kind of query after the other)
    found: list[Unit], tools: Any, seed: int, size: int
) -> list[Query]:
    """Return *size* queries of each kind, drawn with *seed*."""
    from edition.search.index import name_table  # noqa: PLC0415

    entries, kiwi, stem = tools
    rng = random.Random(seed)
    korean = sorted({noun for unit in found for noun in unit.nouns if len(noun) > 1})
    verbs = sorted({verb for unit in found for verb in unit.verbs if verb[0] != "하"})
    pairs = sorted({pair for unit in found for pair in unit.pairs if all(len(half) > 1 for half in pair)})
    english = sorted({word for unit in found for word in re.findall(r"\b[a-z]{5,}\b", unit.words)})
    marked = sorted({w for unit in found for w in re.findall(r"\b\w{4,}\b", unit.words) if re.search(r"[À-ɏ]", w)})
    queries: list[Query] = []
    named: dict[str, set[str]] = defaultdict(set)
    for unit in found:
        for slug in unit.names:
            named[slug].add(unit.key)

    def whole(words: str) -> set[str]:
        """Return the units in which *words* stand as whole words, a Korean particle after them allowed."""
        after = "" if HANGUL.search(words) else r"(?![^\W_])"
        pattern = re.compile(rf"(?<![^\W_]){re.escape(plain(words))}{after}")
        return {unit.key for unit in found if pattern.search(plain(unit.words))}

    def add(kind: str, words: str, must: set[str], pieces: list[str]) -> None:
        may = {unit.key for unit in found if all(plain(piece) in unit.joined for piece in pieces)}
        if must:
            queries.append(Query(kind, words, must, may | must))

    table = name_table(entries)
    for noun in rng.sample(korean, min(2 * size, len(korean))):
        must, words = {unit.key for unit in found if noun in unit.nouns or noun in unit.joined_pairs}, noun
        kind = "noun" if sum(query.kind == "noun" for query in queries) < size else "particle"
        if kind == "particle":
            closed = (ord(noun[-1]) - 0xAC00) % 28
            with_, without = rng.choice(PARTICLES)
            words += with_ if closed and not (with_ == "으로" and closed == 8) else without
        add(kind, words, must, [noun])
        if noun in table:
            queries[-1].may |= named[table[noun]]
    for form, tag in rng.sample(verbs, min(size, len(verbs))):
        words = kiwi.join([(form, tag.split("-")[0]), *rng.choice(ENDINGS)])
        if len(words) > 1:  # 만 for 말다: nobody would ask so
            must = {unit.key for unit in found if any(form == verb for verb, _ in unit.verbs)}
            add("predicate", words, must, [form])
    for one, other in rng.sample(pairs, min(size, len(pairs))):
        words = rng.choice([one + other, f"{one} {other}"])
        must = {unit.key for unit in found if (one, other) in unit.pairs or one + other in unit.nouns}
        add("compound", words, must, [one, other])
        queries[-1].may |= named[table.get(one + other, "")]
    several = [entry for entry in entries if len(entry.forms) > 1]
    for entry in rng.sample(several, min(size, len(several))):
        words = rng.choice(entry.forms)
        must = named[entry.slug] | whole(words)
        queries.append(Query("spelling", words, must, must))
    for entry in rng.sample(entries, min(size, len(entries))):
        words = rng.choice([entry.en, entry.ko])
        must = named[entry.slug] | whole(words)
        queries.append(Query("language", words, must, must))
    for word in rng.sample(english, size):
        other = rng.choice([w for w in english if stem(w) == stem(word)])
        add("stem", other, {unit.key for unit in found if stem(word) in unit.stems}, [stem(word)[:-1]])
    long = [word for word in english if len(word) > 6] + [noun for noun in korean if len(noun) > 3]
    for word in rng.sample(long, size):
        at = rng.randrange(1, len(word) - 1)
        if HANGUL.match(word):
            code = ord(word[at]) - 0xAC00
            changed = chr(0xAC00 + code - code % 28 + rng.choice([0, 4, 8, 16, 21]))
        else:
            changed = rng.choice("abcdefghijklmnopqrstuvwxyz")
        wrong = rng.choice([word[:at] + changed + word[at + 1 :], word[:at] + word[at + 1 :],
                            word[:at] + word[at + 1] + word[at] + word[at + 2 :]])  # fmt: skip
        if wrong == word or wrong in english or wrong in korean:
            continue
        must = {u.key for u in found if (word in u.nouns if HANGUL.match(word) else stem(word) in u.stems)}
        add("typo", wrong, must, [word])
    for word in rng.sample(marked, min(size, len(marked))):
        bare = plain(word)
        must = {unit.key for unit in found if stem(bare) in unit.stems} | whole(word)
        queries.append(Query("diacritic", bare, must, must))
    return queries


FIND = """async (query) => {
    const before = performance.now(), found = await editionFind(query), time = performance.now() - before;
    const top = [];
    for (const item of found.results.slice(0, 10)) {
        top.push(`${(await editionDocument(item.number))[0]} ${item.language}`);
    }
    return [top, time, found.results.length];
}"""


def measure(queries: list[Query], site: Path, chromium: str) -> dict[str, dict[str, Any]]:
    """Return recall, precision and the misses of each kind."""
    rows: dict[str, list[tuple[float, float, float, Query, list[str]]]] = defaultdict(list)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((site / "search.html").as_uri())
        for query in queries:
            top, time, _ = page.evaluate(FIND, query.words)
            recall = sum(key in query.must for key in top) / min(10, len(query.must))
            precision = sum(key in query.may for key in top) / len(top) if top else 1.0
            rows[query.kind].append((recall, precision, time, query, top))
        browser.close()
    return {kind: _row(listed) for kind, listed in rows.items()}


def _row(listed: list[tuple[float, float, float, Query, list[str]]]) -> dict[str, Any]:
    short = [row for row in listed if row[0] < 1 or row[1] < LOW]
    return {
        "queries": len(listed),
        "recall": mean(row[0] for row in listed),
        "precision": mean(row[1] for row in listed),
        "milliseconds": median(row[2] for row in listed),
        "misses": [(row[3].words, round(row[0], 2), round(row[1], 2)) for row in short],
    }


def weigh(queries: list[Query], site: Path, chromium: str) -> list[int]:
    """Return the bytes, compressed by gzip, of script and index that each of *queries* loads if it is the first."""
    sizes = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for query in queries:
            page = browser.new_page()
            loaded: list[Path] = []
            page.on("request", lambda request, loaded=loaded: loaded.append(Path(unquote(urlsplit(request.url).path))))
            page.goto(f"{(site / 'search.html').as_uri()}?{urlencode({'q': query.words})}")
            page.locator(".search-told:not(:empty)").wait_for()
            page.wait_for_timeout(300)
            ours = [path for path in loaded if path.parent.name == "search" or path.name == "search.js"]
            sizes.append(sum(len(gzip.compress(path.read_bytes())) for path in ours))
            page.close()
        browser.close()
    return sizes


def write(queries: list[Query], seed: int) -> None:
    """Write the published set."""
    lines = [f"# Drawn by scripts/bench/search.py --write --seed {seed}, which tells the rule of relevance.\n"]
    for query in queries:
        lines.append(
            f"[[query]]\nkind = {json.dumps(query.kind)}\nwords = {json.dumps(query.words, ensure_ascii=False)}\n"
            f"must = {json.dumps(sorted(query.must))}\nmay = {json.dumps(sorted(query.may - query.must))}\n"
        )
    PUBLISHED.parent.mkdir(exist_ok=True)
    PUBLISHED.write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Draw, and measure or write."""
    parser = argparse.ArgumentParser(description="Measure the search of the built web edition.")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--size", type=int, default=60, help="queries of each kind")
    parser.add_argument("--write", action="store_true", help="write the published set instead of measuring")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    queries = draw(*units(), seed=options.seed, size=options.size)
    if options.write:
        write(queries, options.seed)
        return
    chromium = shutil.which("chromium") or sys.exit("no chromium; fix: apt-get install chromium")
    print(f"seed {options.seed}")
    sizes = weigh(queries[:: max(1, len(queries) // 20)], SITE, chromium)
    print(f"a first query loads {median(sizes) / 1000:.0f} KB compressed, at most {max(sizes) / 1000:.0f}")
    print(f"{'kind':10} queries recall precision    ms  missed or imprecise (recall, precision)")
    rows = measure(queries, SITE, chromium)
    for kind, row in rows.items():
        missed = "; ".join(f"{words} {recall} {precision}" for words, recall, precision in row["misses"][:12])
        figures = f"{row['queries']:7} {row['recall']:6.3f} {row['precision']:9.3f} {row['milliseconds']:5.1f}"
        print(f"{kind:10} {figures}  {missed}")
    if options.record:
        _record(rows, sizes, options.seed, options.size)


def _record(rows: dict[str, dict[str, Any]], sizes: list[int], seed: int, size: int) -> None:
    """Write recall and precision over all kinds of queries, and the weight of a first query."""
    from record import record  # noqa: PLC0415

    count = sum(row["queries"] for row in rows.values())
    figures = []
    for key in ("recall", "precision"):
        worst = min(rows, key=lambda kind: rows[kind][key])
        mean_ = sum(row[key] * row["queries"] for row in rows.values()) / count
        what = f"{key} of the first ten results, {count} queries of {len(rows)} kinds, seed {seed}; "
        figures.append((f"search-{key}", f"{mean_:.3f}", f"{what}the worst kind, {worst}, {rows[worst][key]:.3f}"))
    most = f"compressed for a first query, the median of {len(sizes)}; at most {max(sizes) / 1000:.0f} kB"
    figures.append(("search-weight", f"{median(sizes) / 1000:.0f} kB", most))
    record(f"python scripts/bench/search.py --seed {seed} --size {size} --record", figures)


if __name__ == "__main__":
    main()
