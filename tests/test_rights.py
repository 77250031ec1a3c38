"""Rights: what ``[rights]`` may say, and the place of every fault."""

import datetime

import pytest

from edition.problems import EditionError
from edition.rights import NONE, level, permission_words, publishable, rights_problems
from edition.witnesses import load_all

SOUND = """
[rights]
holder = "A. B."
status = "in copyright"
permission = "none recorded"
basis = "a work of 2017"
contact = "not known"
may_publish = "notes"
quote_words = 4
"""
GRANTED = """
[rights.permission]
date = 2027-01-02
by = "A. B."
basis = "author"
licence = "CC BY 4.0"
document = "letters/1"
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('status = "in copyright"', 'status = "free"', "unknown status 'free'"),
        ('may_publish = "notes"', "may_publish = true", "may_publish is not str"),
        ('may_publish = "notes"', 'may_publish = "all"', "unknown may_publish"),
        ('may_publish = "notes"', 'may_publish = "whole"', "no permission is recorded"),
        ('permission = "none recorded"', 'permission = "yes"', "permission is 'yes'"),
        ('holder = "A. B."', 'owner = "A. B."', "unknown key 'owner'"),
        ("quote_words = 4", "quote_words = 0", "less than 1"),
        ('contact = "not known"', 'contact = ""', "contact is empty"),
    ],
)
def test_a_fault_is_told_at_its_line(small, old, new, words):
    """Each names the line of its key in source.toml, and loading fails."""
    assert old in SOUND
    small.write("한 줄\n", SOUND.replace(old, new), records="identity = {}\nprovenance = {}")
    with pytest.raises(EditionError) as caught:
        small.load()
    found = [problem for problem in caught.value.problems if words in problem.message]
    written = (small.root / small.toml).read_text().split("\n")
    assert len(found) == 1
    assert found[0].line == written.index(new) + 1


def test_a_permission_lets_a_text_be_published(small):
    """The table is read, and every key of it is needed."""
    whole = SOUND.replace('"notes"', '"whole"').replace('permission = "none recorded"\n', "") + GRANTED
    small.write("한 줄\n", whole, records="identity = {}\nprovenance = {}")
    rights = small.load().rights
    assert publishable(rights)
    assert permission_words(rights) == "given by A. B. on 2027-01-02: CC BY 4.0"
    assert rights["permission"]["date"] == datetime.date(2027, 1, 2)
    for line in GRANTED.strip().split("\n")[1:]:
        small.write("한 줄\n", whole.replace(line + "\n", ""), records="identity = {}\nprovenance = {}")
        with pytest.raises(EditionError, match="lacks"):
            small.load()


def test_nothing_known_is_nothing_allowed():
    assert list(rights_problems({}, "x", "")) == []
    assert level({}) == "nothing"
    assert not publishable({})
    assert permission_words({}) == NONE


def test_the_public_domain_needs_no_permission(small):
    free = SOUND.replace('"in copyright"', '"public domain"').replace('"notes"', '"whole"')
    small.write("한 줄\n", free, records="identity = {}\nprovenance = {}")
    assert publishable(small.load().rights)


def test_no_text_of_the_edition_may_be_published_whole(root):
    """As long as no permission is recorded; this test is changed with the first one."""
    assert [source.ident for source in load_all(root) if publishable(source.rights)] == []
