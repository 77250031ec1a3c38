"""The bibliography page: every work with its editions, what we did not see, the places that cite it, and exports.

``{works}`` makes it from ``bibliography.bib``. BibTeX, CSL-JSON and RIS are written beside the HTML by pybtex's data.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.citations import citing, data_citing, notes_citing
from edition.ext.config import root_of, works_of
from edition.ext.kept import kept
from edition.ext.nodes import EDITORIAL
from edition.register.exports import bibtex, csl, ris
from edition.register.works import NAME, Work

SCRIPTS = {"ko": "한국어 · Korean", "latin": "다른 언어 · Other languages"}
FORMATS = {"bib": "BibTeX", "json": "CSL-JSON", "ris": "RIS"}
FOLDER = "exports/works"  #: of the works' own files
WHOLE = "after-october"  #: name of the files that hold all of them, one folder above


class Works(SphinxDirective):
    """``{works}``: the bibliography, sorted by script and by author."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a section for each script."""
        self.env.note_dependency(str(root_of(self.env) / NAME))
        works = sorted(works_of(self.env).values(), key=lambda work: work.sort_key)
        notes, data = notes_citing(self.env), data_citing(self.env)
        sections = []
        for script, title in SCRIPTS.items():
            mine = [work for work in works if work.script == script]
            if mine:
                section = nodes.section("", nodes.title("", title), ids=[f"works-{script}"])
                section += [self._entry(work, citing(self.env, work, notes, data)) for work in mine]
                sections.append(section)
        return list(sections)

    def _entry(self, work: Work, places: Iterable[nodes.paragraph]) -> nodes.container:
        box = nodes.container("", ids=[f"work-{work.key}"], classes=["work", EDITORIAL])
        head = nodes.paragraph("", f"{', '.join(work.authors)} " if work.authors else "", classes=["work-head"])
        head += [
            nodes.Text(f"({work.year}). "),
            nodes.emphasis("", work.title, classes=list(_language(work))),
            nodes.Text(". "),
        ]
        head += nodes.Text(" ".join(_imprint(work)))
        if work.field("url"):
            head += [nodes.Text(" "), nodes.reference("", work.field("url"), refuri=work.field("url"))]
        box += head
        if work.field("also"):
            copies = nodes.paragraph("", "다른 주소 · Also at:", classes=["work-more"])
            for url in work.field("also").split():
                copies += [nodes.Text(" "), nodes.reference("", url, refuri=url)]
            box += copies
        for name, label in (("original", "원제 · Original"), ("english", "English"), ("korean", "한국어"),
                            ("first", "초판 · First"), ("edition_cited", "인용한 판 · Cited")):  # fmt: skip
            if work.field(name):
                box += nodes.paragraph("", f"{label}: {work.field(name)}", classes=["work-more"])
        if work.unseen:
            words = f"확인하지 못한 항목 · Not seen: {', '.join(sorted(work.unseen))}"
            box += nodes.paragraph("", words, classes=["work-unseen"])
        box += list(places)
        exports = nodes.paragraph("", "", classes=["work-exports"])
        for ending, name in FORMATS.items():
            exports += [
                nodes.reference("", name, refuri=f"{FOLDER}/{work.key}.{ending}", internal=True),
                nodes.Text(" "),
            ]
        box += exports
        return box


def _language(work: Work) -> Iterator[str]:
    """Yield the class by which docutils tells the language of the title; a title in brackets is ours."""
    if work.field("language") and not work.title.startswith(("(", "[")):
        yield f"language-{work.field('language')}"


def _imprint(work: Work) -> Iterator[str]:
    """Yield journal, volume, pages, publisher and place, each with its stop."""
    journal = work.field("journal") or work.field("booktitle")
    volume = " ".join(filter(None, [work.field("volume"), f"({work.field('number')})" if work.field("number") else ""]))
    parts = [" ".join(filter(None, [journal, volume])), work.field("pages")]
    yield from (f"{part}." for part in [", ".join(filter(None, parts))] if part)
    house = ": ".join(filter(None, [work.field("address"), work.field("publisher")]))
    yield from (f"{part}." for part in (house, work.field("howpublished"), work.field("note")) if part)


def _write_exports(app: Sphinx, error: Exception | None) -> None:
    """Write the whole bibliography beside the pages, and each work for itself, in three formats."""
    if error is not None or app.builder.format != "html":
        return
    path, folder = root_of(app) / NAME, Path(app.outdir) / FOLDER
    files = [f"{Path(FOLDER).parent}/{WHOLE}.{ending}" for ending in FORMATS]
    if kept(app).same(FOLDER, path.read_text("utf-8") if path.is_file() else "", files=files):
        return
    works = works_of(app.env)
    shutil.rmtree(folder, ignore_errors=True)  # with the works that are no more
    folder.mkdir(parents=True)
    for name, some in [(f"../{WHOLE}", list(works.values())), *((key, [work]) for key, work in works.items())]:
        for ending, text in _formats(some).items():
            (folder / f"{name}.{ending}").write_text(text, encoding="utf-8", newline="\n")


def _formats(works: Sequence[Work]) -> dict[str, str]:
    """Return *works* in every format, by the ending of its files."""
    items = json.dumps(csl(works), ensure_ascii=False, indent=1)
    return dict(zip(FORMATS, (bibtex(works), f"{items}\n", ris(works)), strict=True))


def setup_bibliography(app: Sphinx) -> None:
    """Register the directive and the exports."""
    app.add_directive("works", Works)
    app.connect("build-finished", _write_exports)
