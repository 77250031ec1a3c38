"""A saved web page: every line that a browser would show, in its order, with what the page says each is.

The parser is selectolax with Lexbor, which reads HTML as the standard tells browsers to. Scripts, styles and pictures
are no text, and are counted. Menus, forms and comments are text; they become lines like any other, with the hint that
they are furniture. Signs that a browser makes (a list's numbers and bullets, quotation marks of ``q``) are written.
"""

from __future__ import annotations

import re
from collections import Counter

import selectolax
from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from edition.convert.received.content import hinted
from edition.convert.received.encodings import decode, redecode
from edition.convert.received.model import Extracted, Hint, refusal
from edition.convert.received.tree import TooDeep, read_tree
from edition.safety.limits import ELEMENTS_DEEP

TOOL = "selectolax"
META = re.compile(rb"""(?i)<meta[^>]{0,200}charset\s*+=\s*+["']?+\s*+([\w.:-]+)""")
XML = re.compile(rb"""(?i)\A<\?xml[^>]{0,200}encoding\s*=\s*["']([\w.:-]+)""")


def extract_page(data: bytes, shown: str, encoding: str = "", declared: str = "") -> Extracted:
    """Return the text of a web page; by *encoding* where it is known, *declared* where an envelope names it.

    Raises `EditionError` where the page cannot be read.
    """
    if encoding:
        return _extracted(redecode(data, encoding), encoding, [], shown)
    found = META.search(data[:4096].replace(b"\0", b"")) or XML.match(data[:200])
    decoded = decode(data, declared or (found[1].decode("ascii") if found else ""))
    extracted = _extracted(decoded.text, decoded.encoding, [f"encoding: {decoded.said}"], shown)
    if decoded.broken:
        lines = [i for i, line in enumerate(extracted.text.split("\n"), 1) if "\ufffd" in line]
        extracted.questions += [(lines, words) for _, words in decoded.questions() if lines]
    return extracted


def _extracted(html: str, encoding: str, said: list[str], shown: str) -> Extracted:
    title, lines, hints, skipped, container = read_html(html, shown)
    extracted = Extracted("\n".join(lines) + "\n" if lines else "", "html", TOOL, selectolax.__version__, encoding)
    extracted.hints = hints
    extracted.said = said
    if title:
        extracted.said.append(f"the page's name, which is not in its text: {title[:120]!r}")
    if container:
        extracted.said.append(f"the text stands in {container}")
    extracted.left_out = [f"{count} × {what}" for what, count in sorted(skipped.items())]
    return extracted


def read_html(html: str, shown: str) -> tuple[str, list[str], dict[int, Hint], Counter[str], str]:
    """Return a page's name, lines, hints by line, what was left out, and where its text stands.

    Raises `EditionError` where too much of it stands in one another, or its parser gives up.
    """
    try:
        tree = read_tree(LexborHTMLParser(html.replace("\0", "\ufffd")))
    except TooDeep as error:
        message = f"has more than {ELEMENTS_DEEP:,} elements in one another, which no browser shows"
        raise refusal(shown, message, "save the page as text in a browser, and take that in") from error
    except SelectolaxError as error:
        raise refusal(shown, f"cannot be read as a web page: {error}", "save it as text in a browser") from error
    lines, hints, container = hinted(tree)
    return tree.title, lines, hints, tree.skipped, container
