"""The JSON API of the coding room, all under ``/room/api/``."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from hustings.errors import MalformedRequestError, UnknownPlaceError
from hustings.interface.web.room.drawing_ahead import UNITS_AHEAD
from hustings.interface.web.room.guards import read_body
from hustings.interface.web.room.mistakes import answer_json
from hustings.interface.web.room.said import (
    say_accepted,
    say_assignment,
    say_history,
    say_listed,
    say_progress,
    say_unit,
    say_words,
)
from hustings.interface.web.room.sent import read_codings, read_number, read_object
from hustings.model.document import Span
from hustings.workflow.room import (
    MOST_UNITS,
    list_assignments,
    open_assignment,
    pages_of_units,
    show_history,
    show_page,
    show_units,
)
from hustings.workflow.room_coding import accept_codings
from hustings.workflow.room_cutting import cut_unit, join_units
from hustings.workflow.room_progress import measure_progress
from hustings.workflow.room_undo import redo, undo

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from hustings.interface.web.room.room import Room
    from hustings.interface.web.room.sent import SentObject
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store
    from hustings.workflow.facsimiles import Facsimile
    from hustings.workflow.room import UnitInContext
    from hustings.workflow.room_shelf import Shelf
    from hustings.workflow.room_undo import Restored

_KEEP_PICTURE = {"Cache-Control": "private, max-age=3600", "Vary": "Cookie"}


def api_routes(room: Room) -> list[Route]:
    """Return the routes of the API, the busiest first."""
    api = Api(room)
    one = "/api/assignments/{assignment}"
    return [
        Route("/api/codings", api.save, methods=["POST"]),
        Route(f"{one}/units", api.units),
        Route(f"{one}/image", api.image),
        Route(one, api.assignment),
        Route("/api/assignments", api.assignments),
        Route("/api/undo", api.undo, methods=["POST"]),
        Route("/api/redo", api.redo, methods=["POST"]),
        Route("/api/units", api.cut, methods=["POST"]),
        Route("/api/history", api.history),
        Route("/api/me", api.me),
        Route("/api/progress", api.progress),
    ]


@dataclass(frozen=True)
class Api:
    """What the API answers."""

    room: Room

    async def me(self, request: Request) -> Response:
        """Say who is here, and the token that their changes need."""
        return answer_json(self.room.me(self.room.session(request)))

    async def assignments(self, request: Request) -> Response:
        """List one's assignments."""
        session = self.room.session(request)
        found = await self.room.read_shelf(list_assignments, coder=session.coder)
        return answer_json([say_listed(one) for one in found])

    async def assignment(self, request: Request) -> Response:
        """Open one of one's assignments."""
        found = await self.room.read_shelf(
            open_assignment, **self._asked(request, self.room.session(request))
        )
        return answer_json(say_assignment(found))

    async def units(self, request: Request) -> Response:
        """Show units in context."""
        session = self.room.session(request)
        asked = request.query_params
        shown, pages = await self.room.read_shelf(
            _show_units,
            **self._asked(request, session),
            first=read_number(asked.get("from"), "from", otherwise=0),
            n=read_number(asked.get("n"), "n", otherwise=MOST_UNITS),
        )
        self.room.ahead.wish(reversed(pages))
        assignment = request.path_params["assignment"]
        return answer_json(
            [{**say_unit(one), "image": _image(assignment, one)} for one in shown]
        )

    async def image(self, request: Request) -> Response:
        """Show the page that a unit begins on."""
        session = self.room.session(request)
        position = read_number(request.query_params.get("position"), "position")
        shelved, number = await self.room.read_shelf(
            show_page, **self._asked(request, session), position=position
        )
        picture = await asyncio.to_thread(shelved.facsimile.picture, number)
        if picture is None:
            raise UnknownPlaceError(what=f"A picture of page {number}")
        return Response(picture, media_type="image/webp", headers=_KEEP_PICTURE)

    async def save(self, request: Request) -> Response:
        """Take codings in; answered once they are safe on the disk."""
        session, sent = await self._change(request)
        done = await self.room.write_shelf(
            accept_codings,
            sent=read_codings(sent),
            assignment_id=sent.text("assignment"),
            coder=session.coder,
        )
        return answer_json(say_accepted(done))

    async def undo(self, request: Request) -> Response:
        """Take back what one did last."""
        return await self._step(request, undo)

    async def redo(self, request: Request) -> Response:
        """Make again what one took back."""
        return await self._step(request, redo)

    async def cut(self, request: Request) -> Response:
        """Cut a unit, or join it with the next one."""
        session, sent = await self._change(request)
        asked: dict[str, Any] = {
            "assignment_id": sent.text("assignment"),
            "coder": session.coder,
            "position": sent.number("position"),
        }
        if "cut" in sent.entries:
            work: Callable[..., int] = cut_unit
            asked["offset"] = sent.number("cut")
        elif sent.entries.get("join") == "next":
            work = join_units
        else:
            raise MalformedRequestError(
                reason="it must say where to “cut”, or to “join” with “next”."
            )
        return answer_json({"position": await self.room.write_shelf(work, **asked)})

    async def history(self, request: Request) -> Response:
        """Show all that was said of a stretch: by oneself; to managers, by all."""
        session = self.room.session(request)
        asked = request.query_params
        span = Span(
            read_number(asked.get("start"), "start"),
            read_number(asked.get("end"), "end"),
        )
        found = await self.room.read_shelf(
            show_history,
            coder=session.coder,
            is_manager=session.role == "manager",
            document=asked.get("document", ""),
            span=span,
        )
        return answer_json(say_history(found))

    async def progress(self, request: Request) -> Response:
        """Tell managers how far everybody is."""
        self.room.manager(request)
        found = await self.room.read_shelf(measure_progress)
        return answer_json([say_progress(one) for one in found])

    async def _change(self, request: Request) -> tuple[Session, SentObject]:
        """Check who sends a change, and read it."""
        session = self.room.changer(request)
        sent = read_object(await read_body(request))
        assignment = sent.text("assignment")
        if not self.room.shelf.holds(assignment):
            # Readers fetch it, so that the writer keeps nobody waiting.
            await self.room.read_shelf(
                open_assignment, assignment_id=assignment, coder=session.coder
            )
        return session, sent

    async def _step(
        self, request: Request, work: Callable[..., Restored | None]
    ) -> Response:
        session, sent = await self._change(request)
        assignment = sent.text("assignment")
        asked = {"assignment_id": assignment, "coder": session.coder}
        done = await self.room.write_shelf(work, **asked)
        if done is None:
            return answer_json({"restored": None})
        return answer_json({"restored": await self._restored(done, asked)})

    async def _restored(
        self, done: Restored, asked: dict[str, str]
    ) -> dict[str, object]:
        """Say what stands now where something was taken back or made again."""
        words: dict[str, object] = {}
        if done.position is not None:
            shown = await self.room.read_shelf(
                show_units, **asked, first=done.position, n=1
            )
            words = say_words(shown[0].words) if shown else {}
        return {
            "position": done.position or 0,
            "codings": words,
            "variables": list(done.variables),
        }

    def _asked(self, request: Request, session: Session) -> dict[str, str]:
        """Return which assignment is asked for, and by whom."""
        assignment = request.path_params["assignment"]
        return {"assignment_id": assignment, "coder": session.coder}


def _show_units(
    store: Store,
    shelf: Shelf,
    **asked: Any,  # noqa: ANN401  # as `show_units`
) -> tuple[list[UnitInContext], list[tuple[Facsimile, int]]]:
    """Show units, and say which pages will be looked at next."""
    shown = show_units(store, shelf, **asked)
    return shown, pages_of_units(store, shelf, shown[:UNITS_AHEAD])


def _image(assignment: str, unit: Any) -> str | None:  # noqa: ANN401  # see `say_unit`
    """Return the address of the picture of a unit's page, if it may be seen."""
    if not unit.has_image:
        return None
    position = unit.unit.position
    return f"room/api/assignments/{assignment}/image?position={position}"
