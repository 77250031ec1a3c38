"""The five witnesses: each is as received, and each base text keeps the edition's one promise."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path

import pytest

from edition.blocks import CALL_CLOSE, CALL_OPEN, KINDS, calls
from edition.clean.draft import Draft
from edition.clean.forms import body_pattern, call_pattern
from edition.clean.licences import LICENCES
from edition.clean.located import spans
from edition.clean.run import BaseText, base_problems, imbalance
from edition.edits import invert, replay
from edition.hygiene import refused
from edition.witnesses import identifiers

TEXTS = ["lee-lessons", "lenin-lessons", "probsting-kazakhstan", "razlatzky-notes", "ryu-emergence"]
SIGLA = dict(zip(TEXTS, "LSKZR", strict=True))


@pytest.fixture(params=TEXTS)
def base(request, base_texts) -> BaseText:
    """Each of the five base texts."""
    return base_texts[request.param]


def without_signs(text: str) -> str:
    return text.replace(CALL_OPEN, "").replace(CALL_CLOSE, "")


def letters(text: str) -> str:
    """What no step but a listed drop may touch."""
    return "".join(without_signs(text).split())


def test_there_are_five(root, base_texts):
    assert identifiers(root) == TEXTS
    assert {ident: base.source.siglum for ident, base in base_texts.items()} == SIGLA


# As received


def test_the_witness_is_the_seed(root, base):
    seeds = root.parent / "shared" / "seeds"
    if not seeds.is_dir():
        pytest.skip("the seeds are not beside this repository: put them in ../shared/seeds")
    seed = seeds / base.source.provenance["seed_file"]
    data = seed.read_bytes()
    assert data == (root / Path(base.source.path).with_name("witness.txt")).read_bytes()
    assert hashlib.sha256(data).hexdigest() == base.source.sha256 == base.source.provenance["sha256"]


def test_provenance_counts_what_is_there(base):
    data, given = base.source.text.encode(), base.source.provenance
    assert (given["bytes"], given["characters"]) == (len(data), len(base.source.text))
    assert given["final_newline"] == base.source.text.endswith("\n")
    assert given["sha256"] == hashlib.sha256(data).hexdigest()


# The promise


def test_undoing_the_edits_gives_the_witness(root, base):
    text = base.draft.text
    for record in reversed(base.records):
        text = replay(text, invert(record.edits))
    assert text.encode() == (root / Path(base.source.path).with_name("witness.txt")).read_bytes()


def test_doing_the_edits_gives_the_base_text(base):
    """The record alone leads from the witness to the lines of the blocks."""
    text = base.source.text
    for record in base.records:
        text = replay(text, record.edits)
    assert text == "".join(f"{block.marker}{block.text}\n" for block in base.blocks)


def test_every_edit_is_within_its_licence(base):
    allowed = [span for item in base.source.furniture for span in spans(item, Draft.of(base.source.text))]
    for record in base.records:
        assert LICENCES[record.step.licence](record.edits, record.before, allowed) == [], record.step.name


def test_every_step_did_what_its_licence_says(base):
    """The same, from the outside: what stands before a step and after it."""
    furniture = Counter()
    for item in base.source.furniture:
        for start, end in spans(item, Draft.of(base.source.text)):
            furniture.update(base.source.text[start:end])
    for record in base.records:
        before, after = record.before.text, replay(record.before.text, record.edits)
        match record.step.licence:
            case "space":
                assert letters(before) == letters(after), record.step.name
            case "move":
                assert Counter(before) == Counter(after), record.step.name
            case "call":
                assert before == without_signs(after), record.step.name
            case "drop":
                assert Counter(before) == Counter(after) + furniture, record.step.name


def test_nothing_is_lost_and_nothing_made(base):
    assert imbalance(base) == {}
    assert base_problems(base) == []


def test_every_step_of_the_plan_does_something(base):
    """A step that no longer changes anything is a line of ``source.toml`` that misleads."""
    assert [record.step.name for record in base.records if not record.edits] == []


# Furniture


def test_no_furniture_is_in_any_block(base):
    first = Draft.of(base.source.text)
    dropped = {place for item in base.source.furniture for span in spans(item, first) for place in range(*span)}
    assert len(dropped) == base.dropped
    assert dropped.isdisjoint(base.draft.origins)


def test_no_words_of_furniture_are_in_any_block(base):
    """Whatever the origins say: nothing that reads like a listed span stands in a block."""
    printed = "\n".join(block.printed for block in base.blocks)
    for item in base.source.furniture:
        for start, end in spans(item, Draft.of(base.source.text)):
            assert base.source.text[start:end] not in printed, item


@pytest.mark.parametrize(
    ("ident", "words"),
    [
        ("lee-lessons", ["- 9 -"]),
        ("lenin-lessons", ["↩", "\ufe0e", "HIT US UP", "SOCIAL MEDIA"]),
        ("razlatzky-notes", ["LONG LIVE", "PROLETARISM", "Stachkom of Samara", "ICQ", "TopList", "stachkom@mail.com"]),
        ("ryu-emergence", ["---", "# ", "##"]),
        ("probsting-kazakhstan", []),
    ],
)
def test_the_furniture_known_from_reading_is_gone(base_texts, ident, words):
    """Written down from the witnesses, not from ``source.toml``: a span forgotten there is noticed here."""
    printed = "\n".join(block.marker + block.printed for block in base_texts[ident].blocks)
    assert [word for word in words if word in printed] == []
    assert all(word in base_texts[ident].source.text for word in words)


# The authors' notes

#: id → by note number, how many paragraphs its body has
BODIES = {
    "lee-lessons": {"1": 1, "2": 2, "3": 1, "4": 2, "5": 2},
    "lenin-lessons": {str(number): 1 for number in range(1, 16)},
    "razlatzky-notes": {str(number): 1 + (number == 9) for number in range(1, 11)},
    "probsting-kazakhstan": {},
    "ryu-emergence": {},
}
#: id → by language, the numbers called, in order
CALLED = {
    "lee-lessons": {"ko": [1, 2, 3, 4, 5]},
    "lenin-lessons": {"en": list(range(1, 16))},
    "razlatzky-notes": {"en": list(range(1, 11))},
    "probsting-kazakhstan": {"en": list(range(1, 11)), "ko": [1, 2, 3, 4, 6, 7, 8, 9]},
    "ryu-emergence": {},
}


def test_notes_are_all_there_in_order(base):
    numbers = [note.number for note in base.notes]
    assert Counter(numbers) == BODIES[base.source.ident]
    assert numbers == sorted(numbers, key=int)


def test_each_note_prints_its_number_once(base):
    """The first paragraph has it, in the form the witness prints; the others have none."""
    firsts = [note for note in base.notes if note.marker]
    assert [note.number for note in firsts] == list(BODIES[base.source.ident])
    form = body_pattern(base.source.notes.bodies) if firsts else None
    assert all(form.fullmatch(note.marker)["number"] == note.number for note in firsts)


def test_notes_are_called_in_order_each_once(base):
    found: dict[str, list[int]] = {}
    for block in base.body:
        found.setdefault(block.version, []).extend(map(int, calls(block.text)))
    assert {language: numbers for language, numbers in found.items() if numbers} == CALLED[base.source.ident]
    assert not any(calls(note.text) for note in base.notes)


def test_calls_keep_the_form_the_witness_prints(base):
    if not base.source.notes.calls:
        assert CALLED[base.source.ident] == {}
        return
    form = base.source.notes.calls
    printed = {part.partition(CALL_CLOSE)[0] for block in base.body for part in block.text.split(CALL_OPEN)[1:]}
    assert printed == {
        form.replace("1", str(number)) for numbers in CALLED[base.source.ident].values() for number in numbers
    }


def test_what_looks_like_a_call_and_is_none_stays_text(base_texts):
    """“(2014.4)” in L ends with 4) and calls nothing."""
    block = next(block for block in base_texts["lee-lessons"].blocks if "2014.4)" in block.text)
    assert not list(call_pattern("1)").finditer("2014.4)"))
    assert CALL_OPEN + "4)" not in block.text[block.text.index("2014.") - 1 :][:9]


# Blocks


def test_blocks_are_clean(base):
    for block in base.blocks:
        assert block.kind in KINDS
        assert block.text == block.text.strip() != "", block
        assert not any(map(refused, without_signs(block.text))), block
        assert "\n" not in block.text


def test_every_block_stands_where_it_says(base):
    """Its first character stands in the witness on the line that the block names."""
    lines = base.source.text.split("\n")
    for block in base.blocks:
        first = (block.marker.strip() or without_signs(block.text))[0]
        assert first in lines[block.line - 1], block


def test_every_declared_page_has_blocks_and_every_block_a_page(base):
    """But a front page that names no line of the witness holds none of its words."""
    declared = [page.name for page in base.source.page if page.line]
    assert list(dict.fromkeys(placed.page for placed in base.placed if placed.block.kind != "note")) == declared


def test_explicit_ids_are_latin_and_of_one_block_each(base):
    idents = [block.ident for block in base.blocks if block.ident]
    assert len(idents) == len(set(idents))
    assert all(ident.isascii() and ident.startswith(base.source.ident + ".") for ident in idents)
    assert {block.kind for block in base.blocks if block.kind in ("heading", "caption") and not block.ident} == set()


#: words that a witness breaks and its base text must hold whole: id → words, all read in the witness by eye
WHOLE = {
    "lee-lessons": ["평등의 실패한 '약속'을"],
    "ryu-emergence": ["하나입니다"],
}


@pytest.mark.parametrize(("ident", "words"), [(ident, word) for ident, words in WHOLE.items() for word in words])
def test_a_broken_word_is_whole(base_texts, ident, words):
    base = base_texts[ident]
    assert any(words in block.text for block in base.blocks)
    assert words not in base.source.text
