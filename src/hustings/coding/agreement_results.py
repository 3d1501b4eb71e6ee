"""What agreement between coders gives back, and what a person is told of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from hustings.estimates.frames import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.model.codebook import Level
    from hustings.model.document import Problem

AgreementStatistic: TypeAlias = Literal[
    "percent_agreement",
    "cohen_kappa",
    "weighted_kappa",
    "scott_pi",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "gwet_ac2",
]

FULL_NAMES: Mapping[str, str] = {
    "percent_agreement": "Percent agreement",
    "cohen_kappa": "Cohen's kappa",
    "weighted_kappa": "Cohen's weighted kappa",
    "scott_pi": "Scott's pi",
    "fleiss_kappa": "Fleiss' kappa",
    "krippendorff_alpha": "Krippendorff's alpha",
    "gwet_ac1": "Gwet's AC1",
    "gwet_ac2": "Gwet's AC2",
}
"""What a person is told each statistic is."""

TENTATIVE, RELIABLE = 0.667, 0.8
"""What Krippendorff asks of alpha.

Krippendorff, K. (2004). Content analysis: an introduction to its methodology (2nd ed.,
p. 241). Sage.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEstimate:
    """One statistic of agreement.

    Attributes
    ----------
    statistic : str
        One of `FULL_NAMES`.
    code : str or None
        The value that is set against all others; None is all values.
    coder_a, coder_b : str or None
        The two coders it is about; None is all coders.
    value : float or None
        At most 1, which is perfect; 0 is what chance gives, for percent agreement no
        agreement at all. None where it is undefined, which a problem explains.
    low, high : float or None
        Ends of the interval; None where there is none.
    confidence : float or None
        Share of intervals made this way that cover the true value, in (0, 1).
    level : {"nominal", "ordinal", "interval", "ratio"}
        What the statistic takes the values to be: it may look at less than the values
        hold, and a value against the rest is always nominal.
    n_units, n_values, n_coders : int
        Units with at least two values, the values on them, and who gave those.
    standard_error : float or None
        By the statistic's formula; alpha's by leaving out one unit at a time.
    """

    statistic: AgreementStatistic
    code: str | None = None
    coder_a: str | None = None
    coder_b: str | None = None
    value: float | None
    low: float | None = None
    high: float | None = None
    confidence: float | None = None
    level: Level = "nominal"
    n_units: int
    n_values: int
    n_coders: int
    standard_error: float | None = None

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row, keys as in the table contract, and the standard error."""
        return [{name: getattr(self, name) for name in _COLUMNS}]

    def summary(self) -> str:
        """Return one line for a person to read."""
        name = FULL_NAMES[self.statistic]
        level = "" if self.level == "nominal" else f" ({self.level})"
        about = "" if self.code is None else f" on {self.code}"
        pair = "" if self.coder_a is None else f" of {self.coder_a} and {self.coder_b}"
        return (
            f"{name}{level}{about}{pair} {_number(self.value)}{self._interval()} "
            f"({self.n_units} units, {self.n_values} values, {self.n_coders} coders)"
        )

    def _interval(self) -> str:
        """Write the interval, if there is one."""
        if self.low is None or self.high is None:
            return ""
        return f" [{_number(self.low)}, {_number(self.high)}]"

    def in_words(self) -> str:
        """Say what the value means, where the literature has a yardstick.

        Only alpha has one here: what other statistics ask for is disputed, and depends
        on how often the codes occur.
        """
        name = f"{FULL_NAMES[self.statistic]} {_number(self.value)}{self._interval()}"
        if self.value is None:
            return f"{FULL_NAMES[self.statistic]} is undefined."
        if self.statistic != "krippendorff_alpha":
            return f"{name}."
        return f"{name}: {_alpha_in_words(self.value, self.low, self.high)}."


_COLUMNS = (
    "statistic",
    "code",
    "coder_a",
    "coder_b",
    "value",
    "low",
    "high",
    "confidence",
    "level",
    "n_units",
    "n_values",
    "n_coders",
    "standard_error",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementResult:
    """Agreement overall, by code, or by pair of coders.

    Attributes
    ----------
    estimates : tuple of AgreementEstimate
        Over all codes and coders first, then by code in the order of the codes, then
        by pair of coders.
    parameters : mapping
        Level, weights, draws, seed and whatever else decides the numbers.
    problems : tuple of Problem
        What is odd about the codings, and what is undefined and why.
    """

    estimates: tuple[AgreementEstimate, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row an estimate, keys as in the table contract."""
        return [row for one in self.estimates for row in one.to_rows()]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line an estimate for a person to read."""
        return "\n".join(one.summary() for one in self.estimates)


def _alpha_in_words(value: float, low: float | None, high: float | None) -> str:
    """Set alpha against Krippendorff's two yardsticks."""
    yardstick = RELIABLE if value >= RELIABLE else TENTATIVE
    is_above = value >= TENTATIVE
    found = (
        f"{'above' if is_above else 'below'} the {_number(yardstick)} that "
        "Krippendorff (2004, p. 241) asks"
    )
    if yardstick == TENTATIVE:
        found += f" for {'' if is_above else 'even '}tentative conclusions"
    if is_above and low is not None and low < yardstick:
        return f"{found}, but the interval reaches below it"
    if not is_above and high is not None and high >= yardstick:
        return f"{found}, but the interval reaches above it"
    return found


def _number(value: float | None) -> str:
    """Write a number below 1 as the field does, without the zero before the point.

    Three decimals where two would hide on which side of a yardstick it is.
    """
    if value is None:
        return "undefined"
    is_near = any(abs(abs(value) - one) < 0.005 for one in (TENTATIVE, RELIABLE))
    decimals = 3 if is_near and value != RELIABLE else 2
    text = f"{round(value, decimals) + 0.0:.{decimals}f}"
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text
