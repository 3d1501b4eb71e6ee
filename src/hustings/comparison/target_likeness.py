r"""How alike two targets are: by their words, and by what words mean.

.. math:: s_{ij} = w_{ij} \text{ without an embedding}, \qquad
    s_{ij} = \tfrac12 w_{ij} + \tfrac12 e_{ij} \text{ with one}

w is the cosine of two targets' content words (lemmas, and their first letters, so that
"night-time" and "nights" meet), each weighed by how few targets have it; e the cosine
of their embeddings.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.comparison.generality import content_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    import numpy.typing as npt

    from hustings.words.embeddings import Embedding, Vectors

_AT_ONCE = 512
_FIRST_LETTERS = 5
_AS_IF = 50
"""Targets added when words are weighed, so that among few no word seems common."""
_WEIGHT_OF_LETTERS = 0.5
"""What the first letters of a word weigh beside its lemma."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Pairs of targets that are alike enough to be looked at.

    Attributes
    ----------
    first, second : array of int of shape (n_pairs,)
        ``first < second``.
    likeness : array of shape (n_pairs,)
        In (0, 1].
    """

    first: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    likeness: Vectors


def find_neighbours(
    targets: Sequence[str],
    *,
    language: str,
    stop_words: AbstractSet[str] = frozenset(),
    embedding: Embedding | None = None,
    least: float,
) -> Neighbours:
    """Find all pairs of targets that are at least so alike.

    Parameters
    ----------
    targets : sequence of str
        In one language, each once; at least one.
    language : str
    stop_words : set of str
        Function words, which say nothing about what is meant.
    embedding : Embedding, optional
    least : float
        In (0, 1].
    """
    words = _word_rows(targets, language, stop_words)
    vectors = embedding.embed(list(targets)) if embedding else None
    parts = [
        _alike(start, likeness, least)
        for start, likeness in _likeness(words, vectors, len(targets))
    ]
    return Neighbours(
        first=np.concatenate([part[0] for part in parts]),
        second=np.concatenate([part[1] for part in parts]),
        likeness=np.concatenate([part[2] for part in parts]),
    )


def _likeness(
    words: sparse.csr_array, vectors: Vectors | None, n_targets: int
) -> Iterator[tuple[int, Vectors]]:
    """Yield a few hundred rows of the matrix of likeness at once."""
    turned = words.T.tocsr()
    for start in range(0, n_targets, _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        likeness = (words[rows] @ turned).toarray()
        if vectors is not None:
            meant = np.clip(vectors[rows] @ vectors.T, 0, 1)
            likeness = (likeness + meant) / 2
        yield start, likeness


def _alike(
    start: int, likeness: Vectors, least: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], Vectors]:
    """Keep pairs above the diagonal that are alike enough."""
    first, second = np.nonzero(likeness >= least)
    upper = second > first + start
    first, second = first[upper], second[upper]
    return first + start, second, np.minimum(likeness[first, second], 1)


def _word_rows(
    targets: Sequence[str], language: str, stop_words: AbstractSet[str]
) -> sparse.csr_array:
    """Give each target a row of length 1: its content words, weighed."""
    found = [_features(target, language, stop_words) for target in targets]
    spread = Counter(name for features in found for name in features)
    columns = {name: place for place, name in enumerate(spread)}
    weights = {
        name: log(1 + (len(targets) + _AS_IF) / n)
        * (_WEIGHT_OF_LETTERS if name[0] == "^" else 1)
        for name, n in spread.items()
    }
    rows = [
        (row, columns[name], weights[name])
        for row, features in enumerate(found)
        for name in sorted(features)
    ]
    return _unit_rows(rows, (len(targets), len(columns)))


def _features(
    target: str, language: str, stop_words: AbstractSet[str]
) -> frozenset[str]:
    """Give a target's lemmas and their first letters, all words if none says much."""
    lemmas = content_of(target, language, stop_words)
    long = {lemma for lemma in lemmas if len(lemma) >= _FIRST_LETTERS}
    return lemmas | {f"^{lemma[:_FIRST_LETTERS]}" for lemma in long}


def _unit_rows(
    cells: Sequence[tuple[int, int, float]], shape: tuple[int, int]
) -> sparse.csr_array:
    """Build a sparse matrix whose rows have length 1."""
    rows, columns, values = (list(part) for part in zip(*cells, strict=True))
    matrix = sparse.csr_array(
        (np.array(values, np.float32), (rows, columns)), shape=shape
    )
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    scale = sparse.diags_array(1 / np.maximum(lengths, np.finfo(np.float32).tiny))
    return sparse.csr_array(scale @ matrix, dtype=np.float32)
