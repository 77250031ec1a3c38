"""Writing XML: elements built in order, and a document whose white space never touches words.

Python's own ElementTree; the schema's check is not here (`tests/test_tei.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree as ET

TEI = "http://www.tei-c.org/ns/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
#: elements that hold elements only, whose children stand on lines of their own
HOLDERS = frozenset({
    "TEI", "teiHeader", "fileDesc", "titleStmt", "respStmt", "editionStmt", "publicationStmt", "availability",
    "seriesStmt", "sourceDesc", "encodingDesc", "projectDesc", "editorialDecl", "correction", "normalization",
    "quotation", "interpretation", "refsDecl", "classDecl", "taxonomy", "category", "appInfo", "application",
    "profileDesc", "langUsage", "calendarDesc", "calendar", "revisionDesc", "text", "group", "front", "titlePage",
    "docTitle", "body", "back", "div", "list", "figure", "standOff", "listAnnotation", "listPerson", "listOrg",
    "listPlace", "listEvent", "listBibl", "person", "org", "place", "event", "linkGrp", "listWit", "choices",
    "biblStruct", "monogr", "imprint", "analytic", "cit",
})  # fmt: skip


def tag(name: str) -> str:
    """Return the name of a TEI element as ElementTree writes it."""
    return f"{{{TEI}}}{name}"


def attributes(given: dict[str, str]) -> dict[str, str]:
    """Return *given* without empty values; ``id`` and ``lang`` are those of XML.

    >>> attributes({"id": "a", "n": ""})
    {'{http://www.w3.org/XML/1998/namespace}id': 'a'}
    """
    return {f"{{{XML}}}{name}" if name in ("id", "lang") else name: value for name, value in given.items() if value}


class Writer:
    """Builds a tree from beginning to end: open, write, close."""

    def __init__(self, root: str, **given: str) -> None:
        self.root = ET.Element(tag(root), attributes(given))
        self._open = [self.root]

    @property
    def here(self) -> ET.Element:
        """The element that is open."""
        return self._open[-1]

    def start(self, name: str, **given: str) -> ET.Element:
        """Open an element; empty attributes are left out."""
        element = ET.SubElement(self.here, tag(name), attributes({key.rstrip("_"): of for key, of in given.items()}))
        self._open.append(element)
        return element

    def end(self) -> None:
        """Close what is open."""
        self._open.pop()

    @contextmanager
    def element(self, name: str, **given: str) -> Iterator[ET.Element]:
        """Open an element, and close it at the end of the block."""
        opened = self.start(name, **given)
        yield opened
        self.end()

    def empty(self, name: str, **given: str) -> ET.Element:
        """Write an element without content."""
        element = self.start(name, **given)
        self.end()
        return element

    def line(self, name: str, words: str, **given: str) -> None:
        """Write an element of words; none where there are none."""
        if words:
            with self.element(name, **given):
                self.words(words)

    def words(self, text: str) -> None:
        """Write characters."""
        if len(self.here):
            last = self.here[-1]
            last.tail = (last.tail or "") + text
        else:
            self.here.text = (self.here.text or "") + text

    def add(self, element: ET.Element) -> None:
        """Put a finished element here."""
        self.here.append(element)


def document(root: ET.Element) -> bytes:
    """Return the document of *root* as UTF-8, its holders' children on lines of their own."""
    ET.register_namespace("", TEI)
    _indent(root, 0)
    head = b'<?xml version="1.0" encoding="UTF-8"?>\n'
    return head + ET.tostring(root, encoding="unicode").encode() + b"\n"


def _indent(element: ET.Element, depth: int) -> None:
    if element.tag.removeprefix(f"{{{TEI}}}") not in HOLDERS or not len(element):
        return
    if (element.text or "").strip() or any((child.tail or "").strip() for child in element):
        return  # it holds words after all
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        child.tail = element.text
        _indent(child, depth + 1)
    element[-1].tail = "\n" + "  " * depth
