"""What the pages of the built web edition weigh: each page with the styles and scripts that it loads, compressed.

    edition build html && python scripts/bench/weight.py [--record]

Gzip at level 6, as static hosts do; kilobytes are 1,000 bytes. Fonts are left out: which slices a browser loads depends
on the fonts of the machine (`scripts/bench/speed.py` measures them in a browser).
"""

from __future__ import annotations

import argparse
import gzip
from functools import cache
from pathlib import Path
from statistics import median
from urllib.parse import unquote, urlsplit

from record import ROOT, record

from edition.ext.links import read_page

SITE = ROOT / "build" / "html"


@cache
def compressed(path: Path) -> int:
    """Return the bytes of a file as they travel."""
    return len(gzip.compress(path.read_bytes(), 6))


def weight(page: Path) -> int:
    """Return the bytes of *page* with what it loads."""
    loaded = {unquote(urlsplit(address).path) for address in read_page(page.read_text(encoding="utf-8")).loaded}
    return compressed(page) + sum(compressed((page.parent / name).resolve()) for name in sorted(loaded) if name)


def main() -> None:
    """Weigh, print, record."""
    parser = argparse.ArgumentParser(description="Weigh the pages of the web edition.")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    pages = {
        path.relative_to(SITE).as_posix(): weight(path)
        for path in sorted(SITE.rglob("*.html"))
        if "_static" not in path.relative_to(SITE).parts
    }
    parts = [size for name, size in pages.items() if name.startswith("texts/") and not name.endswith(("whole.html",))]
    others = [size for name, size in pages.items() if not name.startswith("texts/")]
    heaviest = max(pages, key=lambda name: pages[name])
    found = [
        ("weight-texts", f"{median(parts) / 1000:.0f} kB", f"the median of {len(parts)} pages of the texts, "
         "compressed, with styles and scripts, without fonts"),
        ("weight-others", f"{median(others) / 1000:.0f} kB", f"the median of the {len(others)} other pages"),
        ("weight-heaviest", f"{pages[heaviest] / 1000:.0f} kB", f"the heaviest page, {heaviest}"),
    ]  # fmt: skip
    for _, value, what in found:
        print(value, what)
    if options.record:
        record("python scripts/bench/weight.py --record", found)


if __name__ == "__main__":
    main()
