"""One person's own sheets of claims in the coding room, said as other words are.

A sheet is the answer to one question, `hustings.model.claim_sheet.CLAIMS`; its value is
the JSON in which it is kept. So what goes for codings in the room goes for claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.claim_sheet import CLAIMS
from hustings.model.document import Span
from hustings.store.words import Standing, Word

if TYPE_CHECKING:
    import sqlite3

    from hustings.store.database import Database
    from hustings.store.project import Store

_COLUMNS = """sheet_id, document_id, "start", "end", claims, note, unsure, origin,
assignment_id, written"""

_STANDING = """
SELECT document_id, "start", "end", claims, unsure FROM claim_sheets
WHERE coder = ? ORDER BY written, number
"""

_AT = f"""
SELECT {_COLUMNS} FROM claim_sheets
WHERE document_id = ? AND "start" = ? AND "end" = ? AND coder = ?
ORDER BY written, number
"""  # noqa: S608  # constants

_OF_ASSIGNMENT = f"""
SELECT {_COLUMNS} FROM claim_sheets
WHERE assignment_id = ? AND coder = ? ORDER BY number
"""  # noqa: S608  # constants

_WITH_ID = f"SELECT {_COLUMNS} FROM claim_sheets WHERE sheet_id = ?"  # noqa: S608

_DAYS = """
SELECT substr(first, 1, 10) AS day, count(*) AS n FROM (
    SELECT min(written) AS first FROM claim_sheets
    WHERE assignment_id = ? AND coder = ? AND claims IS NOT NULL
    GROUP BY document_id, "start", "end"
) GROUP BY day ORDER BY day
"""


@dataclass(frozen=True, slots=True)
class SheetWordRows:
    """The table of sheets, as one person in the coding room sees it.

    Its methods are those of `hustings.store.words.WordRows`; the codebook, which says
    no more than how to fill in a sheet, does not tell sheets apart.
    """

    database: Database

    def standing(self, coder: str, _codebook: str) -> list[Standing]:
        """Return the latest sheet of each stretch, taken back or not."""
        latest = {
            (row[0], row[1], row[2]): row
            for row in map(tuple, self.database.all(_STANDING, coder))
        }
        return [
            Standing(
                document_id=row[0],
                span=Span(row[1], row[2]),
                variable=CLAIMS,
                value=row[3],
                unsure=bool(row[4]),
            )
            for row in latest.values()
        ]

    def at(
        self,
        document_id: str,
        span: Span,
        *,
        coder: str,
        codebook: str,  # noqa: ARG002  # as `WordRows`
    ) -> list[Word]:
        """Return all sheets that a person made of one stretch, oldest first."""
        rows = self.database.all(_AT, document_id, span.start, span.end, coder)
        return list(map(_word, rows))

    def of_assignment(self, assignment_id: str, coder: str) -> list[Word]:
        """Return all sheets that a person made for an assignment, as written."""
        return list(map(_word, self.database.all(_OF_ASSIGNMENT, assignment_id, coder)))

    def with_id(self, sheet_id: str) -> Word | None:
        """Return the sheet of an id."""
        row = self.database.one(_WITH_ID, sheet_id)
        return None if row is None else _word(row)

    def last_written(self, assignment_id: str) -> str:
        """Return when the last sheet for an assignment was written; empty for never."""
        row = self.database.one(
            "SELECT max(written) AS last FROM claim_sheets WHERE assignment_id = ?",
            assignment_id,
        )
        return "" if row is None else str(row["last"] or "")

    def days(self, assignment_id: str, coder: str) -> list[tuple[str, int]]:
        """Return of how many units a first sheet was made on each day (UTC)."""
        rows = self.database.all(_DAYS, assignment_id, coder)
        return [(row["day"], row["n"]) for row in rows]


def sheet_words_of(store: Store) -> SheetWordRows:
    """Return the sheets of a project, said as words."""
    return SheetWordRows(store.hand.database)


def _word(row: sqlite3.Row) -> Word:
    return Word(
        coding_id=row["sheet_id"],
        document_id=row["document_id"],
        span=Span(row["start"], row["end"]),
        variable=CLAIMS,
        value=row["claims"],
        evidence=(),
        note=row["note"],
        unsure=bool(row["unsure"]),
        origin=row["origin"],
        assignment_id=row["assignment_id"],
        written=row["written"],
    )
