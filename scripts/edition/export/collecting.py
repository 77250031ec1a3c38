"""The garbage collector, asked less often while an edition is built.

A build holds hundreds of thousands of nodes that all stay until it ends. CPython looks through all of them for garbage
each time their number has grown by a quarter: a third of the time of `edition build pdf`, and nothing was found.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG = 20_000  #: new objects before the youngest are looked through; CPython's own number is 700


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let garbage be collected seldom; afterwards as before."""
    before = gc.get_threshold()
    gc.set_threshold(YOUNG, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def only_new_collected() -> Iterator[None]:
    """Let `gc.collect` look through nothing that is there already; afterwards through all, as before."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
