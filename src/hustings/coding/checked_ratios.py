r"""Ratios in a random sample, with intervals that hold for small ones.

.. math:: \hat R = \frac{\sum_{i \in s} y_i / \pi_i}{\sum_{i \in s} x_i / \pi_i}

How often a coder is right is such a ratio with x = 1; precision counts in x the units
that were given a code, recall those that have it. Its variance is that of the total of
:math:`(y_i - \hat R x_i) / \hat X`. The interval is Wilson's for a share, with as many
units as would give a simple random sample this variance,

.. math:: n^* = \frac{\hat R (1 - \hat R)}{\hat V}
    \Bigl(\frac{z}{t_{d}}\Bigr)^2,

so that it stays inside [0, 1], is wide where there are few units, and is no point
where all of them are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from hustings.estimates.design_based import (
    design_strata,
    horvitz_thompson_total,
)
from hustings.estimates.intervals import Interval, normal_quantile, share_interval

if TYPE_CHECKING:
    from hustings.estimates.observations import BoolArray, IntArray
    from hustings.estimates.resampling import FloatArray

_NOTHING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledRatio:
    """A ratio between totals, estimated from a random sample.

    Attributes
    ----------
    value : float or None
        In [0, 1]; None where nothing is counted below the line.
    low, high : float or None
        Ends of the interval; 0 and 1 where a single unit is counted.
    n_units : int
        Units of the sample that count below the line.
    """

    value: float | None
    low: float | None
    high: float | None
    n_units: int


def sampled_ratio(
    above: FloatArray,
    below: FloatArray,
    probabilities: FloatArray,
    *,
    strata: IntArray | None = None,
    clusters: IntArray | None = None,
    confidence: float = 0.95,
) -> SampledRatio:
    """Estimate a share of units, or of units of one kind, from a random sample.

    Parameters
    ----------
    above, below : array of shape (n_sampled,)
        What each unit adds above and below the line; ``0 <= above <= below``.
    probabilities : array of shape (n_sampled,)
        Inclusion probabilities, in (0, 1].
    strata : array of int, shape (n_sampled,), optional
        Units of equal probability otherwise, which are taken as one stratum each.
    clusters : array of int, shape (n_sampled,), optional
        What was drawn as a whole, such as the document of each unit; each unit by
        itself otherwise.
    confidence : float, default=0.95

    Raises
    ------
    InvalidObservationsError
        If no unit was drawn, or a probability lies outside (0, 1].
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    References
    ----------
    Särndal, C.-E., Swensson, B., & Wretman, J. (1992). Model assisted survey sampling
    (5.6). Springer. https://doi.org/10.1007/978-1-4612-4378-6

    Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with
    small expected number of positive counts estimated from survey data. Survey
    Methodology, 24(2), 193-201.

    Examples
    --------
    Of 40 units of 4,000, 30 are right.

    >>> import numpy as np
    >>> found = sampled_ratio(
    ...     np.repeat([1.0, 0.0], [30, 10]), np.ones(40), np.full(40, 0.01)
    ... )
    >>> found.value, round(found.low, 2), round(found.high, 2), found.n_units
    (0.75, 0.59, 0.86, 40)
    """
    counted = below > 0
    n = int(counted.sum())
    total = float((below / probabilities).sum())
    if not n or not total:
        return SampledRatio(value=None, low=None, high=None, n_units=n)
    value = float((above / probabilities).sum()) / total
    if (probabilities == 1).all():
        return SampledRatio(value=value, low=value, high=value, n_units=n)
    drawn = _drawn(clusters, len(below))
    first = np.unique(drawn, return_index=True)[1]
    parts = _variance_parts(
        np.bincount(drawn, (above - value * below) / total).astype(np.float64),
        probabilities[first],
        None if strata is None else strata[first],
        is_counted=np.bincount(drawn, counted) > 0,
    )
    if parts is None:
        return SampledRatio(value=value, low=0.0, high=1.0, n_units=n)
    interval = _share_interval(value, _units_worth(value, parts), parts, confidence)
    return SampledRatio(value=value, low=interval.low, high=interval.high, n_units=n)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Variance:
    """What a ratio's variance is made of.

    Attributes
    ----------
    whole : float
    degrees : float
        Of freedom, after Satterthwaite (1946): strata with few units count for less.
    n_alike : float
        Units that would be worth as much if chance were all of it: those that count,
        the more so the less equal their weights are.
    """

    whole: float
    degrees: float
    n_alike: float


def _drawn(clusters: IntArray | None, n: int) -> IntArray:
    """Give what was drawn a number: each unit by itself, or the clusters."""
    if clusters is None:
        return np.arange(n)
    return np.unique(clusters, return_inverse=True)[1]


def _variance_parts(
    residuals: FloatArray,
    chances: FloatArray,
    strata: IntArray | None,
    *,
    is_counted: BoolArray,
) -> _Variance | None:
    """Add up the variances of the strata; None where nothing counts twice."""
    spread, square = 0.0, 0.0
    for one in design_strata(chances, strata):
        n = int(is_counted[one].sum())
        part = horvitz_thompson_total(
            residuals[one], chances[one], strata=np.zeros(len(one), np.int64)
        )
        own = (part.standard_error or 0.0) ** 2
        spread += own
        square += own**2 / max(n - 1, 1)
    weights = 1 / chances[is_counted]
    n_counted = len(weights)
    if n_counted < 2:
        return None
    kept = float((weights * (1 - chances[is_counted])).sum() / weights.sum())
    return _Variance(
        whole=spread,
        degrees=spread**2 / square if square else n_counted - 1.0,
        n_alike=float(weights.sum() ** 2 / (weights**2).sum()) / max(kept, _NOTHING),
    )


def _units_worth(value: float, variance: _Variance) -> float:
    """Say how many units drawn at random from very many would be worth as much.

    Where all are right or none is, the sample shows no variance; and where a stratum
    shows none by chance, too little. Then how unequal the weights are sets the limit.
    """
    plain = value * (1 - value)
    if plain <= _NOTHING or not variance.whole:
        return variance.n_alike
    return min(plain / variance.whole, variance.n_alike)


def _share_interval(
    value: float, alike: float, variance: _Variance, confidence: float
) -> Interval:
    """Give Wilson's interval, with the t distribution's quantile for the normal one."""
    beyond = float(stdtrit(variance.degrees, (1 + confidence) / 2))
    worth = max(alike * (normal_quantile(confidence) / beyond) ** 2, _NOTHING)
    found = share_interval(min(value, 1.0) * worth, worth, confidence=confidence)
    return Interval(
        low=min(found.low, value), high=max(found.high, value), confidence=confidence
    )
