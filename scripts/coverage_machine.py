"""A machine that learns from other manifestos what is economic, and where it stands.

It sees words and those of neighbouring sentences, and both as vectors of the embedding
that comes with Hustings; logistic regression gives the topic, the mean of a ridge
regression on words and a support vector regression on vectors the position, and what it
says of the sentences around is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.svm import SVR

from hustings.outside.models import packaged_embedding

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.observations import BoolArray
    from hustings.estimates.resampling import FloatArray


@dataclass(frozen=True, kw_only=True)
class Features:
    """What the machine sees of each sentence and of those around it.

    Attributes
    ----------
    words, letters : sparse array of shape (n_sentences, n_features)
        Words and pairs of words; the same with pieces of words.
    vectors : array of shape (n_sentences, width)
    """

    words: csr_array
    letters: csr_array
    vectors: FloatArray


def code_by_machine(
    seen: Features,
    is_economic: FloatArray,
    values: FloatArray,
    weights: FloatArray,
    here: BoolArray,
) -> FloatArray:
    """Learn from all other sentences; how probably economic, and where they stand."""
    learned = ~here & (is_economic == 1)
    topics = LogisticRegression(C=4, max_iter=500)
    topics.fit(seen.words[~here], is_economic[~here])
    probable = np.asarray(topics.predict_proba(seen.words[here])[:, 1])
    by_words = Ridge(alpha=10, solver="sparse_cg")
    by_words.fit(seen.letters[learned], values[learned], weights[learned])
    by_vectors = SVR(C=1, gamma=1.0, epsilon=0.1)
    by_vectors.fit(seen.vectors[learned], values[learned], weights[learned])
    found = (
        by_words.predict(seen.letters[here]),
        by_vectors.predict(seen.vectors[here]),
    )
    positions = np.mean([one / one.std() for one in found], axis=0) * found[0].std()
    around = smoothing(int(here.sum()))
    log_odds = np.log(probable / (1 - probable))
    probable = 1 / (1 + np.exp(-log_odds - around @ log_odds / 2))
    return np.column_stack([probable, probable * (positions + around @ positions)])


def read_features(texts: Sequence[str], names: FloatArray) -> Features:
    """Count words with those of neighbours, and pieces of words; embed all texts."""
    counted = TfidfVectorizer(sublinear_tf=True, min_df=2, ngram_range=(1, 2))
    words = counted.fit_transform(texts)
    vectors = packaged_embedding("en").embed(texts).astype(np.float64)
    around = neighbours(names)
    pieces = TfidfVectorizer(
        sublinear_tf=True, min_df=3, analyzer="char_wb", ngram_range=(3, 5)
    ).fit_transform(texts)
    near = around @ words * 0.4
    beside = around @ vectors * 0.5
    return Features(
        words=csr_array(hstack([words, near, 3 * vectors, 4 * beside])),
        letters=csr_array(hstack([words, near, 0.7 * pieces])),
        vectors=np.hstack([vectors, beside]),
    )


def smoothing(n: int, width: float = 3.0) -> FloatArray:
    """Average over the sentences around each one: rows of normal weights."""
    apart = np.subtract.outer(np.arange(n), np.arange(n)) / width
    weights = np.exp(-(apart**2) / 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def neighbours(names: FloatArray, reach: int = 2) -> csr_array:
    """Weigh the sentences around each one, in its text, by their distance."""
    index = np.arange(len(names))
    rows, columns, weights = [], [], []
    for step in (step for step in range(-reach, reach + 1) if step):
        other = index + step
        inside = (other >= 0) & (other < len(names))
        inside[inside] &= names[index[inside]] == names[other[inside]]
        rows.append(index[inside])
        columns.append(other[inside])
        weights.append(np.full(int(inside.sum()), 1 / abs(step)))
    entries = (np.concatenate(rows), np.concatenate(columns))
    return csr_array((np.concatenate(weights), entries), shape=(len(names),) * 2)
