"""Many things counted, most of them 0, such as words: sums of them, drawn anew.

Counts of words are wide: a column a word, tens of thousands of them. Most scales need
a few sums over the words only, so what each word adds to these is applied before
anything is made dense.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from hustings.errors import InvalidObservationsError
from hustings.estimates.replicates import Replicates, Tally
from hustings.estimates.sampling import drawn_weights

if TYPE_CHECKING:
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import Source, Sources


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseObservations:
    """Words already counted: by case, or by block of a case.

    Attributes
    ----------
    cases : tuple of str
        Names, each once.
    counts : scipy.sparse.csr_array of shape (n_rows, n_words)
        A unit is a word that stands in a text.
    case_of_row : array of int, shape (n_rows,)
        Index into `cases`.
    amounts : scipy.sparse.csr_array of shape (n_words, k) or None
        What each word adds to the k sums; None: the words themselves are the sums.
    is_by_block : bool
        Whether rows are blocks, which can be drawn anew as a whole.

    Raises
    ------
    InvalidObservationsError
        If shapes do not match, or numbers are negative or not finite.
    """

    cases: tuple[str, ...]
    counts: sparse.csr_array
    case_of_row: IntArray
    amounts: sparse.csr_array | None = None
    is_by_block: bool = False

    def __post_init__(self) -> None:
        n_rows, n_words = self.counts.shape
        rows = self.case_of_row
        fits = rows.shape == (n_rows,) and bool((rows < len(self.cases)).all())
        if not fits or bool((rows < 0).any()):
            raise InvalidObservationsError(
                reason="case_of_row does not name a case for each row.",
                advice="Give one index, counted from 0, for each row of counts.",
            )
        if self.amounts is not None and self.amounts.shape[0] != n_words:
            raise InvalidObservationsError(
                reason=f"amounts has {self.amounts.shape[0]} rows for {n_words} words.",
                advice="Give one row for each word.",
            )
        if not (np.isfinite(self.counts.data) & (self.counts.data >= 0)).all():
            raise InvalidObservationsError(
                reason="A count is negative or not finite.",
                advice="Counts are 0 or more.",
            )

    @property
    def n_columns(self) -> int:
        """Sums there are."""
        counted = self.counts if self.amounts is None else self.amounts
        return int(counted.shape[1])

    def grouped(self, groups: FloatArray) -> SparseObservations:
        """Add up sums: `groups` has the shape (n_columns, k)."""
        added = groups if self.amounts is None else self.amounts @ groups
        return replace(self, amounts=sparse.csr_array(added))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparseCase:
    """A case of words; see `hustings.estimates.replicates.Case`.

    Attributes
    ----------
    rows : scipy.sparse.csr_array of shape (n_rows, n_words)
        By block, or one row.
    amounts : scipy.sparse.csr_array of shape (n_words, k) or None
    """

    rows: sparse.csr_array
    amounts: sparse.csr_array | None

    @property
    def n_units(self) -> float:
        """All words."""
        return float(self.rows.sum())

    @property
    def n_coded(self) -> float:
        """All words."""
        return self.n_units

    @property
    def n_codings(self) -> float:
        """One a word."""
        return self.n_units

    @property
    def n_drawn(self) -> float:
        """All words."""
        return self.n_units

    def freedom(self, sources: Sources) -> float:
        """Blocks less one; words are enough for the normal distribution."""
        by_block = sources.sampling is not None and sources.sampling.by == "blocks"
        return self.rows.shape[0] - 1.0 if by_block else np.inf

    @property
    def is_sampled(self) -> bool:
        """Nothing was sampled."""
        return False

    @property
    def kept_noise(self) -> float:
        """Words drawn anew bring all of it."""
        return 1.0

    def draw(
        self,
        active: frozenset[Source],
        sources: Sources,
        n_draws: int,
        generator: np.random.Generator,
    ) -> Replicates:
        """Draw words or blocks anew."""
        if "sampling" not in active or self.n_units == 0:
            weights = np.ones((n_draws, self.rows.shape[0]))
        elif sources.sampling is not None and sources.sampling.by == "blocks":
            weights = drawn_weights(
                self.rows.shape[0], n_draws=n_draws, generator=generator
            )
        else:
            return Replicates(hand=self._words_drawn(n_draws, generator))
        sizes = np.asarray(self.rows.sum(axis=1), np.float64).ravel()
        sums = weights @ self._added()
        return Replicates(hand=Tally(sums=sums, n_units=weights @ sizes))

    def _added(self) -> sparse.csr_array:
        """Give what each row adds to the sums, shape (n_rows, k)."""
        return self.rows if self.amounts is None else self.rows @ self.amounts

    def _words_drawn(self, n_draws: int, generator: np.random.Generator) -> Tally:
        """Draw as many words as there are, from those there are."""
        # All words are drawn, those that add nothing, too, so that every statistic of
        # the same words sees the same texts.
        whole = self.rows.sum(axis=0) if self.rows.shape[0] > 1 else None
        places = self.rows.indices if whole is None else np.flatnonzero(whole)
        counts: FloatArray = self.rows.data if whole is None else whole[places]
        n_words = max(round(float(counts.sum())), 1)
        drawn = generator.multinomial(n_words, counts / counts.sum(), size=n_draws)
        if self.amounts is not None:
            sums = drawn @ self.amounts[places]
        else:
            sums = np.zeros((n_draws, self.rows.shape[1]))
            sums[:, places] = drawn
        return Tally(sums=sums, n_units=np.full(n_draws, float(n_words)))


def sparse_cases(observations: SparseObservations) -> list[SparseCase]:
    """Take counts apart by case."""
    order = np.argsort(observations.case_of_row, kind="stable")
    sizes = np.bincount(observations.case_of_row, minlength=len(observations.cases))
    parts = np.split(order, np.cumsum(sizes)[:-1])
    return [
        SparseCase(rows=observations.counts[part], amounts=observations.amounts)
        for part in parts
    ]
