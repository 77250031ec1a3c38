"""Which pages are read anew: those whose words changed, whatever the clock says.

Sphinx compares times, of files and of its last reading. A clock set back, an archive unpacked, a copy that keeps dates:
a page then changes without growing younger, and its old words would stay in the edition. So the digest of each page and
of what it depends on is kept, and where it differs the page is read, in addition to those that Sphinx finds.

What is shown of one page on others (places of a work, occurrences of a name, counts) no page tells Sphinx. So where the
data have changed all pages are read anew, and where a text has, its pages and those that are lists.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from edition.ext.config import APPARATUS, TEXT_FOLDER, text_of
from edition.folders import names_below

ENTRIES = "entries"  #: folder of the register, whose files are data
PROSE = "introduction/"  #: pages that show nothing of others
SEEN = "edition_seen"  #: of the environment, while pages are read


class Digests:
    """Digests of files, each read once: a file that is changed while pages are read is read again by the next build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.known: dict[str, bytes] = {}

    def of(self, names: Iterable[str]) -> str:
        """Return the digest of the files *names*, relative to the folder; one that is not there has none."""
        found = hashlib.sha256()
        for name in sorted(names):
            if name not in self.known:
                path = self.folder / name
                data = path.read_bytes() if path.is_file() else b""
                self.known[name] = hashlib.sha256(data).digest()
            found.update(name.encode("utf-8", "surrogateescape") + b"\0" + self.known[name])
        return found.hexdigest()


def _read_by(env: BuildEnvironment, docname: str) -> set[str]:
    page = env.doc2path(docname, base=False)
    return {str(page), *map(str, env.dependencies.get(docname, ()))}


def _data(docs: Path) -> list[str]:
    """Return what many pages are made from, relative to *docs*: what is no page there, the sources, the works."""
    found = [name for name in names_below(docs) if not name.endswith(".md") or f"/{ENTRIES}/" in f"/{name}"]
    return [*found, *(f"../sources/{name}" for name in names_below(docs.parent / "sources")), "../bibliography.bib"]


def _shared(env: BuildEnvironment, digests: Digests) -> dict[str, str]:
    """Return the digest of the data, and of the pages of each text: a list anywhere may show what they say."""
    pages: dict[str, set[str]] = defaultdict(set)
    for docname in env.found_docs:
        if docname.startswith(TEXT_FOLDER):
            pages[text_of(docname)].add(str(env.doc2path(docname, base=False)))
    return {"": digests.of(_data(digests.folder)), **{ident: digests.of(names) for ident, names in pages.items()}}


def shared_of(env: BuildEnvironment) -> dict[str, str]:
    """Return the digests of what pages share, as last read: of the data by ``""``, of a text's pages by its id."""
    return getattr(env, "edition_shared", {})


def texts_on(docname: str, idents: Iterable[str]) -> set[str]:
    """Return those of the texts *idents* whose words a page shows: its own, or for a list all.

    >>> sorted(texts_on("texts/one/opening", ["one", "two"])), sorted(texts_on("apparatus/two", ["one", "two"]))
    (['one'], ['two'])
    >>> sorted(texts_on("register/terms", ["one", "two"])), sorted(texts_on("introduction/general-en", ["one", "two"]))
    (['one', 'two'], [])
    """
    own = text_of(docname) or docname.removeprefix(APPARATUS)
    if docname.startswith((TEXT_FOLDER, APPARATUS)) and own in idents:
        return {own}
    return set() if docname.startswith((TEXT_FOLDER, PROSE)) else set(idents)


def _changed(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages that Sphinx takes for unchanged and that are not."""
    kept: dict[str, str] = getattr(env, "edition_digests", {})
    before: dict[str, str] = getattr(env, "edition_shared", {})
    digests = Digests(Path(app.srcdir))
    now = _shared(env, digests)
    vars(env)[SEEN] = digests
    same = env.found_docs - added - changed - removed
    if before.get("") != now[""]:
        return sorted(same)
    idents = (before.keys() | now.keys()) - {""}
    moved = {ident for ident in idents if before.get(ident) != now.get(ident)}
    lists = {name for name in same if moved & texts_on(name, idents)}
    return sorted(lists | {name for name in same if kept.get(name) != digests.of(_read_by(env, name))})


def _keep(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the digests of all pages, now that those to be read are read and their dependencies known."""
    digests = vars(env).pop(SEEN, None) or Digests(Path(app.srcdir))
    kept = {name: digests.of(_read_by(env, name)) for name in sorted(env.found_docs)}
    env.edition_digests = kept  # type: ignore[attr-defined]
    env.edition_shared = _shared(env, digests)  # type: ignore[attr-defined]


def setup_outdated(app: Sphinx) -> None:
    """Register both."""
    app.connect("env-get-outdated", _changed)
    app.connect("env-updated", _keep)
