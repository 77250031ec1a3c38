"""The worked example of docs/about/new-text.md: every command is run, and what it prints is what the page shows.

After a wanted change, ``EDITION_REWRITE=1 pytest tests/test_new_text.py`` writes the page anew; read it then.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from edition.cli import main

PAGE = Path("docs") / "about" / "new-text.md"
BLOCK = re.compile(r"```console\n\$ (edition [^\n]*)\n(.*?)```", re.DOTALL)
TREE = "# Contents\n\n```{toctree}\ntexts/other/index\n```\n"


@pytest.fixture
def place(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An edition without texts, but for the name of one, and the file to be taken in."""
    for folder in ("sources/other", "docs/apparatus"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "docs/conf.py").write_text("")
    (tmp_path / "docs/index.md").write_text(TREE)
    (tmp_path / "docs/apparatus/index.md").write_text(TREE.replace("texts/other/index", "other"))
    (tmp_path / "sources/other/source.toml").write_text("")
    shutil.copy(root / "tests" / "data" / "councils.pdf", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_worked_example_is_what_the_commands_print(root, place):
    page = (root / PAGE).read_text(encoding="utf-8")
    commands = BLOCK.findall(page)
    verbs = [shlex.split(command)[1] for command, _ in commands]
    assert verbs == ["new", "clean", "convert", "number", "verify", "check"]
    printed: dict[str, str] = {}
    for command, _ in commands:
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
        printed[command] = "\n".join(line.rstrip() for line in result.output.rstrip().split("\n")) + "\n"
    if os.environ.get("EDITION_REWRITE"):
        page = BLOCK.sub(lambda block: f"```console\n$ {block[1]}\n{printed[block[1]]}```", page)
        (root / PAGE).write_text(page, encoding="utf-8")
    for command, shown in commands if not os.environ.get("EDITION_REWRITE") else []:
        assert shown == printed[command], command


def test_the_example_is_made_from_its_source(root):
    typst = pytest.importorskip("typst")
    from edition.convert.received import extract

    made = typst.compile(root / "tests" / "data" / "councils.typ")
    kept = root / "tests" / "data" / "councils.pdf"
    assert extract(made, Path("made.pdf")).text == extract(kept.read_bytes(), kept).text
