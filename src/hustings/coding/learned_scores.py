"""How far a text alone speaks for each code: linear scores, code against all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.coding.learned_codes import MOST_CODES
from hustings.coding.learned_words import Floats, count_text_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_words import TextFeatures, Vocabulary
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.words.embeddings import Embedding

SHARE_OF_EMBEDDING = 0.7
"""How long the vector of an embedding is beside words and pieces of length 1."""

_TOLERANCE = 0.1
"""Where the solver stops; at a tenth of it, codes of one unit in 200 differ."""
_NO_SCORE = -1.0
_SHORTEST = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LinearScorer:
    r"""Scores :math:`x W + b` of texts, a column a code and, where there are, a domain.

    Attributes
    ----------
    vocabulary : Vocabulary
    embedding : Embedding or None
        Its vectors follow the features of the vocabulary.
    weights : array of float32, shape (n_features + width, n_columns)
    biases : array of float32, shape (n_columns,)
    """

    vocabulary: Vocabulary
    embedding: Embedding | None
    weights: Floats
    biases: Floats

    def score(self, texts: Sequence[str]) -> tuple[Floats, TextFeatures]:
        """Score texts, (n_texts, n_columns), and give the features it rests on.

        A text is for a code from about 1 on, and against it from about -1 down.
        """
        features = count_text_features(texts, self.vocabulary)
        n_features = self.vocabulary.n_features
        scores = features.matrix @ self.weights[:n_features] + self.biases
        if self.embedding is not None:
            vectors = embedded(texts, self.embedding)
            scores = scores + vectors @ self.weights[n_features:]
        return np.asarray(scores, np.float32), features


def embedded(texts: Sequence[str], embedding: Embedding) -> Floats:
    """Embed texts, at the length they have beside words."""
    return np.asarray(SHARE_OF_EMBEDDING * embedding.embed(texts), np.float32)


def training_matrix(
    texts: Sequence[str], vocabulary: Vocabulary, embedding: Embedding | None
) -> sparse.csr_matrix:
    """Give texts as rows for `fit_columns`: features, then the embedding."""
    matrix = count_text_features(texts, vocabulary).matrix
    if embedding is not None:
        matrix = sparse.hstack([matrix, sparse.csr_array(embedded(texts, embedding))])
    rows = sparse.csr_array(matrix)
    # The solver takes this older class, doubles, and small indices only.
    indices = (rows.indices.astype(np.int32), rows.indptr.astype(np.int32))
    found = sparse.csr_matrix((rows.data.astype(np.float64), *indices), rows.shape)
    # In order once, or every product puts it in order again.
    found.sum_duplicates()
    return found


def fit_columns(
    matrix: sparse.csr_matrix,
    codes: IntArray,
    *,
    n_codes: int,
    strength: float,
    seed: int,
) -> tuple[Floats, Floats]:
    r"""Fit a linear support vector machine for each code against all others.

    Each minimises :math:`\frac{1}{2} |w|^2 + C \sum_i \max(0, 1 - y_i (x_i w + b))^2`.
    With more than 100 codes only the 100 most used have one. Another gets the score
    :math:`2 \, x m / |m|^2 - 1` with the mean m of its units: 1 at the mean, -1 for
    what has nothing in common with it.

    Parameters
    ----------
    matrix : csr_matrix, shape (n_units, n_features)
    codes : array of int, shape (n_units,)
        Index of each unit's code.
    n_codes : int
        A code that no unit has gets the score -1 everywhere, one that all have 1; -1 as
        well for all codes if there is no feature.
    strength : float
        C, above 0: how much a unit on the wrong side counts.
    seed : int

    Returns
    -------
    weights : array of float32, shape (n_features, n_codes)
        Such that 16 bits hold them.
    biases : array of float32, shape (n_codes,)
    """
    weights = np.zeros((matrix.shape[1], n_codes), np.float32)
    biases = np.full(n_codes, _NO_SCORE, np.float32)
    found, counts = np.unique(codes, return_counts=True)
    if len(found) < 2:
        biases[found] = -_NO_SCORE
    if len(found) < 2 or not matrix.shape[1]:
        return weights, biases
    by_use = found[np.argsort(-counts, kind="stable")]
    often, rare = np.sort(by_use[:MOST_CODES]), np.sort(by_use[MOST_CODES:])
    if len(rare):
        means = _fit_means(matrix, codes, rare)
        weights[means.row, rare[means.col]] = means.data.astype(np.float16)
    fitted, biases[often] = _fit_machines(matrix, codes, often, strength, seed)
    weights[:, often] = fitted.T.astype(np.float16)
    return weights, biases


def _fit_machines(
    matrix: sparse.csr_matrix,
    codes: IntArray,
    often: IntArray,
    strength: float,
    seed: int,
) -> tuple[FloatArray, FloatArray]:
    """Fit a machine for each of some codes: (n_often, n_features) and (n_often,)."""
    from sklearn.svm import LinearSVC  # noqa: PLC0415  # slow

    machine = LinearSVC(C=strength, tol=_TOLERANCE, random_state=seed)
    # All others together are a code of their own, the last.
    machine.fit(matrix, np.where(np.isin(codes, often), codes, codes.max() + 1))
    weights, biases = _one_a_code(machine.coef_), _one_a_code(machine.intercept_)
    return weights[: len(often)], biases[: len(often)]


def _fit_means(
    matrix: sparse.csr_matrix, codes: IntArray, rare: IntArray
) -> sparse.coo_array:
    """(n_features, n_rare): twice the mean of each code over its squared length."""
    units = np.flatnonzero(np.isin(codes, rare))
    columns = np.searchsorted(rare, codes[units])
    shape = (matrix.shape[0], len(rare))
    members = sparse.csr_array((np.ones(len(units)), (units, columns)), shape=shape)
    sums = sparse.csr_array(matrix).T @ members
    means = sparse.csr_array(sums @ sparse.diags_array(1 / members.sum(axis=0)))
    lengths = np.maximum(means.multiply(means).sum(axis=0), _SHORTEST)
    return sparse.coo_array(means @ sparse.diags_array(2 / lengths))


def _one_a_code(fitted: FloatArray) -> FloatArray:
    """Give both of two codes a row; the machine fits one for the second."""
    return np.concatenate([-fitted, fitted]) if len(fitted) == 1 else fitted
