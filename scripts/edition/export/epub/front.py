"""What stands before the pages: cover, title page, colophon.

All facts are computed: version, commit and date by `edition.export.colophon`, rights from each text's ``source.toml``.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from edition.export.colophon import Colophon
from edition.rights import permission_words, publishable

from .books import Book
from .elements import Content, element, language_attributes, page, spoken

COVER, TITLE, COLOPHON = "cover.xhtml", "title.xhtml", "colophon.xhtml"
NAMES = {
    COVER: {"en": "Cover", "ko": "표지"},
    TITLE: {"en": "Title page", "ko": "속표지"},
    COLOPHON: {"en": "About this book", "ko": "이 책에 대하여"},
}
KIND = {"en": "An annotated digital edition", "ko": "주석을 단 디지털 판"}
WORDS = {
    "en": {
        "version": "Version {version}, commit {commit}, {date}.",
        "cite": "How to cite",
        "cite as": "{title}, edited by {editors}, version {version} ({date}, commit {commit}), EPUB, {locator}.",
        "text as": "{title}. In: {project}, edited by {editors}, version {version} ({date}, commit {commit}), EPUB,"
        " {locator}.",
        "locator": "Every paragraph has a number, the same in every format of the edition: name the letter of the text"
        " and the number, for example {locator}. The page list of your reading system leads to it.",
        "correct": "How to correct",
        "correct how": "Name the paragraph, the words as they stand and as they should, and what supports it."
        " A correction reaches the text as a change to its page in the edition’s repository"
        " (CONTRIBUTING.md there says how); all formats are then made anew.",
        "marks": "Signs",
        "signs": "Words emended have a dotted line, words supplied stand in ⟨ ⟩, a slip left standing has a wavy line,"
        " and ° is where words were left out; each leads to what the witness has. Author’s notes have bare numbers,"
        " those of this edition an e before theirs.",
        "rights": "Rights",
        "ours": "Notes, introductions, register and all other matter of the editors: CC BY 4.0"
        " (https://creativecommons.org/licenses/by/4.0/). The programs: MIT.",
        "theirs left out": "The texts belong to others; neither licence covers them, and of those named here the words"
        " are left out of this book: […] stands for them.",
        "theirs": "The texts belong to others; neither licence covers them, and a book that holds them is not to be"
        " passed on.",
        "text": "{siglum}: in copyright, no permission to publish is recorded. Holder: {holder}.",
        "allowed": "{siglum}: {status}; permission: {permission}. Holder: {holder}.",
    },
    "ko": {
        "version": "버전 {version}, 커밋 {commit}, {date}.",
        "cite": "인용하는 법",
        "cite as": "{editors} (엮음), 『{title}』, 버전 {version} ({date}, 커밋 {commit}), EPUB, {locator}.",
        "text as": "{title}, {editors} (엮음), 『{project}』, 버전 {version} ({date}, 커밋 {commit}), EPUB, {locator}.",
        "locator": "모든 문단에 번호가 있고, 번호는 이 판의 어느 형식에서나 같다."
        " 글의 약호와 번호를 {locator}처럼 적는다. 전자책 프로그램의 쪽 목록으로 그 문단을 찾아갈 수 있다.",
        "correct": "바로잡는 법",
        "correct how": "문단 번호와 지금 적힌 말, 바르게 고친 말, 그 근거를 알려 주기 바란다. 바로잡은 것은"
        " 이 판의 저장소에 있는 글에 반영하고(CONTRIBUTING.ko.md 참조), 모든 형식의 파일을 그 글에서 다시 만든다.",
        "marks": "표시",
        "signs": "고친 말에는 점선이, 그대로 둔 착오에는 물결선이 그어져 있고, 채워 넣은 말은 ⟨ ⟩ 안에 있으며,"
        " 덜어낸 자리에는 °가 있다. 누르면 저본에 무엇이라고 되어 있는지 나온다."
        " 글의 주는 번호만으로, 이 판의 주는 e를 앞세운 번호로 적었다.",
        "rights": "권리",
        "ours": "주와 해제, 찾아보기, 그 밖에 편집자들이 쓴 것: CC BY 4.0"
        " (https://creativecommons.org/licenses/by/4.0/). 프로그램: MIT.",
        "theirs left out": "글은 다른 이들의 것이며 두 이용 허락 어느 쪽도 글에는 미치지 않는다."
        " 아래 글의 본문은 이 책에서 뺐고, […]는 뺀 자리를 뜻한다.",
        "theirs": "글은 다른 이들의 것이며 두 이용 허락 어느 쪽도 글에는 미치지 않는다."
        " 글이 담긴 이 책을 퍼뜨려서는 안 된다.",
        "text": "{siglum}: 저작권 있음, 공개를 허락받은 기록 없음. 권리자: {holder}.",
        "allowed": "{siglum}: {status}, 허락: {permission}. 권리자: {holder}.",
    },
}


def cover_page(book: Book, style: str) -> bytes:
    """Return the page that shows the cover."""
    alt = f"{': '.join([*book.titles.values()][:1] + [*book.subtitles.values()][:1])}. {KIND['en']}."
    image = element("img", {"src": "cover.png", "alt": alt, "role": "doc-cover"})
    body = element("body", {"epub:type": "cover", "class": "cover"}, element("div", {}, image))
    language = book.languages[0]
    return page(NAMES[COVER][language], language, style, body)


def title_page(book: Book, project: str, editors: str, facts: Colophon, style: str) -> bytes:
    """Return the title page: titles in both languages, authors, whose edition it is."""
    content: list[Content] = []
    for place, (language, words) in enumerate(book.titles.items()):
        tag = "h1" if not place else "p"
        content.append(element(tag, {"class": "title", **language_attributes(language)}, words))
        if language in book.subtitles:
            content.append(
                element("p", {"class": "subtitle", **language_attributes(language)}, book.subtitles[language])
            )
    for name, language in book.authors:
        content.append(element("p", {"class": "author", **language_attributes(language)}, name))
    content += [element("p", {"class": "kind", **language_attributes(code)}, words) for code, words in KIND.items()]
    if book.authors:
        content.append(element("p", {"class": "project", **language_attributes("en")}, project))
    content.append(element("p", {"class": "editors", **language_attributes("en")}, editors))
    content.append(
        element("p", {"class": "version", **language_attributes("en")}, f"Version {facts.version} · {facts.date}")
    )
    named = {"epub:type": "titlepage", "class": "titlepage"}
    body = element("body", {"epub:type": "frontmatter"}, element("section", named, *content))
    language = next(iter(book.titles))
    return page(book.titles[language], language, style, body)


def colophon_page(
    book: Book, projects: dict[str, str], editors: str, facts: Colophon, style: str, locator: str
) -> bytes:
    """Return the colophon: version, how to cite and to correct, the signs, whose what is; in both languages."""
    order = sorted(WORDS, key=lambda code: code != book.languages[0])
    sections = [
        _colophon(book, projects[code], editors, facts, locator, code, first=code == order[0]) for code in order
    ]
    named = {"epub:type": "colophon", "role": "doc-colophon", "aria-label": NAMES[COLOPHON][order[0]]}
    body = element("body", {"epub:type": "frontmatter"}, element("section", named, *sections))
    return page(NAMES[COLOPHON][order[0]], order[0], style, body)


def _colophon(  # noqa: PLR0913  (facts of one page, each told once)
    book: Book, project: str, editors: str, facts: Colophon, locator: str, language: str, *, first: bool
) -> Element:
    words = WORDS[language]
    told = {"version": facts.version, "commit": facts.commit or "–", "date": facts.date or "–", "locator": locator}
    code = language if language in book.titles else next(iter(book.titles))
    title = ": ".join(filter(None, [book.titles[code], book.subtitles.get(code, "")]))
    author = next((name for name, known in book.authors if known == code), "")
    title = f"{author}, {title}" if author else title
    told |= {"editors": editors, "title": title, "project": project}
    cited = words["cite as" if len(book.texts) > 1 else "text as"].format(**told)
    left_out = any(matter.edited.source.withheld for matter in book.texts)
    theirs = words["theirs left out" if left_out else "theirs"]
    rights = [theirs, *(_rights(matter.edited.source, words) for matter in book.texts), words["ours"]]
    parts: list[tuple[str, list[str]]] = [
        ("cite", [cited, words["locator"].format(**told)]),
        ("marks", [words["signs"]]),
        ("correct", [words["correct how"]]),
        ("rights", rights),
    ]
    content: list[Content] = [
        element("h1" if first else "h2", {}, NAMES[COLOPHON][language]),
        element("p", {}, words["version"].format(**told)),
    ]
    for name, lines in parts:
        content.append(element("h2" if first else "h3", {}, words[name]))
        content += [element("p", {}, *spoken(line, language)) for line in lines]
    return element("div", {"class": "colophon", **language_attributes(language)}, *content)


def _rights(source: object, words: dict[str, str]) -> str:
    """Return what ``source.toml`` records of a text's rights, in a sentence."""
    rights: dict[str, object] = getattr(source, "rights", {})
    kind = "allowed" if publishable(rights) else "text"
    told = {name: str(rights.get(name) or "–") for name in ("holder", "status")}
    told["permission"] = permission_words(rights)
    return words[kind].format(siglum=getattr(source, "siglum", ""), **told)
