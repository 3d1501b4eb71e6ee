"""Mistakes about reports and the live pages."""

from __future__ import annotations

from hustings.errors.root import HustingsError


class ForeignFolderError(HustingsError, FileExistsError):
    """A report would overwrite files that no earlier report put there.

    Attributes
    ----------
    where : str
        The folder that holds them, if it is not `folder` itself.
    """

    def __init__(self, *, folder: str, found: str, where: str = "") -> None:
        self.folder = folder
        self.found = found
        self.where = where
        super().__init__(folder)

    def __str__(self) -> str:
        if self.where:
            return (
                f"{self.folder} lies in {self.where}, which holds {self.found} and "
                "nothing else. Name a folder elsewhere."
            )
        return (
            f"{self.folder} holds {self.found}, which is not part of an earlier "
            "report. Name a new or empty folder."
        )


class NotAFolderError(HustingsError, NotADirectoryError):
    """A report would stand where something is that is no folder."""

    def __init__(self, *, path: str) -> None:
        self.path = path
        super().__init__(path)

    def __str__(self) -> str:
        return f"{self.path} is there and is no folder. Name a new or empty folder."


class PortTakenError(HustingsError, OSError):
    """Another program answers on the port, or the port is not allowed."""

    def __init__(self, *, port: int) -> None:
        self.port = port
        super().__init__(port)

    def __str__(self) -> str:
        return (
            f"Port {self.port} of this machine is taken or not allowed. Stop the "
            f"other program, or choose another port with --port {self.port + 1}."
        )
