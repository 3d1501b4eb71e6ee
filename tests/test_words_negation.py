from __future__ import annotations

import pytest

from hustings.words.negation import NEGATORS, denied_words
from hustings.words.tokens import words_of


@pytest.mark.parametrize(
    ("text", "language", "denied"),
    [
        ("We will not raise the levy.", "en", ["raise", "the", "levy"]),
        ("We don't raise levies.", "en", ["raise", "levies"]),
        ("No, we raise levies.", "en", []),
        ("Not only trams but boats.", "en", []),
        ("We raise levies.", "en", []),
        ("Never again.", "en", ["again"]),
        ("Wir wollen keine Maut.", "de", ["Maut"]),
        ("Nicht nur die Bahn.", "de", []),
        ("Nous ne vendrons pas le quai.", "fr", ["vendrons", "pas", "le", "quai"]),
        ("We will not raise it.", "xx", []),
        ("", "en", []),
    ],
)
def test_what_stands_behind_a_negator_is_denied(
    text: str, language: str, denied: list[str]
) -> None:
    words = words_of(text)
    assert [words[i] for i in sorted(denied_words(text, language))] == denied


def test_lists_are_in_small_letters() -> None:
    for negators in NEGATORS.values():
        for word in negators.words | negators.unless:
            assert word == word.lower()
