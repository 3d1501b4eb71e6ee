"""The live pages: the report's pages at the same addresses, written when asked for."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import Response
from starlette.routing import Route

from hustings.errors import HustingsError
from hustings.interface.pages.addresses import INDEX
from hustings.interface.pages.mistakes import write_mistake
from hustings.interface.pages.site import media_type_of, plan_site

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from hustings.workflow.gathered import Gathered

HOSTS = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Only files of this server may style or script a page; nothing may frame it."""


class SafeHeaders:
    """Middleware that adds `HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_safely)


class LiveSite:
    """The plan of all pages, made anew only when the project has been loaded anew."""

    def __init__(self, load: Callable[[], Gathered]) -> None:
        self._load = load
        self._lock = Lock()
        self._shown: tuple[Gathered, Mapping[str, Callable[[], bytes]]] | None = None

    def plan(self) -> Mapping[str, Callable[[], bytes]]:
        """Return the plan for the project as it is now."""
        gathered = self._load()
        with self._lock:
            if self._shown is None or self._shown[0] is not gathered:
                self._shown = (gathered, plan_site(gathered))
            return self._shown[1]

    def answer(self, request: Request) -> Response:
        """Write the page that is asked for."""
        address = request.path_params.get("address") or INDEX
        write = self.plan().get(address)
        if write is None:
            message = f"No page has the address “{address}” in this project."
            page = write_mistake("Not found", message, address=address)
            return _answer(page, status=404)
        return Response(write(), media_type=media_type_of(address))


def create_app(
    load: Callable[[], Gathered], *, hosts: Sequence[str] = HOSTS
) -> Starlette:
    """Make the web application that serves a project's pages.

    Parameters
    ----------
    load : callable
        Gives the project as it is now. It is called for every request: return the
        same object as long as nothing has changed, and pages are not planned anew.
    hosts : sequence of str
        Names under which the server may be addressed; any other is refused, so a
        foreign page cannot reach it through a name of its own.
    """
    site = LiveSite(load)
    return Starlette(
        routes=[
            Route("/", site.answer),
            Route("/{address:path}", site.answer),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts)),
        ],
        exception_handlers={HustingsError: _answer_mistake},
    )


def _answer_mistake(request: Request, error: Exception) -> Response:
    """Say a mistake of the user's in its own sentence: the one place that does."""
    address = request.path_params.get("address") or INDEX
    page = write_mistake("That did not work", str(error), address=address)
    return _answer(page, status=500)


def _answer(page: bytes, *, status: int) -> Response:
    """Return a page about a mistake."""
    return Response(page, status_code=status, media_type="text/html; charset=utf-8")
