"""Mistakes about the people who code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class CoderNameError(HustingsError, ValueError):
    """A name cannot be that of a person who codes."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name!r} cannot be a coder's name: {self.reason}. Use letters, "
            "digits, spaces, full stops, '_' and '-'."
        )


class RepeatedCoderError(HustingsError, ValueError):
    """A coder of this name is there already."""

    def __init__(self, *, name: str, there: str) -> None:
        self.name = name
        self.there = there
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"There is a coder {self.there!r} already; large and small letters make no "
            "difference. Give the new coder another name."
        )


class LookalikeCoderError(HustingsError, ValueError):
    """A new coder's name looks like that of another one."""

    def __init__(self, *, name: str, there: str) -> None:
        self.name = name
        self.there = there
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name!r} looks like the coder {self.there!r}, who is there already, "
            "though its characters are others. Give the new coder a name that nobody "
            "takes for another."
        )


class UnknownPersonError(HustingsError, KeyError):
    """Codings name a person whom the project does not know."""

    def __init__(self, *, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(name)

    def __str__(self) -> str:
        known = f" Known coders: {', '.join(self.known)}." if self.known else ""
        return (
            f"There is no coder {self.name!r} in this project. Add them with "
            f"'hustings coder add'.{known}"
        )
