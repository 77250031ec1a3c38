"""Real ``lang`` on every passage: what a page has in another language than its own is marked with it.

A page's words come from many hands: the text, notes, titles of works, names, cards of marks, our own interface. All of
them are in the HTML of its body when the page is written, and there each run of words is held against the language it
stands under. Hangul is Korean and Cyrillic is Russian, Ukrainian or Kazakh, by their letters; three Latin words and
more in Korean are English, French or German, by their small words. A shorter run (*RCIT*, *Lenin*) stays in the
sentence that it is a word of. On an English page a passage with an element to itself, as a title has, is French or
German where its small words say so and none is English; where they say nothing, it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sphinx.application import Sphinx

from edition.ext.words import words

_TOKEN = re.compile(r"<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>|[^<]+|<", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_LANG = re.compile(r"\slang=[\"']([\w-]*)")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())  # noqa: SIM905
_CLOSED = frozenset({"script", "style", "option", "textarea", "title", "svg", "math"})  #: hold no elements of ours
_BETWEEN = r"(?:[\s\d·,.…–~!?:;/()“”‘’'\"「」『』〈〉《》\[\]-]|&\w+;|&#\d+;)*"
_HANGUL = "가-힣ㄱ-ㆎᄀ-ᇿ"
_CYRILLIC = "\u0400-\u052f"
_LATIN = "A-Za-z\u00c0-\u024f"
_WORD = rf"(?:(?:[(\[“‘'\"«–—-]|&\w+;|&#\d+;)*[{_LATIN}][^\s<{_HANGUL}『』「」〈〉《》]*)"
_LINK = rf"(?:\s+(?:[\d&–—-][^\s<{_HANGUL}{_LATIN}]*\s+)?)"
_RUNS = {
    "hangul": re.compile(rf"[{_HANGUL}](?:[{_HANGUL}一-鿿]|{_BETWEEN}(?=[{_HANGUL}]))*"),
    "cyrillic": re.compile(rf"[{_CYRILLIC}](?:[{_CYRILLIC}]|{_BETWEEN}(?=[{_CYRILLIC}]))*"),
    "latin": re.compile(rf"{_WORD}(?:{_LINK}{_WORD}){{2,}}"),
}
_SMALL = {
    "en": {"the", "of", "and", "to", "in", "a", "is", "for", "on", "by", "with", "from", "as", "that", "not", "at"},
    "fr": {"le", "la", "les", "des", "du", "et", "de", "un", "une", "en", "au", "aux", "sur", "pour", "dans", "contre"},
    "de": {"der", "die", "das", "und", "von", "den", "dem", "ein", "eine", "zu", "im", "für", "mit", "zur", "des"},
}


def latin_language(words: str) -> str:
    """Return the likely language of Latin *words* by their small words, English where these do not tell.

    >>> latin_language("Le socialisme des intellectuels"), latin_language("State and Revolution")
    ('fr', 'en')
    """
    found = re.findall(rf"[{_LATIN}]+", words.replace("’", " ").lower())
    counts = {language: sum(word in small for word in found) for language, small in _SMALL.items()}
    return max(counts, key=lambda language: (counts[language], language == "en"))


def cyrillic_language(words: str) -> str:
    """Return the language of Cyrillic *words* by letters that Russian does not have."""
    if re.search("[іїєґІЇЄҐ]", words):
        return "uk"
    return "kk" if re.search("[әғқңөұүһӘҒҚҢӨҰҮҺ]", words) else "ru"


def foreign(text: str) -> str:
    """Return ``fr`` or ``de`` where two small words of *text*, a whole passage, are of that language, none English.

    >>> foreign("La révolution et la guerre d’Espagne"), foreign("Charles de Gaulle")
    ('fr', '')
    """
    found = re.findall(rf"[{_LATIN}]+", text.replace("’", " ").lower())
    if any(word in _SMALL["en"] - {"a"} for word in found):
        return ""
    return next((code for code in ("fr", "de") if sum(word in _SMALL[code] for word in found) > 1), "")


def runs(text: str, language: str) -> Iterator[tuple[int, int, str]]:
    """Yield (start, end, language) for what in *text*, HTML without tags, is not in *language*, in order.

    >>> [(("Lenin, 레닌.")[start:end], code) for start, end, code in runs("Lenin, 레닌.", "en")]
    [('레닌', 'ko')]
    """
    found = []
    if language != "ko":
        found += [(*run.span(), "ko") for run in _RUNS["hangul"].finditer(text)]
    else:
        found += [(*run.span(), latin_language(run[0])) for run in _RUNS["latin"].finditer(text)]
    if language not in ("ru", "uk", "kk"):
        found += [(*run.span(), cyrillic_language(run[0])) for run in _RUNS["cyrillic"].finditer(text)]
    if not found and language == "en" and (code := foreign(text)):
        found = [(len(text) - len(text.lstrip()), len(text.rstrip()), code)]
    yield from sorted(found)


def marked(html: str, language: str) -> str:
    """Return *html*, which stands under *language*, with a span round each run in another one; no word is changed.

    >>> marked("<p>Lenin · 레닌</p>", "en")
    '<p>Lenin · <span lang="ko">레닌</span></p>'
    """
    parts: list[str] = []
    open_elements: list[tuple[str, str]] = []  # name, language
    for token in _TOKEN.findall(html):
        name = _NAME.match(token)
        here = open_elements[-1][1] if open_elements else language
        if name is None:
            closed = open_elements and open_elements[-1][0] in _CLOSED
            bare = closed or token.startswith("<") or token.isspace()
            parts.append(token if bare else _marked_text(token, here))
            continue
        parts.append(token)
        tag = name[1].lower()
        if token.startswith("</"):
            while open_elements and open_elements.pop()[0] != tag:
                pass
        elif tag not in _VOID and not token.endswith("/>"):
            own = _LANG.search(token)
            open_elements.append((tag, own[1] if own else here))
    return "".join(parts)


def _marked_text(text: str, language: str) -> str:
    pieces, cursor = [], 0
    for start, end, code in runs(text, language):
        if start >= cursor:
            pieces += [text[cursor:start], f'<span lang="{code}">{text[start:end]}</span>']
            cursor = end
    return "".join([*pieces, text[cursor:]])


def _mark(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:
    """Mark the languages of a page's body and contents, and give the template the means to do so elsewhere."""
    language = str(context.get("language") or app.config.language)
    for key in ("body", "toc"):
        if context.get(key):
            context[key] = marked(context[key], language)
    context["words"] = words(language)
    context["marked"] = lambda html: marked(str(html), language)


def setup_languages(app: Sphinx) -> None:
    """Mark languages when a page's own language is known and nothing changes its words any more."""
    app.connect("html-page-context", _mark, priority=800)
