"""Works that probably stand twice: told, unless a line says why both stand, and a line must tell something apart."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from edition.register import doubles
from edition.register.doubles import DISTINCT, double_problems
from edition.register.works import NAME, load_works

CASES = {
    "one address, written otherwise": (
        "title = {A}, url = {http://www.x.org/a/}",
        "title = {B}, url = {https://m.x.org/a?utm_source=rss}",
    ),
    "one address among the copies": (
        "title = {A}, url = {https://x.org/a}, also = {https://y.org/a https://z.org/a}",
        "title = {B}, url = {https://z.org/a}",
    ),
    "one title and author": (
        "title = {The Soviets}, author = {Oskar Anweiler}",
        "title = {SOVIETS}, author = {Anweiler, O.}",
    ),
    "a title with and without what follows its colon": (
        "title = {The Soviets}, author = {Oskar Anweiler}",
        "title = {The Soviets: The Councils}, author = {Oskar Anweiler}",
    ),
    "a translated title": (
        "title = {Моя жизнь}, english = {My Life}, author = {Л. Д. Троцкий}",
        "title = {My Life}, author = {Leon Trotsky}",
    ),
    "an article at a mirror": (
        "title = {Red Terror (Wikipedia copy)}, url = {https://x.org/a}",
        "title = {Red Terror}, organization = {Wikipedia}, url = {https://y.org/b}",
    ),
}  # fmt: skip
OTHERS = {
    "one title, two authors": ("title = {Lenin}, author = {Tony Cliff}", "title = {Lenin}, author = {Lars Lih}"),
    "two years": ("title = {A}, author = {B C}, year = {1917}", "title = {A}, author = {B C}, year = {1918}"),
    "two parts": ("title = {A: Part 1}, author = {B C}", "title = {A: Part 2}, author = {B C}"),
    "two pages of a site": ("title = {A}, url = {https://x.org/?a=1}", "title = {B}, url = {https://x.org/?a=2}"),
    "two encyclopaedias": (
        "title = {Gulag}, url = {https://x.org/gulag}",
        "title = {Gulag}, url = {https://y.org/gulag}",
    ),
}


def found(root: Path, first: str, second: str, distinct: str = "") -> list[str]:
    (root / NAME).write_text(f"@misc{{one, {first}}}\n@misc{{two, {second}}}\n", encoding="utf-8")
    (root / DISTINCT).parent.mkdir(parents=True, exist_ok=True)
    (root / DISTINCT).write_text(distinct, encoding="utf-8")
    return [str(problem) for problem in double_problems(root, load_works(root))]


@pytest.mark.parametrize("case", CASES)
def test_a_double_is_told_and_can_be_called_distinct(tmp_path, case):
    told = found(tmp_path, *CASES[case])
    assert len(told) == 1
    assert told[0].startswith("bibliography.bib:2: work two is probably one (line 1)")
    assert not found(tmp_path, *CASES[case], "# words\none two\tanother edition\n")


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_double_is_let_stand(tmp_path, case):
    assert not found(tmp_path, *OTHERS[case])


@pytest.mark.parametrize(
    ("line", "message"),
    [("one two\tx", "tells nothing apart"), ("one three\tx", "has no three"), ("one two", "without reason")],
)
def test_a_line_that_tells_nothing_apart_is_a_problem(tmp_path, line, message):
    told = found(tmp_path, *OTHERS["two years"], f"{line}\n")
    assert message in told[0]
    assert f"{DISTINCT.as_posix()}:1" in told[0]


def test_examples():
    assert doctest.testmod(doubles).failed == 0
