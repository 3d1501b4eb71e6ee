from __future__ import annotations

import pytest

from hustings.words.stems import has_lemmas, lemma_of, plain_form


@pytest.mark.parametrize(
    ("word", "language", "lemma"),
    [
        ("Taxes", "en", "tax"),
        ("TAXES", "en", "tax"),
        ("mayor’s", "en", "mayor"),
        ("min\u00adistries", "en", "ministry"),
        ("Steuern", "de", "steuer"),
        ("STEUERN", "de", "steuer"),
        ("steuern", "de", "steuern"),
        ("Gesenkt", "xx", "gesenkt"),
    ],
)
def test_lemma(word: str, language: str, lemma: str) -> None:
    assert lemma_of(word, language) == lemma


def test_plain_form_is_composed() -> None:
    assert plain_form("Cafe\u0301") == "caf\u00e9"


def test_unknown_language_has_no_lemmas() -> None:
    assert has_lemmas("de")
    assert not has_lemmas("tlh")
