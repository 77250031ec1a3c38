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
from urllib.parse import unquote, urlsplit

from sphinx.application import Sphinx
from sphinx.util import logging

from edition.folders import files_below, names_below

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

    digest: str = ""  #: of its bytes
    anchors: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)  #: addresses to go to, each once, in order
    loaded: list[str] = field(default_factory=list)  #: addresses that the page needs


def read_page(text: str, digest: str = "") -> Page:
    """Return what the page whose HTML is *text*, and whose bytes have *digest*, offers and asks for."""
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
    return Page(digest, anchors, list(links), list(loaded))


def read_pages(folder: Path, before: Mapping[str, Page] | None = None) -> dict[str, Page]:
    """Return every page below *folder* by its address there; one whose bytes are those of *before* is taken from it."""
    before = before or {}
    found: dict[str, Page] = {}
    for path, name in files_below(folder, ".html"):
        if name.startswith(f"{STATIC}/"):
            continue
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        held = before.get(name)
        found[name] = held if held and held.digest == digest else read_page(data.decode("utf-8"), digest)
    return found


def broken(folder: Path, pages: Mapping[str, Page], asked: Iterable[str] | None = None) -> Iterator[tuple[str, str]]:
    """Yield page and fault for each link that leads nowhere, runs or fetches something.

    *pages* are all of those below *folder*; only those *asked* for, or all, are gone through.
    """
    files = set(names_below(folder))
    for shown in pages if asked is None else asked:
        page = pages[shown]
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


def lost_previews(folder: Path, pages: Mapping[str, Page]) -> Iterator[tuple[str, str]]:
    """Yield a fault for each preview of something that none of *pages*, all below *folder*, holds."""
    anchors = set[str]().union(*(page.anchors for page in pages.values()))
    for path, name in files_below(folder / "previews", ".js"):
        held = HELD.search(path.read_text(encoding="utf-8"))
        shown: Iterable[str] = json.loads(held[1]) if held else ()
        for anchor in shown:
            if anchor not in anchors:
                yield f"previews/{name}", f"shows {anchor}, which no page has"


def site_faults(folder: Path, known: Path) -> list[tuple[str, str]]:
    """Return page and fault of every broken link and preview of the site in *folder*.

    Sound pages are noted in the file *known*. Where all places that a link may lead to are as they were, the next
    check goes through the pages that have changed and no others.
    """
    there, before = _noted(known)
    pages = read_pages(folder, before)
    now = _places(folder, pages)
    changed = [name for name, page in pages.items() if before.get(name) is not page]
    found = [*broken(folder, pages, changed if there == now else None), *lost_previews(folder, pages)]
    if not found and (changed or there != now):
        noted = {name: [page.digest, sorted(page.anchors), page.links, page.loaded] for name, page in pages.items()}
        known.write_text(json.dumps({"there": now, "pages": noted}, ensure_ascii=False), encoding="utf-8")
    return found


def _noted(known: Path) -> tuple[str, dict[str, Page]]:
    """Return the digest of all places, and the pages, as *known* has them; nothing where there is no such file."""
    if not known.is_file():
        return "", {}
    noted = json.loads(known.read_text(encoding="utf-8"))
    pages = {name: Page(digest, set(anchors), *more) for name, (digest, anchors, *more) in noted["pages"].items()}
    return noted["there"], pages


def _places(folder: Path, pages: Mapping[str, Page]) -> str:
    """Return the digest of every place that a link may lead to: files, and the anchors of pages."""
    found = hashlib.sha256()
    for name in names_below(folder):
        anchors = sorted(pages[name].anchors) if name in pages else []
        found.update("\0".join((name, *anchors)).encode("utf-8", "surrogateescape") + b"\n")
    return found.hexdigest()


def _check(app: Sphinx, error: Exception | None) -> None:
    """Tell every broken link of a web edition that has been written whole."""
    if error is None and app.builder.name == "html":
        folder = Path(app.outdir).resolve()
        for page, fault in site_faults(folder, folder / KNOWN):
            logger.warning("%s %s", page, fault, type="edition", subtype="link")


def setup_links(app: Sphinx) -> None:
    """Register the check."""
    app.connect("build-finished", _check, priority=LAST)
