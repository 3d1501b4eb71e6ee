"""What the unitising coefficients are made of: sums that documents add up to.

Rows of all arrays are documents, or stretches of them, and after `weighted` one row a
resampled set of them. Columns are values; column 0 is the gap.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.coding.continua import Continuum, IntArray
    from hustings.estimates.resampling import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionSums:
    """Lengths by value, all of shape (n_rows, n_values + 1).

    Attributes
    ----------
    agreeing : array
        Length that pairs of coders gave the same value, pairs weighing 1 / (m - 1).
    lengths : array
        Length that coders gave the value.
    beside_gap : array
        Length of the value that the other coder of the pair left unmarked.
    squares : array
        Squared lengths of the stretches; for the gap its length.
    paired_squares : array
        The same with positions weighted by the share of other coders who marked them.
    """

    agreeing: FloatArray
    lengths: FloatArray
    beside_gap: FloatArray
    squares: FloatArray
    paired_squares: FloatArray

    def weighted(self, weights: FloatArray) -> PositionSums:
        """Add rows up by weights of shape (n_draws, n_rows)."""
        return PositionSums(
            **{one.name: weights @ getattr(self, one.name) for one in fields(self)}
        )

    @property
    def paired(self) -> FloatArray:
        """Length of each value but the gap that the other coder marked, too."""
        return (self.lengths - self.beside_gap)[:, 1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceTerms:
    """What alpha-U needs of one value.

    Attributes
    ----------
    observed : array of shape (n_documents,)
        Squared differences over ordered pairs of coders, divided by m - 1.
    n_marks, spread, reduction : array of shape (n_documents,)
        Marks; the sums of (2 l^3 - 3 l^2 + l) / 3 and of l (l - 1) over them.
    mark_squares, room : array of shape (n_documents, n_different_lengths)
        For every length of a mark: the squared lengths of the marks that have it, and
        in how many places of the gaps it would fit.
    """

    observed: FloatArray
    n_marks: FloatArray
    spread: FloatArray
    reduction: FloatArray
    mark_squares: FloatArray
    room: FloatArray

    def differences(
        self, weights: FloatArray, total: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Give observed and expected difference, each times the text's length.

        Parameters
        ----------
        weights : array of shape (n_draws, n_documents)
        total : array of shape (n_draws,)
            Length of the documents, each times its coders.
        """
        inside = ((weights @ self.mark_squares) * (weights @ self.room)).sum(axis=1)
        across = (weights @ self.n_marks - 1) * (weights @ self.spread)
        places = total * (total - 1) - weights @ self.reduction
        return (weights @ self.observed) / total, 2 * (across + inside) / places


def position_sums(parts: Sequence[Continuum], n_values: int) -> PositionSums:
    """Compare what coders gave every position, part by part."""
    rows = np.zeros((5, len(parts), n_values + 1))
    for i, part in enumerate(parts):
        rows[:, i] = _sums_of_part(part, n_values + 1)
    return PositionSums(
        agreeing=rows[0],
        lengths=rows[1],
        beside_gap=rows[2],
        squares=rows[3],
        paired_squares=rows[4],
    )


def nominal_alpha(
    agreeing: FloatArray, lengths: FloatArray, squares: FloatArray
) -> FloatArray:
    """Compute alpha from arrays of shape (n_rows, n_values); NaN where undefined."""
    total = lengths.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        pairs = total - squares.sum(axis=1) / total
        expected = total - (lengths**2 - squares).sum(axis=1) / pairs
        alpha = 1 - (total - agreeing.sum(axis=1)) / expected
    is_defined = (total > 0) & (pairs > 1e-9 * total) & (expected > 1e-9 * total)
    return np.where(is_defined, alpha, np.nan)


def two_values(
    agreeing: FloatArray, lengths: FloatArray, squares: FloatArray, chosen: int
) -> FloatArray:
    """Compute alpha of one value, by its column, against all others made one."""
    own, length = agreeing[:, chosen], lengths[:, chosen]
    others = lengths.sum(axis=1) - length
    apart = length - own
    rest = squares.sum(axis=1) - squares[:, chosen]
    return nominal_alpha(
        np.stack([own, others - apart], axis=1),
        np.stack([length, others], axis=1),
        np.stack([squares[:, chosen], rest], axis=1),
    )


def distance_terms(parts: Sequence[Continuum], code: int) -> DistanceTerms:
    """Compare the stretches of one value by their ends, document by document."""
    marks = [_of_code(part, code) for part in parts]
    long = [one.end - one.start for one in marks]
    each = np.unique(np.concatenate([*long, np.empty(0, np.int64)])).astype(np.int64)
    return DistanceTerms(
        observed=np.array([_observed(one) for one in marks]),
        n_marks=np.array([float(len(one)) for one in long]),
        spread=np.array([(2.0 * one**3 - 3 * one**2 + one).sum() / 3 for one in long]),
        reduction=np.array([(one * (one - 1.0)).sum() for one in long]),
        mark_squares=np.array([_squares_by_length(one, each) for one in long]),
        room=np.array([_room(one, each) for one in marks]),
    )


def _sums_of_part(part: Continuum, n_columns: int) -> FloatArray:
    """Sum one part up; shape (5, n_columns)."""
    bounds = np.unique(np.concatenate([[0, part.length], part.start, part.end]))
    first, last = (np.searchsorted(bounds, at) for at in (part.start, part.end))
    widths = np.diff(bounds).astype(float)
    counts = _counts(part, first, last, shape=(len(bounds), n_columns))
    others = part.n_coders - 1
    gap = counts[:, :1]
    paired = np.concatenate([[0], np.cumsum(widths * (others - gap[:, 0]) / others)])
    squares = _by_code(part, (part.end - part.start).astype(float), n_columns)
    squares[0] = widths @ counts[:, 0]
    return np.stack(
        [
            widths @ (counts * (counts - 1)) / others,
            widths @ counts,
            widths @ (counts * gap) / others,
            squares,
            _by_code(part, paired[last] - paired[first], n_columns),
        ]
    )


def _counts(
    part: Continuum, first: IntArray, last: IntArray, *, shape: tuple[int, int]
) -> FloatArray:
    """Count coders on each value between bounds; shape (n_bounds - 1, n_columns)."""
    steps = np.zeros(shape)
    np.add.at(steps, (first, part.code), 1)
    np.add.at(steps, (last, part.code), -1)
    counts = np.cumsum(steps, axis=0)[:-1]
    counts[:, 0] = part.n_coders - counts.sum(axis=1)
    return counts


def _by_code(part: Continuum, lengths: FloatArray, n_columns: int) -> FloatArray:
    """Add up squared lengths by value."""
    return np.bincount(part.code, lengths**2, minlength=n_columns).astype(float)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """The marks of one value in one document, by coder and start."""

    length: int
    n_coders: int
    coder: IntArray
    start: IntArray
    end: IntArray

    def of(self, coder: int) -> tuple[IntArray, IntArray]:
        chosen = self.coder == coder
        return self.start[chosen], self.end[chosen]


def _of_code(part: Continuum, code: int) -> _Marks:
    chosen = part.code == code
    return _Marks(
        length=part.length,
        n_coders=part.n_coders,
        coder=part.coder[chosen],
        start=part.start[chosen],
        end=part.end[chosen],
    )


def _observed(marks: _Marks) -> float:
    """Add up the squared differences of all ordered pairs of coders."""
    if not len(marks.coder):
        return 0.0
    each = [marks.of(coder) for coder in range(marks.n_coders)]
    found = sum(_difference(*one, *other) for one, other in permutations(each, 2))
    return float(found) / (marks.n_coders - 1)


def _difference(
    start: IntArray, end: IntArray, other_start: IntArray, other_end: IntArray
) -> float:
    """Compare one coder's marks with another's marks, and twice with the gaps."""
    first = np.searchsorted(other_end, start, side="right")
    last = np.searchsorted(other_start, end, side="left")
    n = last - first
    overlapping = sum(
        (
            n * own.astype(float) ** 2
            - 2.0 * own * _between(there.astype(float), first, last)
            + _between(there.astype(float) ** 2, first, last)
        ).sum()
        for own, there in ((start, other_start), (end, other_end))
    )
    inside = ((end - start)[n == 0].astype(float) ** 2).sum()
    return float(overlapping + 2 * inside)


def _between(values: FloatArray, first: IntArray, last: IntArray) -> FloatArray:
    """Add values up from first to last, for each pair of bounds."""
    summed = np.concatenate([[0.0], np.cumsum(values)])
    between: FloatArray = summed[last] - summed[first]
    return between


def _squares_by_length(lengths: IntArray, each: IntArray) -> FloatArray:
    """Add up the squared lengths of marks, by length; shape (n_different_lengths,)."""
    places = np.searchsorted(each, lengths)
    squares = np.bincount(places, lengths.astype(float) ** 2, minlength=len(each))
    return squares.astype(float)


def _room(marks: _Marks, each: IntArray) -> FloatArray:
    """Count the places in the gaps where a mark of each length fits."""
    gaps = np.sort(
        np.concatenate(
            [_gaps(*marks.of(one), marks.length) for one in range(marks.n_coders)]
        )
    )
    first = np.searchsorted(gaps, each)
    summed = np.concatenate([[0], np.cumsum(gaps)])
    n = len(gaps) - first
    room: IntArray = summed[-1] - summed[first] - n * (each - 1)
    return room.astype(float)


def _gaps(start: IntArray, end: IntArray, length: int) -> IntArray:
    """Measure what lies between a coder's marks."""
    begins = np.concatenate([[0], end])
    ends = np.concatenate([start, [length]])
    gaps: IntArray = (ends - begins)[ends > begins]
    return gaps
