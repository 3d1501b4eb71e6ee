"""Which units are left out together when a coder is checked on what it has not seen.

Folds are of whole documents, never of single units: units that stand beside each other
resemble each other, and a coder that has seen the one knows the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    from hustings.coding.units_in_context import IntArray


def fold_units(documents: IntArray, n_folds: int) -> IntArray:
    """Give each unit its fold.

    Parameters
    ----------
    documents : array of int, shape (n_units,)
        Number of the document of each unit; -1 where none is named.
    n_folds : int
        At most that many folds; at least 2.

    Returns
    -------
    array of int, shape (n_units,)
        From 0. Where there are fewer than two documents, folds are stretches of units.

    Examples
    --------
    >>> fold_units(np.array([0, 0, 0, 1, 2]), 2).tolist()
    [0, 0, 0, 1, 1]
    >>> fold_units(np.array([0, 0, 0, 0]), 2).tolist()
    [0, 0, 1, 1]
    """
    numbers, places, sizes = np.unique(
        documents, return_inverse=True, return_counts=True
    )
    if len(numbers) < 2:
        n_folds = min(n_folds, len(documents))
        return np.arange(len(documents)) * n_folds // max(len(documents), 1)
    return _deal(sizes, n_folds)[places]


def join_documents(documents: IntArray, targets: IntArray) -> IntArray:
    """Join documents that speak of the same targets, so that folds share no target.

    Who knows a target from one document knows it in the other.

    Parameters
    ----------
    documents, targets : array of int, shape (n_units,)
        Numbers; -1 where none is named.

    Returns
    -------
    array of int, shape (n_units,)
        Numbers of groups; the targets alone where one group would have more than half
        of the units, and the documents where one target has.

    Examples
    --------
    >>> join_documents(np.array([0, 1, 2, 3]), np.array([7, 7, 8, 9])).tolist()
    [0, 0, 1, 2]
    """
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415  # slow

    if (targets < 0).all() or not len(documents):
        return documents
    known = targets >= 0
    n_documents = int(documents.max()) + 2
    n_all = n_documents + int(targets.max()) + 1
    links = (documents[known] + 1, n_documents + targets[known])
    ones = np.ones(int(known.sum()))
    graph = sparse.coo_array((ones, links), shape=(n_all, n_all))
    _, places = connected_components(graph, directed=False)
    _, groups = np.unique(places[documents + 1], return_inverse=True)
    for found in (groups, targets):
        if np.unique(found, return_counts=True)[1].max() <= len(documents) / 2:
            return np.asarray(found, np.int64)
    return documents


def _deal(sizes: IntArray, n_folds: int) -> IntArray:
    """Deal documents, the largest first, each to the fold with fewest units."""
    filled = np.zeros(min(n_folds, len(sizes)), np.int64)
    folds = np.empty(len(sizes), np.int64)
    for i in np.argsort(-sizes, kind="stable").tolist():
        folds[i] = int(np.argmin(filled))
        filled[folds[i]] += sizes[i]
    return folds
