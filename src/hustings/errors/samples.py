"""Mistakes about samples of units and about assignments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class SampleSizeError(HustingsError, ValueError):
    """A sample of this size cannot be drawn."""

    def __init__(self, *, asked: str, reason: str, advice: str) -> None:
        self.asked = asked
        self.reason = reason
        self.advice = advice
        super().__init__(asked)

    def __str__(self) -> str:
        return f"A sample of {self.asked} cannot be drawn: {self.reason} {self.advice}"


class UnknownProbabilityError(HustingsError, ValueError):
    """The inclusion probabilities of a further draw are not exactly known."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return (
            f"The units assigned before cannot be left out: {self.reason} Inclusion "
            "probabilities would not be exactly known, so nothing was drawn. Draw "
            "without --new-only, or with the same --stratify as before."
        )


class NothingToAssignError(HustingsError, ValueError):
    """There is no unit to hand out."""

    def __init__(self, *, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"There is nothing to assign: {self.reason} {self.advice}"


class UnknownVariableError(HustingsError, KeyError):
    """A codebook has no variable of this name."""

    def __init__(self, *, variable: str, codebook: str, known: Sequence[str]) -> None:
        self.variable = variable
        self.codebook = codebook
        self.known = tuple(known)
        super().__init__(variable)

    def __str__(self) -> str:
        return (
            f"Codebook {self.codebook!r} has no variable {self.variable!r}. Known "
            f"variables: {', '.join(self.known)}."
        )


class RepeatedSheetError(HustingsError, FileExistsError):
    """A coding sheet would be written over a file that may hold codings."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is there already and may hold codings. Name another --sheet, "
            "or move it away."
        )


class SheetColumnError(HustingsError, ValueError):
    """A variable has the name of a column that every coding sheet has."""

    def __init__(self, *, variable: str) -> None:
        self.variable = variable
        super().__init__(variable)

    def __str__(self) -> str:
        return (
            f"Variable {self.variable!r} has the name of a column that every coding "
            "sheet has. Rename it in the codebook, or leave it out with --variables."
        )
