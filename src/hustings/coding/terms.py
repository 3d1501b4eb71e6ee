r"""What a statistic of agreement is made of: sums over units, and a formula for them.

Every statistic here is

.. math:: 1 - D_o / D_e

with observed disagreement :math:`D_o` and expected disagreement :math:`D_e`, both
functions of sums to which each unit adds its part. Resampling units, leaving one out,
and adding one are then sums again, and one formula serves them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.coding.coincidences import Patterns
    from hustings.estimates.resampling import FloatArray

Formula: TypeAlias = "Callable[[FloatArray], tuple[FloatArray, FloatArray]]"
"""Sums of shape (n_samples, n_sums) to observed and expected disagreement of each."""

N_GUESSED = 64
"""Imaginary units coded by chance, of which each sample gets very few."""

_NOTHING = 1e-12
_SEED_OF_GUESSES = 8141


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """One statistic on one set of patterns.

    Attributes
    ----------
    parts : array of shape (n_patterns, n_sums)
        What a unit of each pattern adds.
    agreeing : array of shape (n_different_values, n_sums)
        What a unit would add in which all coders gave the same value.
    guessed : array of shape (N_GUESSED, n_sums)
        What units would add that were coded by chance.
    formula : function
        From sums to disagreements.
    chance : float
        The agreement that chance alone would give, in [0, 1).
    standard_error : float or None
        By the statistic's own formula, where it has one.
    """

    parts: FloatArray
    agreeing: FloatArray
    guessed: FloatArray
    formula: Formula
    chance: float = 0.0
    standard_error: float | None = None


def values_of(formula: Formula, sums: FloatArray) -> FloatArray:
    """Compute the statistic for each row of sums; NaN where it is undefined."""
    with np.errstate(divide="ignore", invalid="ignore"):
        observed, expected = formula(sums)
        values = 1 - observed / expected
    return np.where(expected > _NOTHING, values, np.nan)


def with_imaginary(patterns: Patterns) -> FloatArray:
    """Append units that are not there: agreeing ones, and ones coded by chance.

    First one unit a value, on which all coders agree; then `N_GUESSED` whose values are
    drawn from all values given. They have as many values as the others on average, at
    least two; of two coders each gives one.
    """
    counts = patterns.counts
    n_sides, n_values = counts.shape[1:]
    if n_sides == 2:
        size = 1
    else:
        size = max(round(patterns.n_values / max(patterns.n_units, 1)), 2)
    agreeing = np.repeat(np.eye(n_values)[:, np.newaxis] * size, n_sides, axis=1)
    given = (patterns.times @ patterns.all_counts).clip(min=0)
    generator = np.random.default_rng(_SEED_OF_GUESSES)
    guessed = generator.multinomial(
        size, given / given.sum(), size=(N_GUESSED, n_sides)
    )
    return np.concatenate([counts, agreeing, guessed])


def shares(sums: FloatArray) -> FloatArray:
    """Divide each row by its sum; NaN where that is 0."""
    with np.errstate(divide="ignore", invalid="ignore"):
        divided: FloatArray = sums / sums.sum(axis=-1, keepdims=True)
    return divided


def weighted_error(influences: FloatArray, times: FloatArray) -> float | None:
    r"""Compute the standard error of a mean of influences, each `times` there.

    .. math:: \sqrt{\sum_i (g_i - \bar g)^2 / (n (n - 1))}
    """
    n = times.sum()
    if n < 2 or not np.isfinite(influences[times > 0]).all():
        return None
    deviations = influences - (influences @ times) / n
    return float(np.sqrt((deviations**2 @ times) / (n * (n - 1))))
