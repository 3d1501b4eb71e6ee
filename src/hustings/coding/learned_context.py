r"""From scores of a unit and of what surrounds it to the probability of each code.

The inputs are scores of the unit itself, the mean scores of the units one, two, and
three to five places away, those of the heading, and where a target is asked about,
those of the target; and which language the unit is in. A multinomial logistic
regression turns them into probabilities; see `hustings.coding.learned_context_fitting`
for how it is fitted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import log_softmax

from hustings.coding.units_in_context import OFFSETS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_words import Floats
    from hustings.coding.units_in_context import IntArray, Surroundings
    from hustings.estimates.resampling import FloatArray

_RINGS = ((1,), (2,), (3, 4, 5))
"""Distances of neighbours whose scores are taken together."""

N_PLACES = len(_RINGS) + 2
"""The unit, the rings, and the heading; a target is one more."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ContextModel:
    """Weights from inputs to codes.

    Attributes
    ----------
    weights : array of float32, shape (n_inputs, n_codes)
    biases : array of float32, shape (n_codes,)
    """

    weights: Floats
    biases: Floats

    def log_probabilities(self, inputs: Floats) -> FloatArray:
        """(n_units, n_codes)."""
        scores = inputs @ self.weights + self.biases
        return np.asarray(log_softmax(scores.astype(np.float64), axis=1))


def context_inputs(
    scores: Floats,
    around: Surroundings,
    languages: Sequence[str | None],
    known: Sequence[str],
    *,
    target_scores: Floats | None = None,
) -> Floats:
    """Gather the inputs of each unit from the scores of all texts.

    Parameters
    ----------
    scores : array, shape (n_texts, n_columns)
        Of the texts of `around`.
    languages : sequence of str or None
        Of each unit.
    known : sequence of str
        Languages that have an input.
    target_scores : array, shape (n_targets, n_columns), optional
        Of the targets of `around`, for a coder that asks about them.

    Returns
    -------
    array of float32, shape (n_units, n_places * n_columns + n_known)
        0 where there is no neighbour, no heading or no target.
    """
    above = _above(scores)
    parts = [above[around.own]]
    parts += [_mean_of(above, around.near[:, _columns(ring)]) for ring in _RINGS]
    parts += [above[around.headings]]
    if target_scores is not None:
        parts += [_above(target_scores)[around.targets]]
    parts += [_flags(languages, known)]
    return np.hstack(parts).astype(np.float32)


def _above(scores: Floats) -> Floats:
    """Count scores from -1, which is "not at all", and add a row that -1 stands for."""
    nothing = np.zeros((1, scores.shape[1]), np.float32)
    return np.vstack([scores + 1, nothing]).astype(np.float32)


def _columns(ring: tuple[int, ...]) -> list[int]:
    return [i for i, offset in enumerate(OFFSETS) if abs(offset) in ring]


def _mean_of(above: Floats, places: IntArray) -> Floats:
    """Average over the neighbours that are there."""
    n_there = np.maximum((places >= 0).sum(axis=1), 1)
    total = above[places[:, 0]].copy()
    for column in places.T[1:]:
        total += above[column]
    return np.asarray(total / n_there[:, None], np.float32)


def _flags(languages: Sequence[str | None], known: Sequence[str]) -> Floats:
    """(n_units, n_known): 1 for the language of the unit."""
    flags = np.zeros((len(languages), len(known)), np.float32)
    columns = {language: i for i, language in enumerate(known)}
    for i, language in enumerate(languages):
        if language in columns:
            flags[i, columns[language]] = 1
    return flags
