"""Who is logged in: a small file of its own, whose loss only logs people out.

A session is a random token in a cookie; the file holds its hash. The token that every
change has to bring along in a header is computed from the first one, so that no other
site's page can know it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import sqlite3
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from threading import RLock
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hustings.model.coder import Coder, Role

Mode: TypeAlias = "Literal['local', 'team']"

FILE = "sessions.sqlite"
REMEMBERED = 365 * 24 * 3600
"""Seconds for which a browser is known as one in which somebody has logged in."""
LONGEST = 30 * 24 * 3600
"""Seconds after which one has to log in again, whatever one does."""
LONGEST_SILENCE = 12 * 3600
"""Seconds of silence after which one has to log in again, where there are passwords."""
_NOTE_EVERY = 300
_PATIENCE = 0.2
"""Seconds to wait for another program that has the file: all wait meanwhile."""
_BYTES = 32

_TABLE = """
CREATE TABLE IF NOT EXISTS sessions (
    token_sha256 TEXT PRIMARY KEY,
    coder TEXT NOT NULL,
    role TEXT NOT NULL,
    began REAL NOT NULL,
    seen REAL NOT NULL
)
"""
_BROWSERS = """
CREATE TABLE IF NOT EXISTS browsers (
    secret_sha256 TEXT PRIMARY KEY,
    coder TEXT NOT NULL,
    since REAL NOT NULL
)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody who is logged in.

    Attributes
    ----------
    token : str
        What every change has to bring along.
    """

    coder: str
    role: Role
    token: str
    began: float
    seen: float


class Sessions:
    """The sessions of one project."""

    def __init__(
        self, folder: Path, mode: Mode, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._path = folder / FILE
        self._mode = mode
        self._clock = clock
        self._lock = RLock()
        self._known: dict[str, Session] = {}
        self._connection = self._open()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def begin(self, coder: Coder) -> str:
        """Log a person in, and return the token for their cookie."""
        secret = secrets.token_urlsafe(_BYTES)
        now = self._clock()
        role: Role = "manager" if self._mode == "local" else coder.role
        with self._lock:
            self._connection.execute(
                "DELETE FROM sessions WHERE began < ?", (now - LONGEST,)
            )
            self._connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)",
                (_hash(secret), coder.coder_id, role, now, now),
            )
        return secret

    def find(self, secret: str) -> Session | None:
        """Return the session of a cookie; None where there is none or it has ended."""
        if not secret or len(secret) > 2 * _BYTES:
            return None
        name = _hash(secret)
        with self._lock:  # all of it: a session that ends meanwhile must not come back
            session = self._known.get(name) or self._load(name, secret)
            if session is None:
                return None
            now = self._clock()
            if self._has_ended(session, now):
                self.end(secret)
                return None
            if now - session.seen > _NOTE_EVERY:
                session = replace(session, seen=now)
                self._note(name, now)
            self._known[name] = session
            return session

    def _note(self, name: str, now: float) -> None:
        """Note that somebody is here; a full disk keeps nobody from reading."""
        with suppress(sqlite3.OperationalError):
            self._connection.execute(
                "UPDATE sessions SET seen = ? WHERE token_sha256 = ?", (now, name)
            )

    def end(self, secret: str) -> None:
        """Log out."""
        name = _hash(secret)
        with self._lock:
            self._known.pop(name, None)
            self._connection.execute(
                "DELETE FROM sessions WHERE token_sha256 = ?", (name,)
            )

    def end_all(self, coder: str) -> None:
        """Log a person out everywhere: somebody has set a new password."""
        with self._lock:
            self._connection.execute("DELETE FROM sessions WHERE coder = ?", (coder,))
            self._known = {
                name: one for name, one in self._known.items() if one.coder != coder
            }

    # Browsers in which somebody has logged in.

    def remember(self, coder: str, *, before: str) -> str:
        """Remember a browser, and return the new secret for its cookie.

        Parameters
        ----------
        before : str
            The secret that it has had so far.
        """
        secret = secrets.token_urlsafe(_BYTES)
        now = self._clock()
        with self._lock:
            self._connection.execute(
                "DELETE FROM browsers WHERE secret_sha256 = ? OR since < ?",
                (_hash(before), now - REMEMBERED),
            )
            self._connection.execute(
                "INSERT INTO browsers VALUES (?, ?, ?)", (_hash(secret), coder, now)
            )
        return secret

    def browser(self, secret: str, coder: str) -> str:
        """Return what a browser is called in which a person has logged in; or nothing.

        Parameters
        ----------
        coder : str
            As `remember` was told.
        """
        name = _hash(secret)
        with self._lock:
            row = self._connection.execute(
                "SELECT since FROM browsers WHERE secret_sha256 = ? AND coder = ?",
                (name, coder),
            ).fetchone()
        is_known = row is not None and self._clock() - row[0] <= REMEMBERED
        return name if is_known else ""

    def _has_ended(self, session: Session, now: float) -> bool:
        is_silent = now - session.seen > LONGEST_SILENCE
        return now - session.began > LONGEST or (self._mode == "team" and is_silent)

    def _load(self, name: str, secret: str) -> Session | None:
        """Read a session of before the server was started again."""
        row = self._connection.execute(
            "SELECT coder, role, began, seen FROM sessions WHERE token_sha256 = ?",
            (name,),
        ).fetchone()
        if row is None:
            return None
        coder, role, began, seen = row
        return Session(
            coder=coder, role=role, token=token_of(secret), began=began, seen=seen
        )

    def _open(self) -> sqlite3.Connection:
        """Open the file; one that is damaged is begun anew."""
        try:
            return self._prepare()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._path.unlink()
            return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        """Make the file readable for its owner only, before anything is in it."""
        with suppress(FileExistsError):
            os.close(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        self._path.chmod(0o600)
        connection = sqlite3.connect(
            self._path, isolation_level=None, check_same_thread=False, timeout=_PATIENCE
        )
        try:
            # Nothing here is worth waiting for the disk.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
            connection.execute(_BROWSERS)
            self._forget_other_mode(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _forget_other_mode(self, connection: sqlite3.Connection) -> None:
        """Log everybody out whose session began where other rules held."""
        version = {"local": 1, "team": 2}[self._mode]
        if connection.execute("PRAGMA user_version").fetchone()[0] != version:
            connection.execute("DELETE FROM sessions")
            connection.execute(f"PRAGMA user_version = {version}")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def token_of(secret: str) -> str:
    """Return the token that goes with a cookie."""
    return hmac.new(secret.encode(), b"hustings room", hashlib.sha256).hexdigest()


def is_door_token(given: str, secret: str) -> bool:
    """Compare a token with that of a cookie, in the same time whatever it is."""
    return hmac.compare_digest(given.encode(), token_of(secret).encode())


def is_token(given: str, session: Session) -> bool:
    """Compare a token with a session's, in the same time whatever it is."""
    return hmac.compare_digest(given.encode(), session.token.encode())
