from __future__ import annotations

import numpy as np
import pytest

from hustings.errors import InvalidOptionError
from hustings.estimates.biased_intervals import biased_interval
from hustings.estimates.intervals import percentile_interval


def test_without_bias_it_is_the_percentile_interval() -> None:
    draws = np.random.default_rng(1).normal(size=(2000, 2))
    found = biased_interval(draws, draws.mean(axis=0), confidence=0.9)
    assert (found == percentile_interval(draws, confidence=0.9)).all()


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_bias_moves_it_back_and_mirrors(sign: float) -> None:
    draws = sign * np.random.default_rng(1).normal(3, 1, size=(2000, 1))
    low, high = sign * biased_interval(draws, np.zeros(1), confidence=0.95)[:, 0]
    inner, outer = (high, low) if sign > 0 else (low, high)
    assert outer == pytest.approx(3 - 1.96 - 3 - 3 / (np.sqrt(2) - 1), abs=0.2)
    assert inner == pytest.approx(1.96, abs=0.2)


def test_it_holds_the_estimate_and_stays_inside() -> None:
    draws = np.random.default_rng(1).normal(9, 1, size=(500, 1))
    found = biased_interval(draws, np.zeros(1), confidence=0.95, span=(0, 1))
    assert found[:, 0].tolist() == [0, 1]


def test_it_covers_a_distance_that_the_percentiles_never_cover() -> None:
    generator = np.random.default_rng(5)
    shares = np.full(12, 1 / 12)
    covered = {"plain": 0, "corrected": 0}
    for _ in range(60):
        a, b = generator.multinomial(200, shares, size=2) / 200
        draws = (
            np.abs(
                generator.multinomial(200, a, size=300)
                - generator.multinomial(200, b, size=300)
            ).sum(axis=1)[:, None]
            / 200
        )
        value = np.array([np.abs(a - b).sum()])
        plain = percentile_interval(draws, confidence=0.95)
        found = biased_interval(draws, value, confidence=0.95, span=(0, 2))
        covered["plain"] += int(plain[0, 0] <= 0)
        covered["corrected"] += int(found[0, 0] <= 0)
    assert covered["plain"] == 0
    assert covered["corrected"] >= 48


def test_confidence_is_checked() -> None:
    with pytest.raises(InvalidOptionError):
        biased_interval(np.ones((3, 1)), np.ones(1), confidence=1)
