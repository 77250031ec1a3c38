"""The tree of a public edition: a copy of the edition's files in which surrogates stand in for withheld texts.

Everything of the public edition is built from this tree, which never holds the words of a withheld text: so no exporter
needs to know of it. Of our own files those that quote too much of such a text are shortened here, and told.
Files are written only where they change, so that Sphinx reads anew what is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from edition.citation.releases import FOLDER as RELEASES
from edition.export.colophon import colophon
from edition.export.matter import Annotation, load_annotation, load_matter
from edition.export.public.names import headwords, only_short_forms
from edition.export.public.outline import outline
from edition.export.public.surrogate import surrogate
from edition.export.public.toml import toml
from edition.problems import EditionError, Problem
from edition.register.entries import FOLDER as ENTRIES
from edition.register.occurrences import EXCEPTIONS, Exception_
from edition.register.works import NAME as BIBLIOGRAPHY
from edition.rights import level, publishable
from edition.verify.text import PAGES, Edited
from edition.withhold.allowed import forbidden
from edition.withhold.runs import Forbidden
from edition.withhold.shorten import shorten

LINKED = ("scripts", "tests", "LICENSES")  #: folders of ours that pages print parts of: they hold no text
COPIED = (BIBLIOGRAPHY, "CITATION.cff")  #: and every page in Markdown at the root
DROPPED = ("looked-at.tsv", "differences.tsv")  #: files beside a withheld text that make no sense without it
WRITTEN = frozenset({".md", ".toml", ".tsv", ".bib", ".cff"})  #: files that may quote a text


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of a public edition."""

    root: Path
    withheld: tuple[Edited, ...]
    forbidden: Forbidden
    cuts: dict[str, int]  #: path of a file of ours → how many quotations in it were shortened


def write_tree(root: Path, target: Path, texts: Sequence[Edited]) -> Tree:
    """Write the tree of the edition at *root*, whose *texts* have been proved, to *target*.

    Raises `EditionError` where a file of ours quotes too much of a withheld text and cannot be shortened.
    """
    withheld = tuple(edited for edited in texts if not publishable(edited.source.rights))
    beside = load_annotation(root, colophon(root))
    known = forbidden(withheld, beside.works.values(), beside.entries)
    files, problems, cuts = dict(_files(root, {edited.source.ident for edited in withheld})), list[Problem](), {}
    decided: list[dict[str, Any]] = []
    lists = [beside.entries]
    for edited in withheld:
        matter = load_matter(beside, edited)
        rights = edited.source.rights
        allowed = level(rights), int(rights.get("quote_words", 6))
        made = surrogate(root, matter, outline(matter.units, matter.notes, matter.occurrences, allowed, known))
        files |= {path: text.encode() for path, text in made.files.items()}
        decided += made.exceptions
        lists.append(matter.entries)
    files[EXCEPTIONS.as_posix()] = _exceptions(beside, withheld, decided).encode()
    surrogates = tuple(f"{PAGES.as_posix()}/{edited.source.ident}/" for edited in withheld)
    for path, data in files.items():
        made_here = path.startswith((*surrogates, "sources/")) and Path(path).suffix != ".toml"
        if Path(path).suffix in WRITTEN and not made_here:
            text = data.decode()
            head = text[: text.index("\n[identity]")] if path.startswith("sources/") and "\n[identity]" in text else ""
            short, faults = shorten(text[len(head) :], known, path)
            problems += faults
            if short.cuts:
                files[path], cuts[path] = (head + short.text).encode(), short.cuts
    for path, text in headwords(lists, files, known).items():
        files[path], cuts[path] = text.encode(), cuts.get(path, 0) + 1
    for path in cuts:
        if path.startswith(ENTRIES.as_posix()):
            files[path] = only_short_forms(files[path].decode()).encode()
    if problems:
        raise EditionError(problems)
    _synchronize(root, target, files)
    return Tree(target, withheld, known, cuts)


def _files(root: Path, withheld: set[str]) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of every file of the tree but for the surrogates'."""
    for path in sorted([*root.glob("*.md"), *(root / name for name in COPIED)]):
        if path.is_file():
            yield path.name, path.read_bytes()
    for folder in ("docs", "sources"):
        for path in sorted((root / folder).rglob("*")):
            parts = path.relative_to(root).parts
            if not path.is_file() or any(part.startswith((".", "_build")) or part == "__pycache__" for part in parts):
                continue
            text = parts[1] if folder == "sources" else parts[2] if parts[:2] == PAGES.parts and len(parts) > 3 else ""
            kept = path.suffix == ".toml" or path.name == "alignment.tsv"
            if text in withheld and (folder == "sources" or path.name in DROPPED or not kept):
                continue
            if path.relative_to(root).is_relative_to(RELEASES) and path.stem in withheld:
                continue
            yield path.relative_to(root).as_posix(), path.read_bytes()


def _exceptions(beside: Annotation, withheld: Sequence[Edited], decided: list[dict[str, Any]]) -> str:
    """Return the decisions about ambiguous forms: those of other texts, and for withheld ones what names mean there."""
    idents = tuple(f"{edited.source.ident}." for edited in withheld)
    kept = [_exception(item) for item in beside.exceptions if not item.at.startswith(idents)]
    return toml({"exception": [*kept, *decided]})


def _exception(item: Exception_) -> dict[str, Any]:
    told = {"at": item.at, "form": item.form, "entry": item.entry, "reason": "as in the text"}
    return told | ({"ordinal": item.ordinal} if item.ordinal else {})


def _synchronize(root: Path, target: Path, files: dict[str, bytes]) -> None:
    """Make *target* hold *files* and nothing else but its cache and links to folders of the edition."""
    target.mkdir(parents=True, exist_ok=True)
    for folder in ("docs", "sources"):
        for path in sorted((target / folder).rglob("*"), reverse=True):
            if path.is_file() and path.relative_to(target).as_posix() not in files:
                path.unlink()
            elif path.is_dir() and not any(path.iterdir()):
                path.rmdir()
    for name, data in files.items():
        path = target / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in LINKED:
        if (root / name).is_dir() and not (target / name).is_symlink():
            (target / name).symlink_to((root / name).resolve())
