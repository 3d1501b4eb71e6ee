"""Refusals of the room: the one place that turns an error into an answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from starlette.responses import Response

from hustings import errors
from hustings.errors import HustingsError, TooManyAttemptsError
from hustings.interface.web.room.pages import render_room

if TYPE_CHECKING:
    from collections.abc import Mapping

API = "/room/api/"

_STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (errors.LoggedOutError, 401),
    (errors.WrongPasswordError, 401),
    (errors.ForeignAssignmentError, 403),
    (errors.ForgedRequestError, 403),
    (errors.ManagersOnlyError, 403),
    (errors.SpentInvitationError, 403),
    (errors.UnknownAssignmentError, 404),
    (errors.UnknownPlaceError, 404),
    (errors.ChangedUnitError, 409),
    (errors.RepeatedClientError, 409),
    (errors.TooLargeRequestError, 413),
    (errors.TooManyAttemptsError, 429),
    (errors.BusyProjectError, 503),
    (errors.DamagedProjectError, 503),
    (errors.MissingTableError, 503),
    (errors.AlteredTableError, 503),
    (errors.MissingSourceError, 503),
    (HustingsError, 400),
)
_WAIT_A_MOMENT = 1


def status_of(error: Exception) -> int:
    """Return the status that says of what kind an error is."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


def sentence_of(error: Exception) -> str:
    """Return what to tell the person who asked: our own errors own their sentence."""
    if isinstance(error, HustingsError):
        return str(error)
    return (
        "The server made a mistake of its own; its window says which. Reload the page: "
        "what was saved is kept."
    )


def answer_json(
    value: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with JSON, in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Response(
        text.encode(),
        status_code=status,
        media_type="application/json",
        headers=dict(headers or {}),
    )


def answer_page(page: bytes, *, status: int = 200) -> Response:
    """Answer with a page."""
    return Response(page, status_code=status, media_type="text/html; charset=utf-8")


def answer_mistake(error: Exception, path: str) -> Response:
    """Answer with the sentence of an error: as JSON to scripts, on a page to people."""
    status, sentence = status_of(error), sentence_of(error)
    headers = _wait(error, status)
    if path.startswith(API):
        return answer_json({"error": sentence}, status=status, headers=headers)
    page = render_room(
        "mistake.html",
        address=path.lstrip("/"),
        context={"me": None, "name": "Hustings", "message": sentence},
    )
    answer = answer_page(page, status=status)
    answer.headers.update(headers)
    return answer


def _wait(error: Exception, status: int) -> dict[str, str]:
    """Say when it is worth trying again, where it is."""
    if isinstance(error, TooManyAttemptsError):
        return {"Retry-After": str(error.seconds)}
    return {"Retry-After": str(_WAIT_A_MOMENT)} if status == 503 else {}
