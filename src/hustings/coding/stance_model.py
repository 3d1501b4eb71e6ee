r"""A linear model of texts and their targets, fitted on what tells codes apart.

A feature k that stands in a text counts by how much it tells one code from the others,
its naive Bayes ratio

.. math:: r_k = \Bigl|\log \frac{(1 + n_k^{+}) / \sum_j (1 + n_j^{+})}
    {(1 + n_k^{-}) / \sum_j (1 + n_j^{-})}\Bigr|

where :math:`n_k^{\pm}` counts the units of the code, and of the others, that have it.
The features of each block are brought to length 1, and a logistic regression is fitted.

References
----------
Wang, S., & Manning, C. D. (2012). Baselines and bigrams: simple, good sentiment and
topic classification. ACL, 90-94.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from hustings.coding.stance_features import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.stance_features import Pair
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray

Floats = NDArray[np.float32]

_FEWEST = {"text": 2, "target": 2, "around": 2, "asked": 3, "classes": 3, "turned": 3}
"""Pairs that must have a feature."""

_WEAKEST, _STRONGEST = 0.1, 1.0
_UNITS_FOR_STRONGEST = 10_000
"""Units from which a unit on the wrong side counts fully when weights are fitted."""
_LEAST = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PairVocabulary:
    """The features that a model knows.

    Attributes
    ----------
    names : mapping of str to tuple of str
        By block; columns are in the order of the blocks, then of the names.
    """

    names: Mapping[str, tuple[str, ...]]

    @property
    def n_features(self) -> int:
        """How many there are."""
        return sum(map(len, self.names.values()))

    @property
    def blocks(self) -> list[tuple[int, int]]:
        """The first column of each block, and the one after its last."""
        ends = np.cumsum([len(self.names[block]) for block in BLOCKS]).tolist()
        return list(zip([0, *ends[:-1]], ends, strict=True))

    def index(self) -> dict[str, int]:
        """Give the column of each feature; marks keep blocks apart."""
        every = (name for block in BLOCKS for name in self.names[block])
        return {name: i for i, name in enumerate(every)}

    def table(
        self, pairs: Sequence[Pair], columns: Mapping[str, int]
    ) -> sparse.csr_array:
        """(n_pairs, n_features): 1 where a pair has a feature."""
        found = [
            sorted(
                columns[name]
                for block in BLOCKS
                for name in pair.features[block]
                if name in columns
            )
            for pair in pairs
        ]
        ends = np.cumsum([0, *map(len, found)], dtype=np.int32)
        flat = np.array([column for row in found for column in row], np.int32)
        ones = np.ones(len(flat), np.float32)
        shape = (len(pairs), self.n_features)
        return sparse.csr_array((ones, flat, ends), shape=shape)


@dataclass(frozen=True, kw_only=True, eq=False)
class PairModel:
    """What scores pairs; two codes have one column, more have one each.

    Attributes
    ----------
    vocabulary : PairVocabulary
    ratios, weights : array of float32, shape (n_features, n_columns)
    biases : array of float32, shape (n_columns,)
    """

    vocabulary: PairVocabulary
    ratios: Floats
    weights: Floats
    biases: Floats

    def log_probabilities(self, pairs: Sequence[Pair]) -> FloatArray:
        """(n_pairs, n_codes): natural logarithms; each row adds up to 1."""
        table = self.vocabulary.table(pairs, self.columns)
        return log_probabilities_of(table, self)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The place of each feature."""
        return self.vocabulary.index()

    @cached_property
    def effects(self) -> list[list[float]]:
        """By column of weights, how much each feature speaks for it."""
        found: list[list[float]] = (self.ratios * self.weights).T.tolist()
        return found


def learn_pairs(pairs: Sequence[Pair]) -> PairVocabulary:
    """Choose the features that enough pairs have."""
    names = {}
    for block in BLOCKS:
        counts = Counter(name for pair in pairs for name in pair.features[block])
        enough = _FEWEST[block]
        names[block] = tuple(sorted(name for name, n in counts.items() if n >= enough))
    return PairVocabulary(names=names)


def fit_pairs(
    table: sparse.csr_array, codes: IntArray, n_codes: int, vocabulary: PairVocabulary
) -> PairModel:
    """Fit a model on pairs; the same for the same pairs.

    Parameters
    ----------
    table : csr_array, shape (n_pairs, n_features)
        See `PairVocabulary.table`.
    codes : array of int, shape (n_pairs,)
        By index; at least two different ones.
    n_codes : int
    vocabulary : PairVocabulary
    """
    wanted = [1] if n_codes == 2 else range(n_codes)  # for and against
    fitted = [_fit_column(table, codes == code, vocabulary) for code in wanted]
    return PairModel(
        vocabulary=vocabulary,
        ratios=np.stack([one[0] for one in fitted], axis=1),
        weights=np.stack([one[1] for one in fitted], axis=1),
        biases=np.array([one[2] for one in fitted], np.float32),
    )


def log_probabilities_of(table: sparse.csr_array, model: PairModel) -> FloatArray:
    """(n_pairs, n_codes): as `PairModel.log_probabilities`, from a table."""
    scores = np.stack(
        [
            _scaled(table, model.ratios[:, k], model.vocabulary) @ model.weights[:, k]
            + model.biases[k]
            for k in range(len(model.biases))
        ],
        axis=1,
    ).astype(np.float64)
    if scores.shape[1] == 1:
        scores = np.concatenate([-scores, scores], axis=1)
    logs = -np.logaddexp(0, -scores)
    return np.asarray(logs - np.logaddexp.reduce(logs, axis=1, keepdims=True))


def _fit_column(
    table: sparse.csr_array, is_code: NDArray[np.bool_], vocabulary: PairVocabulary
) -> tuple[Floats, Floats, float]:
    """Fit one code against the others; a code that is not there is never found."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # slow

    ratios = _ratios(table, is_code)
    if is_code.all() or not is_code.any():
        bias = float(np.log((is_code.sum() + 0.5) / ((~is_code).sum() + 0.5)))
        return ratios, np.zeros_like(ratios), bias
    strength = np.clip(len(is_code) / _UNITS_FOR_STRONGEST, _WEAKEST, _STRONGEST)
    machine = LogisticRegression(C=float(strength), solver="liblinear", random_state=0)
    machine.fit(_scaled(table, ratios, vocabulary), is_code)
    # 16 bits hold them, so that a file gives the same answers.
    weights = machine.coef_[0].astype(np.float16).astype(np.float32)
    return ratios, weights, float(np.float32(machine.intercept_[0]))


def _ratios(table: sparse.csr_array, is_code: NDArray[np.bool_]) -> Floats:
    """(n_features,): how much each feature tells, rounded as a file keeps it."""
    there = 1 + np.asarray(table.T @ is_code.astype(np.float64))
    others = 1 + np.asarray(table.T @ (~is_code).astype(np.float64))
    found = np.abs(np.log(there / there.sum()) - np.log(others / others.sum()))
    return np.asarray(found.astype(np.float16), np.float32)


def _scaled(
    table: sparse.csr_array, ratios: Floats, vocabulary: PairVocabulary
) -> sparse.csr_array:
    """Weigh features, and bring each block of a row to length 1."""
    weighed = sparse.csr_array(table @ sparse.diags_array(ratios))
    parts = []
    for first, last in vocabulary.blocks:
        block = sparse.csr_array(weighed[:, first:last])
        squares = np.asarray(block.multiply(block).sum(axis=1)).ravel()
        lengths = np.sqrt(np.maximum(squares, _LEAST))
        parts.append(sparse.diags_array((1 / lengths).astype(np.float32)) @ block)
    joined = sparse.csr_array(sparse.hstack(parts), dtype=np.float32)
    # The solver takes 32 bits alone.
    joined.indices = joined.indices.astype(np.int32)
    joined.indptr = joined.indptr.astype(np.int32)
    return joined
