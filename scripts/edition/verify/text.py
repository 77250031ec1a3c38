"""Verifying a text: all its pages against its base text, and the counts that say how close they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edition.blocks import Block, calls
from edition.clean.run import BaseText, clean
from edition.hygiene import read_page as read_file
from edition.marks import GAP, Mark
from edition.problems import Problem, relative
from edition.verify.compare import Place, compare
from edition.verify.ledger import NAME, ledger_problems, numbered, read_ledger
from edition.verify.pages import Page, Read, read_page
from edition.witnesses import Source

PAGES = Path("docs") / "texts"


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
    pages, written, problems = {}, {}, []
    folder = root / PAGES / source.ident
    for index, entry in enumerate(source.page):
        path = folder / f"{entry.name}.md"
        shown = relative(path, root)
        if not path.is_file():
            remedy = f"restore it with git, or draft it: edition convert {source.ident}"
            problems.append(Problem(shown, 0, "page", f"is missing ({source.path} names it)", remedy))
            continue
        text, faults = read_file(path, shown)
        problems += faults
        if not faults:
            version = [item.language for item in source.version if item.line <= source.page[index].line][-1]
            pages[entry.name], written[entry.name] = read_page(text, shown, version), text
            problems += pages[entry.name].problems
            problems += _front_problems(pages[entry.name], source, version)
    known = {entry.name for entry in source.page} | {"index"}
    for path in sorted(folder.glob("*.md")):
        if path.stem not in known:
            shown = relative(path, root)
            problems.append(
                Problem(shown, 0, "page", f"is not a page of {source.path}", "add a page entry, or move it")
            )
    return Edited(source, base, pages, written), problems


def _front_problems(page: Page, source: Source, version: str) -> Iterator[Problem]:
    if page.front.get("text") != source.ident or page.front.get("lang") != version:
        yield Problem(page.path, 1, "page", "does not say whose page it is and in which language",
                      f"begin it with ---, text: {source.ident}, lang: {version}, ---")  # fmt: skip


def verify(edited: Edited) -> list[Problem]:
    """Compare the pages of a text with its base text; every difference is a problem, sorted by place."""
    problems: list[Problem] = []
    for name, page in edited.pages.items():
        elsewhere = {
            read.block.matter: f"{read.path}:{read.line}"
            for other, read_page_ in edited.pages.items()
            for read in read_page_.body
            if other != name and read.block.text
        }
        place = Place(page.path, edited.written[name], elsewhere)
        problems += compare(edited.base.page(name), page.body, place)
        problems += compare(_notes_of(edited, page), page.notes, place)
    return sorted(problems)


def _notes_of(edited: Edited, page: Page) -> list[Block]:
    """Return the base text's notes that are called on *page* (as the witness calls them) or defined there."""
    version = str(page.front.get("lang", edited.source.version[0].language))
    called = {number for block in edited.base.page(Path(page.path).stem) for number in calls(block.text)}
    return [note for note in edited.base.notes if note.version == version and note.number in called]


def check_notes(edited: Edited) -> Iterator[Problem]:
    """Yield a problem for each note or call that is missing, doubled, out of order, or lacks what it must have."""
    for name, page in edited.pages.items():
        version = str(page.front.get("lang", ""))
        lines = edited.written[name].split("\n")
        defined = {
            line[3 : line.index("]:")]: index
            for index, line in enumerate(lines, start=1)
            if line.startswith("[^n") and "]:" in line
        }
        read_calls = [(number, read.line_of(0)) for read in [*page.body, *page.notes] for number in calls(read.reading)]
        times = Counter(number for number, _ in read_calls)
        for number, line in read_calls:
            if times[number] > 1:
                yield Problem(
                    page.path, line, "note", f"note {number} is called {times[number]} times", "keep one call"
                )
            if number not in defined:
                yield Problem(page.path, line, "note", f"note {number} is called but has no text",
                              f"add at the end of the page: [^n{number}]: …")  # fmt: skip
        order = [int(number) for number, _ in read_calls if number.isdigit()]
        for (number, line), previous in zip(read_calls[1:], order, strict=False):
            if int(number) <= previous:
                yield Problem(
                    page.path, line, "note", f"note {number} is called after note {previous}", "order the calls"
                )
        for number, line in defined.items():
            if number not in times:
                yield Problem(
                    page.path, line, "note", f"note {number} is never called", f"put [^n{number}] at its place"
                )
        absent = set(map(str, edited.source.notes.absent.get(version, [])))
        for number, line in defined.items():
            lacks = lines[line - 1].partition("]:")[2].strip().startswith("{gap}")
            if lacks and number not in absent:
                yield Problem(page.path, line, "note", f"note {number} is shown as missing, but the witness has it",
                              f"restore its text; edition verify {edited.source.ident} prints it")  # fmt: skip


def check_idents(root: Path, edited: Edited) -> Iterator[Problem]:
    """Yield a problem for each heading or caption whose explicit id is not on its page, and for the id ledger."""
    source = edited.source
    given = {read.block.ident for read in edited.body}
    for block in edited.base.body:
        if block.ident and block.ident not in given:
            page = next((item.page for item in edited.base.placed if item.block is block), "index")
            how = f"({block.ident})=" if block.kind == "heading" else f'{{.{block.kind} id="{block.ident}"}}'
            shown = relative(root / PAGES / source.ident / f"{page}.md", root)
            yield Problem(shown, 0, "id", f"the {block.kind} “{block.printed[:20]}” has lost its id {block.ident}",
                          f"write on the line before it: {how}")  # fmt: skip
    path = root / PAGES / source.ident / NAME
    shown = relative(path, root)
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
