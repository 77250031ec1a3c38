"""What a build says of itself: version, commit and date, computed from the package and from git.

Every date that goes into an artefact comes from here, so that a build says the same whenever and wherever it is made.
"""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Colophon:
    """What a build says of itself: computed, never typed."""

    version: str
    commit: str  #: twelve hexadecimal digits, ``+`` after them where the tree has changes; empty outside git
    date: str  #: of the commit, ``2026-11-22``
    timestamp: int  #: of the commit, seconds since 1970-01-01 UTC; 0 outside git


def colophon(root: Path) -> Colophon:
    """Return the colophon of the edition at *root*."""

    def git(*words: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""

    commit = git("rev-parse", "--short=12", "HEAD")
    changed = "+" if commit and git("status", "--porcelain", "--untracked-files=no") else ""
    timestamp = int(git("log", "-1", "--format=%ct") or 0)
    date = time.strftime("%Y-%m-%d", time.gmtime(timestamp)) if timestamp else ""
    return Colophon(version("after-october"), commit + changed, date, timestamp)
