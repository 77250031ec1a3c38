"""What a page may be made of: an allow-list of markup, directives, roles, front matter, links and ids.

The page is read by MyST's own parser, set up as the build's is, and walked token by token: what is not named here is
refused at its line, whatever it would do. That a page of a text says what its witness says is `edition.verify`'s.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from edition.marks import SIGNS
from edition.markup import LOADER, MYST_EXTENSIONS
from edition.problems import Problem
from edition.register.entries import GLOSS
from edition.safety.addresses import address_faults, inside
from edition.safety.limits import FENCES, HEAD_BYTES

NAME = re.compile(r"[a-z][a-z0-9-]*")
IDENT = re.compile(r"[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*")
CLASSES = re.compile(r"[a-z][a-z-]*(?: [a-z][a-z-]*)*")
NOTHING = re.compile("")
DOCNAME = re.compile(r"/?(?:\.\./)*[a-z0-9-]+(?:/[a-z0-9-]+)*")
GUIDE = re.compile(r"\.\./CONTRIBUTING(?:\.ko)?\.md")  #: the guide in the repository, looked at as a page is
PRINTED = re.compile(r"(?:\.\./)+(?:scripts/edition|tests)/[\w/.-]+\.(?:py|md|toml|txt)")


@dataclass(frozen=True, slots=True)
class Directive:
    """What may be said to a directive."""

    argument: re.Pattern[str] = NAME
    options: frozenset[str] = frozenset()
    holds: str = ""  #: ``markup``, ``pages``, or nothing


#: directive → what may be said to it; no other may stand on a page
DIRECTIVES = {
    "toctree": Directive(NOTHING, frozenset({"maxdepth", "hidden", "caption", "titlesonly"}), "pages"),
    "literalinclude": Directive(PRINTED, frozenset({"language", "start-at", "end-at", "end-before", "caption"})),
    "include": Directive(GUIDE, frozenset({"start-after", "relative-docs"})),
    "container": Directive(CLASSES, holds="markup"),
    "gloss": Directive(re.compile("en|ko"), holds="markup"),
    **dict.fromkeys(
        ("register", "register-index", "apparatus", "summaries", "status", "downloads", "rights"), Directive()
    ),
    **dict.fromkeys(
        (
            "text-front",
            "withheld",
            "works",
            "search-form",
            "quotations",
            "edition-notes",
            "chronology",
            "promises",
            "assessment",
            "contributors",
        ),
        Directive(NOTHING),
    ),
}
LANGUAGES = frozenset(
    {"", "console", "diff", "text", "md", "toml", "sh", "python", "json", "xml", "bibtex", "html", "js", "css", "yaml"}
)

#: key of a page's front matter → what its value may be
HEAD = {
    "text": NAME,
    "lang": re.compile("ko|en"),
    "title": re.compile(r"[^<>{}\\]{1,300}"),
    "pdf": re.compile("True|False"),
    "orphan": re.compile("True|False"),
    "html_theme.sidebar_secondary.remove": re.compile("True|False"),
}

#: tokens of the parser that a page may give; those of a text page are fewer, `edition.verify.pages`
ALLOWED = frozenset({
    "inline", "text", "softbreak", "hardbreak", "code_inline", "fence", "colon_fence", "front_matter", "myst_target",
    "myst_role", "footnote_ref", "paragraph", "heading", "link", "strong", "em", "list_item", "bullet_list",
    "ordered_list", "blockquote", "footnote_reference", "table", "thead", "tbody", "tr", "th", "td",
})  # fmt: skip
ATTRIBUTES = {"class": CLASSES, "id": IDENT, "start": re.compile(r"\d{1,4}"), "style": re.compile("text-align:[a-z]+")}
NAMED = {
    "html_block": "HTML", "html_inline": "HTML", "image": "an image", "myst_line_comment": "a comment (%)",
    "myst_block_break": "a block break (+++)", "code_block": "a block of indented code", "hr": "a rule",
    "substitution_inline": "a substitution", "substitution_block": "a substitution", "math_inline": "a formula",
}  # fmt: skip
#: a line of plain prose: nothing in it is a sign of Markdown anywhere
_PROSE = re.compile(r"(?![ \t>#+*=~|%(:-]|\d+[.)])[^\\`*_<>\[\]{}&$!@|~^]*")
ESCAPE = "take it away; where the sign itself is meant, write a backslash before it"


@dataclass(frozen=True, slots=True)
class Place:
    """Where markup stands."""

    path: str
    line: int = 1  #: of its first line
    depth: int = 0
    base: str = ""  #: the page as which it is shown, where that is another


@cache
def _parser() -> MarkdownIt:
    parser = create_md_parser(MdParserConfig(enable_extensions=set(MYST_EXTENSIONS)), RendererHTML)
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # a bad link is a link here, not words
    return parser


def page_faults(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for whatever on the page *text* no page may hold; *path* is how messages name it."""
    place = Place(path, base="docs/register/x.md" if path.startswith("docs/register/entries/") else "")
    if path.startswith("docs/register/entries/"):
        yield from _entry(text, place)
    elif not path.startswith("docs/"):  # the guide, whose first lines, a comment, are not included
        comment = re.search(r"<!--[^<>]*-->", text)
        yield from _markup(
            text[comment.end() :] if comment else text,
            replace(place, line=text.count("\n", 0, comment.end()) + 1 if comment else 1),
        )
    else:
        yield from _markup(text, place)


def _entry(text: str, place: Place) -> Iterator[Problem]:
    """Yield the faults of an entry of the register: its head is looked at as data, its glosses as pages are."""
    head = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    first = head.end() if head else 0
    cursor = first
    for found in GLOSS.finditer(text[first:]):
        yield from _loose(text, cursor, first + found.start(), place)
        line = text.count("\n", 0, first + found.start(2)) + 1
        yield from _markup(found[2], replace(place, line=line, depth=1))
        cursor = first + found.end()
    yield from _loose(text, cursor, len(text), place)


def _loose(text: str, start: int, end: int, place: Place) -> Iterator[Problem]:
    if text[start:end].strip():
        yield from _markup(text[start:end], replace(place, line=text.count("\n", 0, start) + 1))


def _markup(text: str, place: Place) -> Iterator[Problem]:
    if place.depth > FENCES:
        yield _problem(place, f"more than {FENCES} blocks stand in one another", "set them side by side")
    elif not all(_PROSE.fullmatch(line) for line in text.split("\n")):
        try:
            tokens = _parser().parse(text, {})
        except RecursionError:
            yield _problem(place, "markup stands in markup too deep to be read", "write it plainly")
        else:
            yield from _tokens(tokens, place)


def _problem(place: Place, message: str, remedy: str) -> Problem:
    return Problem(place.path, place.line, "unsafe", message, remedy)


def _tokens(tokens: list[Token], place: Place) -> Iterator[Problem]:
    for token in tokens:
        here = replace(place, line=place.line + token.map[0]) if token.map else place
        name = token.type.removesuffix("_open").removesuffix("_close")
        if name not in ALLOWED:
            yield _problem(here, f"a page may not use {NAMED.get(name, name.replace('_', ' '))}", ESCAPE)
            continue
        yield from _attributes(token, name, here)
        if name in ("fence", "colon_fence"):
            yield from _fence(token, here)
        elif name == "front_matter":
            yield from _head(token.content, here)
        elif name == "myst_target" and not IDENT.fullmatch(token.content):
            yield _problem(here, f"{token.content[:40]!r} is no id", "use lower-case Latin letters, digits, - and .")
        elif name == "myst_role" and token.meta["name"] not in SIGNS:
            known = ", ".join(SIGNS)
            yield _problem(here, f"no page may use the role {{{token.meta['name'][:40]}}}", f"use: {known}, or no role")
        if token.children:
            yield from _tokens(token.children, here)


def _attributes(token: Token, name: str, place: Place) -> Iterator[Problem]:
    for key, given in token.attrs.items():
        value = str(given)
        if name == "link" and key == "href":
            yield from _link(value, place)
        elif name == "link" and key == "title":
            continue  # printed as words, escaped by the writer
        elif name == "myst_target" and key == "class":
            continue  # the parser's own
        elif key not in ATTRIBUTES or not ATTRIBUTES[key].fullmatch(value):
            message = f"{key}={value[:40]!r} is no attribute that a page may give"
            yield _problem(place, message, "write {.byline}, or another kind of block, or take it away")


def _link(address: str, place: Place) -> Iterator[Problem]:
    faults = list(address_faults(address, local=True))
    yield from (_problem(place, *fault) for fault in faults)
    if faults or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", address) or address.startswith("#"):
        return
    path = address.partition("#")[0]
    if not path.endswith(".md") or not inside(address, place.base or place.path, "docs"):
        message = f"{address[:60]!r} is no page of the edition"
        yield _problem(place, message, "link a page (.md) below docs/; files are offered by the page of downloads")


def _fence(token: Token, place: Place) -> Iterator[Problem]:
    found = re.fullmatch(r"\{([^}\s]*)\}(?: ++(.*))?", token.info.rstrip(" "))
    if not found:
        if token.info.strip() not in LANGUAGES:
            known = ", ".join(sorted(LANGUAGES - {""}))
            yield _problem(place, f"{token.info[:40]!r} is no language of a code block", f"use: {known}")
        return
    name, argument = found[1], found[2] or ""
    known_as = DIRECTIVES.get(name)
    if known_as is None:
        known = ", ".join(sorted(DIRECTIVES))
        yield _problem(place, f"no page may use the directive {{{name[:40]}}}", f"use one of: {known}; or plain words")
        return
    if not known_as.argument.fullmatch(argument) or (
        name == "literalinclude" and not _printed(argument, place.base or place.path)
    ):
        yield _problem(place, f"{{{name}}} may not be given {argument[:60]!r}", "see docs/about/safety.md")
    lines = token.content.split("\n")
    first = 0
    while first < len(lines) and (option := re.match(r":([\w.-]+):", lines[first])):
        if option[1] not in known_as.options:
            allowed = ", ".join(sorted(known_as.options)) or "none"
            where = replace(place, line=place.line + 1 + first)
            yield _problem(where, f"{{{name}}} may not have the option {option[1]!r}", f"use: {allowed}")
        first += 1
    inner = replace(place, line=place.line + 1 + first, depth=place.depth + 1)
    rest = "\n".join(lines[first:])
    if known_as.holds == "markup":
        yield from _markup(rest, inner)
    elif known_as.holds == "pages":
        yield from _pages(lines[first:], inner)
    elif rest.strip():
        yield _problem(inner, f"{{{name}}} holds no words", "take them out of it")


def _printed(argument: str, page: str) -> bool:
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), argument))
    return path.startswith(("scripts/edition/", "tests/"))


def _pages(lines: list[str], place: Place) -> Iterator[Problem]:
    for index, line in enumerate(lines):
        target = re.fullmatch(r"(?:[^<>]*<([^<>]*)>|(.*))", line.strip())
        name = (target[1] or target[2] or "").removesuffix(".md") if target else line.strip()
        if name and not DOCNAME.fullmatch(name):
            where = replace(place, line=place.line + index)
            yield _problem(where, f"{name[:60]!r} is no page of the edition", "name a page as seen from this one")


def _head(content: str, place: Place) -> Iterator[Problem]:
    data, fault = plain_yaml(content)
    if fault:
        yield _problem(replace(place, line=place.line + 1), *fault)
    elif not isinstance(data, dict):
        yield _problem(replace(place, line=place.line + 1), "the front matter is no table", "write key: value")
    else:
        for line, (key, value) in enumerate(_flat(data), start=place.line + 1):
            known = HEAD.get(key)
            if known is None:
                message, remedy = f"the front matter may not have {key[:40]!r}", f"use: {', '.join(HEAD)}"
                yield _problem(replace(place, line=line), message, remedy)
            elif not known.fullmatch(str(value)):
                message = f"{key} may not be {str(value)[:60]!r}"
                yield _problem(replace(place, line=line), message, "write a plain word, or take the line away")


def _flat(data: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Yield key and value of each line of a front matter, which is one table of plain values."""
    for key, value in data.items():
        yield str(key), repr(value) if isinstance(value, (dict, list)) else value


_SHARED = re.compile(r"(?:^|[\s\[{,:-])[&*!%@`|>]", re.MULTILINE)  #: how an alias, a tag or a block of text begins


def plain_yaml(content: str) -> tuple[Any, tuple[str, str] | None]:
    """Return what the YAML *content* says, or fault and remedy where it is not plain keys, words and lists.

    >>> plain_yaml("a: &x [1]\\nb: *x")[1]
    ('the head uses an alias, an anchor or a tag of YAML', 'write the words out, in quotation marks')
    """
    if len(content.encode()) > HEAD_BYTES:
        return None, (f"the head has more than {HEAD_BYTES:,} bytes", "keep what is said of a page short")
    try:
        if _SHARED.search(content):
            shared = (yaml.AliasToken, yaml.AnchorToken, yaml.TagToken, yaml.DirectiveToken)
            if any(isinstance(token, shared) for token in yaml.scan(content, LOADER)):
                return None, (
                    "the head uses an alias, an anchor or a tag of YAML",
                    "write the words out, in quotation marks",
                )
        data = yaml.load(content, LOADER)
    except RecursionError:
        return None, ("the head nests too deep", "write key: value")
    except (yaml.YAMLError, ValueError, TypeError, OverflowError):
        return None, ("the head is no YAML", "put the value in quotation marks")
    return data, None
