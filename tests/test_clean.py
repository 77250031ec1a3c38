"""Cleaning, step by step: what each step does to a small witness, what it leaves alone, and what it refuses.

The cases under ``golden/clean`` are small witnesses of our own, each with the base text a person has reviewed: a block
a line, its kind, its level, marker or number, and its text with calls as ⟦1)⟧. A case whose name begins with ``keeps``
must come through unchanged. After a change: ``pytest tests/test_clean.py --force-regen``, and read the difference.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from edition.blocks import CALL, CALL_CLOSE, CALL_OPEN, KINDS, Block
from edition.clean.draft import MADE
from edition.clean.licences import LICENCES
from edition.clean.located import ABOUT_LINES
from edition.clean.run import BaseText, clean
from edition.clean.steps import STEPS
from edition.edits import invert, replay
from edition.problems import EditionError
from edition.records import Decision, Furniture, Notes, Source
from edition.witnesses import TEXTS, load

GOLDEN = Path(__file__).with_name("golden") / "clean"
CASES = sorted(folder.name for folder in GOLDEN.iterdir())
SHOWN = r"⟦\1⟧"  #: how a call is printed in a base text


# Golden cases


def case(root: Path, name: str) -> BaseText:
    """Clean the golden case *name*, copied below *root* so that it is loaded as any text is."""
    shutil.copytree(GOLDEN / name, root / TEXTS / name)
    return clean(load(root, name))


def print_block(block: Block) -> str:
    label = block.number or block.marker or str(block.level or "")
    return f"{block.kind}\t{label}\t{CALL.sub(SHOWN, block.text)}\n"


def same_bytes(obtained: Path, expected: Path) -> None:
    """Compare bytes; decoding shows a difference as text and hides none."""
    assert obtained.read_bytes().decode() == expected.read_bytes().decode()


@pytest.mark.parametrize("name", CASES)
def test_a_case_cleans_to_the_base_text_that_was_reviewed(name, tmp_path, file_regression):
    printed = "".join(map(print_block, case(tmp_path, name).blocks))
    file_regression.check(printed.encode(), fullpath=GOLDEN / name / "base.txt", binary=True, check_fn=same_bytes)


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("keeps")])
def test_a_case_that_must_not_change_does_not(name, tmp_path):
    base = case(tmp_path, name)
    kept = [line.strip() for line in base.source.text.split("\n") if line.strip()]
    assert [block.marker + block.printed for block in base.blocks] == kept


def test_every_step_has_a_case_that_it_changes(tmp_path):
    changing = {
        record.step.name
        for name in CASES
        if not name.startswith("keeps")
        for record in case(tmp_path, name).records
        if record.edits
    }
    assert changing == STEPS.keys()


def test_pages_begin_where_they_are_declared(tmp_path):
    placed = case(tmp_path, "double-blank-lines").placed
    assert [item.page for item in placed] == ["index", "first", "first", "second", "third"]
    assert [item.block.line for item in placed] == [1, 4, 6, 9, 13]


def test_versions_begin_where_they_are_declared(tmp_path):
    placed = case(tmp_path, "two-versions").placed
    assert [(item.page, item.block.version) for item in placed] == [("en", "en")] * 3 + [("ko", "ko")] * 3


def test_explicit_ids_are_of_their_text(tmp_path):
    blocks = case(tmp_path, "captions-in-sentences").blocks
    assert [block.ident for block in blocks if block.ident] == [
        "captions-in-sentences.street",
        "captions-in-sentences.square",
    ]


# Properties: the promise holds for witnesses nobody has seen

WORDS = [
    "가나", "다라.", "“마바”", "끊", "In 1917", "2014.4)", "- ", "• ", "<참세상, 1.2>", "<<교훈>> (3)", "1", "#",
    " ", "  ", "\u00a0", "\u3000", "\t", "e\u0301",
]  # fmt: skip
LINES = st.lists(st.sampled_from(WORDS), max_size=4).map("".join)
VERBS = [*ABOUT_LINES, "kind", "note-continues", "move", "call"]


@st.composite
def decisions(draw, lines: list[str], verbs: list[str]) -> list[Decision]:
    """Decisions that name the whole of their line, so that it holds them once."""
    written = [index for index, line in enumerate(lines, start=1) if line.strip()]
    chosen = draw(st.lists(st.sampled_from(written), max_size=4, unique=True))
    made = []
    for line in chosen:
        do = draw(st.sampled_from(verbs))
        to, after = draw(st.sampled_from([0, line, line + 2])), draw(st.sampled_from(written))
        kind, anchor = draw(st.sampled_from(KINDS)), lines[after - 1].strip()
        made.append(Decision(do, line, lines[line - 1].strip(), "r", to, kind, "", 1, anchor, after))
    return made


@st.composite
def noted(draw, lines: list[str]) -> tuple[list[str], Notes]:
    """Lines with up to two notes put among them, each called and printed in order, and the form of those notes."""
    before, after = draw(st.sampled_from([("", ")"), ("[", "]")]))
    count = draw(st.integers(0, 2))
    numbers = [f"{before}{number}{after}" for number in range(1, count + 1)]
    for words in [[f"말{number}이" for number in numbers], [f"{number} 주.{draw(LINES)}" for number in numbers]]:
        places = sorted(draw(st.lists(st.integers(0, len(lines)), min_size=count, max_size=count)), reverse=True)
        for place, line in zip(places, reversed(words), strict=True):
            lines = [*lines[:place], line, *lines[place:]]
    if not count:
        return lines, Notes()
    return lines, Notes(f"{before}1{after}", f"{before}1{after} ", called={"ko": [*range(1, count + 1)]})


@st.composite
def sources(draw: Callable, made: Callable, steps: list[str], verbs: list[str] = VERBS):
    """A source of a few lines, with a plan of any of *steps* in any order, and lines stripped at the end."""
    lines, notes = draw(noted(["가나", *draw(st.lists(LINES | st.just(""), max_size=8))]))
    plan = draw(st.lists(st.sampled_from(steps), unique=True))
    plan = [{"step": step, **({"short": 8} if step == "unwrap-hard-lines" else {})} for step in plan]
    witness = "\n".join([*lines, *draw(st.sampled_from([[], [""], ["", " ", ""]]))])
    bullets = Furniture("bullet", "r", each="•", count=witness.count("•"))
    return made(
        witness,
        *plan,
        "strip-lines",
        furniture=[bullets] if {"step": "drop-furniture"} in plan else [],
        markers=draw(st.sampled_from([[], ["- "], ["- ", "• "]])),
        notes=notes,
        decision=draw(decisions(lines, verbs)),
    )


def cleaned(source: Source) -> BaseText | None:
    """Clean *source*; nothing where its plan, its notes or its decisions leave a question open.

    Which they may: they were drawn at random. A character lost or made is no such question, nor is a broken licence.
    """
    try:
        base = clean(source)
    except EditionError as error:
        event("refused")
        assert {problem.code for problem in error.problems} <= {"decision", "note", "source", "licence"}
        assert all("overlaps" in problem.message for problem in error.problems if problem.code == "licence")
        return None
    event("cleaned")
    return base


def letters(text: str) -> str:
    """What no space step may touch."""
    return "".join(text.split()).replace(CALL_OPEN, "").replace(CALL_CLOSE, "")


@given(st.data())
def test_any_plan_inverts_and_balances(made, data):
    source = data.draw(sources(made, sorted(STEPS)))
    if (base := cleaned(source)) is None:
        return
    restored = base.draft.text
    for record in reversed(base.records):
        assert LICENCES[record.step.licence](record.edits, record.before, [(0, len(source.text))]) == []
        restored = replay(restored, invert(record.edits))
        assert restored == record.before.text
    assert restored == source.text
    dropped = source.text.count("•") if source.furniture else 0
    assert Counter(letters(source.text)) == Counter(letters(base.draft.text)) + Counter({"•": dropped})
    known = [(origin, sign) for origin, sign in zip(base.draft.origins, base.draft.text, strict=True) if origin != MADE]
    assert all(source.text[origin] == sign for origin, sign in known)


@given(st.data())
def test_no_block_is_empty_or_begins_or_ends_with_white_space(made, data):
    """Markdown would lose it on the page. In a witness, two spaces may well follow a note's number."""
    source = data.draw(sources(made, ["lift-notes", "unwrap-columns", "split-attributions"], ["start", "kind"]))
    if base := cleaned(source):
        assert [block for block in base.blocks if not block.text or block.text != block.text.strip()] == []


@given(st.data())
def test_moves_keep_lines_whole(made, data):
    """Whatever is moved where, a line of the witness is a line of the base text, glued to no other."""
    source = data.draw(
        sources(made, ["strip-page-tops", "lift-notes", "lift-captions", "move-spans"], ["kind", "move"])
    )
    if base := cleaned(source):
        lines = [line.strip() for line in source.text.split("\n") if line.strip()]
        assert Counter(base.draft.text.split("\n")[:-1]) == Counter(lines)


@given(st.data())
def test_joining_keeps_the_order_of_every_letter(made, data):
    joining = [
        "strip-page-tops",
        "unwrap-hard-lines",
        "unwrap-columns",
        "rejoin-sentences",
        "join-headings",
        "split-attributions",
    ]
    source = data.draw(sources(made, joining, [*ABOUT_LINES, "kind"]))
    if base := cleaned(source):
        assert letters(base.draft.text) == letters(source.text)


# Decisions

#: step, witness, verb of a decision on “다라” → the blocks
JOINED = [
    ("unwrap-hard-lines", "가나 \n\n다라\n", "", ["가나 다라"]),
    ("unwrap-hard-lines", "가나\n\n다라\n", "", ["가나다라"]),
    ("unwrap-hard-lines", "가나 \n\n다라\n", "start", ["가나", "다라"]),
    ("unwrap-hard-lines", "가나.\n\n다라\n", "continue", ["가나.다라"]),
    ("unwrap-hard-lines", "가나 \n\n 다라\n", "continue", ["가나 다라"]),
    ("unwrap-hard-lines", "가나 \n\n다라\n", "glue", ["가나다라"]),
    ("unwrap-hard-lines", "가나.\n\n다라\n", "space", ["가나. 다라"]),
    ("unwrap-columns", "가나  \n다라\n", "", ["가나 다라"]),
    ("unwrap-columns", "가나  \n다라\n", "start", ["가나", "다라"]),
    ("unwrap-columns", "가나  \n다라\n", "continue", ["가나 다라"]),
    ("unwrap-columns", "가나  \n다라\n", "glue", ["가나다라"]),
    ("unwrap-columns", "가나  \n다라\n", "space", ["가나 다라"]),
    ("rejoin-sentences", "가나\n\n다라\n", "", ["가나다라"]),
    ("rejoin-sentences", "가나\n\n다라\n", "start", ["가나", "다라"]),
    ("rejoin-sentences", "가나.\n\n다라\n", "", ["가나.", "다라"]),
    ("rejoin-sentences", "가나.\n\n다라\n", "continue", ["가나.다라"]),
    ("rejoin-sentences", "가나.\n\n다라\n", "glue", ["가나.다라"]),
    ("rejoin-sentences", "가나\n\n다라\n", "space", ["가나 다라"]),
]


@pytest.mark.parametrize(
    ("step", "witness", "do", "blocks"),
    JOINED,
    ids=lambda value: str(value).replace("\n", "/") if isinstance(value, str) else "",
)
def test_a_decision_says_how_a_line_joins(made, step, witness, do, blocks):
    line = 1 + witness[: witness.index("다라")].count("\n")
    decided = [Decision(do, line, "다라", "r")] if do else []
    assert [block.text for block in clean(made(witness, step, "strip-lines", decision=decided)).blocks] == blocks


def test_a_note_may_go_on_for_one_line(made):
    """``to`` is needed only where the decision covers several lines."""
    witness = "말1)이 있\n\n1) 주는 끊\n는 쪽\n\n긴다.\n이다.\n"
    source = made(
        witness, "lift-notes", "unwrap-hard-lines", "strip-lines", "mark-calls",
        notes=Notes("1)", "1) ", called={"ko": [1]}), decision=[Decision("note-continues", 6, "긴다.", "r", note=1)],
    )  # fmt: skip
    assert [block.printed for block in clean(source).blocks] == ["말1)이 있는 쪽이다.", "주는 끊긴다."]


@pytest.mark.parametrize("end", ["\n", ""], ids=["with a last line end", "without one"])
def test_notes_go_to_the_end_of_a_text(made, end):
    source = made(
        f"말1)이 있는 쪽\n\n1) 주.\n 끝{end}",
        "strip-page-tops", "lift-notes", "unwrap-hard-lines", "strip-lines", "mark-calls",
        notes=Notes("1)", "1) ", called={"ko": [1]}),
    )  # fmt: skip
    assert [(block.kind, block.printed) for block in clean(source).blocks] == [
        ("paragraph", "말1)이 있는 쪽끝"),
        ("note", "주."),
    ]


@pytest.mark.parametrize("end", ["\n", ""], ids=["with a last line end", "without one"])
def test_a_caption_goes_after_the_last_paragraph(made, end):
    source = made(
        f"문장이 끊\n\n사진. 1919년.\n\n긴다.{end}", "lift-captions", "rejoin-sentences", "strip-lines",
        decision=[Decision("kind", 3, "사진.", "r", kind="caption")],
    )  # fmt: skip
    assert [block.text for block in clean(source).blocks] == ["문장이 끊긴다.", "사진. 1919년."]


@pytest.mark.parametrize("end", ["\n", ""], ids=["with a last line end", "without one"])
@pytest.mark.parametrize(("line", "after", "order"), [(1, 3, "나다가"), (3, 1, "가다나")])
def test_a_span_moves_to_and_from_the_end(made, end, line, after, order):
    words = "가나다"
    moved = Decision("move", line, words[line - 1], "r", after_line=after, after=words[after - 1])
    source = made(f"가\n나\n다{end}", "move-spans", "strip-lines", decision=[moved])
    assert "".join(block.text for block in clean(source).blocks) == order
    assert [block.text for block in clean(source).blocks] == list(order)


@pytest.mark.parametrize("spaces", ["  ", " \u00a0", " \u3000 "], ids=ascii)
def test_spaces_after_a_marker_belong_to_the_marker(made, spaces):
    notes = Notes("1)", "1) ", called={"ko": [1]})
    source = made(f"•{spaces}말1)이다.\n1){spaces}주.\n", "strip-lines", "mark-calls", notes=notes, markers=["• "])
    assert [block.printed for block in clean(source).blocks] == ["말1)이다.", "주."]


def test_a_caption_goes_after_the_whole_paragraph_it_interrupts(made):
    """A page break cuts the sentence once more after the caption: it must not stay in that gap."""
    source = made(
        "문장이 끊\n\n사진. 1919년.\n\n기고 또 끊\n\n긴다.\n\n다음.\n",
        "lift-captions", "rejoin-sentences", "strip-lines",
        decision=[Decision("kind", 3, "사진.", "r", kind="caption")],
    )  # fmt: skip
    assert [block.text for block in clean(source).blocks] == ["문장이 끊기고 또 끊긴다.", "사진. 1919년.", "다음."]


def test_decisions_are_found_after_their_lines_have_moved(made):
    """A decision names a line of the witness, wherever earlier steps have put it."""
    source = made(
        "A. B.\n\nTitle\n\n• Text\n", "move-spans", "drop-furniture", "strip-lines",
        furniture=[Furniture("bullet", "stray", 5, first="•")],
        decision=[
            Decision("move", 1, "A. B.", "r", after_line=3, after="Title"),
            Decision("kind", 1, "A. B.", "r", kind="byline"), Decision("kind", 3, "Title", "r", kind="title"),
        ],
    )  # fmt: skip
    assert [(block.kind, block.line) for block in clean(source).blocks] == [
        ("title", 3),
        ("byline", 1),
        ("paragraph", 5),
    ]


# Bad input: one message at the line of source.toml, with its remedy

FOUR_LINES = "첫 줄이다.\n둘째 줄과 둘째 낱말.\n\n넷째 줄이다.\n"
ONE = 'kind = "rule", reason = "r"'

NOT_HELD = [
    ("decision", "do = 'start', line = 1, words = '넷째', reason = 'r'", "line 1 does not hold '넷째'"),
    ("decision", "do = 'kind', line = 1, words = '넷째', kind = 'title', reason = 'r'", "line 1 does not hold '넷째'"),
    (
        "decision",
        "do = 'kind', line = 2, words = '둘째', kind = 'title', reason = 'r'",
        "line 2 holds more than once '둘째'",
    ),
    ("decision", "do = 'kind', line = 99, words = '첫', kind = 'title', reason = 'r'", "line 99 does not hold '첫'"),
    ("decision", "do = 'kind', line = 0, words = '첫', kind = 'title', reason = 'r'", "line 0 does not hold '첫'"),
    ("decision", "do = 'kind', line = 3, words = '', kind = 'title', reason = 'r'", "line 3 does not hold ''"),
    ("decision", "do = 'glue', line = 2, words = '낱말.', reason = 'r'", "'낱말.' does not begin line 2"),
    ("heading", "line = 1, words = '넷째', id = 'a'", "line 1 does not hold '넷째'"),
    ("heading", "line = 2, words = '둘째', id = 'a'", "line 2 holds more than once '둘째'"),
    ("page", "name = 'index', line = 1, words = '넷째'", "line 1 does not hold '넷째'"),
    ("page", "name = 'index', line = 2, words = '둘째'", "line 2 holds more than once '둘째'"),
    ("furniture", f"line = 1, first = '넷째', {ONE}", "line 1 does not hold '넷째'"),
    ("furniture", f"line = 2, first = '둘째', {ONE}", "line 2 holds more than once '둘째'"),
    ("furniture", f"line = 1, to = 4, first = '첫', last = '낱말.', {ONE}", "line 4 does not hold '낱말.'"),
    ("furniture", f"line = 4, to = 1, first = '넷째', last = '첫', {ONE}", "is empty"),
    ("furniture", f"each = '둘째', count = 3, {ONE}", "'둘째' stands 2 times in the witness, not 3"),
    ("furniture", ONE, "line 0 does not hold ''"),
]


@pytest.mark.parametrize(("table", "entry", "words"), NOT_HELD)
def test_an_entry_whose_line_does_not_hold_its_words(small, table, entry, words):
    problem = small.write(FOUR_LINES, f"{table} = [\n  {{ {entry} }},  # wrong\n]").problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")
    assert words in problem.message


SECOND = {
    "an array": (
        "heading = [\n  { line = 1, words = '첫', id = 'a' },\n  { line = 2, words = '첫', id = 'b' },  # wrong\n]"
    ),
    "tables": "[[heading]]\nline = 1\nwords = '첫'\nid = 'a'\n[[heading]]  # wrong\nline = 2\nwords = '첫'\nid = 'b'\n",
    "an array with remarks": (
        "heading = [  # why\n  # the first\n  { line = 1, words = '첫', id = 'a' },\n\n"
        "  { line = 2, words = '첫', id = 'b' },  # wrong\n]  # done"
    ),
}


@pytest.mark.parametrize("entries", SECOND.values(), ids=SECOND)
def test_a_problem_names_the_line_of_its_own_entry(small, entries):
    problem = small.write(FOUR_LINES, entries).problem()
    assert (problem.path, problem.line) == (small.toml, small.wrong_line)


@pytest.mark.parametrize("after", ["넷째", "둘째", ""])
def test_a_move_to_a_line_that_does_not_hold_its_words(small, after):
    moved = f'do = "move", line = 1, words = "첫", after_line = 2, after = "{after}", reason = "r"'
    entries = f"decision = [\n  {{ {moved} }},  # wrong\n]"
    problem = small.write(
        FOUR_LINES, entries, clean='clean = [{ step = "move-spans" }, { step = "strip-lines" }]'
    ).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")


@pytest.mark.parametrize("do", ["move", "note-continues"])
def test_a_decision_about_lines_that_end_before_they_begin(small, do):
    moved = f'do = "{do}", line = 4, to = 1, words = "넷째", after_line = 2, after = "둘째 줄", reason = "r"'
    entries = f"decision = [\n  {{ {moved} }},  # wrong\n]"
    plan = 'clean = [{ step = "move-spans" }, { step = "lift-notes" }, { step = "strip-lines" }]'
    notes = '\n[notes]\ncalls = "1)"\nbodies = "1) "\ncalled = { ko = [] }'
    problem = small.write(FOUR_LINES, entries + notes, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")


@pytest.mark.parametrize(("do", "step"), [("move", "move-spans"), ("note-continues", "lift-notes")])
def test_a_decision_about_a_line_that_an_earlier_step_joined(small, do, step):
    """The steps stand in the wrong order: the line to move is no line any more."""
    moved = f'do = "{do}", line = 2, words = "다라", note = 1, after_line = 1, after = "가나", reason = "r"'
    entries = f"decision = [\n  {{ {moved} }},\n]"
    plan = f'clean = [{{ step = "rejoin-sentences" }}, {{ step = "{step}" }}, {{ step = "strip-lines" }}]'
    notes = '\n[notes]\ncalls = "1)"\nbodies = "1) "\ncalled = { ko = [1] }'
    problem = small.write("가나\n다라\n", entries + notes, clean=plan).problem()
    assert (problem.path, problem.code) == (small.toml, "decision")


@pytest.mark.parametrize(
    "other",
    ["line = 2, first = '둘째 낱말.'", "each = '낱', count = 1", "line = 1, to = 4, first = '첫', last = '넷째'"],
)
def test_furniture_listed_twice(small, other):
    entries = f"furniture = [\n  {{ line = 2, first = '낱말', {ONE} }},\n  {{ {other}, {ONE} }},  # wrong\n]"
    problem = small.write(FOUR_LINES, entries).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")
    assert "listed twice" in problem.message


def test_every_entry_that_does_not_hold_is_reported(small):
    entries = "\n".join(
        f"{table} = [\n  {{ {keys}, line = 4, words = '첫' }},\n]"
        for table, keys in [
            ("decision", "do = 'call', reason = 'r'"),
            ("heading", "id = 'a'"),
            ("page", "name = 'index'"),
        ]
    )
    assert len(small.write(FOUR_LINES, entries).problems()) == 3


PLANS = {
    '  { step = "strip-line" },  # wrong': "unknown step 'strip-line'",
    '  { short = 3 },  # wrong': "unknown step None",
    '  { step = "strip-lines", short = 3 },  # wrong': "step 'strip-lines' has no option 'short'",
    '  { step = "unwrap-hard-lines", shorts = 3 },  # wrong': "step 'unwrap-hard-lines' has no option 'shorts'",
    '  { step = "unwrap-hard-lines", short = "wide" },  # wrong': "short",
}  # fmt: skip


@pytest.mark.parametrize(("entry", "words"), PLANS.items())
def test_a_plan_that_cannot_be_run(small, entry, words):
    plan = f'clean = [\n  {{ step = "join-headings" }},\n{entry}\n  {{ step = "strip-lines" }},\n]'
    problem = small.write(FOUR_LINES, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")
    assert words in problem.message


def test_furniture_can_be_dropped_once_only(small):
    """A plan that names the step twice, or after one that took part of a span, is a plan's fault with a plan's line."""
    entries = f'furniture = [\n  {{ line = 4, first = "넷째", {ONE} }},\n]'
    drop = '{ step = "drop-furniture" }'
    plan = f'clean = [\n  {drop},\n  {drop},  # wrong\n  {{ step = "strip-lines" }},\n]'
    try:
        base = small.write(FOUR_LINES, entries, clean=plan).clean()
    except EditionError as error:
        assert [(problem.path, problem.line) for problem in error.problems] == [(small.toml, small.wrong_line)]
    else:
        assert [block.text for block in base.blocks] == ["첫 줄이다.", "둘째 줄과 둘째 낱말.", "줄이다."]


def test_furniture_whose_space_an_earlier_step_took(small):
    entries = f'furniture = [\n  {{ line = 2, first = " - 9 -", {ONE} }},  # wrong\n]'
    plan = 'clean = [\n  { step = "strip-lines" },\n  { step = "drop-furniture" },\n  { step = "strip-lines" },\n]'
    problems = small.write("가\n - 9 -\n나\n", entries, clean=plan).problems()
    assert {problem.path for problem in problems} == {small.toml}


def test_a_decision_on_words_that_were_dropped(small):
    entries = (
        'decision = [\n  { do = "kind", line = 1, words = "첫", kind = "title", reason = "r" },  # wrong\n]\n'
        f'furniture = [\n  {{ line = 1, first = "첫 줄이다.", {ONE} }},\n]'
    )
    plan = 'clean = [{ step = "drop-furniture" }, { step = "strip-lines" }]'
    problem = small.write(FOUR_LINES, entries, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")
    assert "dropped by an earlier step" in problem.message


def test_a_page_that_begins_inside_a_block(small):
    first, second = '{ name = "index", line = 1, words = "첫" }', '{ name = "two", line = 3, words = "이어" }'
    entries = f"page = [\n  {first},\n  {second},  # wrong\n]"
    plan = 'clean = [{ step = "unwrap-hard-lines" }, { step = "strip-lines" }]'
    problem = small.write("첫 줄이 \n\n이어진다.\n", entries, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "decision")
    assert "page 'two' begins inside a block" in problem.message


def test_a_page_division_that_breaks_its_rule(small):
    entries = (
        'division = "double blank lines"\npage = [\n  { name = "index", line = 1, words = "가" },\n'
        '  { name = "two", line = 3, words = "나" },  # wrong\n]'
    )
    first, second = small.write("가\n\n나\n\n\n다\n", entries).problems()
    assert (first.path, first.code) == (second.path, second.code) == (small.toml, "decision")
    assert "two blank lines before line 6 start no page" in first.message
    assert "page 'two' does not follow two blank lines" in second.message
    assert second.line == small.wrong_line


@pytest.mark.parametrize("witness", ["", "\n", " \n\u00a0\n", "- 9 -\n"], ids=repr)
def test_a_witness_that_holds_no_text(small, witness):
    entries = f'furniture = [\n  {{ each = "- 9 -", count = {witness.count("9")}, {ONE} }},\n]'
    plan = 'clean = [{ step = "drop-furniture" }, { step = "strip-lines" }, { step = "mark-calls" }]'
    problem = small.write(witness, entries, clean=plan).problem()
    assert problem.code in ("witness", "source")


def test_text_before_the_first_version(small):
    entries = 'version = [\n  { language = "ko", line = 3 },  # wrong\n]'
    problem = small.write("가\n\n나\n", entries).problem()
    assert (problem.path, problem.line) == (small.toml, small.wrong_line)


CALLS = {
    "could stand in two places": ("말1)과 뜻1)이다.\n또 1917년1) 봄.\n", "[1]", "line 1, 1, 2"),
    "stands nowhere": ("말1)이다.\n", "[1, 2]", "call 2 (ko) could stand on line nowhere"),
    "stands before the one before it": ("말2)과 뜻1)이다.\n", "[1, 2]", "call 2 (ko) could stand on line nowhere"),
    "is part of a figure": ("2014.4)이다.\n", "[4]", "call 4 (ko) could stand on line nowhere"),
    "stands only in its note": ("말이다.\n1) 주1)다.\n", "[2]", "call 2 (ko) could stand on line nowhere"),
}


@pytest.mark.parametrize(("witness", "called", "words"), CALLS.values(), ids=CALLS)
def test_a_call_that(small, witness, called, words):
    entries = f'[notes]  # wrong\ncalls = "1)"\nbodies = "1) "\ncalled = {{ ko = {called} }}'
    problem = small.write(
        witness, entries, clean='clean = [{ step = "strip-lines" }, { step = "mark-calls" }]'
    ).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "note")
    assert words in problem.message


BODIES = {
    "is not there": ("말1)이다.\n", "note 1"),
    "stands twice": ("말1)이다.\n1) 첫째 항목.\n그리고 본문.\n1) 주.\n", "note 1"),
    "has another number": ("말1)이다.\n2) 주.\n", "note"),
}


@pytest.mark.parametrize(("witness", "words"), BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("lift", ["", '{ step = "lift-notes" }, '], ids=["in its place", "lifted"])
def test_a_note_that(small, lift, witness, words):
    """A list item “1)” in the body would else be taken for the note, and the text after it for the rest of the note."""
    entries = '[notes]  # wrong\ncalls = "1)"\nbodies = "1) "\ncalled = { ko = [1] }'
    plan = f'clean = [{lift}{{ step = "strip-lines" }}, {{ step = "mark-calls" }}]'
    problem = small.write(witness, entries, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "note")
    assert words in problem.message


def test_a_note_declared_absent_need_not_be_there(small):
    entries = '[notes]\ncalls = "1)"\nbodies = "1) "\ncalled = { ko = [1, 2] }\nabsent = { ko = [2] }'
    plan = 'clean = [{ step = "strip-lines" }, { step = "mark-calls" }]'
    base = small.write("말1)과 뜻2)이다.\n1) 주.\n", entries, clean=plan).clean()
    assert [note.number for note in base.notes] == ["1"]


def test_calls_of_a_language_that_no_version_has(small):
    """Else a slip of the pen in ``called`` leaves every call unmarked, and nobody is told."""
    entries = '[notes]  # wrong\ncalls = "1)"\ncalled = { kr = [1] }'
    plan = 'clean = [{ step = "strip-lines" }, { step = "mark-calls" }]'
    problem = small.write("말1)이다.\n", entries, clean=plan).problem()
    assert (problem.path, problem.line) == (small.toml, small.wrong_line)
    assert "kr" in problem.message


# Controls in a witness: declared and dropped, or refused

CONTROLS = {
    "zero width space": "\u200b",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "bidirectional override": "\u202e",
    "NUL": "\0",
    "form feed": "\x0c",
    "next line": "\x85",
    "line separator": "\u2028",
    "call sign": CALL_OPEN,
    "a whole call": f"{CALL_OPEN}1){CALL_CLOSE}",
}
PLACES = {"inside a line": "가\n나 {}다\n", "at a line's end": "가\n나다{}\n", "alone on its line": "가\n{}\n나\n"}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("control", CONTROLS.values(), ids=CONTROLS)
def test_an_undeclared_control_in_a_witness_is_refused(small, control, place):
    problem = small.write(place.replace("{}", control)).problems()[0]
    assert problem.code == "witness"
    assert f"U+{ord(control[0]):04X}" in problem.message
    assert problem.remedy


def test_a_carriage_return_is_white_space_at_a_line_end_only(small):
    """Line ends of the other kind are line ends: the witness keeps them, the base text has none."""
    assert [block.text for block in small.write("가 \r\n\r\n나\r\n").clean().blocks] == ["가", "나"]
    problem = small.write("가\r\n나\r다\n").problem()
    assert (problem.path, problem.line, problem.code) == (small.witness, 2, "witness")


def test_a_control_is_reported_where_it_stands(small):
    """At its own line of the witness, not at the first line of the block that it came to stand in."""
    plan = 'clean = [{ step = "unwrap-hard-lines" }, { step = "strip-lines" }]'
    problem = small.write("첫 줄이 \n\n이어\u200b진다.\n", clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.witness, 3, "witness")


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize(
    "control", [control for control in CONTROLS.values() if len(control) == 1], ids=lambda sign: f"U+{ord(sign):04X}"
)
def test_a_declared_control_is_dropped(small, control, place):
    entries = f'furniture = [\n  {{ each = "\\u{ord(control):04x}", count = 1, kind = "control", reason = "r" }},\n]'
    plan = 'clean = [{ step = "drop-furniture" }, { step = "strip-lines" }]'
    base = small.write(place.replace("{}", control), entries, clean=plan).clean()
    assert (
        "".join(block.text for block in base.blocks).replace(" ", "") == "가나다"[: 2 if place.endswith("나\n") else 3]
    )


def test_places_of_blocks_rise_where_nothing_moved(made):
    base = clean(made("가\n\n\n나\n 다\n", "strip-lines"))
    assert all(first.line < second.line for first, second in pairwise(base.blocks))
    assert [block.line for block in base.blocks] == [1, 4, 5]
