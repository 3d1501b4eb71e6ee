"""Claims as quotations: the unit's words, the target in them, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.interface.pages.claim_words import say_modality
from hustings.workflow.actors import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.comparison.held_claims import HeldClaim
    from hustings.interface.pages.claim_index import ClaimIndex

LONGEST = 420
"""Characters of a quotation; what is left of a longer one is read in the Reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuotation:
    """One claim in its document's words.

    Attributes
    ----------
    before, target, after : str
        The words, cut where the target begins and ends.
    modality : str
        How the stance is put, as a noun, and who checked it: "a pledge".
    """

    before: str
    target: str
    after: str
    stance: int
    modality: str
    actor: str
    mark: int | None
    title: str
    date: str | None
    page: int | None
    address: str
    language: str | None
    start: int
    end: int


def quote_claims(
    index: ClaimIndex, claims: Iterable[HeldClaim]
) -> tuple[ClaimQuotation, ...]:
    """Quote claims, the latest documents first, then in the order of the text."""
    ordered = sorted(claims, key=lambda one: (one.document_id, one.claim.span.start))
    ordered.sort(key=lambda one: one.date or "", reverse=True)
    return tuple(quote_claim(index, one) for one in ordered)


def quote_claim(index: ClaimIndex, one: HeldClaim) -> ClaimQuotation:
    """Quote one claim."""
    before, target, after = cut_words(one, index.start_of(one))
    document = index.project.documents.get(one.document_id)
    return ClaimQuotation(
        before=before,
        target=target,
        after=after,
        stance=one.stance,
        modality=say_how(one),
        actor=one.actor,
        mark=index.mark_of(one.actor),
        title=title_of(document) if document else one.document_id,
        date=one.date,
        page=one.page,
        address=index.words_of(one),
        language=one.language,
        start=one.claim.span.start,
        end=one.claim.span.end,
    )


def say_how(one: HeldClaim) -> str:
    """Say how a stance is put, and on whose word where a person checked it."""
    how = say_modality(one.claim.modality)
    return how if one.checked_by is None else f"{how}, checked by {one.checked_by}"


def cut_words(one: HeldClaim, start: int | None) -> tuple[str, str, str]:
    """Cut a unit's words at its claim's target; long ones lose what is far from it."""
    words, target = one.words, one.target
    at = -1 if start is None else one.claim.span.start - start
    if at < 0 or words[at : at + len(target)] != target:
        at = words.find(target)
    if at < 0:
        return (_first(words, LONGEST), "", "")
    room = max(LONGEST - len(target), 120) // 2
    return (
        _last(words[:at], room),
        target,
        _first(words[at + len(target) :], room),
    )


def _first(words: str, room: int) -> str:
    """Keep the beginning of words, to the end of a word."""
    if len(words) <= room:
        return words
    return f"{words[:room].rsplit(' ', 1)[0]} …"


def _last(words: str, room: int) -> str:
    """Keep the end of words, from the beginning of a word."""
    if len(words) <= room:
        return words
    return f"… {words[-room:].split(' ', 1)[-1]}"
