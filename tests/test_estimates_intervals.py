from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.estimates.differences import independent_difference
from hustings.estimates.intervals import (
    binomial_ends,
    percentile_interval,
    share_interval,
)
from hustings.estimates.resampling import multinomial_draws, random_stream

REFERENCE = Path(__file__).parent / "reference" / "scales_from_codes.json"
WILSON = json.loads(REFERENCE.read_text(encoding="utf-8"))["wilson"]["rows"]


@pytest.mark.parametrize("row", WILSON)
def test_share_interval_gives_published_values(row: dict[str, Any]) -> None:
    interval = share_interval(row["count"], row["n_units"])
    assert interval.low == pytest.approx(row["low"], abs=5e-5)
    assert interval.high == pytest.approx(row["high"], abs=5e-5)


def test_percentile_interval_of_a_share_agrees_with_the_analytic_one() -> None:
    draws = multinomial_draws(
        np.array([120.0]),
        400,
        n_draws=20_000,
        generator=random_stream(seed=1, name="Harbour"),
    )
    low, high = percentile_interval(draws[:, 0] / 400, confidence=0.95)
    interval = share_interval(120, 400)
    assert (low, high) == pytest.approx((interval.low, interval.high), abs=0.006)


@pytest.mark.parametrize("n_units", [100, 400, 5_000])
def test_binomial_ends_agree_with_the_formula(n_units: int) -> None:
    shares = np.array([0.1, 0.3, 0.5, 0.9])
    low, high = binomial_ends(shares, n_units, confidence=0.95)
    width = 2 * 1.959964 * np.sqrt(shares * (1 - shares) / n_units)
    assert high - low == pytest.approx(width, rel=0.02)
    assert low[[0, 3]] == pytest.approx(1 - high[[3, 0]])


def test_binomial_ends_are_those_of_many_draws() -> None:
    shares = np.array([0.02, 0.25])
    draws = np.random.default_rng(1).binomial(1_000, shares, (200_000, 2)) / 1_000
    found = binomial_ends(shares, 1_000, confidence=0.9)
    drawn = percentile_interval(draws, confidence=0.9)
    assert found == pytest.approx(drawn, abs=0.0011)  # draws jump by whole units


def test_binomial_ends_of_rare_codes_stay_inside() -> None:
    shares = np.array([0.0, 0.01, 0.99, 1.0])
    low, high = binomial_ends(shares, 20, confidence=0.95)
    assert low[:2].tolist() == [0, 0]
    assert high[2:].tolist() == [1, 1]
    assert (low <= shares).all()
    assert (high >= shares).all()
    assert (high[0], low[3]) == (0, 1)


def test_percentile_intervals_of_many_columns_stand_side_by_side() -> None:
    draws = np.column_stack([np.arange(101.0), np.arange(101.0) * 2])
    assert percentile_interval(draws, confidence=0.5).tolist() == [[25, 50], [75, 150]]


@pytest.mark.parametrize(("count", "n_units"), [(5, 4), (-1, 4), (0, 0)])
def test_a_share_needs_a_count_among_units(count: float, n_units: float) -> None:
    with pytest.raises(InvalidOptionError, match="between 0 and the number of units"):
        share_interval(count, n_units)


def test_difference_of_a_hand_computed_case() -> None:
    moved = independent_difference(-10, 5, first_error=3, second_error=4)
    assert moved.estimate == 15
    assert moved.standard_error == 5
    assert (moved.low, moved.high) == pytest.approx((5.2002, 24.7998), abs=1e-4)
    assert moved.is_clear


def test_differences_below_zero_and_across_zero() -> None:
    down = independent_difference(5, -10, first_error=3, second_error=4)
    assert down.is_clear
    assert down.high < 0
    assert not independent_difference(1, 2, first_error=3, second_error=4).is_clear


def test_overlapping_intervals_may_differ_clearly() -> None:
    # Each reaches 1.96 from its estimate, so [-1.96, 1.96] and [1.04, 4.96] overlap.
    assert independent_difference(0, 3, first_error=1, second_error=1).is_clear


@pytest.mark.parametrize("error", [-1.0, float("nan")])
def test_a_standard_error_is_not_negative(error: float) -> None:
    with pytest.raises(InvalidOptionError, match="second_error"):
        independent_difference(0, 3, first_error=1, second_error=error)
