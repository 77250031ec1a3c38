"""``edition verify --fix``: what strangers do to a page, and what is written then."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from edition.cli import main
from edition.problems import EditionError
from edition.verify.fix import fix_texts, mend, write_mended
from edition_copy import EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]

L, OPENING, ERASED = "lee-lessons", "opening", "erased-revolution"
R, EMPIRE = "ryu-emergence", "empire"

#: what was done → text, page, words before, words after, and the words that the page has in their place once mended
EDITS = {
    "a bare correction": (R, EMPIRE, "{corr}`표트르 <포트르>` 대제", "표트르 대제", "{corr}`표트르 <포트르>` 대제"),
    "an overtyped syllable": (L, OPENING, "지난겨울 촛불", "지난여울 촛불", "{corr}`지난여울 <지난겨울>` 촛불"),
    "two in one line": (
        L, OPENING, "지난겨울 촛불은 거대하게", "지난여울 촛불은 거대히",
        "{corr}`지난여울 <지난겨울>` 촛불은 {corr}`거대히 <거대하게>`",
    ),
    "a deleted word": (L, OPENING, "어디에도 혁명의 불씨", "어디에도 불씨", "어디에도 혁명의 불씨"),
    "an inserted word": (L, OPENING, "지난겨울 촛불은", "지난겨울 저 촛불은", "지난겨울 {corr}`저 촛불은 <촛불은>`"),
    "changed punctuation": (L, OPENING, "타올랐지만, 어", "타올랐지만; 어", "{corr}`타올랐지만; <타올랐지만,>` 어"),
    "punctuation lost": (L, OPENING, "타올랐지만, 어", "타올랐지만 어", "{corr}`타올랐지만 <타올랐지만,>` 어"),
    "curly quotes": (L, OPENING, "'약속'을", "‘약속’을", "{corr}`‘약속’을 <'약속'을>`"),
    "two spaces at a line's end": (L, OPENING, "모였다.\n지난", "모였다.  \n지난", "모였다.\n지난"),
    "a backslash at a line's end": (L, OPENING, "모였다.\n지난", "모였다.\\\n지난", "모였다.\n지난"),
    "a paragraph split": (L, OPENING, "모였다.\n지난", "모였다.\n\n지난", "모였다.\n지난"),
    "paragraphs joined by a line": (L, OPENING, "않았다.\n\n1919", "않았다.\n1919", "않았다.\n\n1919"),
    "paragraphs joined by a space": (L, OPENING, "않았다.\n\n1919", "않았다. 1919", "않았다.\n\n1919"),
    "a mark's witness half": (R, EMPIRE, "`표트르 <포트르>` 대제", "`표트르 <포트루>` 대제", "`표트르 <포트르>` 대제"),
    "a mark's closing sign": (R, EMPIRE, "`표트르 <포트르>` 대제", "`표트르 <포트르` 대제", "`표트르 <포트르>` 대제"),
    "a mark's whole witness half": (R, EMPIRE, "`표트르 <포트르>` 대제", "`표트르` 대제", "`표트르 <포트르>` 대제"),
    "a mark of one word twice": (
        R, EMPIRE, "`표트르 <포트르>` 대제", "`표트르 <표트르>` 대제", "`표트르 <포트르>` 대제",
    ),
    "a word with a call": (L, ERASED, "암흑기[^n1]", "암흑시대[^n1]", "{corr}`암흑시대 <암흑기>`[^n1]"),
    "words before and after a call": (
        L, ERASED, "암흑기[^n1]이다.", "암흑시대[^n1]였다.", "{corr}`암흑시대 <암흑기>`[^n1]{corr}`였다. <이다.>`",
    ),
    "a lost note call": (L, ERASED, "암흑기[^n1]", "암흑기", "암흑기[^n1]"),
}  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path, clean_once: None) -> EditionCopy:
    """Two texts, sound as yet."""
    return copy_edition(tmp_path / "edition", L, R)


def plant(copy: EditionCopy, ident: str, name: str, before: str, after: str) -> Path:
    """Change words of a page; return its path."""
    path = copy.page(ident, name)
    text = path.read_bytes().decode()
    assert text.count(before) == 1, before
    path.write_bytes(text.replace(before, after).encode())
    return path


def files(copy: EditionCopy) -> dict[str, bytes]:
    """Return every file of the copy."""
    return {str(path.relative_to(copy.root)): path.read_bytes() for path in copy.root.rglob("*") if path.is_file()}


@pytest.mark.parametrize("done", EDITS)
def test_what_strangers_do_is_mended(copy, done):
    """The page verifies, has the words of the remedy, and nothing else was written; a second run writes nothing."""
    ident, name, before, after, mended = EDITS[done]
    sound = files(copy)
    path = plant(copy, ident, name, before, after)
    [problem, *_] = copy.problems(ident)
    assert "then read" in problem.remedy, "the message ends with the lines to commit"
    told = fix_texts(copy.root, [ident])
    assert copy.problems(ident) == []
    assert path.read_bytes().decode() == sound[str(path.relative_to(copy.root))].decode().replace(before, mended)
    assert told[0].startswith("--- docs/texts/")
    assert {name for name, data in files(copy).items() if data != sound[name]} <= {str(path.relative_to(copy.root))}
    assert fix_texts(copy.root, [ident]) == []


def test_the_message_of_a_bare_correction_has_the_line_to_commit(copy):
    """Word for word, ready to be pasted."""
    line = next(
        line for line in copy.page(R, EMPIRE).read_text(encoding="utf-8").split("\n") if "<포트르>` 대제" in line
    )
    plant(copy, R, EMPIRE, "{corr}`표트르 <포트르>` 대제", "표트르 대제")
    [problem] = copy.problems(R)
    assert str(problem).endswith(f"then reads:\n{line}")


def test_every_message_of_a_line_has_all_of_it_mended(copy):
    """Who commits the line of any one message has mended the others of that line, too."""
    plant(copy, L, OPENING, "지난겨울 촛불은 거대하게", "지난여울 촛불은 거대히")
    first, second = copy.problems(L)
    assert first.remedy == second.remedy
    assert "{corr}`지난여울 <지난겨울>` 촛불은 {corr}`거대히 <거대하게>`" in first.remedy


def test_a_paragraph_that_was_meant_is_told_its_mark(copy):
    """The mark of a new paragraph, as the message has it, is taken."""
    path = plant(copy, L, OPENING, "모였다.\n지난", "모였다.\n\n지난")
    (problem,) = copy.problems(L)
    mark = "{corr}`¶ <␣>`"
    assert f"write {mark} before its first word" in problem.message
    path.write_text(path.read_text().replace("모였다.\n\n지난", f"모였다.\n\n{mark}지난"))
    assert copy.problems(L) == []


def test_the_message_of_a_lost_word_has_the_mark_that_leaves_it_out(copy):
    """The remedy sets the word again; who meant to take it away finds the mark for that, and it holds."""
    plant(copy, L, OPENING, "어디에도 혁명의 불씨", "어디에도 불씨")
    [problem] = copy.problems(L)
    assert problem.message.endswith("; if that is meant, write {surplus}`혁명의␣` there")
    plant(copy, L, OPENING, "어디에도 불씨", "어디에도 {surplus}`혁명의␣`불씨")
    assert copy.problems(L) == []


def test_one_space_at_a_line_end_is_no_problem(copy):
    """Markdown drops it."""
    plant(copy, L, OPENING, "모였다.\n지난", "모였다. \n지난")
    assert copy.problems(L) == []


def test_a_mark_claims_nothing(copy):
    """No kind and no certainty is written; what the text's default is, is told."""
    ident, name, before, after, _ = EDITS["an overtyped syllable"]
    plant(copy, ident, name, before, after)
    told = fix_texts(copy.root, [ident])
    assert "|" not in next(line for line in told if line.startswith("+{corr}"))
    assert told[-1].startswith("lee-lessons: read each mark that was written. Without | it is taken as misprint")


def test_what_is_no_line_is_left(copy):
    """A block taken away must be put back by a person; a line beside it is still mended."""
    path = copy.page(L, OPENING)
    paragraph = path.read_text(encoding="utf-8").split("\n\n")[1]
    plant(copy, L, OPENING, paragraph + "\n\n", "")
    plant(copy, L, OPENING, "그로부터 100년이", "그로부터 백년이")
    fix_texts(copy.root, [L])
    assert "{corr}`백년이 <100년이>`" in path.read_text(encoding="utf-8")
    [left] = copy.problems(L)
    assert "is missing" in left.message


def test_a_page_that_changed_meanwhile_is_not_written(copy):
    """Nor is any other page of the text, and nothing is left lying about."""
    plant(copy, L, OPENING, "지난겨울 촛불", "지난여울 촛불")
    plant(copy, L, ERASED, "암흑기[^n1]", "암흑기")
    mended = mend(copy.edited(L))
    assert len(mended) == 2
    plant(copy, L, ERASED, "지배계급에는", "지배계급에겐")
    before = files(copy)
    with pytest.raises(EditionError, match="has changed since it was read"):
        write_mended(copy.root, mended)
    assert files(copy) == before


def test_a_page_that_is_a_link_is_not_written(copy):
    """What it points to may be anything."""
    path = plant(copy, L, OPENING, "지난겨울 촛불", "지난여울 촛불")
    aside = copy.root / "elsewhere.md"
    path.rename(aside)
    path.symlink_to(aside)
    before = aside.read_bytes()
    with pytest.raises(EditionError):
        fix_texts(copy.root, [L])
    assert aside.read_bytes() == before
    assert path.is_symlink()


def test_without_the_option_nothing_is_written(copy, monkeypatch):
    """The command without --fix reads; with it, it writes, shows what, and proves."""
    (copy.root / "docs" / "conf.py").touch()
    monkeypatch.chdir(copy.root)
    plant(copy, L, OPENING, "지난겨울 촛불", "지난여울 촛불")
    before = files(copy)
    assert CliRunner().invoke(main, ["verify", "--pages-only", L]).exit_code == 1
    assert files(copy) == before
    result = CliRunner().invoke(main, ["verify", "--pages-only", "--fix", L])
    assert result.exit_code == 0, result.output
    assert "+{corr}`지난여울 <지난겨울>` 촛불은" in result.output
    assert "the two roads meet" in result.output
