"""Our own prose in TEI: the Markdown of principles, glosses and notes as paragraphs, lists, tables and links.

Only what our prose uses is known; anything else is an error, so that no word of ours is dropped in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from edition.export.tei.xml import Writer

#: Markdown's tokens → element, and its ``@rend``
_BLOCKS = {"paragraph": "p", "bullet_list": "list", "list_item": "item", "table": "table", "tr": "row", "td": "cell",
           "th": "cell"}  # fmt: skip
_PASSED = ("thead", "tbody")  #: of a table, which TEI does not divide
_RUNS = {"strong": "bold", "em": "italic"}


def write_prose(writer: Writer, markdown: str, language: str = "") -> None:
    """Write *markdown* as ``p`` elements, a list or table within one of its own.

    Raises `ValueError` for markup that this module does not know.
    """
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    depth = 0
    for token in tokens:
        kind = re.sub("_(open|close)$", "", token.type)
        if token.type == "inline":
            write_inline(writer, token.children or [])
        elif kind in _PASSED or (kind == "paragraph" and depth and token.hidden):
            continue
        elif kind not in _BLOCKS:
            raise ValueError(f"our prose may not use {kind} here")
        elif token.nesting == 1:
            if not depth and kind != "paragraph":
                writer.start("p", lang=language)
            given = {"role": "label"} if kind == "th" else {}
            if not depth and kind == "paragraph":
                given["lang"] = language
            writer.start(_BLOCKS[kind], **given)
            depth += 1
        else:
            writer.end()
            depth -= 1
            if not depth and kind != "paragraph":
                writer.end()


def write_inline(writer: Writer, tokens: Sequence[Token]) -> None:
    """Write a run of words with its emphasis and links."""
    for token in tokens:
        if token.type in ("text", "text_special"):
            writer.words(token.content)
        elif token.type == "softbreak":
            writer.words(" ")
        elif token.type == "code_inline":
            writer.line("code", token.content)
        elif token.type == "link_open":  # a link to another of our pages leads nowhere here: its words stay
            target = str(token.attrs["href"])
            writer.start("ref", target=target if ":" in target else "")
        elif token.nesting == 1 and token.tag in _RUNS:
            writer.start("hi", rend=_RUNS[token.tag])
        elif token.nesting == -1:
            writer.end()
        elif token.content:
            raise ValueError(f"our prose may not use {token.type} here")


def sections(markdown: str) -> list[tuple[str, str]]:
    """Return heading and words of each section of the second level.

    >>> sections("# T\\n\\n## A\\n\\nx\\n\\n## B\\n\\ny")
    [('A', 'x'), ('B', 'y')]
    """
    _, *parts = re.split(r"^## ", markdown, flags=re.MULTILINE)
    return [(head.strip(), body.strip()) for head, _, body in (part.partition("\n") for part in parts)]
