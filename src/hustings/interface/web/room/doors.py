"""The room's doors: logging in, saying who is coding, and setting a first password.

These are plain forms, which work without scripts. Whoever fills one in has no session
yet, so a token of the door itself, in a cookie and in the form, shows that the form is
one of this server.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from hustings.errors import ForgedRequestError, HustingsError, LoggedOutError
from hustings.interface.web.room.guards import (
    address_of,
    read_body,
    require_token,
)
from hustings.interface.web.room.mistakes import (
    answer_page,
    sentence_of,
    status_of,
)
from hustings.interface.web.room.pages import render_room
from hustings.interface.web.room.sent import read_form
from hustings.interface.web.room.sessions import (
    REMEMBERED,
    is_door_token,
    token_of,
)
from hustings.model.coder import fold_name
from hustings.workflow.coders import add_coder
from hustings.workflow.room_entry import require_coder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from hustings.interface.web.room.room import Room
    from hustings.model.coder import Coder
    from hustings.store.project import Store

_START = "/room/"
_OWN_PAGE = re.compile(r"/room/(?!/)[A-Za-z0-9/_.-]{0,200}")
_BYTES = 24


def door_routes(room: Room) -> list[Route]:
    """Return the routes of the doors."""
    doors = Doors(room)
    return [
        Route("/login", doors.show_login),
        Route("/login", doors.log_in, methods=["POST"]),
        Route("/logout", doors.show_logout),
        Route("/logout", doors.log_out, methods=["POST"]),
        Route("/welcome", doors.show_welcome),
        Route("/welcome", doors.welcome, methods=["POST"]),
    ]


@dataclass(frozen=True)
class Doors:
    """What the doors answer."""

    room: Room

    async def show_login(self, request: Request) -> Response:
        """Ask for name and password, or who is coding."""
        return await self._login_page(request)

    async def log_in(self, request: Request) -> Response:
        """Let somebody in."""
        form = await self._form(request)
        try:
            coder = await self._enter(request, form)
        except HustingsError as error:
            return await self._login_page(request, error, form.get("name", ""))
        return self._begin(request, coder, to=_next_page(form.get("next", "")))

    async def show_logout(self, request: Request) -> Response:
        """Ask whether to log out: a mere link changes nothing."""
        try:
            session = self.room.session(request)
        except LoggedOutError:
            return RedirectResponse(_START, status_code=303)
        return self._page("logout.html", request, {"me": self.room.me(session)})

    async def log_out(self, request: Request) -> Response:
        """Let somebody out."""
        session = self.room.session(request)
        self.room.require_own_page(request)
        form = read_form(await read_body(request))
        require_token(form.get("token", ""), session)
        self.room.sessions.end(request.cookies.get(self.room.cookie, ""))
        answer = RedirectResponse("/room/login", status_code=303)
        answer.delete_cookie(
            self.room.cookie, path="/", secure=self.room.door.is_secure
        )
        return answer

    async def show_welcome(self, request: Request) -> Response:
        """Ask for a first password."""
        return self._page("welcome.html", request, {"link": "", "mistake": ""})

    async def welcome(self, request: Request) -> Response:
        """Set a first password with a one-time link, and let its person in."""
        form = await self._form(request)
        link = form.get("link", "").strip().rpartition("#")[2]
        try:
            coder = await self.room.accounts.set_password(
                link, form.get("password", ""), form.get("again", "")
            )
        except HustingsError as error:
            said = {"link": link, "mistake": sentence_of(error)}
            return self._page("welcome.html", request, said, status=status_of(error))
        self.room.sessions.end_all(coder.coder_id)
        return self._begin(request, coder, to=_START)

    async def _enter(self, request: Request, form: dict[str, str]) -> Coder:
        """Return who may come in."""
        if self.room.door.mode == "team":
            address = address_of(
                request, is_behind_proxy=self.room.door.is_behind_proxy
            )
            name = form.get("name", "")
            secret = request.cookies.get(self._browser_cookie, "")
            return await self.room.accounts.log_in(
                name,
                form.get("password", ""),
                address=address,
                device=self.room.sessions.browser(secret, fold_name(name)),
            )
        new = form.get("new", "").strip()
        coder: Coder = await (
            self.room.write(partial(add_coder, name=new))
            if new
            else self.room.read(partial(require_coder, name=form.get("name", "")))
        )
        return coder

    def _begin(self, request: Request, coder: Coder, *, to: str) -> Response:
        """Begin a session, in place of the one that the browser may have."""
        self.room.sessions.end(request.cookies.get(self.room.cookie, ""))
        answer = RedirectResponse(to, status_code=303)
        self.room.keep_session(answer, self.room.sessions.begin(coder))
        if self.room.door.mode == "team":
            self._remember_browser(request, answer, coder)
        return answer

    def _remember_browser(
        self, request: Request, answer: Response, coder: Coder
    ) -> None:
        """Let this browser's wrong passwords count by themselves from now on."""
        before = request.cookies.get(self._browser_cookie, "")
        secret = self.room.sessions.remember(fold_name(coder.coder_id), before=before)
        answer.set_cookie(
            self._browser_cookie,
            secret,
            max_age=REMEMBERED,
            path="/",
            secure=self.room.door.is_secure,
            httponly=True,
            samesite="strict",
        )

    async def _form(self, request: Request) -> dict[str, str]:
        """Read a form that this server's own page has sent."""
        self.room.require_own_page(request)
        form = read_form(await read_body(request))
        secret = request.cookies.get(self._cookie, "")
        if not (secret and is_door_token(form.get("token", ""), secret)):
            raise ForgedRequestError(reason="This form is not from a page just opened.")
        return form

    async def _login_page(
        self, request: Request, error: HustingsError | None = None, name: str = ""
    ) -> Response:
        said = {
            "mistake": "" if error is None else sentence_of(error),
            "next": _next_page(request.query_params.get("next", "")),
            "typed": name,
            "coders": await self._coders(),
        }
        is_team = self.room.door.mode == "team"
        template = "login.html" if is_team else "who.html"
        status = 200 if error is None else status_of(error)
        return self._page(template, request, said, status=status)

    async def _coders(self) -> list[str]:
        """Return who can be chosen; nobody is told to strangers."""
        if self.room.door.mode == "team":
            return []
        names: list[str] = await self.room.read(_names)
        return names

    def _page(
        self,
        template: str,
        request: Request,
        said: Mapping[str, object],
        *,
        status: int = 200,
    ) -> Response:
        """Write a page with a form, and the token that its form needs."""
        secret = request.cookies.get(self._cookie) or secrets.token_urlsafe(_BYTES)
        context = {
            "me": None,
            "name": self.room.name,
            "token": token_of(secret),
            **said,
        }
        address = request.url.path.lstrip("/")
        page = render_room(template, address=address, context=context)
        answer = answer_page(page, status=status)
        answer.set_cookie(
            self._cookie,
            secret,
            path="/",
            secure=self.room.door.is_secure,
            httponly=True,
            samesite="strict",
        )
        return answer

    @property
    def _browser_cookie(self) -> str:
        return f"{self.room.cookie}-browser"

    @property
    def _cookie(self) -> str:
        return f"{self.room.cookie}-door"


def ask_to_log_in(request: Request) -> Response:
    """Send somebody without a session to the door.

    Browsers keep a strict cookie back when a link on another site was followed: the
    page is then asked for once more, from here.
    """
    if request.headers.get("sec-fetch-site") in {"cross-site", "same-site"}:
        context = {"me": None, "name": "Hustings"}
        address = request.url.path.lstrip("/")
        return answer_page(render_room("again.html", address=address, context=context))
    asked = urlencode({"next": request.url.path})
    return RedirectResponse(f"/room/login?{asked}", status_code=303)


def _next_page(asked: str) -> str:
    """Return the page to go to: one of the room, whatever was asked."""
    return asked if _OWN_PAGE.fullmatch(asked) else _START


def _names(store: Store) -> list[str]:
    return [one.coder_id for one in store.coders.all()]
