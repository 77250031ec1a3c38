"""Releases, and what has changed in a text since one.

At a release the reading of each numbered paragraph and each of the author's notes is recorded, by its permanent id, in
``docs/releases/<version>/<text>.json``. A record is written once and never touched again; from it and the text as it is
now every build computes the difference, word by word. Headings, captions and the edition's own notes are not recorded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from edition.blocks import NUMBERED
from edition.marks import BREAK
from edition.problems import EditionError, Problem, relative
from edition.register.occurrences import readings
from edition.verify.ledger import NAME, REMOVED, read_ledger, redirected
from edition.verify.text import PAGES, Edited

FOLDER = Path("docs") / "releases"
VERSION = re.compile(r"\d+\.\d+\.\d+")

Piece = tuple[str, str]  #: ``=``, ``-`` or ``+``, and the words


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or an author's note, as it reads."""

    page: str
    words: str

    @property
    def digest(self) -> str:
        """Twelve hexadecimal digits of the SHA-256 of the words."""
        return hashlib.sha256(self.words.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Release:
    """What was recorded of one text at a release."""

    version: str
    date: str
    commit: str  #: what was recorded; the release's own commit holds the record, and comes after it
    text: str
    passages: Mapping[str, Passage]  #: by permanent id, in the order of the text


@dataclass(frozen=True, slots=True)
class Since:
    """How a text differs from a release, by permanent id. An id that is in none of these is unchanged."""

    changed: Mapping[str, Sequence[Piece]]
    gone: Mapping[str, tuple[str, str]]  #: its words then, and the id that stands in its place, or ``removed``
    added: Sequence[str]


def passages(root: Path, edited: Edited) -> dict[str, Passage]:
    """Return the numbered paragraphs and the author's notes of *edited* as they now read, by id."""
    found: dict[str, Passage] = {}
    for reading in readings(root, edited):
        if reading.kind not in NUMBERED and reading.kind != "note":
            continue
        words = " ".join(reading.text.replace(BREAK, " ").split())
        before = found.get(reading.place)
        found[reading.place] = Passage(reading.page, f"{before.words} {words}" if before else words)
    return found


def written(release: Release) -> str:
    """Return the file that records *release*: one passage a line, so that git shows what differs."""
    head = {"release": release.version, "date": release.date, "commit": release.commit, "text": release.text}
    lines = [
        json.dumps({"id": ident, "page": item.page, "digest": item.digest, "words": item.words}, ensure_ascii=False)
        for ident, item in release.passages.items()
    ]
    return "\n".join([json.dumps(head, ensure_ascii=False)[:-1] + ', "passages": [', ",\n".join(lines), "]}"]) + "\n"


def load_releases(root: Path, ident: str) -> list[Release]:
    """Return the releases recorded of the text *ident*, oldest first; raises `EditionError` for a record changed."""
    found, problems = [], []
    for path in (root / FOLDER).glob(f"*/{ident}.json"):
        shown = relative(path, root)
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            items = {entry["id"]: Passage(entry["page"], entry["words"]) for entry in data["passages"]}
            kept = [entry["digest"] == items[entry["id"]].digest for entry in data["passages"]]
            release = Release(data["release"], data["date"], data["commit"], data["text"], items)
        except (ValueError, KeyError, TypeError) as error:
            problems.append(Problem(shown, 0, "release", f"is no record of a release: {error}", _restore(shown)))
            continue
        if not all(kept) or (release.version, release.text) != (path.parent.name, ident):
            problems.append(Problem(shown, 0, "release", "has been changed since it was written", _restore(shown)))
        found.append(release)
    if problems:
        raise EditionError(problems)
    return sorted(found, key=lambda release: order(release.version))


def _restore(shown: str) -> str:
    return f"a record of a release is never edited: git checkout -- {shown}"


def order(version: str) -> tuple[int, ...]:
    """Return what versions are sorted by.

    >>> order("0.10.0") > order("0.9.1")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version))


def redirects(root: Path, ident: str) -> dict[str, str]:
    """Return old id → the id in its place or `REMOVED`, from the ledger of the text *ident*, without chains."""
    path = root / PAGES / ident / NAME
    return {entry.ident: entry.redirect for entry in redirected(read_ledger(path, relative(path, root)))}


def since(release: Release, now: Mapping[str, Passage], moved: Mapping[str, str]) -> Since:
    """Return how the text *now* differs from *release*; *moved* are the redirects of its ids."""
    changed = {
        ident: difference(then.words, now[ident].words)
        for ident, then in release.passages.items()
        if ident in now and now[ident].words != then.words
    }
    gone = {
        ident: (then.words, moved.get(ident, REMOVED)) for ident, then in release.passages.items() if ident not in now
    }
    return Since(changed, gone, [ident for ident in now if ident not in release.passages])


def difference(then: str, now: str) -> list[Piece]:
    """Return the words that stayed, went and came, in order.

    >>> difference("the old tsar fell", "the last tsar fell")
    [('=', 'the '), ('-', 'old'), ('+', 'last'), ('=', ' tsar fell')]
    """
    one, other = (re.findall(r"\s+|[^\s]+", words) for words in (then, now))
    pieces: list[Piece] = []
    for tag, start, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("=", "".join(one[start:end])))
            continue
        pieces += [(sign, "".join(words)) for sign, words in (("-", one[start:end]), ("+", other[first:last])) if words]
    return pieces


def release_problems(root: Path, texts: Sequence[Edited]) -> Iterator[Problem]:
    """Yield a problem for each id of a release that is no more and leads nowhere."""
    for edited in texts:
        ident = edited.source.ident
        try:
            known = load_releases(root, ident)
        except EditionError as error:
            yield from error.problems
            continue
        if not known:
            continue
        now, moved = passages(root, edited), redirects(root, ident)
        shown = (PAGES / ident / NAME).as_posix()
        told: set[str] = set()
        for release in known:
            for place, then in release.passages.items():
                target = moved.get(place, "")
                if place in now or target in now or target == REMOVED or place in told:
                    continue
                told.add(place)
                message = f"{place} was published in {release.version} and is no more: “{then.words[:24]}”"
                remedy = f"restore it, or write in the ledger the id in its place, or {REMOVED}, as a fourth column"
                yield Problem(shown, 0, "id", message, remedy)
