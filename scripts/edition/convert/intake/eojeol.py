"""Korean lines that break inside words, with no sign where: whether a word goes on is asked of the text, then of Kiwi.

Where the two halves stand elsewhere as one word, it goes on; else kiwipiepy is given both lines' ends without a space
and sets the spaces itself. Both are guesses, and each is a decision with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from kiwipiepy import Kiwi

from edition.convert.intake.model import Row

CONTEXT = 16  #: characters on either side of a line end that Kiwi is shown
HANGUL = re.compile("[가-힣]")


def words_that_go_on(pairs: list[tuple[Row, Row]], rows: list[Row]) -> dict[int, str]:
    """Return line → reason for each second row of *pairs* whose first word began on the row before."""
    counts = Counter(word for row in rows for word in row.text.split()[1:-1])
    found: dict[int, str] = {}
    asked: list[tuple[Row, Row]] = []
    for row, after in pairs:
        left, right = row.text.split()[-1], after.text.split()[0]
        if not (HANGUL.match(left[-1]) and HANGUL.match(right[0])):
            continue
        whole = left + right
        if counts[whole] and not (counts[left] and counts[right]):
            found[after.number] = f"{whole} stands elsewhere as one word"
        elif not (counts[left] and counts[right] and not counts[whole]):
            asked.append((row, after))
    ends = [(row.text[-CONTEXT:], after.text[:CONTEXT]) for row, after in asked]
    spaced = _kiwi().space([left + right for left, right in ends], reset_whitespace=False) if ends else []
    for (_, after), (left, _), text in zip(asked, ends, spaced, strict=True):
        if not _space_after(text, sum(not sign.isspace() for sign in left)):
            found[after.number] = "Kiwi takes what stands before and after the line end for one word"
    return found


def _space_after(text: str, letters: int) -> bool:
    """Tell whether a space follows the first *letters* signs of *text*.

    >>> _space_after("가 나다 라", 3), _space_after("가 나다 라", 2)
    (True, False)
    """
    for index, sign in enumerate(text):
        letters -= not sign.isspace()
        if not letters:
            return text[index + 1 : index + 2].isspace()
    return True


@cache
def _kiwi() -> Kiwi:
    return Kiwi()
