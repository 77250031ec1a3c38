"""The public edition: what stands in for a withheld text, and that nothing else of it is there."""

import json
import re
import shutil
from pathlib import Path

import pytest

from edition.export.build import build
from edition.export.downloads import FOLDER, MANIFEST
from edition.export.proofs import prove_pages
from edition.export.public.build import MARKER, build_public, surrogates
from edition.export.public.contact import contact_told
from edition.export.public.tree import write_tree
from edition.problems import EditionError
from edition.register.notes import load_notes
from edition.verify.ledger import read_ledger
from edition.verify.text import read_text
from edition.withhold.allowed import TITLES
from edition.witnesses import identifiers, load
from edition_copy import ROOT, copy_root

TEXTS = identifiers(ROOT)
GRANTED = """may_publish = "whole"

[rights.permission]
date = 2027-01-31
by = "the author"
basis = "author"
licence = "this edition"
document = "not kept: a test"

"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """The tree of the public edition of the five texts, and the texts in it as read."""
    texts = [read_text(ROOT, load(ROOT, ident))[0] for ident in TEXTS]
    made = write_tree(ROOT, tmp_path_factory.mktemp("public"), texts)
    return made, {edited.source.ident: edited for edited in surrogates(made)}, {e.source.ident: e for e in texts}


def written(root: Path):
    """Yield every file of a tree, what its links lead to left out."""
    for folder in (root, root / "docs", root / "sources"):
        yield from (path for path in folder.glob("**/*" if folder != root else "*") if path.is_file())


def test_no_file_of_the_tree_holds_a_run(tree):
    """Nothing that the public edition is built from has the words of a withheld text."""
    made, _, _ = tree
    leaks = [
        (path, run) for path in written(made.root) for run in made.forbidden.find(path.read_text(encoding="utf-8"))
    ]
    assert leaks == []
    assert len(made.withheld) == len(TEXTS)


@pytest.mark.parametrize("ident", TEXTS)
def test_every_address_is_kept(tree, ident):
    """Pages, headings, paragraphs and notes have the ids that they have in the full edition."""
    made, public, full = tree
    path = Path("docs") / "texts" / ident / "ids.tsv"
    assert [e.ident for e in read_ledger(made.root / path, "")] == [e.ident for e in read_ledger(ROOT / path, "")]
    assert list(public[ident].pages) == list(full[ident].pages)
    kinds = [[(block.kind, block.ident, block.version) for block in one[ident].base.blocks] for one in (public, full)]
    assert sorted(kinds[0]) == sorted(kinds[1])
    assert {note.ident for note in load_notes(made.root, ident)} == {note.ident for note in load_notes(ROOT, ident)}


@pytest.mark.parametrize("ident", TEXTS)
def test_what_stays_is_short_and_counted(tree, ident):
    """No more than `quote_words` words stand together; the numbers are those of the text."""
    _, public, full = tree
    limit = full[ident].source.rights["quote_words"]
    for read in [*public[ident].body, *public[ident].notes]:
        if read.block.kind not in TITLES:
            pieces = re.split(r"\[…\]|\ue000[^\ue001]*\ue001", read.reading)
            assert max(len(piece.split()) for piece in pieces) <= limit + 2 * (read.block.kind == "caption"), read
    told = public[ident].source.withheld
    assert sum(page["marks"] for page in told["page"].values()) == len(full[ident].marks)
    assert told["characters"] == len(full[ident].source.text)


def changed(target: Path, ident: str, old: str, new: str) -> Path:
    """Return a copy of what a tree is made of, with one change in the ``source.toml`` of *ident*."""
    for name in ("docs", "sources"):
        shutil.copytree(ROOT / name, target / name)
    shutil.copy(ROOT / "bibliography.bib", target)
    path = target / "sources" / ident / "source.toml"
    assert path.read_text(encoding="utf-8").count(old) == 1
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return target


def test_one_permission_lets_one_text_in(tmp_path):
    """The text is in the tree as it is, the four others are not."""
    ident = "lenin-lessons"
    root = changed(tmp_path / "edition", ident, 'permission = "none recorded"\n', "")
    path = root / "sources" / ident / "source.toml"
    text = path.read_text(encoding="utf-8").replace("quote_words = 4\n", "")
    note = re.search(r'(?m)^note = ".*"\n(?=\Z|\n*\[(?!\[identity))', text[text.index("may_publish") :])
    text = text.replace(note[0], "") if note else text
    path.write_text(text.replace('may_publish = "notes"\n', GRANTED), encoding="utf-8")
    made = write_tree(root, tmp_path / "public", [read_text(root, load(root, one))[0] for one in TEXTS])
    assert {edited.source.ident for edited in made.withheld} == {*TEXTS} - {ident}
    for path in (root / "docs" / "texts" / ident).glob("*.md"):
        assert (made.root / path.relative_to(root)).read_bytes() == path.read_bytes()
    assert not [path for path in written(made.root) if made.forbidden.holds(path.read_text(encoding="utf-8"))]


def test_taking_a_text_out_is_one_line(tmp_path):
    """With “nothing” no word of it is left but its title and what a catalogue has; its notes stay, by paragraph."""
    ident = "lee-lessons"
    root = changed(tmp_path / "edition", ident, 'may_publish = "notes"', 'may_publish = "nothing"')
    made = write_tree(root, tmp_path / "public", [read_text(root, load(root, one))[0] for one in TEXTS])
    edited = next(one for one in surrogates(made) if one.source.ident == ident)
    words = {read.reading for read in edited.body if read.block.kind not in TITLES}
    assert {re.sub("\ue000[^\ue001]*\ue001", "", word) for word in words} <= {"[…]", "[…] […]"} | {
        word for word in words if word.startswith("그림 ")
    }
    assert all(block.text.startswith("§ ") for block in edited.base.body if block.kind == "heading")
    assert len(load_notes(made.root, ident)) == len(load_notes(ROOT, ident))


def test_a_public_edition_is_built_and_kept_apart(tmp_path):
    """A tiny edition: the notice stands in for the text, the full build beside it, each says which it is."""
    root = copy_root("marks", tmp_path / "edition").root
    for name in ("bibliography.bib", "docs/chronology.toml"):
        (root / name).write_text("")
    told: list[str] = []
    build(root, ["zip", "text"], told.append)
    conf, repository = root / "docs" / "conf.py", "https://codeberg.org/a/b"
    conf.write_text(f'{conf.read_text(encoding="utf-8")}\nedition_repository = "{repository}"\n', encoding="utf-8")
    build_public(root, ["zip", "text"], told.append)
    assert f"contact in the notices: {repository}" in told
    public = root / "build" / "public"
    full, left = (folder / "html" / "texts" / "tiny" / "one.html" for folder in (root / "build", public))
    assert "공개판에 싣지 않는다" not in full.read_text(encoding="utf-8")
    assert "공개판에 싣지 않는다" in left.read_text(encoding="utf-8")
    assert f'href="{repository}"' in left.read_text(encoding="utf-8")
    anchors = [re.findall(r'id="(tiny\.[^"]*)"', path.read_text(encoding="utf-8")) for path in (full, left)]
    kept = {anchor for anchor in anchors[0] if not re.search(r"\.m[0-9]+|call", anchor)}
    assert kept <= set(anchors[1])
    for folder, is_public in ((root / "build", False), (public, True)):
        manifest = json.loads((folder / "html" / FOLDER / MANIFEST).read_text(encoding="utf-8"))
        assert manifest["edition"]["public"] is is_public
    assert json.loads((public / MARKER).read_text(encoding="utf-8"))["withheld"] == ["tiny"]
    assert list((public / "text").iterdir()) == []
    assert any("0 runs" in line for line in told)
    build(root, ["text"], told.append)
    assert (public / MARKER).is_file(), "a full build keeps the public one"
    listed = json.loads((root / "build" / "html" / FOLDER / MANIFEST).read_text(encoding="utf-8"))["files"]
    assert {item["path"].partition("/")[0] for item in listed} == {"text"}, "and lists none of its files"
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "mine.txt").write_text("mine")
    with pytest.raises(EditionError, match="is no public edition"):
        build_public(root, ["text"], told.append, strange)
    assert (strange / "mine.txt").read_text() == "mine"


def test_a_leak_ends_the_build(tmp_path, monkeypatch):
    """An exporter that writes the text all the same: nothing is put in place, and the file is named."""
    from edition.export import build as builder

    root = copy_root("marks", tmp_path / "edition").root
    long = "이것은 공개판에 있어서는 안 되는 아주 긴 문장이다"
    source = root / "sources" / "tiny"
    (root / "bibliography.bib").write_text("")
    page = root / "docs" / "texts" / "tiny" / "one.md"
    assert source.is_dir()
    assert page.is_file()
    texts = prove_pages(root)
    words = "".join(read.reading for edited in texts for read in edited.body if read.block.kind not in TITLES)
    make = builder.make

    def leaking(tree: Path, *rest):
        stage, made = make(tree, *rest)
        (stage / "leak.json").write_text(json.dumps({"words": words, "other": long}))
        return stage, made

    monkeypatch.setattr("edition.export.public.build.make", leaking)
    with pytest.raises(EditionError) as caught:
        build_public(root, ["text"], lambda line: None)
    assert {problem.path for problem in caught.value.problems} == {"leak.json"}
    assert not (root / "build" / "public").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('edition_contact = "a@b.org"\nedition_repository = "https://codeberg.org/a/b"', "notices: a@b.org"),
        ('edition_contact = ""\nedition_repository = "https://codeberg.org/a/b"', "notices: https://codeberg.org/a/b"),
        ("", "fix: before you publish, set edition_contact"),
    ],
)
def test_the_build_says_whom_the_notices_name(tmp_path, settings, told):
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "conf.py").write_text(settings)
    assert told in contact_told(tmp_path)
