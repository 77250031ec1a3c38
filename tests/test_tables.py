"""TOML files of the annotation: what is no TOML is told at its line, and every table has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from edition.problems import EditionError
from edition.register.chronology import load_events
from edition.register.notes import load_notes
from edition.register.occurrences import read_exceptions
from edition.register.quotations import load_quotations
from edition.register.summaries import load_summaries
from edition.register.tables import read_tables

HERE = Path("some.toml")
READERS = {
    "docs/chronology.toml": load_events,
    "docs/quotations.toml": load_quotations,
    "docs/register/exceptions.toml": read_exceptions,
    "docs/texts/tiny/notes.toml": lambda root: load_notes(root, "tiny"),
    "docs/texts/tiny/summaries.toml": lambda root: load_summaries(root, "tiny"),
}


def write(root: Path, text: str, path: str = HERE.as_posix()) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def test_every_table_has_its_line(tmp_path):
    write(tmp_path, '# words\n\n[[note]]\nid = "e1"\n\n[[note]]\nid = "e2"\n')
    assert list(read_tables(tmp_path, HERE).each("note")) == [(3, {"id": "e1"}), (6, {"id": "e2"})]
    write(tmp_path, 'exception = [\n  { at = "a" },\n  # words\n  { at = "b" },\n]\n')
    assert list(read_tables(tmp_path, HERE).each("exception")) == [(2, {"at": "a"}), (4, {"at": "b"})]


def test_no_file_holds_nothing(tmp_path):
    assert list(read_tables(tmp_path, HERE).each("note")) == []


def test_a_name_that_holds_no_tables_is_told(tmp_path):
    write(tmp_path, '\nnote = "words"\n')
    with pytest.raises(EditionError, match="note is no list of tables"):
        list(read_tables(tmp_path, HERE).each("note"))


@pytest.mark.parametrize("path", READERS)
def test_what_is_no_toml_is_told_at_its_line(tmp_path, path):
    write(tmp_path, "# words\n\nkey = value\n", path)
    with pytest.raises(EditionError) as told:
        READERS[path](tmp_path)
    assert [(problem.path, problem.line) for problem in told.value.problems] == [(path, 3)]
