"""Subjects past asides and new clauses, wishes, items and lists that go on."""

from __future__ import annotations

import pytest

from hustings.claims.finding import find_claims_in
from hustings.claims.lexicons import read_lexicon
from hustings.outside.packaged import lexicon_texts

ENGLISH = read_lexicon(lexicon_texts("claims")["en"].encode(), name="claims.en.yaml")
SENTENCES = [
    # asides between subject and verb
    ("The harbour code, as drafted in May, must be published.", "+code"),
    ("The pier, which stands empty, must be restored.", "+pier"),
    # a new clause has its own subject, a verb after "and" has that of the first
    ("The ferry is late, and the toll must be abolished.", "-toll"),
    ("The toll is a levy on islanders and must be abolished.", "-toll"),
    ("Keepers believe that the toll must be abolished.", "-toll"),
    # what is done
    ("We want the toll abolished.", "-toll"),
    ("The toll must be abolished, the pier restored.", "-toll +pier"),
    ("Family cabins to be protected.", "+cabins"),
    # an unknown verb names its clause
    ("The warden must whistle.", "+whistle"),
    ("No child should drown.", "-drown"),
    # lists that go on behind an aside
    ("We demand ferries by law, and a bridge.", "+ferries +bridge"),
    ("We ask for one good school.", "+school"),
    # words that only look like stances
    ("The pier is not for sale.", ""),
    ("The pier is no luxury.", "-pier"),
    ("Permitting rules should be published.", "+rules"),
    ("Against empty cabins: a levy on them.", "-cabins +levy"),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_subjects_and_wishes_are_read(text: str, expected: str) -> None:
    claims = find_claims_in(text, language="en", lexicon=ENGLISH)
    found = [f"{'+' if one.stance > 0 else '-'}{one.head}" for one in claims]
    assert " ".join(found) == expected


HEADINGS = (
    "The old toll on the long bridge over the river must be abolished.",
    (
        "They are melting, and unless fumes are brought down soon the rivers on which "
        "four towns drink will fail."
    ),
)


@pytest.mark.parametrize("heading", HEADINGS)
def test_the_subject_of_a_heading_is_no_word_of_the_unit(heading: str) -> None:
    for text in ("that", "and no harbour worthy"):
        claims = find_claims_in(text, language="en", lexicon=ENGLISH, heading=heading)
        assert all(claim.target in text for claim in claims)
