from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from claiming_room import a_claim
from hustings.coding.agreement_intervals import AgreementOptions
from hustings.comparison.claim_agreement import agree_on_claims, check_claims
from hustings.comparison.claimed_words import ClaimedUnit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.comparison.claim_agreement import ClaimAgreement
    from hustings.model.claim_sheet import SheetClaim

TOLL = "We oppose the toll and the windmill."
BUS = "We demand a night bus."
NONE = "We met in May."


def unit(
    name: str, coder: str, words: str, claims: Sequence[SheetClaim]
) -> ClaimedUnit:
    return ClaimedUnit(
        unit=name,
        document="d",
        coder=coder,
        words=words,
        claims=tuple(claims),
        language="en",
    )


def anas() -> list[ClaimedUnit]:
    return [
        unit(
            "1",
            "Ana",
            TOLL,
            [
                a_claim(TOLL, "the toll", stance=-1),
                a_claim(TOLL, "the windmill", stance=-1),
            ],
        ),
        unit("2", "Ana", BUS, [a_claim(BUS, "a night bus")]),
        unit("3", "Ana", NONE, []),
    ]


def bens() -> list[ClaimedUnit]:
    return [
        unit(
            "1",
            "Ben",
            TOLL,
            [a_claim(TOLL, "toll", stance=-1), a_claim(TOLL, "the windmill")],
        ),
        unit("2", "Ben", BUS, []),
        unit("3", "Ben", NONE, []),
        unit("4", "Ben", NONE, []),
    ]


def value(found: ClaimAgreement, statistic: str, **columns: object) -> Any:  # noqa: ANN401
    (row,) = rows(found, statistic=statistic, **columns)
    return row["value"]


def rows(found: ClaimAgreement, **columns: object) -> list[Mapping[str, Any]]:
    return [row for row in found.rows if columns.items() <= row.items()]


def test_f1_is_computed_by_hand() -> None:
    """Of 3 and 2 claims one is the same; the windmill stands on other sides."""
    found = agree_on_claims([*anas(), *bens()])
    assert value(found, "claim_f1") == pytest.approx(2 * 1 / (3 + 2))
    (row,) = rows(found, statistic="claim_f1")
    assert (row["n_units"], row["n_values"], row["n_coders"]) == (3, 5, 2)
    assert (row["coder_a"], row["variable"], row["low"]) == (None, "claims", None)


def test_sides_are_those_of_claims_that_match() -> None:
    found = agree_on_claims([*anas(), *bens()])
    assert value(found, "percent_agreement", variable="stance") == 0.5
    (row,) = rows(found, statistic="krippendorff_alpha")
    assert (row["n_units"], row["n_values"]) == (2, 4)


def test_targets_are_compared_by_their_words() -> None:
    same = [anas()[1], unit("2", "Ben", BUS, anas()[1].claims)]
    found = agree_on_claims(same)
    assert value(found, "u_alpha_binary", variable="target") == 1
    other = [anas()[1], unit("2", "Ben", BUS, [a_claim(BUS, "demand")])]
    assert value(agree_on_claims(other), "u_alpha_binary") < 0


def test_targets_in_one_another_are_one_stretch() -> None:
    words = "We want a ban of child labour."
    claims = [
        a_claim(words, "a ban of child labour"),
        a_claim(words, "child labour", stance=-1),
    ]
    nested = [unit("1", coder, words, claims) for coder in ("Ana", "Ben")]
    found = agree_on_claims(nested)
    assert value(found, "u_alpha_binary") == 1
    assert value(found, "alpha_u") == 1
    assert value(found, "claim_f1") == 1


def test_three_coders_are_told_pair_by_pair() -> None:
    zoes = [unit("2", "Zoë", BUS, anas()[1].claims)]
    found = agree_on_claims([*anas(), *bens(), *zoes])
    f1 = {
        (row["coder_a"], row["coder_b"]): row["value"]
        for row in rows(found, statistic="claim_f1")
    }
    assert f1 == {
        (None, None): pytest.approx(2 * 2 / (5 + 2 + 1)),
        ("Ana", "Ben"): pytest.approx(0.4),
        ("Ana", "Zoë"): 1,
        ("Ben", "Zoë"): 0,
    }


def test_a_program_is_compared_with_each_person() -> None:
    program = [unit(one.unit, "rule:claims", one.words, one.claims) for one in anas()]
    found = check_claims(program, [*anas(), *bens()])
    assert value(found, "claim_precision", coder_b="Ana") == 1
    assert value(found, "claim_precision", coder_b="Ben") == pytest.approx(1 / 3)
    assert value(found, "claim_recall", coder_b="Ben") == pytest.approx(1 / 2)
    assert value(found, "claim_f1", coder_b="Ben") == pytest.approx(2 / 5)
    assert {row["coder_a"] for row in found.rows} == {"rule:claims"}


def many(n: int, n_other: int) -> list[ClaimedUnit]:
    """Give n units of which the two differ in some."""
    claim = a_claim(BUS, "a night bus")
    return [
        one
        for i in range(n)
        for one in (
            unit(str(i), "Ana", BUS, [claim]),
            unit(str(i), "Ben", BUS, [] if i < n_other else [claim]),
        )
    ]


def test_intervals_come_from_units_drawn_anew() -> None:
    found = agree_on_claims(many(40, 10), AgreementOptions(n_draws=2000))
    (row,) = rows(found, statistic="claim_f1")
    assert row["value"] == pytest.approx(2 * 30 / 70)
    assert 0.74 < row["low"] < 0.80
    assert 0.90 < row["high"] < 0.95
    again = agree_on_claims(many(40, 10), AgreementOptions(n_draws=2000))
    assert found == again


def test_where_all_or_nothing_matches_the_interval_has_a_free_end() -> None:
    (all_same,) = rows(agree_on_claims(many(20, 0)), statistic="claim_f1")
    assert (all_same["low"], all_same["high"]) == (pytest.approx(0.025**0.05), 1)
    (none,) = rows(agree_on_claims(many(20, 20)), statistic="claim_f1")
    assert (none["low"], none["high"]) == (0, pytest.approx(1 - 0.025**0.05))


def test_intervals_cover_as_often_as_they_say() -> None:
    """F1 of the population is .8: two of three pairs match."""
    hits = 0
    options = {"n_draws": 300, "seed": 1}
    import numpy as np  # noqa: PLC0415

    generator = np.random.default_rng(3)
    for _ in range(60):
        n_other = int(generator.binomial(60, 1 / 3))
        found = agree_on_claims(many(60, n_other), AgreementOptions(**options))  # type: ignore[arg-type]
        (row,) = rows(found, statistic="claim_f1")
        hits += row["low"] <= 0.8 <= row["high"]
    assert hits >= 53


def test_what_cannot_be_measured_is_said() -> None:
    alone = agree_on_claims(anas())
    assert value(alone, "claim_f1") is None
    assert [one.kind for one in alone.problems] == ["no unit with two coders"]
    empty = agree_on_claims([unit("1", one, NONE, []) for one in ("Ana", "Ben")])
    assert value(empty, "claim_f1") is None
    assert [one.kind for one in empty.problems] == ["no claims"]
    few = agree_on_claims(many(8, 1))
    assert "short interval" in {one.kind for one in few.problems}
    too_few = agree_on_claims(many(3, 1))
    assert "no interval" in {one.kind for one in too_few.problems}
