"""The lexicons of claims that come with Hustings, by language."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hustings.claims.lexicons import read_lexicon
from hustings.outside.packaged import lexicon_texts
from hustings.store.sources import sha256_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.claims.lexicons import Lexicon

NAME = "claims"
"""How the files of these lexicons begin."""


@cache
def claim_lexicons() -> dict[str, Lexicon]:
    """Read every lexicon once.

    Raises
    ------
    LexiconFileError
        If one cannot be used.
    """
    return {
        language: read_lexicon(text.encode(), name=f"{NAME}.{language}.yaml")
        for language, text in lexicon_texts(NAME).items()
    }


def lexicon_hashes() -> dict[str, str]:
    """Give each lexicon's SHA-256: they decide what is found."""
    return {
        language: sha256_of(text.encode())
        for language, text in lexicon_texts(NAME).items()
    }


def languages_without(languages: Iterable[str | None]) -> list[str | None]:
    """Name the languages that there is no lexicon for, each once."""
    known = lexicon_texts(NAME)
    return sorted({one for one in languages if one not in known}, key=str)
