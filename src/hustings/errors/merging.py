"""Mistakes about merging projects."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class SameProjectError(HustingsError, ValueError):
    """A project was to be merged with itself."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is this project itself. Name a colleague's project or a "
            "backup of one; nothing was changed."
        )


class StrangeRowError(HustingsError, ValueError):
    """A row of another project cannot be what Hustings wrote; none was brought in."""

    def __init__(self, *, name: str, where: str, reason: str) -> None:
        self.name = name
        self.where = where
        self.reason = reason
        super().__init__(name)

    def __str__(self) -> str:
        return (
            f"{self.name}, {self.where}: {self.reason}. Ask for the project as it was "
            "before; nothing was changed."
        )


class AlteredBackupError(HustingsError, ValueError):
    """A backup is not as it was written, or too large to unpack."""

    def __init__(self, *, path: str, reason: str, advice: str) -> None:
        self.path = path
        self.reason = reason
        self.advice = advice
        super().__init__(path)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}. {self.advice} Nothing was changed."
