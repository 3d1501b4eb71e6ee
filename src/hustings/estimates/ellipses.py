r"""Ellipses: the region in which two estimates lie together.

.. math:: \{\, x : (x - \hat\theta)^\top \Sigma^{-1} (x - \hat\theta) \le c \,\},
    \qquad c = -2 \ln(1 - \text{confidence})

:math:`c` is the quantile of :math:`\chi^2` with two degrees of freedom. The region
covers both estimates at once, so its shadow on either axis is wider than the interval
of that estimate alone.
"""

from __future__ import annotations

from math import log

import numpy as np

from hustings.errors import InvalidOptionError


def ellipse_outline(
    centre: tuple[float, float],
    *,
    first_variance: float,
    second_variance: float,
    covariance: float,
    confidence: float = 0.95,
    n_points: int = 72,
) -> tuple[tuple[float, float], ...]:
    r"""Compute points on the outline of an ellipse around two estimates.

    Parameters
    ----------
    centre : tuple of float
        The two estimates.
    first_variance, second_variance, covariance : float
        Of the two together; both variances above 0.
    confidence : float, default=0.95
        In (0, 1): if the estimates are about normal, this share of ellipses made
        this way holds both true values at once.
    n_points : int, default=72

    Returns
    -------
    tuple of (float, float)
        In order around the ellipse; the first point is not repeated at the end.

    Raises
    ------
    InvalidOptionError
        If a variance is not above 0 or `confidence` is outside (0, 1).

    Examples
    --------
    >>> outline = ellipse_outline(
    ...     (0, 0), first_variance=1, second_variance=4, covariance=0, n_points=4
    ... )
    >>> [(round(x, 2) + 0.0, round(y, 2) + 0.0) for x, y in outline]
    [(2.45, 0.0), (0.0, 4.9), (-2.45, 0.0), (0.0, -4.9)]
    """
    _check(first_variance, second_variance, confidence)
    # Draws may say that the two are one; rounding then leaves the last pivot below 0.
    across = np.sqrt(first_variance)
    slope = covariance / across
    rest = np.sqrt(max(second_variance - slope**2, 0.0))
    radius = np.sqrt(-2 * log(1 - confidence))
    angles = np.linspace(0, 2 * np.pi, n_points, endpoint=False)
    x = centre[0] + radius * across * np.cos(angles)
    y = centre[1] + radius * (slope * np.cos(angles) + rest * np.sin(angles))
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def _check(first_variance: float, second_variance: float, confidence: float) -> None:
    """Raise unless there is an ellipse."""
    for option, value in (
        ("first_variance", first_variance),
        ("second_variance", second_variance),
    ):
        if not value > 0:
            raise InvalidOptionError(
                option=option, value=value, advice="A variance is above 0."
            )
    if not 0 < confidence < 1:
        raise InvalidOptionError(
            option="confidence", value=confidence, advice="Choose one between 0 and 1."
        )
