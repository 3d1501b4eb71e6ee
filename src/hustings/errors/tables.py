"""Mistakes about tables that users bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.errors.root import HustingsError

if TYPE_CHECKING:
    from collections.abc import Sequence


class TableFileError(HustingsError, ValueError):
    """A table's file cannot be read as a table."""

    def __init__(
        self, *, name: str, reason: str, advice: str, line: int | None = None
    ) -> None:
        self.name = name
        self.line = line
        self.reason = reason
        self.advice = advice
        super().__init__(name, line)

    def __str__(self) -> str:
        where = self.name if self.line is None else f"{self.name}, line {self.line}"
        return f"{where}: {self.reason} {self.advice}"


class MissingFileError(HustingsError, FileNotFoundError):
    """A file that the user named is not there."""

    def __init__(self, *, name: str) -> None:
        self.name = name
        super().__init__(name)

    def __str__(self) -> str:
        return f"{self.name}: there is no such file. Check the path."


class MissingColumnError(HustingsError, KeyError):
    """A table lacks a column that the step needs."""

    def __init__(self, *, name: str, column: str, known: Sequence[str]) -> None:
        self.name = name
        self.column = column
        self.known = tuple(known)
        super().__init__(column)

    def __str__(self) -> str:
        shown = ", ".join(self.known[:12]) + (", ..." if len(self.known) > 12 else "")
        return (
            f"{self.name} has no column {self.column!r}. Its columns: {shown}. "
            "Rename or add the column."
        )
