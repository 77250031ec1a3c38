"""The first draft of a text's pages, from its base text.

Everything of the base text is written, nothing else but front matter, ids and the directives of the front page. A draft
is a beginning: from then on the pages are edited by hand, and never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from edition.blocks import Block, calls
from edition.clean.run import BaseText
from edition.convert.alignment import drafted, write_alignment
from edition.markup import note_call, write_block, write_note
from edition.problems import EditionError, Problem, relative
from edition.verify.alignment import alignment_path
from edition.verify.ledger import NAME, Entry, assign, numbered, read_ledger, write_ledger
from edition.verify.text import APPARATUS, PAGES, id_prefix

LOST_NOTE = {"ko": "주 {number}", "en": "note {number}"}  #: extent of a note that the witness lacks


def draft_pages(base: BaseText) -> dict[str, str]:
    """Return file name → text of every page of *base*, the front page included."""
    source = base.source
    files = {f"{entry.name}.md": _page(base, entry.name, entry.title) for entry in source.page}
    front = files.get("index.md", f'---\ntext: {source.ident}\ntitle: "[{source.ident}]"\n---\n')
    names = [entry.name for entry in source.page if entry.name != "index"]
    toctree = "\n".join(["```{toctree}", ":maxdepth: 1", "", *names, "```"])
    files["index.md"] = f"{front}\n```{{text-front}}\n```\n\n{toctree}\n"
    return files


def _page(base: BaseText, name: str, title: str) -> str:
    blocks = base.page(name)
    language = blocks[0].version if blocks else ""
    facts = {"text": base.source.ident, "lang": language, "title": title and f'"{title}"'}
    front = [f"{key}: {value}" for key, value in facts.items() if value]
    parts = ["---\n" + "\n".join(front) + "\n---", *_grouped(blocks)]
    called = [number for block in blocks for number in calls(block.text)]
    parts += _notes(base, called, language)
    return "\n\n".join(parts) + "\n"


def _grouped(blocks: list[Block]) -> Iterator[str]:
    """Yield what stands between two blank lines: a block, a list, or a quotation with its attribution."""
    run = 0
    keys = []
    for block in blocks:
        quoted = block.kind in ("quotation", "attribution")
        keys.append(("quotation", run) if quoted else (block.kind, 0) if block.kind == "item" else (id(block), 0))
        run += block.kind != "quotation"
    for _, group in groupby(zip(keys, blocks, strict=True), key=lambda pair: pair[0]):
        members = [block for _, block in group]
        separator = "\n" if members[0].kind == "item" else "\n>\n"
        yield separator.join(map(write_block, members))


def _notes(base: BaseText, called: list[str], language: str) -> Iterator[str]:
    for number in called:
        paragraphs = [note.text for note in base.notes if note.number == number and note.version == language]
        if paragraphs:
            yield write_note(number, paragraphs)
        else:
            yield f"{note_call(number)}: {{gap}}`{LOST_NOTE.get(language, LOST_NOTE['en']).format(number=number)}`"


def draft_ledger(base: BaseText, entries: list[Entry]) -> list[Entry]:
    """Return the id ledger of *base*, the ids of *entries* kept."""
    result: list[Entry] = []
    for version in base.source.version:
        prefix = id_prefix(base.source, version.language)
        blocks = numbered([block for block in base.body if block.version == version.language])
        result += assign(blocks, [entry for entry in entries if entry.ident.rpartition(".")[0] == prefix], prefix)
    return result


def convert(root: Path, base: BaseText) -> list[str]:
    """Write the draft pages, the id ledger and the alignment of *base* below *root*; return the lines to print.

    They are the paths written, and each doubtful pair of the alignment; one that is there already is kept. Raises
    `EditionError`, having written nothing, where a page is already there.
    """
    folder = root / PAGES / base.source.ident
    files = draft_pages(base)
    there = [relative(folder / name, root) for name in files if (folder / name).exists()]
    if there:
        raise EditionError(
            Problem(path, 0, "usage", "is already there; edited pages are never overwritten", "move it away first")
            for path in there
        )
    folder.mkdir(parents=True, exist_ok=True)
    ledger = folder / NAME
    entries = draft_ledger(base, read_ledger(ledger, relative(ledger, root)))
    files[NAME] = write_ledger(entries)
    aligned = alignment_path(root, base.source)
    pairs = [] if aligned.exists() else drafted(root, base, entries)
    if pairs:
        files[aligned.name] = write_alignment(base, pairs)
    paths = {folder / name: text for name, text in files.items()}
    if not (root / APPARATUS / f"{base.source.ident}.md").exists():
        paths[root / APPARATUS / f"{base.source.ident}.md"] = draft_apparatus(base)
    for path, text in paths.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    doubts = ((line, pair.doubts) for line, pair in enumerate(pairs, start=2) if pair.doubts)
    shown = relative(aligned, root)
    told = [f"{shown}:{line}: a doubtful pair, {', '.join(why)}: confirm it or change it" for line, why in doubts]
    return [*(relative(path, root) for path in paths), *told]


def list_text(root: Path, ident: str) -> list[str]:
    """Name the text *ident* in the contents of the edition and of its apparatus, after the last text.

    Returns what was written, or is left to do where the contents are not as they are known.
    """
    told = []
    for shown, entry in ((Path("docs/index.md"), f"texts/{ident}/index"), (APPARATUS / "index.md", ident)):
        path = root / shown
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        if f"\n{entry}\n" in text:
            continue
        others = [text.rfind(f"\n{entry.replace(ident, other.parent.name)}\n")
                  for other in (root / "sources").glob("*/source.toml")]  # fmt: skip
        if max(others, default=-1) < 0:
            told.append(f"next: add {entry} to the toctree of {shown.as_posix()}")
            continue
        end = text.index("\n", max(others) + 1) + 1
        path.write_text(f"{text[:end]}{entry}\n{text[end:]}", encoding="utf-8", newline="\n")
        told.append(f"{shown.as_posix()}: names {entry} now")
    return told


def draft_apparatus(base: BaseText) -> str:
    """Return the page that shows the marks of *base* in a table; `edition.ext.apparatus` fills it."""
    language = base.source.languages[0]
    front = f"---\nlang: {language}\nhtml_theme.sidebar_secondary.remove: true\n---\n"
    title = {"ko": "교감기", "en": "Apparatus"}.get(language, "Apparatus")
    return f"{front}\n# {title}: {base.source.ident}\n\n```{{apparatus}} {base.source.ident}\n```\n"
