r"""Which units would make a machine surest of all the others: an optimal design.

Doubt alone asks what the machine does not know of one unit. A design asks what coding
it would tell about the rest: with :math:`x` what a unit says and
:math:`v = 1 - \sum_c \hat p_c^2` the variance of its code, a linear coder that has
learned from the units S knows its weights up to

.. math:: A^{-1} = \Bigl(I + \sum_{i \in S} v_i x_i x_i'\Bigr)^{-1}

and is unsure of all units together by :math:`\mathrm{tr}(A^{-1} C)`,
:math:`C = \sum_j v_j x_j x_j'`. Units are taken one by one, each time the one that
lowers this most, by

.. math:: \frac{v \, x' A^{-1} C A^{-1} x}{1 + v \, x' A^{-1} x}

References
----------
Yu, K., Bi, J., & Tresp, V. (2006). Active learning via transductive experimental
design. ICML, 1081-1088. https://doi.org/10.1145/1143844.1143980

Zhang, T., & Oles, F. J. (2000). A probability analysis on the value of unlabeled data
for classification problems. ICML, 1191-1198.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray

MOST_DIRECTIONS = 100
"""Directions of what units say that a design looks at."""


def choose_by_design(
    probabilities: FloatArray,
    vectors: FloatArray,
    n: int,
    *,
    candidates: IntArray,
    coded: IntArray,
) -> IntArray:
    """Choose the units that would tell most about all, the best first; see the module.

    Parameters
    ----------
    probabilities : array of shape (n_units, n_codes)
        Rows add up to 1.
    vectors : array of shape (n_units, n_features)
        What each unit says.
    n : int
        How many; all candidates if there are fewer.
    candidates : array of int
        Units that may be chosen.
    coded : array of int
        Units that the machine has learned from.

    Returns
    -------
    array of int, shape (n,)
        Units in the order in which they were chosen.

    Examples
    --------
    Three units speak of one thing, one of another; the second stands for three.

    >>> vectors = np.array([[1.0, 0.1], [1.0, 0.0], [1.0, -0.1], [0.0, 1.0]])
    >>> even, every = np.full((4, 2), 0.5), np.arange(4)
    >>> none = np.array([], int)
    >>> choose_by_design(even, vectors, 1, candidates=every, coded=none).tolist()
    [1]
    """
    said = _main_directions(vectors)
    variance = 1 - (probabilities**2).sum(axis=1)
    weighed = said * variance[:, None]
    known = np.eye(said.shape[1]) + said[coded].T @ weighed[coded]
    return _choose(
        said[candidates] @ np.linalg.inv(known),
        said.T @ weighed,
        said[candidates],
        variance[candidates],
        candidates,
        n,
    )


def _choose(
    reach: FloatArray,
    unsure: FloatArray,
    said: FloatArray,
    variance: FloatArray,
    candidates: IntArray,
    n: int,
) -> IntArray:
    """Take units one by one; `reach` is their rows of x'A^-1, kept up to date."""
    told = reach @ unsure
    is_left = np.ones(len(candidates), bool)
    chosen: list[int] = []
    for _ in range(min(n, len(candidates))):
        spread = 1 + variance * np.einsum("ij,ij->i", reach, said)
        gain = variance * np.einsum("ij,ij->i", told, reach) / spread
        best = int(np.where(is_left, gain, -np.inf).argmax())
        chosen.append(best)
        is_left[best] = False
        row = reach[best].copy()
        share = said @ row * (variance[best] / spread[best])
        reach = reach - share[:, None] * row
        told = told - share[:, None] * (row @ unsure)
    return np.asarray(candidates[chosen], np.int64)


def _main_directions(vectors: FloatArray) -> FloatArray:
    """(n_units, at most 100): what units say, each of length 1."""
    said = vectors
    if vectors.shape[1] > MOST_DIRECTIONS:
        centred = vectors - vectors.mean(axis=0)
        _, directions = np.linalg.eigh(centred.T @ centred)
        said = centred @ directions[:, ::-1][:, :MOST_DIRECTIONS]
    lengths = np.linalg.norm(said, axis=1, keepdims=True)
    found: FloatArray = np.divide(
        said, lengths, out=np.zeros_like(said), where=lengths > 0
    )
    return found
