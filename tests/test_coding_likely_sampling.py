"""Samples with more of what a machine finds likely to bear a code."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hustings.coding.likely_sampling import (
    count_strata,
    likelihood_importance,
    likelihood_strata,
)
from hustings.coding.sampling import allocate, draw_units

CHANCES = np.linspace(0.01, 0.99, 200)


def test_strata_are_of_one_size_and_sort_as_probabilities_do() -> None:
    strata = likelihood_strata(CHANCES[::-1], 10)
    assert set(Counter(strata).values()) == {20}
    assert sorted(strata, reverse=True) == strata


def test_units_of_one_probability_are_cut_all_the_same() -> None:
    assert Counter(likelihood_strata(np.zeros(10), 5)).most_common() == [
        (f"{i} of 5", 2) for i in range(1, 6)
    ]
    assert likelihood_strata(np.zeros(0), 5) == []


def test_importance_is_one_on_average_and_never_less_than_half() -> None:
    strata = likelihood_strata(CHANCES, 10)
    found = likelihood_importance(CHANCES, strata)
    assert np.mean([found[one] for one in strata]) == pytest.approx(1)
    assert min(found.values()) >= 0.5
    assert list(found.values()) == sorted(found.values())


def test_a_machine_that_finds_nothing_likely_leaves_allocation_by_size() -> None:
    found = likelihood_importance(np.zeros(10), likelihood_strata(np.zeros(10), 5))
    assert set(found.values()) == {1.0}


def test_the_likely_are_drawn_more_with_their_probabilities() -> None:
    strata = likelihood_strata(CHANCES, count_strata(60))
    importance = likelihood_importance(CHANCES, strata)
    counts = np.zeros(200)
    for seed in range(1000):
        sample = draw_units(strata, n=60, importance=importance, seed=seed)
        assert len(sample.chosen) == 60
        counts[sample.chosen] += 1
    stated = sample.probabilities
    assert np.all(np.diff(stated) >= 0)
    assert stated[-1] > 1.5 * stated[0]
    deviation = np.sqrt(stated * (1 - stated) / 1000)
    assert np.all(np.abs(counts / 1000 - stated) <= 4.5 * deviation)


@given(
    st.dictionaries(
        st.sampled_from("abcdef"),
        st.tuples(st.integers(1, 40), st.floats(0.1, 9)),
        min_size=1,
    ),
    st.floats(0, 1),
)
def test_allocation_by_importance_adds_up_within_the_strata(
    given_strata: dict[str, tuple[int, float]], share: float
) -> None:
    sizes = {name: size for name, (size, _) in given_strata.items()}
    importance = {name: one for name, (_, one) in given_strata.items()}
    there = sum(sizes.values())
    n = max(round(share * there), len(sizes))
    found = allocate(sizes, n, importance=importance)
    assert sum(found.values()) == n
    assert all(1 <= found[name] <= sizes[name] for name in sizes)
