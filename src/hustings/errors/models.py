"""Mistakes about models that come as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class ModelFileError(HustingsError, ValueError):
    """A model's file is corrupt, of another version, or none that can be read."""

    def __init__(self, *, name: str, reason: str, advice: str) -> None:
        self.name = name
        self.reason = reason
        self.advice = advice
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name} cannot be used as a model: {self.reason} {self.advice}"


class EmbeddingShapeError(HustingsError, ValueError):
    """The vectors, scales and vocabulary of an embedding do not fit each other."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"An embedding does not hold together: {self.reason} Make it again."


class ClassNamesError(HustingsError, ValueError):
    """The classes of a network cannot be taken for codes."""

    def __init__(self, *, classes: Sequence[str], variable: str | None) -> None:
        self.classes = tuple(classes)
        self.variable = variable
        super().__init__(self.classes)

    def __str__(self) -> str:
        few = ", ".join(repr(name) for name in self.classes[:3])
        more = f" and {len(self.classes) - 3} more" if len(self.classes) > 3 else ""
        if self.variable is None:
            return (
                f"The network's classes have no names ({few}{more}). Write the codes "
                "that they stand for into its config.json, under id2label."
            )
        return (
            f"The variable {self.variable!r} has no codes for these classes of the "
            f"network: {few}{more}. Name the codebook that it was trained for, or "
            "write the codes into its config.json, under id2label."
        )


class MissingExtraError(HustingsError, ImportError):
    """Something was asked for that needs a package which is not installed."""

    def __init__(self, *, what: str, package: str, extra: str) -> None:
        self.what = what
        self.package = package
        self.extra = extra
        super().__init__(package)

    def __str__(self) -> str:
        return (
            f"{self.what} needs the package {self.package}, which is not installed. "
            f'Install it with: pip install "hustings[{self.extra}]"'
        )


class NoEmbeddingError(HustingsError, KeyError):
    """No embedding comes with Hustings in this language."""

    def __init__(self, *, language: str | None, known: tuple[str, ...]) -> None:
        self.language = language
        self.known = known
        super().__init__(language)

    def __str__(self) -> str:
        where = "for a text without a language"
        if self.language is not None:
            where = f"in {self.language!r}"
        return (
            f"No embedding comes with Hustings {where}, only in "
            f"{', '.join(self.known)}. Give the path of one of your own."
        )
