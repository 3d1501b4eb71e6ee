"""What a coder of stances has to beat: always saying the most frequent one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.document import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hustings.coding.validation import Validation

KIND = "no better than a guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The most frequent stance of a training, and how a coder does beside it.

    Attributes
    ----------
    code : str
        The most frequent stance.
    share : float
        Of the coded units: how often always saying it is right.
    accuracy, low : float
        How often the coder is right in cross-validation, and the lower end of the
        interval of that.
    """

    code: str
    share: float
    accuracy: float
    low: float

    @property
    def is_beaten(self) -> bool:
        """Whether the coder is better by more than chance explains."""
        return self.low > self.share

    def find_problems(self) -> Iterator[Problem]:
        """Say that a coder is no better than always saying one stance.

        Examples
        --------
        >>> one = Baseline(code="for", share=0.602, accuracy=0.555, low=0.52)
        >>> [problem.kind for problem in one.find_problems()]
        ['no better than a guess']
        """
        if self.is_beaten:
            return
        how = "" if self.accuracy <= self.share else " by more than chance explains"
        yield Problem(
            kind=KIND,
            message=f"In cross-validation the coder was right in {self.accuracy:.3f} "
            f"of the units; always saying {self.code!r} would be right in "
            f"{self.share:.3f}. It is no better than that{how}: do not rest a result "
            "on it. Code more units, on more targets, and train again.",
        )


def find_baseline(codes: Sequence[str], validation: Validation) -> Baseline:
    """Find the most frequent of some codes, and compare a validation with it.

    Parameters
    ----------
    codes : sequence of str
        Of the units that the validation rests on; at least one.
    validation : Validation
    """
    best = min(set(codes), key=lambda code: (-codes.count(code), code))
    accuracy = validation.accuracy.estimate or 0.0
    interval = validation.accuracy.interval
    return Baseline(
        code=best,
        share=codes.count(best) / len(codes),
        accuracy=accuracy,
        low=accuracy if interval is None else interval.low,
    )
