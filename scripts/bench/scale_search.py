"""Search in a corpus a hundred times as large: how long the index takes, and what a first query weighs.

    .venv/bin/python scripts/bench/scale_search.py --times 100 --folder /tmp/scaled

The corpus is synthesized after analysis, so that Kiwi does not divide the same words again: the edition's documents
are repeated, and in each repetition some of the rare terms (in three documents or fewer) and of the register's names
give way to invented ones of the same script and length. Their share is such that the vocabulary grows by Heaps' law
with an exponent of 0.6 (Manning, Raghavan and Schütze 2008, 5.1.1, have 0.49 for English news; Korean, agglutinative,
and names ask for more): 100 times the words, 16 times the vocabulary. Common terms stay and grow with the corpus.

Queries are drawn from the terms of the real texts, half of them with a second term of the same document.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import mkdtemp

from compare_search import SLOWER, served
from playwright.sync_api import Response, sync_playwright
from queries import ROOT, indexed
from record import record

from edition.register.entries import RegisterEntry, load_entries
from edition.register.forms import PARTICLES
from edition.search.analysis import HALF, HANGUL, Analyser
from edition.search.index import Analysed, index_files, name_table
from search import SITE

GROWTH = 0.6  #: Heaps' exponent
RARE = 3  #: a term of so many documents may be replaced
LETTERS = "etaoinshrdlucmfwypvbgkjqxz"


def analysed() -> tuple[list[Analysed], list[RegisterEntry]]:
    """Return the documents of the edition with their terms, and the register."""
    entries = load_entries(ROOT)
    analyser = Analyser(form for entry in entries for form in (entry.en, entry.ko, *entry.forms))
    return [Analysed(item, tuple(analyser.terms(item.words))) for item in indexed()], entries


def invented(term: str, rng: random.Random, syllables: Sequence[str]) -> str:
    """Return a term that is none, of the script and length of *term*, beginning as it does."""
    if HANGUL.match(term):
        return term[0] + "".join(rng.choices(syllables, k=max(2, len(term)) - 1))
    return term[0] + "".join(rng.choices(LETTERS, weights=range(26, 0, -1), k=max(4, len(term)) - 1))


def grown(base: Sequence[Analysed], times: int, aliases: dict[str, str]) -> tuple[list[Analysed], dict[str, str]]:
    """Return *times* as many documents, with the vocabulary and the names grown."""
    rng = random.Random(times)
    spread = Counter(term for item in base for term in {term.removeprefix(HALF) for term in item.terms})
    rare = sorted(term for term, count in spread.items() if count <= RARE)
    syllables = [sign for term in sorted(spread) for sign in term if HANGUL.match(sign)]
    fresh = (times**GROWTH - 1) / max(1, times - 1)
    out, names = list(base), dict(aliases)
    for copy in range(1, times):
        new = {term: invented(term, rng, syllables) for term in rng.sample(rare, round(fresh * len(spread)))}
        slugs = {slug: f"{slug}-{copy}" for slug in sorted({*aliases.values()}) if rng.random() < fresh}
        for name, slug in aliases.items():
            if slug in slugs:
                names[invented(name, rng, syllables)] = slugs[slug]
        for item in base:
            terms = tuple(new.get(term, term) for term in item.terms)
            latin = " ".join(new[term] for term in item.terms if term in new and term.isascii())
            named = tuple(slugs.get(slug, slug) for slug in item.document.names)
            out.append(Analysed(replace(item.document, names=named, more=latin), terms))
    return out, names


def asked(base: Sequence[Analysed], count: int) -> list[str]:
    """Return queries: a term of a document, or two."""
    rng = random.Random(count)
    found = []
    while len(found) < count:
        terms = [term for term in rng.choice(base).terms if term[0] != HALF and len(term) > 1]
        if len(terms) > 1:
            found.append(" ".join(rng.sample(terms, 1 + len(found) % 2)))
    return found


def main() -> None:
    """Grow, index, write, ask, print."""
    parser = argparse.ArgumentParser(description="Measure the search of a corpus many times as large.")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--queries", type=int, default=40)
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    parser.add_argument("--folder", type=Path, help="where the site is written; a temporary one if none is given")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("no chromium; fix: apt-get install chromium")
    folder = options.folder or Path(mkdtemp(prefix="scaled-"))
    base, entries = analysed()
    large, names = grown(base, options.times, name_table(entries))
    began = time.perf_counter()
    meta = json.loads((SITE / "search" / "meta.js").read_text("utf-8").partition(",0,")[2].rpartition(")")[0])
    extra: dict[str, object] = {"texts": meta["texts"], "layers": meta["layers"], "particles": PARTICLES}
    files = index_files(large, names, {}, extra)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    terms = sum(text.count("\\n") + 1 for name, text in files.items() if name.startswith("v-"))
    _write(files, folder)
    print(f"{len(large)} documents, {terms} terms and names, {len(files)} files, {seconds:.0f} s, {memory:.1f} GB")
    sizes, times = [], []
    with sync_playwright() as playwright, served(folder) as address:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for query in asked(base, options.queries):
            context = browser.new_context()
            tab = context.new_page()
            bodies: list[int] = []

            def note(response: Response, bodies: list[int] = bodies) -> None:
                if "/search/" in response.url or "search.js" in response.url:
                    bodies.append(int(response.headers.get("content-length", 0)))

            tab.on("response", note)
            tab.goto(f"{address}/search.html")
            tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for _ in range(2):  # the second time everything is there
                took = tab.evaluate(
                    """async (query) => { const at = performance.now(), found = await editionFind(query);
                    for (const item of found.results.slice(0, 10)) await editionDocument(item.number);
                    return performance.now() - at; }""",
                    query,
                )
            sizes.append((sum(bodies), query))
            times.append(took)
            context.close()
        browser.close()
    weights = sorted(sizes)
    print(f"a first query: {median(size for size, _ in sizes) / 1000:.0f} KB, at most {weights[-1][0] / 1000:.0f}")
    print("heaviest:", ", ".join(f"{query} {size / 1000:.0f}" for size, query in weights[-5:]))
    print(f"an answer, its parts loaded, on a processor {SLOWER} times slower: {median(times):.1f} ms")
    if options.record:
        middle, most = median(size for size, _ in sizes) / 1000, weights[-1][0] / 1000
        corpus = f"at {options.times} times the corpus, {len(large):,} paragraphs and {terms:,} terms"
        record(
            f"python scripts/bench/scale_search.py --times {options.times} --record",
            [
                ("search-scale-weight", f"{middle:.0f} kB", f"compressed for a first query {corpus}, the median of "
                 f"{len(sizes)} queries; at most {most:.0f} kB"),
                ("search-scale-answer", f"{median(times):.0f} ms", f"for an answer there, its parts loaded, on a "
                 f"processor {SLOWER} times slower"),
                ("search-scale-index", f"{seconds:.0f} s", f"and {memory:.1f} GB to make the index there, "
                 f"{len(files):,} files; the words already divided"),
            ],
        )  # fmt: skip


def _write(files: dict[str, str], folder: Path) -> None:
    (folder / "search").mkdir(parents=True, exist_ok=True)
    (folder / "_static").mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / "search" / f"{name}.js").write_text(text, encoding="utf-8")
    shutil.copy(SITE / "search" / "stemmer.js", folder / "search")
    shutil.copy(SITE / "_static" / "search.js", folder / "_static")
    form = (SITE / "search.html").read_text("utf-8")
    form = form[form.index('<form class="edition-search') : form.index('<div class="search-results')]
    form += '<div class="search-results"></div><script defer src="_static/search.js"></script>'
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>search</title><body>{form}</body></html>'
    (folder / "search.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
