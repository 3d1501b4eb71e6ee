r"""Intervals of statistics of agreement: how they might differ in other units.

The coders are those there are; units (or whole documents, or blocks) are drawn anew
with replacement. Four things make the interval hold with few units, too, as
``scripts/measure_agreement.py`` shows:

* the ends are corrected for bias and skewness (BC\ :sub:`a`, Efron 1987), with the
  acceleration from leaving each unit out, and set wider as a t interval is wider than a
  normal one (Hesterberg 2015);
* the high end is at least that of a sample to which on average half an imaginary unit
  was added on which all coders agree, on any value: where a value occurs in no or one
  unit, resampling cannot show how well it might be told apart;
* the low end is at most that of a sample to which on average one imaginary unit was
  added that was coded by chance: large differences are rare where coders are good, and
  few units may hold none of them;
* where all units agree, resampling shows no spread. The low end is then computed from
  the exact bound on the share of agreeing units, :math:`p_{low} = (\alpha / 2)^{1/n}`,
  as :math:`1 - (1 - p_{low}) / (1 - p_e)`.

References
----------
Efron, B. (1987). Better bootstrap confidence intervals. Journal of the American
Statistical Association, 82(397), 171-185.
https://doi.org/10.1080/01621459.1987.10478410

Hesterberg, T. C. (2015). What teachers should know about the bootstrap. The American
Statistician, 69(4), 371-386. https://doi.org/10.1080/00031305.2015.1089789
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

import numpy as np

from hustings.coding.terms import values_of
from hustings.errors import InvalidOptionError
from hustings.estimates.quantiles import student_t_quantile
from hustings.estimates.resampling import (
    MOST_DRAWS,
    random_stream,
    require_confidence,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hustings.coding.coincidences import Patterns
    from hustings.coding.terms import Terms
    from hustings.estimates.resampling import FloatArray

AgreementInterval: TypeAlias = Literal["bootstrap", "analytic", "none"]
Together: TypeAlias = Literal["units", "documents", "blocks"]

FEWEST_DRAWN = 5
"""Fewer units, documents or blocks than this are not resampled."""

_CELLS_AT_ONCE = 4_000_000
_AGREEING, _GUESSED = 0.5, 1.0
"""Imaginary units that a sample gets on average; see the module."""
_NO_DISAGREEMENT = 1e-12
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementOptions:
    """How intervals of agreement are made.

    Attributes
    ----------
    interval : {"bootstrap", "analytic", "none"}
        ``analytic`` is the value and a t interval of its standard error: by formula
        where the statistic has one and units are drawn, else by leaving out one at a
        time.
    resample : {"units", "documents", "blocks"}
        What is drawn as a whole.
    n_draws : int
        Resampled sets of units.
    confidence : float
        In (0, 1).
    seed : int
        Not negative. The same seed gives the same interval.

    Raises
    ------
    InvalidOptionError
        If a value is outside its range.
    """

    interval: AgreementInterval = "bootstrap"
    resample: Together = "units"
    n_draws: int = 1000
    confidence: float = 0.95
    seed: int = 0

    def __post_init__(self) -> None:
        require_confidence(self.confidence)
        for option, value, known in (
            ("interval", self.interval, get_args(AgreementInterval)),
            ("resample", self.resample, get_args(Together)),
        ):
            if value not in known:
                raise InvalidOptionError(
                    option=option, value=value, advice=f"Choose {', '.join(known)}."
                )
        if not 2 <= self.n_draws <= MOST_DRAWS:
            raise InvalidOptionError(
                option="n_draws",
                value=self.n_draws,
                advice=f"Draw from 2 to {MOST_DRAWS:,} times; 1,000 is usual.",
            )
        if self.seed < 0:
            raise InvalidOptionError(
                option="seed", value=self.seed, advice="Use 0 or a positive number."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A statistic, the ends of its interval, and its standard error, where defined."""

    value: float | None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sample:
    """What is drawn: rows of parts, each there so many times.

    Attributes
    ----------
    parts : array of shape (n_rows, n_sums)
    times : array of shape (n_rows,)
    value : float
        Of the statistic in this sample.
    left_out : array of shape (n_rows,)
        The statistic without one of the row; NaN where that is undefined.
    """

    terms: Terms
    parts: FloatArray
    times: FloatArray
    value: float
    left_out: FloatArray
    n_drawn: int
    is_grouped: bool


def estimate_all(
    patterns: Patterns,
    terms: Mapping[str, Terms],
    options: AgreementOptions,
    *,
    name: str,
) -> dict[str, Estimate]:
    """Estimate several statistics on the same patterns, with the same draws.

    Parameters
    ----------
    name : str
        Of the stream of random numbers, such as the code it is about.
    """
    samples = {
        statistic: _sample(patterns, one)
        for statistic, one in terms.items()
        if _value(patterns.times @ one.parts, one) is not None
    }
    draws = _draw_all(samples, options, name) if samples else {}
    return {
        statistic: _estimate(samples[statistic], draws.get(statistic), options)
        if statistic in samples
        else Estimate(value=None)
        for statistic in terms
    }


def _value(sums: FloatArray, terms: Terms) -> float | None:
    """Compute the statistic of one row of sums, None if it is undefined."""
    value = float(values_of(terms.formula, sums[np.newaxis])[0])
    return None if np.isnan(value) else value


def _sample(patterns: Patterns, terms: Terms) -> _Sample:
    """Add up parts by what is drawn together, and leave each out once."""
    parts, times = terms.parts, patterns.times
    if patterns.group is not None:
        grouped = np.zeros((patterns.n_groups, parts.shape[1]))
        np.add.at(grouped, patterns.group, parts * times[:, np.newaxis])
        parts, times = grouped, np.ones(patterns.n_groups)
    total = times @ parts
    return _Sample(
        terms=terms,
        parts=parts,
        times=times,
        value=float(values_of(terms.formula, total[np.newaxis])[0]),
        left_out=values_of(terms.formula, total - parts),
        n_drawn=patterns.n_groups if patterns.group is not None else patterns.n_units,
        is_grouped=patterns.group is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draws:
    """A statistic in resampled units: as they are, and with imaginary ones added."""

    plain: FloatArray
    with_agreeing: FloatArray
    with_guessed: FloatArray


def _draw_all(
    samples: Mapping[str, _Sample], options: AgreementOptions, name: str
) -> dict[str, _Draws]:
    """Draw for all statistics at once."""
    first = next(iter(samples.values()))
    if options.interval != "bootstrap" or first.n_drawn < FEWEST_DRAWN:
        return {}
    generator = random_stream(seed=options.seed, name=name)
    found: dict[str, list[_Draws]] = {one: [] for one in samples}
    for weights in _weights(first.times, options.n_draws, generator):
        agreeing = _few(generator, _AGREEING, len(weights), len(first.terms.agreeing))
        guessed = _few(generator, _GUESSED, len(weights), len(first.terms.guessed))
        for statistic, sample in samples.items():
            sums, terms = weights @ sample.parts, sample.terms
            drawn = _Draws(
                plain=values_of(terms.formula, sums),
                with_agreeing=values_of(
                    terms.formula, sums + agreeing @ terms.agreeing
                ),
                with_guessed=values_of(terms.formula, sums + guessed @ terms.guessed),
            )
            found[statistic].append(drawn)
    return {statistic: _joined(parts) for statistic, parts in found.items()}


def _few(
    generator: np.random.Generator, mean: float, n_draws: int, n_kinds: int
) -> FloatArray:
    """Draw how many imaginary units of each kind are added, `mean` in all."""
    return generator.poisson(mean / n_kinds, (n_draws, n_kinds)).astype(float)


def _joined(parts: Sequence[_Draws]) -> _Draws:
    """Put draws end to end, each kind without those that are undefined."""
    return _Draws(
        plain=np.concatenate([one.plain for one in parts]),
        with_agreeing=_defined([one.with_agreeing for one in parts]),
        with_guessed=_defined([one.with_guessed for one in parts]),
    )


def _defined(parts: Sequence[FloatArray]) -> FloatArray:
    """Put arrays end to end without NaN."""
    joined = np.concatenate(parts)
    return joined[~np.isnan(joined)]


def _weights(
    times: FloatArray, n_draws: int, generator: np.random.Generator
) -> Iterator[FloatArray]:
    """Yield how often each row is drawn, shape (some draws, n_rows)."""
    n, n_rows = round(times.sum()), len(times)
    of_unit = np.repeat(np.arange(n_rows), times.astype(np.int64))
    is_few = n_rows * 10 < n
    at_once = max(_CELLS_AT_ONCE // (n_rows if is_few else n), 1)
    for start in range(0, n_draws, at_once):
        some = min(at_once, n_draws - start)
        if is_few:
            yield generator.multinomial(n, times / n, size=some).astype(float)
            continue
        # Many times as fast as a multinomial draw where most rows are there once.
        drawn = of_unit[generator.integers(n, size=(some, n))]
        drawn += np.arange(some)[:, np.newaxis] * n_rows
        counted = np.bincount(drawn.ravel(), minlength=some * n_rows)
        yield counted.reshape(some, n_rows).astype(float)


def _estimate(
    sample: _Sample,
    draws: _Draws | None,
    options: AgreementOptions,
) -> Estimate:
    """Put value, interval and standard error together."""
    error = sample.terms.standard_error
    if sample.is_grouped or error is None:
        error = _jackknife_error(sample)
    ends: tuple[float, float] | None = None
    if options.interval == "none" or sample.n_drawn < 2:
        ends = None
    elif _agrees_everywhere(sample):
        ends = _exact_ends(sample, options.confidence)
    elif options.interval == "analytic":
        ends = _analytic_ends(sample, error, options.confidence)
    elif draws is not None:
        ends = _bootstrap_ends(sample, draws, options.confidence)
    low, high = ends or (None, None)
    return Estimate(value=sample.value, low=low, high=high, standard_error=error)


def _agrees_everywhere(sample: _Sample) -> bool:
    """Say whether no unit adds any disagreement."""
    observed, expected = sample.terms.formula((sample.times @ sample.parts)[np.newaxis])
    return bool(abs(observed[0]) <= _NO_DISAGREEMENT * max(expected[0], 1))


def _exact_ends(sample: _Sample, confidence: float) -> tuple[float, float]:
    """Bound the share of agreeing units from below, all of those seen agreeing."""
    share = ((1 - confidence) / 2) ** (1 / sample.n_drawn)
    low = 1 - (1 - share) / max(1 - sample.terms.chance, _NO_DISAGREEMENT)
    return max(low, -1.0), 1.0


def _jackknife_error(sample: _Sample) -> float | None:
    """Compute the standard error from leaving each unit out."""
    known = ~np.isnan(sample.left_out)
    n = sample.times.sum()
    if not known[sample.times > 0].all() or n < 2:
        return None
    deviations = sample.left_out - sample.times @ sample.left_out / n
    return float(np.sqrt((n - 1) / n * (sample.times @ deviations**2)))


def _analytic_ends(
    sample: _Sample, error: float | None, confidence: float
) -> tuple[float, float] | None:
    """Give the t interval, inside [-1, 1]."""
    n = float(sample.times[sample.parts.any(axis=1)].sum())
    if error is None or n < 2:
        return None
    reach = student_t_quantile((1 + confidence) / 2, n - 1) * error
    return max(sample.value - reach, -1.0), min(sample.value + reach, 1.0)


def _bootstrap_ends(
    sample: _Sample, draws: _Draws, confidence: float
) -> tuple[float, float] | None:
    """Give the corrected ends; None where most draws are undefined."""
    known = draws.plain[~np.isnan(draws.plain)]
    if 2 * len(known) < len(draws.plain):
        return None
    reach = _reach(sample.n_drawn, confidence)
    below = (np.mean(known < sample.value) + np.mean(known <= sample.value)) / 2
    bias = _NORMAL.inv_cdf(float(np.clip(below, 0.001, 0.999)))
    acceleration = _acceleration(sample)
    tails = [
        _NORMAL.cdf(bias + z / max(1 - acceleration * z, 0.1))
        for z in (bias - reach, bias + reach)
    ]
    low, high = np.quantile(known, tails)
    if not sample.is_grouped:
        low = min(low, np.quantile(draws.with_guessed, _NORMAL.cdf(-reach)))
        high = max(high, np.quantile(draws.with_agreeing, _NORMAL.cdf(reach)))
    return float(max(min(low, sample.value), -1.0)), float(max(high, sample.value))


def _reach(n_drawn: int, confidence: float) -> float:
    """Set the normal quantile wider as the t interval of so few units is wider."""
    wide = student_t_quantile((1 + confidence) / 2, n_drawn - 1)
    return wide * sqrt(n_drawn / (n_drawn - 1))


def _acceleration(sample: _Sample) -> float:
    """Measure how skewed the influence of single units is; 0 where it is unknown."""
    present = sample.times > 0
    left_out, times = sample.left_out[present], sample.times[present]
    if np.isnan(left_out).any():
        return 0.0
    deviations = times @ left_out / times.sum() - left_out
    spread = times @ deviations**2
    if spread <= 0:
        return 0.0
    return float(times @ deviations**3 / (6 * spread**1.5))
