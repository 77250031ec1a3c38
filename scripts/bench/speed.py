"""What a first view of a text page costs, beside sphinx-book-theme and mkdocs-material with the same words: one run.

    edition build html && python scripts/bench/speed.py [--pages NAME …]

A phone of 390 by 844 pixels in headless Chromium: slow 4G (150 ms a round trip, 1.6 Mbit/s down, 0.75 up), the
processor four times slower, gzip, an empty cache; the median of five views. Told are requests and compressed kilobytes
without fonts, kilobytes of fonts, the largest contentful paint, the layout shift, and the total blocking time: what
long tasks take above 50 ms after the first contentful paint (https://web.dev/articles/tbt). The plain pages hold the
words of the same text page, its notes on pages of their own.
"""

from __future__ import annotations

import argparse
import gzip
import mimetypes
import statistics
import sys
import tempfile
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from engines import MATERIAL, STOCK, build, install
from plain_pages import page_name, write_pages
from playwright.sync_api import Browser, sync_playwright
from queries import ROOT, indexed

PAGES = (
    "texts/lee-lessons/role-of-the-minority", "texts/ryu-emergence/revolution-and-civil-war",
    "texts/lenin-lessons/against-stalin", "texts/razlatzky-notes/1937", "texts/probsting-kazakhstan/en",
)  # fmt: skip
VIEWS = 5
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWER = 4  #: times, the processor
SETTLE = 3000  #: milliseconds: a new window of Chromium loads some two hundred scripts of its own, for its address bar
OBSERVE = """() => new Promise((done) => {
  let paint = 0, shift = 0, first = 0;
  const tasks = [];
  const watch = (type, add) => new PerformanceObserver((list) => list.getEntries().forEach(add))
    .observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => { paint = entry.startTime; });
  watch("layout-shift", (entry) => { shift += entry.hadRecentInput ? 0 : entry.value; });
  watch("paint", (entry) => { if (entry.name === "first-contentful-paint") first = entry.startTime; });
  watch("longtask", (entry) => { tasks.push([entry.startTime, entry.startTime + entry.duration]); });
  const blocking = ([start, end]) => Math.max(0, end - Math.max(start, first) - 50);
  setTimeout(() => done([paint, shift, tasks.map(blocking).reduce((one, other) => one + other, 0)]), 500);
})"""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")


class Gzipped(BaseHTTPRequestHandler):
    """Serves a folder as a good static host does: over one connection, text compressed."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*arguments)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file, or 404."""
        path = self.folder / self.path.partition("?")[0].lstrip("/")
        if not path.is_file():
            self.send_response(404)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        data, kind = path.read_bytes(), mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        if path.suffix not in (".woff2", ".woff", ".png"):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def view(browser: Browser, address: str) -> tuple[float, ...]:
    """Return paint, shift, blocked time, requests, kilobytes, and kilobytes of fonts of one first view."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.wait_for_timeout(SETTLE)
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", NETWORK)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    known: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.responseReceived", lambda told: known.update({told["requestId"]: told["response"]["url"]}))
    session.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    tab.goto(address, wait_until="load")
    tab.wait_for_timeout(1500)
    paint, shift, blocked = tab.evaluate(OBSERVE)
    context.close()
    loaded = {known[key]: size for key, size in sizes.items() if key in known and not known[key].startswith("data:")}
    fonts = {name: size for name, size in loaded.items() if name.partition("?")[0].endswith((".woff2", ".woff"))}
    rest = sum(size for name, size in loaded.items() if name not in fonts)
    return paint, shift, blocked, len(loaded) - len(fonts), rest / 1000, sum(fonts.values()) / 1000


def measure(browser: Browser, folder: Path, pages: dict[str, str]) -> None:
    """Print a line for each of *pages*: its name → its file in *folder*."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Gzipped, folder=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        for name, file in pages.items():
            views = [view(browser, f"http://127.0.0.1:{server.server_port}/{file}") for _ in range(VIEWS)]
            paint, shift, blocked, requests, size, fonts = (statistics.median(row) for row in zip(*views, strict=True))
            print(
                f"  {name:48} {requests:4.0f} requests {size:7.1f} KB, fonts {fonts:6.1f} KB, "
                f"LCP {paint:5.0f} ms, CLS {shift:.3f}, TBT {blocked:4.0f} ms"
            )
        server.shutdown()


def main() -> None:
    """Build the plain sites, view all, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", nargs="+", default=PAGES, help="text pages, without ending")
    parser.add_argument("--ours-only", action="store_true", help="leave the other tools out")
    chosen = parser.parse_args()
    site = ROOT / "build" / "html"
    if not (site / "index.html").is_file():
        sys.exit("build/html is not there: run `.venv/bin/edition build html` first")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        print("After October")
        measure(browser, site, {page: f"{page}.html" for page in chosen.pages})
        if not chosen.ours_only:
            documents = indexed()
            plain = folder / "pages"
            names = write_pages(documents, plain)
            language = {item.address.partition(".html")[0]: item.language for item in documents if item.layer == "text"}
            sites = build(plain, names, folder, install(folder))
            files = {page: f"{page_name(f'{page}.html', 'text', language[page])}.html" for page in chosen.pages}
            for engine in (STOCK, MATERIAL):
                print(engine.name)
                measure(browser, sites[engine.name], files)
        browser.close()


if __name__ == "__main__":
    main()
