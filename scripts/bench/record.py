"""Recording what a program found, for the page on what the edition promises: ``docs/about/figures.toml``."""

from __future__ import annotations

import datetime
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from edition.export.colophon import colophon
from edition.promises.record import Figure, write_figures

ROOT = Path(__file__).resolve().parents[2]


def machine() -> str:
    """Return the kind of this machine: cores, system and Python, and no name."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {python}"


def record(command: str, found: Sequence[tuple[str, str, str]]) -> None:
    """Write *found*, each a figure's name, its value with unit and what was counted, as found by *command* today."""
    commit, today, kind = colophon(ROOT).commit, datetime.datetime.now(datetime.UTC).date(), machine()
    write_figures(ROOT, [Figure(name, value, what, command, commit, today, kind) for name, value, what in found])
