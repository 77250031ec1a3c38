"""TEI: valid, and nothing lost: the texts, every note, every entry, every mark come back out of the XML."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from xml.etree import ElementTree as ET

import pytest

from edition.blocks import CALL
from edition.export.colophon import Colophon
from edition.export.matter import Matter, load_annotation, load_matter
from edition.export.tei.check import plain, received, round_trip
from edition.export.tei.dates import Dates
from edition.export.tei.document import register_document, text_document
from edition.export.tei.prose import write_prose
from edition.export.tei.xml import TEI, XML, Writer, document
from edition.export.text import plain_text
from edition.problems import EditionError
from edition.verify.apparatus import apparatus
from edition.verify.text import read_text
from edition.witnesses import load
from edition_copy import ROOT, TEXTS, copy_root
from tools import need

pytest_plugins = ["edition_copy"]

FACTS = Colophon("1.2.3", "0123456789ab", "2026-11-22", 1_795_000_000)
ID, LANG = f"{{{XML}}}id", f"{{{XML}}}lang"


@pytest.fixture(scope="module")
def matters() -> dict[str, Matter]:
    """The five texts with all that is beside them, by id."""
    beside = load_annotation(ROOT, FACTS)
    return {ident: load_matter(beside, read_text(ROOT, load(ROOT, ident))[0]) for ident in TEXTS}


@pytest.fixture(scope="module")
def documents(matters) -> dict[str, bytes]:
    """The TEI documents, by name."""
    made = {ident: text_document(matter) for ident, matter in matters.items()}
    return made | {"register": register_document(next(iter(matters.values())).all)}


@pytest.fixture(params=TEXTS)
def matter(request, matters) -> Matter:
    return matters[request.param]


@pytest.fixture
def tree(matter, documents) -> ET.Element:
    return ET.fromstring(documents[matter.ident])


def tagged(tree: ET.Element, name: str, **given: str) -> list[ET.Element]:
    """Return the elements *name* of *tree* that have the attributes *given*."""
    return [found for found in tree.iter(f"{{{TEI}}}{name}") if given.items() <= found.attrib.items()]


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


class TestValid:
    def test_every_document_is_valid_tei_all(self, documents, tmp_path):
        """By Jing against TEI P5 4.3.0's tei_all; it also tells ids that are given twice."""
        jing, schema = need("jing"), need("tei_all.rng")
        paths = []
        for name, data in documents.items():
            paths.append(tmp_path / f"{name}.xml")
            paths[-1].write_bytes(data)
        done = subprocess.run([jing, schema, *paths], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")

    def test_a_fault_is_seen(self, documents, tmp_path):
        """A choice without its sides, and an id given twice."""
        jing, schema = need("jing"), need("tei_all.rng")
        path = tmp_path / "faulty.xml"
        data = documents["ryu-emergence"].decode()
        faulty = re.sub(r"<sic>.*?</corr>", "loose", data, count=1).replace('"ryu-emergence.2"', '"ryu-emergence.1"')
        path.write_text(faulty, encoding="utf-8")
        done = subprocess.run([jing, schema, path], capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "choice" in done.stdout
        assert "ryu-emergence.1" in done.stdout

    @pytest.mark.parametrize("name", [*TEXTS, "register"])
    def test_every_pointer_leads_somewhere(self, documents, name):
        """Each id is given once, and each ``#id`` in any attribute is one; another file's is there too."""
        ids = {key: Counter(e.get(ID) for e in ET.fromstring(data).iter() if e.get(ID))
               for key, data in documents.items()}  # fmt: skip
        assert [ident for ident, count in ids[name].items() if count > 1] == []
        lost = []
        for element in ET.fromstring(documents[name]).iter():
            for value in element.attrib.values():
                for word in value.split():
                    file, sign, ident = word.partition("#")
                    if sign and "/" not in file and ident not in ids[file.removesuffix(".xml") or name]:
                        lost.append(word)
        assert lost == []


class TestRoundTrip:
    @pytest.mark.parametrize("view", ["reading", "witness"])
    def test_the_text_comes_back(self, matter, tree, view):
        """What ``edition text TEXT --as VIEW`` prints, character for character."""
        assert plain(tree, view) == plain_text(matter.edited, view)

    def test_the_base_text_comes_back(self, matter, tree):
        """Every block of the base text, by kind and words, its calls left out."""
        kinds = {"title": "heading"}
        wanted = Counter((kinds.get(b.kind, b.kind), CALL.sub("", b.text)) for b in matter.edited.base.blocks)
        assert Counter(received(tree)) == wanted

    def test_printed_calls_come_back(self, matter, tree):
        """The form in which the witness prints each call."""
        wanted = [call for block in matter.edited.base.body for call in CALL.findall(block.text)]
        body = [found for part in ("front", "body") for held in tagged(tree, part) for found in tagged(held, "ptr")]
        assert [found.get("rend") for found in body if found.get("type") == "note"] == wanted

    def test_the_text_has_no_character_that_is_not_its_own(self, matter, tree):
        """All words in ``text`` but the witness's readings and our titles are the reading's."""
        text = tree.find(f"{{{TEI}}}text")
        for element in [*tagged(text, "sic"), *tagged(text, "surplus"), *tagged(text, "head", type="editorial")]:
            if element.tag != f"{{{TEI}}}sic" or element.get("cert") is None:
                for child in list(element):
                    element.remove(child)
                element.text = ""
        pieces = [piece for unit in matter.units for piece in unit.pieces if not (piece.mark and piece.mark.extent)]
        reading = "".join(CALL.sub("", piece.reading) for piece in pieces)
        assert Counter("".join(words(text).split())) == Counter("".join(reading.split()))

    @pytest.mark.parametrize("view", ["reading", "witness"])
    def test_every_construct_of_a_tiny_text(self, tmp_path, view):
        """Joined and divided paragraphs, misplaced calls, gaps, marks in notes."""
        copy = copy_root("marks", tmp_path)
        matter = load_matter(load_annotation(copy.root, FACTS), copy.edited("tiny"))
        tree = ET.fromstring(text_document(matter))
        assert plain(tree, view) == plain_text(matter.edited, view)
        wanted = Counter(CALL.sub("", block.text) for block in matter.edited.base.blocks)
        assert Counter(words for _, words in received(tree)) == wanted

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("2017년 가을", "2017년 봄", "reading text differs"),
            ("<sic>왜곡’했고</sic>", "<sic>왜곡했고</sic>", "witness text differs"),
            ('xml:id="lee-lessons.e3"', 'xml:id="x"', "has lost lee-lessons.e3"),
            ('xml:id="reg-lenin"', 'xml:id="y"', "has lost reg-lenin"),
        ],
    )
    def test_a_loss_is_told(self, matters, documents, old, new, said):
        """What the build checks of each document before it is put into its place."""
        data = documents["lee-lessons"].decode()
        assert old in data
        told = " ".join(
            problem.message for problem in round_trip(matters["lee-lessons"], data.replace(old, new).encode())
        )
        assert said in told
        assert round_trip(matters["lee-lessons"], data.encode()) == []


class TestNothingIsLost:
    def test_every_note_of_ours(self, matter, tree):
        """Its words in both languages, its kind, its sources, and its call after the words that it names."""
        found = {note.get(ID): note for note in tagged(tree, "note", type="edition")}
        assert len(found) == len(matter.notes)
        for placed in matter.notes:
            note, ident = placed.note, matter.note_ident(placed)
            element = found[ident]
            assert element.get("subtype") == note.kind
            assert {p.get(LANG): p.text for p in tagged(element, "p")} == note.words_of
            keys = [source.get("corresp") for source in tagged(element, "bibl")]
            assert keys == [f"#work-{citation.key}" for citation in note.sources]
            locators = [words(found) for found in tagged(element, "citedRange")]
            assert locators == [citation.locator for citation in note.sources if citation.locator]

    def test_our_notes_stand_at_their_words(self, matter, tree):
        """The reading before an anchor ends with the words that its note names."""
        text = tree.find(f"{{{TEI}}}text")
        for element in [*tagged(text, "sic"), *tagged(text, "surplus")]:
            if element.tag != f"{{{TEI}}}sic" or element.get("cert") is None:
                element.clear()
        for gap in tagged(text, "gap"):
            gap.text = "[…]"
        before, spoken = {}, ""

        def walk(element: ET.Element) -> None:
            nonlocal spoken
            if element.tag == f"{{{TEI}}}anchor":
                before[element.get(ID)] = spoken
            spoken += element.text or ""
            for child in element:
                walk(child)
                spoken += child.tail or ""

        walk(text)
        for placed in matter.notes:
            ended = before[f"{matter.note_ident(placed)}.call"]
            assert ended.endswith(placed.note.words.split("\n")[-1]), placed.note.ident

    def test_every_note_of_the_author(self, matter, tree):
        """Those that are there, and those of which the witness has only the number."""
        notes = tagged(tree, "note", type="author")
        lost = [note for note in notes if note.get("subtype") == "lost"]
        there = {(unit.block.version, unit.block.number) for unit in matter.units if unit.block.kind == "note"}
        assert len(notes) - len(lost) == len(there)
        assert len(lost) == sum(map(len, matter.edited.source.notes.absent.values()))

    def test_every_mark(self, matter, tree):
        """By id, with kind, certainty and reason."""
        entries = apparatus(ROOT, matter.edited)
        ids = {element.get(ID): element for element in tree.iter() if element.get(ID)}
        reasons = {note.get("target"): words(note) for note in tagged(tree, "note", type="reason")}
        for entry in entries:
            element = ids[entry.anchor]
            if entry.mark.sign == "corr":
                element = element.find(f"{{{TEI}}}corr")
            cert = {"certain": "high", "probable": "medium", "possible": "low"}[entry.mark.certainty]
            assert (element.get("ana"), element.get("cert")) == (f"#kind.{entry.mark.kind}", cert)
            assert reasons.get(f"#{entry.anchor}", "") == entry.mark.reason

    def test_every_occurrence(self, matter, tree):
        """The words within the elements of an entry are the forms that the register found, in number and form."""
        for element in [*tagged(tree, "sic"), *tagged(tree, "surplus")]:
            if element.get("cert") is None or element.tag == f"{{{TEI}}}surplus":
                for child in list(element):
                    element.remove(child)
                element.text = ""
        found: Counter[tuple[str, str]] = Counter()
        ids = {element.get(ID): element for element in tree.iter() if element.get(ID)}
        for element in tree.find(f"{{{TEI}}}text").iter():
            ref = element.get("ref", "")
            if ref.startswith("#reg-") and not element.get("prev"):
                form, part = words(element), element
                while part.get("next"):
                    part = ids[part.get("next").removeprefix("#")]
                    form += words(part)
                found[ref.removeprefix("#reg-"), form] += 1
        assert found == Counter((item.slug, item.form) for item in matter.occurrences)

    def test_the_whole_register_and_bibliography(self, matters, documents):
        """Headwords, forms, dates and glosses, letter by letter; every work; every event."""
        tree, beside = ET.fromstring(documents["register"]), next(iter(matters.values())).all
        ids = {element.get(ID): element for element in tree.iter() if element.get(ID)}
        for entry in beside.entries:
            said = words(ids[f"reg-{entry.slug}"])
            wanted = [
                entry.en,
                entry.ko,
                entry.original,
                entry.dates,
                entry.wikidata,
                entry.viaf,
                *entry.forms,
                *entry.also,
            ]
            wanted += [re.sub(r"\\(?=[^\w\s])", "", gloss).split("\n")[0] for gloss, _ in entry.glosses.values()]
            assert [part for part in wanted if part not in said and not re.search(r"[*`\[]", part)] == []
        for work in beside.works.values():
            said = words(ids[f"work-{work.key}"])
            wanted = [*map(work.field, ("title", "url", "note")), *work.field("also").split(), *work.locators.values()]
            assert [part for part in wanted if part not in said] == []
        titles = {words(label) for label in tagged(tree, "label")}
        assert {event.en for event in beside.events} | {event.ko for event in beside.events} <= titles

    def test_each_text_carries_the_entries_that_occur_in_it(self, matters):
        """Together they are the whole register."""
        beside = next(iter(matters.values())).all
        assert {entry.slug for matter in matters.values() for entry in matter.entries} == {
            entry.slug for entry in beside.entries
        }


def test_versions_are_aligned(documents):
    """A paragraph of one version names its counterparts in the other."""
    ids = {element.get(ID): element for element in ET.fromstring(documents["probsting-kazakhstan"]).iter()}
    assert ids["probsting-kazakhstan.en.2"].get("corresp") == "#probsting-kazakhstan.ko.2 #probsting-kazakhstan.ko.3"
    assert ids["probsting-kazakhstan.ko"].get(LANG) == "ko"


def test_the_header_says_whose_and_when(matter, tree):
    """Rights restricted, as ``source.toml`` has them; the commit's date and no other; principles in two languages."""
    assert tagged(tree, "availability")[0].get("status") == "restricted"
    assert matter.edited.source.rights["holder"] in words(tagged(tree, "availability")[0])
    assert [words(date) for date in tagged(tagged(tree, "editionStmt")[0], "date")] == [FACTS.date]
    assert {p.get(LANG) for p in tagged(tagged(tree, "editorialDecl")[0], "p")} == {"en", "ko"}
    assert tagged(tree, "change")


def test_dates_take_their_calendar_from_the_chronology(matters):
    """Old Style by the event in that paragraph, New Style after the reform, else no calendar."""
    dates = Dates(matters["ryu-emergence"])
    assert dict(dates.given("ryu-emergence.26", "--10-25")) == {
        "when": "1917-11-07", "when-custom": "1917-10-25", "calendar": "#julian", "datingMethod": "#julian",
    }  # fmt: skip
    assert dict(dates.given("ryu-emergence.26", "1919-03-02")) == {"when": "1919-03-02", "calendar": "#gregorian"}
    assert dict(dates.given("ryu-emergence.1", "1917-10-25")) == {"when-custom": "1917-10-25"}
    assert dates.given("ryu-emergence.1", "--10-25") == ()


def test_our_prose():
    """Lists, tables and links keep their words; what is not known is an error."""
    writer = Writer("div")
    write_prose(writer, "A *b* `c`\nd [e](http://x.org) [f](g.md)\n\n* h\n* i\n\n| k | l |\n|---|---|\n| m | n |", "en")
    made = document(writer.root).decode()
    assert '<p xml:lang="en">A <hi rend="italic">b</hi> <code>c</code> d <ref target="http://x.org">e</ref>' in made
    assert "<list>" in made
    assert '<cell role="label">k</cell>' in made
    with pytest.raises(ValueError, match="may not use"):
        write_prose(Writer("div"), "# heading")


def test_a_document_that_lost_something_is_not_written(matters, monkeypatch):
    """The build ends with the problem."""
    monkeypatch.setattr("edition.export.tei.words._Words.anchor", lambda self, anchor: self.writer.words("x"))
    with pytest.raises(EditionError, match="differs from the edition's"):
        text_document(matters["ryu-emergence"])
