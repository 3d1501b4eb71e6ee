"""How raw Wordscores become positions: not at all, by spread, or by two ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np

from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from hustings.estimates.resampling import FloatArray

Rescale: TypeAlias = Literal["none", "lbg", "mv"]
"""How raw scores are stretched: not, as in the first paper, by two references."""

Batch: TypeAlias = Literal["virgin", "all"]
"""Whose mean and spread Laver, Benoit and Garry's rescaling takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescaling:
    """How raw scores become positions: ``multiplier * raw + shift``."""

    multiplier: float = 1.0
    shift: float = 0.0


UNSCALED = Rescaling()
"""Raw scores as they are."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Texts:
    """Raw scores of texts, their standard errors and their numbers of scored tokens."""

    raw: FloatArray
    standard_errors: FloatArray
    n_tokens: FloatArray


def _not_at_all(
    _texts: Texts,
    _rows: NDArray[np.int64],
    _given: FloatArray,
    _within: NDArray[np.int64],
) -> tuple[Rescaling, tuple[Problem, ...]]:
    """Leave raw scores as they are."""
    return UNSCALED, ()


def _by_spread(
    texts: Texts,
    _rows: NDArray[np.int64],
    given: FloatArray,
    within: NDArray[np.int64],
) -> tuple[Rescaling, tuple[Problem, ...]]:
    """Give the texts of the batch the references' spread, around their own mean."""
    raw = texts.raw[within]
    raw = raw[np.isfinite(raw)]
    if len(raw) < 2 or np.ptp(raw) < _LEAST_SPREAD:
        found = f"{len(raw)} texts" if len(raw) != 1 else "one text"
        alike = "" if len(raw) < 2 else " with the same raw score"
        return _unscaled("lbg", f"needs texts that differ; there is {found}{alike}")
    multiplier = float(given.std(ddof=1) / raw.std(ddof=1))
    shift = float(raw.mean()) * (1 - multiplier)
    return Rescaling(multiplier=multiplier, shift=shift), ()


def widened(asked: Batch, taken: Batch) -> tuple[Problem, ...]:
    """Say so if all texts had to lend their spread."""
    if asked == taken:
        return ()
    return (
        Problem(
            kind="spread of all texts",
            message="Rescaling 'lbg' takes the spread of the texts without a reference "
            "score, and fewer than two of them have scored words: that of all texts is "
            "taken, references among them. Other references would move every position.",
        ),
    )


def _by_ends(
    texts: Texts,
    rows: NDArray[np.int64],
    given: FloatArray,
    _within: NDArray[np.int64],
) -> tuple[Rescaling, tuple[Problem, ...]]:
    """Put the lowest and the highest reference at their own scores."""
    low, high = float(given.min()), float(given.max())
    raw = texts.raw[rows]
    raw_low, raw_high = (float(raw[given == end].mean()) for end in (low, high))
    if abs(raw_high - raw_low) < _LEAST_SPREAD:
        return _unscaled(
            "mv", "needs a lowest and a highest reference whose words differ"
        )
    multiplier = (high - low) / (raw_high - raw_low)
    return Rescaling(multiplier=multiplier, shift=low - multiplier * raw_low), ()


def _unscaled(rescale: Rescale, reason: str) -> tuple[Rescaling, tuple[Problem, ...]]:
    """Leave raw scores as they are, and say why."""
    problem = Problem(
        kind="not rescaled",
        message=f"Rescaling {rescale!r} {reason}. Positions are raw scores.",
    )
    return UNSCALED, (problem,)


_LEAST_SPREAD = 1e-12

RESCALINGS: Mapping[
    Rescale,
    Callable[
        [Texts, NDArray[np.int64], FloatArray, NDArray[np.int64]],
        tuple[Rescaling, tuple[Problem, ...]],
    ],
] = {"none": _not_at_all, "lbg": _by_spread, "mv": _by_ends}
