"""Citations for people, in three styles: Chicago, MLA, and that of the Korean humanities.

A citation names the text as the witness does, and the edition with its version; it leads to an address where the
edition has one, else to the permanent id. Chicago is a bibliography entry for a text or page and a note for a paragraph
(*Manual of Style*, 18th ed., 13–14); MLA a works-cited entry (*Handbook*, 9th ed., 5). Korean humanities journals cite
by commas, with 「」 around a work, 『』 around what it stands in, and curly quotes around a work in a Latin script.
No access dates: a version does not change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from edition.citation.record import HANGUL, MONTHS, Day, Edition, Name, Record

SMALL = frozenset({"a", "an", "the", "and", "but", "or", "nor", "of", "on", "in", "to", "for", "at", "by", "from"})
SHORT = {"September": "Sept.", "May": "May", "June": "June", "July": "July"}  #: MLA, where not three letters and a stop
NAMES = {
    "chicago": {"en": "Chicago", "ko": "시카고"},
    "mla": {"en": "MLA", "ko": "MLA"},
    "korean": {"en": "Korean humanities", "ko": "국내 인문학"},
}


@dataclass(frozen=True, slots=True)
class Run:
    """Some words of a citation, upright or italic."""

    words: str
    italic: bool = False


Citation = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """What in the text is cited: a paragraph's number, none for all of it; and where it is found."""

    locator: str  #: an address, or a permanent id
    number: str = ""


def plain(citation: Citation) -> str:
    """Return *citation* without its italics."""
    return "".join(run.words for run in citation)


def as_html(citation: Citation) -> str:
    """Return *citation* as HTML."""
    return "".join(f"<em>{escape(run.words)}</em>" if run.italic else escape(run.words) for run in citation)


def cite(style: str, record: Record, edition: Edition, place: Place) -> Citation:
    """Return the citation of *place* in the text *record*; *style* is a key of `NAMES`."""
    make = {"chicago": _chicago_note if place.number else _chicago, "mla": _mla, "korean": _korean}[style]
    runs = make(record, edition, place)
    return tuple(run for run in runs if run.words)


def order(language: str) -> list[str]:
    """Return the styles in the order in which a page in *language* offers them."""
    return sorted(NAMES, key=lambda style: style != "korean") if language == "ko" else list(NAMES)


def _chicago(record: Record, edition: Edition, place: Place) -> Sequence[Run]:
    parts = [_stop(listed(record.authors)), quoted(record.title, ".")]
    if record.within:
        parts.append(f"In {quoted(record.within, '.')}")
    if record.date:
        parts.append(f"{american(record.date)}.")
    head = f"{' '.join(filter(None, parts))} In "
    made = ", ".join(filter(None, [f"Version {version(edition)}", american(edition.date)]))
    return Run(head), Run(name_of(edition), True), Run(f". {made}. {place.locator}.")


def _chicago_note(record: Record, edition: Edition, place: Place) -> Sequence[Run]:
    parts = [f"{joined(record.authors)}," if record.authors else "", quoted(record.title, ",")]
    if record.within:
        parts.append(f"in {quoted(record.within, ',')}")
    parts += [f"{american(record.date)}," if record.date else "", f"par. {place.number}, in "]
    made = ", ".join(filter(None, [f"version {version(edition)}", american(edition.date)]))
    return Run(" ".join(filter(None, parts))), Run(name_of(edition), True), Run(f", {made}, {place.locator}.")


def _mla(record: Record, edition: Edition, place: Place) -> Sequence[Run]:
    parts = [_stop(listed(record.authors)), quoted(record.title, ".")]
    if record.date:
        parts.append(_stop(british(record.date)))
    if record.within:
        parts.append(quoted(record.within, "."))
    made = [f"version {version(edition)}", british(edition.date), f"par. {place.number}" if place.number else ""]
    return (
        Run(f"{' '.join(filter(None, parts))} "),
        Run(name_of(edition), True),
        Run(f", {', '.join(filter(None, made))}, {place.locator}."),
    )


def _korean(record: Record, edition: Edition, place: Place) -> Sequence[Run]:
    title = corner(record.title)
    if record.within:
        title = f"{corner(record.within)} 중 {title}"
    parts = [
        "·".join(name.whole for name in record.authors),
        title,
        dotted(record.date),
        f"『{edition.title}』 {korean_version(edition)}",
        dotted(edition.date),
        f"{place.number}문단" if place.number else "",
        place.locator,
    ]
    return (Run(f"{', '.join(filter(None, parts))}."),)


def version(edition: Edition) -> str:
    """Return the version as citations print it: with the commit where it is not a release."""
    return edition.version if edition.released or not edition.commit else f"{edition.version} (commit {edition.commit})"


def korean_version(edition: Edition) -> str:
    """Return the version as a Korean citation prints it."""
    return f"{edition.version}판" + ("" if edition.released or not edition.commit else f"(커밋 {edition.commit})")


def name_of(edition: Edition) -> str:
    """Return the edition's title with its subtitle, each word of it with a capital as English citations have it."""
    return f"{edition.title}: {headline(edition.subtitle)}" if edition.subtitle else edition.title


def headline(words: str) -> str:
    """Return *words* in headline style.

    >>> headline("Five texts on the Russian Revolution and its fate")
    'Five Texts on the Russian Revolution and Its Fate'
    """
    found = words.split()
    last = len(found) - 1
    return " ".join(
        word if word in SMALL and 0 < index < last else word[:1].upper() + word[1:] for index, word in enumerate(found)
    )


def listed(names: Sequence[Name]) -> str:
    """Return *names* as a bibliography has them: the first by its family name."""
    return joined([Name(names[0].inverted), *names[1:]], comma=True) if names else ""


def joined(names: Sequence[Name], *, comma: bool = False) -> str:
    """Return *names* as running words; a *comma* before ``and`` where the first is inverted."""
    words = [name.whole for name in names]
    if len(words) < 3:
        return f"{', and ' if comma and ',' in words[0] else ' and '}".join(words) if words else ""
    return f"{', '.join(words[:-1])}, and {words[-1]}"


def quoted(title: str, stop: str) -> str:
    """Return *title* in double quotation marks with *stop* inside, as American use has it; its own become single.

    >>> quoted("Putin’s Patriotic “Communists”", ".")
    '“Putin’s Patriotic ‘Communists.’”'
    >>> quoted("or destroying it?", ".")
    '“or destroying it?”'

    A title of ours, in square brackets, is a description and stands without quotation marks.

    >>> quoted("[Introduction]", ",")
    '[Introduction],'
    """
    if title.startswith("[") and title.endswith("]"):
        return f"{title}{stop}"
    words = re.sub(r'["“]([^"“”]*)["”]', r"‘\1’", title)
    if words[-1] in "?!":
        return f"“{words}”"
    return f"“{words[:-1]}{stop}’”" if words.endswith("’") and "‘" in words else f"“{words}{stop}”"


def corner(title: str) -> str:
    """Return *title* in corner brackets, or in quotation marks where it has no Hangul.

    >>> corner("나오는 말"), corner("Lenin")
    ('「나오는 말」', '“Lenin”')
    """
    if title.startswith("[") and title.endswith("]"):
        return title
    if HANGUL.search(title):
        return f"「{title}」"
    inner = re.sub(r'["“]([^"“”]*)["”]', r"‘\1’", title)
    return f"“{inner}”"


def american(day: Day | None) -> str:
    """Return ``January 8, 2022``."""
    if day is None:
        return ""
    month = MONTHS[day.month - 1] if day.month else ""
    return f"{month} {day.day}, {day.year}" if day.day else f"{month} {day.year}".strip()


def british(day: Day | None) -> str:
    """Return ``8 Jan. 2022``."""
    if day is None:
        return ""
    month = MONTHS[day.month - 1] if day.month else ""
    short = SHORT.get(month, f"{month[:3]}." if month else "")
    return " ".join(filter(None, [str(day.day) if day.day else "", short, str(day.year)]))


def dotted(day: Day | None) -> str:
    """Return ``2022. 1. 8.``; a year alone has no stop."""
    if day is None:
        return ""
    return " ".join(f"{part}." for part in day.parts) if day.month else str(day.year)


def _stop(words: str) -> str:
    return words if not words or words.endswith(".") else f"{words}."
