"""What a witness seems to be, read off its lines: the proposals from which `edition.convert.intake` writes a plan.

Everything here is a guess with its sign beside it, for a person to confirm. Nothing is decided that no sign speaks for:
what looks like verse, a table, a cut word or a raised call is named as a question, never shaped. One pass over the
lines each, so that a book of five megabytes is read in seconds.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise
from typing import Any

from edition.clean.forms import body_pattern, call_pattern
from edition.clean.lines import SENTENCE_END, width
from edition.hygiene import describe, refused

Entry = dict[str, Any]
MOST_PAGES = 60  #: more double blank lines than this are no division
MOST_DECISIONS = 600  #: more proposed joins than this are no decisions but a missing step

SHORT = 64  #: columns that a heading, a name or a refrain seldom exceeds
LINE_ENDS = {"\r": "line end", "\u2028": "line separator", "\u2029": "paragraph separator", "\x0c": "form feed"}
NAVIGATION = re.compile(
    r"(?i)\b(home|menu|skip to|about( us)?|contact( us)?|search|log ?in|sign (in|up)|subscribe|archives?|sitemap|rss"
    r"|toggle navigation|donate)\b|본문\s*바로가기|로그인|회원가입|메뉴|검색|^홈$|사이트맵|전체기사|구독|후원"
)
SOCIAL = re.compile(
    r"(?i)\b(share (this|on)|follow us|hit us up|facebook|twitter|instagram|telegram|whatsapp|youtube|like this"
    r"|related (posts|articles)|leave a (comment|reply)|all rights reserved|powered by|newsletter|previous post"
    r"|next post|print this|click here|toplist|free e-?mail)\b|©|\(c\) ?\d{4}|\S@\S"
    r"|공유하기|페이스북|트위터|카카오톡|댓글|이전\s*글|다음\s*글|무단\s*전재|목록으로|인쇄하기"
)
RIGHTS = re.compile(r"(?i)©|\(c\) ?\d{4}|copyright|creative commons|\bCC[ -]BY|all rights reserved|저작권|무단\s*전재")
DATE = re.compile(
    r"(?i)\b(1[5-9]|20)\d\d ?[./년-] ?\d{1,2}|\d{1,2}(st|nd|rd|th)?,? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\.?,? \d{4}|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}"
)
BYLINE = re.compile(
    r"(?i)(by|author:|written by|translated by|from the \w+ by) |(글|지은이|저자|글쓴이|옮긴이|번역|기자) ?[:=·] ?\S"
)
NAME = re.compile(r"[가-힣]{2,4}( ?[(（][^)）]*[)）])?|([A-Z][\w.’'-]*\.? ){1,3}[A-Z][\w’'-]+")
PAGE_NUMBER = re.compile(
    r"(?i)[-–—] ?(?P<dashed>\d{1,4}) ?[-–—]|(page |p\. ?)(?P<named>\d{1,4})( of \d+)?|(?P<bare>\d{1,4})"
)
HEADING_SIGN = re.compile(r"#{1,6}\s+(?=\S)")
QUOTE_SIGN = re.compile(r"(>\s?)+")
SPACE = re.compile(r"\s+")
RULE = re.compile(r"(-{3,}|_{3,}|={3,}|\*{3,}|(?:- ){2,}-)")
IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
BULLET = re.compile(r"[-•]\s+(?=\S)")
OTHER_BULLET = re.compile(r"[*·○●◦▪■□◆▶‣–—]\s+\S|\d{1,2}[.)]\s+\S|[①-⑳]")
RAISED = re.compile(r"(?<=\S)[⁰¹²³⁴-⁹]+")
QUESTION = re.compile(r"(?i)(q|a|question|answer|문|답|질문|답변)\s?\d*\s?[:.]\s")
TABLE = re.compile(r"\|.*\||\S+\t\S.*\t\S")
NOTES_HEAD = re.compile(r"(?i)\W*(foot|end)?notes?\W*|\W*(미주|각주|주|주석|참고)\W*")
NO_HEADING = re.compile(r"[“\"'<|(-]|https?:|.*[.,;:?!…·|]\Z")
#: printed forms of calls, each with the forms before a note's text that go with it, likelier first
NOTE_FORMS = {
    "[^1]": ("[^1]: ", "[^1]:"),
    "[1]": ("[1] ", "[1]"),
    "[주1]": ("[주1] ", "[주1]"),
    "주1)": ("주1) ", "주1)"),
    "(1)": ("(1) ", "(1)"),
    "1)": ("1) ", "1)"),
    "1": ("1. ", "[1] ", "1) ", "1 "),
}
ALONE = ("[^1]", "[1]", "[주1]")  #: forms that are calls even where no note follows


@dataclass(slots=True)
class Row:
    """A line of the witness that holds more than white space and hidden characters."""

    number: int
    raw: str  #: as it stands
    line: str  #: without hidden characters
    blanks: int  #: blank lines before it
    feed: bool  #: a form feed stands before it
    language: str = "en"
    dropped: bool = False  #: furniture, the whole of it
    turned: bool = False  #: furniture of a page's end or beginning stood before it
    kind: str = ""
    level: int = 0  #: of a heading by its Markdown sign
    joined: bool = False  #: the words of a heading whose number stands on the line before
    measured: int = -1  #: its columns, once counted
    sign: int = 0  #: characters at its beginning that are dropped

    @property
    def text(self) -> str:
        """What it reads, without white space and sign."""
        return self.line.strip()[self.sign :].lstrip()

    @property
    def columns(self) -> int:
        """The columns its text takes; of a very long line, of its beginning."""
        if self.measured < 0:
            text = self.text[:300]
            self.measured = len(text) if text.isascii() else width(text)
        return self.measured


@dataclass
class Proposal:
    """A plan for a witness, in the tables of ``source.toml``, with what was recognized and what was not."""

    text: str
    gone: re.Pattern[str] | None = None  #: what `_hidden` drops wherever it stands
    rows: list[Row] = field(default_factory=list)  #: every line that is not blank
    look: str = "one paragraph a line"
    languages: list[str] = field(default_factory=list)
    evidence: list[Entry] = field(default_factory=list)  #: lines and what they show
    questions: list[Entry] = field(default_factory=list)  #: lines and what a person must decide
    said: list[str] = field(default_factory=list)  #: what was recognized
    missing: set[str] = field(default_factory=set)  #: steps that cleaning would need
    markdown: bool = False
    mark: str = "misprint"
    version: list[Entry] = field(default_factory=list)
    clean: list[Entry] = field(default_factory=list)
    furniture: list[Entry] = field(default_factory=list)
    decision: list[Entry] = field(default_factory=list)
    heading: list[Entry] = field(default_factory=list)
    page: list[Entry] = field(default_factory=list)
    markers: list[str] = field(default_factory=list)
    division: str = ""
    notes: Entry = field(default_factory=dict)
    note_rows: list[Row] = field(default_factory=list)  #: the first line of each note, in order
    lifted: dict[int, int] = field(default_factory=dict)  #: at page feet: first line of a note → its last

    @property
    def kept(self) -> list[Row]:
        """The lines that are no furniture."""
        return [row for row in self.rows if not row.dropped]

    @property
    def body(self) -> list[Row]:
        """The kept lines before notes that stand together at the end."""
        return [row for row in self.kept if not self.notes.get("line") or row.number < self.notes["line"]]

    @property
    def feet(self) -> set[int]:
        """The lines of notes that stand at page feet."""
        return {line for first, last in self.lifted.items() for line in range(first, last + 1)}

    def begin(self, name: str, row: Row, title: str = "") -> None:
        """Propose that page *name* begins with *row*."""
        words = self.words(row, row.sign)
        if words:
            self.page.append({"name": name, "line": row.number, "words": words, **({"title": title} if title else {})})

    def ask(self, rows: Iterable[Row | int], question: str) -> None:
        """Put a question to the person who edits, with the lines that raise it."""
        lines = [row if isinstance(row, int) else row.number for row in rows]
        if lines:
            self.questions.append({"lines": lines, "question": question})

    def words(self, row: Row, skip: int = 0, length: int = 24) -> str:
        """Return the first words of *row* after *skip* characters of its text, long enough to stand there once.

        Empty where the line holds nothing that can be named so.
        """
        at = self._raw_offset(row.raw, len(row.line) - len(row.line.lstrip()) + skip)
        while at < len(row.raw) and (found := SPACE.match(row.raw, at) or (self.gone and self.gone.match(row.raw, at))):
            at = found.end()
        rest = row.raw[at:].rstrip()
        while self.gone and (last := self.gone.search(rest, max(len(rest) - 2, 0))) and last.end() == len(rest):
            rest = rest[: last.start()].rstrip()
        while True:
            cut = rest[:length]
            if length < len(rest) and not rest[length].isspace() and " " in cut.strip():
                cut = cut[: cut.rindex(" ")]
            cut = cut.rstrip()
            if cut and row.raw.count(cut) == 1:
                return cut
            if length >= len(rest):
                return ""
            length *= 2

    def _raw_offset(self, raw: str, offset: int) -> int:
        """Return where in *raw* the character stands that is number *offset* of what is not dropped everywhere."""
        for match in self.gone.finditer(raw) if self.gone else ():
            if match.start() > offset:
                break
            offset += len(match[0])
        return offset

    def drop(self, row: Row, kind: str, reason: str) -> None:
        """Propose *row* as furniture: one entry, or one for each run between hidden characters."""
        pieces = [piece.strip() for piece in (self.gone.split(row.raw) if self.gone else [row.raw])]
        pieces = [piece for piece in pieces if piece]
        if any(row.raw.count(piece) != 1 for piece in pieces):
            self.ask([row], f"looks like {kind}, but cannot be named by words that stand there once")
            return
        for piece in pieces:
            first = piece if len(piece) < 60 else next(
                (piece[:n] for n in (24, 48) if row.raw.count(piece[:n]) == 1 and not piece[n - 1].isspace()), piece
            )  # fmt: skip
            last = next((piece[-n:] for n in (24, 48) if row.raw.count(piece[-n:]) == 1), piece)
            span = {"first": first} if first == piece else {"first": first, "last": last}
            self.furniture.append({"line": row.number, **span, "kind": kind, "reason": f"proposed: {reason}"})
        row.dropped = True

    def drop_span(self, rows: list[Row], kind: str, reason: str) -> None:
        """Propose *rows*, which follow one another, as furniture: one entry where nothing else is dropped in them."""
        first, last = self.words(rows[0]), rows[-1].line.strip()[-24:].lstrip()
        between = self.text.split("\n")[rows[0].number - 1 : rows[-1].number]
        if (
            len(rows) == 1
            or not first
            or rows[-1].raw.count(last) != 1
            or (self.gone and any(map(self.gone.search, between)))
        ):
            for row in rows:
                self.drop(row, kind, reason)
            return
        self.furniture.append({"line": rows[0].number, "to": rows[-1].number, "first": first, "last": last,
                               "kind": kind, "reason": f"proposed: {reason}"})  # fmt: skip
        for row in rows:
            row.dropped = True

    def drop_sign(self, row: Row, sign: str, kind: str) -> bool:
        """Propose dropping *sign* from the beginning of *row*; tell whether it can be named."""
        if row.raw.count(sign) != 1 or (self.gone and self.gone.search(sign)):
            self.ask([row], f"the sign {sign.strip()!r} stands in it more than once and was left in the text")
            return False
        self.furniture.append(
            {"line": row.number, "first": sign, "kind": kind, "reason": "proposed: Markdown sign, no words of the text"}
        )
        row.sign, row.measured = len(sign), -1
        return True

    def fix(self, row: Row, kind: str, reason: str) -> None:
        """Propose that *row* is a block of *kind*."""
        words = self.words(row, row.sign)
        if words:
            row.kind = kind
            self.decision.append(
                {"do": "kind", "line": row.number, "words": words, "kind": kind, "reason": f"proposed: {reason}"}
            )

    def join(self, row: Row, verb: str, reason: str) -> None:
        """Propose how *row* joins the line before it."""
        words = self.words(row)
        if words and row.raw.lstrip().startswith(words):
            self.decision.append({"do": verb, "line": row.number, "words": words, "reason": f"proposed: {reason}"})
        else:
            self.ask([row], f"should be {verb!r}, but cannot be named by its first words")


def ends(row: Row, calls: str = "") -> bool:
    """Tell whether *row* ends with a sentence's mark, a note call after it aside (as ``rejoin-sentences`` does)."""
    text = row.text[-80:]
    found = list(call_pattern(calls).finditer(text)) if calls else []
    return bool(SENTENCE_END.search(text[: found[-1].start()] if found and found[-1].end() == len(text) else text))


def propose(text: str) -> Proposal:
    """Return a plan for the witness *text*; every part of it is a proposal."""
    plan = Proposal(text)
    for part in (
        _hidden,
        _languages,
        _look,
        _site,
        _page_ends,
        _signs,
        _front,
        _headings,
        _notes,
        _signature,
        _lists,
        _layout,
        _pages,
    ):
        part(plan)
    return plan


def _hidden(plan: Proposal) -> None:
    """List every character that a base text may not hold, and divide the witness into rows."""
    counts = Counter(plan.text)
    found = sorted(character for character in counts if refused(character))
    for character in found:
        name = "CARRIAGE RETURN" if character == "\r" else describe(character)
        plan.furniture.append({"each": character, "count": counts[character],
                               "kind": LINE_ENDS.get(character, "hidden character"),
                               "reason": f"proposed: {name}, which a base text may not hold"})  # fmt: skip
    strong = plan.text.count("**")
    if strong and strong % 2 == 0 and "***" not in plan.text and re.search(r"^#{1,6} ", plan.text, re.M):
        reason = "proposed: Markdown sign; a text page has no emphasis"
        plan.furniture.append({"each": "**", "count": strong, "kind": "emphasis sign", "reason": reason})
        found.append("**")
    back = re.findall("\u21a9\ufe0e?", plan.text)
    if len(back) > 1 and len(set(back)) == 1 and len(re.findall("\u21a9\ufe0e?[ \\t]*$", plan.text, re.M)) == len(back):
        reason = "proposed: arrow that led from a note to its call, at line ends only"
        plan.furniture.append({"each": back[0], "count": len(back), "kind": "back-link", "reason": reason})
        found.append(back[0])
    plan.gone = re.compile("|".join(map(re.escape, found))) if found else None
    glued: dict[str, list[int]] = {}
    private: list[int] = []
    blanks, feed = 0, False
    for number, raw in enumerate(plan.text.split("\n"), start=1):
        line = plan.gone.sub("", raw) if plan.gone else raw
        feed |= "\x0c" in raw
        for character in set(found) & set(raw) if len(line) != len(raw) else ():
            if character.isspace() and re.search(rf"\S{re.escape(character)}\S", raw):
                glued.setdefault(character, []).append(number)
            elif unicodedata.category(character) in ("Co", "Cn"):
                private.append(number)
        if line.strip():
            plan.rows.append(Row(number, raw, line, blanks, feed))
            blanks, feed = 0, False
        else:
            blanks += 1
    for character, lines in glued.items():
        plan.ask(
            lines,
            f"{describe(character)} stands between two words: dropping it glues them; no step makes it a line end",
        )
        plan.missing.add("break-at-separators")
    plan.ask(
        private, "private-use characters may be letters or signs of the font; they are dropped: supply them on the page"
    )
    if any(map(refused, counts)):
        names = {key: "CR" if key == "\r" else describe(key) for key in counts if refused(key)}
        plan.said.append("hidden: " + ", ".join(f"{names[key]} ×{counts[key]}" for key in sorted(names)))


SCRIPTS = tuple(map(re.compile, ("[가-힣]+", "[A-Za-z]+", "[\u0400-\u04ff]+")))


def _script(text: str) -> tuple[int, int, int]:
    """Return how many characters of *text* are Hangul, Latin, Cyrillic; a Hangul syllable counts for two letters."""
    hangul, latin, cyrillic = (sum(map(len, script.findall(text))) for script in SCRIPTS)
    return 2 * hangul, latin, cyrillic


def _language(shares: tuple[int, int, int]) -> str:
    return ("ko", "en", "ru")[shares.index(max(shares))] if any(shares) else "en"


def _languages(plan: Proposal) -> None:
    """Tell the language by the share of scripts, and a switch between Korean and English at one line."""
    shares = [_script(row.text) for row in plan.rows]
    total = (sum(s[0] for s in shares), sum(s[1] for s in shares), sum(s[2] for s in shares))
    plan.languages = [_language(total)]
    for row in plan.rows:
        row.language = plan.languages[0]
    split = _switch(shares)
    if split:
        first, second = ("en", "ko") if _language(shares[0]) == "en" else ("ko", "en")
        plan.languages = [first, second]
        plan.version = [{"language": first, "line": 1}, {"language": second, "line": plan.rows[split].number}]
        for index, row in enumerate(plan.rows):
            row.language = second if index >= split else first
        plan.evidence.append({"lines": [plan.rows[split].number], "shows": "the language changes here, and not again"})
        plan.ask([plan.rows[split]], f"the {second} version seems to begin here: confirm")
    plan.said.append("language: " + ", then ".join(plan.languages) + " (by script)")
    if plan.languages == ["ru"]:
        plan.ask([plan.rows[0]], "Cyrillic script: the edition's own words exist in Korean and English only")
    elif plan.languages == ["en"]:
        plan.ask([plan.rows[0]], "Latin script, taken as English: confirm")


def _switch(shares: Sequence[tuple[int, int, int]]) -> int:
    """Return the index of the row where Korean gives way to English or the reverse, for good; 0 where none does."""
    signed = [hangul - latin for hangul, latin, _ in shares]
    whole, left, best, at = sum(signed), 0, 0, 0
    for index, value in enumerate(signed):
        if index and abs(whole - 2 * left) > best:
            best, at = abs(whole - 2 * left), index
        left += value
    sides = [[sum(s[k] for s in part) for k in (0, 1)] for part in (shares[:at], shares[at:])]
    pure = all(max(side) >= 0.8 * sum(side) and max(side) >= 200 for side in sides)
    opposite = (sides[0][0] > sides[0][1]) != (sides[1][0] > sides[1][1])
    even = min(map(max, sides)) >= 0.2 * max(map(max, sides))
    return at if at and pure and opposite and even else 0


def _look(plan: Proposal) -> None:
    """Tell what kind of file it looks like, by which lines."""
    signs = {"heading signs #": HEADING_SIGN, "rules": RULE, "images": IMAGE}
    found = {name: [r.number for r in plan.rows if sign.match(r.text)] for name, sign in signs.items()}
    plan.markdown = bool(found["heading signs #"] or found["images"])
    for name, lines in found.items():
        if lines and plan.markdown:
            plan.evidence.append({"lines": lines[:12], "shows": f"Markdown {name}"})
    if plan.markdown:
        plan.look, plan.mark = "Markdown, most likely put out by a program (OCR or extraction)", "ocr"


def _site(plan: Proposal) -> None:
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


def _page_ends(plan: Proposal) -> None:
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
        plan.look = plan.look if plan.markdown else "text layer of a paged document"


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
        short = all(row.columns <= SHORT and _heads(row) for row in after)
        for row in [*(rows[i] for i, _ in chain), *(after if short else [])]:
            row.level = 1
    else:
        plan.ask([rows[i] for i, _ in numbered], "a number alone on a line: of a section, a note or a page?")


def _running_heads(plan: Proposal) -> None:
    groups: dict[str, list[int]] = {}
    for index, row in enumerate(plan.rows):
        if not row.dropped and 3 < len(row.text) < 90 and not HEADING_SIGN.match(row.text):
            groups.setdefault(re.sub(r"^\d+\s+|\s+\d+$", "#", row.text), []).append(index)
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


def _signs(plan: Proposal) -> None:
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
    raised = [row for row in plan.kept if RAISED.search(row.text)]
    if raised:
        plan.missing.add("raised calls")
        plan.ask(raised, "raised figures: note calls? mark-calls does not read them, so they stand in the text")
    for before, row in pairwise(plan.kept):
        if before.text.isdigit() and before.level and row.level and not row.text.isdigit():
            before.level, row.level, row.joined = 1, 0, True  # join-headings sets it beside its number
    inline = [row for row in plan.kept if IMAGE.search(row.text)]
    plan.ask(inline, "a picture's sign stands inside a line and was left in the text")


def _front(plan: Proposal) -> None:
    """Propose a title, subtitle and byline for the first lines of each version, and signatures for the last."""
    starts = [entry["line"] for entry in plan.version] or [1]
    for start in starts:
        rows = [row for row in plan.kept if row.number >= start][:7]
        if not rows or not _sets_a_title(rows):
            plan.ask(rows[:1], "no line that looks like a title: the page bears the text's id until there is one")
            continue
        title, *others = [row for row in rows if not row.joined]
        plan.fix(title, "title", "first line, set apart")
        title.level = 0
        run: list[Row] = []
        for row in others[:5]:
            if (
                row.level
                or row.columns > 3 * SHORT
                or (row.columns > SHORT and ends(row) and not BYLINE.match(row.text))
            ):
                break
            if NAME.fullmatch(row.text) or BYLINE.match(row.text) or (DATE.search(row.text) and row.columns < SHORT):
                for between in run:
                    plan.fix(between, "subtitle", "between title and byline")
                plan.fix(row, "byline", "a name or a date, alone under the title")
                run = []
            elif row is others[0] and not ends(row):
                run.append(row)
            else:
                break
    for kind in ("title", "subtitle", "byline"):
        lines = [row.number for row in plan.kept if row.kind == kind]
        if lines:
            plan.said.append(f"{kind}: line {', '.join(map(str, lines))}")


def _signature(plan: Proposal) -> None:
    """Propose as signatures the names, dates and short lines after the last finished paragraph."""
    feet = plan.feet
    body = [row for row in plan.body if row.number not in feet]
    run: list[Row] = []
    named = 0
    for row in reversed(body[-4:] if len(body) > 5 else []):
        name = NAME.fullmatch(row.text) or DATE.search(row.text) or BYLINE.match(row.text)
        if row.kind or row.columns > 40 or BULLET.match(row.text) or (ends(row) and not name):
            break
        run.append(row)
        named = len(run) if name else named
    for row in run[:named][::-1]:
        plan.fix(row, "signature", "a name or a date at the end")
    if named:
        plan.said.append(f"signature: line {', '.join(str(row.number) for row in run[:named][::-1])}")


def _sets_a_title(rows: list[Row]) -> bool:
    first, second = rows[0], rows[1] if len(rows) > 1 else None
    if first.kind or first.columns > 2 * SHORT or SENTENCE_END.search(first.text.rstrip("?!…”’\"'")):
        return False
    if first.level or second is None:
        return True
    return bool(second.blanks or second.level or BYLINE.match(second.text) or NAME.fullmatch(second.text)
                or (first.columns <= SHORT and second.columns > 1.5 * first.columns))  # fmt: skip


def _headings(plan: Proposal) -> None:
    """Propose headings: by Markdown's signs, else short lines without a final mark between finished paragraphs."""
    rows = [row for row in plan.kept if not row.kind]
    by = "marked by # at its beginning" if plan.markdown else "a number alone on its line"
    if not any(row.level for row in rows):
        by = "short, alone, without a final mark, after a finished sentence"
        kept = plan.kept
        spaced = sum(row.blanks > 0 for row in kept[1:]) * 20 > len(kept)
        found = [
            row
            for before, row, after in zip(kept, kept[1:], kept[2:], strict=False)
            if not row.kind and (before.kind or ends(before)) and (after.columns >= 60 or ends(after))
            if row.columns <= SHORT and (not spaced or (row.blanks and after.blanks)) and _heads(row)
        ]
        if len(found) * 4 > len(kept):
            plan.ask(
                found[:1], f"{len(found)} short lines without a final mark: too many for headings; verse or a list?"
            )
        for row in found if len(found) * 4 <= len(kept) else []:
            row.level = 1
    levels = sorted({row.level for row in rows if row.level})
    previous, many = 0, len(plan.version) > 1
    numbers: Counter[str] = Counter()
    for row in rows:
        words = plan.words(row, row.sign) if row.level else ""
        if not words:
            continue
        row.level = min(levels.index(row.level) + 1, previous + 1) + many
        previous = row.level - many
        numbers[row.language] += 1
        prefix = f"{row.language}." if many else ""
        row.kind = "heading"
        plan.heading.append({"line": row.number, "words": words, "id": f"{prefix}section-{numbers[row.language]}",
                             "level": row.level})  # fmt: skip
    if plan.heading:
        lines = [entry["line"] for entry in plan.heading]
        plan.said.append(f"headings: {len(lines)}, {by}")
        plan.ask(lines, f"headings? ({by}); give them ids that say what they are about")


def _heads(row: Row) -> bool:
    """Tell whether the words of *row* could be a heading's."""
    text = row.text
    looks_else = (BULLET.match(text), DATE.fullmatch(text), NOTES_HEAD.fullmatch(text), NO_HEADING.match(text))
    return any(map(str.isalpha, text)) and not text[:1].islower() and not any(looks_else)


def _notes(plan: Proposal) -> None:
    """Find the form of note calls and of notes, where the notes stand, and which are called."""
    kept = plan.kept
    for calls, bodies in NOTE_FORMS.items():
        pattern = call_pattern(calls)
        candidates = [(row, match) for row in kept for match in pattern.finditer(row.line) if len(match["number"]) < 4]
        if not candidates:
            continue
        for form in bodies:
            body = body_pattern(form)
            marked = {row.number: match for row in kept if (match := body.match(row.line)) and len(match["number"]) < 4}
            chain = _chain(
                [(row, int(marked[row.number]["number"])) for row in kept if row.number in marked and not row.level]
            )
            free = [(r, m) for r, m in candidates if r.number not in marked or m.start() >= marked[r.number].end()]
            if len(chain) > (calls == "1") and _settle(plan, calls, form, chain, free):
                return
        lacking = not any(body_pattern(form).match(row.line) for form in bodies for row in kept)
        if calls in ALONE and lacking and _without_bodies(plan, calls, candidates):
            return
    _ask_about_notes(plan)


def _ask_about_notes(plan: Proposal) -> None:
    rows = [row for row in plan.kept if re.match(r"\[\^?\d{1,3}\]|\d{1,3}\)", row.text)]
    plan.ask(rows, "looks like notes, but their numbers and calls do not match: nothing was proposed")


def _chain(marked: list[tuple[Row, int]]) -> list[Row]:
    """Return the longest run of rows numbered 1, 2, 3 …; of two as long, the later."""
    best: list[Row] = []
    starts = [index for index, (_, number) in enumerate(marked) if number == 1]
    for start in dict.fromkeys([*starts[:4], *starts[-4:]]):
        run: list[Row] = []
        for row, number in marked[start:]:
            if number == len(run) + 1:
                run.append(row)
        if len(run) >= len(best):
            best = run
    return best


Found = tuple[Row, re.Match[str]]


def _settle(plan: Proposal, calls: str, form: str, chain: list[Row], candidates: list[Found]) -> bool:
    """Propose notes of these forms where every note is called once, in order; tell whether they were proposed."""
    numbers = {row.number for row in chain}
    after = [(row, match) for row, match in candidates if row.number > chain[0].number]
    tail = sum(row.number > chain[0].number for row in plan.kept)
    others = any(row.number not in numbers and int(match["number"]) > 1 for row, match in after)
    together = not after or (tail <= 6 * len(chain) + 10 and not others)
    before = [(row, match) for row, match in candidates if not together or row.number < chain[0].number]
    version = chain[0].language
    chosen: dict[str, list[Found]] = {}
    for language in plan.languages:
        here = [(row, match) for row, match in before if row.language == language]
        chosen[language] = _in_order(here, range(1, len(chain) + 1))
        if language == version and len(chosen[language]) != len(chain):
            return False
    if not together and not _at_feet(plan, form, chain):
        return False
    plan.notes = {"calls": calls, "bodies": form, **({"line": chain[0].number} if together else {})}
    plan.note_rows = chain
    _called(plan, chosen, candidates)
    absent = {language: numbers for language, numbers in plan.notes["called"].items() if language != version}
    if absent:
        plan.notes["absent"] = absent
        plan.ask(chain[:1], f"notes stand once, for {version}: those of the other version are proposed as absent")
    where = f"from line {chain[0].number}" if together else "at page feet"
    plan.said.append(f"notes: {len(chain)} called as {calls}, with text {where}")
    plan.evidence.append({"lines": [row.number for row in chain][:12], "shows": f"notes, {where}"})
    late = [row for row in plan.kept if together and row.number > chain[-1].number]
    plan.ask(late[:1], "from here on, still part of the last note? everything after the notes begin is taken as notes")
    return True


def _in_order(here: list[Found], numbers: Iterable[int]) -> list[Found]:
    """Return for each number the first call of it after the one before; numbers without one are left out."""
    places: dict[int, list[int]] = {}
    for index, (_, match) in enumerate(here):
        places.setdefault(int(match["number"]), []).append(index)
    found: list[Found] = []
    at = 0
    for number in numbers:
        known = places.get(number, [])
        nearest = bisect_left(known, at)
        if nearest < len(known):
            found.append(here[known[nearest]])
            at = known[nearest] + 1
    return found


def _called(plan: Proposal, chosen: dict[str, list[Found]], candidates: list[Found]) -> None:
    """Write down what is called; where a number could be a call in two places, decide for the first."""
    plan.notes["called"] = {
        language: [int(match["number"]) for _, match in found] for language, found in chosen.items() if found
    }
    for language, found in chosen.items():
        places: dict[int, list[tuple[int, int]]] = {}
        for row, match in candidates:
            if row.language == language:
                places.setdefault(int(match["number"]), []).append((row.number, match.start()))
        after = (0, 0)
        for row, match in found:
            if sum(place >= after for place in places[int(match["number"])]) > 1:
                words = plan.words(row, match.start() - (len(row.line) - len(row.line.lstrip())), 16)
                reason = "proposed: the first number that could be this call, after the call before"
                plan.decision.append({"do": "call", "line": row.number, "words": words, "reason": reason})
                plan.ask([row], f"is the call of note {match['number']} here, or at a later {match[0]}?")
            after = (row.number, match.end())


def _without_bodies(plan: Proposal, calls: str, candidates: list[Found]) -> bool:
    chosen: dict[str, list[Found]] = {}
    for language in plan.languages:
        run: list[Found] = []
        for row, match in candidates:
            last = int(run[-1][1]["number"]) if run else 0
            if row.language == language and last < int(match["number"]) <= last + 3:
                run.append((row, match))
        chosen[language] = run
    if max(map(len, chosen.values())) < 2:
        return False
    plan.notes = {"calls": calls}
    _called(plan, chosen, candidates)
    numbers = sorted(set().union(*plan.notes["called"].values()))
    plan.notes["absent"] = dict.fromkeys(plan.notes["called"], numbers)
    plan.said.append(f"notes: {sum(map(len, chosen.values()))} calls as {calls}, no texts: proposed as absent")
    plan.ask([row for found in chosen.values() for row, _ in found][:12], "calls without notes: are the texts lost?")
    return True


def _at_feet(plan: Proposal, form: str, chain: list[Row]) -> bool:
    """Find where each page foot ends; tell whether all do."""
    kept, body = plan.kept, body_pattern(form)
    at = {row.number: index for index, row in enumerate(kept)}
    noted = {row.number for row in chain}
    others = [row for row in kept if body.match(row.line) and row.number not in noted]
    spaced = _spaced(kept)
    marked = any(row.turned for row in kept) or spaced
    if others or not marked or not plan.text.endswith("\n"):
        plan.ask(chain, "notes at page feet, but it is not plain where each foot ends: nothing was proposed")
        return False
    for row in chain:
        end = at[row.number] + 1
        while end < len(kept) and not (
            kept[end].turned or body.match(kept[end].line) or (spaced and not kept[end].blanks)
        ):
            end += 1
        plan.lifted[row.number] = kept[end - 1].number
    plan.ask(chain, "where does each foot end, and does a note go on at the next page's?")
    return True


def _spaced(kept: list[Row]) -> bool:
    """Tell whether a blank line follows each printed line, so that two lines without one are a page break."""
    return len(kept) > 20 and sum(row.blanks == 1 for row in kept[1:]) > 0.85 * len(kept)


def _lists(plan: Proposal) -> None:
    """Find bullets that a page can write, and name what no block kind fits: tables, questions, verse."""
    rows = [row for row in plan.body if not row.kind]
    found = Counter(match[0] for row in rows if (match := BULLET.match(row.text)))
    if sum(found.values()) > 1:
        plan.markers = sorted(found, key=len, reverse=True)
        plan.said.append(f"list items: {sum(found.values())}, marked {' '.join(m.strip() for m in found)}")
    noted = {row.number for row in plan.note_rows}
    rows = [row for row in rows if row.number not in noted]
    plan.ask(
        [r for r in rows if OTHER_BULLET.match(r.text)][:40], "a list? its sign is none of - and •: each is a paragraph"
    )
    plan.ask([r for r in rows if TABLE.search(r.text)], "a table? its rows are paragraphs; there is no kind for tables")
    asked = [row for row in rows if QUESTION.match(row.text)]
    plan.ask(asked if len(asked) > 1 else [], "question and answer: each is a paragraph")


def _layout(plan: Proposal) -> None:
    """Tell how lines were broken, and propose the step, or the decisions, that join them."""
    kept = plan.kept
    feet = plan.feet
    rows = [row for row in kept if row.number not in feet] + [row for row in kept if row.number in feet]
    wide = sorted(row.columns for row in kept if row.columns > 20)
    full = wide[int(0.95 * (len(wide) - 1))] if wide else 0
    long = [row for row in kept if 0.6 * full <= row.columns and not row.kind]
    unfinished = [row for row in long if not ends(row, plan.notes.get("calls", ""))]
    narrow = [row for row in kept if row.line.endswith("  ") and row.line.strip() and not row.line.endswith("   ")]
    wrapped = len(wide) >= 4 and 24 <= full <= 150 and wide[-1] <= 1.7 * full and len(unfinished) * 3 > len(long)
    trailing = sum(row.line.endswith(" ") for row in unfinished)
    steps: list[Entry] = []
    if wrapped and trailing * 7 > len(unfinished):
        steps = _wrapped_with_spaces(plan, rows, full)
    elif wrapped and plan.languages[0] == "ko":
        plan.missing.add("unwrap (Korean, no sign)")
        plan.ask(
            [unfinished[0]],
            f"hard-wrapped, {len(unfinished)} lines, with no sign where a word goes on: each line is a block",
        )
    elif wrapped:
        steps = _wrapped_without(plan, rows, full)
    elif narrow:
        steps = _columns(plan, narrow)
    if wrapped:
        plan.look = plan.look if plan.markdown else "text layer of a paged document, hard-wrapped"
        plan.evidence.append(
            {"lines": [row.number for row in unfinished[:12]], "shows": "full lines that end inside a sentence"}
        )
    else:
        cut = [
            a
            for a, b in pairwise(rows)
            if a.columns > SHORT and not a.line.endswith("  ") and not a.kind and not b.kind and not ends(a)
            if a.text[-1:].isalpha() and (b.text[:1].islower() or a.language == "ko")
        ]
        plan.ask(cut[:40], "ends inside a sentence: cut by a page? join it (rejoin-sentences, with space or glue)")
    lift = []
    if plan.lifted and _spaced(kept) and steps and steps[-1]["step"] == "unwrap-hard-lines":
        lift = [{"step": "lift-notes"}]
    elif plan.lifted:
        lift = [{"step": "move-spans"}]
        end = {"after_line": kept[-1].number, "after": plan.words(kept[-1])}
        for row in plan.note_rows:
            span = {"line": row.number, "words": plan.words(row), "to": plan.lifted[row.number]}
            reason = "proposed: a note at a page foot, put after the text"
            plan.decision.append({"do": "move", **span, **end, "reason": reason})
    if any(row.joined for row in kept):
        steps.insert(0, {"step": "join-headings"})
    top = [{"step": "drop-furniture"}] if plan.furniture else []
    last = [{"step": "strip-lines"}, *([{"step": "mark-calls"}] if plan.notes else [])]
    tops = [s for s in steps if s["step"] == "strip-page-tops"]
    plan.clean = [*top, *tops, *lift, *(s for s in steps if s not in tops), *last]
    verse = [
        before
        for before, row in pairwise(kept)
        if before.columns < 45 and row.columns < 45 and not row.blanks and not before.kind and not row.kind
        if not BULLET.match(before.text)
    ]
    if len(verse) > 2 and not steps:
        plan.ask(verse[:40], "verse, or an address? each line is a paragraph of its own")


def _wrapped_with_spaces(plan: Proposal, rows: list[Row], full: int) -> list[Entry]:
    """A trailing space is the word boundary: ``unwrap-hard-lines``, with the width below which a line ends a block."""
    calls = plan.notes.get("calls", "")
    certain = sorted(r.columns for r in rows if not r.line.endswith(" ") and not ends(r, calls) and not r.kind
                     and r.columns > 0.6 * full)  # fmt: skip
    short = max((certain[len(certain) // 20] if certain else int(0.85 * full)) - 2, int(0.6 * full))
    plan.said.append(f"hard-wrapped at about {full} columns, a trailing space is a word boundary")
    body = body_pattern(plan.notes["bodies"]) if plan.notes.get("bodies") else None
    spaced, doubtful = _spaced(plan.kept), []
    for row, after in pairwise(rows):
        indented = after.line.startswith((" ", *plan.markers)) or (body and body.match(after.line))
        space, done = row.line[len(row.line.rstrip()) :].startswith(" "), ends(row, calls)
        breaks = bool(indented or row.columns < short or (not space and done) or after.kind)
        if not breaks and (row.kind or after.number in plan.lifted or (after.blanks > spaced and done)):
            plan.join(after, "start", "a blank line, a heading or a finished sentence before it")
        elif not breaks and not space and after.language == "en":
            doubtful.append(after)
    plan.ask(
        doubtful[:40], "joined without a space, for no trailing space stands before it: cut word, or a lost space?"
    )
    _hyphens(plan, [a for a, b in pairwise(rows) if re.search(r"[a-z]-\Z", a.text) and b.text[:1].islower()])
    adjacent = [row for row in rows[1:] if not row.blanks]
    tops = spaced and adjacent and sum(row.line.startswith(" ") for row in adjacent) * 2 > len(adjacent)
    plan.ask(
        [r for r in rows if 0.6 * full < r.columns < short][:40],
        f"shorter than {short} columns: does a block end here?",
    )
    return [*([{"step": "strip-page-tops"}] if tops else []), {"step": "unwrap-hard-lines", "short": short}]


def _wrapped_without(plan: Proposal, rows: list[Row], full: int) -> list[Entry]:
    """No trailing spaces: no step joins such lines with a space, so each join is a decision of ``rejoin-sentences``."""
    plan.missing.add("unwrap-lines")
    calls = plan.notes.get("calls", "")
    spaced = _spaced(plan.kept)
    starts = {row.number for row in plan.note_rows}
    verbs: list[tuple[Row, str]] = []
    for row, after in pairwise(rows):
        word = after.text.partition(" ")[0]
        room = row.columns + 1 + width(word) <= 0.85 * full
        cut = after.turned and not ends(row, calls)
        listed = BULLET.match(after.text) or OTHER_BULLET.match(after.text) or after.number in starts
        indented = after.line.startswith("  ") and not row.line.startswith("  ")
        breaks = row.kind or after.kind or listed or (not cut and (after.blanks > spaced or room or indented))
        hyphen = re.search(r"[a-z]-\Z", row.text) and after.text[:1].islower()
        if not breaks:
            verbs.append((after, "glue" if hyphen else "space"))
        elif not (row.kind or after.kind) and not ends(row, calls):
            verbs.append((after, "start"))
    glued = {row.number for row, verb in verbs if verb == "glue"}
    _hyphens(plan, [a for a, b in pairwise(rows) if b.number in glued])
    joins = sum(verb != "start" for _, verb in verbs)
    plan.said.append(f"hard-wrapped at about {full} columns, no trailing spaces")
    if len(verbs) > MOST_DECISIONS:
        plan.ask(
            [verbs[0][0]], f"{joins} lines go on from the line before; no step joins them with a space: each is a block"
        )
        return []
    for row, verb in verbs:
        reason = {"space": "the line before is full", "glue": "the line before ends with a hyphen, which stays",
                  "start": "the line before left room for its first word, or a blank line stands between"}  # fmt: skip
        plan.join(row, verb, reason[verb])
    plan.ask([verbs[0][0]] if verbs else [], f"{joins} lines are joined by decisions, one each, for want of a step")
    return [{"step": "rejoin-sentences"}]


def _hyphens(plan: Proposal, rows: list[Row]) -> None:
    if rows:
        plan.missing.add("join-hyphenated")
        plan.ask(rows[:40], "ends with a hyphen: the word's own or the line's? it stays in the text")


def _columns(plan: Proposal, narrow: list[Row]) -> list[Entry]:
    """Two spaces at line ends: a narrow column, which ``unwrap-columns`` joins, or lines meant as lines."""
    after = {a.number: b for a, b in pairwise(plan.kept)}
    runs = [(row, after[row.number]) for row in narrow if row.number in after and not after[row.number].blanks]
    if not runs:
        return []
    verse = sum(row.text[:1].isupper() and b.text[:1].isupper() for row, b in runs) * 4 > 3 * len(runs)
    if verse or any(a.kind or b.kind for a, b in runs):
        plan.ask(
            [a for a, _ in runs][:40],
            "two spaces end these lines: meant as lines (verse, an address), so left as lines",
        )
        return []
    plan.ask(
        [b for _, b in runs][:40], "joined to the line before with a space (narrow column): where a word is cut, glue"
    )
    plan.said.append(f"narrow columns: {len(runs)} line ends with two spaces")
    return [{"step": "unwrap-columns"}]


def _pages(plan: Proposal) -> None:
    """Divide the text into pages: versions, else headings of the first level, else double blank lines, else one."""
    feet = plan.feet
    body = [row for row in plan.body if row.number not in feet]
    if not body:
        return
    if plan.version:
        for entry in plan.version:
            row = next(row for row in body if row.number >= entry["line"])
            plan.begin(entry["language"], row, "" if row.kind == "title" else f"[{entry['language']}]")
        plan.said.append("pages: one for each language version")
        return
    korean = body[0].language == "ko"
    titled = body[0].kind == "title"
    plan.begin("index", body[0], "" if titled else "[제목 없음]" if korean else "[Untitled]")
    front = ("title", "subtitle", "byline")
    opening = next((row for row in body if titled and not row.joined and row.kind not in front), body[0])
    tops = {entry["line"]: entry for entry in plan.heading if entry["level"] == 1}
    doubles = [row for row in body[1:] if row.blanks > 1]
    singles = sum(row.blanks == 1 for row in body)
    if tops:
        if opening.number not in tops and opening is not body[0]:
            plan.begin("opening", opening, "[들머리]" if korean else "[Opening]")
        for row in body[1:]:
            if row.number in tops:
                plan.begin(tops[row.number]["id"], row)
        plan.said.append(f"pages: {len(plan.page)}, at headings of the first level")
    elif 1 < len(doubles) <= MOST_PAGES and singles > 2 * len(doubles):
        _double_blank(plan, opening, doubles)
    elif opening is not body[0]:
        plan.begin("text", opening, "[본문]" if korean else "[Text]")
        plan.said.append("pages: title and text, for no division was recognized")


def _double_blank(plan: Proposal, opening: Row, doubles: list[Row]) -> None:
    """Begin a page at each of *doubles*; where every double blank line begins one, name that as the rule."""
    first = plan.page[0]["line"]
    starts = [row for row in doubles if row.number >= opening.number]
    if opening.number not in (first, starts[0].number if starts else 0):
        starts.insert(0, opening)
    for number, row in enumerate(starts, start=1):
        plan.begin(f"part-{number}", row, f"[{number}]")
    lines = {row.number for row in starts} | {first, plan.notes.get("line", 0)}
    others = [row for row in plan.kept if row.blanks > 1 and row.number not in lines]
    if not others and all(row.blanks > 1 for row in starts):
        plan.division = "double blank lines"
    plan.said.append(f"pages: {len(plan.page)}, at double blank lines")
    plan.ask(starts, "pages begin at double blank lines: find each a title (in brackets: it is ours)")


def rights_lines(plan: Proposal) -> list[tuple[int, str]]:
    """Return line and words of what the witness itself prints about rights, a footer's included."""
    found = ((row.number, row.line.strip()[:120]) for row in plan.rows if row.columns < 200 and RIGHTS.search(row.line))
    return list(islice(found, 5))
