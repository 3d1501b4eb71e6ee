"""The manager's pages, all under ``/room/manage/``, and what coders are shown after.

Only managers reach them; every change is a POST that brings the session's token.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from hustings.errors import HustingsError
from hustings.interface.web.room.feedback import build_feedback
from hustings.interface.web.room.manage_agreement import (
    AgreementAsked,
    build_agreement,
    with_claims,
)
from hustings.interface.web.room.manage_agreement_words import agreement_as_csv
from hustings.interface.web.room.manage_case_routes import case_routes
from hustings.interface.web.room.manage_claims import ClaimsAlone, build_claims
from hustings.interface.web.room.manage_codebook_routes import codebook_routes
from hustings.interface.web.room.manage_desk import ManageDesk
from hustings.interface.web.room.manage_doubt_routes import doubt_routes
from hustings.interface.web.room.manage_forms import (
    Form,
    hand_out,
    read_change,
    read_draw,
)
from hustings.interface.web.room.manage_overview import (
    Handing,
    build_overview,
    offer_codebooks,
)
from hustings.interface.web.room.manage_pages import (
    ManagePages,
    for_coders,
    for_managers,
)
from hustings.interface.web.room.mistakes import sentence_of, status_of
from hustings.workflow.machine_doubts import COLUMNS
from hustings.workflow.open_cases import cases_as_csv
from hustings.workflow.room_feedback import show_feedback
from hustings.workflow.room_manage_trials import try_out

if TYPE_CHECKING:
    from starlette.requests import Request

    from hustings.interface.web.room.manage_agreement import AgreementPage
    from hustings.interface.web.room.manage_overview import OverviewPage
    from hustings.interface.web.room.room import Room
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store
    from hustings.workflow.drawing import Request as Draw
    from hustings.workflow.room_manage_agreement import VariableAgreement

CSV = "text/csv; charset=utf-8"


def manage_routes(room: Room) -> list[Route]:
    """Return the routes of the manager's pages, their paths without ``/room``."""
    pages = FirstPages(ManageDesk(room))
    return [
        Route("/manage/", for_managers(pages, pages.overview)),
        Route("/manage/assign", pages.assign, methods=["POST"]),
        Route("/manage/agreement", for_managers(pages, pages.agreement)),
        Route("/manage/agreement.csv", for_managers(pages, pages.agreement_file)),
        Route("/manage/doubts.csv", for_managers(pages, pages.doubts_file)),
        *case_routes(pages.desk),
        *doubt_routes(pages.desk),
        *codebook_routes(pages.desk),
        Route("/feedback", for_coders(pages, pages.feedback)),
    ]


class FirstPages(ManagePages):
    """Progress and handing out; agreement; what coders are shown afterwards."""

    async def overview(self, request: Request, session: Session) -> Response:
        """Show how far everybody is, and what comes next."""
        view = await self.desk.look(self._overview)
        return self.page(request, session, "manage_overview.html", view)

    async def assign(self, request: Request) -> Response:
        """Draw units and hand them out, or show what would be drawn."""
        session, form = await read_change(self.desk.room, request)
        is_written = form.one("action") == "write"
        status = 200
        try:
            handing = await self._hand_out(form, is_written=is_written)
        except HustingsError as error:
            handing = Handing(form=form, mistake=sentence_of(error))
            status = status_of(error)
        view = await self.desk.look(partial(self._overview, handing=handing))
        return self.page(request, session, "manage_overview.html", view, status=status)

    async def agreement(self, request: Request, session: Session) -> Response:
        """Show how far people agree."""
        view = await self.desk.look(partial(self._agreement, request=request))
        return self.page(request, session, "manage_agreement.html", view)

    async def agreement_file(self, request: Request, _: Session) -> Response:
        """Give the numbers as a file."""
        found = await self.desk.look(partial(self._measured, request=request))
        name = f"agreement-{found.variable.name}.csv"
        return Response(agreement_as_csv(found), media_type=CSV, headers=as_file(name))

    async def doubts_file(self, request: Request, _: Session) -> Response:
        """Give the units on which people and a machine differ as a file."""
        content = await self.desk.look(partial(self._doubted, request=request))
        return Response(content, media_type=CSV, headers=as_file("doubts.csv"))

    async def feedback(self, request: Request, session: Session) -> Response:
        """Show a person's own codings beside what was settled."""
        found = await self.desk.look(
            lambda store: show_feedback(store, self.desk.room.shelf, session.coder)
        )
        view = build_feedback(found, differ_only="differ" in request.query_params)
        return self.page(request, session, "feedback.html", view)

    def _overview(self, store: Store, handing: Handing | None = None) -> OverviewPage:
        found = self.desk.overview(store)
        return build_overview(found, offer_codebooks(store), handing)

    async def _hand_out(self, form: Form, *, is_written: bool) -> Handing:
        offered = await self.desk.look(offer_codebooks)
        draw: Draw = read_draw(form, [one.value for one in offered])
        work = partial(hand_out, draw=draw, answers=form.one("answers"))
        result = (
            await self.desk.change(work)
            if is_written
            else await self.desk.look(lambda store: try_out(store, work))
        )
        return Handing(form=form, result=result, is_written=is_written)

    def _measured(self, store: Store, request: Request) -> VariableAgreement:
        asked = request.query_params
        book = self.desk.book(store, asked.get("book"))
        return self.desk.agreement(store, book, asked.get("variable"))

    def _agreement(
        self, store: Store, request: Request
    ) -> AgreementPage | ClaimsAlone | None:
        """Return the page, or None where nobody has coded anything."""
        query = request.query_params
        books, claims = self.desk.books(store), self.desk.claims(store)
        if not books:
            part = build_claims(claims)
            return None if part is None else ClaimsAlone(claims=part)
        book = self.desk.book(store, query.get("book"))
        found = self.desk.agreement(store, book, query.get("variable"))
        asked = AgreementAsked(
            book=book.sha256,
            variable=found.variable.name,
            pair=query.get("pair", ""),
            by_week=query.get("drift") == "week",
            hides_names=query.get("names") == "hidden",
        )
        cuts = self.desk.cuts(store, book, found.variable.name)
        machines = self.desk.machines(store, book, found.variable.name)
        page = build_agreement(found, book, books, asked, cuts, machines)
        return with_claims(page, book, asked, claims)

    def _doubted(self, store: Store, request: Request) -> bytes:
        """Return one machine's worklist; no row for one that is not there."""
        query = request.query_params
        book = self.desk.book(store, query.get("book"))
        found = self.desk.machines(store, book, query.get("variable"))
        rows = [
            row
            for one in found
            if one.coder == query.get("coder") and one.doubts is not None
            for row in one.doubts.rows
        ]
        return cases_as_csv(rows, COLUMNS)


def as_file(name: str) -> dict[str, str]:
    """Return the header that lets a browser keep an answer as a file."""
    safe = "".join(one if one.isascii() and one.isalnum() else "-" for one in name[:-4])
    return {"Content-Disposition": f'attachment; filename="{safe}{name[-4:]}"'}
