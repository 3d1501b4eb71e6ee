"""Positions of cases from their words: estimates and standard errors to records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from hustings.estimates.intervals import normal_quantile
from hustings.model.document import Problem
from hustings.scaling.results import Position

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.estimates.resampling import FloatArray

METHOD = "formula"
"""How intervals of scales from words are made: from a formula of the standard error."""

_SMALLEST_SPREAD = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WordEstimates:
    """Where the words put the cases on one scale.

    Attributes
    ----------
    scale : str
        Name of the scale.
    cases : sequence of str
    estimates, standard_errors : array of shape (n_cases,)
        NaN where undefined.
    n_tokens : array of shape (n_cases,)
        Tokens that the estimate rests on; a case with 0 gets no position.
    raw : array of shape (n_cases,), optional
        Estimates before rescaling.
    code : str, optional
        Whose share the estimates are, for scales with several.
    lows, highs : arrays of shape (n_cases,), optional
        Ends of the interval, where it is not the normal one.
    """

    scale: str
    cases: Sequence[str]
    estimates: FloatArray
    standard_errors: FloatArray
    n_tokens: FloatArray
    raw: FloatArray | None = None
    code: str | None = None
    lows: FloatArray | None = None
    highs: FloatArray | None = None


def place_cases(
    found: WordEstimates, *, confidence: float
) -> tuple[tuple[Position, ...], tuple[Problem, ...]]:
    r"""Give every case its position and interval, or a problem that says why not.

    .. math:: \hat\theta_i \pm z_{(1 + \mathrm{confidence}) / 2}\, \mathrm{SE}_i

    A standard error of 0 comes from a text whose words are all alike; it is no
    certainty, so there is no interval then.

    Raises
    ------
    InvalidOptionError
        If `confidence` does not lie between 0 and 1.
    """
    has_place = (found.n_tokens > 0) & np.isfinite(found.estimates)
    has_spread = np.isfinite(found.standard_errors)
    has_spread &= found.standard_errors > _SMALLEST_SPREAD
    lows, highs = _ends(found, normal_quantile(confidence))
    positions, problems = [], []
    for i, case in enumerate(found.cases):
        if not has_place[i]:
            problems.append(_no_position(case, found.scale))
            continue
        if not has_spread[i]:
            problems.append(_no_interval(case, found.scale))
        spread = has_spread[i]
        positions.append(
            Position(
                case=case,
                scale=found.scale,
                position=_plain(found.estimates[i]),
                low=_plain(lows[i]) if spread else None,
                high=_plain(highs[i]) if spread else None,
                confidence=confidence if spread else None,
                standard_error=_plain(found.standard_errors[i]) if spread else None,
                n_units=round(float(found.n_tokens[i])),
                raw=None if found.raw is None else _plain(found.raw[i]),
                code=found.code,
            )
        )
    return tuple(positions), tuple(problems)


def _ends(found: WordEstimates, z: float) -> tuple[FloatArray, FloatArray]:
    """Give the ends of the intervals, the normal ones where no others are given."""
    if found.lows is not None and found.highs is not None:
        return found.lows, found.highs
    reach = z * found.standard_errors
    return found.estimates - reach, found.estimates + reach


def _plain(number: float) -> float:
    """Give a number as Python's own, and zero without a sign."""
    return float(number) + 0.0


def _no_position(case: str, scale: str) -> Problem:
    return Problem(
        kind="no position",
        message=f"Case {case!r} has none of the words that carry {scale!r}, so it has "
        "no position.",
    )


def _no_interval(case: str, scale: str) -> Problem:
    return Problem(
        kind="no interval",
        message=f"Case {case!r} on {scale!r}: the words it rests on are all alike, so "
        "no interval can be given.",
    )
