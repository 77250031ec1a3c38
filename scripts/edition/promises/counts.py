"""What can be counted of the promises while the edition is built: from the texts and the data beside them.

Each count is a sentence with its numbers. Nothing is measured here that depends on a machine or on the hour.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from edition.register.chronology import load_events
from edition.register.entries import load_entries
from edition.register.notes import load_notes
from edition.register.occurrences import occurrences, read_exceptions
from edition.register.quotations import AGREEMENTS, load_quotations
from edition.register.works import load_works
from edition.verify.apparatus import apparatus
from edition.verify.ledger import NAME, read_ledger
from edition.verify.text import PAGES, Edited, totals

HOSTILE = Path("tests") / "hostile"  #: cases of hostile input
REGISTER = Path("docs") / "register" / "entries"


def _characters(root: Path, texts: Sequence[Edited]) -> str:
    found = Counter[str]()
    for edited in texts:
        found.update(totals(edited))
    listed = found["characters dropped as furniture"]
    return (
        f"{len(texts)} texts, {found['characters of the witness']:,} characters of witnesses: "
        f"{found['emendations']:,} emendations and {found['gaps']} gaps, all marked; {listed:,} characters of "
        "furniture (navigation, page numbers), all listed; 0 differences else"
    )


def _marks(root: Path, texts: Sequence[Edited]) -> str:
    entries = [entry for edited in texts for entry in apparatus(root, edited)]
    full = sum(bool(entry.mark.kind and entry.mark.certainty) or entry.mark.sign == "sic" for entry in entries)
    sure = Counter(entry.mark.certainty for entry in entries)
    grades = ", ".join(f"{sure[grade]:,} {grade}" for grade in ("certain", "probable", "possible"))
    return f"{full:,} of {len(entries):,} marks ({grades})"


def _idents(root: Path, texts: Sequence[Edited]) -> str:
    ledgers = [read_ledger(root / PAGES / edited.source.ident / NAME, NAME) for edited in texts]
    return f"{sum(map(len, ledgers)):,} permanent numbers in {len(ledgers)} ledgers"


def _occurrences(root: Path, texts: Sequence[Edited]) -> str:
    entries, exceptions = load_entries(root), read_exceptions(root)
    found = [item for edited in texts for item in occurrences(root, edited, entries, exceptions)[0]]
    return f"{len(found):,} occurrences of {len({item.slug for item in found})} entries, of {len(entries)} in all"


def _notes(root: Path, texts: Sequence[Edited]) -> str:
    found = [note for edited in texts for note in load_notes(root, edited.source.ident)]
    sourced = sum(bool(note.sources) for note in found)
    return f"{len(found):,} notes: {sourced:,} name a source, {len(found) - sourced:,} say that none was seen"


def _quotations(root: Path, texts: Sequence[Edited]) -> str:
    found = Counter(quotation.exact for quotation in load_quotations(root))
    return f"{found.total()} quotations: " + ", ".join(f"{found[grade]} {grade}" for grade in AGREEMENTS)


def _works(root: Path, texts: Sequence[Edited]) -> str:
    works, events = load_works(root), load_events(root)
    return f"{len(works):,} works; {len(events)} dates of the chronology"


def _readings(root: Path, texts: Sequence[Edited]) -> str:
    found = [reading for edited in texts for reading in edited.source.reading]
    read = sum(bool(edited.source.reading) for edited in texts)
    return f"{len(found)} readings recorded; {read} of {len(texts)} texts read"


def _hostile(root: Path, texts: Sequence[Edited]) -> str:
    folder = root / HOSTILE
    files = sorted(folder.rglob("*.toml")) if folder.is_dir() else []
    cases = sum(len(tomllib.loads(path.read_text(encoding="utf-8")).get("case", ())) for path in files)
    return f"{cases} cases" if cases else "none yet"


COUNTS: dict[str, Callable[[Path, Sequence[Edited]], str]] = {
    "characters": _characters,
    "marks": _marks,
    "idents": _idents,
    "occurrences": _occurrences,
    "notes": _notes,
    "quotations": _quotations,
    "works": _works,
    "readings": _readings,
    "hostile": _hostile,
}
