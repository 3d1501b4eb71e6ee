from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.words.scanning import scan_words
from hustings.words.tokens import words_of


def scanned(texts: list[str], *, lower: bool = False) -> list[list[str]]:
    stream = scan_words(texts, lower=lower)
    return [
        [stream.forms[j] for j in stream.ids[stream.ends[i] : stream.ends[i + 1]]]
        for i in range(len(texts))
    ]


ODD = st.text(alphabet="ab's’_- \n,.1é£𝒳x\u0300", max_size=14)


@given(st.lists(ODD, max_size=6))
def test_gives_what_words_of_gives(texts: list[str]) -> None:
    composed = [normalize("NFC", text).replace("’", "'") for text in texts]
    expected = [words_of(text) for text in composed]
    assert scanned(texts) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The TOWN'S plan", ["the", "town's", "plan"]),
        ("town’s", ["town's"]),
        ("s's's", ["s's", "s"]),
        ("a's_b", ["a", "s", "b"]),
        ("long-term", ["long", "term"]),
        ("co\u00adoperate", ["cooperate"]),
        ("cafe\u0301 CAFÉ", ["café", "café"]),
        ("Straße 𝒳 日本", ["straße", "𝒳", "日本"]),
        ("\ud800 lone", ["lone"]),
        ("'s", ["s"]),
        ("", []),
    ],
)
def test_spellings(text: str, words: list[str]) -> None:
    assert scanned([text], lower=True) == [words]


def test_texts_longer_than_a_batch_keep_their_words() -> None:
    texts = ["trams " * 200_000, "", "roads", "parks " * 3]
    stream = scan_words(texts)
    assert stream.ends.tolist() == [0, 200_000, 200_000, 200_001, 200_004]
    assert stream.forms == ("trams", "roads", "parks")


def test_no_text() -> None:
    stream = scan_words([])
    assert (stream.forms, stream.ends.tolist()) == ((), [0])


def test_marks_are_words_of_their_own_if_wanted() -> None:
    stream = scan_words(["Trams, the town's 5%?!"], marks=True)
    assert [stream.forms[j] for j in stream.ids] == [
        *("trams", ",", "the", "town's", "5", "%", "?", "!"),
    ]
