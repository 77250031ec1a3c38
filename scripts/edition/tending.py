"""Commands for those who tend the edition between its releases: who contributed, and what no longer answers."""

from __future__ import annotations

from pathlib import Path

import click

from edition.console import err, find_root, guarded, out
from edition.corrections.credits import load_credits, write_credits
from edition.problems import EditionError, relative
from edition.register import reachable


@click.command(name="credits")
@guarded
def credits_command() -> None:
    """Write down who contributed, from the history."""
    root = find_root(Path.cwd())
    path = write_credits(root)
    out.print(f"{relative(path, root)}: {len(load_credits(root))} names")


@click.command(name="links")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write the answers to this file, for an issue.")
@click.option("--timeout", default=20.0, show_default=True, help="Seconds for one question.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between two questions to a host.")
@click.option("--archive", default=reachable.ARCHIVE, show_default=True, help="Whom to ask for copies; empty: nobody.")
@guarded
def links_command(markdown: Path | None, timeout: float, pause: float, archive: str) -> None:
    """Ask every address in our files over the network whether it still answers."""
    root = find_root(Path.cwd())
    manners = reachable.Manners(timeout, pause, archive=archive)
    answers = reachable.ask_all(reachable.addresses(root), manners, lambda line: err.print(line, markup=False))
    if markdown:
        markdown.write_text(reachable.markdown(answers), encoding="utf-8", newline="\n")
    problems = list(reachable.reachable_problems(answers))
    if problems:
        raise EditionError(problems)
    out.print(f"{len(answers)} addresses asked, none is dead")
