"""Positions among rivals with every source of error: all cases are drawn together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.scaling.position_problems import undefined
from hustings.scaling.recipes import Recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.estimates.outcome_rows import OutcomeRow
    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.model.document import Problem
    from hustings.scaling.joint_positions import JointFormula, JointRecipe
    from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult

WholeFormula: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"
"""Sums (d, n_cases, k) and units (d, n_cases) of all cases to outcomes (d, n_rows)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Together:
    """How all cases of a draw are placed at once.

    Attributes
    ----------
    formula : callable
        See `WholeFormula`; NaN where undefined.
    why : mapping of str to str
        Name of a row to why it has no position, if it has none.
    rows : tuple of OutcomeRow or None
        What outcomes are about, where that is not the cases.
    """

    formula: WholeFormula
    why: Mapping[str, str]
    rows: tuple[OutcomeRow, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contest:
    """The cases of one election.

    Attributes
    ----------
    places : sequence of int
        Among the cases with a coded unit.
    formula, weights :
        As `JointFormula` takes them; None where the election has no positions.
    why : str
        What to say of a case without a position.
    """

    places: Sequence[int]
    formula: JointFormula | None
    weights: FloatArray | None
    why: str


def within_contests(cases: Sequence[str], contests: Sequence[Contest]) -> Together:
    """Place every case among the rivals of its own election."""
    why = dict.fromkeys(cases, "its election is not known")
    why |= {cases[i]: one.why for one in contests for i in one.places}

    def formula(sums: FloatArray, n_units: FloatArray) -> FloatArray:
        found = np.full(sums.shape[:-1], np.nan)
        for one in contests:
            if one.formula is not None and one.weights is not None:
                found[:, one.places] = one.formula(
                    sums[:, one.places], n_units[:, one.places], one.weights
                )
        return found

    return Together(formula=formula, why=why)


def scale_together(
    counts: SourcedCounts,
    recipe: JointRecipe,
    together: Together,
    resampling: Resampling,
) -> SourcedResult:
    """Place all cases at once, with all sources in the intervals."""

    def formula(sums: FloatArray, n_units: FloatArray) -> FloatArray:
        units = np.broadcast_to(n_units, sums.shape[:-1])
        return together.formula(sums, units)[..., None]

    result = counts.scaled(
        Recipe(
            scale=recipe.scale,
            groups=recipe.groups,
            formula=formula,
            is_coded=recipe.is_coded,
            span=recipe.span,
            rows=together.rows,
            is_biased=True,
            parameters=recipe.parameters,
        ),
        resampling,
    )
    return replace(result, problems=_explained(result, recipe.scale, together.why))


def _explained(
    result: SourcedResult, scale: str, why: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Say why rows that might have a position have none."""
    placed = {one.case for one in result.positions}
    without = [name for name in why if name not in placed]
    kept = [
        problem
        for problem in result.problems
        if problem.kind != "no position"
        or not any(repr(name) in problem.message for name in without)
    ]
    return (*kept, *(undefined(name, scale, why[name]) for name in without))
