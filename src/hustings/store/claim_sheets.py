"""The sheets on which people say what a unit claims; nothing is ever taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.model.claim_sheet import ClaimSheet, sheet_of_text, sheet_to_text
from hustings.store.anchors import anchor_of_row, anchor_values, in_utc
from hustings.store.coders import CoderRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hustings.model.document import Span
    from hustings.store.database import Database, Value
    from hustings.store.project import Store

SHEET_TABLES: Final = ("claim_sheets",)

VERSION_8: Final = """
CREATE TABLE claim_sheets (
    number INTEGER PRIMARY KEY,
    sheet_id TEXT NOT NULL UNIQUE,
    document_id TEXT NOT NULL REFERENCES documents (document_id),
    unit_id TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    words TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    coder TEXT NOT NULL REFERENCES coders (coder_id),
    claims TEXT,
    written TEXT NOT NULL,
    note TEXT NOT NULL,
    unsure INTEGER NOT NULL,
    origin TEXT NOT NULL,
    assignment_id TEXT,
    run_id TEXT
);
CREATE INDEX claim_sheets_by_place ON claim_sheets (document_id, "start", "end");
CREATE INDEX claim_sheets_by_assignment ON claim_sheets (assignment_id, written);
"""
"""Each row is all that one person says of one unit. The assignment and the run that it
names may be in the project that it was merged from."""

_INSERT = """
INSERT INTO claim_sheets
VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_CURRENT = """
SELECT latest.* FROM (
    SELECT *, row_number() OVER (
        PARTITION BY coder, document_id, "start", "end"
        ORDER BY written DESC, number DESC
    ) AS place
    FROM claim_sheets WHERE number <= ?
) AS latest JOIN documents USING (document_id)
WHERE place = 1 AND claims IS NOT NULL
ORDER BY documents.rowid, "start", "end", coder
"""

_HISTORY = """
SELECT * FROM claim_sheets WHERE document_id = ? AND "start" = ? AND "end" = ?
ORDER BY written, number
"""

_LATEST_RUN = """
SELECT run_id FROM executions JOIN runs USING (run_id) WHERE step = 'claim'
ORDER BY execution_id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class ClaimSheetRows:
    """The table of sheets; a later one of the same person and unit supersedes."""

    database: Database

    def add(self, sheets: Sequence[ClaimSheet]) -> None:
        """Write sheets in one transaction: all of them or none.

        Raises
        ------
        UnknownPersonError
            If one names a coder whom the project does not know.
        sqlite3.IntegrityError
            If one has an id that is there, or names a document that is not.
        """
        with self.database.transaction():
            CoderRows(self.database).require(one.coder for one in sheets)
            self.add_of_coders(sheets)

    def add_of_coders(self, sheets: Sequence[ClaimSheet]) -> None:
        """Write sheets by people who are known to be coders, as `add` does."""
        with self.database.transaction() as cursor:
            cursor.executemany(_INSERT, [_values(one) for one in sheets])

    def current(self, *, up_to: int | None = None) -> list[ClaimSheet]:
        """Return everybody's latest sheet of each unit, in reading order.

        What was taken back is left out.

        Parameters
        ----------
        up_to : int, optional
            Leave rows after this number out of account.
        """
        last = self.last_number() if up_to is None else up_to
        return [_sheet(row) for row in self.database.all(_CURRENT, last)]

    def history(self, document_id: str, span: Span) -> list[ClaimSheet]:
        """Return every sheet that was ever made of one stretch, oldest first."""
        rows = self.database.all(_HISTORY, document_id, span.start, span.end)
        return [_sheet(row) for row in rows]

    def all(self) -> list[ClaimSheet]:
        """Return every row as it was written, in the order of writing."""
        rows = self.database.all("SELECT * FROM claim_sheets ORDER BY number")
        return [_sheet(row) for row in rows]

    def last_number(self) -> int:
        """Return the number of the last row; 0 where there is none."""
        row = self.database.one("SELECT max(number) AS last FROM claim_sheets")
        return 0 if row is None else int(row["last"] or 0)

    def latest_run(self) -> str | None:
        """Return the run of the step `claim` that was executed last."""
        row = self.database.one(_LATEST_RUN)
        return None if row is None else str(row["run_id"])


def claim_sheets_of(store: Store) -> ClaimSheetRows:
    """Return the sheets of a project."""
    return ClaimSheetRows(store.hand.database)


def _values(sheet: ClaimSheet) -> tuple[Value, ...]:
    """Return a sheet as a row, without its number."""
    return (
        sheet.sheet_id,
        sheet.document_id,
        sheet.unit_id,
        *anchor_values(sheet.anchor),
        sheet.coder,
        None if sheet.claims is None else sheet_to_text(sheet.claims),
        in_utc(sheet.written),
        sheet.note,
        int(sheet.unsure),
        sheet.origin,
        sheet.assignment_id,
        sheet.run_id,
    )


def _sheet(row: sqlite3.Row) -> ClaimSheet:
    """Read a row of `claim_sheets`."""
    return ClaimSheet(
        sheet_id=row["sheet_id"],
        document_id=row["document_id"],
        unit_id=row["unit_id"],
        anchor=anchor_of_row(row),
        coder=row["coder"],
        claims=None if row["claims"] is None else sheet_of_text(row["claims"]),
        written=row["written"],
        note=row["note"],
        unsure=bool(row["unsure"]),
        origin=row["origin"],
        assignment_id=row["assignment_id"],
        run_id=row["run_id"],
    )
