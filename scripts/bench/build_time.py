"""How long the web edition takes to build, beside plain sphinx-book-theme on the same pages: one run, ratios told.

    python scripts/bench/build_time.py

Ours is `edition build html` on a clone of the last commit: from nothing (Korean analysis included), and after a change
of one page. The other is Sphinx with sphinx-book-theme and MyST on the same words (texts, notes, register and
bibliography as plain pages, `plain_pages.py`), from nothing, and after the same change. The change is made five times
to each, in turns; the median is told.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from plain_pages import write_pages
from queries import ROOT, indexed

CHANGES = 5
CHANGED = "docs/introduction/general-en.md"  #: a page that may be changed without a mark


def timed(command: Sequence[str], folder: Path) -> float:
    """Return the seconds that *command* takes in *folder*; it must not fail.

    Python keeps what it compiles, as it does for everybody who does not forbid it.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.monotonic()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, env=env)
    return time.monotonic() - started


@dataclass
class Side:
    """A tool with its pages."""

    command: list[str]
    folder: Path
    page: Path  #: the one that is changed
    whole: float = 0.0  #: seconds from nothing
    changes: list[float] = field(default_factory=list)  #: seconds after each change of one page

    def build(self) -> None:
        """Build from nothing."""
        self.whole = timed(self.command, self.folder)

    def change(self) -> None:
        """Add a sentence to the page and build again."""
        self.page.write_text(self.page.read_text("utf-8") + "\nA sentence more.\n", encoding="utf-8")
        self.changes.append(timed(self.command, self.folder))


def ours(folder: Path) -> Side:
    """Return a clone of the edition and what builds it."""
    clone = folder / "clone"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(clone)], check=True)
    code = (
        "import sys; from pathlib import Path; from edition.export.build import build; "
        "build(Path(sys.argv[1]), ['html'], lambda line: None)"
    )
    return Side([sys.executable, "-c", code, str(clone)], clone, clone / CHANGED)


def stock(folder: Path) -> Side:
    """Return sphinx-book-theme on the same words."""
    source = folder / "plain"
    names = write_pages(indexed(), source)
    (source / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\n*\n```\n", encoding="utf-8")
    settings = "project = 'plain'\nextensions = ['myst_parser']\nhtml_theme = 'sphinx_book_theme'\n"
    (source / "conf.py").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-qb", "html", str(source), str(folder / "html")]
    return Side(command, folder, source / f"{names[0]}.md")


def main() -> None:
    """Build both, print seconds and ratios."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name:
        sides = ours(Path(name)), stock(Path(name))
        for side in sides:
            side.build()
        for side in sides * CHANGES:
            side.change()
    one, other = ((side.whole, median(side.changes)) for side in sides)
    print(f"{'':24}{'from nothing':>14}{'one page changed':>20}")
    print(f"{'After October':24}{one[0]:>12.1f} s{one[1]:>18.1f} s")
    print(f"{'sphinx-book-theme':24}{other[0]:>12.1f} s{other[1]:>18.1f} s")
    print(f"{'ratio':24}{one[0] / other[0]:>14.2f}{one[1] / other[1]:>20.2f}")


if __name__ == "__main__":
    main()
