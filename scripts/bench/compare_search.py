"""Our search beside stock sphinx-book-theme, Pagefind and mkdocs-material, over the same plain pages, in one run.

    .venv/bin/python scripts/bench/compare_search.py --seed 7 --folder /tmp/compared

Queries are drawn and judged as in ``search.py``, but the unit is the page, for the others know no paragraphs: a page is
right if a paragraph on it is. Recall and precision are of the first ten pages. The first query is weighed in an empty
browser as the server compressed it (gzip), scripts and index and nothing else of the page; answers are timed on a
processor four times slower (DevTools), with and without what they load from this machine.
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
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import mean, median
from tempfile import mkdtemp
from threading import Thread

from engines import ENGINES, OURS, Engine, build, install
from plain_pages import page_name, write_pages
from playwright.sync_api import Browser, Response, sync_playwright

from search import SITE, Query, draw, indexed, units

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


def main() -> None:
    """Install, build, ask, print."""
    parser = argparse.ArgumentParser(description="Compare searches over the same plain pages.")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--size", type=int, default=30, help="queries of each kind")
    parser.add_argument("--folder", type=Path, help="where tools and sites are kept; a temporary one if none is given")
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
    sample = queries[:: max(1, len(queries) // 20)]
    print(f"seed {options.seed}, {len(queries)} queries, {len(names)} pages", flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for engine in ENGINES:
            with served(sites[engine.name]) as address:
                answers = ask_all(engine, address, queries, browser)
                sizes = weigh(engine, address, sample, browser)
            rows: dict[str, list[tuple[float, float]]] = defaultdict(list)
            for query, (top, _, _) in zip(queries, answers, strict=True):
                must, may = ({page_of[key] for key in keys} for keys in (query.must, query.may))
                right = sum(page in may for page in top) / len(top) if top else 1.0
                rows[query.kind].append((sum(page in must for page in top) / min(10, len(must)), right))
            first, again = (median(answer[place] for answer in answers) for place in (1, 2))
            print(f"{engine.name}: a first query {median(sizes) / 1000:.0f} KB, at most {max(sizes) / 1000:.0f}; "
                  f"an answer {first:.1f} ms with loading, {again:.1f} without")  # fmt: skip
            for kind, listed in rows.items():
                print(
                    f"  {kind:10} {mean(row[0] for row in listed):.3f} {mean(row[1] for row in listed):.3f}", flush=True
                )
        browser.close()


if __name__ == "__main__":
    main()
