"""Carrying what people coded over to a new version of a text.

Where the words of a coding were found again letter by letter, or a person said where
they stand now, the coding holds for the new text as well: a row of its own, which
names the one it comes from. Words that were edited, or not found, are left to people.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from hustings.model.citation import anchor_of
from hustings.model.coder import ADJUDICATED
from hustings.model.document import Span
from hustings.model.identity import identify
from hustings.outside.chance import nonce
from hustings.outside.clock import now_exactly
from hustings.workflow.hand_codings import publish_codings
from hustings.workflow.reanchoring import reanchor_codings
from hustings.workflow.renewals import find_document, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hustings.model.adjudication import Adjudicated
    from hustings.model.citation import Anchor
    from hustings.model.hand_coding import HandCoding
    from hustings.store.project import Store

Row: TypeAlias = "Mapping[str, Any]"
"""What became of one coding."""

FOUND_AGAIN = "found again"
"""How the origin of a carried coding begins; the id of the earlier one follows."""

TAKEN_BACK = "new version taken back"
"""The origin of the row that ends a carried coding; it may be carried once more."""


def keep_counting(store: Store) -> None:
    """Let what people coded count for the texts and units that are there now."""
    if not (store.hand.last_number() or store.adjudications.last_number()):
        return
    publish_codings(store)
    if carry_codings(store, reanchor_codings(store).rows):
        publish_codings(store)


def carry_codings(store: Store, rows: Iterable[Row]) -> int:
    """Let what people coded and settled in replaced texts hold for the new ones.

    A stretch of which the same person has said anything with the same codebook stays
    as they said it, so that carrying twice adds nothing.

    Parameters
    ----------
    rows : iterable of mapping
        What became of each coding; see `hustings.workflow.reanchoring.ANCHORS`.

    Returns
    -------
    int
        How many rows were written.
    """
    places = {_key(row): row for row in rows if _holds(row)}
    if not places:
        return 0
    desk = _Desk(store=store, places=places)
    codings, adjudicated = list(desk.codings()), list(desk.adjudicated())
    if codings or adjudicated:
        with store.transaction():
            store.hand.add(codings)
            store.adjudications.add(adjudicated)
    return len(codings) + len(adjudicated)


def _holds(row: Row) -> bool:
    """Say whether a coding holds for the words that were found."""
    is_same = row["fate"] in {"exact", "moved"} and row["similarity"] == 1
    return row["new_unit"] is not None and (is_same or row["settled"] == "placed")


def _key(row: Row) -> tuple[object, ...]:
    span = Span(row["start"], row["end"])
    return (row["coder"], row["variable"], row["value"], row["replaces"], span)


@dataclass(frozen=True, kw_only=True)
class _Desk:
    """Where codings are carried from one text to another."""

    store: Store
    places: Mapping[tuple[object, ...], Row]
    _texts: dict[str, str] = field(default_factory=dict)

    def codings(self) -> Iterator[HandCoding]:
        """Yield the codings that hold for new texts."""
        hand = self.store.hand
        latest = {
            _said(one, one.document_id, one.anchor.span): one.origin
            for one in hand.all()
        }
        known = {said for said, origin in latest.items() if origin != TAKEN_BACK}
        for one in hand.current():
            row = self._row(one, one.coder)
            if row is None or _said(one, row["document"], _new_span(row)) in known:
                continue
            plain = replace(
                one,
                coding_id="",
                document_id=row["document"],
                unit_id=row["new_unit"],
                anchor=self._anchor(row),
                written=now_exactly(),
                evidence=tuple(
                    Span(span["start"], span["end"])
                    for span in row["evidence"]
                    if span is not None
                ),
                origin=f"{FOUND_AGAIN} {one.coding_id}",
            )
            yield replace(plain, coding_id=identify(plain, nonce=nonce()))

    def adjudicated(self) -> Iterator[Adjudicated]:
        """Yield the adjudicated values that hold for new texts."""
        rows = self.store.adjudications
        known = {_settled(one, one.document_id, one.anchor.span) for one in rows.all()}
        for one in rows.current():
            row = self._row(one, ADJUDICATED)
            if row is None or _settled(one, row["document"], _new_span(row)) in known:
                continue
            plain = replace(
                one,
                adjudication_id="",
                document_id=row["document"],
                unit_id=row["new_unit"],
                anchor=self._anchor(row),
                written=now_exactly(),
            )
            yield replace(plain, adjudication_id=identify(plain, nonce=nonce()))

    def _row(self, one: HandCoding | Adjudicated, coder: str) -> Row | None:
        """Find what became of a coding."""
        key = (coder, one.variable, one.value, one.document_id, one.anchor.span)
        return self.places.get(key)

    def _anchor(self, row: Row) -> Anchor:
        document = row["document"]
        if document not in self._texts:
            found = find_document(self.store, document)
            self._texts[document] = text_of(self.store, found)
        return anchor_of(self._texts[document], _new_span(row))


def _new_span(row: Row) -> Span:
    return Span(row["new_start"], row["new_end"])


def _said(one: HandCoding, document: str, span: Span) -> tuple[object, ...]:
    return (one.coder, one.codebook_sha256, one.variable, document, span)


def _settled(one: Adjudicated, document: str, span: Span) -> tuple[object, ...]:
    return (one.codebook_sha256, one.variable, document, span)
