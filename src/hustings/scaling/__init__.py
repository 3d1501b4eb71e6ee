"""From counts to positions."""

from __future__ import annotations

from hustings.scaling.counts import BlockCounts, Counts
from hustings.scaling.from_codes import (
    SCALES,
    logit_rile,
    logit_scale,
    logit_standard_error,
    mean_scale,
    rile,
    salience,
    scale_by_definition,
)
from hustings.scaling.kernels import (
    COUNT_SQL,
    block_counts_from_table,
    counts_from_table,
)
from hustings.scaling.results import Position, ScaleResult

__all__ = [
    "COUNT_SQL",
    "SCALES",
    "BlockCounts",
    "Counts",
    "Position",
    "ScaleResult",
    "block_counts_from_table",
    "counts_from_table",
    "logit_rile",
    "logit_scale",
    "logit_standard_error",
    "mean_scale",
    "rile",
    "salience",
    "scale_by_definition",
]
