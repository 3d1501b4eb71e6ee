"""The manager's pages in processes of their own, so that people who code do not wait.

A page on twenty thousand codings takes seconds of computing, and one Python process
does one thing at a time. So the server passes requests for the manager's pages on to
two others, after it has looked who asks: one for what takes long, one for the rest.
They are started when a manager first comes, or when codings are first to count
downstream, which is done there, too; and they yield to everything else.
"""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import CancelledError, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from starlette.responses import Response
from starlette.routing import Route

from hustings.errors import BusyProjectError, LoggedOutError
from hustings.interface.web.room.doors import ask_to_log_in
from hustings.interface.web.room.guards import read_body
from hustings.interface.web.room.manage_routes import manage_routes
from hustings.interface.web.room.mistakes import API
from hustings.outside.limits import Death
from hustings.outside.orders import Named, make_order
from hustings.outside.sandbox import Worker

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from starlette.requests import Request

    from hustings.interface.web.room.room import Room
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store

_LOG = logging.getLogger(__name__)
_WORK = "hustings.interface.web.room.office_work"
_SLOW = ("/manage/agreement", "/manage/agreement.csv", "/manage/adjudication/rule")
_FOR_CODERS = "/feedback"


@dataclass(slots=True)
class Clerk:
    """One process that answers requests, one after the other."""

    _threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1))
    _worker: Worker | None = None

    async def ask(self, call: dict[str, Any], body: bytes) -> dict[str, Any]:
        """Pass a request on, and wait for what comes back.

        Raises
        ------
        BusyProjectError
            If the process died over it.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._ask, call, body)

    def close(self) -> None:
        """End it, whatever it is doing."""
        if self._worker is not None:
            self._worker.end()
        self._threads.shutdown(cancel_futures=True)
        if self._worker is not None:
            self._worker.close()

    def do(self, function: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Have a function of the office's side called in turn, and wait for it.

        Raises
        ------
        BusyProjectError
            If the process died over it, or is not to begin any more.
        """
        try:
            return self._threads.submit(self._do, function, batch).result()
        except (CancelledError, RuntimeError) as error:
            raise BusyProjectError(reason="The server is being stopped.") from error

    def _ask(self, call: dict[str, Any], body: bytes) -> dict[str, Any]:
        batch = pa.RecordBatch.from_pydict(
            {"call": [json.dumps(call)], "body": pa.array([body], pa.large_binary())}
        )
        (row,) = self._do("answer", batch).to_pylist()
        return {**row, "headers": json.loads(row["headers"])}

    def _do(self, function: str, batch: pa.RecordBatch) -> pa.RecordBatch:
        if self._worker is not None and not self._worker.is_free:
            self._worker.close()  # it died since: its pipes are to go with it
            self._worker = None
        if self._worker is None:
            self._worker = Worker(_WORK)
        order = make_order(Named(module=_WORK, function=function), None)
        answer = self._worker.ask(order, batch)
        if isinstance(answer, Death):
            raise BusyProjectError(
                reason="What computes this page ended unexpectedly, perhaps for want "
                "of memory."
            )
        return answer


@dataclass(frozen=True, slots=True)
class Office:
    """The two processes of one room."""

    slow: Clerk = field(default_factory=Clerk)
    quick: Clerk = field(default_factory=Clerk)

    def close(self) -> None:
        """End both."""
        self.slow.close()
        self.quick.close()

    def publish(self, folder: Path) -> str:
        """Let codings count downstream; say why that cannot be done just now."""
        batch = pa.RecordBatch.from_pydict({"folder": [str(folder)]})
        try:
            (reason,) = self.slow.do("publish_silently", batch)["reason"].to_pylist()
        except BusyProjectError as error:
            return error.reason
        return str(reason)

    async def answer(
        self, room: Room, request: Request, session: Session, path: str
    ) -> Response:
        """Have a request answered for a manager."""
        call = {
            "folder": str(room.folder),
            "door": asdict(room.door),
            "session": asdict(session),
            "method": request.method,
            "path": request.url.path,
            "query": request.url.query,
            "headers": [
                [name.decode("latin-1"), value.decode("latin-1")]
                for name, value in request.headers.raw
                if name != b"cookie"
            ],
        }
        body = await read_body(request) if request.method == "POST" else b""
        clerk = self.slow if path in _SLOW else self.quick
        said = await clerk.ask(call, body)
        if said["fault"]:
            _LOG.error("%s\n%s", request.url.path, said["fault"])
        answer = Response(said["body"], status_code=said["status"])
        answer.raw_headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in said["headers"]
        ]
        return answer


def office_routes(room: Room, office: Office) -> list[Route]:
    """Return the manager's routes, answered by the office; coders' own are not."""
    return [
        route
        if route.path == _FOR_CODERS
        else Route(
            route.path,
            _forward(room, office, route.path),
            methods=sorted(route.methods or ()),
        )
        for route in manage_routes(room)
    ]


def _forward(
    room: Room, office: Office, path: str
) -> Callable[[Request], Awaitable[Response]]:
    async def forward(request: Request) -> Response:
        is_change = request.method == "POST"
        try:
            session = room.manager(request)
        except LoggedOutError:
            if is_change or request.url.path.startswith(API):
                raise
            return ask_to_log_in(request)
        answer = await office.answer(room, request, session, path)
        if is_change:
            await room.write(_nothing)
        return answer

    return forward


def _nothing(_: Store) -> None:
    """Tell the room that something was written, so that it is published later."""
