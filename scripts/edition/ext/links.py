"""Every link of the web edition to the web edition leads somewhere: page, anchor, file.

Sphinx tells links that it cannot resolve as it reads; what we write as addresses it does not see: occurrences of the
register, places, notes, previews, exports, the theme's own. So the written pages are read when all are written. What
stands elsewhere is not fetched, but no page may have a link that runs something, or load anything from elsewhere.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
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
KNOWN = ".buildinfo.links.json"  #: beside the pages, and like Sphinx's own record no part of the site
LAST = 900  #: after the handlers that write files of their own; Sphinx's default is 500


@dataclass(slots=True)
class Page:
    """What a written page offers and asks for."""

    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)  #: addresses to go to, each once, in order
    loaded: list[str] = field(default_factory=list)  #: addresses that the page needs


def read_page(text: str) -> Page:
    """Return what the page whose HTML is *text* offers and asks for."""
    anchors: set[str] = set()
    links: dict[str, None] = {}
    loaded: dict[str, None] = {}
    for tag in TAG.findall(SCRIPT.sub(lambda found: found[0].partition(">")[0] + ">", text)):
        found = {name: unescape(first or second) for name, first, second in ATTRIBUTE.findall(tag)}
        anchors |= {found[name] for name in ("id", "name") if name in found}
        if "href" in found:
            loads = tag.startswith("<link") and "stylesheet" in found.get("rel", "")
            (loaded if loads else links)[found["href"]] = None
        if "src" in found:
            loaded[found["src"]] = None
    return Page(anchors, list(links), list(loaded))


def read_pages(folder: Path, known: Path | None = None) -> dict[str, Page]:
    """Return every page below *folder* by its address there.

    What was read is kept in the file *known*, by the bytes of each page; a page that is there is not read again.
    """
    before: dict[str, Any] = json.loads(known.read_text("utf-8")) if known and known.is_file() else {}
    now: dict[str, Any] = {}
    found: dict[str, Page] = {}
    for path, name in files_below(folder, ".html"):
        if name.startswith(f"{STATIC}/"):
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        held = before.get(digest)
        page = found[name] = Page(set(held[0]), held[1], held[2]) if held else read_page(data.decode("utf-8"))
        now[digest] = held or [sorted(page.anchors), page.links, page.loaded]
    if known and now.keys() != before.keys():
        known.write_text(json.dumps(now, ensure_ascii=False), encoding="utf-8")
    return found


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


@cache
def _target(folder: str, name: str) -> str:
    """Return the file that *name* leads to from a page in *folder*."""
    return posixpath.normpath(name.lstrip("/") if name.startswith("/") else posixpath.join(folder, name))


def _lost(files: Collection[str], page: str, name: str, anchor: str, pages: Mapping[str, Page]) -> str:
    """Return what is missing at a place named on *page*, empty where nothing is."""
    target = _target(posixpath.dirname(page), name) if name else page
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
        pages = read_pages(folder, folder / KNOWN)
        for page, fault in (*broken(folder, pages), *lost_previews(folder, pages)):
            logger.warning("%s %s", page, fault, type="edition", subtype="link")


def setup_links(app: Sphinx) -> None:
    """Register the check."""
    app.connect("build-finished", _check, priority=LAST)
