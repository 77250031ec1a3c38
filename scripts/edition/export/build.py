"""Building the edition: every format made aside and proved, then put into ``build/`` together.

A format is made below ``.cache/``; only when all that were asked for are there do they take their places. A build that
is killed leaves ``build/`` as it was, and the next one carries on from the cache.
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import io
import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from edition.convert.intake.workshop import PREFIX as WORKSHOP
from edition.export.collecting import seldom_collected
from edition.export.colophon import colophon
from edition.export.data import write_data
from edition.export.downloads import Title, put_downloads
from edition.export.faults import machine_faults, put_back
from edition.export.matter import load_annotation, load_matter
from edition.export.proofs import Proofs, prove_changes
from edition.export.site import TOKEN, put_site
from edition.export.tei.document import write_tei
from edition.export.text import write_texts
from edition.ext.kept import RECORD
from edition.problems import EditionError, Problem
from edition.records import Source
from edition.rights import publishable
from edition.verify.once import read_once
from edition.witnesses import identifiers, load_all

CACHE, BUILD = ".cache", "build"
PROOFS = "proofs"  #: in the cache, and like all of it forgotten where the programs change
PUBLIC = "public"  #: below ``build``: the public edition, made by `edition.export.public`
FORMATS = ("html", "pdf", "epub", "text", "tei", "json", "zip")
ZIP = "zip"  #: a copy of the pages and of what lies beside them, packed when all is there
DIRECT = ("text", "tei", "json")  #: formats that are written from the texts, without Sphinx
BUILDERS = {"html": "html", "pdf": "typst", "epub": "epub3", "dummy": "dummy"}
Report = Callable[[str], None]


def build(root: Path, formats: list[str], report: Report) -> list[Path]:
    """Make *formats* and put them into ``build/``; return the paths of what was made.

    *report* is told what happens, a line at a time. Raises `EditionError` where the texts do not verify or a format
    cannot be made; ``build/`` is then as it was.
    """
    with lock(root):
        prove_changes(root, Proofs(root / CACHE / PROOFS))
        stage, made = make(root, formats, report)
        _carry_over(root / BUILD, stage, FORMATS)
        list_downloads(root, stage, report, packed=ZIP in formats)
        _carry_over(root / BUILD, stage, (PUBLIC,))  # not before: it is another edition, no file of this one
        put_in_place(root / BUILD, stage)
        return [root / BUILD / path.relative_to(stage) for path in made]


def make(root: Path, formats: Sequence[str], report: Report) -> tuple[Path, list[Path]]:
    """Make *formats* aside; return the folder where they wait, and the paths of what was made.

    The copy that is packed holds the pages, which are made for it if they are not asked for.
    """
    stage = root / CACHE / "stage"
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    made: list[Path] = []
    for name in [name for name in FORMATS if name in formats or (name == "html" and ZIP in formats)]:
        if name == ZIP:
            continue  # `list_downloads` packs what the other formats are
        started = time.monotonic()
        report(f"{name}: making …")
        place = stage / name
        made += _direct(root, name, place) if name in DIRECT else _sphinx(root, name, place, report)
        report(f"{name}: made in {time.monotonic() - started:.1f} s")
    return stage, made


def list_downloads(
    root: Path, stage: Path, report: Report, *, packed: bool, withheld: Sequence[str] | None = None
) -> None:
    """List what is in *stage* to be taken away; the texts *withheld* are left out of a public edition.

    *packed* asks for the copy to be read without a network, too.
    """
    started = time.monotonic()
    found = put_downloads(stage, [_title(source) for source in load_all(root)], colophon(root), packed, withheld)
    if found:
        report(f"downloads: {len(found)} files listed in {time.monotonic() - started:.1f} s")


def _title(source: Source) -> Title:
    """Return the text as the lists of downloads name it."""
    title = source.identity.get("title")
    words = str(title["text"]) if isinstance(title, dict) and "text" in title else source.ident
    return Title(source.ident, words, source.languages[0], publishable(source.rights), bool(source.withheld))


def prove(root: Path, report: Report) -> None:
    """Run Sphinx without writing, for the proof on the doctrees; raises `EditionError` as `build` does."""
    with lock(root):
        run_sphinx(root, "dummy", root / CACHE / "dummy", report)


def _direct(root: Path, name: str, folder: Path) -> list[Path]:
    """Write a format that needs no Sphinx, from the texts and what lies beside them."""
    texts = [read_once(root, ident)[0] for ident in identifiers(root)]
    if name == "text":
        return write_texts(folder, texts)
    beside = load_annotation(root, colophon(root))
    matters = [load_matter(beside, edited) for edited in texts]
    return write_tei(folder, beside, matters) if name == "tei" else write_data(folder, matters)


def _sphinx(root: Path, name: str, target: Path, report: Report) -> list[Path]:
    cached = root / CACHE / name
    run_sphinx(root, name, cached, report)
    if name in ("pdf", "epub"):
        target.mkdir()
        found = sorted(cached.glob(f"*.{name}"))
        for path in found:
            shutil.copy(path, target / path.name)
        return [target / path.name for path in found]
    put_site(cached, target, root / BUILD / name, colophon(root).commit)
    return [target / "index.html"]


def run_sphinx(root: Path, name: str, folder: Path, report: Report) -> None:
    """Run the Sphinx builder of format *name* into *folder*, warnings as errors; raises `EditionError`."""
    facts = colophon(root)
    overrides: dict[str, Any] = {
        "edition_version": facts.version,
        "edition_commit": TOKEN if name == "html" and facts.commit else facts.commit,
        "edition_date": facts.date,
        "edition_released": facts.released,
        "edition_timestamp": facts.timestamp,
        "version": facts.version,
        "release": facts.version,
    }
    warnings = io.StringIO()
    docs = root / "docs"
    for left in (root / CACHE).glob("*.unfinished"):  # killed while it wrote: what is there cannot be trusted
        shutil.rmtree(left.with_suffix(""), ignore_errors=True)
        shutil.rmtree(root / CACHE / "doctrees", ignore_errors=True)  # all builders share them
        left.unlink()
    unfinished = root / CACHE / f"{folder.name}.unfinished"
    unfinished.touch()
    try:
        with patch_docutils(str(docs)), docutils_namespace():
            app = Sphinx(
                docs, docs, folder, root / CACHE / "doctrees", BUILDERS[name], overrides,
                status=None, warning=warnings, warningiserror=True, keep_going=True,
            )  # fmt: skip
            _follow(app, report)
            app.build()
            failed = app.statuscode
    except SphinxError as error:
        raise EditionError(Problem("docs", 0, "build", str(error), "mend it and build again")) from error
    unfinished.unlink()
    found = list(_warnings(warnings.getvalue(), root))
    if found or failed:
        # Sphinx told its warnings as it read; it would not tell them again of pages it has already read.
        shutil.rmtree(root / CACHE / "doctrees", ignore_errors=True)
        (folder / RECORD).unlink(missing_ok=True)  # nor of what it then left as it was
        raise EditionError(found or Problem("docs", 0, "build", f"{name} failed", "see the lines above"))


def _follow(app: Sphinx, report: Report) -> None:
    """Report how far Sphinx has come, a line for each tenth of the pages."""
    seen = {"read": 0, "written": 0}

    def step(kind: str) -> None:
        total = max(len(app.env.found_docs), 1)
        seen[kind] += 1
        if seen[kind] * 10 // total > (seen[kind] - 1) * 10 // total:
            report(f"  {kind} {seen[kind]} of {total} pages")

    app.connect("doctree-read", lambda app, doctree: step("read"))
    if app.builder.format == "html":
        app.connect(
            "html-page-context", lambda app, name, *rest: step("written") if name in app.env.found_docs else None
        )


def _warnings(text: str, root: Path) -> Iterator[Problem]:
    """Yield each of Sphinx's warnings as a problem; an indented line below it is its remedy."""
    entries: list[list[str]] = []
    for line in text.replace("\x1b[91m", "").replace("\x1b[31m", "").replace("\x1b[39;49;00m", "").splitlines():
        if line.startswith((" ", "\t")) and entries:
            entries[-1].append(line)
        elif line.strip():
            entries.append([line])
    for first, *more in entries:
        place, separator, message = first.partition(": WARNING: ")
        if not separator:
            place, separator, message = first.partition(": ERROR: ")
        path, _, line = place.removeprefix(f"{root}{os.sep}").rpartition(":") if separator else ("docs", "", "0")
        if separator and not line.isdigit():
            path, line = place.removeprefix(f"{root}{os.sep}").rstrip(":"), "0"
        remedy = "\n".join(part.removeprefix("    ") for part in more).removeprefix("fix: ") or "mend the page there"
        remedy = re.sub(r" \[edition\.\w+\]$", "", remedy)
        yield Problem(path or "docs", int(line or 0), "build", message or first, remedy)


def _carry_over(target: Path, stage: Path, names: Sequence[str]) -> None:
    """Take those folders *names* of *target* that were not made anew over into *stage*, by links."""
    if target.is_file():
        raise EditionError(Problem(target.name, 0, "build", "is a file, not a folder", "move it away"))
    target.mkdir(exist_ok=True)
    for path in target.iterdir():
        if path.name in names and not (stage / path.name).exists():
            shutil.copytree(path, stage / path.name, copy_function=os.link)


def put_in_place(target: Path, stage: Path) -> None:
    """Let *stage* take the place of *target* in one step.

    Linux exchanges the two folders at once. Elsewhere a kill between two renames can leave no *target*, never half of
    one, and the next build makes it again.
    """
    if not _exchange(stage, target):
        old = stage.with_name("old")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        stage.rename(target)
        old.rename(stage)
    shutil.rmtree(stage)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, by Linux's ``renameat2``; tell whether that could be done."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "renameat2"):
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE: linux/fcntl.h, linux/fs.h
    return bool(library.renameat2(here, bytes(one), here, bytes(other), exchange) == 0)


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Hold the cache; raises `EditionError` where another build holds it."""
    folder = root / CACHE
    with machine_faults(root), seldom_collected(), _handle(folder) as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            message = "another build is running"
            raise EditionError(Problem(CACHE, 0, "build", message, "wait for it, or stop it")) from error
        put_back(root / BUILD, folder / "stage")
        _forget_stale(root)
        try:
            yield
        finally:
            shutil.rmtree(folder / "stage", ignore_errors=True)  # after a failure: a full disk is not left full


def _handle(folder: Path) -> IO[str]:
    folder.mkdir(exist_ok=True)
    return (folder / "lock").open("w")


def _forget_stale(root: Path) -> None:
    """Empty the cache where what made it has changed: the tools, the configuration, the locked dependencies."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(sys.version.encode())
    for path in [*sorted(package.rglob("*.*")), root / "docs" / "conf.py", root / "requirements.lock"]:
        if path.is_file() and path.suffix != ".pyc":
            digest.update(path.name.encode() + path.read_bytes())
    key = root / CACHE / "key"
    if not key.is_file() or key.read_text() != digest.hexdigest():
        for path in (root / CACHE).iterdir():
            if path.is_dir() and not path.name.startswith(WORKSHOP):  # where a text is being taken in
                shutil.rmtree(path)
        key.write_text(digest.hexdigest())
