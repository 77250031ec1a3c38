"""The Sphinx builder ``epub3``: the whole edition and each text as EPUB 3, by our own writer.

In: the environment of a Sphinx project. Out: ``<outdir>/<name>.epub`` for the whole and for every text, and nothing
else. A link in the whole book that leads to no place is a located warning. No font is embedded: reading systems bring
Korean ones, readers choose their own, and a Hangul font would be five times the size of the book.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders import Builder
from sphinx.util import logging

from edition.export.colophon import Colophon
from edition.export.matter import Matter, load_annotation, load_matter
from edition.ext.config import TEXT_FOLDER, edited_text, root_of
from edition.witnesses import identifiers

from .books import PAGE_URI, Book, BookPage, ids_on, pages_of_text, resolved_pages
from .cover import cover_png, project_name
from .front import COLOPHON, COVER, NAMES, TITLE, colophon_page, cover_page, title_page
from .package import NAVIGATION, Heading, navigation, package, zipped
from .words import language_of
from .xhtml import STYLE, Written, plain_title, write_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

#: name, default, meaning
CONFIG = [
    ("edition_title_ko", "", "the edition's title in Korean"),
    ("edition_subtitle_ko", "", "the second line of the title page, in Korean"),
    ("edition_version", "", "version"),
    ("edition_commit", "", "commit"),
    ("edition_date", "", "date of the commit"),
    ("edition_subtitle", "", "second line of the title page"),
]
LANDMARKS = (
    ("register/glossary", "glossary"), ("register/index", "index"), ("bibliography", "bibliography"),
)  # fmt: skip


class EpubBuilder(Builder):
    """Writes the books."""

    name = "epub3"
    format = "epub"
    epilog = "The EPUBs are in %(outdir)s."
    allow_parallel = True

    def get_outdated_docs(self) -> str:
        """Return what to write: always all books."""
        return "the books"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page, as `books` understands it."""
        return PAGE_URI + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a page, the same from everywhere."""
        return self.get_target_uri(to, typ)

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the books."""
        pages = resolved_pages(self)
        texts = self._texts()
        for book in [self._whole(pages, texts), *(self._single(pages, text) for text in texts)]:
            target = Path(self.outdir) / f"{book.name}.epub"
            draft = target.with_suffix(".part")
            draft.write_bytes(self.made(book))
            draft.replace(target)

    def facts(self) -> Colophon:
        """Return what the books say of their build."""
        config = self.config
        return Colophon(config.edition_version, config.edition_commit, config.edition_date, config.edition_timestamp)

    def _texts(self) -> list[Matter]:
        """Return every text with what belongs to it."""
        root = root_of(self.env)
        beside = load_annotation(root, self.facts())
        found = (edited_text(self.env, ident) for ident in identifiers(root))
        return [load_matter(beside, edited) for edited in found if edited is not None]

    def _whole(self, pages: Sequence[BookPage], texts: Sequence[Matter]) -> Book:
        config = self.config
        titles = {"en": config.project, "ko": config.edition_title_ko}
        subtitles = {"en": config.edition_subtitle, "ko": config.edition_subtitle_ko}
        order = [page.docname for page in pages]
        return Book(
            name=project_name(config.project),
            titles={code: words for code, words in titles.items() if words},
            subtitles={code: words for code, words in subtitles.items() if words},
            authors=(),
            languages=("en", "ko"),
            pages=tuple(pages),
            texts=tuple(sorted(texts, key=lambda text: order.index(f"texts/{text.ident}/index"))),
            ids={page.docname: ids_on(page.tree) for page in pages},
        )

    def _single(self, pages: Sequence[BookPage], text: Matter) -> Book:
        source = text.edited.source
        first = source.languages[0]
        titles, authors = {}, []
        for code in source.languages:
            ending = "" if code == first else "_other"
            titles[code] = _identity(text, f"title{ending}")
            authors.append((_identity(text, f"author{ending}"), code))
        mine = list(pages_of_text(list(pages), text))
        return Book(
            name=text.ident,
            titles={code: words for code, words in titles.items() if words},
            subtitles={},
            authors=tuple((name, code) for name, code in authors if name),
            languages=tuple(sorted({"en", "ko"}, key=lambda code: code != first)),
            pages=tuple(mine),
            texts=(text,),
            ids={page.docname: ids_on(page.tree) for page in mine},
        )

    def made(self, book: Book) -> bytes:
        """Return *book* as the bytes of its file."""
        config, facts = self.config, self.facts()
        wanted = self._wanted(book)
        sigla = {text.ident: text.edited.source.siglum for text in book.texts}
        written = [write_page(book, page, frozenset(wanted[page.docname]), sigla) for page in book.pages]
        numbers = [(locator, f"{item.page.path}#{ident}") for item in written for locator, ident in item.numbers]
        locator = numbers[min(11, len(numbers) - 1)][0] if numbers else "–"
        projects = {"en": config.project, "ko": config.edition_title_ko or config.project}
        files = {
            COVER: cover_page(book, STYLE),
            TITLE: title_page(book, config.project, config.author, facts, STYLE),
            COLOPHON: colophon_page(book, projects, config.author, facts, STYLE, locator),
            NAVIGATION: navigation(book, list(_headings(book)), numbers, list(_landmarks(book, written))),
        }
        files |= {item.page.path: item.content for item in written}
        spine = list(files)
        files |= {"cover.png": cover_png(book, config.project), STYLE: Path(__file__).with_name(STYLE).read_bytes()}
        files = {"package.opf": package(book, config.author, facts, list(files), spine), **files}
        return zipped(files, facts.timestamp)

    def _wanted(self, book: Book) -> dict[str, set[str]]:
        """Return, by page, the ids that links of the book lead to; in the whole book every link has a place.

        Bylines, signatures and their like have no ids: links to them lead to their page.
        """
        wanted: dict[str, set[str]] = defaultdict(set)
        for page in book.pages:
            for link in page.tree.findall(nodes.reference):
                uri = str(link.get("refuri", ""))
                docname, _, fragment = uri.removeprefix(PAGE_URI).partition("#")
                if link.get("refid"):
                    wanted[page.docname].add(link["refid"])
                elif uri.startswith(PAGE_URI) and fragment:
                    wanted[docname].add(fragment)
                    known = book.ids.get(docname, frozenset({fragment}))
                    if len(book.texts) > 1 and fragment not in known and not docname.startswith(TEXT_FOLDER):
                        words = f"no place {fragment!r} on page {docname!r}; fix: link to something that is there"
                        logger.warning("%s", words, location=link, type="edition", subtype="epub")
        return wanted


def _identity(text: Matter, key: str) -> str:
    """Return a fact of ``source.toml`` as the witness gives it; empty where it gives none."""
    found = text.edited.source.identity.get(key)
    return str(found["text"]) if isinstance(found, dict) and "text" in found else ""


def _headings(book: Book) -> Iterator[Heading]:
    """Yield the lines of the contents: title page, colophon, each page, and the sections of the texts."""
    language = book.languages[0]
    for path in (TITLE, COLOPHON):
        yield Heading(NAMES[path][language], language, path, 0)
    for page in book.pages:
        if page.heading is None:
            continue
        yield Heading(plain_title(page.heading), page.language, page.path, page.depth)
        if page.part != "bodymatter":
            continue
        for section in page.tree.findall(nodes.section):
            title, above = section.next_node(nodes.title), section.parent
            depth = 0
            while isinstance(above, nodes.section):
                depth, above = depth + 1, above.parent
            if depth and title is not None and title.parent is section and section["ids"]:
                named = language_of(section) or page.language
                yield Heading(plain_title(title), named, f"{page.path}#{section['ids'][0]}", page.depth + depth)


def _landmarks(book: Book, written: Sequence[Written]) -> Iterator[tuple[str, str, str]]:
    """Yield the landmarks of a book: type, address, words."""
    language = book.languages[0]
    yield "cover", COVER, NAMES[COVER][language]
    yield "titlepage", TITLE, NAMES[TITLE][language]
    yield "toc", f"{NAVIGATION}#toc", {"en": "Contents", "ko": "차례"}[language]
    first = next((page for page in book.pages if page.part == "bodymatter"), None)
    if first is not None and first.heading is not None:
        yield "bodymatter", first.path, plain_title(first.heading)
    for docname, kind in LANDMARKS:
        page = next((page for page in book.pages if page.docname == docname), None)
        if page is not None and page.heading is not None:
            yield kind, page.path, plain_title(page.heading)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its configuration."""
    app.add_builder(EpubBuilder)
    for name, default, meaning in CONFIG:
        if name not in app.config:  # another part of the edition may have declared a value we share
            app.add_config_value(name, default, "", [str], meaning)  # all are used in writing only
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
