"""The options of Wordfish, and what they may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict, get_args

import numpy as np

from hustings.errors import InvalidOptionError
from hustings.estimates.resampling import require_confidence
from hustings.scaling.wordfish_fitting import Optimum, Stopping

Errors: TypeAlias = Literal["poisson", "quasi-poisson", "bootstrap"]
"""Where standard errors come from."""

MOST_DRAWS = 10_000


class WordfishOptions(TypedDict, total=False):
    """The options of `wordfish`; see there for their meaning."""

    direction: tuple[str, str] | None
    optimum: Optimum
    errors: Errors
    confidence: float
    tolerance: float
    max_iterations: int
    beta_spread: float
    n_draws: int
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The options of `wordfish`, checked."""

    direction: tuple[str, str] | None = None
    optimum: Optimum = "published"
    errors: Errors = "poisson"
    confidence: float = 0.95
    tolerance: float = 1e-6
    max_iterations: int = 5000
    beta_spread: float = 3.0
    n_draws: int = 200
    seed: int = 0

    def __post_init__(self) -> None:
        _require_one_of("optimum", self.optimum, get_args(Optimum))
        _require_one_of("errors", self.errors, get_args(Errors))
        require_confidence(self.confidence)
        for option in ("tolerance", "max_iterations", "beta_spread"):
            _require_between(option, getattr(self, option), 0, np.inf)
        _require_between("n_draws", self.n_draws, 1, MOST_DRAWS + 1)
        _require_between("seed", self.seed, -1, np.inf)

    @property
    def precision(self) -> float:
        """One over the variance of the prior on beta."""
        return self.beta_spread**-2

    @property
    def stopping(self) -> Stopping:
        """When the fit ends."""
        return Stopping(tolerance=self.tolerance, max_iterations=self.max_iterations)


def _require_one_of(option: str, value: object, known: tuple[str, ...]) -> None:
    if value not in known:
        raise InvalidOptionError(
            option=option, value=value, advice=f"Choose {' or '.join(known)}."
        )


def _require_between(option: str, value: float, low: float, high: float) -> None:
    """Raise unless low < value < high; n_draws and seed count in whole numbers."""
    if not low < value < high:
        upper = "" if np.isinf(high) else f" and below {high:,}"
        raise InvalidOptionError(
            option=option, value=value, advice=f"Give a number above {low:g}{upper}."
        )
