"""Links in our own data and pages: addresses that are well formed and name no reader, targets that are there.

Nothing is fetched. The words of the texts are left alone, and so are the witnesses; whether every link of the web
edition leads somewhere is told by `edition.ext.links`, when its pages are written.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from edition.problems import Problem, relative
from edition.register.doubles import TRACKING
from edition.register.notes import NAME, Note
from edition.register.works import NAME as BIBLIOGRAPHY
from edition.verify.text import PAGES

ADDRESS = re.compile(r"https?:/*[^/\s<>\"“”’`{}\\|…][^\s<>\"“”’`{}\\|…]*", re.IGNORECASE)
#: what would run or hide something instead of leading somewhere (RFC 3986 calls it the scheme)
FORBIDDEN = re.compile(
    r"(?:\]\(|href\s*+=\s*+[\"']?+|url\s*+=\s*+[{\"]|<)\s*+((?:javascript|vbscript|data|file|blob):[^\s)>\"}]*)", re.I
)
HOST = re.compile(r"(?=.{3,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W_][\w-]*\.?")
TARGET = re.compile(r"\]\(((?:(?!\]\()[^)\s])+)\)")
PARAGRAPH = re.compile(r"(?<!§)§++\s?(\d+[a-z]?)(?:[–-](\d+[a-z]?))?|(?<!\d)(\d+[a-z]?)번 문단")
MARKS = ".,;:!?'*"  #: at an address's end, they are the sentence's
MARKDOWN = re.compile(r"\[[^\]]{1,1000}\]\([^)]{1,2000}\)")


def word_problems(shown: str, text: str) -> Iterator[Problem]:
    """Yield a problem for each address in *text*, a file of ours at *shown*, that is wrong as it stands."""
    for line, row in enumerate(text.split("\n"), start=1):
        for found in ADDRESS.finditer(row):
            for message, remedy in address_faults(trimmed(found[0])):
                yield Problem(shown, line, "link", message, remedy)
        for found in FORBIDDEN.finditer(row):
            yield Problem(shown, line, "link", f"{found[1][:40]!r} is no address", "begin it with https://")
        if shown.endswith(".toml") and (printed := MARKDOWN.search(row)):
            message = f"{printed[0]} would be printed as it stands"
            yield Problem(shown, line, "link", message, "write the words, and name the source among the sources")


def target_problems(root: Path, path: Path, text: str) -> Iterator[Problem]:
    """Yield a problem for each link on the page *path*, whose words are *text*, to a page of ours that is not there."""
    if path.suffix != ".md" or "](" not in text:
        return
    for line, row in enumerate(text.split("\n"), start=1):
        for target in TARGET.findall(row):
            yield from _target(root, path, line, target)


def our_files(root: Path) -> list[Path]:
    """Return the files that hold words of ours: data, pages, entries of the register; no page of a text."""
    docs = root / "docs"
    pages = [path for path in docs.rglob("*.md") if not path.is_relative_to(root / PAGES)]
    data = list(docs.rglob("*.toml"))
    bibliography = [root / BIBLIOGRAPHY] if (root / BIBLIOGRAPHY).is_file() else []
    return sorted([*bibliography, *pages, *data])


def trimmed(address: str) -> str:
    """Return an address found in running words without the punctuation after it.

    >>> trimmed("https://x.org/a_(b)),")
    'https://x.org/a_(b)'
    """
    end = len(address.rstrip(MARKS))
    over = sum(map(address.count, ")]")) - sum(map(address.count, "(["))
    while over > 0 and end and address[end - 1] in ")]":
        end, over = end - 1, over - 1
        while end and address[end - 1] in MARKS:
            end -= 1
    return address[:end]


def address_faults(address: str) -> Iterator[tuple[str, str]]:
    """Yield fault and remedy of an external address.

    >>> [fault for fault, _ in address_faults("https://x.org/?utm_source=rss&a=1")]
    ["'https://x.org/?utm_source=rss&a=1' tells how somebody came there: utm_source"]
    >>> [fault for fault, _ in address_faults("https://localhost/")]
    ["'https://localhost/' names no host"]
    """
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        host, parts = "", urlsplit("")
    if not re.match(r"https?://[^/]", address) or not HOST.fullmatch(host):
        yield f"{address!r} names no host", "write https://, the host, the path"
        return
    tracking = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if TRACKING.fullmatch(name)]
    if tracking:
        yield f"{address!r} tells how somebody came there: {', '.join(tracking)}", "take these parameters out"
    if parts.username or parts.password:
        yield f"{address!r} holds the name of a user", "take it out"


def _target(root: Path, path: Path, line: int, target: str) -> Iterator[Problem]:
    """Yield a problem for a link to a page of ours that is not there."""
    name, _, _ = target.partition("#")
    if re.match(r"\w+:", target) or not name or "{" in target:
        return
    folder = root / "docs" if name.startswith("/") else path.parent
    if path.parent.name == "entries":
        folder = path.parent.parent  # a gloss is shown on a page of the register
    if not (folder / name.lstrip("/")).exists():
        message = f"there is no {name}"
        yield Problem(relative(path, root), line, "link", message, "name a file, as seen from where it is shown")


def paragraph_problems(notes: Collection[Note], places: Collection[str]) -> Iterator[Problem]:
    """Yield a problem for each paragraph that a note speaks of (“§33”, “33번 문단”) and its text does not have."""
    for note in notes:
        prefix = note.at.rpartition(".")[0]
        for words in note.words_of.values():
            numbers = {number for found in PARAGRAPH.findall(words) for number in found if number}
            for number in sorted(numbers):
                if f"{prefix}.{number}" not in places:
                    message = f"{note.ident} speaks of paragraph {number}, which {prefix} does not have"
                    yield Problem(note.path, note.line, "link", message, f"name one of {Path(NAME).parent / 'ids.tsv'}")
