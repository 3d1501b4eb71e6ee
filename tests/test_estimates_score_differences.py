"""Differences between shares of which one is 0 or 1."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.estimates.contrasts import difference
from hustings.estimates.differences import score_difference
from hustings.estimates.estimating import estimate
from hustings.estimates.intervals import share_interval
from hustings.estimates.observations import CountObservations
from hustings.estimates.resampling import Resampling
from hustings.estimates.sources import Sampling, Sources
from hustings.estimates.statistics import share_statistic
from hustings.scaling.counts import Counts
from hustings.scaling.from_codes import salience
from hustings.workflow.position_differences import difference_rows


def ends(count: float, n: float) -> tuple[float, float, float]:
    found = share_interval(count, n)
    return count / n, found.low, found.high


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        # Newcombe (1998), table II, method 10; there the first less the second
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_newcombes_examples(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    found = score_difference(ends(*other), ends(*one))
    assert [found.low, found.high] == pytest.approx([low, high], abs=5e-5)
    assert found.standard_error is None


def test_an_end_on_the_wrong_side_reaches_nowhere() -> None:
    found = score_difference((1.0, 0.9, 0.9999999), (0.5, 0.4, 0.6))
    assert found.low == pytest.approx(-0.6)
    with pytest.raises(InvalidOptionError, match="confidence"):
        score_difference((0.5, 0.4, 0.6), (0.5, 0.4, 0.6), confidence=1)


def test_saliences_of_nothing_and_all_have_differences() -> None:
    counts = Counts.from_rows(
        [
            {"case": "Harbour", "trams": 0, "cars": 40},
            {"case": "Orchard", "trams": 12, "cars": 28},
            {"case": "Quay", "trams": 0, "cars": 60},
        ]
    )
    positions = salience(counts).positions
    pairs = [("Harbour", "Orchard"), ("Harbour", "Quay"), ("Orchard", "Quay")]
    rows = list(difference_rows(positions, pairs, {}))
    assert len(rows) == 6
    for row in rows:
        assert row["low"] < row["high"]
        assert row["low"] <= row["difference"] <= row["high"]
        assert row["verdict"] != "no interval"
    of = {(row["case_a"], row["case_b"], row["code"]): row for row in rows}
    assert of["Harbour", "Orchard", "trams"]["verdict"] == "higher"
    assert of["Harbour", "Quay", "cars"]["verdict"] == "no clear difference"


def test_the_engine_says_so_too() -> None:
    counts = CountObservations(
        cases=("Harbour", "Orchard"),
        counts=np.array([[0.0], [0.0]]),
        n_units=np.array([50.0, 100.0]),
        case_of_row=np.array([0, 1]),
    )
    found = estimate(
        share_statistic(("trams",)),
        counts,
        Sources(sampling=Sampling()),
        Resampling(n_draws=50),
    )
    apart = difference(found, "Harbour", "Orchard", code="trams")
    assert apart.estimate == 0
    assert apart.low == pytest.approx(-share_interval(0, 50).high)
    assert apart.high == pytest.approx(share_interval(0, 100).high)
