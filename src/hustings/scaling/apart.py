"""How far apart shares of codes lie, and intervals that end at 0 where they should.

Texts of finite length never agree to the last unit: their distance lies above that of
what they came from (see `hustings.estimates.biased_intervals`). And of two texts by one
hand, which are no distance off, an interval must say so. Draws show how far resampling
alone puts two texts apart: as far as their shares, each less what it was before
resampling, lie from each other. A pair that lies no further apart may be of one hand,
and its interval holds that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.biased_intervals import biased_interval

if TYPE_CHECKING:
    from hustings.estimates.resampling import FloatArray

CONGRUENCE = "congruence"
SPANS = {"manhattan": 2.0, "euclidean": float(np.sqrt(2)), CONGRUENCE: 1.0}
"""From 0 to so much."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DrawnApart:
    """A measure of a pair: its value, its draws, and draws of two texts by one hand.

    Attributes
    ----------
    alike : array of shape (n_draws,)
        What resampling alone puts between two texts, where nothing else does.
    """

    statistic: str
    value: float
    draws: FloatArray
    alike: FloatArray

    def ends(self, confidence: float) -> tuple[float, float]:
        """Give the interval; two texts that may be of one hand may be no distance off.

        The value of two texts that are alike lies beyond the quantile of `alike` in
        half of the cases that the confidence leaves out.
        """
        found = biased_interval(
            self.draws[:, None],
            np.array([self.value]),
            confidence=confidence,
            span=(0.0, SPANS[self.statistic]),
        )
        low, high = float(found[0, 0]), float(found[1, 0])
        if self.statistic == CONGRUENCE:
            is_alike = self.value >= np.quantile(self.alike, (1 - confidence) / 2)
            return (low, 1.0) if is_alike else (low, high)
        is_alike = self.value <= np.quantile(self.alike, (1 + confidence) / 2)
        return (0.0, high) if is_alike else (low, high)


def drawn_apart(one: FloatArray, other: FloatArray, statistic: str) -> DrawnApart:
    """Measure shares of shape (1 + n_draws, k); draws without a unit are left out."""
    values = apart(one, other, statistic)
    alike = apart(one[1:] - one[:1], other[1:] - other[:1], statistic)
    return DrawnApart(
        statistic=statistic,
        value=float(values[0]),
        draws=values[1:][np.isfinite(values[1:])],
        alike=alike[np.isfinite(alike)],
    )


def apart(one: FloatArray, other: FloatArray, statistic: str) -> FloatArray:
    """Measure shares of shape (1 + n_draws, k) against each other."""
    if statistic == "euclidean":
        squares: FloatArray = np.sqrt(((one - other) ** 2).sum(axis=-1))
        return squares
    total: FloatArray = np.abs(one - other).sum(axis=-1)
    return 1 - total / 2 if statistic == CONGRUENCE else total
