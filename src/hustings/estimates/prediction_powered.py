r"""Machine codings of all units, corrected by hand codings of a random sample.

.. math:: \hat\theta_\lambda = \theta_{hand}(s)
    + \lambda \bigl(\theta_{machine}(U) - \theta_{machine}(s)\bigr)

What the hand codings say of the sample s, moved by how far the machine finds all units
U to differ from the sample. For shares :math:`\lambda = 1` is the difference estimator;
:math:`\lambda = 0` leaves the machine out. The tuned :math:`\lambda` is the one with
the smallest variance,

.. math:: \lambda = \frac{\mathrm{Cov}(\theta_{hand}(s), \theta_{machine}(s))}
    {\mathrm{Var}(\theta_{machine}(s))}, \qquad 0 \le \lambda \le 1,

in closed form over samples drawn anew (`hustings.estimates.influences`), so that it
does not move with the number of draws; where a statistic looks at several cases at
once, from a fixed number of draws. It comes from the sample that it corrects. This
costs a bias of the order of 1/n, and a variance that the interval takes in, as that of
a regression estimator (Cochran 1977, 7.6),

.. math:: \frac{n - 1}{n - 2} \Bigl(1 + \frac{1}{n - 3}\Bigr).

Where the machine would help less than this costs, :math:`\lambda` is 0: the interval is
then that of the hand codings alone. So it is where hand and machine agree throughout
the sample: nothing there shows how often the machine errs elsewhere. And since it may
err rarely and in one direction, the interval of every other tuning takes in some of
the variance of the hand codings, :math:`2 / n` of the part that the machine explains,
as if it had been found wrong in one or two units more.

References
----------
Angelopoulos, A. N., Bates, S., Fannjiang, C., Jordan, M. I., & Zrnic, T. (2023).
Prediction-powered inference. Science, 382(6671), 669-674.
https://doi.org/10.1126/science.adi6000

Angelopoulos, A. N., Duchi, J. C., & Zrnic, T. (2023). PPI++: efficient
prediction-powered inference. arXiv:2311.01453.

Cochran, W. G. (1977). Sampling techniques (3rd ed.). Wiley.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.influences import Moments

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

FEWEST_TUNED = 6
"""Of fewer hand-coded units, how far the machine is right cannot be learned."""

_NOTHING_LEFT = 1e-9
_IMAGINARY = 2.0


def rectified(
    hand: FloatArray, sampled: FloatArray, whole: FloatArray, tuning: FloatArray
) -> FloatArray:
    """Compute the estimator of the module; all arrays broadcast.

    Examples
    --------
    >>> import numpy as np
    >>> one = [np.array(x) for x in (0.4, 0.5, 0.7, 0.5)]
    >>> round(float(rectified(*one)), 6)
    0.5
    """
    joined: FloatArray = np.where(tuning == 0, hand, hand + tuning * (whole - sampled))
    return joined


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tuning:
    """How far the machine is trusted, and what it explains: shapes (n_cases, m).

    Attributes
    ----------
    weight : array
        The tuning itself, in [0, 1].
    explained : array
        Share of the hand codings' variance that it takes away, in [0, 1].
    """

    weight: FloatArray
    explained: FloatArray


def tune(
    hand: FloatArray,
    sampled: FloatArray,
    n_drawn: FloatArray,
    *,
    pooled: bool = False,
    fixed: float | None = None,
) -> Tuning:
    r"""Find how far the machine is to be trusted; see the module.

    Parameters
    ----------
    hand, sampled : array of shape (n_draws, n_cases, m)
        Outcomes in samples drawn anew; NaN where undefined.
    n_drawn : array of shape (n_cases,)
        Things drawn in each case.
    pooled : bool
        Use one tuning for all cases, from the sums of covariances and variances.
    fixed : float, optional
        Use this tuning, whatever it explains.
    """
    moments = drawn_moments(hand, sampled)
    return tune_by(moments, n_drawn, pooled=pooled, fixed=fixed)


def tune_by(
    moments: Moments,
    n_drawn: FloatArray,
    *,
    pooled: bool = False,
    fixed: float | None = None,
) -> Tuning:
    """Find how far the machine is to be trusted, from moments over samples drawn anew.

    Parameters
    ----------
    moments : Moments
    n_drawn, pooled, fixed :
        As for `tune`.
    """
    covariance, of_hand, of_machine = (
        moments.covariance,
        moments.of_hand,
        moments.of_machine,
    )
    n = np.broadcast_to(n_drawn[:, None], covariance.shape)
    if pooled:
        covariance, of_hand, of_machine = (
            np.broadcast_to(np.where(n >= 2, one, 0).sum(axis=0), n.shape)
            for one in (covariance, of_hand, of_machine)
        )
        n = np.full_like(n, n_drawn.sum())
    weight = np.clip(_ratio(covariance, of_machine), 0, 1)
    if fixed is not None:
        weight = np.full_like(weight, fixed)
    gained = 2 * weight * covariance - weight**2 * of_machine
    explained = _ratio(gained, of_hand)
    if fixed is None:
        helps = (n >= FEWEST_TUNED) & ((1 - explained) * inflation(n) < 1)
        helps &= 1 - explained > _NOTHING_LEFT
        weight, explained = np.where(helps, weight, 0), np.where(helps, explained, 0)
    return Tuning(weight=weight, explained=np.clip(explained, 0, 1))


def inflation(n_drawn: FloatArray) -> FloatArray:
    """Give the factor on the variance that tuning costs, for n things drawn.

    Examples
    --------
    >>> import numpy as np
    >>> inflation(np.array([5.0, 150.0])).round(4).tolist()
    [2.0, 1.0136]
    """
    n = np.maximum(n_drawn, 4.0)
    factor: FloatArray = (n - 1) / (n - 2) * (1 + 1 / (n - 3))
    return factor


def unseen_error(explained: FloatArray, n_drawn: FloatArray) -> FloatArray:
    r"""Give the part of the hand codings' spread that is added for rare errors.

    .. math:: \sqrt{\frac{2}{n} R^2}

    Examples
    --------
    >>> import numpy as np
    >>> unseen_error(np.array([0.5]), np.array([100.0])).round(3).tolist()
    [0.1]
    """
    return np.asarray(np.sqrt(_IMAGINARY / np.maximum(n_drawn, 1.0) * explained))


def drawn_moments(hand: FloatArray, sampled: FloatArray) -> Moments:
    """Compute covariance and variances over draws in which both are defined."""
    known = np.isfinite(hand) & np.isfinite(sampled)
    n = np.maximum(known.sum(axis=0), 2)
    one, other = (
        np.where(known, x - np.where(known, x, 0).sum(axis=0) / n, 0)
        for x in (hand, sampled)
    )
    covariance = (one * other).sum(axis=0) / (n - 1)
    of_hand = (one * one).sum(axis=0) / (n - 1)
    of_machine = (other * other).sum(axis=0) / (n - 1)
    return Moments(covariance=covariance, of_hand=of_hand, of_machine=of_machine)


def _ratio(above: FloatArray, below: FloatArray) -> FloatArray:
    """Divide; 0 where there is nothing below."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
