"""What two ways to tell stances say side by side, by unit and by document.

The grammar reads who is for or against what; a learned coder judges the words of a unit
on a target. Neither is right by itself: where they differ, somebody has to look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.claim import AGAINST, FOR

if TYPE_CHECKING:
    from collections.abc import Iterable

STANDS_FOR, STANDS_AGAINST, MIXED = "for", "against", "mixed"
NEUTRAL, SILENT = "neutral", "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a learned coder says of one text on one target.

    Attributes
    ----------
    stance : int or None
        1, -1 or 0; None where the coder cannot say.
    probability : float or None
        Of that stance.
    """

    stance: int | None = None
    probability: float | None = None


NO_OPINION = Opinion()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accordance:
    """How often two say the same.

    Attributes
    ----------
    n : int
        Stances that both speak to.
    n_same : int
    """

    n: int
    n_same: int

    @property
    def share(self) -> float | None:
        """The share that is the same; None where both never speak."""
        return self.n_same / self.n if self.n else None


def accords(first: int | None, second: int | None) -> bool | None:
    """Say whether two stances are the same; None where one is missing.

    Examples
    --------
    >>> accords(1, 1), accords(1, 0), accords(1, None)
    (True, False, None)
    """
    return None if first is None or second is None else first == second


def count_accord(pairs: Iterable[tuple[int | None, int | None]]) -> Accordance:
    """Count how often two say the same.

    Examples
    --------
    >>> count_accord([(1, 1), (1, -1), (1, None)])
    Accordance(n=2, n_same=1)
    """
    said = [found for found in (accords(*pair) for pair in pairs) if found is not None]
    return Accordance(n=len(said), n_same=sum(said))


def standing_of(stances: Iterable[int]) -> str:
    """Sum up a document's stances on one target.

    Returns
    -------
    str
        ``"for"`` or ``"against"`` where all that take a side take this one,
        ``"mixed"`` where both are taken, ``"neutral"`` where units mention the target
        and take none, ``"silent"`` where there is no unit.

    Examples
    --------
    >>> [standing_of(one) for one in ((1, 0), (-1,), (1, -1), (0,), ())]
    ['for', 'against', 'mixed', 'neutral', 'silent']
    """
    found = set(stances)
    if {FOR, AGAINST} <= found:
        return MIXED
    if FOR in found:
        return STANDS_FOR
    if AGAINST in found:
        return STANDS_AGAINST
    return NEUTRAL if found else SILENT
