"""Taking a file in as a new witness: the folder appears whole, by one rename, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase

from edition.convert.intake.source_toml import line_count, written
from edition.convert.intake.trial import Tried, try_plans
from edition.hygiene import refused
from edition.problems import EditionError, Problem
from edition.witnesses import TEXTS

IDENT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_IDENT = 48
STEPS_WANTED = {
    "break-at-separators": "a step that makes U+2028, form feeds and lone CR line ends (licence: space)",
    "raised calls": "raised figures (¹) as calls in mark-calls (licence: call)",
    "join-hyphenated": "a step that joins a word hyphenated at a line end (licence: drop, each hyphen listed)",
    "unwrap (Korean, no sign)": "a decision for each line end: nothing in the file says where a word goes on",
}


def take_in(root: Path, ident: str, file: Path) -> list[str]:
    """Take in *file* as the witness of a new text *ident* below *root*; return the lines to print.

    Raises `EditionError`, having written nothing, where *ident* or *file* will not do.
    """
    _check_ident(root, ident)
    data = _read(file)
    text = _decode(data, file)
    siglum = _siglum(root, ident)
    with tempfile.TemporaryDirectory(prefix=f"new-{ident}-", dir=_workshop(root)) as aside:
        folder = Path(aside) / TEXTS / ident
        folder.mkdir(parents=True)
        (folder / "witness.txt").write_bytes(data)
        tried = try_plans(Path(aside), ident, text, lambda plan: written(plan, ident, siglum, data, file.name))
        try:
            folder.rename(root / TEXTS / ident)
        except OSError as error:
            raise (_taken(root, ident) or _unwritable(ident, error)) from error
    return list(_report(tried, ident, data))


def _refusal(shown: str, message: str, remedy: str, line: int = 0) -> EditionError:
    return EditionError(Problem(shown, line, "usage", message, remedy))


def _taken(root: Path, ident: str) -> EditionError | None:
    if not (root / TEXTS / ident).exists():
        return None
    return _refusal(f"{TEXTS}/{ident}", "is there already; a witness is never replaced", "choose another id")


def _unwritable(ident: str, error: OSError | None = None) -> EditionError:
    why = f": {error.strerror or error}" if error else ""
    return _refusal(f"{TEXTS}/{ident}", f"cannot be written{why}", f"make {TEXTS}/ writable, then repeat")


def _check_ident(root: Path, ident: str) -> None:
    """Raise `EditionError` where no text *ident* can be made below *root*."""
    if not IDENT.fullmatch(ident) or len(ident) > LONGEST_IDENT:
        message = f"{ident!r} is no id: lower-case Latin letters, digits and hyphens, a letter first"
        raise _refusal("edition new", message, "choose one like lee-lessons")
    if not (root / TEXTS).is_dir():
        raise _refusal(TEXTS, "is not a folder", "restore it with git checkout")
    if taken := _taken(root, ident):
        raise taken
    if not os.access(root / TEXTS, os.W_OK):
        raise _unwritable(ident)


def _read(file: Path) -> bytes:
    """Return the bytes of *file*; raises `EditionError` where it is no file that can be read, or holds nothing."""
    shown = file.as_posix()
    if not file.exists():
        raise _refusal(shown, "is not there", "name the file that holds the text")
    if not file.is_file():
        raise _refusal(shown, "is a folder" if file.is_dir() else "is no ordinary file", "name one text file")
    try:
        data = file.read_bytes()
    except OSError as error:
        raise _refusal(shown, f"cannot be read: {error.strerror}", "make it readable") from error
    if not data:
        raise _refusal(shown, "is empty", "name the file that holds the text")
    return data


def _decode(data: bytes, file: Path) -> str:
    """Return *data* as text; raises `EditionError` where it is not UTF-8 or shows nothing."""
    shown = file.as_posix()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        message = f"is not UTF-8: byte {data[error.start]:02X} at offset {error.start}"
        remedy = f"convert a copy, and keep the original: iconv -f {_encoding(data)} -t UTF-8 {file.name} > utf-8.txt"
        raise _refusal(shown, message, remedy, data.count(b"\n", 0, error.start) + 1) from error
    if all(character.isspace() or refused(character) for character in set(text)):
        raise _refusal(shown, "holds only white space", "name the file that holds the text")
    return text


def _encoding(data: bytes) -> str:
    """Return the likeliest name of an encoding that is not UTF-8, for the remedy only."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2000].count(0) * 4 > len(data[:2000]):
        return "UTF-16"
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return "WINDOWS-1252"
    return "CP949" if sum("가" <= c <= "힣" for c in text) * 20 > len(text) else "WINDOWS-1252"


def _workshop(root: Path) -> Path:
    """Return a folder on the same file system where a text may be made, unseen by every other command."""
    folder = root / ".cache"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise _refusal(".cache", f"cannot be made: {error.strerror}", "make the edition's folder writable") from error
    return folder


def _siglum(root: Path, ident: str) -> str:
    """Return a capital letter that no text has yet, from *ident* where one is left."""
    taken: set[str] = set()
    for path in (root / TEXTS).glob("*/source.toml"):
        found = re.search(r'^siglum = "([^"]*)"', path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        taken.add(found[1] if found else "")
    letters = [letter.upper() for letter in ident if letter.isalpha()]
    doubled = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    free: str = next(siglum for siglum in [*letters, *ascii_uppercase, *doubled] if siglum not in taken)
    return free


def _report(tried: Tried, ident: str, data: bytes) -> Iterator[str]:
    """Yield what was written, what was recognized, and what a person must decide."""
    plan, base, folder = tried.plan, tried.base, f"{TEXTS}/{ident}"
    size = f"{len(data):,} bytes, {len(plan.text):,} characters, {line_count(plan.text):,} lines"
    yield f"{folder}/witness.txt: {size}"
    yield f"  SHA-256 {hashlib.sha256(data).hexdigest()}"
    made = f"{len(base.body)} blocks and {len(base.notes)} of notes"
    yield f"{folder}/source.toml: a proposal; it loads and cleans to {made}"
    yield f"looks like: {plan.look}"
    yield from (f"  {_shown(entry['lines'])}: {entry['shows']}" for entry in plan.evidence)
    yield "recognized:"
    yield from (f"  {words}" for words in plan.said)
    for what, why in tried.given_up:
        yield f"given up: {what}, for a plan with it does not hold: {why}"
    yield "needs a decision:"
    yield "  where it comes from and whose it is: provenance and rights in source.toml; not public until recorded"
    yield from (f"  {_shown(entry['lines'])}: {entry['question']}" for entry in plan.questions)
    yield from (f"  no step for this yet: {STEPS_WANTED[step]}" for step in sorted(plan.missing))
    yield f"next: edition clean {ident} --explain"
    yield f"      edition convert {ident}"


def _shown(lines: list[int]) -> str:
    words = ", ".join(map(str, lines[:8])) + (f" … ({len(lines)} lines)" if len(lines) > 8 else "")
    return f"line{'s' if len(lines) > 1 else ''} {words}"
