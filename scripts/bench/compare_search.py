"""Our search beside stock sphinx-book-theme, Pagefind and mkdocs-material, over the same plain pages, in one run.

    .venv/bin/python scripts/bench/compare_search.py --seed 7 --folder /tmp/compared

Queries are drawn and judged as in ``search.py``, but the unit is the page, for the others know no paragraphs: a page is
right if a paragraph on it is. Recall and precision are of the first ten pages. The first query is weighed in an empty
browser as the server compressed it (gzip), scripts and index and nothing else of the page; answers are timed on a
processor four times slower (DevTools), with and without what they load from this machine. mkdocs-material makes its
index anew at each visit, which takes so long that fewer of the queries are asked and fewer visits weighed
(`engines.Engine`); the figures say how many.
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import mean, median
from tempfile import mkdtemp
from threading import Thread

from engines import ENGINES, OURS, Engine, build, install
from plain_pages import page_name, write_pages
from playwright.sync_api import Browser, Response, sync_playwright
from queries import Query, draw, indexed, units
from record import record

from search import SITE

SLOWER = 4  #: times, the throttled phone profile
PACKED = (".pf_meta", ".pf_index", ".pf_fragment", ".pagefind", ".png", ".woff2")  #: compressed already


class Compressing(SimpleHTTPRequestHandler):
    """Serves files as a web host does: text compressed by gzip."""

    def do_GET(self) -> None:
        """Answer with a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body, packed = path.read_bytes(), path.suffix in PACKED
        body = body if packed else gzip.compress(body)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if not packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder* to this machine; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressing, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def ask_all(
    engine: Engine, address: str, queries: list[Query], browser: Browser
) -> list[tuple[list[str], float, float]]:
    """Return what *engine* answers to each query, and in how many milliseconds on the slow processor.

    First with what must be loaded for it, then, asked again, with all of it there.
    """
    tab = browser.new_page()
    tab.goto(f"{address}/{engine.start}")
    tab.evaluate(engine.begin)
    tab.context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    timed = f"""async (query) => {{
        const put = {engine.ask}, first = performance.now(), top = await put(query), second = performance.now();
        await put(query);
        return [top, second - first, performance.now() - second]; }}"""
    answers = [tuple(tab.evaluate(timed, query.words)) for query in queries]
    tab.close()
    return answers


def weigh(engine: Engine, address: str, queries: list[Query], browser: Browser) -> list[int]:
    """Return the compressed bytes each of *queries* costs as a first query."""
    sizes = []
    for query in queries:
        context = browser.new_context()
        tab = context.new_page()
        bodies: list[int] = []

        def note(response: Response, bodies: list[int] = bodies) -> None:
            if re.search(engine.weighed, response.url):
                bodies.append(int(response.headers.get("content-length", 0)))

        tab.on("response", note)
        if engine.name == "sphinx-book-theme":  # the form shows excerpts, and loads every hit's page for them
            tab.goto(f"{address}/{engine.start}?q={query.words}", wait_until="networkidle")
        else:
            tab.goto(f"{address}/{engine.start}")
            if engine is not OURS:
                tab.evaluate(engine.begin)
            tab.evaluate(engine.ask, query.words)
        sizes.append(sum(bodies))
        context.close()
    return sizes


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine was found to do."""

    name: str
    asked: int  #: queries
    rows: dict[str, tuple[float, float]]  #: kind of query → recall and precision
    sizes: list[int]  #: bytes of the first visits weighed
    first: float  #: milliseconds of the median answer, with loading
    again: float  #: and without

    def __str__(self) -> str:
        """Return the figures as lines."""
        head = (
            f"{self.name}: {self.asked} queries; {len(self.sizes)} first queries weighed: "
            f"{median(self.sizes) / 1000:.0f} kB, at most {max(self.sizes) / 1000:.0f}; "
            f"median answer {self.first:.1f} ms with loading, {self.again:.1f} without"
        )
        rows = (f"  {kind:10} {recall:.3f} {right:.3f}" for kind, (recall, right) in self.rows.items())
        return "\n".join([head, *rows])

    def figures(self, pages: int, seed: int) -> list[tuple[str, str, str]]:
        """Return them as they are recorded: name, value, what was counted."""
        key = self.name.lower().replace(" ", "-")
        kinds = "; ".join(f"{kind} {recall:.2f}, {right:.2f}" for kind, (recall, right) in self.rows.items())
        recall = mean(recall for recall, _ in self.rows.values())
        return [
            (f"search-beside-{key}", f"{recall:.2f}",
             f"{self.name}: recall of the first ten of {pages} pages, {self.asked} queries, seed {seed}, the mean of "
             f"the kinds; recall and precision by kind: {kinds}"),
            (f"search-beside-{key}-weight", f"{median(self.sizes) / 1000:.0f} kB",
             f"{self.name}: compressed for a first query, the median of {len(self.sizes)} visits; "
             f"at most {max(self.sizes) / 1000:.0f} kB"),
            (f"search-beside-{key}-answer", f"{self.again:.1f} ms",
             f"{self.name}: the median answer of {self.asked}, all parts loaded, on a processor {SLOWER} times slower; "
             f"{self.first:.1f} ms with what it loads, from this machine"),
        ]  # fmt: skip


def measure(engine: Engine, site: Path, queries: list[Query], page_of: dict[str, str], browser: Browser) -> Measured:
    """Ask *engine*, built in *site*, its share of *queries*; judge, time and weigh."""
    asked = queries[:: engine.share]
    with served(site) as address:
        answers = ask_all(engine, address, asked, browser)
        sizes = weigh(engine, address, queries[:: max(1, len(queries) // engine.visits)][: engine.visits], browser)
    rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for query, (top, _, _) in zip(asked, answers, strict=True):
        must, may = ({page_of[key] for key in keys} for keys in (query.must, query.may))
        right = sum(page in may for page in top) / len(top) if top else 1.0
        rows[query.kind].append((sum(page in must for page in top) / min(10, len(must)), right))
    means = {kind: (mean(row[0] for row in listed), mean(row[1] for row in listed)) for kind, listed in rows.items()}
    first, again = (median(answer[place] for answer in answers) for place in (1, 2))
    return Measured(engine.name, len(asked), means, sizes, first, again)


def main() -> None:
    """Install, build, ask, print."""
    parser = argparse.ArgumentParser(description="Compare searches over the same plain pages.")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--size", type=int, default=30, help="queries of each kind")
    parser.add_argument("--folder", type=Path, help="where tools and sites are kept; a temporary one if none is given")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("no chromium; fix: apt-get install chromium")
    folder = options.folder or Path(mkdtemp(prefix="compared-"))
    python = install(folder)
    documents = indexed()
    names = write_pages(documents, folder / "plain")
    sites = {OURS.name: SITE, **build(folder / "plain", names, folder, python)}
    page_of = {
        f"{item.address} {item.language}": page_name(item.address, item.layer, item.language) for item in documents
    }
    queries = draw(*units(), seed=options.seed, size=options.size)
    print(f"seed {options.seed}, {len(queries)} queries drawn, {len(names)} pages", flush=True)
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for engine in ENGINES:
            found.append(measure(engine, sites[engine.name], queries, page_of, browser))
            print(found[-1], flush=True)
        browser.close()
    if options.record:
        command = f"python scripts/bench/compare_search.py --seed {options.seed} --size {options.size} --record"
        record(command, [figure for one in found for figure in one.figures(len(names), options.seed)])


if __name__ == "__main__":
    main()
