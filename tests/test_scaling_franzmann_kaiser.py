from __future__ import annotations

import pytest

from hustings.errors import InvalidCountError, InvalidCountsError, MissingColumnError
from hustings.scaling import Counts
from hustings.scaling.franzmann_kaiser import franzmann_kaiser, issue_weights
from hustings.scaling.rivals import Rivals

WEIGHTS = {
    "2031": {"401": 1.0, "504": -1.0, "501": 0.0},
    "2035": {"401": 1.0, "504": -1.0, "501": 0.0},
}


def counts() -> Counts:
    return Counts.from_rows(
        [
            {"case": "h1", "401": 60, "504": 20, "501": 20},
            {"case": "o1", "401": 10, "504": 60, "501": 30},
            {"case": "h2", "401": 30, "504": 30, "501": 40},
            {"case": "o2", "401": 10, "504": 60, "501": 30},
        ]
    )


def rivals() -> Rivals:
    return Rivals(
        elections={"h1": "2031", "o1": "2031", "h2": "2035", "o2": "2035"},
        actors={"h1": "h", "h2": "h", "o1": "o", "o2": "o"},
        dates={"h1": "2031", "o1": "2031", "h2": "2035", "o2": "2035"},
    )


def placed(**options: object) -> dict[str, float]:
    result = franzmann_kaiser(counts(), rivals(), WEIGHTS, interval="none", **options)  # type: ignore[arg-type]  # options pass through
    return {one.case: one.position for one in result.positions}


def test_what_all_say_is_taken_off() -> None:
    # Base values of 2031: 10, 20, 20. Harbour keeps 50, 0, 0; Orchard 0, 40, 10.
    # Base values of 2035: 10, 30, 30. Harbour keeps 20, 0, 10; Orchard 0, 30, 0.
    found = placed(smoothing=False)
    expected = {"h1": 10, "o1": 1, "h2": 5 * (2 / 3 + 1), "o2": 0}
    assert found == pytest.approx(expected)


def test_without_base_values() -> None:
    found = placed(smoothing=False, base_values=False)
    assert found["h1"] == pytest.approx(5 * (0.4 + 1))
    assert found["o1"] == pytest.approx(5 * (-0.5 + 1))


def test_neighbouring_elections_smooth() -> None:
    found, rough = placed(), placed(smoothing=False)
    assert found["h1"] == pytest.approx((rough["h1"] + rough["h2"]) / 2)
    assert found["o2"] == pytest.approx((rough["o1"] + rough["o2"]) / 2)


def test_intervals_stay_on_the_scale_and_hold_the_estimate() -> None:
    result = franzmann_kaiser(counts(), rivals(), WEIGHTS)
    for one in result.positions:
        assert one.low is not None
        assert one.high is not None
        assert 0 <= one.low <= one.position <= one.high <= 10


def test_an_election_without_weights_is_told() -> None:
    result = franzmann_kaiser(
        counts(), rivals(), {"2031": WEIGHTS["2031"]}, interval="none", smoothing=False
    )
    assert [one.case for one in result.positions] == ["h1", "o1"]
    assert "none for its election '2035'" in result.problems[-1].message


def test_a_code_without_a_weight_is_told() -> None:
    weights = {key: {"401": 1.0, "504": -1.0} for key in WEIGHTS}
    result = franzmann_kaiser(counts(), rivals(), weights, interval="none")
    assert [one.kind for one in result.problems] == ["missing weights"] * 2
    assert "501" in result.problems[0].message


def test_equal_texts_divide_on_nothing() -> None:
    equal = Counts.from_rows(
        [{"case": "h1", "401": 6, "504": 2}, {"case": "o1", "401": 6, "504": 2}]
    )
    result = franzmann_kaiser(equal, rivals(), WEIGHTS, interval="none")
    assert result.positions == ()
    assert "no more than the others" in result.problems[-1].message


def test_a_table_of_weights_is_read() -> None:
    row = {"country": "11", "election": "203109", "code": "401", "weight": "-1"}
    assert issue_weights([row]) == {"11 203109": {"401": -1.0}}


def test_mistakes_in_a_table_of_weights() -> None:
    row = {"election": "2031", "code": "401", "weight": "1"}
    with pytest.raises(MissingColumnError, match="'weight'"):
        issue_weights([{"election": "2031", "code": "401"}])
    with pytest.raises(InvalidCountsError, match="two weights"):
        issue_weights([row, row])
    for weight in ("2", "left"):
        with pytest.raises(InvalidCountError, match="no weight from -1"):
            issue_weights([{**row, "weight": weight}])
