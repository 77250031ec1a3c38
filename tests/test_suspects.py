"""Suspects: what each check finds and leaves alone, the looked-at list, and the five texts with theirs."""

from __future__ import annotations

import pytest

from edition.problems import EditionError
from edition.suspects import english, korean, signs
from edition.suspects.found import NAME, read_list, sift
from edition.suspects.passages import Passage, passages
from edition.suspects.run import measure, suspects, told
from edition_copy import ROOT, TEXTS, EditionCopy, copy_edition

pytest_plugins = ["edition_copy"]


def passage(text: str, language: str = "en", kind: str = "paragraph") -> list[Passage]:
    return [Passage(text, kind, language, "page.md", (0,), (1,))]


FOUND = {
    "an unknown word": (english.spelling, "A fine manouevre was made.", "manouevre", "en"),
    "one name, two ways": (english.names, "Then Mélenchon spoke, as Melanchon and Mélenchon do.", "Melanchon", "en"),
    "a word for another": (english.grammar, "They came to there own view.", "there own", "en"),
    "of for have": (english.grammar, "They could of known.", "could of", "en"),
    "an article": (english.grammar, "It was a error of theirs.", "a error", "en"),
    "a plural": (english.grammar, "There is one more questions to ask.", "one more questions", "en"),
    "a question": (english.questions, "What was the plan. It was this.", "What was the plan.", "en"),
    "a possessive": (english.possessives, "The workers’ power. See the workers power.", "the workers power", "en"),
    "a capital": (english.capitals, "of soviets, in soviets, by soviets, and so the Soviets grew.", "Soviets", "en"),
    "a doubled word": (signs.doubled, "They gave it to the the party.", "the the", "en"),
    "a quotation that is not closed": (signs.quotes, "He said: “Come here.", "“Come", "en"),
    "a quotation that was not opened": (signs.quotes, "그는 왜곡’했고, 떠났다.", "왜곡’했고,", "ko"),
    "a quotation opened twice": (signs.quotes, "He said: “that “it is” so.”", "“it", "en"),
    "a straight sign too many": (signs.quotes, 'The "great" nation" must go.', 'nation"', "en"),
    "a space before a comma": (signs.spaces, "In My Life , he wrote.", "Life ,", "en"),
    "a single letter of Hangul": (signs.characters, "전망 ㅣ 이형로 그리고 다른 사람", "ㅣ", "ko"),
    "two alphabets": (signs.characters, "The R\u0430dek group was here.", "R\u0430dek", "en"),
    "a sentence that ends in a comma": (signs.endings, "탄압에 나섰다, 그들은 짓눌렸다.", "나섰다,", "ko"),
    "a number without its unit": (signs.numbers, "지난 20 동안 지지했다.", "20 동안", "ko"),
    "a month that cannot be": (signs.numbers, "1917년 13월 5일의 일이다.", "13월", "ko"),
    "years that run backwards": (signs.numbers, "1921-1917년의 일이다.", "1921-1917년의", "ko"),
    "a particle that stands apart": (korean.particles, "‘연속선상’ 에 있다는 말", "‘연속선상’ 에", "ko"),
    "a particle of the other form": (korean.particles, "노동자은 일어섰다.", "노동자은", "ko"),
    "together and apart": (korean.spacing, "세계혁명 세계혁명 세계혁명 그리고 세계 혁명", "세계 혁명", "ko"),
}  # fmt: skip
LEFT_ALONE = {
    "an apostrophe": (signs.quotes, "The workers’ power, the landlords' wing, it’s so.", "en"),
    "quotations in a quotation": (signs.quotes, "He said: “They call it ‘new’ here.”", "en"),
    "straight pairs": (signs.quotes, "이 '2월 혁명'에서 \"권력\"이 생겼다.", "ko"),
    "British spelling": (english.spelling, "The labour of honour was organised.", "en"),
    "had had": (english.grammar, "They had had an honest year, a European one.", "en"),
    "a clause with when": (english.questions, "When he died, they wept. Why did they?", "en"),
    "a decimal number": (signs.numbers, "5.8% of 1,886 and 3.14", "en"),
    "years that run on": (signs.numbers, "1682-1725년과 1917~1921년의 일이다.", "ko"),
    "right particles": (korean.particles, "노동자는 혁명을 하고 소비에트를 세웠다.", "ko"),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_a_check_finds_what_it_is_for(case):
    check, text, form, language = FOUND[case]
    assert form in [found.form for found in check(passage(text, language))]


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_a_check_leaves_alone_what_is_right(case):
    check, text, language = LEFT_ALONE[case]
    assert [found.form for found in check(passage(text, language))] == []


@pytest.mark.parametrize(
    ("wrong", "form"),
    [
        ("18세기 후반에 한층 더 세계 추진되어 러시아는 자라났다.", "세계"),
        ("그동안 군사적 팽창으로 감췌온 통치 구조", "감췌온"),
    ],
)
def test_a_real_word_in_the_wrong_place_is_found_by_its_neighbours(wrong, form):
    """A syllable of similar shape would make the words around much likelier; the right word is left alone."""
    assert form in [found.form for found in korean.unlikely(passage(wrong, "ko"), lambda line: None)]
    right = "18세기 후반에 한층 더 세게 추진되어 러시아는 자라났다."
    assert "세게" not in [found.form for found in korean.unlikely(passage(right, "ko"), lambda line: None)]


def test_a_lost_syllable_is_found():
    """A syllable put in would make the words likelier."""
    found = {item.form for item in korean.lost(passage("푸틴은 그것에 기뻐할 있다고 말했다.", "ko"), lambda line: None)}
    assert "기뻐할" in found


def test_a_suspect_knows_its_line(copy, ident):
    """Its form stands on the line of the page, or of the witness, that it names."""
    edited = copy.edited(ident)
    for view in ("reading", "witness"):
        for item in passages(edited, view):
            lines = (copy.root / item.path).read_text(encoding="utf-8").split("\n")
            for start, line in zip(item.starts, item.lines, strict=True):
                words = item.text[start : start + 400].split()
                plain = lines[line - 1].replace("\\", "")
                assert not words or words[0][:1] in plain or "`" in plain or "[^" in plain, (view, line, words[0])


def listed(copy: EditionCopy, text: str) -> None:
    (copy.page("lenin-lessons", "index").with_name(NAME)).write_text(text, encoding="utf-8")


def test_the_looked_at_list(tmp_path, clean_once):
    """What is listed is not told again; what is listed and suspected no more is a problem at its line."""
    copy = copy_edition(tmp_path / "edition", "lenin-lessons")
    found = suspects(copy.edited("lenin-lessons"), "reading", lambda line: None)
    check, form = found[0].key
    listed(copy, f"# check\tform\twhy\n{check}\t{form}\ta name\nspelling\tnowhere\ta name\n")
    shown, entries = read_list(copy.root, "lenin-lessons")
    problems = sift(found, entries, shown)
    assert [(problem.path, problem.line) for problem in problems if "suspected no more" in problem.message] == [
        (shown, 3)
    ]
    assert not any(f"⟦{form}⟧" in problem.message and f" {check}:" in problem.message for problem in problems)
    assert len(problems) == len({item.key for item in found})


@pytest.mark.parametrize("line", ["spelling\tword", "spelling\t\twhy", "spelling\ta\tb\nspelling\ta\tc"])
def test_a_line_that_is_no_entry_is_told(tmp_path, clean_once, line):
    copy = copy_edition(tmp_path / "edition", "lenin-lessons")
    listed(copy, f"{line}\n")
    with pytest.raises(EditionError, match=r"looked-at\.tsv"):
        read_list(copy.root, "lenin-lessons")


@pytest.mark.parametrize("ident", TEXTS)
def test_every_suspect_of_the_texts_was_looked_at(clean_once, ident):
    """Nothing in the five texts is suspected that no editor has looked at, and no entry is idle."""
    edited = EditionCopy(ROOT).edited(ident)
    shown, entries = read_list(ROOT, ident)
    assert [str(problem) for problem in sift(suspects(edited, "reading", lambda line: None), entries, shown)] == []


def test_the_measure_is_told(clean_once):
    """Recall is counted on the marks, and what is missed is named."""
    edited = EditionCopy(ROOT).edited("lenin-lessons")
    measured = measure(ROOT, edited, lambda line: None)
    assert sum(measured.marks.values()) == sum(mark.sign not in ("sic", "gap") for mark in edited.marks)
    assert sum(measured.marks.values()) - sum(measured.found.values()) == len(measured.missed)
    assert any("recall" in line for line in told(measured))
