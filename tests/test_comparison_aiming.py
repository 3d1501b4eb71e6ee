from __future__ import annotations

import pytest

from hustings.claims.finding import find_claims_in
from hustings.comparison.aiming import AimedUnit, AimingWords, aim
from hustings.errors.claims import EmptyTargetError
from hustings.outside.models import packaged_embedding
from hustings.workflow.claim_lexicons import claim_lexicons
from hustings.workflow.issue_groups import stop_words, turning_heads

WORDS = AimingWords(
    embeddings={"en": packaged_embedding("en")},
    stop_words={"en": stop_words("en")},
    turning={"en": turning_heads("en")},
)


def stances(target: str, *texts: str) -> list[tuple[str, int]]:
    """Say of each text that speaks to a target what stance it takes."""
    lexicon = claim_lexicons()["en"]
    units = [
        AimedUnit(
            document="d",
            unit=f"u{place}",
            text=text,
            start=100,
            language="en",
            claims=find_claims_in(text, language="en", lexicon=lexicon, start=100),
        )
        for place, text in enumerate(texts)
    ]
    return [(one.unit.text, one.stance) for one in aim(units, target, WORDS)]


@pytest.mark.parametrize(
    ("target", "text", "stance"),
    [
        ("the toll", "We will abolish the toll on the bridge.", -1),
        ("the toll", "We support the toll.", 1),
        ("the toll", "The toll was 40 pence last year.", 0),
        ("toll", "We demand the abolition of the toll.", -1),
        ("abolition of the toll", "We oppose the toll.", 1),
        ("abolition of the toll", "We support the toll.", -1),
        ("abolition of the toll", "We demand the abolition of the toll.", 1),
        ("a night bus", "We call for buses at night.", 1),
        ("a wealth tax", "We will introduce a tax on the rich.", 1),
    ],
)
def test_units_take_stances_on_what_is_asked(
    target: str, text: str, stance: int
) -> None:
    assert stances(target, text) == [(text, stance)]


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("a wealth tax", "We will cut the income tax."),
        ("a wealth tax", "We want a night bus."),
        ("a night bus", "We support the night nurse."),
    ],
)
def test_other_targets_are_silence(target: str, text: str) -> None:
    assert stances(target, text) == []


def test_help_for_those_who_pay_is_no_stance_on_what_they_pay() -> None:
    text = "We support help for people who pay the toll."
    assert stances("the toll", text) == [(text, 0)]


def test_a_unit_that_is_of_two_minds_is_told_twice() -> None:
    text = "We support the toll for lorries, but we oppose the toll for nurses."
    assert sorted(stance for _, stance in stances("the toll", text)) == [-1, 1]


def test_spans_index_the_text_that_units_stand_in() -> None:
    unit = AimedUnit(document="d", unit="u", text="The old toll.", start=7)
    (found,) = aim([unit], "toll")
    assert (found.span.start, found.span.end) == (15, 19)


def test_words_far_apart_are_no_mention() -> None:
    text = (
        "The wealth of the town lies in its harbour, its fields and its people, "
        "and nobody pays a tax."
    )
    assert stances("a wealth tax", text) == []


@pytest.mark.parametrize("target", ["", "  ", "…"])
def test_an_empty_target_is_a_mistake(target: str) -> None:
    with pytest.raises(EmptyTargetError, match="--on"):
        aim([], target)


def test_without_units_nothing_is_said() -> None:
    assert aim([], "the toll") == []
