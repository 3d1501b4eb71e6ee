"""Mistakes about claims and their lexicons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import AdvisingError, HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class LexiconFileError(AdvisingError, ValueError):
    """A lexicon of claims says something that cannot be used."""

    def __init__(self, *, name: str, reason: str, advice: str) -> None:
        self.name = name
        super().__init__(reason=f"{name}: {reason}", advice=advice)


class NoClaimLexiconError(HustingsError, KeyError):
    """There is no lexicon of claims for a language."""

    def __init__(self, *, language: str | None, known: Sequence[str]) -> None:
        self.language = language
        self.known = tuple(known)
        super().__init__(language)

    def __str__(self) -> str:
        what = (
            "Claims need a language, and a text has none."
            if self.language is None
            else f"No lexicon for {self.language}."
        )
        return f"{what} Claims are found in: {', '.join(self.known)}."


class NoClaimsRunError(HustingsError):
    """Claims are asked for in a project where nobody looked for them."""

    def __str__(self) -> str:
        return "No claims were looked for yet. Run 'hustings claim' first."


class NoSheetsError(HustingsError):
    """Agreement on claims is asked for, and nobody wrote any down."""

    def __str__(self) -> str:
        return (
            "Nobody has said what a unit claims. Hand units out with 'hustings code "
            "--by hand --claims --coders ana,ben --sample 100 --overlap 1'."
        )


class EmptyTargetError(HustingsError, ValueError):
    """Stances are asked for toward a target without words."""

    def __str__(self) -> str:
        return "The target is empty. Name what to find stances on: --on 'a wealth tax'."


class UnknownIssueError(HustingsError, KeyError):
    """There is no issue of that id, name or target."""

    def __init__(self, *, issue: str, near: Sequence[str]) -> None:
        self.issue = issue
        self.near = tuple(near)
        super().__init__(issue)

    def __str__(self) -> str:
        near = (
            f"Do you mean {', '.join(f'“{one}”' for one in self.near)}?"
            if self.near
            else "'hustings claim --issues' lists them."
        )
        return f"There is no issue {self.issue!r}. {near}"


class UnknownTargetError(HustingsError, KeyError):
    """An issue has no such target."""

    def __init__(self, *, target: str, issue: str, known: Sequence[str]) -> None:
        self.target = target
        self.issue = issue
        self.known = tuple(known)
        super().__init__(target)

    def __str__(self) -> str:
        return (
            f"The issue “{self.issue}” has no target {self.target!r}. "
            f"It has: {'; '.join(self.known)}."
        )


class UnknownActorError(HustingsError, KeyError):
    """No document is by an actor of that name."""

    def __init__(self, *, actor: str, known: Sequence[str]) -> None:
        self.actor = actor
        self.known = tuple(known)
        super().__init__(actor)

    def __str__(self) -> str:
        return f"No document is by {self.actor!r}. Actors: {', '.join(self.known)}."


class LoneEditionError(HustingsError):
    """An actor has one document only, where two are to be compared."""

    def __init__(self, *, actor: str) -> None:
        self.actor = actor
        super().__init__(actor)

    def __str__(self) -> str:
        return (
            f"{self.actor} has one document here, and editions are compared in pairs. "
            "Read another one, or widen --since and --until."
        )
