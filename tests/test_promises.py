"""What the edition promises: every command is there, every figure has its source, every fault of the files is told."""

from __future__ import annotations

import ast
import datetime
import shlex
from pathlib import Path

import pytest

from edition.cli import main
from edition.problems import EditionError
from edition.promises.assessment import load_answers
from edition.promises.counts import COUNTS
from edition.promises.record import Figure, Promise, age, load_figures, load_promises, write_figures
from edition.verify.text import Edited
from edition_copy import ROOT, TEXTS, EditionCopy, copy_root, run_sphinx

PROMISES, FIGURES = load_promises(ROOT), load_figures(ROOT)
COMMANDS = sorted({promise.command for promise in PROMISES} | {figure.command for figure in FIGURES.values()})
#: what builds count
KNOWN = {name for promise in PROMISES for name in promise.figures}


PENDING: set[str] = set()  #: figures that want a free machine; the page tells what is missing


def named(path: Path) -> set[str]:
    """Return the tests of a module as pytest names them, classes too."""
    found = set[str]()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found.add(node.name)
    return found


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_named_is_there(command):
    """A command of ours, a program of scripts/bench with an option --record, or tests that exist."""
    program, *words = shlex.split(command)
    if program == "edition":
        assert words[0] in main.commands
        options = {name for option in main.commands[words[0]].params for name in option.opts}
        assert {word for word in words if word.startswith("--")} <= options
    elif program == "python":
        text = (ROOT / words[0]).read_text(encoding="utf-8")
        assert words[0].startswith("scripts/bench/")
        assert all(f'"{word}"' in text for word in words[1:] if word.startswith("--"))
    else:
        assert program == "pytest"
        assert all((ROOT / word).is_file() for word in words)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.ident)
def test_every_promise_has_its_proof(promise: Promise):
    """The tests named exist, the count is one that is made, and each measured figure was recorded."""
    for test in promise.tests:
        path, _, name = test.partition("::")
        assert (ROOT / path).is_file()
        assert not name or name.partition("::")[0] in named(ROOT / path)
    assert promise.count in {"", *COUNTS}
    assert [
        name for name in promise.figures if name not in FIGURES and not name.endswith("-tests") and name not in PENDING
    ] == []


def test_every_figure_is_shown():
    """Nothing is recorded that no promise names."""
    assert FIGURES.keys() <= KNOWN


@pytest.mark.parametrize("figure", FIGURES.values(), ids=lambda figure: figure.name)
def test_a_figure_says_when_and_where(figure: Figure):
    """Day, kind of machine, commit; no figure hides a failure behind a number of tests."""
    assert figure.value
    assert figure.what
    assert figure.machine
    assert len(figure.commit.removesuffix("+")) in (0, 12)
    assert "failed" not in figure.value
    assert figure.value != "none ran"


def test_counts_are_told_in_words():
    """Each count of the five texts is a sentence with numbers."""
    texts: list[Edited] = [EditionCopy(ROOT).edited(ident) for ident in TEXTS]
    told = {name: count(ROOT, texts) for name, count in COUNTS.items()}
    assert all(told.values())
    assert told["characters"].startswith("5 texts, ")
    full, _, every = told["marks"].partition(" of ")
    assert every.startswith(f"{full} marks")


def figure(**given: object) -> Figure:
    """Return a figure for trying things on."""
    values = {"name": "a", "value": "1 kB", "what": "of “x”", "command": "edition verify", "commit": "0" * 12}
    day = datetime.date(2026, 11, 20)
    return Figure(**(values | {"date": day, "machine": "1 core"} | given))  # type: ignore[arg-type]


def test_figures_come_back_as_written(tmp_path):
    """A figure takes the place of the one of its name; the others stay; the order is that of the names."""
    (tmp_path / "docs" / "about").mkdir(parents=True)
    write_figures(tmp_path, [figure(name="b"), figure(name="a")])
    first = (tmp_path / "docs" / "about" / "figures.toml").read_bytes()
    write_figures(tmp_path, [figure(name="b")])
    assert (tmp_path / "docs" / "about" / "figures.toml").read_bytes() == first
    write_figures(tmp_path, [figure(name="b", value="2")])
    found = load_figures(tmp_path)
    assert [(name, item.value, item.what) for name, item in found.items()] == [
        ("a", "1 kB", "of “x”"), ("b", "2", "of “x”"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("built", "told"),
    [("2026-11-19", "on the day of this version"), ("2026-11-21", "1 day before this version"), ("", "")],
)
def test_the_age_of_a_figure_is_that_at_the_commit(built, told):
    """Never the hour of the build: outside git there is none."""
    assert age(figure(), built) == told


FAULTS = {
    "no words": ('[[promise]]\nid = "a"\ngroup = "text"\ncommand = "x"\ncount = "marks"\nko = "가"\n', "en is missing"),
    "no group": ('[[promise]]\nid = "a"\nen = "a"\nko = "가"\ngroup = "x"\ncommand = "x"\ncount = "m"\n', "the group"),
    "no proof": ('[[promise]]\nid = "a"\nen = "a"\nko = "가"\ngroup = "web"\ncommand = "x"\n', "nothing is counted"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_promise_is_told_at_its_line(tmp_path, fault):
    """File, line, what is wrong."""
    text, said = FAULTS[fault]
    (tmp_path / "docs" / "about").mkdir(parents=True)
    (tmp_path / "docs" / "about" / "promises.toml").write_text(f"# words\n\n{text}", encoding="utf-8")
    with pytest.raises(EditionError) as told:
        load_promises(tmp_path)
    assert [(problem.line, said in problem.message) for problem in told.value.problems] == [(3, True)]


def test_an_answer_names_what_is_there(tmp_path):
    """A page or a file that is not there is told; so is an answer nobody knows."""
    (tmp_path / "docs" / "about").mkdir(parents=True)
    entry = (
        '[[question]]\nnumber = "se001"\ngroup = "contents"\nasks = "A?"\nanswer = "perhaps"\nwords = "B."\n'
        'see = ["nowhere", "./nothing"]\n'
    )
    (tmp_path / "docs" / "about" / "assessment.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(EditionError) as told:
        load_answers(tmp_path)
    assert {problem.message for problem in told.value.problems} == {
        "unknown answer 'perhaps'",
        "there is no nowhere",
        "there is no ./nothing",
    }


def test_every_question_is_answered_once():
    """Each number of the questionnaire stands once, and something is answered with no."""
    answers = load_answers(ROOT)
    assert len({answer.number for answer in answers}) == len(answers)
    assert any(answer.answer == "no" for answer in answers)


PAGE = "---\norphan: true\nlang: en\n---\n\n# Page\n\n```{promises}\n```\n\n```{assessment}\n```\n"
ONE = """
[[promise]]
id = "marks"
group = "text"
en = "Every mark has a kind."
ko = "모든 표시에 갈래가 있다."
command = "edition check"
count = "marks"
figures = ["a", "lost"]
"""
ANSWER = """
[[question]]
number = "se001"
group = "contents"
asks = "Is it there?"
answer = "yes"
words = "It is."
see = ["index", "./docs/conf.py"]
"""


def test_a_page_shows_promises_and_answers(tmp_path):
    """Count, figure with its command, what is not recorded yet; links to pages; no age outside git."""
    copy = copy_root("marks", tmp_path / "tiny")
    about = copy.root / "docs" / "about"
    about.mkdir()
    for name, text in (("page.md", PAGE), ("promises.toml", ONE), ("assessment.toml", ANSWER)):
        (about / name).write_text(text, encoding="utf-8")
    write_figures(copy.root, [figure()])
    built = run_sphinx(copy)
    assert built.warnings == ""
    page = built.html("about/page")
    words = " ".join(page.text_content().split())
    assert "Counted in this build: " in words
    assert "1 kB of “x” (edition verify; 2026-11-20, commit 000000000000; 1 core)" in words
    assert "Not recorded yet." in words
    assert page.xpath("//*[@id='promise-marks']")
    assert page.xpath("//dt[@id='se001']/following-sibling::dd[1]//a/@href") == ["../index.html"]
