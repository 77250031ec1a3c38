"""The pages on what the edition promises and how it answers a reviewer's questions.

``{promises}`` lists every promise with the command that proves it and its figures; ``{assessment}`` our answers, each
with links. How old a recorded figure is depends on the commit that is built, so it is said when the page is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from edition.ext.config import depend_on_text, edited_text, root_of
from edition.problems import EditionError
from edition.promises.assessment import ANSWERS, ASSESSMENT, Answer, load_answers
from edition.promises.assessment import GROUPS as PARTS
from edition.promises.counts import COUNTS, HOSTILE, REGISTER
from edition.promises.record import FIGURES, GROUPS, PROMISES, Figure, Promise, age, load_figures, load_promises
from edition.register.chronology import PATH as CHRONOLOGY
from edition.register.notes import NAME as NOTES
from edition.register.quotations import PATH as QUOTATIONS
from edition.register.works import NAME as BIBLIOGRAPHY
from edition.verify.text import PAGES, Edited
from edition.witnesses import identifiers

logger = logging.getLogger(__name__)

TITLES = {
    "text": ("The text", "글"), "annotation": ("Notes, register, sources", "주, 찾아보기, 출전"),
    "formats": ("Files to take away", "내려받는 파일"), "web": ("The web edition", "웹판"),
    "search": ("Search", "검색"), "safety": ("What is kept out", "막는 것"),
    "making": ("How it is made", "만드는 과정"),
}  # fmt: skip
PARTS_OF = {
    "documentation": "Documentation", "contents": "Contents", "access": "Ways in", "method": "Aims and methods",
    "technique": "Technique and rights",
}  # fmt: skip


class Promises(SphinxDirective):
    """``{promises}``: every promise of ``promises.toml``, by group, with its figures."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a section for each group; faults of the files are told as warnings at their lines."""
        root = root_of(self.env)
        try:
            promises, figures = load_promises(root), load_figures(root)
        except EditionError as error:
            for problem in error.problems:
                logger.warning("%s", problem.message, location=f"{root / problem.path}:{problem.line}")
            return []
        texts = _texts(self.env)
        sections = list[nodes.Node]()
        for group in GROUPS:
            mine = [promise for promise in promises if promise.group == group]
            if not mine:
                continue
            english, korean = TITLES[group]
            section = nodes.section("", nodes.title("", f"{english} · {korean}"), ids=[f"promises-{group}"])
            items = nodes.definition_list("", classes=["promises"])
            for promise in mine:
                items += _item(root, promise, figures, texts)
            section += items
            sections.append(section)
        return sections


def _texts(env: BuildEnvironment) -> list[Edited]:
    """Return the texts, and let the page be read anew when anything that is counted changes."""
    root, found = root_of(env), list[Edited]()
    for ident in identifiers(root):
        edited = edited_text(env, ident)
        if edited is not None:
            depend_on_text(env, edited)
            env.note_dependency(str(root / PAGES / ident / NOTES))
            found.append(edited)
    for path in (PROMISES, FIGURES, CHRONOLOGY, QUOTATIONS, Path(BIBLIOGRAPHY)):
        env.note_dependency(str(root / path))
    for folder in (REGISTER, HOSTILE):
        for path in sorted((root / folder).glob("*.*")):
            env.note_dependency(str(path))
    return found


def _item(root: Path, promise: Promise, figures: dict[str, Figure], texts: Sequence[Edited]) -> nodes.Node:
    """Return a promise with what proves it."""
    term = nodes.term("", promise.words["en"], ids=[f"promise-{promise.ident}"])
    body = nodes.definition("", nodes.paragraph("", promise.words["ko"], classes=["language-ko"]))
    lines = nodes.bullet_list("", classes=["simple"])
    lines += _line(nodes.Text("Proved by "), nodes.literal("", promise.command))
    if promise.count:
        lines += _line(nodes.Text(f"Counted in this build: {COUNTS[promise.count](root, texts)}."))
    for name in promise.figures:
        figure = figures.get(name)
        lines += _recorded(figure, promise) if figure else _line(nodes.strong("", "Not recorded yet."))
    body += lines
    return nodes.definition_list_item("", term, body)


def _recorded(figure: Figure, promise: Promise) -> nodes.list_item:
    """Return a recorded figure, with its command where that is another, commit, date and kind of machine."""
    parts: list[nodes.Node] = [nodes.strong("", figure.value), nodes.Text(f" {figure.what} (")]
    if figure.command != promise.command:
        parts += [nodes.literal("", figure.command), nodes.Text("; ")]
    parts += [
        nodes.Text(f"{figure.date.isoformat()}, "),
        figure_age("", figure=figure),
        nodes.Text(f"commit {figure.commit or 'unknown'}; {figure.machine})"),
    ]
    return _line(*parts)


def _line(*parts: nodes.Node) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph("", "", *parts))


class figure_age(nodes.inline):
    """The place where a page says how old ``figure`` is."""


class SayAges(SphinxPostTransform):
    """Says of each recorded figure how old it is at the commit that is built."""

    default_priority = 400

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written."""
        for node in list(self.document.findall(figure_age)):
            said = age(node["figure"], str(self.env.config.edition_date))
            node.replace_self(nodes.Text(f"{said}, " if said else ""))


class Assessment(SphinxDirective):
    """``{assessment}``: our answers to the questions of reviewers, with links."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return totals, then a section for each part of the questionnaire."""
        root = root_of(self.env)
        self.env.note_dependency(str(root / ASSESSMENT))
        try:
            answers = load_answers(root)
        except EditionError as error:
            for problem in error.problems:
                logger.warning("%s", problem.message, location=f"{root / problem.path}:{problem.line}")
            return []
        counts = Counter(answer.answer for answer in answers)
        told = ", ".join(f"{counts[answer]} {answer}" for answer in ANSWERS if counts[answer])
        found: list[nodes.Node] = [nodes.paragraph("", f"{len(answers)} questions: {told}.")]
        for part in PARTS:
            section = nodes.section("", nodes.title("", PARTS_OF[part]), ids=[f"assessment-{part}"])
            items = nodes.definition_list("", classes=["assessment"])
            for answer in answers:
                if answer.group == part:
                    items += _answer(answer, self.env.docname)
            section += items
            found.append(section)
        return found


def _answer(answer: Answer, docname: str) -> nodes.definition_list_item:
    number = f"{answer.number}, catalogue {answer.catalogue}" if answer.catalogue else answer.number
    term = nodes.term("", "", nodes.Text(f"{answer.asks} "), nodes.inline("", f"({number})"), ids=[answer.number])
    said = nodes.paragraph()
    if answer.answer != "named":
        said += [nodes.strong("", answer.answer.capitalize()), nodes.Text(". ")]
    said += nodes.Text(f"{answer.words} See ")
    for index, place in enumerate(answer.see):
        said += nodes.Text(", " if index else "")
        said += _place(place, docname)
    said += nodes.Text(".")
    return nodes.definition_list_item("", term, nodes.definition("", said))


def _place(place: str, docname: str) -> nodes.Node:
    """Return a link to a page of the edition, which Sphinx resolves and warns of; or the name of a file."""
    if place.startswith("./"):
        return nodes.literal("", place.removeprefix("./"))
    name, _, anchor = place.partition("#")
    if anchor:  # Sphinx knows no anchors; `edition.ext.links` looks at the written page
        depth = docname.count("/")
        address = f"{'../' * depth}{name}.html#{anchor}"
        return nodes.reference("", f"{name}#{anchor}", refuri=address, internal=True)
    link = addnodes.pending_xref("", refdoc=docname, refdomain="std", reftype="doc", reftarget=f"/{name}")
    link["refexplicit"] = False
    link["refwarn"] = True
    link += nodes.inline("", name, classes=["doc"])
    return link


def setup_promises(app: Sphinx) -> None:
    """Register the directives, and the ages."""
    app.add_node(figure_age)
    app.add_directive("promises", Promises)
    app.add_directive("assessment", Assessment)
    app.add_post_transform(SayAges)
