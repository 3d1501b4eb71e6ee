"""Weights: how much of an agreement it is if two coders give neighbouring values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.errors import InvalidOptionError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.estimates.resampling import FloatArray

Weights: TypeAlias = Literal["linear", "quadratic", "ordinal"]


def agreement_weights(kind: Weights, numbers: FloatArray) -> FloatArray:
    r"""Compute the weight of every two values, from 1 (the same) to 0 (farthest).

    .. math:: \text{linear: } 1 - \frac{|x - y|}{r} \qquad
        \text{quadratic: } 1 - \frac{(x - y)^2}{r^2} \qquad
        \text{ordinal: } 1 - \frac{\binom{|i - j| + 1}{2}}{\binom{q}{2}}

    with r the distance from the lowest to the highest value, i and j the ranks, and q
    the number of values.

    Parameters
    ----------
    kind : {"linear", "quadratic", "ordinal"}
    numbers : array of shape (n_values,)
        The values on their scale, increasing.

    Returns
    -------
    array of shape (n_values, n_values)

    Raises
    ------
    InvalidOptionError
        If there are no such weights.

    References
    ----------
    Cohen, J. (1968). Weighted kappa: nominal scale agreement with provision for scaled
    disagreement or partial credit. Psychological Bulletin, 70(4), 213-220.
    https://doi.org/10.1037/h0026256

    Gwet, K. L. (2014). Handbook of inter-rater reliability (4th ed., section 3.5).
    Advanced Analytics.

    Examples
    --------
    >>> import numpy as np
    >>> agreement_weights("linear", np.array([1.0, 2.0, 3.0]))[0].tolist()
    [1.0, 0.5, 0.0]
    """
    if kind not in _KINDS:
        raise InvalidOptionError(
            option="weights", value=kind, advice="Choose linear, quadratic or ordinal."
        )
    distances = _KINDS[kind](numbers)
    farthest = distances.max(initial=0)
    return 1 - distances / (farthest if farthest > 0 else 1)


def _linear(numbers: FloatArray) -> FloatArray:
    return np.abs(numbers[:, np.newaxis] - numbers)


def _quadratic(numbers: FloatArray) -> FloatArray:
    return np.square(numbers[:, np.newaxis] - numbers)


def _ordinal(numbers: FloatArray) -> FloatArray:
    """Count the pairs of values between two values, both with them."""
    ranks = np.arange(len(numbers), dtype=float)
    apart = _linear(ranks)
    return apart * (apart + 1) / 2


_KINDS: Mapping[str, Callable[[FloatArray], FloatArray]] = {
    "linear": _linear,
    "quadratic": _quadratic,
    "ordinal": _ordinal,
}
