"""Pages that are no more, and where their readers are led: ``docs/redirects.tsv``.

A line is the old page, a tab, and the page in its place (with ``#id`` where it is a part of one), or ``removed``; a
third field may say why. Paragraphs that are no more are the ledger's: `edition.verify.ledger`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edition.citation.releases import load_releases
from edition.problems import EditionError, Problem
from edition.verify.ledger import REMOVED

NAME = Path("docs") / "redirects.tsv"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One page that is no more."""

    old: str  #: as ``texts/lee-lessons/opening``
    new: str  #: a page, a page and an id, or ``removed``
    reason: str = ""
    line: int = 0

    @property
    def page(self) -> str:
        """The page in its place, empty where there is none."""
        return "" if self.new == REMOVED else self.new.partition("#")[0]


def load_redirects(root: Path) -> list[Redirect]:
    """Return every redirect of a page; raises `EditionError` for a line that is none."""
    path = root / NAME
    found, problems = [], []
    lines = path.read_text(encoding="utf-8").split("\n") if path.is_file() else []
    for number, line in enumerate(lines, start=1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) not in (2, 3) or not all(fields[:2]):
            remedy = f"write the old page and the new one, or {REMOVED}, with a tab between"
            problems.append(Problem(NAME.as_posix(), number, "id", "is no redirect", remedy))
            continue
        found.append(Redirect(fields[0], fields[1], fields[2] if len(fields) > 2 else "", number))
    if problems:
        raise EditionError(problems)
    return found


def redirect_problems(root: Path, idents: Sequence[str]) -> Iterator[Problem]:
    """Yield a problem for each redirect from a page that is there or to one that is not, and each page lost."""
    try:
        redirects = load_redirects(root)
        releases = [release for ident in idents for release in load_releases(root, ident)]
    except EditionError as error:
        yield from error.problems
        return

    def exists(page: str) -> bool:
        return (root / "docs" / f"{page}.md").is_file()

    shown = NAME.as_posix()
    for item in redirects:
        if exists(item.old):
            yield Problem(shown, item.line, "id", f"{item.old} is a page", "take the line away, or the page")
        if item.page and not exists(item.page):
            yield Problem(shown, item.line, "id", f"{item.new} is no page", f"name a page that is there, or {REMOVED}")
    published = {
        f"texts/{release.text}/{passage.page}": release.version
        for release in releases
        for passage in release.passages.values()
    }
    answered = {item.old for item in redirects}
    for page, version in published.items():
        if not exists(page) and page not in answered:
            message = f"{page} was published in {version} and is no more"
            yield Problem(shown, 0, "id", message, f"add: {page}, a tab, and the page in its place, or {REMOVED}")
