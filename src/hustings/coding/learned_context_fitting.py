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
trusted. With more than 100 codes V is left out: nobody has codings for every pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy import sparse

from hustings.coding.learned_codes import MOST_CODES
from hustings.coding.learned_context import ContextModel

if TYPE_CHECKING:
    from hustings.coding.learned_words import Floats
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

_STEPS = 60
_STEPS_OF_MANY = 20
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
    """Shapes (n_places,), (n_codes,), (n_paired, n_codes), (n_documents, n_codes).

    `n_paired` is the number of inputs, or 0 where V is left out.
    """

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

    problem = _Problem(
        inputs=np.asarray(inputs, np.float32),
        codes=codes,
        documents=_membership(documents),
        shape=shape,
        smoothing=smoothing,
    )
    n_steps = _STEPS if problem.n_paired else _STEPS_OF_MANY
    options = {"maxiter": n_steps, "maxcor": 8}
    found = minimize(
        problem.loss, problem.start(), jac=True, method="L-BFGS-B", options=options
    )
    return problem.model(problem.split(found.x))


def _membership(documents: IntArray) -> sparse.csr_array:
    """(n_documents, n_units): 1 where a unit is of a document that has a level."""
    names, places = np.unique(documents, return_inverse=True)
    ones, units = np.ones(len(documents), np.float32), np.arange(len(documents))
    if not 1 < len(names) <= len(documents) / _FEWEST_UNITS:
        return sparse.csr_array((0, len(documents)), dtype=np.float32)
    shape = (len(names), len(documents))
    return sparse.csr_array((ones, (places, units)), shape=shape)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Problem:
    """What is minimised; the parameters stand in a row, as `_Parameters` lists them.

    Units are added up in 32 bits, which is twice as fast, parameters kept in 64.
    """

    inputs: Floats
    codes: IntArray
    documents: sparse.csr_array
    shape: ContextShape
    smoothing: float

    @property
    def n_documents(self) -> int:
        """Documents that have a level of their own."""
        return int(self.documents.shape[0])

    @property
    def n_paired(self) -> int:
        """Inputs that have a weight for each code."""
        is_paired = self.shape.n_codes <= MOST_CODES
        return self.inputs.shape[1] if is_paired else 0

    def start(self) -> FloatArray:
        """Give parameters to begin with: the unit's own scores count most."""
        n_rows = 1 + self.n_paired + self.n_documents
        return np.concatenate(
            [_FIRST_GUESS[: self.shape.n_places], np.zeros(n_rows * self.shape.n_codes)]
        )

    def split(self, row: FloatArray) -> _Parameters:
        """Cut a row of parameters into its parts."""
        n = self.shape.n_codes
        table = row[self.shape.n_places :].reshape(-1, n)
        return _Parameters(
            shared=row[: self.shape.n_places],
            biases=table[0],
            deviations=table[1 : 1 + self.n_paired],
            levels=table[1 + self.n_paired :],
        )

    def loss(self, row: FloatArray) -> tuple[float, FloatArray]:
        """Give the penalised surprise and its gradient."""
        now = self.split(row)
        residuals, surprise = self._residuals(now)
        drift = now.shared - np.array(_FIRST_GUESS[: self.shape.n_places])
        shared, slopes = self._slopes(residuals)
        penalties = (
            (_SMOOTHING_OF_BIASES, now.biases),
            (self.smoothing, now.deviations),
            (_SMOOTHING_OF_LEVELS, now.levels),
        )
        found = (residuals.sum(axis=0), slopes, self.documents @ residuals)
        gradient = [
            (slope + strength * part).ravel()
            for (strength, part), slope in zip(penalties, found, strict=True)
        ]
        loss = surprise + drift @ drift / 2
        loss += sum(s / 2 * (part * part).sum() for s, part in penalties)
        return float(loss), np.concatenate([drift + shared, *gradient])

    def model(self, fitted: _Parameters) -> ContextModel:
        """Give the model for documents not seen."""
        level = fitted.levels.mean(axis=0) if self.n_documents else 0.0
        return ContextModel(
            weights=self._weights(fitted),
            biases=(fitted.biases + level).astype(np.float32),
        )

    def _residuals(self, now: _Parameters) -> tuple[Floats, float]:
        """(n_units, n_codes): probability less what is; and the sum of -log p."""
        scores = self._scores(now)
        if self.n_documents:
            scores += self.documents.T @ now.levels.astype(np.float32)
        rows = np.arange(len(self.codes))
        scores -= scores.max(axis=1, keepdims=True)
        right = scores[rows, self.codes].astype(np.float64)
        residuals = np.exp(scores, out=scores)
        totals = residuals.sum(axis=1)
        surprise = float(np.log(totals.astype(np.float64)).sum() - right.sum())
        residuals /= totals[:, None]
        residuals[rows, self.codes] -= 1
        return residuals, surprise

    def _scores(self, now: _Parameters) -> Floats:
        """(n_units, n_codes), without the levels of documents."""
        biases = now.biases.astype(np.float32)
        if self.n_paired:
            return np.asarray(self.inputs @ self._weights(now) + biases, np.float32)
        scores = np.tile(biases, (len(self.codes), 1))
        for place, shared in zip(self._places(), now.shared, strict=True):
            scores += np.float32(shared) * place
        return scores

    def _slopes(self, residuals: Floats) -> tuple[FloatArray, Floats]:
        """Give those of the shared weights, and of the deviations."""
        n = self.shape.n_codes
        if self.n_paired:
            slopes = self.inputs.T @ residuals
            own = [np.trace(slopes[first : first + n]) for first in self._firsts()]
            return np.array(own, np.float64), slopes
        own = [np.vdot(place, residuals) for place in self._places()]
        return np.array(own, np.float64), np.zeros((0, n), np.float32)

    def _places(self) -> list[Floats]:
        """Give the scores of the codes at each place."""
        n = self.shape.n_codes
        return [self.inputs[:, first : first + n] for first in self._firsts()]

    def _weights(self, now: _Parameters) -> Floats:
        """Add shared weights and deviations: (n_inputs, n_codes)."""
        weights = np.zeros((self.inputs.shape[1], self.shape.n_codes), np.float32)
        weights[: self.n_paired] = now.deviations
        codes = np.arange(self.shape.n_codes)
        for first, shared in zip(self._firsts(), now.shared, strict=True):
            weights[first + codes, codes] += shared
        return weights

    def _firsts(self) -> range:
        """Give the column where the scores of each place begin."""
        return range(
            0, self.shape.n_places * self.shape.n_columns, self.shape.n_columns
        )
