"""The cases of ``tests/hostile/cases.toml``, and how one is laid over an edition; `tests/hostile/README.md`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests" / "hostile" / "cases.toml").read_text())["case"]
PLACEHOLDERS = {"@DIGITS@": "9" * 10_000, "@BRACKETS@": "[" * 5_000 + "]" * 5_000}


def lay_over(root: Path, case: dict[str, Any]) -> None:
    """Write the files of *case* below *root*; one that begins with ``+`` is put after what is there."""
    for name, content in case["files"].items():
        for sign, words in PLACEHOLDERS.items():
            content = content.replace(sign, words)  # noqa: PLW2901
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text().rstrip("\n") + "\n" if content.startswith("+") else ""
        path.write_text(before + content.removeprefix("+").removeprefix("\n" if before else ""), encoding="utf-8")
