"""How a coder is trained: what can be chosen, and what it is if nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from hustings.errors import InvalidOptionError

Calibrating: TypeAlias = Literal["isotonic", "temperature"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningOptions:
    """How a coder is trained.

    Attributes
    ----------
    name : str
        What the coder will be called.
    seed : int
    strength : float
        How much a unit on the wrong side counts when scores are fitted; above 0.
    smoothing : float
        How much weights in context are held back; above 0.
    preference : float or None
        How far rare codes are preferred, in [0, 1]; see `Decisions`. None takes what
        gives the highest macro-F1 in cross-validation, and 0 where codes are steps of a
        scale.
    n_folds : int
        Folds of documents, at least 2.
    calibration : {"isotonic", "temperature"}
        Isotonic bends the probability of the chosen code after the temperature, if
        there are codings enough.
    has_curve : bool
        Train on parts of the codings, too, for the learning curve.

    Raises
    ------
    InvalidOptionError
        If one is outside its range.
    """

    name: str = "learned"
    seed: int = 0
    strength: float = 0.3
    smoothing: float = 30.0
    preference: float | None = None
    n_folds: int = 5
    calibration: Calibrating = "isotonic"
    has_curve: bool = True

    def __post_init__(self) -> None:
        checks = (
            ("seed", self.seed >= 0, "It must be 0 or more."),
            ("strength", self.strength > 0, "It must be above 0."),
            ("smoothing", self.smoothing > 0, "It must be above 0."),
            ("preference", 0 <= (self.preference or 0) <= 1, "It lies in [0, 1]."),
            ("n_folds", self.n_folds >= 2, "At least two are needed."),
            ("calibration", self.calibration in get_args(Calibrating), _NAMES),
        )
        for option, holds, advice in checks:
            if not holds:
                raise InvalidOptionError(
                    option=option, value=getattr(self, option), advice=advice
                )


_NAMES = "Choose isotonic or temperature."
