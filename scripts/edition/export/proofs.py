"""Proving the texts before anything is made of them, and what need not be proved twice.

A build that goes on has proved most files before, byte for byte, with the same programs. What was found faultless is
kept in the cache by its digest: each file's harmlessness, and the annotation, which hangs on texts and data but on no
page of prose. That the two roads meet is proved in every build, and so is everything by `edition verify` and `check`.
"""

from __future__ import annotations

import json
from pathlib import Path

from edition.citation.record import record_problems
from edition.citation.redirects import redirect_problems
from edition.citation.releases import release_problems
from edition.folders import digest_of, files_below
from edition.problems import EditionError
from edition.register.check import data_problems, prose_problems
from edition.register.entries import FOLDER as ENTRIES
from edition.register.works import NAME as BIBLIOGRAPHY
from edition.safety.check import refuse_unsafe
from edition.verify.apparatus import check_marks
from edition.verify.once import read_once
from edition.verify.text import PAGES, Edited, check_places, verify
from edition.witnesses import TEXTS, identifiers, load_all


class Proofs:
    """What earlier builds have found faultless, kept in a folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "faultless.json"
        known = json.loads(self.path.read_text("utf-8")) if self.path.is_file() else {}
        self.harmless: set[str] = set(known.get("harmless", ()))  #: digests of files, see `safety_problems`
        self.annotation: str = known.get("annotation", "")  #: digest of texts and data

    def save(self) -> None:
        """Keep it for the next build, in one step."""
        made = json.dumps({"harmless": sorted(self.harmless), "annotation": self.annotation}, indent=0)
        self.path.parent.mkdir(exist_ok=True)
        unfinished = self.path.with_suffix(".unfinished")
        unfinished.write_text(made, encoding="utf-8", newline="\n")
        unfinished.replace(self.path)


def prove_pages(root: Path, idents: list[str] | None = None, proofs: Proofs | None = None) -> list[Edited]:
    """Return the texts *idents* (all where none is named), read and verified; raises `EditionError` otherwise.

    Without *proofs* everything is proved anew.
    """
    refuse_unsafe(root, proofs.harmless if proofs else None)
    problems = list(check_places(root, identifiers(root))) if not idents else []
    found = []
    for source in load_all(root, idents):
        try:
            edited, faults = read_once(root, source.ident)
        except EditionError as error:
            problems += error.problems
            continue
        problems += [*faults, *verify(edited), *check_marks(edited), *record_problems(source)]
        found.append(edited)
    if not idents and not problems:
        digest = _annotation(root) if proofs else ""
        if not proofs or proofs.annotation != digest:
            problems += data_problems(root, found)
        problems += [*prose_problems(root), *release_problems(root, found)]
        problems += redirect_problems(root, identifiers(root))
        if proofs and not problems:
            proofs.annotation = digest
    if problems:
        raise EditionError(problems)
    return found


def _annotation(root: Path) -> str:
    """Return the digest of every file but pages of prose: texts, sources, works, and what annotates them."""
    data = (f"{PAGES.as_posix()}/", f"{ENTRIES.as_posix()}/")
    docs = [(path, f"docs/{name}") for path, name in files_below(root / "docs")]
    files = [(path, name) for path, name in docs if not name.endswith(".md") or name.startswith(data)]
    files += [(path, f"{TEXTS}/{name}") for path, name in files_below(root / TEXTS)]
    files += [(root / BIBLIOGRAPHY, BIBLIOGRAPHY)] if (root / BIBLIOGRAPHY).is_file() else []
    return digest_of(files)
