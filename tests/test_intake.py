"""Taking in a witness: what is proposed always loads, cleans and inverts; bad input leaves nothing behind."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import textwrap
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.blocks import CALL_CLOSE, CALL_OPEN
from edition.clean.lines import width
from edition.clean.run import BaseText, base_problems, clean
from edition.convert.intake import take
from edition.convert.intake.propose import propose
from edition.convert.intake.source_toml import toml
from edition.convert.intake.take import take_in
from edition.convert.pages import convert
from edition.convert.received import Extracted, proof
from edition.convert.received import kinds as at_once
from edition.convert.received.proof import received_problems
from edition.hygiene import refused
from edition.problems import EditionError, Problem
from edition.records import Source
from edition.verify.text import check_notes, read_text, verify
from edition.witnesses import load

SENTENCE = "The councils that the workers made in those months were theirs, and nobody had told them how to make one. "
KOREAN = "평의회는 노동자들이 스스로 만든 것이었고, 아무도 그들에게 어떻게 만드는지 알려 주지 않았다. "


@pytest.fixture(autouse=True, scope="module")
def at_hand() -> Iterator[None]:
    """Read files in this process, for hundreds are taken in here; `test_confined` reads them in their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(take, "extract", at_once.extract)
        patch.setattr(proof, "extract_again", at_once.extract_again)
        yield


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository without texts."""
    (tmp_path / "sources").mkdir()
    return tmp_path


def taken(root: Path, witness: str | bytes, ident: str = "made") -> tuple[BaseText, str]:
    """Take in *witness*; return its base text and the report."""
    file = root / "given.txt"
    data = witness if isinstance(witness, bytes) else witness.encode()
    file.write_bytes(data)
    report = "\n".join(take_in(root, ident, file))
    assert (root / "sources" / ident / "witness.txt").read_bytes() == data
    assert sorted(path.name for path in (root / "sources").iterdir()) == [ident]
    return clean(load(root, ident)), report


def received(root: Path, data: bytes, name: str, ident: str = "made") -> tuple[BaseText, str]:
    """Take in a file whose text must be taken out; return its base text and the report."""
    (root / name).write_bytes(data)
    report = "\n".join(take_in(root, ident, root / name))
    source = load(root, ident)
    assert source.received
    assert (root / "sources" / ident / source.received.file).read_bytes() == data
    assert not received_problems(root, source)
    return clean(source), report


def refused_with(root: Path, ident: str, file: Path) -> Problem:
    """Return the one problem of an intake that is refused, having left nothing behind."""
    before = sorted((root / "sources").rglob("*"))
    with pytest.raises(EditionError) as caught:
        take_in(root, ident, file)
    assert sorted((root / "sources").rglob("*")) == before
    assert not list((root / ".cache").glob("*"))
    [problem] = caught.value.problems
    assert problem.remedy
    return problem


def kinds(base: BaseText, kind: str) -> list[str]:
    return [block.printed for block in base.blocks if block.kind == kind]


# ---- what is refused


@pytest.mark.parametrize(
    "ident", ["", "Lee", "lee_x", "이형로", "a b", "../x", "-a", "a-", "a--b", "1917", "a" * 60, "a\n"]
)
def test_an_id_is_lower_case_latin_letters_digits_and_hyphens(place, ident):
    assert "is no id" in refused_with(place, ident, place / "any.txt").message


def test_an_id_is_taken_once(place):
    taken(place, "A text.\n")
    toml_before = (place / "sources/made/source.toml").read_bytes()
    assert "is there already" in refused_with(place, "made", place / "given.txt").message
    assert (place / "sources/made/source.toml").read_bytes() == toml_before


def test_an_empty_folder_takes_its_id(place):
    (place / "sources/made").mkdir()
    (place / "given.txt").write_text("A text.\n")
    assert "is there already" in refused_with(place, "made", place / "given.txt").message


@pytest.mark.parametrize(
    ("data", "words"),
    {
        "empty": (b"", "is empty"),
        "white space": (b" \r\n\t\n\xc2\xa0", "only white space"),
        "nothing visible": ("\ufeff\u200b\n".encode(), "only white space"),
    }.values(),
)
def test_a_file_must_hold_words(place, data, words):
    (place / "given.txt").write_bytes(data)
    assert words in refused_with(place, "made", place / "given.txt").message


@pytest.mark.parametrize(
    ("encoding", "text", "said"),
    [
        ("cp949", f"제목\n\n{KOREAN * 3}\n", "CP949 (EUC-KR), found by chardet"),
        ("cp1252", f"On “Councils”\n\nThe naïve café — {SENTENCE * 3}\n", "Windows-1252"),
        ("utf-16", f"제목\n\n{KOREAN}\n", "by its byte order mark"),
        ("utf-16-be", f"A Title\n\n{SENTENCE}\n", "by its NUL bytes"),
        ("utf-8-sig", f"제목\r\r{KOREAN}\r", "by its byte order mark"),
    ],
)
def test_another_encoding_is_told_and_the_file_kept(place, encoding, text, said):
    base, report = received(place, text.encode(encoding), "given.txt")
    assert said in report
    assert base.source.text.removeprefix("\ufeff") == text.replace("\r", "\n")
    assert base.source.received and base.source.received.kind == "txt"


def test_bytes_that_are_no_characters_are_told_and_never_lost(place):
    data = f"제목\n\n{KOREAN * 3}\n".encode() + b"a \xff b\n" + f"{KOREAN * 3}\n".encode()
    base, report = received(place, data, "given.txt")
    assert "line 4: bytes that are no UTF-8" in report
    assert base.source.text.count("\ufffd") == 1


def test_a_file_must_be_a_file(place):
    assert "is not there" in refused_with(place, "made", place / "missing.txt").message
    assert "is a folder" in refused_with(place, "made", place).message
    os.mkfifo(place / "pipe")
    assert "is no ordinary file" in refused_with(place, "made", place / "pipe").message


def test_an_unreadable_file_is_a_problem(place, monkeypatch):
    (place / "given.txt").write_text("A text.\n")
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert "cannot be read: Permission denied" in refused_with(place, "made", place / "given.txt").message


def test_sources_that_cannot_be_written_are_a_problem(place, monkeypatch):
    (place / "given.txt").write_text("A text.\n")
    monkeypatch.setattr(
        Path, "rename", lambda path, target: (_ for _ in ()).throw(PermissionError(13, "Permission denied"))
    )
    assert "cannot be written: Permission denied" in refused_with(place, "made", place / "given.txt").message


def test_a_missing_sources_folder_is_a_problem(tmp_path):
    (tmp_path / "given.txt").write_text("A text.\n")
    with pytest.raises(EditionError, match="is not a folder"):
        take_in(tmp_path, "made", tmp_path / "given.txt")


def test_an_interrupted_run_leaves_nothing_in_sources(place, monkeypatch):
    (place / "given.txt").write_text("A text.\n")
    monkeypatch.setattr("edition.convert.intake.trial.clean", lambda source: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        take_in(place, "made", place / "given.txt")
    assert not list((place / "sources").iterdir())


# ---- what is written


def test_a_proposal_is_honest_and_complete(place):
    base, report = taken(place, f"A Short Title\n\nBy John Reed\n\n{SENTENCE}\n\n© 1919 The Publisher\n")
    data = tomllib.loads((place / "sources/made/source.toml").read_text(encoding="utf-8"))
    assert data["rights"]["may_publish"] == "nothing"
    assert data["rights"]["permission"] == "none recorded"
    assert "© 1919" in data["rights"]["basis"]
    assert data["identity"]["title"] == {"text": "A Short Title", "line": 1}
    assert data["provenance"]["characters"] == len(base.source.text)
    assert all("proposed" in entry["reason"] for entry in [*data.get("furniture", []), *data.get("decision", [])])
    assert "TODO" not in (place / "sources/made/source.toml").read_text(encoding="utf-8")
    assert "\nnext: edition clean made " in report
    assert kinds(base, "byline") == ["By John Reed"]


def test_the_tables_stand_in_the_order_of_the_other_texts(place):
    taken(place, "A Title\n\nOne.[1]\n\nTwo.[2]\n\n[1] First.\n\n[2] Second.\n")
    text = (place / "sources/made/source.toml").read_text(encoding="utf-8")
    order = ["clean = [", "decision = [", "page = [", "[mark]", "[notes]", "[identity]", "[provenance]", "[rights]"]
    assert [text.index(f"\n{head}") for head in order] == sorted(text.index(f"\n{head}") for head in order)


def test_a_siglum_is_given_once(place):
    (place / "given.txt").write_text("A text.\n")
    for ident in ("abba", "abab", "ab", "a"):
        take_in(place, ident, place / "given.txt")
    sigla = [load(place, ident).siglum for ident in ("abba", "abab", "ab", "a")]
    assert sigla == ["A", "B", "C", "D"]


@given(st.text())
def test_any_text_can_be_written_as_toml(text):
    assert tomllib.loads(f"x = {toml([text, {'a': text}])}\n") == {"x": [text, {"a": text}]}


# ---- documents of many kinds


def test_one_paragraph_a_line_with_headings(place):
    text = "\n\n".join(
        ["On Councils", "John Reed", SENTENCE, "The first months", SENTENCE, SENTENCE, "And after", SENTENCE]
    )
    base, report = taken(place, text)
    assert kinds(base, "title") == ["On Councils"]
    assert kinds(base, "heading") == ["The first months", "And after"]
    assert [page.name for page in base.source.page] == ["index", "opening", "section-1", "section-2"]
    assert "line" in report


def test_a_text_layer_with_trailing_spaces(place):
    whole = (KOREAN * 12).strip()
    lines = re.findall(r".{1,38} ?", whole)
    assert "".join(lines) == whole
    assert not any(line.startswith(" ") for line in lines)
    base, _ = taken(place, "평의회에 대하여\n\n" + "\n\n".join(lines) + "\n")
    assert base.source.clean[-2]["step"] == "unwrap-hard-lines"
    assert kinds(base, "paragraph") == [whole]


@pytest.mark.parametrize("length", [34, 46])
@pytest.mark.parametrize(("end", "sentence"), [("\n", SENTENCE), ("\r\n", SENTENCE), ("\n", KOREAN)])
def test_a_text_layer_without_trailing_spaces_breaks_at_words(place, end, sentence, length):
    wrapped = end.join(textwrap.wrap(sentence * 6, length))
    base, report = taken(place, end.join(["On Councils", "", *[wrapped, ""] * 4]))
    assert kinds(base, "paragraph") == [(sentence * 6).strip()] * 4
    assert base.source.clean[-2]["boundary"] == "line end"
    assert not [item for item in base.source.decision if item.do != "kind"]
    assert "every line end is a word boundary" in report


def test_what_the_step_would_join_or_break_wrongly_is_a_decision(place):
    page = "\n".join(textwrap.wrap(SENTENCE * 6, 66))
    cut = page.rpartition("\n")[0]
    points = [f"{number}) the point that the councils made in those months of 1917" for number in (1, 2)]
    text = f"On Councils\n\n{page}\n\n{cut}\n\n- 1 -\n\nand so it was. {page}\n\n- 2 -\n\n{chr(10).join(points)}\n"
    base, _ = taken(place, text)
    verbs = {item.words.split()[0]: item.do for item in base.source.decision if item.do != "kind"}
    assert verbs == {"and": "continue", "2)": "start"}
    assert kinds(base, "paragraph")[-2:] == points


def test_a_hyphen_at_a_line_end_is_dropped_where_it_is_the_lines(place):
    lines = textwrap.wrap(SENTENCE * 6, 66)
    ends = {2: ("coun-", "cils"), 4: ("a half-way house, half-", "way"), 6: ("zeb-", "ra")}
    for index, (left, right) in ends.items():
        lines[index] = f"{lines[index][: 65 - len(left)].rpartition(' ')[0]} {left}"
        lines[index + 1] = f"{right} {lines[index + 1][len(right) + 1 :]}"
    base, report = taken(place, "On Councils\n\n" + "\n".join(lines) + "\n")
    words = " ".join(kinds(base, "paragraph"))
    assert "coun-" not in words
    assert words.count("half-way") == 2
    assert " zebra " in words
    assert "taken for the line's and dropped, for the word stands nowhere else" in report
    dropped = [item for item in base.source.furniture if item.at]
    assert [item.line for item in dropped] == [5, 9]


def test_korean_lines_without_any_sign_are_joined_by_guesses(place):
    whole = (KOREAN * 12).strip()
    lines, even = [""], 60
    for character in whole:
        if width(lines[-1]) + 2 > even:
            lines.append("")
        lines[-1] += character
    base, report = taken(place, "제목\n\n" + "\n".join(line.strip() for line in lines) + "\n")
    assert "with no sign where a word goes on" in report
    [joined] = kinds(base, "paragraph")
    assert "".join(joined.split()) == "".join(whole.split())
    assert len(spaces(joined) ^ spaces(whole)) < 5
    assert [item for item in base.source.decision if item.do == "glue"]


def spaces(text: str) -> set[int]:
    """Return after how many letters each space of *text* stands."""
    lengths = [len(word) for word in text.split()]
    return {sum(lengths[:index]) for index in range(len(lengths))}


@pytest.mark.parametrize("joint", ["\n\n", "\n"])
def test_two_languages_in_turns_are_two_versions(place, joint):
    turns = [turn for number in range(5) for turn in (f"{number}. {SENTENCE}", f"{number}. {KOREAN}")]
    base, report = taken(place, joint.join(["On Councils", "평의회에 대하여 말한다", *turns]) + "\n")
    assert "in turns" in report
    assert base.source.languages == ["en", "ko"]
    assert [block.version for block in base.blocks] == ["en"] * 6 + ["ko"] * 6
    assert [page.name for page in base.source.page] == ["en", "ko"]


def test_ocr_markdown(place):
    text = f"# 1장 시작\n\n---\n\n## 첫 절\n\n{KOREAN}\n\n![그림](a.png)\n\n> {KOREAN}\n\n## **둘째 절**\n\n{KOREAN}\n"
    base, report = taken(place, text)
    assert kinds(base, "heading") == ["첫 절", "둘째 절"]
    assert kinds(base, "quotation") == [KOREAN.strip()]
    assert not {"#", ">", "*", "!"} & set("".join(block.text for block in base.blocks))
    assert "a picture stood here" in report


def test_a_number_and_its_title_are_one_heading(place):
    text = "\n\n".join(f"# {n}\n\n## 절의 이름\n\n{KOREAN}" for n in range(1, 4))
    base, _ = taken(place, f"# 책 이름\n\n{text}\n")
    assert kinds(base, "heading") == ["1\N{EM SPACE}절의 이름", "2\N{EM SPACE}절의 이름", "3\N{EM SPACE}절의 이름"]


def test_a_web_page_with_menu_and_footer(place):
    menu = "Home\nAbout us\nContact\nSearch\nSubscribe\n\n"
    foot = "\n\nShare this:\nFacebook\nTwitter\n© 2020 The Site\n"
    base, report = taken(place, f"{menu}On Councils\n\nBy John Reed\n\n{SENTENCE}\n\n{SENTENCE}{foot}")
    assert [block.kind for block in base.blocks] == ["title", "byline", "paragraph", "paragraph"]
    assert "a site's menu before the text" in report


NOTES = {
    "brackets at the end": ("One[1] thing. Two[2].", "[1] First.\n\n[2] Second."),
    "parenthesis at the end": ("암기1) 하나. 둘2)은.", "1) First.\n\n2) Second."),
    "glued digits, numbered list": ("A power.”1 Again2 it is.", "1. First.\n\n2. Second."),
    "Markdown notes": ("One[^1] thing. Two[^2].", "[^1]: First.\n\n[^2]: Second."),
    "Korean word": ("하나[주1] 둘[주2].", "[주1] First.\n\n[주2] Second."),
}


@pytest.mark.parametrize(("body", "notes"), NOTES.values(), ids=NOTES)
def test_notes_at_the_end(place, body, notes):
    base, _ = taken(place, f"A Title\n\n{SENTENCE}\n\n{body}\n\n{SENTENCE}\n\n{notes}\n")
    assert [(note.number, note.text) for note in base.notes] == [("1", "First."), ("2", "Second.")]


def test_notes_at_page_feet(place):
    page = "\n".join(textwrap.wrap(SENTENCE * 5, 66))
    text = (
        f"A Title\n\n{page} Here1)\n\n1) First note.\n- 1 -\n{page} There2)\n\n2) Second note.\n- 2 -\n{page}\n- 3 -\n"
    )
    base, _ = taken(place, text)
    assert [note.text for note in base.notes] == ["First note.", "Second note."]
    assert not any("- 2 -" in block.text for block in base.blocks)


def test_calls_without_notes_are_absent(place):
    base, report = taken(place, f"A Title\n\n{SENTENCE}[1]\n\n{SENTENCE}[2] {SENTENCE}[3]\n")
    assert base.source.notes.absent == {"en": [1, 2, 3]}
    assert "no texts" in report


def test_raised_calls(place):
    base, _ = taken(place, f"A Title\n\n{SENTENCE.strip()}¹ {SENTENCE}\n\n{SENTENCE}\n\n¹ A note.\n")
    assert [(note.number, note.text) for note in base.notes] == [("1", "A note.")]
    assert f"{CALL_OPEN}¹{CALL_CLOSE}" in base.blocks[1].text


def test_raised_figures_without_notes_are_asked_about(place):
    base, report = taken(place, f"A Title\n\n{SENTENCE.strip()}³ {SENTENCE}\n\n{SENTENCE}\n")
    assert "raised figures" in report
    assert "³" in base.blocks[1].text


def test_page_numbers_and_running_heads(place):
    page = "\n".join(textwrap.wrap(SENTENCE * 6, 66)[:-1])
    text = "On Councils\n\n" + "".join(f"{page}\n\n{n}\nHistory of Councils\n\n" for n in range(9, 14)) + f"{page}.\n"
    base, _ = taken(place, text)
    text = " ".join(block.text for block in base.blocks)
    assert "History of" not in text
    assert "12" not in text


def test_what_no_kind_fits_is_asked_about(place):
    poem = "Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you\n"
    table = "| year | votes |\n| 1917 | 9,562,358 |\n"
    asked = "Q: What did they want?\n\nA: They wanted bread.\n\nQ: And then?\n\nA: Peace.\n"
    _, report = taken(place, f"A Title\n\n{SENTENCE}\n\n{poem}\n{table}\n{asked}\n{SENTENCE}\n")
    for words in ("verse, or an address", "a table?", "question and answer"):
        assert words in report


def test_bullets_become_items(place):
    base, _ = taken(place, f"A Title\n\n{SENTENCE}\n\n- one\n- two\n• three\n\n{SENTENCE}\n")
    assert kinds(base, "item") == ["one", "two", "three"]


def test_double_blank_lines_divide(place):
    part = "\n\n".join([SENTENCE] * 4)
    base, _ = taken(place, "A Title\n\n\n" + "\n\n\n".join([part] * 3) + "\n")
    assert base.source.division == "double blank lines"
    assert [page.name for page in base.source.page] == ["index", "part-1", "part-2", "part-3"]


@pytest.mark.parametrize("order", [1, -1])
def test_a_switch_of_language_makes_versions(place, order):
    halves = ["\n\n".join(["On Councils", *[SENTENCE] * 5]), "\n\n".join(["평의회에 대하여", *[KOREAN] * 5])][::order]
    base, _ = taken(place, "\n\n".join(halves) + "\n")
    assert base.source.languages == ["en", "ko"][::order]
    assert [page.name for page in base.source.page] == base.source.languages
    assert len(kinds(base, "title")) == 2


HIDDEN = {
    "BOM and CR LF": "\ufeffA Title\r\n\r\nOne.\r\n\r\nTwo.\r\n",
    "soft hyphen, zero width, bidi": "A Ti\u00adtle\n\nOne\u200b two.\n\n\u202eThree\u202c.\n",
    "separators": "A Title\n\nOne two.\x0c\n\nThree\x1cfour.\n",
    "private use and call signs": "A Title\n\n\uf0a7 One.\n\n\ue0001)\ue001 Two.\n",
    "controls": "A\x01 Title\n\n\x1bOne.\n",
}


@pytest.mark.parametrize("text", HIDDEN.values(), ids=HIDDEN)
def test_hidden_characters_are_listed_and_dropped(place, text):
    base, report = taken(place, text)
    assert "hidden: " in report
    listed = {item.each: item.count for item in base.source.furniture if item.each}
    at_line_ends = {"\r"} if not re.search(r"\r(?!\n)", text) else set()
    assert listed == {character: text.count(character) for character in set(filter(refused, text)) - at_line_ends}


def test_words_that_dropping_glues_are_asked_about(place):
    _, report = taken(place, HIDDEN["separators"])
    assert "dropping it glues them" in report


@pytest.mark.parametrize("end", ["\r", "\u2028", "\x85", "\x0b"])
def test_lines_that_end_otherwise_are_divided_and_the_file_kept(place, end):
    base, report = received(place, f"A Title{end}{end}One.{end}{end}Two.\n".encode(), "given.txt")
    assert [block.text for block in base.blocks] == ["A Title", "One.", "Two."]
    assert "what ends a line was made LF" in report


@pytest.mark.parametrize("text", ["a", "word\n", "1", "#", "> ", "---", "[1]", "- ", "| |", "\n\n\na\n\n\n", "“", "1)"])
def test_the_smallest_texts(place, text):
    taken(place, text)


def test_a_simpler_plan_is_said_to_be_one(place, monkeypatch):
    def broken(text):
        plan = propose(text)
        plan.markers = plan.markers or [""]
        plan.notes = {"calls": "[1]", "called": {"en": [7]}}
        plan.clean.append({"step": "mark-calls"})
        return plan

    monkeypatch.setattr("edition.convert.intake.trial.propose", broken)
    _, report = taken(place, f"A Title\n\n{SENTENCE}\n")
    assert "given up: the author's notes" in report


# ---- size


@pytest.mark.parametrize("text", [SENTENCE * 1900, KOREAN * 4000], ids=["en", "ko"])
def test_one_line_of_200_kilobytes(place, text):
    started = time.monotonic()
    base, _ = taken(place, text)
    assert kinds(base, "paragraph") == [text.strip()]
    assert time.monotonic() - started < 60


def test_five_megabytes_are_read_in_seconds():
    wrapped = "\n".join(textwrap.wrap(SENTENCE * 6, 70))
    started = time.monotonic()
    plan = propose(Extracted("A Title\n\n" + f"{wrapped}[1]\n\n" * (5_000_000 // len(wrapped)), "txt"))
    assert plan.clean
    assert time.monotonic() - started < 120


# ---- the promise


ATOMS = (
    *(
        "가",
        "나다",
        "말.",
        "끝이다.",
        "The",
        "word",
        "end.",
        "Home",
        "About",
        "Share",
        "#",
        "##",
        "[1]",
        "[2]",
        "1)",
        "2)",
    ),
    *("1", "2.", "-", "•", ">", "**", "|", "---", "¹", "<x>", "\\", "`", "*", "_", "~", "{"),
    *("- 9 -", "\n", "\n\n", "\n\n\n", "\r\n", " \n", "  \n", " ", "\t", "\N{NO-BREAK SPACE}", "\N{IDEOGRAPHIC SPACE}"),
    *("\ufeff", "\u2028", "\u200b", "\u00ad", "\u202e", "\x0c", "\ue000", "\ue001", "↩\ufe0e", "![a](b)", "[^1]: "),
)


def proposal_holds(text: str) -> None:
    """The proposal for *text* loads, cleans, inverts; what is refused is refused for want of words."""
    folder = Path(tempfile.mkdtemp())
    try:
        (folder / "sources").mkdir()
        if all(character.isspace() or refused(character) for character in text):
            (folder / "given.txt").write_bytes(text.encode())
            assert refused_with(folder, "made", folder / "given.txt").code == "usage"
            return
        (folder / "given.txt").write_bytes(text.encode())
        take_in(folder, "made", folder / "given.txt")
        source = load(folder, "made")
        assert not received_problems(folder, source)
        if not source.received:
            assert (folder / "sources/made/witness.txt").read_bytes() == text.encode()
        base = clean(source)
        assert not list(base_problems(base))
        assert convert(folder, base)
    finally:
        shutil.rmtree(folder)


@given(st.lists(st.sampled_from(ATOMS), max_size=80).map("".join))
def test_a_proposal_for_shaped_text_holds(text):
    proposal_holds(text)


@given(st.text(max_size=200))
def test_a_proposal_for_any_text_holds(text):
    proposal_holds(text)


@pytest.mark.parametrize(
    "ident", ["lee-lessons", "ryu-emergence", "lenin-lessons", "razlatzky-notes", "probsting-kazakhstan"]
)
def test_the_five_witnesses_taken_in_anew(place, root, ident):
    """Proposed pages of each read back; most blocks are those that people decided on."""
    data = (root / "sources" / ident / "witness.txt").read_bytes()
    base, report = taken(place, data, ident)
    assert "given up" not in report
    convert(place, base)
    edited, problems = read_text(place, base.source)
    assert not [*problems, *verify(edited), *check_notes(edited)]
    decided = {block.printed for block in clean(load(root, ident)).blocks}
    found = sum(block.printed in decided for block in base.blocks)
    assert found * 2 >= len(base.blocks), f"{found} of {len(base.blocks)}"
    assert isinstance(base.source, Source)
