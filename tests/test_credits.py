"""Credits from the history: every way to be named in it, and the file that is kept of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from edition.corrections.credits import PATH, Credit, credits_of, load_credits, write_credits
from edition.problems import EditionError

ROOT = Path(__file__).resolve().parents[1]


def git(root: Path, *words: str, name: str = "A", mail: str = "a@example.org", year: int = 2026) -> str:
    date = f"{year}-03-01T00:00:00Z"
    environment = {
        "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail, "GIT_COMMITTER_NAME": "C", "GIT_COMMITTER_EMAIL": "c@x",
        "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "PATH": "/usr/bin:/bin", "HOME": str(root),
    }  # fmt: skip
    done = subprocess.run(["git", "-C", str(root), *words], check=True, capture_output=True, text=True, env=environment)
    return done.stdout


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history with an author of two names, a co-author, a suggestion by mail, and a program."""
    root = tmp_path / "history"
    (root / "docs").mkdir(parents=True)
    git(root, "init", "-q")
    for words, options in (
        (["A program"], {}),
        (["[Editorial] 표트르", "Co-authored-by: 김철수 <k@example.org>\nSuggested-by: 박영희"], {"year": 2027}),
        (["[Editorial] Another", "Signed-off-by: N <n@x>"], {"name": "Anna", "mail": "a@old.example", "year": 2027}),
        (["Bump"], {"name": "dependabot[bot]", "mail": "bot@example.org"}),
    ):
        messages = [part for word in words for part in ("-m", word)]
        git(root, "commit", "-q", "--allow-empty", *messages, **options)
    (root / ".mailmap").write_text(
        "Anna B. <a@example.org> A <a@example.org>\nAnna B. <a@example.org> <a@old.example>\n"
    )
    return root


def test_everyone_is_named_once_with_what_they_did(history: Path) -> None:
    assert credits_of(history) == [
        Credit("Anna B.", ("text", "software"), 2026, 2027),
        Credit("김철수", ("text",), 2027, 2027),
        Credit("박영희", ("suggested",), 2027, 2027),
    ]


def test_the_file_holds_no_address_and_reads_back(history: Path) -> None:
    path = write_credits(history)
    assert "@" not in path.read_text(encoding="utf-8")
    assert load_credits(history) == credits_of(history)


def test_a_part_of_the_history_is_refused_and_a_broken_line_told(history: Path, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{history}", str(tmp_path / "cut")], check=True)
    with pytest.raises(EditionError, match="fetch --unshallow"):
        credits_of(tmp_path / "cut")
    (history / PATH).write_text("Someone\tpoetry\t2026\t2026\n", encoding="utf-8")
    with pytest.raises(EditionError, match="tsv:1: usage is no line of credits"):
        load_credits(history)


def test_our_file_says_what_the_history_says() -> None:
    """Nobody is in it by hand, and nobody of the last release is missing; who came since is added at the next."""
    try:
        known = {one.name: one for one in credits_of(ROOT)}
    except EditionError:
        pytest.skip("the history is not here, or only its end")
    kept = {one.name: one for one in load_credits(ROOT)}
    assert kept
    assert kept.keys() <= known.keys()
    assert [name for name, one in kept.items() if one.first != known[name].first or one.last > known[name].last] == []
    tags = subprocess.run(
        ["git", "-C", str(ROOT), "tag", "--merged", "HEAD", "--list", "v*", "--sort=-version:refname"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    if tags:
        assert {one.name for one in credits_of(ROOT, tags[0])} <= kept.keys()
