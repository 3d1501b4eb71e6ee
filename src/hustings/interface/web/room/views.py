"""The room's pages for people: their assignments, and the page they code on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hustings.errors import LoggedOutError, UnknownPlaceError
from hustings.interface.pages.site import media_type_of
from hustings.interface.web.room.doors import ask_to_log_in
from hustings.interface.web.room.mistakes import answer_page
from hustings.interface.web.room.pages import (
    room_files,
    write_assignments,
    write_coding,
)
from hustings.interface.web.room.said import say_assignment, say_listed
from hustings.workflow.room import list_assignments, open_assignment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from hustings.interface.web.room.room import Room


def view_routes(room: Room) -> list[Route]:
    """Return the routes of the pages and of their files."""
    views = Views(room, room_files())
    return [
        Route("/", views.assignments),
        Route("/code/{assignment}", views.coding),
        Route("/static/{name}", views.file),
    ]


@dataclass(frozen=True)
class Views:
    """What the pages answer.

    Attributes
    ----------
    files : mapping of str to bytes
        Style sheets and scripts by address: what is not among them is not served.
    """

    room: Room
    files: Mapping[str, bytes]

    async def assignments(self, request: Request) -> Response:
        """Show one's assignments."""
        try:
            session = self.room.session(request)
        except LoggedOutError:
            return ask_to_log_in(request)
        found = await self.room.read_shelf(list_assignments, coder=session.coder)
        listed: Any = [say_listed(one) for one in found]
        me: Any = self.room.me(session)
        page = write_assignments(me=me, assignments=listed, name=self.room.name)
        return answer_page(page)

    async def coding(self, request: Request) -> Response:
        """Show the page on which an assignment is coded."""
        try:
            session = self.room.session(request)
        except LoggedOutError:
            return ask_to_log_in(request)
        found = await self.room.read_shelf(
            open_assignment,
            assignment_id=request.path_params["assignment"],
            coder=session.coder,
        )
        said: Any = say_assignment(found)
        me: Any = self.room.me(session)
        page = write_coding(me=me, assignment=said, name=self.room.name)
        return answer_page(page)

    async def file(self, request: Request) -> Response:
        """Give a style sheet or a script."""
        address = f"room/static/{request.path_params['name']}"
        content = self.files.get(address)
        if content is None:
            raise UnknownPlaceError(what="This file")
        return Response(
            content,
            media_type=media_type_of(address),
            headers={"Cache-Control": "no-cache"},
        )


def redirect_to_room(_: Request) -> Response:
    """Go to the room's first page."""
    return RedirectResponse("/room/", status_code=307)
