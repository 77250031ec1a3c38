"""What the characters of a witness say: which it may not keep, where its lines are, in which languages they are."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from edition.convert.intake.model import Proposal, Row
from edition.convert.intake.turns import alternates
from edition.hygiene import describe, refused

LINE_ENDS = {"\r": "line end", "\u2028": "line separator", "\u2029": "paragraph separator", "\x0c": "form feed"}


def find_hidden(plan: Proposal) -> None:
    """List every character that a base text may not hold, and divide the witness into rows."""
    counts = Counter(plan.text)
    if not re.search(r"\r(?!\n)", plan.text):
        del counts["\r"]  # CR LF: part of the line end, which strip-lines takes
    found = sorted(filter(refused, counts))
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
    at_ends = re.findall(r"\w[^\w\n]*\u21a9\ufe0e?[ \t\r]*$", plan.text, re.M)
    if len(back) == len(at_ends) > 1 and len(set(back)) == 1:
        reason = "proposed: arrow that led from a note to its call, at line ends only"
        plan.furniture.append({"each": back[0], "count": len(back), "kind": "back-link", "reason": reason})
        found.append(back[0])
    if found:
        plan.gone = re.compile("|".join(map(re.escape, found)))
    _divide(plan)
    names = {key: "CR" if key == "\r" else describe(key) for key in counts if refused(key)}
    if names:
        plan.said.append("hidden: " + ", ".join(f"{names[key]} ×{counts[key]}" for key in sorted(names)))


def _divide(plan: Proposal) -> None:
    """Divide the witness into rows; ask about words that dropping a character glues, and about private use."""
    glued: dict[str, list[int]] = {}
    private: list[int] = []
    blanks, feed = 0, False
    for number, raw in enumerate(plan.text.split("\n"), start=1):
        line = plan.gone.sub("", raw)
        feed |= "\x0c" in raw
        for character in sorted(set(plan.gone.findall(raw))) if len(line) != len(raw) else ():
            if character.isspace() and re.search(rf"\S{re.escape(character)}\S", raw):
                glued.setdefault(character, []).append(number)
            elif unicodedata.category(character[0]) in ("Co", "Cn"):
                private.append(number)
        if line.strip():
            plan.rows.append(Row(number, raw, line, blanks, feed))
            blanks, feed = 0, False
        else:
            blanks += 1
    for character, lines in glued.items():
        glues = "stands between two words: dropping it glues them"
        plan.ask(lines, f"{describe(character)} {glues}")
    fonts = "private-use characters may be letters or signs of the font; they are dropped: supply them on the page"
    plan.ask(private, fonts)


UNSURE = 0.5  #: certainty below which a language is told by its script
SCRIPTS = tuple(map(re.compile, ("[가-힣]+", "[A-Za-z]+", "[\u0400-\u04ff]+")))


def _script(text: str) -> tuple[int, int, int]:
    """Return how many characters of *text* are Hangul, Latin, Cyrillic; a Hangul syllable counts for two letters."""
    hangul, latin, cyrillic = (sum(map(len, script.findall(text))) for script in SCRIPTS)
    return 2 * hangul, latin, cyrillic


def _named(plan: Proposal, total: tuple[int, int, int]) -> tuple[list[str], str]:
    """Return the language that py3langid finds in the text, and how certain it is."""
    text = " ".join(row.text for row in plan.rows)
    middle = max(len(text) // 2 - 10_000, 0)  # what stands in the middle is seldom a menu
    language, certainty = _identifier().classify(text[middle : middle + 20_000])
    if certainty < UNSURE:
        return [_language(total)], f"by script; py3langid says {language}, certainty {certainty:.2f}"
    return [language], f"by py3langid, certainty {certainty:.2f}"


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _language(shares: tuple[int, int, int]) -> str:
    return ("ko", "en", "ru")[shares.index(max(shares))] if any(shares) else "en"


def find_languages(plan: Proposal) -> None:
    """Tell the language by the share of scripts, and a switch between Korean and English at one line."""
    shares = [_script(row.text) for row in plan.rows]
    total = (sum(s[0] for s in shares), sum(s[1] for s in shares), sum(s[2] for s in shares))
    plan.languages = [_language(total)]
    how = "by script"
    if not total[0] and any(total[1:]):
        plan.languages, how = _named(plan, total)
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
    elif alternates(plan, shares):
        how = "by script, in turns"
    plan.said.append(f"language: {', then '.join(plan.languages)} ({how})")
    if not {"ko", "en"} & {*plan.languages}:
        words = f"taken as {plan.languages[0]}: the edition's own words exist in Korean and English only"
        plan.ask([plan.rows[0]], words)
    elif plan.languages == ["en"]:
        plan.ask([plan.rows[0]], f"taken as English ({how}): confirm")


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
