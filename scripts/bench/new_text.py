"""How near a proposed draft comes to a corrected text: the character error rate of its reading text.

    python scripts/bench/new_text.py FILE CORRECTED [--from WORDS] [--to WORDS]

FILE is taken in aside, with nobody's decision, up to a verified draft; CORRECTED is plain text. ``--from`` and ``--to``
cut both to a stretch, by words that stand in both. White space is set alike, for lines of the corrected text mean
nothing; a call of a note is left out of both where the corrected text has none. The rate is edits by character through
the length of the corrected text; texts are aligned by words with `difflib`, and edits counted where they differ.
``--fold`` takes typographic quotes and dashes and the underscores of italics alike, where the corrected text is the
publisher's in another form.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from difflib import SequenceMatcher
from pathlib import Path

from edition.blocks import CALL
from edition.clean.run import clean
from edition.convert.intake.take import take_in
from edition.convert.pages import convert
from edition.verify.text import check_notes, read_text, verify
from edition.witnesses import load

FOLD = str.maketrans("‘’“”–—", "''\"\"--")


def draft(file: Path) -> tuple[str, list[str], float]:
    """Return the reading text of the draft of *file*, the report of its intake, and the seconds it took."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "sources").mkdir()
        started = time.monotonic()
        report = take_in(root, "made", file)
        base = clean(load(root, "made"))
        convert(root, base)
        edited, problems = read_text(root, base.source)
        problems += [*verify(edited), *check_notes(edited)]
        seconds = time.monotonic() - started
        report += [f"PROBLEM {problem}" for problem in problems]
        lines = [read.block.marker + read.reading for read in [*edited.body, *edited.notes]]
        return "\n".join(CALL.sub("", line) for line in lines), report, seconds


def distance(one: str, other: str) -> int:
    """Return how many characters must be put, taken or changed between *one* and *other*.

    >>> distance("kitten", "sitting"), distance("", "abc")
    (3, 3)
    """
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


def errors(found: str, wanted: str) -> tuple[int, list[tuple[str, str]]]:
    """Return the edits between two long texts, aligned by words, and what differs."""
    ones, others = found.split(" "), wanted.split(" ")
    matcher = SequenceMatcher(None, ones, others, autojunk=False)
    total, gaps = 0, []
    for tag, i, j, k, end in matcher.get_opcodes():
        if tag != "equal":
            left, right = " ".join(ones[i:j]), " ".join(others[k:end])
            total += distance(left, right) if len(left) * len(right) < 4_000_000 else max(len(left), len(right))
            gaps.append((left, right))
    return total, gaps


def folded(text: str) -> str:
    """Return *text* with plain quotes and dashes and without the underscores of italics."""
    return re.sub(r"--+", "-", text.translate(FOLD)).replace("_", "")


def stretch(text: str, first: str, last: str) -> str:
    """Return *text*, its white space set alike, from *first* to *last*."""
    text = re.sub(r"\s+", " ", text).strip()
    start = text.index(first) if first else 0
    return text[start : text.index(last, start) + len(last) if last else None]


def main() -> None:
    """Measure one document."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("corrected", type=Path)
    parser.add_argument("--from", dest="first", default="")
    parser.add_argument("--to", dest="last", default="")
    parser.add_argument("--fold", action="store_true")
    parser.add_argument("--show", type=int, default=0, help="how many differences to print")
    given = parser.parse_args()
    text, report, seconds = draft(given.file)
    corrected = given.corrected.read_text(encoding="utf-8")
    if given.fold:
        text, corrected = folded(text), folded(corrected)
    found, wanted = (stretch(words, given.first, given.last) for words in (text, corrected))
    total, gaps = errors(found, wanted)
    questions = report[report.index("needs a decision:") + 1 : next(i for i, r in enumerate(report) if "next:" in r)]
    failed = [line for line in report if line.startswith("PROBLEM")]
    print(f"{given.file.name}: {'verified' if not failed else failed[0]} in {seconds:.1f} s")
    print(
        f"  decisions asked: {len(questions)}; {len(wanted):,} characters; edits {total}; CER {total / len(wanted):.4f}"
    )
    for left, right in gaps[: given.show]:
        print(f"    {left[:90]!r} for {right[:90]!r}")


if __name__ == "__main__":
    main()
