"""Which pages are read anew: those whose words changed, whatever the clock says.

Sphinx compares times, of files and of its last reading. A clock set back, an archive unpacked, a copy that keeps dates:
a page then changes without growing younger, and its old words would stay in the edition. So the digest of each page and
of what it depends on is kept, and where it differs the page is read, in addition to those that Sphinx finds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment


class Digests:
    """Digests of files, each read once."""

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


def _changed(app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]) -> list[str]:
    """Return the pages that Sphinx takes for unchanged and that are not."""
    kept: dict[str, str] = getattr(env, "edition_digests", {})
    digests = Digests(Path(app.srcdir))
    same = env.found_docs - added - changed - removed
    return sorted(name for name in same if kept.get(name) != digests.of(_read_by(env, name)))


def _keep(app: Sphinx, env: BuildEnvironment) -> None:
    """Keep the digests of all pages, now that those to be read are read."""
    digests = Digests(Path(app.srcdir))
    kept = {name: digests.of(_read_by(env, name)) for name in sorted(env.found_docs)}
    env.edition_digests = kept  # type: ignore[attr-defined]


def setup_outdated(app: Sphinx) -> None:
    """Register both."""
    app.connect("env-get-outdated", _changed)
    app.connect("env-updated", _keep)
