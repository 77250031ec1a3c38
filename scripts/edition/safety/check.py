"""Whether anything here is what a stranger's change may not bring; asked before anything else is read.

Sizes and names come first, then contents; where a size is wrong, no content is looked at. What is known of files that
have not changed since is kept for the time of a process.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from edition.hygiene import faults as character_faults
from edition.problems import EditionError, Problem
from edition.safety.data import bib_faults, entry_faults, toml_faults, tsv_faults
from edition.safety.files import File, committed_problems, files
from edition.safety.limits import LINE
from edition.safety.pages import page_faults
from edition.safety.words import mixed_words, word_faults

MOST_TOLD = 20  #: problems of one file
DATA = {".toml": toml_faults, ".bib": bib_faults, ".tsv": tsv_faults}

_looked: dict[tuple[str, int, int], tuple[Problem, ...]] = {}


def refuse_unsafe(root: Path, harmless: set[str] | None = None) -> None:
    """Raise `EditionError` with every problem of `safety_problems`, where there is one."""
    problems = safety_problems(root, harmless)
    if problems:
        raise EditionError(problems)


def safety_problems(root: Path, harmless: set[str] | None = None) -> list[Problem]:
    """Return a problem for everything below *root* that a change may not bring; raises nothing for bad content.

    *harmless* holds digests of files, each with its place and its text's witness, in which these programs have found
    nothing; they are not looked at again, and others are added.
    """
    found, problems = files(root)
    problems += committed_problems(root)
    if problems:
        return sorted(problems)
    witnesses: dict[str, frozenset[str]] = {}
    for file in found:
        key = (str(file.path), file.size, file.changed)
        if key not in _looked:
            digest = _digest(file, root) if harmless is not None else ""
            known = harmless is not None and digest in harmless
            _looked[key] = () if known else tuple(_some(_faults(file, root, witnesses)))
            if harmless is not None and not _looked[key]:
                harmless.add(digest)
        problems += _looked[key]
    return sorted(problems)


def _digest(file: File, root: Path) -> str:
    """Return the digest of what the verdict on *file* hangs on; that of a file which cannot be read is of its place."""
    found = hashlib.sha256(file.shown.encode("utf-8", "surrogateescape"))
    ident = _text_of(file)
    for path in (file.path, *([_witness_of(root, ident)] if ident else [])):
        with contextlib.suppress(OSError):
            found.update(b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def _some(problems: Iterator[Problem]) -> Iterator[Problem]:
    for count, problem in enumerate(problems):
        if count == MOST_TOLD:
            message = f"has more than {MOST_TOLD} faults of this kind"
            yield Problem(problem.path, 0, "unsafe", message, "mend those that are told first")
            return
        yield problem


def _faults(file: File, root: Path, witnesses: dict[str, frozenset[str]]) -> Iterator[Problem]:
    parts = file.shown.split("/")
    if file.path.suffix in (".py", ".json") or (parts[0] == "sources" and parts[-1] == "witness.txt"):
        return  # code is read by people; records are held by hashes; a witness is evidence,
        # and `edition.clean` says which characters it drops
    try:
        data = file.path.read_bytes()
        text = data.decode("utf-8")
    except OSError as error:
        yield Problem(file.shown, 0, "file", f"cannot be read: {error.strerror}", "restore the file")
        return
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Problem(file.shown, line, "file", "is not UTF-8", "save the file as UTF-8")
        return
    ident = _text_of(file)
    known = _known(root, ident, witnesses) if ident else frozenset[str]()
    told = False
    if not text.isascii():
        for problem in [*character_faults(text, file.shown), *_odd_words(text, file, known)]:
            told = True
            yield problem
    elif any(sign in text for sign in _CONTROLS):
        yield from character_faults(text, file.shown)
    for number, row in enumerate(text.split("\n"), start=1):
        if len(row) > LINE:
            message = f"the line has {len(row):,} characters, more than {LINE:,}"
            yield Problem(file.shown, number, "unsafe", message, "write a sentence a line")
            told = True
    if not told:
        yield from _by_kind(text, file)


_CONTROLS = "".join(chr(number) for number in [*range(9), *range(11, 32), 127])


def _text_of(file: File) -> str:
    """Return the id of the text that *file* is of, empty where it is of none."""
    parts = file.shown.split("/")
    if parts[:2] == ["docs", "texts"] and len(parts) > 3:
        return parts[2]
    return parts[1] if parts[0] == "sources" and len(parts) > 2 else ""


def _witness_of(root: Path, ident: str) -> Path:
    return root / "sources" / ident / "witness.txt"


def _known(root: Path, ident: str, witnesses: dict[str, frozenset[str]]) -> frozenset[str]:
    if ident not in witnesses:
        path = _witness_of(root, ident)
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        witnesses[ident] = mixed_words(text)
    return witnesses[ident]


def _odd_words(text: str, file: File, known: frozenset[str]) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.isascii():
            for message, remedy in word_faults(line, known):
                yield Problem(file.shown, number, "unsafe", message, remedy)


def _by_kind(text: str, file: File) -> Iterator[Problem]:
    if file.shown.startswith("docs/register/entries/"):
        faults = list(entry_faults(text, file.shown))
        yield from faults or page_faults(text, file.shown)
    elif file.path.suffix == ".md":
        yield from page_faults(text, file.shown) if file.shown.partition("/")[0] != "sources" else ()
    elif file.path.suffix in DATA:
        yield from DATA[file.path.suffix](text, file.shown)
