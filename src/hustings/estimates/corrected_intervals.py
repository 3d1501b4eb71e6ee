r"""Intervals from few drawn things: corrected for bias and skewness, and wide enough.

Plain percentiles are too short where few units were coded or few blocks drawn. Here

* ends are moved for bias and skewness as by BC\ :sub:`a` (Efron 1987), the acceleration
  being a sixth of the skewness of the draws;
* they are set wider as a t interval is wider than a normal one (Hesterberg 2015);
* **shares** get Wilson's interval for as many independent units as would have given the
  same standard error (Korn and Graubard 1998), which holds for rare codes, too.

With infinite degrees of freedom, all are plain percentiles.

References
----------
Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American
Statistical Association, 82(397), 171-185.
https://doi.org/10.1080/01621459.1987.10478410

Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American
Statistician, 69(4), 371-386. https://doi.org/10.1080/00031305.2015.1089789

Korn, E. L., & Graubard, B. I. (1998). Confidence intervals for proportions with small
expected number of positive counts estimated from survey data. Survey Methodology,
24(2), 193-201.
"""

from __future__ import annotations

from math import inf, isinf, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from hustings.estimates.intervals import normal_quantile

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

ALIKE = 1e-12
"""Draws that differ by less are all alike: they show no spread."""

_NORMAL = NormalDist()
_MOST_ACCELERATION = 0.2
_FARTHEST = 3.29
"""A thousand draws show no more than 3.29 standard errors."""


def reach(freedom: float, confidence: float) -> float:
    """Give the quantile of the t distribution; of the normal one if infinite.

    Examples
    --------
    >>> round(reach(10, 0.95), 4), round(reach(float("inf"), 0.95), 4)
    (2.2281, 1.96)
    """
    if isinf(freedom):
        return normal_quantile(confidence)
    return float(stdtrit(max(freedom, 1.0), (1 + confidence) / 2))


def corrected_ends(
    value: float, draws: FloatArray, *, confidence: float, freedom: float = inf
) -> tuple[float, float]:
    """Give low and high end by the corrected percentiles of draws.

    Parameters
    ----------
    value : float
        The estimate itself.
    draws : array of shape (n_draws,)
        All finite.
    freedom : float
        Degrees of freedom; infinite gives plain percentiles.

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.arange(-100.0, 101.0)
    >>> low, high = corrected_ends(0.0, draws, confidence=0.9)
    >>> round(low, 6), round(high, 6)
    (-90.0, 90.0)
    """
    z = reach(freedom, confidence)
    bias, acceleration = 0.0, 0.0
    if not isinf(freedom):
        below = float(np.mean(draws < value) + np.mean(draws <= value)) / 2
        bias = _NORMAL.inv_cdf(min(max(below, 0.05), 0.95))
        acceleration = _acceleration(draws)
    ends = [
        bias + end / max(1 - acceleration * end, 0.1) for end in (bias - z, bias + z)
    ]
    low, high = (_far_quantile(value, draws, end) for end in ends)
    return low, high


def effective_share_ends(
    share: float,
    standard_error: float,
    *,
    n: float,
    confidence: float,
    freedom: float = inf,
) -> tuple[float, float]:
    r"""Give Wilson's interval for as many units as the standard error stands for.

    .. math:: n_{eff} = \frac{p (1 - p)}{\mathrm{SE}^2}

    Parameters
    ----------
    share : float
        Taken as 0 or 1 where it lies outside.
    standard_error : float
        Not negative; where it shows nothing, `n` units are taken.
    n : float
        Units that the share rests on.

    Examples
    --------
    >>> low, high = effective_share_ends(0.0, 0.0, n=100, confidence=0.95)
    >>> f"{low:.4f} {high:.4f}"
    '0.0000 0.0370'
    """
    p = min(max(share, 0.0), 1.0)
    units = n
    if standard_error > ALIKE and 0 < p < 1:
        units = p * (1 - p) / standard_error**2
    z2 = reach(freedom, confidence) ** 2 / units
    middle, half = p + z2 / 2, sqrt(z2 * p * (1 - p) + z2**2 / 4)
    low, high = (middle - half) / (1 + z2), (middle + half) / (1 + z2)
    return max(low, 0.0), min(high, 1.0)


def _acceleration(draws: FloatArray) -> float:
    """Take a sixth of the skewness, within bounds."""
    deviations = draws - draws.mean()
    spread = float(np.mean(deviations**2))
    if spread <= ALIKE**2:
        return 0.0
    found = float(np.mean(deviations**3)) / (6 * spread**1.5)
    return float(min(max(found, -_MOST_ACCELERATION), _MOST_ACCELERATION))


def _far_quantile(value: float, draws: FloatArray, z: float) -> float:
    """Take the quantile of a normal z; beyond what draws can show, go on straight."""
    inner = min(max(z, -_FARTHEST), _FARTHEST)
    found = float(np.quantile(draws, _NORMAL.cdf(inner)))
    return found if inner == z else value + (found - value) * z / inner
