r"""One machine, many cases: what a case may borrow from the machine's errors elsewhere.

The rectifier of a case is what the hand codings add to the machine's outcome in the
same sample, :math:`\delta_c = \theta_{hand}(s_c) - \theta_{machine}(s_c)`. Taken as
draws from one distribution,

.. math:: \hat\delta_c \sim N(\delta_c, s_c^2), \qquad \delta_c \sim N(\mu, \tau^2),

each case's rectifier is shrunk toward the mean of all, the more so the less it was
coded; a case without hand codings gets the mean. Its interval then holds the spread
:math:`\tau` of the machine's errors between cases, and the doubt about the mean, which
all cases share:

.. math:: \tilde\delta_c = B_c \hat\delta_c + (1 - B_c) \hat\mu, \qquad
    B_c = \frac{\tau^2}{\tau^2 + s_c^2}, \qquad
    V_c = B_c s_c^2 + (1 - B_c)^2 \, V(\hat\mu)

The spread :math:`\tau` itself is known from the K cases with hand codings alone. What
leans on it is therefore drawn from the t distribution with K - 2 degrees of freedom, as
a prediction interval is (Higgins, Thompson and Spiegelhalter 2009).

This leans on the cases with hand codings being like the others.

References
----------
Fay, R. E., & Herriot, R. A. (1979). Estimates of income for small places: an
application of James-Stein procedures to census data. Journal of the American
Statistical Association, 74(366), 269-277.
https://doi.org/10.1080/01621459.1979.10482505

Higgins, J. P. T., Thompson, S. G., & Spiegelhalter, D. J. (2009). A re-evaluation of
random-effects meta-analysis. Journal of the Royal Statistical Society A, 172(1),
137-159. https://doi.org/10.1111/j.1467-985X.2008.00552.x

Paule, R. C., & Mandel, J. (1982). Consensus values and weighting factors. Journal of
Research of the National Bureau of Standards, 87(5), 377-385.
https://doi.org/10.6028/jres.087.022

Knapp, G., & Hartung, J. (2003). Improved tests for a random effects meta-regression
with a single covariate. Statistics in Medicine, 22(17), 2693-2710.
https://doi.org/10.1002/sim.1482
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

FEWEST_CASES = 3
"""Between fewer cases nobody can see how far the machine's errors differ."""

_STEPS = 200


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rectifiers:
    """Rectifiers of all cases for one outcome.

    Attributes
    ----------
    shrunk : array of shape (n_cases,)
        Of each case, drawn toward the mean.
    own_share : array of shape (n_cases,)
        How far it is the case's own, B; 0 without hand codings.
    own_error : array of shape (n_cases,)
        Standard error that is not shared with other cases.
    mean, mean_error, between : float
        Mean of all, its standard error, and their spread.
    n_cases : int
        Cases that the mean rests on.
    """

    shrunk: FloatArray
    own_share: FloatArray
    own_error: FloatArray
    mean: float
    mean_error: float
    between: float
    n_cases: int

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the spread between cases."""
        return max(self.n_cases - 2, 1)

    def draw(
        self, shared: FloatArray, own: FloatArray, square: FloatArray
    ) -> FloatArray:
        """Draw rectifiers of shape (n_draws, n_cases).

        Parameters
        ----------
        shared : array of shape (n_draws,)
            Of the standard normal distribution.
        own : array of shape (n_draws, n_cases)
            The same for each case.
        square : array of shape (n_draws,)
            Of the chi-squared distribution with `freedom` degrees.
        """
        borrowed = 1 - self.own_share
        tails = np.sqrt(self.freedom / square)[:, None]
        apart = shared[:, None] * self.mean_error * borrowed + own * self.own_error
        return np.asarray(self.shrunk + apart * (1 + (tails - 1) * borrowed))


def pooled_rectifiers(found: FloatArray, errors: FloatArray) -> Rectifiers | None:
    """Shrink rectifiers toward their mean; see the module.

    Parameters
    ----------
    found, errors : array of shape (n_cases,)
        Rectifiers and their standard errors; NaN where a case has too few hand codings.

    Returns
    -------
    Rectifiers or None
        None if fewer than `FEWEST_CASES` cases have one.

    Examples
    --------
    >>> import numpy as np
    >>> pooled = pooled_rectifiers(
    ...     np.array([0.1, 0.1, 0.1, np.nan]), np.array([0.05, 0.05, 0.05, np.nan])
    ... )
    >>> pooled.shrunk.round(3).tolist(), pooled.between
    ([0.1, 0.1, 0.1, 0.1], 0.0)
    """
    known = np.isfinite(found) & np.isfinite(errors)
    n = int(known.sum())
    if n < FEWEST_CASES:
        return None
    values, variances = found[known], np.maximum(errors[known] ** 2, 1e-18)
    between = _between(values, variances)
    mean, mean_error = _mean(values, variances, between)
    share = np.zeros_like(found)
    share[known] = between / (between + variances)
    own = np.where(known, share * np.where(known, errors, 0) ** 2, between)
    return Rectifiers(
        shrunk=share * np.where(known, found, 0) + (1 - share) * mean,
        own_share=share,
        own_error=np.sqrt(own),
        mean=mean,
        mean_error=mean_error,
        between=float(np.sqrt(between)),
        n_cases=n,
    )


def _between(values: FloatArray, variances: FloatArray) -> float:
    """Find the variance between cases by Paule and Mandel's equation, by bisection."""
    low, high = 0.0, float(np.ptp(values) ** 2 + variances.max())
    if _misfit(0.0, values, variances) <= 0:
        return 0.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _misfit(middle, values, variances) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _misfit(between: float, values: FloatArray, variances: FloatArray) -> float:
    """Say how far weighed squared deviations exceed what is expected."""
    weights = 1 / (variances + between)
    mean = (weights @ values) / weights.sum()
    return float(weights @ (values - mean) ** 2 - (len(values) - 1))


def _mean(
    values: FloatArray, variances: FloatArray, between: float
) -> tuple[float, float]:
    """Weigh the mean; its error is never less than the formula's (Knapp, Hartung)."""
    weights = 1 / (variances + between)
    mean = float((weights @ values) / weights.sum())
    spread = float(weights @ (values - mean) ** 2) / (len(values) - 1)
    return mean, float(np.sqrt(max(spread, 1.0) / weights.sum()))
