"""Where the room keeps what a person says: codings in one table, claims in another.

All that goes for the one goes for the other: a later word supersedes an earlier one,
and what was said can be taken back. So a sheet of claims is handed about as a coding
whose value is the sheet, and becomes a row of its own only here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from hustings.model.claim_sheet import CLAIMS, ClaimSheet, sheet_of_text, sheet_to_text
from hustings.model.hand_coding import HandCoding
from hustings.store.claim_sheets import claim_sheets_of
from hustings.store.sheet_words import SheetWordRows, sheet_words_of
from hustings.store.words import WordRows, words_of
from hustings.workflow.room_units import is_blind, is_claiming

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hustings.model.assignment import Assignment
    from hustings.model.document import Span
    from hustings.store.project import Store

Words: TypeAlias = "WordRows | SheetWordRows"


def words_for(store: Store, assignment: Assignment) -> Words:
    """Return the words that answer what an assignment asks for."""
    return sheet_words_of(store) if is_claiming(assignment) else words_of(store)


def write_words(
    store: Store, assignment: Assignment, rows: Sequence[HandCoding]
) -> None:
    """Write what a person said where it belongs: all of it or nothing.

    Raises
    ------
    sqlite3.IntegrityError
        If one has an id that is there, or names what is not there.
    """
    if not is_claiming(assignment):
        store.hand.add_of_coders(rows)
        return
    sheets = claim_sheets_of(store)
    shown = None if is_blind(assignment) else sheets.latest_run()
    sheets.add_of_coders([_sheet(row, shown) for row in rows])


def history_of(store: Store, document_id: str, span: Span) -> list[HandCoding]:
    """Return all that was ever said of a stretch, codings and claims, oldest first."""
    sheets = claim_sheets_of(store).history(document_id, span)
    said = [*store.hand.history(document_id, span), *map(_coding, sheets)]
    return sorted(said, key=lambda one: one.written)


def _sheet(row: HandCoding, shown: str | None) -> ClaimSheet:
    """Make a sheet of a coding whose value is one."""
    return ClaimSheet(
        sheet_id=row.coding_id,
        document_id=row.document_id,
        unit_id=row.unit_id,
        anchor=row.anchor,
        coder=row.coder,
        claims=None if row.value is None else sheet_of_text(row.value),
        written=row.written,
        note=row.note,
        unsure=row.unsure,
        origin=row.origin,
        assignment_id=row.assignment_id,
        run_id=shown,
    )


def _coding(sheet: ClaimSheet) -> HandCoding:
    """Say a sheet as a coding whose value it is."""
    return HandCoding(
        coding_id=sheet.sheet_id,
        document_id=sheet.document_id,
        unit_id=sheet.unit_id,
        anchor=sheet.anchor,
        coder=sheet.coder,
        codebook_sha256="",
        variable=CLAIMS,
        value=None if sheet.claims is None else sheet_to_text(sheet.claims),
        written=sheet.written,
        note=sheet.note,
        unsure=sheet.unsure,
        origin=sheet.origin,
        assignment_id=sheet.assignment_id,
    )
