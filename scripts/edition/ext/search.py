"""The search page and its index: ``{search-form}`` makes the form, ``static/search.js`` answers.

The index is written beside the pages when a build has ended. Kiwi's work is kept in the build's cache by the words it
was done on, so that a changed page costs its own words only. Sphinx's own index is switched off: it knows no Korean.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar, cast

import sphinx.search
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

import edition.search.analysis
from edition.ext.config import edited_text, root_of, works_of
from edition.ext.kept import data_of, kept, titles_of
from edition.ext.nodes import EDITORIAL
from edition.ext.register_pages import PAGES, register_of
from edition.register.forms import PARTICLES
from edition.search.analysis import Analyser
from edition.search.documents import LAYERS, documents
from edition.search.index import Analysed, index_files, name_table
from edition.witnesses import identifiers

FOLDER = "search"
CACHE = "search-terms.json"  #: beside the doctrees: a change of other programs does not empty it
NAMES = {
    "text": "글 · Texts", "note": "글의 주 · Authors’ notes", "edition": "이 판의 주 · The edition’s notes",
    "register": "찾아보기 · Register", "bibliography": "참고 문헌 · Bibliography",
}  # fmt: skip
LANGUAGES = {"": "모두 · all", "ko": "한국어", "en": "English"}


class SearchForm(SphinxDirective):
    """``{search-form}``: the field, the filters, and where results are shown."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the form as HTML; in other formats there is nothing to search."""
        layers = "".join(
            f'<label><input type="checkbox" name="layer" value="{layer}" checked> {escape(NAMES[layer])}</label>'
            for layer in LAYERS
        )
        languages = "".join(f'<option value="{code}">{escape(name)}</option>' for code, name in LANGUAGES.items())
        texts = '<option value="">모든 글 · all texts</option>'  # the script adds the others: not all are read yet
        html = (
            f'<form class="edition-search {EDITORIAL}" role="search" action="search.html" autocomplete="off">'
            '<label for="edition-search">찾을 말 · Search for</label>'
            '<input type="search" id="edition-search" name="q" spellcheck="false" autocapitalize="off">'
            f'<div class="filters"><label>언어 · Language <select name="lang">{languages}</select></label>'
            f'<label>글 · Text <select name="text">{texts}</select></label></div>'
            f'<fieldset class="filters"><legend>어디에서 · Where</legend>{layers}</fieldset></form>'
            "<noscript><p>검색에는 자바스크립트가 필요하다. · Search needs JavaScript; "
            '<a href="register/index.html">the register</a> does not.</p></noscript>'
            f'<p class="search-told {EDITORIAL}" role="status" aria-live="polite"></p>'
            f'<div class="search-results {EDITORIAL}"></div>'
        )
        return [nodes.raw("", html, format="html")]


def _titles(env: Any) -> dict[str, str]:
    """Return the titles of the texts, without their authors, by id."""
    found = {}
    for ident in identifiers(root_of(env)):
        title = env.titles.get(f"texts/{ident}/index")
        found[ident] = title.astext() if title is not None else ident
    return found


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the index, the stemmer and nothing else."""
    if error is not None or app.builder.format != "html" or "search" not in app.env.found_docs:
        return
    if kept(app).same(FOLDER, data_of(app.env), titles_of(app.env), files=[f"{FOLDER}/stemmer.js"]):
        return
    root = root_of(app.env)
    entries = list(register_of(app.env)[0].values())
    texts = [text for text in (edited_text(app.env, ident) for ident in identifiers(root)) if text is not None]
    found = list(documents(root, texts, entries, list(works_of(app.env).values()), PAGES))
    forms = {entry.slug: [entry.en, entry.ko, *entry.forms] for entry in entries}
    analyser = Analyser(form for listed in forms.values() for form in listed)
    cache = _Cache(Path(app.doctreedir).parent / CACHE, analyser)
    read = [(item.words, item.label if item.layer in ("register", "bibliography") else "", item.more) for item in found]
    cache.learn(words for fields in read for words in fields)
    analysed = [Analysed(item, *map(cache.terms, fields)) for item, fields in zip(found, read, strict=True)]
    cache.save()
    names = name_table(entries)
    shown = {slug: sorted(dict.fromkeys(listed), key=len, reverse=True) for slug, listed in forms.items()}
    extra: dict[str, object] = {"texts": _titles(app.env), "layers": NAMES, "particles": PARTICLES}
    folder = Path(app.outdir) / FOLDER
    folder.mkdir(exist_ok=True)
    files = index_files(analysed, names, shown, extra)
    for old in folder.glob("*.js"):
        if old.stem not in files:
            old.unlink()
    for name, text in files.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8", newline="\n")
    stemmers = Path(sphinx.search.__file__).parent / "minified-js"
    code = "".join((stemmers / f"{name}-stemmer.js").read_text("utf-8") for name in ("base", "english"))
    (folder / "stemmer.js").write_text(f"{code}\nwindow.EnglishStemmer=EnglishStemmer;\n", encoding="utf-8")


class _Cache:
    """Terms by a hash of the words they come from; all forgotten where analysis or the names it knows have changed."""

    def __init__(self, path: Path, analyser: Analyser) -> None:
        self.path, self.analyser = path, analyser
        programs = Path(edition.search.analysis.__file__).read_bytes() + version("kiwipiepy").encode()
        self.salt = hashlib.sha256(programs + "\n".join(analyser.names).encode()).hexdigest()[:16]
        raw = json.loads(path.read_text("utf-8")) if path.is_file() else {}
        self.known: dict[str, list[str]] = raw.get(self.salt, {})
        self.used: dict[str, list[str]] = {}

    def learn(self, several: Iterable[str]) -> None:
        """Analyse those of *several* passages that are not known."""
        keyed = {self._key(words): words for words in several if words}
        self.used = {key: self.known[key] for key in keyed if key in self.known}
        new = {key: words for key, words in keyed.items() if key not in self.known}
        self.used |= zip(new, map(list, self.analyser.all_terms(new.values())), strict=True)

    def terms(self, words: str) -> tuple[str, ...]:
        """Return the terms of a passage that is known; none of an empty one."""
        return tuple(self.used[self._key(words)]) if words else ()

    @staticmethod
    def _key(words: str) -> str:
        return hashlib.sha256(words.encode()).hexdigest()[:20]

    def save(self) -> None:
        unfinished = self.path.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps({self.salt: self.used}, ensure_ascii=False), encoding="utf-8")
        unfinished.replace(self.path)


def _no_stock_index(app: Sphinx) -> None:
    """Switch Sphinx's own search off: its index would be loaded on pages that do not search."""
    if isinstance(app.builder, StandaloneHTMLBuilder):
        cast(Any, app.builder).search = False


def _add_script(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Load the script on the search page only."""
    if pagename == "search":
        app.add_js_file("search.js", loading_method="defer")


def setup_search(app: Sphinx) -> None:
    """Register the directive, the index and the script of the search page."""
    app.add_directive("search-form", SearchForm)
    app.connect("builder-inited", _no_stock_index, priority=100)
    app.connect("build-finished", _write)
    app.connect("html-page-context", _add_script)
