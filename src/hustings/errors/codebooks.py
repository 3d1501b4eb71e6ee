"""Mistakes about versions of codebooks, and about recodings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class RepeatedVersionError(HustingsError, ValueError):
    """A project has this version of a codebook with another text."""

    def __init__(self, *, codebook: str, version: str) -> None:
        self.codebook = codebook
        self.version = version
        super().__init__(codebook, version)

    def __str__(self) -> str:
        return (
            f"This project has codebook {self.codebook!r} in version {self.version} "
            "already, with another text. Raise `version` in your file, or use the text "
            f"that is there: '{self.codebook}@{self.version}'."
        )


class UnknownVersionError(HustingsError, KeyError):
    """A project does not have this version of a codebook."""

    def __init__(self, *, codebook: str, version: str, known: Sequence[str]) -> None:
        self.codebook = codebook
        self.version = version
        self.known = tuple(known)
        super().__init__(codebook, version)

    def __str__(self) -> str:
        known = ", ".join(self.known) or "none"
        return (
            f"This project has no version {self.version} of codebook "
            f"{self.codebook!r}. Its versions here: {known}."
        )


class UnknownRecodingError(HustingsError, KeyError):
    """No recoding of this name comes with Hustings."""

    def __init__(self, *, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"There is no recoding {self.name!r}. Known recodings: "
            f"{', '.join(self.known)}. Or give the file of a codebook with `recodes`."
        )
