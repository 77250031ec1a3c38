"""What the apparatus says in the language of its reader: names of signs, kinds, certainties and columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

WORDS: dict[str, dict[str, str]] = {
    "ko": {
        "corr": "고침", "supplied": "채움", "surplus": "덜어냄", "gap": "채우지 못한 곳", "sic": "그대로 둠",
        "ocr": "문자 인식 오류", "misprint": "오식", "spacing": "띄어쓰기", "punctuation": "문장 부호",
        "translation": "번역", "extraction": "추출하면서 빠짐", "fact": "사실의 착오",
        "certain": "확실", "probable": "유력", "possible": "가능",
        "witness": "저본: {}", "witness nothing": "저본에 없음", "witness lost": "저본에 빠져 있음: {}",
        "witness same": "저본대로 둠", "witness only": "저본에만 있음: {}",
        "break": "문단 나눔", "space": "빈칸",
        "place": "자리", "reading": "편집한 글", "received": "저본", "kind": "갈래", "certainty": "확실한 정도",
        "reason": "까닭", "count": "수", "all": "모두", "title": "교감기", "to apparatus": "교감기에서 보기",
        "edited view": "편집한 글", "received view": "저본 그대로", "view": "어느 글을 볼지",
        "keep": "모든 쪽에서 이대로 보기", "none here": "이 쪽에는 고친 곳이 없다.", "here": "이 쪽에서 표시한 곳: {}",
        "show": "보일 갈래", "sort": "차례", "by place": "글의 차례", "by kind": "갈래", 
        "by certainty": "덜 확실한 것부터", "by reading": "편집한 말",
        "by received": "저본의 말", "paragraph": "{}문단", "note": "주 {}",
        "line": "저본 {}행",
        "heading": "제목", "title block": "제목", "caption": "그림 설명", "byline": "지은이 표기", "subtitle": "부제",
        "signature": "서명", "attribution": "출전 표기", "empty": "이 글에는 표시한 곳이 없다.",
        "times": "{}회", "doubtful": "확실하지 않은 곳", "no doubt": "모두 확실하다.",
        "readings": "읽은 기록", "date": "날짜", "reader": "읽은 이", "read what": "읽은 것", "found": "찾은 곳",
        "alone": "혼자 찾은 곳", "of witness": "저본", "of pages": "편집한 글", "lines": "저본 {}–{}행", "text": "글",
        "never read": "아직 아무도 읽지 않았다.",
        "whole text": "글 전체", "to sections": "절로 나누어 보기", "front": "이 글의 첫 쪽",
        "authors’ notes": "글의 주", "edition’s notes": "이 판의 주",
        "side by side": "영어와 한국어 나란히", "other version": "영어판",
        "differences": "두 판의 차이", "no differences": "수, 날짜, 이름, 주에서 다른 곳을 찾지 못했다.",
        "not looked at": "아직 살펴보지 않았다.", "only in": "{}에만 있음",
        "difference note": "주 번호", "difference number": "수", "difference date": "날짜", "difference name": "이름",
        "language en": "영어판", "language ko": "한국어판",
        "other language": "한국어로", "sources": "출전", "not seen": "확인하지 못함",
        "no source seen": "확인한 출전 없음",
        "checked": "확인한 날", "cited here": "여기서 든 저작", "works cited": "이 쪽에서 인용하거나 언급한 저작",
        "in texts": "본문", "in authors' notes": "글의 주", "in edition notes": "이 판의 주",
        "in data": "찾아보기와 연표",
        "note identification": "인물·사항", "note fact": "사실", "note context": "배경", "note textual": "본문",
        "note disputed": "논쟁", "note quotation": "인용", "note calendar": "날짜", "note borrowed": "빌려 온 글",
        "skip": "본문으로 건너뛰기", "skip contents": "차례로 건너뛰기",
        "site": "누리집", "go texts": "글", "go register": "찾아보기",
        "go chronology": "연표", "go bibliography": "참고 문헌", "go search": "검색",
        "scheme": "화면 색", "scheme auto": "시스템대로", "scheme light": "밝게", "scheme dark": "어둡게",
        "before and after": "앞뒤", "previous": "앞", "next": "다음", "contents": "차례",
        "rights": "주와 교감기는 CC BY 4.0을 따르고, 글의 저작권은 각 지은이에게 있다.",
        "page summary": "이 대목의 요약", "agreement": "출전과 같은가",
        "notes": "이 판의 주", "notes brief": "줄여서", "notes whole": "전부", "notes none": "번호만",
    },
    "en": {
        "corr": "emended", "supplied": "supplied", "surplus": "left out", "gap": "gap", "sic": "left standing",
        "ocr": "machine reading", "misprint": "misprint", "spacing": "spacing", "punctuation": "punctuation",
        "translation": "translation", "extraction": "lost in extraction", "fact": "slip of fact",
        "certain": "certain", "probable": "probable", "possible": "possible",
        "witness": "Witness: {}", "witness nothing": "Not in the witness", "witness lost": "Lost in the witness: {}",
        "witness same": "So in the witness", "witness only": "In the witness only: {}",
        "break": "paragraph break", "space": "space",
        "place": "Place", "reading": "As edited", "received": "As received", "kind": "Kind", "certainty": "Certainty",
        "reason": "Reason", "count": "Count", "all": "All", "title": "Apparatus", "to apparatus": "In the apparatus",
        "edited view": "as edited", "received view": "as received", "view": "Which text to show",
        "keep": "on every page", "none here": "Nothing on this page was emended.", "here": "Marked on this page: {}",
        "show": "Kinds shown", "sort": "Order", "by place": "of the text", "by kind": "by kind",
        "by certainty": "least certain first", "by reading": "by reading", "by received": "by witness reading",
        "paragraph": "¶ {}", "note": "note {}", "line": "witness line {}",
        "heading": "heading", "title block": "title", "caption": "caption", "byline": "byline", "subtitle": "subtitle",
        "signature": "signature", "attribution": "attribution", "empty": "Nothing is marked in this text.",
        "times": "{}", "doubtful": "Doubtful places", "no doubt": "All are certain.",
        "readings": "Readings", "date": "Date", "reader": "Reader", "read what": "What was read",
        "found": "Places found", "alone": "Found alone", "of witness": "witness", "of pages": "edited text",
        "lines": "witness lines {}–{}", "text": "Text", "never read": "Nobody has read it yet.",
        "whole text": "whole text", "to sections": "By sections", "front": "Front of this text",
        "authors’ notes": "Notes of the text", "edition’s notes": "Notes of this edition",
        "side by side": "English and Korean side by side", "other version": "Korean version",
        "differences": "Differences between the versions",
        "no differences": "No difference was found in numbers, dates, names and notes.",
        "not looked at": "Not looked at yet.", "only in": "Only in the {}",
        "difference note": "note call", "difference number": "number", "difference date": "date",
        "difference name": "name", "language en": "English version", "language ko": "Korean version",
        "other language": "In English", "sources": "Sources", "not seen": "not seen",
        "no source seen": "No source seen",
        "checked": "Checked", "cited here": "Cited here", "works cited": "Works cited or named on this page",
        "in texts": "In the texts", "in authors' notes": "In the authors’ notes",
        "in edition notes": "In the edition’s notes", "in data": "In the register and the chronology",
        "note identification": "Who and what", "note fact": "Fact", "note context": "Context", "note textual": "Text",
        "note disputed": "Disputed", "note quotation": "Quotation", "note calendar": "Calendar",
        "note borrowed": "Borrowed",
        "skip": "Skip to the text", "skip contents": "Skip to the contents",
        "site": "Site", "go texts": "Texts", "go register": "Register",
        "go chronology": "Chronology", "go bibliography": "Bibliography", "go search": "Search",
        "scheme": "Colours", "scheme auto": "as the system", "scheme light": "light", "scheme dark": "dark",
        "before and after": "Before and after", "previous": "Previous", "next": "Next", "contents": "Contents",
        "rights": "Notes and apparatus CC BY 4.0; the texts belong to their authors.",
        "page summary": "What this section says, in English", "agreement": "Agreement",
        "notes": "The edition’s notes", "notes brief": "in brief", "notes whole": "whole", "notes none": "calls only",
    },
}  # fmt: skip


def words(language: str) -> Mapping[str, str]:
    """Return everything that the web edition says of itself in *language*, by key; English where it has none.

    >>> words("ko")["title"], words("fr")["title"]
    ('교감기', 'Apparatus')
    """
    return MappingProxyType(WORDS.get(language, WORDS["en"]))


def say(languages: Sequence[str], key: str, *values: object) -> str:
    """Return what *key* is called in each of *languages*, with *values* put in; two languages stand side by side.

    >>> say(["ko"], "line", 17)
    '저본 17행'
    >>> say(["en", "ko"], "kind")
    'Kind · 갈래'
    """
    told = [WORDS[language if language in WORDS else "en"][key].format(*values) for language in languages or ["en"]]
    return " · ".join(dict.fromkeys(told))
