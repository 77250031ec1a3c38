"""Small helpers for XHTML as a tree: an element from its content, languages of words, a document's bytes.

Names carry their prefixes as plain strings (``epub:type``), and the namespaces stand as attributes of the first
element: the standard library keeps prefixes in one table for the whole process, which other formats need otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from edition.ext.languages import runs

Content = str | ElementTree.Element

XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"


def element(tag: str, attributes: Mapping[str, str], *content: Content) -> ElementTree.Element:
    """Return an element; attributes without a value are left out.

    >>> ElementTree.tostring(element("p", {"class": ""}, "a", element("br", {}), "b"), encoding="unicode")
    '<p>a<br />b</p>'
    """
    made = ElementTree.Element(tag, {name: value for name, value in attributes.items() if value})
    last: ElementTree.Element | None = None
    for part in content:
        if not isinstance(part, str):
            made.append(part)
            last = part
        elif last is None:
            made.text = (made.text or "") + part
        else:
            last.tail = (last.tail or "") + part
    return made


def language_attributes(language: str) -> dict[str, str]:
    """Return both attributes that name a language: reading systems differ in which they heed."""
    return {"lang": language, "xml:lang": language}


def spoken(words: str, language: str) -> list[Content]:
    """Return *words* of a page in *language*, what is in another one marked with it.

    >>> [part if isinstance(part, str) else part.text for part in spoken("Lenin · 레닌", "en")]
    ['Lenin · ', '레닌']
    """
    found: list[Content] = []
    cursor = 0
    for start, end, other in runs(words, language):
        if start >= cursor:
            found += [words[cursor:start]] if start > cursor else []
            found.append(element("span", language_attributes(other), words[start:end]))
            cursor = end
    if cursor < len(words):
        found.append(words[cursor:])
    return found


def page(title: str, language: str, style: str, body: ElementTree.Element) -> bytes:
    """Return a whole XHTML document: *style* is the address of the style sheet."""
    head = element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("title", {}, title),
        element("link", {"rel": "stylesheet", "type": "text/css", "href": style}),
    )
    names = {"xmlns": XHTML, "xmlns:epub": OPS, **language_attributes(language)}
    return serialized(element("html", names, head, "\n", body), "<!DOCTYPE html>\n")


def serialized(root: ElementTree.Element, doctype: str = "") -> bytes:
    """Return *root* as UTF-8, with its XML declaration."""
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{doctype}{text}\n'.encode()
