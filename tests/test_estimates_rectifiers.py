"""What a case borrows from the machine's errors in other cases."""

from __future__ import annotations

import numpy as np
import pytest

from hustings.estimates.rectifiers import FEWEST_CASES, Rectifiers, pooled_rectifiers


def spread(one: Rectifiers, n_draws: int = 4000) -> np.ndarray[tuple[int, ...]]:
    generator = np.random.default_rng(1)
    return one.draw(
        generator.standard_normal(n_draws),
        generator.standard_normal((n_draws, len(one.shrunk))),
        generator.chisquare(one.freedom, n_draws),
    )


def test_too_few_cases_lend_nothing() -> None:
    found = np.full(5, np.nan)
    found[: FEWEST_CASES - 1] = 0.1
    assert pooled_rectifiers(found, np.where(np.isnan(found), np.nan, 0.1)) is None


def test_a_case_of_its_own_keeps_what_it_has() -> None:
    found = np.array([-1.0, 0.0, 1.0, np.nan])
    errors = np.array([1e-6, 1e-6, 1e-6, np.nan])
    pooled = pooled_rectifiers(found, errors)
    assert pooled is not None
    assert pooled.shrunk == pytest.approx([-1, 0, 1, 0], abs=1e-6)
    assert spread(pooled)[:, :3].std(axis=0) == pytest.approx([0, 0, 0], abs=1e-4)


def test_a_case_without_any_has_the_tails_of_few_cases() -> None:
    generator = np.random.default_rng(3)
    held = []
    for _ in range(300):
        true = generator.normal(0, 1, 6)
        errors = np.array([*np.full(5, 0.3), np.nan])
        pooled = pooled_rectifiers(true + generator.normal(0, 1, 6) * errors, errors)
        assert pooled is not None
        low, high = np.quantile(spread(pooled, 1000)[:, 5], [0.025, 0.975])
        held.append(low <= true[5] <= high)
    assert 0.93 <= np.mean(held) <= 0.99
