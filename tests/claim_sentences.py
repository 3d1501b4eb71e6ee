"""Claims of invented sentences, as stances and heads, for the tests of languages."""

from __future__ import annotations

from functools import cache

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import Lexicon, read_lexicon
from hustings.outside.packaged import lexicon_texts


@cache
def lexicon_of(language: str) -> Lexicon:
    """Read a language's lexicon once."""
    content = lexicon_texts("claims")[language]
    return read_lexicon(content.encode(), name=f"claims.{language}.yaml")


def heads_in(
    text: str, language: str, *, heading: str | None = None, actor: str | None = None
) -> list[str]:
    """Give the heads of a sentence's claims, "+" before those that it is for.

    What somebody else holds has their name before it: "Der Kreis: -Maut".
    """
    found = find_claims_in(
        text,
        language=language,
        lexicon=lexicon_of(language),
        heading=heading,
        actor=actor,
    )
    return [
        ("" if claim.actor == "own" else f"{claim.actor}: ")
        + f"{'+' if claim.stance > 0 else '-'}{claim.head}"
        for claim in found
    ]
