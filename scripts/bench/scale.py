"""How time and memory of verify and build grow with the number of texts; what a change of one page costs.

    python scripts/bench/scale.py --verify 10 100 1000 --html 10 100 [--record]

The texts are made up: the tiny edition of the tests, once for each text, with an id and words of its own: forty
paragraphs, some 3,400 characters, three pages and an apparatus. There is no register and no bibliography, and no search
(`scale_search.py` measures that). Each run is a process of its own; seconds are those of the processor, so that a busy
machine does not count, and memory is the most that the process held. The slope is that of time over the number of
texts, both as logarithms, between the two largest numbers: 1 is in proportion, 2 is quadratic.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from record import ROOT, record

TINY = ROOT / "tests" / "roots" / "plain"
PARAGRAPHS = 40
WORDS = 22  #: of a paragraph
NOTE = 6  #: line of the note in the witness
CHANGED = Path("docs") / "index.md"

MEASURED = """
import json, resource, sys
from pathlib import Path
from edition.export import build, proofs
if sys.argv[1] == "verify":
    proofs.prove_pages(Path("."))
else:
    build.build(Path("."), ["html"], lambda line: None)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3]))
"""


@dataclass(frozen=True, slots=True)
class Measure:
    """What one run took."""

    texts: int
    seconds: float  #: of the processor
    megabytes: float


def made(folder: Path, texts: int) -> Path:
    """Return an edition of so many texts below *folder*."""
    root = folder / f"{texts} texts"
    shutil.copytree(TINY, root)
    rng = random.Random(texts)
    syllables = [chr(rng.randrange(0xAC00, 0xD7A4)) for _ in range(400)]
    for number in range(texts):
        paragraphs = [
            " ".join("".join(rng.choices(syllables, k=rng.randrange(2, 5))) for _ in range(WORDS)) + "."
            for _ in range(PARAGRAPHS)
        ]
        _text(root, f"text{number:04}", f"P{number + 1}", paragraphs)
    for kind, folder_ in (("sources", "sources"), ("docs/texts", "docs/texts")):
        shutil.rmtree(root / folder_ / "tiny", ignore_errors=kind == "")
    (root / "docs" / "apparatus" / "tiny.md").unlink()
    idents = [f"text{number:04}" for number in range(texts)]
    index = "\n".join(["# Plain", "", "```{toctree}", *(f"texts/{ident}/index" for ident in idents), "apparatus/index"])
    (root / CHANGED).write_text(f"{index}\n```\n", encoding="utf-8")
    apparatus = "\n".join(["# 교감기", "", "```{toctree}", *idents, "```", ""])
    (root / "docs" / "apparatus" / "index.md").write_text(apparatus, encoding="utf-8")
    command = [str(Path(sys.executable).with_name("edition")), "number"]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL)
    return root


def _text(root: Path, ident: str, siglum: str, paragraphs: list[str]) -> None:
    """Write the text *ident*: the tiny one with *paragraphs* at the end of its second page."""
    source, pages = root / "sources" / ident, root / "docs" / "texts" / ident
    shutil.copytree(root / "sources" / "tiny", source)
    shutil.copytree(root / "docs" / "texts" / "tiny", pages)
    (pages / "ids.tsv").unlink()
    lines = (source / "witness.txt").read_text(encoding="utf-8").split("\n")
    lines[NOTE - 1 : NOTE - 1] = paragraphs
    witness = "\n".join(lines).encode()
    (source / "witness.txt").write_bytes(witness)
    said = (source / "source.toml").read_text(encoding="utf-8")
    said = said.replace('"tiny"', f'"{ident}"').replace('siglum = "P"', f'siglum = "{siglum}"')
    said = said.replace(f"line = {NOTE}\n", f"line = {NOTE + len(paragraphs)}\n")
    old = hashlib.sha256((TINY / "sources" / "tiny" / "witness.txt").read_bytes()).hexdigest()
    (source / "source.toml").write_text(said.replace(old, hashlib.sha256(witness).hexdigest()), encoding="utf-8")
    for page in pages.glob("*.md"):
        words = page.read_text(encoding="utf-8").replace("text: tiny", f"text: {ident}").replace("(tiny.", f"({ident}.")
        if page.name == "two.md":
            words = "\n\n".join([words.rstrip("\n"), *paragraphs]) + "\n"
        page.write_text(words, encoding="utf-8")
    apparatus = (root / "docs" / "apparatus" / "tiny.md").read_text(encoding="utf-8")
    (root / "docs" / "apparatus" / f"{ident}.md").write_text(apparatus.replace("tiny", ident), encoding="utf-8")


def measured(root: Path, what: str, texts: int) -> Measure:
    """Return what *what* takes in *root*, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, what], cwd=root, check=True, stdout=subprocess.PIPE, encoding="utf-8"
    )
    return Measure(texts, *json.loads(done.stdout.strip().split("\n")[-1]))


def slope(runs: list[Measure]) -> float:
    """Return the slope between the last two of *runs*, as logarithms.

    >>> slope([Measure(10, 1.0, 0), Measure(100, 100.0, 0)])
    2.0
    """
    one, other = runs[-2:]
    return math.log(other.seconds / one.seconds) / math.log(other.texts / one.texts)


def told(runs: list[Measure]) -> str:
    """Return *runs* in words."""
    return "; ".join(f"{run.texts:,} texts {run.seconds:.1f} s, {run.megabytes:,.0f} MB" for run in runs)


def main() -> None:
    """Make the texts, measure, print, record."""
    parser = argparse.ArgumentParser(description="Measure verify and build with many texts.")
    parser.add_argument("--verify", type=int, nargs="+", default=[10, 100, 1000], help="numbers of texts to verify")
    parser.add_argument("--html", type=int, nargs="+", default=[10, 100], help="numbers of texts to build")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    runs: dict[str, list[Measure]] = {"verify": [], "html": [], "page": []}
    with tempfile.TemporaryDirectory() as name:
        for texts in sorted({*options.verify, *options.html}):
            root = made(Path(name), texts)
            if texts in options.verify:
                runs["verify"].append(measured(root, "verify", texts))
                print("verify", told(runs["verify"][-1:]), flush=True)
            if texts in options.html:
                runs["html"].append(measured(root, "html", texts))
                print("html", told(runs["html"][-1:]), flush=True)
                page = root / "docs" / "texts" / "text0000" / "index.md"
                page.write_text(page.read_text(encoding="utf-8") + "\n", encoding="utf-8")
                runs["page"].append(measured(root, "html", texts))
                print("one page changed", told(runs["page"][-1:]), flush=True)
            shutil.rmtree(root)
    found = []
    for key, what in (("verify", "edition verify --pages-only"), ("html", "edition build html, from nothing"),
                      ("page", "edition build html, one page changed")):  # fmt: skip
        if len(runs[key]) > 1:
            found.append((f"scale-{key}", f"slope {slope(runs[key]):.2f}", f"of {what}: {told(runs[key])}"))
            print(*found[-1])
    if options.record:
        words = " ".join(["--verify", *map(str, options.verify), "--html", *map(str, options.html)])
        record(f"python scripts/bench/scale.py {words} --record", found)


if __name__ == "__main__":
    main()
