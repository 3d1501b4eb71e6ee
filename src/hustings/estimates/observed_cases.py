"""Observations of any kind, taken apart by case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.coder_error import second_opinions
from hustings.estimates.observations import CountObservations
from hustings.estimates.replicates import counted_cases
from hustings.estimates.sparse_observations import SparseObservations, sparse_cases
from hustings.estimates.unit_cases import unit_cases

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.coder_error import SecondOpinions
    from hustings.estimates.observations import Observations, UnitObservations
    from hustings.estimates.replicates import Case
    from hustings.estimates.sources import Sources


def observed_cases(observations: Observations, sources: Sources) -> Sequence[Case]:
    """Take observations apart by case; codings of one unit are paired if redrawn."""
    if isinstance(observations, CountObservations):
        return counted_cases(observations)
    if isinstance(observations, SparseObservations):
        return sparse_cases(observations)
    redrawn = sources.coders is not None and sources.coders.confusion is None
    return unit_cases(observations, _opinions(observations) if redrawn else None)


def _opinions(observations: UnitObservations) -> SecondOpinions | None:
    """Pair the codings of units that have several."""
    order = np.argsort(observations.unit_of_coding, kind="stable")
    return second_opinions(
        observations.unit_of_coding[order], observations.amounts[order]
    )
