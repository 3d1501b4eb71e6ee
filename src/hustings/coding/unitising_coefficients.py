"""From sums over documents to coefficients, and to their resampled values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.coding.continua import cut_at_shared_gaps
from hustings.coding.unitising_results import UnitisingEstimate
from hustings.coding.unitising_sums import (
    distance_terms,
    nominal_alpha,
    position_sums,
    two_values,
)
from hustings.estimates.intervals import percentile_interval
from hustings.estimates.resampling import random_stream
from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from hustings.coding.continua import Continua
    from hustings.coding.unitising_results import UnitisingStatistic
    from hustings.coding.unitising_sums import PositionSums
    from hustings.estimates.resampling import FloatArray

FEWEST_PIECES = 5
"""Fewer documents or stretches than this are not resampled."""

FEW_PIECES = 10
"""From here on whole documents are resampled; below, an interval counts as short."""

_MOST_UNDEFINED = 0.05
_NO_SPREAD = 1e-12
_NOTHING_MARKED = "nobody marked anything that could have stood elsewhere."


Resampled: TypeAlias = Literal["documents", "stretches", "nothing"]
"""What the interval draws anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Documents and their resampled weights.

    Attributes
    ----------
    documents : array of shape (1 + n_draws, n_documents)
        How often each counts: once in the first row, as drawn in the others. One row
        where there are too few to draw.
    sums : PositionSums
        A row a draw; of `resampled`.
    """

    continua: Continua
    documents: FloatArray
    sums: PositionSums
    resampled: Resampled
    n_pieces: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient:
    """A coefficient in the data, first, and in every draw; NaN where undefined.

    Attributes
    ----------
    reason : str
        Why it is undefined, if it is.
    """

    statistic: UnitisingStatistic
    code: str | None
    draws: FloatArray
    reason: str
    coverage: float | None = None


def prepare(continua: Continua, *, n_draws: int, seed: int) -> Material:
    """Choose what to draw anew, and draw it."""
    parts = continua.parts
    by_document = len(parts) >= FEW_PIECES
    pieces = [
        piece
        for part in parts
        for piece in ([part] if by_document else cut_at_shared_gaps(part))
    ]
    weights = _weights(len(pieces), n_draws, seed)
    documents = weights if by_document else _weights(len(parts), n_draws, seed)
    kind: Resampled = "documents" if by_document else "stretches"
    return Material(
        continua=continua,
        documents=documents,
        sums=position_sums(pieces, len(continua.values)).weighted(weights),
        resampled=kind if len(weights) > 1 else "nothing",
        n_pieces=len(pieces),
    )


def estimate(
    one: Coefficient, material: Material, confidence: float
) -> tuple[UnitisingEstimate, tuple[Problem, ...]]:
    """Put a coefficient, its interval and what is wrong with it together."""
    continua = material.continua
    value = None if np.isnan(one.draws[0]) else float(one.draws[0])
    ends, problems = _interval(one, confidence)
    low, high = ends or (None, None)
    n_marks = continua.n_marks
    return UnitisingEstimate(
        statistic=one.statistic,
        code=one.code,
        value=value,
        low=low,
        high=high,
        confidence=None if ends is None else confidence,
        n_units=sum(n_marks.values()) if one.code is None else n_marks[one.code],
        n_documents=len(continua.parts),
        n_coders=continua.n_coders,
        coverage=one.coverage,
    ), problems


def rests_on_little(
    material: Material, statistics: Sequence[UnitisingStatistic]
) -> Iterator[Problem]:
    """Tell of intervals that are missing or short because there is little to draw."""
    n_documents = len(material.continua.parts)
    if material.resampled == "nothing" or set(statistics) == {"alpha_u"}:
        n, kind = n_documents, "documents"
    else:
        n, kind = material.n_pieces, material.resampled
    if "alpha_u" in statistics and n_documents < FEWEST_PIECES:
        yield Problem(
            kind="no interval",
            message=f"alpha_u draws documents, of which {n_documents} are too few; "
            f"its interval needs {FEWEST_PIECES}.",
        )
    if material.resampled == "nothing" and set(statistics) != {"alpha_u"}:
        yield Problem(
            kind="no interval",
            message=f"{material.n_pieces} separate stretches are too few to draw; "
            f"an interval needs {FEWEST_PIECES}.",
        )
    elif FEWEST_PIECES <= n < FEW_PIECES:
        yield Problem(
            kind="short interval",
            message=f"Intervals rest on {n} {kind} and are likely too short.",
        )


def _weights(n: int, n_draws: int, seed: int) -> FloatArray:
    """Give a row of ones, and a row a draw where there is enough to draw."""
    data = np.ones((1, n))
    if n < FEWEST_PIECES or n_draws == 0:
        return data
    generator = random_stream(seed=seed, name="unitising")
    drawn = generator.multinomial(n, np.full(n, 1 / n), size=n_draws)
    return np.concatenate([data, drawn.astype(float)])


def _interval(
    one: Coefficient, confidence: float
) -> tuple[tuple[float, float] | None, tuple[Problem, ...]]:
    """Cut both ends of the draws off, if they say anything."""
    name = one.statistic if one.code is None else f"{one.statistic} of {one.code!r}"
    if np.isnan(one.draws[0]):
        message = f"{name} is undefined: {one.reason}"
        return None, (Problem(kind="undefined", message=message),)
    draws = one.draws[1:]
    if not len(draws):
        return None, ()
    defined = draws[~np.isnan(draws)]
    if len(defined) < (1 - _MOST_UNDEFINED) * len(draws):
        message = (
            f"{name} is undefined in {len(draws) - len(defined)} of {len(draws)} "
            "draws, so it has no interval."
        )
        return None, (Problem(kind="no interval", message=message),)
    if np.ptp(defined) < _NO_SPREAD:
        message = (
            f"{name} is the same in all draws. That is no certainty, so there is no "
            "interval."
        )
        return None, (Problem(kind="no interval", message=message),)
    low, high = percentile_interval(defined, confidence=confidence)
    return (float(low), float(high)), ()


def _alpha_u(material: Material) -> Iterator[Coefficient]:
    """Compare stretches by their ends: overall, then value by value."""
    continua, weights = material.continua, material.documents
    total = weights @ np.array([one.length * one.n_coders for one in continua.parts])
    sums = np.zeros((2, len(weights)))
    by_code = []
    for i, value in enumerate(continua.values):
        with np.errstate(invalid="ignore", divide="ignore"):
            terms = distance_terms(continua.parts, i + 1).differences(weights, total)
        by_code.append((value, _ratio(*terms)))
        sums += np.nan_to_num(np.stack(terms))
    for code, draws in [(None, _ratio(sums[0], sums[1])), *by_code]:
        yield Coefficient(
            statistic="alpha_u", code=code, draws=draws, reason=_NOTHING_MARKED
        )


def _ratio(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Give one minus observed over expected difference."""
    is_defined = expected > 0
    return np.where(
        is_defined, 1 - observed / np.where(is_defined, expected, 1), np.nan
    )


def _u_alpha(material: Material) -> Iterator[Coefficient]:
    sums = material.sums
    yield Coefficient(
        statistic="u_alpha",
        code=None,
        draws=nominal_alpha(sums.agreeing, sums.lengths, sums.squares),
        reason="all coders gave one value, or the gap, to everything.",
    )


def _u_alpha_binary(material: Material) -> Iterator[Coefficient]:
    sums = material.sums
    yield Coefficient(
        statistic="u_alpha_binary",
        code=None,
        draws=two_values(sums.agreeing, sums.lengths, sums.squares, 0),
        reason="all coders marked everything, or nothing.",
    )


def _cu_alpha(material: Material) -> Iterator[Coefficient]:
    sums = material.sums
    marked = sums.lengths[0, 1:].sum()
    yield Coefficient(
        statistic="cu_alpha",
        code=None,
        draws=nominal_alpha(
            sums.agreeing[:, 1:], sums.paired, sums.paired_squares[:, 1:]
        ),
        reason="two coders marked nothing in common, or with one value only.",
        coverage=_share(sums.paired[0].sum(), marked),
    )


def _ku_alpha(material: Material) -> Iterator[Coefficient]:
    sums = material.sums
    for i, value in enumerate(material.continua.values):
        yield Coefficient(
            statistic="ku_alpha",
            code=value,
            draws=two_values(
                sums.agreeing[:, 1:], sums.paired, sums.paired_squares[:, 1:], i
            ),
            reason="nobody else marked where it stands, or no other value stands "
            "where two coders marked.",
            coverage=_share(sums.paired[0, i], sums.lengths[0, i + 1]),
        )


def _share(part: float, whole: float) -> float | None:
    return None if whole == 0 else float(part / whole)


COEFFICIENTS: Mapping[
    UnitisingStatistic, Callable[[Material], Iterable[Coefficient]]
] = {
    "alpha_u": _alpha_u,
    "u_alpha": _u_alpha,
    "u_alpha_binary": _u_alpha_binary,
    "cu_alpha": _cu_alpha,
    "ku_alpha": _ku_alpha,
}
"""What each statistic computes, by the name it has everywhere."""
