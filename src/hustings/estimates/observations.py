"""What an estimate rests on: units, the codings they received, and how they came in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.errors import InvalidObservationsError

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sparse_observations import SparseObservations

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountObservations:
    """Units already counted: by case, or by block of a case.

    Attributes
    ----------
    cases : tuple of str
        Names, each once.
    counts : array of shape (n_rows, n_columns)
        What each row adds to each column.
    n_units : array of shape (n_rows,)
        All units of the row.
    case_of_row : array of int, shape (n_rows,)
        Index into `cases`.
    is_by_block : bool
        Whether rows are blocks, which can be drawn anew as a whole. Otherwise there is
        one row a case, and a unit counts in one column at most.

    Raises
    ------
    InvalidObservationsError
        If shapes do not match, or numbers are negative or not finite.
    """

    cases: tuple[str, ...]
    counts: FloatArray
    n_units: FloatArray
    case_of_row: IntArray
    is_by_block: bool = False

    def __post_init__(self) -> None:
        n_rows = len(self.case_of_row)
        _require_shape("counts", self.counts, (n_rows, self.counts.shape[-1]))
        _require_shape("n_units", self.n_units, (n_rows,))
        _require_indices("case_of_row", self.case_of_row, len(self.cases))
        _require_finite("counts", self.counts)
        _require_finite("n_units", self.n_units)
        if (self.counts < 0).any() or (self.n_units < 0).any():
            raise InvalidObservationsError(
                reason="A count is negative.", advice="Counts are 0 or more."
            )

    @property
    def n_columns(self) -> int:
        """Columns of `counts`."""
        return int(self.counts.shape[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitObservations:
    """Units one by one, with what each coding of a unit adds to the sums.

    Attributes
    ----------
    cases : tuple of str
        Names, each once.
    case_of_unit : array of int, shape (n_units,)
        Index into `cases`.
    unit_of_coding : array of int, shape (n_codings,)
        Index of the unit that each coding by hand is about. A unit may have none, one
        or several; each then counts for its part.
    amounts : array of shape (n_codings, n_columns)
        What the coding adds to each column: 1 for its code, or a value. A row of zeros
        is a coding, too: the unit was judged, and adds to no column.
    machine : array of shape (n_units, n_columns) or None
        What the machine says each unit adds: 0 and 1, or probabilities.
    probability : array of shape (n_units,) or None
        Inclusion probability of every unit in the random sample, in (0, 1]; NaN for
        units that are not in it. None: there is no sample; every unit with a coding
        counts, and units without any are left out.
    block_of_unit : array of int, shape (n_units,) or None
        Blocks have different numbers in different cases.
    stratum_of_unit, cluster_of_unit : array of int, shape (n_units,) or None
        The sampling design: what was drawn from, and what was drawn as a whole. Where
        no stratum is given, units of equal probability are taken as one.
    unitising_of_unit : array of int, shape (n_units,) or None
        Which of several unitisings of the same text the unit belongs to.
    boundary : array of shape (n_units,) or None
        Probability that the cut before the unit is one, in [0, 1]; 1 at the start of a
        block. Units of a case and unitising stand in reading order.
    inner_cuts : array of shape (n_units,) or None
        How many more cuts the unit is expected to hold, 0 or more.

    Raises
    ------
    InvalidObservationsError
        If shapes do not match, an index or probability is outside its range, or a
        number is not finite.
    """

    cases: tuple[str, ...]
    case_of_unit: IntArray
    unit_of_coding: IntArray
    amounts: FloatArray
    machine: FloatArray | None = None
    probability: FloatArray | None = None
    block_of_unit: IntArray | None = None
    stratum_of_unit: IntArray | None = None
    cluster_of_unit: IntArray | None = None
    unitising_of_unit: IntArray | None = None
    boundary: FloatArray | None = None
    inner_cuts: FloatArray | None = None

    def __post_init__(self) -> None:
        n_units = len(self.case_of_unit)
        _require_indices("case_of_unit", self.case_of_unit, len(self.cases))
        _require_indices("unit_of_coding", self.unit_of_coding, n_units)
        n_columns = self.amounts.shape[-1]
        _require_shape("amounts", self.amounts, (len(self.unit_of_coding), n_columns))
        _require_finite("amounts", self.amounts)
        for name in _OF_UNITS:
            array = getattr(self, name)
            if array is not None:
                _require_shape(name, array, (n_units,))
        if self.machine is not None:
            _require_shape("machine", self.machine, (n_units, n_columns))
            _require_finite("machine", self.machine)
        self._require_probabilities()

    def _require_probabilities(self) -> None:
        """Raise unless probabilities are such."""
        if self.probability is not None:
            known = self.probability[~np.isnan(self.probability)]
            _require_all(
                bool(((known > 0) & (known <= 1)).all()),
                "An inclusion probability is not above 0 and at most 1.",
                "Give the probability of the design, and none for units outside "
                "of the sample.",
            )
        if self.boundary is not None:
            _require_all(
                bool(((self.boundary >= 0) & (self.boundary <= 1)).all()),
                "A boundary's probability lies outside of [0, 1].",
                "Give 1 where a cut is certain.",
            )
        if self.inner_cuts is not None:
            _require_all(
                bool((self.inner_cuts >= 0).all()),
                "A number of inner cuts is negative.",
                "Give 0 where there is none.",
            )

    @property
    def n_columns(self) -> int:
        """Columns of `amounts`."""
        return int(self.amounts.shape[1])

    def pooled(self, name: str = "all") -> UnitObservations:
        """Take all units as those of one case.

        A sample across all cases then speaks for all of them together.
        """
        return replace(
            self, cases=(name,), case_of_unit=np.zeros_like(self.case_of_unit)
        )

    def grouped(self, groups: FloatArray) -> UnitObservations:
        """Add up columns: `groups` has the shape (n_columns, k)."""
        machine = None if self.machine is None else self.machine @ groups
        return replace(self, amounts=self.amounts @ groups, machine=machine)


Observations: TypeAlias = "CountObservations | UnitObservations | SparseObservations"

_OF_UNITS = (
    "probability",
    "block_of_unit",
    "stratum_of_unit",
    "cluster_of_unit",
    "unitising_of_unit",
    "boundary",
    "inner_cuts",
)


def _require_all(holds: bool, reason: str, advice: str) -> None:  # noqa: FBT001 -- a check reads best with its condition first
    if not holds:
        raise InvalidObservationsError(reason=reason, advice=advice)


def _require_shape(name: str, array: NDArray[np.generic], shape: object) -> None:
    """Raise unless the array has this shape."""
    _require_all(
        array.shape == shape,
        f"{name} has the shape {array.shape} where {shape} is needed.",
        "Give one entry for each unit, coding or row.",
    )


def _require_indices(name: str, array: IntArray, n: int) -> None:
    """Raise unless all entries are indices below n."""
    _require_all(
        bool(((array >= 0) & (array < n)).all()),
        f"{name} points outside of the {n} there are.",
        "Count from 0.",
    )


def _require_finite(name: str, array: FloatArray) -> None:
    """Raise if a number is not finite."""
    _require_all(
        bool(np.isfinite(array).all()),
        f"{name} holds a number that is not finite.",
        "Leave out what is missing.",
    )
