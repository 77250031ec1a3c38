"""What a single line can look like: a date, a name, a bullet, words of a site's menu, the end of a sentence.

Signs only: what a line is taken for where it looks so is another module's business.
"""

from __future__ import annotations

import re

from edition.clean.forms import call_pattern
from edition.clean.lines import SENTENCE_END
from edition.convert.intake.model import Row

SHORT = 64  #: columns that a heading, a name or a refrain seldom exceeds
NAVIGATION = re.compile(
    r"(?i)\b(home|menu|skip to|about( us)?|contact( us)?|search|log ?in|sign (in|up)|subscribe|archives?|sitemap|rss"
    r"|toggle navigation|donate)\b|본문\s*바로가기|로그인|회원가입|메뉴|검색|^홈$|사이트맵|전체기사|구독|후원"
)
SOCIAL = re.compile(
    r"(?i)\b(share (this|on)|follow us|hit us up|facebook|twitter|instagram|telegram|whatsapp|youtube|like this"
    r"|related (posts|articles)|leave a (comment|reply)|all rights reserved|powered by|newsletter|previous post"
    r"|next post|print this|click here|toplist|free e-?mail)\b|©|\(c\) ?\d{4}|\S@\S"
    r"|공유하기|페이스북|트위터|카카오톡|댓글|이전\s*글|다음\s*글|무단\s*전재|목록으로|인쇄하기"
)
RIGHTS = re.compile(r"(?i)©|\(c\) ?\d{4}|copyright|creative commons|\bCC[ -]BY|all rights reserved|저작권|무단\s*전재")
DATE = re.compile(
    r"(?i)\b(1[5-9]|20)\d\d ?[./년-] ?\d{1,2}|\d{1,2}(st|nd|rd|th)?,? (jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"[a-z]*\.?,? \d{4}|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}"
)
BYLINE = re.compile(
    r"(?i)(by|author:|written by|translated by|from the \w+ by) |(글|지은이|저자|글쓴이|옮긴이|번역|기자) ?[:=·] ?\S"
)
NAME = re.compile(r"[가-힣]{2,4}( ?[(（][^)）]*[)）])?|([A-Z][\w.’'-]*\.? ){1,3}[A-Z][\w’'-]+")
PAGE_NUMBER = re.compile(
    r"(?i)[-–—] ?(?P<dashed>\d{1,4}) ?[-–—]|(page |p\. ?)(?P<named>\d{1,4})( of \d+)?|(?P<bare>\d{1,4})"
)
HEADING_SIGN = re.compile(r"#{1,6}\s+(?=\S)")
QUOTE_SIGN = re.compile(r"(>\s?)+")
RULE = re.compile(r"(-{3,}|_{3,}|={3,}|\*{3,}|(?:- ){2,}-)")
IMAGE = re.compile(r"!\[[^\]]{0,1000}\]\([^)]{0,2000}\)")
BULLET = re.compile(r"[-•]\s+(?=\S)")
OTHER_BULLET = re.compile(r"[*·○●◦▪■□◆▶‣–—]\s+\S|\d{1,2}[.)]\s+\S|[①-⑳]")
QUESTION = re.compile(r"(?i)(q|a|question|answer|문|답|질문|답변)\s?\d*\s?[:.]\s")
TABLE = re.compile(r"\|.*\||(?<!\S)\S++\t\S.*\t\S")
NOTES_HEAD = re.compile(r"(?i)\W*(foot|end)?notes?\W*|\W*(미주|각주|주|주석|참고)\W*")
NO_HEADING = re.compile(r"[“\"'<|(-]|https?:|.*[.,;:?!…·|]\Z")


def ends(row: Row, calls: str = "") -> bool:
    """Tell whether *row* ends with a sentence's mark, a note call after it aside (as ``rejoin-sentences`` does)."""
    text = row.text[-80:]
    found = list(call_pattern(calls).finditer(text)) if calls else []
    return bool(SENTENCE_END.search(text[: found[-1].start()] if found and found[-1].end() == len(text) else text))


def heads(row: Row) -> bool:
    """Tell whether the words of *row* could be a heading's."""
    text = row.text
    looks_else = (BULLET.match(text), DATE.fullmatch(text), NOTES_HEAD.fullmatch(text), NO_HEADING.match(text))
    return any(map(str.isalpha, text)) and not text[:1].islower() and not any(looks_else)
