r"""Quantiles of Student's t distribution, which set intervals of few units wider.

The upper tail is half a regularised incomplete beta function,

.. math:: P(T > t) = \tfrac12 I_x(\nu / 2, \tfrac12), \quad x = \nu / (\nu + t^2),

computed by its continued fraction. It falls ever more slowly for :math:`t > 0`, so that
Newton's method comes to the quantile from below without ever passing it.

References
----------
NIST Digital Library of Mathematical Functions, 5.11(iii) and 8.17(v).
https://dlmf.nist.gov/8.17
"""

from __future__ import annotations

from math import exp, gamma, isfinite, log1p, pi, sqrt
from statistics import NormalDist

from hustings.errors import InvalidOptionError

_MOST_STEPS = 10_000
_EXACT = 1e-16
_SMALL = 80.0
"""Up to here the gamma function itself does not overflow."""
_FAR = 3.0
"""Nearer to the middle the fraction of the tail cancels where units are many."""


def student_t_quantile(probability: float, n_free: float) -> float:
    """Give the value that a t distribution stays below with this probability.

    Parameters
    ----------
    probability : float
        In (0, 1).
    n_free : float
        Degrees of freedom, 1 or more.

    Raises
    ------
    InvalidOptionError
        If one of them is outside its range.

    Examples
    --------
    >>> round(student_t_quantile(0.975, 9), 6)
    2.262157
    """
    if not 0 < probability < 1:
        raise InvalidOptionError(
            option="probability", value=probability, advice="Use one between 0 and 1."
        )
    if not (n_free >= 1 and isfinite(n_free)):
        raise InvalidOptionError(
            option="n_free", value=n_free, advice="Use a number from 1 on."
        )
    if probability < 0.5:
        return -_upper_quantile(probability, n_free)
    return _upper_quantile(1 - probability, n_free)


def _upper_quantile(tail: float, n_free: float) -> float:
    """Give what is passed with probability `tail`, at most one half."""
    t = -NormalDist().inv_cdf(tail)  # lower tails are heavier: t is not below it
    for _ in range(_MOST_STEPS):
        step = (_upper_tail(t, n_free) - tail) / _density(t, n_free)
        if step <= 4 * _EXACT * max(t, 1.0):
            break
        t += step
    return t


def _upper_tail(t: float, n_free: float) -> float:
    """Give the probability of more than t, which is 0 or more."""
    a, x = n_free / 2, n_free / (n_free + t * t)
    front = t * _density(t, n_free)
    if t > _FAR or (a < _SMALL and x < (a + 1) / (a + 2.5)):
        return front * _fraction(a, 0.5, x) / n_free
    return 0.5 - front * _fraction(0.5, a, t * t / (n_free + t * t))


def _density(t: float, n_free: float) -> float:
    spread = exp(-(n_free + 1) / 2 * log1p(t * t / n_free))
    return _half_step(n_free / 2) / sqrt(n_free * pi) * spread


def _half_step(a: float) -> float:
    r"""Give :math:`\Gamma(a + 1/2) / \Gamma(a)`; a series where gamma overflows."""
    if a <= _SMALL:
        return gamma(a + 0.5) / gamma(a)
    terms = (-1 / 8, 1 / 128, 5 / 1024, -21 / 32768, -399 / 262144)
    return sqrt(a) * (1 + sum(c / a**k for k, c in enumerate(terms, start=1)))


def _fraction(a: float, b: float, x: float) -> float:
    """Compute the continued fraction of the incomplete beta function (Lentz)."""
    total = ahead = 1.0
    behind = 0.0
    for i in range(1, _MOST_STEPS):
        term = _coefficient(i, a, b) * x
        behind = 1 / (1 + term * behind)
        ahead = 1 + term / ahead
        total *= ahead * behind
        if abs(ahead * behind - 1) <= _EXACT:
            break
    return 1 / total


def _coefficient(i: int, a: float, b: float) -> float:
    m, odd = divmod(i, 2)
    if odd:
        return -(a + m) * (a + b + m) / ((a + 2 * m) * (a + 2 * m + 1))
    return m * (b - m) / ((a + 2 * m - 1) * (a + 2 * m))
