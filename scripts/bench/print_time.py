"""How long the books take and what memory they hold, beside Sphinx's own XeLaTeX path on the same pages: one run.

    python scripts/bench/print_time.py [--jobs] [--record]

Each run is on a clone of the last commit, from nothing (no doctrees, nothing set), one after the other:

* ours, the whole only, and the whole with the book of each text: `edition build pdf`, proof included;
* `sphinx-build -M latexpdf` on the same pages in the same order, as one document for the whole, and as one for each
  book: Sphinx runs latexmk, latexmk XeLaTeX as often as references change; with --jobs its books once more side by
  side, with as many jobs of make as there are cores.

Both read the same pages by the same extensions. Ours besides proves the texts, sets versions side by side, gives
register and index page numbers, tags every line (PDF/UA-1, PDF/A-2a) and looks that no character is lost. The other's
books of single texts are spared the bibliography, of which ours have the works named. What LaTeX has no form for is
given one by `CONF`: rows and events as Sphinx's own, a call `e1` as the number 91.

Seconds are the wall's, and the processor's with all children, which is what counts where others use the machine: how
many waited for it (the load of the last minute) is told with each run. Memory is the most that a process and those it
started held together, shared pages counted once (PSS), looked at five times a second. Python's caches and XeLaTeX's
fonts are warm. XeLaTeX is Debian's: texlive-xetex, texlive-latex-extra, texlive-fonts-recommended,
texlive-lang-chinese (for xeCJK), latexmk, fonts-freefont-otf, fonts-noto-cjk.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from record import ROOT, record

SIDE_BY_SIDE = "XeLaTeX, all books side by side"
NEEDED = ("xelatex", "latexmk", "make")
OURS = """
import sys
from pathlib import Path
from edition.export import build
from edition.export.pdf import builder
if sys.argv[2:]:
    every = builder.volumes
    builder.volumes = lambda env, config: every(env, config)[: int(sys.argv[2])]
build.build(Path(sys.argv[1]), ["pdf"], lambda line: None)
"""
#: tells the pages of each book, by its name
LISTED = """
import json, sys
from sphinx.application import Sphinx
from edition.export.pdf.plan import volumes
docs, folder = sys.argv[1:]
app = Sphinx(docs, docs, folder, folder, "dummy", status=None, warning=None)
app.build()
print(json.dumps({volume.name: volume.pages for volume in volumes(app.env, app.config)}))
"""
WARM = r"\documentclass{article}\usepackage{xeCJK}\setCJKmainfont{Noto Serif CJK KR}\begin{document}글\end{document}"
CONF = r"""

latex_engine = "xelatex"
latex_elements = {
    "preamble": r"\usepackage{xeCJK}\setCJKmainfont{Noto Serif CJK KR}\setCJKsansfont{Noto Sans CJK KR}",
    "printindex": "",
}


def _numbered(app, doctree):
    from docutils import nodes

    for node in doctree.findall(lambda node: isinstance(node, nodes.footnote | nodes.footnote_reference)):
        node["docname"] = app.env.docname
        sign = node if isinstance(node, nodes.footnote_reference) else node[0]
        words = sign.astext()
        if not words.isdigit():
            number = "9" + "".join(letter if letter.isdigit() else "0" for letter in words[1:])
            sign[0].parent.replace(sign[0], nodes.Text(number))


def _nothing(translator, node):
    pass


def setup(app):
    from edition.ext.apparatus import entry_row
    from edition.ext.chronology import event_item
    from edition.ext.promises import figure_age

    row = (lambda writer, node: writer.visit_row(node), lambda writer, node: writer.depart_row(node))
    item = (lambda writer, node: writer.visit_list_item(node), lambda writer, node: writer.depart_list_item(node))
    app.add_node(entry_row, latex=row, override=True)
    app.add_node(event_item, latex=item, override=True)
    app.add_node(figure_age, latex=(_nothing, _nothing), override=True)
    app.connect("doctree-read", _numbered, priority=999)
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What one command took, and the books it made."""

    seconds: float
    processor: float  #: seconds
    megabytes: float  #: the most that it and its children held together
    load: float  #: of the machine in the last minute of the run
    books: tuple[Path, ...]  #: the largest last

    def __str__(self) -> str:
        told = f"{self.seconds:.0f} s, {self.processor:.0f} s of the processor (load {self.load:.0f}), "
        told += f"{self.megabytes:,.0f} MB"
        pages, size = len(pypdfium2.PdfDocument(self.books[-1])), self.books[-1].stat().st_size / 1e6
        return f"{told}; {len(self.books)} PDF, the largest {pages} pages and {size:.2f} MB"


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


def used() -> float:
    """Return the seconds of the processor that ended children have had."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def run(command: Sequence[str], folder: Path, made: Path, jobs: int = 1) -> Run:
    """Run *command*, whose books come into *made*; what it tells goes into *folder*; end the program where it fails."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"LATEXMKOPTS": "-quiet -interaction=nonstopmode"} | ({"MAKEFLAGS": f"-j{jobs}"} if jobs > 1 else {})
    began, before, most = time.monotonic(), used(), 0.0
    with (folder / "told.txt").open("w+", encoding="utf-8") as told:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=told, stderr=told
        )
        while process.poll() is None:
            most = max(most, held(process.pid))
            time.sleep(0.2)
    seconds, processor = time.monotonic() - began, used() - before
    if process.returncode != 0:
        words = (folder / "told.txt").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{' '.join(command)}: failed\n{words[-3000:]}")
    books = sorted(made.glob("*.pdf"), key=lambda path: path.stat().st_size)
    return Run(seconds, processor, most, os.getloadavg()[0], tuple(books))


def cloned(folder: Path) -> Path:
    """Return a clone of the last commit in the new folder *folder*."""
    folder.mkdir()
    subprocess.run(["git", "clone", "-q", str(ROOT), str(folder / "clone")], check=True)
    return folder / "clone"


def ours(folder: Path, *books: str) -> Run:
    """Make the first so many *books*, all where no number is given."""
    clone = cloned(folder)
    return run([sys.executable, "-c", OURS, str(clone), *books], folder, clone / "build" / "pdf")


def pages_of_books(folder: Path) -> dict[str, list[str]]:
    """Return the pages of each of our books, by its name, the whole first."""
    docs = cloned(folder) / "docs"
    command = [sys.executable, "-c", LISTED, str(docs), str(folder / "dummy")]
    found: dict[str, list[str]] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def xelatex(folder: Path, books: dict[str, list[str]], jobs: int = 1) -> Run:
    """Make *books* by Sphinx's LaTeX builder and XeLaTeX."""
    docs = cloned(folder) / "docs"
    for name, pages in books.items():
        kept = pages if name == next(iter(books)) else [page for page in pages if page != "bibliography"]
        listed = "\n".join(kept)
        (docs / f"book-{name}.md").write_text(f"---\norphan: true\n---\n# {name}\n\n```{{toctree}}\n{listed}\n```\n")
    documents = [(f"book-{name}", f"{name}.tex", name, "nobody", "manual") for name in books]
    with (docs / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"{CONF}\n\nlatex_documents = {documents!r}\n")
    command = [sys.executable, "-m", "sphinx", "-M", "latexpdf", str(docs), str(folder / "made"), "-q"]
    return run(command, folder, folder / "made" / "latex", jobs)


def warm(folder: Path) -> None:
    """Let Python write its caches, and XeLaTeX its own."""
    folder.mkdir()
    (folder / "warm.tex").write_text(WARM, encoding="utf-8")
    imports = "import edition.export.build, edition.export.pdf.builder, sphinx.builders.latex"
    run([sys.executable, "-c", imports], folder, folder)
    run(["xelatex", "-interaction=nonstopmode", "warm.tex"], folder, folder)


def main() -> None:
    """Make all, print seconds, memory and ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", action="store_true", help="write what was found into docs/about/figures.toml")
    parser.add_argument("--jobs", action="store_true", help="let XeLaTeX make its books side by side, too")
    options = parser.parse_args()
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        sys.exit(f"{', '.join(missing)}: not there; see the Debian packages that this program's head names")
    runs: dict[str, Run] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        warm(folder / "warm")
        books = pages_of_books(folder / "pages")
        whole = dict(list(books.items())[:1])
        wanted: tuple[tuple[str, Callable[[], Run]], ...] = (
            ("ours, the whole", lambda: ours(folder / "one", "1")),
            ("XeLaTeX, the whole", lambda: xelatex(folder / "tex-one", whole)),
            ("ours, all books", lambda: ours(folder / "all")),
            ("XeLaTeX, all books", lambda: xelatex(folder / "tex-all", books)),
            (SIDE_BY_SIDE, lambda: xelatex(folder / "tex-jobs", books, os.cpu_count() or 1)),
        )
        for title, made in wanted[: None if options.jobs else -1]:
            runs[title] = made()
            print(f"{title}: {runs[title]}", flush=True)
        told = {title: str(run) for title, run in runs.items()}
    found = []
    for name, one, other in (
        ("print-whole", "ours, the whole", "XeLaTeX, the whole"),
        ("print-all", "ours, all books", "XeLaTeX, all books"),
        ("print-jobs", "ours, all books", SIDE_BY_SIDE),
    )[: None if options.jobs else -1]:
        mine, its = runs[one], runs[other]
        beside = f"of the wall {mine.seconds / its.seconds:.2f}, memory {mine.megabytes / its.megabytes:.2f}"
        value = f"{mine.processor / its.processor:.2f} of the time"
        print(f"{one} / {other}: {value} of the processor, {beside}", flush=True)
        found.append((name, value, f"of the processor; {beside}. {one}: {told[one]}. {other}: {told[other]}"))
    if options.record:
        record(f"python scripts/bench/print_time.py {'--jobs ' * options.jobs}--record", found)


if __name__ == "__main__":
    main()
