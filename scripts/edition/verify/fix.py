"""``edition verify --fix``: printed remedies followed, so that an unmarked change becomes a proposed mark.

Only a remedy that says how lines then read is followed, and only where the text has fewer problems after it: that is
tried on the page in memory, before a byte is written. What must be put, moved or taken away is left to a person, and so
are a mark's kind, certainty and reason: a proposed mark claims no more than the text's default. Witnesses and
``source.toml`` are never written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path

from edition.problems import EditionError, Problem
from edition.verify.pages import read_page
from edition.verify.text import PAGES, Edited, read_text, verify
from edition.witnesses import load_all

THEN_READ = re.compile(r"lines? (?P<first>\d+)(?: to (?P<last>\d+))? then reads?:\n(?P<text>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Mended:
    """A page with remedies followed."""

    path: str  #: of the page, as it is named, whatever a link there leads to
    before: str
    after: str

    @property
    def diff(self) -> str:
        """What was changed, as a unified diff without context."""
        lines = unified_diff(
            self.before.splitlines(keepends=True), self.after.splitlines(keepends=True), self.path, self.path, n=0
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Replacement:
    """What a remedy says: lines *first* to *last* of a page then read *text*."""

    path: str
    first: int
    last: int
    text: str


def replacement(problem: Problem) -> Replacement | None:
    """Return what the remedy of *problem* replaces, or nothing where it is another remedy.

    >>> replacement(Problem("p.md", 3, "text", "x", "line 3 then reads:\\n말")).last
    3
    """
    found = THEN_READ.fullmatch(problem.remedy)
    if found is None:
        return None
    first = int(found["first"])
    return Replacement(problem.path, first, int(found["last"] or first), found["text"])


def mend(edited: Edited) -> list[Mended]:
    """Return the pages of *edited* that remedies change; nothing is written."""
    now, _ = healed(edited)
    return [
        Mended((PAGES / edited.source.ident / f"{name}.md").as_posix(), edited.written[name], now.written[name])
        for name in edited.written
        if edited.written[name] != now.written[name]
    ]


def healed(edited: Edited) -> tuple[Edited, list[Problem]]:
    """Return *edited* as it is once the remedies are followed, and the problems that are left.

    All remedies of different lines are tried together, and where that helps too little, each alone.
    """
    now, tried = edited, set[Replacement]()
    problems = _problems(now)
    while wanted := [one for one in _replacements(problems) if one not in tried]:
        for group in [_apart(wanted), *([one] for one in wanted)]:
            then = _followed(now, group)
            left = _problems(then)
            if len(left) <= len(problems) - len(group):
                now, problems = then, left
                break
        else:
            tried.update(wanted)
    return now, problems


def _problems(edited: Edited) -> list[Problem]:
    return [*(problem for page in edited.pages.values() for problem in page.problems), *verify(edited)]


def _replacements(problems: Sequence[Problem]) -> Iterator[Replacement]:
    return (found for problem in problems if (found := replacement(problem)))


def _apart(wanted: Sequence[Replacement]) -> list[Replacement]:
    """Return those of *wanted* that share no line with one before them."""
    chosen: list[Replacement] = []
    for one in wanted:
        if all(one.path != other.path or one.last < other.first or one.first > other.last for other in chosen):
            chosen.append(one)
    return chosen


def _followed(edited: Edited, group: Sequence[Replacement]) -> Edited:
    """Return *edited* as it is once the pages have the lines of *group*."""
    written, pages = dict(edited.written), dict(edited.pages)
    for name, page in edited.pages.items():
        lines = written[name].split("\n")
        mine = sorted((one for one in group if one.path == page.path), key=lambda one: one.first, reverse=True)
        for one in mine:
            lines[one.first - 1 : one.last] = one.text.split("\n")
        if mine:
            written[name] = "\n".join(lines)
            version = next((block.version for block in edited.base.page(name)), "")
            pages[name] = read_page(written[name], page.path, version)
    return replace(edited, pages=pages, written=written)


def write_mended(root: Path, mended: Sequence[Mended]) -> None:
    """Write the pages *mended*; raises `EditionError`, and writes none, where a page has changed meanwhile.

    Each page is exchanged as a whole, so that nobody meets a half of it.
    """
    problems = []
    for page in mended:
        path = root / page.path
        if path.is_symlink() or not path.is_file() or path.read_bytes() != page.before.encode():
            message = "has changed since it was read: nothing was written"
            problems.append(Problem(page.path, 0, "file", message, "save it, and run the command again"))
    if problems:
        raise EditionError(problems)
    for page in mended:
        path = root / page.path
        aside = path.with_name(f".{path.name}.mended")
        aside.write_bytes(page.after.encode())
        aside.chmod(path.stat().st_mode)
        aside.replace(path)


def fix_texts(root: Path, idents: list[str]) -> list[str]:
    """Mend the pages of the texts *idents* (of all where none is named); return what to tell: each change, and what
    is left to the editor. Raises `EditionError` where files cannot be read; then nothing is written.
    """
    told: list[str] = []
    for source in load_all(root, idents):
        edited, _ = read_text(root, source)
        mended = mend(edited)
        write_mended(root, mended)
        for page in mended:
            told += page.diff.splitlines()
        if any(_marks(page.after) > _marks(page.before) for page in mended):
            defaults = " ".join(filter(None, [source.mark.get("kind", ""), source.mark.get("certainty", "")]))
            told.append(
                f"{source.ident}: read each mark that was written. Without | it is taken as "
                f"{defaults or 'nothing yet'}; write | kind certainty: reason into it, or take the change back"
            )
    return told


def _marks(text: str) -> int:
    return len(re.findall(r"\{(?:corr|supplied|surplus)\}`", text))
