"""One state of the edition as a report needs it: paragraphs by permanent id, marks, and what is written beside them.

Broken files are read as far as they go: what cannot be read is a problem of the state, and the rest stands. So nothing
here relies on checks having passed, and fields are kept as plain words.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from edition.blocks import Block, shown
from edition.marks import BREAK, Mark
from edition.markup import LOADER
from edition.problems import EditionError, Problem, relative
from edition.records import Source
from edition.register.chronology import PATH as CHRONOLOGY
from edition.register.entries import FOLDER, GLOSS
from edition.register.notes import NAME as NOTES
from edition.register.summaries import NAME as SUMMARIES
from edition.register.works import load_works
from edition.report.checks import check_beside, check_text
from edition.verify.alignment import alignment_problems
from edition.verify.apparatus import block_idents, block_place, settled
from edition.verify.compare import align
from edition.verify.fix import healed
from edition.verify.ledger import NAME as LEDGER
from edition.verify.ledger import read_ledger
from edition.verify.pages import Read
from edition.verify.text import PAGES, Edited, check_places, notes_of, read_text, verify
from edition.witnesses import identifiers, load

Fields = dict[str, str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as a page has it."""

    page: str  #: name of its page
    kind: str
    reading: str  #: as readers see it
    witness: str  #: its marks undone: as the page says the witness has it
    proved: bool  #: whether the witness has it so
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class TextState:
    """One text."""

    ident: str
    title: str = ""
    languages: list[str] = field(default_factory=list)
    sha256: str = ""  #: of the witness's bytes, as they are
    pinned: str = ""  #: of the witness's bytes, as ``source.toml`` says
    read: bool = False  #: whether its pages could be read against the witness
    passages: dict[str, Passage] = field(default_factory=dict)  #: by permanent id, or by page and line
    ledger: dict[str, str] = field(default_factory=dict)  #: id → the id in its place, or nothing
    notes: dict[str, Fields] = field(default_factory=dict)
    summaries: dict[str, Fields] = field(default_factory=dict)


@dataclass(slots=True)
class State:
    """The edition at one commit."""

    texts: dict[str, TextState] = field(default_factory=dict)
    entries: dict[str, Fields] = field(default_factory=dict)
    works: dict[str, Fields] = field(default_factory=dict)
    events: dict[str, Fields] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)  #: what the checks find, sorted by place
    beside_unchecked: bool = False  #: whether a text is too broken for a check of what refers to it


def read_state(root: Path, *, checked: bool) -> State:
    """Return the edition at *root*; raises nothing for what it holds. Only where *checked* are all checks run."""
    state, whole = State(), list[Edited]()
    for ident in identifiers(root):
        text = state.texts[ident] = TextState(ident)
        _witness(root, text)
        text.notes = _listed(root, PAGES / ident / NOTES, "note", ("id",), state.problems)
        summaries = _toml(root, PAGES / ident / SUMMARIES, state.problems).get("page", {})
        words = summaries.items() if isinstance(summaries, dict) else []
        text.summaries = {str(key): {"words": str(value)} for key, value in words}
        try:
            source = load(root, ident)
            edited, faults = read_text(root, source)
        except EditionError as error:
            state.problems += error.problems
            state.beside_unchecked = True
            continue
        text.read = True
        text.title, text.languages = _title(source), list(source.languages)
        if checked:
            sound, left = healed(edited)  # or every note in a changed paragraph would be told as one without a place
            whole.append(sound)
            state.beside_unchecked |= bool(left or faults)
        state.problems += [*faults, *(verify(edited))]
        try:
            _passages(root, edited, text)
            text.ledger = {item.ident: item.redirect for item in read_ledger(_beside(root, ident, LEDGER), ident)}
            state.problems += check_text(root, edited) if checked else []
            state.problems += alignment_problems(root, edited) if checked and not faults else []
        except EditionError as error:
            state.problems += error.problems
    state.events = _listed(root, CHRONOLOGY, "event", ("date", "en"), state.problems)
    state.entries = dict(_entries(root))
    try:
        state.works = {key: _work(work.entry) for key, work in load_works(root).items()}
        state.problems += check_places(root, identifiers(root)) if checked else []
        if checked and not state.beside_unchecked:
            state.problems += check_beside(root, whole, sound=not state.problems)
    except EditionError as error:
        state.problems += error.problems
    state.problems = sorted(set(state.problems))
    return state


def _beside(root: Path, ident: str, name: str) -> Path:
    return root / PAGES / ident / name


def _title(source: Source) -> str:
    title = source.identity.get("title", "")
    return str(next(iter(title.values()), "") if isinstance(title, dict) else title)


def _witness(root: Path, text: TextState) -> None:
    """Note the witness's hash as it is and as it is pinned, whatever the rest is like."""
    folder = root / "sources" / text.ident
    witness = folder / "witness.txt"
    text.sha256 = hashlib.sha256(witness.read_bytes()).hexdigest() if witness.is_file() else ""
    try:
        text.pinned = str(tomllib.loads((folder / "source.toml").read_text(encoding="utf-8")).get("sha256", ""))
    except (ValueError, OSError):
        text.pinned = ""


def _passages(root: Path, edited: Edited, text: TextState) -> None:
    """Fill in the passages of *text*: a block that differs from the witness is told under the id it nearly has."""
    idents = block_idents(root, edited)
    for name, page in edited.pages.items():
        lines = edited.written[name].split("\n")
        for blocks, reads in ((edited.base.page(name), page.body), (notes_of(edited, name), page.notes)):
            alignment = align(blocks, reads, page.path, lines)
            places = {right: blocks[left] for left, right in sorted(alignment.matched.items(), reverse=True)}
            for index, read in enumerate(alignment.found):
                block = places.get(index)
                place = block_place(edited, block, idents) if block else f"{edited.source.ident}/{name}:{read.line}"
                passage = _passage(edited, name, read, block)
                before = text.passages.get(place)
                text.passages[place] = _together(before, passage) if before else passage


def _passage(edited: Edited, page: str, read: Read, block: Block | None) -> Passage:
    marks = tuple(settled(mark, edited.source.mark) for mark in read.marks)
    proved = block is not None and block.matter == read.block.matter
    return Passage(page, read.block.kind, _plain(read.reading), _plain(read.block.text), proved, marks)


def _plain(text: str) -> str:
    return shown(text).replace(BREAK, " ¶ ")


def _together(first: Passage, second: Passage) -> Passage:
    """Return two paragraphs of one note, or two blocks without ids of one kind, as one passage."""
    reading, witness = f"{first.reading} ¶ {second.reading}", f"{first.witness} ¶ {second.witness}"
    proved = first.proved and second.proved
    return Passage(first.page, first.kind, reading, witness, proved, (*first.marks, *second.marks))


def _toml(root: Path, path: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        return tomllib.loads((root / path).read_text(encoding="utf-8")) if (root / path).is_file() else {}
    except (ValueError, RecursionError) as error:
        problems.append(Problem(relative(root / path, root), 0, "annotation", f"cannot be read: {error}", "mend it"))
        return {}


def _listed(root: Path, path: Path, name: str, keys: tuple[str, ...], problems: list[Problem]) -> dict[str, Fields]:
    """Return the tables *name* of the TOML file *path*, each under what its *keys* say."""
    found: dict[str, Fields] = {}
    tables = _toml(root, path, problems).get(name, [])
    for entry in tables if isinstance(tables, list) else []:
        if isinstance(entry, dict):
            ident = " ".join(str(entry.get(key, "")) for key in keys)
            while ident in found:
                ident += " (again)"
            found[ident] = {str(key): _words(value) for key, value in entry.items() if key not in keys}
    return found


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ("; " if any(isinstance(item, list) for item in value) else ", ").join(map(_words, value))
    return str(value)


def _entries(root: Path) -> Iterator[tuple[str, Fields]]:
    """Yield the register's entries by slug; the head of one that is no YAML is kept as it is written."""
    for path in sorted((root / FOLDER).glob("*.md")):
        text = path.read_bytes().decode("utf-8", "replace")
        head = text.split("\n---\n")[0].removeprefix("---\n")
        try:
            if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(head, LOADER)):
                raise yaml.YAMLError("an alias")  # one could make it grow without end
            data = yaml.load(head, LOADER)
        except (yaml.YAMLError, ValueError, RecursionError):
            data = None
        fields = {str(key): _words(value) for key, value in data.items()} if isinstance(data, dict) else {"head": head}
        yield path.stem, fields | {f"gloss ({found[1]})": found[2].strip() for found in GLOSS.finditer(text)}


def _work(entry: Any) -> Fields:
    people = {role: "; ".join(map(str, persons)) for role, persons in entry.persons.items()}
    return {"type": str(entry.type), **people} | {str(key).lower(): str(value) for key, value in entry.fields.items()}
