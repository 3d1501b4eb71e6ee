r"""Sums of exponentials at many places, which Wordfish needs in every step.

What a Poisson model of counts expects of one word is :math:`e^{\psi} \sum_i
e^{\alpha_i + \beta \theta_i}`: of all the words, each at its own beta, it is **the same
function of one number**. It is computed on a lattice with all its derivatives, and by
Taylor's series between, so that a step over a sparse matrix costs as much as its
counts that are not zero, and not as its cells.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import factorial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray

    IntArray: TypeAlias = NDArray[np.int64]

_TERMS = {1: 14, 8: 9}
"""By how many nodes there are to 1 / max |p|, terms of a series: what is left out of
the second derivative is less than .5^12 / 12! or .0625^7 / 7!, both below 1e-12."""

_FACTORIALS = np.array([float(factorial(q)) for q in range(max(_TERMS.values()))])
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cumulants:
    """A log sum of exponentials and its two derivatives, each of shape (n_places,).

    Attributes
    ----------
    level, rest : array of shape (n_places,)
        The value is the level at the nearest node and the log of the rest.
    """

    level: FloatArray
    rest: FloatArray
    slope: FloatArray
    curvature: FloatArray

    @property
    def value(self) -> FloatArray:
        """The log sum itself."""
        return self.level + np.log(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExponentialSum:
    r"""The function :math:`K(x) = \log \sum_k e^{w_k + x p_k}`.

    Attributes
    ----------
    powers : array of shape (n_terms, n_points)
        p^0, p^1 and so on, the p divided by `reach`.
    log_weights : array of shape (n_points,)
        The w.
    reach : float
        The largest absolute p times `fineness`; there is a node each 1 / `reach`.
    fineness : int
        Nodes to 1 / max |p|.
    first : int
        The lowest node that is known; the others follow one by one.
    levels : array of shape (n_nodes,)
        K at the nodes.
    series : array of shape (n_terms, n_nodes)
        Means of p^q / q! at the nodes, weighted by the exponentials.

    Examples
    --------
    >>> import numpy as np
    >>> total = exponential_sum(points=np.array([-1.0, 2.0]), log_weights=np.zeros(2))
    >>> _, found = total.at(np.array([0.3]))
    >>> f"{found.value[0]:.10f} {np.log(np.exp(-0.3) + np.exp(0.6)):.10f}"
    '0.9411538747 0.9411538747'
    """

    powers: FloatArray
    log_weights: FloatArray
    reach: float
    fineness: int
    first: int
    levels: FloatArray
    series: FloatArray

    def at(self, places: FloatArray) -> tuple[ExponentialSum, Cumulants]:
        """Evaluate at places of shape (n_places,), and keep the nodes for next time."""
        scaled = places * self.reach
        nearest = np.rint(scaled)
        known = self._knowing(int(nearest.min()), int(nearest.max()) + 1)
        index = nearest.astype(np.int64) - known.first
        return known, _sum_series(known, index, scaled - nearest)

    def _knowing(self, first: int, stop: int) -> ExponentialSum:
        """Add the nodes from `first` to `stop` where they are not known yet."""
        end, more = self.first + len(self.levels), self.fineness
        if len(self.levels) and self.first <= first and stop <= end:
            return self
        if not len(self.levels):
            return self._with_nodes(range(first - more, stop + more), range(0))
        return self._with_nodes(
            range(min(first - more, self.first), self.first),
            range(end, max(stop + more, end)),
        )

    def _with_nodes(self, before: range, after: range) -> ExponentialSum:
        """Put nodes before and after those that are known."""
        low, high = self._moments(before), self._moments(after)
        return replace(
            self,
            first=before.start,
            levels=np.concatenate([low[0], self.levels, high[0]]),
            series=np.concatenate([low[1], self.series, high[1]], axis=1),
        )

    def _moments(self, nodes: range) -> tuple[FloatArray, FloatArray]:
        """Sum up at nodes: levels (n_nodes,) and series (n_terms, n_nodes)."""
        at_once = max(_CELLS_AT_ONCE // len(self.log_weights), 1)
        levels, series = np.zeros(len(nodes)), np.zeros((len(self.powers), len(nodes)))
        for first in range(0, len(nodes), at_once):
            part = slice(first, first + at_once)
            levels[part], series[:, part] = self._moments_of_part(nodes[part])
        return levels, series

    def _moments_of_part(self, nodes: range) -> tuple[FloatArray, FloatArray]:
        """Do so for as many nodes as fit into memory."""
        exponents = np.multiply.outer(np.array(nodes, np.float64), self.powers[1])
        exponents += self.log_weights
        highest = exponents.max(axis=1)
        exponents -= highest[:, None]
        np.exp(exponents, out=exponents)
        moments = self.powers @ exponents.T
        totals = moments[0].copy()
        factorials = _FACTORIALS[: len(moments), None]
        return highest + np.log(totals), moments / totals / factorials


def exponential_sum(
    *, points: FloatArray, log_weights: FloatArray, fineness: int = 1
) -> ExponentialSum:
    """Make the function of points and the logs of their weights; no node is known.

    Parameters
    ----------
    points, log_weights : array of shape (n_points,)
    fineness : {1, 8}
        Nodes to 1 / max |p|. More of them cost time where there are many points, and
        spare it where there are many places.
    """
    reach = max(float(np.abs(points).max()), 1e-3) * fineness
    n_terms = _TERMS[fineness]
    powers = np.ones((n_terms, len(points)))
    np.divide(points, reach, out=powers[1])
    for q in range(2, n_terms):
        np.multiply(powers[q - 1], powers[1], out=powers[q])
    return ExponentialSum(
        powers=powers,
        log_weights=log_weights,
        reach=reach,
        fineness=fineness,
        first=0,
        levels=np.zeros(0),
        series=np.zeros((n_terms, 0)),
    )


def _sum_series(total: ExponentialSum, index: IntArray, steps: FloatArray) -> Cumulants:
    """Sum Taylor's series at `steps` in [-.5, .5] from the nodes of `index`."""
    *lower, highest = total.series.take(index, axis=1)
    zeroth, first, half_second = highest, np.zeros_like(steps), np.zeros_like(steps)
    for coefficients in reversed(lower):
        half_second *= steps
        half_second += first
        first *= steps
        first += zeroth
        zeroth *= steps
        zeroth += coefficients
    slope = first / zeroth
    return Cumulants(
        level=total.levels.take(index),
        rest=zeroth,
        slope=slope * total.reach,
        curvature=(2 * half_second / zeroth - slope**2) * total.reach**2,
    )


_FINE_STEP = 1e-5
"""Newton's error falls with the square: after such a step it is about 1e-10."""

_LONGEST_STEP = 3.0
"""In parts of 1 / max |p|."""

_FREE_STEPS = 8
"""Newton nearly always arrives in so many; after them brackets keep it from turning
in circles."""

_MOST_STEPS = 200


def solve_slopes(
    total: ExponentialSum,
    *,
    sums: FloatArray,
    weights: FloatArray,
    precision: float,
    start: FloatArray,
) -> tuple[FloatArray, FloatArray, ExponentialSum]:
    r"""Find where :math:`s - r K'(x) - \lambda x = 0`, for many s and r at once.

    The left side falls in x, so that there is one root; Newton's steps, where they are
    many, are kept between places known to lie on its two sides.

    Parameters
    ----------
    sums, weights : arrays of shape (n_places,)
        The s and the r; r above 0.
    precision : float
        The lambda, above 0.
    start : array of shape (n_places,)

    Returns
    -------
    array of shape (n_places,)
        The roots x.
    array of shape (n_places,)
        K there.
    ExponentialSum
        The same function, with all nodes that were needed.
    """
    x = start
    low, high = np.full_like(x, -np.inf), np.full_like(x, np.inf)
    longest = _LONGEST_STEP * total.fineness / total.reach
    for n_steps in range(_MOST_STEPS):
        total, at = total.at(x)
        rest = sums - weights * at.slope - precision * x
        step = rest / (weights * at.curvature + precision)
        largest = np.abs(step).max()
        if largest > longest:
            np.clip(step, -longest, longest, out=step)
        if n_steps >= _FREE_STEPS:
            np.copyto(low, x, where=rest >= 0)
            np.copyto(high, x, where=rest <= 0)
            beyond = (x + step < low) | (x + step > high)
            step[beyond] = (low[beyond] + high[beyond]) / 2 - x[beyond]
            largest = np.abs(step).max()
        x = x + step
        if largest < _FINE_STEP:
            break
    return x, at.value + at.slope * step + at.curvature * step**2 / 2, total
