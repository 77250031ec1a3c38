"""The command line: ``edition``.

Every command reports all problems it finds, sorted by place, on standard error, and exits with 1; misuse exits with 2.
What a command makes goes to files or standard output, never a half of it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from edition.clean.run import BaseText, clean
from edition.clean.steps import ALL
from edition.console import err, find_root, guarded, out, report_problems
from edition.convert.pages import convert as convert_text
from edition.convert.pages import draft_ledger, list_text
from edition.export import colophon
from edition.export.colophon import ADDRESS
from edition.export.text import VIEWS, plain_text
from edition.problems import EditionError, Problem, relative
from edition.records import Source
from edition.report.checks import check_problems, unproved
from edition.report.make import make_report
from edition.tending import credits_command, links_command
from edition.verify.fix import fix_texts, replacement
from edition.verify.ledger import NAME, read_ledger, write_ledger
from edition.verify.text import PAGES, Edited, read_text, totals
from edition.witnesses import load, load_all


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="after-october")
def main() -> None:
    """After October: build, prove and tend the edition."""
    if sys.getfilesystemencoding().lower() != "utf-8":  # a locale without Hangul: begin again, in Python's UTF-8 mode
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})


@main.command()
@click.argument("formats", nargs=-1, type=click.Choice(["html", "pdf", "epub", "text", "tei", "json", "zip"]))
@click.option("--public", is_flag=True, help="Leave out every text that may not be published.")
@click.option("--output", type=click.Path(path_type=Path), help="Folder of a public edition.  [default: build/public]")
@click.option("--base-url", default="", envvar=ADDRESS, show_envvar=True, help="Address of the web edition.")
@guarded
def build(formats: tuple[str, ...], public: bool, output: Path | None, base_url: str) -> None:
    """Make the edition: all formats, or those named, into build/."""
    from edition.export import build as builder  # noqa: PLC0415  (Sphinx takes a second to import)
    from edition.export.public.build import build_public  # noqa: PLC0415

    root = find_root(Path.cwd())
    if output and not public:
        raise EditionError(Problem("build", 0, "usage", "--output is for --public", "leave it out: it goes to build/"))
    os.environ[ADDRESS] = colophon.base_url(base_url)
    wanted = list(formats or builder.FORMATS)
    made = build_public(root, wanted, out.print, output) if public else builder.build(root, wanted, out.print)
    for path in made:
        files = path.parent.rglob("*") if path.suffix == ".html" else [path]
        size = sum(file.stat().st_size for file in files if file.is_file())
        out.print(f"{relative(path, root)}  ({size / 1e6:.2f} MB{', all pages' if path.suffix == '.html' else ''})")


@main.command(name="public-check")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("build") / "public")
@guarded
def public_check(folder: Path) -> None:
    """Search every byte of FOLDER (build/public) for runs of texts that may not be published."""
    from edition.export.public.build import check_public  # noqa: PLC0415  (Sphinx takes a second to import)

    check_public(find_root(Path.cwd()), folder, out.print)


@main.command(name="verify")
@click.argument("texts", nargs=-1)
@click.option("--pages-only", is_flag=True, help="Leave out the second proof, on Sphinx's doctrees.")
@click.option("--fix", is_flag=True, help="First write the lines that remedies give: unmarked changes become marks.")
@guarded
def verify_command(texts: tuple[str, ...], pages_only: bool, fix: bool) -> None:
    """Prove that the pages, their marks undone, are the witnesses, cleaned."""
    from edition.export import build as builder  # noqa: PLC0415  (Sphinx takes a second to import)
    from edition.export.proofs import prove_pages  # noqa: PLC0415

    root = find_root(Path.cwd())
    for line in fix_texts(root, list(texts)) if fix else []:
        out.print(line, markup=False)
    try:
        proved = prove_pages(root, list(texts))
    except EditionError as error:
        report_problems(error.problems)
        if any(map(replacement, error.problems)):
            err.print("to have lines written that a fix gives: edition verify --fix", markup=False)
        sys.exit(1)
    for edited in proved:
        _print_totals(edited)
    if not pages_only:
        builder.prove(root, lambda line: None)
        out.print("the doctrees hold the same characters")


def _print_totals(edited: Edited) -> None:
    out.print(f"{edited.source.ident} ({edited.source.siglum}): the two roads meet")
    for label, count in totals(edited).items():
        out.print(f"  {count:>7,} {label}")
        if label == "edits":
            for record in edited.base.records:
                out.print(f"          {len(record.edits):>6,} {record.step.name} ({record.step.licence})")


@main.command()
@click.argument("texts", nargs=-1)
@guarded
def check(texts: tuple[str, ...]) -> None:
    """Check every other promise: marks, notes and calls, ids, pages; register, bibliography, links, languages,
    characters that no font of the book has.

    Links of the built pages and the languages of passages are told by the tests.
    """
    root = find_root(Path.cwd())
    problems = check_problems(root, list(texts))
    if problems:
        raise EditionError(problems)
    for line in unproved(root, list(texts)):
        out.print(line, markup=False)
    out.print("marks, notes and calls, pages, headings and captions, paragraph ids, alignment of versions: no problem")
    if not texts:
        out.print("bibliography, register, names, the edition's notes, chronology, links, languages: no problem")


@main.command()
@click.argument("text")
@click.option("--as", "view", type=click.Choice(VIEWS), default="reading", show_default=True, help="Whose text.")
@guarded
def text(text: str, view: str) -> None:
    """Print a text: one block a line, then the author's notes."""
    root = find_root(Path.cwd())
    edited, problems = read_text(root, load(root, text))
    if problems:
        raise EditionError(problems)
    sys.stdout.write(plain_text(edited, view))


@main.command(name="suspects")
@click.argument("text")
@click.option("--as", "view", type=click.Choice(VIEWS), default="reading", show_default=True, help="Whose text.")
@click.option("--all", "everything", is_flag=True, help="Name the forms that were looked at and kept, too.")
@click.option(
    "--measure", is_flag=True, help="Say how many of the marked errors the checks find in the text as received."
)
@guarded
def suspects_command(text: str, view: str, everything: bool, measure: bool) -> None:
    """List forms that deserve a look; those in the text's looked-at list are left out."""
    from edition.suspects import run  # noqa: PLC0415  (the dictionaries take seconds)
    from edition.suspects.found import read_list, sift  # noqa: PLC0415

    root = find_root(Path.cwd())
    edited, problems = read_text(root, load(root, text))
    if problems:
        raise EditionError(problems)
    with err.status("…") as status:
        if measure:
            measured = run.measure(root, edited, status.update)
        else:
            found = run.suspects(edited, view, status.update)
    if measure:
        for line in run.told(measured):
            out.print(line, markup=False)
        return
    listed, entries = read_list(root, text)
    problems = sift(found, [] if everything else entries if view == "reading" else [], listed)
    if view == "witness" or everything:
        out.print(f"{len(found)} suspects")
    if problems:
        raise EditionError(problems)
    out.print(f"{text}: {len(entries)} forms looked at and kept, no other suspects")


@main.command(name="clean")
@click.argument("text")
@click.option("--explain", is_flag=True, help="Print each step and the edits it proposes.")
@guarded
def clean_command(text: str, explain: bool) -> None:
    """Print the base text: kind, witness line and words of each block, or how it is made."""
    root = find_root(Path.cwd())
    base = clean(load(root, text))
    if explain:
        _explain(base)
        return
    for block in base.blocks:
        level = f" {block.level}" if block.level else ""
        sys.stdout.write(f"{block.line:>5} {block.kind}{level}\t{block.marker}{block.printed}\n")


def _explain(base: BaseText) -> None:
    for record in base.records:
        sys.stdout.write(f"{record.step.name} (licence: {record.step.licence}), {len(record.edits)} edits\n")
        sys.stdout.write(f"  {record.step.summary}\n")
        for edit in record.edits:
            line = record.before.line_at(edit.start)
            context = record.before.text[max(edit.start - 12, 0) : edit.start].replace("\n", "↵")
            sys.stdout.write(f"  line {line:>4}  …{context}  {edit.before!r} → {edit.after!r}\n")


@main.command()
@click.argument("text")
@guarded
def convert(text: str) -> None:
    """Write the first draft of a text's pages; edited pages are never overwritten."""
    root = find_root(Path.cwd())
    for path in convert_text(root, clean(load(root, text))):
        out.print(path)
    for line in list_text(root, text):
        out.print(line, markup=False)
    out.print(f"next: edition verify {text}")
    out.print("      then read the pages against the witness, and mark what it has wrongly: docs/about/marks.md")


@main.command()
@click.argument("texts", nargs=-1)
@guarded
def number(texts: tuple[str, ...]) -> None:
    """Give new paragraphs their permanent numbers, in the id ledger."""
    root = find_root(Path.cwd())
    for source in load_all(root, list(texts)):
        _number(root, source)


def _number(root: Path, source: Source) -> None:
    path = root / PAGES / source.ident / NAME
    before = read_ledger(path, relative(path, root))
    after = draft_ledger(clean(source), before)
    path.write_text(write_ledger(after), encoding="utf-8", newline="\n")
    out.print(f"{relative(path, root)}: {len(after) - len(before)} new numbers, {len(after)} in all")


@main.command(name="release")
@click.argument("version")
@guarded
def release_command(version: str) -> None:
    """Record the readings of a release, for *changed since cited*; tags and publishes nothing."""
    from edition.export.release import release  # noqa: PLC0415  (Sphinx takes a second to import)

    root = find_root(Path.cwd())
    for path in release(root, version):
        out.print(relative(path, root))
    out.print(f"next: git add docs/releases/{version} && git commit -m 'Release {version}' && git tag v{version}")


@main.command(name="report")
@click.argument("commits", metavar="BASE..[HEAD]")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write Markdown to this file.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page for browsers to this file.")
@click.option("--site", default="build/html/", show_default=True, help="Where the rendered pages are.")
@guarded
def report_command(commits: str, markdown: Path | None, html: Path | None, site: str) -> None:
    """Say what a change did to the text; without HEAD, the change that is not committed yet."""
    made = make_report(find_root(Path.cwd()), commits, site, err.print)
    for path, written in ((markdown, made.markdown), (html, made.html)):
        if path:
            path.write_text(written(), encoding="utf-8", newline="\n")
    if not (markdown or html):
        sys.stdout.write(made.markdown())


main.add_command(credits_command)
main.add_command(links_command)


@main.command()
@click.argument("text")
@click.argument("file", type=click.Path(path_type=Path))
@guarded
def new(text: str, file: Path) -> None:
    """Take in a new witness: copy, hash and describe it, and propose a cleaning plan."""
    from edition.convert.intake.take import take_in  # noqa: PLC0415

    for line in take_in(find_root(Path.cwd()), text, file):
        out.print(line, markup=False)


@main.command()
@click.option("--port", default=8000, show_default=True)
@guarded
def serve(port: int) -> None:
    """Show the edition in a browser and rebuild a page when it changes."""
    root = find_root(Path.cwd())
    command = [sys.executable, "-m", "sphinx_autobuild", "--port", str(port), "--watch", str(root / "sources")]
    sys.exit(subprocess.call([*command, str(root / "docs"), str(root / ".cache" / "serve")]))


@main.command()
def steps() -> None:
    """List the cleaning steps, with their licences."""
    for step in ALL:
        options = f" [{', '.join(step.options)}]" if step.options else ""
        out.print(f"{step.name:<20} {step.licence:<6} {step.summary}{options}", markup=False)


if __name__ == "__main__":
    main()
