"""The pages of a surrogate: what stands in for the pages of a withheld text, in the markup of text pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile

from edition.blocks import Block, digits
from edition.convert.pages import LOST_NOTE
from edition.export.public.outline import Outlined
from edition.markup import dress, escape_start, note_call
from edition.verify.text import Edited

DIRECTIVE = "```{withheld}\n```"  #: where a page says that its text is not there
_FENCED = re.compile(r"```\{(?:text-front|toctree)\}\n.*?```", re.DOTALL)
_FRONT = re.compile(r"---\n.*?\n---\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the surrogate's witness."""

    block: Block  #: of the text; its words are not used
    place: str
    page: str
    witness: str
    written: str  #: as its page writes it, without the markup of its kind
    outlined: Outlined | None = None


def written_page(edited: Edited, name: str, lines: Sequence[Line]) -> str:
    """Return a page: front matter, its blocks in outline, the notice, and what the page had of directives."""
    written = edited.written[name]
    front = _FRONT.match(written)
    mine = [line for line in lines if line.page == name]
    body = [line for line in mine if line.block.kind != "note"]
    parts = list(_grouped(body))
    titled = sum(1 for _ in takewhile(_names_page, body))
    directives = [found[0] for found in _FENCED.finditer(written)]
    fronts = [text for text in directives if "text-front" in text]
    parts[titled:titled] = [DIRECTIVE, *fronts]
    parts += _notes(edited, mine, body)
    parts += [text for text in directives if "toctree" in text]
    return (front[0] if front else "") + "\n" + "\n\n".join(parts) + "\n"


def _names_page(line: Line) -> bool:
    """Tell whether a block stands at the head of a page: its title and what belongs to it."""
    first = line.block.kind == "heading" and line.block.level == 1
    return first or line.block.kind in ("title", "subtitle", "byline")


def _grouped(lines: Sequence[Line]) -> Iterator[str]:
    """Yield what stands between two blank lines: a block, a list, or a quotation with its attribution."""
    run, keys = 0, list[tuple[str, int]]()
    for place, line in enumerate(lines):
        quoted = line.block.kind in ("quotation", "attribution")
        keys.append(("quotation", run) if quoted else ("item", 0) if line.block.kind == "item" else ("", place + 1))
        run += line.block.kind != "quotation"
    for key, group in groupby(zip(keys, lines, strict=True), key=lambda pair: pair[0]):
        separator = "\n" if key[0] == "item" else "\n>\n"
        yield separator.join(dress(line.block, _safe(line.written)) for _, line in group)


def _safe(written: str) -> str:
    return written if written.startswith("[^") else escape_start(written)


def _notes(edited: Edited, mine: Sequence[Line], body: Sequence[Line]) -> Iterator[str]:
    """Yield the author's notes that a page calls, in the order of their calls; lost ones as gaps."""
    language = body[0].block.version if body else ""
    for number in [digits(call) for line in body for call in re.findall(r"\[\^n\d+\]", line.written)]:
        paragraphs = [line.written for line in mine if line.block.kind == "note" and line.block.number == number]
        if paragraphs:
            yield "\n\n".join(f"{'    ' if place else f'{note_call(number)}: '}{_safe(text)}"
                              for place, text in enumerate(paragraphs))  # fmt: skip
        else:
            yield f"{note_call(number)}: {{gap}}`{LOST_NOTE.get(language, LOST_NOTE['en']).format(number=number)}`"
