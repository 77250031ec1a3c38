"""Links: addresses and targets in our files; every link of the written pages."""

from __future__ import annotations

import doctest
from datetime import date
from pathlib import Path

import pytest

from edition.ext.links import broken, lost_previews, read_page, read_pages, site_faults
from edition.register import languages, links
from edition.register.check import prose_problems
from edition.register.links import paragraph_problems
from edition.register.notes import Note

FAULTS = {
    "a tracking parameter": ("docs/index.md", "See <https://x.org/a?utm_source=rss&b=1>.", "utm_source"),
    "one in the bibliography": ("bibliography.bib", "@misc{a,\n  url = {https://x.org/?fbclid=1},\n}", "fbclid"),
    "no host": ("docs/chronology.toml", 'note_en = "see http://localhost/a"', "names no host"),
    "three slashes": ("docs/quotations.toml", 'url = "https:///x.org"', "names no host"),
    "a user": ("docs/index.md", "https://me:secret@x.org/", "the name of a user"),
    "a script": ("docs/register/entries/a.md", "[words](javascript:alert(1))", "is no address"),
    "data": ("docs/index.md", '<a href="data:text/html,x">', "is no address"),
    "a file that is not there": ("docs/register/entries/a.md", "[words](persons.md)", "there is no persons.md"),
    "a link that would be printed": (
        "docs/texts/a/notes.toml",
        'en = "see [x](https://x.org)"',
        "printed as it stands",
    ),
}


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_faulty_link_of_a_file_is_told_at_its_line(tmp_path, fault):
    path, text, message = FAULTS[fault]
    write(tmp_path, path, f"\n{text}\n")
    [found] = prose_problems(tmp_path)
    assert message in found.message
    assert (found.path, found.line) == (path, 3 if path.endswith(".bib") else 2)


def test_sound_links_are_let_stand(tmp_path):
    write(
        tmp_path,
        "docs/register/persons.md",
        "[words](../index.md#top), [more](entries/a.md), (see https://x.org/a_(b)).",
    )
    write(tmp_path, "docs/register/entries/a.md", "[a person](persons.md), <http://156.54.191.165/x>, `https://…`")
    write(tmp_path, "docs/index.md", "https://한국.kr/가, http://a.b:8080/?a=1#c")
    write(tmp_path, "docs/texts/a/page.md", "words of a text: https://x.org/?utm_source=rss")
    assert not list(prose_problems(tmp_path))


def test_a_paragraph_that_a_note_speaks_of_is_there():
    words = {"en": "as §2 says, and §§3–9", "ko": "2번 문단"}
    note = Note("e1", "tiny.1", "x", "fact", words, (), date(2026, 11, 22), "notes.toml", 7)
    told = [problem.message for problem in paragraph_problems([note], {"tiny.1", "tiny.2", "tiny.3"})]
    assert told == ["e1 speaks of paragraph 9, which tiny does not have"]


PAGE = '<html><head><link rel="stylesheet" href="a.css"></head><body id="here"><a href="{}">x</a>{}</body></html>'
BROKEN = {
    "a page": ("no.html", "", "there is no such file"),
    "an anchor": ("sub/other.html#no", "", "there is no no on that page"),
    "an anchor on the page": ("#no", "", "there is no no on that page"),
    "a script": ("javascript:x()", "", "is no address"),
    "what is loaded from elsewhere": ("#here", '<img src="https://x.org/a.png">', "from elsewhere"),
    "an image": ("#here", '<img src="no.png">', "there is no such file"),
}


def site(root: Path, href: str, more: str = "") -> list[tuple[str, str]]:
    write(root, "index.html", PAGE.format(href, more))
    write(root, "sub/other.html", '<p id="there"><a href="../index.html#here">x</a></p><script>"<a href=no>"</script>')
    write(root, "a.css", "")
    write(root, "_static/template.html", '<a href="no.html">x</a>')
    return list(broken(root, read_pages(root)))


@pytest.mark.parametrize("fault", BROKEN)
def test_a_broken_link_of_a_page_is_told(tmp_path, fault):
    href, more, message = BROKEN[fault]
    [(page, told)] = site(tmp_path, href, more)
    assert page == "index.html"
    assert message in told


@pytest.mark.parametrize("href", ["sub/other.html#there", "sub/", "https://x.org/a", "", "#top", "a.css"])
def test_a_link_that_leads_somewhere_is_let_stand(tmp_path, href):
    write(tmp_path, "sub/index.html", "<p>x</p>")
    assert not site(tmp_path, href)


def test_a_preview_of_nothing_is_told(tmp_path):
    write(tmp_path, "previews/index.js", 'editionPreviews({"here":["a","b"],"reg-no":["a","b"]});\n')
    assert not site(tmp_path, "#here")
    assert list(lost_previews(tmp_path, read_pages(tmp_path))) == [
        ("previews/index.js", "shows reg-no, which no page has")
    ]


def test_only_pages_that_changed_are_gone_through(tmp_path, monkeypatch):
    """What the last check found sound is not read again, but a place that is gone is missed on every page."""
    known = tmp_path / "known.json"
    folder = tmp_path / "site"
    read: list[str] = []
    monkeypatch.setattr("edition.ext.links.read_page", lambda text, *more: read.append(text) or read_page(text, *more))
    write(folder, "a.html", '<p id="one">a</p>')
    write(folder, "b.html", '<p id="two"><a href="a.html#one">b</a></p>')
    assert not site_faults(folder, known)
    assert len(read) == 2
    write(folder, "b.html", '<p id="two"><a href="a.html#one">changed</a></p>')
    assert not site_faults(folder, known)
    assert len(read) == 3
    write(folder, "a.html", '<p id="three">a</p>')
    for _ in range(2):  # a fault is told again, not noted as sound
        assert site_faults(folder, known) == [("b.html", "a.html#one: there is no one on that page")]
    write(folder, "a.html", '<p id="one">a</p>')
    assert not site_faults(folder, known)


@pytest.mark.parametrize("module", [links, languages])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
