"""Mistakes about codebooks, codes and coders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnknownCodeError(HustingsError, KeyError):
    """A coding or a scale names a code that its codebook does not define."""

    def __init__(self, *, code: str, codebook: str, known: Sequence[str]) -> None:
        self.code = code
        self.codebook = codebook
        self.known = tuple(known)
        super().__init__(code)

    def __str__(self) -> str:
        return (
            f"Code {self.code!r} is not in codebook {self.codebook!r}. "
            f"Known codes: {', '.join(self.known)}."
        )


class CodebookFileError(HustingsError, ValueError):
    """A codebook or dictionary file says something that cannot be used."""

    def __init__(self, *, name: str, line: int, reason: str, advice: str) -> None:
        self.name = name
        self.line = line
        self.reason = reason
        self.advice = advice
        super().__init__(name, line)

    def __str__(self) -> str:
        return f"{self.name}, line {self.line}: {self.reason} {self.advice}"


class UnknownCodebookError(HustingsError, KeyError):
    """No codebook of this name comes with Hustings."""

    def __init__(self, *, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"No codebook {self.name!r} comes with Hustings. Known codebooks: "
            f"{', '.join(self.known)}. For your own, give the path of its YAML file."
        )


class NoDictionaryError(HustingsError, ValueError):
    """A codebook has no dictionary in any language, so it cannot code."""

    def __init__(self, *, codebook: str) -> None:
        self.codebook = codebook
        super().__init__(codebook)

    def __str__(self) -> str:
        return (
            f"Codebook {self.codebook!r} has no dictionary of terms. Add a "
            "`dictionary:` to its file, or use another coder."
        )


class UnknownCoderError(HustingsError, KeyError):
    """No coder of this name is there."""

    def __init__(self, *, coder: str, known: Sequence[str], advice: str = "") -> None:
        self.coder = coder
        self.known = tuple(known)
        self.advice = advice
        super().__init__(coder)

    def __str__(self) -> str:
        return (
            f"There is no coder {self.coder!r}. Known coders: {', '.join(self.known)}."
            f" {self.advice}"
        ).rstrip()


class NothingCodedError(HustingsError, ValueError):
    """A step needs codings and the project has none that fit."""

    def __init__(self, *, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(wanted)

    def __str__(self) -> str:
        return (
            f"This project has no codings for {self.wanted}. Make some with "
            "'hustings code --coder dictionary --codebook NAME'."
        )
