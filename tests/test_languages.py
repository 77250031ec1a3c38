"""What stands in another language than its page is marked with it, and no word is changed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edition.ext.languages import cyrillic_language, foreign, latin_language, marked
from edition.ext.words import WORDS

TAG = re.compile(r"<[^>]*>")


def span(code: str, words: str) -> str:
    return f'<span lang="{code}">{words}</span>'


@pytest.mark.parametrize(
    ("html", "language", "expected"),
    [
        ("<p>Lenin · 레닌, 1917년</p>", "en", f"<p>Lenin · {span('ko', '레닌, 1917년')}</p>"),
        ("<p>레닌 (Lenin)</p>", "ko", "<p>레닌 (Lenin)</p>"),
        ("<p>영어판 the former Soviet Union 참조</p>", "ko",
         f"<p>영어판 {span('en', 'the former Soviet Union')} 참조</p>"),
        ("<p>『Le socialisme des intellectuels』</p>", "ko",
         f"<p>『{span('fr', 'Le socialisme des intellectuels')}』</p>"),
        ("<p>Ленин, Владимир · Lenin</p>", "en", f"<p>{span('ru', 'Ленин, Владимир')} · Lenin</p>"),
        ("<p lang='ko'>레닌</p><p>레닌</p>", "en", f"<p lang='ko'>레닌</p><p>{span('ko', '레닌')}</p>"),
        ('<p lang="ko">말<br>말 <img alt="a"> 말</p>', "en", '<p lang="ko">말<br>말 <img alt="a"> 말</p>'),
        ("<select><option>한국어</option></select>", "en", "<select><option>한국어</option></select>"),
        ("<script>let a = '레닌 < b';</script>", "en", "<script>let a = '레닌 < b';</script>"),
        ('<a title="레닌 > x">x</a>', "en", '<a title="레닌 > x">x</a>'),
        ("<em>Contre la guerre et la misère</em>", "en", f"<em>{span('fr', 'Contre la guerre et la misère')}</em>"),
        ("<em>Was ist und zu welchem Ende die Partei</em>", "en",
         f"<em>{span('de', 'Was ist und zu welchem Ende die Partei')}</em>"),
    ],
)  # fmt: skip
def test_marked(html, language, expected):
    assert marked(html, language) == expected


def test_languages_of_a_script():
    assert [cyrillic_language(word) for word in ("Ленин", "Україна", "Қазақстан")] == ["ru", "uk", "kk"]
    assert [latin_language(word) for word in ("State and Revolution", "Der Volksaufstand in Kasachstan und die")] == [
        "en",
        "de",
    ]
    assert foreign("Charles de Gaulle") == ""


def test_every_word_of_ours_is_in_both_languages():
    assert WORDS["ko"].keys() == WORDS["en"].keys()


@given(
    st.lists(
        st.sampled_from(
            [
                "레닌",
                "Lenin the great man",
                "Ленин",
                " ",
                ",",
                "<p>",
                "</p>",
                "<br>",
                "&amp;",
                "1917",
                "<b lang='ko'>",
                "</b>",
                "<",
            ]
        )
    )
)
def test_no_character_is_changed(parts):
    """Spans are put in; taken out again, the page is as it was."""
    html = "".join(parts)
    added = marked(html, "en")
    assert re.sub(r'<span lang="\w\w">((?:(?!</span>).)*)</span>', r"\1", added) == html
