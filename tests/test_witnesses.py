"""Witnesses and ``source.toml``: what is read, and what is refused with file, line and remedy."""

from __future__ import annotations

import pytest

from edition.problems import CODES, EditionError, Problem
from edition.records import Version
from edition.witnesses import identifiers, load, load_all

WITNESS = "첫 줄이다.\n둘째 줄이다.\n"


def test_a_small_source_is_read(small):
    source = small.write(WITNESS, 'heading = [\n  { line = 1, words = "첫", id = "first" },\n]').load()
    assert (source.ident, source.siglum, source.text) == ("small", "X", WITNESS)
    assert source.version == [Version("ko", 1)]
    assert source.heading[0].ident == "first"
    assert source.place("heading", 0) == (small.toml, 14)


def test_the_witness_is_read_exactly(small):
    """Trailing spaces, a missing last line end, carriage returns: all of it is evidence."""
    witness = "실 \r\n패한\u00a0 \n\n\t끝 "
    assert small.write(witness).load().text == witness


# The witness itself


def test_a_witness_whose_bytes_changed(small):
    """One trailing space less."""
    small.write("실 \n패한\n")
    path = small.root / small.witness
    path.write_bytes(path.read_bytes().replace(b" \n", b"\n"))
    problem = small.problem()
    assert (problem.path, problem.code) == (small.witness, "witness")
    assert "SHA-256" in problem.message
    assert f"git checkout -- {small.witness}" in problem.remedy


def test_a_witness_that_is_missing(small):
    small.write(WITNESS)
    (small.root / small.witness).unlink()
    problem = small.problem()
    assert (problem.path, problem.code, problem.message) == (small.witness, "witness", "is missing")


def test_a_witness_that_is_a_directory(small):
    small.write(WITNESS)
    (small.root / small.witness).unlink()
    (small.root / small.witness).mkdir()
    problem = small.problem()
    assert (problem.path, problem.code) == (small.witness, "witness")


def test_a_witness_that_is_not_utf8(small):
    problem = small.write("첫 줄\n".encode() + "둘째 줄\n".encode("euc-kr")).problem()
    assert (problem.path, problem.line, problem.code) == (small.witness, 2, "witness")
    assert "not UTF-8" in problem.message


# The file that describes it


def test_a_text_that_is_not_there(small):
    small.write(WITNESS)
    with pytest.raises(EditionError) as caught:
        load(small.root, "smal")
    [problem] = caught.value.problems
    assert (problem.path, problem.code) == ("sources/smal/source.toml", "source")
    assert problem.remedy == "use one of: small"


#: entries → code and words of the one message, at the line marked wrong
UNKNOWN = {
    'colour = "red"  # wrong': "unknown key 'colour'",
    'language = "ko"  # wrong': "unknown key 'language'",
    "[colours]  # wrong\nred = 1": "unknown key 'colours'",
    "[[colours]]  # wrong\nred = 1": "unknown key 'colours'",
    '[notes]  # wrong\ncall = "1)"': "unknown key 'call'",
    'decision = [\n  { do = "start", line = 1, words = "첫", reason = "r", x = 1 },  # wrong\n]': "unknown key 'x'",
    'decision = [\n  { do = "begin", line = 1, words = "첫", reason = "r" },  # wrong\n]': "unknown decision 'begin'",
    'decision = [\n  { do = "kind", kind = "ode", reason = "r", line = 1, words = "첫" },  # wrong\n]': "'ode'",
    'decision = [\n  { do = "kind", line = 1, words = "첫", reason = "r" },  # wrong\n]': "unknown kind None",
    'decision = [\n  { do = "start", line = 1, words = "첫" },  # wrong\n]': "'reason' is missing",
    'decision = [\n  { do = "start", line = "1", words = "첫", reason = "r" },  # wrong\n]': "line is not int",
    'decision = [\n  { do = "start", line = true, words = "첫", reason = "r" },  # wrong\n]': "line is not int",
    'heading = [\n  { line = 1, words = "첫", id = "a", depth = 1 },  # wrong\n]': "unknown key 'depth'",
    'heading = [\n  { line = 1, words = "첫" },  # wrong\n]': "'id' is missing",
    'heading = [\n  { line = 1, words = "첫", id = 1 },  # wrong\n]': "is not str",
    'page = [\n  { name = "index", line = 1, words = "첫", id = "a" },  # wrong\n]': "unknown key 'id'",
    'page = [\n  { line = 1, words = "첫" },  # wrong\n]': "'name' is missing",
    'furniture = [\n  { kind = "rule", reason = "r", all = "첫" },  # wrong\n]': "unknown key 'all'",
    'furniture = [\n  { line = 1, first = "첫", kind = "rule" },  # wrong\n]': "'reason' is missing",
    'version = [\n  { language = "ko", from = 1 },  # wrong\n]': "unknown key 'from'",
}  # fmt: skip


@pytest.mark.parametrize(("entries", "words"), UNKNOWN.items(), ids=map(" ".join, map(str.split, UNKNOWN)))
def test_an_entry_that_the_tools_do_not_know(small, entries, words):
    problem = small.write(WITNESS, entries).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")
    assert words in problem.message


def test_an_unknown_key_names_the_known_ones(small):
    assert "siglum" in small.write(WITNESS, 'sigla = "X"').problem().remedy
    assert "bodies" in small.write(WITNESS, '[notes]\nbody = "1)"').problem().remedy


#: a line of the head → words of the one message at that line
HEADS = {
    "id": ('id = "smal"  # wrong', "id is 'smal'"),
    "siglum": ("siglum = 3  # wrong", "siglum is not str"),
    "sha256": ("sha256 = 0  # wrong", "sha256 is not str"),
    "languages": ('languages = "ko"  # wrong', "languages"),
    "clean": ('clean = "strip-lines"  # wrong', "clean"),
}


@pytest.mark.parametrize(("key", "line", "words"), [(key, *rest) for key, rest in HEADS.items()])
def test_a_head_that_says_something_else(small, key, line, words):
    problem = small.write(WITNESS, **{key: line}).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")
    assert words in problem.message


#: what is of another shape than it should be, as a slip of the pen makes it
SHAPES = [
    "languages = []  # wrong", 'languages = [1]  # wrong', 'clean = ["strip-lines"]  # wrong', "clean = 3  # wrong",
    "identity = 3  # wrong",
]  # fmt: skip
SHAPED_ENTRIES = [
    'notes = "1)"  # wrong', "decision = 3  # wrong", 'heading = ["첫"]  # wrong', "[decision]  # wrong\nline = 1",
    'markers = "- "  # wrong', 'mark = "ocr"  # wrong',
    '[notes]  # wrong\ncalls = "1)"\ncalled = [1]', '[notes]  # wrong\ncalls = "1)"\ncalled = { ko = 1 }',
]  # fmt: skip


@pytest.mark.parametrize("line", SHAPES)
def test_a_head_of_another_shape(small, line):
    key = line.partition(" ")[0]
    head = {key: line} if key != "identity" else {"records": f"{line}\nprovenance = {{}}\nrights = {{}}"}
    problem = small.write(WITNESS, **head).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")


@pytest.mark.parametrize("entries", SHAPED_ENTRIES)
def test_an_entry_of_another_shape(small, entries):
    plan = 'clean = [{ step = "strip-lines" }, { step = "mark-calls" }]'
    problem = small.write(WITNESS, entries, clean=plan).problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")


@pytest.mark.parametrize("key", ["siglum", "sha256", "languages", "clean"])
def test_a_head_that_leaves_something_out(small, key):
    problem = small.write(WITNESS, **{key: ""}).problem()
    assert (problem.path, problem.code, problem.message) == (small.toml, "source", f"'{key}' is missing")


def test_toml_that_is_none(small):
    problem = small.write(WITNESS, 'heading = [\n  { line = 1 words = "첫" },  # wrong\n]').problem()
    assert (problem.path, problem.line, problem.code) == (small.toml, small.wrong_line, "source")


def test_toml_that_ends_too_early(small):
    problem = small.write(WITNESS, "heading = [").problem()
    assert (problem.path, problem.code) == (small.toml, "source")


@pytest.mark.parametrize(
    "data", [b'id = "small"\nsiglum = "\xb5\xd1"\n', b'\xef\xbb\xbfid = "small"\n'], ids=["EUC-KR", "BOM"]
)
def test_a_source_that_is_not_plain_utf8(small, data):
    small.write(WITNESS)
    (small.root / small.toml).write_bytes(data)
    problem = small.problem()
    assert (problem.path, problem.code) == (small.toml, "source")
    assert problem.line == (2 if b"\xb5" in data else 1)


def test_every_problem_of_a_source_is_reported(small):
    entries = 'colour = "red"\nheading = [\n  { line = 1 },\n]\n[notes]\ncall = "1)"'
    small.write(WITNESS, entries, siglum="siglum = 3")
    found = {problem.message for problem in small.problems()}
    assert found >= {
        "unknown key 'colour'",
        "siglum is not str",
        "'words' is missing",
        "'id' is missing",
        "unknown key 'call'",
    }


def test_the_problems_of_every_text_are_reported(small, tmp_path):
    small.write(WITNESS, 'colour = "red"')
    other = tmp_path / "sources" / "other"
    other.mkdir()
    (other / "source.toml").write_text("id = [", encoding="utf-8")
    assert identifiers(tmp_path) == ["other", "small"]
    with pytest.raises(EditionError) as caught:
        load_all(tmp_path)
    assert [problem.path for problem in caught.value.problems] == ["sources/other/source.toml", small.toml]


# How a problem prints


def test_a_problem_prints_as_editors_and_ci_follow_it():
    problem = Problem("sources/a/source.toml", 3, "source", "unknown key 'x'", "take it away")
    assert str(problem) == "sources/a/source.toml:3: source unknown key 'x'\n    fix: take it away"


def test_problems_are_reported_in_order_of_place():
    problems = [
        Problem("b", 1, "source", "m", "r"),
        Problem("a", 10, "source", "m", "r"),
        Problem("a", 9, "source", "m", "r"),
    ]
    assert [(item.path, item.line) for item in EditionError(problems).problems] == [("a", 9), ("a", 10), ("b", 1)]


def test_a_problem_has_a_known_code():
    with pytest.raises(ValueError, match="nonsense"):
        Problem("a", 1, "nonsense", "m", "r")
    assert all(meaning for meaning in CODES.values())
