"""Ratios in random samples: by hand, and how often their intervals cover."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.coding.checked_ratios import sampled_ratio
from hustings.errors import InvalidObservationsError, InvalidOptionError
from hustings.estimates.intervals import share_interval


def test_a_simple_random_sample_of_many_is_wilson_with_t() -> None:
    """30 of 40 right; without the correction for a finite number it is Wilson's."""
    above = np.repeat([1.0, 0.0], [30, 10])
    found = sampled_ratio(above, np.ones(40), np.full(40, 1e-9))
    wilson = share_interval(30, 40)
    assert found.value == 0.75
    assert found.low is not None
    assert found.high is not None
    assert found.low == pytest.approx(wilson.low, abs=0.01)
    assert found.high == pytest.approx(wilson.high, abs=0.01)
    assert found.low < wilson.low
    assert found.high > wilson.high - 0.01


def test_unequal_probabilities_weigh() -> None:
    """Two units of 0.5 right, two of 0.1 wrong: 4 of 24 units."""
    found = sampled_ratio(
        np.array([1.0, 1.0, 0.0, 0.0]), np.ones(4), np.array([0.5, 0.5, 0.1, 0.1])
    )
    assert found.value == pytest.approx(4 / 24)


def test_all_right_is_no_point() -> None:
    found = sampled_ratio(np.ones(20), np.ones(20), np.full(20, 0.1))
    assert found.value == found.high == 1
    assert found.low is not None
    assert 0.75 < found.low < 0.9


def test_one_unit_says_nothing() -> None:
    found = sampled_ratio(np.ones(1), np.ones(1), np.full(1, 0.1))
    assert (found.value, found.low, found.high, found.n_units) == (1, 0, 1, 1)


def test_nothing_below_the_line_is_undefined() -> None:
    found = sampled_ratio(np.zeros(3), np.zeros(3), np.full(3, 0.1))
    assert (found.value, found.low, found.high, found.n_units) == (None, None, None, 0)


def test_a_census_is_certain() -> None:
    found = sampled_ratio(np.array([1.0, 0.0]), np.ones(2), np.ones(2))
    assert found.low == found.value == found.high == 0.5


def test_documents_drawn_as_wholes_widen() -> None:
    """Units of a document are alike: twenty units are worth four."""
    above = np.repeat([1.0, 1.0, 0.0, 1.0], 5)
    alone = sampled_ratio(above, np.ones(20), np.full(20, 0.1))
    whole = sampled_ratio(
        above, np.ones(20), np.full(20, 0.1), clusters=np.repeat(np.arange(4), 5)
    )
    assert alone.value == whole.value == 0.75
    assert whole.high - whole.low > 1.5 * (alone.high - alone.low)  # type: ignore[operator]


@pytest.mark.parametrize(("share", "n"), [(0.5, 20), (0.8, 30), (0.95, 40), (0.7, 100)])
def test_intervals_cover(share: float, n: int) -> None:
    """95 % intervals of samples from 2,000 units hold the truth 93 times in 100."""
    generator = np.random.default_rng(7)
    right = (np.arange(2_000) < 2_000 * share).astype(float)
    held = 0
    for _ in range(600):
        drawn = right[generator.choice(2_000, n, replace=False)]
        found = sampled_ratio(drawn, np.ones(n), np.full(n, n / 2_000))
        held += found.low <= share <= found.high  # type: ignore[operator]
    assert held / 600 >= 0.93


def test_intervals_of_a_stratified_sample_cover() -> None:
    """A rare stratum drawn ten times as often."""
    generator = np.random.default_rng(3)
    strata = np.repeat([0, 1], [1_800, 200])
    right = (generator.random(2_000) < 0.9).astype(float)
    right[strata == 1] = generator.random(200) < 0.4
    held = 0
    for _ in range(400):
        chosen = np.r_[
            generator.choice(1_800, 40, replace=False),
            1_800 + generator.choice(200, 40, replace=False),
        ]
        chances = np.where(strata[chosen] == 0, 40 / 1_800, 40 / 200)
        found = sampled_ratio(right[chosen], np.ones(80), chances)
        held += found.low <= right.mean() <= found.high
    assert held / 400 >= 0.93


def test_mistakes() -> None:
    with pytest.raises(InvalidObservationsError):
        sampled_ratio(np.ones(2), np.ones(2), np.array([0.5, 2.0]))
    with pytest.raises(InvalidOptionError):
        sampled_ratio(np.ones(9), np.ones(9), np.full(9, 0.5), confidence=2)
