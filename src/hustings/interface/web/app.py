"""The live pages: the report's pages at the same addresses, and the coding room."""

from __future__ import annotations

from contextlib import asynccontextmanager
from threading import Lock
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route

from hustings.errors import HustingsError, LoggedOutError, ManagersOnlyError
from hustings.interface.pages.addresses import INDEX
from hustings.interface.pages.mistakes import write_mistake
from hustings.interface.pages.site import media_type_of, plan_site
from hustings.interface.web.room.doors import ask_to_log_in
from hustings.interface.web.room.guards import (
    KnownHosts,
    ShortAddresses,
    add_headers,
    raw_headers,
)
from hustings.interface.web.room.manage_routes import manage_routes
from hustings.interface.web.room.office import office_routes
from hustings.interface.web.room.site import room_site
from hustings.interface.web.room.views import redirect_to_room

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager

    from starlette.requests import Request
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from hustings.interface.web.room.office import Office
    from hustings.interface.web.room.room import Room
    from hustings.workflow.gathered import Gathered

HOSTS = ("127.0.0.1", "localhost")
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; "
    "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cache-Control": "no-cache",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Only files of this server may style or script a page; nothing may frame it."""
_RAW = raw_headers(HEADERS)
PAGE = ".html"
_SHOWN = 100
"""Characters of an unknown address that are said again."""


class SafeHeaders:
    """Middleware that adds `HEADERS` to every answer that does not have its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to what comes back."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_headers(message, _RAW)
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
        plan = self.plan()
        write = plan.get(address)
        if write is None and f"{address}{PAGE}" in plan:
            # Typed by hand; pages link to each other with the ending.
            return RedirectResponse(_whole_address(request), status_code=307)
        if write is None:
            shown = f"{address[:_SHOWN]}…" if len(address) > _SHOWN else address
            message = f"No page has the address “{shown}” in this project."
            page = write_mistake("Not found", message, address=address)
            return _answer(page, status=404)
        return Response(write(), media_type=media_type_of(address))


def create_app(
    load: Callable[[], Gathered],
    *,
    hosts: Sequence[str] = HOSTS,
    takes_own_address: bool = False,
    room: Room | None = None,
    office: Office | None = None,
) -> Starlette:
    """Make the web application that serves a project's pages and its coding room.

    Parameters
    ----------
    load : callable
        Gives the project as it is now. It is called for every request: return the
        same object as long as nothing has changed, and pages are not planned anew.
    hosts : sequence of str
        Names under which the server may be addressed; any other is refused, so a
        foreign page cannot reach it through a name of its own.
    takes_own_address : bool, default=False
        Whether the number of this machine's address will do, too.
    room : Room, optional
        The coding room. Where it has passwords, the pages are for managers only.
    office : Office, optional
        Who answers the manager's pages of the room; this process otherwise.
    """
    site = LiveSite(load)
    answer = site.answer if room is None else _for_managers(room, site.answer)
    return Starlette(
        routes=[
            *_routes_of(room, office),
            Route("/", answer),
            Route("/{address:path}", answer),
        ],
        middleware=[
            Middleware(SafeHeaders),
            Middleware(ShortAddresses),
            Middleware(
                KnownHosts, names=frozenset(hosts), takes_own_address=takes_own_address
            ),
        ],
        exception_handlers={HustingsError: _answer_mistake},
        lifespan=None if room is None else _lifespan(room, office),
    )


def _whole_address(request: Request) -> str:
    """Return the path of a page that was asked for without its ending."""
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{quote(request.url.path)}{PAGE}{query}"


def _routes_of(room: Room | None, office: Office | None) -> list[BaseRoute]:
    """Return the routes of the coding room, if there is one."""
    if room is None:
        return []
    managing = manage_routes(room) if office is None else office_routes(room, office)
    app = room_site(room, more=managing)
    return [Route("/room", redirect_to_room), Mount("/room", app=app)]


def _lifespan(
    room: Room, office: Office | None
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Open the room when the server starts, and close it when it stops."""

    @asynccontextmanager
    async def opened(_: Starlette) -> AsyncIterator[None]:
        async with room.running():
            yield
            if office is not None:
                office.close()

    return opened


def _for_managers(
    room: Room, answer: Callable[[Request], Response]
) -> Callable[[Request], Response]:
    """Show pages to managers only: they tell what everybody coded.

    Style sheets and pictures of the pages' own are for everybody.
    """

    def answer_managers(request: Request) -> Response:
        address = request.path_params.get("address") or INDEX
        if room.door.mode == "team" and not address.startswith("static/"):
            try:
                room.manager(request)
            except LoggedOutError:
                return ask_to_log_in(request)
            except ManagersOnlyError:
                return RedirectResponse("/room/", status_code=303)
        return answer(request)

    return answer_managers


def _answer_mistake(request: Request, error: Exception) -> Response:
    """Say a mistake of the user's in its own sentence: the one place that does."""
    address = request.path_params.get("address") or INDEX
    page = write_mistake("That did not work", str(error), address=address)
    return _answer(page, status=500)


def _answer(page: bytes, *, status: int) -> Response:
    """Return a page about a mistake."""
    return Response(page, status_code=status, media_type="text/html; charset=utf-8")
