"""Positions among rivals with every source of error: all cases are drawn together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.scaling.position_problems import undefined
from hustings.scaling.recipes import Recipe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.model.document import Problem
    from hustings.scaling.joint_positions import JointFormula, JointRecipe
    from hustings.scaling.sourced_counts import SourcedCounts, SourcedResult


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


def scale_jointly(
    counts: SourcedCounts,
    recipe: JointRecipe,
    contests: Sequence[Contest],
    resampling: Resampling,
) -> SourcedResult:
    """Place every case among its rivals, with all sources in the interval."""
    cases = counts.coded_cases(recipe.is_coded)
    result = counts.scaled(
        Recipe(
            scale=recipe.scale,
            groups=recipe.groups,
            formula=lambda sums, n_units: _outcomes(contests, sums, n_units),
            is_coded=recipe.is_coded,
            span=recipe.span,
            parameters=recipe.parameters,
        ),
        resampling,
    )
    return replace(
        result,
        problems=_explained(result, recipe.scale, cases, contests),
    )


def _outcomes(
    contests: Sequence[Contest], sums: FloatArray, n_units: FloatArray
) -> FloatArray:
    """Compute sums (d, n_cases, k) and units (d, n_cases) to (d, n_cases, 1)."""
    units = np.broadcast_to(n_units, sums.shape[:-1])
    found = np.full((*sums.shape[:-1], 1), np.nan)
    for one in contests:
        if one.formula is not None and one.weights is not None:
            of_these = one.formula(
                sums[:, one.places], units[:, one.places], one.weights
            )
            found[:, one.places, 0] = of_these
    return found


def _explained(
    result: SourcedResult,
    scale: str,
    cases: tuple[str, ...],
    contests: Sequence[Contest],
) -> tuple[Problem, ...]:
    """Say why cases with a coded unit have no position."""
    placed = {one.case for one in result.positions}
    why = {cases[i]: one.why for one in contests for i in one.places}
    without = [case for case in cases if case not in placed]
    kept = [
        problem
        for problem in result.problems
        if problem.kind != "no position"
        or not any(repr(case) in problem.message for case in without)
    ]
    unknown = "its election is not known"
    return (
        *kept,
        *(undefined(case, scale, why.get(case, unknown)) for case in without),
    )
