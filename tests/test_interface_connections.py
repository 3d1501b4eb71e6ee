"""Connections that cost a server too much are ended."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import pytest
import uvicorn

from hustings.interface.web import connections
from hustings.interface.web.connections import PatientToAPoint

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

HEAD = b"POST / HTTP/1.1\r\nHost: a\r\n"
OK = b"HTTP/1.1 200"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with how much came in."""
    assert scope["type"] == "http"
    n, is_more = 0, True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        n += len(message.get("body", b""))
        is_more = message.get("more_body", False)
    body = str(n).encode()
    length = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [length]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """Serve on a port of this machine."""
    config = uvicorn.Config(
        echo,
        http=PatientToAPoint,
        ws="none",
        lifespan="off",
        log_level="critical",
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        running = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110  # it has no event
            await asyncio.sleep(0.01)
        yield listener.getsockname()[1]
        server.should_exit = True
        await running


async def talk(port: int, *said: bytes, ends: bool = False) -> bytes:
    """Send, and return what is answered until the server ends or falls silent."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answer = b""
    try:
        for one in said:
            writer.write(one)
            await writer.drain()
            await asyncio.sleep(0.01)
        while piece := await asyncio.wait_for(reader.read(1 << 16), 3 if ends else 0.3):
            answer += piece
    except TimeoutError:
        answer += b"[open]"
    except ConnectionError:
        pass
    finally:
        writer.close()
    return answer


def test_what_is_within_bounds_is_answered() -> None:
    async def run() -> None:
        async with served() as port:
            body = b"x" * 200_000
            asked = HEAD + b"Content-Length: 200000\r\n\r\n" + body
            for said in ((asked,), (asked[:9], asked[9:50], asked[50:]), (asked * 2,)):
                answer = await talk(port, *said)
                assert answer.startswith(OK)
                assert answer.endswith(b"200000[open]")

    asyncio.run(run())


@pytest.mark.parametrize(
    "said",
    [
        (b"GET /", b"a" * 50_000, b"a" * 50_000),
        (HEAD, b"X: ", b"a" * 50_000, b"a" * 50_000),
        (HEAD, b"X: a\r\n" * 9_000, b"X: a\r\n" * 9_000),
        (b"\r\n" * 40_000, b"\r\n" * 10),
    ],
)
def test_a_head_without_end_is_refused(said: tuple[bytes, ...]) -> None:
    async def run() -> None:
        async with served() as port:
            answer = await talk(port, *said, ends=True)
            assert not answer.endswith(b"[open]")
            assert OK not in answer

    asyncio.run(run())


def test_a_request_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "LARGEST_REQUEST", 300_000)
    chunk = b"8\r\n12345678\r\n" * 5_000

    async def run() -> None:
        async with served() as port:
            head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
            answer = await talk(port, head, *[chunk] * 9, ends=True)
            assert not answer.endswith(b"[open]")

    asyncio.run(run())


@pytest.mark.parametrize(
    "said",
    [
        (b"",),
        (b"POST / HT",),
        (HEAD,),
        (HEAD + b"Content-Length: 9\r\n\r\n12",),
        (b"\r\n",),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\r\n"),
    ],
)
def test_whoever_takes_too_long_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, said: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr(connections, "LONGEST_REQUEST", 0.2)

    async def run() -> None:
        async with served() as port:
            answer = await talk(port, *said, ends=True)
            assert not answer.endswith(b"[open]")

    asyncio.run(run())


def test_where_many_wait_one_who_asks_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "MOST", 3)
    asked = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    async def run() -> None:
        async with served() as port:
            held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
            await asyncio.sleep(0.05)
            assert (await talk(port, asked)).startswith(OK)
            first = held[0][0]
            with suppress(ConnectionError):  # it had waited longest
                assert await asyncio.wait_for(first.read(), 1) == b""
            for _, writer in held:
                writer.close()

    asyncio.run(run())


def test_many_files_may_be_open() -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 1024), hard))
    try:
        connections.allow_many_files()
        raised = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        assert raised == 4096 or raised == hard < 4096
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
