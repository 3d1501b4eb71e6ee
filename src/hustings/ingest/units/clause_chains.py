"""Chains: parts of a sentence that begin alike, and how far apart they stand.

"raising the fees, closing two schools and selling the baths": three parts that begin
with a word of one class. People cut such a chain at all of its joints or at none, and
the longer its parts, the sooner.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.ingest.units.clause_tokens import CLASS, CLASSES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]

_STEPS = np.array([2, 3, 4, 5, 6, 8, 10, 13, 17, 22])
_MOST = 3  # joints told apart
_LISTED = np.isin(np.arange(len(CLASSES)), [CLASS["comma"], CLASS["semicolon"]])


def count_joints(
    *, sentence: Whole, key: Whole, mark: Whole, join: Whole
) -> tuple[Whole, Whole]:
    """Count joints before and after each candidate that open with the same class.

    Parameters
    ----------
    sentence, key, mark, join : ndarray of int64, shape (n,)
        Of each candidate, in reading order: a number that only its sentence has, the
        class of its first word, the mark before it, and its conjunction.

    Returns
    -------
    (before, after) : tuple of ndarray of int64, shape (n,)
        How many of the same sentence and key stand after a comma or semicolon, before
        this one; and, after this one, also those that "and" opens. At most three.
    """
    group = sentence * len(CLASSES) + key
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    first = np.searchsorted(ordered, ordered)
    beyond = np.searchsorted(ordered, ordered, side="right")
    listed = _LISTED[mark]
    before, after = np.empty_like(group), np.empty_like(group)
    counts = _running(listed[order])
    places = np.arange(len(group))
    before[order] = counts[places] - counts[first]
    counts = _running((listed | (join == CLASS["and"]))[order])
    after[order] = counts[beyond] - counts[places + 1]
    return np.minimum(before, _MOST), np.minimum(after, _MOST)


def measure_distances(kind: Whole, *, at: Whole, low: Whole, key: Whole) -> Whole:
    """Measure how far back, in steps that grow, a word of the opening class stands.

    Parameters
    ----------
    kind : ndarray of int64
        The class of every token.
    at, low, key : ndarray of int64, shape (n,)
        Of each candidate: its token, the first of its sentence, and the class of its
        first word.

    Returns
    -------
    ndarray of int64, shape (n,)
        From 1; 0 where no word of the class stands before it in the sentence.
    """
    n = len(kind) + 1
    places = np.sort(kind * n + np.arange(len(kind)))
    found = places[np.maximum(np.searchsorted(places, key * n + at) - 1, 0)] - key * n
    steps = 1 + np.searchsorted(_STEPS, at - found, side="right")
    return np.where((found >= low) & (found < at), steps, 0)


def _running(is_counted: NDArray[np.bool_]) -> Whole:
    """Count from the first one up to each place."""
    return np.append(0, np.cumsum(is_counted))
