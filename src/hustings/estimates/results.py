"""What the engine gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.errors import UnknownEstimateError
from hustings.estimates.frames import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.estimates.resampling import FloatArray
    from hustings.model.document import Problem

UNCORRECTED = "uncorrected machine coding"
"""What is to stand wherever a number is shown that no random sample corrects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The same outcome, estimated in another way, to be shown beside the estimate.

    Attributes
    ----------
    method : str
        ``"hand alone"``, ``"difference"``, ``"tuned"`` or
        ``"uncorrected machine coding"``; with a confusion matrix ``"uncorrected"``,
        ``"matrix"`` or ``"simex"``.
    value : float
    low, high, standard_error : float or None
        With the same sources as the estimate.
    """

    method: str
    value: float
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEstimate:
    """One outcome of one case.

    Attributes
    ----------
    case : str
    code : str or None
        Name of the outcome, where a statistic has several.
    value : float
    low, high : float or None
        Ends of the interval with all sources; None where it is undefined.
    confidence : float or None
    standard_error : float or None
    sources : mapping of str to float, or None
        Share of the variance by source; they add up to 1. None without an interval.
    n_units : float
        All units of the case.
    n_coded : float
        Units with a coding by hand that counts.
    method : str
        How the machine was corrected: ``"tuned"``, ``"difference"``, ``"hand"``,
        ``"borrowed rectifier"`` or ``"uncorrected machine coding"``; with a confusion
        matrix ``"matrix"``, ``"simex"`` or ``"none"``; ``"as coded"`` otherwise.
    tuning : float or None
        How far the machine was trusted, in [0, 1].
    alternatives : tuple of Alternative
        Other ways to estimate it.
    """

    case: str
    code: str | None
    value: float
    low: float | None
    high: float | None
    confidence: float | None
    standard_error: float | None
    sources: Mapping[str, float] | None
    n_units: float
    n_coded: float
    method: str
    tuning: float | None = None
    alternatives: tuple[Alternative, ...] = ()

    @property
    def is_corrected(self) -> bool:
        """Whether it is anything but uncorrected machine coding."""
        return self.method != UNCORRECTED

    def alternative(self, method: str) -> Alternative | None:
        """Return what another method gives, if it was tried."""
        found = [one for one in self.alternatives if one.method == method]
        return found[0] if found else None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Estimates:
    """All outcomes of all cases, with the draws behind them.

    Attributes
    ----------
    statistic : str
    estimates : tuple of CaseEstimate
        In the order of cases, and of outcomes within; cases without a value left out.
    draws : array of shape (n_draws, n_estimates)
        Outcomes drawn anew with all sources together, one column an estimate; NaN
        where undefined. Columns of one draw belong together.
    freedom : array of shape (n_estimates,)
        Degrees of freedom; may be infinite.
    sources : tuple of str
        Those that were on.
    confidence : float
    problems : tuple of Problem
    """

    statistic: str
    estimates: tuple[CaseEstimate, ...]
    draws: FloatArray
    freedom: FloatArray
    sources: tuple[str, ...]
    confidence: float
    problems: tuple[Problem, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)

    def index(self, case: str, code: str | None = None) -> int:
        """Find an estimate.

        Raises
        ------
        UnknownEstimateError
            If there is none for the case and code.
        """
        for i, one in enumerate(self.estimates):
            if one.case == case and one.code == code:
                return i
        known = list(dict.fromkeys(one.case for one in self.estimates))
        raise UnknownEstimateError(case=case, code=code, known=known)

    def of(self, case: str, code: str | None = None) -> CaseEstimate:
        """Return the estimate of a case (and code); errors as for `index`."""
        return self.estimates[self.index(case, code)]

    @property
    def is_corrected(self) -> bool:
        """Whether no estimate is uncorrected machine coding."""
        return all(one.is_corrected for one in self.estimates)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row an estimate."""
        return [_row(one) for one in self.estimates]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line an estimate for a person to read."""
        return "\n".join(_line(one) for one in self.estimates)


def _row(one: CaseEstimate) -> dict[str, object]:
    """Put an estimate into columns, one for each source."""
    row: dict[str, object] = {
        "case": one.case,
        "code": one.code,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "confidence": one.confidence,
        "standard_error": one.standard_error,
        "n_units": one.n_units,
        "n_coded": one.n_coded,
        "method": one.method,
        "tuning": one.tuning,
    }
    return {**row, **{f"from_{k}": share for k, share in (one.sources or {}).items()}}


def _line(one: CaseEstimate) -> str:
    """Put value, interval, shares and a mark on one line."""
    what = one.case if one.code is None else f"{one.case}, {one.code}"
    interval = (
        ""
        if one.low is None or one.high is None
        else f" [{one.low:.3f}, {one.high:.3f}]"
    )
    shares = ", ".join(
        f"{name} {share:.0%}" for name, share in (one.sources or {}).items()
    )
    mark = "" if one.is_corrected else f" ({UNCORRECTED})"
    return (
        f"{what}: {one.value:.3f}{interval}{f' from {shares}' if shares else ''}{mark}"
    )
