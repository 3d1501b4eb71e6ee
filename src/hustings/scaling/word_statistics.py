"""How scales from words place a text, as functions of sums over its words."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from scipy import sparse

    from hustings.estimates.resampling import FloatArray
    from hustings.model.document import Problem
    from hustings.scaling.results import Position
    from hustings.words.matrices import DocumentFeatureMatrix

SECOND_AXIS = "axis 2"
"""What the second outcome of a map is called."""

SHORT_TEXTS = "short texts"
"""What a scale says of intervals that need the words to be learned again."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordStatistic:
    """How a scale places a text by its words, all it knows of words held fixed.

    Attributes
    ----------
    features : tuple of str
        The words it knows.
    columns : array of shape (n_features, k)
        What each word adds to the sums that a position rests on.
    outcomes : callable
        Sums (n_texts, k) to outcomes (n_texts, m); NaN where a text has none of the
        words.
    span : tuple of float
        What positions cannot pass.
    names : tuple of (str or None)
        One for each outcome: classes, or axes; None for the position itself.
    """

    features: tuple[str, ...]
    columns: FloatArray | sparse.csr_array
    outcomes: Callable[[FloatArray], FloatArray]
    span: tuple[float, float] = (-inf, inf)
    names: tuple[str | None, ...] = (None,)


class PlacedByWords(Protocol):
    """What a scale from words gives back, as far as drawing needs it."""

    @property
    def scale(self) -> str:
        """Its name."""
        ...

    @property
    def positions(self) -> tuple[Position, ...]:
        """Case after case; of class affinity several a case."""
        ...

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What else one should know."""
        ...

    def statistic(self) -> WordStatistic:
        """How it places a text."""
        ...


@runtime_checkable
class LearnsAgain(Protocol):
    """A result whose scale can learn its words again from texts drawn anew."""

    def learn_again(self, matrix: DocumentFeatureMatrix) -> FloatArray:
        """Place all cases by words learned from these counts: (n_cases, m).

        Parameters
        ----------
        matrix : DocumentFeatureMatrix
            Cases and words of the counts that the result came from.

        Returns
        -------
        array of shape (n_cases, m)
            Outcomes in the order of `WordStatistic.names`, turned and stretched to
            agree with the result's own; NaN where undefined.
        """
        ...


def mean_of_words(
    scores: FloatArray, *, multiplier: float = 1.0, shift: float = 0.0
) -> tuple[FloatArray, Callable[[FloatArray], FloatArray]]:
    """Give columns and outcomes of a mean of scores, ``multiplier * mean + shift``.

    Parameters
    ----------
    scores : array of shape (n_features,) or (n_features, m)

    Examples
    --------
    >>> import numpy as np
    >>> columns, outcomes = mean_of_words(np.array([-1.0, 1.0]))
    >>> outcomes(np.array([[3.0, 1.0]]) @ columns).tolist()
    [[-0.5]]
    """
    wide = scores.reshape(len(scores), -1)
    columns = np.column_stack([wide, np.ones(len(wide))])

    def outcomes(sums: FloatArray) -> FloatArray:
        with np.errstate(invalid="ignore", divide="ignore"):  # a text without words
            means: FloatArray = sums[:, :-1] / sums[:, -1:]
        return multiplier * means + shift

    return columns, outcomes
