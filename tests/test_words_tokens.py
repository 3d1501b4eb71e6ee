from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hustings.words.tokens import word_bounds, words_of


def test_marks_inside_words() -> None:
    text = "It’s the mayor's co\u00adoperation, cafe\u0301 2031 l'école snake_case"
    assert words_of(text) == [
        "It’s",
        "the",
        "mayor's",
        "co\u00adoperation",
        "cafe\u0301",
        "2031",
        "l",
        "école",
        "snake",
        "case",
    ]


@given(st.text())
def test_bounds_are_those_of_the_words(text: str) -> None:
    assert [text[start:end] for start, end in word_bounds(text)] == words_of(text)
