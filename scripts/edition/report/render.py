"""The report of a change as Markdown and as a page for browsers.

Words of the change come from anybody. In Markdown they stand in code spans and code blocks, where nothing is markup; in
HTML they are escaped. In both, controls, format characters and spaces of odd kinds are shown by code point and name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from importlib.resources import files

from edition.citation.releases import Piece
from edition.hygiene import describe, refused
from edition.report.document import Heading, Line, Lines, Link, Node, Part, Theirs, Words

AROUND = 40  #: characters of unchanged words shown on either side of a change, in Markdown
LONGEST = 4_000  #: characters of a run of words that are shown


def plain(text: str, *, lines: bool = False) -> str:
    """Return *text* with everything that could hide or turn words shown by name; with *lines*, line ends stay.

    >>> plain("a\\u202eb\\nc")
    'a[U+202E RIGHT-TO-LEFT OVERRIDE]b ↵ c'
    """
    if len(text) > LONGEST:
        text = f"{text[:LONGEST]} … ({len(text) - LONGEST} characters more)"
    return "".join(sign if lines and sign == "\n" else _named(sign) for sign in text)


def _named(sign: str) -> str:
    if sign == "\n":
        return " ↵ "
    if refused(sign) or (sign.isspace() and sign != " "):
        return f"[{describe(sign)}]"
    return sign


def code(text: str) -> str:
    """Return *text* as a code span of Markdown, whatever it holds.

    >>> code("a`b"), code("")
    ('``a`b``', '*nothing*')
    """
    shown = plain(text)
    if not shown:
        return "*nothing*"
    if not shown.strip(" "):
        shown = "␣" * len(shown)
    fence = "`" * (max((len(run) for run in re.findall("`+", shown)), default=0) + 1)
    if shown[0] in "` " or shown[-1] in "` ":
        shown = f" {shown} "
    return f"{fence}{shown}{fence}"


def markdown(nodes: Sequence[Node]) -> str:
    """Return the document *nodes* as Markdown."""
    written: list[str] = []
    listed = False
    for node in nodes:
        item = isinstance(node, (Words, Lines)) or (isinstance(node, Line) and node.depth > 0)
        if written and written[-1] and not (listed and item):
            written.append("")
        written += _written(node)
        listed = item
    return "\n".join(written) + "\n"


def _written(node: Node) -> Iterator[str]:
    if isinstance(node, Lines):
        indent = "  " * node.depth
        text = plain(node.text, lines=True)
        fence = "`" * max(3, max((len(run) for run in re.findall("`+", text)), default=0) + 1)
        yield ""
        yield from (f"{indent}{line}".rstrip() for line in [fence, *text.split("\n"), fence])
        yield ""
    elif isinstance(node, Words):
        label = node.label if isinstance(node.label, str) else _parts((node.label,))
        yield f"{'  ' * (node.depth - 1)}- {label}: {_hunks(node.pieces)}"
    elif isinstance(node, Heading):
        yield f"{'#' * node.level} {_parts(node.parts)}"
    else:
        words = _parts(node.parts).strip()
        words = f"⚠️ {words}" if node.loud else words
        yield f"{'  ' * (node.depth - 1)}- {words}" if node.depth else words


def _parts(parts: Sequence[Part]) -> str:
    return "".join(_part(part) for part in parts)


def _part(part: Part) -> str:
    if isinstance(part, Theirs):
        return code(part.text)
    if isinstance(part, Link):
        return f"[{part.words}](<{part.address}>)"
    return re.sub(r"([\\`*_<>\[\]{}~|#$@])", r"\\\1", part)


def _hunks(pieces: Sequence[Piece]) -> str:
    """Return what went and came, with the words around it."""
    told = []
    for index, (sign, words) in enumerate(pieces):
        if sign == "=":
            before = f"{words[:AROUND]}…" if index else ""
            after = f"…{words[-AROUND:]}" if index < len(pieces) - 1 else ""
            parts = [words] if len(words) <= 2 * AROUND else [before, after]
            told += [code(part.strip(" ") or part) for part in parts if part]
        else:
            shown = code(words.strip(" ") or words)
            told.append(f"~~{shown}~~" if sign == "-" else f"**{shown}**")
    return " ".join(told) or "*nothing*"


def html(nodes: Sequence[Node]) -> str:
    """Return the document *nodes* as one page that loads nothing."""
    style = files("edition.report").joinpath("report.css").read_text(encoding="utf-8")
    body, depth = list[str](), 0
    for node in nodes:
        wanted = 0 if isinstance(node, Heading) else node.depth
        inside = wanted + isinstance(node, Lines)
        while depth > wanted:
            body.append("</li></ul>")
            depth -= 1
        if depth == wanted and depth and not isinstance(node, Lines):
            body.append("</li><li>")
        while depth < wanted:
            body.append("<ul><li>")
            depth += 1
        body.append(_tagged(node, inside))
    body += ["</li></ul>"] * depth
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    title = "<title>What the change did to the text</title>"
    return "\n".join(
        [
            "<!DOCTYPE html>", '<html lang="en">', f"<head>{head}{policy}{title}", f"<style>\n{style}</style></head>",
            "<body><main>", *body, "</main></body>", "</html>", "",
        ]
    )  # fmt: skip


def _tagged(node: Node, inside: int) -> str:
    if isinstance(node, Lines):
        return f"<pre>{escape(plain(node.text, lines=True))}</pre>"
    if isinstance(node, Words):
        language = f' lang="{escape(node.language)}"' if node.language else ""
        tags = {"=": "{}", "-": "<del>{}</del>", "+": "<ins>{}</ins>"}
        words = "".join(tags[sign].format(escape(_seen(words))) for sign, words in node.pieces)
        return f"{_tagged_parts((node.label,))}: <q{language}>{words}</q>"
    loud = ' class="loud"' if not isinstance(node, Heading) and node.loud else ""
    words = _tagged_parts(node.parts).strip()
    if isinstance(node, Heading):
        return f"<h{node.level}>{words}</h{node.level}>"
    return f"<span{loud}>{words}</span>" if inside else f"<p{loud}>{words}</p>"


def _seen(words: str) -> str:
    return plain(words) if words.strip(" ") else "␣" * len(words)


def _tagged_parts(parts: Sequence[Part]) -> str:
    return "".join(_tagged_part(part) for part in parts)


def _tagged_part(part: Part) -> str:
    if isinstance(part, Theirs):
        language = f' lang="{escape(part.language)}"' if part.language else ""
        return f"<code{language}>{escape(_seen(part.text))}</code>" if part.text else "<i>nothing</i>"
    if isinstance(part, Link):
        return f'<a href="{escape(part.address)}">{escape(part.words)}</a>'
    return escape(part)
