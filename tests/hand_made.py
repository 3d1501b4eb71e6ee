"""Hand codings, assignments and adjudicated values for the tests of the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.model.adjudication import Adjudicated
from hustings.model.assignment import AssignedUnit, Assignment
from hustings.model.citation import Anchor, anchor_of
from hustings.model.document import Span
from hustings.model.hand_coding import HandCoding
from hustings.model.identity import identify

if TYPE_CHECKING:
    from hustings.store.project import Store

AT = "2031-10-07T12:00:00.000000+00:00"
TEXT = "We demand a ferry. We want lower rents. The quay stays open."
FERRY, RENTS, QUAY = Span(0, 18), Span(19, 39), Span(40, 60)
BOOK = "b" * 64


def at(second: int) -> str:
    """Say a time so many seconds after noon."""
    return f"2031-10-07T12:{second // 60:02}:{second % 60:02}.000000+00:00"


def anchored(span: Span, text: str = TEXT) -> Anchor:
    return anchor_of(text, span)


def hand_coding(
    span: Span = FERRY,
    value: str | None = "boats",
    *,
    coder: str = "Ana",
    document: str = "d1",
    second: int = 0,
    **more: Any,  # noqa: ANN401  # any field
) -> HandCoding:
    """Make a coding; its id follows from what it says."""
    made: dict[str, Any] = {
        "coding_id": "",
        "document_id": document,
        "unit_id": f"{document}/{span.start}-{span.end}",
        "anchor": anchored(span),
        "coder": coder,
        "codebook_sha256": BOOK,
        "variable": "topic",
        "value": value,
        "written": at(second),
        **more,
    }
    made["coding_id"] = more.get("coding_id") or identify(HandCoding(**made), nonce="")
    return HandCoding(**made)


def adjudicated(
    span: Span = FERRY,
    value: str | None = "boats",
    *,
    second: int = 0,
    **more: Any,  # noqa: ANN401  # any field
) -> Adjudicated:
    """Make an adjudicated value; its id follows from what it says."""
    made: dict[str, Any] = {
        "adjudication_id": "",
        "document_id": "d1",
        "unit_id": f"d1/{span.start}-{span.end}",
        "anchor": anchored(span),
        "codebook_sha256": BOOK,
        "variable": "topic",
        "value": value,
        "rule": "majority",
        "settles": ("one", "two"),
        "probability": None,
        "written": at(second),
        **more,
    }
    made["adjudication_id"] = identify(Adjudicated(**made), nonce="")
    return Adjudicated(**made)


def assignment(
    assignment_id: str = "a1",
    *,
    coder: str = "Ana",
    **more: Any,  # noqa: ANN401  # any field
) -> Assignment:
    """Assign two units, the second of them with its answer."""
    made: dict[str, Any] = {
        "assignment_id": assignment_id,
        "coder": coder,
        "codebook_sha256": BOOK,
        "variables": ("topic",),
        "purpose": "training",
        "design": {"method": "random", "seed": 7, "n": 2},
        "written": AT,
        "units": (
            AssignedUnit(
                position=0,
                document_id="d1",
                unit_id="d1/0-18",
                anchor=anchored(FERRY),
                inclusion_probability=2 / 3,
            ),
            AssignedUnit(
                position=1,
                document_id="d1",
                unit_id="d1/19-39",
                anchor=anchored(RENTS),
                inclusion_probability=2 / 3,
                answers={"topic": "homes"},
            ),
        ),
        **more,
    }
    return Assignment(**made)


def said(
    store: Store,
    **asked: Any,  # noqa: ANN401  # what `current` can be asked
) -> list[tuple[str, Span, str | None]]:
    """Say shortly what counts: coder, span and value."""
    return [
        (one.coder, one.anchor.span, one.value) for one in store.hand.current(**asked)
    ]
