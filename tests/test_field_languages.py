"""Languages: a field in another language than it says is told at its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from edition.register.check import prose_problems
from edition.register.entries import RegisterEntry
from edition.register.languages import field_fault, language_problems
from edition.register.notes import Note
from edition.register.works import NAME, load_works

KOREAN, ENGLISH = "혁명의 해이다.", "The year of the revolution."


def found(root: Path, bibliography: str = "", **words: str) -> list[str]:
    """Return the problems of an edition of one of each, with *words* in the place of sound ones."""
    told = {"en": ENGLISH, "ko": KOREAN, "gloss_en": ENGLISH, "gloss_ko": KOREAN, "event_en": ENGLISH,
            "event_ko": KOREAN, "summary": KOREAN, "line": KOREAN, "page": KOREAN} | words  # fmt: skip
    notes = [Note("e1", "t.1", "x", "fact", {"en": told["en"], "ko": told["ko"]}, (), date(2026, 1, 1), "n.toml", 7)]
    glosses = {"en": (told["gloss_en"], 8), "ko": (told["gloss_ko"], 12)}
    entries = [RegisterEntry("lenin", "person", "Lenin", "레닌", "lenin.md", glosses=glosses)]
    titles = f'en = "{told["event_en"]}"\nko = "{told["event_ko"]}"'
    event = f'[[event]]\ndate = "1917"\nprecision = "year"\n{titles}\nat = ["t.1"]\n'
    files = {
        "docs/chronology.toml": f"# words\n\n{event}",
        "docs/texts/t/summaries.toml": f'language = "ko"\n\n[page]\none = "{told["summary"]}"\n\n'
        f'[text]\nko = "{told["line"]}"\n',
        "docs/about-ko.md": f"---\nlang: ko\n---\n\n{told['page']}\n",
        "sources/t/source.toml": "",
        NAME: bibliography,
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    found = [*language_problems(root, entries, notes, load_works(root)), *prose_problems(root)]
    return [str(problem).split("\n")[0] for problem in found]


FAULTS = {
    "a Korean note in English": ("ko", ENGLISH, "n.toml:7: language e1, ko is said to be Korean"),
    "an English note in Korean": ("en", KOREAN, "n.toml:7: language e1, en is said to be English"),
    "a gloss": ("gloss_ko", ENGLISH, "lenin.md:12: language the gloss ko"),
    "an event": ("event_ko", ENGLISH, "docs/chronology.toml:3: language ko"),
    "a summary": ("summary", ENGLISH, "docs/texts/t/summaries.toml:1: language the summary of one"),
    "a line on a text": ("line", ENGLISH, "docs/texts/t/summaries.toml:1: language the line on the text, ko"),
    "a page": ("page", ENGLISH, "docs/about-ko.md:1: language the page"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_field_in_another_language_is_told(tmp_path, fault):
    field, words, message = FAULTS[fault]
    [told] = found(tmp_path, **{field: words})
    assert told.startswith(message)


def test_fields_in_their_languages_are_let_stand(tmp_path):
    assert not found(tmp_path)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("RSDLP(사회민주노동당)의 말", "ko"),
        ("The title is “혁명의 해에 대하여”.", "en"),
        ("《The Tale of a Bull》의 번역.", "ko"),
    ],
)
def test_words_of_others_keep_their_script(words, language):
    assert not field_fault(words, language)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ("title = {{Правда}}", "names no language"),
        ("title = {{Правда}}, language = {en}", "its title is in Cyrillic letters"),
        ("title = {{Pravda}}, language = {ru}", "its title is in Latin letters"),
        ("title = {{Pravda}}, language = {ru-Latn}", ""),
        ("title = {{Правда}}, language = {ru}", ""),
        ("title = {{(a report)}}, language = {ru}", ""),
        ("title = {{Pravda}}, language = {Russian}", "is no language of this bibliography"),
        ("title = {{Pravda}}, language = {en}, korean = {{Pravda}}", "korean is said to be Korean"),
    ],
)
def test_the_language_of_a_work_agrees_with_its_title(tmp_path, fields, message):
    told = found(tmp_path, f"@misc{{key,\n  {fields},\n}}\n")
    assert [line for line in told if "bibliography.bib:1: language" in line and message in line] == told
    assert len(told) == bool(message)
