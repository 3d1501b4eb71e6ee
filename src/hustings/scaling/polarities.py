"""The polarity of words: how near they are to seed words in a space of sentences."""

from __future__ import annotations

from fnmatch import translate
from re import IGNORECASE
from re import compile as compiled
from typing import TYPE_CHECKING

import numpy as np
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, svds

from hustings.errors import InvalidCountsError, InvalidOptionError, UnusableSeedsError
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scipy import sparse

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

_DENSE_SIDE = 3_000
"""Up to so many sentences or words their products are kept whole: 72 MB."""

_SMALLEST_VALUE = 1e-7
"""Singular values below this share of the largest are rounding."""


def seed_weights(
    seeds: Mapping[str, float], features: Sequence[str]
) -> tuple[dict[str, float], tuple[Problem, ...]]:
    r"""Share the weights of seed patterns among the words that they match.

    .. math:: \omega_s = \sum_{p \ni s} \frac{w_p}{n_p} \Big/
        \sum_{q:\, w_q w_p > 0} |w_q|

    over the patterns :math:`p` with weight :math:`w_p` that match :math:`n_p` words, so
    that the words of each side add up to 1 or -1.

    Parameters
    ----------
    seeds : mapping from pattern to weight
        ``*`` stands for any letters, ``?`` for one; case is ignored.
    features : sequence of str

    Returns
    -------
    weights : dict from word to weight
    problems : tuple of Problem
        Patterns that match no word.

    Raises
    ------
    UnusableSeedsError
        If no pattern matches a word, or a weight is 0 or no number.

    Examples
    --------
    >>> words = ["apple", "ball", "bag", "chair", "car", "cat", "dog"]
    >>> weights, _ = seed_weights({"a*": 1, "b*": 1, "c*": -1, "d*": -1}, words)
    >>> {word: round(weight, 4) for word, weight in weights.items()}
    {'apple': 0.5, 'ball': 0.25, 'bag': 0.25, 'chair': -0.1667, ...}
    """
    _check_seeds(seeds)
    found = {pattern: _matched(pattern, features) for pattern in seeds}
    used = {pattern: words for pattern, words in found.items() if words}
    if not used:
        raise UnusableSeedsError(
            reason=f"No seed matches a word: {', '.join(seeds) or 'there is none'}.",
            advice="Write seeds as the words stand in the counts; * stands for any "
            "letters.",
        )
    weights: dict[str, float] = {}
    for pattern, words in used.items():
        weight = seeds[pattern]
        side = sum(abs(seeds[other]) for other in used if seeds[other] * weight > 0)
        for word in words:
            share = weight / side / len(words)
            weights[word] = weights.get(word, 0.0) + share
    missing = [pattern for pattern in seeds if pattern not in used]
    return weights, tuple(
        _unmatched(pattern, has_others=any(seeds[pattern] * seeds[o] > 0 for o in used))
        for pattern in missing
    )


def _check_seeds(seeds: Mapping[str, float]) -> None:
    """Raise unless every weight says a side."""
    for pattern, weight in seeds.items():
        if not np.isfinite(weight) or weight == 0:
            raise UnusableSeedsError(
                reason=f"The seed {pattern!r} has the weight {weight}.",
                advice="Give a number above 0 for the high pole, below 0 for the low.",
            )


def _matched(pattern: str, features: Sequence[str]) -> list[str]:
    """Give the words that a pattern with ``*`` and ``?`` matches."""
    matches = compiled(translate(pattern), IGNORECASE).match
    return [feature for feature in features if matches(feature)]


def _unmatched(pattern: str, *, has_others: bool) -> Problem:
    rest = (
        "the others of its side carry its weight."
        if has_others
        else "no other of its side does, so only nearness to the other side is known."
    )
    return Problem(
        kind="unknown seed",
        message=f"The seed {pattern!r} matches no word; {rest}",
    )


def word_vectors(
    sentences: DocumentFeatureMatrix, n_dimensions: int
) -> tuple[FloatArray, tuple[Problem, ...]]:
    """Find the first right singular vectors of counts by sentence.

    Parameters
    ----------
    sentences : DocumentFeatureMatrix
    n_dimensions : int
        At most the number of sentences and half the number of words are used.

    Returns
    -------
    vectors : array of shape (n_features, n_dimensions)
    problems : tuple of Problem
        That fewer dimensions were used than asked for.

    Raises
    ------
    InvalidCountsError
        If the sentences hold no word.
    InvalidOptionError
        If `n_dimensions` is below 1, or the vectors cannot be found.

    Examples
    --------
    >>> from hustings.words.matrices import DocumentFeatureMatrix
    >>> rows = [{"case": "s1", "a": 1, "b": 1}, {"case": "s2", "a": 1, "b": 1}]
    >>> vectors, _ = word_vectors(DocumentFeatureMatrix.from_rows(rows), 1)
    >>> abs(vectors).round(4).tolist()
    [[0.7071], [0.7071]]
    """
    if n_dimensions < 1:
        raise InvalidOptionError(
            option="n_dimensions", value=n_dimensions, advice="Use 1 or more."
        )
    if sentences.matrix.nnz == 0:
        raise InvalidCountsError(
            reason="The sentences hold no word.", advice="Look at them, or trim less."
        )
    n_most = min(sentences.n_cases, max(sentences.n_features // 2, 1))
    values, vectors = _singular_vectors(sentences.matrix, min(n_dimensions, n_most))
    kept = vectors[:, values > _SMALLEST_VALUE * values.max()]
    problems = () if kept.shape[1] == n_dimensions else (_fewer(kept, n_dimensions),)
    return kept, problems


def _singular_vectors(
    matrix: sparse.csr_array, k: int
) -> tuple[FloatArray, FloatArray]:
    """Give the k largest singular values and their right vectors, as columns."""
    n_rows, n_columns = matrix.shape
    smaller = min(n_rows, n_columns)
    if smaller > _DENSE_SIDE:
        return _largest_vectors(matrix, k)
    is_wide = n_columns > n_rows
    products = (matrix @ matrix.T if is_wide else matrix.T @ matrix).toarray()
    squares, vectors = eigh(products, subset_by_index=[smaller - k, smaller - 1])
    values = np.sqrt(np.maximum(squares, 0))
    if is_wide:
        vectors = matrix.T @ (vectors / np.where(values > 0, values, 1))
    return values, vectors


def _largest_vectors(matrix: sparse.csr_array, k: int) -> tuple[FloatArray, FloatArray]:
    """Find the k largest only, from a start that is always the same."""
    start = np.random.default_rng(0).standard_normal(min(matrix.shape))
    try:
        _, values, rows = svds(matrix, k=k, v0=start, return_singular_vectors="vh")
    except ArpackNoConvergence as error:
        raise InvalidOptionError(
            option="n_dimensions",
            value=k,
            advice="The singular vectors did not settle; use fewer dimensions.",
        ) from error
    return values, rows.T


def _fewer(kept: FloatArray, n_dimensions: int) -> Problem:
    return Problem(
        kind="fewer dimensions",
        message=f"{n_dimensions} dimensions were asked for and {kept.shape[1]} used: "
        "at most the number of sentences that differ, and half the number of words. "
        "Polarities learned from few sentences say little.",
    )


def word_polarities(
    vectors: FloatArray, features: Sequence[str], weights: Mapping[str, float]
) -> dict[str, float]:
    r"""Give the words their weighted likeness to the seeds.

    .. math:: \beta_w = \sum_s \omega_s \cos(v_w, v_s)

    Parameters
    ----------
    vectors : array of shape (n_features, n_dimensions)
    features : sequence of str
    weights : mapping from word to weight

    Returns
    -------
    dict from word to polarity
        Without words that lie outside these dimensions.

    Raises
    ------
    UnusableSeedsError
        If all words are equally near to both poles.

    Examples
    --------
    >>> vectors = np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    >>> words = ["trams", "roads", "parks"]
    >>> found = word_polarities(vectors, words, {"trams": 1.0})
    >>> {word: round(value, 4) for word, value in found.items()}
    {'trams': 1.0, 'roads': 0.0, 'parks': 0.7071}
    """
    lengths = np.linalg.norm(vectors, axis=1)
    # A word that stands with no other may lie outside these dimensions altogether.
    known = np.flatnonzero(lengths > _SMALLEST_VALUE * lengths.max())
    directions = vectors[known] / lengths[known, None]
    names = [features[j] for j in known.tolist()]
    omega = np.array([weights.get(name, 0.0) for name in names])
    values = directions @ (directions.T @ omega)
    if not (np.abs(values) > _SMALLEST_VALUE).any():
        raise UnusableSeedsError(
            reason="All words are equally near to the seeds of both sides.",
            advice="Use other seeds, more sentences, or more dimensions.",
        )
    return dict(zip(names, values.tolist(), strict=True))
