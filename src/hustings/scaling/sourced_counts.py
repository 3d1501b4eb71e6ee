"""Counts that know their units: any scale that adds up codes takes every error in.

A scale asks counts for their codes and folds them, and has them scaled by a recipe.
These counts answer as all others do, but scale their units by the engine of
`hustings.estimates`, with the sources of error that they were given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling.counts import Counts
from hustings.scaling.marpor import main_code
from hustings.scaling.recipes import divide
from hustings.scaling.results import ScaleResult
from hustings.scaling.uncertainty import scale_with_uncertainty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hustings.estimates.observations import BoolArray
    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.estimates.results import Estimates
    from hustings.estimates.sources import Sources
    from hustings.scaling.recipes import Recipe
    from hustings.scaling.results import Position
    from hustings.scaling.unit_tables import UnitTable


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcedResult(ScaleResult):
    """A scale's result with what the engine found.

    Attributes
    ----------
    estimates : Estimates
        The same positions in the same order, with draws, methods and alternatives.
    """

    estimates: Estimates


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SourcedCounts(Counts):
    """Counts of units one by one, and which errors are to reach the interval.

    Attributes
    ----------
    units : UnitTable
        What is counted. `matrix` holds the machine's codings where there is a machine,
        otherwise those by hand, a unit with several codings in parts.
    sources : Sources
    """

    units: UnitTable
    sources: Sources

    @classmethod
    def of_units(cls, units: UnitTable, sources: Sources) -> SourcedCounts:
        """Count units; those coded as headings are left out.

        Examples
        --------
        >>> from hustings.estimates.sources import Sources
        >>> from hustings.scaling.unit_tables import UnitTable
        >>> about = {"document": "Harbour", "unit": "1"}
        >>> units = UnitTable.from_rows(
        ...     [
        ...         {**about, "coder": "ana", "value": "trams"},
        ...         {**about, "coder": "bo", "value": "cars"},
        ...     ]
        ... )
        >>> SourcedCounts.of_units(units, Sources()).matrix.tolist()
        [[0.5, 0.5]]
        """
        units = units.without_headings()
        return cls(
            cases=units.cases,
            codes=units.codes,
            matrix=_sums(units),
            n_units=np.bincount(units.case_of_unit, minlength=len(units.cases)).astype(
                np.float64
            ),
            units=units,
            sources=sources,
        )

    def in_main_codes(self) -> SourcedCounts:
        """Fold sub-codes into their main codes, as `main_code` says."""
        return self.renamed({code: main_code(code) for code in self.codes})

    def renamed(self, names: Mapping[str, str]) -> SourcedCounts:
        """Give codes other names; those that get the same one become one."""
        coders = self.sources.coders
        sources = self.sources
        if coders is not None and coders.confusion is not None:
            matrix = coders.confusion.renamed(names)
            sources = replace(sources, coders=replace(coders, confusion=matrix))
        return self.of_units(self.units.renamed(names), sources)

    def coded_cases(self, is_coded: BoolArray) -> tuple[str, ...]:
        """Name the cases with a unit that has one of some codes."""
        found = self.units.has_coded(is_coded)
        return tuple(np.array(self.cases, dtype=object)[found])

    def shares(self) -> FloatArray:
        """Estimate the shares of codes, shape (n_cases, n_codes); NaN without units.

        By the machine in all units where there is one; otherwise by hand, units of a
        random sample weighed by what they stand for.
        """
        units = self.units
        if units.machine is not None:
            return divide(self.matrix, self.n_units[:, None])
        weights = np.ones(len(units.case_of_unit))
        if units.probability is not None:
            weights = np.nan_to_num(1 / units.probability)
        totals = np.zeros(len(self.cases))
        coded = np.unique(units.unit_of_coding)
        np.add.at(totals, units.case_of_unit[coded], weights[coded])
        return divide(_sums(units, weights), totals[:, None])

    def scaled(self, recipe: Recipe, resampling: Resampling) -> SourcedResult:
        """Scale the units, with all sources in the interval."""
        found = scale_with_uncertainty(
            self.units, recipe, sources=self.sources, resampling=resampling
        )
        result = found.result
        positions = result.positions
        if recipe.rests_on_values:
            positions = self._of_values(positions, recipe)
        return SourcedResult(
            scale=result.scale,
            positions=positions,
            method=result.method,
            parameters=result.parameters,
            problems=result.problems,
            estimates=found.estimates,
        )

    def _of_values(
        self, positions: tuple[Position, ...], recipe: Recipe
    ) -> tuple[Position, ...]:
        """Say how many units with a value positions rest on."""
        valued = (self.matrix @ recipe.groups).sum(axis=1)
        n = {case: round(valued[i]) for i, case in enumerate(self.cases)}
        return tuple(replace(one, n_units=n[one.case]) for one in positions)


def _sums(units: UnitTable, weights: FloatArray | None = None) -> FloatArray:
    """Count the codes of each case, units weighed: shape (n_cases, n_codes)."""
    sums = np.zeros((len(units.cases), len(units.codes)))
    if units.machine is not None:
        np.add.at(sums, units.case_of_unit, units.machine)
        return sums
    times = np.bincount(units.unit_of_coding, minlength=len(units.case_of_unit))
    unit, code = (
        one[units.is_asked] for one in (units.unit_of_coding, units.code_of_coding)
    )
    of_unit = np.ones(len(times)) if weights is None else weights
    cells = (units.case_of_unit[unit], code)
    np.add.at(sums, cells, (of_unit / np.maximum(times, 1))[unit])
    return sums
