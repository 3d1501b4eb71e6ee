"""From cases and sources to outcomes: as they are, and in draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.misclassification import (
    corrected_counts,
    inverted,
    misclassification_noise,
)
from hustings.estimates.outcome_rows import bases_of
from hustings.estimates.resampling import random_stream
from hustings.estimates.simex import simex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.estimates.misclassification import ConfusionMatrix
    from hustings.estimates.outcome_rows import Basis
    from hustings.estimates.replicates import Case, Replicates, Tally
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import ConfusionCorrection, Source, Sources
    from hustings.estimates.statistics import Statistic

CELLS_AT_ONCE = 4_000_000
"""Weights and sums held in memory at a time; some 32 MB for each of them."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outcomes:
    """Outcomes of all rows, shape (n_draws, n_rows, m) each; NaN where undefined.

    Rows are the cases, unless the statistic says otherwise.

    Attributes
    ----------
    hand, sampled, whole :
        By hand codings; by the machine in the same sample; by the machine in all units.
    """

    hand: FloatArray
    sampled: FloatArray
    whole: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawing:
    """All that decides the draws.

    Attributes
    ----------
    confusion : ConfusionMatrix or None
        In the order of the columns.
    """

    statistic: Statistic
    names: tuple[str, ...]
    cases: Sequence[Case]
    sources: Sources
    confusion: ConfusionMatrix | None
    n_columns: int
    seed: int

    @property
    def row_names(self) -> tuple[str, ...]:
        """What the rows of outcomes are called: the cases, unless it says otherwise."""
        rows = self.statistic.rows
        return self.names if rows is None else tuple(row.name for row in rows)

    @property
    def bases(self) -> list[Basis]:
        """What each row of outcomes rests on."""
        return bases_of(self.cases, self.statistic.rows)

    def outcomes(
        self,
        active: frozenset[Source],
        n_draws: int,
        *,
        correction: ConfusionCorrection = "none",
        is_known: bool = False,
    ) -> Outcomes:
        """Draw all cases anew with some sources on; with none they are as they are.

        Parameters
        ----------
        correction : {"matrix", "simex", "none"}
            How hand codings are corrected, where there is a confusion matrix.
        is_known : bool
            Whether to take the confusion matrix as known, however few it rests on.
        """
        # The machine's own draws tune its correction: they must be the same whichever
        # sources are on, or a position would move with what its interval holds.
        is_all = active == frozenset(self.sources.names) != {"machine"}
        what = "" if is_all else f" {sorted(active)}"
        streams = [
            random_stream(seed=self.seed, name=f"{name}{what}") for name in self.names
        ]
        shared = random_stream(seed=self.seed, name="confusion matrix")
        parts = [
            self._part(active, n, streams, None if is_known else shared, correction)
            for n in self._chunks(n_draws)
        ]
        return Outcomes(
            hand=np.concatenate([part.hand for part in parts]),
            sampled=np.concatenate([part.sampled for part in parts]),
            whole=np.concatenate([part.whole for part in parts]),
        )

    def of_hand(
        self, sums: FloatArray, n_units: FloatArray, correction: ConfusionCorrection
    ) -> FloatArray:
        """Compute outcomes of hand codings, by a confusion matrix as it is."""
        return self._of_hand(sums, n_units, correction, None)

    def _chunks(self, n_draws: int) -> Iterator[int]:
        """Cut the draws so that none of the arrays is too large."""
        a_draw = len(self.cases) * max(self.n_columns, 1)
        longest = max(
            (max(one.n_units, one.n_codings) for one in self.cases), default=1
        )
        at_once = max(int(CELLS_AT_ONCE // max(a_draw, longest, 1)), 1)
        for first in range(0, n_draws, at_once):
            yield min(at_once, n_draws - first)

    def _part(
        self,
        active: frozenset[Source],
        n_draws: int,
        streams: Sequence[np.random.Generator],
        shared: np.random.Generator | None,
        correction: ConfusionCorrection,
    ) -> Outcomes:
        """Draw some of the draws."""
        drawn = [
            self._replicate(case, active, n_draws, stream)
            for case, stream in zip(self.cases, streams, strict=True)
        ]
        matrices = None
        if self.confusion is not None and shared is not None and "coders" in active:
            matrices = self.confusion.drawn(n_draws, shared)
        hand = _stack([one.hand for one in drawn], n_draws, self.n_columns)
        sampled = _stack([one.sampled for one in drawn], n_draws, self.n_columns)
        whole = _stack([one.whole for one in drawn], n_draws, self.n_columns)
        return Outcomes(
            hand=self._of_hand(*hand, correction, matrices),
            sampled=self.statistic.of(*sampled),
            whole=self.statistic.of(*whole),
        )

    def _replicate(
        self,
        case: Case,
        active: frozenset[Source],
        n_draws: int,
        stream: np.random.Generator,
    ) -> Replicates:
        """Draw one case; with a confusion matrix, what its coder made of it."""
        if self.confusion is None:
            return case.draw(active, self.sources, n_draws, stream)
        drawn = case.draw(active - {"coders"}, self.sources, n_draws, stream)
        if drawn.hand is not None and "coders" in active and "sampling" not in active:
            share = 1 - case.kept_noise if "machine" in active else 1.0
            noise = self._noise(case, drawn.hand, n_draws, stream)
            sums = drawn.hand.sums + np.sqrt(share) * noise
            return replace(drawn, hand=replace(drawn.hand, sums=sums))
        return drawn

    def _noise(
        self, case: Case, hand: Tally, n_draws: int, stream: np.random.Generator
    ) -> FloatArray:
        """Simulate as many codings as there are, scaled up to all units."""
        if self.confusion is None or case.n_codings == 0:
            return np.zeros_like(hand.sums)
        scale = case.n_units / case.n_codings
        seen = hand.sums.mean(axis=0) / scale
        noise = misclassification_noise(
            self.confusion.corrected(seen),
            self.confusion.probabilities,
            n_draws=n_draws,
            generator=stream,
        )
        return noise * scale

    def _of_hand(
        self,
        sums: FloatArray,
        n_units: FloatArray,
        correction: ConfusionCorrection,
        matrices: FloatArray | None,
    ) -> FloatArray:
        """Compute outcomes of hand codings, corrected for misclassification."""
        if self.confusion is None or correction == "none":
            return self.statistic.of(sums, n_units)
        known = self.confusion.probabilities
        if correction == "simex":
            # A matrix drawn anew moves counts by what it differs from the known one.
            moved = sums
            if matrices is not None:
                moved = corrected_counts(sums, inverted(matrices)) @ known
            return simex(
                lambda counts: self.statistic.of(counts, n_units), moved, known
            )
        inverse = inverted(known if matrices is None else matrices)
        return self.statistic.of(corrected_counts(sums, inverse), n_units)


def _stack(
    tallies: Sequence[Tally | None], n_draws: int, n_columns: int
) -> tuple[FloatArray, FloatArray]:
    """Put the cases of some draws side by side; NaN where a case has none."""
    sums = np.full((n_draws, len(tallies), n_columns), np.nan)
    n_units = np.full((n_draws, len(tallies)), np.nan)
    for i, tally in enumerate(tallies):
        if tally is not None:
            sums[:, i], n_units[:, i] = tally.sums, tally.n_units
    return sums, n_units
