r"""How far a machine's doubts reach that is often wrong itself.

Confident learning compares a machine with itself: a coding is in doubt where another
code is at least as probable as it usually is where that was coded. A machine that is
often wrong is usually unsure, asks for little, and would call many a right coding an
error. So where it agrees with fewer than seven codings in ten, only those stay that it
clearly holds for another code,

.. math:: \hat p_j(x) \ge \max(t_j, 1/2) \quad\text{and}\quad \hat p_i(x) < t_i

with i what was coded, j what is likely, and t as in `hustings.coding.doubts`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hustings.coding.doubts import Doubt, DoubtResult

WEAK: Final = 0.7
"""Share of codings with which a machine agrees; below it, it is often wrong."""
LIKELIER: Final = 0.5
"""From here on a code is likelier than all others together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """The doubts that are worth a look.

    Attributes
    ----------
    accuracy : float
        Share of codings with which the machine agrees.
    is_weak : bool
        Whether that is too little for all its doubts.
    doubts : tuple of Doubt
        All of them, or of a weak machine the clear ones.
    n_left_out : int
    """

    accuracy: float
    is_weak: bool
    doubts: tuple[Doubt, ...]
    n_left_out: int


def cut_doubts(found: DoubtResult, n_codings: int) -> Cut:
    """Leave out what a weak machine doubts for little reason.

    Parameters
    ----------
    found : DoubtResult
        Its doubts with a margin below 0 are those where it prefers another code.
    n_codings : int
        Codings that were looked at.

    Examples
    --------
    >>> import numpy as np
    >>> from hustings.coding.doubts import find_doubts
    >>> probabilities = np.array([[0.4, 0.6], [0.45, 0.55], [0.9, 0.1], [0.3, 0.7]])
    >>> found = find_doubts(np.array([0, 1, 1, 0]), probabilities, ("tax", "trams"))
    >>> cut = cut_doubts(found, 4)
    >>> cut.accuracy, cut.is_weak, [one.unit for one in cut.doubts], cut.n_left_out
    (0.25, True, [2, 3], 1)
    """
    n_other = sum(one.margin < 0 for one in found.doubts)
    accuracy = 1 - n_other / n_codings
    is_weak = accuracy < WEAK
    kept = tuple(one for one in found.doubts if not is_weak or _is_clear(one))
    return Cut(
        accuracy=accuracy,
        is_weak=is_weak,
        doubts=kept,
        n_left_out=len(found.doubts) - len(kept),
    )


def _is_clear(doubt: Doubt) -> bool:
    return doubt.likely_error == "coding" and doubt.probability >= LIKELIER
