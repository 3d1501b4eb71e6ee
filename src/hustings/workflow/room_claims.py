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
    from collections.abc import Iterable, Sequence

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
    twice; a link remains where both of its claims do.
    """
    span, every = unit.span, list(claims)
    found: list[SheetClaim] = []
    kept: list[Claim] = []
    for one in sorted(every, key=lambda claim: claim.span.start):
        if not span.start <= one.span.start < one.span.end <= span.end:
            continue
        said = _said(one, span.start)
        if one.stance and fault_of_sheet([*found, said], unit.words) is None:
            found.append(said)
            kept.append(one)
    return _linked(found, kept, every)


def _said(claim: Claim, start: int) -> SheetClaim:
    """Say a claim as one of a sheet, without its link."""
    return SheetClaim(
        actor=claim.actor,
        stance=claim.stance,
        target=_from(claim.span, start),
        head=_from(claim.head_span, start),
        modality=claim.modality,
    )


def _linked(
    found: Sequence[SheetClaim],
    kept: Sequence[Claim],
    every: Iterable[Claim],
) -> tuple[SheetClaim, ...]:
    """Turn places among the claims of a unit into places on the sheet."""
    places = {id(one): place for place, one in enumerate(kept)}
    of_units: dict[str, list[Claim]] = {}
    for one in every:
        of_units.setdefault(one.unit, []).append(one)
    return tuple(
        replace(said, link=places.get(id(of_units[one.unit][one.link])))
        if one.link is not None
        else said
        for said, one in zip(found, kept, strict=True)
    )


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
