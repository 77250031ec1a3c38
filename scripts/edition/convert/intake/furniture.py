"""What is no text: a site's menu and footer, page numbers, running heads, rules, Markdown's signs."""

from __future__ import annotations

import re
from itertools import pairwise

from edition.convert.intake.model import Proposal, Row
from edition.convert.intake.shapes import (
    HEADING_SIGN,
    IMAGE,
    NAVIGATION,
    PAGE_NUMBER,
    QUESTION,
    QUOTE_SIGN,
    RULE,
    SHORT,
    SOCIAL,
    ends,
    heads,
)


def find_markdown(plan: Proposal) -> None:
    """Tell what kind of file it looks like, by which lines."""
    signs = {"heading signs #": HEADING_SIGN, "rules": RULE, "images": IMAGE}
    found = {name: [r.number for r in plan.rows if sign.match(r.text)] for name, sign in signs.items()}
    plan.markdown = bool(found["heading signs #"] or found["images"])
    for name, lines in found.items():
        if lines and plan.markdown:
            plan.evidence.append({"lines": lines[:12], "shows": f"Markdown {name}"})
    if plan.markdown:
        plan.look, plan.mark = "Markdown, most likely put out by a program (OCR or extraction)", "ocr"


def find_site(plan: Proposal) -> None:
    """Propose a site's navigation before the text and its footer after it as furniture."""
    long = sum(row.columns > SHORT for row in plan.rows) * 3 > len(plan.rows)
    top: list[Row] = []
    for row in plan.rows[:60]:
        tall = row.columns > (1.5 * SHORT if top and not row.blanks else SHORT)
        if tall or (row.columns > 40 and ends(row)) or HEADING_SIGN.match(row.text):
            break
        top.append(row)
    dense = [i for i in range(4, len(top)) if long and not any(row.blanks for row in top[i - 3 : i + 1])]
    signs = [index for index, row in enumerate(top) if NAVIGATION.search(row.text)]
    if (len(signs) >= 3 or dense) and len(top) < len(plan.rows):
        end = max(*signs[-1:], *dense[-1:], 0) + 1
        plan.drop_span(top[:end], "navigation", "short lines before the title, as of a site's menu")
        plan.evidence.append({"lines": [top[0].number, top[end - 1].number], "shows": "a site's menu before the text"})
        plan.said.append(f"navigation: lines {top[0].number}–{top[end - 1].number}")
        plan.ask(top[end - 1 : end + 1], "does the menu end and the title begin here?")
    foot: list[Row] = []
    for row in reversed(plan.rows[-40:]):
        if row.dropped or row.columns > 100 or re.match(r"\W?\d{1,3}[.)\]]", row.text):
            break
        foot.append(row)
    social = [index for index, row in enumerate(foot) if SOCIAL.search(row.text)]
    if social and social[0] <= 8:
        end = social[-1] + 1
        while end < len(foot) and not foot[end - 1].blanks:
            end += 1
        span = foot[:end][::-1]
        plan.drop_span(span, "social footer", "short lines at the end, with the words of a site's footer")
        lines = sorted({span[0].number, span[-1].number})
        plan.evidence.append({"lines": lines, "shows": "a site's footer after the text"})
        plan.said.append("footer: line " + "–".join(map(str, lines)))
        plan.ask(span[:1], "does the site's footer begin here?")
    if any(row.dropped for row in plan.rows):
        plan.look, plan.mark = "extraction of the text of a web page", "extraction"


def find_page_ends(plan: Proposal) -> None:
    """Propose page numbers and running heads as furniture, rules and lone images too."""
    rows = plan.rows
    numbered: list[tuple[int, int]] = []  # index of row, number
    for index, row in enumerate(rows):
        found = PAGE_NUMBER.fullmatch(row.text) if not row.dropped else None
        if found and (found["dashed"] or found["named"]):
            plan.drop(row, "page number", "a number alone between dashes, or named as a page")
        elif found:
            numbered.append((index, int(found["bare"])))
        elif RULE.fullmatch(row.text):
            plan.drop(row, "rule", "a row of signs, no words")
        elif IMAGE.fullmatch(row.text):
            plan.drop(row, "image", "Markdown's sign of a picture")
            plan.ask([row], "a picture stood here; the words in its brackets may be a caption")
    _bare_numbers(plan, numbered)
    _running_heads(plan)
    pages = {f["line"] for f in plan.furniture if f["kind"] in ("page number", "running head")}
    for index, row in enumerate(rows):
        row.turned = row.feed or (index > 0 and rows[index - 1].number in pages) or (
            index > 0 and rows[index - 1].dropped and rows[index - 1].turned)  # fmt: skip
    if pages:
        plan.said.append(f"page numbers and running heads: {len(pages)} lines")
        plan.evidence.append({"lines": sorted(pages)[:12], "shows": "page numbers or running heads: a paged document"})
        plan.look = plan.look if plan.markdown or plan.kind != "txt" else "text layer of a paged document"


def _bare_numbers(plan: Proposal, numbered: list[tuple[int, int]]) -> None:
    """Tell page numbers from section numbers among numbers alone on a line, given as (index of row, number)."""
    rows = plan.rows
    chain: list[tuple[int, int]] = []
    for index, number in numbered:
        if not chain or (0 < number - chain[-1][1] <= 3 and index - chain[-1][0] > 3):
            chain.append((index, number))
    cut = sum(bool(rows[i].feed or rows[i + 1].feed or not ends(rows[i - 1]) or rows[i + 1].text[:1].islower())
              for i, _ in chain if 0 < i < len(rows) - 1)  # fmt: skip
    if len(chain) >= 2 and cut * 3 >= len(chain):
        for index, _ in chain:
            plan.drop(
                rows[index], "page number", "a number alone on a line, one more each time, where a sentence is cut"
            )
    elif len(chain) >= 2:
        plan.ask([rows[i] for i, _ in chain], "numbers alone on a line: sections or pages? proposed as headings")
        after = [rows[i + 1] for i, _ in chain if i + 1 < len(rows)]
        short = all(row.columns <= SHORT and heads(row) for row in after)
        for row in [*(rows[i] for i, _ in chain), *(after if short else [])]:
            row.level = 1
    else:
        plan.ask([rows[i] for i, _ in numbered], "a number alone on a line: of a section, a note or a page?")


def _running_heads(plan: Proposal) -> None:
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(plan.rows):
        if not row.dropped and 3 < len(row.text) < 90 and not HEADING_SIGN.match(row.text):
            groups.setdefault(re.sub(r"^\d++\s++|(?<!\s)\s++\d++$", "#", row.text), []).append(index)
    for shape, indexes in groups.items():
        if len(indexes) < 3 or min(b - a for a, b in pairwise(indexes)) < 4 or QUESTION.match(shape):
            continue
        rest = [i for i in indexes if i > 0]
        near = [
            i
            for i in rest
            if any(r.feed or (r.dropped and PAGE_NUMBER.fullmatch(r.text)) for r in plan.rows[i - 1 : i + 2])
        ]
        varying = "#" in shape and len({plan.rows[i].text for i in indexes}) > 2
        rows = [plan.rows[i] for i in rest]
        if varying or len(near) * 2 >= len(rest):
            for row in rows:
                plan.drop(row, "running head", f"stands {len(indexes)} times, at page ends")
        else:
            plan.ask(rows, "the same words again and again: a refrain, a running head?")


def find_signs(plan: Proposal) -> None:
    """Propose dropping Markdown's heading and quotation signs, with what they say kept as headings and kinds."""
    for row in plan.kept:
        heading, quote = HEADING_SIGN.match(row.text), QUOTE_SIGN.match(row.text)
        if heading and plan.drop_sign(row, heading[0], "heading sign"):
            row.level = heading[0].count("#")
        elif quote and quote[0].strip() == row.text:
            plan.drop(row, "quotation sign", "a quotation sign alone")
        elif quote and plan.drop_sign(row, quote[0], "quotation sign"):
            plan.fix(row, "quotation", "marked by > at its beginning")
    quoted = [row for row in plan.kept if row.kind == "quotation"]
    if quoted:
        plan.said.append(f"quotations marked by >: {len(quoted)} lines")
    for before, row in pairwise(plan.kept):
        if before.text.isdigit() and before.level and row.level and not row.text.isdigit():
            before.level, row.level, row.joined = 1, 0, True  # join-headings sets it beside its number
    inline = [row for row in plan.kept if IMAGE.search(row.text)]
    plan.ask(inline, "a picture's sign stands inside a line and was left in the text")
