"""Puts values, draws and variances together to estimates with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.biased_intervals import biased_ends
from hustings.estimates.corrected_intervals import (
    ALIKE,
    corrected_ends,
    effective_share_ends,
)
from hustings.estimates.decomposition import variance_shares
from hustings.estimates.intervals import binomial_ends
from hustings.estimates.resampling import random_stream
from hustings.estimates.results import (
    UNCORRECTED,
    Alternative,
    CaseEstimate,
    Estimates,
)
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.estimates.observations import BoolArray
    from hustings.estimates.outcome_rows import Basis
    from hustings.estimates.outcomes import Drawing
    from hustings.estimates.replicates import Case
    from hustings.estimates.resampling import FloatArray, Resampling
    from hustings.estimates.sources import Source


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """Another way to estimate: values (n_cases, m) and draws (n_draws, n_cases, m)."""

    name: str
    value: FloatArray
    draws: FloatArray | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Found:
    """What the engine found: values (n_cases, m), draws (n_draws, n_cases, m).

    Attributes
    ----------
    is_usable : array of bool, shape (n_cases, 1), or None
        Whether hand codings of the case correct the machine.
    """

    value: FloatArray
    draws: FloatArray | None
    variances: Mapping[Source, FloatArray]
    method: str
    tuning: FloatArray | None = None
    is_usable: BoolArray | None = None
    ways: tuple[Way, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spread:
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


def assemble(
    found: Found,
    drawing: Drawing,
    resampling: Resampling,
    problems: tuple[Problem, ...],
) -> Estimates:
    """Make the estimates of all cases and outcomes."""
    table = _Table(
        found=found,
        drawing=drawing,
        confidence=resampling.confidence,
        seed=resampling.seed,
        errors_at_zero=_errors_at_zero(drawing),
        bases=tuple(drawing.bases),
    )
    kept = [(c, j) for c, j in table.cells() if np.isfinite(found.value[c, j])]
    draws = [table.draws(c, j) for c, j in kept]
    estimates = [table.estimate(c, j, d) for (c, j), d in zip(kept, draws, strict=True)]
    return Estimates(
        statistic=drawing.statistic.name,
        estimates=tuple(estimates),
        draws=np.column_stack(draws) if draws else np.zeros((0, 0)),
        freedom=np.array([table.freedom(c) for c, _ in kept]),
        sources=drawing.sources.names,
        confidence=resampling.confidence,
        problems=(*problems, *table.problems(estimates)),
        parameters={"n_draws": resampling.n_draws, "seed": resampling.seed},
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Table:
    found: Found
    drawing: Drawing
    confidence: float
    seed: int
    errors_at_zero: tuple[float | None, ...]
    bases: tuple[Basis, ...]

    def cells(self) -> Iterator[tuple[int, int]]:
        """Go through cases, and through outcomes within."""
        n_cases, m = self.found.value.shape
        return ((c, j) for c in range(n_cases) for j in range(m))

    def freedom(self, c: int) -> float:
        """Degrees of freedom of a case; infinite where nothing was drawn from few."""
        names = self.drawing.sources.names
        case = self.bases[c]
        by_block = self.drawing.sources.sampling is not None and (
            self.drawing.sources.sampling.by == "blocks"
        )
        if not by_block and not (
            case.is_sampled and {"machine", "sampling"} & set(names)
        ):
            return inf
        spent = 1 if self.found.tuning is not None and self.found.tuning[c].any() else 0
        return max(case.freedom(self.drawing.sources) - spent, 1.0)

    def draws(self, c: int, j: int) -> FloatArray:
        """Give the draws of a cell; by formula where none shows what is not there."""
        if self.found.draws is None:
            return np.zeros(0)
        draws = self.found.draws[:, c, j]
        error = self.errors_at_zero[c]
        if error is None:
            return draws
        spread = draws[np.isfinite(draws)].std() if np.isfinite(draws).any() else 0.0
        name = f"{self.drawing.row_names[c]} by formula"
        normal = random_stream(seed=self.seed, name=name).standard_normal(len(draws))
        return np.asarray(self.found.value[c, j] + max(error, spread) * normal)

    def estimate(self, c: int, j: int, draws: FloatArray) -> CaseEstimate:
        """Make one estimate."""
        case, found = self.bases[c], self.found
        spread = self._spread(float(found.value[c, j]), draws, c)
        is_known = spread.low is not None
        return CaseEstimate(
            case=self.drawing.row_names[c],
            code=self.drawing.statistic.outcomes[j],
            value=float(found.value[c, j]) + 0.0,
            low=spread.low,
            high=spread.high,
            confidence=self.confidence if is_known else None,
            standard_error=spread.standard_error,
            sources=variance_shares(found.variances, c, j) if is_known else None,
            n_units=case.n_units,
            n_coded=case.n_coded,
            method=self._method(c),
            tuning=None if found.tuning is None else float(found.tuning[c, j]),
            alternatives=tuple(self._alternatives(c, j)),
        )

    def _method(self, c: int) -> str:
        """Say how a case was corrected."""
        is_usable = self.found.is_usable
        return (
            self.found.method if is_usable is None or is_usable[c, 0] else UNCORRECTED
        )

    def _alternatives(self, c: int, j: int) -> Iterator[Alternative]:
        """Make the other ways' estimates, where they are defined."""
        for way in self.found.ways:
            value = float(way.value[c, j])
            if not np.isfinite(value):
                continue
            draws = np.zeros(0) if way.draws is None else way.draws[:, c, j]
            spread = self._spread(value, draws, c)
            yield Alternative(
                method=way.name,
                value=value + 0.0,
                low=spread.low,
                high=spread.high,
                standard_error=spread.standard_error,
            )

    def _spread(self, value: float, draws: FloatArray, c: int) -> _Spread:
        """Give the interval of a value by its draws, if they show any."""
        known = draws[np.isfinite(draws)]
        if 2 * len(known) < max(len(draws), 4):
            return _Spread()
        freedom, error = self.freedom(c), float(known.std(ddof=1))
        if self.drawing.statistic.is_share:
            return self._share_spread(value, known, error, c)
        if np.ptp(known) <= ALIKE:
            return _Spread()
        if self.drawing.statistic.is_biased:
            low, high = biased_ends(
                value,
                known,
                confidence=self.confidence,
                freedom=freedom,
                span=self.drawing.statistic.span,
            )
        else:
            low, high = corrected_ends(
                value, known, confidence=self.confidence, freedom=freedom
            )
        return _Spread(low=low, high=high, standard_error=error)

    def _share_spread(
        self, value: float, known: FloatArray, error: float, c: int
    ) -> _Spread:
        """Give a share its interval: percentiles, or Wilson's for few units."""
        freedom, case = self.freedom(c), self.bases[c]
        is_alike = error <= ALIKE
        everything = case.is_sampled and case.n_coded == case.n_units
        if is_alike and (0 < value < 1 or everything):
            return _Spread()
        if self._is_binomial(c) and 0 < value < 1:
            return self._binomial_spread(value, case.n_units)
        if not is_alike and np.isinf(freedom):
            low, high = corrected_ends(value, known, confidence=self.confidence)
            return _Spread(low=low, high=high, standard_error=error)
        low, high = effective_share_ends(
            value,
            0.0 if is_alike else error,
            n=case.n_coded or case.n_units,
            confidence=self.confidence,
            freedom=freedom,
        )
        return _Spread(
            low=min(low, value),
            high=max(high, value),
            standard_error=None if is_alike else error,
        )

    def _is_binomial(self, c: int) -> bool:
        """Say whether units of counts are all that is drawn anew of a case."""
        is_sampling = self.drawing.sources.names == ("sampling",)
        return is_sampling and self.bases[c].has_counted_units

    def _binomial_spread(self, value: float, n_units: float) -> _Spread:
        """Give a share what endlessly many draws of units would."""
        share = np.array([value])
        low, high = binomial_ends(share, n_units, confidence=self.confidence)[:, 0]
        error = float(np.sqrt(value * (1 - value) / n_units))
        return _Spread(low=float(low), high=float(high), standard_error=error)

    def problems(self, estimates: list[CaseEstimate]) -> Iterator[Problem]:
        """Tell of cases without a value or an interval, and of formulas used."""
        for message in self.found.problems:
            yield Problem(kind="no correction", message=message)
        undefined = ~np.isfinite(self.found.value)
        for c, name in enumerate(self.drawing.row_names):
            if undefined[c].all():
                yield Problem(
                    kind="no position",
                    message=f"Case {name!r} has no coded unit that bears on "
                    f"{self.drawing.statistic.name!r}, so it has no position.",
                )
            elif self.errors_at_zero[c] is not None:
                yield Problem(
                    kind="interval by formula",
                    message=f"Case {name!r} on {self.drawing.statistic.name!r}: one "
                    "side has no unit, and resampling never draws what is not there; "
                    "its interval comes from the formula of the standard error.",
                )
        if self.drawing.sources.names:
            yield from self._without_interval(estimates)

    def _without_interval(self, estimates: list[CaseEstimate]) -> Iterator[Problem]:
        """Name the cases whose draws are all alike."""
        for name in dict.fromkeys(one.case for one in estimates if one.low is None):
            yield Problem(
                kind="no interval",
                message=f"Case {name!r} on {self.drawing.statistic.name!r}: draws are "
                "all alike, because too few units or blocks bear on it or nothing was "
                "drawn of it, so no interval can be given.",
            )


def _errors_at_zero(drawing: Drawing) -> tuple[float | None, ...]:
    """Give each row's standard error by formula; rows of several cases have none."""
    if drawing.statistic.rows is not None:
        return (None,) * len(drawing.statistic.rows)
    return tuple(_error_at_zero(drawing, one) for one in drawing.cases)


def _error_at_zero(drawing: Drawing, case: Case) -> float | None:
    """Give the standard error by formula, where a sum of the case is 0."""
    statistic = drawing.statistic
    if statistic.error_at_zero is None or not drawing.sources.names:
        return None
    stream = random_stream(seed=0, name="nothing is drawn")
    hand = case.draw(frozenset(), drawing.sources, 1, stream).hand
    if hand is None or case.n_units <= 0:
        return None
    sums = hand.sums[0] * case.n_coded / case.n_units
    sums = sums if statistic.groups is None else sums @ statistic.groups
    return None if sums.all() else statistic.error_at_zero(sums)
