"""The way every scale goes: counts to sums, sums to a position, draws to an interval.

A scale says which codes it adds up and what it does with the sums (a `Recipe`); all
else, the intervals and the cases without a position, is the same for all scales.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.errors import MissingBlocksError
from hustings.estimates.intervals import (
    normal_quantile,
    percentile_interval,
    share_interval,
)
from hustings.estimates.resampling import (
    FloatArray,
    IntervalMethod,
    Resampling,
    block_draws,
    multinomial_draws,
    random_stream,
)
from hustings.model.document import Problem
from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.results import Position, ScaleResult

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hustings.scaling.counts import AnyCounts
    from hustings.scaling.recipes import Recipe


Draw: TypeAlias = "Callable[[int, np.random.Generator], FloatArray]"
"""Index of a case and its stream to sums and units, shape (n_draws, k + 1)."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Spread:
    """Ends and standard errors of the m outcomes of a case; NaN where undefined."""

    low: FloatArray
    high: FloatArray
    standard_error: FloatArray
    confidence: float


def scale_cases(
    counts: AnyCounts, recipe: Recipe, resampling: Resampling
) -> ScaleResult:
    """Give every case its position and interval, or a problem that says why not."""
    totals = counts.to_counts() if isinstance(counts, BlockCounts) else counts
    draw = _DRAWS[resampling.interval](counts, totals, recipe, resampling)
    scaled = [
        _scale_case(i, totals, recipe, resampling, draw)
        for i in range(len(totals.cases))
    ]
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
    case, row, n_units = totals.cases[i], totals.matrix[i], float(totals.n_units[i])
    if n_units <= 0 or not row[recipe.is_coded].any():
        return [], [_no_position(case, recipe.scale, n_units)]
    sums = row @ recipe.groups
    estimates = recipe.formula(sums, totals.n_units[i])
    if recipe.rests_on_values:
        n_units = float(sums.sum())
    if draw is None:
        return _positions(case, n_units, recipe, estimates, _unknown(recipe)), []
    if recipe.error_at_zero is not None and not sums.all():
        spread = _around(estimates, recipe.error_at_zero(sums), resampling.confidence)
        problem = _one_sided(case, recipe.scale)
        return _positions(case, n_units, recipe, estimates, spread), [problem]
    drawn = draw(i, random_stream(seed=resampling.seed, name=case))
    spread = _spread(drawn, recipe, resampling.confidence)
    if recipe.is_share:
        spread = _with_edges(spread, estimates, n_units)
    problems = (
        [_no_interval(case, recipe.scale, resampling.interval)]
        if np.isnan(spread.low).any()
        else []
    )
    return _positions(case, n_units, recipe, estimates, spread), problems


def _draw_units(
    _counts: AnyCounts, totals: Counts, recipe: Recipe, resampling: Resampling
) -> Draw:
    """Draw the units of a case anew, each with the case's shares."""
    sums = totals.matrix @ recipe.groups
    return lambda i, generator: multinomial_draws(
        sums[i], totals.n_units[i], n_draws=resampling.n_draws, generator=generator
    )


def _draw_blocks(
    counts: AnyCounts, totals: Counts, recipe: Recipe, resampling: Resampling
) -> Draw:
    """Draw the blocks of a case anew; their units, and so N, differ by draw."""
    if isinstance(counts, Counts):
        raise MissingBlocksError(n_cases=len(totals.cases))
    added = np.column_stack([counts.matrix @ recipe.groups, counts.n_units])
    order = np.argsort(counts.case_of_block, kind="stable")
    ends = np.cumsum(np.bincount(counts.case_of_block, minlength=len(counts.cases)))
    by_case = np.split(added[order], ends[:-1])
    return lambda i, generator: block_draws(
        by_case[i], n_draws=resampling.n_draws, generator=generator
    )


def _draw_nothing(
    _counts: AnyCounts, _totals: Counts, _recipe: Recipe, _resampling: Resampling
) -> None:
    """Make no interval."""


_DRAWS: Mapping[
    IntervalMethod, Callable[[AnyCounts, Counts, Recipe, Resampling], Draw | None]
] = {"multinomial": _draw_units, "block": _draw_blocks, "none": _draw_nothing}


def _unknown(recipe: Recipe, confidence: float = np.nan) -> _Spread:
    """Say nothing about the spread of each outcome."""
    nothing = np.full(len(recipe.codes), np.nan)
    return _Spread(
        low=nothing, high=nothing, standard_error=nothing, confidence=confidence
    )


def _spread(drawn: FloatArray, recipe: Recipe, confidence: float) -> _Spread:
    """Describe the resampled outcomes, without draws in which they are undefined."""
    outcomes = recipe.formula(drawn[:, :-1], drawn[:, -1])
    outcomes = outcomes[np.isfinite(outcomes).all(axis=-1)]
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


def _around(estimates: FloatArray, standard_error: float, confidence: float) -> _Spread:
    """Give every estimate the normal interval of a standard error."""
    reach = normal_quantile(confidence) * standard_error
    return _Spread(
        low=estimates - reach,
        high=estimates + reach,
        standard_error=np.full_like(estimates, standard_error),
        confidence=confidence,
    )


def _with_edges(spread: _Spread, shares: FloatArray, n_units: float) -> _Spread:
    """Give shares of 0 and 1 Wilson's interval, where resampling can give none."""
    low, high = spread.low.copy(), spread.high.copy()
    for share in (0.0, 1.0):
        interval = share_interval(
            share * n_units, n_units, confidence=spread.confidence
        )
        low[shares == share], high[shares == share] = interval.low, interval.high
    return replace(spread, low=low, high=high)


def _positions(
    case: str, n_units: float, recipe: Recipe, estimates: FloatArray, spread: _Spread
) -> list[Position]:
    """Make a position for each outcome of a case."""
    return [
        Position(
            case=case,
            scale=recipe.scale,
            code=code,
            position=_plain(estimates[j]),
            low=_value(spread.low[j]),
            high=_value(spread.high[j]),
            confidence=None if np.isnan(spread.low[j]) else spread.confidence,
            standard_error=_value(spread.standard_error[j]),
            n_units=round(n_units),
        )
        for j, code in enumerate(recipe.codes)
    ]


def _value(number: float) -> float | None:
    """Turn NaN, which stands for undefined inside arrays, into None."""
    return None if np.isnan(number) else _plain(number)


def _plain(number: float) -> float:
    """Give a number as Python's own, and zero without a sign."""
    return float(number) + 0.0


def _no_position(case: str, scale: str, n_units: float) -> Problem:
    found = "no units" if n_units <= 0 else f"{n_units:g} units, none of them coded"
    return Problem(
        kind="no position",
        message=f"Case {case!r} has {found}, so it has no position on {scale!r}.",
    )


def _no_interval(case: str, scale: str, method: str) -> Problem:
    return Problem(
        kind="no interval",
        message=f"Case {case!r} on {scale!r}: all {method} draws are alike, because "
        "too few units or blocks bear on it, so no interval can be given.",
    )


def _one_sided(case: str, scale: str) -> Problem:
    return Problem(
        kind="interval by formula",
        message=f"Case {case!r} on {scale!r}: one side has no unit, and resampling "
        "never draws what is not there; its interval comes from the formula of the "
        "standard error instead.",
    )
