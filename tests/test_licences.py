"""Licences: what an edit of each kind of step may do, and that a step that does more is caught at its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from edition.blocks import CALL_CLOSE, CALL_OPEN, Block
from edition.clean import run
from edition.clean.draft import Draft
from edition.clean.kinds import Placed
from edition.clean.licences import LICENCES
from edition.clean.run import clean
from edition.clean.steps import ALL, STEPS
from edition.edits import Edit, number
from edition.problems import EditionError
from edition.records import Furniture, Notes
from edition.witnesses import load

DRAFT = Draft.of("가나 다라1) 마 [2] - 9 -")
LISTED = [(15, 20)]  # "- 9 -"

#: licence, edits → words of the fault, or nothing where the edits are within the licence
HELD = {
    "space: strips": ("space", [Edit("x", 2, " ", "")], ""),
    "space: joins lines": ("space", [Edit("x", 2, "\n\n", " ")], ""),
    "space: takes another space": ("space", [Edit("x", 2, "\u3000", "\n")], ""),
    "space: takes a letter": ("space", [Edit("x", 2, " 다", " ")], "changes ' 다'"),
    "space: puts a letter": ("space", [Edit("x", 2, "", "은")], "changes '은'"),
    "space: corrects a syllable": ("space", [Edit("x", 0, "가", "거")], "changes '가'"),
    "space: takes a zero width space": ("space", [Edit("x", 2, "\u200b", "")], "changes '\\u200b'"),
    "space: one of many": ("space", [Edit("x", 0, " ", ""), Edit("x", 3, "-", ""), Edit("x", 5, " ", "")], "'-'"),
    "move: whole": ("move", [Edit("x", 0, "가나", "", link=0), Edit("x", 8, "", "가나", link=0)], ""),
    "move: swaps two characters": (
        "move", [Edit("x", 0, "가나", "", link=0), Edit("x", 8, "", "나가", link=0)], "differ",
    ),
    "move: loses the last one": ("move", [Edit("x", 0, "가나", "", link=0), Edit("x", 8, "", "가", link=0)], "differ"),
    "move: adds a space": ("move", [Edit("x", 0, "가나", "", link=0), Edit("x", 8, "", "가나 ", link=0)], "differ"),
    "move: cuts only": ("move", [Edit("x", 0, "가나", "", link=0)], "differ: '가나'"),
    "move: pastes only": ("move", [Edit("x", 0, "", "가나", link=0)], "differ: '가나'"),
    "move: pastes twice": (
        "move",
        [Edit("x", 0, "가", "", link=0), Edit("x", 3, "", "가", link=0), Edit("x", 8, "", "가", link=0)],
        "differ: '가'",
    ),
    "move: without a link": ("move", [Edit("x", 0, "가", ""), Edit("x", 3, "", "가")], "differ: '가'"),
    "move: links crossed": (
        "move",
        [
            Edit("x", 0, "가", "", link=0), Edit("x", 1, "나", "", link=1),
            Edit("x", 3, "", "가", link=1), Edit("x", 3, "", "나", link=0),
        ],
        "differ",
    ),
    "move: replaces": ("move", [Edit("x", 0, "가", "나", link=0)], "both cuts and pastes"),
    "call: bracket": ("call", [Edit("x", 5, "1)", f"{CALL_OPEN}1){CALL_CLOSE}")], ""),
    "call: square brackets": ("call", [Edit("x", 10, "[2]", f"{CALL_OPEN}[2]{CALL_CLOSE}")], ""),
    "call: other digits": ("call", [Edit("x", 5, "1)", f"{CALL_OPEN}2){CALL_CLOSE}")], "turns '1)' into"),
    "call: loses the bracket": ("call", [Edit("x", 5, "1)", f"{CALL_OPEN}1{CALL_CLOSE}")], "turns '1)' into"),
    "call: without signs": ("call", [Edit("x", 5, "1)", "1)")], "turns '1)' into"),
    "call: without digits": ("call", [Edit("x", 0, "가", f"{CALL_OPEN}가{CALL_CLOSE}")], "turns '가' into"),
    "call: swallows the syllable before it": ("call", [Edit("x", 4, "라1)", f"{CALL_OPEN}라1){CALL_CLOSE}")], "turns"),
    "drop: listed": ("drop", [Edit("x", 15, "- 9 -", "")], ""),
    "drop: part of what is listed": ("drop", [Edit("x", 17, "9", "")], ""),
    "drop: unlisted": ("drop", [Edit("x", 0, "가나", "")], "drops '가나', which is not listed"),
    "drop: one character more": ("drop", [Edit("x", 14, " - 9 -", "")], "drops ' - 9 -', which is not listed"),
    "drop: puts something": ("drop", [Edit("x", 15, "- 9 -", "*")], "puts '*'"),
}  # fmt: skip


@pytest.mark.parametrize(("licence", "edits", "words"), HELD.values(), ids=HELD)
def test_a_licence_is_held_against_every_edit(licence, edits, words):
    faults = LICENCES[licence](number(edits), DRAFT, LISTED)
    assert bool(faults) == bool(words), faults
    assert words in "; ".join(faults)


def test_a_drop_is_judged_by_origin_not_by_likeness():
    """What looks like furniture elsewhere is text: the same signs at another place may not go."""
    draft = Draft.of("- 9 - 가 - 9 -")
    assert LICENCES["drop"]([Edit("x", 0, "- 9 -", "")], draft, [(8, 13)])
    assert not LICENCES["drop"]([Edit("x", 8, "- 9 -", "")], draft, [(8, 13)])


def test_every_step_has_a_licence():
    assert {step.licence for step in ALL} == LICENCES.keys()
    assert len(STEPS) == len(ALL)


# A step that does more than it may, planted in a plan

WITNESS = "황제 포트르는 1)\n개혁1)을 시작했다.\n- 9 -\n1) 주\n"


def corrected(draft, *_) -> Iterator[Edit]:
    """Strips lines as it should, and mends a misread syllable as no step may."""
    yield from STEPS["join-headings"].propose(draft, *_)
    yield Edit("planted", draft.text.index("포"), "포", "표")


def swapped(draft, *_) -> Iterator[Edit]:
    yield Edit("planted", 0, "황제", "", link=0)
    yield Edit("planted", draft.text.index("개"), "", "제황", link=0)


def dropped(draft, *_) -> Iterator[Edit]:
    yield Edit("planted", draft.text.index("시작"), "시작", "")


def renumbered(draft, *_) -> Iterator[Edit]:
    place = draft.text.index("개혁1)") + 2
    yield Edit("planted", place, "1)", f"{CALL_OPEN}2){CALL_CLOSE}")


def swallowed(draft, *_) -> Iterator[Edit]:
    """Hides a syllable in the call: pages write a call as its number alone, so it would be lost there."""
    place = draft.text.index("혁1)")
    yield Edit("planted", place, "혁1)", f"{CALL_OPEN}혁1){CALL_CLOSE}")


PLANTED = {
    "corrects a syllable": ("strip-lines", corrected, "changes '포'"),
    "swaps characters in a move": ("move-spans", swapped, "cut and paste differ: '황제'"),
    "drops what is not listed": ("drop-furniture", dropped, "drops '시작', which is not listed as furniture"),
    "calls another note": ("mark-calls", renumbered, "turns '1)' into"),
    "swallows text in a call": ("mark-calls", swallowed, "turns '혁1)' into"),
}


@pytest.mark.parametrize(("name", "planted", "words"), PLANTED.values(), ids=PLANTED)
def test_a_planted_change_is_caught_by_its_licence(small, monkeypatch, name, planted, words):
    monkeypatch.setitem(STEPS, name, replace(STEPS[name], propose=planted))
    plan = f'clean = [\n  {{ step = "join-headings" }},\n  {{ step = "{name}" }},  # wrong\n]'
    small.write(WITNESS, clean=plan)
    problem = small.problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "licence")
    assert words in problem.message
    assert name in problem.remedy


@pytest.mark.parametrize(
    "ident", ["lee-lessons", "ryu-emergence", "lenin-lessons", "razlatzky-notes", "probsting-kazakhstan"]
)
def test_a_planted_correction_is_caught_in_a_real_witness(root, monkeypatch, ident):
    """One syllable or letter, corrected on the side by a step that strips lines."""
    source = load(root, ident)
    honest = STEPS["strip-lines"].propose

    def correcting(draft, *given) -> Iterator[Edit]:
        yield from honest(draft, *given)
        place = next(index for index, character in enumerate(draft.text) if index > 3000 and character.isalpha())
        yield Edit("strip-lines", place, draft.text[place], "표")

    clean(source)
    monkeypatch.setitem(STEPS, "strip-lines", replace(STEPS["strip-lines"], propose=correcting))
    with pytest.raises(EditionError) as caught:
        clean(source)
    [problem] = caught.value.problems
    index = [entry["step"] for entry in source.clean].index("strip-lines")
    assert (problem.path, problem.line) == source.place("clean", index)
    assert problem.code == "licence"


# Were a licence to fail, the count and the way back would still see it


def test_the_count_sees_what_a_licence_lets_through(small, monkeypatch):
    monkeypatch.setitem(STEPS, "strip-lines", replace(STEPS["strip-lines"], propose=corrected))
    monkeypatch.setitem(LICENCES, "space", lambda *_: [])
    problems = small.write("황제 포트르\n").problems()
    assert [(problem.code, problem.message) for problem in problems] == [
        ("balance", "U+D3EC HANGUL SYLLABLE PO is lost 1 times in cleaning"),
        ("balance", "U+D45C HANGUL SYLLABLE PYO is made 1 times in cleaning"),
    ]


def test_the_count_sees_furniture_that_is_listed_and_not_dropped(small):
    entries = 'furniture = [\n  { line = 2, first = "- 9 -", kind = "page number", reason = "a page number" },\n]'
    problems = small.write("가\n- 9 -\n", entries).problems()
    assert {problem.code for problem in problems} == {"balance"}
    assert len(problems) == 2


def test_the_way_back_is_walked(small, monkeypatch):
    """A record that does not hold every edit leads nowhere."""
    monkeypatch.setattr(run, "invert", lambda edits: [])
    problem = small.write("가  \n나\n").problem()
    assert (problem.code, problem.message) == ("balance", "the edits do not lead back to the witness")


def test_typing_blocks_may_not_change_a_character(small, monkeypatch):
    typed = run.type_blocks
    monkeypatch.setattr(
        run,
        "type_blocks",
        lambda *given: [Placed(Block("paragraph", placed.block.text + "."), "") for placed in typed(*given)],
    )
    problem = small.write("가\n").problem()
    assert (problem.code, problem.message) == ("balance", "typing the blocks changed the text")


def test_a_whole_plan_is_within_its_licences(made):
    """The same witness, cleaned by honest steps: the checks above do not fail on everything."""
    source = made(
        WITNESS, "drop-furniture", "strip-lines", "mark-calls",
        notes=Notes("1)", "1) ", called={"ko": [1]}),
        furniture=[Furniture("page number", "a number", 3, first="- 9 -")],
    )  # fmt: skip
    assert [block.kind for block in clean(source).blocks] == ["paragraph", "paragraph", "note"]
