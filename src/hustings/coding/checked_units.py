"""Units of a random sample that people coded, beside what a coder says of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.coding.conditions import NotAsked
from hustings.errors import InvalidObservationsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hustings.coding.conditions import Judgement
    from hustings.estimates.observations import IntArray
    from hustings.estimates.resampling import FloatArray


NO_CODE, NONE_TO_GIVE = -1, -2
"""In the place of a code: that a coder gave none, or said that none was to be given."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckedUnits:
    """Units of a random sample that people coded, beside what a coder says of them.

    Attributes
    ----------
    codes : tuple of str
        All that either says.
    hand : array of shape (n_units, n_codes)
        The share of people's judgements that give a unit each code; rows add up to 1,
        less the share of people who judged that no code was to be given.
    given : array of int, shape (n_units,)
        Index of the code that the coder gives; `NO_CODE` where it gives none,
        `NONE_TO_GIVE` where, by what it says of a condition, there is none to give.
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
        hand: Sequence[Sequence[Judgement]],
        given: Sequence[Judgement | None],
        probabilities: Sequence[float],
        *,
        groups: Mapping[str, Sequence[str]] | None = None,
        codes: Sequence[str] = (),
    ) -> CheckedUnits:
        """Take values as they are, one entry of each argument a unit.

        Parameters
        ----------
        hand : sequence of sequences of Judgement
            What people say of each unit: one value, or several of several people; a
            code, or that a condition left none to be given.
        given : sequence of Judgement or None
            What the coder says of it; None where it says nothing.
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
        order = _order(hand, given, codes)
        place = {code: i for i, code in enumerate(order)}
        shares = np.zeros((len(given), len(order)))
        for row, values in zip(shares, hand, strict=True):
            for value in values:
                if not isinstance(value, NotAsked):
                    row[place[value]] += 1 / len(values)
        return CheckedUnits(
            codes=order,
            hand=shares,
            given=np.array([_given(one, place) for one in given], int),
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
        """How far the code of each unit is right, in [0, 1]; shape (n_units,)."""
        return np.asarray((self.hand * self.marked).sum(axis=1))

    @property
    def not_asked(self) -> FloatArray:
        """The share of people who judged that there was no code to give."""
        return np.asarray(np.clip(1 - self.hand.sum(axis=1), 0, 1))

    @property
    def in_question(self) -> FloatArray:
        """How far each unit can be coded rightly or wrongly, shape (n_units,).

        It cannot where people and coder say alike that there is no code to give: the
        coder is then right about the condition, and has coded nothing.
        """
        return np.asarray(1 - self.not_asked * (self.given == NONE_TO_GIVE))


def _order(
    hand: Sequence[Sequence[Judgement]],
    given: Sequence[Judgement | None],
    codes: Sequence[str],
) -> tuple[str, ...]:
    """List the codes that either says, known ones first."""
    every = (value for values in (*hand, given) for value in values)
    said = [value for value in every if isinstance(value, str)]
    there = set(said)
    known = [code for code in codes if code in there]
    return tuple(dict.fromkeys([*known, *said]))


def _given(value: Judgement | None, place: Mapping[str, int]) -> int:
    """Give the index of what a coder says."""
    if value is None:
        return NO_CODE
    return NONE_TO_GIVE if isinstance(value, NotAsked) else place[value]
