"""The register on the web: its entries by kind with their occurrences, and every occurrence in the texts a link.

``{register} person`` makes the entries of a kind. Links are put into a page when it is written, over the reading text;
they stand in no page's source and in no stored document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, ClassVar

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from edition.ext.config import depend_on_text, edited_text, root_of, text_of, works_of
from edition.ext.inject import read_blocks, wrap
from edition.ext.nodes import EDITORIAL, place_link
from edition.ext.places import links_to
from edition.problems import EditionError
from edition.register.entries import FOLDER, LANGUAGES, RegisterEntry, load_entries
from edition.register.occurrences import EXCEPTIONS, Occurrence, occurrences, read_exceptions
from edition.register.works import UNSEEN
from edition.witnesses import identifiers

PAGES = {
    "person": "register/persons", "organization": "register/organizations", "place": "register/places",
    "event": "register/events", "work": "register/works", "term": "register/glossary",
}  # fmt: skip
_known: dict[str, tuple[dict[str, RegisterEntry], dict[str, list[Occurrence]]]] = {}


def register_of(env: BuildEnvironment) -> tuple[dict[str, RegisterEntry], dict[str, list[Occurrence]]]:
    """Return the entries by slug and the occurrences by text, computed once a process; empty where they cannot be."""
    root = root_of(env)
    if str(root) not in _known:
        try:
            entries, exceptions = load_entries(root), read_exceptions(root)
        except EditionError:
            return {}, {}  # told by the proof
        found = {}
        for ident in identifiers(root):
            edited = edited_text(env, ident)
            if edited is not None:
                found[ident] = occurrences(root, edited, entries, exceptions)[0]
        _known[str(root)] = ({entry.slug: entry for entry in entries}, found)
    return _known[str(root)]


def forget_register() -> None:
    """Forget what was computed, so that the next build computes it anew."""
    _known.clear()


class Register(SphinxDirective):
    """``{register} KIND``: the entries of a kind, sorted by their English headwords."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return a section for each entry."""
        kind = self.arguments[0]
        if kind not in PAGES:
            raise self.error(f"the register has no kind {kind!r}; fix: use one of {', '.join(PAGES)}")
        entries, found = register_of(self.env)
        for ident in found:
            edited = edited_text(self.env, ident)
            if edited is not None:
                depend_on_text(self.env, edited)
        self.env.note_dependency(str(root_of(self.env) / EXCEPTIONS))
        places: dict[str, list[str]] = defaultdict(list)
        for items in found.values():
            for item in items:
                places[item.slug].append(item.place)
        mine = [entry for entry in entries.values() if entry.kind == kind]
        mine.sort(key=lambda entry: (entry.sort or entry.en).casefold())
        return [self._entry(entry, places[entry.slug]) for entry in mine]

    def _entry(self, entry: RegisterEntry, places: Sequence[str]) -> nodes.section:
        self.env.note_dependency(str(root_of(self.env) / FOLDER / f"{entry.slug}.md"))
        section = nodes.section("", ids=[f"reg-{entry.slug}"], names=[], classes=["register-entry"])
        section += nodes.title("", f"{entry.en} · {entry.ko}" if entry.ko != entry.en else entry.en)
        facts = " · ".join(filter(None, [entry.original, entry.dates]))
        head = nodes.paragraph("", facts, classes=[EDITORIAL, "register-facts"])
        for name, ident, address in (
            ("Wikidata", entry.wikidata, "https://www.wikidata.org/wiki/"),
            ("VIAF", entry.viaf, "https://viaf.org/viaf/"),
        ):
            if ident:
                head += nodes.Text(" · " if head.astext() else "")
                head += nodes.reference("", f"{name} {ident}", refuri=f"{address}{ident}")
        if head.astext():
            section += head
        for language in LANGUAGES:
            words, line = entry.glosses[language]
            box = nodes.container("", classes=["gloss", f"gloss-{language}", f"language-{language}", EDITORIAL])
            self.state.nested_parse(StringList(words.split("\n"), entry.path), line, box)
            section += box
        section += self._tail(entry, places)
        return section

    def _tail(self, entry: RegisterEntry, places: Sequence[str]) -> list[nodes.Node]:
        tail: list[nodes.Node] = []
        if entry.sources:
            works, shown = works_of(self.env), list[nodes.Node]()
            for key in entry.sources:
                label = works[key].label if key in works else key
                shown += [nodes.Text("; " if shown else "출전 · Sources: ")]
                shown += [place_link("", label, docname="bibliography", anchor=f"work-{key}")]
                if key in works and works[key].unseen & UNSEEN:
                    shown += [nodes.Text(" (확인하지 못함 · not seen)")]
            tail.append(nodes.paragraph("", "", *shown, classes=[EDITORIAL, "register-sources"]))
        forms = ", ".join(form for form in entry.forms if form not in (entry.en, entry.ko))
        if forms:
            told = f"글에 나오는 표기 · Forms: {forms}"
            tail.append(nodes.paragraph("", told, classes=[EDITORIAL, "register-forms"]))
        if entry.also:
            told = f"다른 표기 · Also: {', '.join(entry.also)}"
            tail.append(nodes.paragraph("", told, classes=[EDITORIAL, "register-forms"]))
        links = links_to(self.env, places)
        if links:
            lead = nodes.Text(f"{len(places)} × ")
            tail.append(nodes.paragraph("", "", lead, *links, classes=[EDITORIAL, "register-places"]))
        return tail


class RegisterLinks(SphinxPostTransform):
    """Makes every occurrence of an entry on a text page a link to it; before spaces are set out of marks."""

    default_priority = 290
    formats = ("html", "epub")

    def run(self, **kwargs: Any) -> None:
        """Change the document that is about to be written; the stored doctree stays as it is."""
        ident, name = text_of(self.env.docname), self.env.docname.rpartition("/")[2]
        if not ident:
            return
        entries, found = register_of(self.env)
        mine = [item for item in found.get(ident, []) if item.page == name]
        if not mine:
            return
        blocks = read_blocks(self.document, str(self.env.metadata[self.env.docname].get("lang", "en")))
        for item in sorted(mine, key=lambda item: (item.index, -item.start)):
            if item.index < len(blocks) and blocks[item.index].block.kind not in ("heading", "title"):
                wrap(blocks[item.index].node, item.start, item.end, lambda item=item: self._link(entries[item.slug]))  # type: ignore[misc]

    def _link(self, entry: RegisterEntry) -> nodes.reference:
        address = self.app.builder.get_relative_uri(self.env.docname, PAGES[entry.kind])
        return nodes.reference("", "", refuri=f"{address}#reg-{entry.slug}", internal=True, classes=["register"])


def setup_register(app: Sphinx) -> None:
    """Register the directive and the links."""
    app.add_directive("register", Register)
    app.add_post_transform(RegisterLinks)
