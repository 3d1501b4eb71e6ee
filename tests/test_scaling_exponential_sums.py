from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import logsumexp

from hustings.scaling.exponential_sums import exponential_sum, solve_slopes

NUMBERS = st.floats(-8, 8, allow_nan=False)


def by_hand(
    points: np.ndarray, log_weights: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    exponents = np.outer(places, points) + log_weights
    value = logsumexp(exponents, axis=1)
    shares = np.exp(exponents - value[:, None])
    slope = shares @ points
    spread = (shares * (points - slope[:, None]) ** 2).sum(axis=1)
    return value, slope, spread


@settings(deadline=None)
@given(
    points=st.lists(NUMBERS, min_size=1, max_size=6),
    places=st.lists(NUMBERS, min_size=1, max_size=6),
    weight=st.floats(-200, 200),
)
def test_sum_and_derivatives(
    points: list[float], places: list[float], weight: float
) -> None:
    p, x = np.array(points), np.array(places)
    w = weight + np.linspace(-3, 3, len(p))
    _, found = exponential_sum(points=p, log_weights=w).at(x)
    value, slope, curvature = by_hand(p, w, x)
    scale = max(np.abs(p).max(), 1e-3)
    assert found.value == pytest.approx(value, rel=1e-11, abs=1e-11)
    assert found.slope == pytest.approx(slope, rel=1e-11, abs=1e-11 * scale)
    assert found.curvature == pytest.approx(curvature, rel=1e-9, abs=1e-10 * scale**2)


def test_nodes_are_added_on_both_sides() -> None:
    p, w = np.array([-1.0, 0.5, 2.0]), np.zeros(3)
    total = exponential_sum(points=p, log_weights=w)
    for places in ([0.0], [7.0, -3.0], [-9.0], [1.0]):
        total, found = total.at(np.array(places))
        value, _, _ = by_hand(p, w, np.array(places))
        assert found.value == pytest.approx(value)
    _, same = total.at(np.array([0.0]))
    assert same.value[0] == pytest.approx(np.log(3))


def test_roots_even_from_far_away() -> None:
    p, w = np.array([-2.0, 0.0, 3.0]), np.array([0.0, 5.0, -4.0])
    sums = np.array([-199.0, 0.0, 50.0, 299.9])
    roots, values, total = solve_slopes(
        exponential_sum(points=p, log_weights=w),
        sums=sums,
        weights=np.full(4, 100.0),
        precision=0.1,
        start=np.array([30.0, -30.0, 0.0, -30.0]),
    )
    value, slope, _ = by_hand(p, w, roots)
    assert sums - 100 * slope - 0.1 * roots == pytest.approx(0, abs=1e-6)
    assert values == pytest.approx(value)
    assert total.at(roots)[1].value == pytest.approx(value)
