"""Editing a codebook in the browser: shown, checked, compared, added as a version."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from starlette.responses import Response
from starlette.routing import Route

from hustings.errors import HustingsError, UnknownPlaceError
from hustings.interface.web.room.manage_codebook import (
    CodebookPage,
    explain_mistake,
    say_outcome,
)
from hustings.interface.web.room.manage_forms import read_change
from hustings.interface.web.room.manage_pages import ManagePages, for_managers
from hustings.interface.web.room.mistakes import status_of
from hustings.workflow.look_again import look_again_as_csv
from hustings.workflow.room_manage_codebooks import (
    list_codebooks,
    open_codebook,
    preview_codebook,
    register_text,
)

if TYPE_CHECKING:
    from starlette.requests import Request

    from hustings.interface.web.room.manage_codebook import Mistake, Outcome
    from hustings.interface.web.room.manage_desk import ManageDesk
    from hustings.interface.web.room.manage_forms import Form
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store

_CSV = "text/csv; charset=utf-8"
_WORKLIST = {"Content-Disposition": 'attachment; filename="look-again.csv"'}


def codebook_routes(desk: ManageDesk) -> list[Route]:
    """Return the routes of codebooks."""
    pages = CodebookPages(desk)
    return [
        Route("/manage/codebook", for_managers(pages, pages.show)),
        Route("/manage/codebook", pages.edit, methods=["POST"]),
        Route("/manage/codebook/look-again.csv", for_managers(pages, pages.worklist)),
    ]


class CodebookPages(ManagePages):
    """What is answered about codebooks."""

    async def show(self, request: Request, session: Session) -> Response:
        """Show a version's text."""
        query = request.query_params
        view = await self.desk.look(
            partial(_page, name=query.get("name", ""), sha256=query.get("version", ""))
        )
        return self.page(request, session, "manage_codebook.html", view)

    async def edit(self, request: Request) -> Response:
        """Say what a text would change, or add it."""
        session, form = await read_change(self.desk.room, request)
        text = form.one("text")
        outcome: Outcome | None = None
        mistake: Mistake | None = None
        status = 200
        try:
            outcome = await self._outcome(form, text)
        except HustingsError as error:
            mistake, status = explain_mistake(error, text), status_of(error)
        view = await self.desk.look(
            partial(
                _page,
                name=form.one("name"),
                sha256=form.one("version"),
                text=text,
                outcome=outcome,
                mistake=mistake,
            )
        )
        return self.page(request, session, "manage_codebook.html", view, status=status)

    async def worklist(self, request: Request, _: Session) -> Response:
        """Give the codings to look at again under a version, as a table."""
        query = request.query_params
        name, sha256 = query.get("name", ""), query.get("version", "")

        def work(store: Store) -> bytes:
            _require(store, name, sha256)
            text = open_codebook(store, name, sha256).stored.text
            return look_again_as_csv(preview_codebook(store, text, name=name))

        content = await self.desk.look(work)
        return Response(content, media_type=_CSV, headers=_WORKLIST)

    async def _outcome(self, form: Form, text: str) -> Outcome:
        name = form.one("name") or "codebook"
        if form.one("action") == "write":
            added = await self.desk.change(partial(register_text, text=text, name=name))
            return say_outcome(added, is_written=True)
        tried = await self.desk.look(partial(preview_codebook, text=text, name=name))
        return say_outcome(tried, is_written=False)


def _page(
    store: Store,
    *,
    name: str,
    sha256: str,
    text: str | None = None,
    outcome: Outcome | None = None,
    mistake: Mistake | None = None,
) -> CodebookPage:
    """Put the page together: the latest version where none is asked for."""
    versions = list_codebooks(store)
    if outcome is not None and outcome.is_written:
        name, sha256 = versions[0].name, versions[0].sha256
    wanted = [one for one in versions if (one.name, one.sha256) == (name, sha256)]
    if name and not wanted:
        raise UnknownPlaceError(what="This version of a codebook")
    shown = (wanted or versions)[0]
    if text is None:
        text = open_codebook(store, shown.name, shown.sha256).stored.text
    return CodebookPage(
        versions=tuple(versions),
        name=shown.name,
        version=shown.version,
        sha256=shown.sha256,
        text=text,
        mistake=mistake,
        outcome=outcome,
    )


def _require(store: Store, name: str, sha256: str) -> None:
    """Raise unless a version is one of the project's."""
    there = [(one.name, one.sha256) for one in list_codebooks(store) if one.sha256]
    if (name, sha256) not in there:
        raise UnknownPlaceError(what="This version of a codebook")
