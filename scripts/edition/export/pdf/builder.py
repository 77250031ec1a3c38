"""The Sphinx builder ``typst``: the book, and each text, as one tagged PDF that conforms to PDF/UA-1 and PDF/A-2a.

In: the environment of a Sphinx project. Out: ``<outdir>/<edition_pdf_name>.pdf``, a PDF for each text beside it
(`plan`), and nothing else; the Typst source stays beside the doctrees, in ``typst/``, for whoever wants to look.
Raises `PdfError` (one clear line for each fault) when a font or a character is missing or Typst refuses; then no PDF
is written and older ones stay as they were.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.nodes import get_node_line

from edition.export.collecting import only_new_collected
from edition.ext.register_pages import register_of
from edition.glyphs import FOLDER, FontProblem, describe, unprintable

from . import fonts
from .backindex import index_rows, register_index, write_index
from .book import DOCUMENT_URI, PAGE, Book, assemble
from .compile import CompileProblem, compile_book, made_from
from .elements import ALL, every, inner_call, placed_note, repeated_call
from .front import INDEX, contents_pages, front_matter
from .pages import Pages, shared
from .plan import Volume, volumes
from .source import array, quote
from .structures import BookTranslator

if TYPE_CHECKING:
    import typst
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)

COMPILED_AT_ONCE = 2  #: books that Typst sets at the same time; each may hold some hundred megabytes

#: name, default, type, meaning
CONFIG: list[tuple[str, object, type, str]] = [
    ("edition_pdf_name", "after-october", str, "the PDF's name, without suffix"),
    ("edition_pdf_standards", ["ua-1", "a-2a"], list, "what the PDF must conform to, in Typst's names"),
    ("edition_pdf_contents_depth", 2, int, "levels of titles in the table of contents"),
    ("edition_font_paths", [str(FOLDER)], list, "folders with the fonts"),
    ("edition_timestamp", 0, int, "the PDF's date in seconds since 1970; 0: SOURCE_DATE_EPOCH, or 1970"),
    ("edition_base_url", "", str, "address of the web edition, for the paragraphs' permalinks; empty: no links"),
    ("edition_subtitle", "", str, "second line of the title page"),
    ("edition_version", "", str, "version, on the colophon page"),
    ("edition_commit", "", str, "commit, on the colophon page"),
    ("edition_date", "", str, "date, on the colophon page"),
]


def put(path: Path, data: bytes) -> None:
    """Let *data* be the file at *path*, whole or not at all."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_bytes(data)
    draft.replace(path)


@dataclass(frozen=True, slots=True)
class Made:
    """A book as it came out of Typst."""

    pdf: bytes
    key: str  #: what it was made from; empty where Typst warned, so that it is made and warned of again
    warned: tuple[str, ...] = ()


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
    volume: Volume  #: the book being made

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
        """Write the PDFs: all of them, or none."""
        try:
            made = self._make()
        except (FontProblem, CompileProblem) as error:
            raise PdfError(str(error)) from error
        for old in Path(self.outdir).glob("*.pdf"):
            if old.stem not in made:
                old.unlink()
        for name, book in made.items():
            for message in book.warned:
                logger.warning("%s", message, type="edition", subtype="pdf")
            put(Path(self.outdir) / f"{name}.pdf", book.pdf)
            put(self._key_of(name), book.key.encode())

    def _make(self) -> dict[str, Made]:
        """Return the books by name: while Typst sets one, the next is written, and a second may be set."""
        faces = fonts.load(self.config.edition_font_paths)
        printable = fonts.coverage(faces)
        shutil.rmtree(self._source_folder, ignore_errors=True)
        planned = volumes(self.env, self.config)
        read = Pages(self, shared(self.env, planned))
        making: dict[str, Future[Made]] = {}
        with only_new_collected(), ThreadPoolExecutor(COMPILED_AT_ONCE) as pool:
            try:
                for volume in planned:
                    folder = self._written(volume, read, printable)
                    making[volume.name] = pool.submit(self._compiled, volume.name, folder, faces)
                    gc.collect()  # the book's tree, tens of megabytes whose nodes hold one another
                return {name: book.result() for name, book in making.items()}
            except BaseException:
                pool.shutdown(cancel_futures=True)
                raise

    def _written(self, volume: Volume, read: Pages, printable: frozenset[int]) -> Path:
        """Write the source of the book *volume*; return its folder."""
        self.volume = volume
        book = assemble(self, volume, read)
        self.post_process_images(book.tree)
        self._check_characters(book, printable)
        return self._write_source(book)

    def _compiled(self, name: str, folder: Path, faces: typst.Fonts) -> Made:
        """Return the book made from *folder*: the one that is there, where it was made from the same, without a word.

        Called in a thread: Typst and pikepdf let go of the interpreter while they work.
        """
        standards, timestamp = self.config.edition_pdf_standards, self._timestamp()
        key = made_from(folder, self.config.edition_font_paths, f"{standards} {timestamp}")
        last, kept = Path(self.outdir) / f"{name}.pdf", self._key_of(name)
        if last.is_file() and kept.is_file() and kept.read_text(encoding="utf-8") == key:
            return Made(last.read_bytes(), key)
        warned: list[str] = []
        pdf = compile_book(folder, faces, standards, timestamp, warned.append)
        return Made(pdf, "" if warned else key, tuple(warned))

    def _key_of(self, name: str) -> Path:
        """Return where it is kept what the book *name* was made from."""
        return Path(self.outdir) / f"{name}.made-from"

    @property
    def _source_folder(self) -> Path:
        """Where the Typst source is left."""
        return Path(self.doctreedir) / "typst"

    def _timestamp(self) -> int:
        """Return the date the PDF is to bear."""
        return int(self.config.edition_timestamp or os.environ.get("SOURCE_DATE_EPOCH") or 0)

    def _check_characters(self, book: Book, printable: frozenset[int]) -> None:
        """Raise `PdfError` naming every character the fonts lack, at its first place."""
        problems: dict[str, str] = {}
        for text, node in self._texts(book):
            for character in unprintable(text, printable):
                if character not in problems and (place := self._place(node)):
                    problems[character] = (
                        f"{place}: no font has {describe(character)}; "
                        f"fix: correct it, or cut the fonts anew with edition.export.subset_fonts"
                    )
        if problems:
            raise PdfError("\n".join(problems.values()))

    def _texts(self, book: Book) -> Iterator[tuple[str, nodes.Node | str]]:
        """Yield every string the book may print, with the node, or the name in ``conf.py``, that it comes from."""
        for name in ("project", "author", "edition_subtitle", "edition_version", "edition_commit", "edition_date"):
            yield str(self.config[name]), name
        for node in every(book.tree, nodes.Text):
            yield str(node), node
        for kind in (placed_note, repeated_call, inner_call):
            for call in every(book.tree, kind):
                yield call["sign"], call

    def _place(self, origin: nodes.Node | str) -> str:
        """Return the place of what `_texts` yields; empty where it is not printed."""
        if not isinstance(origin, nodes.Node):
            return f"conf.py: {origin}"
        parent = origin if isinstance(origin, nodes.Element) else origin.parent
        while parent is not None and not parent.hasattr(PAGE):
            parent = parent.parent
        if parent is None or isinstance(parent, nodes.raw):
            return ""
        path, line = Path(self.env.doc2path(parent[PAGE], base=False)), get_node_line(parent)
        return f"{path}:{line}" if line else f"{path}"

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
        folder = self._source_folder / self.volume.name if self.volume.text else self._source_folder
        (folder / "images").mkdir(parents=True)
        for source, name in self.images.items():
            shutil.copyfile(Path(self.srcdir) / source, folder / "images" / name)
        shutil.copyfile(Path(__file__).with_name("edition.typ"), folder / "edition.typ")
        title = INDEX.get(self.config.language, INDEX["en"])
        index = write_index(letters, title, translator.placed) or self._register_index(translator)
        depth = self.config.edition_pdf_contents_depth
        contents = contents_pages([*(entry for entry in translator.listed if entry[0] <= depth), (1, title)])
        front = front_matter(self.env, self.config, self.volume, contents)
        head = f'#import "edition.typ": *\n#show: book.with({front})\n'
        reached = f"places{array(map(quote, sorted(translator.placed & book.targets)))}\n"
        (folder / "main.typ").write_text(f"{head}#{{\n{translator.source}{index}{reached}}}\n", encoding="utf-8")
        return folder

    def _register_index(self, translator: BookTranslator) -> str:
        """Return the index of what occurs in the book, by the register."""
        if not translator.occurring:
            return ""
        entries = register_of(self.env)[0].values()
        whole, language = not self.volume.text, self.volume.language
        return register_index(entries, translator.occurring, whole=whole, language=language)

    def _translate(self, book: Book) -> BookTranslator:
        """Return a translator that has read the book."""
        translator = self.create_translator(book.tree, self)
        assert isinstance(translator, BookTranslator)
        book.tree.walkabout(translator)
        return translator


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder, the nodes it makes for itself, and its configuration."""
    app.add_builder(TypstBuilder)
    for node in ALL:
        app.add_node(node)
    for name, default, kind, meaning in CONFIG:
        if name not in app.config:  # another part of the edition may have declared a value we share
            app.add_config_value(name, default, "", [kind], meaning)  # all are used in writing only
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
