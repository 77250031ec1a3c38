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
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from statistics import mean, median
from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from playwright.sync_api import sync_playwright
from queries import ROOT, Query, draw, units

SITE = ROOT / "build" / "html"
PUBLISHED = ROOT / "tests" / "search" / "queries.toml"
LOW = 0.8  #: below this a query is printed as imprecise
KINDS = ("noun", "particle", "predicate", "compound", "spelling", "language", "stem", "typo", "diacritic")


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
