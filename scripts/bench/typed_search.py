"""A query typed into the search page: from its last key to its results, and what all of it loads.

    edition build html && python scripts/bench/typed_search.py [--size 40] [--gap 150] [--site FOLDER]

A phone of 390 by 844 pixels in headless Chromium, the processor four times slower, files from this machine, a new
browser context for each query of the published set that is drawn. Each key comes *gap* milliseconds after the one
before; Korean is typed letter by letter, as a keyboard of two sets puts it together. Told are the medians from the
last key until the last of the first ten results stands in the page and until it is painted, the ninth decile of the
first, and the kilobytes, compressed by gzip, of script and index from the first key to the last result.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from compare_search import SLOWER, served
from playwright.sync_api import Browser, sync_playwright

from search import PUBLISHED, SITE

FIRST, LEADS = 0xAC00, "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
TYPE = """async ([states, gap]) => {
  const form = document.querySelector("form.edition-search"), list = document.querySelector(".search-results");
  const query = states.at(-1).trim();
  let last = 0;
  const shown = new Promise((done) => new MutationObserver((_, watch) => {
    if (list.dataset.query !== query || !last) return;
    watch.disconnect();
    const stands = performance.now();
    requestAnimationFrame(() => setTimeout(() => done([stands - last, performance.now() - last])));
  }).observe(list, { attributes: true, attributeFilter: ["data-query"] }));
  for (const [place, words] of states.entries()) {
    if (place) await new Promise((next) => setTimeout(next, gap));
    form.q.value = words;
    if (place === states.length - 1) last = performance.now();
    form.q.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  return shown;
}"""


def keys(query: str) -> Iterator[str]:
    """Yield what stands in the field after each key.

    >>> list(keys("혁a"))
    ['ㅎ', '혀', '혁', '혁a']
    """
    for place, sign in enumerate(query):
        code, before = ord(sign) - FIRST, query[:place]
        if 0 <= code < 11172:
            yield before + LEADS[code // 588]
            if code % 28:
                yield before + chr(FIRST + code - code % 28)
        yield before + sign


def typed(browser: Browser, site: Path, address: str, query: str, gap: int) -> tuple[float, float, float]:
    """Return milliseconds until the answer stands, until it is painted, and kilobytes of one first query."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    loaded: set[str] = set()
    tab.on("request", lambda request: loaded.add(urlsplit(request.url).path.lstrip("/")))
    tab.goto(f"{address}/search.html", wait_until="networkidle")
    context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    stands, painted = tab.evaluate(TYPE, [list(keys(query)), gap])
    context.close()
    ours = [site / name for name in loaded if re.search(r"^search/|/search\.js$", name)]
    return stands, painted, sum(len(gzip.compress(path.read_bytes())) for path in ours) / 1000


def main() -> None:
    """Type, measure, print."""
    parser = argparse.ArgumentParser(description="Time queries as they are typed.")
    parser.add_argument("--size", type=int, default=40, help="queries drawn from the published set")
    parser.add_argument("--gap", type=int, default=150, help="milliseconds between two keys")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--site", type=Path, default=SITE)
    options = parser.parse_args()
    published = [query["words"] for query in tomllib.loads(PUBLISHED.read_text("utf-8"))["query"]]
    queries = random.Random(options.seed).sample(published, options.size)
    with served(options.site) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        rows = [(query, *typed(browser, options.site, address, query, options.gap)) for query in queries]
        browser.close()
    stands, painted, sizes = (sorted(column) for column in list(zip(*rows, strict=True))[1:])
    print(
        f"{len(rows)} queries, {options.gap} ms between keys: median {statistics.median(stands):.1f} ms, ninth decile "
        f"{stands[int(0.9 * len(stands))]:.1f}, painted {statistics.median(painted):.1f}; "
        f"{statistics.median(sizes):.0f} kB, at most {sizes[-1]:.0f}"
    )
    for query, *figures in sorted(rows, key=lambda row: -row[1])[:5]:
        print(f"  {query:30} {figures[0]:6.1f} ms {figures[2]:6.1f} kB")


if __name__ == "__main__":
    main()
