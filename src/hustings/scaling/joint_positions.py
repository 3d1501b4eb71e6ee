"""Positions that depend on other cases: all are drawn anew together.

A case's nicheness changes when its rivals write other texts. So a draw is one text
anew for every case of an election, and the scale is computed on all of them at once.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from math import inf
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.estimates.biased_intervals import biased_interval
from hustings.scaling.joint_uncertainty import (
    Contest,
    Together,
    scale_together,
    within_contests,
)
from hustings.scaling.position_problems import (
    few_defined,
    no_interval,
    no_position,
    undefined,
)
from hustings.scaling.replicates import plan_replicates, totals_of
from hustings.scaling.results import Position, ScaleResult
from hustings.scaling.rivals import LEAST_VOTES, weigh_rivals
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.model.document import Problem
    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.rivals import Rivals, Weighting

JointFormula: TypeAlias = "Callable[[FloatArray, FloatArray, FloatArray], FloatArray]"
"""Sums (d, n_cases, k), units (d, n_cases), weights (n_cases,) to (d, n_cases).

From all cases of one election to their positions; NaN where undefined.
"""

ALONE = "nobody else stood in its election"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JointRecipe:
    """What a scale among rivals needs of the counts, and what it does with it.

    Attributes
    ----------
    groups : array of shape (n_codes, k)
        1 where the code's units belong to the group.
    is_coded : array of bool, shape (n_codes,)
        Which columns hold units that received a code.
    formula_of : callable
        From the name of an election to its formula, or why it has none.
    weighting : {"votes", "size", "equal"}
        What the formula's weights are.
    least_sum : float
        Votes of an election in per cent below which sizes are not defined.
    least_cases : int
        Cases of an election below which they have no positions.
    span : tuple of float
        Lowest and highest position possible.
    why_undefined : str
        What to say of a case with coded units and no position all the same.
    """

    scale: str
    groups: FloatArray
    is_coded: NDArray[np.bool_]
    formula_of: Callable[[str], JointFormula | str]
    weighting: Weighting = "equal"
    least_sum: float = LEAST_VOTES
    least_cases: int = 2
    span: tuple[float, float] = (-inf, inf)
    why_undefined: str = "none of its units bears on the scale"
    parameters: Mapping[str, object] = field(default_factory=dict)


def in_every_election(
    formula: JointFormula,
) -> Callable[[str], JointFormula | str]:
    """Use one formula for all elections."""
    return lambda _election: formula


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcomes:
    """What was computed for each case, and in each draw.

    Attributes
    ----------
    cases : tuple of str
    n_units : array of shape (n_cases,)
    values : array of shape (1 + n_draws, n_cases)
        First from the counts, then from the draws; NaN where undefined.
    why : mapping of str to str
        Case to the reason why it has no position.
    """

    cases: tuple[str, ...]
    n_units: FloatArray
    values: FloatArray
    why: Mapping[str, str]


def scale_rivals(
    counts: AnyCounts,
    recipe: JointRecipe,
    rivals: Rivals,
    resampling: Resampling,
    *,
    beside: tuple[Problem, ...] = (),
) -> ScaleResult:
    """Place every case among the rivals of its election.

    Parameters
    ----------
    beside : tuple of Problem
        What else there is to say of the counts.
    """
    if isinstance(counts, SourcedCounts):
        together = among_rivals(counts.coded_cases(recipe.is_coded), recipe, rivals)
        found = scale_together(counts, recipe, together, resampling)
        return replace(found, problems=(*beside, *found.problems))
    outcomes = outcomes_of(counts, recipe, rivals, resampling)
    return result_of(outcomes, counts, recipe, resampling, beside=beside)


def place_together(
    counts: AnyCounts,
    recipe: JointRecipe,
    together_of: Callable[[Sequence[str]], Together],
    resampling: Resampling,
    *,
    beside: tuple[Problem, ...] = (),
) -> ScaleResult:
    """Place all cases by a formula that looks at all of them.

    Parameters
    ----------
    together_of : callable
        From the names of the cases with a coded unit to how they are placed.
    beside : tuple of Problem
        What else there is to say of the counts.
    """
    if isinstance(counts, SourcedCounts):
        together = together_of(counts.coded_cases(recipe.is_coded))
        found = scale_together(counts, recipe, together, resampling)
        return replace(found, problems=(*beside, *found.problems))
    totals = totals_of(counts)
    chosen = coded_cases(counts, recipe.is_coded)
    cases = tuple(totals.cases[i] for i in chosen)
    together = together_of(cases)
    drawn = plan_replicates(counts, recipe.groups, resampling)(chosen)
    outcomes = Outcomes(
        cases=cases,
        n_units=totals.n_units[chosen],
        values=together.formula(drawn[..., :-1], drawn[..., -1]),
        why=together.why,
    )
    return result_of(outcomes, counts, recipe, resampling, beside=beside)


def among_rivals(cases: Sequence[str], recipe: JointRecipe, rivals: Rivals) -> Together:
    """Prepare to place cases among the rivals of their elections."""
    return within_contests(cases, _contests(cases, recipe, rivals))


def _contests(
    cases: Sequence[str], recipe: JointRecipe, rivals: Rivals
) -> tuple[Contest, ...]:
    """Prepare every election's formula and weights."""
    found = []
    for election, places in rivals.contests(cases).items():
        among = [cases[place] for place in places]
        prepared = _prepare(election, among, recipe, rivals)
        if isinstance(prepared, str):
            one = Contest(places=places, formula=None, weights=None, why=prepared)
        else:
            formula, weights = prepared
            why = recipe.why_undefined
            one = Contest(places=places, formula=formula, weights=weights, why=why)
        found.append(one)
    return tuple(found)


def result_of(
    outcomes: Outcomes,
    counts: AnyCounts,
    recipe: JointRecipe,
    resampling: Resampling,
    *,
    beside: tuple[Problem, ...] = (),
) -> ScaleResult:
    """Make a result of outcomes; cases without a coded unit are problems."""
    positions, problems = positions_of(
        outcomes, scale=recipe.scale, span=recipe.span, resampling=resampling
    )
    without = uncoded(counts, recipe.is_coded, recipe.scale)
    return ScaleResult(
        scale=recipe.scale,
        positions=positions,
        method=resampling.interval,
        parameters={**recipe.parameters, **asdict(resampling)},
        problems=(*beside, *without, *problems),
    )


def outcomes_of(
    counts: AnyCounts, recipe: JointRecipe, rivals: Rivals, resampling: Resampling
) -> Outcomes:
    """Compute the scale on what was counted and on every draw."""
    totals = totals_of(counts)
    replicate = plan_replicates(counts, recipe.groups, resampling)
    chosen = coded_cases(counts, recipe.is_coded)
    cases = tuple(totals.cases[i] for i in chosen)
    n_draws = 0 if resampling.interval == "none" else resampling.n_draws
    values = np.full((1 + n_draws, len(cases)), np.nan)
    why = dict.fromkeys(cases, "its election is not known")
    for election, places in rivals.contests(cases).items():
        among = [cases[place] for place in places]
        reason = recipe.why_undefined
        prepared = _prepare(election, among, recipe, rivals)
        if isinstance(prepared, str):
            reason = prepared
        else:
            indices = [chosen[place] for place in places]
            drawn = replicate(indices)
            formula, weights = prepared
            values[:, places] = formula(drawn[..., :-1], drawn[..., -1], weights)
        why.update(dict.fromkeys(among, reason))
    return Outcomes(cases=cases, n_units=totals.n_units[chosen], values=values, why=why)


def _prepare(
    election: str, among: Sequence[str], recipe: JointRecipe, rivals: Rivals
) -> tuple[JointFormula, FloatArray] | str:
    """Find an election's formula and weights, or say why there are none."""
    formula = recipe.formula_of(election)
    if isinstance(formula, str):
        return formula
    if len(among) < recipe.least_cases:
        n_needed = recipe.least_cases - 1
        few = f"fewer than {n_needed} others stood in its election"
        return ALONE if n_needed == 1 else few
    weights = weigh_rivals(among, rivals, recipe.weighting, least_sum=recipe.least_sum)
    return weights if isinstance(weights, str) else (formula, weights)


def positions_of(
    outcomes: Outcomes,
    *,
    scale: str,
    span: tuple[float, float],
    resampling: Resampling,
) -> tuple[tuple[Position, ...], tuple[Problem, ...]]:
    """Make positions of outcomes, and say what is wrong with them."""
    positions: list[Position] = []
    problems: list[Problem] = []
    for i, case in enumerate(outcomes.cases):
        values = outcomes.values[:, i]
        if np.isnan(values[0]):
            problems.append(undefined(case, scale, outcomes.why[case]))
            continue
        draws = values[1:][np.isfinite(values[1:])]
        varies = len(draws) > 1 and bool(np.ptp(draws) > 1e-12)
        if len(values) > 1:
            problems.extend(few_defined(case, scale, len(draws), len(values) - 1))
        if len(values) > 1 and not varies:
            problems.append(no_interval(case, scale, resampling.interval))
        bare = _bare_position(case, scale, values[0], outcomes.n_units[i])
        positions.append(_spanned(bare, draws, span, resampling) if varies else bare)
    return tuple(positions), tuple(problems)


def _bare_position(case: str, scale: str, value: float, n_units: float) -> Position:
    """Make a position without an interval."""
    return Position(
        case=case,
        scale=scale,
        position=float(value) + 0.0,
        low=None,
        high=None,
        confidence=None,
        n_units=round(n_units),
    )


def _spanned(
    bare: Position, draws: FloatArray, span: tuple[float, float], resampling: Resampling
) -> Position:
    """Give a position the interval of its draws."""
    ends = biased_interval(
        draws[:, None],
        np.array([bare.position]),
        confidence=resampling.confidence,
        span=span,
    )
    return replace(
        bare,
        low=float(ends[0, 0]) + 0.0,
        high=float(ends[1, 0]) + 0.0,
        confidence=resampling.confidence,
        standard_error=float(draws.std(ddof=1)),
    )


def coded_cases(counts: AnyCounts, is_coded: NDArray[np.bool_]) -> list[int]:
    """List the indices of the cases with a coded unit."""
    totals = totals_of(counts)
    coded = totals.matrix[:, is_coded].any(axis=1) & (totals.n_units > 0)
    return [int(i) for i in np.flatnonzero(coded)]


def uncoded(
    counts: AnyCounts, is_coded: NDArray[np.bool_], scale: str
) -> tuple[Problem, ...]:
    """Say of every case without a coded unit that it has no position."""
    totals = totals_of(counts)
    coded = set(coded_cases(counts, is_coded))
    return tuple(
        no_position(case, scale, float(totals.n_units[i]))
        for i, case in enumerate(totals.cases)
        if i not in coded
    )
