"""Reading a page: from MyST tokens to blocks, each with its witness reading and its reading.

Tokens are read by whitelist: what is not known to keep every character is an error at its line, never skipped. The
parser is MyST's own, set up as Sphinx's is, so that both see the same page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block
from edition.marks import BREAK, SIGNS, Mark, parse_mark
from edition.markup import BULLETS, CLASSED, LOADER, MYST_EXTENSIONS, call_signs
from edition.problems import Problem

FRONT_MATTER = ("text", "lang", "title")  #: keys a text page's front matter may have
DIRECTIVES = ("{toctree}", "{text-front}", "{withheld}")  #: directives that put no words into the text
ESCAPE = "take it away; where the witness has the sign itself, write a backslash before it"
NOTE = re.compile(r"n\d+")  #: label of an author's note
MARKERS = {bullet: f"{marker} " for marker, bullet in BULLETS.items()}


@dataclass(frozen=True, slots=True)
class Read:
    """A block as a page gives it."""

    block: Block  #: with the witness reading of its text
    reading: str  #: its text as readers see it, calls and `BREAK` included
    path: str
    line: int  #: where its words begin, 1-based
    last: int = 0  #: its last line
    breaks: tuple[tuple[int, int], ...] = ()  #: (offset in the witness reading, page line) where each page line begins
    marks: tuple[Mark, ...] = ()
    offsets: tuple[int, ...] = ()  #: where in the witness reading each of the marks stands
    joined: bool = False  #: opens with a mark that makes a paragraph break the witness does not have

    def line_of(self, offset: int) -> int:
        """Return the page line on which *offset* of the witness reading stands."""
        return max((line for start, line in self.breaks if start <= offset), default=self.line)


def undone(reads: Sequence[Read]) -> list[Read]:
    """Return *reads* with the paragraph breaks that editors made taken back.

    A block that opens with ``{corr}`¶ <␣>``` goes on with the block before it in the witness.
    """
    joined: list[Read] = []
    for read in reads:
        if read.joined and joined and joined[-1].block.kind == read.block.kind:
            last = joined[-1]
            shift = len(last.block.text)
            block = last.block.with_text(last.block.text + read.block.text)
            breaks = (*last.breaks, *((start + shift, line) for start, line in read.breaks))
            joined[-1] = replace(
                last,
                block=block,
                reading=last.reading + read.reading,
                last=read.last,
                breaks=breaks,
                marks=(*last.marks, *read.marks),
                offsets=(*last.offsets, *(offset + shift for offset in read.offsets)),
            )
        else:
            joined.append(read)
    return joined


@dataclass(slots=True)
class Page:
    """A page as read: its blocks, notes and problems."""

    path: str
    front: dict[str, Any] = field(default_factory=dict)
    body: list[Read] = field(default_factory=list)
    notes: list[Read] = field(default_factory=list)
    lost: list[Read] = field(default_factory=list)  #: notes that the witness lacks, shown as gaps
    problems: list[Problem] = field(default_factory=list)


@cache
def parser() -> MarkdownIt:
    """Return MyST's parser, set up as ``docs/conf.py`` sets up Sphinx's."""
    return create_md_parser(MdParserConfig(enable_extensions=set(MYST_EXTENSIONS)), RendererHTML)


def read_page(text: str, path: str, version: str = "") -> Page:
    """Read the page *text*; *path* is how messages name it, *version* the language its blocks belong to.

    Returns what could be read and every problem found; raises nothing for bad content.
    """
    env: dict[str, Any] = {}
    tokens = parser().parse(text, env)
    page = Page(path)
    for label in env.get("references", {}):
        page.problems.append(
            Problem(path, _line_holding(text, f"[{label}]"), "markup", f"[{label}]: defines a link and shows nothing",
                    "escape the first bracket: \\[")
        )  # fmt: skip
    _Reader(page, version or str(_front(tokens).get("lang", "")), text.split("\n")).read(tokens)
    page.problems += _doubled_notes(text, path)
    page.problems.sort()
    return page


def _front(tokens: list[Token]) -> dict[str, Any]:
    if tokens and tokens[0].type == "front_matter":
        try:
            found = yaml.load(tokens[0].content, LOADER)
        except yaml.YAMLError:
            return {}
        return found if isinstance(found, dict) else {}
    return {}


def _line_holding(text: str, words: str) -> int:
    lines = text.lower().split("\n")
    return next((index for index, line in enumerate(lines, start=1) if words.lower() in line), 1)


def _doubled_notes(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each note defined twice, for the parser drops the second without a token."""
    seen: dict[str, int] = {}
    for index, line in enumerate(text.split("\n"), start=1):
        if defined := re.match(r"\[\^([^\]\s]+)\]:", line):
            label = defined[1]
            if label in seen:
                message = f"note [^{label}] is defined again (first on line {seen[label]})"
                yield Problem(path, index, "note", message, "take one away or give it its own number")
            seen.setdefault(label, index)


def _lines_inside(raw: str, role: str, start: int) -> tuple[int, int]:
    """Return how many line ends stand inside the next *role* of *raw* after *start*, and where it ends."""
    found = re.compile(rf"(?<!\\)\{{{role}\}}(`+)(.+?)(?<!`)\1(?!`)", re.DOTALL).search(raw, start)
    return (found[2].count("\n"), found.end()) if found else (0, start)


class _Reader:
    """Walks the tokens of one page."""

    def __init__(self, page: Page, version: str, lines: list[str]) -> None:
        self.page, self.version, self.lines = page, version, lines
        self.containers: list[Token] = []  # open blockquotes, lists and notes
        self.target = ""
        self.unknown: list[str] = []  # open tokens that no text page may use

    def problem(self, token: Token, code: str, message: str, remedy: str) -> None:
        line = (token.map[0] if token.map else 0) + 1
        self.page.problems.append(Problem(self.page.path, line, code, message, remedy))

    def read(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            handler = getattr(self, f"on_{token.type}", None)
            if self.unknown:  # inside what was reported: only its end matters
                if token.nesting == -1:
                    self.unknown.pop()
                elif token.nesting == 1:
                    self.unknown.append(token.type)
            elif handler is not None:
                handler(token)
            elif token.type == "inline":
                self.inline(token, tokens[index - 1])
            elif token.nesting == -1:
                if self.containers and self.containers[-1].type[:-5] == token.type[:-6]:
                    self.containers.pop()
            else:
                what = token.info or token.type.removesuffix("_open").replace("_", " ")
                self.problem(token, "markup", f"a text page may not use {what}", ESCAPE)
                if token.nesting == 1:
                    self.unknown.append(token.type)

    # Tokens that hold no words of the text

    def on_front_matter(self, token: Token) -> None:
        self.page.front = _front([token])
        for key in self.page.front.keys() - set(FRONT_MATTER):
            self.problem(token, "markup", f"unknown front matter {key!r}", f"use: {', '.join(FRONT_MATTER)}")

    def on_myst_target(self, token: Token) -> None:
        self.target = token.content

    def on_fence(self, token: Token) -> None:
        if token.info.split(" ")[0] not in DIRECTIVES:
            self.problem(token, "markup", f"a text page may not use {token.info or 'a code block'}", "take it away")

    on_colon_fence = on_fence

    def on_paragraph_open(self, token: Token) -> None:
        pass

    def on_heading_open(self, token: Token) -> None:
        pass

    # Containers

    def on_blockquote_open(self, token: Token) -> None:
        self.containers.append(token)

    on_list_item_open = on_bullet_list_open = on_footnote_reference_open = on_blockquote_open

    # Words

    def inline(self, token: Token, opening: Token) -> None:
        """Read one run of words; *opening* is the paragraph or heading that holds it."""
        line, last = token.map[0] + 1 if token.map else 1, token.map[1] if token.map else 1
        witness, reading, breaks, placed = self.words(token, line)
        offsets, marks = tuple(offset for offset, _ in placed), tuple(mark for _, mark in placed)
        kind, marker, number, level = self.kind_of(token, opening)
        ident = str(opening.attrs.get("id", "")) or (self.target if opening.type == "heading_open" else "")
        self.target = ""
        joined = bool(marks) and marks[0].reading == BREAK and reading.startswith(BREAK)
        if BREAK in reading[1:] or (reading.startswith(BREAK) and not joined):
            message = "a paragraph break that you make stands first in its paragraph: {corr}`¶ <␣>`"
            self.problem(token, "mark", message, "begin a new paragraph there, with the mark before its first word")
        into = self.page.notes if kind == "note" else self.page.body
        if not witness and kind == "note":
            into = self.page.lost
        for position, part in enumerate(witness.split(BREAK)):
            block = Block(kind, part, marker, number, level, self.version, 0, ident)
            if position:
                into.append(Read(block, "", self.page.path, line, last))
            else:
                into.append(Read(block, reading, self.page.path, line, last, tuple(breaks), marks, offsets, joined))

    def kind_of(self, token: Token, opening: Token) -> tuple[str, str, str, int]:
        """Return kind, printed marker, note number and heading level of the block that holds *token*."""
        if opening.type == "heading_open":
            if self.containers:
                self.problem(token, "markup", "a heading stands inside a quotation, list or note", "set it free")
            return "heading", "", "", int(opening.tag[1])
        classed = str(opening.attrs.get("class", ""))
        if classed and classed not in CLASSED:
            self.problem(
                token, "markup", f"unknown class .{classed}", f"use: {', '.join('.' + kind for kind in CLASSED)}"
            )
        types = [container.type for container in self.containers]
        if "footnote_reference_open" in types:
            label = str(self.containers[types.index("footnote_reference_open")].meta["label"])
            if not NOTE.fullmatch(label):
                self.problem(token, "note", f"[^{label}] is no label of an author's note", "write [^n1], [^n2] …")
            if len(types) > 1:
                self.problem(token, "markup", f"note [^{label}] holds a list or quotation", "escape its first sign")
            return "note", "", label.removeprefix("n"), 0
        if classed in CLASSED:
            return classed, "", "", 0
        if "bullet_list_open" in types:
            if types != ["bullet_list_open", "list_item_open"]:
                self.problem(token, "markup", "a list stands inside another block", "set it free")
            return "item", MARKERS.get(self.containers[0].markup, "? "), "", 0
        if "blockquote_open" in types:
            if types != ["blockquote_open"]:
                self.problem(token, "markup", "a quotation stands inside another block", "set it free")
            return "quotation", "", "", 0
        return "paragraph", "", "", 0

    def words(self, token: Token, line: int) -> tuple[str, str, list[tuple[int, int]], list[tuple[int, Mark]]]:
        """Return witness reading, reading, line starts, and marks with their offsets, of an inline token."""
        witness = reading = ""
        breaks, marks = [(0, line)], list[tuple[int, Mark]]()
        cursor = 0
        for child in token.children or []:
            if child.type == "softbreak":
                line += 1
                witness, reading = witness + " ", reading + " "
                breaks.append((len(witness), line))
            elif child.type == "text":
                witness, reading = witness + child.content, reading + child.content
            elif child.type == "footnote_ref":
                if not NOTE.fullmatch(str(child.meta["label"])):
                    message = f"[^{child.meta['label']}] calls no author's note"
                    remedy = "write [^n1], [^n2] …, or escape it with a backslash"
                    self.page.problems.append(Problem(self.page.path, line, "note", message, remedy))
                call = f"{CALL_OPEN}{str(child.meta['label']).removeprefix('n')}{CALL_CLOSE}"
                witness, reading = witness + call, reading + call
            elif child.type == "myst_role" and child.meta["name"] in SIGNS:
                inside, cursor = _lines_inside(token.content, child.meta["name"], cursor)
                try:
                    mark = parse_mark(child.meta["name"], child.content)
                except ValueError as error:
                    self.page.problems.append(
                        Problem(self.page.path, line, "mark", f"{{{child.meta['name']}}}: {error}", "mend the mark")
                    )
                    continue
                marks.append((len(witness), mark))
                witness, reading = witness + call_signs(mark.witness), reading + call_signs(mark.reading)
                if inside:
                    line += inside
                    breaks.append((len(witness), line))
            elif child.type == "hardbreak":
                remedy = f"line {line} then reads:\n{self.lines[line - 1].rstrip().removesuffix(chr(92))}"
                message = "the line ends with two spaces or a backslash, which breaks the line"
                self.page.problems.append(Problem(self.page.path, line, "markup", message, remedy))
                witness, reading, line = witness + " ", reading + " ", line + 1
                breaks.append((len(witness), line))
            elif child.nesting != -1:
                what = child.meta.get("name") or child.type.removesuffix("_open").replace("_", " ")
                self.page.problems.append(Problem(self.page.path, line, "markup", f"a text may not use {what}", ESCAPE))
        return witness, reading, breaks, marks
