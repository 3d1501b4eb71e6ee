"""Mistakes in the coding room: what is sent there, and who sends it."""

from __future__ import annotations

from hustings.errors.root import AdvisingError, HustingsError


class UnknownAssignmentError(HustingsError, KeyError):
    """There is no such assignment."""

    def __init__(self, *, assignment: str) -> None:
        self.assignment = assignment
        super().__init__(assignment)

    def __str__(self) -> str:
        return (
            f"There is no assignment {self.assignment!r}. Go back to your assignments."
        )


class ForeignAssignmentError(HustingsError, PermissionError):
    """An assignment is somebody else's."""

    def __init__(self, *, assignment: str) -> None:
        self.assignment = assignment
        super().__init__(assignment)

    def __str__(self) -> str:
        return "This assignment is somebody else's. Go back to your own assignments."


class UnknownPlaceError(HustingsError, KeyError):
    """There is no such position, page or document in what a person may see."""

    def __init__(self, *, what: str) -> None:
        self.what = what
        super().__init__(what)

    def __str__(self) -> str:
        return f"{self.what} is not in your assignments. Reload the page."


class RefusedCodingError(HustingsError, ValueError):
    """What was sent is no coding that can be kept."""

    def __init__(self, *, reason: str, advice: str) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} {self.advice} Nothing was saved."


class ChangedUnitError(HustingsError, ValueError):
    """A coding is of a unit that has been cut or joined since."""

    def __init__(self, *, position: int) -> None:
        self.position = position
        super().__init__(position)

    def __str__(self) -> str:
        return (
            f"Unit {self.position + 1} has been cut or joined since this page was "
            "loaded. Reload the page. Nothing was saved."
        )


class RepeatedClientError(HustingsError, ValueError):
    """The id of one coding came again with another coding."""

    def __init__(self, *, client: str) -> None:
        self.client = client
        super().__init__(client)

    def __str__(self) -> str:
        return (
            f"The id {self.client!r} was used for another coding before. Reload the "
            "page. Nothing was saved."
        )


class UncuttableError(HustingsError, ValueError):
    """A unit cannot be cut or joined there."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} Nothing was changed."


class MalformedRequestError(HustingsError, ValueError):
    """A request is not of the form that its address takes."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"The request cannot be read: {self.reason} Nothing was changed."


class TooLargeRequestError(HustingsError, ValueError):
    """A request is longer than any honest one."""

    def __init__(self, *, largest: int) -> None:
        self.largest = largest
        super().__init__(largest)

    def __str__(self) -> str:
        return (
            f"The request is larger than {self.largest:,} bytes. Send less at once. "
            "Nothing was changed."
        )


class LoggedOutError(HustingsError, PermissionError):
    """Nobody is logged in, or the session has ended."""

    def __init__(self, *, had_session: bool, is_team: bool) -> None:
        self.had_session = had_session
        self.is_team = is_team
        super().__init__(had_session)

    def __str__(self) -> str:
        if self.had_session:
            return "Your session has ended. Log in again; what was saved is kept."
        if self.is_team:
            return "Nobody is logged in here. Log in first, at /room/login."
        return "Nobody has said who is coding. Say so first, at /room/login."


class ForgedRequestError(HustingsError, PermissionError):
    """A change does not come from a page of this server."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} Reload the page and try again. Nothing was changed."


class ManagersOnlyError(HustingsError, PermissionError):
    """A page or number is for managers only."""

    def __str__(self) -> str:
        return "This is for managers only. Your assignments are at /room/."


class WrongPasswordError(HustingsError, PermissionError):
    """A name and a password do not belong together."""

    def __str__(self) -> str:
        return (
            "Name or password is wrong. If you have lost your password, ask for a new "
            "link: 'hustings coder invite'."
        )


class TooManyAttemptsError(HustingsError, PermissionError):
    """Too many wrong passwords: the next attempt has to wait."""

    def __init__(self, *, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)

    def __str__(self) -> str:
        return f"Too many wrong passwords. Wait {self.seconds} seconds, then try again."


class UnusablePasswordError(HustingsError, ValueError):
    """A new password will not do."""

    def __init__(
        self,
        *,
        reason: str,
        advice: str = "Choose another: four words that have nothing to do with each "
        "other, for instance.",
    ) -> None:
        self.reason = reason
        self.advice = advice
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} {self.advice} Nothing was changed."


class SpentInvitationError(HustingsError, PermissionError):
    """A one-time link was used, has run out, or was never given."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return (
            f"{self.reason} Ask whoever runs the project for a new link: 'hustings "
            "coder invite NAME'."
        )


class ForeignHostError(HustingsError, PermissionError):
    """A request names a host that is not this server."""

    def __init__(self, *, host: str) -> None:
        self.host = host
        super().__init__(host)

    def __str__(self) -> str:
        return (
            f"This server does not answer to the name {self.host!r}. Use the address "
            "that 'hustings serve' printed, or start it with --name."
        )


class BusyProjectError(HustingsError, OSError):
    """The database could not be written just now."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)

    def __str__(self) -> str:
        return f"{self.reason} Nothing was saved; try again in a moment."


class GoneProjectError(BusyProjectError):
    """The database is not where it was when the server was started."""

    def __init__(self) -> None:
        super().__init__(
            reason="The project's database was moved, deleted or replaced."
        )

    def __str__(self) -> str:
        return (
            f"{self.reason} Nothing is saved until the server is stopped and started "
            "again."
        )


class OpenDoorError(AdvisingError, ValueError):
    """A team would be served in a way that anybody could listen to."""


class CertificateError(HustingsError, ValueError):
    """A certificate or its key cannot be used."""

    def __init__(self, *, path: str, reason: str) -> None:
        self.path = path
        self.reason = reason
        super().__init__(path)

    def __str__(self) -> str:
        return (
            f"{self.path} cannot be used as a certificate: {self.reason} Give the PEM "
            "files with --certificate and --key, the key without a passphrase."
        )
