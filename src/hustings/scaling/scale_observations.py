"""What the engine of uncertainty takes of counts and of tables of units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.estimates.observations import CountObservations
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.position_problems import no_position
from hustings.scaling.unit_tables import UnitTable

if TYPE_CHECKING:
    from hustings.estimates.observations import (
        BoolArray,
        IntArray,
        Observations,
        UnitObservations,
    )
    from hustings.estimates.statistics import Statistic
    from hustings.model.document import Problem
    from hustings.scaling.recipes import Recipe

Coded: TypeAlias = Counts | BlockCounts | UnitTable
"""Counts by case, counts by block, or units one by one: more of them show more."""


def observe(coded: Coded, recipe: Recipe) -> tuple[Observations, tuple[Problem, ...]]:
    """Give the engine what it takes, and name the cases without a coded unit."""
    if isinstance(coded, UnitTable):
        return _observe_units(coded, recipe)
    is_by_block = isinstance(coded, BlockCounts)
    totals = coded.to_counts() if isinstance(coded, BlockCounts) else coded
    has_coded = totals.matrix[:, recipe.is_coded].any(axis=1) & (totals.n_units > 0)
    rows = _case_of_row(coded)
    kept = has_coded[rows]
    observations = CountObservations(
        cases=tuple(np.array(totals.cases, dtype=object)[has_coded]),
        counts=coded.matrix[kept],
        n_units=coded.n_units[kept],
        case_of_row=(np.cumsum(has_coded) - 1)[rows[kept]],
        is_by_block=is_by_block,
    )
    missing = _missing(totals.cases, totals.n_units.tolist(), has_coded, recipe)
    return observations, missing


def add_up(
    observations: Observations, statistic: Statistic
) -> tuple[Observations, Statistic]:
    """Add up codes before drawing, which is faster and the same."""
    groups = statistic.groups
    if groups is None:
        return observations, statistic
    if isinstance(observations, CountObservations):
        added: Observations = replace(observations, counts=observations.counts @ groups)
    else:
        added = observations.grouped(groups)
    return added, replace(statistic, groups=None)


def _observe_units(
    table: UnitTable, recipe: Recipe
) -> tuple[UnitObservations, tuple[Problem, ...]]:
    """Leave out the cases in which nobody gave a unit a code."""
    has_coded = table.has_coded(recipe.is_coded)
    n_units = np.bincount(table.case_of_unit, minlength=len(table.cases))
    missing = _missing(table.cases, n_units.tolist(), has_coded, recipe)
    return table.of_cases(has_coded).observations(), missing


def _missing(
    cases: tuple[str, ...], n_units: list[float], has_coded: BoolArray, recipe: Recipe
) -> tuple[Problem, ...]:
    """Say of the cases without a coded unit that they have no position."""
    return tuple(
        no_position(cases[i], recipe.scale, float(n_units[i]))
        for i in np.flatnonzero(~has_coded)
    )


def _case_of_row(counts: Counts | BlockCounts) -> IntArray:
    """Say which case each row of counts belongs to."""
    if isinstance(counts, BlockCounts):
        return counts.case_of_block
    return np.arange(len(counts.cases))
