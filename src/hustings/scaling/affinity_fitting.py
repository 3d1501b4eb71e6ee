"""The affinities of texts to classes, by Newton's method on the simplex."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

MOST_STEPS = 200
"""Newton's method needs a dozen; more means that something is wrong with the counts."""

_SMALLEST_GAIN = 1e-12
_SMALLEST_STEP = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AffinityFit:
    """Affinities and standard errors, shape (n_cases, n_classes); NaN: no words."""

    affinities: FloatArray
    standard_errors: FloatArray
    n_steps: list[int]


def fit_affinities(
    known: DocumentFeatureMatrix, probabilities: FloatArray, smoothing: float
) -> AffinityFit:
    r"""Find every text's affinities.

    Parameters
    ----------
    known : DocumentFeatureMatrix
        Counts of the words that the classes have.
    probabilities : array of shape (n_features, n_classes)
        The classes' shares of each word, none of them 0.
    smoothing : float
        Weight of the penalty :math:`s \sum_k \log \theta_k`, above 0.

    Returns
    -------
    AffinityFit

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [{"case": "Harbour", "trams": 1, "roads": 1}]
    >>> shares = np.array([[0.9, 0.1], [0.1, 0.9]])
    >>> known = DocumentFeatureMatrix.from_rows(rows)
    >>> fit_affinities(known, shares, 0.5).affinities.tolist()
    [[0.5, 0.5]]
    """
    shape = (known.n_cases, probabilities.shape[1])
    affinities, errors = np.full(shape, np.nan), np.full(shape, np.nan)
    steps = []
    indptr, indices, counts = (
        known.matrix.indptr,
        known.matrix.indices,
        known.matrix.data,
    )
    for i in range(known.n_cases):
        here = slice(indptr[i], indptr[i + 1])
        if indptr[i] == indptr[i + 1]:
            continue
        text = _Text(
            counts=counts[here],
            probabilities=probabilities[indices[here]],
            smoothing=smoothing,
        )
        affinities[i], n_steps = _maximum(text)
        errors[i] = _standard_errors(text, affinities[i])
        steps.append(n_steps)
    return AffinityFit(affinities=affinities, standard_errors=errors, n_steps=steps)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Text:
    """One text's words: counts (n,), the classes' shares of each (n, k), and s."""

    counts: FloatArray
    probabilities: FloatArray
    smoothing: float

    def value(self, theta: FloatArray) -> float:
        """Give the penalised log-likelihood; minus infinity outside the simplex."""
        if (theta <= 0).any():
            return -np.inf
        likelihood = self.counts @ np.log(self.probabilities @ theta)
        return float(likelihood + self.smoothing * np.log(theta).sum())

    def slopes(self, theta: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Give the gradient (k,) and the negative second derivatives (k, k)."""
        mixed = self.probabilities @ theta
        gradient = self.probabilities.T @ (self.counts / mixed) + self.smoothing / theta
        weighted = self.probabilities * (self.counts / mixed**2)[:, None]
        information = self.probabilities.T @ weighted
        return gradient, information + np.diag(self.smoothing / theta**2)


def _maximum(text: _Text) -> tuple[FloatArray, int]:
    """Climb to the maximum on the simplex by Newton's method; it is the only one."""
    n_classes = text.probabilities.shape[1]
    theta = np.full(n_classes, 1 / n_classes)
    for n_steps in range(MOST_STEPS):
        gradient, information = text.slopes(theta)
        direction = (_bordered_inverse(information) @ np.append(gradient, 0))[:-1]
        gain = float(gradient @ direction)
        if gain < _SMALLEST_GAIN:
            return theta, n_steps
        theta = _climbed(text, theta, direction, gain)
    return theta, MOST_STEPS


def _climbed(
    text: _Text, theta: FloatArray, direction: FloatArray, gain: float
) -> FloatArray:
    """Go along the direction, half as far until the value grows enough."""
    before, step = text.value(theta), 1.0
    while step > _SMALLEST_STEP:
        ahead = theta + step * direction
        if text.value(ahead) >= before + 1e-4 * step * gain:
            shares: FloatArray = ahead / ahead.sum()
            return shares
        step /= 2
    return theta


def _bordered_inverse(information: FloatArray) -> FloatArray:
    """Invert the information where shares must add up to 1, shape (k + 1, k + 1)."""
    # Scaled to a unit diagonal: near 0 the penalty's second derivative is enormous.
    k = len(information)
    scale = np.append(1 / np.sqrt(np.diag(information)), 1.0)
    scales: FloatArray = np.outer(scale, scale)
    bordered = np.zeros((k + 1, k + 1))
    bordered[:k, :k] = information
    bordered[k, :k] = bordered[:k, k] = 1
    inverse = np.linalg.inv(bordered * scales)
    return np.asarray(inverse * scales, dtype=np.float64)


def _standard_errors(text: _Text, theta: FloatArray) -> FloatArray:
    """Give the standard errors at the maximum."""
    _, information = text.slopes(theta)
    variances = np.diag(_bordered_inverse(information))[:-1]
    errors: FloatArray = np.sqrt(np.maximum(variances, 0))
    return errors
