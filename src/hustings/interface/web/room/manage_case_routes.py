"""Adjudication in the browser: case by case with keys, or all at once by a rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from starlette.routing import Route

from hustings.errors import HustingsError
from hustings.interface.web.room.guards import read_body
from hustings.interface.web.room.manage_cases import (
    RuleOutcome,
    say_applied,
    say_case,
    say_codes,
    say_preview,
    say_states,
)
from hustings.interface.web.room.manage_forms import Form, read_change, read_rule
from hustings.interface.web.room.manage_pages import ManagePages, for_managers
from hustings.interface.web.room.mistakes import (
    answer_json,
    sentence_of,
    status_of,
)
from hustings.interface.web.room.sent import read_object
from hustings.workflow.adjudicating import adjudicate
from hustings.workflow.room_manage_cases import (
    decide_case,
    find_case,
    preview_rule,
    take_back,
)

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from hustings.interface.web.room.manage_desk import ManageDesk
    from hustings.interface.web.room.sent import SentObject
    from hustings.interface.web.room.sessions import Session
    from hustings.store.project import Store
    from hustings.workflow.room_manage_cases import Case
    from hustings.workflow.room_manage_words import CodedBook


def case_routes(desk: ManageDesk) -> list[Route]:
    """Return the routes of adjudication."""
    pages = CasePages(desk)
    return [
        Route("/manage/adjudication", for_managers(pages, pages.show)),
        Route("/manage/adjudication/rule", pages.rule, methods=["POST"]),
        Route("/api/manage/cases", pages.cases),
        Route("/api/manage/case", pages.case),
        Route("/api/manage/decide", pages.decide, methods=["POST"]),
        Route("/api/manage/undo", pages.undo, methods=["POST"]),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjudicationPage:
    """What the page shows before its script asks for cases."""

    book: CodedBook
    books: tuple[CodedBook, ...]
    variable: str
    n_cases: int
    n_open: int
    n_shared: int
    has_cuts: bool
    form: Form
    outcome: RuleOutcome | None = None


class CasePages(ManagePages):
    """What is answered about cases."""

    async def show(self, request: Request, session: Session) -> Response:
        """Show the page."""
        query = request.query_params
        view = await self.desk.look(
            partial(
                self._page,
                sha256=query.get("book"),
                variable=query.get("variable", ""),
            )
        )
        return self.page(request, session, "manage_adjudication.html", view)

    async def rule(self, request: Request) -> Response:
        """Settle by a rule, or show what it would settle."""
        session, form = await read_change(self.desk.room, request)
        status = 200
        try:
            outcome = await self._apply(form)
        except HustingsError as error:
            outcome = RuleOutcome(sentences=(), mistake=sentence_of(error))
            status = status_of(error)
        view = await self.desk.look(
            partial(
                self._page,
                sha256=form.one("book") or None,
                variable=form.one("variable"),
                form=form,
                outcome=outcome,
            )
        )
        return self.page(
            request, session, "manage_adjudication.html", view, status=status
        )

    async def cases(self, request: Request) -> Response:
        """List the cases, and the codes that they can be settled on."""
        self.desk.room.manager(request)
        query = request.query_params

        def work(store: Store) -> dict[str, Any]:
            book = self.desk.book(store, query.get("book"))
            cases = self.desk.cases(store, book, query.get("variable") or None)
            return {"cases": say_states(cases), "codes": say_codes(book)}

        return answer_json(await self.desk.look(work))

    async def case(self, request: Request) -> Response:
        """Show one case."""
        self.desk.room.manager(request)
        query = request.query_params
        is_blind = query.get("names") == "hidden"

        def work(store: Store) -> dict[str, Any]:
            book = self.desk.book(store, query.get("book"))
            found = find_case(store, book, query.get("key", ""))
            return self._say(store, found, book, is_blind=is_blind)

        return answer_json(await self.desk.look(work))

    async def decide(self, request: Request) -> Response:
        """Settle one case; answered once it is safe on the disk."""
        session, sent = await self._change(request)

        def work(store: Store) -> dict[str, Any]:
            book = self.desk.book(store, sent.text("book"))
            case = find_case(store, book, sent.text("key"))
            note = sent.text("note") if "note" in sent.entries else ""
            decide_case(
                store, book, case, sent.text("value"), by=session.coder, note=note
            )
            return {"key": case.key, "state": "settled"}

        return answer_json(await self.desk.change(work))

    async def undo(self, request: Request) -> Response:
        """Take back what one settled last."""
        session, sent = await self._change(request)

        def work(store: Store) -> dict[str, Any]:
            book = self.desk.book(store, sent.text("book"))
            done = take_back(store, book, by=session.coder)
            if done is None:
                return {"restored": None}
            span = done.anchor.span
            key = f"{done.document_id}:{span.start}:{span.end}:{done.variable}"
            state = "open" if done.value is None else "settled"
            return {"restored": {"key": key, "state": state}}

        return answer_json(await self.desk.change(work))

    async def _change(self, request: Request) -> tuple[Session, SentObject]:
        """Check who sends a change, and read it."""
        self.desk.room.manager(request)
        session = self.desk.room.changer(request)
        return session, read_object(await read_body(request))

    async def _apply(self, form: Form) -> RuleOutcome:
        """Apply a rule, or only say what it would do."""
        rule = read_rule(form)
        is_written = form.one("action") == "write"

        def work(store: Store) -> RuleOutcome:
            book = self.desk.book(store, form.one("book") or None)
            asked: Any = {
                "codebook": book.codebook.name,
                "variable": form.one("variable") or None,
                "again": form.has("again"),
            }
            if is_written:
                return say_applied(adjudicate(store, rule, **asked))
            return say_preview(preview_rule(store, rule, **asked))

        return await (self.desk.change(work) if is_written else self.desk.look(work))

    def _page(
        self,
        store: Store,
        *,
        sha256: str | None,
        variable: str,
        form: Form | None = None,
        outcome: RuleOutcome | None = None,
    ) -> AdjudicationPage | None:
        """Return the page, or None where nobody has coded anything."""
        books = self.desk.books(store)
        if not books:
            return None
        book = self.desk.book(store, sha256)
        named = book.variable(variable).name if variable else ""
        cases = self.desk.cases(store, book, named or None)
        units = self.desk.units(store, book)
        return AdjudicationPage(
            book=book,
            books=tuple(books),
            variable=named,
            n_cases=len(cases),
            n_open=sum(one.state != "settled" for one in cases),
            n_shared=sum(one.is_shared for one in units),
            has_cuts=self.desk.has_cuts(store, book),
            form=form or Form(),
            outcome=outcome,
        )

    def _say(
        self, store: Store, case: Case, book: CodedBook, *, is_blind: bool
    ) -> dict[str, Any]:
        document = self.desk.room.shelf.document(store, case.unit.document_id)
        return say_case(case, book, document.document, is_blind=is_blind)
