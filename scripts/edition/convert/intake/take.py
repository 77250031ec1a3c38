"""Taking a file in as a new witness: the folder appears whole, by one rename, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from string import ascii_uppercase

from edition.clean.steps import STEPS
from edition.convert.intake.model import Entry, Proposal
from edition.convert.intake.source_toml import Record, line_count, written
from edition.convert.intake.trial import Tried, try_plans
from edition.convert.intake.versions import find_pairs
from edition.convert.intake.workshop import placing, workshop
from edition.convert.received import Extracted, extract
from edition.hygiene import refused
from edition.problems import EditionError, Problem
from edition.safety.limits import RECEIVED_BYTES
from edition.witnesses import TEXTS

IDENT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_IDENT = 48


def take_in(root: Path, ident: str, file: Path) -> list[str]:
    """Take in *file* as the witness of a new text *ident* below *root*; return the lines to print.

    Raises `EditionError`, having written nothing, where *ident* or *file* will not do.
    """
    _check_ident(root, ident)
    data = _read(file)
    if taken := _taken(root, ident, data):
        raise taken
    extracted = extract(data, file)
    _check_text(extracted, file)
    witness = data if extracted.same else extracted.text.encode()
    swept: list[str] = []
    with workshop(root, ident, swept) as aside:
        folder = aside / TEXTS / ident
        folder.mkdir(parents=True)
        (folder / "witness.txt").write_bytes(witness)
        if not extracted.same:
            (folder / f"received.{extracted.kind}").write_bytes(data)
        record = Record(ident, _siglum(root, ident), witness, file.name, data, extracted)
        tried = try_plans(aside, ident, extracted, lambda plan: written(plan, record))
        find_pairs(root, tried.plan, tried.base)
        with placing(root):
            record = replace(record, siglum=_siglum(root, ident))  # another text may have come meanwhile
            (folder / "source.toml").write_text(written(tried.plan, record), encoding="utf-8", newline="\n")
            try:
                folder.rename(root / TEXTS / ident)
            except OSError as error:
                raise (_taken(root, ident, data) or _unwritable(ident, error)) from error
    return [*swept, *_report(tried, record)]


def _refusal(shown: str, message: str, remedy: str, line: int = 0) -> EditionError:
    return EditionError(Problem(shown, line, "usage", message, remedy))


def _taken(root: Path, ident: str, data: bytes) -> EditionError | None:
    """Return what to say where a text *ident* is there: whether it is of the same file, and what to do."""
    folder = root / TEXTS / ident
    if not folder.exists():
        return None
    shown = f"{TEXTS}/{ident}"
    held = [path for path in (folder / "witness.txt", *folder.glob("received.*")) if path.is_file()]
    if any(path.stat().st_size == len(data) and path.read_bytes() == data for path in held):
        message = "is there already, whole, and of this very file; an earlier run, or another one meanwhile, took it in"
        return _refusal(shown, message, f"go on with it: edition clean {ident}; its questions are in source.toml")
    if not held:
        return _refusal(shown, "is there already, and holds no witness", "take the folder away, or choose another id")
    return _refusal(shown, "is there already, of another file; a witness is never replaced", "choose another id")


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
        size = file.stat().st_size
        data = file.read_bytes() if size <= RECEIVED_BYTES else b""
    except OSError as error:
        raise _refusal(shown, f"cannot be read: {error.strerror}", "make it readable") from error
    if size > RECEIVED_BYTES:
        message = f"has {size:,} bytes, more than {RECEIVED_BYTES:,}"
        raise _refusal(shown, message, "divide it, and take in each part")
    if not data:
        raise _refusal(shown, "is empty", "name the file that holds the text")
    return data


def _check_text(extracted: Extracted, file: Path) -> None:
    """Raise `EditionError` where the text taken out of *file* shows nothing."""
    if all(character.isspace() or refused(character) for character in set(extracted.text)):
        raise _refusal(file.as_posix(), "holds only white space", "name the file that holds the text")


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


def _report(tried: Tried, record: Record) -> Iterator[str]:
    """Yield what was written, what was recognized, what a person must decide, and the next command."""
    plan, base, folder, extracted = tried.plan, tried.base, f"{TEXTS}/{record.ident}", record.extracted
    if not extracted.same:
        yield f"{folder}/received.{extracted.kind}: {len(record.received):,} bytes, as received"
        yield f"  SHA-256 {hashlib.sha256(record.received).hexdigest()}"
        yield f"  taken out by {extracted.tool} {extracted.version}; no text, and left out: " + (
            ", ".join(extracted.left_out) or "nothing")  # fmt: skip
    size = f"{len(record.witness):,} bytes, {len(plan.text):,} characters, {line_count(plan.text):,} lines"
    yield f"{folder}/witness.txt: {size}"
    yield f"  SHA-256 {hashlib.sha256(record.witness).hexdigest()}"
    made = f"{len(base.body)} blocks and {len(base.notes)} of notes"
    yield f"{folder}/source.toml: a proposal; it loads and cleans to {made}"
    yield f"looks like: {plan.look}"
    yield from (f"  {_shown(entry['lines'])}: {entry['shows']}" for entry in plan.evidence)
    yield "recognized:"
    yield from (f"  {words}" for words in plan.said)
    yield "dropped as furniture, each with its line in source.toml:" if plan.furniture else "dropped: nothing"
    yield from (f"  {words}" for words in _dropped(plan))
    yield "the plan:"
    yield from (f"  {entry['step']}: {STEPS[entry['step']].summary}" for entry in plan.clean)
    for what, why in tried.given_up:
        yield f"given up: {what}, for a plan with it does not hold: {why}"
    yield "needs a decision:"
    yield "  where it comes from and whose it is: provenance and rights in source.toml; not public until recorded"
    yield from (f"  {_shown(entry['lines'])}: {entry['question']}" for entry in plan.questions)
    yield f"next: edition clean {record.ident}             shows the blocks; with --explain, how each was made"
    yield f"      edit {folder}/source.toml  where the plan is wrong, and clean again"
    yield f"      edition convert {record.ident}           writes the first draft of the pages"


def _dropped(plan: Proposal) -> Iterator[str]:
    """Yield how much is dropped of each kind, and where."""
    kinds: dict[str, list[Entry]] = {}
    for entry in plan.furniture:
        kinds.setdefault(entry["kind"], []).append(entry)
    for kind, entries in kinds.items():
        spans = [f"{e['line']}–{e['to']}" if "to" in e and not e.get("at") else str(e["line"])
                 for e in entries if "line" in e]  # fmt: skip
        times = sum(e.get("count", 0) for e in entries)
        where = f"line {', '.join(spans[:8])}{' …' * (len(spans) > 8)}" if spans else f"{times} times"
        yield f"{kind}: {len(entries)} entr{'ies' if len(entries) > 1 else 'y'}, {where}"


def _shown(lines: list[int]) -> str:
    words = ", ".join(map(str, lines[:8])) + (f" … ({len(lines)} lines)" if len(lines) > 8 else "")
    return f"line{'s' if len(lines) > 1 else ''} {words}"
