"""Rows of outcomes that are no single cases: pairs of cases, and elections.

A statistic that looks at all cases of a draw together may have something to say of
groups of them. How far such a row can be trusted is that of the least of its cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.estimates.replicates import CountedCase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.replicates import Case
    from hustings.estimates.sources import Sources


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """What a row of outcomes is about.

    Attributes
    ----------
    name : str
        Each once.
    members : tuple of int
        Places of its cases, one at least.
    """

    name: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Basis:
    """What a row of outcomes rests on.

    Attributes
    ----------
    cases : sequence of Case
        One at least.
    """

    cases: Sequence[Case]

    @property
    def n_units(self) -> float:
        """Units of all its cases."""
        return sum(one.n_units for one in self.cases)

    @property
    def n_coded(self) -> float:
        """Units of all its cases with a coding by hand that counts."""
        return sum(one.n_coded for one in self.cases)

    @property
    def n_drawn(self) -> float:
        """Things drawn in the case that has the fewest."""
        return min(one.n_drawn for one in self.cases)

    @property
    def is_sampled(self) -> bool:
        """Whether hand codings speak for a machine's."""
        return all(one.is_sampled for one in self.cases)

    @property
    def kept_noise(self) -> float:
        """Share of coders' noise that drawing the sample anew leaves out."""
        return sum(one.kept_noise for one in self.cases) / len(self.cases)

    @property
    def has_counted_units(self) -> bool:
        """Whether it is one case of counts, whose blocks are not known."""
        one = self.cases[0]
        return (
            len(self.cases) == 1
            and isinstance(one, CountedCase)
            and not one.is_by_block
        )

    def freedom(self, sources: Sources) -> float:
        """Degrees of freedom of the case that has the fewest."""
        return min(one.freedom(sources) for one in self.cases)


def bases_of(cases: Sequence[Case], rows: Sequence[OutcomeRow] | None) -> list[Basis]:
    """Say what each row of outcomes rests on; on one case each where `rows` is None.

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.estimates.replicates import CountedCase
    >>> cases = [
    ...     CountedCase(rows=np.array([[3.0, n]]), is_by_block=False)
    ...     for n in (9.0, 4.0)
    ... ]
    >>> [one.n_units for one in bases_of(cases, None)]
    [9.0, 4.0]
    >>> pair = OutcomeRow(name="Harbour, Orchard", members=(0, 1))
    >>> [one.n_units for one in bases_of(cases, [pair])]
    [13.0]
    """
    if rows is None:
        return [Basis(cases=(one,)) for one in cases]
    return [Basis(cases=[cases[i] for i in row.members]) for row in rows]
