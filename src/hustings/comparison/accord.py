r"""Agreement between actors: the share of common issues with the same stance.

Only issues on which both speak count. The same stance gives 1, mixed against a side
.5, opposite stances 0, as voting advice applications count neutral answers; silence is
no stance and gives nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from hustings.comparison.claim_matrix import Standing
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.intervals import share_interval
from hustings.model.document import Problem

if TYPE_CHECKING:
    import polars as pl

    from hustings.comparison.claim_matrix import ClaimMatrix
    from hustings.estimates.resampling import FloatArray

_VALUES = {
    Standing.FOR: 1.0,
    Standing.MIXED: 0.5,
    Standing.AGAINST: 0.0,
    Standing.SILENT: np.nan,
}
_FEWEST_FOR_A_TREE = 2
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PairAccord:
    """How far two actors stand on the same side.

    Attributes
    ----------
    agreement : float or None
        In [0, 1]; None where they have no issue in common.
    low, high : float or None
        Ends of the interval, as if the common issues were drawn from many.
    n_issues : int
        On which both speak.
    n_same, n_opposite : int
        Of these, with the same stance and with opposite ones; the others are mixed
        on one side only.
    """

    actor_a: str
    actor_b: str
    agreement: float | None
    low: float | None
    high: float | None
    confidence: float
    n_issues: int
    n_same: int
    n_opposite: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordResult:
    """Agreement between all pairs of actors.

    Attributes
    ----------
    actors : tuple of str
    pairs : tuple of PairAccord
        Each pair once, in the order of the actors.
    values : array of shape (n_actors, n_actors)
        Agreement, 1 on the diagonal; NaN where two actors have no common issue.
    problems : tuple of Problem
        Names the pairs without a common issue.
    """

    actors: tuple[str, ...]
    pairs: tuple[PairAccord, ...]
    values: FloatArray
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a pair."""
        return [
            {name: getattr(pair, name) for name in PairAccord.__slots__}
            for pair in self.pairs
        ]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        known = [one for one in self.pairs if one.agreement is not None]
        if not known:
            return "No two actors speak about the same issue."
        highest = max(known, key=lambda one: (one.agreement or 0.0, one.n_issues))
        return (
            f"{highest.actor_a} and {highest.actor_b} agree most: "
            f"{highest.agreement:.2f} [{highest.low:.2f}, {highest.high:.2f}] "
            f"on {highest.n_issues} common issues."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordTree:
    """Actors joined step by step, the most alike first.

    Attributes
    ----------
    joints : array of shape (n_actors - 1, 4)
        Two clusters, their distance, and how many actors they hold, as
        `scipy.cluster.hierarchy.linkage` gives it.
    order : tuple of int
        Actors such that no branches cross.
    """

    joints: FloatArray
    order: tuple[int, ...]


def measure_accord(matrix: ClaimMatrix, *, confidence: float = 0.95) -> AccordResult:
    r"""Measure agreement between all pairs of actors.

    .. math:: A_{ab} = \frac{1}{|K|} \sum_{k \in K} \left(1 - |s_{ak} - s_{bk}|\right),
        \qquad K = \{k : a \text{ and } b \text{ speak about } k\}

    with s = 1 for, 0 against, .5 mixed; issues of general words alone do not count. The
    interval is Wilson's for a share out of \|K\| issues; mixed stances vary less than
    that, so it is at least wide enough.

    Parameters
    ----------
    matrix : ClaimMatrix
    confidence : float, default=0.95
        In (0, 1).

    Returns
    -------
    AccordResult

    References
    ----------
    Wilson, E. B. (1927). Probable inference, the law of succession, and statistical
    inference. Journal of the American Statistical Association, 22(158), 209-212.
    https://doi.org/10.1080/01621459.1927.10502953
    """
    stances = _stances(matrix.without_general())
    n_actors = len(matrix.actors)
    values = np.eye(n_actors)
    pairs = []
    for one, other in combinations(range(n_actors), 2):
        shares = 1 - np.abs(stances[one] - stances[other])
        pair = _pair_of(
            (matrix.actors[one], matrix.actors[other]),
            shares[~np.isnan(shares)],
            confidence,
        )
        value = np.nan if pair.agreement is None else pair.agreement
        values[one, other] = values[other, one] = value
        pairs.append(pair)
    return AccordResult(
        actors=matrix.actors,
        pairs=tuple(pairs),
        values=values,
        problems=tuple(_find_problems(pairs)),
    )


def _stances(matrix: ClaimMatrix) -> FloatArray:
    """Return stances of shape (n_actors, n_issues); NaN is silence."""
    rows = [[_VALUES[cell.standing] for cell in row.cells] for row in matrix.rows]
    return np.array(rows, dtype=float).reshape(len(rows), len(matrix.actors)).T


def _pair_of(
    actors: tuple[str, str], shares: FloatArray, confidence: float
) -> PairAccord:
    """Sum a pair's common issues up."""
    n_issues = len(shares)
    interval = (
        share_interval(float(shares.sum()), n_issues, confidence=confidence)
        if n_issues
        else None
    )
    return PairAccord(
        actor_a=actors[0],
        actor_b=actors[1],
        agreement=float(shares.mean()) if n_issues else None,
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        confidence=confidence,
        n_issues=n_issues,
        n_same=int((shares == 1).sum()),
        n_opposite=int((shares == 0).sum()),
    )


def _find_problems(pairs: list[PairAccord]) -> list[Problem]:
    """Name pairs that have nothing to be compared on."""
    without = [one for one in pairs if one.n_issues == 0]
    if not without:
        return []
    named = ", ".join(
        f"{one.actor_a} and {one.actor_b}" for one in without[:_MOST_NAMED]
    )
    rest = len(without) - _MOST_NAMED
    more = f" and {rest} more pairs" if rest > 0 else ""
    return [
        Problem(
            kind="no common issue",
            message=(
                f"{named}{more} speak about no common issue, so that their agreement "
                "is not known. In the tree and the map they stand at the mean distance."
            ),
        )
    ]


def distances_between(result: AccordResult) -> FloatArray:
    """Return 1 - agreement; pairs without a common issue get the mean of the others.

    Returns
    -------
    array of shape (n_actors, n_actors)
        Symmetric, 0 on the diagonal.
    """
    distances: FloatArray = 1 - result.values
    inner = distances[~np.eye(len(distances), dtype=bool)]
    known = inner[~np.isnan(inner)]
    return np.where(np.isnan(distances), known.mean() if len(known) else 1.0, distances)


def join_actors(result: AccordResult) -> AccordTree | None:
    """Join actors by average linkage of their distances.

    Returns
    -------
    AccordTree or None
        None with fewer than two actors.

    References
    ----------
    Sokal, R. R., & Michener, C. D. (1958). A statistical method for evaluating
    systematic relationships. University of Kansas Science Bulletin, 38, 1409-1438.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage  # noqa: PLC0415  # slow
    from scipy.spatial.distance import squareform  # noqa: PLC0415  # slow

    if len(result.actors) < _FEWEST_FOR_A_TREE:
        return None
    joints = linkage(squareform(distances_between(result)), method="average")
    return AccordTree(joints=joints, order=tuple(map(int, leaves_list(joints))))


def map_actors(result: AccordResult) -> tuple[FloatArray, float]:
    r"""Place actors on a plane so that those who agree stand close (classical scaling).

    .. math:: B = -\tfrac12 J D^{(2)} J, \qquad X = V_2 \Lambda_2^{1/2}

    Returns
    -------
    tuple of array of shape (n_actors, 2) and float
        Places, and the share of the positive eigenvalues that the plane shows. Each
        axis points to where its largest place is positive, so that the same agreement
        gives the same map.

    References
    ----------
    Torgerson, W. S. (1952). Multidimensional scaling: I. Theory and method.
    Psychometrika, 17(4), 401-419. https://doi.org/10.1007/BF02288916
    """
    squared = distances_between(result) ** 2
    centred = squared - squared.mean(axis=0)
    inner = -0.5 * (centred - centred.mean(axis=1, keepdims=True))
    roots, axes = np.linalg.eigh((inner + inner.T) / 2)
    kept, shown = np.clip(roots, 0, None), np.zeros((len(squared), 2))
    for place, axis in enumerate(np.argsort(roots)[::-1][:2]):
        column = axes[:, axis] * np.sqrt(kept[axis])
        shown[:, place] = column * (-1 if column[np.abs(column).argmax()] < 0 else 1)
    total = float(kept.sum())
    return shown, float(np.sort(kept)[::-1][:2].sum() / total) if total else 1.0
