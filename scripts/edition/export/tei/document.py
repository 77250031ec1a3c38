"""Whole TEI documents: of a text, and of what is one for all texts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from edition.export.matter import Annotation, Matter
from edition.export.tei.body import write_text
from edition.export.tei.check import round_trip
from edition.export.tei.header import write_header
from edition.export.tei.register import write_register, write_works
from edition.export.tei.standoff import write_events, write_standoff
from edition.export.tei.xml import Writer, document
from edition.problems import EditionError

REGISTER = "register"  #: name of the document that holds register, bibliography and chronology of all texts


def text_document(matter: Matter) -> bytes:
    """Return the TEI document of one text; raises `EditionError` where the text read back from it differs."""
    writer = Writer("TEI")
    write_header(writer, matter.all.facts, matter.all.root, matter)
    write_standoff(writer, matter)
    write_text(writer, matter)
    data = document(writer.root)
    problems = round_trip(matter, data)
    if problems:
        raise EditionError(problems)
    return data


def register_document(beside: Annotation) -> bytes:
    """Return the TEI document of the whole register, bibliography and chronology."""
    writer = Writer("TEI")
    write_header(writer, beside.facts, beside.root)
    with writer.element("standOff"):
        write_register(writer, beside.entries, beside.works)
        write_works(writer, list(beside.works.values()))
        write_events(writer, beside.events, beside.works)
    return document(writer.root)


def write_tei(folder: Path, beside: Annotation, texts: Sequence[Matter]) -> list[Path]:
    """Write every document into *folder*; return their paths."""
    folder.mkdir(parents=True)
    documents = {matter.ident: text_document(matter) for matter in texts}
    if beside.entries or beside.works:
        documents[REGISTER] = register_document(beside)
    paths = []
    for name, data in documents.items():
        paths.append(folder / f"{name}.xml")
        paths[-1].write_bytes(data)
    return paths
