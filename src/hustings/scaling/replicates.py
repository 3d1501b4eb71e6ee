"""Counts drawn anew: what every interval of a scale from codes rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.errors import MissingBlocksError
from hustings.estimates.resampling import (
    FloatArray,
    IntervalMethod,
    Resampling,
    block_draws,
    multinomial_draws,
    random_stream,
)
from hustings.scaling.counts import BlockCounts, Counts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hustings.scaling.counts import AnyCounts

Draw: TypeAlias = "Callable[[int, np.random.Generator], FloatArray]"
"""Index of a case and its stream to sums and units, shape (n_draws, k + 1)."""


def totals_of(counts: AnyCounts) -> Counts:
    """Give counts by case, whether or not they come by block."""
    return counts.to_counts() if isinstance(counts, BlockCounts) else counts


def plan_draws(
    counts: AnyCounts, groups: FloatArray, resampling: Resampling
) -> Draw | None:
    """Say how the sums of a case are drawn anew; None where they are not.

    Parameters
    ----------
    groups : array of shape (n_codes, k)
        1 where the code's units belong to the group.

    Raises
    ------
    MissingBlocksError
        If blocks are to be drawn and the counts have none.
    """
    return _DRAWS[resampling.interval](counts, groups, resampling)


def plan_replicates(
    counts: AnyCounts, groups: FloatArray, resampling: Resampling
) -> Callable[[Sequence[int]], FloatArray]:
    """Say how the sums of several cases are drawn anew, each from its own stream.

    Parameters
    ----------
    groups : array of shape (n_codes, k)
        1 where the code's units belong to the group.

    Returns
    -------
    callable
        From the indices of the cases wanted to an array of shape
        (1 + n_draws, n_cases, k + 1): first what was counted, then the draws; the
        last column holds all units. Without an interval there are no draws.

    Raises
    ------
    MissingBlocksError
        If blocks are to be drawn and the counts have none.

    Examples
    --------
    >>> import numpy as np
    >>> counts = Counts.from_rows([{"case": "Harbour", "401": 3, "202": 1}])
    >>> drawn = plan_replicates(counts, np.eye(2), Resampling(n_draws=50))([0])
    >>> drawn.shape, drawn[0].tolist()
    ((51, 1, 3), [[3.0, 1.0, 4.0]])
    """
    totals = totals_of(counts)
    observed = np.column_stack([totals.matrix @ groups, totals.n_units])
    draw = plan_draws(counts, groups, resampling)
    n_draws = 0 if draw is None else resampling.n_draws

    def replicate(cases: Sequence[int]) -> FloatArray:
        drawn = np.empty((1 + n_draws, len(cases), observed.shape[1]))
        for place, i in enumerate(cases):
            drawn[0, place] = observed[i]
            if draw is not None:
                stream = random_stream(seed=resampling.seed, name=totals.cases[i])
                drawn[1:, place] = draw(i, stream)
        return drawn

    return replicate


def _draw_units(counts: AnyCounts, groups: FloatArray, resampling: Resampling) -> Draw:
    """Draw the units of a case anew, each with the case's shares."""
    totals = totals_of(counts)
    sums = totals.matrix @ groups
    return lambda i, generator: multinomial_draws(
        sums[i], totals.n_units[i], n_draws=resampling.n_draws, generator=generator
    )


def _draw_blocks(counts: AnyCounts, groups: FloatArray, resampling: Resampling) -> Draw:
    """Draw the blocks of a case anew; their units, and so N, differ by draw."""
    if isinstance(counts, Counts):
        raise MissingBlocksError(n_cases=len(counts.cases))
    added = np.column_stack([counts.matrix @ groups, counts.n_units])
    order = np.argsort(counts.case_of_block, kind="stable")
    ends = np.cumsum(np.bincount(counts.case_of_block, minlength=len(counts.cases)))
    by_case = np.split(added[order], ends[:-1])
    return lambda i, generator: block_draws(
        by_case[i], n_draws=resampling.n_draws, generator=generator
    )


def _draw_nothing(
    _counts: AnyCounts, _groups: FloatArray, _resampling: Resampling
) -> None:
    """Make no interval."""


_DRAWS: Mapping[
    IntervalMethod, Callable[[AnyCounts, FloatArray, Resampling], Draw | None]
] = {"multinomial": _draw_units, "block": _draw_blocks, "none": _draw_nothing}
