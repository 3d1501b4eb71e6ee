"""A chat endpoint on this machine that speaks the real protocol, well or badly."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

_UNIT = re.compile(r"<unit \d+>\n(.*?)\n</unit \d+>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Received:
    """One request as it arrived."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def unit(self) -> str:
        """The words that are to be coded."""
        found = _UNIT.search(self.body["messages"][1]["content"])
        assert found is not None
        return found[1]

    @property
    def is_repair(self) -> bool:
        """Whether it follows an answer that could not be used."""
        return len(self.body["messages"]) > 2


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer as it is sent."""

    content: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    repeats: int = 1


def said(text: str, *, finish: str = "stop", delay: float = 0.0) -> Reply:
    """Let a model say something."""
    message = {"role": "assistant", "content": text}
    answer = {
        "id": "1",
        "object": "chat.completion",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 700, "completion_tokens": 30},
    }
    return Reply(content=json.dumps(answer).encode(), delay=delay)


def coded(value: object, *quotes: str, confidence: float = 0.8) -> Reply:
    """Let a model answer in the form that is asked for."""
    answer = {"quotes": list(quotes), "value": value, "confidence": confidence}
    return said(json.dumps(answer))


def refused(status: int, message: str = "", **headers: str) -> Reply:
    """Let the endpoint refuse."""
    content = json.dumps({"error": {"message": message}}).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(content=content, status=status, headers=named)


def code_by_words(received: Received) -> Reply:
    """Code as a sensible model would, by one word."""
    for word, code in (("ferry", "boats"), ("Rents", "homes"), ("less", "thrift")):
        if word in received.unit:
            return coded(code, word)
    return coded("000")


@dataclass
class ChatServer:
    """A server that notes what it gets and answers as it is told.

    Attributes
    ----------
    answer : callable
        From a request to a reply; may be exchanged between requests.
    most_at_once : int
        The most requests that were under way together.
    """

    answer: Callable[[Received], Reply] = code_by_words
    received: list[Received] = field(default_factory=list)
    url: str = ""
    most_at_once: int = 0
    _now: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, received: Received) -> Reply:
        with self._lock:
            self.received.append(received)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        return self.answer(received)

    def leave(self) -> None:
        with self._lock:
            self._now -= 1


class _Handler(BaseHTTPRequestHandler):
    """Reads one request after the other."""

    chat: ChatServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        length = int(self.headers["content-length"])
        received = Received(
            path=self.path,
            headers={key.lower(): value for key, value in self.headers.items()},
            body=json.loads(self.rfile.read(length)),
        )
        reply = self.chat.take(received)
        try:
            time.sleep(reply.delay)
            self._send(reply)
        except OSError:  # whoever asked has gone
            self.close_connection = True
        finally:
            self.chat.leave()

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(reply.content) * reply.repeats))
        self.end_headers()
        for _ in range(reply.repeats):
            self._write(reply)

    def _write(self, reply: Reply) -> None:
        if not reply.drip:
            self.wfile.write(reply.content)
            return
        for byte in reply.content:
            self.wfile.write(bytes([byte]))
            time.sleep(reply.drip)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def chat_server(
    answer: Callable[[Received], Reply] = code_by_words, *, port: int = 0
) -> Iterator[ChatServer]:
    """Serve on a free port of this machine."""
    chat = ChatServer(answer=answer)

    server = ThreadingHTTPServer(
        ("127.0.0.1", port), type("Handler", (_Handler,), {"chat": chat})
    )
    server.daemon_threads = True
    server.block_on_close = False
    chat.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield chat
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
