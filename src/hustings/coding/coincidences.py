"""How often values meet within units: codings counted, like units counted once.

A statistic of agreement is made of sums over units, and units with the same values add
the same to every sum. So units are counted by *pattern*: ten thousand units with three
values and few coders have some dozens of patterns, and resampling units is drawing
numbers of patterns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from hustings.coding.coded_units import Groups
from hustings.errors import MissingGroupsError, TooManyValuesError

if TYPE_CHECKING:
    from hustings.coding.coded_units import CodedUnits, IntArray
    from hustings.estimates.resampling import FloatArray

Resampled: TypeAlias = Groups | str
_Keys: TypeAlias = NDArray[np.uint64]

_MOST_CELLS = 60_000_000
"""Patterns by values: half a gigabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patterns:
    """Units counted by the values they have.

    Attributes
    ----------
    counts : array of shape (n_patterns, n_sides, n_different_values)
        How often each value was given in a unit of the pattern. One side is all
        coders together; two sides are two coders, each with their own values.
    times : array of shape (n_patterns,)
        Units of the pattern.
    group : array of shape (n_patterns,) or None
        What is drawn together when whole documents or blocks are resampled.
    n_groups : int
        Things to be drawn: groups where there are some, otherwise units.
    n_units, n_values, n_coders : int
        Units with at least two values, the values on them, and who gave those.
    """

    counts: FloatArray
    times: FloatArray
    group: IntArray | None
    n_groups: int
    n_units: int
    n_values: int
    n_coders: int

    @property
    def all_counts(self) -> FloatArray:
        """Values of all coders together, shape (n_patterns, n_different_values)."""
        total: FloatArray = self.counts.sum(axis=1)
        return total


def count_patterns(
    coded: CodedUnits, *, pair: tuple[int, int] | None = None, together: str = "units"
) -> Patterns:
    """Count the codings of all coders, or of two in the units that both coded.

    Parameters
    ----------
    pair : tuple of int, optional
        Indices of two coders, who become the two sides. If there are just two coders,
        they are the two sides without being named, and single codings stay.
    together : {"units", "documents", "blocks"}
        What is to be drawn as a whole.

    Raises
    ------
    MissingGroupsError
        If the codings do not say in which document or block their units are.
    TooManyValuesError
        If there are more patterns and values than the memory holds.
    """
    group = _group_of_units(coded, together)
    chosen = _codings_of(coded, pair)
    sides = coded.coders[chosen] == pair[1] if pair else _two_sides(coded)[chosen]
    n_sides = 2 if pair or len(coded.coder_names) == 2 else 1
    units, values = coded.units[chosen], coded.values[chosen]
    of_unit, n_here = np.unique(units, return_inverse=True)
    cells = values + sides * len(coded.value_names)
    group_here = None if group is None else group[of_unit]
    first, times = _like_units(n_here, cells, len(of_unit), group_here)
    n_given = np.bincount(n_here, minlength=len(of_unit))
    is_pairable = n_given >= 2
    return Patterns(
        counts=_dense(coded, n_here, cells, first, n_sides),
        times=times,
        group=None if group_here is None else _renumber(group_here[first]),
        n_groups=len(of_unit) if group_here is None else len(np.unique(group_here)),
        n_units=int(is_pairable.sum()),
        n_values=int(n_given[is_pairable].sum()),
        n_coders=len(np.unique(coded.coders[chosen][is_pairable[n_here]])),
    )


def one_against_the_rest(patterns: Patterns, value: int) -> Patterns:
    """Make two values of all: the one, and any other."""
    ones = patterns.counts[:, :, [value]]
    rest = patterns.counts.sum(axis=2, keepdims=True) - ones
    counts = np.concatenate([ones, rest], axis=2)
    flat = counts.reshape(len(counts), -1)
    if patterns.group is not None:
        flat = np.column_stack([flat, patterns.group])
    _, first, index = np.unique(flat, axis=0, return_index=True, return_inverse=True)
    return Patterns(
        counts=counts[first],
        times=np.bincount(index.ravel(), patterns.times).astype(float),
        group=None if patterns.group is None else patterns.group[first],
        n_groups=patterns.n_groups,
        n_units=patterns.n_units,
        n_values=patterns.n_values,
        n_coders=patterns.n_coders,
    )


def _group_of_units(coded: CodedUnits, together: str) -> IntArray | None:
    """Give the group of each unit, None where units are drawn one by one."""
    if together == "units":
        return None
    found = {str(name): index for name, index in coded.groups.items()}
    if together not in found:
        raise MissingGroupsError(groups=together)
    return found[together]


def _codings_of(coded: CodedUnits, pair: tuple[int, int] | None) -> IntArray:
    """Choose all codings, or those of two coders in the units that both coded."""
    if pair is None:
        return np.arange(len(coded.units))
    first, second = (np.flatnonzero(coded.coders == coder) for coder in pair)
    both = np.intersect1d(coded.units[first], coded.units[second])
    chosen = np.concatenate([first, second])
    return chosen[np.isin(coded.units[chosen], both)]


def _two_sides(coded: CodedUnits) -> IntArray:
    """Give each of just two coders a side of their own; more share one."""
    two = len(coded.coder_names) == 2
    return coded.coders if two else np.zeros_like(coded.coders)


def _like_units(
    units: IntArray, cells: IntArray, n_units: int, group: IntArray | None
) -> tuple[IntArray, FloatArray]:
    """Find units with the same cells: the first of each kind, and how many.

    Each unit's key is the sum of its cells' random 64-bit numbers. The numbers are
    always the same, and two of a million units share one by accident in fewer than
    one of ten million tables.
    """
    generator = np.random.default_rng(20310907)
    top = np.iinfo(np.uint64).max
    n_cells = int(cells.max(initial=0)) + 1
    numbers = generator.integers(top, size=n_cells, dtype=np.uint64, endpoint=True)
    keys: _Keys = np.zeros(n_units, dtype=np.uint64)
    np.add.at(keys, units, numbers[cells])
    if group is not None:
        of_group = np.random.default_rng(31).integers(
            top, size=int(group.max(initial=0)) + 1, dtype=np.uint64, endpoint=True
        )
        keys += of_group[group]
    _, first, times = np.unique(keys, return_index=True, return_counts=True)
    return first, times.astype(float)


def _dense(
    coded: CodedUnits, units: IntArray, cells: IntArray, first: IntArray, n_sides: int
) -> FloatArray:
    """Count the cells of the first unit of each pattern."""
    n_values = max(len(coded.value_names), 1)
    width = n_values * n_sides
    if len(first) * width > _MOST_CELLS:
        raise TooManyValuesError(n_values=n_values)
    place = np.full(int(units.max(initial=-1)) + 1, -1, dtype=np.int64)
    place[first] = np.arange(len(first))
    wanted = place[units] >= 0
    flat = place[units[wanted]] * width + cells[wanted]
    counted = np.bincount(flat, minlength=len(first) * width)
    return counted.reshape(len(first), n_sides, n_values).astype(float)


def _renumber(group: IntArray) -> IntArray:
    """Renumber groups from 0 without gaps."""
    return np.unique(group, return_inverse=True)[1].astype(np.int64)
