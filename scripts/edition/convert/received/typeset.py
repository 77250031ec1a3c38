"""What the place and the type of a line say of it, over all pages: furniture, headings, notes, paragraphs.

The text's own type is that of most characters. Running heads stand at the same height of many pages and read alike but
for figures; page numbers count with the pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import pairwise, takewhile

from edition.convert.received.model import Hint
from edition.convert.received.sheet import Printed, Sheet

EDGE = 3  #: lines from a page's top or bottom within which furniture is looked for
LARGER, SMALLER = 1.12, 0.94
NUMBER = re.compile(r"(?i)\W{0,3}(?:p(?:age|\.)? ?)?(\d{1,4}|[ivxlc]{1,7})(?: ?(?:/|of) ?\d{1,4})?\W{0,3}")


def describe_sheets(sheets: list[Sheet]) -> None:
    """Give the lines of *sheets* their hints, gaps and indents; order furniture to the edges of its page."""
    body = _body_size(sheets)
    _repeated(sheets, body)
    _page_numbers(sheets)
    _small_tops(sheets, body)
    for sheet in sheets:
        for line in sheet.lines:
            if line.angle and not line.hint:
                line.hint = Hint("furniture", "set at an angle to the page's text", what="stamp")
        sheet.lines = [line for edge in (-1, 0, 1) for line in sheet.lines if _edge(sheet, line) == edge]
        _feet(sheet, body)
        _gaps(sheet, body)
    _indents(sheets)
    _headings(sheets, body)


def _gone(line: Printed) -> bool:
    return bool(line.hint and line.hint.kind == "furniture")


def _body_size(sheets: list[Sheet]) -> float:
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return max(sizes, key=lambda size: sizes[size]) if sizes else 10.0


def _upright(sheet: Sheet) -> list[Printed]:
    return sorted((line for line in sheet.lines if not line.angle), key=lambda line: -line.base)


def _edge(sheet: Sheet, line: Printed) -> int:
    """Return -1 for furniture in the upper half of what is printed, 1 for furniture in the lower, 0 for text."""
    if not _gone(line) or line.angle:
        return 0
    heights = [other.base for other in sheet.lines if not other.angle]
    return -1 if line.base > (min(heights) + max(heights)) / 2 else 1


def _repeated(sheets: list[Sheet], body: float) -> None:
    """Mark lines at the edges that read alike, figures apart, at one height of three pages or more."""
    places: dict[tuple[str, int], list[Printed]] = defaultdict(list)
    for sheet in sheets:
        rows = _upright(sheet)
        for line in {id(row): row for row in [*rows[:EDGE], *rows[-EDGE:]]}.values():
            shape = re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.strip().casefold())
            if re.search(r"[^\W\d_]", shape.replace("#", "")):
                places[shape, round(line.base / 6)].append(line)
    enough = 3 if len(sheets) > 3 else 2
    heads: dict[int, Hint] = {}
    for (shape, height), lines in list(places.items()):
        near = [*lines, *places.get((shape, height - 1), []), *places.get((shape, height + 1), [])]
        if len(near) >= enough and len(shape) < 160:
            hint = Hint("furniture", f"stands at one height of {len(near)} pages", what="running head")
            heads |= {id(line): hint for line in lines}
    for sheet in sheets:
        rows = _upright(sheet)
        for edge in (rows, rows[::-1]):
            run = list(takewhile(lambda line: id(line) in heads, edge))
            if run and _apart(run, edge[len(run) :], body):
                for line in run:
                    line.hint = heads[id(line)]


def _apart(run: list[Printed], rest: list[Printed], body: float) -> bool:
    """Tell whether what reads alike on many pages stands apart from the text, counts, or is set smaller."""
    steps = sorted(abs(a.base - b.base) for a, b in pairwise(rest))
    usual = steps[len(steps) // 2] if steps else 1.2 * body
    smaller = all(line.size < SMALLER * body for line in run)
    counts = any(re.search(r"\A\s*\d|\d\s*\Z", line.text) for line in run)
    return not rest or smaller or counts or abs(rest[0].base - run[-1].base) > 1.25 * usual


def _page_numbers(sheets: list[Sheet]) -> None:
    """Mark figures alone at an edge that count with the pages."""
    found: dict[int, list[Printed]] = defaultdict(list)
    for sheet in sheets:
        rows = [line for line in _upright(sheet) if not _gone(line)]
        for line in {id(row): row for row in [*rows[:2], *rows[-2:]]}.values():
            if number := NUMBER.fullmatch(line.text.strip()):
                found[_value(number[1]) - sheet.number].append(line)
    reason, what = "a number at the page's edge that counts with the pages", "page number"
    for offset, lines in found.items():
        if len(lines) > 1 or (len(sheets) == 1 and offset == 0):
            for line in lines:
                line.hint = Hint("furniture", reason, what=what)


def _small_tops(sheets: list[Sheet], body: float) -> None:
    """Mark what stands at a page's top in smaller type, apart from the text."""
    for sheet in sheets[1:]:
        rows = [line for line in _upright(sheet) if not _gone(line)]
        tops = [line for line in rows[:EDGE] if abs(line.base - rows[0].base) < 2]
        below = rows[len(tops)].base if len(rows) > len(tops) else rows[0].base if rows else 0.0
        small = bool(tops) and all(line.size < SMALLER * body and len(line.text) < 90 for line in tops)
        for line in tops if small and tops[0].base - below > 1.7 * body else []:
            line.hint = Hint("furniture", "in smaller type at the page's top, apart", what="running head")


def _value(printed: str) -> int:
    """Return the number *printed* in figures or Roman.

    >>> _value("12"), _value("xiv")
    (12, 14)
    """
    if printed.isdecimal():
        return int(printed)
    values = ["ivxlc".index(letter) for letter in printed.lower()]
    worth = [(1, 5, 10, 50, 100)[value] for value in values]
    return sum(-a if a < b else a for a, b in pairwise([*worth, 0]))


def _feet(sheet: Sheet, body: float) -> None:
    """Mark the lines at the foot of a page that are set smaller than the text above them."""
    rows = [line for line in sheet.lines if not _gone(line)]
    foot: list[Printed] = []
    for line in reversed(rows):
        if line.size > SMALLER * body or (foot and line.base < foot[-1].base - 2):
            break
        foot.append(line)
    above = [line for line in rows if line not in foot]
    starts = any(re.match(r"[⁰¹²³⁴-⁹*†‡]|\W?\d{1,3}\W?", line.text) for line in foot)
    if above and starts and max(line.base for line in foot) < min(line.base for line in above if not line.angle):
        for line in foot:
            line.hint = Hint("note", f"at the page's foot, in type of {line.size:.3g} points", foot=True)


def _gaps(sheet: Sheet, body: float) -> None:
    """Mark where more space than usual stands above a line."""
    steps = Counter(round((a.base - b.base) * 2) / 2 for a, b in pairwise(sheet.lines)
                    if 0 < a.base - b.base < 4 * body and not (_gone(a) or _gone(b)))  # fmt: skip
    common = steps.most_common(1)[0][0] if steps else 1.2 * body
    for above, line in pairwise(sheet.lines):
        foot = bool(line.hint and line.hint.foot) and not (above.hint and above.hint.foot)
        usual = common * max(line.size, above.size) / body if abs(line.size - body) > 0.5 else common
        step = above.base - line.base
        line.gap = bool(step > 1.25 * max(usual, common) or foot or (_gone(line) != _gone(above)))


def _indents(sheets: list[Sheet]) -> None:
    """Mark lines that begin a paragraph by standing to the right of the line above and below."""
    for sheet in sheets:
        rows = [line for line in sheet.lines if not _gone(line)]
        for index, line in enumerate(rows):
            above = rows[index - 1] if index else None
            below = rows[index + 1] if index + 1 < len(rows) else None
            near = [other for other in (above, below) if other and abs(other.left - line.left) < 8 * line.size]
            step = 0.7 * line.size
            if near and all(step < line.left - other.left < 5 * line.size for other in near):
                line.indented = True


def _headings(sheets: list[Sheet], body: float) -> None:
    """Mark lines in larger type, and bold ones alone; the largest type is the highest level."""
    sizes = sorted({round(line.size) for sheet in sheets for line in sheet.lines
                    if line.size > LARGER * body and not line.hint}, reverse=True)  # fmt: skip
    for sheet in sheets:
        rows = [line for line in sheet.lines if not _gone(line)]
        for index, line in enumerate(rows):
            if line.hint or len(line.text) > 200 or not re.search(r"[^\W\d_]", line.text):
                continue
            after = rows[index + 1] if index + 1 < len(rows) else None
            if line.size > LARGER * body:
                reason = f"type of {line.size:.3g} points, the text's is {body:.3g}"
                line.hint = Hint("heading", reason, level=min(sizes.index(round(line.size)) + 1, 6))
            elif _bold_alone(line, after, first=not index):
                line.hint = Hint("heading", "bold, alone", level=7)


def _bold_alone(line: Printed, after: Printed | None, *, first: bool) -> bool:
    alone = (line.gap or first) and (not after or after.gap or not after.bold)
    return bool(line.bold and alone and len(line.text) < 90 and not re.search(r"[.,;:]\Z", line.text.strip()))
