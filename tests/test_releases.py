"""Releases and redirects: what is recorded, what has changed since, and where old addresses lead."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from edition.citation.redirects import redirect_problems
from edition.citation.releases import (
    FOLDER,
    Since,
    difference,
    load_releases,
    passages,
    redirects,
    release_problems,
    since,
)
from edition.export import build as builder
from edition.export.release import release
from edition.problems import EditionError
from edition_copy import EditionCopy, copy_root, run_sphinx

pytest_plugins = ["edition_copy"]


def git(root: Path, *words: str) -> None:
    name = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "-C", str(root), *name, *words], check=True, capture_output=True)


def commit(copy: EditionCopy) -> None:
    git(copy.root, "add", "-A")
    git(copy.root, "commit", "-qm", "a state")


def changelog(copy: EditionCopy, *versions: str) -> None:
    text = "".join(f"## {version} (2026-11-23)\n\n* More.\n\n" for version in versions)
    (copy.root / "CHANGELOG.md").write_text(f"# Changes\n\n{text}", encoding="utf-8")


@pytest.fixture
def tiny(tmp_path: Path) -> EditionCopy:
    """A tiny edition in a git of its own, ready for its first release."""
    copy = copy_root("plain", tmp_path / "tiny")
    (copy.root / ".gitignore").write_text("/.cache/\n/build/\n")
    changelog(copy, "0.1.0")
    git(copy.root, "init", "-q")
    commit(copy)
    return copy


def emend(copy: EditionCopy) -> None:
    """Emend a word of the first paragraph."""
    path = copy.page("tiny", "one")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("하나", "{corr}`둘 <하나> | misprint certain`"), encoding="utf-8")


def recorded(copy: EditionCopy, version: str) -> dict[str, object]:
    path = copy.root / FOLDER / version / "tiny.json"
    return dict(json.loads(path.read_text(encoding="utf-8")))


@pytest.fixture
def twice(tiny: EditionCopy) -> EditionCopy:
    """The tiny edition after two releases, the first paragraph emended between them."""
    release(tiny.root, "0.1.0")
    commit(tiny)
    emend(tiny)
    changelog(tiny, "0.2.0", "0.1.0")
    commit(tiny)
    release(tiny.root, "0.2.0")
    commit(tiny)
    return tiny


def told(copy: EditionCopy, version: str) -> Since:
    [found] = [item for item in load_releases(copy.root, "tiny") if item.version == version]
    return since(found, passages(copy.root, copy.edited("tiny")), redirects(copy.root, "tiny"))


def test_a_release_records_paragraphs_and_notes(twice):
    assert [item.version for item in load_releases(twice.root, "tiny")] == ["0.1.0", "0.2.0"]
    record = recorded(twice, "0.1.0")
    words = {entry["id"]: entry["words"] for entry in record["passages"]}
    assert words["tiny.1"] == "문단 하나. 이어진다."
    assert words["tiny.n1"] == "글쓴이의 주."
    assert {entry["page"] for entry in record["passages"]} == {"one", "two"}


def test_what_has_changed_since_is_told_word_by_word(twice):
    first = told(twice, "0.1.0")
    assert dict(first.changed) == {"tiny.1": [("=", "문단 "), ("-", "하나."), ("+", "둘."), ("=", " 이어진다.")]}
    assert (dict(first.gone), list(first.added)) == ({}, [])
    assert told(twice, "0.2.0") == Since({}, {}, [])


def test_a_difference_gives_back_both_readings():
    then, now = "가 나 다 라", "가 다 라 마"
    pieces = difference(then, now)
    assert "".join(words for sign, words in pieces if sign != "+") == then
    assert "".join(words for sign, words in pieces if sign != "-") == now


def refused(copy: EditionCopy, version: str) -> str:
    with pytest.raises(EditionError) as caught:
        release(copy.root, version)
    return " ".join(problem.message for problem in caught.value.problems)


def test_a_release_is_refused(tiny):
    """A tree with changes, no version, no heading of its own in the changelog: nothing is written."""
    assert "no version" in refused(tiny, "next")
    assert "no heading for 0.2.0" in refused(tiny, "0.2.0")
    assert "no heading for 10.1.0" in refused(tiny, "10.1.0")  # 0.1.0 is another
    (tiny.root / "stray.txt").write_text("stray")
    assert "the tree has changes" in refused(tiny, "0.1.0")
    assert not (tiny.root / FOLDER).exists()


def test_a_text_that_does_not_verify_is_not_released(tiny):
    path = tiny.page("tiny", "one")
    path.write_text(path.read_text(encoding="utf-8").replace("문단", "문장", 1), encoding="utf-8")
    commit(tiny)
    assert refused(tiny, "0.1.0")
    assert not (tiny.root / FOLDER).exists()


def test_a_release_is_made_once_and_in_order(twice):
    changelog(twice, "0.2.0", "0.1.5", "0.1.0")
    commit(twice)
    assert "recorded already" in refused(twice, "0.2.0")
    assert "comes before 0.2.0" in refused(twice, "0.1.5")


def test_the_package_s_version_is_the_release_s(tiny):
    (tiny.root / "pyproject.toml").write_text('[project]\nversion = "0.3.0"\n')
    commit(tiny)
    assert "the package is 0.3.0" in refused(tiny, "0.1.0")


def test_a_record_that_was_edited_is_told(twice):
    path = twice.root / FOLDER / "0.1.0" / "tiny.json"
    path.write_text(path.read_text(encoding="utf-8").replace("하나", "셋"), encoding="utf-8")
    [problem] = release_problems(twice.root, [twice.edited("tiny")])
    assert (problem.path, problem.code) == ("docs/releases/0.1.0/tiny.json", "release")


def forge(copy: EditionCopy, ident: str, page: str = "one") -> None:
    """Let the first release have had a paragraph *ident* more."""
    path = copy.root / FOLDER / "0.1.0" / "tiny.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["passages"].append({"id": ident, "page": page, "digest": "745b6e2dde09", "words": "사라진 글."})
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def redirect(copy: EditionCopy, *lines: str) -> None:
    ledger = copy.root / "docs" / "texts" / "tiny" / "ids.tsv"
    ledger.write_text(ledger.read_text(encoding="utf-8") + "".join(f"{line}\n" for line in lines), encoding="utf-8")


def test_a_published_id_never_vanishes(twice):
    """An id of a release that is neither there nor redirected is a problem; a redirect, or ``removed``, answers it."""
    forge(twice, "tiny.1a")
    edited = twice.edited("tiny")
    [problem] = release_problems(twice.root, [edited])
    assert "tiny.1a was published in 0.1.0" in problem.message
    redirect(twice, "tiny.1a\t70ae8ff44ee5\t사라진 글.\tremoved")
    assert list(release_problems(twice.root, [edited])) == []
    assert twice.problems("tiny") == []
    assert dict(told(twice, "0.1.0").gone) == {"tiny.1a": ("사라진 글.", "removed")}


def test_a_published_page_never_vanishes(twice):
    forge(twice, "tiny.1a", page="zero")
    [problem] = redirect_problems(twice.root, ["tiny"])
    assert "texts/tiny/zero was published in 0.1.0" in problem.message
    path = twice.root / "docs" / "redirects.tsv"
    path.write_text("texts/tiny/zero\ttexts/tiny/one#tiny.1\tmerged\n")
    assert list(redirect_problems(twice.root, ["tiny"])) == []
    path.write_text("texts/tiny/zero\ttexts/tiny/nowhere\ntexts/tiny/one\tremoved\nalone\n")
    assert [problem.message for problem in redirect_problems(twice.root, ["tiny"])] == ["is no redirect"]
    path.write_text("texts/tiny/zero\ttexts/tiny/nowhere\ntexts/tiny/one\tremoved\n")
    found = sorted(problem.message for problem in redirect_problems(twice.root, ["tiny"]))
    assert found == ["texts/tiny/nowhere is no page", "texts/tiny/one is a page"]


def test_old_addresses_lead_on(twice):
    """On the web: an old id has an anchor and a notice, an old page a page that leads on, a release its differences."""
    redirect(
        twice,
        "tiny.1a\t70ae8ff44ee5\t사라진 글.\tremoved",
        "tiny.1b\t70ae8ff44ee6\t옮긴 글.\ttiny.2",
        "tiny.3\t70ae8ff44ee7\t합친 글.\ttiny.2",
    )
    (twice.root / "docs" / "redirects.tsv").write_text("texts/tiny/zero\ttexts/tiny/one#tiny.1\n")
    assert twice.problems("tiny") == []
    built = run_sphinx(twice)
    assert built.warnings == ""
    one, two = built.html("texts/tiny/one"), built.html("texts/tiny/two")
    [removed] = one.xpath("//p[@id='tiny.1a']")
    assert "이제 없다" in removed.text_content()
    [moved] = one.xpath("//p[@id='tiny.1b']")
    assert moved.xpath("a/@href") == ["two.html#tiny.2"]
    [merged] = two.xpath("//p[@id='tiny.3']")
    assert merged.getnext().get("id") == "tiny.2"
    stub = (built.folder / "texts/tiny/zero.html").read_text(encoding="utf-8")
    assert "../../texts/tiny/one.html#tiny.1" in stub
    data = json.loads(one.xpath("//script[@id='cite-data']")[0].text)
    assert data["releases"] == ["0.1.0", "0.2.0"]
    script = (built.folder / "cite/since/0.1.0/tiny.js").read_text(encoding="utf-8")
    found = json.loads(re.fullmatch(r"editionSince\((.*)\);\n", script, re.DOTALL)[1])
    assert {*found["changed"]} == {"tiny.1"}
    assert found["version"] == "0.1.0"


def test_a_build_keeps_old_pages_and_an_address(twice, monkeypatch):
    """With an address there are canonical links, a site map, and citations that name it; the old page stays."""
    (twice.root / "docs" / "redirects.tsv").write_text("texts/tiny/zero\ttexts/tiny/one\n")
    monkeypatch.setenv("EDITION_BASE_URL", "https://example.org/october")
    builder.build(twice.root, ["html"], lambda line: None)
    folder = twice.root / "build" / "html"
    assert (folder / "texts/tiny/zero.html").is_file()
    address = "https://example.org/october/texts/tiny/one.html"
    page = (folder / "texts/tiny/one.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}"' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert f'<meta name="citation_public_url" content="{address}">' in page
    assert f"<loc>{address}</loc>" in (folder / "sitemap.xml").read_text(encoding="utf-8")
    assert address in (folder / "cite/tiny.one.bib").read_text(encoding="utf-8")
    monkeypatch.setenv("EDITION_BASE_URL", "")
    builder.build(twice.root, ["html"], lambda line: None)
    assert "https://example.org" not in "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    assert not (folder / "sitemap.xml").exists()


def test_a_released_build_is_cited_by_its_version(tiny):
    """On the commit that the tag names a page says its version alone; on any other also that it is not released."""
    git(tiny.root, "tag", "v0.1.0")
    built = run_sphinx(tiny)
    [foot] = built.html("texts/tiny/one").xpath("//p[contains(@class, 'edition-colophon')]")
    assert "0.1.0판" in foot.text_content()
    assert "공개하지 않은" not in foot.text_content()
    assert "커밋" in foot.text_content()
    assert "(커밋" not in built.html("texts/tiny/one").xpath("//details[@id='cite']")[0].text_content()
    emend(tiny)
    commit(tiny)
    again = run_sphinx(tiny)
    for name in ("one", "two", "index"):
        [foot] = again.html(f"texts/tiny/{name}").xpath("//p[contains(@class, 'edition-colophon')]")
        assert "공개하지 않은" in foot.text_content(), "every page is written anew"
