"""Joins what hand and machine say of every case, as they are and in draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.influences import sample_moments
from hustings.estimates.prediction_powered import (
    drawn_moments,
    inflation,
    rectified,
    tune_by,
    unseen_error,
)
from hustings.estimates.rectifiers import pooled_rectifiers
from hustings.estimates.resampling import random_stream

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.influences import Moments
    from hustings.estimates.observations import BoolArray
    from hustings.estimates.outcome_rows import Basis
    from hustings.estimates.outcomes import Drawing, Outcomes
    from hustings.estimates.rectifiers import Rectifiers
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import ConfusionCorrection, MachineError


_TUNED_BY = 1000
"""Draws that tune statistics of several cases at once."""

_FIXED = {"hand": 0.0, "difference": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correction:
    """How the machine's outcomes are corrected in each case.

    Attributes
    ----------
    tuning : array of shape (n_cases, m)
    widening : array of shape (n_cases, m)
        Factor on the spread of draws, for the tuning that came from the sample.
    unseen : array of shape (n_cases, m)
        Part of the hand codings' spread that is added for errors not seen.
    is_usable : array of bool, shape (n_cases, 1)
        Whether the case has hand codings that can correct anything.
    rectifiers : tuple of Rectifiers, one an outcome
        Empty where nothing is borrowed.
    """

    tuning: FloatArray
    widening: FloatArray
    unseen: FloatArray
    is_usable: BoolArray
    rectifiers: tuple[Rectifiers, ...] = ()

    def point(self, found: Outcomes) -> FloatArray:
        """Compute the estimates, shape (n_cases, m)."""
        if self.rectifiers:
            moves = np.column_stack([one.shrunk for one in self.rectifiers])
            moved = found.whole[0] + moves
            value: FloatArray = np.where(np.isnan(moved), found.hand[0], moved)
            return value
        joined: FloatArray = self.combined(found)[0]
        return joined

    def combined(self, found: Outcomes) -> FloatArray:
        """Join hand and machine draw by draw; the machine alone where it must be."""
        joined = rectified(found.hand, found.sampled, found.whole, self.tuning)
        joined = np.where(np.isnan(found.whole), found.hand, joined)
        usable: FloatArray = np.where(self.is_usable, joined, found.whole)
        return usable

    def spread(self, found: Outcomes, value: FloatArray) -> FloatArray:
        """Join draw by draw, as wide as the module `prediction_powered` says."""
        apart = self.widening * (self.combined(found) - value)
        # the next draw's hand codings are independent of this draw's
        other = np.roll(found.hand, 1, axis=0)
        known = np.isfinite(other)
        n = np.maximum(known.sum(axis=0), 1)
        moved = other - np.where(known, other, 0).sum(axis=0) / n
        return np.asarray(value + apart + self.unseen * np.where(known, moved, 0))

    def alone(self, found: Outcomes, tuning: float) -> FloatArray:
        """Join with another tuning: 0 is the hand alone, 1 the difference."""
        return rectified(
            found.hand, found.sampled, found.whole, np.full_like(self.tuning, tuning)
        )


def tuning_moments(drawing: Drawing, way: ConfusionCorrection) -> Moments:
    """Compute moments over samples drawn anew; no option of the draws moves them."""
    if drawing.statistic.is_by_case:
        return sample_moments(drawing, way)
    drawn = replace(drawing, seed=0).outcomes(
        frozenset({"machine"}), _TUNED_BY, correction=way
    )
    return drawn_moments(drawn.hand, drawn.sampled)


def find_correction(
    moments: Moments, point: Outcomes, bases: Sequence[Basis], machine: MachineError
) -> Correction:
    """Find tunings and rectifiers.

    Parameters
    ----------
    moments : Moments
        Over samples drawn anew.
    bases : sequence of Basis
        What each row of outcomes rests on.
    """
    n_drawn = np.array([one.n_drawn for one in bases])
    is_usable = np.array([one.n_drawn >= 2 or not one.is_sampled for one in bases])
    is_usable &= ~_speaks_alone(point)
    pooled = machine.borrowing != "none"
    fixed = _FIXED.get(machine.correction)
    found = tune_by(moments, n_drawn, pooled=pooled, fixed=fixed)
    n_learned = np.full_like(n_drawn, n_drawn.sum()) if pooled else n_drawn
    is_learned = (found.weight > 0) & (fixed is None)
    wide = np.sqrt(inflation(n_learned))[:, None]
    correction = Correction(
        tuning=found.weight,
        widening=np.where(is_learned, wide, 1.0),
        unseen=unseen_error(found.explained, n_drawn[:, None]),
        is_usable=is_usable[:, None],
    )
    if machine.borrowing != "rectifier":
        return correction
    return replace(correction, rectifiers=_rectifiers(moments, point, n_drawn))


def _speaks_alone(point: Outcomes) -> BoolArray:
    """Say where the machine has outcomes and the hand codings have none."""
    silent = np.isnan(point.hand[0]).all(axis=1)
    speaking: BoolArray = silent & np.isfinite(point.whole[0]).any(axis=1)
    return speaking


def _rectifiers(
    moments: Moments, point: Outcomes, n_drawn: FloatArray
) -> tuple[Rectifiers, ...]:
    """Pool the rectifiers of each outcome; none if too few cases have one."""
    found = []
    own = point.hand[0] - point.sampled[0]
    known = np.isfinite(own) & (n_drawn >= 2)[:, None]
    variances = moments.of_hand + moments.of_machine - 2 * moments.covariance
    errors = np.where(known, np.sqrt(np.maximum(variances, 0)), np.nan)
    for j in range(own.shape[1]):
        kept = np.where(known[:, j], own[:, j], np.nan)
        one = pooled_rectifiers(kept, errors[:, j])
        if one is None:
            return ()
        found.append(one)
    return tuple(found)


def borrowed_draws(
    correction: Correction,
    point: Outcomes,
    text: Outcomes,
    names: Sequence[str],
    seed: int,
) -> FloatArray:
    """Draw estimates with borrowed rectifiers, shape (n_draws, n_cases, m).

    Parameters
    ----------
    text : Outcomes
        With all sources but the machine's on; its machine outcomes are used.
    """
    n_draws = len(text.whole)
    found = np.empty(text.whole.shape)
    streams = [random_stream(seed=seed, name=f"{name} rectifier") for name in names]
    for j, one in enumerate(correction.rectifiers):
        together = random_stream(seed=seed, name=f"rectifier {j}")
        shared = together.standard_normal(n_draws)
        square = together.chisquare(one.freedom, n_draws)
        own = np.column_stack([stream.standard_normal(n_draws) for stream in streams])
        found[..., j] = text.whole[..., j] + one.draw(shared, own, square)
    return np.where(np.isnan(point.whole), text.hand, found)
