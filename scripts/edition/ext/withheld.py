"""What a public edition says where a text was left out, and what is recorded of the rights in each text.

``{withheld}`` stands on every page of a surrogate (`edition.export.public`); elsewhere it shows nothing.
``{rights} en`` and ``{rights} ko`` make the table of all texts from ``[rights]`` in ``source.toml``. Both name the
contact for holders of rights and for corrections of fact: ``edition_contact`` of conf.py, or else the repository, with
a link where ``edition_repository`` has its address.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from edition.ext.apparatus import plain_table
from edition.ext.config import depend_on_text, edited_text, root_of, text_of
from edition.ext.nodes import EDITORIAL, place_link
from edition.rights import CITED, NONE, NOTES, NOTHING, UNKNOWN, level, permission_words
from edition.verify.text import Edited
from edition.witnesses import identifiers

PAGE = "about/rights"
LANGUAGES = ("ko", "en")
WORDS = {
    "en": {
        "head": "This text is left out of the public edition.",
        "why": "Status: {status}. Permission to publish: {permission}. Without one the edition may not show the text.",
        "page": "On this page: paragraphs {paragraphs}, editors’ marks {marks}, author’s notes {author_notes}, "
        "notes of the edition {notes}.",
        "addresses": "Every paragraph keeps its number and its address.",
        NOTES: "Of its words only those stand here that a note, a mark or the register names; […] stands for the rest.",
        CITED: "Of its words only the headings stand here; […] stands for the rest.",
        NOTHING: "None of its words stand here but title and author.",
        "original": "The original: ",
        "none": "No place where the original can be read was found.",
        "seen": " (seen by the editors)",
        "unseen": " (named to the editors, not seen by them)",
        "contact": "To holders of rights, and to whoever knows an error of fact: ",
        "write": "please write to {}.", "through": "please write to the editors through {}.",
        "repository": "the repository of this edition",
        "rights": "More on rights",
        "columns": "Text|Holder|Status|Permission|Basis|Contact|May be published",
        "in copyright": "in copyright", "public domain": "public domain", "licensed": "licensed", "unknown": "unknown",
        NONE: NONE, UNKNOWN: UNKNOWN,
        "level nothing": "nothing but title and author", "level bibliographic data": "title and headings",
        "level notes": "notes that quote at most {} words at a place", "level whole": "the whole text",
    },
    "ko": {
        "head": "이 글의 본문은 공개판에 싣지 않는다.",
        "why": "저작권: {status}. 공개 허락: {permission}. 허락 없이는 이 판에 본문을 실을 수 없다.",
        "page": "이 쪽에는 문단 {paragraphs}개, 편집자의 표시 {marks}곳, "
        "글의 주 {author_notes}개, 이 판의 주 {notes}개가 있다.",
        "addresses": "문단의 번호와 주소는 그대로다.",
        NOTES: "본문에서는 주와 표시, 찾아보기가 가리키는 말만 남겼다. […]는 나머지 자리를 뜻한다.",
        CITED: "본문에서는 제목만 남겼다. […]는 나머지 자리를 뜻한다.",
        NOTHING: "제목과 지은이 말고는 본문의 말을 싣지 않았다.",
        "original": "원문: ",
        "none": "원문을 읽을 수 있는 곳은 찾지 못했다.",
        "seen": " (편집자가 확인함)",
        "unseen": " (전해 들은 곳으로, 편집자가 확인하지 못함)",
        "contact": "권리자, 또는 여기 적힌 것이 사실과 다르다고 아는 이는 ",
        "write": "{} 앞으로 알려 주기 바란다.", "through": "{}를 통해 편집자에게 알려 주기 바란다.",
        "repository": "이 판의 저장소",
        "rights": "권리에 관하여",
        "columns": "글|권리자|저작권|허락|근거|연락처|공개 범위",
        "in copyright": "보호 기간 중", "public domain": "보호 기간 끝남", "licensed": "이용 허락 있음",
        "unknown": "알 수 없음", NONE: "기록 없음", UNKNOWN: "알 수 없음",
        "level nothing": "제목과 지은이만", "level bibliographic data": "제목과 소제목만",
        "level notes": "한 자리에서 {}단어까지 인용하는 주", "level whole": "글 전체",
    },
}  # fmt: skip


class Withheld(SphinxDirective):
    """``{withheld}``: says that and why the text is not on this page."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the notice, in the language of the page first; nothing where the text is not withheld."""
        edited = edited_text(self.env, text_of(self.env.docname))
        if edited is None or not edited.source.withheld:
            return []
        mine = str(self.env.metadata[self.env.docname].get("lang", edited.source.languages[0]))
        box = nodes.container("", classes=[EDITORIAL, "withheld"])
        for language in sorted(LANGUAGES, key=lambda code: code != mine):
            part = nodes.container("", classes=[f"language-{language}"])
            part += notice(self.env, edited, self.env.docname.rpartition("/")[2], language)
            box += part
        return [box]


def notice(env: BuildEnvironment, edited: Edited, page: str, language: str) -> list[nodes.Node]:
    """Return the paragraphs that say in *language* what is left out of *page* of a text, and why."""
    words, rights = WORDS[language], edited.source.rights
    status = str(rights.get("status", "unknown"))
    permission = permission_words(rights)
    why = words["why"].format(status=words.get(status, status), permission=words.get(permission, permission))
    told = [why, words["addresses"], words[level(rights)]]
    counts = edited.source.withheld.get("page", {}).get(page)
    if counts:
        told.insert(1, words["page"].format(**counts))
    first = nodes.paragraph("", "", nodes.strong("", words["head"]), nodes.Text(" " + " ".join(told)))
    contact = nodes.paragraph("", "", *contact_nodes(env, language))
    if PAGE in env.found_docs:
        contact += nodes.Text(" ")
        contact += place_link("", words["rights"], docname=PAGE, anchor="")
    return [first, nodes.paragraph("", "", *original(edited, language)), contact]


def original(edited: Edited, language: str) -> Iterator[nodes.Node]:
    """Yield where the original of a text can be found, from the entries of ``[[found]]`` with ``original = true``."""
    words = WORDS[language]
    found = [item for item in edited.source.found if item.get("original")]
    if not found:
        yield nodes.Text(words["none"])
    for place, item in enumerate(found):
        value = str(item["value"])
        yield nodes.Text("; " if place else words["original"])
        yield nodes.reference("", value, refuri=value) if value.startswith("http") else nodes.Text(value)
        yield nodes.Text(words["seen" if item.get("seen") else "unseen"])


def contact_nodes(env: BuildEnvironment, language: str) -> list[nodes.Node]:
    """Return whom holders of rights can ask: the mail address of ``conf.py``, or else its repository, with a link."""
    words, mail, repository = WORDS[language], str(env.config.edition_contact), str(env.config.edition_repository)
    name, address = (mail, f"mailto:{mail}") if mail else (words["repository"], repository)
    before, after = words["write" if mail else "through"].split("{}")
    shown = nodes.reference("", name, refuri=address) if address else nodes.Text(name)
    return [nodes.Text(words["contact"] + before), shown, nodes.Text(after)]


class RightsTable(SphinxDirective):
    """``{rights} LANGUAGE``: what is recorded of the rights in each text, and how to reach the editors."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the table, a row for each text, and the contact."""
        language = self.arguments[0]
        rows = []
        for ident in identifiers(root_of(self.env)):
            edited = edited_text(self.env, ident)
            if edited is None:
                continue
            depend_on_text(self.env, edited)
            rows.append(_row(edited, language))
        words = WORDS[language]
        return [
            plain_table(words["columns"].split("|"), rows, ["rights"]),
            nodes.paragraph("", "", *contact_nodes(self.env, language), classes=[EDITORIAL]),
        ]


def _row(edited: Edited, language: str) -> Sequence[str]:
    words, rights, source = WORDS[language], edited.source.rights, edited.source
    told = [str(rights.get(key) or UNKNOWN) for key in ("holder", "status")]
    told += [permission_words(rights), *(str(rights.get(key) or UNKNOWN) for key in ("basis", "contact"))]
    may = words[f"level {level(rights)}"].format(rights.get("quote_words", ""))
    return [f"{source.siglum} {source.ident}", *(words.get(one, one) for one in told), may]


def setup_withheld(app: Sphinx) -> None:
    """Register the directives; the contact is registered by `edition.ext.correct`."""
    app.add_directive("withheld", Withheld)
    app.add_directive("rights", RightsTable)
