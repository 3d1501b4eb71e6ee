r"""Fitting what turns the scores of a unit and of its surroundings into probabilities.

For unit i of document d

.. math:: \log p_{ic} = \sum_r a_r \, s_{irc} + x_i V_c + b_c + u_{dc} - \log Z_i

with :math:`s_{irc}` the score of code c at place r, :math:`a_r` one weight for all
codes, so that rare ones profit from what is known of common ones, V what deviates from
that (how codes follow each other, and which last), b a level for each code, and u how
far the level differs in each document. The sum

.. math::

    -\sum_i \log p_{ic_i} + \tfrac{\lambda}{2} |V|^2 + \tfrac{3}{2} |b|^2
    + \tfrac{1}{2} |u|^2 + \tfrac{1}{2} |a - a^0|^2

is minimised, with :math:`a^0` a first guess that few units hardly move. Documents,
and the people who coded them, differ in how often they use a code; without u the
weights would have to explain that by words. For a document not seen, the mean of u
over documents is taken, each document counting the same. The fit is on scores of
units whose documents the scores had not seen, so that it knows how far they can be
trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.special import log_softmax

from hustings.coding.learned_context import ContextModel

if TYPE_CHECKING:
    from hustings.coding.learned_words import Floats
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

_STEPS = 60
_SMOOTHING_OF_BIASES = 3.0
_SMOOTHING_OF_LEVELS = 1.0
_FIRST_GUESS = (3.0, 1.0, 0.5, 0.5, 0.5, 0.5)
_FEWEST_UNITS = 20
"""Units that a document has on average where its own levels are told apart."""


class ContextShape(NamedTuple):
    """How many codes, scores at each place, and places there are."""

    n_codes: int
    n_columns: int
    n_places: int


class _Parameters(NamedTuple):
    """Shapes (n_places,), (n_codes,), (n_inputs, n_codes), (n_documents, n_codes)."""

    shared: FloatArray
    biases: FloatArray
    deviations: FloatArray
    levels: FloatArray


def fit_context(
    inputs: Floats,
    codes: IntArray,
    *,
    documents: IntArray,
    shape: ContextShape,
    smoothing: float,
) -> ContextModel:
    r"""Fit the regression by L-BFGS.

    Parameters
    ----------
    inputs : array, shape (n_units, n_inputs)
        As `context_inputs` gives them; the first `n_codes` columns of each place are
        the scores of the codes.
    codes : array of int, shape (n_units,)
    documents : array of int, shape (n_units,)
        Number of the document of each unit. Levels of documents are fitted where there
        are two or more documents, of 20 units on average.
    shape : ContextShape
    smoothing : float
        :math:`\lambda`, above 0; the larger, the less V deviates.

    Returns
    -------
    ContextModel
        With the weights shared by all codes and the deviations added up.
    """
    from scipy.optimize import minimize  # noqa: PLC0415  # slow

    names, places = np.unique(documents, return_inverse=True)
    is_levelled = 1 < len(names) <= len(documents) / _FEWEST_UNITS
    problem = _Problem(
        inputs=inputs.astype(np.float64),
        codes=codes,
        documents=places if is_levelled else np.zeros_like(places),
        n_documents=len(names) if is_levelled else 0,
        shape=shape,
        smoothing=smoothing,
    )
    options = {"maxiter": _STEPS, "maxcor": 8}
    found = minimize(
        problem.loss, problem.start(), jac=True, method="L-BFGS-B", options=options
    )
    return problem.model(problem.split(found.x))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Problem:
    """What is minimised; the parameters stand in a row, as `_Parameters` lists them."""

    inputs: FloatArray
    codes: IntArray
    documents: IntArray
    n_documents: int
    shape: ContextShape
    smoothing: float

    def start(self) -> FloatArray:
        """Give parameters to begin with: the unit's own scores count most."""
        n_rows = 1 + self.inputs.shape[1] + self.n_documents
        return np.concatenate(
            [_FIRST_GUESS[: self.shape.n_places], np.zeros(n_rows * self.shape.n_codes)]
        )

    def split(self, row: FloatArray) -> _Parameters:
        """Cut a row of parameters into its parts."""
        n = self.shape.n_codes
        table = row[self.shape.n_places :].reshape(-1, n)
        n_inputs = self.inputs.shape[1]
        return _Parameters(
            shared=row[: self.shape.n_places],
            biases=table[0],
            deviations=table[1 : 1 + n_inputs],
            levels=table[1 + n_inputs :],
        )

    def loss(self, row: FloatArray) -> tuple[float, FloatArray]:
        """Give the penalised surprise and its gradient."""
        now = self.split(row)
        residuals, surprise = self._residuals(now)
        slopes = self.inputs.T @ residuals
        drift = now.shared - np.array(_FIRST_GUESS[: self.shape.n_places])
        shared = drift + [
            np.trace(slopes[i : i + self.shape.n_codes]) for i in self._firsts()
        ]
        penalties = (
            (_SMOOTHING_OF_BIASES, now.biases),
            (self.smoothing, now.deviations),
            (_SMOOTHING_OF_LEVELS, now.levels),
        )
        found = (residuals.sum(axis=0), slopes, self._by_document(residuals))
        gradient = [
            (slope + strength * part).ravel()
            for (strength, part), slope in zip(penalties, found, strict=True)
        ]
        loss = surprise + drift @ drift / 2
        loss += sum(s / 2 * (part * part).sum() for s, part in penalties)
        return float(loss), np.concatenate([shared, *gradient])

    def model(self, fitted: _Parameters) -> ContextModel:
        """Give the model for documents not seen."""
        level = fitted.levels.mean(axis=0) if self.n_documents else 0.0
        return ContextModel(
            weights=self._weights(fitted).astype(np.float32),
            biases=(fitted.biases + level).astype(np.float32),
        )

    def _residuals(self, now: _Parameters) -> tuple[FloatArray, float]:
        """(n_units, n_codes): probability less what is; and the sum of -log p."""
        scores = self.inputs @ self._weights(now) + now.biases
        if self.n_documents:
            scores += now.levels[self.documents]
        log_p = log_softmax(scores, axis=1)
        rows = np.arange(len(self.codes))
        surprise = -float(log_p[rows, self.codes].sum())
        residuals = np.exp(log_p)
        residuals[rows, self.codes] -= 1
        return residuals, surprise

    def _by_document(self, residuals: FloatArray) -> FloatArray:
        """(n_documents, n_codes)."""
        sums = np.zeros((self.n_documents, self.shape.n_codes))
        if self.n_documents:
            np.add.at(sums, self.documents, residuals)
        return sums

    def _weights(self, now: _Parameters) -> FloatArray:
        """Add shared weights and deviations: (n_inputs, n_codes)."""
        weights = now.deviations.copy()
        codes = np.arange(self.shape.n_codes)
        for first, shared in zip(self._firsts(), now.shared, strict=True):
            weights[first + codes, codes] += shared
        return weights

    def _firsts(self) -> range:
        """Give the column where the scores of each place begin."""
        return range(
            0, self.shape.n_places * self.shape.n_columns, self.shape.n_columns
        )
