"""Hanja and their sounds, for queries such as 勞動者: a table in small files, of which a query loads one a sign.

``hanja.txt`` has the 4,620 signs of KS X 1001, each under the first of its Korean sounds as the Python package hanja
0.15 tells it. What a sound becomes at the head of a word (로동 → 노동) is the business of ``ext/static/search.js``.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

TABLE = Path(__file__).with_name("hanja.txt")


def sounds() -> dict[str, str]:
    """Return sign → sound.

    >>> "".join(sounds()[sign] for sign in "革命")
    '혁명'
    """
    rows = (line.split(" ") for line in TABLE.read_text("utf-8").splitlines())
    return {sign: sound for sound, signs in rows for sign in signs}


def pages() -> dict[str, str]:
    """Return the 256 sounds of each page of Unicode that has any, by its number in hexadecimal; a space for none."""
    known = sounds()
    found: dict[str, list[str]] = defaultdict(lambda: [" "] * 256)
    for sign, sound in known.items():
        found[f"{ord(sign) >> 8:x}"][ord(sign) & 255] = sound
    return {page: "".join(listed) for page, listed in sorted(found.items())}
