"""The report of a change as a document: what is said, in which order, before it is Markdown or HTML.

A document keeps our words (`str`, links) apart from the words of the change (`Theirs`, `Words`, `Lines`), so that a
renderer cannot let the one pass for the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from edition.citation.releases import Piece
from edition.marks import Mark
from edition.problems import Problem
from edition.report.changes import Change, ItemChange, MarkChange, TextChange
from edition.report.commits import Range

PROBLEMS_SHOWN = 50
TEXT_FIRST = ("witness", "file", "markup", "mark", "text")  #: codes of problems that bring others with them
FILES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Theirs:
    """Words of the change, shown as they are and never as markup."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of ours."""

    address: str
    words: str


Part = str | Theirs | Link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading."""

    level: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph (depth 0) or an item of a list."""

    parts: tuple[Part, ...]
    depth: int = 0
    loud: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Words before and after, below an item."""

    label: Part
    pieces: tuple[Piece, ...]
    language: str = ""
    depth: int = 2


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of the change to be copied to the letter, below an item."""

    text: str
    depth: int = 2


Node = Heading | Line | Words | Lines


def document(change: Change, span: Range, site: str) -> list[Node]:
    """Return the report of *change* between the commits of *span*; *site* is where the rendered pages are."""
    return [
        Heading(1, ("What the change did to the text",)),
        Line(("From ", Theirs(span.base), f" ({span.base_commit[:7]}) to ", *_head(span), ".")),
        *_alarms(change),
        *_problems(change),
        *_summary(change),
        *(node for text in change.texts for node in _text(text, site)),
        *(node for name, found in change.beside.items() if found for node in _items(name, found, 2)),
        *_outside(change),
    ]


def _head(span: Range) -> tuple[Part, ...]:
    return (Theirs(span.head), f" ({span.head_commit[:7]})") if span.head_commit else ("the working tree",)


def _alarms(change: Change) -> Iterator[Node]:
    for text in change.texts:
        for alarm in text.alarms:
            yield Line((Theirs(text.ident), f": {alarm}"), loud=True)


def _problems(change: Change) -> Iterator[Node]:
    new = [problem for problem in change.problems if problem not in change.before]
    yield Heading(2, ("Checks",))
    if not change.problems:
        yield Line(("After the change edition verify --pages-only and edition check find no problem.",))
    else:
        yield Line((f"After the change the checks find {_number(len(change.problems), 'problem')}.",), loud=True)
    if change.beside_unchecked:
        yield Line(("Notes, register, bibliography and chronology can be checked once the texts hold.",))
    for problem in sorted(change.problems, key=lambda one: one.code not in TEXT_FIRST)[:PROBLEMS_SHOWN]:
        yield from _problem(problem)
    if len(change.problems) > PROBLEMS_SHOWN:
        yield Line((f"{len(change.problems) - PROBLEMS_SHOWN} more are not shown.",), 1)
    if change.before and len(new) == len(change.problems):
        yield Line((f"Before the change there were {_number(len(change.before), 'problem')}.",))


def _problem(problem: Problem) -> Iterator[Node]:
    place = f"{problem.path}:{problem.line}" if problem.line else problem.path
    yield Line((Theirs(place), f" {problem.code} ", Theirs(problem.message)), 1)
    said, _, lines = problem.remedy.partition(":\n")
    yield Line(("fix: ", Theirs(said + (":" if lines else ""))), 2)
    if lines:
        yield Lines(lines, 2)


def _number(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _summary(change: Change) -> Iterator[Node]:
    yield Heading(2, ("In short",))
    for text in change.texts:
        told = [] if text.how == "changed" else [f"text {text.how}"]
        marks, notes = Counter(mark.how for mark in text.marks), Counter(note.how for note in text.notes)
        counted = ", ".join(f"{count} {how}" for how, count in sorted(marks.items()))
        noted = ", ".join(f"{count} {how}" for how, count in sorted(notes.items()))
        told += [_number(len(text.touched), "paragraph") + " touched"] if text.touched else []
        told += [f"marks: {counted}"] if marks else []
        told += [f"notes: {noted}"] if notes else []
        told += [f"ids: {len(text.ids)}"] if text.ids else []
        told += [f"summaries: {len(text.summaries)}"] if text.summaries else []
        yield Line((Theirs(text.ident), f": {'; '.join(told) or 'see above'}"), 1)
    for name, found in change.beside.items():
        if found:
            counted = ", ".join(f"{count} {how}" for how, count in sorted(Counter(one.how for one in found).items()))
            yield Line((f"{name}: {counted}",), 1)
    if not change.texts and not any(change.beside.values()):
        yield Line(("No text, note, entry, work or event was changed.",))
    yield Line((f"Files: {len(change.files)} changed, {len(change.outside)} of them outside the text and its data",), 1)


def _text(text: TextChange, site: str) -> Iterator[Node]:
    if text.how != "changed":
        yield Heading(2, ("Text ", Theirs(text.ident), f" {text.how}"))
        return
    yield Heading(2, (Theirs(text.ident), *((" ", Theirs(text.title, language_of(text, ""))) if text.title else ())))
    if text.touched:
        yield Heading(3, ("Paragraphs",))
    for one in text.touched:
        yield Line((Theirs(one.place), f" {one.how} ", *_rendered(text.ident, one.page, one.place, site)), 1)
        language = language_of(text, one.place)
        if one.reading:
            yield Words("reading", one.reading, language)
        elif one.how == "changed":
            yield Line(("reading: the same",), 2)
        if one.witness and one.how == "changed":
            yield Words("witness reading on the page, changed", one.witness, language)
        if not one.proved:
            yield Line(("The witness has other words: a change here is not marked. See the checks.",), 2, loud=True)
    if text.marks:
        yield Heading(3, ("Marks",))
    for mark in text.marks:
        yield from _mark(mark, text, site)
    if text.ids:
        yield Heading(3, ("Ids",))
        for ident, became in text.ids:
            yield Line((Theirs(ident), " ", Theirs(became)), 1, loud=became.startswith("VANISHED"))
    yield from _items("Notes", text.notes, 3) if text.notes else ()
    yield from _items("Summaries", text.summaries, 3) if text.summaries else ()


def _rendered(ident: str, page: str, place: str, site: str) -> Iterator[Part]:
    anchor = "" if "/" in place else f"#{quote(place)}"
    yield Link(f"{site}texts/{quote(ident)}/{quote(page)}.html{anchor}", "page")


def language_of(text: TextChange, place: str) -> str:
    """Return the language of the paragraph *place* of *text*, empty where it cannot be told."""
    if len(text.languages) == 1:
        return text.languages[0]
    return next((language for language in text.languages if f".{language}." in place), "")


def _mark(change: MarkChange, text: TextChange, site: str) -> Iterator[Node]:
    language = language_of(text, change.place)
    link = _rendered(text.ident, change.page, change.place, site)
    yield Line((f"{change.how} in ", Theirs(change.place), " ", *link), 1)
    if change.before:
        yield Line((("before: " if change.after else "it was: "), *_told(change.before, language)), 2)
    if change.after:
        yield Line((("after: " if change.before else "it is: "), *_told(change.after, language)), 2)


def _told(mark: Mark, language: str) -> Iterator[Part]:
    yield f"{mark.sign}, reading "
    yield Theirs(mark.reading, language)
    yield ", witness "
    yield Theirs(mark.witness, language)
    yield f"; {mark.kind or 'no kind'}, {mark.certainty or 'no certainty'}"
    for label, words in (("extent", mark.extent), ("reason", mark.reason)):
        if words:
            yield f"; {label}: "
            yield Theirs(words)


def _items(name: str, found: Sequence[ItemChange], level: int) -> Iterator[Node]:
    yield Heading(level, (name,))
    for one in found:
        yield Line((Theirs(one.ident), f" {one.how}"), 1)
        for field, pieces in one.fields:
            language = next((code for code in ("ko", "en") if field in (code, f"gloss ({code})", f"note_{code}")), "")
            yield Words(Theirs(field), pieces, language)


def _outside(change: Change) -> Iterator[Node]:
    if not change.outside:
        return
    yield Heading(2, ("Files outside the text and its data",))
    yield Line(("A commit that begins with [Editorial] touches none of these.",))
    for file in change.outside[:FILES_SHOWN]:
        what = f" {file.how}" + (" (a link: it was not read)" if file.link else "")
        yield Line((Theirs(file.path), what), 1, loud=file.link or file.path.endswith("/witness.txt"))
    if len(change.outside) > FILES_SHOWN:
        yield Line((f"{len(change.outside) - FILES_SHOWN} more are not shown.",), 1)
