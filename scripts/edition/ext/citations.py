"""Citations both ways: from a text's notes and paragraphs to the works, from a work to all that cites it.

On a text page an author's note that cites works is followed by links to them, and at the end of the page stands a list
of the works that its paragraphs cite. Both are put in when the page is written: they are in no stored document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from edition.ext.annotations import work_link
from edition.ext.config import annotated, edited_text, root_of, text_of, works_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.ext.places import links_to, pages_of
from edition.ext.register_pages import PAGES as REGISTER_PAGES
from edition.ext.register_pages import register_of
from edition.ext.words import say
from edition.problems import EditionError
from edition.register.chronology import load_events
from edition.register.citations import Cited, cited_at
from edition.register.notes import Citation, Placed
from edition.register.works import Work
from edition.witnesses import identifiers

BOTH = ("ko", "en")


class CitedWorks(SphinxPostTransform):
    """Lets a text page's citations lead to the bibliography."""

    default_priority = 390  #: before links to places are resolved
    formats = ("html", "epub")

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written; pages outside the texts are left alone."""
        if not text_of(self.env.docname):
            return
        language = str(self.env.metadata[self.env.docname].get("lang", "en"))
        known = pages_of(self.env)
        cited = cited_at(works_of(self.env))
        mine = {place: found for place, found in cited.items() if known.get(place, ("",))[0] == self.env.docname}
        for note in self.document.findall(nodes.footnote):
            for place in note["ids"]:
                if found := mine.pop(place, None):
                    note.append(_works(found, language))
        section = self.document.next_node(nodes.section)
        if mine and section is not None:
            section += self._list(mine, language)

    def _list(self, mine: dict[str, list[Cited]], language: str) -> nodes.container:
        """Return the works that paragraphs of the page cite, each with those paragraphs."""
        works: dict[str, tuple[Work, list[str]]] = {}
        for place in pages_of(self.env):
            for cited in mine.get(place, []):
                works.setdefault(cited.work.key, (cited.work, []))[1].append(place)
        box = nodes.container("", classes=[EDITORIAL, "cited-works", f"language-{language}"])
        box += nodes.paragraph("", "", nodes.strong("", say([language], "works cited")), classes=[EDITORIAL])
        items = nodes.bullet_list("", classes=[EDITORIAL])
        for work, places in sorted(works.values(), key=lambda found: found[0].sort_key):
            words = nodes.paragraph(
                "", "", work_link(work.key, work.label), nodes.Text(", "), nodes.emphasis("", work.title)
            )
            words += [nodes.Text(" – "), *links_to(self.env, places, language)]
            items += nodes.list_item("", words)
        box += items
        return box


def _works(found: Sequence[Cited], language: str) -> nodes.paragraph:
    words = nodes.paragraph("", f"{say([language], 'cited here')}: ", classes=[EDITORIAL, "note-sources"])
    for position, cited in enumerate(found):
        words += [nodes.Text("; " if position else ""), work_link(cited.work.key, cited.work.label)]
        words += nodes.Text(f", {cited.locator}" if cited.locator else "")
    words += nodes.Text(".")
    return words


Notes = dict[str, list[tuple[str, Placed, Citation]]]


def notes_citing(env: BuildEnvironment) -> Notes:
    """Return key → id of the text, note and citation, for every note of the edition that rests on the work."""
    found: Notes = defaultdict(list)
    for ident in identifiers(root_of(env)):
        for placed in annotated(env, ident).placed:
            for citation in placed.note.sources:
                found[citation.key].append((ident, placed, citation))
    return found


def data_citing(env: BuildEnvironment) -> dict[str, list[place_link]]:
    """Return key → links to the entries of the register and the years of the chronology that rest on the work."""
    found: dict[str, list[place_link]] = defaultdict(list)
    for entry in register_of(env)[0].values():
        for key in entry.sources:
            link = place_link("", entry.en, docname=REGISTER_PAGES[entry.kind], anchor=f"reg-{entry.slug}")
            found[key].append(link)
    try:
        events = load_events(root_of(env))
    except EditionError:
        return found  # told by the proof
    for event in events:
        for key, _ in event.sources:
            found[key].append(place_link("", event.date, docname="chronology", anchor=f"year-{event.year}"))
    return found


def citing(
    env: BuildEnvironment, work: Work, notes: Notes, data: dict[str, list[place_link]]
) -> Iterator[nodes.paragraph]:
    """Yield a line each for the paragraphs, the authors' notes, the edition's notes and the data that cite *work*."""
    known = pages_of(env)
    body = [place for place in work.cited if not place.rpartition(".")[2].startswith("n")]
    yield from _line("in texts", links_to(env, body))
    shown: list[nodes.Node] = []
    last = ""
    for place in work.cited:
        if place in known and place not in body:
            docname, siglum = known[place]
            label = say(BOTH, "note", place.rpartition(".n")[2])
            shown += _next(shown, siglum, last)
            shown += _located(place_link("", label, docname=docname, anchor=place), work.locators.get(place, ""))
            last = siglum
    yield from _line("in authors' notes", shown)
    shown, last = [], ""
    for ident, placed, citation in notes.get(work.key, []):
        edited = edited_text(env, ident)
        siglum = edited.source.siglum if edited else ident
        anchor = f"{placed.note.at.rpartition('.')[0]}.{placed.note.ident}"
        shown += _next(shown, siglum, last)
        link = place_link("", placed.note.ident, docname=f"texts/{ident}/{placed.page}", anchor=anchor)
        locator = ", ".join(filter(None, [citation.locator, "" if citation.seen else say(BOTH, "not seen")]))
        shown += _located(link, locator)
        last = siglum
    yield from _line("in edition notes", shown)
    links = data.get(work.key, [])
    yield from _line(
        "in data", [node for link in links for node in (nodes.Text("; " if link is not links[0] else ""), link)]
    )


def _line(label: str, shown: Sequence[nodes.Node]) -> Iterator[nodes.paragraph]:
    if shown:
        yield nodes.paragraph("", "", nodes.Text(f"{say(BOTH, label)}: "), *shown, classes=["work-places"])


def _next(shown: Sequence[nodes.Node], siglum: str, last: str) -> list[nodes.Node]:
    """Return what stands between two places: the siglum, where the text is another."""
    between = "" if not shown else ", " if siglum == last else "; "
    return [nodes.Text(between + ("" if siglum == last else f"{siglum} "))]


def _located(link: place_link, locator: str) -> list[nodes.Node]:
    return [link, nodes.Text(f" ({locator})" if locator else "")]


def setup_citations(app: Sphinx) -> None:
    """Register the links of the text pages."""
    app.add_post_transform(CitedWorks)
