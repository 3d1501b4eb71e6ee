"""Differences between two estimates, draw by draw.

What two estimates share, such as a doubtful confusion matrix or a machine that errs
alike in all cases, moves both in the same draw and cancels in their difference. So the
interval of the difference is made of the differences of paired draws, and not of the
two intervals.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.corrected_intervals import ALIKE, corrected_ends
from hustings.estimates.differences import Difference, score_difference

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.results import CaseEstimate, Estimates


def difference(
    estimates: Estimates,
    first: str,
    second: str,
    *,
    code: str | None = None,
    among: Estimates | None = None,
) -> Difference:
    r"""Compare two cases: second less first, with its own interval.

    .. math:: d = \hat\theta_b - \hat\theta_a, \qquad d^* = \theta_b^* - \theta_a^*

    Parameters
    ----------
    first, second : str
        Names of the cases.
    code : str, optional
        The outcome, where a statistic has several.
    among : Estimates, optional
        Where the second case is, if elsewhere: another estimation with the same seed
        and number of draws.

    Returns
    -------
    Difference
        ``is_clear`` says whether the interval leaves zero out. Where one of the two is
        a share of 0 or 1, which draws cannot move, it is that of `score_difference`.

    Raises
    ------
    UnknownEstimateError
        If a case has no estimate.
    InvalidOptionError
        If there are no draws to compare, or not as many on both sides.

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.estimates.estimating import estimate
    >>> from hustings.estimates.observations import CountObservations
    >>> from hustings.estimates.resampling import Resampling
    >>> from hustings.estimates.sources import Sampling, Sources
    >>> from hustings.estimates.statistics import share_statistic
    >>> counts = CountObservations(
    ...     cases=("Harbour", "Orchard"),
    ...     counts=np.array([[30.0], [36.0]]),
    ...     n_units=np.array([100.0, 100.0]),
    ...     case_of_row=np.array([0, 1]),
    ... )
    >>> found = estimate(
    ...     share_statistic(("trams",)),
    ...     counts,
    ...     Sources(sampling=Sampling()),
    ...     Resampling(),
    ... )
    >>> difference(found, "Harbour", "Orchard", code="trams").verdict
    'no clear difference'
    """
    other = estimates if among is None else among
    i, j = estimates.index(first, code), other.index(second, code)
    one, two = estimates.estimates[i], other.estimates[j]
    a, b = _ends(one), _ends(two)
    if a and b and None in {one.standard_error, two.standard_error}:
        return score_difference(a, b, confidence=estimates.confidence)
    value = two.value - one.value
    freedom = min(float(estimates.freedom[i]), float(other.freedom[j]))
    return paired_difference(
        value,
        estimates.draws[:, i],
        other.draws[:, j],
        confidence=estimates.confidence,
        freedom=freedom,
    )


def _ends(one: CaseEstimate) -> tuple[float, float, float] | None:
    """Give an estimate with the ends of its interval, if it has one."""
    if one.low is None or one.high is None:
        return None
    return one.value, one.low, one.high


def change(
    before: Estimates, after: Estimates, case: str, *, code: str | None = None
) -> Difference:
    """Compare one case at two dates or in two estimations; see `difference`.

    Raises
    ------
    UnknownEstimateError, InvalidOptionError
        As `difference`.
    """
    return difference(before, case, case, code=code, among=after)


def paired_difference(
    value: float,
    first: FloatArray,
    second: FloatArray,
    *,
    confidence: float,
    freedom: float = float("inf"),
) -> Difference:
    """Make the interval of a difference from paired draws.

    Parameters
    ----------
    value : float
        The difference itself, second less first.
    first, second : array of shape (n_draws,)
        Draws that belong together stand at the same place; NaN where undefined.

    Raises
    ------
    InvalidOptionError
        If there are no draws, or not as many on both sides.

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.linspace(-1, 1, 101)
    >>> paired_difference(2.0, draws, draws + 2.0, confidence=0.95).standard_error
    0.0
    """
    apart = _paired(first, second)
    low = high = value
    error = float(apart.std(ddof=1))
    if error <= ALIKE:
        error = 0.0
    else:
        low, high = corrected_ends(value, apart, confidence=confidence, freedom=freedom)
    return Difference(
        estimate=value,
        low=low,
        high=high,
        confidence=confidence,
        standard_error=error,
    )


def _paired(first: FloatArray, second: FloatArray) -> FloatArray:
    """Subtract draws in pairs, without those that are undefined."""
    if first.shape != second.shape:
        raise InvalidOptionError(
            option="draws",
            value=(len(first), len(second)),
            advice="Estimate both with the same number of draws.",
        )
    apart = second - first
    apart = apart[np.isfinite(apart)]
    if len(apart) < 2:
        raise InvalidOptionError(
            option="draws",
            value=len(apart),
            advice="A difference needs draws: turn a source of error on.",
        )
    return apart
