"""How two states of the edition differ, as records: pure, and silent about how they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from edition.citation.releases import Piece, difference
from edition.marks import Mark
from edition.problems import Problem
from edition.report.commits import Changed
from edition.report.state import Fields, Passage, State, TextState

#: where a change to the edition's text and data may reach; a witness is in none of them
EDITORIAL = (
    *("docs/texts/", "docs/register/", "docs/introduction/", "docs/releases/"),
    *("bibliography.bib", "docs/chronology.toml", "docs/quotations.toml", "CHANGELOG.md"),
)
LONGEST = 20_000  #: characters of a passage that are compared word by word; a longer one is told whole


@dataclass(frozen=True, slots=True)
class Touched:
    """A paragraph that a change touched."""

    place: str  #: its permanent id
    page: str
    how: str  #: ``added``, ``removed`` or ``changed``
    reading: tuple[Piece, ...] = ()  #: empty where the reading is the same
    witness: tuple[Piece, ...] = ()  #: empty where the page's words for the witness are the same
    proved: bool = True  #: whether the witness has, now, what the page says that it has


@dataclass(frozen=True, slots=True)
class MarkChange:
    """A mark added, changed or removed."""

    place: str
    page: str
    before: Mark | None
    after: Mark | None

    @property
    def how(self) -> str:
        """What was done to it."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """A note, entry, work, event or summary added, changed or removed."""

    ident: str
    how: str
    fields: tuple[tuple[str, tuple[Piece, ...]], ...]  #: each field that differs, with its words


@dataclass(slots=True)
class TextChange:
    """What happened to one text."""

    ident: str
    title: str = ""
    languages: tuple[str, ...] = ()
    how: str = "changed"
    alarms: list[str] = field(default_factory=list)  #: what must never happen, or could not be looked at
    touched: list[Touched] = field(default_factory=list)
    marks: list[MarkChange] = field(default_factory=list)
    ids: list[tuple[str, str]] = field(default_factory=list)  #: an id, and what became of it
    notes: list[ItemChange] = field(default_factory=list)
    summaries: list[ItemChange] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing happened."""
        told = [*self.alarms, *self.touched, *self.marks, *self.ids, *self.notes, *self.summaries]
        return self.how == "changed" and not told


@dataclass(slots=True)
class Change:
    """What a change did."""

    texts: list[TextChange]
    beside: dict[str, list[ItemChange]]  #: by what they are called
    problems: list[Problem]  #: of the state after the change
    before: list[Problem]  #: of the state before it
    beside_unchecked: bool  #: whether a text is too broken for a check of what refers to it
    outside: list[Changed]  #: files that no editorial change touches
    files: list[Changed]


def compare(before: State, after: State, files: list[Changed]) -> Change:
    """Return how *after* differs from *before*, between which *files* were changed."""
    texts = [_text(before.texts.get(ident), after.texts.get(ident)) for ident in {**before.texts, **after.texts}]
    beside = {
        "Register": items(before.entries, after.entries),
        "Bibliography": items(before.works, after.works),
        "Chronology": items(before.events, after.events),
    }
    outside = [file for file in files if file.link or not file.path.startswith(EDITORIAL)]
    return Change(
        [text for text in texts if not text.empty],
        beside,
        after.problems,
        before.problems,
        after.beside_unchecked,
        outside,
        files,
    )


def _text(before: TextState | None, after: TextState | None) -> TextChange:
    now = after or before
    assert now is not None
    then, later = before or TextState(now.ident), after or TextState(now.ident)
    how = "added" if before is None else "removed" if after is None else "changed"
    change = TextChange(now.ident, now.title or then.title, tuple(now.languages or then.languages), how)
    change.alarms = list(_alarms(then, later)) if how == "changed" else []
    if then.read and later.read:
        change.touched = list(_touched(then.passages, later.passages))
        for place in {**later.passages, **then.passages}:
            change.marks += _marks(place, then.passages.get(place), later.passages.get(place))
    change.ids = list(_ids(then.ledger, later.ledger)) if how == "changed" and later.read else []
    change.notes, change.summaries = items(then.notes, later.notes), items(then.summaries, later.summaries)
    return change


def _alarms(then: TextState, now: TextState) -> Iterator[str]:
    if then.sha256 != now.sha256:
        yield "THE WITNESS WAS CHANGED. A witness is never edited: this change must not be taken as it is."
    if then.pinned != now.pinned:
        yield "THE HASH OF THE WITNESS WAS CHANGED in source.toml. Only a new text brings a new hash."
    if now.sha256 != now.pinned:
        yield "The witness is not the one that source.toml names by its hash."
    for state, when in ((then, "Before the change"), (now, "After the change")):
        if not state.read:
            yield f"{when} the text could not be read: its paragraphs, marks and ids were not compared."


def _touched(then: Mapping[str, Passage], now: Mapping[str, Passage]) -> Iterator[Touched]:
    for place in {**now, **then}:
        old, new = then.get(place), now.get(place)
        if old == new:
            continue
        first, second = old or new, new or old
        assert first and second
        how = "added" if old is None else "removed" if new is None else "changed"
        reading = pieces(old.reading if old else "", new.reading if new else "")
        witness = pieces(old.witness if old else "", new.witness if new else "")
        if reading or witness or (old and new and old.proved != new.proved):
            yield Touched(place, second.page, how, reading, witness, second.proved if new else True)


def pieces(then: str, now: str) -> tuple[Piece, ...]:
    """Return the words that stayed, went and came; nothing where all stayed."""
    if then == now:
        return ()
    if max(len(then), len(now)) > LONGEST:
        return tuple(filter(lambda piece: piece[1], (("-", then), ("+", now))))
    return tuple(_joined(difference(then, now)))


def _joined(found: list[Piece]) -> Iterator[Piece]:
    """Yield the pieces *found*, changes that only spaces part taken together.

    >>> list(_joined([("-", "a"), ("+", "b"), ("=", " "), ("-", "c"), ("=", " d")]))
    [('-', 'a c'), ('+', 'b '), ('=', ' d')]
    """
    went = came = ""
    for index, (sign, words) in enumerate(found):
        if sign == "=" and (words.strip() or index == len(found) - 1 or not (went or came)):
            yield from (piece for piece in (("-", went), ("+", came)) if piece[1])
            went = came = ""
            yield sign, words
        else:
            went += words if sign in "-=" else ""
            came += words if sign in "+=" else ""
    yield from (piece for piece in (("-", went), ("+", came)) if piece[1])


def _marks(place: str, then: Passage | None, now: Passage | None) -> Iterator[MarkChange]:
    """Yield the marks of a paragraph that are not in both; one that shares a side with another is that one, changed."""
    old, new = list(then.marks if then else ()), list(now.marks if now else ())
    page = (now or then).page  # type: ignore[union-attr]
    for mark in list(old):
        if mark in new:
            old.remove(mark)
            new.remove(mark)
    for mark in list(old):
        kin = [one for one in new if (one.witness and one.witness == mark.witness) or one.reading == mark.reading != ""]
        if kin:
            old.remove(mark)
            new.remove(kin[0])
            yield MarkChange(place, page, mark, kin[0])
    yield from (MarkChange(place, page, mark, None) for mark in old)
    yield from (MarkChange(place, page, None, mark) for mark in new)


def _ids(then: Mapping[str, str], now: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for ident in {**then, **now}:
        if ident not in then:
            yield ident, "added"
        elif ident not in now:
            yield ident, "VANISHED: a published id is never taken away"
        elif then[ident] != now[ident]:
            yield ident, f"now leads to {now[ident]}" if now[ident] else "leads nowhere else any more"


def items(then: Mapping[str, Fields], now: Mapping[str, Fields]) -> list[ItemChange]:
    """Return what was added, removed and changed between two sets of records, field by field."""
    found = []
    for ident in {**now, **then}:
        old, new = then.get(ident, {}), now.get(ident, {})
        if old == new and (ident in then) == (ident in now):
            continue
        how = "added" if ident not in then else "removed" if ident not in now else "changed"
        names = [name for name in {**new, **old} if old.get(name, "") != new.get(name, "")]
        fields = tuple((name, pieces(old.get(name, ""), new.get(name, ""))) for name in names)
        found.append(ItemChange(ident, how, fields))
    return found
