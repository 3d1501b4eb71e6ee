"""Intervals from resampled estimates, and the analytic ones to check them against."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

import numpy as np
from scipy.special import bdtrik

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import FloatArray, require_confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """The two ends of an interval, and how often such intervals cover the truth."""

    low: float
    high: float
    confidence: float


def percentile_interval(draws: FloatArray, *, confidence: float) -> FloatArray:
    r"""Cut the same share of resampled estimates off at both ends.

    .. math:: [\hat F^{-1}(\alpha / 2),\ \hat F^{-1}(1 - \alpha / 2)],
        \qquad \alpha = 1 - \mathrm{confidence}

    Parameters
    ----------
    draws : array of shape (n_draws, ...)
        Resampled estimates, none of them NaN.
    confidence : float
        In (0, 1).

    Returns
    -------
    array of shape (2, ...)
        Low ends, high ends.

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1994). An introduction to the bootstrap.
    Chapman & Hall. https://doi.org/10.1201/9780429246593

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.arange(101.0)
    >>> percentile_interval(draws, confidence=0.9).round(6).tolist()
    [5.0, 95.0]
    """
    require_confidence(confidence)
    tail = (1 - confidence) / 2
    return np.quantile(draws, [tail, 1 - tail], axis=0)


def binomial_ends(
    shares: FloatArray, n_units: float, *, confidence: float
) -> FloatArray:
    r"""Give the percentile interval of endlessly many draws of units, for shares.

    .. math:: \frac1N \left[F^{-1}(\tfrac\alpha2) + \tfrac12,\
        F^{-1}(1 - \tfrac\alpha2) + \tfrac12\right], \qquad
        F \text{ that of } \mathrm{Binomial}(N, p)

    Where the units of a text are drawn anew, how many have a code follows a binomial
    distribution; its quantiles need no draws and have no error of their own. Between
    whole numbers F is continued by the incomplete beta function and taken at the
    middle of each (mid-distribution), so that ends do not jump by whole units.

    Parameters
    ----------
    shares : array of shape (m,)
        In [0, 1]; the interval of 0 and of 1 has no width.
    n_units : float
        N, above 0.
    confidence : float
        In (0, 1).

    Returns
    -------
    array of shape (2, m)
        Low ends, high ends, in [0, 1].

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    References
    ----------
    Ma, Y., Genton, M. G., & Parzen, E. (2011). Asymptotic properties of sample
    quantiles of discrete distributions. Annals of the Institute of Statistical
    Mathematics, 63(2), 227-243. https://doi.org/10.1007/s10463-008-0215-z

    Examples
    --------
    >>> import numpy as np
    >>> binomial_ends(np.array([0.3]), 100, confidence=0.95).round(4).ravel().tolist()
    [0.2124, 0.3915]
    """
    require_confidence(confidence)
    tail = (1 - confidence) / 2
    known = np.clip(shares, 0.0, 1.0)
    # seen from the other side, the upper end of a share is the lower one of the rest
    low = _lower_ends(known, n_units, tail)
    return np.stack([low, 1 - _lower_ends(1 - known, n_units, tail)])


def _lower_ends(shares: FloatArray, n_units: float, tail: float) -> FloatArray:
    """Find where the tail ends below; 0 where the share 0 holds all of it."""
    inner = np.where((shares > 0) & (shares < 1), shares, 0.5)
    found = (bdtrik(tail, n_units, inner) + 0.5) / n_units
    at_zero = (1 - inner) ** n_units >= tail
    within: FloatArray = np.where(at_zero, 0.0, np.minimum(found, inner))
    return np.where((shares > 0) & (shares < 1), within, shares)


def share_interval(
    count: float, n_units: float, *, confidence: float = 0.95
) -> Interval:
    r"""Compute Wilson's interval for a share, which holds where no unit has the code.

    .. math:: \frac{p + z^2/2N \pm z \sqrt{p(1-p)/N + z^2/4N^2}}{1 + z^2/N}

    Resampling a text in which a code never occurs gives texts in which it never
    occurs; this interval says how often it may occur all the same.

    Parameters
    ----------
    count, n_units : float
        Units with the code, and all units; ``0 <= count <= n_units``.
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    Interval
        Inside [0, 1].

    Raises
    ------
    InvalidOptionError
        If there are no units, or more with the code than there are.

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.
    https://doi.org/10.1080/01621459.1927.10502953

    Examples
    --------
    >>> interval = share_interval(0, 100)
    >>> f"{interval.low:.4f} {interval.high:.4f}"
    '0.0000 0.0370'
    """
    require_confidence(confidence)
    if not 0 <= count <= n_units or n_units == 0:
        raise InvalidOptionError(
            option="count",
            value=count,
            advice=f"It must lie between 0 and the number of units, {n_units:g}.",
        )
    share = count / n_units
    z2 = normal_quantile(confidence) ** 2 / n_units
    half = sqrt(z2 * share * (1 - share) + z2**2 / 4)
    middle = share + z2 / 2
    return Interval(
        low=max((middle - half) / (1 + z2), 0.0),
        high=min((middle + half) / (1 + z2), 1.0),
        confidence=confidence,
    )


def normal_quantile(confidence: float) -> float:
    """Give the number of standard errors that reach to the ends of the interval.

    Examples
    --------
    >>> round(normal_quantile(0.95), 6)
    1.959964
    """
    require_confidence(confidence)
    return NormalDist().inv_cdf((1 + confidence) / 2)
