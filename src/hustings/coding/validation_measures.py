"""Accuracy, precision, recall and F1 with intervals, from stretches of units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hustings.estimates.intervals import Interval, percentile_interval

if TYPE_CHECKING:
    from hustings.coding.units_in_context import IntArray
    from hustings.estimates.resampling import FloatArray, Resampling

_STRETCH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A share with its interval.

    Attributes
    ----------
    estimate : float or None
        In [0, 1]; None where it is undefined, as precision is for a code never given.
    interval : Interval or None
        None where the estimate is, or where draws leave it undefined too often.
    """

    estimate: float | None
    interval: Interval | None


class Measures(NamedTuple):
    """Of every code by index, and of all codes together."""

    precision: list[Measure]
    recall: list[Measure]
    f1: list[Measure]
    accuracy: Measure
    macro_f1: Measure


def measure_codes(sums: FloatArray, used: IntArray, how: Resampling) -> Measures:
    """Measure codes, with intervals from stretches drawn with replacement.

    Parameters
    ----------
    sums : array, shape (n_stretches, 3, n_codes)
        As `stretch_sums` gives them.
    used : array of int
        Codes whose F1 is averaged.
    how : Resampling
    """
    drawn, whole = _draws(sums, how), sums.sum(axis=0)[None]
    precision, recall, f1 = (
        _measures(of_whole, of_draws, how.confidence)
        for of_whole, of_draws in zip(_ratios(whole), _ratios(drawn), strict=True)
    )
    accuracy = _measures(_accuracy(whole), _accuracy(drawn), how.confidence)[0]
    macro = _measures(_macro(whole, used), _macro(drawn, used), how.confidence)[0]
    return Measures(precision, recall, f1, accuracy, macro)


def stretch_sums(
    right: IntArray, given: IntArray, documents: IntArray, n_codes: int
) -> FloatArray:
    """(n_stretches, 3, n_codes): hits, units given and units having each code."""
    starts = np.r_[0, np.flatnonzero(np.diff(documents)) + 1]
    within = np.arange(len(documents)) - np.repeat(
        starts, np.diff(np.r_[starts, len(documents)])
    )
    stretches = np.cumsum(within % _STRETCH == 0) - 1
    hit = right == given
    counted = (stretches[hit], right[hit]), (stretches, given), (stretches, right)
    sums = np.zeros((3, int(stretches[-1]) + 1, n_codes))
    for of_kind, places in zip(sums, counted, strict=True):
        np.add.at(of_kind, places, 1)
    return np.asarray(sums.swapaxes(0, 1))


def _draws(sums: FloatArray, how: Resampling) -> FloatArray:
    """(n_draws, 3, n_codes): sums over stretches drawn with replacement."""
    n = len(sums)
    generator = np.random.default_rng(how.seed)
    times = generator.multinomial(n, np.full(n, 1 / n), size=how.n_draws)
    flat = times.astype(float) @ sums.reshape(n, -1)
    return np.asarray(flat.reshape(how.n_draws, *sums.shape[1:]))


def _ratios(sums: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Give precision, recall and F1, each (n_draws, n_codes), NaN where undefined."""
    hits, given, having = sums[:, 0], sums[:, 1], sums[:, 2]
    return (
        _divide(hits, given),
        _divide(hits, having),
        _divide(2 * hits, given + having),
    )


def _divide(part: FloatArray, whole: FloatArray) -> FloatArray:
    nothing = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole > 0))


def _accuracy(sums: FloatArray) -> FloatArray:
    hits = sums[:, 0].sum(axis=1)
    return np.asarray(hits / sums[:, 2].sum(axis=1))[:, None]


def _macro(sums: FloatArray, used: IntArray) -> FloatArray:
    """Average F1 over codes; a code that a draw has lost is not in its average."""
    return np.asarray(np.nanmean(_ratios(sums)[2][:, used], axis=1))[:, None]


def _measures(whole: FloatArray, draws: FloatArray, confidence: float) -> list[Measure]:
    """Join estimates (1, n) and draws (n_draws, n) to n measures."""
    return [
        _one_measure(float(estimate), column, confidence)
        for estimate, column in zip(whole[0], draws.T, strict=True)
    ]


def _one_measure(estimate: float, draws: FloatArray, confidence: float) -> Measure:
    found = draws[np.isfinite(draws)]
    if not np.isfinite(estimate):
        return Measure(estimate=None, interval=None)
    if len(found) < confidence * len(draws):
        return Measure(estimate=estimate, interval=None)
    low, high = percentile_interval(found, confidence=confidence).tolist()
    interval = Interval(low=low, high=high, confidence=confidence)
    return Measure(estimate=estimate, interval=interval)
