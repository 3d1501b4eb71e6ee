r"""Moments of a sample drawn anew in closed form: what each unit moves an outcome by.

An outcome is a function of sums, :math:`\theta = f(S)`, and the sums of a case are
those of its sample, scaled up to all of its units, :math:`S = N \sum_i w_i y_i / \sum_i
w_i` with :math:`w_i = 1 / \pi_i`. To first order unit i moves the outcome by

.. math:: z_i = \nabla f(S) \cdot N \frac{w_i (y_i - \bar y_w)}{\sum_j w_j},

and samples drawn anew as in `hustings.estimates.design_based.rescaled_weights` have
the covariance

.. math:: \mathrm{Cov}(\theta, \theta') = \sum_h \frac{n_h}{n_h - 1} \sum_{i \in s_h}
    (a_i - \bar a_h)(a'_i - \bar a'_h), \qquad a_i = \sqrt{1 - \pi_i}\, z_i .

No draw is needed, and nothing that rests on it moves with their number. The gradient
is taken numerically.

References
----------
Deville, J.-C. (1999). Variance estimation for complex statistics and estimators:
linearization and residual techniques. Survey Methodology, 25(2), 193-203.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from hustings.estimates.coder_error import even_weights
from hustings.estimates.unit_cases import UnitCase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hustings.estimates.outcomes import Drawing
    from hustings.estimates.replicates import Tally
    from hustings.estimates.resampling import FloatArray
    from hustings.estimates.sources import ConfusionCorrection

    Formula: TypeAlias = "Callable[[FloatArray, FloatArray], FloatArray]"

_STEP = 1e-5
"""Of the units of a case: how far a sum is moved to see what it moves."""

CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Moments:
    """Covariance and variances of outcomes by hand and machine: (n_cases, m) each."""

    covariance: FloatArray
    of_hand: FloatArray
    of_machine: FloatArray


def sample_moments(drawing: Drawing, correction: ConfusionCorrection) -> Moments:
    """Compute moments of the outcomes of all cases over samples drawn anew.

    The formula has to treat every case by itself.
    """
    points = [
        case.draw(frozenset(), drawing.sources, 1, _NONE) for case in drawing.cases
    ]
    of_hand = gradients(
        lambda sums, n: drawing.of_hand(sums, n, correction),
        *_sums([one.hand for one in points], drawing.n_columns),
    )
    of_machine = gradients(
        drawing.statistic.of,
        *_sums([one.sampled for one in points], drawing.n_columns),
    )
    found = np.zeros((3, *of_hand.shape[:2]))
    for c, case in enumerate(drawing.cases):
        if isinstance(case, UnitCase) and case.machine is not None and len(case.coded):
            hand, machine = case_influences(case)
            by_hand, by_machine = hand @ of_hand[c].T, machine @ of_machine[c].T
            found[0, c] = (by_hand * by_machine).sum(axis=0)
            found[1, c] = (by_hand**2).sum(axis=0)
            found[2, c] = (by_machine**2).sum(axis=0)
    covariance, hand_variance, machine_variance = np.nan_to_num(found)
    return Moments(
        covariance=covariance, of_hand=hand_variance, of_machine=machine_variance
    )


_NONE = np.random.default_rng(0)
"""Nothing is drawn by it."""


def gradients(formula: Formula, sums: FloatArray, n_units: FloatArray) -> FloatArray:
    """Differentiate the outcomes of every case by its sums.

    Parameters
    ----------
    formula : callable
        Sums (n_draws, n_cases, k) and units (n_draws, n_cases) to outcomes.
    sums : array of shape (n_cases, k)
    n_units : array of shape (n_cases,)

    Returns
    -------
    array of shape (n_cases, m, k)
        NaN where an outcome is undefined.

    Examples
    --------
    >>> share = lambda sums, n: sums / n[..., None]
    >>> gradients(share, np.array([[2.0]]), np.array([8.0])).round(6).tolist()
    [[[0.125]]]
    """
    n_cases, k = sums.shape
    step = _STEP * np.maximum(n_units, 1.0)
    here = formula(sums[None], n_units[None])[0]
    found = np.empty((n_cases, here.shape[1], k))
    at_once = max(CELLS_AT_ONCE // max(n_cases * k, 1), 1)
    for first in range(0, k, at_once):
        columns = np.arange(first, min(first + at_once, k))
        moved = np.zeros((len(columns), n_cases, k))
        moved[np.arange(len(columns)), :, columns] = step
        units = np.broadcast_to(n_units, (len(columns), n_cases))
        up, down = (formula(sums + sign * moved, units) for sign in (1.0, -1.0))
        both = (up - down) / (2 * step[:, None])
        # at the edge of what is defined, one side alone
        one = np.where(np.isfinite(up), (up - here), (here - down)) / step[:, None]
        slope = np.where(np.isfinite(both), both, one)
        found[:, :, columns] = np.moveaxis(slope, 0, -1)
    return found


def case_influences(case: UnitCase) -> tuple[FloatArray, FloatArray]:
    """Give what drawn things move a case's sums by, hand and machine: (n_things, k).

    Products of two columns, added up, are their covariance over samples drawn anew.
    """
    spread = even_weights(case.place)
    hand = np.zeros((len(case.coded), case.amounts.shape[1]))
    np.add.at(hand, case.place, case.amounts * spread[:, None])
    machine = hand * 0 if case.machine is None else case.machine[case.coded]
    return _scattered(case, hand), _scattered(case, machine)


def _scattered(case: UnitCase, values: FloatArray) -> FloatArray:
    """Turn values of drawn units into deviations of drawn things, by stratum."""
    share = case.weight / case.weight.sum()
    moved = case.n_units * share[:, None] * (values - share @ values)
    n_things = int(case.things.max(initial=-1)) + 1
    kept, of_things = np.zeros(n_things), np.zeros((n_things, values.shape[1]))
    kept[case.things] = case.kept
    np.add.at(of_things, case.things, moved)
    of_things *= np.sqrt(kept)[:, None]
    found = np.zeros_like(of_things)
    for one in case.members:
        if len(one) > 1:
            apart = of_things[one] - of_things[one].mean(axis=0)
            found[one] = np.sqrt(len(one) / (len(one) - 1)) * apart
    return found


def _sums(
    tallies: Sequence[Tally | None], n_columns: int
) -> tuple[FloatArray, FloatArray]:
    """Put the sums of all cases into one array; NaN where there are none."""
    sums = np.full((len(tallies), n_columns), np.nan)
    n_units = np.full(len(tallies), np.nan)
    for c, one in enumerate(tallies):
        if one is not None:
            sums[c], n_units[c] = one.sums[0], one.n_units[0]
    return sums, n_units
