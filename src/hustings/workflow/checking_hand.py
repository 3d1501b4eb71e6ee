"""Whether what people coded stands where they say it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.model.claim_sheet import fault_of_sheet
from hustings.model.document import Problem
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.renewals import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hustings.model.citation import Anchor
    from hustings.store.project import Store


def check_hand(store: Store) -> Iterator[Problem]:
    """Yield the rows whose words do not stand at their span."""
    documents = {one.document_id: one for one in store.all_documents()}
    texts: dict[str, str] = {}
    for what, document_id, anchor in _anchors(store):
        if document_id not in texts:
            texts[document_id] = text_of(store, documents[document_id])
        if anchor.span.of(texts[document_id]) != anchor.words:
            yield Problem(
                kind="stray span",
                message=f"{documents[document_id].name}: the words of the {what} at "
                f"characters {anchor.span.start}–{anchor.span.end} do not stand there. "
                "Code them again.",
            )
    yield from _check_sheets(store)


def _check_sheets(store: Store) -> Iterator[Problem]:
    """Yield the sheets with a claim that is none of its unit."""
    for sheet in claim_sheets_of(store).all():
        fault = fault_of_sheet(sheet.claims or (), sheet.anchor.words)
        if fault is not None:
            yield Problem(
                kind="stray claim",
                message=f"The claims of {sheet.coder} at characters "
                f"{sheet.anchor.span.start}–{sheet.anchor.span.end} of "
                f"{sheet.document_id} cannot be: {fault} Write them down again.",
            )


def _anchors(store: Store) -> Iterator[tuple[str, str, Anchor]]:
    """Yield what rows are, their documents and their anchors."""
    for coding in store.hand.all():
        yield f"coding by {coding.coder}", coding.document_id, coding.anchor
    for settled in store.adjudications.all():
        yield "adjudicated value", settled.document_id, settled.anchor
    for sheet in claim_sheets_of(store).all():
        yield f"claims by {sheet.coder}", sheet.document_id, sheet.anchor
    for one in store.assignments.all():
        for unit in one.units:
            yield f"unit assigned to {one.coder}", unit.document_id, unit.anchor
