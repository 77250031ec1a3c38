"""What the form makes of a source file: every block read as Python reads it, and no patch that does not hold.

Without a page: ``correction.js`` alone, on the files themselves.
"""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from edition.blocks import CALL
from edition.corrections.places import text_places
from edition.ext.html import STATIC
from edition.verify.pages import Read, read_page, undone
from edition.verify.text import Edited, read_text
from edition.witnesses import load_all

ROOT = Path(__file__).resolve().parents[2]
DRAWN = 240  #: corrections tried, of all texts
WORD = re.compile(r"\S+")


@pytest.fixture(scope="module")
def tools(browser: Browser) -> Iterator[Page]:
    """An empty page with the script, and a function that answers with a result or the key of a message."""
    page = browser.new_page()
    page.add_script_tag(path=STATIC / "correction.js")
    page.evaluate("""() => { window.answer = (act) => {
      try { return act(); }
      catch (error) { if (error instanceof editionCorrection.Refused) return { refused: error.key }; throw error; }
    }; }""")
    yield page
    page.close()


@pytest.fixture(scope="module")
def texts() -> list[Edited]:
    return [read_text(ROOT, source)[0] for source in load_all(ROOT)]


def blocks(texts: list[Edited]) -> Iterator[tuple[str, str, Read]]:
    """Yield path, source and block for every block that has a place."""
    for edited in texts:
        for name, found in text_places(ROOT, edited).items():
            page = edited.pages[name]
            lines = {place.first for places in found.values() for place in places}
            for read in [*undone(page.body), *page.notes]:
                if read.line in lines and read.reading:
                    yield page.path, edited.written[name], read


def plain(text: str) -> str:
    return CALL.sub("", text)


def test_every_block_is_read_as_the_proof_reads_it(tools: Page, texts: list[Edited]) -> None:
    """Reading and witness reading, character by character."""
    everything = list(blocks(texts))
    assert len(everything) > 500
    asked = [[source, read.line, max(read.last, read.line)] for _, source, read in everything]
    found = tools.evaluate(
        """(asked) => asked.map(([text, first, last]) => answer(() => {
          const { reading, witness } = editionCorrection.read(text, first, last);
          return [reading, witness.replace(/\\[\\^n\\d+\\]/g, "")];
        }))""",
        asked,
    )
    wanted = [[plain(read.reading), plain(read.block.text)] for _, _, read in everything]
    assert [one for one in zip(found, wanted, strict=True) if one[0] != one[1]] == []


def corrections(texts: list[Edited]) -> Iterator[tuple[str, str, Read, dict[str, Any]]]:
    """Yield a draw of corrections that somebody might ask for: a letter, a word, words lost, too many, a slip."""
    dice = random.Random(1917)
    for path, source, read in dice.sample(list(blocks(texts)), DRAWN):
        reading = " ".join(plain(read.reading).split())
        words = list(WORD.finditer(reading))
        first = dice.randrange(len(words))
        last = min(first + dice.choice([0, 0, 1, 3]), len(words) - 1)
        chosen = reading[words[first].start() : words[last].end()]
        before = len(re.sub(r"\s", "", reading[: words[first].start()]))
        spot = dice.randrange(len(chosen) + 1)
        wanted = dice.choice([
            chosen[:spot] + "뷁" + chosen[spot + 1 :], chosen[:spot] + "x" + chosen[spot:], f"{chosen} 새말",
            f"*새* {chosen}", "", f"{chosen[:spot]} {chosen[spot:]}", "`<a>` [b] | {x}",
        ])  # fmt: skip
        kind = dice.choice(["copy", "copy", "copy", "slip"])
        yield path, source, read, {
            "words": chosen, "wanted": wanted, "before": before, "kind": kind, "sure": "probable",
            "support": dice.choice(["", "같은 쪽 | `3`행 <참세상>", "as in § 4"]),
        }  # fmt: skip


def test_what_it_writes_is_what_was_asked_and_keeps_the_witness(tools: Page, texts: list[Edited]) -> None:
    """Read anew by the proof's own reader: the witness's words are the same, the reading is the wanted one."""
    drawn = list(corrections(texts))
    asked = [[source, [read.line, max(read.last, read.line)], given] for _, source, read, given in drawn]
    made = tools.evaluate(
        "(asked) => asked.map(([text, span, given]) => answer(() => editionCorrection.correctText(text, span, given)))",
        asked,
    )
    refused: list[str] = []
    for (path, source, read, given), result in zip(drawn, made, strict=True):
        if "refused" in result:
            refused.append(result["refused"])
            continue
        after = read_page(result["text"], path, read.block.version)
        assert after.problems == [], (given, after.problems)
        before = read_page(source, path, read.block.version)
        old, new = undone([*before.body, *before.notes]), undone([*after.body, *after.notes])
        assert [one.block.text for one in new] == [one.block.text for one in old], given
        changed = [index for index, one in enumerate(new) if one.reading != old[index].reading]
        if given["kind"] == "slip":
            assert changed == []
            continue
        assert len(changed) == 1, given
        was, now = (plain(each[changed[0]].reading) for each in (old, new))
        flat, words = " ".join(was.split()), given["words"]
        places = [place.start() for place in re.finditer(re.escape(words), flat)]
        made_of = [flat[:place] + given["wanted"] + flat[place + len(words) :] for place in places]
        expected = {" ".join(one.split()) for one in made_of}
        assert " ".join(now.split()) in expected, given
    assert set(refused) <= {"marked", "same", "call", "no reason", "mark in words", "unread"}, refused
    assert len(refused) < DRAWN / 3


@pytest.mark.parametrize(
    ("line", "given", "wanted"),
    [
        ("포트르는 갔다.", {"words": "포트르", "wanted": "표트르"}, "{corr}`표트르는 <포트르는>` 갔다."),
        ("그는 갔다.", {"words": "그는 갔다", "wanted": "그는 왔다"}, "그는 {corr}`왔다. <갔다.>`"),
        ("말 갔다.", {"words": "말 갔다", "wanted": "말 또 갔다"}, "말 {supplied}`또␣`갔다."),
        ("말 말 갔다.", {"words": "말 갔다", "wanted": "갔다"}, "말 {surplus}`말␣`갔다."),
        ("{corr}`가나 <가라>` 갔다.", {"words": "가나", "wanted": "가다"}, "{corr}`가다 <가라>` 갔다."),
        ("{corr}`가나 <가라>` 갔다.", {"words": "가나", "wanted": "가라"}, "가라 갔다."),
        ("말{supplied}`는` 갔다.", {"words": "말", "wanted": "글"}, "{corr}`글 <말>`{supplied}`는` 갔다."),
        ("말{supplied}`는` 갔다.", {"words": "말는", "wanted": "말은"}, "말{supplied}`은` 갔다."),
        ("레닌[^n1]은 갔다.", {"words": "레닌은", "wanted": "레닌도"}, "{corr}`레닌[^n1]도 <레닌[^n1]은>` 갔다."),
        ("\\[가\\] \\<나\\> 갔다.", {"words": "<나>", "wanted": "<다>"}, "\\[가\\] {corr}`\\<다\\> <\\<나\\>>` 갔다."),
        (
            "12세기에 갔다.", {"words": "12세기", "wanted": "13세기", "kind": "slip", "support": "연표"},
            "{sic}`12세기에 | probable: 13세기: 연표` 갔다.",
        ),
        (
            "넌 갔다.", {"words": "넌", "wanted": "년", "support": "같은 쪽"},
            "{corr}`년 <넌> | probable: 같은 쪽` 갔다.",
        ),
    ],
)  # fmt: skip
def test_marks_are_written_as_editors_write_them(tools: Page, line: str, given: dict[str, str], wanted: str) -> None:
    asked = {"kind": "copy", **({"sure": "probable"} if "support" in given else {})} | given
    made = tools.evaluate(
        "([text, given]) => answer(() => editionCorrection.correctText(text, [1, 1], given))", [f"{line}\n", asked]
    )
    assert made.get("text") == f"{wanted}\n", made


@pytest.mark.parametrize(
    ("line", "given", "key"),
    [
        ("말은 말이다. 말은 있다.", {"words": "말은", "wanted": "글은"}, "several"),
        ("말은 있다.", {"words": "글은", "wanted": "말은"}, "absent"),
        ("말은 있다.", {"words": "말은", "wanted": "말은"}, "same"),
        ("말은 있다.", {"words": "", "wanted": "말은"}, "no words"),
        ("말은 있다.", {"words": "말은", "wanted": "말\u200b은"}, "hidden"),
        ("말은 있다.", {"words": "말은", "wanted": "말\u202e은"}, "hidden"),
        ("{corr}`가나 <가라>` {corr}`다라 <다마>` 있다.", {"words": "나 다", "wanted": "너 더"}, "marked"),
        ("말 {gap}`1 word` 있다.", {"words": "말 […]", "wanted": "글 하나"}, "marked"),
        ("{sic}`12세기 | : 연표` 있다.", {"words": "12세기", "wanted": "", "kind": "slip", "support": "x"}, "marked"),
        ("말은 있다.", {"words": "말은", "wanted": "글은", "kind": "slip"}, "no reason"),
        ("말은 있다.", {"words": "말은", "wanted": "글은", "support": "{corr}`a <b>`"}, "mark in words"),
        ("레닌[^n1]은 있다.", {"words": "레닌은", "wanted": "스탈린을"}, "call"),
        ("말은 *있다*.", {"words": "말은", "wanted": "글은"}, "unread"),
    ],
)  # fmt: skip
def test_what_it_cannot_do_it_says(tools: Page, line: str, given: dict[str, str], key: str) -> None:
    """Never a wrong patch: each case has a message of its own, in both languages."""
    from edition.ext.correct import WORDS

    made = tools.evaluate(
        "([text, given]) => answer(() => editionCorrection.correctText(text, [1, 1], given))",
        [f"{line}\n", {"kind": "copy"} | given],
    )
    assert made == {"refused": key}
    assert all(WORDS[language][key] for language in ("ko", "en"))


def test_the_occurrence_that_was_selected_is_the_one_that_changes(tools: Page) -> None:
    made = tools.evaluate(
        "() => editionCorrection.correctText('말은 말이다. 말은 있다.\\n', [1, 1],"
        " { words: '말은', wanted: '글은', before: 6, kind: 'copy' })"
    )
    assert made["text"] == "말은 말이다. {corr}`글은 <말은>` 있다.\n"


def test_words_of_a_note_follow_the_text(tools: Page) -> None:
    """A note names words of its paragraph: where they change, so does what it names."""
    cases = [
        ["혁명 100주년을 맞은", "그 혁명 100주년을 맞은 해", "그 혁명 백주년을 맞은 해", "혁명 백주년을 맞은"],
        ["나 다", "가 나 다 라", "가 나 다 마", "나 다"],
        ["나 다", "가 나 다 라", "가 너 다 라", "너 다"],
    ]  # fmt: skip
    for words, before, after, wanted in cases:
        made = tools.evaluate("([words, before, after]) => editionCorrection.moved(words, before, after)",
                              [words, before, after])  # fmt: skip
        assert made == wanted


def test_records_and_forms(tools: Page) -> None:
    """Our own words are exchanged without a mark; a form goes into the list that an entry has, or begins one."""
    toml = '[[note]]\nid = "e1"\nen = "It began on 24 \\"October\\"."\nko = "10월 24일에 시작되었다."\n'
    made = tools.evaluate(
        "([text, given, path]) => answer(() => editionCorrection.correctRecord(text, [1, 4], given, path))",
        [toml, {"words": '24 "October"', "wanted": '25 "October"'}, "docs/texts/x/notes.toml"],
    )
    assert made["text"] == toml.replace("24 ", "25 ")
    entry = '---\nkind: person\nen: "A"\nsources: ["x"]\n---\n\n:::{gloss} en\nWords.\n:::\n'
    for text, wanted in (
        (entry, entry.replace("sources", 'forms: ["가\\"나"]\nsources')),
        (
            entry.replace("sources", 'forms: ["A"]\nsources'),
            entry.replace("sources", 'forms: ["A", "가\\"나"]\nsources'),
        ),
    ):
        made = tools.evaluate("([text]) => editionCorrection.addForm(text, { wanted: '가\"나' })", [text])
        assert made["text"] == wanted


def test_patches_are_taken_by_git(tools: Page, texts: list[Edited], tmp_path: Path) -> None:
    """`git am` takes each one and leaves the file as it was shown; subject, author and sign-off are the commit's."""
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    drawn = [one for one in corrections(texts) if one[3]["kind"] == "copy" and one[3]["wanted"]][:12]
    for path, source, _, _ in drawn:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8", newline="")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "The edition")
    taken = 0
    for path, _, read, given in drawn:
        before = (tmp_path / path).read_text(encoding="utf-8")
        made = tools.evaluate(
            """([path, text, span, given]) => answer(() => {
              const after = editionCorrection.correctText(text, span, given).text;
              const files = [{ path, before: text, after }], body = [["Support", "diff --git a/x b/x\\n---\\nFrom: x"]];
              return { after, patch: editionCorrection.patch({
                subject: "x.1: 새말", body, name: "김, 철수 <x>", mail: "c@example.org", files }) };
            })""",
            [path, before, [read.line, max(read.last, read.line)], given],
        )
        if "refused" in made or before != {one: text for one, text, _, _ in drawn}[path]:
            continue
        (tmp_path / "one.patch").write_text(made["patch"], encoding="utf-8", newline="")
        git(tmp_path, "am", "--keep-non-patch", "one.patch")
        assert (tmp_path / path).read_text(encoding="utf-8") == made["after"]
        told = git(tmp_path, "log", "-1", "--format=%an|%ae|%s|%b")
        assert told.startswith("김, 철수 x|c@example.org|[Editorial] x.1: 새말|Support: diff --git a/x b/x --- From: x")
        assert "Signed-off-by: 김, 철수 x <c@example.org>" in told
        taken += 1
    assert taken > 5


HOSTILE = {
    "another file": "x\n\ndiff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1 +1 @@\n-a\n+b",
    "headers": "x\nFrom: Mallory <m@example.org>\nSubject: other\nDate: Thu, 1 Jan 1970 00:00:00 +0000\n\nbody",
    "carriage returns": "x\r\nFrom: Mallory <m@example.org>\r\n\r\nbody\ry",
    "another message": f"x\nFrom {'0' * 40} Mon Sep 17 00:00:00 2001\nFrom: M <m@example.org>",
    "end of the message": "x\n---\n README.md | 1 +",
    "end of the patch": "x\n-- \n2.40",
    "scissors": "x - - - - - - - - - 8< - - - - - - - - - - From: Mallory <m@example.org>",
    "encoded words": "=?utf-8?q?x=0AFrom:_Mallory_=3Cm=40example.org=3E?= =?utf-8?b?WCBZ?=",
    "hunk": "@@ -1,9 +1,0 @@",
    "plus": "+x",
    "minus": "-x",
    "minuses": "--- x",
    "no newline": "\\ No newline at end of file",
    "an address": 'm@example.org (Mallory) "M" <m@example.org>, other@example.org',
    "a trailer": "x\nSigned-off-by: Mallory <m@example.org>",
    "separators": "x\u2028From: M <m@example.org>\u2029y\u00a0z",
    "NUL": "x\x00y",
    "bidi": "x\u202ey\u202c",
    "escape": "x\x1b[31my",
    "next line": "x\x85From: M",
    "form feed": "x\x0cdiff --git a/README.md b/README.md",
    "half a pair": "x\ud83dy",
    "astral": "\U0001d49c" * 60,
    "long": "가나다 " * 700,
}
REFUSED = {"NUL", "bidi", "escape", "next line", "half a pair"}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("where", ["wanted", "support", "name", "mail", "subject"])
def test_a_hostile_patch_changes_one_line_or_is_none(tools: Page, tmp_path: Path, where: str, name: str) -> None:
    """In each field: refused for what cannot be seen; else git takes it, and changes the line and nothing besides."""
    path, words = "docs/texts/x y/쪽 1.md", HOSTILE[name]
    source = "---\ntext: x\n---\n\n첫 문단.\n\n포트르는 갔다.\n\n끝 문단.\n"
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for file, text in ((path, source), ("README.md", "a\n")):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8", newline="")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "The edition")
    given = {"wanted": "표트르", "support": "쪽 3", "name": "김철수", "mail": "c@example.org", "subject": "x.1"} | {
        where: words
    }
    made = tools.evaluate(
        """([path, text, given]) => answer(() => {
          const asked = { ...given, words: "포트르", kind: "copy", sure: "probable" };
          const after = editionCorrection.correctText(text, [7, 7], asked).text;
          return { after, patch: editionCorrection.patch({ ...given, body: [["Support", given.support]],
            files: [{ path, before: text, after }] }) };
        })""",
        [path, source, given],
    )
    if "refused" in made:
        assert name in REFUSED
        assert made["refused"] == "hidden"
        return
    assert name not in REFUSED
    (tmp_path / "one.patch").write_text(made["patch"], encoding="utf-8", newline="")
    git(tmp_path, "apply", "--check", "one.patch")
    git(tmp_path, "-c", "mailinfo.scissors=true", "am", "--keep-non-patch", "one.patch")
    assert (tmp_path / path).read_text(encoding="utf-8") == made["after"]
    assert git(tmp_path, "-c", "core.quotePath=false", "diff", "--numstat", "HEAD~1") == f"1\t1\t{path}\n"
    assert git(tmp_path, "rev-list", "--count", "HEAD").strip() == "2"
    author, mail, subject = git(tmp_path, "log", "-1", "--format=%an%n%ae%n%s").splitlines()
    assert mail == ("reader@invalid" if where == "mail" else "c@example.org")
    if where != "name":
        assert author == "김철수"
    assert subject == "[Editorial] " + " ".join(given["subject"].split())
    assert (
        git(tmp_path, "log", "-1", "--format=%(trailers:only,key=Signed-off-by,valueonly)").split("\n")[0]
        == f"{author} <{mail}>"
    )


@pytest.mark.parametrize("path", ['docs/a"b.md', "docs/a\\b.md", "docs/a\nb.md", "docs/a\tb.md", "docs/\u202eb.md"])
def test_no_patch_is_made_for_a_name_that_git_would_quote(tools: Page, path: str) -> None:
    made = tools.evaluate("([path]) => answer(() => editionCorrection.diff(path, 'a\\n', 'b\\n'))", [path])
    assert made == {"refused": "unread"}


def git(root: Path, *words: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-c", "user.name=E", "-c", "user.email=e@example.org", "-C", str(root), *words],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as error:
        raise AssertionError(error.stderr) from error
    return done.stdout
