"""What rules of adjudication take and give back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, get_args

from hustings.errors import InvalidOptionError, UnclearRuleError
from hustings.estimates.frames import frame_from_rows

if TYPE_CHECKING:
    import polars as pl

    from hustings.model.document import Problem

RuleName: TypeAlias = Literal["majority", "unanimity", "senior", "dawid-skene"]

THRESHOLD = 0.8
"""Probability from which the model of Dawid and Skene settles, if nothing is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vote:
    """One value that one coder gave one unit.

    Attributes
    ----------
    coding : str
        Id of the coding, which the settled value keeps.
    """

    unit: str
    coder: str
    value: str
    coding: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationRule:
    """How disagreements are settled.

    Attributes
    ----------
    rule : {"majority", "unanimity", "senior", "dawid-skene"}
    senior : str or None
        The coder whose word settles, for ``senior``.
    threshold : float
        For ``dawid-skene``: the probability from which a value is settled, in (0, 1].
    fewest : int
        Units with fewer coders stay open; 1 takes a single coder at their word.

    Raises
    ------
    UnclearRuleError
        If there is no such rule, or `senior` is named where it says nothing or missing
        where it is needed.
    InvalidOptionError
        If an option is outside its range.
    """

    rule: RuleName
    senior: str | None = None
    threshold: float = THRESHOLD
    fewest: int = 1

    def __post_init__(self) -> None:
        if self.rule not in get_args(RuleName):
            raise UnclearRuleError(reason=f"There is no rule {self.rule!r}.")
        if (self.rule == "senior") != (self.senior is not None):
            has = "needs the name of a" if self.senior is None else "has no"
            raise UnclearRuleError(reason=f"The rule {self.rule!r} {has} senior coder.")
        if not 0 < self.threshold <= 1:
            raise InvalidOptionError(
                option="threshold",
                value=self.threshold,
                advice="It must lie above 0 and not above 1, such as 0.8.",
            )
        if self.fewest < 1:
            raise InvalidOptionError(
                option="fewest", value=self.fewest, advice="Use 1 or more coders."
            )

    @property
    def name(self) -> str:
        """The rule as settled values keep it, such as ``dawid-skene>=0.8``."""
        if self.rule == "senior":
            return f"senior:{self.senior}"
        if self.rule == "dawid-skene":
            return f"dawid-skene>={self.threshold:g}"
        return self.rule


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledUnit:
    """What a rule made of one unit.

    Attributes
    ----------
    value : str or None
        None where the case stays open.
    rule : str
        The rule that was applied, as `AdjudicationRule.name` writes it.
    votes : tuple of Vote
        What was looked at, by coder.
    probability : float or None
        Of the value, or of the likeliest one where the case stays open; only the model
        of Dawid and Skene gives one.
    reason : str
        Why it stays open; empty if it does not.
    """

    unit: str
    value: str | None
    rule: str
    votes: tuple[Vote, ...]
    probability: float | None = None
    reason: str = ""

    @property
    def settles(self) -> tuple[str, ...]:
        """Ids of the codings that were looked at."""
        return tuple(vote.coding for vote in self.votes)

    @property
    def is_disputed(self) -> bool:
        """Whether its coders gave different values."""
        return len({vote.value for vote in self.votes}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationResult:
    """What a rule made of all units of one variable.

    Attributes
    ----------
    settled : tuple of SettledUnit
        Open cases, too; in the order in which units first occur.
    rule : str
    problems : tuple of Problem
        What the result rests on too little.
    """

    settled: tuple[SettledUnit, ...]
    rule: str
    problems: tuple[Problem, ...] = ()

    @property
    def worklist(self) -> tuple[SettledUnit, ...]:
        """The cases that a person has to settle."""
        return tuple(one for one in self.settled if one.value is None)

    def to_rows(self) -> list[dict[str, object]]:
        """Return one row a unit."""
        return [row_of_settled(one) for one in self.settled]

    def to_polars(self) -> pl.DataFrame:
        """Return the rows as a polars data frame."""
        return frame_from_rows(self.to_rows())

    def summary(self) -> str:
        """Return one line for a person to read."""
        disputed = [one for one in self.settled if one.is_disputed]
        n_open = len(self.worklist)
        return (
            f"{self.rule}: {len(self.settled)} units, {len(disputed)} disputed; "
            f"{len(self.settled) - n_open} settled, {n_open} open."
        )


def row_of_settled(one: SettledUnit) -> dict[str, object]:
    """Give a unit's value with what it settles, and who said what."""
    return {
        "unit": one.unit,
        "value": one.value,
        "rule": one.rule,
        "probability": one.probability,
        "settles": list(one.settles),
        "codings": "; ".join(f"{vote.coder}: {vote.value}" for vote in one.votes),
        "reason": one.reason,
    }
