"""From a parsed page to pieces: runs of characters that a browser sets as one line or paragraph, with their ancestors.

White space is set as browsers do: runs of it are one space, but in ``pre``; a line break stays; two make a paragraph.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from edition.safety.limits import ELEMENTS_DEEP

BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup option p pre
    search section select summary table tbody tfoot thead tr ul xmp listing plaintext""".split()  # noqa: SIM905
)
#: elements without text of the page; what is in them is counted, not written
NO_TEXT = {
    "script": "script", "style": "style sheet", "template": "template", "iframe": "frame of another page",
    "object": "embedded object", "embed": "embedded object", "applet": "embedded object", "audio": "sound",
    "video": "film", "canvas": "canvas", "svg": "drawing", "map": "image map", "noframes": "text without frames",
    "noscript": "text without scripts", "annotation": "source of a formula", "annotation-xml": "source of a formula",
    "datalist": "list of a form", "head": "", "rp": "", "input": "field of a form", "textarea": "field of a form",
}  # fmt: skip
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
WHITE = re.compile(r"[ \t\n\r\f]+")
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
LONG_CELL = 80  #: characters; a table with a longer cell is one of layout, or of two languages side by side


class TooDeep(ValueError):
    """More elements stand in one another than are read."""


@dataclass(slots=True)
class Element:
    """An element on the way to a piece of text."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    depth: int = 0  #: how many it stands in
    weight: int = 0  #: characters of prose in it, once weighed


@dataclass(slots=True)
class Piece:
    """A run of characters that stands alone: a paragraph, a line of one, a table's row."""

    text: str
    parent: Element
    apart: bool  #: a blank line goes before it
    linked: int = 0  #: of its characters, those in links
    bold: bool = False  #: all of it


@dataclass(slots=True)
class Tree:
    """A page as pieces."""

    title: str = ""
    pieces: list[Piece] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)  #: in the order of the page
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Run:
    """The characters collected since the last piece."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    letters: int = 0
    bold: int = 0
    apart: bool = True
    marker: str = ""


class _Walker:
    """Walks a page without recursion, for pages nest as deep as they like."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.run = _Run()
        self.links = self.bolds = self.pre = self.sup = self.flat = 0
        self.counters: list[int] = []

    def walk(self, root: LexborNode) -> Tree:
        """Return the pieces of the page below *root*."""
        top = Element("html", {}, None)
        self.tree.elements.append(top)
        stack: list[tuple[LexborNode | None, Element, bool]] = [(root, top, False)]
        while stack:
            node, parent, leaving = stack.pop()
            if node is None:
                continue
            tag = node.tag or ""
            if leaving:
                self.leave(tag, parent)
                continue
            stack.append((node.next if node is not root else None, parent, False))
            if tag == "-text":
                self.text(node.text_content or "", parent)
            elif not tag.startswith(("-", "_", "!")):
                inner = self.enter(node, tag, parent)
                if inner is not None:
                    stack.append((node, inner, True))
                    stack.append((node.first_child, inner, False))
        self.flush(top)
        return self.tree

    def enter(self, node: LexborNode, tag: str, parent: Element) -> Element | None:
        """Begin an element; return it, or none where nothing in it is text."""
        if tag in NO_TEXT:
            if NO_TEXT[tag]:
                self.tree.skipped[NO_TEXT[tag]] += 1
            return None
        attributes = {key: value or "" for key, value in node.attributes.items()}
        if tag == "img":
            self.tree.skipped["picture with words for it" if attributes.get("alt") else "picture"] += 1
            return None
        if tag in ("br", "hr"):
            self.line_break(parent, rule=tag == "hr")
            return None
        element = Element(tag, attributes, parent, parent.depth + 1)
        if element.depth > ELEMENTS_DEEP:
            raise TooDeep
        self.tree.elements.append(element)
        if tag in BLOCKS and not self.flat:
            self.flush(parent)
            self.run.apart = True
        self._counts(tag, 1)
        if tag == "tr" and not self.flat and not _cells_are_blocks(node):
            self.flat = 1
        elif self.flat:
            self.flat += 1
        if tag in ("td", "th"):
            self._cell(parent)
        if tag in ("ol", "ul", "menu", "dir"):
            start = attributes.get("start", "")
            self.counters.append(int(start) - 1 if re.fullmatch(r"-?\d{1,6}", start) else 0)
        elif tag == "li" and not self.flat:
            self.run.marker = self._marker(attributes, parent)
        elif tag == "q":
            self.run.parts.append("“")
        return element

    def leave(self, tag: str, element: Element) -> None:
        """End an element."""
        if tag == "q":
            self.run.parts.append("”")
        if tag in ("ol", "ul", "menu", "dir"):
            self.counters.pop()
        self._counts(tag, -1)
        if self.flat:
            self.flat -= 1
            if self.flat:
                return
        if tag in BLOCKS or tag in ("td", "th"):
            self.flush(element)
            self.run.apart = tag not in ("tr",)

    def _counts(self, tag: str, step: int) -> None:
        self.links += step * (tag == "a")
        self.bolds += step * (tag in ("b", "strong"))
        self.pre += step * (tag in ("pre", "xmp", "listing", "plaintext"))
        self.sup += step * (tag == "sup")

    def _cell(self, parent: Element) -> None:
        if not self.flat:
            self.flush(parent)
            self.run.apart = True
        elif "".join(self.run.parts).strip():
            self.run.parts.append("\t")

    def _marker(self, attributes: dict[str, str], parent: Element) -> str:
        """Return what a browser prints before a list item."""
        style = attributes.get("style", "") + parent.attributes.get("style", "")
        if parent.tag != "ol":
            return "" if "none" in style or parent.tag not in ("ul", "menu", "dir") else "• "
        value = attributes.get("value", "")
        self.counters[-1] = int(value) if re.fullmatch(r"-?\d{1,6}", value) else self.counters[-1] + 1
        return "" if "none" in style else ordinal(self.counters[-1], parent.attributes.get("type", "1")) + ". "

    def text(self, text: str, parent: Element) -> None:
        """Collect the characters of a text node."""
        run = self.run
        if self.pre and not self.flat:
            for index, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
                if index:
                    self.line_break(parent)
                self._collect(line)
            return
        if self.sup and re.fullmatch(r"\s*\d{1,3}\s*", text):
            text = text.strip().translate(RAISED)
        if not text.strip() and not run.parts:
            return
        self._collect(WHITE.sub(" ", text))

    def _collect(self, text: str) -> None:
        run, letters = self.run, len(text.strip())
        run.parts.append(text)
        run.letters += letters
        run.linked += letters * bool(self.links)
        run.bold += letters * bool(self.bolds)

    def line_break(self, parent: Element, *, rule: bool = False) -> None:
        """End a line; a second break sets the next apart."""
        if self.flat:
            self.run.parts.append(" ")
        elif self._text():
            self.flush(parent)
            self.run.apart = rule
        else:
            self.run.apart = True

    def _text(self) -> str:
        joined = "".join(self.run.parts)
        return joined.rstrip() if self.pre else re.sub(r" ?\t ?", "\t", re.sub(r"  +", " ", joined)).strip(" \t\n\r\f")

    def flush(self, parent: Element) -> None:
        """Write the piece collected, if it holds a character."""
        text, run = self._text(), self.run
        if text:
            bold = run.bold * 10 >= run.letters * 9 > 0
            self.tree.pieces.append(Piece(run.marker + text, parent, run.apart, run.linked, bold))
            self.run = _Run(apart=False)
        else:
            self.run = _Run(apart=run.apart, marker=run.marker)


def read_tree(page: LexborHTMLParser) -> Tree:
    """Return the pieces of *page*, its name, and what of it is no text; raises `TooDeep`."""
    tree = _Walker().walk(page.root) if page.root is not None else Tree()
    title = page.css_first("title")
    tree.title = WHITE.sub(" ", title.text()).strip() if title is not None else ""
    return tree


def _cells_are_blocks(row: LexborNode) -> bool:
    """Tell whether a table's row is layout: its cells hold paragraphs, tables, or much text."""
    cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return True
    inner = ("p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "pre", "br")
    return any(len(c.text()) > LONG_CELL or any(c.css_first(tag) is not None for tag in inner) for c in cells)


def ordinal(number: int, kind: str) -> str:
    """Return *number* as a list of *kind* prints it.

    >>> ordinal(4, "1"), ordinal(28, "a"), ordinal(14, "I")
    ('4', 'ab', 'XIV')
    """
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord(kind) + digit) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 400:
        written = ""
        for value, sign in ROMAN:
            while number >= value:
                written, number = written + sign, number - value
        return written.upper() if kind == "I" else written
    return str(number)
