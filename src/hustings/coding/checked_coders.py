r"""How often a coder is right, by hand codings of units that were drawn at random.

Everything is a ratio between totals over all units, estimated from the sample (see
`hustings.coding.checked_ratios`): accuracy; precision, of the units that were given a
code, those that have it; recall, of those that have it, those that were given it; and
F1, which lies between the two,

.. math:: F_1 = \frac{2 \sum y m}{\sum y + \sum m}.

Nothing is assumed of the coder or the units: all randomness is that of the draw. Where
several people coded a unit and nobody settled it, each counts for their part.

Where by people's word a condition of the codebook leaves a unit without a code, any
code is wrong there. Units in which people and coder both say so are left out of
accuracy: they are many and easy, and nothing was coded in them.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.coding.checked_ratios import SampledRatio, sampled_ratio
from hustings.estimates.design_based import design_strata, rescaled_weights
from hustings.estimates.frames import frame_from_rows
from hustings.estimates.intervals import percentile_interval
from hustings.estimates.resampling import FloatArray, random_stream
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import polars as pl

    from hustings.coding.checked_units import CheckedUnits

CheckStatistic: TypeAlias = Literal["accuracy", "macro_f1", "precision", "recall", "f1"]

CHECK_NAMES: Mapping[str, str] = {
    "accuracy": "Accuracy",
    "macro_f1": "Macro-F1",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
}
"""What a person is told each statistic is."""

FEW = 30
"""Of fewer units an interval is too wide to rely on."""

_N_DRAWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckEstimate:
    """One statistic of how often a coder is right.

    Attributes
    ----------
    statistic : str
        One of `CHECK_NAMES`.
    code : str or None
        The code it is about; None is all codes.
    by, group : str or None
        What is told apart, such as ``"actor"``, and which group this is; None is all
        units.
    value : float or None
        In [0, 1]; None where nothing of the kind was drawn, which a problem names.
    low, high : float or None
        Ends of the interval.
    confidence : float
        Share of intervals made this way that cover the true value, in (0, 1).
    n_units : int
        Units of the sample that it rests on.
    """

    statistic: CheckStatistic
    code: str | None = None
    by: str | None = None
    group: str | None = None
    value: float | None
    low: float | None
    high: float | None
    confidence: float
    n_units: int

    def summary(self) -> str:
        """Return one line for a person to read."""
        about = "".join(f" of {one}" for one in (self.code, self.group) if one)
        name = f"{CHECK_NAMES[self.statistic]}{about}"
        if self.value is None:
            return f"{name}: nothing of the kind was drawn."
        return (
            f"{name} {self.value:.2f} [{self.low:.2f}, {self.high:.2f}] "
            f"({self.n_units} units)."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CheckResult:
    """How often a coder is right: overall, by code, and by group.

    Attributes
    ----------
    estimates : tuple of CheckEstimate
        Accuracy and macro-F1 first, then by code, then accuracy by group.
    codes : tuple of str
    confusion : array of shape (n_codes, n_codes + 1)
        Estimated share of all units by the code they have (rows) and the code they are
        given; the last column is none. One row more, at the end, has the units that
        were to get none, where there are such.
    n_units : int
    problems : tuple of Problem
        What rests on few units, or none.
    """

    estimates: tuple[CheckEstimate, ...]
    codes: tuple[str, ...]
    confusion: FloatArray
    n_units: int
    problems: tuple[Problem, ...] = ()

    @property
    def accuracy(self) -> CheckEstimate:
        """How often the coder is right, over all units."""
        return self.estimates[0]

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row an estimate."""
        return [asdict(one) for one in self.estimates]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line an estimate for a person to read."""
        return "\n".join(one.summary() for one in self.estimates)


def check_coder(
    units: CheckedUnits, *, confidence: float = 0.95, seed: int = 0
) -> CheckResult:
    """Estimate how often a coder is right, from a random sample coded by hand.

    Parameters
    ----------
    units : CheckedUnits
    confidence : float, default=0.95
        Of all intervals, each by itself.
    seed : int, default=0
        Of the samples drawn anew for the interval of macro-F1, after Rao and Wu (1988).

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.

    References
    ----------
    Horvitz, D. G., & Thompson, D. J. (1952). A generalization of sampling without
    replacement from a finite universe. Journal of the American Statistical
    Association, 47(260), 663-685. https://doi.org/10.1080/01621459.1952.10483446

    Examples
    --------
    >>> from hustings.coding.checked_units import CheckedUnits
    >>> units = CheckedUnits.from_values(
    ...     [["tax"]] * 6 + [["trams"]] * 4,
    ...     ["tax"] * 5 + ["trams"] * 5,
    ...     [0.1] * 10,
    ... )
    >>> found = check_coder(units)
    >>> print(found.accuracy.summary())
    Accuracy 0.90 [0.54, 0.99] (10 units).
    """
    estimates = (
        _told(units, "accuracy", units.right, units.in_question, confidence),
        _macro_f1(units, confidence, seed),
        *_by_code(units, confidence),
        *_by_group(units, confidence),
    )
    return CheckResult(
        estimates=estimates,
        codes=units.codes,
        confusion=_confusion(units),
        n_units=len(units.given),
        problems=tuple(_problems(estimates)),
    )


def _told(
    units: CheckedUnits,
    statistic: CheckStatistic,
    above: FloatArray,
    below: FloatArray,
    confidence: float,
    **about: str,
) -> CheckEstimate:
    """Estimate one ratio."""
    found: SampledRatio = sampled_ratio(
        above,
        below,
        units.probabilities,
        strata=units.strata,
        clusters=units.clusters,
        confidence=confidence,
    )
    return CheckEstimate(
        statistic=statistic,
        **about,
        value=found.value,
        low=found.low,
        high=found.high,
        confidence=confidence,
        n_units=found.n_units,
    )


def _by_code(units: CheckedUnits, confidence: float) -> Iterator[CheckEstimate]:
    """Tell precision, recall and F1 of each code."""
    marked = units.marked
    for k, code in enumerate(units.codes):
        has, gets = units.hand[:, k], marked[:, k]
        ratios: Mapping[CheckStatistic, tuple[FloatArray, FloatArray]] = {
            "precision": (has * gets, gets),
            "recall": (has * gets, has),
            "f1": (2 * has * gets, has + gets),
        }
        for statistic, (above, below) in ratios.items():
            yield _told(units, statistic, above, below, confidence, code=code)


def _by_group(units: CheckedUnits, confidence: float) -> Iterator[CheckEstimate]:
    """Tell the accuracy in each group."""
    for by, of_unit in units.groups.items():
        names = np.array(of_unit, dtype=object)
        for group in sorted(set(of_unit)):
            inside = (names == group).astype(float)
            above, below = units.right * inside, units.in_question * inside
            yield _told(units, "accuracy", above, below, confidence, by=by, group=group)


def _macro_f1(units: CheckedUnits, confidence: float, seed: int) -> CheckEstimate:
    """Average F1 over codes that a unit has; draw the sample anew for the interval."""
    marked, weights = units.marked, 1 / units.probabilities
    both = np.hstack([2 * units.hand * marked, units.hand + marked])
    factors = _drawn_anew(units, seed)
    is_had = units.hand.sum(axis=0) > 0
    value = float(_mean_f1((weights @ both)[None], is_had)[0])
    draws = _mean_f1((factors * weights) @ both, is_had)
    low, high = percentile_interval(draws, confidence=confidence).tolist()
    return CheckEstimate(
        statistic="macro_f1",
        value=value,
        low=min(low, value),
        high=max(high, value),
        confidence=confidence,
        n_units=len(units.given),
    )


def _drawn_anew(units: CheckedUnits, seed: int) -> FloatArray:
    """(n_draws, n_units): factors on weights as if the sample were drawn anew."""
    n = len(units.given)
    clusters = np.arange(n) if units.clusters is None else units.clusters
    _, first, drawn = np.unique(clusters, return_index=True, return_inverse=True)
    strata = None if units.strata is None else units.strata[first]
    chances = units.probabilities[first]
    factors = rescaled_weights(
        design_strata(chances, strata),
        1 - chances,
        n_draws=_N_DRAWS,
        generator=random_stream(seed=seed, name="macro-F1"),
    )
    return np.asarray(factors[:, drawn])


def _mean_f1(sums: FloatArray, is_had: np.ndarray) -> FloatArray:
    """(n_draws, 2 n_codes) to (n_draws,): a code that a draw has lost is left out."""
    above, below = np.split(sums, 2, axis=1)
    nothing = np.full(above.shape, np.nan)
    each = np.divide(above, below, out=nothing, where=below > 0)[:, is_had]
    n = np.isfinite(each).sum(axis=1)
    return np.asarray(np.nansum(each, axis=1) / np.maximum(n, 1))


def _confusion(units: CheckedUnits) -> FloatArray:
    """Estimate the share of all units with each code that gets each code, or none."""
    weights = 1 / units.probabilities
    none = (units.given < 0).astype(float)[:, None]
    has = units.hand
    if (units.not_asked > 0).any():
        has = np.column_stack([has, units.not_asked])
    table = (has * weights[:, None]).T @ np.hstack([units.marked, none])
    return np.asarray(table / weights.sum())


def _problems(estimates: Iterable[CheckEstimate]) -> Iterator[Problem]:
    """Name what rests on few units, or on none."""
    few: dict[str, None] = {}
    none: dict[str, None] = {}
    for one in estimates:
        if one.statistic == "f1":
            continue
        name = CHECK_NAMES[one.statistic].lower().replace("-f1", "-F1")
        about = "".join(f" of {part}" for part in (one.code, one.group) if part)
        if one.value is None:
            none[f"{name}{about}"] = None
        elif one.n_units < FEW and one.low != one.high:
            few[f"{name}{about} ({one.n_units})"] = None
    if few:
        yield Problem(
            kind="few units",
            message=f"These rest on fewer than {FEW} units drawn at random, and their "
            f"intervals are wide: {_listed(few)}. More hand codings narrow them.",
        )
    if none:
        yield Problem(
            kind="undefined",
            message=f"Nothing of the kind is in the random sample: {_listed(none)}.",
        )


def _listed(names: Iterable[str], most: int = 8) -> str:
    """List names, the first few of many."""
    found = list(names)
    rest = f" and {len(found) - most} more" if len(found) > most else ""
    return f"{', '.join(found[:most])}{rest}"
