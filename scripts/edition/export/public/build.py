"""Building the public edition: its tree, its formats, and the search that nothing of a withheld text is in them.

It goes to ``build/public`` or to a folder of the caller's, never among the files of the full edition. Nothing is put in
place before the search has found no run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable
from pathlib import Path

from edition.export.build import BUILD, CACHE, PUBLIC, ZIP, Report, list_downloads, lock, make, put_in_place
from edition.export.colophon import colophon
from edition.export.proofs import prove_pages
from edition.export.public.contact import contact_told
from edition.export.public.tree import Tree, write_tree
from edition.problems import EditionError, Problem, relative
from edition.register.entries import load_entries
from edition.register.notes import load_notes, place_notes
from edition.register.works import load_works
from edition.rights import publishable
from edition.verify.text import Edited, check_idents, read_text, verify
from edition.withhold.allowed import forbidden
from edition.withhold.scan import Scan, scan
from edition.witnesses import load_all

MARKER = "public.json"  #: in the folder of a public edition: which it is, and what was searched


def build_public(root: Path, formats: list[str], report: Report, target: Path | None = None) -> list[Path]:
    """Make the public edition in *formats* and put it into *target*; return the paths of what was made.

    Raises `EditionError` where the edition is not proved, a file of ours quotes too much of a withheld text, a format
    cannot be made, or the search finds a run; *target* is then as it was. A folder that holds anything but a public
    edition is not replaced.
    """
    target = target or root / BUILD / PUBLIC
    if target.exists() and not (target / MARKER).is_file() and (not target.is_dir() or any(target.iterdir())):
        message = "is there and is no public edition"
        raise EditionError(Problem(relative(target, root), 0, "build", message, "name a new folder, or empty it"))
    with lock(root):
        tree = write_tree(root, root / CACHE / PUBLIC, prove_pages(root))
        _tell(tree, report)
        report(contact_told(root))
        with lock(tree.root):
            surrogates(tree)
            stage, made = make(tree.root, formats, report)
            idents = [edited.source.ident for edited in tree.withheld]
            list_downloads(tree.root, stage, report, packed=ZIP in formats, withheld=idents)
            searched = prove_absent(stage, tree.withheld, root, report)
            facts = colophon(root)
            told = {"public": True, "version": facts.version, "commit": facts.commit, "date": facts.date}
            told |= {"withheld": idents, "files": searched.files, "bytes": searched.bytes, "opened": searched.decoded}
            (stage / MARKER).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
            target.mkdir(parents=True, exist_ok=True)
            put_in_place(target, stage)
    return [target / path.relative_to(stage) for path in made]


def _tell(tree: Tree, report: Report) -> None:
    """Report which texts are left out, and where our own matter was shortened."""
    names = ", ".join(edited.source.ident for edited in tree.withheld) or "none"
    report(f"left out of the public edition: {names}")
    for path, cuts in sorted(tree.cuts.items()):
        report(f"  {path}: {cuts} quotation{'s' if cuts > 1 else ''} shortened")


def surrogates(tree: Tree) -> list[Edited]:
    """Return the texts of *tree* as read; raises `EditionError` where one is not sound."""
    found, problems = [], list[Problem]()
    for source in load_all(tree.root):
        edited, faults = read_text(tree.root, source)
        problems += [*faults, *verify(edited), *check_idents(tree.root, edited)]
        problems += place_notes(tree.root, edited, load_notes(tree.root, source.ident)).problems
        found.append(edited)
    if problems:
        raise EditionError(problems)
    return found


def prove_absent(folder: Path, withheld: Iterable[Edited], root: Path, report: Report) -> Scan:
    """Search *folder* for runs of the texts *withheld*; raises `EditionError` with every one found."""
    started = time.monotonic()
    found = scan(folder, forbidden(withheld, load_works(root).values(), load_entries(root)))
    report(f"search: {found.told()}, in {time.monotonic() - started:.1f} s")
    if found.leaks:
        raise EditionError(leak.problem for leak in found.leaks)
    return found


def check_public(root: Path, folder: Path, report: Report) -> Scan:
    """Search *folder*, wherever it came from, for runs of every text that may not be published."""
    if not folder.is_dir():
        raise EditionError(Problem(str(folder), 0, "usage", "is no folder", "build it: edition build --public"))
    texts = [read_text(root, source)[0] for source in load_all(root) if not publishable(source.rights)]
    return prove_absent(folder, texts, root, report)
