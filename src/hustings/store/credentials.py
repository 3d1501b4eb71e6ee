"""Who may come into the coding room: passwords as hashes, and one-time links."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import SpentInvitationError
from hustings.store.anchors import in_utc

if TYPE_CHECKING:
    from hustings.store.database import Database
    from hustings.store.project import Store

_HASH = "SELECT hash FROM credentials WHERE coder = ? ORDER BY number DESC LIMIT 1"

_INVITATION = """
SELECT invitations.*, credentials.number AS used, (
    SELECT max(number) FROM invitations AS later
    WHERE later.coder = invitations.coder
) AS latest
FROM invitations LEFT JOIN credentials ON credentials.invitation = invitations.number
WHERE token_sha256 = ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """A one-time link, as it stands.

    Attributes
    ----------
    expires : str
        ISO time with its zone.
    is_used : bool
        Whether it has set a password.
    is_renewed : bool
        Whether the person has been given another one since.
    """

    number: int
    coder: str
    expires: str
    is_used: bool
    is_renewed: bool


@dataclass(frozen=True, slots=True)
class CredentialRows:
    """The tables of invitations and of the passwords that were set with them."""

    database: Database

    def hash_of(self, coder: str) -> str | None:
        """Return the hash of a person's password; None where none was set."""
        row = self.database.one(_HASH, coder)
        return None if row is None else str(row["hash"])

    def invite(self, coder: str, *, token_sha256: str, expires: str, at: str) -> None:
        """Keep an invitation; those that the person was given before end."""
        with self.database.transaction() as cursor:
            cursor.execute(
                "INSERT INTO invitations VALUES (NULL, ?, ?, ?, ?)",
                (coder, token_sha256, in_utc(expires), in_utc(at)),
            )

    def invitation(self, token_sha256: str) -> Invitation | None:
        """Return the invitation of a token, by the token's hash."""
        row = self.database.one(_INVITATION, token_sha256)
        if row is None:
            return None
        return Invitation(
            number=row["number"],
            coder=row["coder"],
            expires=row["expires"],
            is_used=row["used"] is not None,
            is_renewed=row["latest"] != row["number"],
        )

    def set_password(self, invitation: Invitation, password: str, *, at: str) -> None:
        """Keep the hash of a password that was set with an invitation.

        Raises
        ------
        SpentInvitationError
            If the invitation has set one already.
        """
        try:
            with self.database.transaction() as cursor:
                cursor.execute(
                    "INSERT INTO credentials VALUES (NULL, ?, ?, ?, ?)",
                    (invitation.coder, password, invitation.number, in_utc(at)),
                )
        except sqlite3.IntegrityError:
            raise SpentInvitationError(reason="This link has been used.") from None


def credentials_of(store: Store) -> CredentialRows:
    """Return the credentials of a project."""
    return CredentialRows(store.coders.database)
