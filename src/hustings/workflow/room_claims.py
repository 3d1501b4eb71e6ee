"""Claims in the coding room: those that the program found, and sheets that are sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hustings.errors import ChangedUnitError, RefusedCodingError
from hustings.model.claim_sheet import (
    CLAIMS,
    SheetClaim,
    fault_of_sheet,
    sheet_of_text,
    sheet_to_text,
)
from hustings.model.document import Span
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.room_checking import check_note
from hustings.workflow.room_units import is_blind, is_claiming

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.assignment import AssignedUnit, Assignment
    from hustings.model.citation import Anchor
    from hustings.model.claim import Claim
    from hustings.store.project import Store
    from hustings.workflow.room_checking import SentCoding
    from hustings.workflow.room_shelf import Shelf


def shown_claims(
    store: Store, shelf: Shelf, assignment: Assignment, unit: AssignedUnit
) -> tuple[SheetClaim, ...] | None:
    """Return the claims that the program found in a unit, as far as they may be seen.

    Returns
    -------
    tuple of SheetClaim or None
        None where the assignment does not ask for claims, where its person works
        without knowing what the program found, and where nobody has looked for claims.
    """
    if is_blind(assignment) or not is_claiming(assignment):
        return None
    run_id = claim_sheets_of(store).latest_run()
    if run_id is None:
        return None
    found = shelf.claims(store, run_id, unit.document_id)
    return None if found is None else as_sheet(found, unit.anchor)


def as_sheet(claims: Iterable[Claim], unit: Anchor) -> tuple[SheetClaim, ...]:
    """Return the claims that lie in a unit as a sheet, in the order of the text.

    What could not be kept as a person's is left out, such as a claim that stands there
    twice.
    """
    span, words = unit.span, unit.words
    found: list[SheetClaim] = []
    for one in sorted(claims, key=lambda claim: claim.span.start):
        if not span.start <= one.span.start < one.span.end <= span.end:
            continue
        said = SheetClaim(
            actor=one.actor,
            stance=one.stance,
            target=_from(one.span, span.start),
            head=_from(one.head_span, span.start),
            modality=one.modality,
        )
        if one.stance and fault_of_sheet([*found, said], words) is None:
            found.append(said)
    return tuple(found)


def check_sheet(sent: SentCoding, unit: AssignedUnit) -> SentCoding:
    """Return a sheet of claims as it is kept, or raise where it cannot be.

    Raises
    ------
    ChangedUnitError
        If it is of another stretch.
    RefusedCodingError
        If it is no sheet, or one of its claims is none of the unit.
    """
    if sent.unit not in (None, unit.anchor.span):
        raise ChangedUnitError(position=sent.position)
    if sent.variable != CLAIMS or sent.evidence:
        raise RefusedCodingError(
            reason="This assignment asks for claims and for nothing else.",
            advice="Load the page again.",
        )
    check_note(sent.note)
    if sent.value is None:
        return sent
    try:
        claims = sheet_of_text(sent.value)
    except ValueError as error:
        raise RefusedCodingError(
            reason=f"This is no sheet of claims: {error}.",
            advice="Load the page again.",
        ) from None
    fault = fault_of_sheet(claims, unit.anchor.words)
    if fault is not None:
        raise RefusedCodingError(reason=fault, advice="Mark words of the unit.")
    return replace(sent, value=sheet_to_text(claims))


def _from(span: Span, start: int) -> Span:
    return Span(span.start - start, span.end - start)
