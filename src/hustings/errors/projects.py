"""Mistakes about projects, their files and their tables."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class NotAProjectError(HustingsError, ValueError):
    """A folder holds no project of Hustings."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is not a Hustings project. Go into a project's folder, name "
            "one with --project, or make one with 'hustings new NAME'."
        )


class ProjectExistsError(HustingsError, FileExistsError):
    """A new project would stand on something that is already there."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is there already. Choose another name, or go into it and "
            "use it if it is a project."
        )


class NestedProjectError(HustingsError, ValueError):
    """A new project would stand inside another."""

    def __init__(self, *, path: str, project: str) -> None:
        self.path = path
        self.project = project
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} would stand inside the project {self.project}. Go out of it "
            "first, or name a folder beside it."
        )


class NewerProjectError(HustingsError, ValueError):
    """A project was written by a newer version of Hustings."""

    def __init__(self, *, path: str, found: int, known: int) -> None:
        self.path = path
        self.found = found
        self.known = known
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} was written by a newer Hustings (project version "
            f"{self.found}, this one knows up to {self.known}). Update Hustings; "
            "nothing was changed."
        )


class MissingSourceError(HustingsError, FileNotFoundError):
    """The original bytes of a document are gone from the project."""

    def __init__(self, *, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(sha256)

    def __str__(self) -> str:
        return (
            f"sources/{self.sha256} is missing. Put the original file back by reading "
            "it again with 'hustings read'."
        )


class MissingTableError(HustingsError, FileNotFoundError):
    """A derived table is gone; it can be made again."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"derived/{self.path} is missing. Nothing is lost: "
            "'hustings check --rebuild' makes it again."
        )


class DamagedSampleError(HustingsError, RuntimeError):
    """A document of the sample project could not be read."""

    def __init__(self, *, message: str) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return (
            f"A document that comes with Hustings is damaged: {self.message} "
            "Install Hustings again."
        )


class AlteredTableError(HustingsError, ValueError):
    """A derived table is not as it was written; it can be made again."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"derived/{self.path} is not as it was written. Nothing is lost: "
            "'hustings check --rebuild' makes it again."
        )


class AlteredSourceError(HustingsError, ValueError):
    """The kept bytes of a document are not as they were read."""

    def __init__(self, *, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(sha256)

    def __str__(self) -> str:
        return (
            f"sources/{self.sha256} is not as it was read. Read the original file "
            "again with 'hustings read' to put it back."
        )


class DamagedProjectError(HustingsError, ValueError):
    """A project's database cannot be read."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} is no database of Hustings, or damaged. Put a copy of it "
            "back; the folder sources/ still holds every original file."
        )
