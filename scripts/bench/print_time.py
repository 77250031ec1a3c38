"""How long the books take and what memory they hold, beside Sphinx's own XeLaTeX path on the same words: one run.

    python scripts/bench/print_time.py

Ours is `edition build pdf` on a clone of the last commit, from nothing: the whole and the five texts, six books, with
apparatus, chronology and introductions, tagged. The other is `sphinx-build -M latexpdf` on the same texts, notes,
register and bibliography as plain pages (`plain_pages.py`), from nothing: one book. Told besides is `edition build`,
all formats, from nothing. Memory is the most that a process and those it started held together, shared pages counted
once (PSS), looked at ten times a second. XeLaTeX is Debian's: texlive-xetex, texlive-latex-extra,
texlive-fonts-recommended, texlive-lang-chinese (for xeCJK), latexmk, fonts-freefont-otf, fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from plain_pages import write_pages

from search import ROOT, indexed

NEEDED = ("xelatex", "latexmk", "make")
CONF = r"""
project = "plain"
extensions = ["myst_parser"]
latex_engine = "xelatex"
latex_elements = {
    "preamble": r"\usepackage{xeCJK}\setCJKmainfont{Noto Serif CJK KR}\setCJKsansfont{Noto Sans CJK KR}",
    "printindex": "",
}
latex_documents = [("index", "plain.tex", "plain", "nobody", "manual")]
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took."""

    seconds: float
    megabytes: float  #: the most that it and its children held together

    def __str__(self) -> str:
        return f"{self.seconds:.0f} s, {self.megabytes:,.0f} MB"


def family(process: int) -> Iterator[int]:
    """Yield the number of *process* and of every process below it, those that end meanwhile left out."""
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def held(process: int) -> float:
    """Return the megabytes that *process* and those below it hold now."""
    kilobytes = 0
    for number in family(process):
        try:
            lines = Path(f"/proc/{number}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return kilobytes / 1000


def run(command: Sequence[str], folder: Path) -> Run:
    """Run *command* in *folder*; end the program where it fails."""
    began, most = time.monotonic(), 0.0
    with (folder / "told.txt").open("w+", encoding="utf-8") as told:
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=told, stderr=told)
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(0.1)
    if process.returncode != 0:
        words = (folder / "told.txt").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{' '.join(command)}: failed\n{words[-3000:]}")
    return Run(time.monotonic() - began, most)


def ours(folder: Path, formats: Sequence[str]) -> Run:
    """Build *formats*, all where none is named, on a clone of the last commit."""
    folder.mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "clone")], check=True)
    code = (
        "import sys; from pathlib import Path; from edition.export import build; "
        "build.build(Path(sys.argv[1]), sys.argv[2:] or list(build.FORMATS), lambda line: None)"
    )
    return run([sys.executable, "-c", code, str(folder / "clone"), *formats], folder)


def xelatex(folder: Path) -> Run:
    """Build the same words through Sphinx's LaTeX builder and XeLaTeX."""
    source = folder / "plain"
    write_pages(indexed(), source)
    (source / "index.md").write_text("# Index\n\n```{toctree}\n:glob:\n\n*\n```\n", encoding="utf-8")
    (source / "conf.py").write_text(CONF, encoding="utf-8")
    command = [sys.executable, "-m", "sphinx", "-M", "latexpdf", str(source), str(folder / "made"), "-q"]
    return run(command, folder)


def size(path: Path) -> str:
    """Return the pages and megabytes of the book at *path*."""
    pages = len(pypdfium2.PdfDocument(path))
    return f"{pages} pages, {path.stat().st_size / 1e6:.2f} MB"


def main() -> None:
    """Build all, print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.exit(f"{', '.join(missing)}: not there; see the Debian packages that this program's head names")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        one = ours(folder / "pdf", ["pdf"])
        books = sorted((folder / "pdf" / "clone" / "build").rglob("*.pdf"), key=lambda path: path.stat().st_size)
        print(f"ours, {len(books)} books: {one}; the whole {size(books[-1])}")
        other = xelatex(folder)
        print(f"XeLaTeX, one book: {other}; {size(next(folder.rglob('plain.pdf')))}")
        time_ratio, memory_ratio = one.seconds / other.seconds, one.megabytes / other.megabytes
        print(f"ratio: time {time_ratio:.2f}, memory {memory_ratio:.2f}", flush=True)
        everything = ours(folder / "all", [])
    print(f"ours, all formats: {everything}")


if __name__ == "__main__":
    main()
