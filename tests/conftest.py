"""What the tests share: the repository, its five texts, and small texts made on the spot."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from edition.clean.run import BaseText, clean
from edition.problems import EditionError, Problem
from edition.records import Notes, Source, Version
from edition.witnesses import load, load_all

ROOT = Path(__file__).resolve().parents[1]
WRONG = "# wrong"  #: in a small ``source.toml``, the comment on the line that a problem must name

# The same examples on every machine; `pytest --hypothesis-profile=explore` looks further.
settings.register_profile("edition", deadline=None, derandomize=True, max_examples=150)
settings.register_profile("explore", deadline=None, max_examples=5000)
settings.load_profile("edition")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def base_texts() -> dict[str, BaseText]:
    """The five texts, cleaned once for all tests, by id."""
    return {source.ident: clean(source) for source in load_all(ROOT)}


@pytest.fixture(scope="session")
def made() -> Callable[..., Source]:
    """A maker of sources that lie on no disk: ``made(witness, "step", …, notes=…)``."""

    def make(witness: str, *steps: str | dict[str, Any], **entries: Any) -> Source:
        plan = [step if isinstance(step, dict) else {"step": step} for step in steps]
        pinned = hashlib.sha256(witness.encode("utf-8", "surrogatepass")).hexdigest()
        given = {"version": [Version("ko")], "notes": Notes()} | entries
        return Source(
            "made", "X", pinned, ["ko"], {}, {}, {}, plan, path="sources/made/source.toml", text=witness, **given
        )

    return make


class Small:
    """One small text on disk, in a repository of its own."""

    ident = "small"
    toml = "sources/small/source.toml"
    witness = "sources/small/witness.txt"

    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, witness: str | bytes, entries: str = "", **head: str) -> Small:
        """Write the witness and a ``source.toml`` of a fixed head (*head* replaces its lines by key) and *entries*."""
        data = witness.encode() if isinstance(witness, str) else witness
        lines = {
            "id": 'id = "small"',
            "siglum": 'siglum = "X"',
            "sha256": f'sha256 = "{hashlib.sha256(data).hexdigest()}"',
            "languages": 'languages = ["ko"]',
            "records": "identity = {}\nprovenance = {}\nrights = {}",
            "clean": 'clean = [\n  { step = "strip-lines" },\n]',
        } | head
        (self.root / self.toml).parent.mkdir(parents=True, exist_ok=True)
        (self.root / self.witness).write_bytes(data)
        (self.root / self.toml).write_bytes(("# a small text\n\n" + "\n".join([*lines.values(), entries])).encode())
        return self

    def load(self) -> Source:
        """Read it from disk."""
        return load(self.root, self.ident)

    def clean(self) -> BaseText:
        """Read it from disk and clean it."""
        return clean(self.load())

    def problems(self) -> list[Problem]:
        """Return the problems that cleaning it ends with."""
        with pytest.raises(EditionError) as caught:
            self.clean()
        return caught.value.problems

    def problem(self) -> Problem:
        """Return the one problem that cleaning it ends with; every problem says what to do."""
        [problem] = self.problems()
        assert problem.message
        assert problem.remedy
        return problem

    @property
    def wrong_line(self) -> int:
        """The line of ``source.toml`` that ends with `WRONG`."""
        lines = (self.root / self.toml).read_text(encoding="utf-8").split("\n")
        [found] = [index for index, line in enumerate(lines, start=1) if line.endswith(WRONG)]
        return found


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A repository with room for one small text."""
    return Small(tmp_path)
