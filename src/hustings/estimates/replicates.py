"""Sums over a case as they are, and drawn anew with some of the sources on.

A case is either counted already (`CountedCase`) or there unit by unit (`UnitCase`).
Both answer the same questions, so the engine need not know which it has before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from hustings.estimates.resampling import block_draws, multinomial_draws

if TYPE_CHECKING:
    from hustings.estimates.observations import CountObservations
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import Source, Sources


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """Sums and units of some draws: shapes (n_draws, k) and (n_draws,)."""

    sums: FloatArray
    n_units: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replicates:
    """What one case gives in some draws.

    Attributes
    ----------
    hand : Tally or None
        By the hand codings, weighed up to all units; None where there is none.
    sampled, whole : Tally or None
        By the machine: in the same sample, weighed alike, and in all units.
    """

    hand: Tally | None
    sampled: Tally | None = None
    whole: Tally | None = None


class Case(Protocol):
    """What the engine asks of a case."""

    @property
    def n_units(self) -> float:
        """All units."""

    @property
    def n_coded(self) -> float:
        """Units with a coding by hand that counts."""

    @property
    def n_codings(self) -> float:
        """Codings by hand that count."""

    @property
    def n_drawn(self) -> float:
        """Things drawn into the sample, less those spent on strata."""

    def freedom(self, sources: Sources) -> float:
        """Degrees of freedom of a standard error; may be infinite."""

    @property
    def is_sampled(self) -> bool:
        """Whether hand codings are a sample that speaks for a machine's."""

    @property
    def kept_noise(self) -> float:
        """Share of coders' noise that drawing the sample anew leaves out."""

    def draw(
        self,
        active: frozenset[Source],
        sources: Sources,
        n_draws: int,
        generator: np.random.Generator,
    ) -> Replicates:
        """Draw the case anew with these sources on; none gives it as it is."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountedCase:
    """A case of counts.

    Attributes
    ----------
    rows : array of shape (n_rows, k + 1)
        Counts by row, and in the last column its units.
    """

    rows: FloatArray
    is_by_block: bool

    @property
    def n_units(self) -> float:
        """All units."""
        return float(self.rows[:, -1].sum())

    @property
    def n_coded(self) -> float:
        """All units: whoever counted them has coded them."""
        return self.n_units

    @property
    def n_codings(self) -> float:
        """One a unit."""
        return self.n_units

    @property
    def n_drawn(self) -> float:
        """All units."""
        return self.n_units

    def freedom(self, sources: Sources) -> float:
        """Blocks less one; units are enough for the normal distribution."""
        by_block = sources.sampling is not None and sources.sampling.by == "blocks"
        return len(self.rows) - 1.0 if by_block else np.inf

    @property
    def is_sampled(self) -> bool:
        """Nothing was sampled."""
        return False

    @property
    def kept_noise(self) -> float:
        """Units drawn anew bring all of it."""
        return 1.0

    def draw(
        self,
        active: frozenset[Source],
        sources: Sources,
        n_draws: int,
        generator: np.random.Generator,
    ) -> Replicates:
        """Draw units or blocks anew."""
        total = self.rows.sum(axis=0)
        drawn = np.tile(total, (n_draws, 1))
        if "sampling" in active and total[-1] > 0:
            drawn = self._drawn(sources, n_draws, generator)
        return Replicates(hand=Tally(sums=drawn[:, :-1], n_units=drawn[:, -1]))

    def _drawn(
        self, sources: Sources, n_draws: int, generator: np.random.Generator
    ) -> FloatArray:
        """Draw rows of sums and units, shape (n_draws, k + 1)."""
        if sources.sampling is not None and sources.sampling.by == "blocks":
            return block_draws(self.rows, n_draws=n_draws, generator=generator)
        total = self.rows.sum(axis=0)
        return multinomial_draws(
            total[:-1], float(total[-1]), n_draws=n_draws, generator=generator
        )


def counted_cases(observations: CountObservations) -> list[CountedCase]:
    """Take counts apart by case."""
    rows = np.column_stack([observations.counts, observations.n_units])
    order = np.argsort(observations.case_of_row, kind="stable")
    sizes = np.bincount(observations.case_of_row, minlength=len(observations.cases))
    parts = np.split(rows[order], np.cumsum(sizes)[:-1])
    by_block = observations.is_by_block
    return [CountedCase(rows=part, is_by_block=by_block) for part in parts]
