"""Where corrections lead: addresses of code hosts, lines of what a page shows, and what the build writes of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sphinx.errors import ConfigError

from edition.corrections.hosts import EDIT, ISSUE, host_of
from edition.corrections.places import note_places, text_places, work_places
from edition.ext.correct import WORDS
from edition.problems import EditionError
from edition.register.notes import load_notes
from edition.register.works import load_works
from edition.verify.text import read_text
from edition.witnesses import identifiers, load
from edition_copy import copy_root, run_sphinx

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("repository", "kind", "edit", "issue"),
    [
        ("https://github.com/a/b.git", "", "https://github.com/a/b/edit/main/docs/x.md#L7", "https://github.com/a/b/issues/new?title="),
        ("https://gitlab.com/a/b/c/", "", "https://gitlab.com/a/b/c/-/edit/main/docs/x.md#L7", "https://gitlab.com/a/b/c/-/issues/new?issue[title]="),
        ("https://codeberg.org/a/b", "", "https://codeberg.org/a/b/_edit/main/docs/x.md#L7", "https://codeberg.org/a/b/issues/new?title="),
        ("https://git.example.org:8443/a/b", "gitea", "https://git.example.org:8443/a/b/_edit/main/docs/x.md#L7", "https://git.example.org:8443/a/b/issues/new?title="),
    ],
)  # fmt: skip
def test_addresses_of_code_hosts(repository: str, kind: str, edit: str, issue: str) -> None:
    host = host_of(repository, kind)
    assert host is not None
    assert host.edit("docs/x.md", 7) == edit
    assert host.template(EDIT).replace("{path}", "docs/x.md").replace("{line}", "7") == edit
    assert host.template(ISSUE).startswith(issue)


@pytest.mark.parametrize(
    "words",
    [("javascript:alert(1)",), ("https://github.com/a",), ("https://github.com/a/b?x",), ('https://x.org/a/"b',),
     ("https://git.example.org/a/b",), ("https://github.com/a/b", "sourcehut"), ("https://github.com/a/b", "", "a b")],
)  # fmt: skip
def test_what_is_no_repository_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(EditionError):
        host_of(*words)


def test_every_numbered_paragraph_note_and_work_has_its_lines() -> None:
    """The first line of a place holds its first words; a note's table its id; a work its key."""
    for ident in identifiers(ROOT):
        edited, _ = read_text(ROOT, load(ROOT, ident))
        places = {key: place for found in text_places(ROOT, edited).values() for key, place in found.items()}
        listed = [line.split("\t") for line in (ROOT / f"docs/texts/{ident}/ids.tsv").read_text("utf-8").split("\n")]
        live = [line[0] for line in listed if len(line) == 3 and not line[0].startswith("#")]
        assert len(live) > 20
        assert set(live) <= places.keys()
        notes = load_notes(ROOT, ident)
        for name, place in note_places(ROOT, notes).items():
            lines = (ROOT / place.path).read_text(encoding="utf-8").split("\n")[place.first - 1 : place.last]
            assert f'id = "{name}"' in lines
            assert sum(line.startswith("id = ") for line in lines) == 1
    for key, place in work_places(ROOT, load_works(ROOT)).items():
        lines = (ROOT / place.path).read_text(encoding="utf-8").split("\n")[place.first - 1 : place.last]
        assert lines[0].endswith(f"{{{key},")
        assert lines[-1] == "}"


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["ko"].keys() == WORDS["en"].keys()
    for key, words in WORDS["en"].items():
        assert words.count("{") == WORDS["ko"][key].count("{"), key


def test_the_build_writes_where_things_are(tmp_path: Path) -> None:
    """With a repository the foot of a page leads to its file; the index names lines and host; the file is whole."""
    copy = copy_root("plain", tmp_path / "tiny")
    conf = copy.root / "docs" / "conf.py"
    conf.write_text(
        conf.read_text() + '\nedition_repository = "https://codeberg.org/a/b"\nedition_contact = "e@x.org"\n'
    )
    built = run_sphinx(copy)
    assert built.warnings == ""
    [foot] = built.html("texts/tiny/one").xpath('//p[contains(@class, "edition-correct")]/a')
    assert foot.get("href") == "https://codeberg.org/a/b/_edit/main/docs/texts/tiny/one.md#L1"
    script = (built.folder / "correct" / "texts" / "tiny" / "one.js").read_text(encoding="utf-8")
    data = json.loads(script.removeprefix("editionPlaces(").removesuffix(");\n"))
    assert data["host"]["name"] == "Codeberg"
    assert data["contact"] == "e@x.org"
    path, first, last = next(iter(data["places"].values()))[0]
    file = (built.folder / "correct" / "files" / f"{path}.js").read_text(encoding="utf-8")
    text = json.loads(file.removeprefix("editionFile(").removesuffix(");\n"))["text"]
    assert text == (copy.root / path).read_text(encoding="utf-8")
    assert text.split("\n")[first - 1 : last] != []
    conf.write_text(conf.read_text() + '\nedition_repository = "nowhere"\n')
    with pytest.raises(ConfigError, match="no address of a repository"):
        run_sphinx(copy)
