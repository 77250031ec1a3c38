"""Drafting an alignment: K's own is found again; layouts, joins and omissions; what is doubtful is said to be so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from edition.blocks import Block
from edition.clean.run import BaseText, clean
from edition.convert.alignment import draft_alignment, drafted, write_alignment
from edition.convert.intake import take
from edition.convert.intake.take import take_in
from edition.convert.pages import convert, draft_ledger
from edition.convert.received import kinds as at_once
from edition.verify.alignment import alignment_path, alignment_problems, read_alignment
from edition.verify.ledger import read_ledger
from edition.verify.text import read_text
from edition.witnesses import load

K = "probsting-kazakhstan"
PAIRS = [
    ("The bread supply of 1921", "1921년의 빵 공급"),
    ("In March 1921 the town had 3 bakeries, and each of them had flour for twelve days at the very most.",
     "1921년 3월 이 도시에는 빵집이 3곳 있었고, 어느 집이나 밀가루는 많아야 열이틀 치뿐이었다."),
    ("Nobody was told.", "아무도 듣지 못했다."),
    ("The railway brought 40 tons on the second of April. It was unloaded by the students of the evening school, who "
     "had never carried anything heavier than a book, and who sang as they worked.",
     "철도는 4월 2일에 40톤을 실어 왔다. 짐은 야간 학교 학생들이 내렸다. 책보다 무거운 것을 날라 본 적이 없던 그들은 "
     "일하면서 노래를 불렀다."),
    ("What the ABC committee wrote about it fills 17 pages; the writer asks for soap on all but one of them.",
     "ABC 위원회가 이 일을 적은 글은 17쪽인데, 한 쪽만 빼고 모두 비누를 달라고 한다."),
    ("Then the river rose, and the lower mill stood still for 5 weeks.",
     "그 뒤 강물이 불어 아래쪽 물방앗간이 5주 동안 멈추었다."),
    ("People went to the upper mill on foot, 11 kilometres in the snow, and came back by night with what they had.",
     "사람들은 눈 속을 11킬로미터 걸어 위쪽 물방앗간까지 갔고, 얻은 것을 들고 밤에 돌아왔다."),
    ("In 1922 a fourth bakery was opened, and the queue was gone.", "1922년에 넷째 빵집이 문을 열자 줄이 사라졌다."),
]  # fmt: skip


@pytest.fixture(autouse=True, scope="module")
def at_hand() -> Iterator[None]:
    """Read files in this process; `test_confined` reads them in their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(take, "extract", at_once.extract)
        yield


@pytest.fixture
def taken(tmp_path: Path) -> Callable[[str, str], tuple[BaseText, str]]:
    """Take a file in, below a folder without texts; return its base text and the report."""

    def take_file(name: str, text: str) -> tuple[BaseText, str]:
        (tmp_path / "sources").mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
        report = "\n".join(take_in(tmp_path, "made", tmp_path / name))
        return clean(load(tmp_path, "made")), report

    return take_file


def after_another(pairs: list[tuple[str, str]]) -> str:
    return "\n\n".join(filter(None, [*(one for one, _ in pairs), *(other for _, other in pairs)])) + "\n"


def table(pairs: list[tuple[str, str]]) -> str:
    rows = (f"<tr><td><p>{one}</p></td><td><p>{other}</p></td></tr>" for one, other in pairs)
    return f'<!doctype html><meta charset="utf-8"><title>x</title><table>{"".join(rows)}</table>'


def in_turns(pairs: list[tuple[str, str]]) -> str:
    return "\n\n".join(words for pair in pairs for words in pair) + "\n"


LAYOUTS = {
    "one after another": ("given.txt", after_another),
    "two columns": ("given.html", table),
    "in turns": ("given.txt", in_turns),
}


def test_the_alignment_that_people_made_is_found(root):
    """Of K's two versions, from its witness and the register alone; its one pair of three blocks is doubtful."""
    base = clean(load(root, K))
    pairs = drafted(root, base, read_ledger(root / "docs" / "texts" / K / "ids.tsv", "ids.tsv"))
    assert write_alignment(base, pairs) == alignment_path(root, base.source).read_text(encoding="utf-8")
    assert [pair.doubts for pair in pairs if pair.doubts] == [("1 against 2",)]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_bilingual_document_has_its_alignment_drafted(taken, tmp_path, layout):
    name, lay = LAYOUTS[layout]
    base, report = taken(name, lay(PAIRS))
    assert f"alignment of en and ko: {len(PAIRS)} pairs, 0 doubtful" in report
    told = convert(tmp_path, base)
    assert "docs/texts/made/alignment.tsv" in told
    edited, problems = read_text(tmp_path, base.source)
    assert [*problems, *alignment_problems(tmp_path, edited)] == []
    words = dict(zip([*spoken(base, "en")], [*spoken(base, "ko")], strict=True))
    assert words == dict(PAIRS)
    assert len(read_alignment(tmp_path, base.source)) == len(PAIRS)


def spoken(base: BaseText, language: str) -> Iterator[str]:
    """Yield the words of the blocks in *language*, in the order of the drafted pairs; several with a space between."""
    pairs = draft_alignment(base, draft_ledger(base, []), [])
    side = [version.language for version in base.source.version].index(language)
    for pair in pairs:
        yield " ".join(passage.block.printed for passage in pair.sides[side])


def test_what_a_translator_divided_or_left_out_is_doubtful(taken, tmp_path):
    """The divided paragraph is one pair; the one left out is with a neighbour's. Both are told, in every place."""
    one, other = PAIRS[3]
    first, second = other.split(". ", 1)
    bent = [*PAIRS[:3], (one, f"{first}.\n\n{second}"), *PAIRS[4:6], (PAIRS[6][0], ""), PAIRS[7]]
    base, report = taken("given.txt", after_another(bent))
    assert "alignment of en and ko: 7 pairs" in report
    asked = [item["question"] for item in base.source.provenance["open"]]
    assert "begin a pair of the alignment, 1 against 2: do they say the same?" in asked
    assert any("2 against 1" in question for question in asked)
    told = [line for line in convert(tmp_path, base) if "doubtful" in line]
    assert told[0] == "docs/texts/made/alignment.tsv:5: a doubtful pair, 1 against 2: confirm it or change it"
    edited, _ = read_text(tmp_path, base.source)
    assert alignment_problems(tmp_path, edited) == []
    paired = dict(zip(spoken(base, "en"), spoken(base, "ko"), strict=True))
    assert paired[one] == other
    wrong = {words for words, korean in paired.items() if (words, korean) not in [*PAIRS]}
    doubtful = [pair for pair in draft_alignment(base, draft_ledger(base, []), []) if pair.doubts]
    assert wrong <= {" ".join(passage.block.printed for passage in pair.sides[0]) for pair in doubtful}


def test_turns_that_begin_with_a_sign_are_still_turns(taken, tmp_path):
    """The sign of a quotation is dropped before its turn is moved, so the move names the words after it."""
    quoted = [
        (f"> {one}", f"> {other}") if index in (3, 4) else (one, other) for index, (one, other) in enumerate(PAIRS)
    ]
    base, report = taken("given.txt", in_turns([("# On bread", "# 빵에 대하여"), *quoted]))
    assert "given up" not in report
    assert f"{len(PAIRS) + 1} pairs, 0 doubtful" in report
    words = dict(zip(spoken(base, "en"), spoken(base, "ko"), strict=True))
    assert words.items() >= dict(PAIRS).items()


def test_an_alignment_that_is_there_is_kept(taken, tmp_path):
    base, _ = taken("given.txt", after_another(PAIRS))
    path = alignment_path(tmp_path, base.source)
    path.parent.mkdir(parents=True)
    path.write_text("# en\tko\nmine\n", encoding="utf-8")
    assert "docs/texts/made/alignment.tsv" not in convert(tmp_path, base)
    assert path.read_text(encoding="utf-8") == "# en\tko\nmine\n"


def test_versions_that_are_no_translations_are_asked_about(taken):
    """Nothing is hidden: where most pairs are doubtful, the question is whether there should be any."""
    korean = ["고양이는 잔다.", *(other for _, other in PAIRS[3:5]), "비누가 없다. " * 40]
    english = [one for one, _ in PAIRS] * 3
    _, report = taken("given.txt", "\n\n".join([*english, *korean * 2]) + "\n")
    assert "most pairs are doubtful: is one version the translation of the other?" in report


def test_a_text_of_one_version_has_no_alignment(taken, tmp_path):
    base, report = taken("given.txt", "\n\n".join(one for one, _ in PAIRS) + "\n")
    assert "alignment" not in report
    assert draft_alignment(base, [], []) == []
    assert not any("alignment" in line for line in convert(tmp_path, base))


def test_blocks_with_one_id_are_named_once(root):
    """As two captions have: the file may name a place once only."""
    base = clean(load(root, K))
    pairs = drafted(root, base, draft_ledger(base, []))
    places = [passage.place for pair in pairs for side in pair.sides for passage in side]
    assert len({*places}) == len(places)
    assert all(isinstance(passage.block, Block) for passage in pairs[0].sides[0])
