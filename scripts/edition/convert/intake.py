"""Taking in a new witness: copied byte for byte, hashed, described, with a cleaning plan proposed.

What is proposed loads and cleans before anything is written; where a richer plan does not, a simpler one takes its
place and the report says so. Nothing here decides: each entry of the plan names its sign, and what needs a person's
decision is listed, in the report and in ``source.toml``. Whose the text is and where it comes from is not guessed.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from edition.clean.run import BaseText, clean
from edition.convert.pages import draft_pages
from edition.convert.propose import Entry, Proposal, propose, rights_lines
from edition.hygiene import refused
from edition.problems import EditionError, Problem
from edition.verify.pages import read_page
from edition.verify.text import Edited, check_notes, verify
from edition.witnesses import TEXTS, load

IDENT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
LONGEST_IDENT = 48
PAGES_TRIED = 1_000_000  #: characters; of a longer witness the pages are not drafted and read back here
STEPS_WANTED = {
    "break-at-separators": "a step that makes U+2028, form feeds and lone CR line ends (licence: space)",
    "raised calls": "raised figures (¹) as calls in mark-calls (licence: call)",
    "unwrap-lines": "a step that joins hard-wrapped lines with a space, blank lines apart (licence: space)",
    "join-hyphenated": "a step that joins a word hyphenated at a line end (licence: drop, each hyphen listed)",
    "unwrap (Korean, no sign)": "a decision for each line end: nothing in the file says where a word goes on",
}


def take_in(root: Path, ident: str, file: Path) -> list[str]:
    """Take in *file* as the witness of a new text *ident* below *root*; return the lines to print.

    Raises `EditionError`, having written nothing, where *ident* or *file* will not do. The folder appears whole, by one
    rename, or not at all.
    """
    _check_ident(root, ident)
    data = _read(file)
    text = _decode(data, file)
    with tempfile.TemporaryDirectory(prefix=f"new-{ident}-", dir=_workshop(root)) as aside:
        folder = Path(aside) / TEXTS / ident
        folder.mkdir(parents=True)
        (folder / "witness.txt").write_bytes(data)
        siglum = _siglum(root, ident)
        plan, given_up, base = _try_plans(
            Path(aside), ident, text, lambda p: source_toml(p, ident, siglum, data, file.name)
        )
        try:
            folder.rename(root / TEXTS / ident)
        except OSError as error:
            shown = f"{TEXTS}/{ident}"
            if (root / TEXTS / ident).exists():
                raise EditionError(_taken(shown)) from error
            message = f"cannot be written: {error.strerror or error}"
            raise EditionError(Problem(shown, 0, "usage", message, f"make {TEXTS}/ writable, then repeat")) from error
    return list(_report(plan, ident, data, given_up, base))


def _check_ident(root: Path, ident: str) -> None:
    shown = f"{TEXTS}/{ident}"
    if not IDENT.fullmatch(ident) or len(ident) > LONGEST_IDENT:
        message = f"{ident!r} is no id: lower-case Latin letters, digits and hyphens, a letter first"
        raise EditionError(Problem("edition new", 0, "usage", message, "choose one like lee-lessons"))
    if not (root / TEXTS).is_dir():
        raise EditionError(Problem(TEXTS, 0, "usage", "is not a folder", "restore it with git checkout"))
    if (root / TEXTS / ident).exists():
        raise EditionError(_taken(shown))
    if not os.access(root / TEXTS, os.W_OK):
        raise EditionError(Problem(shown, 0, "usage", "cannot be written", f"make {TEXTS}/ writable, then repeat"))


def _taken(shown: str) -> Problem:
    return Problem(shown, 0, "usage", "is there already; a witness is never replaced", "choose another id")


def _read(file: Path) -> bytes:
    """Return the bytes of *file*; raises `EditionError` where it is no file that can be read, or holds nothing."""
    shown = file.as_posix()
    if not file.exists():
        raise EditionError(Problem(shown, 0, "usage", "is not there", "name the file that holds the text"))
    if not file.is_file():
        what = "is a folder" if file.is_dir() else "is no ordinary file"
        raise EditionError(Problem(shown, 0, "usage", what, "name one text file"))
    try:
        data = file.read_bytes()
    except OSError as error:
        raise EditionError(
            Problem(shown, 0, "usage", f"cannot be read: {error.strerror}", "make it readable")
        ) from error
    if not data:
        raise EditionError(Problem(shown, 0, "usage", "is empty", "name the file that holds the text"))
    return data


def _decode(data: bytes, file: Path) -> str:
    """Return *data* as text; raises `EditionError` where it is not UTF-8 or shows nothing."""
    shown = file.as_posix()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte {data[error.start]:02X} at offset {error.start}"
        remedy = f"convert a copy, and keep the original: iconv -f {_encoding(data)} -t UTF-8 {file.name} > utf-8.txt"
        raise EditionError(Problem(shown, line, "usage", message, remedy)) from error
    if all(character.isspace() or refused(character) for character in set(text)):
        raise EditionError(Problem(shown, 0, "usage", "holds only white space", "name the file that holds the text"))
    return text


def _encoding(data: bytes) -> str:
    """Return the likeliest name of an encoding that is not UTF-8, for the remedy only."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data[:2000].count(0) * 4 > len(data[:2000]):
        return "UTF-16"
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError:
        return "WINDOWS-1252"
    return "CP949" if sum("가" <= c <= "힣" for c in text) * 20 > len(text) else "WINDOWS-1252"


def _workshop(root: Path) -> Path:
    """Return a folder on the same file system where a text may be made, unseen by every other command."""
    folder = root / ".cache"
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        message = f"cannot be made: {error.strerror}"
        raise EditionError(Problem(".cache", 0, "usage", message, "make the edition's folder writable")) from error
    return folder


def _siglum(root: Path, ident: str) -> str:
    """Return a capital letter that no text has yet, from *ident* where one is left."""
    taken: set[str] = set()
    for path in (root / TEXTS).glob("*/source.toml"):
        found = re.search(r'^siglum = "([^"]*)"', path.read_text(encoding="utf-8", errors="replace"), re.MULTILINE)
        taken.add(found[1] if found else "")
    letters = [letter.upper() for letter in ident if letter.isalpha()]
    doubled = [first + second for first in ascii_uppercase for second in ascii_uppercase]
    free: str = next(siglum for siglum in [*letters, *ascii_uppercase, *doubled] if siglum not in taken)
    return free


# ---- trying plans, richer ones first


def _no_notes(plan: Proposal) -> None:
    plan.notes, plan.lifted = {}, {}
    plan.clean = [entry for entry in plan.clean if entry["step"] not in ("lift-notes", "move-spans", "mark-calls")]
    plan.decision = [entry for entry in plan.decision if entry["do"] not in ("move", "call")]


def _no_joins(plan: Proposal) -> None:
    plan.clean = [entry for entry in plan.clean if entry["step"] in ("drop-furniture", "strip-lines", "mark-calls")]
    plan.decision = [entry for entry in plan.decision if entry["do"] in ("kind", "call")]


def _no_kinds(plan: Proposal) -> None:
    plan.decision, plan.markers = [], []


def _no_division(plan: Proposal) -> None:
    plan.heading, plan.division, plan.page = [], "", plan.page[:1]


def _bare(plan: Proposal) -> None:
    plan.furniture = [entry for entry in plan.furniture if len(entry.get("each", "")) == 1 and refused(entry["each"])]
    plan.clean = [{"step": "drop-furniture"}] * bool(plan.furniture) + [{"step": "strip-lines"}]
    plan.version, plan.page = [], []
    row = next((row for row in plan.rows if (words := plan.words(row))), None)
    if row is not None:
        words = plan.words(row)
        plan.page = [{"name": "index", "line": row.number, "words": words, "title": "[Untitled]"}]


SIMPLER: tuple[tuple[str, Callable[[Proposal], None]], ...] = (
    ("the author's notes", _no_notes),
    ("joining lines", _no_joins),
    ("kinds of blocks and list items", _no_kinds),
    ("headings and pages", _no_division),
    ("furniture, and language versions", _bare),
)


def _try_plans(
    aside: Path, ident: str, text: str, write: Callable[[Proposal], str]
) -> tuple[Proposal, list[tuple[str, str]], BaseText]:
    """Write the richest plan that loads, cleans and drafts below *aside*.

    Returns it, what was given up with the problem that made it so, and the base text.
    """
    given_up: list[tuple[str, str]] = []
    loose: list[tuple[str, str]] | None = (
        None  # what the richest plan gave up that cleans, if its pages do not read back
    )
    plan, left = propose(text), list(SIMPLER)
    while True:
        path = aside / TEXTS / ident / "source.toml"
        path.write_text(write(plan), encoding="utf-8", newline="\n")
        try:
            base = clean(load(aside, ident))
            fault = _page_fault(base) if len(text) <= PAGES_TRIED else ""
        except (EditionError, LookupError, ValueError) as error:
            if not left and loose is None:
                raise
            fault = error.problems[0].message if isinstance(error, EditionError) else str(error)
        else:
            if not fault:
                return plan, given_up, base
            if loose is None:
                loose, why = list(given_up), fault
            if given_up == loose and not left:
                plan.ask([1], f"the pages drafted from this plan do not read back as its blocks: {why}")
                return plan, given_up, base
        if left:
            what, give_up = left.pop(0)
            given_up.append((what, fault))
            give_up(plan)
        else:
            plan, given_up = propose(text), list(loose or [])
            for _, give_up in SIMPLER[: len(given_up)]:
                give_up(plan)


def _page_fault(base: BaseText) -> str:
    """Return the first fault of the pages that would be drafted from *base*, read back; empty where there is none."""
    files = draft_pages(base)
    language = {entry.name: base.page(entry.name)[0].version for entry in base.source.page}
    written = {name: files[f"{name}.md"] for name in language}
    pages = {name: read_page(text, f"{name}.md", language[name]) for name, text in written.items()}
    edited = Edited(base.source, base, pages, written)
    problems = [problem for page in pages.values() for problem in page.problems]
    problems += [*verify(edited), *check_notes(edited)]
    return problems[0].message if problems else ""


# ---- source.toml


def source_toml(plan: Proposal, ident: str, siglum: str, data: bytes, name: str) -> str:
    """Return ``source.toml`` for *plan*, in the form that the other texts' have."""
    return "\n".join([*_plan_lines(plan, ident, siglum, data), "", *_record_lines(plan, data, name), ""])


def _plan_lines(plan: Proposal, ident: str, siglum: str, data: bytes) -> Iterator[str]:
    yield f"# {siglum}: proposed by edition new. Each entry is a guess by the sign it names until a person confirms it."
    yield "# Line numbers are lines of witness.txt, counted from 1. Every entry names words that stand there, so that"
    yield "# a shifted line is noticed. docs/about/sources.md explains each key."
    yield ""
    yield f"id = {toml(ident)}"
    yield f"siglum = {toml(siglum)}"
    yield f"sha256 = {toml(hashlib.sha256(data).hexdigest())}"
    yield f"languages = {toml(plan.languages)}"
    if plan.division:
        yield f"division = {toml(plan.division)}"
    if plan.markers:
        yield f"markers = {toml(plan.markers)}"
    tables = {
        "version": ("The language versions, in the order of the witness.", plan.version),
        "clean": ("The cleaning plan: steps in order, with their options.", plan.clean),
        "furniture": ("What belongs to the page, not to the text.", plan.furniture),
        "decision": ("What no rule decides.", plan.decision),
        "heading": (
            "Headings; the ids are ours, to be replaced by ones that say what the section is about.",
            plan.heading,
        ),
        "page": ("Where a page of the edition begins. Titles in brackets are ours.", plan.page),
    }
    for table, (comment, entries) in tables.items():
        if entries:
            yield from ("", f"# {comment}", f"{table} = [", *(f"  {toml(entry)}," for entry in entries), "]")
    yield from ("", "[mark]", f"kind = {toml(plan.mark)}", 'certainty = "possible"')
    if plan.notes:
        yield from ("", "[notes]", *_pairs(plan.notes))


def _record_lines(plan: Proposal, data: bytes, name: str) -> Iterator[str]:
    """Yield what the witness is: what it seems to say itself, how it came, whose it is."""
    yield "# ---- what the witness is: what it seems to say itself, how it came, whose it is"
    yield from ("", "[identity]")
    yield from _pairs({key: value for key, value in _identity(plan).items() if value})
    yield from ("", "[provenance]")
    yield from _pairs({"file": name, "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data),
                       "characters": len(plan.text), "lines": _line_count(plan.text),
                       "final_newline": plan.text.endswith("\n"), "kind": f"proposed: {plan.look}"})  # fmt: skip
    yield from _array("evidence", plan.evidence)
    yield "# What a person must still decide; take an entry away when it is decided."
    yield from _array("open", plan.questions)
    yield 'unknown = ["address of the file", "date of copying", "program that made it"]'
    said = rights_lines(plan)
    printed = "; ".join(f"line {line}: {words}" for line, words in said)
    yield from ("", "[rights]")
    yield from _pairs({
        "holder": "not known",
        "status": "not known; treat as in copyright",
        "permission": "none recorded",
        "basis": f"The witness prints: {printed}" if said else "No statement of rights was recognized in the witness.",
        "contact": "",
        "may_publish": False,
        "note": "Nothing was looked up. Until a permission is recorded here, the text must not be public.",
    })  # fmt: skip


def _identity(plan: Proposal) -> Entry:
    """Return what the witness seems to say of itself, each statement with its line."""
    by_line = {row.number: row for row in plan.kept}
    kinds: dict[str, list[Entry]] = {}
    for entry in plan.decision:
        if entry["do"] == "kind" and entry["kind"] in ("title", "subtitle", "byline"):
            row = by_line[entry["line"]]
            kinds.setdefault(entry["kind"], []).append({"text": row.text[:300], "line": row.number})
    headings = [
        {"text": by_line[e["line"]].text[:300], "line": e["line"]} for e in plan.heading if e["line"] in by_line
    ]
    identity: Entry = {}
    for kind, entries in kinds.items():
        identity[kind] = entries[0]
        identity[f"{kind}_other"] = entries[1:]
    identity["languages"] = [{"tag": language, "by": "script"} for language in plan.languages]
    identity["headings"] = headings
    identity["not_given"] = [] if kinds.get("byline") else ["author, as far as was recognized"]
    return identity


def _line_count(text: str) -> int:
    return text.count("\n") + (not text.endswith("\n"))


def _pairs(table: Entry) -> Iterator[str]:
    for key, value in table.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from _array(key, value)
        else:
            yield f"{key} = {toml(value)}"


def _array(key: str, entries: list[Entry]) -> Iterator[str]:
    if entries:
        yield from (f"{key} = [", *(f"  {toml(entry)}," for entry in entries), "]")


def toml(value: Any) -> str:
    r"""Write *value* as TOML, in one line; what cannot be seen is written as an escape.

    >>> print(toml({"each": "\r", "count": 2, "kind": 'a "line" end'}))
    { each = "\r", count = 2, kind = "a \"line\" end" }
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return '"' + "".join(map(_character, value)) + '"'


SHORT_ESCAPES: dict[str, str] = {'"': '\\"', "\\": "\\\\", "\r": "\\r", "\n": "\\n", "\t": "\\t"}


def _character(character: str) -> str:
    short = SHORT_ESCAPES.get(character)
    if short:
        return short
    if character == " " or (character.isprintable() and not refused(character)):
        return character
    return f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"


# ---- the report


def _report(plan: Proposal, ident: str, data: bytes, given_up: list[tuple[str, str]], base: BaseText) -> Iterator[str]:
    folder = f"{TEXTS}/{ident}"
    size = f"{len(data):,} bytes, {len(plan.text):,} characters, {_line_count(plan.text):,} lines"
    yield f"{folder}/witness.txt: {size}"
    yield f"  SHA-256 {hashlib.sha256(data).hexdigest()}"
    made = f"{len(base.body)} blocks and {len(base.notes)} of notes"
    yield f"{folder}/source.toml: a proposal; it loads and cleans to {made}"
    yield f"looks like: {plan.look}"
    for entry in plan.evidence:
        yield f"  {_shown(entry['lines'])}: {entry['shows']}"
    yield "recognized:"
    yield from (f"  {words}" for words in plan.said)
    for what, why in given_up:
        yield f"given up: {what}, for a plan with it does not hold: {why}"
    yield "needs a decision:"
    yield "  where it comes from and whose it is: provenance and rights in source.toml; not public until recorded"
    yield from (f"  {_shown(entry['lines'])}: {entry['question']}" for entry in plan.questions)
    for step in sorted(plan.missing):
        yield f"  no step for this yet: {STEPS_WANTED[step]}"
    yield f"next: edition clean {ident} --explain"
    yield f"      edition convert {ident}"


def _shown(lines: list[int]) -> str:
    words = ", ".join(map(str, lines[:8])) + (f" … ({len(lines)} lines)" if len(lines) > 8 else "")
    return f"line{'s' if len(lines) > 1 else ''} {words}"
