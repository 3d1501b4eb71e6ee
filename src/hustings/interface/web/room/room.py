"""The room as a whole: what its parts share while the server runs."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from argon2 import PasswordHasher

from hustings.errors import LoggedOutError, ManagersOnlyError
from hustings.interface.web.room.accounts import Accounts
from hustings.interface.web.room.attempts import Attempts
from hustings.interface.web.room.drawing_ahead import DrawingAhead
from hustings.interface.web.room.guards import (
    TOKEN_HEADER,
    require_same_origin,
    require_token,
)
from hustings.interface.web.room.publishing import publish_now
from hustings.interface.web.room.readers import Readers
from hustings.interface.web.room.sessions import Sessions
from hustings.interface.web.room.writer import Writer
from hustings.store.project import Store
from hustings.workflow.room_shelf import Shelf

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response

    from hustings.interface.web.room.jobs import Work
    from hustings.interface.web.room.sessions import Mode, Session

_LOG = logging.getLogger(__name__)
SILENCE = 120.0
"""Seconds without a coding after which those that were written count downstream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """How the room may be come into.

    Attributes
    ----------
    mode : {"local", "team"}
        Whether there are passwords.
    is_secure : bool
        Whether people come by HTTPS: to this server, or to a proxy before it.
    is_behind_proxy : bool
        Whether a proxy says whose requests it passes on.
    """

    mode: Mode = "local"
    is_secure: bool = False
    is_behind_proxy: bool = False


@dataclass(kw_only=True)
class Room:
    """The coding room of one project; `running` opens and closes it.

    Attributes
    ----------
    hasher : PasswordHasher
        What makes hashes of passwords.
    attempts : Attempts
        Wrong passwords of late.
    clock : function
        Seconds since 1970, for the age of sessions.
    ahead : DrawingAhead
        Who draws pages before they are looked at.
    publish : function
        Lets codings count downstream, perhaps in a process of its own.
    name : str
        The project's.
    cookie : str
        The name of the session's cookie: browsers tell ports of one machine apart by
        nothing else.
    """

    folder: Path
    door: Door = field(default_factory=Door)
    shelf: Shelf = field(default_factory=Shelf)
    hasher: PasswordHasher = field(default_factory=PasswordHasher)
    attempts: Attempts = field(default_factory=Attempts)
    clock: Callable[[], float] = time.time
    ahead: DrawingAhead = field(default_factory=DrawingAhead)
    publish: Callable[[Path], str] = publish_now
    name: str = field(init=False)
    cookie: str = field(init=False)
    writer: Writer = field(init=False)
    readers: Readers = field(init=False)
    sessions: Sessions = field(init=False)
    accounts: Accounts = field(init=False)
    _wrote: asyncio.Event = field(init=False)

    def __post_init__(self) -> None:
        with Store.open(self.folder) as store:
            self.name = store.name() or ""
            begun = hashlib.sha256(f"{self.name} {store.created()}".encode())
        prefix = "__Host-" if self.door.is_secure else ""
        self.cookie = f"{prefix}hustings-{begun.hexdigest()[:8]}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Open the room, and close it when the server stops."""
        self.writer, self.readers = Writer(self.folder), Readers(self.folder)
        self.sessions = Sessions(self.folder, self.door.mode, clock=self.clock)
        self.accounts = Accounts(
            self.readers, self.writer, hasher=self.hasher, attempts=self.attempts
        )
        self._wrote = asyncio.Event()
        self.writer.start()
        self.readers.start()
        publishing = asyncio.create_task(self._publish_in_silence())
        try:
            yield
        finally:
            publishing.cancel()
            await asyncio.to_thread(self._close)

    def _close(self) -> None:
        self.ahead.close()
        self.readers.stop()
        self.writer.stop()  # the last one: only so can it put its log away
        self.sessions.close()
        _tell(publish_now(self.folder))

    async def _publish_in_silence(self) -> None:
        """Let codings count downstream whenever nobody has coded for a while."""
        self._wrote.set()  # those, too, of before the server was killed
        while True:
            await self._wrote.wait()
            self._wrote.clear()
            await asyncio.sleep(SILENCE)
            if self._wrote.is_set():
                continue
            reason = await asyncio.to_thread(self.publish, self.folder)
            if reason:
                _tell(reason)
                self._wrote.set()  # later, then

    # Who is asking.

    def session(self, request: Request) -> Session:
        """Return the session of a request.

        Raises
        ------
        LoggedOutError
            If there is none, or it has ended.
        """
        secret = request.cookies.get(self.cookie, "")
        found = self.sessions.find(secret)
        if found is None:
            is_team = self.door.mode == "team"
            raise LoggedOutError(had_session=bool(secret), is_team=is_team)
        return found

    def manager(self, request: Request) -> Session:
        """Return the session of a request that only a manager may make.

        Raises
        ------
        LoggedOutError, ManagersOnlyError
            If it is nobody's, or no manager's.
        """
        session = self.session(request)
        if session.role != "manager":
            raise ManagersOnlyError
        return session

    def changer(self, request: Request) -> Session:
        """Return the session of a request that changes something.

        Raises
        ------
        LoggedOutError
            If it is nobody's.
        ForgedRequestError
            If it comes from another site's page, or without the session's token.
        """
        session = self.session(request)
        self.require_own_page(request)
        require_token(request.headers.get(TOKEN_HEADER, ""), session)
        return session

    def require_own_page(self, request: Request) -> None:
        """Raise unless a change comes from a page of this server."""
        require_same_origin(request, is_secure=self.door.is_secure)

    def me(self, session: Session) -> dict[str, Any]:
        """Say who is here."""
        return {
            "coder": session.coder,
            "role": session.role,
            "token": session.token,
            "mode": self.door.mode,
            "project": self.name,
        }

    def keep_session(self, answer: Response, secret: str) -> None:
        """Put a session's token into the browser, where no script can read it."""
        answer.set_cookie(
            self.cookie,
            secret,
            path="/",
            secure=self.door.is_secure,
            httponly=True,
            samesite="strict",
        )

    # What is asked.

    async def read(self, work: Work) -> Any:  # noqa: ANN401  # what the work gives
        """Read from the project; `work` is given the store."""
        return await self.readers.read(work)

    async def write(self, work: Work) -> Any:  # noqa: ANN401  # what the work gives
        """Write in a transaction; answered once it is safe on the disk."""
        done = await self.writer.write(work)
        self._wrote.set()
        return done

    async def read_shelf(self, work: Any, **asked: Any) -> Any:  # noqa: ANN401
        """Read with a function of the workflow that takes the store and the shelf."""
        return await self.readers.read(partial(work, shelf=self.shelf, **asked))

    async def write_shelf(self, work: Any, **asked: Any) -> Any:  # noqa: ANN401
        """Write with a function of the workflow that takes the store and the shelf."""
        return await self.write(partial(work, shelf=self.shelf, **asked))


def _tell(reason: str) -> None:
    """Tell the server's window why codings do not count yet, if they do not."""
    if reason:
        _LOG.warning("Codings are kept, but do not count downstream yet: %s", reason)
