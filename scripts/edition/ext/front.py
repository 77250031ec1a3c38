"""The front of a text: what it is, whence it came, whose it is, and how far it has been proved."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from edition.ext.config import edited_text, text_of
from edition.ext.nodes import EDITORIAL
from edition.verify.text import Edited, totals

LABELS = {
    "ko": {
        "siglum": "약호", "witness": "저본", "signed": "저자 표기", "dated": "날짜 표기", "languages": "언어",
        "rights": "권리", "proved": "검증",
        "unpublished": "공개 허가가 기록되어 있지 않다.",
    },
    "en": {
        "siglum": "Siglum", "witness": "Witness", "signed": "Author as given", "dated": "Date as given",
        "languages": "Languages", "rights": "Rights", "proved": "Verification",
        "unpublished": "No permission to publish is recorded.",
    },
}  # fmt: skip
PROVED = {
    "ko": "저본은 모두 {witness:,}자이다. {dropped}그 밖에는 빈칸과 주 번호의 모양을 빼고 모두 저본 그대로이며, "
    "고친 곳에는 저본의 글자를 밝혀 두었다. 고친 곳은 {emendations:,}곳이다.",
    "en": "The witness has {witness:,} characters. {dropped}All else but white space and the printed form of note "
    "calls stands as in the witness, or in a mark that gives the witness’s reading. Emendations marked: {emendations:,}.",
}
DROPPED = {
    "ko": ("버린 것은 없다. ", "글에 딸리지 않은 {:,}자는 뺐다. "),
    "en": ("Nothing was left out. ", "{:,} that are no part of the text were left out. "),
}
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
        items = [self._item(label, words) for label, words in facts(edited, language)]
        box = nodes.container("", nodes.definition_list("", *items), classes=[EDITORIAL, "text-front"])
        return [box]

    def _item(self, label: str, words: str) -> nodes.Node:
        term = nodes.term("", label)
        return nodes.definition_list_item("", term, nodes.definition("", nodes.paragraph("", words)))


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
    if not source.rights.get("may_publish"):
        rows.append((labels["rights"], labels["unpublished"]))
    none, some = DROPPED.get(language, DROPPED["en"])
    dropped = counts["characters dropped as furniture"]
    proved = PROVED.get(language, PROVED["en"]).format(
        witness=counts["characters of the witness"],
        dropped=some.format(dropped) if dropped else none,
        emendations=counts["emendations"],
    )
    rows.append((labels["proved"], proved))
    return rows


def setup_front(app: Sphinx) -> None:
    """Register the directive."""
    app.add_directive("text-front", TextFront)
