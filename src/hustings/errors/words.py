"""Mistakes about words, features and the scales made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import AdvisingError, HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_SHOWN = 12


class UnknownCaseError(HustingsError, KeyError):
    """A case was named that the matrix does not have."""

    def __init__(self, *, case: str, known: Sequence[str]) -> None:
        self.case = case
        self.known = tuple(known)
        super().__init__(case)

    def __str__(self) -> str:
        return (
            f"There is no case {self.case!r} in the counts. Its cases: "
            f"{_some(self.known)}. Write the name as it stands there."
        )


class NoStemsError(HustingsError, ValueError):
    """Stems were asked for in a language that has no stemmer."""

    def __init__(self, *, language: str | None, known: Sequence[str]) -> None:
        self.language = language
        self.known = tuple(known)
        super().__init__(language)

    def __str__(self) -> str:
        what = (
            "Stems need a language, and a text has none."
            if self.language is None
            else f"There are no stems in the language {self.language!r}."
        )
        return (
            f"{what} Languages with stems: {', '.join(self.known)}. Name one of them, "
            "or count whole words."
        )


class NoStopListError(HustingsError, KeyError):
    """No list of stop words comes with Hustings in this language."""

    def __init__(self, *, language: str | None, known: Sequence[str]) -> None:
        self.language = language
        self.known = tuple(known)
        super().__init__(language)

    def __str__(self) -> str:
        where = "for a text without a language"
        if self.language is not None:
            where = f"in {self.language!r}"
        return (
            f"No list of stop words comes with Hustings {where}, only in "
            f"{', '.join(self.known)}. Give a list of your own."
        )


class NoSuchDocumentError(HustingsError, KeyError):
    """A table or an option names a document that the project does not have."""

    def __init__(self, *, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"No document of this project is called {self.name!r}. Name it by its "
            "file, its id, or its actor and date. Its documents: "
            f"{_some(self.known)}."
        )


class UnusableReferencesError(AdvisingError, ValueError):
    """References cannot carry a scale: too few, all alike, without words."""


class UnusableSeedsError(AdvisingError, ValueError):
    """Seed words cannot carry a scale: none found, or no weight."""


class UnscalableMatrixError(AdvisingError, ValueError):
    """Counts of words hold no difference that a scale could be made of."""


class DirectionError(HustingsError, ValueError):
    """The two cases that say which end of a scale is low do not say it."""

    def __init__(
        self, *, direction: Sequence[str], known: Sequence[str], reason: str
    ) -> None:
        self.direction = tuple(direction)
        self.known = tuple(known)
        self.reason = reason
        super().__init__(self.direction)

    def __str__(self) -> str:
        return (
            f"Direction {', '.join(map(repr, self.direction))}: {self.reason} Name two "
            f"cases, low and high, among {_some(self.known)}."
        )


def _some(names: Sequence[str]) -> str:
    """List the first names."""
    more = ", ..." if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more
