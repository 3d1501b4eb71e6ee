"""Claims for the margin notes of the Reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.interface.pages.claim_words import say_modality, standing_of
from hustings.interface.pages.wording import say_number

if TYPE_CHECKING:
    from hustings.comparison.held_claims import HeldClaim
    from hustings.interface.pages.claim_index import ClaimIndex
    from hustings.workflow.gathered import GatheredDocument


def describe_claims(
    index: ClaimIndex, document: GatheredDocument
) -> dict[str, list[list[str]]]:
    """By the number of a unit, its claims.

    A claim is its stance, who is named beside it where that is not the document, the
    target, how it is put and how surely it was found, or who checked it, its issue and
    that one's page.
    """
    places = {unit.unit_id: str(i) for i, unit in enumerate(document.units)}
    notes: dict[str, list[list[str]]] = {}
    for number in index.by_document.get(document.document.document_id, ()):
        place = places.get(index.claims[number].claim.unit)
        if place is not None:
            notes.setdefault(place, []).append(_describe(index, number))
    return notes


def _describe(index: ClaimIndex, number: int) -> list[str]:
    """Describe a claim."""
    one = index.claims[number]
    issue = index.issue_of.get(number)
    return [
        str(standing_of(one.stance)),
        f"{one.actor}: " if one.is_reported else "",
        " ".join(one.target.split()),
        f"{say_modality(one.claim.modality)}, {_say_source(one)}",
        issue.name if issue else "",
        index.home_of(issue.issue_id) if issue else "",
    ]


def _say_source(one: HeldClaim) -> str:
    """Say on whose word a claim stands."""
    if one.checked_by is not None:
        return f"checked by {one.checked_by}"
    surely = say_number(100 * one.claim.confidence)
    return f"sure to {surely}\N{NO-BREAK SPACE}%"
