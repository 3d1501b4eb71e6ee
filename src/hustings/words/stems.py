"""Lemmas: the form under which a dictionary lists a word."""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

import simplemma

MOST_REMEMBERED = 1 << 18
# German nouns begin with a capital: "Steuern" are taxes, "steuern" is to steer.
_CASE_MATTERS = frozenset({"de", "lb"})


@lru_cache(maxsize=MOST_REMEMBERED)
def lemma_of(word: str, language: str) -> str:
    """Give the lemma of a word, in lower case.

    Parameters
    ----------
    word : str
        As it stands in the text; soft hyphens and an English 's are taken away.
    language : str
        ISO 639-1 code. In a language without lemmas the word itself is given.

    Examples
    --------
    >>> lemma_of("Ministries", "en"), lemma_of("Steuern", "de")
    ('ministry', 'steuer')
    """
    plain = plain_form(word)
    if not has_lemmas(language):
        return plain
    cased = plain if language not in _CASE_MATTERS else _cased(word)
    return str(simplemma.lemmatize(cased, lang=language)).lower()


@lru_cache(maxsize=MOST_REMEMBERED)
def plain_form(word: str) -> str:
    """Give a word in lower case, composed, without soft hyphens and 's.

    Examples
    --------
    >>> plain_form("Town's")
    'town'
    """
    return _composed(word).lower()


@cache
def has_lemmas(language: str) -> bool:
    """Tell whether there are lemmas in this language.

    Examples
    --------
    >>> has_lemmas("nl"), has_lemmas("xx")
    (True, False)
    """
    try:
        simplemma.lemmatize("a", lang=language)
    except ValueError:
        return False
    return True


def _composed(word: str) -> str:
    composed = unicodedata.normalize("NFC", word.replace("\u00ad", ""))
    return composed.removesuffix("'s").removesuffix("’s")


def _cased(word: str) -> str:
    """Keep the case, but read a word in capitals as a noun."""
    composed = _composed(word)
    return composed.capitalize() if composed.isupper() else composed
