"""CONTRIBUTING in both languages: its five corrections are those of the files; undone and done again, they verify."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from edition_copy import copy_edition

ROOT = Path(__file__).resolve().parents[1]
GUIDES = {"en": ROOT / "CONTRIBUTING.md", "ko": ROOT / "CONTRIBUTING.ko.md"}
WORKED = re.compile(r"(?:File|파일) `([^`]+)`.*?```diff\n(.*?)```", re.DOTALL)


def worked(language: str) -> list[tuple[str, list[str], list[str]]]:
    """Return file, lines before and lines after of each worked correction."""
    found = []
    for path, diff in WORKED.findall(GUIDES[language].read_text(encoding="utf-8")):
        by_sign = {sign: [line[1:] for line in diff.splitlines() if line[0] == sign] for sign in "-+"}
        found.append((path, by_sign["-"], by_sign["+"]))
    return found


def test_there_are_five_and_both_guides_have_the_same() -> None:
    assert len(worked("en")) == 5
    assert worked("en") == worked("ko")


def test_what_they_end_with_stands_in_the_files() -> None:
    for path, before, after in worked("en"):
        lines = (ROOT / path).read_text(encoding="utf-8").split("\n")
        assert [line for line in after if line not in lines] == [], path
        assert len(before) == len(after)


@pytest.mark.parametrize("number", [0, 1])
def test_undone_a_text_is_told_and_done_it_verifies(number: int, tmp_path: Path) -> None:
    """The two corrections of a text: the overtyped word is told with the very line; the slip without its mark is the
    witness's own and verifies too.
    """
    path, [before], [after] = worked("en")[number]
    ident = Path(path).parent.name
    copy = copy_edition(tmp_path / "edition", ident)
    page = copy.root / path
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace(after, before), encoding="utf-8")
    assert copy.verified(ident) == []  # as the witness has it
    if number == 0:
        page.write_text(text.replace(after, before.replace("포트르는", "표트르는")), encoding="utf-8")
        [problem] = copy.verified(ident)
        assert problem.remedy.endswith(f"then reads:\n{after}")
        copy.follow(problem)
    else:
        page.write_text(text, encoding="utf-8")
    assert copy.problems(ident) == []
    assert page.read_text(encoding="utf-8") == text


def test_the_guides_name_the_same_sections_and_commands() -> None:
    """What one says to run, the other does; each has the sections of a path for a stranger."""
    texts = {language: path.read_text(encoding="utf-8") for language, path in GUIDES.items()}
    code = [
        [re.sub(r"\s*#.*", "", block) for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL)]
        for text in texts.values()
    ]
    assert code[0] == code[1] != []
    heads = {language: re.findall(r"^## (.*)$", text, re.MULTILINE) for language, text in texts.items()}
    assert len(heads["en"]) == len(heads["ko"]) + 1  # software and new texts are in English
