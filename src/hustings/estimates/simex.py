r"""MC-SIMEX: see what more misclassification does, and go back to none.

Counts are misclassified further, by the confusion matrix raised to the powers
:math:`\zeta = 0.5, 1, 1.5, 2`; a parabola through the outcomes is followed back to
:math:`\zeta = -1`, where there would be no error. Further misclassified counts enter
with their expectation, which is what infinitely many simulations give wherever the
outcome is linear in the counts, as shares and RILE are.

References
----------
Cook, J. R., & Stefanski, L. A. (1994). Simulation-extrapolation estimation in
parametric measurement error models. Journal of the American Statistical Association,
89(428), 1314-1328. https://doi.org/10.1080/01621459.1994.10476871

Küchenhoff, H., Mwalili, S. M., & Lesaffre, E. (2006). A general method for dealing with
misclassification in regression: the misclassification SIMEX. Biometrics, 62(1), 85-96.
https://doi.org/10.1111/j.1541-0420.2005.00396.x
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidConfusionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hustings.estimates.resampling import FloatArray

LEVELS = (0.0, 0.5, 1.0, 1.5, 2.0)
"""How much misclassification is added, beside what is there."""


def simex(
    outcome: Callable[[FloatArray], FloatArray], counts: FloatArray, matrix: FloatArray
) -> FloatArray:
    r"""Extrapolate an outcome of counts to what it would be without misclassification.

    .. math:: \hat\theta = \sum_\zeta e_\zeta \, \theta(o P^\zeta), \qquad
        e = \text{the parabola's value at } \zeta = -1

    Parameters
    ----------
    outcome : callable
        From counts of shape (..., n_codes) to outcomes.
    counts : array of shape (..., n_codes)
    matrix : array of shape (n_codes, n_codes)
        Confusion matrix, true code by given code.

    Returns
    -------
    array
        Of the shape that `outcome` gives.

    Raises
    ------
    InvalidConfusionError
        If the coder is as often wrong as right, so that the matrix has no powers.

    Examples
    --------
    >>> import numpy as np
    >>> matrix = np.array([[0.95, 0.05], [0.05, 0.95]])
    >>> share = lambda counts: counts[..., 0] / counts.sum(axis=-1)
    >>> round(float(simex(share, np.array([77.0, 23.0]), matrix)), 3)
    0.8
    """
    found: FloatArray = np.zeros(())
    for level, weight in zip(LEVELS, extrapolation_weights(), strict=True):
        found = found + weight * outcome(counts @ matrix_power(matrix, level))
    return found


def extrapolation_weights() -> FloatArray:
    """Weigh outcomes at `LEVELS` so that they give the parabola's value at -1.

    Examples
    --------
    >>> extrapolation_weights().round(3).tolist()
    [3.0, -0.4, -1.8, -1.2, 1.4]
    """
    levels = np.array(LEVELS)
    design = np.vander(levels, 3)
    found: FloatArray = (np.vander([-1.0], 3) @ np.linalg.pinv(design))[0]
    return found


def matrix_power(matrix: FloatArray, power: float) -> FloatArray:
    """Raise a confusion matrix to a power by its eigenvalues; rows add up to 1.

    Raises
    ------
    InvalidConfusionError
        If an eigenvalue is not positive.
    """
    if power == 0:
        return np.eye(len(matrix))
    values, vectors = np.linalg.eig(matrix)
    if (values.real <= 0).any():
        raise InvalidConfusionError(
            reason="the coder is as often wrong as right.",
            advice="Use the matrix method, or leave the matrix out.",
        )
    raised = (vectors * values**power) @ np.linalg.inv(vectors)
    positive = np.maximum(raised.real, 0)
    return np.asarray(positive / positive.sum(axis=1, keepdims=True))
