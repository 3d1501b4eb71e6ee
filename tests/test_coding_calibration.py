"""Calibration: errors computed by hand, and curves that mend them."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.calibration import (
    CalibrationCurve,
    cooled_down,
    fit_isotonic,
    fit_temperature,
    measure_calibration,
    with_chosen_at,
)
from hustings.errors import InvalidOptionError


def test_error_is_the_mean_distance_of_bins_weighted_by_units() -> None:
    probabilities = np.array([0.55, 0.55, 0.95, 0.95, 0.95])
    is_right = np.array([True, False, True, True, False])

    found = measure_calibration(probabilities, is_right)

    # Bins: 2 units at .55, half right; 3 units at .95, two thirds right.
    assert found.error == pytest.approx((2 * 0.05 + 3 * (0.95 - 2 / 3)) / 5)
    assert [one.n_units for one in found.bins] == [2, 3]
    assert found.to_rows()[1]["share_right"] == pytest.approx(2 / 3)


def test_probabilities_that_hold_have_no_error() -> None:
    found = measure_calibration(np.array([1.0, 1.0]), np.array([True, True]))

    assert found.error == 0
    assert found.bins[0].low == 0.9


@pytest.mark.parametrize("n_bins", [0, -1])
def test_bins_and_units_are_needed(n_bins: int) -> None:
    with pytest.raises(InvalidOptionError, match="at least one"):
        measure_calibration(np.array([0.5]), np.array([True]), n_bins=n_bins)
    with pytest.raises(InvalidOptionError, match="at least one"):
        measure_calibration(np.array([]), np.array([], bool))


def test_temperature_makes_what_was_seen_most_probable() -> None:
    chance = np.random.default_rng(0)
    true = chance.dirichlet([1, 1, 1], size=4000)
    codes = (true.cumsum(axis=1) > chance.random((4000, 1))).argmax(axis=1)
    too_sure = true**2 / (true**2).sum(axis=1, keepdims=True)

    temperature = fit_temperature(np.log(too_sure), codes)

    assert temperature == pytest.approx(2, abs=0.15)
    assert cooled_down(np.log(too_sure), temperature) == pytest.approx(true, abs=0.05)


def test_rows_sum_to_one_at_any_temperature() -> None:
    cooled = cooled_down(np.array([[-800.0, -1.0, 0.0]]), 0.3)

    assert cooled.sum() == pytest.approx(1)


def test_a_curve_rises_and_never_says_never() -> None:
    probabilities = np.array([0.1, 0.2, 0.3, 0.8, 0.9])
    curve = fit_isotonic(probabilities, np.array([False, True, False, True, True]))
    shares = curve.at(np.linspace(0, 1, 50))

    assert (np.diff(shares) >= 0).all()
    assert shares[0] == 0.01
    assert shares[-1] == 0.99
    assert curve.at(np.array([0.25]))[0] == pytest.approx(0.5)


def test_a_curve_is_level_outside_its_points() -> None:
    curve = CalibrationCurve(probabilities=(0.2, 0.6), shares=(0.3, 0.5))

    assert curve.at(np.array([0.0, 0.4, 1.0])).tolist() == pytest.approx(
        [0.3, 0.4, 0.5]
    )


def test_others_keep_their_proportions() -> None:
    rows = np.array([[0.6, 0.3, 0.1], [1.0, 0.0, 0.0]])

    moved = with_chosen_at(rows, np.array([0, 0]), np.array([0.2, 0.9]))

    assert moved[0].tolist() == pytest.approx([0.2, 0.6, 0.2])
    assert moved.sum(axis=1).tolist() == pytest.approx([1, 1])
