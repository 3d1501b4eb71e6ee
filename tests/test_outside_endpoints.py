"""One request on the wire, and how a queue of them is worked through."""

from __future__ import annotations

import gzip
import json
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest

from chat_server import Reply, chat_server, refused, said
from hustings.errors import EndpointStoppedError
from hustings.model.endpoint import Endpoint, chat_url
from hustings.outside.clock import seconds_until
from hustings.outside.endpoint_queue import Patience, ask_all
from hustings.outside.endpoints import Attempt, Line, read_reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from chat_server import Received

BODY = b'{"messages": [{"content": "rules"}, {"content": "<unit 1>\\nx\\n</unit 1>"}]}'
QUICK = Patience(attempts=3, first_wait=0.01, longest_wait=0.02, most_faults=2)


def endpoint(url: str, **settings: object) -> Endpoint:
    made = Endpoint(name="own", url=chat_url(url), model="m", timeout=5.0)
    return replace(made, **settings)  # type: ignore[arg-type]


def send(
    answer: Callable[[Received], Reply], *, key: str | None = None, timeout: float = 5.0
) -> Attempt:
    """Send one request to a server that answers so."""
    with (
        chat_server(answer) as chat,
        Line(endpoint(chat.url, timeout=timeout), key=key) as line,
    ):
        return line.send(BODY).result()


def test_a_reply_comes_with_its_tokens_and_time() -> None:
    attempt = send(lambda _: said("Yes."))
    assert (attempt.reply, attempt.fault, attempt.status) == ("Yes.", "", 200)
    assert (attempt.tokens_in, attempt.tokens_out) == (700, 30)
    assert 0 < attempt.seconds < 5
    assert json.loads(attempt.body)["choices"][0]["message"]["content"] == "Yes."


@pytest.mark.parametrize(
    ("reply", "fault", "can_repeat"),
    [
        (refused(400, "too long"), "answered 400 Bad Request: too long", False),
        (refused(500), "answered 500 Internal Server Error", True),
        (refused(429, retry_after="7"), "answered 429 Too Many Requests", True),
        (Reply(content=b"\n <html>"), "answered with a web page", True),
        (Reply(content=b""), "answered with what is no JSON", True),
        (Reply(content=b"{}"), "answered JSON without a model's reply", True),
        (Reply(content=b"[1]"), "answered JSON without a model's reply", True),
        (Reply(content=b"x" * 1_000_001), "answered with more than 1 MB", False),
        (
            Reply(
                content=gzip.compress(b"x" * 9_000_000),
                headers={"content-encoding": "gzip"},
            ),
            "answered in a packed form",
            False,
        ),
        (
            Reply(content=b"", status=302, headers={"location": "//evil.example/"}),
            "redirects to evil.example; redirects are not followed",
            False,
        ),
        (
            Reply(content=b"", status=302, headers={"location": "https://[evil"}),
            "redirects elsewhere; redirects are not followed",
            False,
        ),
        (refused(404), "answered 404 Not Found", False),
    ],
)
def test_faults_are_told_apart(reply: Reply, fault: str, can_repeat: bool) -> None:  # noqa: FBT001  # a parameter of the test
    attempt = send(lambda _: reply)
    assert attempt.reply is None
    assert attempt.fault.startswith(fault)
    assert attempt.can_repeat == can_repeat
    assert len(attempt.body) <= 1_000_000


def test_how_long_to_wait_is_read_as_seconds_or_as_a_date() -> None:
    assert send(lambda _: refused(429, retry_after="7.5")).wait == 7.5
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=90), usegmt=True)
    waited = send(lambda _: refused(503, retry_after=later)).wait
    assert waited is not None
    assert 80 < waited <= 90
    assert send(lambda _: refused(503, retry_after="soon")).wait is None
    assert send(lambda _: refused(503, retry_after="nan")).wait is None
    past = datetime(2020, 1, 1)  # noqa: DTZ001  # as a header without a zone gives it
    assert seconds_until(past) < 0


def test_a_drip_of_bytes_is_given_up_in_time() -> None:
    attempt = send(lambda _: Reply(content=b"x" * 200, drip=0.05), timeout=0.4)
    assert attempt.fault == "did not answer within 0.4 s"
    assert attempt.seconds < 2
    assert attempt.can_repeat


def test_the_key_is_cut_out_of_what_comes_back() -> None:
    key = "sk/secret"
    attempt = send(lambda _: said('sk/secret, "sk\\/secret"'), key=key)
    assert attempt.reply == '[key], "[key]"'
    assert "secret" not in attempt.body
    attempt = send(lambda _: refused(400, "bad key sk/secret"), key=key)
    assert "secret" not in repr(attempt)
    away = {"location": "https://sk/secret:sk@sk-key.example/"}
    attempt = send(lambda _: Reply(content=b"", status=302, headers=away), key="sk-key")
    assert attempt.fault == "redirects to sk; redirects are not followed"
    there = {"location": "https://sk-key.example/"}
    attempt = send(
        lambda _: Reply(content=b"", status=302, headers=there), key="sk-key"
    )
    assert attempt.fault.startswith("redirects to [key].example;")
    many = send(lambda _: said("\\" * 400_000), key=key)
    assert many.seconds < 5
    unseen = b'{"choices": [{"message": {"content": "sk\\u002fsecret"}}]}'
    assert send(lambda _: Reply(content=unseen), key=key).reply == "[key]"


def test_nobody_at_home() -> None:
    with Line(endpoint("http://127.0.0.1:9"), key=None) as line:
        attempt = line.send(BODY).result()
    assert (attempt.fault, attempt.can_repeat) == ("cannot be reached", True)


def test_a_connection_that_breaks() -> None:

    attempt = send(lambda _: Reply(content=b"", headers={"transfer-encoding": "no"}))
    assert attempt.reply is None
    assert attempt.can_repeat


def test_leaving_stops_what_is_under_way() -> None:
    with chat_server(lambda _: said("Late.", delay=3)) as chat:
        with Line(endpoint(chat.url), key=None) as line:
            future = line.send(BODY)
        assert future.cancelled()
    assert all("endpoint" not in one.name for one in threading.enumerate())


@pytest.mark.parametrize(
    "text",
    [
        '{"choices": [{"message": {"content": null}}]}',
        '{"choices": [{"message": {"content": ["parts"]}}], "usage": 3}',
    ],
)
def test_a_reply_without_words_is_empty(text: str) -> None:
    found = read_reply(text)
    assert found["reply"] == ""
    assert found["tokens_in"] is None


def test_half_characters_do_not_come_in() -> None:
    assert (
        read_reply('{"choices": [{"message": {"content": "\\ud800"}}]}')["reply"] == "?"
    )


# The queue


@dataclass
class Notes:
    """Writes down what the queue says, in its order."""

    told: list[str] = field(default_factory=list)
    follow: bytes | None = None

    def together(self) -> AbstractContextManager[None]:
        return nullcontext()

    def begin(self, request: Ask) -> None:
        self.told.append(f"begin {request.name}")

    def record(self, request: Ask, attempt: Attempt, number: int) -> Ask | None:
        self.told.append(f"{request.name} {number} {attempt.reply or attempt.status}")
        if self.follow and attempt.reply and "'" not in request.name:
            return Ask(name=f"{request.name}'")
        return None


@dataclass(frozen=True, kw_only=True)
class Ask:
    name: str
    body: bytes = BODY


def test_what_is_asked_next_goes_before_the_rest() -> None:
    notes = Notes(follow=b"x")
    with chat_server(lambda _: said("ok")) as chat:
        own = endpoint(chat.url, concurrency=1)
        ask_all(own, [Ask(name="a"), Ask(name="b")], notes, key=None, patience=QUICK)
    assert notes.told == [
        "begin a",
        "a 1 ok",
        "begin a'",
        "a' 1 ok",
        "begin b",
        "b 1 ok",
        "begin b'",
        "b' 1 ok",
    ]


def test_a_request_is_given_up_after_its_attempts() -> None:
    notes = Notes()
    with chat_server(lambda _: refused(500)) as chat:
        own = endpoint(chat.url, concurrency=1)
        ask_all(own, [Ask(name="a")], notes, key=None, patience=QUICK)
    numbered = [one for one in notes.told if not one.startswith("begin")]
    assert numbered == ["a 1 500", "a 2 500", "a 3 500"]


def test_requests_given_up_in_a_row_end_it() -> None:
    notes = Notes()
    with chat_server(lambda _: refused(422)) as chat:
        own = endpoint(chat.url, concurrency=1)
        asks = [Ask(name=one) for one in "abcd"]
        with pytest.raises(EndpointStoppedError) as raised:
            ask_all(own, asks, notes, key=None, patience=QUICK)
    assert raised.value.n_left == 4
    assert notes.told[-1] == "b 1 422"


def test_waits_grow_and_end() -> None:
    patience = Patience(first_wait=1.0, longest_wait=5.0)
    assert [patience.before(n) for n in (1, 2, 3, 4, 9)] == [1, 2, 4, 5, 5]


def test_what_is_under_way_is_waited_for_before_it_ends() -> None:
    notes = Notes()
    seen: list[int] = []

    def one_fails(_: Received) -> Reply:
        seen.append(1)
        return refused(401) if len(seen) == 2 else said("ok", delay=0.3)

    with chat_server(one_fails) as chat:
        own = endpoint(chat.url, concurrency=2)
        asks = [Ask(name=one) for one in "abcd"]
        with pytest.raises(EndpointStoppedError) as raised:
            ask_all(own, asks, notes, key=None, patience=QUICK)
    assert sum("ok" in one for one in notes.told) == 1
    assert raised.value.n_left == 3
