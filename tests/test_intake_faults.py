"""A take-in cut off at every moment at which it touches a file, and two at once: nothing is lost, nothing half there.

A child process kills itself, or is interrupted as by Ctrl-C, at its n-th touch, for every n: no chance is in it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edition.clean.run import clean
from edition.convert.intake import take
from edition.convert.intake.take import take_in
from edition.convert.intake.workshop import CACHE, PREFIX
from edition.convert.received import kinds as at_once
from edition.convert.received.proof import received_problems
from edition.problems import EditionError
from edition.witnesses import load, load_all

PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>x</title><body><h1>On Councils</h1>'
    "<p>The councils were theirs, and nobody had told them how to make one.</p><h2>More</h2><p>They went on.</p></body>"
)
TOUCHES = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.listdir", "os.scandir", "os.truncate")


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read files in this process; `test_confined` reads them in their own."""
    monkeypatch.setattr(take, "extract", at_once.extract)
    monkeypatch.setattr("edition.convert.received.proof.extract_again", at_once.extract_again)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository with one text."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "other.txt").write_text("Another Title\n\nOther words, of another text.\n")
    (tmp_path / "given.html").write_text(PAGE)
    take_in(tmp_path, "other", tmp_path / "other.txt")
    return tmp_path


def cut_off(root: Path, at: int, act: Callable[[], None]) -> int:
    """Take a file in, in a child that does *act* when it touches *root* for the time *at*; return how the child ended.

    0 is a whole take-in, 1 one that was interrupted, below 0 a signal.
    """
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    count = 0

    def touched(event: str, given: tuple[Any, ...]) -> None:
        nonlocal count
        if event in TOUCHES and any(str(root) in str(one) for one in given[:2]):
            count += 1
            if count == at:
                act()

    try:
        sys.addaudithook(touched)
        take_in(root, "made", root / "given.html")
    except KeyboardInterrupt:
        os._exit(1)
    except BaseException:
        os._exit(3)
    os._exit(0)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise KeyboardInterrupt


def sound(root: Path) -> set[str]:
    """Return the texts that are there, every one of them whole: it loads, it cleans, its file is as it was received."""
    sources = load_all(root)
    for source in sources:
        clean(source)
        assert not received_problems(root, source)
    assert {path.name for path in (root / "sources").iterdir()} == {source.ident for source in sources}
    return {source.ident for source in sources}


def left(root: Path) -> list[str]:
    return sorted(path.name for path in (root / CACHE).glob(f"{PREFIX}*"))


def test_killed_at_every_touch(place: Path) -> None:
    """After each kill the text is there whole or not at all, and the next run says which, and what to do."""
    other = (place / "sources" / "other" / "source.toml").read_bytes()
    outcomes, at, status = set(), 0, -signal.SIGKILL
    while status == -signal.SIGKILL:
        at += 1
        status = cut_off(place, at, kill)
        assert status in (0, -signal.SIGKILL)
        there, remains = sound(place), left(place)
        outcomes.add(("made" in there, bool(remains)))
        if "made" in there:
            with pytest.raises(EditionError) as caught:
                take_in(place, "made", place / "given.html")
            [problem] = caught.value.problems
            assert "whole, and of this very file" in problem.message
            assert problem.remedy.startswith("go on with it: edition clean made")
            for path in (place / "sources" / "made").iterdir():
                path.unlink()
            (place / "sources" / "made").rmdir()
        report = take_in(place, "again", place / "given.html")
        swept = [line for line in report if "cut off" in line]
        assert len(swept) == len(remains)
        assert all("left by a run for made that was cut off; thrown away" in line for line in swept)
        assert left(place) == []
        assert sound(place) == {"other", "again"}
        for path in (place / "sources" / "again").iterdir():
            path.unlink()
        (place / "sources" / "again").rmdir()
    assert at > 20
    assert {(False, True), (True, False)} <= outcomes
    assert (place / "sources" / "other" / "source.toml").read_bytes() == other


def test_interrupted_at_every_touch(place: Path) -> None:
    """Ctrl-C leaves nothing behind, or the whole text."""
    at, status = 0, 1
    while status == 1:
        at += 1
        status = cut_off(place, at, interrupt)
        assert status in (0, 1)
        there = sound(place)
        if status == 1 and "made" not in there:
            again = take_in(place, "again", place / "given.html")
            assert len([line for line in again if "cut off" in line]) <= 1, "the sweep itself may be what was cut off"
            for path in (place / "sources" / "again").iterdir():
                path.unlink()
            (place / "sources" / "again").rmdir()
        elif status == 1:
            for path in (place / "sources" / "made").iterdir():
                path.unlink()
            (place / "sources" / "made").rmdir()
    assert at > 20
    assert sound(place) == {"other", "made"}


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], None]:
    """Do something once, when a take-in has read its file and tries its plans."""

    def set_up(act: Callable[[], None]) -> None:
        whole = take.try_plans

        def trying(*given: Any) -> Any:
            monkeypatch.setattr(take, "try_plans", whole)
            act()
            return whole(*given)

        monkeypatch.setattr(take, "try_plans", trying)

    return set_up


def test_two_at_once_for_two_ids_have_two_sigla(place: Path, meanwhile: Callable[[Callable[[], None]], None]) -> None:
    """Both would have chosen M; the one that comes later takes what is left."""
    meanwhile(lambda: take_in(place, "mine", place / "other.txt") and None)
    take_in(place, "made", place / "given.html")
    assert sound(place) == {"other", "mine", "made"}
    assert [load(place, ident).siglum for ident in ("mine", "made")] == ["M", "A"]
    assert left(place) == []


@pytest.mark.parametrize(
    ("file", "said", "remedy"),
    [
        ("given.html", "whole, and of this very file", "go on with it: edition clean made"),
        ("other.txt", "of another file; a witness is never replaced", "choose another id"),
    ],
)
def test_two_at_once_for_one_id(
    place: Path, meanwhile: Callable[[Callable[[], None]], None], file: str, said: str, remedy: str
) -> None:
    """The first to be ready stays; the other says what is there, and leaves it as it is."""
    meanwhile(lambda: take_in(place, "made", place / file) and None)
    with pytest.raises(EditionError) as caught:
        take_in(place, "made", place / "given.html")
    [problem] = caught.value.problems
    assert said in problem.message
    assert problem.remedy.startswith(remedy)
    assert sound(place) == {"other", "made"}
    assert any(path.read_bytes() == (place / file).read_bytes() for path in (place / "sources" / "made").iterdir())
    assert left(place) == []


def test_a_run_at_work_is_not_swept(place: Path, meanwhile: Callable[[Callable[[], None]], None]) -> None:
    seen: list[str] = []

    def another() -> None:
        before = left(place)
        report = take_in(place, "mine", place / "other.txt")
        assert not any("cut off" in line for line in report)
        seen.extend(before)
        assert left(place) == before

    meanwhile(another)
    take_in(place, "made", place / "given.html")
    assert len(seen) == 1


def test_a_folder_without_a_witness_is_told(place: Path) -> None:
    (place / "sources" / "made").mkdir()
    with pytest.raises(EditionError) as caught:
        take_in(place, "made", place / "given.html")
    assert caught.value.problems[0].message == "is there already, and holds no witness"
    assert caught.value.problems[0].remedy == "take the folder away, or choose another id"
