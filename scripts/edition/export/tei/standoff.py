"""What stands beside the text in TEI: our notes, the reasons of marks, quotations, summaries, chronology, register.

Everything here is ours and points at the text by ``@target``; a note of ours stands at the anchor in the text whose id
is the note's with ``.call``.
"""

from __future__ import annotations

from collections.abc import Sequence

from edition.export.matter import Matter
from edition.export.tei.register import address, source, write_register, write_works
from edition.export.tei.words import EDITORS
from edition.export.tei.xml import Writer
from edition.register.chronology import Event
from edition.register.entries import LANGUAGES
from edition.register.works import Work


def write_standoff(writer: Writer, matter: Matter) -> None:
    """Write ``standOff`` with all that belongs to one text."""
    with writer.element("standOff"):
        _notes(writer, matter)
        _reasons(writer, matter)
        _quotations(writer, matter)
        _summaries(writer, matter)
        write_events(writer, matter.events, matter.all.works, matter.ident)
        write_register(writer, matter.entries, matter.all.works)
        write_works(writer, matter.works, matter.ident)


def _notes(writer: Writer, matter: Matter) -> None:
    """Write the edition's notes, in both languages, with their kind, their sources and the day they were checked."""
    if not matter.notes:
        return
    with writer.element("listAnnotation", type="notes"):
        for placed in matter.notes:
            note, ident = placed.note, matter.note_ident(placed)
            given = {"id": ident, "type": "edition", "subtype": note.kind, "n": note.ident, "resp": EDITORS}
            with writer.element("note", **given, target=f"#{ident}.call", corresp=f"#{note.at}"):
                for language in LANGUAGES:
                    writer.line("p", note.words_of[language], lang=language)
                for citation in note.sources:
                    source(writer, citation.key, matter.all.works, citation.locator, seen=citation.seen)
                if note.checked:
                    writer.line("date", note.checked.isoformat(), type="checked", when=note.checked.isoformat())


def _reasons(writer: Writer, matter: Matter) -> None:
    """Write the reason of each mark that gives one."""
    marks = [piece for unit in matter.units for piece in unit.pieces if piece.mark and piece.mark.reason]
    if not marks:
        return
    with writer.element("listAnnotation", type="reasons"):
        for piece in marks:
            if piece.mark:
                writer.line("note", piece.mark.reason, type="reason", target=f"#{piece.anchor}", resp=EDITORS)


def _quotations(writer: Writer, matter: Matter) -> None:
    """Write each quotation of the text with its source and how far it agrees."""
    if not matter.quotations:
        return
    with writer.element("listAnnotation", type="quotations"):
        for item in matter.quotations:
            kind = item.exact.replace(" ", "-")
            with writer.element("note", type="quotation", subtype=kind, target=f"#{item.at}", resp=EDITORS):
                with writer.element("cit"):
                    writer.line("quote", item.words)
                    with writer.element("bibl"):
                        writer.line("author", item.attributed)
                        writer.line("title", item.source)
                        if item.url:
                            writer.empty("ptr", target=item.url.split(" ")[0])
                writer.line("p", item.note)


def _summaries(writer: Writer, matter: Matter) -> None:
    """Write our summary of each page, in the language that the text is not written in."""
    found = matter.summaries
    if not found.page:
        return
    with writer.element("listAnnotation", type="summaries"):
        for name, words in found.page.items():
            given = {"type": "summary", "lang": found.language, "resp": EDITORS}
            writer.line("note", words, target=f"#page.{matter.ident}.{name}", **given)


def write_events(writer: Writer, events: Sequence[Event], works: dict[str, Work], ident: str = "") -> None:
    """Write the chronology; with *ident*, only the places in that text are pointed at."""
    if not events:
        return
    with writer.element("listEvent", type="chronology"):
        for number, event in enumerate(events, start=1):
            places = [place for place in event.at if not ident or place.startswith(f"{ident}.")]
            given = {"id": f"event-{number}", "type": event.precision}
            given["corresp"] = " ".join(address(place, ident) for place in places)
            with writer.element("event", **given, **_dated(event.date)):
                for language, words in (("en", event.en), ("ko", event.ko)):
                    writer.line("label", words, lang=language)
                if event.old_style:
                    with writer.element("note", type="old-style"):
                        whole = {"calendar": "#julian", "datingMethod": "#julian", "when-custom": event.old_style}
                        if "/" in event.old_style:
                            start, end = event.old_style.split("/")
                            whole = {"calendar": "#julian", "datingMethod": "#julian"}
                            whole |= {"from-custom": start, "to-custom": end}
                        writer.line("date", event.old_style, **whole, **_dated(event.date))
                for language, words in event.notes.items():
                    writer.line("note", words, lang=language, resp=EDITORS)
                for key, locator in event.sources:
                    source(writer, key, works, locator)


def _dated(date: str) -> dict[str, str]:
    """Return the attributes of an event's date, New Style."""
    start, _, end = date.partition("/")
    return {"from": start, "to": end} if end else {"when": start}
