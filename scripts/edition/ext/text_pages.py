"""Text pages in Sphinx: permanent ids and paragraph numbers, the witness's note numbers, captions without pictures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.transforms.references import SphinxDomains

from edition.blocks import Block
from edition.ext.config import edited_text, entries_of, root_of, text_of
from edition.ext.doctree import MARKERS, Found, blocks
from edition.ext.nodes import EDITORIAL, mark
from edition.problems import relative
from edition.verify.ledger import NAME, match, numbered, read_ledger
from edition.verify.text import PAGES, Edited, id_prefix

WORDS = {
    "ko": {"picture": "저본에는 그림이 없고 설명만 있다.", "note": "저본에는 이 주의 번호만 있고 내용은 없다."},
    "en": {
        "picture": "The witness has only the caption, not the picture.",
        "note": "The witness has the number of this note, but not its text.",
    },
}


class TextPage(SphinxTransform):
    """Gives a text page its ids, numbers, notes and figures, after docutils has numbered footnotes."""

    default_priority = SphinxDomains.default_priority - 100

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place; pages outside the texts are left alone."""
        edited = edited_text(self.env, text_of(self.env.docname))
        if edited is None:
            return
        root = root_of(self.env)
        for name in ("source.toml", "witness.txt"):
            self.env.note_dependency(str(root / "sources" / edited.source.ident / name))
        self.env.note_dependency(str(root / PAGES / edited.source.ident / NAME))
        metadata = self.env.metadata[self.env.docname]
        language = str(metadata.get("lang", edited.source.languages[0]))
        prefix = id_prefix(edited.source, language)
        self._lines()
        self._front_title(edited.source.ident, "title" in metadata)
        self._headings(edited.source.ident)
        self._notes(prefix, language)
        self._numbers(edited, language, prefix)
        self._marks(edited.source.ident)
        self._captions(language)
        self._markers()

    def _marks(self, ident: str) -> None:
        """Give every mark its id, from the apparatus; marks of blocks that are not the witness's get none."""
        name = self.env.docname.rpartition("/")[2]
        entries = [entry for entry in entries_of(self.env, ident) if entry.page == name]
        marks = [node for node in self.document.findall(mark) if not _lost_note(node)]
        if len(entries) != len(marks):
            return
        for node, entry in zip(marks, entries, strict=True):
            node["ids"] = [entry.anchor]
            self.document.ids[entry.anchor] = node

    def _lines(self) -> None:
        """Make a line end inside a paragraph the space that it means."""
        for text in list(self.document.findall(nodes.Text)):
            if "\n" in text and not isinstance(text.parent, (nodes.literal_block, nodes.raw, nodes.comment)):
                text.parent.replace(text, nodes.Text(text.astext().replace("\n", " ")))

    def _front_title(self, ident: str, ours: bool) -> None:
        """Set apart a page title that comes from front matter: it is ours, and its id is the page's name."""
        section = self.document.next_node(nodes.section)
        if section is None or not isinstance(section[0], nodes.title):
            return
        if ours:
            section[0]["classes"].append(EDITORIAL)
        if not any(name.startswith(f"{ident}.") for name in section["names"]):
            name = f"{ident}.{self.env.docname.rpartition('/')[2]}"
            self._identify(section, name)
            section["ids"] = [name]

    def _headings(self, ident: str) -> None:
        """Give every heading the explicit id that stands before it, and no other first."""
        for section in self.document.findall(nodes.section):
            explicit = [name for name in section["names"] if name.startswith(f"{ident}.")]
            for name in explicit[:1]:
                self._identify(section, name)
                section["ids"] = [name]

    def _identify(self, node: nodes.Element, ident: str) -> None:
        """Make *ident* the first id of *node* and the one its names lead to."""
        node["ids"] = [ident, *(other for other in node["ids"] if other != ident)]
        self.document.ids[ident] = node
        for name in node["names"]:
            if self.document.nameids.get(name):
                self.document.nameids[name] = ident

    def _notes(self, prefix: str, language: str) -> None:
        """Number the author's notes as the witness does, and give notes and calls permanent ids."""
        for note in self.document.findall(nodes.footnote):
            name = next(iter(note["names"]), "")
            if not name.startswith("n"):
                continue
            ident, number = f"{prefix}.{name}", name.removeprefix("n")
            former = set(note["ids"])
            self._identify(note, ident)
            note["ids"], note["classes"] = [ident], ["author"]
            label = note.next_node(nodes.label)
            if label is not None:
                label.children = [nodes.Text(number)]
            calls = [call for call in self.document.findall(nodes.footnote_reference) if call.get("refid") in former]
            for index, call in enumerate(calls):
                call["ids"] = [f"{ident}.call" if not index else f"{ident}.call{index + 1}"]
                call["refid"] = ident
                call["classes"].append("author")
                call.children = [nodes.Text(number)]
                self.document.ids[call["ids"][0]] = call
            note["backrefs"] = [call["ids"][0] for call in calls]
            lost = [found for found in note.findall(mark) if found["sign"] == "gap"]
            paragraph = note.next_node(nodes.paragraph)
            if lost and _lost_note(lost[0]) and paragraph is not None:
                lost[0]["kind"] = lost[0]["certainty"] = ""  # declared absent; why it is lost is not known
                words = WORDS.get(language, WORDS["en"])["note"]
                paragraph += nodes.inline("", f" {words}", classes=[EDITORIAL])

    def _numbers(self, edited: Edited, language: str, prefix: str) -> None:
        """Give every numbered block its permanent number, from the ledger."""
        path = root_of(self.env) / PAGES / edited.source.ident / NAME
        entries = [
            entry
            for entry in read_ledger(path, relative(path, root_of(self.env)))
            if entry.ident.rpartition(".")[0] == prefix
        ]
        base = numbered([block for block in edited.base.body if block.version == language])
        idents = {
            (block.line, block.text): entry for index, entry in match(base, entries).items() for block in [base[index]]
        }
        name = self.env.docname.rpartition("/")[2]
        wanted = numbered(edited.base.page(name))
        given = [found for found in blocks(self.document, language) if found.block.kind in {b.kind for b in wanted}]
        for block, found in _aligned(wanted, given):
            entry = idents.get((block.line, block.text))
            if entry is not None:
                mine = [ident for ident in found.node["ids"] if ident.startswith(f"{prefix}.")]
                found.node["ids"] = [*mine, entry.ident, *(i for i in found.node["ids"] if i not in mine)]
                found.node.setdefault("number", entry.number)
                self.document.ids[entry.ident] = found.node

    def _markers(self) -> None:
        """Tell each list the marker that the witness prints before its items."""
        for items in self.document.findall(nodes.bullet_list):
            marker = MARKERS.get(items.get("bullet", ""), "").strip()
            if marker:
                items["printed"] = marker
                items["classes"].append(f"marker-{ord(marker):x}")

    def _captions(self, language: str) -> None:
        """Turn a caption into a figure that says it has no picture."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if "caption" not in paragraph["classes"]:
                continue
            words = WORDS.get(language, WORDS["en"])["picture"]
            ident = paragraph.get("id") or next(iter(paragraph["names"]), "") or next(iter(paragraph["ids"]), "")
            figure = nodes.figure("", classes=["without-image"], ids=[ident] if ident else [])
            figure += nodes.paragraph("", words, classes=[EDITORIAL])
            caption = nodes.caption(paragraph.rawsource, "", *paragraph.children)
            caption.source, caption.line = paragraph.source, paragraph.line
            figure += caption
            figure.source, figure.line = paragraph.source, paragraph.line
            paragraph.parent.replace(paragraph, figure)
            if ident:
                self.document.ids[ident] = figure


def _lost_note(node: mark) -> bool:
    """Tell whether *node* stands for a whole note that the witness lacks: declared in ``source.toml``, no entry."""
    note = node.parent.parent if isinstance(node.parent, nodes.paragraph) else None
    if not isinstance(note, nodes.footnote) or node["sign"] != "gap":
        return False
    return [
        child for child in node.parent.children if EDITORIAL not in getattr(child, "attributes", {}).get("classes", [])
    ] == [node]


def _aligned(wanted: list[Block], given: list[Found]) -> list[tuple[Block, Found]]:
    """Pair base text and page: in order, a block with the next one of the same words.

    A paragraph that an editor's break began belongs to the block before it.
    """
    whole: list[Found] = []
    for found in given:
        if found.joined and whole:
            last = whole[-1]
            whole[-1] = replace(last, block=last.block.with_text(last.block.text + found.block.text))
        else:
            whole.append(found)
    pairs, start = [], 0
    for block in wanted:
        for index in range(start, len(whole)):
            if whole[index].block.matter == block.matter:
                pairs.append((block, whole[index]))
                start = index + 1
                break
    return pairs


class Attributions(SphinxTransform):
    """Turns the last paragraph of class ``attribution`` in a quotation into docutils' own element."""

    default_priority = TextPage.default_priority + 1

    def apply(self, **kwargs: Any) -> None:
        """Change the document in place."""
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if "attribution" in paragraph["classes"] and isinstance(paragraph.parent, nodes.block_quote):
                attribution = nodes.attribution(paragraph.rawsource, "", *paragraph.children)
                attribution.source, attribution.line = paragraph.source, paragraph.line
                paragraph.replace_self(attribution)


def setup_text_pages(app: Sphinx) -> None:
    """Register the transforms."""
    app.add_transform(TextPage)
    app.add_transform(Attributions)
