"""The register: reading entries, finding forms through particles, occurrences, and what the checks tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edition.problems import EditionError
from edition.register.also import also_problems
from edition.register.entries import FOLDER, RegisterEntry, load_entries
from edition.register.forms import Forms
from edition.register.occurrences import EXCEPTIONS, check_register, occurrences, read_exceptions
from edition_copy import EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]

ENTRY = """---
kind: person
en: "Vladimir Lenin"
ko: "블라디미르 레닌"
sort: "Lenin, Vladimir"
forms: ["Lenin", "레닌"]
sources: ["a-book"]
---

:::{gloss} en
The founder.
:::

:::{gloss} ko
창시자다.
:::
"""
FAULTS = {
    "no head": ("---\nkind", "kind", "has no head"),
    "an unknown kind": ("kind: person", "kind: animal", "unknown kind"),
    "an unknown key": ("sort:", "colour:", "unknown key"),
    "no headword": ('en: "Vladimir Lenin"\n', "", "en is missing"),
    "no Korean gloss": (":::{gloss} ko\n창시자다.\n:::\n", "", "has no gloss in ko"),
    "words outside": (":::{gloss} ko", "Loose words.\n\n:::{gloss} ko", "outside a gloss"),
    "forms that are no list": ('forms: ["Lenin", "레닌"]', 'forms: "Lenin"', "forms is no list"),
    "a bad id": ('sort: "Lenin, Vladimir"', "wikidata: 1394", "wikidata is no id"),
    "a bad number": ('sort: "Lenin, Vladimir"', "viaf: Q7", "viaf is no number"),
    "an id seen nowhere": ('sort: "Lenin, Vladimir"', "wikidata: Q1394", "without the record"),
    "a record of no id": ('sort: "Lenin, Vladimir"', "seen: https://example.org/a", "names no authority id"),
    "no YAML": ('en: "Vladimir Lenin"', 'en: "Vladimir: Lenin', "no YAML"),
}


def write(root: Path, name: str, text: str) -> None:
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.md").write_text(text, encoding="utf-8")


def entry(slug: str, *forms: str) -> RegisterEntry:
    return RegisterEntry(slug, "person", slug, slug, f"{slug}.md", forms=forms)


def test_an_entry_is_read(tmp_path):
    write(tmp_path, "lenin", ENTRY)
    [found] = load_entries(tmp_path)
    assert (found.slug, found.kind, found.forms, found.headword("ko")) == (
        "lenin", "person", ("Lenin", "레닌"), "블라디미르 레닌"
    )  # fmt: skip
    assert found.glosses["ko"] == ("창시자다.", 15)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_entry_is_told(tmp_path, fault):
    before, after, message = FAULTS[fault]
    assert before in ENTRY
    write(tmp_path, "lenin", ENTRY.replace(before, after, 1))
    with pytest.raises(EditionError, match=message):
        load_entries(tmp_path)


def test_two_entries_of_one_name_are_told(tmp_path):
    write(tmp_path, "lenin", ENTRY)
    write(tmp_path, "ulyanov", ENTRY)
    with pytest.raises(EditionError, match="has an entry already"):
        load_entries(tmp_path)


MATCHES = {
    "레닌은 갔다": ["레닌"],
    "레닌에게서도, 레닌이었지만": ["레닌", "레닌"],
    "레닌주의와 레닌그라드": [],
    "‘레닌’의 동지들이": ["레닌"],
    "Lenin’s book, Leninism, V. Lenin.": ["Lenin", "Lenin"],
    "볼셰비키당의 볼셰비키들과": ["볼셰비키당", "볼셰비키"],
    "크론시타트(Kronshtadt) 해군": ["크론시타트(Kronshtadt)"],
    "NEP and the NEP’s": ["NEP", "NEP"],
}


@pytest.mark.parametrize("text", MATCHES)
def test_forms_are_found_as_whole_words_and_before_particles(text):
    entries = [entry("lenin", "레닌", "Lenin"), entry("party", "볼셰비키당"), entry("bolsheviks", "볼셰비키")]
    entries += [entry("kronstadt", "크론시타트", "크론시타트(Kronshtadt)"), entry("nep", "NEP")]
    assert [match.form for match in Forms(entries).find(text)] == MATCHES[text]


def test_an_occurrence_stands_where_it_says(copy, ident):
    """The form is found again at its offsets in the reading of its block."""
    edited = copy.edited(ident)
    entries = [
        entry("lenin", "레닌", "Lenin"),
        entry("stalin", "스탈린", "Stalin"),
        entry("russia", "러시아", "Russia"),
    ]
    found, problems = occurrences(copy.root, edited, entries)
    assert problems == []
    assert len(found) > 3 or ident == "probsting-kazakhstan"
    for item in found:
        assert item.end - item.start == len(item.form)
        assert item.place.startswith(ident)


def test_an_ambiguous_form_wants_a_decision(tmp_path, clean_once):
    """A form of two entries is a problem until somebody decides; the decision holds for that place."""
    copy = copy_edition(tmp_path / "edition", "ryu-emergence")
    edited = copy.edited("ryu-emergence")
    entries = [entry("one", "레닌"), entry("other", "레닌")]
    found, problems = occurrences(copy.root, edited, entries)
    assert found == []
    assert problems
    assert "may mean one or other" in problems[0].message
    (copy.root / EXCEPTIONS).parent.mkdir(parents=True, exist_ok=True)
    (copy.root / EXCEPTIONS).write_text(
        'exception = [\n  { at = "*", form = "레닌", entry = "one", reason = "the other is never meant" },\n]\n'
    )
    found, problems = occurrences(copy.root, edited, entries, read_exceptions(copy.root))
    assert problems == []
    assert {item.slug for item in found} == {"one"}


def test_what_occurs_nowhere_is_told(copy, ident):
    """An entry without an occurrence, a form without one, an exception that names no entry."""
    entries = [entry("nobody", "아무개없음"), entry("lenin", "Lenin", "레닌", "Lenin of nowhere")]
    found, _ = occurrences(copy.root, copy.edited(ident), entries)
    messages = [problem.message for problem in check_register(copy.root, entries, found, [])]
    assert any("occurs in no text" in message for message in messages)
    if any(item.slug == "lenin" for item in found):
        assert any("Lenin of nowhere" in message for message in messages)


def test_a_spelling_that_is_a_name_already_is_told():
    """It is a form of the entry, or another entry has it."""
    empire = replace(entry("empire", "비잔티움 제국"), also=("비잔틴 제국", "비잔티움 제국", "비잔틴"))
    other = replace(entry("other"), also=("비잔틴 제국",))
    messages = [problem.message for problem in also_problems([empire, other])]
    assert messages == [
        "“비잔틴 제국” under also is a name of 'other' already",
        "“비잔티움 제국” under also is a name of 'empire' already",
        "“비잔틴 제국” under also is a name of 'empire' already",
    ]


def test_a_spelling_that_need_not_stand_in_a_text_is_a_form_where_it_does():
    empire = replace(entry("empire", "비잔티움 제국"), also=("비잔틴",))
    assert [(match.form, match.slugs) for match in Forms([empire]).find("비잔틴의 몰락")] == [("비잔틴", ("empire",))]


@pytest.mark.parametrize("text", ["exception = [\n", 'exception = [\n  { at = "x", form = "y" },\n]\n'])
def test_an_exception_that_cannot_be_read_is_told(tmp_path, text):
    copy = EditionCopy(tmp_path)
    (copy.root / EXCEPTIONS).parent.mkdir(parents=True)
    (copy.root / EXCEPTIONS).write_text(text)
    with pytest.raises(EditionError, match=r"exceptions\.toml"):
        read_exceptions(copy.root)
