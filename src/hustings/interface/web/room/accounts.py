"""Names and passwords: checking them, and setting one with a one-time link."""

from __future__ import annotations

import asyncio
import unicodedata
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from argon2.exceptions import Argon2Error, InvalidHashError

from hustings.errors import WrongPasswordError
from hustings.interface.web.room.passwords import LONGEST, check_password
from hustings.model.coder import fold_name
from hustings.workflow.room_entry import (
    find_invitation,
    password_hash_of,
    set_password,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from argon2 import PasswordHasher

    from hustings.interface.web.room.attempts import Attempts
    from hustings.interface.web.room.readers import Readers
    from hustings.interface.web.room.writer import Writer
    from hustings.model.coder import Coder

T = TypeVar("T")

_AT_ONCE = 2
"""Hashes that are computed at the same time: each takes 64 MiB."""


class Accounts:
    """Who may come in, by name and password."""

    def __init__(
        self,
        readers: Readers,
        writer: Writer,
        *,
        hasher: PasswordHasher,
        attempts: Attempts,
    ) -> None:
        self._readers = readers
        self._writer = writer
        self._hasher = hasher
        self._attempts = attempts
        self._gate = asyncio.Semaphore(_AT_ONCE)
        self._nobody: str | None = None

    async def log_in(
        self, name: str, password: str, *, address: str, device: str = ""
    ) -> Coder:
        """Return the person whose name and password these are.

        Parameters
        ----------
        device : str
            Of a browser in which this person has logged in before: its wrong ones are
            counted by themselves, so that nobody else's can keep the person out.

        Raises
        ------
        TooManyAttemptsError
            After ten wrong ones.
        WrongPasswordError
            If they do not belong together, or there is no such person: the answer and
            the time it takes are the same.
        """
        # A name of any length is an attempt of its own, but not at any cost.
        name, password = name[:LONGEST], password[: LONGEST + 1]
        folded = fold_name(name)
        if device:
            address = f"device {device}"
            folded = f"{folded} {address}"
        self._attempts.begin(name=folded, address=address)
        nobody = await self._hash_of_nobody()
        found = await self._readers.read(partial(password_hash_of, name=name))
        kept = found[1] if found else nobody
        is_right = await self._in_turn(partial(self._verify, kept, password))
        if not (is_right and found):
            raise WrongPasswordError
        self._attempts.succeed(name=folded, address=address)
        coder: Coder = found[0]
        return coder

    async def set_password(self, token: str, password: str, again: str) -> Coder:
        """Set a password with a one-time link, and return whose it is.

        Raises
        ------
        SpentInvitationError
            If the link is not good any more.
        UnusablePasswordError
            If the password will not do, or the two are not the same.
        """
        invitation = await self._readers.read(partial(find_invitation, token=token))
        check_password(password, again, name=invitation.coder)
        hashed = await self._in_turn(partial(self._hasher.hash, _composed(password)))
        coder: Coder = await self._writer.write(
            partial(set_password, token=token, password_hash=hashed)
        )
        return coder

    def _verify(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _composed(password))
        except (Argon2Error, InvalidHashError):
            return False

    async def _hash_of_nobody(self) -> str:
        """Return a hash that nobody's password fits, as costly as any."""
        if self._nobody is None:
            self._nobody = await self._in_turn(partial(self._hasher.hash, "nobody"))
        return self._nobody

    async def _in_turn(self, work: Callable[[], T]) -> T:
        async with self._gate:
            return await asyncio.to_thread(work)


def _composed(password: str) -> str:
    """Write letters with accents in one way: keyboards and systems differ in that."""
    return unicodedata.normalize("NFC", password)
