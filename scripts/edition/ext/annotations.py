"""The edition's notes on text pages: their calls at the words they name, their texts, which `edition.ext.beside` sets.

A note shows in the language of its page; the other language is one tap away. Every node is of class ``editorial``: the
proof does not see it. The series keeps its own signs, ``e1``, ``e2`` …, and its own class, ``edition``.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from edition.ext.config import annotated, edited_text, root_of, text_of, works_of
from edition.ext.inject import insert_after, read_blocks
from edition.ext.marks import skip
from edition.ext.nodes import EDITORIAL, other_language, place_link
from edition.ext.text_pages import Attributions
from edition.ext.words import say
from edition.problems import EditionError
from edition.register.notes import NAME, Placed
from edition.register.summaries import NAME as SUMMARIES
from edition.register.summaries import load_summaries
from edition.register.works import UNSEEN, Work
from edition.verify.text import PAGES, id_prefix


class EditionNotes(SphinxTransform):
    """Puts the edition's notes into a text page, after its own notes have their numbers."""

    default_priority = Attributions.default_priority + 1

    def apply(self, **kwargs: object) -> None:
        """Change the document in place; pages outside the texts are left alone."""
        ident, name = text_of(self.env.docname), self.env.docname.rpartition("/")[2]
        edited = edited_text(self.env, ident) if ident else None
        if edited is None or name not in edited.pages:
            return
        for file in (NAME, SUMMARIES):
            path = root_of(self.env) / PAGES / ident / file
            if path.is_file():  # Sphinx reads a page anew in every build where a file it depends on is missing
                self.env.note_dependency(str(path))
        self._summary(ident, name)
        placed = [item for item in annotated(self.env, ident).placed if item.page == name]
        if not placed:
            return
        language = str(self.env.metadata[self.env.docname].get("lang", "en"))
        prefix = id_prefix(edited.source, language)
        found = read_blocks(self.document, language)
        notes = []
        for item in reversed(placed):  # from the end, so that earlier offsets hold
            if item.index >= len(found):
                continue
            call = _call(item, prefix)
            if insert_after(found[item.index].node, item.offset, call):
                notes.append(note_node(item, prefix, language, works_of(self.env)))
                self.document.ids[call["ids"][0]] = call
        section = self.document.next_node(nodes.section)
        for note in reversed(notes):
            (section if section is not None else self.document).append(note)
            self.document.ids[note["ids"][0]] = note

    def _summary(self, ident: str, name: str) -> None:
        """Put the summary of the page below its title."""
        try:
            found = load_summaries(root_of(self.env), ident)
        except EditionError:
            return  # told by the proof
        section = self.document.next_node(nodes.section)
        if name in found.page and section is not None:
            words = nodes.paragraph("", found.page[name], classes=[EDITORIAL])
            classes = [EDITORIAL, "summary", f"language-{found.language}"]
            section.insert(1, nodes.container("", words, classes=classes))


def _call(item: Placed, prefix: str) -> nodes.footnote_reference:
    ident = f"{prefix}.{item.note.ident}"
    call = nodes.footnote_reference("", item.note.ident, ids=[f"{ident}.call"], refid=ident)
    call["classes"] += ["edition", EDITORIAL]
    call.resolved = True
    return call


def note_node(item: Placed, prefix: str, language: str, works: dict[str, Work]) -> nodes.footnote:
    """Return the note as a docutils footnote: words, kind and sources, and the other language folded."""
    note = item.note
    ident = f"{prefix}.{note.ident}"
    node = nodes.footnote("", ids=[ident], classes=["edition", EDITORIAL], backrefs=[f"{ident}.call"])
    node += nodes.label("", note.ident)
    other = "en" if language == "ko" else "ko"
    node += nodes.paragraph("", note.words_of[language], classes=[EDITORIAL])
    node += sources_paragraph(item, language, works)
    folded = other_language("", summary=say([other], "other language"), language=other)
    folded += nodes.paragraph("", note.words_of[other], classes=[EDITORIAL, f"language-{other}"])
    node += folded
    return node


def sources_paragraph(item: Placed, language: str, works: dict[str, Work]) -> nodes.paragraph:
    """Return kind, sources with their locators, and the day they were checked."""
    note = item.note
    words = nodes.paragraph("", f"{say([language], f'note {note.kind}')}. ", classes=[EDITORIAL, "note-sources"])
    for position, (key, locator, seen) in enumerate(note.sources):
        work = works.get(key)
        words += nodes.Text("; " if position else f"{say([language], 'sources')}: ")
        words += work_link(key, work.label if work else key)
        words += nodes.Text(f", {locator}" if locator else "")
        if not seen or (work and work.unseen & UNSEEN):
            words += nodes.Text(f" ({say([language], 'not seen')})")
    if not note.sources:
        words += nodes.Text(say([language], "no source seen"))
    if note.checked:
        words += nodes.Text(f". {say([language], 'checked')} {note.checked:%Y-%m-%d}")
    words += nodes.Text(".")
    return words


def work_link(key: str, label: str) -> nodes.inline:
    """Return what leads to the work *key* in the bibliography."""
    return place_link("", label, docname="bibliography", anchor=f"work-{key}")


class OtherLanguage(SphinxPostTransform):
    """Leaves a note in the language of its page alone where nothing can be folded: in print."""

    default_priority = 380

    def run(self, **kwargs: object) -> None:
        """Change the document that is about to be written."""
        if self.app.builder.format not in ("html", "epub"):
            for node in list(self.document.findall(other_language)):
                node.parent.remove(node)


def visit_other_html(self: HTML5Translator, node: other_language) -> None:
    """Open what folds the note in its other language away."""
    language = node["language"]
    self.body.append(
        f'<details class="other-language {EDITORIAL}" lang="{language}"><summary>{node["summary"]}</summary>'
    )


def depart_other_html(self: HTML5Translator, node: other_language) -> None:
    """Close it."""
    self.body.append("</details>\n")


def setup_annotations(app: Sphinx) -> None:
    """Register the transforms and the fold."""
    app.add_transform(EditionNotes)
    app.add_post_transform(OtherLanguage)
    plain = (skip, skip)
    html = (visit_other_html, depart_other_html)
    app.add_node(other_language, html=html, latex=plain, text=plain, man=plain, texinfo=plain)
