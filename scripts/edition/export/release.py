"""Making a release's record: ``edition release VERSION``.

It refuses whatever would make the record untrue: a tree with changes, a version that is not the package's or not later
than the last, a changelog that does not know it, texts that do not verify. It tags and publishes nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from edition.citation.releases import FOLDER, VERSION, Release, order, passages, written
from edition.export.colophon import colophon, git
from edition.export.proofs import prove_pages
from edition.problems import EditionError, Problem, relative

CHANGES = "CHANGELOG.md"


def release(root: Path, version: str) -> list[Path]:
    """Write the record of *version* for every text; return the files. Raises `EditionError` and writes nothing else."""
    problems = list(_refused(root, version))
    if problems:
        raise EditionError(problems)
    texts = prove_pages(root)
    facts = colophon(root)
    files = {}
    for edited in texts:
        record = Release(version, facts.date, facts.commit, edited.source.ident, passages(root, edited))
        files[root / FOLDER / version / f"{edited.source.ident}.json"] = written(record)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(files)


def _refused(root: Path, version: str) -> Iterator[Problem]:
    """Yield every reason not to record *version*."""
    if not VERSION.fullmatch(version):
        yield Problem("release", 0, "usage", f"{version!r} is no version", "name three numbers: 0.1.0")
        return
    known = sorted((path.name for path in (root / FOLDER).glob("*/") if VERSION.fullmatch(path.name)), key=order)
    if version in known:
        place = relative(root / FOLDER / version, root)
        yield Problem(place, 0, "release", f"{version} is recorded already", "a record is never written again")
    elif known and order(version) < order(known[-1]):
        yield Problem("release", 0, "release", f"{version} comes before {known[-1]}", f"take one after {known[-1]}")
    if not git(root, "rev-parse", "HEAD"):
        yield Problem("release", 0, "release", "the edition is not in git", "commit it first")
    elif git(root, "status", "--porcelain"):
        yield Problem("release", 0, "release", "the tree has changes", "commit them, or take them back")
    project = root / "pyproject.toml"
    if project.is_file():
        named = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"]
        if named != version:
            yield Problem(project.name, 0, "release", f"the package is {named}", f'write version = "{version}"')
    changes = root / CHANGES
    text = changes.read_text(encoding="utf-8") if changes.is_file() else ""
    if not re.search(rf"^#+ .*(?<![\d.]){re.escape(version)}(?![\d.])", text, re.MULTILINE):
        remedy = f"give what is not released the heading {version} with its date"
        yield Problem(CHANGES, 0, "release", f"has no heading for {version}", remedy)
