"""What every scale gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hustings.estimates.frames import frame_from_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from hustings.model.document import Problem


OF_WORDS = frozenset({"affinity", "ca", "lss", "wordfish", "wordscores"})
"""Scales that count tokens, not units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where one case stands on one scale.

    Attributes
    ----------
    case : str
        The row of the counts: a document's id in a project.
    scale : str
        Name of the scale, such as ``"rile"``.
    position : float
        In the units of the scale.
    low, high : float or None
        Ends of the interval; None where no interval was asked for or defined.
    confidence : float or None
        Share of intervals made this way that cover the true value, in (0, 1).
    standard_error : float or None
        Standard deviation of the resampled positions.
    n_units : int
        Units that the position rests on: coded and uncoded, without headings; for
        means, those with a value; for scales from words, tokens.
    code : str or None
        For saliences, the code whose share this is.
    raw : float or None
        For Wordscores, the score before rescaling.
    sources : mapping or None
        Share of the interval's variance by where it comes from: ``"sampling"``,
        ``"coders"``, ``"unitising"``, ``"machine"``. They add up to 1.
    axis_2, axis_2_error : float or None
        For correspondence analysis, the standard coordinate on the second axis, and
        its standard error.
    """

    case: str
    scale: str
    position: float
    low: float | None
    high: float | None
    confidence: float | None
    n_units: int
    standard_error: float | None = None
    code: str | None = None
    raw: float | None = None
    sources: Mapping[str, float] | None = None
    axis_2: float | None = None
    axis_2_error: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleResult:
    """Positions of all cases on one scale.

    Attributes
    ----------
    scale : str
        Name of the scale.
    positions : tuple of Position
        In the order of the cases in the counts.
    method : str
        How the intervals were made: ``"multinomial"``, ``"block"`` or ``"none"``.
    parameters : mapping
        Draws, seed and whatever else decides the numbers.
    problems : tuple of Problem
        Cases that got no position, and why.
    """

    scale: str
    positions: tuple[Position, ...]
    method: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a case (and code), keys as in the table contract."""
        return [row_of_position(position) for position in self.positions]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return a line a case for a person to read."""
        return "\n".join(_line(position) for position in self.positions)


def row_of_position(position: Position) -> dict[str, object]:
    """Give the contract's columns; all others only where they say something."""
    row: dict[str, object] = {
        "case": position.case,
        "scale": position.scale,
        "position": position.position,
        "low": position.low,
        "high": position.high,
        "confidence": position.confidence,
        "n_units": position.n_units,
        "standard_error": position.standard_error,
    }
    more = {
        "code": position.code,
        "raw": position.raw,
        "axis_2": position.axis_2,
        "axis_2_error": position.axis_2_error,
        "sources": None if position.sources is None else dict(position.sources),
    }
    return row | {name: value for name, value in more.items() if value is not None}


def counted(scale: str) -> str:
    """Name what positions on a scale rest on: of scales from words, tokens.

    Examples
    --------
    >>> counted("rile"), counted("wordscores")
    ('units', 'tokens')
    """
    return "tokens" if scale in OF_WORDS else "units"


def _line(position: Position) -> str:
    """Put case, scale, position and interval on one line."""
    interval = (
        ""
        if position.low is None or position.high is None
        else f" [{position.low:.2f}, {position.high:.2f}]"
    )
    what = position.scale if position.code is None else f"salience of {position.code}"
    return (
        f"{position.case}: {what} {position.position:.2f}{interval} "
        f"({position.n_units} {counted(position.scale)})"
    )
