"""Ways within a text: previous and next stay in it; its whole on one page holds what its pages hold."""

from __future__ import annotations

from collections import Counter

import pytest

from edition.ext.config import forget_texts
from edition.ext.navigation import neighbours
from edition_copy import Built, copy_root, run_sphinx


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Built:
    forget_texts()
    return run_sphinx(copy_root("plain", tmp_path_factory.mktemp("plain")))


def related(built: Built, name: str) -> dict[str, str]:
    """Return rel → address of a page's links to its neighbours."""
    page = built.html(f"texts/tiny/{name}")
    return {rel: link.get("href") for rel in ("prev", "next") for link in page.xpath(f"//link[@rel='{rel}']")}


def test_neighbours():
    names = ["index", "one", "two"]
    assert [neighbours(names, name) for name in names] == [("", "one"), ("index", "two"), ("one", "index")]
    assert neighbours(["index"], "index") == ("", "")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("index", {"next": "one.html"}),
        ("one", {"prev": "index.html", "next": "two.html"}),
        ("two", {"prev": "one.html", "next": "index.html"}),
    ],
)
def test_a_text_is_not_left(tiny, name, expected):
    assert related(tiny, name) == expected


def test_no_way_leads_into_the_midst_of_a_text(tiny):
    """After the text's last page comes the apparatus; its previous page would be that last page."""
    page = tiny.html("apparatus/index")
    assert [link.get("href") for link in page.xpath("//link[@rel='prev']")] == ["../texts/tiny/index.html"]


def test_the_whole_holds_every_id_of_the_pages(tiny):
    whole = tiny.html("texts/tiny/whole")
    ids = Counter(whole.xpath("//main//@id | //*[@class='body']//@id"))
    assert [ident for ident, times in Counter(whole.xpath("//@id")).items() if times > 1] == []
    for name in ("index", "one", "two"):
        wanted = [ident for ident in tiny.html(f"texts/tiny/{name}").xpath("//@id") if ident.startswith("tiny.")]
        assert wanted
        assert set(wanted) <= ids.keys()


def test_the_numbers_of_the_whole_lead_to_the_pages(tiny):
    whole = tiny.html("texts/tiny/whole")
    links = whole.xpath("//p[@id='tiny.1']/a[contains(@class, 'number')]/@href")
    assert links == ["one.html#tiny.1"]


def test_the_whole_is_no_page_of_the_text(tiny):
    assert not [docname for docname in tiny.env.found_docs if docname.endswith(("whole", "parallel"))]
    assert tiny.warnings == ""
