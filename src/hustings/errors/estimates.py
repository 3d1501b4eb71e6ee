"""Mistakes about what an estimate rests on and which errors are to reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import AdvisingError, HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_SHOWN = 12


class InvalidObservationsError(AdvisingError, ValueError):
    """Units, codings or probabilities do not fit together."""


class UnusableSourceError(HustingsError, ValueError):
    """A source of error was asked for that these observations cannot show."""

    def __init__(self, *, source: str, reason: str, advice: str) -> None:
        self.source = source
        self.reason = reason
        self.advice = advice
        super().__init__(source)

    def __str__(self) -> str:
        return (
            f"The source of error {self.source!r} cannot be drawn: {self.reason} "
            f"{self.advice}"
        )


class InvalidConfusionError(HustingsError, ValueError):
    """A confusion matrix is none, or cannot be turned round."""

    def __init__(self, *, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"This confusion matrix cannot be used: {self.reason} {self.advice}"


class UnknownEstimateError(HustingsError, KeyError):
    """A case or code was named that has no estimate."""

    def __init__(self, *, case: str, code: str | None, known: Sequence[str]) -> None:
        self.case = case
        self.code = code
        self.known = tuple(known)
        super().__init__(case)

    def __str__(self) -> str:
        what = repr(self.case) if self.code is None else f"{self.case!r} on {self.code}"
        shown = ", ".join(map(repr, self.known[:_MOST_SHOWN]))
        rest = ", ..." if len(self.known) > _MOST_SHOWN else ""
        return (
            f"There is no estimate for {what}. Estimates are there for: "
            f"{shown or 'nothing'}{rest}."
        )
