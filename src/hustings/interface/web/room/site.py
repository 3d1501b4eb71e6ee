"""The room as one application, mounted at ``/room``."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from hustings.errors import HustingsError, MalformedRequestError
from hustings.interface.web.room.doors import door_routes
from hustings.interface.web.room.guards import RoomHeaders
from hustings.interface.web.room.jobs import explain
from hustings.interface.web.room.mistakes import answer_mistake
from hustings.interface.web.room.routes import api_routes
from hustings.interface.web.room.views import view_routes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from hustings.interface.web.room.room import Room


def room_site(room: Room, *, more: Sequence[BaseRoute] = ()) -> Starlette:
    """Make the room's application.

    Parameters
    ----------
    more : sequence of routes
        Further pages of the room, their paths without ``/room``.
    """
    return Starlette(
        routes=[*api_routes(room), *view_routes(room), *door_routes(room), *more],
        middleware=[Middleware(RoomHeaders)],
        exception_handlers={
            HustingsError: _answer,
            sqlite3.Error: _answer_database,
            HTTPException: _answer_http,
            Exception: _answer,
        },
    )


def _answer(request: Request, error: Exception) -> Response:
    return answer_mistake(error, request.url.path)


def _answer_database(request: Request, error: Exception) -> Response:
    assert isinstance(error, sqlite3.Error)  # noqa: S101  # the table above says so
    return answer_mistake(explain(error), request.url.path)


def _answer_http(request: Request, error: Exception) -> Response:
    """Say that there is no such address, or that it is not asked so."""
    assert isinstance(error, HTTPException)  # noqa: S101  # the table above says so
    reason = {
        404: "there is no such address.",
        405: f"this address does not take {request.method}.",
    }.get(error.status_code, f"{error.detail}.")
    answer = answer_mistake(MalformedRequestError(reason=reason), request.url.path)
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer
