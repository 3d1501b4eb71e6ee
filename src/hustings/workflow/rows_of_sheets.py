"""The rows of the table of people's sheets of claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hustings.exchange.exported_sheets import CLAIMED, NOT_LOOKED_AT, NOTHING
from hustings.store.claim_sheets import claim_sheets_of
from hustings.workflow.claims_checked import checked_claims, current_sheets, place_of
from hustings.workflow.room_units import is_claiming

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hustings.model.citation import Anchor
    from hustings.model.claim import Claim
    from hustings.model.claim_sheet import ClaimSheet
    from hustings.store.project import Store
    from hustings.workflow.rows_of_texts import Exported


def sheet_rows(exported: Exported) -> Iterator[dict[str, object]]:
    """Yield the rows of the table claim_sheets, in reading order, then by coder."""
    reading = {one.document_id: i for i, one in enumerate(exported.stored)}
    units = {
        (document, row["start"], row["end"]): row
        for document, rows in exported.units.items()
        for row in rows
    }
    rows = [
        row
        for row in (*_looked_at(exported), *_not_looked_at(exported.store))
        if row["document"] in reading
    ]
    rows.sort(key=lambda row: (reading[row["document"]], *_order(row)))
    for row in rows:
        unit = units.get((row["document"], row["start"], row["end"]), {})
        pages = exported.pages[row["document"]].of(row["start"], row["end"])
        yield {**row, **pages, "unit": unit.get("unit", row["unit"])}


def _order(row: Mapping[str, Any]) -> tuple[int, int, str, int]:
    """Order the rows of one document; units before those that they hold."""
    return row["start"], -row["end"], row["coder"], row.get("claim") or 0


def _looked_at(exported: Exported) -> Iterator[dict[str, Any]]:
    """Yield the claims of each sheet, or that there are none on it."""
    units = {
        (document, str(row["unit"])): row
        for document, rows in exported.units.items()
        for row in rows
    }
    checked = checked_claims(exported.store, units)
    counting = {one.sheet_id for one in checked.by_unit.values()}
    for sheet in current_sheets(exported.store):
        told = _tell(sheet, counts=sheet.sheet_id in counting)
        claims = sheet.as_claims()
        if not claims:
            yield {**told, "state": NOTHING}
        for place, claim in enumerate(claims):
            yield {**told, **_tell_claim(claim), "state": CLAIMED, "claim": place}


def _not_looked_at(store: Store) -> Iterator[dict[str, Any]]:
    """Yield the units that people were given for their claims, and have no sheet of."""
    known = {(one.coder, place_of(one)) for one in claim_sheets_of(store).current()}
    known |= {(one.coder, place_of(one)) for one in current_sheets(store)}
    for assignment in filter(is_claiming, store.assignments.all()):
        for unit in assignment.units:
            span = unit.anchor.span
            key = (assignment.coder, (unit.document_id, span.start, span.end))
            if key not in known:
                known.add(key)
                yield {
                    **_where(unit.document_id, unit.unit_id, unit.anchor),
                    "coder": assignment.coder,
                    "state": NOT_LOOKED_AT,
                    "counts": False,
                    "assignment": assignment.assignment_id,
                }


def _where(document: str, unit: str, anchor: Anchor) -> dict[str, Any]:
    return {
        "document": document,
        "unit": unit,
        "start": anchor.span.start,
        "end": anchor.span.end,
        "words": anchor.words,
    }


def _tell(sheet: ClaimSheet, *, counts: bool) -> dict[str, Any]:
    """Tell all of a sheet but its claims."""
    return {
        **_where(sheet.document_id, sheet.unit_id, sheet.anchor),
        "coder": sheet.coder,
        "counts": counts,
        "unsure": sheet.unsure,
        "note": sheet.note,
        "written": sheet.written,
        "origin": sheet.origin,
        "assignment": sheet.assignment_id,
        "shown": sheet.run_id,
        "sheet": sheet.sheet_id,
    }


def _tell_claim(claim: Claim) -> dict[str, Any]:
    return {
        "actor": claim.actor,
        "stance": claim.stance,
        "target": claim.target,
        "head": claim.head,
        "modality": claim.modality.value,
        "target_start": claim.span.start,
        "target_end": claim.span.end,
        "head_start": claim.head_span.start,
        "head_end": claim.head_span.end,
        "link": claim.link,
    }
