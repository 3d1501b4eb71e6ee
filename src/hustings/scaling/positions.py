"""The way every scale goes: counts to sums, sums to a position, draws to an interval.

A scale says which codes it adds up and what it does with the sums (a `Recipe`); all
else, the intervals and the cases without a position, is the same for all scales.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.intervals import (
    binomial_ends,
    percentile_interval,
    share_interval,
)
from hustings.estimates.resampling import FloatArray, Resampling, random_stream
from hustings.model.document import Problem
from hustings.scaling.position_problems import (
    few_defined,
    no_interval,
    no_position,
    one_sided,
    undefined,
)
from hustings.scaling.replicates import plan_draws, totals_of
from hustings.scaling.results import Position, ScaleResult
from hustings.scaling.sourced_counts import SourcedCounts

if TYPE_CHECKING:
    from hustings.scaling.counts import AnyCounts, Counts
    from hustings.scaling.recipes import IntervalAtZero, Recipe
    from hustings.scaling.replicates import Draw


_AT_ONCE = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spread:
    """Ends and standard errors of the m outcomes of a case; NaN where undefined."""

    low: FloatArray
    high: FloatArray
    standard_error: FloatArray
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Estimated:
    """The k sums and m outcomes of a case, and the units they rest on."""

    case: str
    n_units: float
    sums: FloatArray
    outcomes: FloatArray


def scale_cases(
    counts: AnyCounts, recipe: Recipe, resampling: Resampling
) -> ScaleResult:
    """Give every case its position and interval, or a problem that says why not."""
    if isinstance(counts, SourcedCounts):
        return counts.scaled(recipe, resampling)
    totals = totals_of(counts)
    draw = plan_draws(counts, recipe.groups, resampling)
    # Drawing leaves the interpreter free, so that two cases are drawn at a time; each
    # has a stream of its own, so that the order does not matter.
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        scaled = list(
            pool.map(
                lambda i: _scale_case(i, totals, recipe, resampling, draw),
                range(len(totals.cases)),
            )
        )
    return ScaleResult(
        scale=recipe.scale,
        positions=tuple(position for positions, _ in scaled for position in positions),
        method=resampling.interval,
        parameters={**recipe.parameters, **asdict(resampling)},
        problems=tuple(problem for _, problems in scaled for problem in problems),
    )


def _scale_case(
    i: int, totals: Counts, recipe: Recipe, resampling: Resampling, draw: Draw | None
) -> tuple[list[Position], list[Problem]]:
    """Scale one case: its positions, and what is wrong with them."""
    found = _estimate(i, totals, recipe)
    if isinstance(found, Problem):
        return [], [found]
    if draw is None:
        return _positions(found, recipe, _unknown(recipe)), []
    if recipe.interval_at_zero is not None and not found.sums.all():
        spread = _at_zero(recipe.interval_at_zero, found, resampling.confidence)
        return _positions(found, recipe, spread), [one_sided(found.case, recipe.scale)]
    if recipe.is_share and resampling.interval == "multinomial":
        return _positions(found, recipe, _of_shares(found, resampling)), []
    drawn = draw(i, random_stream(seed=resampling.seed, name=found.case))
    outcomes = recipe.formula(drawn[:, :-1], drawn[:, -1])
    spread, problems = _from_draws(outcomes, found, recipe, resampling)
    return _positions(found, recipe, spread), problems


def _estimate(i: int, totals: Counts, recipe: Recipe) -> _Estimated | Problem:
    """Compute the outcomes of a case, or say why it has none."""
    case, row, n_units = totals.cases[i], totals.matrix[i], float(totals.n_units[i])
    if n_units <= 0 or not row[recipe.is_coded].any():
        return no_position(case, recipe.scale, n_units)
    sums = row @ recipe.groups
    outcomes = recipe.formula(sums, totals.n_units[i])
    if np.isnan(outcomes).any():
        return undefined(case, recipe.scale, recipe.undefined)
    if recipe.rests_on_values:
        n_units = float(sums.sum())
    return _Estimated(case=case, n_units=n_units, sums=sums, outcomes=outcomes)


def _from_draws(
    outcomes: FloatArray, found: _Estimated, recipe: Recipe, resampling: Resampling
) -> tuple[_Spread, list[Problem]]:
    """Make intervals of the draws, and say what is wrong with them."""
    defined = outcomes[np.isfinite(outcomes).all(axis=-1)]
    spread = _spread(defined, recipe, resampling.confidence)
    if recipe.is_share:
        spread = _with_edges(spread, found.outcomes, found.n_units)
    problems = [*few_defined(found.case, recipe.scale, len(defined), len(outcomes))]
    if np.isnan(spread.low).any():
        problems.append(no_interval(found.case, recipe.scale, resampling.interval))
    return spread, problems


def _at_zero(interval: IntervalAtZero, found: _Estimated, confidence: float) -> _Spread:
    """Give the interval by formula of a case with an empty side."""
    ends = interval(found.sums, float(found.outcomes[0]), confidence)
    low, high, error = (np.array([end]) for end in ends)
    return _Spread(low=low, high=high, standard_error=error, confidence=confidence)


def _unknown(recipe: Recipe, confidence: float = np.nan) -> _Spread:
    """Say nothing about the spread of each outcome."""
    nothing = np.full(len(recipe.codes), np.nan)
    return _Spread(
        low=nothing, high=nothing, standard_error=nothing, confidence=confidence
    )


def _spread(outcomes: FloatArray, recipe: Recipe, confidence: float) -> _Spread:
    """Describe the resampled outcomes that are defined: shape (some draws, m)."""
    if len(outcomes) < 2:
        return _unknown(recipe, confidence)
    low, high = percentile_interval(outcomes, confidence=confidence)
    # Draws that are all alike show no spread, which is not the same as certainty.
    varies = np.ptp(outcomes, axis=0) > 1e-12
    return _Spread(
        low=np.where(varies, low, np.nan),
        high=np.where(varies, high, np.nan),
        standard_error=np.where(varies, outcomes.std(axis=0, ddof=1), np.nan),
        confidence=confidence,
    )


def _of_shares(found: _Estimated, resampling: Resampling) -> _Spread:
    """Give shares the intervals that endlessly many draws of units would."""
    shares, confidence = found.outcomes, resampling.confidence
    low, high = binomial_ends(shares, found.n_units, confidence=confidence)
    inside = (shares > 0) & (shares < 1)
    error = np.sqrt(np.clip(shares * (1 - shares), 0, None) / found.n_units)
    spread = _Spread(
        low=low,
        high=high,
        standard_error=np.where(inside, error, np.nan),
        confidence=confidence,
    )
    return _with_edges(spread, shares, found.n_units)


def _with_edges(spread: _Spread, shares: FloatArray, n_units: float) -> _Spread:
    """Give shares of 0 and 1 Wilson's interval, where resampling can give none."""
    low, high = spread.low.copy(), spread.high.copy()
    for share in (0.0, 1.0):
        interval = share_interval(
            share * n_units, n_units, confidence=spread.confidence
        )
        low[shares == share], high[shares == share] = interval.low, interval.high
    return replace(spread, low=low, high=high)


def _positions(found: _Estimated, recipe: Recipe, spread: _Spread) -> list[Position]:
    """Make a position for each outcome of a case."""
    return [
        Position(
            case=found.case,
            scale=recipe.scale,
            code=code,
            position=_plain(found.outcomes[j]),
            low=_value(spread.low[j]),
            high=_value(spread.high[j]),
            confidence=None if np.isnan(spread.low[j]) else spread.confidence,
            standard_error=_value(spread.standard_error[j]),
            n_units=round(found.n_units),
        )
        for j, code in enumerate(recipe.codes)
    ]


def _value(number: float) -> float | None:
    """Turn NaN, which stands for undefined inside arrays, into None."""
    return None if np.isnan(number) else _plain(number)


def _plain(number: float) -> float:
    """Give a number as Python's own, and zero without a sign."""
    return float(number) + 0.0
