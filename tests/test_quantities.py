"""Numbers and dates in English and Korean words."""

from __future__ import annotations

import pytest

from edition.verify.quantities import quantities

SAME = [
    ("8 January 2022", "2022년 1월 8일"),
    ("January 8, 2022", "2022.1.8"),
    ("in March 1917", "1917년 3월"),
    ("7 January", "1월 7일"),
    ("these January days", "1월 초"),
    ("the October Revolution", "10월혁명"),
    ("from 1999 onwards", "1999년 이래"),
    ("for three decades", "30년 동안"),
    ("in the past two decades", "지난 20년 동안"),
    ("the 1990s", "1990년대"),
    ("the 20th century", "20세기"),
    ("the nineteenth century", "19세기"),
    ("two days before", "이틀 전"),
    ("in the last two days", "지난 이틀간"),
    ("3,000 troops", "3,000명의 병력"),
    ("3,000 troops", "3천 명"),
    ("at least 4,266 people", "최소 4,266명을"),
    ("35,000", "3만 5천 명"),
    ("12 million", "1,200만 명"),
    ("1.5 million", "150만"),
    ("twenty-five million", "2,500만 명"),
    ("two hundred and fifty thousand", "25만"),
    ("three hundred people", "삼백 명"),
    ("a hundred", "백 명"),
    ("three times", "세 번"),
    ("five women", "여성 다섯 명"),
    ("the third time", "세 번째"),
    ("the Second World War", "제2차 세계대전"),
    ("one third", "3분의 1"),
    ("half of them", "그들의 절반"),
    ("2.5 percent", "2.5퍼센트"),
    ("dozens", "수십 명"),
    ("several thousand", "수천 명"),
    ("tens of thousands", "수만 명"),
    ("hundreds of thousands", "수십만"),
    ("decades of rule", "수십 년의 지배"),
]


@pytest.mark.parametrize(("english", "korean"), SAME, ids=[english for english, _ in SAME])
def test_the_same_in_both_languages(english, korean):
    assert len(quantities(english, "en")) == 1
    assert quantities(english, "en") == quantities(korean, "ko")


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("8 January 2022", "2022년 1월 7일"),
        ("3,000", "3,001명"),
        ("thousands", "3천 명"),
        ("the third", "세 번"),
        ("two decades", "2년"),
        ("in 1917", "1971년"),
    ],
)
def test_not_the_same(english, korean):
    assert set(quantities(english, "en")).isdisjoint(quantities(korean, "ko"))


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("they may march, one by one, for a while", "en"),
        ("두마의 세력은 이후 천만에 사실 만일 오늘 하나의 한 나라", "ko"),
        ("이들 사이에 일요일 삼가", "ko"),
    ],
)
def test_no_number(words, language):
    assert quantities(words, language) == []


def test_shown_as_it_stands():
    assert [item.words for item in quantities("최소 4,266명을 체포한 2022년 1월 8일에", "ko")] == [
        "4,266명을",
        "2022년 1월 8일에",
    ]
