"""Run the tests that prove what the edition promises, and record how many passed.

    python scripts/bench/promises.py                     # print only
    python scripts/bench/promises.py --record epub pdf   # record those of two promises

The promises and their tests are in ``docs/about/promises.toml``. Programs that some tests want are named as for the
tests themselves, by variables of the environment (tests/tools.py); without them a test is skipped, and told so.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from record import ROOT, record

from edition.promises.record import Promise, load_promises


@dataclass(frozen=True, slots=True)
class Result:
    """How one test ended."""

    name: str  #: as pytest names it, its parameters left out: ``tests/test_x.py::TestY::test_z``
    ended: str  #: passed, failed or skipped


def run(tests: Iterable[str]) -> list[Result]:
    """Run *tests* in one session, which shares what is built for them; return how each ended."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-n", "0", "-q", "-o", "junit_family=xunit1", f"--junit-xml={report}"]
        subprocess.run([sys.executable, "-m", "pytest", *options, *sorted({*tests})], cwd=ROOT, check=False)
        return [_result(case) for case in ElementTree.parse(report).getroot().iter("testcase")]


def _result(case: ElementTree.Element) -> Result:
    path, bare = case.get("file", ""), case.get("name", "").partition("[")[0]
    module = path.removesuffix(".py").replace("/", ".")
    group = case.get("classname", "").removeprefix(module).strip(".")
    ended = {"skipped": "skipped", "failure": "failed", "error": "failed"}
    how = [ended[child.tag] for child in case if child.tag in ended]
    return Result("::".join(filter(None, (path, group, bare))), how[0] if how else "passed")


def told(promise: Promise, results: Sequence[Result]) -> str:
    """Return how the tests of *promise* ended, in words."""
    mine = [result for result in results if any(f"{result.name}::".startswith(f"{name}::") for name in promise.tests)]
    counts = Counter(result.ended for result in mine)
    return ", ".join(f"{counts[how]} {how}" for how in ("passed", "failed", "skipped") if counts[how]) or "none ran"


def main() -> None:
    """Run, print, record."""
    parser = argparse.ArgumentParser(description="Run the tests that prove the promises.")
    parser.add_argument("names", nargs="*", help="ids of promises; all that have tests where none is named")
    parser.add_argument("--record", action="store_true", help="write the figures to docs/about/figures.toml")
    options = parser.parse_args()
    promises = [
        promise
        for promise in load_promises(ROOT)
        if promise.tests and (not options.names or promise.ident in options.names)
    ]
    results = run(name for promise in promises for name in promise.tests)
    found = []
    for promise in promises:
        files = ", ".join(dict.fromkeys(name.partition("::")[0].rpartition("/")[2] for name in promise.tests))
        found.append((f"{promise.ident}-tests", told(promise, results), f"of the tests in {files}"))
        print(f"{promise.ident}: {found[-1][1]}", flush=True)
    if options.record:
        record("python scripts/bench/promises.py --record", found)


if __name__ == "__main__":
    main()
