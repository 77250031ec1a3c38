"""The front of a text: what it is, whence it came, whose it is, and how far it has been proved."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.config import edited_text, text_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.rights import publishable
from edition.verify.text import Edited, totals

LABELS = {
    "ko": {
        "siglum": "약호", "witness": "저본", "signed": "지은이 표기", "dated": "날짜 표기", "languages": "언어",
        "rights": "저작권", "proved": "검증",
        "unpublished": "공개를 허락받은 기록이 없다.",
    },
    "en": {
        "siglum": "Siglum", "witness": "Witness", "signed": "Author as given", "dated": "Date as given",
        "languages": "Languages", "rights": "Rights", "proved": "Verification",
        "unpublished": "No permission to publish is recorded.",
    },
}  # fmt: skip
PROVED = {
    "ko": "저본은 빈칸과 줄바꿈까지 {witness:,}자이다. {dropped}{emended}"
    "줄바꿈과 빈칸, 옮긴 자리와 주 번호의 모양을 빼면 나머지는 저본과 글자 하나 다르지 않다.",
    "en": "The witness has {witness:,} characters. {dropped}{emended}"
    "But for white space, what was moved, and the printed form of note calls, all else stands as in the witness.",
}
LEFT_OUT = {
    "ko": "저본은 빈칸과 줄바꿈까지 {characters:,}자이고 {emendations:,}곳을 고치거나 채웠다. 본문은 공개판에 없다. "
    "저본의 SHA-256: {sha256}.",
    "en": "The witness has {characters:,} characters, and there are {emendations:,} emendations. The text itself is "
    "not in the public edition. SHA-256 of the witness: {sha256}.",
}
DROPPED = {
    "ko": ("뺀 것은 없다. ", "그 가운데 본문이 아닌 {:,}자를 뺐다. "),
    "en": ("Nothing was left out. ", "{:,} that are no part of the text were left out. "),
}
EMENDED = {
    "ko": ("고친 곳은 없다. ", "{:,}곳을 고치거나 채워 그 자리에 표시했다. "),
    "en": ("Nothing was emended. ", "Emendations, each marked in its place: {:,}. "),
}
NATIVE = {"ko": "한국어", "en": "English"}
INTRODUCTION = {"ko": "해제", "en": "Introduction"}
NAMES = {"ko": {"ko": "한국어", "en": "영어"}, "en": {"ko": "Korean", "en": "English"}}


class TextFront(SphinxDirective):
    """``{text-front}``: puts the front of the text on its first page."""

    has_content = False
    option_spec: ClassVar[dict[str, object]] = {}  # type: ignore[assignment]

    def run(self) -> list[nodes.Node]:
        """Return a list of labelled facts, all of them computed from ``source.toml`` and the text."""
        edited = edited_text(self.env, text_of(self.env.docname))
        if edited is None:
            return []
        language = str(self.env.metadata[self.env.docname].get("lang", "en"))
        items = [self._item(label, nodes.Text(words)) for label, words in facts(edited, language)]
        items += self._introduction(edited.source.ident, language)
        box = nodes.container("", nodes.definition_list("", *items), classes=[EDITORIAL, "text-front"])
        return [box]

    def _introduction(self, ident: str, language: str) -> list[nodes.Node]:
        """Return the item that leads to the introductions of the text, in the reader's language first."""
        links: list[nodes.Node] = []
        for code in sorted(INTRODUCTION, key=lambda code: code != language):
            docname = f"introduction/{ident}-{code}"
            if docname in self.env.found_docs:
                links += [nodes.Text(", ")] if links else []
                links.append(place_link("", NATIVE[code], docname=docname, anchor=""))
        return [self._item(INTRODUCTION.get(language, INTRODUCTION["en"]), *links)] if links else []

    def _item(self, label: str, *words: nodes.Node) -> nodes.Node:
        term = nodes.term("", label)
        return nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", "", *words)))


def facts(edited: Edited, language: str) -> list[tuple[str, str]]:
    """Return (label, words) for the front of a text in *language*; facts that are not known are left out."""
    labels, source, counts = LABELS.get(language, LABELS["en"]), edited.source, totals(edited)
    rows = [(labels["siglum"], source.siglum)]
    kind = source.provenance.get(f"kind_{language}" if language != "en" else "kind")
    if kind:
        rows.append((labels["witness"], str(kind)))
    rows += [
        (labels[label], str(source.identity[key]["text"]))
        for key, label in (("author", "signed"), ("date", "dated"))
        if isinstance(source.identity.get(key), dict) and "text" in source.identity[key]
    ]
    names = NAMES.get(language, NAMES["en"])
    rows.append((labels["languages"], ", ".join(names.get(code, code) for code in source.languages)))
    if not publishable(source.rights):
        rows.append((labels["rights"], labels["unpublished"]))
    if source.withheld:
        left = LEFT_OUT.get(language, LEFT_OUT["en"])
        return [*rows, (labels["proved"], left.format(**source.withheld))]
    proved = PROVED.get(language, PROVED["en"]).format(
        witness=counts["characters of the witness"],
        dropped=_counted(DROPPED, language, counts["characters dropped as furniture"]),
        emended=_counted(EMENDED, language, counts["emendations"]),
    )
    rows.append((labels["proved"], proved))
    return rows


def _counted(words: dict[str, tuple[str, str]], language: str, count: int) -> str:
    """Return the sentence for none, or the one that tells the *count*."""
    none, some = words.get(language, words["en"])
    return some.format(count) if count else none


def setup_front(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("text-front", TextFront)
