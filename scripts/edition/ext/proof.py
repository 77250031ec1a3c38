"""The proof in every build: the pages and the doctrees against the base text, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from edition.ext.config import edited_text, forget_texts, root_of, text_of
from edition.ext.doctree import Found, blocks
from edition.ext.places import forget_places
from edition.ext.register_pages import forget_register
from edition.problems import EditionError, Problem
from edition.verify.apparatus import check_marks
from edition.verify.compare import align, differences
from edition.verify.once import read_once, text_digest
from edition.verify.pages import Read
from edition.verify.text import Edited, check_idents, check_notes, notes_of, verify
from edition.witnesses import identifiers

logger = logging.getLogger(__name__)


def text_problems(root_app: Sphinx, ident: str) -> Iterator[Problem]:
    """Yield every problem of the text *ident*: cleaning, pages, notes and ids."""
    root = root_of(root_app)
    try:
        edited, problems = read_once(root, ident)
    except EditionError as error:
        yield from error.problems
        return
    yield from problems
    yield from verify(edited)
    yield from check_notes(edited)
    yield from check_idents(root, edited)
    yield from check_marks(edited)


def doctree_problems(env: BuildEnvironment, edited: Edited) -> Iterator[Problem]:
    """Yield a problem for every difference between the doctrees of a text's pages and its base text."""
    for name, page in edited.pages.items():
        docname = f"texts/{edited.source.ident}/{name}"
        if docname not in env.found_docs:
            continue
        version = str(page.front.get("lang", ""))
        reads = [_read(item, page.path) for item in blocks(env.get_doctree(docname), version)]
        lines = edited.written[name].split("\n")
        body = [read for read in reads if read.block.kind != "note"]
        notes = [read for read in reads if read.block.kind == "note"]
        notes.sort(key=lambda read: int(read.block.number or 0))
        yield from differences([align(edited.base.page(name), body, page.path, lines)])
        yield from differences([align(notes_of(edited, name), notes, page.path, lines)])


def _read(found: Found, path: str) -> Read:
    nodes_ = (found.node, *found.node.findall(nodes.Element))
    line = next((node.line for node in nodes_ if node.line), None) or 1
    return Read(found.block, found.reading, path, line, line, joined=found.joined)


def _begin(app: Sphinx) -> None:
    forget_texts()
    forget_places()
    forget_register()


def proved(env: BuildEnvironment) -> dict[str, str]:
    """Return the digest of each text (by id) whose doctrees, as they are in the cache, are proved."""
    known: dict[str, str] = vars(env).setdefault("edition_proved", {})
    return known


def _forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    """Forget the proof of a text of which a page is read anew."""
    proved(env).pop(text_of(docname), None)


def _prove(app: Sphinx, env: BuildEnvironment) -> None:
    """Report every problem of every text as a warning; with ``-W`` the build fails.

    A text whose files are the same as when its doctrees were proved, and whose doctrees are the same, is proved.
    """
    for ident in identifiers(root_of(app)):
        digest = text_digest(root_of(app), ident)
        if proved(env).get(ident) == digest:
            continue
        reported = list(text_problems(app, ident))
        edited = edited_text(env, ident)
        if edited is not None and not reported:
            reported += doctree_problems(env, edited)
        if edited is not None and not reported:
            proved(env)[ident] = digest
        for problem in sorted(set(reported)):
            place = f"{root_of(app) / problem.path}:{problem.line}"
            text = f"{problem.message}\nfix: {problem.remedy}".replace("\n", "\n    ")
            logger.warning("%s", text, location=place, type="edition", subtype=problem.code)


def setup_proof(app: Sphinx) -> None:
    """Register the proof."""
    app.connect("builder-inited", _begin)
    app.connect("env-purge-doc", _forget)
    app.connect("env-updated", _prove)  # its verdict is kept with the doctrees
