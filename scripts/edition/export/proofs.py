"""Proving the texts before anything is made of them, and what need not be proved twice.

A build that goes on has proved most files before, byte for byte, with the same programs. What was found faultless is
kept in the cache by its digest: each file's harmlessness, each text, the annotation, the links and the language of each
page of prose. `edition verify`, `edition check`, a public edition and a release prove everything anew.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from edition.citation.record import record_problems
from edition.citation.redirects import redirect_problems
from edition.citation.releases import release_problems
from edition.folders import digest_of, files_below
from edition.problems import EditionError, Problem
from edition.records import Source
from edition.register.check import data_problems, prose_problems
from edition.register.entries import FOLDER as ENTRIES
from edition.register.works import NAME as BIBLIOGRAPHY
from edition.safety.check import refuse_unsafe
from edition.verify.apparatus import check_marks
from edition.verify.once import read_once, text_digest
from edition.verify.text import PAGES, Edited, check_places, verify
from edition.witnesses import TEXTS, identifiers, load_all


class Proofs:
    """What earlier builds have found faultless, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "faultless.json"
        known = json.loads(self.path.read_text("utf-8")) if self.path.is_file() else {}
        self.harmless: set[str] = set(known.get("harmless", ()))  #: digests of files, see `safety_problems`
        self.prose: set[str] = set(known.get("prose", ()))  #: digests of files, see `prose_problems`
        self.proved: set[str] = set(known.get("proved", ()))  #: digests of a text, or of the annotation

    def save(self) -> None:
        """Keep it for the next build, in one step."""
        kinds = {"harmless": self.harmless, "prose": self.prose, "proved": self.proved}
        made = json.dumps({kind: sorted(digests) for kind, digests in kinds.items()}, indent=0)
        self.path.parent.mkdir(exist_ok=True)
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.write_text(made, encoding="utf-8", newline="\n")
        unfinished.replace(self.path)

    def unless_proved(self, digest: str, prove: Callable[[], Iterable[Problem]]) -> list[Problem]:
        """Return what *prove* finds, empty where *digest* is of something that was faultless before."""
        if digest in self.proved:
            return []
        problems = list(prove())
        if not problems:
            self.proved.add(digest)
        return problems


def prove_pages(root: Path, idents: list[str] | None = None) -> list[Edited]:
    """Return the texts *idents* (all where none is named), read and proved anew; raises `EditionError` otherwise."""
    refuse_unsafe(root)
    problems = list(check_places(root, identifiers(root))) if not idents else []
    sources = load_all(root, idents)
    for source in sources:
        problems += _text_problems(root, source)
    if not idents and not problems:
        problems += [*_data_problems(root), *prose_problems(root), *redirect_problems(root, identifiers(root))]
    if problems:
        raise EditionError(problems)
    return _read(root, sources)


def prove_changes(root: Path, proofs: Proofs) -> None:
    """Prove what *proofs* does not know, and note it there; raises `EditionError` as `prove_pages` does."""
    refuse_unsafe(root, proofs.harmless)
    problems = list(check_places(root, identifiers(root)))
    for source in load_all(root):
        digest = text_digest(root, source.ident)
        problems += proofs.unless_proved(digest, partial(_text_problems, root, source))
    if not problems:
        problems += proofs.unless_proved(_annotation(root), partial(_data_problems, root))
        problems += [*prose_problems(root, proofs.prose), *redirect_problems(root, identifiers(root))]
    if problems:
        raise EditionError(problems)
    proofs.save()


def _read(root: Path, sources: Iterable[Source]) -> list[Edited]:
    return [read_once(root, source.ident)[0] for source in sources]


def _text_problems(root: Path, source: Source) -> list[Problem]:
    """Return every problem of the text of *source*; they hang on nothing but what `text_digest` is of."""
    try:
        edited, faults = read_once(root, source.ident)
    except EditionError as error:
        return list(error.problems)
    return [*faults, *verify(edited), *check_marks(edited), *record_problems(source)]


def _data_problems(root: Path) -> list[Problem]:
    """Return the problems of annotation and releases; `_annotation` is the digest of all that they hang on."""
    texts = _read(root, load_all(root))
    return [*data_problems(root, texts), *release_problems(root, texts)]


def _annotation(root: Path) -> str:
    """Return the digest of every file but pages of prose: texts, sources, works, and what annotates them."""
    data = (f"{PAGES.as_posix()}/", f"{ENTRIES.as_posix()}/")
    docs = [(path, f"docs/{name}") for path, name in files_below(root / "docs")]
    files = [(path, name) for path, name in docs if not name.endswith(".md") or name.startswith(data)]
    files += [(path, f"{TEXTS}/{name}") for path, name in files_below(root / TEXTS)]
    files += [(root / BIBLIOGRAPHY, BIBLIOGRAPHY)] if (root / BIBLIOGRAPHY).is_file() else []
    return digest_of(files)
