"""Units of a random sample that people coded, beside what a coder says of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.errors import InvalidObservationsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckedUnits:
    """Units of a random sample that people coded, beside what a coder says of them.

    Attributes
    ----------
    codes : tuple of str
        All that either says.
    hand : array of shape (n_units, n_codes)
        The share of people's codings that give a unit each code; rows add up to 1.
    given : array of int, shape (n_units,)
        Index of the code that the coder gives; -1 where it gives none.
    probabilities : array of shape (n_units,)
        Inclusion probabilities, in (0, 1].
    strata : array of int, shape (n_units,), or None
        From which stratum each was drawn; units of equal probability otherwise.
    clusters : array of int, shape (n_units,), or None
        The document of each, where whole documents were drawn.
    groups : mapping of str to tuple of str
        By what is told apart (``"actor"``, ``"language"``), the group of each unit.

    Raises
    ------
    InvalidObservationsError
        If there is no unit, or shapes do not match.
    """

    codes: tuple[str, ...]
    hand: FloatArray
    given: IntArray
    probabilities: FloatArray
    strata: IntArray | None = None
    clusters: IntArray | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n = len(self.given)
        if not n:
            raise InvalidObservationsError(
                reason="No unit of a random sample has been coded by hand.",
                advice="Draw one with 'hustings code --by hand --sample 200'.",
            )
        shapes = [self.hand.shape == (n, len(self.codes)), len(self.probabilities) == n]
        if not all((*shapes, *(len(one) == n for one in self.groups.values()))):
            raise InvalidObservationsError(
                reason="The columns of checked units are of different lengths.",
                advice="Give one entry a unit.",
            )

    @staticmethod
    def from_values(
        hand: Sequence[Sequence[str]],
        given: Sequence[str | None],
        probabilities: Sequence[float],
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        codes: Sequence[str] = (),
    ) -> CheckedUnits:
        """Take values as they are, one entry of each argument a unit.

        Parameters
        ----------
        hand : sequence of sequences of str
            What people say of each unit: one value, or several of several people.
        given : sequence of str or None
            What the coder says of it.
        codes : sequence of str, optional
            In which order codes are told; in order of appearance otherwise.

        Examples
        --------
        >>> units = CheckedUnits.from_values(
        ...     [["tax"], ["trams"]], ["tax", None], [1, 1]
        ... )
        >>> units.codes, units.given.tolist()
        (('tax', 'trams'), [0, -1])
        """
        said = {value for values in hand for value in values} | {*given} - {None}
        known = [code for code in codes if code in said]
        rest = (value for values in (*hand, given) for value in values if value)
        order = tuple(dict.fromkeys([*known, *rest]))
        place = {code: i for i, code in enumerate(order)}
        shares = np.zeros((len(given), len(order)))
        for row, values in zip(shares, hand, strict=True):
            for value in values:
                row[place[value]] += 1 / len(values)
        return CheckedUnits(
            codes=order,
            hand=shares,
            given=np.array([-1 if one is None else place[one] for one in given], int),
            probabilities=np.array(probabilities, float),
            groups={name: tuple(value) for name, value in (groups or {}).items()},
        )

    def with_clusters(self, clusters: Sequence[int]) -> CheckedUnits:
        """Say which document each unit was drawn with."""
        return replace(self, clusters=np.array(clusters, int))

    @property
    def marked(self) -> FloatArray:
        """What the coder says as 0 and 1, shape (n_units, n_codes)."""
        found = np.zeros(self.hand.shape)
        rows = np.flatnonzero(self.given >= 0)
        found[rows, self.given[rows]] = 1
        return found

    @property
    def right(self) -> FloatArray:
        """How far each unit is right, in [0, 1]; shape (n_units,)."""
        return np.asarray((self.hand * self.marked).sum(axis=1))
