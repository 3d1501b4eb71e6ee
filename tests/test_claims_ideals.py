"""Sentences that say what ought to be, and items without a verb."""

from __future__ import annotations

import pytest

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import read_lexicon
from hustings.outside.packaged import lexicon_texts

LEXICON = read_lexicon(lexicon_texts("claims")["en"].encode(), name="claims.en.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Our goal is a valley free from noise.", "+valley -noise"),
        ("It is unacceptable that the ferry was closed.", "-closed"),
        ("The tolls must stop.", "-tolls"),
        ("Every child will be given a place.", "+place"),
        ("We regret that the pier was sold.", "-sold"),
        ("More benches in the park", "+benches"),
        ("Put gardens before car parks.", "+gardens -parks"),
        ("Conference rejects the new toll.", "-toll"),
        ("The state should not interfere in the choir.", "-interfere"),
        ("The new levy stifles trade.", "-levy"),
    ],
)
def test_a_sentence_has_its_claims(text: str, expected: str) -> None:
    """Each construction gives its claims, in the order of their targets."""
    found = find_claims_in(text, language="en", lexicon=LEXICON)
    signs = {1: "+", -1: "-"}
    assert " ".join(f"{signs[one.stance]}{one.head}" for one in found) == expected
