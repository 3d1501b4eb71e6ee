"""What every request is held to before anything is looked at.

A change must come from a page of this server: browsers say so in ``Origin`` and
``Sec-Fetch-Site``, which no page can forge, and the page adds a token that no page of
another server can know. A request that names another host is refused, so no foreign
name can be made to point here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse

from hustings.errors import (
    ForeignHostError,
    ForgedRequestError,
    MalformedRequestError,
    TooLargeRequestError,
)
from hustings.interface.web.room.mistakes import answer_mistake
from hustings.interface.web.room.sessions import is_token

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from hustings.interface.web.room.sessions import Session

LARGEST_BODY = 1_000_000
LONGEST_ADDRESS = 2000
"""Characters of a path with its query."""
_DEEPEST = 20
_TOO_LONG = (
    "This address is longer than any of this server's. Go to its first page, /, "
    "and follow the links there.\n"
)
_HOST = re.compile(
    r"[A-Za-z0-9._-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?", re.ASCII
)
TOKEN_HEADER = "x-hustings-token"  # noqa: S105  # the name of a header
ROOM = "/room"

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # or forms would be sent without their origin
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Pages of the room run scripts of this server only, and send to it only."""


_Raw: TypeAlias = "tuple[tuple[bytes, bytes], ...]"


def raw_headers(headers: Mapping[str, str]) -> _Raw:
    """Return headers as they go over the line."""
    return tuple(
        (name.lower().encode(), value.encode()) for name, value in headers.items()
    )


_RAW = raw_headers(HEADERS)


def add_headers(message: Message, headers: _Raw) -> None:
    """Add to an answer the headers that it does not have: once, for every request."""
    present = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [
        *message["headers"],
        *(header for header in headers if header[0] not in present),
    ]


class RoomHeaders:
    """Middleware that adds `HEADERS` to every answer of the room.

    An answer that says itself how long it may be kept keeps its word.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(message, _RAW)
            await send(message)

        await self.app(scope, receive, send_safely)


@dataclass(frozen=True)
class KnownHosts:
    """Middleware that refuses requests which name another host.

    Attributes
    ----------
    names : collection of str
        Host names that are this server's, in small letters.
    takes_own_address : bool
        Whether the number of the address that the request came in at is one, too: a
        number cannot be made to point elsewhere.
    """

    app: ASGIApp
    names: Collection[str]
    takes_own_address: bool = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not self._is_known(scope):
            host = Headers(scope=scope).get("host", "")
            refusal = answer_mistake(ForeignHostError(host=host[:100]), scope["path"])
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_known(self, scope: Scope) -> bool:
        hosts = Headers(scope=scope).getlist("host")
        if len(hosts) != 1:
            return False
        name = host_name(hosts[0])
        if name and name in self.names:
            return True
        server = scope.get("server")
        return bool(
            self.takes_own_address and server and _is_same_address(name, server[0])
        )


class ShortAddresses:
    """Middleware that refuses addresses longer or deeper than any page has.

    A page says where everything lies from where it lies itself: the deeper it is, the
    longer it gets.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and _is_too_long(scope):
            refusal = PlainTextResponse(_TOO_LONG, status_code=414)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _is_too_long(scope: Scope) -> bool:
    path: str = scope["path"]
    n_characters = len(path) + len(scope["query_string"])
    return n_characters > LONGEST_ADDRESS or path.count("/") > _DEEPEST


def host_name(host: str) -> str:
    """Return the name in a Host header, without its port, in small letters.

    Examples
    --------
    >>> host_name("Coding.Example:8443"), host_name("[::1]:8765")
    ('coding.example', '::1')
    """
    try:
        found = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
    # What else `urlsplit` takes apart, a path or a user, has no place there.
    return found if _HOST.fullmatch(host) else ""


def require_same_origin(request: Request, *, is_secure: bool) -> None:
    """Raise unless a change comes from a page of this server, or from no page at all.

    Raises
    ------
    ForgedRequestError
        If the browser says that another site's page sends it.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = f"{'https' if is_secure else 'http'}://{request.headers.get('host', '')}"
    is_foreign = site not in (None, "same-origin", "none")
    if is_foreign or (origin is not None and origin.lower() != own.lower()):
        raise ForgedRequestError(reason="This change was sent from another page.")


def require_token(given: str, session: Session) -> None:
    """Raise unless a change brings the session's token along.

    Raises
    ------
    ForgedRequestError
        If it does not.
    """
    if not is_token(given, session):
        raise ForgedRequestError(reason="This change lacks the token of your session.")


async def read_body(request: Request) -> bytes:
    """Return what was sent.

    Raises
    ------
    TooLargeRequestError
        If it is too much; the rest is not read.
    MalformedRequestError
        If whoever sent it has gone.
    """
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:12]) > LARGEST_BODY:
        raise TooLargeRequestError(largest=LARGEST_BODY)
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_BODY:
                raise TooLargeRequestError(largest=LARGEST_BODY)
    except ClientDisconnect:  # nobody hears the answer, and nobody is to be alarmed
        raise MalformedRequestError(reason="it ended too early.") from None
    return bytes(body)


def address_of(request: Request, *, is_behind_proxy: bool) -> str:
    """Return the address that a request comes from, as far as it can be known.

    Behind a proxy it is the last one that the proxy's header names: those before it are
    whatever the sender wrote.
    """
    if is_behind_proxy:
        said = request.headers.getlist("x-forwarded-for")
        last = said[-1].rpartition(",")[2].strip() if said else ""
        if last:
            return network_of(last[:100])
    return network_of(request.client.host) if request.client else ""


def network_of(address: str) -> str:
    """Return what one sender cannot change at will: all of IPv4, half of IPv6.

    Some proxies add a port, which is different every time.

    Examples
    --------
    >>> network_of("203.0.113.9:4711"), network_of("2001:db8::1:2")
    ('203.0.113.9', '2001:db8::/64')
    """
    for text in (address, host_name(address)):
        try:
            found = ip_address(text.partition("%")[0])
        except ValueError:
            continue
        if not isinstance(found, IPv6Address):
            return str(found)
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ip_network((found, 64), strict=False))
    return address


def _is_same_address(name: str, own: str) -> bool:
    try:
        return ip_address(name) == ip_address(own)
    except ValueError:
        return False
