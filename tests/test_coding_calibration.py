"""Calibration: errors computed by hand, and curves that mend them."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.calibration import (
    CalibrationCurve,
    cooled_down,
    fit_by_document,
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
    assert found.bins[0].low == pytest.approx(14 / 15)


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
    probabilities = np.repeat([0.1, 0.2, 0.3, 0.8, 0.9], 25)
    is_right = np.repeat([False, True, False, True, True], 25)
    curve = fit_isotonic(probabilities, is_right)
    shares = curve.at(np.linspace(0, 1, 50))

    assert (np.diff(shares) >= 0).all()
    # No unit of 25, half of 50, and all of 50, each drawn in.
    assert shares[0] == pytest.approx(1 / 27)
    assert curve.at(np.array([0.25]))[0] == pytest.approx(26 / 52)
    assert shares[-1] == pytest.approx(51 / 52)


def test_no_level_of_a_curve_rests_on_few_units() -> None:
    chance = np.random.default_rng(5)
    probabilities = chance.random(1010)
    curve = fit_isotonic(probabilities, np.sort(probabilities) < 0.002)

    assert len(curve.probabilities) <= 40
    assert min(curve.shares) >= 1 / 1012
    assert fit_isotonic(np.array([0.3]), np.array([False])).shares == (1 / 3,)


def test_one_odd_document_does_not_decide_the_curve() -> None:
    chance = np.random.default_rng(3)
    probabilities = chance.uniform(0.3, 0.95, 3000)
    documents = np.repeat([0, 1, 2], 1000)
    holds = chance.random(3000) < probabilities
    is_right = np.where(documents == 2, chance.random(3000) < 0.1, holds)

    by_document = fit_by_document(probabilities, is_right, documents)
    together = fit_by_document(probabilities, is_right, np.zeros(3000, int))
    at = np.array([0.5, 0.8])

    assert by_document.at(at) == pytest.approx(at, abs=0.08)
    assert (together.at(at) < by_document.at(at)).all()


def test_curves_by_document_rise_and_hold_with_few_units() -> None:
    upside_down = fit_by_document(
        np.repeat([0.2, 0.9], 50), np.repeat([True, False], 50), np.zeros(100, int)
    )
    one = fit_by_document(np.array([0.7]), np.array([True]), np.array([0]))

    assert (np.diff(upside_down.shares) >= 0).all()
    assert one.at(np.array([0.7]))[0] == pytest.approx(0.7, abs=0.05)


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
