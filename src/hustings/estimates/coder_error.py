r"""The source `coders`, with two or more coders: which codings a unit might have got.

A unit's value is the mean of its codings. Drawn anew, it is the mean of
:math:`m_i - 1` of its :math:`m_i` codings, with replacement: its variance over draws is
then without bias that of the mean of the :math:`m_i` codings, :math:`s_i^2 / m_i`.

A unit with one coding shows nothing of this. Where other units have two, it borrows
from them: with probability 1/2 its value becomes what a second coder said in a unit in
which a first one said the same. Expected squared steps are then again the variance of
one coding.

References
----------
Mikhaylov, S., Laver, M., & Benoit, K. (2012). Coder reliability and misclassification
in the human coding of party manifestos. Political Analysis, 20(1), 78-91.
https://doi.org/10.1093/pan/mpr047

McCarthy, P. J., & Snowden, C. B. (1985). The bootstrap and finite population sampling.
Vital and Health Statistics, 2(95).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray


def coding_weights(
    unit_of_coding: IntArray, *, n_draws: int, generator: np.random.Generator
) -> FloatArray:
    """Draw the codings of each unit anew; see the module.

    Parameters
    ----------
    unit_of_coding : array of int, shape (n_codings,)
        Ascending.

    Returns
    -------
    array of shape (n_draws, n_codings)
        Weights of a unit's codings add up to 1; that of a single coding is 1.

    Examples
    --------
    >>> import numpy as np
    >>> generator = np.random.default_rng(1)
    >>> weights = coding_weights(np.array([0, 0, 1]), n_draws=5, generator=generator)
    >>> sorted(set(map(tuple, weights.tolist())))
    [(0.0, 1.0, 1.0), (1.0, 0.0, 1.0)]
    """
    _, first, times = np.unique(unit_of_coding, return_index=True, return_counts=True)
    n_codings = len(unit_of_coding)
    picks = np.maximum(times - 1, 1)
    start, width = np.repeat(first, picks), np.repeat(times, picks)
    share = np.repeat(1 / picks, picks)
    chance = generator.random((n_draws, len(start)))
    chosen = start + (chance * width).astype(np.int64)
    chosen += np.arange(n_draws)[:, None] * n_codings
    weights = np.bincount(
        chosen.ravel(), np.tile(share, n_draws), minlength=n_draws * n_codings
    )
    return weights.reshape(n_draws, n_codings).astype(np.float64)


def even_weights(unit_of_coding: IntArray) -> FloatArray:
    """Give every coding of a unit the same part of it: shape (n_codings,).

    Examples
    --------
    >>> import numpy as np
    >>> even_weights(np.array([0, 0, 3])).tolist()
    [0.5, 0.5, 1.0]
    """
    _, index, times = np.unique(unit_of_coding, return_inverse=True, return_counts=True)
    return 1 / times[index]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SecondOpinions:
    """What second coders said where a first one said the same.

    Attributes
    ----------
    first : array of shape (n_values, k)
        The different values that first coders gave.
    steps : array of shape (n_steps, k)
        From the first coder's value to the second's, grouped by the first.
    start, width : array of int, shape (n_values,)
        Where the steps of each value begin, and how many there are.
    """

    first: FloatArray
    steps: FloatArray
    start: IntArray
    width: IntArray

    def values_of(self, amounts: FloatArray) -> IntArray:
        """Find each row among the values: its index, or -1 where nobody gave it."""
        known = {row.tobytes(): i for i, row in enumerate(self.first)}
        return np.array([known.get(row.tobytes(), -1) for row in amounts], np.int64)


def second_opinions(
    unit_of_coding: IntArray, amounts: FloatArray
) -> SecondOpinions | None:
    """Pair all codings of the same units; None where no unit has two.

    Parameters
    ----------
    unit_of_coding : array of int, shape (n_codings,)
        Ascending.
    amounts : array of shape (n_codings, k)
    """
    one, other = _pairs(unit_of_coding)
    if not len(one):
        return None
    clean = amounts + 0.0  # no minus zero, which has other bytes
    first, index = np.unique(clean[one], axis=0, return_inverse=True)
    order = np.argsort(index, kind="stable")
    width = np.bincount(index, minlength=len(first))
    return SecondOpinions(
        first=first,
        steps=(clean[other] - clean[one])[order],
        start=np.cumsum(width) - width,
        width=width,
    )


def _pairs(unit_of_coding: IntArray) -> tuple[IntArray, IntArray]:
    """List ordered pairs of different codings of the same unit."""
    one: list[IntArray] = []
    other: list[IntArray] = []
    n, away = len(unit_of_coding), 1
    while away < n:
        low = np.flatnonzero(unit_of_coding[:-away] == unit_of_coding[away:])
        if not len(low):
            break
        one += [low, low + away]
        other += [low + away, low]
        away += 1
    if not one:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    return np.concatenate(one), np.concatenate(other)


def borrowed_steps(
    opinions: SecondOpinions,
    values: IntArray,
    weights: FloatArray,
    generator: np.random.Generator,
) -> FloatArray:
    """Move single codings as second coders would: the sums of the steps.

    Parameters
    ----------
    values : array of int, shape (n_single,)
        Index of each single coding's value; -1 stays where it is.
    weights : array of shape (n_draws, n_single)

    Returns
    -------
    array of shape (n_draws, k)
    """
    known = values >= 0
    start, width = opinions.start[values[known]], opinions.width[values[known]]
    weights = weights[:, known]
    chosen = start + (generator.random(weights.shape) * width).astype(np.int64)
    moved = weights * (generator.random(weights.shape) < 0.5)
    n_draws, n_steps = len(weights), len(opinions.steps)
    chosen += np.arange(n_draws)[:, None] * n_steps
    counted = np.bincount(chosen.ravel(), moved.ravel(), minlength=n_draws * n_steps)
    return counted.reshape(n_draws, n_steps) @ opinions.steps
