"""What a build says of itself: version, commit and date, computed and never typed."""

from __future__ import annotations

import re
import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from edition.problems import EditionError, Problem

ADDRESS = "EDITION_BASE_URL"  #: variable of the environment that gives the web edition's address


@dataclass(frozen=True, slots=True)
class Colophon:
    """Version, commit and date of a build."""

    version: str
    commit: str  #: twelve hexadecimal digits, ``+`` after them where the tree has changes; empty outside git
    date: str  #: of the commit, ``2026-11-22``
    timestamp: int  #: of the commit, seconds since 1970-01-01 UTC; 0 outside git
    released: bool = False  #: whether the commit is the one that the version's tag names, and nothing is changed


def colophon(root: Path) -> Colophon:
    """Return the colophon of the edition at *root*."""
    number = version("after-october")
    commit = git(root, "rev-parse", "--short=12", "HEAD")
    changed = "+" if commit and git(root, "status", "--porcelain", "--untracked-files=no") else ""
    timestamp = int(git(root, "log", "-1", "--format=%ct") or 0)
    date = time.strftime("%Y-%m-%d", time.gmtime(timestamp)) if timestamp else ""
    tags = git(root, "tag", "--points-at", "HEAD").split() if commit and not changed else []
    return Colophon(number, commit + changed, date, timestamp, f"v{number}" in tags)


def git(root: Path, *words: str) -> str:
    """Return what git prints for *words* in *root*, empty where it fails or there is no git."""
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def base_url(address: str) -> str:
    """Return *address* with one slash at its end, empty where it is empty; raises `EditionError` for no web address.

    >>> base_url("https://example.org/october")
    'https://example.org/october/'
    """
    address = address.strip()
    if address and not re.fullmatch(r"https?://[^\s/?#\"<>]+(/[^\s?#\"<>]*)?", address):
        message = f"{address!r} is no address of a web edition"
        remedy = "begin with https://, name a host, and leave out ? and #"
        raise EditionError(Problem(ADDRESS, 0, "usage", message, remedy))
    return f"{address.rstrip('/')}/" if address else ""
