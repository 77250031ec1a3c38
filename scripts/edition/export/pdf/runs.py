"""Runs of another language in a text, and addresses, that may be divided at a line's end.

Screen readers choose a voice by language, so every run names its own: as on the web (`edition.ext.languages`), and a
few names in other scripts by these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from edition.ext import languages

_SCRIPTS = {
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "ka": "\u10a0-\u10ff",
    "ar": "\u0600-\u06ff",
    "hi": "\u0900-\u097f",
}
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_BREAK = re.compile(r"(?<=[/?&=_%.\-#,;:+~])(?=[^/])")
LONGEST = 16  #: characters of an address that stay together where it has no sign


def runs(text: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield *text* in pieces, each with its language, where *language* is that of the words round it.

    >>> list(runs("Ленин, or 레닌, came", "en"))
    [('ru', 'Ленин'), ('en', ', or '), ('ko', '레닌'), ('en', ', came')]
    """
    found = list(languages.runs(text, language))
    for told, letters in _SCRIPTS.items():
        found += [(*run.span(), told) for run in re.finditer(rf"[{letters}]{{2,}}(?:\s[{letters}]+)*", text)]
    place = 0
    for start, end, told in sorted(found):
        if start < place:
            continue
        if start > place:
            yield language, text[place:start]
        yield told, text[start:end]
        place = end
    if place < len(text):
        yield language, text[place:]


def pieces(text: str) -> list[str]:
    """Return *text*, divided where an address in it may be: after its signs, and in long runs of letters.

    >>> pieces("see https://e.org/a?b=1 there")
    ['see https://', 'e.', 'org/', 'a?', 'b=', '1 there']
    """
    parts, start = [""], 0
    for match in _ADDRESS.finditer(text):
        parts[-1] += text[start : match.start()]
        short = [part for piece in _BREAK.split(match[0]) for part in re.findall(rf".{{1,{LONGEST}}}", piece)]
        parts[-1] += short[0]
        parts += short[1:]
        start = match.end()
    parts[-1] += text[start:]
    return parts
