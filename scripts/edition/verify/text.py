"""Verifying a text: all its pages against its base text, and the counts that say how close they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition.blocks import CALL, Block, calls, digits
from edition.clean.run import BaseText, clean
from edition.hygiene import read_page as read_file
from edition.marks import GAP, Mark
from edition.problems import Problem, relative
from edition.records import Page as PageEntry
from edition.records import Source
from edition.verify.broken import with_remedies
from edition.verify.compare import align, differences
from edition.verify.ledger import NAME, ledger_problems, numbered, read_ledger
from edition.verify.pages import Page, Read, read_page

PAGES = Path("docs") / "texts"
APPARATUS = Path("docs") / "apparatus"
DEFINITION = re.compile(r"\[\^n(\d+)\]:")
TOCTREE = re.compile(r"```\{toctree\}\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Edited:
    """A text as edited: its base text, and its pages as read."""

    source: Source
    base: BaseText
    pages: dict[str, Page]  #: by name, in the order of ``source.toml``; pages that are missing are left out
    written: dict[str, str]  #: the same pages as written

    @property
    def body(self) -> list[Read]:
        """The body's blocks, in order."""
        return [read for page in self.pages.values() for read in page.body]

    @property
    def notes(self) -> list[Read]:
        """The paragraphs of the author's notes, in order."""
        return [read for page in self.pages.values() for read in page.notes]

    @property
    def marks(self) -> list[Mark]:
        """Every mark, in order; notes that the witness lacks are no marks."""
        return [mark for read in [*self.body, *self.notes] for mark in read.marks]


def read_text(root: Path, source: Source) -> tuple[Edited, list[Problem]]:
    """Clean the witness of *source* and read its pages.

    Returns them with every problem of the files themselves; raises `EditionError` where cleaning fails.
    """
    base = clean(source)
    pages: dict[str, Page] = {}
    written: dict[str, str] = {}
    problems: list[Problem] = []
    folder = root / PAGES / source.ident
    for entry in source.page:
        path = folder / f"{entry.name}.md"
        shown = relative(path, root)
        if not path.is_file():
            remedy = f"restore it: git checkout -- {shown}"
            if not pages:
                remedy += f", or draft the text's pages: edition convert {source.ident}"
            problems.append(Problem(shown, 0, "page", f"is missing ({source.path} names it)", remedy))
            continue
        text, faults = read_file(path, shown)
        problems += faults
        if not faults:
            version = next((block.version for block in base.page(entry.name)), "")
            page = pages[entry.name] = read_page(text, shown, version)
            written[entry.name] = text
            if any(problem.code == "mark" for problem in page.problems):
                page.problems = with_remedies(page, text, base.page(entry.name))
            problems += [*page.problems, *_front_problems(page, source, entry, version)]
            if entry.name == "index":
                problems += _order_problems(text, source, shown)
    known = {entry.name for entry in source.page} | {"index"}
    for path in sorted(folder.glob("*.md")):
        if path.stem not in known:
            shown = relative(path, root)
            problems.append(
                Problem(shown, 0, "page", f"is not a page of {source.path}", "add a page entry, or move it")
            )
    return Edited(source, base, pages, written), problems


def _front_problems(page: Page, source: Source, entry: PageEntry, version: str) -> Iterator[Problem]:
    """Yield a problem where a page's front matter is not what ``source.toml`` says."""
    wanted = {"text": source.ident, "lang": version, "title": entry.title}
    wrong = [key for key, value in wanted.items() if page.front.get(key, "") != value]
    if wrong:
        lines = [f'{key}: "{value}"' if key == "title" else f"{key}: {value}" for key, value in wanted.items() if value]
        message = f"front matter differs from {source.path} in {', '.join(wrong)}"
        yield Problem(page.path, 1, "page", message, "begin it with:\n" + "\n".join(["---", *lines, "---"]))


def _order_problems(text: str, source: Source, shown: str) -> Iterator[Problem]:
    """Yield a problem where the front page's toctree does not name the pages in the order of the text."""
    names = [entry.name for entry in source.page if entry.name != "index"]
    trees = list(TOCTREE.finditer(text))
    listed = [line.strip() for tree in trees for line in tree[1].split("\n") if line.strip() and line[0] != ":"]
    if listed != names:
        line = text.count("\n", 0, trees[0].start()) + 1 if trees else 1
        remedy = "let it name, in this order: " + ", ".join(names)
        yield Problem(shown, line, "page", "the toctree is not the order of the text", remedy)


def check_places(root: Path, idents: list[str]) -> Iterator[Problem]:
    """Yield a problem for pages that belong to no text, and for texts that the edition's contents do not name."""
    contents = root / "docs" / "index.md"
    listed = contents.read_text(encoding="utf-8") if contents.is_file() else ""
    for folder in sorted((root / PAGES).glob("*/")):
        if folder.name not in idents:
            shown = relative(folder, root)
            message = f"holds pages of no text: there is no sources/{folder.name}/source.toml"
            yield Problem(shown, 0, "page", message, "restore the text's source, or take the folder away")
            continue
        if f"texts/{folder.name}/index" not in listed:
            message = f"does not name the text {folder.name}"
            yield Problem("docs/index.md", 0, "page", message, f"add to its toctree: texts/{folder.name}/index")
        yield from _apparatus_problems(root, folder.name)


def _apparatus_problems(root: Path, ident: str) -> Iterator[Problem]:
    """Yield a problem where the text *ident* has no apparatus page, or the contents of these pages do not name it."""
    page, contents = root / APPARATUS / f"{ident}.md", root / APPARATUS / "index.md"
    if not page.is_file() or f"```{{apparatus}} {ident}\n" not in page.read_text(encoding="utf-8"):
        remedy = f"let it hold a title and, below it:\n```{{apparatus}} {ident}\n```"
        yield Problem(relative(page, root), 0, "page", f"is not the apparatus of {ident}", remedy)
    elif not contents.is_file() or f"\n{ident}\n" not in contents.read_text(encoding="utf-8"):
        yield Problem(relative(contents, root), 0, "page", f"does not name {ident}", f"add to its toctree: {ident}")


def verify(edited: Edited) -> list[Problem]:
    """Compare the pages of a text with its base text; every difference is a problem, sorted by place."""
    bodies, notes = [], []
    for name, page in edited.pages.items():
        if page.problems:  # what a mark or markup spoils would be told twice
            continue
        lines = edited.written[name].split("\n")
        bodies.append(align(edited.base.page(name), page.body, page.path, lines))
        known = sorted(page.notes, key=lambda read: int(read.block.number) if read.block.number.isdigit() else 0)
        notes.append(align(notes_of(edited, name), known, page.path, lines))
    return sorted({*differences(bodies), *differences(notes)})


def notes_of(edited: Edited, name: str) -> list[Block]:
    """Return the base text's notes that the witness calls on page *name*."""
    blocks = edited.base.page(name)
    called = {(block.version, number) for block in blocks for number in calls(block.text)}
    return [note for note in edited.base.notes if (note.version, note.number) in called]


def check_notes(edited: Edited) -> Iterator[Problem]:
    """Yield a problem for each note or call that is missing, doubled, out of order, or lacks what it must have."""
    for name, page in edited.pages.items():
        lines = edited.written[name].split("\n")
        defined = {found[1]: index for index, line in enumerate(lines, 1) if (found := DEFINITION.match(line))}
        placed = [
            (number, call_line(read, number)) for read in [*page.body, *page.notes] for number in calls(read.reading)
        ]
        called = dict(placed)
        seen: set[str] = set()
        last = 0
        for number, line in placed:
            if number in seen:
                message = (
                    f"note {number} is called twice (first on line {placed[[n for n, _ in placed].index(number)][1]})"
                )
                yield Problem(page.path, line, "note", message, "keep one call")
            elif int(number or 0) <= last:
                message = f"note {number} is called after note {last}"
                yield Problem(page.path, line, "note", message, "set the calls in the order of the witness")
            if number not in defined:
                message = f"note {number} is called but has no text"
                yield Problem(page.path, line, "note", message, f"add at the end of the page: [^n{number}]: …")
            seen.add(number)
            last = max(last, int(number or 0))
        absent = {str(number) for numbers in edited.source.notes.absent.values() for number in numbers}
        for number, line in defined.items():
            if number not in called:
                message = f"note {number} is never called"
                yield Problem(page.path, line, "note", message, f"put [^n{number}] where the witness has it")
            if "]: {gap}" in lines[line - 1] and number not in absent:
                message = f"note {number} is shown as missing, but the witness has it"
                yield Problem(page.path, line, "note", message, "restore its text from the base text: edition clean")


def call_line(read: Read, number: str) -> int:
    """Return the page line on which *read* calls note *number*; its first line where only a mark does."""
    found = next((call for call in CALL.finditer(read.block.text) if digits(call[1]) == number), None)
    return read.line_of(found.start()) if found else read.line


def check_idents(root: Path, edited: Edited) -> Iterator[Problem]:
    """Yield a problem for each heading or caption whose explicit id is not on its page, and for the id ledger."""
    source = edited.source
    idents = [block.ident for block in edited.base.body if block.ident]
    for ident in sorted({ident for ident in idents if idents.count(ident) > 1}):
        yield Problem(source.path, 1, "id", f"two blocks have the id {ident}", "give each its own")
    for name, page in edited.pages.items():
        wanted: dict[tuple[str, str, str], list[Block]] = {}  # of two blocks alike, the first on the page comes first
        for block in edited.base.page(name):
            wanted.setdefault(block.matter, []).extend([block] if block.ident else [])
        found = {read.block.matter for read in page.body}
        changed = {block.ident for matter, blocks in wanted.items() for block in blocks if matter not in found}
        for read in page.body:
            alike = wanted.get(read.block.matter, [])
            expected = alike.pop(0) if alike else None
            if read.block.ident == (expected.ident if expected else "") or (
                expected is None and read.block.ident in changed
            ):
                continue
            if expected is None:
                message = f"{read.block.ident} is no id of this {read.block.kind} in {source.path}"
                yield Problem(page.path, read.line, "id", message, "take it away")
                continue
            how = f"({expected.ident})=" if read.block.kind == "heading" else f'{{.{block.kind} id="{expected.ident}"}}'
            message = f"the {block.kind} “{expected.printed[:20]}” has lost its id {expected.ident}"
            yield Problem(page.path, read.line, "id", message, f"write on the line before it: {how}")
    path = root / PAGES / source.ident / NAME
    shown = relative(path, root)
    prefixes = {id_prefix(source, version.language) for version in source.version}
    for entry in read_ledger(path, shown):
        if entry.ident.rpartition(".")[0] not in prefixes:
            yield Problem(shown, entry.line, "id", f"{entry.ident} is no id of this text", "take the line away")
    for version in source.version:
        blocks = numbered([block for block in edited.base.body if block.version == version.language])
        yield from ledger_problems(blocks, read_ledger(path, shown), shown, id_prefix(source, version.language))


def id_prefix(source: Source, language: str) -> str:
    """Return what stands before a paragraph's number: the text's id, with the language where it has versions."""
    return f"{source.ident}.{language}" if len(source.version) > 1 else source.ident


def totals(edited: Edited) -> dict[str, int]:
    """Return the counts that a text's verification prints."""
    source, base = edited.source, edited.base
    return {
        "characters of the witness": len(source.text),
        "characters dropped as furniture": base.dropped,
        "edits": sum(len(record.edits) for record in base.records),
        "emendations": sum(mark.sign != "sic" and mark.reading != GAP for mark in edited.marks),
        "gaps": sum(mark.reading == GAP and mark.sign == "gap" for mark in edited.marks),
        "blocks": len(base.body),
        "notes": len({(note.version, note.number) for note in base.notes}),
    }
