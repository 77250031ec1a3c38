"""JSON: of its declared form, and the texts, marks, names and notes come back out of it."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from edition.export.colophon import Colophon
from edition.export.data import SCHEMA, plain, text_data, write_data
from edition.export.matter import load_annotation, load_matter
from edition.export.text import plain_text
from edition.verify.apparatus import apparatus
from edition.verify.text import read_text
from edition.witnesses import load
from edition_copy import ROOT, TEXTS, copy_root

pytest_plugins = ["edition_copy"]

FACTS = Colophon("1.2.3", "0123456789ab", "2026-11-22", 1_795_000_000)
VALIDATOR = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


@pytest.fixture(scope="module", params=TEXTS)
def matter(request):
    return load_matter(load_annotation(ROOT, FACTS), read_text(ROOT, load(ROOT, request.param))[0])


@pytest.fixture(scope="module")
def data(matter):
    return json.loads(json.dumps(text_data(matter)))


def test_it_is_of_its_form(data):
    """No key too few and none too many."""
    Draft202012Validator.check_schema(VALIDATOR.schema)
    assert [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)] == []


def test_a_fault_of_form_is_seen(data):
    """The schema can fail."""
    block = data["blocks"][0] | {"kind": "verse", "more": 1}
    faulty = data | {"blocks": [block]}
    assert len(list(VALIDATOR.iter_errors(faulty))) == 2


@pytest.mark.parametrize("view", ["reading", "witness"])
def test_the_text_comes_back(matter, data, view):
    """What ``edition text TEXT --as VIEW`` prints, character for character."""
    assert plain(data, view) == plain_text(matter.edited, view)


@pytest.mark.parametrize("view", ["reading", "witness"])
def test_every_construct_of_a_tiny_text(tmp_path, view):
    """Joined and divided paragraphs, misplaced calls, gaps, marks in notes."""
    copy = copy_root("marks", tmp_path)
    matter = load_matter(load_annotation(copy.root, FACTS), copy.edited("tiny"))
    data = text_data(matter)
    assert [error.message for error in VALIDATOR.iter_errors(data)] == []
    assert plain(data, view) == plain_text(matter.edited, view)


def test_offsets_hold(matter, data):
    """A mark's offsets cut its readings out, a name's its form, and a note stands after its words."""
    entries = {entry.anchor: entry.mark for entry in apparatus(ROOT, matter.edited)}
    forms = {(item.slug, item.place, item.start): item.form for item in matter.occurrences}
    words = {note["id"]: note["words"] for note in data["notes"]}
    seen = set()
    for block in data["blocks"]:
        for mark in block["marks"]:
            seen.add(mark["id"])
            wanted = entries[mark["id"]]
            assert block["reading"][mark["start"] : mark["end"]] == wanted.reading
            assert block["witness"][mark["witness_start"] : mark["witness_end"]] == wanted.witness == mark["witness"]
            assert (mark["kind"], mark["certainty"], mark["reason"]) == (wanted.kind, wanted.certainty, wanted.reason)
        for name in block["names"]:
            assert block["reading"][name["start"] : name["end"]] == forms.pop(
                (name["entry"], block["id"], name["start"])
            )
        for note in block["notes"]:
            assert block["reading"][: note["at"]].endswith(words.pop(note["note"]))
    assert (seen, forms, words) == (entries.keys(), {}, {})


def test_files_are_written_with_their_schema(tmp_path):
    """One file a text, and the schema beside them."""
    copy = copy_root("marks", tmp_path / "copy")
    matter = load_matter(load_annotation(copy.root, FACTS), copy.edited("tiny"))
    paths = write_data(tmp_path / "json", [matter])
    assert [path.name for path in paths] == ["tiny.json", "schema.json"]
    assert json.loads(paths[0].read_text(encoding="utf-8"))["id"] == "tiny"
