"""Names against the register: those it does not know, and those our prose spells otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from edition.register.entries import FOLDER, RegisterEntry, load_entries
from edition.register.names import PASSED, rendering_problems, spellings, unknown_names
from edition_copy import ROOT, TEXTS, EditionCopy

pytest_plugins = ["edition_copy"]


@pytest.fixture(scope="module")
def register() -> list[RegisterEntry]:
    return load_entries(ROOT)


def unknown(entries: list[RegisterEntry], *texts: str, root: Path = ROOT) -> list[str]:
    copy = EditionCopy(ROOT)
    return [problem.message for problem in unknown_names(root, [copy.edited(ident) for ident in texts], entries)]


def test_the_register_knows_every_name_or_says_why_not(register, clean_once):
    assert unknown(register, *TEXTS) == []


@pytest.mark.parametrize(
    ("text", "slug", "name"),
    [
        ("ryu-emergence", "kolchak", "콜차크"),
        ("lenin-lessons", "ordzhonikidze", "Ordzhonikidze"),
        ("lee-lessons", "bilan", "빌랑"),
    ],
)
def test_a_name_the_register_does_not_know_is_told(register, clean_once, text, slug, name):
    without = [entry for entry in register if entry.slug != slug]
    assert len(without) == len(register) - 1
    assert any(f"“{name}”" in message for message in unknown(without, text))


def test_the_list_of_names_passed_over_stays_true(tmp_path, register, clean_once):
    path = tmp_path / PASSED
    path.parent.mkdir(parents=True)
    path.write_text("# remarks are let be\n유럽\n나폴레옹\ta hero\n", encoding="utf-8")
    entries = list(register)
    copy = EditionCopy(ROOT)
    found = list(unknown_names(tmp_path, [], entries))
    assert [(item.line, item.message) for item in found] == [
        (2, "'유럽' is passed over without reason"),
        (2, "“유럽” passes over nothing"),
        (3, "“나폴레옹” passes over nothing"),
    ]
    told = [item for item in unknown_names(ROOT, [copy.edited("ryu-emergence")], entries) if item.path == str(PASSED)]
    assert any("Theoretically" in item.message for item in told)  # it stands in another text


RAKOVSKY = RegisterEntry("rakovsky", "person", "Christian Rakovsky", "흐리스티안 라콥스키", "r.md")


@pytest.mark.parametrize(
    ("forms", "found"),
    [
        (("Rakovski", "Rakovsky"), {"Rakovski": "Christian Rakovsky"}),
        (("라코프스키",), {"라코프스키": "흐리스티안 라콥스키"}),
        (("라콥스키", "라콥스키 동지"), {}),
        (("the old diplomat",), {}),
    ],
)
def test_forms_that_spell_the_headword_otherwise_are_found(forms, found):
    assert spellings([replace(RAKOVSKY, forms=forms)]) == found


def test_a_name_in_our_prose_keeps_to_the_register(tmp_path):
    entry = replace(RAKOVSKY, forms=("Rakovski",))
    note = tmp_path / "docs" / "texts" / "a-text" / "notes.toml"
    note.parent.mkdir(parents=True)
    note.write_text('[[note]]\nwords = "Rakovski"\nen = "The text has “Rakovski”."\nko = "Rakovski가 썼다."\n', "utf-8")
    page = tmp_path / FOLDER / "rakovsky.md"
    page.parent.mkdir(parents=True)
    page.write_text('---\nforms: ["Rakovski"]\n---\n\nRakovski wrote it; *Rakovski* is a title.\n', "utf-8")
    assert [(item.path.rpartition("/")[2], item.line) for item in rendering_problems(tmp_path, [entry])] == [
        ("notes.toml", 4),
        ("rakovsky.md", 5),
    ]


def test_our_prose_keeps_to_the_register(register):
    assert list(rendering_problems(ROOT, register)) == []
