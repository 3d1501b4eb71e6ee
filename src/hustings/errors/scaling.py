"""Mistakes about counts, scales and their options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import AdvisingError, HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class InvalidCountError(HustingsError, ValueError):
    """One cell of a table of counts holds something that is no count."""

    def __init__(self, *, case: str, column: str, value: object, reason: str) -> None:
        self.case = case
        self.column = column
        self.value = value
        self.reason = reason
        super().__init__(case, column)

    def __str__(self) -> str:
        return (
            f"Case {self.case!r}, column {self.column!r}: {self.value!r} {self.reason}"
        )


class InvalidCountsError(AdvisingError, ValueError):
    """Counts as a whole cannot be used: wrong shape, a case twice, no codes."""


class MissingBlocksError(HustingsError, ValueError):
    """A block bootstrap was asked of counts that do not know their blocks."""

    def __init__(self, *, n_cases: int) -> None:
        self.n_cases = n_cases
        super().__init__(n_cases)

    def __str__(self) -> str:
        return (
            f"The counts of these {self.n_cases} cases say nothing of blocks, so "
            "blocks cannot be resampled. Use the interval multinomial."
        )


class InvalidOptionError(HustingsError, ValueError):
    """An option has a value outside its range."""

    def __init__(self, *, option: str, value: object, advice: str) -> None:
        self.option = option
        self.value = value
        self.advice = advice
        super().__init__(option)

    def __str__(self) -> str:
        return f"{self.option} is {self.value!r}. {self.advice}"


class OverlappingPolesError(HustingsError, ValueError):
    """A scale names the same code on both of its sides."""

    def __init__(self, *, scale: str, codes: Sequence[str]) -> None:
        self.scale = scale
        self.codes = tuple(codes)
        super().__init__(scale)

    def __str__(self) -> str:
        return (
            f"Scale {self.scale!r} has {', '.join(self.codes)} on both sides. "
            "Take each code off one of them."
        )


class NonNumericCodeError(HustingsError, ValueError):
    """A mean was asked of codes that are not all numbers."""

    def __init__(self, *, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return (
            f"Code {self.code!r} is no number, so it has no place on a mean scale. "
            "Name it in `uncoded` if it stands for units without a value."
        )


class UnknownScaleError(HustingsError, KeyError):
    """No scale of this name is known here."""

    def __init__(self, *, scale: str, known: Sequence[str]) -> None:
        self.scale = scale
        self.known = tuple(known)
        super().__init__(scale)

    def __str__(self) -> str:
        return (
            f"There is no scale {self.scale!r} here. Known scales: "
            f"{', '.join(self.known)}. Define your own in a codebook file."
        )


class OneSidedScaleError(HustingsError, ValueError):
    """A scale of one's own lacks a side or a formula."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"The scale {self.name!r} needs codes on both sides, for example "
            "--left 504,506 --right 505,507."
        )


class MissingInputError(HustingsError, ValueError):
    """A scale lacks something that it cannot be computed without."""

    def __init__(self, *, scale: str, what: str, option: str) -> None:
        self.scale = scale
        self.what = what
        self.option = option
        super().__init__(scale)

    def __str__(self) -> str:
        return f"The scale {self.scale!r} needs {self.what}: {self.option}."


class UselessInputError(HustingsError, ValueError):
    """A scale was given something that it has no use for."""

    def __init__(self, *, scale: str, what: str, known: Sequence[str]) -> None:
        self.scale = scale
        self.what = what
        self.known = tuple(known)
        super().__init__(scale)

    def __str__(self) -> str:
        takes = f"; it takes {', '.join(self.known)}" if self.known else ""
        return f"The scale {self.scale!r} has no use for {self.what}{takes}."
