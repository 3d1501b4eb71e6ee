"""Whether what people coded stands where they say it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hustings.model.document import Problem
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


def _anchors(store: Store) -> Iterator[tuple[str, str, Anchor]]:
    """Yield what rows are, their documents and their anchors."""
    for coding in store.hand.all():
        yield f"coding by {coding.coder}", coding.document_id, coding.anchor
    for settled in store.adjudications.all():
        yield "adjudicated value", settled.document_id, settled.anchor
    for one in store.assignments.all():
        for unit in one.units:
            yield f"unit assigned to {one.coder}", unit.document_id, unit.anchor
