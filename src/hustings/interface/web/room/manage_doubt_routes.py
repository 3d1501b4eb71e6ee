"""Deciding where people and programs differ: unit by unit, with keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from hustings.errors import UnknownPlaceError
from hustings.interface.pages.wording import say_coder
from hustings.interface.web.room.guards import read_body
from hustings.interface.web.room.manage_cases import say_codes
from hustings.interface.web.room.manage_doubts import say_doubt, say_doubt_states
from hustings.interface.web.room.manage_pages import ManagePages, for_managers
from hustings.interface.web.room.mistakes import answer_json
from hustings.interface.web.room.sent import read_object
from hustings.workflow.room_manage_cases import decide_case
from hustings.workflow.room_manage_doubts import find_doubt, states_of
from hustings.workflow.room_manage_machines import coder_of, machines_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from hustings.interface.web.room.manage_desk import ManageDesk
    from hustings.interface.web.room.sessions import Session
    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.room_manage_doubts import DoubtList
    from hustings.workflow.room_manage_words import CodedBook


def doubt_routes(desk: ManageDesk) -> list[Route]:
    """Return the routes of the page where people and programs differ."""
    pages = DoubtPages(desk)
    return [
        Route("/manage/programs", for_managers(pages, pages.show)),
        Route("/api/manage/doubts", pages.doubts),
        Route("/api/manage/doubt", pages.doubt),
        Route("/api/manage/doubt/decide", pages.decide, methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramsPage:
    """What the page shows before its script asks for cases.

    Attributes
    ----------
    machines : mapping of str to str
        Names of all that coded the variable, by coder.
    coder : str
        The one that is shown; empty where there is none.
    """

    book: CodedBook
    books: tuple[CodedBook, ...]
    variable: str
    machines: Mapping[str, str]
    coder: str
    n_cases: int = 0
    n_open: int = 0
    n_compared: int = 0
    problems: tuple[str, ...] = ()


class DoubtPages(ManagePages):
    """What is answered about units on which people and a machine differ."""

    async def show(self, request: Request, session: Session) -> Response:
        """Show the page."""
        view = await self.desk.look(partial(self._page, asked=request.query_params))
        return self.page(request, session, "manage_programs.html", view)

    async def doubts(self, request: Request) -> Response:
        """List the cases, and the codes that they can be decided on."""
        self.desk.room.manager(request)

        def work(store: Store) -> dict[str, Any]:
            book, found = self._list(store, request.query_params)
            units = self.desk.units(store, book)
            states = states_of(store, book, found, units)
            return {"cases": say_doubt_states(states), "codes": say_codes(book)}

        return answer_json(await self.desk.look(work))

    async def doubt(self, request: Request) -> Response:
        """Show one case."""
        self.desk.room.manager(request)
        query = request.query_params

        def work(store: Store) -> dict[str, Any]:
            book, found = self._list(store, query)
            one = find_doubt(store, book, found, query.get("key", ""))
            document = self.desk.room.shelf.document(
                store, one.case.unit.document_id
            ).document
            is_blind = query.get("names") == "hidden"
            return say_doubt(one, book, document, is_blind=is_blind)

        return answer_json(await self.desk.look(work))

    async def decide(self, request: Request) -> Response:
        """Decide one case; answered once it is safe on the disk."""
        self.desk.room.manager(request)
        session = self.desk.room.changer(request)
        sent = read_object(await read_body(request))
        names = ("book", "variable", "coder", "key")
        asked = {name: sent.text(name) for name in names}
        value = sent.optional_text("value")
        note = sent.text("note") if "note" in sent.entries else ""

        def work(store: Store) -> dict[str, Any]:
            book, found = self._list(store, asked)
            case = find_doubt(store, book, found, asked["key"]).case
            decide_case(store, book, case, value, by=session.coder, note=note)
            state = "undecided" if value is None else "settled"
            return {"key": case.key, "state": state}

        return answer_json(await self.desk.change(work))

    def _list(
        self, store: Store, asked: Mapping[str, str]
    ) -> tuple[CodedBook, DoubtList]:
        """Find the list that an address or a change asks for."""
        book = self.desk.book(store, asked.get("book"))
        variable = book.variable(asked.get("variable") or None).name
        runs = {coder_of(one): one for one in machines_on(store, book.sha256, variable)}
        run = runs.get(asked.get("coder", ""))
        if run is None:
            raise UnknownPlaceError(what="This program")
        return book, self.desk.doubts(store, book, variable, run)

    def _page(self, store: Store, *, asked: Mapping[str, str]) -> ProgramsPage | None:
        """Return the page, or None where nobody has coded anything."""
        books = self.desk.books(store)
        if not books:
            return None
        book = self.desk.book(store, asked.get("book"))
        variable = book.variable(asked.get("variable") or None).name
        runs = {coder_of(one): one for one in machines_on(store, book.sha256, variable)}
        view = ProgramsPage(
            book=book,
            books=tuple(books),
            variable=variable,
            machines={coder: say_coder(coder) for coder in sorted(runs)},
            coder="",
        )
        coder = asked.get("coder") or min(runs, default="")
        run = runs.get(coder)
        return view if run is None else self._filled(store, view, run)

    def _filled(self, store: Store, view: ProgramsPage, run: Run) -> ProgramsPage:
        """Say how many cases there are, and how many are not decided yet."""
        found = self.desk.doubts(store, view.book, view.variable, run)
        units = self.desk.units(store, view.book)
        states = states_of(store, view.book, found, units)
        return replace(
            view,
            coder=found.coder,
            n_cases=len(states),
            n_open=sum(one in {"open", "changed"} for one in states.values()),
            n_compared=found.n_compared,
            problems=found.problems,
        )
