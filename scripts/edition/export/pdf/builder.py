"""The Sphinx builder ``typst``: the book as one tagged PDF that conforms to PDF/UA-1 and PDF/A-2a.

In: the environment of a Sphinx project. Out: ``<outdir>/<edition_pdf_name>.pdf``, and nothing else; the Typst source
stays beside the doctrees, in ``typst/``, for whoever wants to look. Raises `PdfError` (one clear line for each fault)
when a font or a character is missing or Typst refuses; then no PDF is written and an older one stays as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.nodes import get_node_line

from . import fonts
from .backindex import index_rows, write_index
from .book import DOCUMENT_URI, PAGE, Book, assemble, inner_call, inner_note, placed_note, repeated_call
from .compile import CompileProblem, compile_book
from .source import optional, quote
from .structures import BookTranslator

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

#: name, default, type, meaning
CONFIG: list[tuple[str, object, type, str]] = [
    ("edition_pdf_name", "after-october", str, "the PDF's name, without suffix"),
    ("edition_pdf_standards", ["ua-1", "a-2a"], list, "what the PDF must conform to, in Typst's names"),
    ("edition_pdf_contents_depth", 2, int, "levels of titles in the table of contents"),
    ("edition_font_paths", [str(fonts.FOLDER)], list, "folders with the fonts"),
    ("edition_timestamp", 0, int, "the PDF's date in seconds since 1970; 0: SOURCE_DATE_EPOCH, or 1970"),
    ("edition_base_url", "", str, "address of the web edition, for the paragraphs' permalinks; empty: no links"),
    ("edition_subtitle", "", str, "second line of the title page"),
    ("edition_version", "", str, "version, on the colophon page"),
    ("edition_commit", "", str, "commit, on the colophon page"),
    ("edition_date", "", str, "date, on the colophon page"),
]

#: the few words of the book that stand in no page
WORDS = {
    "ko": {"contents": "차례", "index": "찾아보기", "version": "버전", "commit": "커밋", "date": "날짜",
           "address": "웹 주소"},
    "en": {"contents": "Contents", "index": "Index", "version": "Version", "commit": "Commit", "date": "Date",
           "address": "Web"},
}  # fmt: skip


class PdfError(SphinxError):
    """The PDF could not be made."""

    category = "PDF"


class TypstBuilder(Builder):
    """Writes the book."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = BookTranslator
    supported_image_types: ClassVar[list[str]] = [
        "image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp",
    ]  # fmt: skip
    allow_parallel = True

    targets: frozenset[str] = frozenset()  #: ids that the translator is to place

    def get_outdated_docs(self) -> str:
        """Return what to write: always the whole book."""
        return "the book"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address of a page inside the book, as `book` understands it."""
        return DOCUMENT_URI + docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the address of a page, the same from everywhere."""
        return self.get_target_uri(to, typ)

    def web_address(self, docname: str, fragment: str = "") -> str:
        """Return the address of a page or place on the web edition, or nothing when the edition has none."""
        base = self.config.edition_base_url
        if not base:
            return ""
        suffix = self.config.html_file_suffix or ".html"
        return f"{base.rstrip('/')}/{docname}{suffix}{'#' if fragment else ''}{fragment}"

    def permalink(self, docname: str, node: nodes.Element) -> str:
        """Return the permanent address of a numbered paragraph."""
        if not node["ids"]:
            return ""
        return self.web_address(docname, node["ids"][0].partition("#")[2])

    def write_documents(self, _docnames: AbstractSet[str]) -> None:
        """Write the PDF."""
        try:
            faces = fonts.load(self.config.edition_font_paths)
            book = assemble(self)
            self.post_process_images(book.tree)
            self._check_characters(book, fonts.coverage(faces))
            folder = self._write_source(book)
            pdf = compile_book(folder, faces, self.config.edition_pdf_standards, self._timestamp(), self._warn)
        except (fonts.FontProblem, CompileProblem) as error:
            raise PdfError(str(error)) from error
        target = Path(self.outdir) / f"{self.config.edition_pdf_name}.pdf"
        draft = target.with_suffix(".pdf.part")
        draft.write_bytes(pdf)
        draft.replace(target)

    def _warn(self, message: str) -> None:
        """Pass on a warning of Typst."""
        logger.warning("%s", message, type="edition", subtype="pdf")

    def _timestamp(self) -> int:
        """Return the date the PDF is to bear."""
        return int(self.config.edition_timestamp or os.environ.get("SOURCE_DATE_EPOCH") or 0)

    def _check_characters(self, book: Book, printable: frozenset[int]) -> None:
        """Raise `PdfError` naming every character the fonts lack, at its first place."""
        problems: dict[str, str] = {}
        for text, place in self._texts(book):
            for character in fonts.unprintable(text, printable):
                if character not in problems:
                    problems[character] = (
                        f"{place}: no font has {fonts.describe(character)}; "
                        f"fix: correct it, or cut the fonts anew with edition.export.subset_fonts"
                    )
        if problems:
            raise PdfError("\n".join(problems.values()))

    def _texts(self, book: Book) -> Iterator[tuple[str, str]]:
        """Yield every string the book prints, with its place."""
        for name in ("project", "author", "edition_subtitle", "edition_version", "edition_commit", "edition_date"):
            yield str(self.config[name]), f"conf.py: {name}"
        printed = nodes.Text | placed_note | repeated_call | inner_call
        for node in book.tree.findall(lambda node: isinstance(node, printed)):
            parent = node if isinstance(node, nodes.Element) else node.parent
            while parent is not None and not parent.hasattr(PAGE):
                parent = parent.parent
            if parent is None or parent.next_node(nodes.raw, include_self=True) is parent:
                continue
            path = Path(self.env.doc2path(parent[PAGE], base=False))
            line = get_node_line(parent)
            yield (
                node["sign"] if isinstance(node, nodes.Element) else str(node),
                f"{path}:{line}" if line else f"{path}",
            )

    def _write_source(self, book: Book) -> Path:
        """Write the Typst source and what it reads; return the folder."""
        letters = index_rows(self, book.pages)
        places = {place for _, rows in letters for _, _, ids in rows for place in ids}
        self.targets = book.targets | places
        translator = self._translate(book)
        if lost := book.targets - translator.placed:  # nodes that are skipped can be linked to all the same
            logger.warning("these places are linked to but not printed: %s; fix: link to something else",
                           ", ".join(sorted(lost)), type="edition", subtype="pdf")  # fmt: skip
            self.targets = frozenset(translator.placed)
            translator = self._translate(book)
        folder = Path(self.doctreedir) / "typst"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "images").mkdir(parents=True)
        for source, name in self.images.items():
            shutil.copyfile(Path(self.srcdir) / source, folder / "images" / name)
        shutil.copyfile(Path(__file__).with_name("edition.typ"), folder / "edition.typ")
        words = WORDS.get(self.config.language, WORDS["en"])
        index = write_index(letters, words["index"], translator.placed)
        head = f'#import "edition.typ": *\n#show: book.with({self._front_matter(words)})\n'
        (folder / "main.typ").write_text(f"{head}#{{\n{translator.source}{index}}}\n", encoding="utf-8")
        return folder

    def _translate(self, book: Book) -> BookTranslator:
        """Return a translator that has read the book."""
        translator = self.create_translator(book.tree, self)
        assert isinstance(translator, BookTranslator)
        book.tree.walkabout(translator)
        return translator

    def _front_matter(self, words: dict[str, str]) -> str:
        """Return the arguments of ``book``: title page, colophon, contents."""
        config = self.config
        author = "" if config.author in {"unknown", "Author name not set"} else config.author
        rows = [(words[name], config[f"edition_{name}"]) for name in ("version", "commit", "date")]
        rows.append((words["address"], config.edition_base_url))
        colophon = "".join(f"({quote(name)}, {quote(value)}), " for name, value in rows if value)
        return (
            f"title: {quote(config.project)}, subtitle: {optional(config.edition_subtitle)}, "
            f"author: {optional(author)}, lang: {quote(config.language)}, contents-title: {quote(words['contents'])}, "
            f"depth: {config.edition_pdf_contents_depth}, colophon-rows: ({colophon})"
        )


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, the nodes it makes for itself, and its configuration."""
    app.add_builder(TypstBuilder)
    for node in (placed_note, repeated_call, inner_call, inner_note):
        app.add_node(node)
    for name, default, kind, meaning in CONFIG:
        if name not in app.config:  # another part of the edition may have declared a value we share
            app.add_config_value(name, default, "", [kind], meaning)  # all are used in writing only
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
