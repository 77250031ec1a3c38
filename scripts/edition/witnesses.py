"""Witnesses: taking a text as received, pinned by its hash, together with what ``source.toml`` says of it.

Nothing here changes a witness. What ``source.toml`` may contain is declared in `edition.records`; how a file is held
against that, in `edition.schema`.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

from edition.problems import EditionError, Problem, relative
from edition.records import Received, Source
from edition.rights import rights_problems
from edition.schema import build, entry_lines, error_line, line_of, unknown

TEXTS = "sources"  #: where witnesses live, below the root


def identifiers(root: Path) -> list[str]:
    """Return the ids of all texts taken in, sorted."""
    return sorted(path.parent.name for path in (root / TEXTS).glob("*/source.toml"))


def load(root: Path, ident: str) -> Source:
    """Read ``sources/<ident>``.

    Raises `EditionError` where the witness's bytes have changed, where a file is missing or unreadable, or where
    ``source.toml`` holds something unknown or lacks something needed; all such problems at once.
    """
    folder = root / TEXTS / ident
    path = folder / "source.toml"
    shown = relative(path, root)
    if not path.is_file():
        known = ", ".join(identifiers(root)) or "none yet"
        raise EditionError(Problem(shown, 0, "source", f"there is no text {ident!r}", f"use one of: {known}"))
    try:
        raw = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes().count(b"\n", 0, error.start) + 1
        raise EditionError(Problem(shown, line, "source", "is not UTF-8", "save it as UTF-8")) from error
    try:
        data = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        raise EditionError(Problem(shown, error_line(error), "source", str(error), "mend the TOML")) from error
    lines = entry_lines(raw)
    problems = list(unknown(data, Source, shown, raw))
    data["ident"] = data.pop("id", ident)
    if data["ident"] != ident:
        problems.append(
            Problem(shown, line_of(raw, "id"), "source", f"id is {data['ident']!r}", f"write id = {ident!r}")
        )
    if type(data.get("languages")) is list and not data["languages"]:
        problems.append(Problem(shown, line_of(raw, "languages"), "source", "languages is empty", "name one"))
    problems += rights_problems(data.get("rights"), shown, raw)
    values = build(data, shown, lines, problems)
    text = _witness(root, folder / "witness.txt", values["sha256"], shown)
    if values["received"]:
        _received(root, folder, values["received"], shown)
    return Source(**values, path=shown, text=text, lines=lines)


def load_all(root: Path, idents: list[str] | None = None) -> list[Source]:
    """Load the texts *idents* (all where none is named), reporting the problems of all of them at once."""
    problems: list[Problem] = []
    sources = []
    for ident in idents or identifiers(root):
        try:
            sources.append(load(root, ident))
        except EditionError as error:
            problems += error.problems
    first: dict[str, str] = {}
    for source in sources:
        if first.setdefault(source.siglum, source.ident) != source.ident:
            message = f"siglum {source.siglum} is {first[source.siglum]}’s already"
            problems.append(Problem(source.path, 1, "source", message, "choose another letter"))
    if problems:
        raise EditionError(problems)
    return sources


def _received(root: Path, folder: Path, received: Received, source: str) -> None:
    """Raise `EditionError` where the file as received is not there, or not as pinned."""
    path = folder / received.file
    if path.parent != folder or not received.file.startswith("received."):
        message = f"{received.file!r} is no name for the file as received"
        raise EditionError(Problem(source, 1, "source", message, f"name it received.{received.kind}"))
    _pinned(relative(path, root), path, received.sha256, source)


def _pinned(shown: str, path: Path, pinned: str, source: str) -> bytes:
    if not path.is_file():
        raise EditionError(Problem(shown, 0, "witness", "is missing", "restore it with git checkout"))
    data = path.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != pinned:
        raise EditionError(
            Problem(shown, 0, "witness", f"has SHA-256 {found[:12]}…, not {pinned[:12]}… as {source} pins it",
                    f"a witness is never edited: restore it with git checkout -- {shown}")
        )  # fmt: skip
    return data


def _witness(root: Path, path: Path, pinned: str, source: str) -> str:
    shown = relative(path, root)
    data = _pinned(shown, path, pinned, source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise EditionError(
            Problem(shown, line, "witness", "is not UTF-8", "take it in again, converted, with edition new")
        ) from error
