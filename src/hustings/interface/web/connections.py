"""Connections that strangers hold: how much they may send, and how long they may take.

The server's own protocol waits for ever for the rest of a request, and keeps whatever
stands in its head. Whoever can reach the port could so use up memory and connections
before anybody has logged in.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

if TYPE_CHECKING:
    import asyncio

LARGEST_HEAD = 64 * 1024
"""Bytes of a request before its body."""
LARGEST_REQUEST = 8_000_000
"""Bytes of a request with all that goes around its body."""
LONGEST_REQUEST = 60.0
"""Seconds in which a request has to come in, from the first byte to the last."""
MOST = 1000
"""Connections at the same time; one that waits has to go for one that comes."""
_FILES = 4096
_TOO_MUCH = "The head of this request is too large."


class PatientToAPoint(HttpToolsProtocol):
    """The protocol of the server, with bounds to what a connection may cost."""

    _timer: asyncio.TimerHandle | None = None
    _n_bytes = 0
    _is_in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; where too many are here already, one of them ends."""
        super().connection_made(transport)
        self._wait()
        if len(self.connections) > MOST:
            others = (one for one in self.connections if one is not self)
            waiting = [one for one in others if _ends_at(one) is not None]
            first = min(waiting, key=lambda one: _ends_at(one) or 0.0, default=self)
            first.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as long as it is not too much."""
        self._n_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        is_idle = self.cycle is None or self.cycle.response_complete
        if is_idle and self._timer is None:  # empty lines begin no request
            self._wait()
        if self._is_in_head and self._n_bytes > LARGEST_HEAD:
            self.send_400_response(_TOO_MUCH)
        elif self._n_bytes > LARGEST_REQUEST:
            self.transport.close()

    def on_message_begin(self) -> None:
        """Count anew: a request begins."""
        super().on_message_begin()
        self._n_bytes = 0
        self._is_in_head = True
        self._wait()

    def on_headers_complete(self) -> None:
        """Note that the body comes now."""
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Note that all has come in."""
        self._stop_waiting()
        self._n_bytes = 0
        super().on_message_complete()

    def _wait(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(LONGEST_REQUEST, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        """Close a connection whose request never ends."""
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()


def _ends_at(one: object) -> float | None:
    """Return when a connection would be ended that waits for whoever holds it."""
    if not isinstance(one, PatientToAPoint) or one.transport.is_closing():
        return None
    timer = one._timer or one.timeout_keep_alive_task  # noqa: SLF001  # of this module
    return None if timer is None else timer.when()


def allow_many_files() -> None:
    """Let this process hold as many connections as it takes, where that can be said."""
    try:
        import resource  # noqa: PLC0415  # not on every system
    except ImportError:
        return
    limits: Any = resource.getrlimit(resource.RLIMIT_NOFILE)
    soft, hard = limits
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
