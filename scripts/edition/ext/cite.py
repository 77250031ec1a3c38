"""How a page is cited, on the page: the block with three styles and exports, and what the script needs.

Each text page ends with the block, each text's front page has it open; files for reference managers stand beside the
pages, in ``cite/``. The data for copying the citation of a paragraph are in the page itself, for ``static/cite.js``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from edition.citation import exports, styles
from edition.citation.head import in_script
from edition.citation.record import Edition, Record, page_record, read_day, record_of
from edition.citation.releases import load_releases, passages, redirects, since
from edition.citation.styles import NAMES, Place, as_html, cite
from edition.ext.config import edited_text, root_of, text_of
from edition.ext.kept import pages_changed
from edition.ext.nodes import EDITORIAL
from edition.ext.rendering import INDEX, is_web, language_of
from edition.verify.text import Edited

FOLDER, SINCE = "cite", "cite/since"
WORDS = {
    "ko": {
        "cite text": "이 글 인용하기", "cite page": "이 쪽 인용하기", "copy": "복사", "copied": "복사했다",
        "failed": "복사하지 못했다", "download": "내려받기", "link": "링크 복사", "citation": "인용 표기 복사",
        "quotation": "인용문과 표기 복사", "style": "양식", "correct": "고칠 곳 알리기",
        "menu": "{}문단 인용하기", "close": "닫기",
        "hint": "문단은 문단 번호를 눌러 인용한다. 번호는 바뀌지 않는다.", "files": "서지 관리 프로그램용 파일",
        "unchanged": "{v}판({d})을 인용한 링크이다. 이 문단은 그 뒤로 바뀌지 않았다.",
        "changed": "{v}판({d})을 인용한 링크이다. 이 문단은 그 뒤에 바뀌었다.",
        "added": "{v}판({d})에는 이 문단이 없었다.", "gone": "{v}판({d})에 있던 이 문단은 이제 없다.",
        "page": "{v}판({d})을 인용한 링크이다. 그 뒤에 이 쪽에서 바뀐 문단: {n}.", "then": "그때", "now": "지금",
        "unknown": "{v}판의 기록이 없어 무엇이 바뀌었는지 알 수 없다.", "instead": "대신 볼 곳",
    },
    "en": {
        "cite text": "Cite this text", "cite page": "Cite this page", "copy": "Copy", "copied": "Copied",
        "failed": "Could not be copied", "download": "Download", "link": "Copy link", "citation": "Copy citation",
        "quotation": "Copy quotation and citation", "correct": "Suggest a correction",
        "style": "Style", "menu": "Cite paragraph {}", "close": "Close",
        "hint": "To cite a paragraph, choose its number. Numbers never change.", "files": "For reference managers",
        "unchanged": "This link cites version {v} ({d}). The paragraph has not changed since.",
        "changed": "This link cites version {v} ({d}). The paragraph has changed since.",
        "added": "Version {v} ({d}) did not have this paragraph.",
        "gone": "Version {v} ({d}) had this paragraph; it is no longer there.",
        "page": "This link cites version {v} ({d}). Paragraphs changed on this page since: {n}.",
        "then": "Then", "now": "Now",
        "unknown": "There is no record of version {v}, so what has changed since cannot be told.",
        "instead": "In its place",
    },
}  # fmt: skip
SCRIPTED = ("copied", "failed", "link", "citation", "quotation", "correct", "style", "menu", "close", "unchanged",
            "changed", "added", "gone", "page", "then", "now", "unknown", "instead")  # fmt: skip


def edition_of(app: Sphinx) -> Edition:
    """Return the edition as this build's configuration describes it."""
    config = app.config
    return Edition(
        config.project,
        config.edition_subtitle if "edition_subtitle" in config else "",
        config.author,
        config.edition_version,
        read_day(config.edition_date),
        config.edition_commit,
        config.edition_released,
        config.edition_base_url,
    )


@dataclass(frozen=True, slots=True)
class Cited:
    """One thing that a page offers to cite: the page, or the text of which it is the front."""

    record: Record
    work: Record  #: the text or article that it belongs to, which a paragraph's citation names
    locator: str  #: an address with the release where the edition has an address, else the permanent id


def cited_on(env: BuildEnvironment, docname: str, edition: Edition) -> list[Cited]:
    """Return what the page *docname* offers to cite; a front page of two versions offers both, other pages one."""
    edited = edited_text(env, text_of(docname))
    name = docname.rpartition("/")[2]
    if edited is None or not (name == "index" or name in edited.pages) or docname not in env.titles:
        return []
    source = edited.source
    languages = [version.language for version in source.version] or [""]
    if name == "index" and len(languages) > 1:
        records = [record_of(source, language) for language in languages]
    else:
        language = str(env.metadata[docname].get("lang", ""))
        records = [page_record(source, name, env.titles[docname].astext(), language)]
    whole = [record_of(source, record.language) if record.division else record for record in records]
    return [
        Cited(record, work, locator(edition, docname) or record.ident)
        for record, work in zip(records, whole, strict=True)
    ]


def locator(edition: Edition, docname: str) -> str:
    """Return the address that a citation of the page prints; empty where the edition has none."""
    if not edition.base_url:
        return ""
    return f"{edition.base_url}{docname}.html" + (f"?v={edition.version}" if edition.released else "")


def _add_block(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """End a text page with the block; a page made of others, which has no file of its own, with that of their front."""
    edition, docname = edition_of(app), pagename if doctree is not None else str(context.get("edition_front", ""))
    found = cited_on(app.env, docname, edition) if docname and is_web(app) else []
    if not found:
        return
    language, root = language_of(app, docname), "../" * pagename.count("/")
    context["body"] += block(found, edition, language, root, front=docname.endswith(f"/{INDEX}"))
    if doctree is not None:
        releases = [release.version for release in load_releases(root_of(app), found[0].record.text)]
        data = script_data(found[0], edition, language, docname, releases, root)
        context["body"] += f'<script type="application/json" id="cite-data">{in_script(data)}</script>'
        app.add_js_file("cite.js", loading_method="defer")


def block(found: Sequence[Cited], edition: Edition, language: str, root: str, *, front: bool) -> str:
    """Return the block that offers *found*; *root* leads from the page to the edition's folder."""
    words = WORDS.get(language, WORDS["en"])
    parts = [part for item in found for part in _offered(item, edition, language, root)]
    title = escape(words["cite text" if front else "cite page"])
    return (
        f'<details class="edition-cite {EDITORIAL}" id="cite"{" open" * front}><summary>{title}</summary>'
        f'{"".join(parts)}<p class="cite-hint">{escape(words["hint"])}</p></details>'
    )


def _offered(item: Cited, edition: Edition, language: str, root: str) -> Iterator[str]:
    """Yield the styles of one citation, and its exports."""
    words, record = WORDS.get(language, WORDS["en"]), item.record
    button = f'<button type="button" class="cite-copy" hidden>{escape(words["copy"])}</button>'
    yield '<dl class="cite-styles">'
    for style in styles.order(language):
        tongue = "ko" if style == "korean" else "en"
        name = NAMES[style].get(language, NAMES[style]["en"])
        made = as_html(cite(style, record, edition, Place(item.locator)))
        yield f'<dt>{escape(name)}</dt><dd><span class="cite-words" lang="{tongue}">{made}</span> {button}</dd>'
    yield "</dl>"
    for ending, name in exports.FORMATS.items():
        made = escape(exports.export(ending, record, edition, item.locator).replace("\r", ""))
        file = escape(f"{root}{FOLDER}/{record.ident}.{ending}")
        yield (
            f'<details class="cite-export"><summary>{name}</summary><pre class="cite-words">{made}</pre>{button} '
            f'<a href="{file}" download>{escape(words["download"])}</a></details>'
        )


def script_data(
    item: Cited, edition: Edition, language: str, docname: str, releases: Sequence[str], root: str
) -> dict[str, Any]:
    """Return what ``static/cite.js`` needs: citations with ``{n}`` and ``{id}`` for number and id, and words."""
    words = WORDS.get(language, WORDS["en"])
    address = locator(edition, docname)
    place = Place(f"{address}#{{id}}" if address else "{id}", "{n}")
    return {
        "styles": [
            [style, NAMES[style].get(language, NAMES[style]["en"]), as_html(cite(style, item.work, edition, place))]
            for style in styles.order(language)
        ],
        "link": f"{address}#{{id}}" if address else "",
        "text": item.record.text,
        "since": f"{root}{SINCE}/",
        "releases": list(releases),
        "words": {key: words[key] for key in SCRIPTED},
    }


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the files for reference managers, and for each release what has changed since."""
    if error is not None or not is_web(app):
        return
    edition, root = edition_of(app), root_of(app.env)
    folder = Path(app.outdir) / FOLDER
    changed = pages_changed(app, FOLDER)
    for docname in changed:
        for item in cited_on(app.env, docname, edition):
            folder.mkdir(exist_ok=True)
            for ending in exports.FORMATS:
                made = exports.export(ending, item.record, edition, item.locator)
                (folder / f"{item.record.ident}.{ending}").write_text(made, encoding="utf-8", newline="")
    for ident in sorted({text_of(docname) for docname in changed if docname.endswith("/index")}):
        edited = edited_text(app.env, ident)
        if edited is not None and f"texts/{ident}/index" in app.env.found_docs:
            _write_since(root, edited, Path(app.outdir) / SINCE)


def _write_since(root: Path, edited: Edited, folder: Path) -> None:
    """Write a file for each release of a text: a script and no JSON, so that it works from a disk, too."""
    ident = edited.source.ident
    known = load_releases(root, ident)
    now, moved = (passages(root, edited), redirects(root, ident)) if known else ({}, {})
    for release in known:
        found = since(release, now, moved)
        data = {"version": release.version, "date": release.date, "changed": found.changed, "gone": found.gone,
                "added": found.added}  # fmt: skip
        path = folder / release.version / f"{ident}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"editionSince({in_script(data)});\n", encoding="utf-8", newline="\n")


def setup_cite(app: Sphinx) -> None:
    """Register the block, its files, its script and its style sheet."""
    app.connect("html-page-context", _add_block, priority=400)  # before passages are marked with their language
    app.connect("build-finished", _write)
    app.add_css_file("cite.css")
