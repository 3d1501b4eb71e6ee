"""The only door to the network: requests to an endpoint that the user has named.

A request goes to the configured address and nowhere else: redirects are not followed,
proxies and passwords of the environment are not used. An answer is read up to a limit
of size and time. The key is read from the environment when it is needed, sent in the
one header, and cut out of whatever comes back.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import ssl
import threading
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import urlsplit

import certifi
import httpx

from hustings.errors import MissingKeyError
from hustings.outside.clock import seconds_now, seconds_until

if TYPE_CHECKING:
    from concurrent.futures import Future

    from hustings.model.endpoint import Endpoint

LARGEST_ANSWER: Final = 1_000_000
"""Bytes of an answer; what is longer is cut off and does not count."""
_KEPT_OF_LARGE: Final = 4_000
_CONNECT_SECONDS: Final = 15.0
_KEY: Final = re.compile(r"[!#-\[\]-~]{1,4000}")
"""Printable ASCII without spaces, and without what JSON would write otherwise."""
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_LONGEST_COMPLAINT: Final = 200
_REDACTED: Final = "[key]"
_WITHOUT_USE: Final = frozenset({400, 413, 422})
"""Statuses about the one request: another may fare better, the same will not."""
_FATAL: Final = frozenset({401, 402, 403, 404, 405, 407, 410})
"""Statuses about all requests alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of sending one request once.

    Attributes
    ----------
    reply : str or None
        What the model said; None where the endpoint gave no answer of a model.
    fault : str
        Why not, in a few words; empty where there is a reply.
    can_repeat : bool
        Whether the same request may fare better later.
    is_fatal : bool
        Whether all requests would fare the same.
    is_unreached : bool
        Whether nobody was there to take it.
    wait : float or None
        Seconds that the endpoint asks to wait.
    status : int or None
        Of HTTP; None where nothing came.
    body : str
        All that came, without the key.
    is_cut_off : bool
        Whether the reply ends where the limit of tokens is.
    seconds : float
        How long it took.
    tokens_in, tokens_out : int or None
        As the endpoint counts them.
    """

    reply: str | None = None
    fault: str = ""
    can_repeat: bool = False
    is_fatal: bool = False
    is_unreached: bool = False
    wait: float | None = None
    status: int | None = None
    body: str = ""
    is_cut_off: bool = False
    seconds: float = 0.0
    tokens_in: int | None = None
    tokens_out: int | None = None


def read_key(endpoint: Endpoint) -> str | None:
    """Return an endpoint's key from the environment; None where it needs none.

    Raises
    ------
    MissingKeyError
        If the variable is not set, or holds what no header can.
    """
    variable = endpoint.key_variable
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not _KEY.fullmatch(key):
        raise MissingKeyError(variable=variable, endpoint=endpoint.name)
    return key


class Line:
    """A line to an endpoint, on which several requests can be under way at once.

    Requests run in a thread of their own, so that a caller who is in an event loop
    already, as in a notebook, can use it, and so that leaving stops them at once.
    """

    def __init__(self, endpoint: Endpoint, *, key: str | None) -> None:
        self._endpoint = endpoint
        self._key = None if key is None else _pattern_of(key)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._client = httpx.AsyncClient(
            headers=_headers(key),
            timeout=httpx.Timeout(endpoint.timeout, connect=_CONNECT_SECONDS),
            limits=httpx.Limits(max_connections=endpoint.concurrency),
            follow_redirects=False,
            trust_env=False,  # neither proxies nor the passwords of .netrc
            verify=_certificates(),
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._leave(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def send(self, body: bytes) -> Future[Attempt]:
        """Send a request once; the future never raises for what the endpoint does."""
        return asyncio.run_coroutine_threadsafe(self._timed(body), self._loop)

    async def _leave(self) -> None:
        """Drop what is under way, and close the connections."""
        own = asyncio.current_task()
        others = [one for one in asyncio.all_tasks() if one is not own]
        for one in others:
            one.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.aclose()

    async def _timed(self, body: bytes) -> Attempt:
        """Send a request and say how long it took."""
        began = seconds_now()
        try:
            async with asyncio.timeout(self._endpoint.timeout):
                outcome = await self._ask(body)
        except (TimeoutError, httpx.TimeoutException) as error:
            outcome = {
                "fault": _LATE.format(self._endpoint.timeout),
                "can_repeat": True,
                "is_unreached": isinstance(error, httpx.ConnectTimeout),
            }
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError) as error:
            outcome = {
                "fault": self._without_key(_said(error)),
                "can_repeat": True,
                "is_unreached": isinstance(error, httpx.ConnectError),
            }
        return Attempt(**outcome, seconds=round(seconds_now() - began, 3))

    async def _ask(self, body: bytes) -> dict[str, Any]:
        """Send a request and read what comes, up to the limit."""
        async with self._client.stream(
            "POST", self._endpoint.url, content=body
        ) as response:
            content = await _read(response)
        read = content[:LARGEST_ANSWER].decode("utf-8", "replace")
        text = self._without_key(_without_controls(read))
        seen = {"status": response.status_code, "body": text}
        if len(content) > LARGEST_ANSWER:
            seen["body"] = text[:_KEPT_OF_LARGE]
            return {**seen, "fault": _LARGE}
        if response.headers.get("content-encoding", "identity") != "identity":
            return {**seen, "fault": "answered in a packed form that nobody asked for"}
        if response.status_code != httpx.codes.OK:
            refusal = _refusal(response, text)
            refusal["fault"] = self._without_key(_on_one_line(refusal["fault"]))
            return {**seen, **refusal}
        found = read_reply(text)
        if "reply" in found:
            found["reply"] = self._without_key(found["reply"])
        return {**seen, **found}

    def _without_key(self, text: str) -> str:
        """Cut the key out of what came: an endpoint may say it back."""
        return text if self._key is None else self._key.sub(_REDACTED, text)


_LATE = "did not answer within {:g} s"
_LARGE = f"answered with more than {LARGEST_ANSWER // 1_000_000} MB"


def read_reply(text: str) -> dict[str, Any]:
    """Read the reply out of an answer of the protocol, as parts of an `Attempt`.

    Examples
    --------
    >>> read_reply('{"choices": [{"message": {"content": "Yes."}}]}')["reply"]
    'Yes.'
    >>> read_reply("<html>Sign in</html>")["fault"]
    'answered with a web page and not with JSON'
    """
    try:
        answer = json.loads(text)
        choice = answer["choices"][0]
        content = choice["message"].get("content")
        is_cut_off = choice.get("finish_reason") == "length"
    except (ValueError, RecursionError):
        page = text.lstrip()[:1] == "<"
        what = "a web page and not with JSON" if page else "what is no JSON"
        return {"fault": f"answered with {what}", "can_repeat": True}
    except (KeyError, IndexError, TypeError, AttributeError):
        return {"fault": "answered JSON without a model's reply", "can_repeat": True}
    usage = answer.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    reply = content if isinstance(content, str) else ""
    return {
        # a reply can name half a character, which no file can hold
        "reply": _without_controls(reply.encode("utf-8", "replace").decode()),
        "is_cut_off": is_cut_off,
        "tokens_in": _whole(counts.get("prompt_tokens")),
        "tokens_out": _whole(counts.get("completion_tokens")),
    }


def _without_controls(text: str) -> str:
    """Replace control characters, but for tabs and ends of lines."""
    return _CONTROL.sub("\ufffd", text)


def _on_one_line(text: str) -> str:
    """Replace whatever a terminal would obey, marks that turn the line included."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


def _pattern_of(key: str) -> re.Pattern[str]:
    """Find a key however JSON writes it, also inside JSON that is inside JSON."""
    return re.compile(
        "".join(
            rf"(?:\\{{0,8}}{re.escape(one)}|\\{{1,8}}(?i:u{ord(one):04x}))"
            for one in key
        )
    )


def _whole(value: object) -> int | None:
    """Return a count that can be one."""
    is_count = isinstance(value, int) and not isinstance(value, bool)
    return value if is_count and 0 <= value < 1 << 40 else None  # type: ignore[operator,return-value]  # a number by now


def _headers(key: str | None) -> dict[str, str]:
    headers = {
        "content-type": "application/json",
        "accept": "application/json",
        # a packed answer could be a thousand times as large as it looks
        "accept-encoding": "identity",
        "user-agent": "hustings",
    }
    return headers if key is None else {**headers, "authorization": f"Bearer {key}"}


def _certificates() -> ssl.SSLContext:
    """Trust what the machine trusts, an institution's own authority included."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


async def _read(response: httpx.Response) -> bytes:
    """Read an answer as it comes, and stop where it is too large."""
    content = bytearray()
    async for piece in response.aiter_raw():
        content += piece
        if len(content) > LARGEST_ANSWER:
            break
    return bytes(content[: LARGEST_ANSWER + 1])


def _refusal(response: httpx.Response, text: str) -> dict[str, Any]:
    """Say why there is no answer, and whether asking again can help."""
    status = response.status_code
    if response.has_redirect_location or 300 <= status < 400:
        where = _host_named_by(response.headers.get("location", ""))
        return {
            "fault": f"redirects {where}; redirects are not followed",
            "is_fatal": True,
        }
    return {
        "fault": f"answered {status} {response.reason_phrase}{_complaint(text)}",
        "is_fatal": status in _FATAL,
        "can_repeat": status not in _FATAL | _WITHOUT_USE,
        "wait": _wait(response.headers.get("retry-after")),
    }


def _host_named_by(location: str) -> str:
    """Say where a redirect leads; it may be no address at all."""
    try:
        there = urlsplit(location).netloc.rpartition("@")[2]
    except ValueError:
        there = ""
    return f"to {there[:_LONGEST_COMPLAINT]}" if there else "elsewhere"


def _complaint(text: str) -> str:
    """Quote what an endpoint says is wrong, if it says so in the usual place."""
    try:
        said = json.loads(text)["error"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
    said = said.get("message") if isinstance(said, dict) else said
    words = " ".join(said.split()) if isinstance(said, str) else ""
    return f": {words[:_LONGEST_COMPLAINT]}" if words else ""


def _wait(asked: str | None) -> float | None:
    """Read how long to wait: seconds, or a date."""
    if asked is None:
        return None
    try:
        seconds = float(asked)
        # a moment that is no number would never come
        return None if math.isnan(seconds) else max(seconds, 0.0)
    except ValueError:
        pass
    try:
        return max(seconds_until(parsedate_to_datetime(asked)), 0.0)
    except ValueError:
        return None


def _said(error: Exception) -> str:
    """Say what went wrong on the way, without what was sent."""
    if isinstance(error, httpx.ConnectError):
        said = str(error.__cause__ or error)
        if "certificate" in said.casefold():
            return "shows a certificate that this machine does not trust"
        return "cannot be reached"
    return "broke off the connection"
