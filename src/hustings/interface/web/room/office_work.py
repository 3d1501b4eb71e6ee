"""The office's side: answer requests for the manager's pages in a process of its own.

The same routes answer here as in the server, of a room that knows who asks: the server
has looked before it passed the request on. What a change has to bring along is looked
at here, too.
"""

from __future__ import annotations

import asyncio
import json
import os
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from starlette.applications import Starlette
from starlette.routing import Mount

from hustings.interface.web.room.manage_routes import manage_routes
from hustings.interface.web.room.publishing import publish_now
from hustings.interface.web.room.room import Door, Room
from hustings.interface.web.room.sessions import Session
from hustings.interface.web.room.site import room_site
from hustings.store.project import Store

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message

    from hustings.interface.web.room.jobs import Work

_PATIENCE = 10
"""How far this process stands back behind others."""
_SESSION = "hustings.session"


class OfficeRoom(Room):
    """The room as the office sees it: whoever asks is known already."""

    def session(self, request: Request) -> Session:
        """Return the session that came along with the request."""
        found: Session = request.scope[_SESSION]
        return found

    async def write(self, work: Work) -> Any:  # noqa: ANN401  # what the work gives
        """Do something here; the server tells its own writer afterwards."""
        with Store.open(self.folder) as store:
            return work(store)


def answer(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Answer one request: columns status, headers, body, and fault if there was one."""
    (row,) = batch.to_pylist()
    call = json.loads(row["call"])
    app = _open(call["folder"], json.dumps(call["door"]))
    said = _Said()
    try:
        asyncio.run(_give(app, call, row["body"], said))
    except Exception:  # noqa: BLE001  # answered already; the server tells its window
        said.fault = traceback.format_exc()
    return said.to_batch()


def publish_silently(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Let the codings of a project count: column folder in, column reason out."""
    _stand_back()
    reasons = [publish_now(Path(folder)) for folder in batch["folder"].to_pylist()]
    return pa.RecordBatch.from_pydict({"reason": pa.array(reasons, pa.string())})


async def _give(app: ASGIApp, call: dict[str, Any], body: bytes, said: _Said) -> None:
    """Give a request to the routes."""
    await app(_scope(call), _receiver(body), said.send)


class _Said:
    """What the routes have answered."""

    def __init__(self) -> None:
        self.status = 500
        self.headers: list[list[str]] = []
        self.body = bytearray()
        self.fault = ""

    async def send(self, message: Message) -> None:
        """Take a part of the answer."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [
                [name.decode("latin-1"), value.decode("latin-1")]
                for name, value in message["headers"]
            ]
        else:
            self.body += message.get("body", b"")

    def to_batch(self) -> pa.RecordBatch:
        """Return it as the one row of a batch."""
        return pa.RecordBatch.from_pydict(
            {
                "status": pa.array([self.status], pa.int32()),
                "headers": [json.dumps(self.headers)],
                "body": pa.array([bytes(self.body)], pa.large_binary()),
                "fault": [self.fault],
            }
        )


@cache
def _open(folder: str, door: str) -> ASGIApp:
    """Make the routes of a room, once; what they compute they keep."""
    _stand_back()
    room = OfficeRoom(folder=Path(folder), door=Door(**json.loads(door)))
    site = room_site(room, more=manage_routes(room))
    return Starlette(routes=[Mount("/room", app=site)])


@cache
def _stand_back() -> None:
    """Let others go first, from now on."""
    if hasattr(os, "nice"):
        os.nice(_PATIENCE)


def _scope(call: dict[str, Any]) -> dict[str, Any]:
    """Write a request down as the routes expect it."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": call["method"],
        "scheme": "https" if call["door"]["is_secure"] else "http",
        "path": call["path"],
        "raw_path": call["path"].encode(),
        "root_path": "",
        "query_string": call["query"].encode(),
        "headers": [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in call["headers"]
        ],
        _SESSION: Session(**call["session"]),
    }


def _receiver(body: bytes) -> Any:  # noqa: ANN401  # what an application is given
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
