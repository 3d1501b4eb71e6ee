from __future__ import annotations

import pytest

from hustings.coding.adjudication import adjudicate_codings, vote_shares
from hustings.coding.adjudication_results import (
    AdjudicationResult,
    AdjudicationRule,
    Vote,
)
from hustings.errors import InvalidOptionError, UnclearRuleError

# A line a unit: who said what.
AGREED = "ana:x bo:x carl:x"
TWO_OF_THREE = "ana:x bo:y carl:y"
TIE = "ana:x bo:y"
ALL_DIFFER = "ana:x bo:y carl:z"
TWO_OF_FOUR = "ana:x bo:x carl:y dora:z"
SINGLE = "bo:y"
WITHOUT_ANA = "bo:y carl:y"
WITHOUT_ANA_DISPUTED = "bo:y carl:z"


def settle(*units: str, **options: object) -> AdjudicationResult:
    votes = [
        Vote(unit=f"u{i}", coder=coder, value=value, coding=f"u{i}-{coder}-{value}")
        for i, line in enumerate(units)
        for coder, value in (one.split(":") for one in line.split())
    ]
    return adjudicate_codings(votes, AdjudicationRule(**options))  # type: ignore[arg-type]  # as a user might


def values(result: AdjudicationResult) -> list[str | None]:
    return [one.value for one in result.settled]


def test_majority_is_more_than_half() -> None:
    result = settle(
        AGREED, TWO_OF_THREE, TIE, ALL_DIFFER, TWO_OF_FOUR, SINGLE, rule="majority"
    )
    assert values(result) == ["x", "y", None, None, None, "y"]
    assert [one.reason for one in result.worklist] == [
        "tie between x and y",
        "tie between x, y and z",
        "x leads with half of the votes or less",
    ]


def test_unanimity_needs_all() -> None:
    result = settle(AGREED, TWO_OF_THREE, SINGLE, rule="unanimity")
    assert values(result) == ["x", None, "y"]
    assert result.worklist[0].reason == "coders differ"


def test_the_senior_coder_settles_what_they_coded() -> None:
    result = settle(
        AGREED,
        TWO_OF_THREE,
        WITHOUT_ANA,
        WITHOUT_ANA_DISPUTED,
        rule="senior",
        senior="ana",
    )
    assert values(result) == ["x", "x", "y", None]
    assert [one.rule for one in result.settled] == [
        "senior:ana",
        "senior:ana",
        "unanimity",
        "senior:ana",
    ]
    assert result.worklist[0].reason == "coders differ and ana did not code it"


def test_a_senior_coder_of_two_minds_settles_nothing() -> None:
    result = settle("ana:x ana:y bo:y", rule="senior", senior="ana")
    assert result.worklist[0].reason == "ana said x and y"


def test_dawid_skene_settles_from_the_threshold_on() -> None:
    lines = [AGREED, "ana:y bo:y carl:y"] * 6 + ["ana:x bo:y"]
    sure = settle(*lines, rule="dawid-skene")
    assert values(sure)[:2] == ["x", "y"]
    assert sure.rule == "dawid-skene>=0.8"
    (case,) = sure.worklist
    assert case.probability == pytest.approx(0.5, abs=0.1)
    assert "is likeliest, with 0.5" in case.reason
    assert settle(*lines, rule="dawid-skene", threshold=0.4).worklist == ()


def test_a_coder_has_one_vote() -> None:
    votes = [
        Vote(unit="u", coder=coder, value=value, coding="")
        for coder, value in (("ana", "x"), ("ana", "x"), ("bo", "y"))
    ]
    assert vote_shares(votes) == {"x": 0.5, "y": 0.5}
    assert values(settle("ana:x ana:y bo:y", rule="majority")) == ["y"]


def test_fewest_leaves_lonely_units_open() -> None:
    result = settle(AGREED, SINGLE, rule="majority", fewest=2)
    assert values(result) == ["x", None]
    assert result.worklist[0].reason == "fewer than 2 coders"
    assert result.problems == ()


def test_lonely_values_are_told() -> None:
    (problem,) = settle(AGREED, SINGLE, rule="majority").problems
    assert problem.message.startswith("1 of 2 values rest on one coder")


def test_every_value_keeps_what_it_settles() -> None:
    result = settle(TWO_OF_THREE, rule="majority")
    (row,) = result.to_rows()
    assert row == {
        "unit": "u0",
        "value": "y",
        "rule": "majority",
        "probability": None,
        "settles": ["u0-ana-x", "u0-bo-y", "u0-carl-y"],
        "codings": "ana: x; bo: y; carl: y",
        "reason": "",
    }
    assert result.to_polars().height == 1
    assert result.summary() == "majority: 1 units, 1 disputed; 1 settled, 0 open."


@pytest.mark.parametrize(
    "options", [{"rule": "majority"}, {"rule": "dawid-skene"}, {"rule": "unanimity"}]
)
def test_the_order_of_codings_makes_no_difference(options: dict[str, object]) -> None:
    lines = [AGREED, TWO_OF_THREE, TIE, ALL_DIFFER]
    turned = [" ".join(reversed(line.split())) for line in lines]
    assert values(settle(*lines, **options)) == values(settle(*turned, **options))


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"rule": "lottery"}, "There is no rule 'lottery'."),
        ({"rule": "senior"}, "needs the name of a senior coder"),
        ({"rule": "majority", "senior": "ana"}, "has no senior coder"),
    ],
)
def test_unclear_rules(options: dict[str, str], told: str) -> None:
    with pytest.raises(UnclearRuleError, match=told):
        AdjudicationRule(**options)  # type: ignore[arg-type]  # as a user might


def test_a_senior_coder_who_coded_nothing() -> None:
    with pytest.raises(UnclearRuleError, match="'zoe' has coded nothing here; ana"):
        settle(AGREED, rule="senior", senior="zoe")


@pytest.mark.parametrize("threshold", [0, 1.1])
def test_thresholds_outside_their_range(threshold: float) -> None:
    with pytest.raises(InvalidOptionError):
        AdjudicationRule(rule="dawid-skene", threshold=threshold)


def test_fewest_is_one_or_more() -> None:
    with pytest.raises(InvalidOptionError):
        AdjudicationRule(rule="majority", fewest=0)
