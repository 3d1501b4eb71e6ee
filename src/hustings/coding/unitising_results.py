"""What the unitising coefficients give back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.estimates.frames import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.model.document import Problem

UnitisingStatistic: TypeAlias = Literal[
    "alpha_u", "u_alpha", "u_alpha_binary", "cu_alpha", "ku_alpha"
]

FULL_NAMES: Mapping[str, str] = {
    "alpha_u": "Krippendorff's alpha-U for unitising (1995, 2004)",
    "u_alpha": "Krippendorff's u-alpha (2016, 2019): stretches and values",
    "u_alpha_binary": "Krippendorff's |u-alpha (2016, 2019): marked or not",
    "cu_alpha": "Krippendorff's cu-alpha (2016, 2019): values where both marked",
    "ku_alpha": "Krippendorff's (k)u-alpha (2016, 2019): one value where both marked",
}
"""What a person is told each statistic is: their short names are easily confused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitisingEstimate:
    """One coefficient.

    Attributes
    ----------
    statistic : str
        One of `FULL_NAMES`.
    code : str or None
        The value it is about; None is all of them.
    value : float or None
        At most 1, which is perfect; 0 is what chance gives. None where it is undefined,
        which a problem of the result explains.
    low, high : float or None
        Ends of the interval; None where there is none.
    confidence : float or None
        Share of intervals made this way that cover the true value, in (0, 1).
    n_units : int
        Stretches that coders marked, of this code where there is one.
    n_documents, n_coders : int
    coverage : float or None
        For `cu_alpha` and `ku_alpha`: the share of what was marked (so) that somebody
        else marked, too, which is all the coefficient rests on.
    """

    statistic: UnitisingStatistic
    code: str | None = None
    value: float | None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    n_units: int
    n_documents: int
    n_coders: int
    coverage: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitisingResult:
    """Agreement on stretches.

    Attributes
    ----------
    estimates : tuple of UnitisingEstimate
        Of each statistic that was asked for: over all codes first, then by code.
    parameters : mapping
        Draws, seed and confidence.
    problems : tuple of Problem
        What was left out, is undefined, or rests on little.
    """

    estimates: tuple[UnitisingEstimate, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a coefficient, keys as in the table contract and coverage."""
        return [_row(one) for one in self.estimates]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line a coefficient for a person to read."""
        return "\n".join(_line(one) for one in self.estimates)


def _row(one: UnitisingEstimate) -> dict[str, object]:
    """Give the contract's columns, and the coverage."""
    return {
        "statistic": one.statistic,
        "code": one.code,
        "coder_a": None,
        "coder_b": None,
        "value": one.value,
        "low": one.low,
        "high": one.high,
        "confidence": one.confidence,
        "level": "nominal",
        "n_units": one.n_units,
        "n_values": one.n_units,
        "n_coders": one.n_coders,
        "coverage": one.coverage,
    }


def _line(one: UnitisingEstimate) -> str:
    """Put name, value and interval on one line."""
    name = one.statistic if one.code is None else f"{one.statistic} of {one.code}"
    value = "undefined" if one.value is None else f"{one.value:.3f}"
    interval = (
        ""
        if one.low is None or one.high is None
        else f" [{one.low:.3f}, {one.high:.3f}]"
    )
    return f"{name} {value}{interval} ({one.n_units} stretches)"
