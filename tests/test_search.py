"""Search: what can be found, how words become terms, and the files of the index."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from edition.ext.register_pages import PAGES
from edition.register.entries import RegisterEntry, load_entries
from edition.register.works import load_works
from edition.search.analysis import Analyser, fold, latin, squeezed
from edition.search.documents import LAYERS, Document, documents
from edition.search.hanja import pages, sounds
from edition.search.index import TIER, Analysed, bucket, divided, index_files, name_table, part_of
from edition_copy import ROOT, TEXTS, EditionCopy

pytest_plugins = ["edition_copy"]


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser(["라콥스키", "전시산업위원회"])


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("러시아 혁명이 무너졌다.", {"러시아", "혁명", "러시아혁명", "무너지다"}),
        ("세계혁명의", {"세계혁명", "/세계", "/혁명"}),
        ("전시산업위원회", {"전시산업위원회", "/전시", "/산업", "/위원회"}),
        ("라콥스키가 1928년에", {"라콥스키", "1928"}),
        ("the soviets’ congresses", {"the", "soviet", "congress"}),
        ("l’État ouvrier", {"l", "etat", "ouvrier"}),
        ("Раковский", {"раковскии"}),
    ],
)
def test_words_become_terms(analyser, words, terms):
    assert terms <= set(analyser.terms(words))


def test_letters_are_folded():
    assert fold("Mélenchon") == "melenchon"
    assert fold("라콥스키") == "라콥스키"  # decomposed, as some systems type it
    assert squeezed("Workers’ and Peasants’ Inspection") == "workersandpeasantsinspection"
    assert list(latin("1917–1921")) == ["1917", "1921"]


def test_every_layer_is_found_in_its_place(clean_once):
    """Every block, note, entry and work is a document, once in each language it has."""
    texts = [EditionCopy(ROOT).edited(ident) for ident in TEXTS]
    entries, works = load_entries(ROOT), load_works(ROOT)
    found = list(documents(ROOT, texts, entries, list(works.values()), PAGES))
    by_layer = {layer: [item for item in found if item.layer == layer] for layer in LAYERS}
    assert len(by_layer["register"]) == 2 * len(entries)
    assert len(by_layer["bibliography"]) == len(works)
    assert len(by_layer["note"]) == sum(len(block) for text in texts for block in (text.base.notes,))
    assert {item.language for item in found} == {"ko", "en"}
    assert all(re.fullmatch(r"[\w/.-]+\.html(#[\w.-]+)?", item.address) for item in found)
    received = [item for item in by_layer["text"] if item.more]
    assert received  # what only the witness has is found, too
    assert all(item.more != item.words for item in received)


def test_a_name_of_two_entries_leads_to_neither_and_a_surname_to_its_person():
    def entry(slug: str, kind: str, en: str, *forms: str) -> RegisterEntry:
        return RegisterEntry(slug, kind, en, en, f"{slug}.md", forms=forms)

    table = name_table(
        [
            entry("rakovsky", "person", "Christian Rakovsky", "Rakovski"),
            entry("peter-i", "person", "Peter I"),
            entry("kronstadt", "place", "크론시타트", "크론슈타트 반란"),
            entry("a-city", "place", "Petersburg"),
            entry("a-party", "organization", "Petersburg"),
        ]
    )
    assert table["rakovsky"] == table["rakovski"] == table["christianrakovsky"] == "rakovsky"
    assert table["크론슈타트"] == table["크론슈타트반란"] == "kronstadt"
    assert "petersburg" not in table
    empire = replace(entry("byzantine-empire", "place", "비잔티움 제국"), also=("비잔틴",))
    assert name_table([empire])["비잔틴"] == "byzantine-empire"  # no text has it, a reader may


def parts_of(files: dict[str, str]) -> dict[str, Any]:
    """Return what the scripts *files* hand over, by kind and name."""
    found = {}
    for text in files.values():
        kind, name, content = json.loads(f"[{text.removeprefix('editionSearch(').removesuffix(');' + chr(10))}]")
        found[f"{kind}-{name}"] = content
    return found


def test_hanja_have_their_sounds():
    assert "".join(sounds()[sign] for sign in "勞動者革命") == "로동자혁명"
    assert pages()["9769"[:2]][0x69] == "혁"  # 革 is U+9769
    assert len(sounds()) == 4620


def test_half_of_a_long_noun_tells_half_as_much():
    words = Document("text", "a", "ko", "a.html#1", "1", "혁명")
    whole, half = Analysed(words, ("혁명",)), Analysed(words, ("/혁명",))
    meta = parts_of(index_files([whole, half], {}, {}, {}))
    listed = meta[f"p-{part_of('혁명', meta['m-0']['parts'])}"][0]["혁명"]
    assert listed[0] == 0
    assert listed[1] > listed[3]


def test_the_forms_of_a_stem_stand_beside_it():
    document = Document("text", "a", "en", "a.html#1", "1", "revolutions revolutionary happy happiness soviet")
    analysed = [Analysed(document, ("revolut", "revolutionari", "happi", "soviet"))]
    data = parts_of(index_files(analysed, {}, {}, {}))
    assert data["v-h"][0] == "happi,=happy,ness"
    assert "revolut,ions" in data["v-r"][0].split("\n")
    assert data["v-s"][0] == "soviet"


def test_a_very_common_term_is_given_in_tiers_and_a_large_vocabulary_in_parts():
    """The first tier has the heaviest, none is lost, and a divided bucket is found by the same rule."""
    count = 2 * TIER + 5
    document = Document("text", "a", "ko", "a.html#1", "1", "혁명")
    analysed = [
        Analysed(document, ("혁명",) * (1 + number % 3) + (f"가{chr(0xAC00 + number)}",)) for number in range(count)
    ]
    data = parts_of(index_files(analysed, {}, {}, {}))
    meta = data["m-0"]
    seen, weights = set(), []
    for tier in range(3):
        key = f"혁명 {tier}" if tier else "혁명"
        part = data[f"p-{part_of(key, meta['parts'])}"]
        if not tier:
            assert part[2]["혁명"] == [count, 3]
        number, here = 0, []
        for step, weight in zip(part[0][key][::2], part[0][key][1::2], strict=True):
            number += step
            seen.add(number)
            here.append(weight)
        weights.append((min(here), max(here)))
    assert seen == set(range(count))
    assert weights[0][0] >= weights[1][1] >= weights[1][0] >= weights[2][1]
    assert meta["split"] == ["k0"]
    assert divided("가각") == "k0-ac00"
    assert "가각" in data["v-k0-ac00"][0].split("\n")


def test_the_index_holds_every_term_where_the_browser_looks_for_it():
    words = ["혁명", "레닌", "lenin", "1917", "ленин"]
    document = Document("text", "a-text", "ko", "a.html#a.1", "1", " ".join(words), names=("lenin",))
    other = Document("register", "", "en", "r.html#reg-lenin", "Lenin", "Lenin")
    analysed = [Analysed(document, tuple(words)), Analysed(other, ("lenin",), ("lenin",))]
    files = index_files(analysed, {"레닌": "lenin"}, {"lenin": ["Lenin"]}, {})
    data = parts_of(files)
    meta = data["m-0"]
    for term in [*words, "@lenin"]:
        listed, forms = data[f"p-{part_of(term, meta['parts'])}"]
        assert listed[term][0] == 0
        if term == "@lenin":
            assert forms == {"@lenin": ["Lenin"]}
        else:
            assert term in data[f"v-{bucket(term)}"][0].split("\n")
    assert data["v-k5"][1] == "레닌=lenin"
    assert meta["ranges"] == [[0, "text", "a-text", "ko"], [1, "register", "", "en"]]
    assert data["d-0"][1] == ["r.html#reg-lenin", "Lenin", "Lenin"]
