"""Intervals for estimates that sampling moves to one side, such as distances.

Two texts by one hand never agree to the last unit: their distance is above 0, and that
of two resampled texts higher still. A percentile interval of such draws may leave out
the true value every time.
"""

from __future__ import annotations

from math import erf, inf, sqrt
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.corrected_intervals import reach
from hustings.estimates.intervals import percentile_interval

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

_MOST = 1 / (sqrt(2) - 1)
"""Bias of an estimate in terms of that of its draws, where the truth is 0."""
_FARTHEST = 3.29
"""A thousand draws show no more than 3.29 standard errors."""
_NOISE = 3.0
"""So many standard errors of their mean draws lie off by chance."""


def biased_interval(
    draws: FloatArray,
    estimates: FloatArray,
    *,
    confidence: float,
    span: tuple[float, float] = (-inf, inf),
) -> FloatArray:
    r"""Make percentile intervals that make good for bias.

    .. math:: b = \bar\theta^* - \hat\theta, \qquad
        \beta \in \left[0,\ \frac{b}{\sqrt 2 - 1}\right], \qquad
        [\hat F^{-1}(\tfrac\alpha2) - b - \beta,\
        \hat F^{-1}(1 - \tfrac\alpha2) - b - \beta]

    Draws lie off the estimate by b as the estimate lies off the truth by about
    :math:`\beta`. Where the truth is far from its bound, both are the same; where it is
    at its bound (two equal texts), resampling adds as much noise as there was, and
    :math:`\beta` is 2.4 times b. And b itself is only seen in this one text: one that
    came out near its bound shows a bias that others like it lack. The interval holds
    those of all these cases, and the estimate itself. A bias no larger than the noise
    of the draws counts as none.

    Parameters
    ----------
    draws : array of shape (n_draws, m)
        Resampled estimates, two of them at least; none of them NaN.
    estimates : array of shape (m,)
    confidence : float
        In (0, 1).
    span : tuple of float
        What the truth cannot pass.

    Returns
    -------
    array of shape (2, m)
        Low ends, high ends.

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    References
    ----------
    Efron, B., & Tibshirani, R. J. (1994). An introduction to the bootstrap (ch. 10).
    Chapman & Hall. https://doi.org/10.1201/9780429246593

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.linspace(0.2, 0.6, 401)[:, None]
    >>> interval = biased_interval(
    ...     draws, np.array([0.3]), confidence=0.95, span=(0, 2)
    ... )
    >>> interval[:, 0].round(2).tolist()
    [0.0, 0.49]
    """
    low, high = percentile_interval(draws, confidence=confidence)
    bias = draws.mean(axis=0) - estimates
    noise = _NOISE * draws.std(axis=0, ddof=1) / sqrt(len(draws))
    bias[np.abs(bias) <= noise] = 0
    least, most = bias, (1 + _MOST) * bias
    ends = np.stack(
        [
            np.minimum(np.minimum(low - least, low - most), estimates),
            np.maximum(np.maximum(high - least, high - most), estimates),
        ]
    )
    clipped: FloatArray = np.clip(ends, *span)
    return clipped


def biased_ends(
    value: float,
    draws: FloatArray,
    *,
    confidence: float,
    freedom: float = inf,
    span: tuple[float, float] = (-inf, inf),
) -> tuple[float, float]:
    """Give low and high end for one outcome, wider where it rests on few draws.

    Parameters
    ----------
    value : float
    draws : array of shape (n_draws,)
        Two at least, all finite.
    freedom : float
        Degrees of freedom; infinite gives the ends of `biased_interval`.

    Examples
    --------
    >>> import numpy as np
    >>> draws = np.linspace(0.2, 0.6, 401)
    >>> low, high = biased_ends(0.3, draws, confidence=0.95, span=(0, 2))
    >>> round(low, 2), round(high, 2)
    (0.0, 0.49)
    """
    z = reach(freedom, confidence)
    beyond = max(z - _FARTHEST, 0.0) * float(draws.std(ddof=1))
    widened = erf((z if beyond == 0 else _FARTHEST) / sqrt(2))
    ends = biased_interval(
        draws[:, None], np.array([value]), confidence=widened, span=span
    )
    low, high = np.clip([ends[0, 0] - beyond, ends[1, 0] + beyond], *span)
    return float(min(low, value)), float(max(high, value))
