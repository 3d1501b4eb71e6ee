"""What is known of how often a machine's codings are right, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

NEVER_CHECKED = (
    "Unvalidated: no units drawn at random have been coded by hand, so nobody knows "
    "how often it is right."
)


class Accuracy(NamedTuple):
    """How often codings are right, with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCheck:
    """What is known of how often a machine's codings are right.

    Attributes
    ----------
    is_validated : bool
        Whether enough units drawn at random have been coded by hand.
    n_random : int
        Units drawn at random, coded by hand, and in the reach of the machine run.
    accuracy : Accuracy or None
        Value, low and high, over all units, estimated from the random sample.
    sentence : str
        All that in a sentence, for wherever the codings are shown.
    """

    is_validated: bool = False
    n_random: int = 0
    accuracy: Accuracy | None = None
    sentence: str = NEVER_CHECKED

    def in_short(self) -> str:
        """Say it in a few words, for the margin of a page.

        Examples
        --------
        >>> MachineCheck().in_short()
        'unvalidated'
        """
        if self.accuracy is None:
            return "unvalidated"
        return (
            f"{100 * self.accuracy.value:.0f} % right in {self.n_random:,} units drawn "
            "at random"
        )
