"""Reading what is sent to the room: JSON of known shape, or a clear refusal."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from hustings.errors import MalformedRequestError
from hustings.model.document import Span
from hustings.workflow.room_checking import SentCoding

MOST_CODINGS = 1000
_CLIENT = re.compile(r"[A-Za-z0-9_-]{8,64}")
_LARGEST = 1 << 40


@dataclass(frozen=True, slots=True)
class SentObject:
    """A JSON object whose entries are asked for by name and kind."""

    entries: dict[str, Any]

    def text(self, name: str) -> str:
        """Return a text."""
        found = self.entries.get(name)
        if not isinstance(found, str):
            raise MalformedRequestError(reason=f"“{name}” must be a text.")
        return found

    def optional_text(self, name: str) -> str | None:
        """Return a text, or None where null is sent; the entry must be there."""
        if name in self.entries and self.entries[name] is None:
            return None
        return self.text(name)

    def number(self, name: str) -> int:
        """Return a whole number."""
        found: Any = self.entries.get(name)
        if not _is_whole(found):
            raise MalformedRequestError(reason=f"“{name}” must be a whole number.")
        return int(found)

    def truth(self, name: str) -> bool:
        """Return true or false; false where nothing is sent."""
        found = self.entries.get(name, False)
        if not isinstance(found, bool):
            raise MalformedRequestError(reason=f"“{name}” must be true or false.")
        return found

    def objects(self, name: str) -> list[SentObject]:
        """Return a list of objects, at least one."""
        found: Any = self.entries.get(name)
        is_list = isinstance(found, list) and 1 <= len(found) <= MOST_CODINGS
        if not is_list or not all(isinstance(one, dict) for one in found):
            raise MalformedRequestError(
                reason=f"“{name}” must be a list of 1 to {MOST_CODINGS:,} objects."
            )
        return [SentObject(one) for one in found]

    def span(self, name: str) -> Span | None:
        """Return a stretch; None where nothing is sent."""
        found = self.entries.get(name)
        return None if found is None else _span(found, name)

    def spans(self, name: str) -> tuple[Span, ...]:
        """Return stretches; none where nothing is sent."""
        found = self.entries.get(name)
        if found is None:
            return ()
        if not isinstance(found, list):
            raise MalformedRequestError(reason=f"“{name}” must be a list.")
        return tuple(_span(one, name) for one in found)


def read_object(body: bytes) -> SentObject:
    """Read a JSON object.

    Raises
    ------
    MalformedRequestError
        If it is none.
    """
    try:
        found = json.loads(body, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise MalformedRequestError(reason="it is no JSON.") from None
    if not isinstance(found, dict):
        raise MalformedRequestError(reason="it is no JSON object.")
    try:
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise MalformedRequestError(reason="it holds half a character.") from None
    return SentObject(found)


def read_codings(sent: SentObject) -> list[SentCoding]:
    """Read the codings of a request.

    Raises
    ------
    MalformedRequestError
        If one is none.
    """
    return [_coding(one) for one in sent.objects("codings")]


def read_form(body: bytes) -> dict[str, str]:
    """Read a form as browsers send it.

    Raises
    ------
    MalformedRequestError
        If it is none.
    """
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=20,
            errors="strict",
        )
    except ValueError:
        raise MalformedRequestError(reason="it is no form.") from None
    return dict(pairs)


def read_number(text: str | None, name: str, *, otherwise: int | None = None) -> int:
    """Read a whole number from an address.

    Raises
    ------
    MalformedRequestError
        If it is none, or is missing and may not be.
    """
    if text is None and otherwise is not None:
        return otherwise
    if not re.fullmatch(r"\d{1,12}", text or "", re.ASCII):
        raise MalformedRequestError(reason=f"“{name}” must be a whole number.")
    return int(text or "")


def _coding(sent: SentObject) -> SentCoding:
    client = sent.text("client")
    if not _CLIENT.fullmatch(client):
        raise MalformedRequestError(
            reason="“client” must be 8 to 64 letters, digits and hyphens."
        )
    return SentCoding(
        client=client,
        position=sent.number("position"),
        variable=sent.text("variable"),
        value=sent.optional_text("value"),
        unsure=sent.truth("unsure"),
        note=sent.text("note") if "note" in sent.entries else "",
        evidence=sent.spans("evidence"),
        unit=sent.span("unit"),
    )


def _span(found: object, name: str) -> Span:
    is_pair = isinstance(found, list) and len(found) == 2 and all(map(_is_whole, found))
    if not is_pair or not isinstance(found, list):
        raise MalformedRequestError(
            reason=f"“{name}” must hold pairs of whole numbers."
        )
    return Span(found[0], found[1])


def _is_whole(found: object) -> bool:
    return (
        isinstance(found, int)
        and not isinstance(found, bool)
        and -_LARGEST < found < _LARGEST
    )


def _refuse_constant(name: str) -> None:
    raise ValueError(name)
