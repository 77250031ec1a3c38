"""The proof in every build: the pages and the doctrees against the base text, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from edition.blocks import Block, calls
from edition.ext.config import edited_text, forget_texts, root_of, text_of
from edition.ext.doctree import blocks
from edition.problems import EditionError, Problem
from edition.verify.compare import Place, compare
from edition.verify.pages import Read
from edition.verify.text import Edited, check_idents, check_notes, read_text, verify
from edition.witnesses import identifiers, load

logger = logging.getLogger(__name__)


def text_problems(root_app: Sphinx, ident: str) -> Iterator[Problem]:
    """Yield every problem of the text *ident*: cleaning, pages, notes and ids."""
    root = root_of(root_app)
    try:
        edited, problems = read_text(root, load(root, ident))
    except EditionError as error:
        yield from error.problems
        return
    yield from problems
    yield from verify(edited)
    yield from check_notes(edited)
    yield from check_idents(root, edited)


def doctree_problems(env: BuildEnvironment, edited: Edited) -> Iterator[Problem]:
    """Yield a problem for every difference between the doctrees of a text's pages and its base text."""
    for name, page in edited.pages.items():
        docname = f"texts/{edited.source.ident}/{name}"
        if docname not in env.found_docs:
            continue
        version = str(page.front.get("lang", ""))
        found = list(blocks(env.get_doctree(docname), version))
        reads = [_read(item.node, item.block, item.reading, item.joined, page.path) for item in found]
        place = Place(page.path, edited.written[name], {})
        body = [read for read in reads if read.block.kind != "note"]
        notes = [read for read in reads if read.block.kind == "note"]
        called = {number for block in edited.base.page(name) for number in calls(block.text)}
        expected = [note for note in edited.base.notes if note.version == version and note.number in called]
        yield from compare(edited.base.page(name), body, place)
        yield from compare(expected, sorted(notes, key=lambda read: int(read.block.number or 0)), place)


def _read(node: nodes.Element, block: Block, reading: str, joined: bool, path: str) -> Read:
    line = next((item.line for item in (node, *node.findall(nodes.Element)) if item.line), None) or 1
    return Read(block, reading, path, line, joined=joined)


def _begin(app: Sphinx) -> None:
    forget_texts()


def _prove(app: Sphinx, env: BuildEnvironment) -> None:
    """Report every problem of every text as a warning; with ``-W`` the build fails."""
    for ident in identifiers(root_of(app)):
        reported = list(text_problems(app, ident))
        edited = edited_text(env, ident)
        if edited is not None and not reported:
            reported += doctree_problems(env, edited)
        for problem in sorted(set(reported)):
            place = (
                f"{root_of(app) / problem.path}:{problem.line}" if problem.line else str(root_of(app) / problem.path)
            )
            text = f"{problem.message}\n    fix: {problem.remedy}"
            logger.warning("%s", text, location=place, type="edition", subtype=problem.code)


def docnames_of(ident: str, env: BuildEnvironment) -> list[str]:
    """Return the docnames of the pages of text *ident*."""
    return sorted(docname for docname in env.found_docs if text_of(docname) == ident)


def setup_proof(app: Sphinx) -> None:
    """Register the proof."""
    app.connect("builder-inited", _begin)
    app.connect("env-check-consistency", _prove)
