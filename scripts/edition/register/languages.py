"""Languages: every field that is said to be Korean is Korean, every field that is said to be English is English.

A field is judged by its letters, those between quotation marks and in addresses left out, for a name or a title keeps
its script. A work's ``language`` (BCP 47) is that of its title and must agree with the script that it is in; where a
title in brackets is ours, it is the language of the work. What is a word of a language is not asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from edition.problems import Problem
from edition.register.chronology import PATH, load_events
from edition.register.entries import LANGUAGES, RegisterEntry
from edition.register.notes import Note
from edition.register.summaries import NAME as SUMMARIES
from edition.register.summaries import load_summaries
from edition.register.works import NAME, Work
from edition.verify.text import PAGES
from edition.witnesses import identifiers

#: words that are another's: in quotation marks, in brackets, in addresses
LEFT_OUT = re.compile(
    r"“[^”]{0,1000}”|‘[^’]{0,1000}’|'[^']*'|《[^》]{0,1000}》|『[^』]{0,1000}』|「[^」]{0,1000}」|\*[^*]*\*|`[^`]*`|\([^()]*\)|\[[^\[\]]*\]|https?:\S+"
)
SCRIPTS = {"HANGUL": "Hangul", "CYRILLIC": "Cyrillic", "LATIN": "Latin", "ARABIC": "Arabic", "CJK": "Han"}
SYLLABLE = 3  #: about as many letters as a sign of Hangul or a Chinese one stands for
#: BCP 47 subtag → the script that its titles are in (IANA, Suppress-Script); every other one is in Latin letters
SCRIPT_OF = {"ko": "Hangul", "ru": "Cyrillic", "uk": "Cyrillic", "kk": "Cyrillic", "ar": "Arabic", "zh": "Han"}
LATN = "-Latn"  #: subtag of a language that is here put into Latin letters
LATIN = frozenset({"de", "en", "es", "fr", "it", "nl", "no", "pl", "pt", "ro", "sco", "sv", "tr"})


def script_of(words: str) -> str:
    """Return the script that most letters of *words* are in, empty where there are none.

    >>> script_of("레닌(Lenin)의 말"), script_of("“Правда”, 1912"), script_of("1917")
    ('Hangul', 'Cyrillic', '')
    """
    counts: dict[str, int] = {}
    for text in (LEFT_OUT.sub(" ", words), words):
        for letter in text:
            if letter.isalpha():
                script = _script(letter)
                counts[script] = counts.get(script, 0) + (SYLLABLE if script in {"HANGUL", "CJK"} else 1)
        if counts:
            break
    most = max(counts, key=lambda script: counts[script], default="")
    return SCRIPTS.get(most, most.title())


@cache
def _script(letter: str) -> str:
    """Return the first word of the name of *letter*: its script."""
    return unicodedata.name(letter, "").partition(" ")[0]


def field_fault(words: str, language: str) -> str:
    """Return what is wrong with *words* that are said to be in *language*, empty where nothing is.

    >>> field_fault("레닌이 말했다.", "ko"), field_fault("Lenin said so.", "ko")
    ('', 'is said to be Korean and is in Latin letters')
    """
    name, wanted = {"ko": ("Korean", "Hangul"), "en": ("English", "Latin")}[language]
    found = script_of(words)
    letters = {"Hangul": "Hangul", "": "no letters"}.get(found, f"{found} letters")
    return "" if found == wanted else f"is said to be {name} and is in {letters}"


def language_problems(
    root: Path, entries: Iterable[RegisterEntry], notes: Iterable[Note], works: Mapping[str, Work]
) -> Iterator[Problem]:
    """Yield a problem for each field in another language than it says; raises `EditionError` from what is loaded."""
    yield from _faults(_fields(root, entries, notes))
    for work in works.values():
        yield from _work(work)


def page_language_problems(shown: str, text: str) -> Iterator[Problem]:
    """Yield a problem where the page at *shown*, whose words are *text*, is in another language than it says.

    A page says its language in front matter (``lang``); one that says none, and a file that is no page, are left alone.
    """
    rows = text.split("\n") if shown.endswith(".md") else [""]
    head = rows[1 : rows.index("---", 1)] if rows[0] == "---" and "---" in rows[1:] else []
    language = next((row.partition(":")[2].strip() for row in head if row.startswith("lang:")), "")
    words = " ".join(row for row in rows[len(head) + 2 :] if not row.startswith(("```", "#", "|", ":")))
    if language in LANGUAGES and script_of(words):
        yield from _faults([(shown, 1, "the page", words, language)])


def _faults(fields: Iterable[tuple[str, int, str, str, str]]) -> Iterator[Problem]:
    for path, line, name, words, language in fields:
        if fault := field_fault(words, language):
            yield Problem(path, line, "language", f"{name} {fault}", f"write it in {language}")


def _fields(
    root: Path, entries: Iterable[RegisterEntry], notes: Iterable[Note]
) -> Iterator[tuple[str, int, str, str, str]]:
    """Yield path, line, name, words and language of every field that has one."""
    for note in notes:
        for language, words in note.words_of.items():
            yield note.path, note.line, f"{note.ident}, {language}", words, language
    for entry in entries:
        for language in LANGUAGES:
            gloss, line = entry.glosses[language]
            yield entry.path, line, f"the gloss {language}", gloss, language
        yield entry.path, 1, "en", entry.en, "en"
        if entry.ko != entry.en:  # a name that Korean writes in Latin letters
            yield entry.path, 1, "ko", entry.ko, "ko"
    for event in load_events(root):
        for language, title in (("en", event.en), ("ko", event.ko)):
            yield PATH.as_posix(), event.line, language, title, language
            if event.notes[language]:
                yield PATH.as_posix(), event.line, f"note_{language}", event.notes[language], language
    for ident in identifiers(root):
        summaries, path = load_summaries(root, ident), (PAGES / ident / SUMMARIES).as_posix()
        for page, words in summaries.page.items():
            yield path, 1, f"the summary of {page}", words, summaries.language
        for language, words in summaries.text.items():
            yield path, 1, f"the line on the text, {language}", words, language


def _work(work: Work) -> Iterator[Problem]:
    language, title = work.field("language"), work.title
    if not language:
        message = f"{work.key} names no language"
        yield Problem(NAME, work.line, "language", message, "add language = {en}, or ko, ru, fr …")
    elif language.removesuffix(LATN) not in SCRIPT_OF.keys() | LATIN:
        known = ", ".join(sorted(SCRIPT_OF.keys() | LATIN))
        message = f"{work.key}: {language!r} is no language of this bibliography"
        yield Problem(NAME, work.line, "language", message, f"use one of {known}")
    elif not re.match(r"[\[(].*[\])]$", title):
        wanted, found = SCRIPT_OF.get(language, "Latin"), script_of(title)  # ru-Latn is no key: Latin letters
        if found not in (wanted, ""):
            message = f"{work.key} is said to be in {language!r}, but its title is in {found} letters"
            yield Problem(NAME, work.line, "language", message, "correct the language, or give the title in its script")
    for name, wanted in (("korean", "ko"), ("english", "en")):
        words = work.field(name)
        if words and not words.startswith(("http", "(", "[")) and (fault := field_fault(words, wanted)):
            yield Problem(NAME, work.line, "language", f"{work.key}: {name} {fault}", f"write it in {wanted}")
