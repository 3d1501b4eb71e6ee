r"""Further draws, which leave out what was drawn before.

Let draws 1, ..., k be disjoint. A unit is in draw k with probability

.. math:: \pi_{ik} = \Bigl(1 - \sum_{j<k} \pi_{ij}\Bigr) \frac{n_{kh}}{N_{kh} - m_{kh}}

where m is how many of stratum h were drawn before. This is exact only where m is the
same in every outcome of the earlier draws: where each earlier stratum lies in one
stratum of draw k, or wholly outside of what it draws from. Then the probability of
being in any of the draws is the sum over them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from hustings.errors import UnknownProbabilityError

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping, Sequence

Key = TypeVar("Key", bound="Hashable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw(Generic[Key]):
    """One draw from a frame: what there was, in which stratum, and what was drawn.

    Attributes
    ----------
    strata : mapping of key to str
        The stratum of everything in the frame, what was drawn before included.
    n_drawn : mapping of str to int
        How many the draw took from each stratum.
    """

    strata: Mapping[Key, str]
    n_drawn: Mapping[str, int]


def chances_left(draws: Sequence[Draw[Key]]) -> dict[Key, float]:
    """Return the probability of each key to be in none of some disjoint draws.

    Raises
    ------
    UnknownProbabilityError
        If how many a draw found left in a stratum depended on chance.

    Examples
    --------
    >>> frame = {unit: "" for unit in "abcd"}
    >>> draw = Draw(strata=frame, n_drawn={"": 1})
    >>> chances_left([draw, draw])["a"]
    0.5
    """
    left: defaultdict[Key, float] = defaultdict(lambda: 1.0)
    for i, draw in enumerate(draws):
        rest = sizes_left(draw.strata, draws[:i])
        for key, stratum in draw.strata.items():
            left[key] *= 1 - draw.n_drawn.get(stratum, 0) / rest[stratum]
    return dict(left)


def sizes_left(
    strata: Mapping[Key, str], earlier: Sequence[Draw[Key]]
) -> dict[str, int]:
    """Return how many of each stratum earlier draws have left, whatever they took.

    Raises
    ------
    UnknownProbabilityError
        If that depended on chance.
    """
    sizes = Counter(strata.values())
    for draw in earlier:
        for stratum, members in _members(draw.strata).items():
            taken = draw.n_drawn.get(stratum, 0)
            found = {strata.get(key) for key in members}
            if taken in {0, len(members)}:
                _subtract_all(sizes, strata, members if taken else ())
                continue
            _require_one(found, stratum)
            (inside,) = found
            if inside is not None:
                sizes[inside] -= taken
    return dict(sizes)


def _members(strata: Mapping[Key, str]) -> dict[str, list[Key]]:
    found: defaultdict[str, list[Key]] = defaultdict(list)
    for key, stratum in strata.items():
        found[stratum].append(key)
    return dict(found)


def _subtract_all(
    sizes: Counter[str], strata: Mapping[Key, str], taken: Collection[Key]
) -> None:
    """Take away what was certain to be drawn."""
    for key in taken:
        if key in strata:
            sizes[strata[key]] -= 1


def _require_one(found: set[str | None], stratum: str) -> None:
    """Raise unless all of an earlier stratum is in one stratum now, or in none."""
    if len(found) > 1:
        earlier = f"the earlier stratum {stratum!r}" if stratum else "an earlier sample"
        raise UnknownProbabilityError(
            reason=f"{earlier} is spread over several strata of this draw, or lies "
            "partly outside of it, so how many it took from each was chance."
        )
