"""The package of a book: metadata, manifest, spine, navigation, and the file itself.

The same content gives the same bytes: files in a fixed order, their date that of the commit, identifiers derived from
the book's name. The formats are those of EPUB 3.3 and EPUB Accessibility 1.1 (W3C, 2023).
"""

from __future__ import annotations

import io
import time
import uuid
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from edition.export.colophon import Colophon
from edition.rights import permission_words, publishable

from .books import Book
from .elements import Content, element, language_attributes, page, serialized, spoken

FOLDER = "EPUB"
CONTAINER = b"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
TYPES = {".xhtml": "application/xhtml+xml", ".css": "text/css", ".png": "image/png"}
NAVIGATION = "contents.xhtml"
FIRST_DAY = 315532800  #: 1980-01-01, the earliest date that a ZIP file can hold
NAMES = {
    "en": {"toc": "Contents", "pages": "Paragraphs", "landmarks": "Landmarks"},
    "ko": {"toc": "차례", "pages": "문단", "landmarks": "주요 위치"},
}
FEATURES = (
    "alternativeText", "ARIA", "displayTransformability", "index", "pageBreakMarkers", "pageNavigation", "readingOrder",
    "structuralNavigation", "tableOfContents", "unlocked",
)  # fmt: skip
SUMMARY = {
    "en": "All words are text; the cover is the only picture. Headings, lists, tables, notes and languages are marked."
    " The page list leads to every numbered paragraph, the table of contents to every section. Conformance to WCAG has"
    " not been assessed as a whole.",
    "ko": "모든 내용이 글자로 되어 있고 그림은 표지뿐이다. 제목과 목록, 표, 주, 언어를 모두 표시했다."
    " 쪽 목록으로는 번호가 있는 모든 문단을, 차례로는 모든 절을 찾아갈 수 있다."
    " WCAG를 지키는지는 전체로 평가한 적이 없다.",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the contents."""

    words: str
    language: str
    address: str
    depth: int


def identifier(name: str) -> str:
    """Return the permanent identifier of the book *name*: the same in every build and version.

    >>> identifier("after-october")
    'urn:uuid:f4e05eb5-f3a0-5cee-a76a-dfe465241dc3'
    """
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'urn:x-after-october:{name}')}"


def navigation(
    book: Book, headings: Sequence[Heading], numbers: Sequence[tuple[str, str]], marks: Sequence[tuple[str, str, str]]
) -> bytes:
    """Return the contents, the list of paragraphs (locator, address) and the landmarks (type, address, words)."""
    language = book.languages[0]
    words = NAMES[language]
    listed, _ = _nested(headings, 0, 0, language)
    toc = element(
        "nav", {"epub:type": "toc", "role": "doc-toc", "id": "toc"}, element("h1", {}, words["toc"]), "\n", listed
    )
    pages = [element("li", {}, element("a", {"href": address}, locator)) for locator, address in numbers]
    page_list = element(
        "nav",
        {"epub:type": "page-list", "role": "doc-pagelist", "id": "page-list"},
        element("h2", {}, words["pages"]),
        element("ol", {}, *_lines(pages)),
    )
    places = [element("li", {}, element("a", {"epub:type": kind, "href": address}, *spoken(told, language)))
              for kind, address, told in marks]  # fmt: skip
    landmarks = element(
        "nav",
        {"epub:type": "landmarks", "id": "landmarks"},
        element("h2", {}, words["landmarks"]),
        element("ol", {}, *_lines(places)),
    )
    for hidden in (page_list, landmarks):
        hidden.set("hidden", "hidden")
    found: list[Content] = [toc, "\n"]
    found += [page_list, "\n"] if pages else []
    found.append(landmarks)
    body = element("body", {"epub:type": "frontmatter"}, *found)
    return page(words["toc"], language, "style.css", body)


def _nested(headings: Sequence[Heading], start: int, depth: int, language: str) -> tuple[Element, int]:
    """Return the list of the headings from *start* that stand at *depth* or below it, and where it ends."""
    listed = element("ol", {})
    place = start
    while place < len(headings) and headings[place].depth >= depth:
        heading = headings[place]
        named = language_attributes(heading.language) if heading.language != language else {}
        item = element(
            "li", {}, element("a", {"href": heading.address, **named}, *spoken(heading.words, heading.language))
        )
        place += 1
        if place < len(headings) and headings[place].depth > heading.depth:
            inner, place = _nested(headings, place, heading.depth + 1, language)
            item.append(inner)
        item.tail = "\n"
        listed.append(item)
    return listed, place


def _lines(items: Iterable[Element]) -> list[Content]:
    return [part for item in items for part in (item, "\n")]


def package(book: Book, editors: str, facts: Colophon, files: Sequence[str], spine: Sequence[str]) -> bytes:
    """Return the package document for *files*, read in the order of *spine*."""
    names = {path: f"f{place}" for place, path in enumerate(files, start=1)}
    items = []
    for path, name in names.items():
        properties = {"cover.png": "cover-image", NAVIGATION: "nav"}.get(path, "")
        kind = TYPES[path[path.rindex(".") :]]
        items.append(element("item", {"id": name, "href": path, "media-type": kind, "properties": properties}))
    refs = [element("itemref", {"idref": names[path]}) for path in spine]
    root = element(
        "package",
        {
            "xmlns": "http://www.idpf.org/2007/opf",
            "version": "3.0",
            "unique-identifier": "id",
            "prefix": "a11y: http://www.idpf.org/epub/vocab/package/a11y/#",
            **{"xml:lang": book.languages[0]},
        },
        "\n",
        element("metadata", {"xmlns:dc": "http://purl.org/dc/elements/1.1/"}, *_lines(metadata(book, editors, facts))),
        "\n",
        element("manifest", {}, *_lines(items)),
        "\n",
        element("spine", {}, *_lines(refs)),
        "\n",
    )
    return serialized(root)


def metadata(book: Book, editors: str, facts: Colophon) -> Iterable[Element]:
    """Yield what the package says of the book."""
    yield element("dc:identifier", {"id": "id"}, identifier(book.name))
    for place, (language, words) in enumerate(book.titles.items()):
        whole = ": ".join(filter(None, [words, book.subtitles.get(language, "")]))
        yield element("dc:title", {"id": f"title{place}", "xml:lang": language}, whole)
        if not place:
            yield _meta("title-type", "main", refines=f"#title{place}")
    for language in book.languages:
        yield element("dc:language", {}, language)
    for place, (name, language) in enumerate(book.authors):
        yield element("dc:creator", {"id": f"creator{place}", "xml:lang": language}, name)
        yield _meta("role", "aut", refines=f"#creator{place}", scheme="marc:relators")
    tag = "dc:contributor" if book.authors else "dc:creator"
    yield element(tag, {"id": "editors", "xml:lang": "en"}, editors)
    yield _meta("role", "edt", refines="#editors", scheme="marc:relators")
    if facts.date:
        yield element("dc:date", {}, facts.date)
    yield element("dc:rights", {"xml:lang": "en"}, rights(book))
    modified = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(max(facts.timestamp, FIRST_DAY)))
    yield _meta("dcterms:modified", modified)
    yield _meta("schema:version", f"{facts.version}+{facts.commit}".rstrip("+") if facts.commit else facts.version)
    yield _meta("schema:accessMode", "textual")
    yield _meta("schema:accessModeSufficient", "textual")
    for feature in FEATURES:
        yield _meta("schema:accessibilityFeature", feature)
    yield _meta("schema:accessibilityHazard", "none")
    for language, words in SUMMARY.items():
        summary = _meta("schema:accessibilitySummary", words)
        summary.set("xml:lang", language)
        yield summary
    yield _meta("pageBreakSource", "none")


def rights(book: Book) -> str:
    """Return the rights statement of a book: what is recorded for each text, and the licence of our own matter."""
    told = []
    for matter in book.texts:
        source = matter.edited.source
        said = "in copyright, no permission to publish recorded"
        if publishable(source.rights):
            said = f"{source.rights.get('status')}; permission: {permission_words(source.rights)}"
        elif source.withheld:
            said = "the words of the text are left out, for no permission to publish is recorded"
        told.append(f"Text {source.siglum}: {said}.")
    return " ".join([*told, "Notes and all other matter of the editors: CC BY 4.0."])


def _meta(name: str, words: str, *, refines: str = "", scheme: str = "") -> Element:
    return element("meta", {"property": name, "refines": refines, "scheme": scheme}, words)


def zipped(files: dict[str, bytes], timestamp: int) -> bytes:
    """Return the EPUB: the media type first and uncompressed (EPUB 3.3, 4.2.2), then *files* in their order."""
    date = time.gmtime(max(timestamp, FIRST_DAY))[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        whole = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER}
        whole |= {f"{FOLDER}/{path}": content for path, content in files.items()}
        for path, content in whole.items():
            entry = zipfile.ZipInfo(path, date_time=(date[0], date[1], date[2], date[3], date[4], date[5]))
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            stored = path == "mimetype" or path.endswith(".png")
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=None if stored else 9)
    return target.getvalue()
