"""From cleaned lines to typed blocks: what each block is, whose it is, and on which page it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edition.blocks import Block, digits
from edition.clean.draft import Draft, Line
from edition.clean.forms import body_pattern
from edition.clean.located import find, fixed_kinds, line_with, version_starts
from edition.problems import EditionError, Problem
from edition.records import Source


@dataclass(frozen=True, slots=True)
class Placed:
    """A block and the page it stands on; a note's page is decided by its call."""

    block: Block
    page: str


def type_blocks(draft: Draft, source: Source) -> Iterator[Placed]:
    """Yield the blocks of a cleaned *draft*, one a line.

    Kinds come from decisions, from note and item markers, else ``paragraph``; a line in angle brackets that ends a
    quotation is its attribution. Raises `EditionError` where the page
    division breaks the rule that ``division`` names.
    """
    lines = draft.lines()
    kinds = fixed_kinds(source, draft, lines)
    idents = dict(_idents(source, draft, lines))
    pages = dict(_pages(source, draft, lines))
    note = body_pattern(source.notes.bodies) if source.notes.bodies else None
    starts = version_starts(source, draft, lines)
    page, number = next((item.name for item in source.page if item.line), ""), ""
    for line in lines:
        at = draft.line_at(line.start)
        page = pages.get(line.start, page)
        text, kind = line.text, kinds.get(line.start, "paragraph")
        versions = [item.language for item in source.version if item.line <= at]
        if not versions:
            raise EditionError(
                source.problem("version", 0, "source", f"line {at} stands before the first version", "correct its line")
            )
        passed = [item.language for item, start in zip(source.version, starts, strict=True) if start <= line.start]
        version = versions[-1] if number or not passed else passed[-1]
        ident, level = idents.get(line.start, ("", 0))
        item = next((mark for mark in source.markers if text.startswith(mark)), "")
        found = note.match(text) if note and at >= source.notes.line else None
        if found:
            number, version = digits(found["number"]), versions[-1]
            note_text = text[found.end() :].lstrip()
            yield Placed(
                Block("note", note_text, text[: len(text) - len(note_text)], number, version=version, line=at), page
            )
        elif number:
            yield Placed(Block("note", text, number=number, version=version, line=at), page)
        elif kind == "quotation" and text.startswith("<"):
            yield Placed(Block("attribution", text, version=version, line=at), page)
        elif item and line.start not in kinds:
            item_text = text[len(item) :].lstrip()
            yield Placed(Block("item", item_text, text[: len(text) - len(item_text)], version=version, line=at), page)
        else:
            yield Placed(Block(kind, text, level=level, version=version, line=at, ident=ident), page)


def _idents(source: Source, draft: Draft, lines: list[Line]) -> Iterator[tuple[int, tuple[str, int]]]:
    """Yield start of a draft line → (explicit id, heading level)."""
    for index, item in enumerate(source.decision):
        if item.ident:
            line = line_with(lines, find(source, draft, "decision", index, item.line, item.words))
            if line:
                yield line.start, (f"{source.ident}.{item.ident}", 0)
    for index, heading in enumerate(source.heading):
        line = line_with(lines, find(source, draft, "heading", index, heading.line, heading.words))
        if line:
            yield line.start, (f"{source.ident}.{heading.ident}", heading.level)


def _pages(source: Source, draft: Draft, lines: list[Line]) -> Iterator[tuple[int, str]]:
    """Yield start of a draft line → the page that begins there."""
    problems: list[Problem] = []
    for index, item in enumerate(source.page):
        if not item.line:
            continue
        line = line_with(lines, find(source, draft, "page", index, item.line, item.words))
        if line is None or draft.line_at(line.start) != item.line:
            message = f"page {item.name!r} begins inside a block"
            problems.append(source.problem("page", index, "decision", message, "name the line that starts a block"))
        else:
            yield line.start, item.name
    if source.division == "double blank lines":
        problems += _double_blank(source, draft, lines)
    if problems:
        raise EditionError(problems)


def _double_blank(source: Source, draft: Draft, lines: list[Line]) -> Iterator[Problem]:
    """Yield a problem where two blank lines start no page, or a page starts without them, inside the text."""
    kept = {draft.line_at(line.start) for line in lines}
    texts = draft.witness.split("\n")
    doubles = {
        index
        for index, text in enumerate(texts, start=1)
        if text.strip() and index > 2 and not texts[index - 2].strip() and not texts[index - 3].strip()
    }
    declared = {item.line: index for index, item in enumerate(source.page) if item.line}
    for line in sorted((doubles & kept) - declared.keys() - {source.notes.line}):
        yield Problem(source.path, 1, "decision", f"two blank lines before line {line} start no page", "add a [[page]]")
    for line, index in declared.items():
        if line not in doubles and index > 0:
            message = f"page {source.page[index].name!r} does not follow two blank lines"
            yield source.problem("page", index, "decision", message, "correct its line")
