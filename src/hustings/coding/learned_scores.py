"""How far a text alone speaks for each code: linear scores, code against all others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.coding.learned_words import Floats, count_text_features

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.learned_words import TextFeatures, Vocabulary
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.words.embeddings import Embedding

SHARE_OF_EMBEDDING = 0.7
"""How long the vector of an embedding is beside words and pieces of length 1."""

_TOLERANCE = 1e-2
_NO_SCORE = -1.0


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
    from sklearn.svm import LinearSVC  # noqa: PLC0415  # slow

    weights = np.zeros((matrix.shape[1], n_codes), np.float32)
    biases = np.full(n_codes, _NO_SCORE, np.float32)
    found = np.unique(codes)
    if len(found) < 2:
        biases[found] = -_NO_SCORE
    if len(found) < 2 or not matrix.shape[1]:
        return weights, biases
    machine = LinearSVC(C=strength, tol=_TOLERANCE, random_state=seed)
    machine.fit(matrix, codes)
    weights[:, found] = _one_a_code(machine.coef_).T.astype(np.float16)
    biases[found] = _one_a_code(machine.intercept_)
    return weights, biases


def _one_a_code(fitted: FloatArray) -> FloatArray:
    """Give both of two codes a row; the machine fits one for the second."""
    return np.concatenate([-fitted, fitted]) if len(fitted) == 1 else fitted
