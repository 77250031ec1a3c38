"""What stands before a book's first page: title, colophon, how to read it; and the few words of the book's own.

Computed from the build (`edition.export.colophon`), the texts' ``source.toml`` and the configuration, never typed for
one build. A project without texts has the facts of the build only.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import east_asian_width

from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from edition.ext.config import TEXT_FOLDER, edited_text
from edition.rights import publishable

from .plan import Volume
from .source import array, optional, quote

CONTENTS = {"ko": "차례", "en": "Contents"}
INDEX = {"ko": "찾아보기", "en": "Index"}
FACTS = {
    "ko": {"version": "버전", "commit": "커밋", "date": "날짜", "address": "웹 주소"},
    "en": {"version": "Version", "commit": "Commit", "date": "Date", "address": "Web"},
}
KEYWORDS = ("Russian Revolution", "러시아 혁명", "scholarly edition", "학술 편집본")
#: of the contents, in points, as measured on pages set: title, line, what stands above a title of the first level, page
TITLE_HEIGHT, LINE_HEIGHT, FIRST_GAP, PAGE_HEIGHT = 36, 13, 5, 470
LINE_LENGTH = 58  #: Latin letters, of which a syllable of Hangul takes two
SOURCE = "https://creativecommons.org/licenses/by/4.0/"

#: heading, then words; what stands in braces is put in
COLOPHON = {
    "en": (
        ("How to cite",
         "{cited}, version {version}{stamp}. For a passage, name the author and the title of its text and the number "
         "of its paragraph, as in “{sample}”: the number stands in the margin, is the same in every form of the "
         "edition, and stays; page numbers change with the version. {links}"),
        ("How to correct", "Name text, paragraph and version, and what should stand there and why. A correction is a "
         "pull request or an issue in the edition’s repository; its file CONTRIBUTING.md shows the way."),
        ("Licences", "Introductions, notes, marks, apparatus, register and every other word of the editors: CC BY 4.0, "
         "{licence}. The programs that made this book: MIT. The fonts Noto Serif KR, Noto Sans KR and Source Serif 4: "
         "SIL Open Font License 1.1. {rights}"),
    ),
    "ko": (
        ("인용",
         "{cited}, 버전 {version}{stamp}. 대목을 인용할 때는 지은이와 제목에 이어 문단 번호를 “{sample}”처럼 "
         "적는다. 문단 번호는 여백에 있고, 이 판의 모든 형식에서 같으며 바뀌지 않는다. 쪽수는 버전에 따라 "
         "달라진다. {links}"),
        ("바로잡기",
         "어느 글, 어느 문단, 어느 버전인지 밝히고 어떻게, 왜 고쳐야 하는지 알려 주기 바란다. 고칠 것은 "
         "이 판의 저장소에서 풀 리퀘스트나 이슈로 받으며, 방법은 저장소의 CONTRIBUTING.ko.md에 있다."),
        ("이용 허락",
         "해제, 주, 표시, 교감기, 찾아보기를 비롯해 편집자가 쓴 것은 모두 CC BY 4.0을 따른다({licence}). "
         "이 책을 만든 프로그램은 MIT, 글꼴 Noto Serif KR, Noto Sans KR, Source Serif 4는 SIL Open Font License 1.1을 "
         "따른다. {rights}"),
    ),
}  # fmt: skip
LINKS = {
    "en": ("The edition has no address on the web yet, so that the numbers are no links.",
           "Each number is a link to the paragraph’s permanent address at {}."),
    "ko": ("아직 웹 주소가 없어 번호에 링크를 걸지 않았다.",
           "번호마다 {}에 있는 그 문단의 고유 주소로 가는 링크가 걸려 있다."),
}  # fmt: skip
RIGHTS = {
    "en": ("", "The texts belong to their authors. No permission to publish is recorded for {}: do not pass this file "
           "on.", "The texts belong to their authors. The words of {} are left out of this file, for no permission to "
           "publish is recorded; […] stands for them."),
    "ko": ("", "글은 지은이의 것이다. {}의 공개를 허락받은 기록이 없으므로 이 파일을 퍼뜨려서는 안 된다.",
           "글은 지은이의 것이다. {}의 본문은 공개를 허락받은 기록이 없어 이 파일에서 뺐다. […]는 뺀 자리를 뜻한다."),
}  # fmt: skip


def contents_pages(titles: Iterable[tuple[int, str]]) -> int:
    """Return how many pages a table of contents of *titles*, each with its level, will fill, as near as can be guessed.

    Typst leaves so many free when it sets the book for the first time and knows no title yet. Where the guess is wrong
    every page number moves, and it sets the book once more: that costs time, and changes nothing.
    """
    height = TITLE_HEIGHT
    for level, title in titles:
        wide = sum(1 + (east_asian_width(sign) in "WF") for sign in title)
        height += LINE_HEIGHT * (1 + wide // LINE_LENGTH) + (FIRST_GAP if level == 1 else 0)
    return 1 + height // PAGE_HEIGHT


def front_matter(env: BuildEnvironment, config: Config, volume: Volume, contents: int = 1) -> str:
    """Return the arguments of ``book`` in edition.typ: title page, colophon, contents of about *contents* pages."""
    words = FACTS.get(config.language, FACTS["en"])
    rows = [(words[name], config[f"edition_{name}"]) for name in ("version", "commit", "date")]
    rows.append((words["address"], config.edition_base_url))
    facts = "".join(f"({quote(name)}, {quote(value)}), " for name, value in rows if value)
    parts = _parts(env, config, volume)
    legend = optional(volume.language) if parts else "none"
    return (
        f"title: {quote(volume.title)}, subtitle: {optional(volume.subtitle)}, author: {optional(volume.author)}, "
        f"lang: {quote(volume.language)}, contents-title: {quote(CONTENTS.get(volume.language, CONTENTS['en']))}, "
        f"depth: {config.edition_pdf_contents_depth}, contents-pages: {contents}, "
        f"colophon-rows: ({facts}), colophon-parts: {array(parts)}, "
        f"legend-first: {legend}, keywords: {array(map(quote, KEYWORDS if parts else ()))}"
    )


def _parts(env: BuildEnvironment, config: Config, volume: Volume) -> list[str]:
    """Return the paragraphs of the colophon, in the book's language first; none for a project without texts."""
    names = [name.split("/")[1] for name in env.found_docs if name.startswith(TEXT_FOLDER) and name.endswith("/index")]
    texts = [edited for name in sorted(names) if (edited := edited_text(env, name)) and volume.text in ("", name)]
    if not texts:
        return []
    closed = ", ".join(sorted(text.source.siglum for text in texts if not publishable(text.source.rights)))
    said = 2 if any(text.source.withheld for text in texts) else bool(closed)
    stamp = ", ".join(filter(None, [config.edition_date, config.edition_commit]))
    whole = f"{config.author}, {config.project}: {config.edition_subtitle}".removesuffix(": ")
    values = {
        "cited": f"{volume.author}, “{volume.title}”, {whole}" if volume.text else whole,
        "version": config.edition_version or "–",
        "stamp": f" ({stamp})" if stamp else "",
        "sample": f"{texts[0].source.siglum} 12",
        "licence": SOURCE,
    }
    parts = []
    for language in sorted(COLOPHON, key=lambda name: name != volume.language):
        base, rights = str(config.edition_base_url), RIGHTS[language][said].format(closed)
        links = LINKS[language][bool(base)].format(base)
        for heading, words in COLOPHON[language]:
            told = words.format(links=links, rights=rights, **values).strip()
            parts.append(f"({quote(language)}, {quote(heading)}, {quote(told)})")
    return parts
