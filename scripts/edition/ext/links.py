"""Every link of the web edition to the web edition leads somewhere: page, anchor, file.

Sphinx tells links that it cannot resolve as it reads; what we write as addresses it does not see: occurrences of the
register, places, notes, previews, exports, the theme's own. So the written pages are read when all are written. What
stands elsewhere is not fetched, but no page may have a link that runs something, or load anything from elsewhere.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging

from edition.folders import files_below

logger = logging.getLogger(__name__)
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
ATTRIBUTE = re.compile(r"\s(href|src|id|name|rel)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
HELD = re.compile(r"\((\{.*\})\);", re.DOTALL)  #: what a file of previews holds
SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>|<!--.*?-->", re.DOTALL)
STATIC = "_static"  #: holds templates of the theme, and no page
LAST = 900  #: after the handlers that write files of their own; Sphinx's default is 500


class Page:
    """What a written page offers and asks for."""

    def __init__(self, text: str) -> None:
        self.anchors: set[str] = set()
        self.links: dict[str, None] = {}  #: addresses to go to, in order
        self.loaded: dict[str, None] = {}  #: addresses that the page needs
        for tag in TAG.findall(SCRIPT.sub(lambda found: found[0].partition(">")[0] + ">", text)):
            found = {name: unescape(first or second) for name, first, second in ATTRIBUTE.findall(tag)}
            self.anchors |= {found[name] for name in ("id", "name") if name in found}
            if "href" in found:
                loads = tag.startswith("<link") and "stylesheet" in found.get("rel", "")
                (self.loaded if loads else self.links)[found["href"]] = None
            if "src" in found:
                self.loaded[found["src"]] = None


def read_pages(folder: Path) -> dict[str, Page]:
    """Return every page below *folder* by its address there."""
    return {
        name: Page(path.read_text(encoding="utf-8"))
        for path, name in files_below(folder, ".html")
        if not name.startswith(f"{STATIC}/")
    }


def broken(folder: Path, pages: Mapping[str, Page] | None = None) -> Iterator[tuple[str, str]]:
    """Yield page and fault for each link on the pages below *folder* that leads nowhere, runs or fetches something."""
    pages = read_pages(folder) if pages is None else pages
    files = {name for _, name in files_below(folder)}
    for shown, page in pages.items():
        for address in [*page.links, *page.loaded]:
            parts = urlsplit(address)
            if parts.scheme in {"http", "https", "mailto"} or parts.netloc:
                if address in page.loaded:
                    yield shown, f"loads {address} from elsewhere"
            elif parts.scheme:
                if not (parts.scheme == "data" and address in page.loaded):
                    yield shown, f"has a link that is no address: {address[:60]}"
            elif fault := _lost(files, shown, unquote(parts.path), unquote(parts.fragment), pages):
                yield shown, f"{address}: {fault}"


def _lost(files: Collection[str], page: str, name: str, anchor: str, pages: Mapping[str, Page]) -> str:
    """Return what is missing at a place named on *page*, empty where nothing is."""
    near = name.lstrip("/") if name.startswith("/") else posixpath.join(posixpath.dirname(page), name)
    target = posixpath.normpath(near) if name else page
    if target not in files:
        target = posixpath.normpath(f"{target}/index.html")
    if target not in files:
        return "there is no such file"
    known = pages.get(target)
    if anchor and known is not None and anchor not in known.anchors and anchor != "top":
        return f"there is no {anchor} on that page"
    return ""


def lost_previews(folder: Path, pages: Mapping[str, Page] | None = None) -> Iterator[tuple[str, str]]:
    """Yield a fault for each preview of something that no page below *folder* holds."""
    pages = read_pages(folder) if pages is None else pages
    anchors = set[str]().union(*(page.anchors for page in pages.values()))
    for path in sorted((folder / "previews").rglob("*.js")):
        held = HELD.search(path.read_text(encoding="utf-8"))
        shown: Iterable[str] = json.loads(held[1]) if held else ()
        for anchor in shown:
            if anchor not in anchors:
                yield path.relative_to(folder).as_posix(), f"shows {anchor}, which no page has"


def _check(app: Sphinx, error: Exception | None) -> None:
    """Tell every broken link of a web edition that has been written whole."""
    if error is None and app.builder.name == "html":
        folder = Path(app.outdir).resolve()
        pages = read_pages(folder)
        for page, fault in (*broken(folder, pages), *lost_previews(folder, pages)):
            logger.warning("%s %s", page, fault, type="edition", subtype="link")


def setup_links(app: Sphinx) -> None:
    """Register the check."""
    app.connect("build-finished", _check, priority=LAST)
