"""What a build of the web edition need not make again: pages and files known by what they were made from.

Sphinx writes the pages it has read. Beside them stand pages made of others, the index of search, exports, citations:
made in every build, though a change of one page touches few of them. So for each the digest of what it is made from is
kept beside the pages; where it is the same, and the file is there, it is left as it is. A page that another format's
build has read, or whose neighbours in the navigation have other titles, Sphinx takes for written: it is told otherwise.

Programs and configuration are not asked for here: where those change the whole cache goes (`edition.export.build`).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast
from weakref import WeakKeyDictionary

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from edition.citation.redirects import load_redirects
from edition.ext.config import root_of
from edition.ext.outdated import shared_of, texts_on
from edition.ext.rendering import is_web
from edition.folders import files_below

RECORD = ".buildinfo.made-from.json"  #: beside the pages, and like Sphinx's own record no part of the site
BEFORE_LINKS, LAST = 800, 950  #: when stale pages go, when the record is written: `edition.ext.links` is between them
NEVER_STALE = ("genindex", "search")

_kept: WeakKeyDictionary[Sphinx, Kept] = WeakKeyDictionary()


class Kept:
    """The digests of what a build has made, those of the last build beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / RECORD
        self.before: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        self.now: dict[str, str] = {}
        self.everywhere = ""  #: digest of what stands on every page, once it is known
        self.pages: set[str] = set()  #: pages made of others, made or left

    def same(self, name: str, *made_from: str, files: Iterable[str] = ()) -> bool:
        """Tell whether *name* was made from the same in the last build, and its *files*, from the folder, are there."""
        digest = hashlib.sha256("\0".join(made_from).encode("utf-8", "surrogateescape")).hexdigest()
        self.now[name] = digest
        return self.before.get(name) == digest and all((self.folder / file).is_file() for file in files)

    def same_page(self, pagename: str, *made_from: str) -> bool:
        """Tell the same of a page made of others, which then is no stale one."""
        self.pages.add(pagename)
        return self.same(f"page:{pagename}", *made_from, files=[f"{pagename}.html"])

    def save(self) -> None:
        """Keep the digests of this build for the next."""
        made = json.dumps(self.now, indent=0, sort_keys=True)
        (self.folder / RECORD).write_text(made, encoding="utf-8", newline="\n")


def kept(app: Sphinx) -> Kept:
    """Return what is kept of the build that *app* is making."""
    if app not in _kept:
        _kept[app] = Kept(Path(app.outdir))
    return _kept[app]


def data_of(env: BuildEnvironment, docname: str = "") -> str:
    """Return the digest of the data that the page *docname* is made from: its text's, or where it is a list all."""
    shared = shared_of(env)
    wanted = {"", *texts_on(docname, shared.keys() - {""})}
    return _joined(f"{name}={shared.get(name, '')}" for name in sorted(wanted))


def titles_of(env: BuildEnvironment) -> str:
    """Return the digest of what pages show of the others: titles, order, language."""
    told = [
        f"{name}={env.titles[name].astext() if name in env.titles else ''}={env.metadata.get(name, {}).get('lang')}"
        f"={','.join(env.toctree_includes.get(name, ()))}"
        for name in sorted(env.found_docs)
    ]
    return _joined(told)


def everywhere(app: Sphinx) -> str:
    """Return the digest of what stands on every page: settings, titles, and the style sheets by their contents.

    It is computed once a build, when the pages are read.
    """
    memory = kept(app)
    memory.everywhere = memory.everywhere or _everywhere(app)
    return memory.everywhere


def _everywhere(app: Sphinx) -> str:
    sheets = [
        hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in app.config.html_static_path
        for path, _ in files_below(Path(app.confdir) / folder, ".css")
    ]
    return _joined([cast(Any, app.builder).build_info.config_hash, titles_of(app.env), *sheets])


def documents_of(app: Sphinx, docnames: Iterable[str]) -> str:
    """Return the digest of the stored documents of the pages *docnames*."""
    found = []
    for name in docnames:
        path = Path(app.doctreedir) / f"{name}.doctree"
        found.append(f"{name}={hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ''}")
    return _joined(found)


def _joined(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def pages_changed(app: Sphinx, folder: str) -> list[str]:
    """Return the pages, sorted, for which the files in *folder* must be written anew.

    Where the data have changed that is every page, and the folder is emptied: a page may be cited or found no more.
    """
    told, memory, pages = everywhere(app), kept(app), sorted(app.env.found_docs)
    changed = [name for name in pages if not memory.same(f"{folder}:{name}", told, data_of(app.env, name))]
    if changed == pages:
        shutil.rmtree(memory.folder / folder, ignore_errors=True)
    return changed


def same_of_pages(app: Sphinx, pagename: str, docnames: Sequence[str]) -> bool:
    """Tell whether the page *pagename*, made of the pages *docnames* of one text, can be left as it is."""
    made_from = everywhere(app), data_of(app.env, docnames[0]), documents_of(app, docnames)
    return kept(app).same_page(pagename, *made_from)


def _write_too(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to be written though this build did not read them: what they are made from has changed."""
    if not is_web(app):
        return []
    told, memory = everywhere(app), kept(app)
    return [
        name
        for name in sorted(env.found_docs)
        if not memory.same(
            f"written:{name}", told, data_of(env, name), documents_of(app, [name]), files=[f"{name}.html"]
        )
    ]


def _remove_stale(app: Sphinx, error: Exception | None) -> None:
    """Remove what earlier builds left of pages that are no more."""
    if error is not None or not is_web(app):
        return
    old = {item.old for item in load_redirects(root_of(app.env))}
    known = {*app.env.found_docs, *kept(app).pages, *old, *NEVER_STALE}
    folder = Path(app.outdir)
    for path, name in files_below(folder, ".html"):
        if not name.startswith("_static/") and name.removesuffix(".html") not in known:
            path.unlink()
    for path, name in files_below(folder / "_sources"):
        if name.removesuffix(".txt").removesuffix(".md") not in known:
            path.unlink()


def _note(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    if is_web(app):
        kept(app).pages.add(pagename)


def _save(app: Sphinx, error: Exception | None) -> None:
    if error is None and is_web(app):
        kept(app).save()


def setup_kept(app: Sphinx) -> None:
    """Register the hooks; after `edition.ext.outdated`, whose digests are read here."""
    app.connect("env-updated", _write_too)
    app.connect("html-page-context", _note)
    app.connect("build-finished", _remove_stale, priority=BEFORE_LINKS)
    app.connect("build-finished", _save, priority=LAST)
