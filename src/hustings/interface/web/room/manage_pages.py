"""How the manager's pages are answered: who may see them, and with what on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hustings.errors import LoggedOutError
from hustings.interface.web.room.doors import ask_to_log_in
from hustings.interface.web.room.mistakes import answer_page
from hustings.interface.web.room.pages import render_room

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.responses import Response

    from hustings.interface.web.room.manage_desk import ManageDesk
    from hustings.interface.web.room.sessions import Session


@dataclass(frozen=True, slots=True)
class ManagePages:
    """What the manager's pages have in common."""

    desk: ManageDesk

    def page(
        self,
        request: Request,
        session: Session,
        template: str,
        view: object,
        *,
        status: int = 200,
    ) -> Response:
        """Fill a template for whoever asks."""
        room = self.desk.room
        context: dict[str, Any] = {
            "view": view,
            "me": room.me(session),
            "name": room.name,
            "token": session.token,
        }
        address = request.url.path.lstrip("/")
        return answer_page(
            render_room(template, address=address, context=context), status=status
        )


def for_managers(
    pages: ManagePages, answer: Callable[[Request, Session], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Answer managers; ask those who are not logged in to do so first."""

    async def answer_managers(request: Request) -> Response:
        try:
            session = pages.desk.room.manager(request)
        except LoggedOutError:
            return ask_to_log_in(request)
        return await answer(request, session)

    return answer_managers


def for_coders(
    pages: ManagePages, answer: Callable[[Request, Session], Awaitable[Response]]
) -> Callable[[Request], Awaitable[Response]]:
    """Answer everybody who is logged in."""

    async def answer_coders(request: Request) -> Response:
        try:
            session = pages.desk.room.session(request)
        except LoggedOutError:
            return ask_to_log_in(request)
        return await answer(request, session)

    return answer_coders
