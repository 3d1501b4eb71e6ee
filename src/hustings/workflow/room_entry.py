"""Coming into the coding room: one-time links, and passwords set with them.

Passwords themselves are never here: what is kept is what a password hasher made.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hustings.errors import SpentInvitationError, UnknownPersonError
from hustings.outside.clock import now_exactly
from hustings.store.credentials import credentials_of
from hustings.store.privacy import keep_to_owner
from hustings.store.project import DATABASE

if TYPE_CHECKING:
    from hustings.model.coder import Coder
    from hustings.store.credentials import Invitation
    from hustings.store.project import Store

DAYS = 7
"""How long a one-time link is good for."""

_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeLink:
    """A link with which a person sets a password, once.

    Attributes
    ----------
    path : str
        The address, without the server's name.
    expires : str
        ISO time with its zone.
    """

    coder: Coder
    path: str
    expires: str


def invite_coder(store: Store, name: str) -> OneTimeLink:
    """Give a person a new one-time link; those given before end.

    From now on the database is its owner's alone to read.

    Raises
    ------
    UnknownPersonError
        If there is no coder of this name.
    """
    coder = require_coder(store, name)
    token = secrets.token_urlsafe(_BYTES)
    at = now_exactly()
    expires = (datetime.fromisoformat(at) + timedelta(days=DAYS)).isoformat()
    keep_to_owner(store.folder / DATABASE)
    credentials_of(store).invite(
        coder.coder_id, token_sha256=_hash(token), expires=expires, at=at
    )
    return OneTimeLink(coder=coder, path=f"/room/welcome#{token}", expires=expires)


def require_coder(store: Store, name: str) -> Coder:
    """Return the coder of a name, whatever its large and small letters.

    Raises
    ------
    UnknownPersonError
        If there is none.
    """
    coder = store.coders.find(name)
    if coder is None:
        known = [one.coder_id for one in store.coders.all()]
        raise UnknownPersonError(name=name, known=known)
    return coder


def find_invitation(store: Store, token: str) -> Invitation:
    """Return an invitation that is still good.

    Raises
    ------
    SpentInvitationError
        If it was used, was renewed, has run out, or was never given.
    """
    found = credentials_of(store).invitation(_hash(token))
    if found is None:
        raise SpentInvitationError(reason="This link is not one of this project.")
    if found.is_used:
        raise SpentInvitationError(reason="This link has been used.")
    if found.is_renewed:
        raise SpentInvitationError(reason="A newer link has taken this one's place.")
    if datetime.fromisoformat(found.expires) <= datetime.fromisoformat(now_exactly()):
        day = datetime.fromisoformat(found.expires).astimezone(UTC).date()
        raise SpentInvitationError(reason=f"This link ran out on {day.isoformat()}.")
    return found


def set_password(store: Store, token: str, password_hash: str) -> Coder:
    """Keep the hash of the password that a person chose; the link is spent.

    Raises
    ------
    SpentInvitationError
        If the link is not good any more.
    """
    invitation = find_invitation(store, token)
    credentials_of(store).set_password(invitation, password_hash, at=now_exactly())
    return require_coder(store, invitation.coder)


def password_hash_of(store: Store, name: str) -> tuple[Coder, str] | None:
    """Return a person and the hash of their password; None where there is none."""
    coder = store.coders.find(name)
    if coder is None:
        return None
    found = credentials_of(store).hash_of(coder.coder_id)
    return None if found is None else (coder, found)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
