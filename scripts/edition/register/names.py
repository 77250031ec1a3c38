"""Names against the register: names in the texts that it does not know, and names in our own prose in other spellings.

A name is passed over where ``docs/register/passed.tsv`` says so: the form, a tab, and why it needs no entry. A line
that nothing answers to any more is itself a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from edition.problems import Problem, relative
from edition.register.entries import FOLDER, RegisterEntry
from edition.register.forms import Forms, whole_word
from edition.register.occurrences import readings
from edition.suspects.korean import kiwi
from edition.verify.text import PAGES, Edited

PASSED = Path("docs") / "register" / "passed.tsv"
#: a run of words with capitals, little words between them
CAPITALS = re.compile(r"[A-ZÀ-Þ]\w*(?:[’'-]\w+)*(?: (?:(?:of|the|de|von|van|and|for) ){0,2}[A-ZÀ-Þ]\w*(?:[’'-]\w+)*)*")
OPENERS = " “‘\"'(["  #: may stand between the end of a sentence and the first word of the next
ENDS = ".!?:;…–—"  #: after these every word has a capital
HANGUL = re.compile(r"[가-힣]")
#: how alike two spellings of a name are, at least; found by trial: 크론슈타트 and 크론시타트 0.8, Paul and Pavlik 0.6
ALIKE = 0.65
#: words in quotation marks are another's, and keep the spelling they have
QUOTED = re.compile(
    r"“[^”]{0,1000}”|‘[^’]{0,1000}’|《[^》]{0,1000}》|『[^』]{0,1000}』|「[^」]{0,1000}」|\*[^*]*\*|`[^`]*`"
)
PROSE = re.compile(r'^(?:(?:note_)?(?:en|ko)|[\w-]+) = "(.*)"$')
SKIPPED = ("id", "at", "words", "kind", "date", "old_style", "precision", "language", "checked")


def unknown_names(root: Path, texts: Sequence[Edited], entries: Sequence[RegisterEntry]) -> Iterator[Problem]:
    """Yield a problem for each name of *texts* that no form covers and the list does not pass over, at its first place.

    A name is a word with a capital that its sentence does not ask for, or what the Korean analyser (Kiwi) takes for a
    proper noun. Headings are left out: there every word may have a capital.
    """
    forms = Forms(entries)
    passed, problems = _passed(root)
    yield from problems
    told: set[str] = set()
    for edited in texts:
        for reading in readings(root, edited):
            if reading.kind == "heading":
                continue
            covered = [(match.start, match.end) for match in forms.find(reading.text)]
            for start, end in _names(reading.text):
                if any(first < end and start < last for first, last in covered):
                    continue
                name = reading.text[start:end]
                if name in told:
                    continue
                told.add(name)
                if name not in passed:
                    message = f"the register does not know “{name}” ({reading.place})"
                    remedy = f"add the form to an entry, or a line to {PASSED.as_posix()}: {name}⇥why (⇥ is a tab)"
                    yield Problem(reading.path, reading.line, "register", message, remedy)
    for name in sorted(passed.keys() - told, key=passed.__getitem__):
        yield Problem(PASSED.as_posix(), passed[name], "register", f"“{name}” passes over nothing", "take it away")


def _names(text: str) -> Iterator[tuple[int, int]]:
    for found in CAPITALS.finditer(text):
        before = text[: found.start()].rstrip(OPENERS)
        if before and before[-1] not in ENDS:
            yield found.span()
        elif " " in found[0]:  # the sentence asks for the first capital only
            first, _, _ = found[0].partition(" ")
            yield found.start() + len(first) + 1, found.end()
    if HANGUL.search(text):
        for token in kiwi().tokenize(text):
            if token.tag == "NNP" and token.len > 1:
                yield token.start, token.start + token.len


def _passed(root: Path) -> tuple[dict[str, int], list[Problem]]:
    path, found, problems = root / PASSED, dict[str, int](), list[Problem]()
    shown = relative(path, root)
    raw = path.read_text(encoding="utf-8") if path.is_file() else ""
    for line, row in enumerate(raw.splitlines(), start=1):
        if not row.strip() or row.startswith("#"):
            continue
        name, _, why = row.partition("\t")
        if not why.strip():
            problems.append(Problem(shown, line, "register", f"{name!r} is passed over without reason", "add ⇥why"))
        found[name] = line
    return found, problems


def spellings(entries: Iterable[RegisterEntry]) -> dict[str, str]:
    """Return what spells a headword of a person or place otherwise, each with the headword.

    A word does that is like a word of the headword in its script and that no headword has. It is taken alone where it
    is a place's in Korean; a person by the whole form, for first names are many people's; of places in English the
    forms of one word, for their adjectives are no other spelling.
    """
    entries = [entry for entry in entries if entry.kind in {"person", "place"}]
    known = {word for entry in entries for word in _words(f"{entry.en} {entry.ko}")}
    found: dict[str, str] = {}
    for entry in entries:
        for form in entry.forms:
            korean = bool(HANGUL.search(form))
            words = [word for word in _respelt_in(entry, form) if word not in known]
            if words and (korean or entry.kind == "person" or " " not in form):
                headword = entry.ko if korean else entry.en
                found |= dict.fromkeys(words if korean and entry.kind == "place" else [form], headword)
    return found


def respelt(entry: RegisterEntry) -> list[str]:
    """Return the words of the forms of a person or place that are like a word of its headword, and not the same."""
    if entry.kind not in {"person", "place"}:
        return []
    return list(dict.fromkeys(word for form in entry.forms for word in _respelt_in(entry, form)))


def _respelt_in(entry: RegisterEntry, form: str) -> list[str]:
    heads = _words(entry.ko if HANGUL.search(form) else entry.en)
    return [word for word in _words(form) if word not in heads and any(_respelt(word, head) for head in heads)]


def _respelt(word: str, head: str) -> bool:
    if head in word or word in head or not (HANGUL.match(word) or word[0].isupper()):
        return False
    return SequenceMatcher(None, word.lower(), head.lower()).ratio() >= ALIKE


def _words(text: str) -> list[str]:
    return re.findall(r"[\w’'-]{2,}", text)


def rendering_problems(root: Path, entries: Sequence[RegisterEntry]) -> Iterator[Problem]:
    """Yield a problem for each name in our own prose that is spelt otherwise than the register's headword.

    Prose is what the notes, glosses, events, summaries and introductions say; words in quotation marks are left alone.
    """
    wrong = spellings(entries)
    if not wrong:
        return
    ordered = sorted(wrong, key=lambda form: (-len(form), form))
    pattern = re.compile("|".join(f"(?:{whole_word(form)})" for form in ordered))
    for path, line, words in _prose(root):
        for found in pattern.finditer(QUOTED.sub(lambda quoted: " " * len(quoted[0]), words)):
            message = f"“{found[0]}” is spelt otherwise than in the register"
            yield Problem(path, line, "register", message, f"write {wrong[found[0]]}, or set it in quotation marks")


def _prose(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield path, line and words of every line of our own prose."""
    docs = root / "docs"
    data = [docs / "chronology.toml", *sorted((root / PAGES).glob("*/notes.toml"))]
    data += sorted((root / PAGES).glob("*/summaries.toml"))
    for path in data:
        for line, row in enumerate(path.read_text(encoding="utf-8").split("\n") if path.is_file() else (), start=1):
            match = PROSE.match(row)
            if match and row.split(" ", 1)[0] not in SKIPPED:
                yield relative(path, root), line, match[1].replace('\\"', '"')
    for path in [*sorted((root / FOLDER).glob("*.md")), *sorted((docs / "introduction").glob("*.md"))]:
        head = 0  # lines that open or close the front matter
        for line, row in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
            head += row == "---"
            if head != 1:
                yield relative(path, root), line, row
