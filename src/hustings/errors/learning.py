"""Mistakes about what a coder is to learn from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class TooFewCodesError(HustingsError, ValueError):
    """Codings use fewer than two codes, so there is nothing to tell apart."""

    def __init__(self, *, codes: Sequence[str]) -> None:
        self.codes = tuple(codes)
        super().__init__(self.codes)

    def __str__(self) -> str:
        what = f"only the code {self.codes[0]!r}" if self.codes else "no code at all"
        return (
            f"The codings use {what}; a coder learns to tell at least two apart. Code "
            "more units before training."
        )


class UnknownStanceError(HustingsError, ValueError):
    """A value is no stance toward a target."""

    def __init__(self, *, value: str, known: Sequence[str]) -> None:
        self.value = value
        self.known = tuple(known)
        super().__init__(value)

    def __str__(self) -> str:
        return (
            f"{self.value!r} is no stance. Write {', '.join(self.known)} (or +1, -1, "
            "0), or train with '--for codes' to learn any values."
        )


class NoDoubtError(HustingsError, ValueError):
    """Units are to be chosen by a machine's doubts, and no machine has any."""

    def __init__(self, *, codebook: str, variable: str) -> None:
        self.codebook = codebook
        self.variable = variable
        super().__init__(codebook)

    def __str__(self) -> str:
        return (
            "An active queue needs machine codings with probabilities of "
            f"{self.variable!r} of codebook {self.codebook!r}, and there are none. "
            "Code a random sample first ('hustings code --by hand --sample 200'), then "
            "'hustings train' and 'hustings code --coder NAME'."
        )
