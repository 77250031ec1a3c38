"""The report of a change: what it finds, what it shouts, and that words of a change stay words."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring
from markdown_it import MarkdownIt

from edition.cli import main
from edition.problems import EditionError
from edition.report.changes import pieces
from edition.report.commits import lay_out
from edition.report.document import Heading, Line, Lines, Theirs, Words
from edition.report.make import make_report
from edition.report.render import code, html, markdown, plain
from edition.verify.fix import fix_texts
from edition_copy import ROOTS

TEXT = Path("docs") / "texts" / "tiny"
NOTES = """\
[[note]]
id = "e1"
at = "tiny.1"
words = "이어진다"
kind = "context"
en = "It goes on."
ko = "이어진다는 말."
sources = [["work-1917", "p. 1"]]
"""
ENTRY = """\
---
kind: person
en: Peter
ko: 표트르
forms: [넌]
sources: [work-1917]
---

:::{gloss} en
A tsar.
:::

:::{gloss} ko
차르.
:::
"""
WORK = "@book{work-1917,\n  title = {A Work},\n  year = {1917},\n}\n"
EVENTS = '[[event]]\ndate = "1917"\nprecision = "year"\nen = "A year"\nko = "한 해"\nat = ["tiny.1"]\nsources = []\n'
HOSTILE = "</code><script>alert(1)</script> `x` [a](http://evil.example) ![i](x) @all #1 \u202eevil **b** $`m`$"


class Repository:
    """A tiny edition in a git repository of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(ROOTS / "plain", root)
        self.write(TEXT / "notes.toml", NOTES)
        self.write("docs/register/entries/peter.md", ENTRY)
        self.write("bibliography.bib", WORK)
        self.write("docs/chronology.toml", EVENTS)
        self.git("init", "-q", "-b", "main")
        self.commit("before")

    def git(self, *words: str) -> str:
        """Run git, away from the settings of whoever runs the tests."""
        identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", "-C", str(self.root), *identity, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def write(self, path: str | Path, text: str) -> None:
        """Write a file."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(text.encode())

    def swap(self, path: str | Path, before: str, after: str) -> None:
        """Change words of a file."""
        text = (self.root / path).read_bytes().decode()
        assert before in text, before
        self.write(path, text.replace(before, after, 1))

    def commit(self, name: str) -> None:
        """Commit everything, and give the commit a name."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", name)
        self.git("tag", name)

    def report(self, commits: str = "before..after", site: str = "https://example.org/") -> str:
        """Return the report as Markdown, ids of commits left out."""
        made = make_report(self.root, commits, site, lambda line: None)
        self.html = re.sub(r"\([0-9a-f]{7}\)", "(commit)", html(made.nodes))
        return re.sub(r"\([0-9a-f]{7}\)", "(commit)", markdown(made.nodes))


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A tiny edition, committed once."""
    return Repository(tmp_path / "repository")


def everything(repository: Repository) -> None:
    """Change one thing of every kind."""
    repository.swap(TEXT / "one.md", "문단 하나.", "{corr}`단락 <문단> | misprint possible: 까닭` 하나.")
    repository.swap(TEXT / "two.md", "이제 끝이다", "이제는 끝이다")
    repository.swap(TEXT / "ids.tsv", "tiny.2\t", "tiny.7\t")
    repository.swap(TEXT / "notes.toml", "It goes on.", "It goes on and on.")
    repository.write(
        "docs/texts/tiny/notes.toml", (repository.root / TEXT / "notes.toml").read_text() + NOTES.replace("e1", "e2")
    )
    repository.swap("docs/register/entries/peter.md", "forms: [넌]", "forms: [넌, 첫]")
    repository.swap("docs/register/entries/peter.md", "A tsar.", "A tsar and emperor.")
    repository.write("docs/register/entries/paul.md", ENTRY.replace("Peter", "Paul"))
    repository.swap("bibliography.bib", "{1917}", "{1918}")
    repository.swap("docs/chronology.toml", "한 해", "첫 해")
    repository.write("scripts/run.py", "print()\n")
    repository.commit("after")


@pytest.mark.parametrize("form", ["md", "html"])
def test_the_report_is_as_reviewed(repository, form, file_regression):
    """One change of every kind, told as a person has read it."""
    everything(repository)
    told = repository.report()
    written = told if form == "md" else repository.html
    golden = Path(__file__).parent / "golden" / "report" / f"everything.{form}"
    file_regression.check(written.encode(), fullpath=golden, binary=True)


def test_a_bare_correction_ends_in_the_line_to_commit(repository):
    """What a stranger overtyped is shown as a change of the page's witness, with the line that mends it."""
    repository.swap(TEXT / "two.md", "{corr}`년 <넌>` 첫", "넌 첫")
    repository.git("commit", "-q", "-a", "-m", "unmarked")
    repository.git("tag", "-f", "before")
    repository.swap(TEXT / "two.md", "넌 첫 장", "년 첫 장")
    repository.commit("after")
    told = repository.report()
    assert "- `tiny.2` changed" in told
    assert "The witness has other words" in told
    assert "{corr}`년 <넌>` 첫 장이 끝나고 이제 끝이다." in told
    fix_texts(repository.root, [])
    repository.commit("mended")
    told = repository.report("before..mended")
    assert "The witness has other words" not in told
    assert "added in `tiny.2`" in told
    assert "corr, reading `년`, witness `넌`; misprint, certain" in told


def test_a_change_without_a_mark_brings_no_other_problem(repository):
    """A note in the changed paragraph still has its place; what a text too broken hides is said."""
    repository.swap("bibliography.bib", "  year", "  language = {en},\n  year")
    repository.swap("docs/register/entries/peter.md", "[넌]", "[이어진다]")
    repository.commit("sound")
    assert "find no problem" in repository.report("sound..sound")
    repository.swap(TEXT / "one.md", "문단", "단락")
    repository.commit("after")
    told = repository.report("sound..after")
    assert "the checks find 1 problem." in told
    assert "can be checked once the texts hold" not in told
    repository.swap(TEXT / "one.md", "단락 하나.[^n1] 이어진다.", "")
    repository.commit("worse")
    assert "can be checked once the texts hold" in repository.report("sound..worse")


def test_no_change_is_said(repository):
    """A range in which nothing happened says so."""
    told = repository.report("before..before")
    assert "No text, note, entry, work or event was changed." in told
    assert "Files: 0 changed" in told


def test_the_working_tree_is_what_is_not_committed(repository):
    """``BASE..`` reads files as they are, new ones too, and leaves them so."""
    repository.swap(TEXT / "two.md", "이제 끝", "{corr}`인제 <이제>` 끝")
    repository.write("new.txt", "x")
    before = repository.git("status", "--porcelain")
    told = repository.report("before..")
    assert "corr, reading `인제`, witness `이제`" in told
    assert "`new.txt` added" in told
    assert repository.git("status", "--porcelain") == before


def change_witness(repository: Repository) -> None:
    repository.swap("sources/tiny/witness.txt", "넌 첫", "난 첫")


def change_witness_and_hash(repository: Repository) -> None:
    path = repository.root / "sources" / "tiny" / "witness.txt"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    change_witness(repository)
    repository.swap("sources/tiny/source.toml", old, hashlib.sha256(path.read_bytes()).hexdigest())
    repository.swap(TEXT / "two.md", "<넌>", "<난>")


def drop_id(repository: Repository) -> None:
    repository.write(TEXT / "ids.tsv", (repository.root / TEXT / "ids.tsv").read_text().rsplit("\n", 2)[0] + "\n")


def break_toml(repository: Repository) -> None:
    repository.swap(TEXT / "notes.toml", "[[note]]", "[[note]")


def lead_out(repository: Repository) -> None:
    repository.swap("sources/tiny/source.toml", 'name = "two"', 'name = "../../../two"')


def break_mark(repository: Repository) -> None:
    repository.swap(TEXT / "two.md", "<넌>", "<넌")


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (change_witness, ["THE WITNESS WAS CHANGED", "After the change the text could not be read"]),
        (change_witness_and_hash, ["THE WITNESS WAS CHANGED", "THE HASH OF THE WITNESS WAS CHANGED"]),
        (drop_id, ["`tiny.2` `VANISHED"]),
        (break_toml, ["docs/texts/tiny/notes.toml", "cannot be read"]),
        (lead_out, ["is no name for a page", "After the change the text could not be read"]),
        (break_mark, ["the witness reading is not closed"]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_must_not_happen_is_loud(repository: Repository, done: Callable[[Repository], None], said: list[str]):
    """Neither a changed witness nor a vanished id nor a broken file is a crash, and none is silent."""
    done(repository)
    repository.commit("after")
    told = repository.report()
    loud = [line for line in told.split("\n") if "⚠️" in line]
    assert loud
    for words in said:
        assert words in told
    assert "# What the change did" in repository.report("after..before"), "nor is a broken state before the change"


def test_words_of_a_change_are_never_markup(repository):
    """Whatever stands in a note, an entry, a title or a file name is shown and does nothing."""
    repository.swap(TEXT / "notes.toml", 'en = "It goes on."', f"en = '''{HOSTILE}'''")
    repository.swap("bibliography.bib", "A Work", HOSTILE.replace("$", "").replace("@", ""))
    repository.write(f"docs/{HOSTILE.replace('/', '')[:60]}.md", "x")
    repository.write("docs/register/entries/peter.md", ENTRY.replace("A tsar.", HOSTILE))
    repository.commit("after")
    rendered = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(repository.report())
    for page in (document_fromstring(rendered), document_fromstring(repository.html)):
        assert not page.xpath("//script | //img")
        assert {
            urllib for urllib in page.xpath("//a/@href") if not urllib.startswith("https://example.org/texts/")
        } == set()
        assert "[U+202E RIGHT-TO-LEFT OVERRIDE]evil" in page.text_content()
        assert "\u202e" not in page.text_content()
        assert "alert(1)" in page.text_content()


def test_links_in_a_commit_are_not_followed(repository, tmp_path):
    """A link in a commit is told and laid out as nothing; attributes of the commit have no say."""
    secret = tmp_path / "secret.toml"
    secret.write_text('[[note]]\nid = "e9"\nen = "secret"\n')
    (repository.root / TEXT / "notes.toml").unlink()
    (repository.root / TEXT / "notes.toml").symlink_to(secret)
    repository.write(".gitattributes", "docs/texts/** export-ignore\n")
    repository.commit("after")
    told = repository.report()
    assert "secret" not in told.replace("secret.toml", "")
    assert "`docs/texts/tiny/notes.toml` changed in kind (a link: it was not read)" in told
    lay_out(repository.root, "after", tmp_path / "out")
    assert (tmp_path / "out" / TEXT / "one.md").is_file()
    assert not (tmp_path / "out" / TEXT / "notes.toml").exists()


@pytest.mark.parametrize("commits", ["before", "..after", "before...after", "nothing..after", "--output=x..after"])
def test_what_is_no_range_is_told(repository, commits):
    """A range that cannot be read is one problem."""
    repository.git("tag", "after")
    with pytest.raises(EditionError) as caught:
        repository.report(commits)
    assert [problem.code for problem in caught.value.problems] == ["usage"]


@pytest.mark.parametrize("site", ["javascript:alert(1)", 'x" onclick="', "a>b"])
def test_what_is_no_address_is_told(repository, site):
    """Links of the report lead to pages, and to nothing else."""
    with pytest.raises(EditionError):
        repository.report("before..before", site)


def test_the_command_writes_what_it_is_asked_for(repository, monkeypatch):
    """Markdown goes to standard output, or both forms to files; what is being done goes to standard error."""
    monkeypatch.chdir(repository.root)
    result = CliRunner().invoke(main, ["report", "before..before"])
    assert result.exit_code == 0
    assert "# What the change did to the text" in result.output
    result = CliRunner().invoke(main, ["report", "before..", "--html", "r.html", "--markdown", "r.md"])
    assert result.exit_code == 0
    page = document_fromstring((repository.root / "r.html").read_text(encoding="utf-8"))
    assert not page.xpath("//script | //link | //img")
    assert (repository.root / "r.md").read_text(encoding="utf-8").startswith("# What the change did")


@pytest.mark.parametrize("text", ["`", "``a``", " a ", "", "\u200b", "a\n\n# b", "<b>", "|", "   "])
def test_a_code_span_holds_anything(text):
    """What is put into a span comes out as text, in one piece."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(code(text))
    kinds = [child.type for child in tokens[1].children]
    assert kinds in (["code_inline"], ["em_open", "text", "em_close"])


SIGNS = ("`", "``", "~~~", "\n", "\r\n", "\u2028", " ", "    ", "|", "# ", "- ", "1. ", "> ", "<b>",
         "<!--", "-->", "[x](y)", "![", "](",
         "https://example.org", "<https://x>", "&lt;", "\\", "*", "_", "~~", "$", "@who",
         "#1", "::error::", "x", "가")  # fmt: skip


@given(st.lists(st.sampled_from(SIGNS), max_size=24).map("".join))
def test_a_summary_holds_words_as_words(words):
    """In every place of the Markdown that a job shows, beside what is ours: no markup, and what follows stands."""
    ours = Line(("ours",), depth=1)
    nodes = [Heading(2, ("h ", Theirs(words))), Line((Theirs(words), "!")), Line((Theirs(words),), depth=1),
             Words(Theirs(words), (("=", words), ("-", words), ("+", words)), depth=2),
             Lines(words, depth=2), ours]  # fmt: skip
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(markdown(nodes))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert not kinds & {"html_block", "html_inline", "link_open", "image", "table_open", "blockquote_open", "hr"}
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2"]
    assert len([token for token in tokens if token.type == "fence"]) == 1
    assert [token.content for token in tokens if token.type == "inline"][-1] == "ours"


def test_pieces_lose_no_word():
    """What stayed and went is what was; what stayed and came is what is."""
    then, now = "가 나 다 라 마", "가 너 더 라 바 사"
    found = pieces(then, now)
    assert "".join(words for sign, words in found if sign in "=-") == then
    assert "".join(words for sign, words in found if sign in "=+") == now
    assert pieces(then, then) == ()


def test_long_words_are_cut():
    """A field of a million characters does not fill the page."""
    assert len(plain("가" * 1_000_000)) < 5_000
