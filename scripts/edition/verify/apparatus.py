"""The apparatus of a text: its marks in order, each with its place in the text and in the witness.

Computed from the pages and the base text; there is no second list. How an entry is shown is the business of `ext` and
`cli`. Notes that the witness lacks are no entries: they are declared in ``source.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from edition.blocks import CALL, CALL_CLOSE, CALL_OPEN, Block, digits
from edition.marks import BREAK, MARK_KINDS, Mark
from edition.markup import call_signs
from edition.problems import Problem, relative
from edition.verify.ledger import NAME, match, numbered, read_ledger
from edition.verify.pages import Read
from edition.verify.pages import undone as undo_breaks
from edition.verify.text import PAGES, Edited, id_prefix, notes_of

CONTEXT = 24  #: characters of the reading shown on either side of a mark


@dataclass(frozen=True, slots=True)
class Entry:
    """One mark of a text in its place."""

    number: int  #: 1 for the first mark of the text
    page: str  #: name of its page
    anchor: str  #: id of the mark on that page; not permanent, for it counts the marks of its block
    block: Block  #: of the base text, as the witness has it
    place: str  #: id of the block, or of its page where the block has none
    label: str  #: paragraph number (``12a``) or note number; empty for other blocks
    path: str  #: of the page, as messages print it
    page_line: int
    witness_line: int
    offset: int  #: where in the block's words, its calls left out, the mark stands
    mark: Mark  #: with kind and certainty, the text's own where the page names none
    before: str  #: the words of the reading before the mark
    after: str  #: and after it


def apparatus(root: Path, edited: Edited) -> list[Entry]:
    """Return the entries of *edited*: page by page, its body and then its notes.

    Marks in a block that is not the witness's are left out: `edition.verify.text.verify` reports the block.
    """
    entries: list[Entry] = []
    idents = block_idents(root, edited)
    taken: Counter[str] = Counter()
    for name, page in edited.pages.items():
        pairs = [*paired(edited.base.page(name), page.body), *paired(notes_of(edited, name), page.notes)]
        for block, read in pairs:
            place = block_place(edited, block, idents)
            for index, (mark, offset) in enumerate(zip(read.marks, read.offsets, strict=True)):
                taken[place] += 1
                before, after = _around(read, index)
                plain = len(CALL.sub("", read.block.text[:offset]))
                entries.append(
                    Entry(
                        number=len(entries) + 1,
                        page=name,
                        anchor=f"{place}.m{taken[place]}",
                        block=block,
                        place=place,
                        label=place.rpartition(".")[2] if block.kind != "note" else block.number,
                        path=page.path,
                        page_line=read.line_of(offset),
                        witness_line=edited.base.line_of(block, _with_calls(block.text, plain)),
                        offset=plain,
                        mark=settled(mark, edited.source.mark),
                        before=before,
                        after=after,
                    )
                )
    return entries


def settled(mark: Mark, defaults: dict[str, str]) -> Mark:
    """Return *mark* with the text's kind and certainty where it names none; a slip left standing is one of fact."""
    kind = mark.kind or ("fact" if mark.sign == "sic" else defaults.get("kind", ""))
    return replace(mark, kind=kind, certainty=mark.certainty or defaults.get("certainty", ""))


def counts(entries: Sequence[Entry]) -> dict[str, Counter[str]]:
    """Return how many entries there are by ``sign``, by ``kind`` and by ``certainty``."""
    return {
        "sign": Counter(entry.mark.sign for entry in entries),
        "kind": Counter(entry.mark.kind for entry in entries),
        "certainty": Counter(entry.mark.certainty for entry in entries),
    }


def block_idents(root: Path, edited: Edited) -> dict[int, str]:
    """Return, by the `id` of a numbered block object of the base text, its permanent id from the ledger."""
    path = root / PAGES / edited.source.ident / NAME
    entries = read_ledger(path, relative(path, root))
    found: dict[int, str] = {}
    for version in edited.source.version:
        prefix = id_prefix(edited.source, version.language)
        blocks = numbered([block for block in edited.base.body if block.version == version.language])
        mine = [entry for entry in entries if entry.ident.rpartition(".")[0] == prefix]
        found |= {id(blocks[index]): entry.ident for index, entry in match(blocks, mine).items()}
    return found


def paired(wanted: Sequence[Block], reads: Sequence[Read]) -> Iterator[tuple[Block, Read]]:
    """Yield each block of the base text with the block of a page that has its words, in order.

    Breaks that editors made are taken back first; what has no counterpart is left out.
    """
    whole, start = undo_breaks(reads), 0
    for block in wanted:
        for index in range(start, len(whole)):
            if whole[index].block.matter == block.matter:
                yield block, whole[index]
                start = index + 1
                break


def check_marks(edited: Edited) -> Iterator[Problem]:
    """Yield a problem for each mark without kind or certainty, and for each that its kind forbids."""
    source = edited.source
    for page in edited.pages.values():
        for read in [*page.body, *page.notes]:
            for mark, offset in zip(read.marks, read.offsets, strict=True):
                whole, line = settled(mark, source.mark), read.line_of(offset)
                words = (mark.reading or mark.witness).replace(BREAK, "¶")
                missing = [name for name in ("kind", "certainty") if not getattr(whole, name)]
                if missing:
                    message = f"the mark at “{words}” names no {' and no '.join(missing)}"
                    remedy = f"end it with: | misprint certain, or give {source.path} a [mark] table"
                    yield Problem(page.path, line, "mark", message, remedy)
                if mark.sign != "sic" and whole.kind == "fact":
                    message = f"the mark at “{words}” changes a slip of fact"
                    remedy = "leave it standing: {sic}`…` | certain: …; every other mark has another kind"
                    yield Problem(page.path, line, "mark", message, f"{remedy} ({', '.join(MARK_KINDS)})")
                if mark.sign == "sic" and not mark.reason:
                    message = f"the slip “{words}” stands without a reason"
                    yield Problem(page.path, line, "mark", message, "say what the record has: | certain: …, and where")


def block_place(edited: Edited, block: Block, idents: dict[int, str]) -> str:
    """Return the id by which *block* is told: its number's, its note's, its own, or one made of its kind."""
    prefix = id_prefix(edited.source, block.version)
    if block.kind == "note":
        return f"{prefix}.n{digits(block.number)}"
    return idents.get(id(block)) or block.ident or f"{prefix}.{block.kind}"


def _with_calls(text: str, plain: int) -> int:
    """Return where in *text* stands what would stand at *plain* if its calls were left out.

    The base text keeps the printed form of a call, a page its number: so places are told between them without calls.
    """
    place = plain
    for call in CALL.finditer(text):
        if call.start() >= place:
            break
        place += call.end() - call.start()
    return place


def _around(read: Read, index: int) -> tuple[str, str]:
    """Return the reading before and after mark *index* of *read*.

    The reading is the witness with every mark's reading put in, so marks before it shift it.
    """
    readings = [call_signs(mark.reading) for mark in read.marks[: index + 1]]
    shift = sum(len(readings[n]) - len(call_signs(mark.witness)) for n, mark in enumerate(read.marks[:index]))
    start = read.offsets[index] + shift
    end = start + len(readings[index])
    before, after = read.reading[max(start - CONTEXT, 0) : start], read.reading[end : end + CONTEXT]
    # a call that the context cuts in two is left out
    head, closed, tail = before.partition(CALL_CLOSE)
    if closed and CALL_OPEN not in head:
        before = tail
    head, opened, tail = after.rpartition(CALL_OPEN)
    return before, head if opened and CALL_CLOSE not in tail else after
