"""Opening a TOML file of the annotation: its tables, and the line on which each of them begins.

What a table may hold is the business of the module that owns the file; here a file that is no TOML is told at its line,
and so is a name that holds no tables.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edition.problems import EditionError, Problem, relative
from edition.schema import entry_lines, error_line


@dataclass(frozen=True, slots=True)
class Tables:
    """What a TOML file holds; nothing where there is no file."""

    shown: str  #: its path, as messages print it
    code: str  #: of its problems
    data: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, list[int]] = field(default_factory=dict)  #: name → the lines on which its tables begin

    def each(self, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield line and keys of each table called *name*; raises `EditionError` where it names something else."""
        found, lines = self.data.get(name, []), self.lines.get(name, [])
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            line = lines[0] if lines else 1
            raise EditionError(
                Problem(self.shown, line, self.code, f"{name} is no list of tables", f"write [[{name}]]")
            )
        for index, entry in enumerate(found):
            yield lines[index] if index < len(lines) else 1, entry


def read_tables(root: Path, path: Path, code: str = "annotation") -> Tables:
    """Return what the file *path*, relative to *root*, holds; raises `EditionError` where it is no TOML."""
    shown = relative(root / path, root)
    if not (root / path).is_file():
        return Tables(shown, code)
    raw = (root / path).read_text(encoding="utf-8")
    try:
        data = tomllib.loads(raw)
    except tomllib.TOMLDecodeError as error:
        message = f"is no TOML: {error}"
        raise EditionError(Problem(shown, error_line(error), code, message, "correct it")) from error
    return Tables(shown, code, data, entry_lines(raw))
