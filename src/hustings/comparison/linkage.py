"""Clusters by average linkage where only the pairs that are alike are known.

The two clusters that are most alike on average are joined, as long as they are alike
enough. Pairs that nobody listed count as not alike at all, so that a long chain of
neighbours does not become one cluster.

References
----------
Sokal, R. R., & Michener, C. D. (1958). A statistical method for evaluating systematic
relationships. University of Kansas Science Bulletin, 38, 1409-1438.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def cluster_by_average(
    n_points: int, pairs: Iterable[tuple[int, int, float]], *, least: float
) -> list[list[int]]:
    """Join points to clusters.

    Parameters
    ----------
    n_points : int
    pairs : iterable of (int, int, float)
        Two points and how alike they are; each pair once.
    least : float
        Clusters that are less alike on average stay apart.

    Returns
    -------
    list of list of int
        Each point in one cluster, in ascending order; clusters by their first point.
        The same input gives the same clusters: of equal pairs the first is joined.

    Examples
    --------
    >>> pairs = [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.7), (2, 3, 0.6)]
    >>> cluster_by_average(4, pairs, least=0.5)
    [[0, 1, 2], [3]]
    """
    sums = _sums(n_points, pairs)
    members = [[point] for point in range(n_points)]
    queue = [
        (-likeness, one, other, 1, 1)
        for one, near in enumerate(sums)
        for other, likeness in near.items()
        if one < other and likeness >= least
    ]
    heapify(queue)
    while queue:
        _, one, other, n_one, n_other = heappop(queue)
        if (len(members[one]), len(members[other])) == (n_one, n_other):
            _join(one, other, members, sums)
            _requeue(one, members, sums, queue, least)
    return sorted(sorted(one) for one in members if one)


def _sums(
    n_points: int, pairs: Iterable[tuple[int, int, float]]
) -> list[dict[int, float]]:
    """List each point's neighbours."""
    sums: list[dict[int, float]] = [{} for _ in range(n_points)]
    for one, other, likeness in pairs:
        sums[one][other] = sums[other][one] = likeness
    return sums


def _join(
    one: int, other: int, members: list[list[int]], sums: list[dict[int, float]]
) -> None:
    """Put the second cluster into the first."""
    members[one] += members[other]
    members[other] = []
    for near, likeness in sums[other].items():
        del sums[near][other]
        if near != one:
            together = sums[one].get(near, 0.0) + likeness
            sums[one][near] = sums[near][one] = together
    sums[other] = {}


def _requeue(
    one: int,
    members: list[list[int]],
    sums: list[dict[int, float]],
    queue: list[tuple[float, int, int, int, int]],
    least: float,
) -> None:
    """Queue what a cluster that has grown may be joined with."""
    for near, total in sums[one].items():
        average = total / (len(members[one]) * len(members[near]))
        if average >= least:
            low, high = sorted((one, near))
            sizes = len(members[low]), len(members[high])
            heappush(queue, (-average, low, high, *sizes))
