"""Adjudicated values: every one that was settled on, and the latest."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.adjudication import Adjudicated
from hustings.store.anchors import anchor_of_row, anchor_values, in_utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hustings.model.document import Span
    from hustings.store.database import Database, Value

_INSERT = """
INSERT INTO adjudications VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_CURRENT = """
SELECT latest.* FROM (
    SELECT *, row_number() OVER (
        PARTITION BY codebook_sha256, variable, document_id, "start", "end"
        ORDER BY written DESC, number DESC
    ) AS place
    FROM adjudications WHERE {wanted}
) AS latest JOIN documents USING (document_id)
WHERE place = 1 ORDER BY documents.rowid, "start", "end", variable, number
"""

_HISTORY = """
SELECT * FROM adjudications WHERE document_id = ? AND "start" = ? AND "end" = ?
ORDER BY written, number
"""

_EXTENTS = """
SELECT codebook_sha256, max(number) AS last FROM adjudications
GROUP BY codebook_sha256 ORDER BY max(number)
"""


@dataclass(frozen=True, slots=True)
class AdjudicationRows:
    """The table of adjudicated values; a later word supersedes an earlier one."""

    database: Database

    def add(self, values: Sequence[Adjudicated]) -> None:
        """Write adjudicated values in one transaction: all of them or none.

        Raises
        ------
        sqlite3.IntegrityError
            If one has an id that is there, or names a document or a codebook that is
            not.
        """
        with self.database.transaction() as cursor:
            cursor.executemany(_INSERT, [_values(one) for one in values])

    def current(
        self,
        *,
        codebook: str | None = None,
        variable: str | None = None,
        up_to: int | None = None,
    ) -> list[Adjudicated]:
        """Return the latest word on each stretch and variable, in reading order.

        Cases that were left open are among them, with the value None.

        Parameters
        ----------
        codebook : str, optional
            SHA-256 of the codebook's text.
        up_to : int, optional
            Leave rows after this number out of account.
        """
        wanted: list[tuple[str, Value]] = [
            ("codebook_sha256 = ?", codebook),
            ("variable = ?", variable),
            ("number <= ?", up_to),
        ]
        asked = [(text, value) for text, value in wanted if value is not None]
        conditions = " AND ".join(text for text, _ in asked) or "TRUE"
        query = _CURRENT.format(wanted=conditions)
        rows = self.database.all(query, *(value for _, value in asked))
        return [_adjudicated(row) for row in rows]

    def history(self, document_id: str, span: Span) -> list[Adjudicated]:
        """Return all that was ever settled of one stretch, oldest first."""
        rows = self.database.all(_HISTORY, document_id, span.start, span.end)
        return [_adjudicated(row) for row in rows]

    def all(self) -> list[Adjudicated]:
        """Return every row as it was written, in the order of writing."""
        rows = self.database.all("SELECT * FROM adjudications ORDER BY number")
        return [_adjudicated(row) for row in rows]

    def last_number(self) -> int:
        """Return the number of the last row; 0 where there is none."""
        row = self.database.one("SELECT max(number) AS last FROM adjudications")
        return 0 if row is None else int(row["last"] or 0)

    def extents(self) -> dict[str, int]:
        """Return the last row with each codebook, earliest first."""
        return {
            row["codebook_sha256"]: int(row["last"])
            for row in self.database.all(_EXTENTS)
        }


def _values(one: Adjudicated) -> tuple[Value, ...]:
    """Return an adjudicated value as a row, without its number."""
    return (
        one.adjudication_id,
        one.document_id,
        one.unit_id,
        *anchor_values(one.anchor),
        one.codebook_sha256,
        one.variable,
        one.value,
        one.rule,
        json.dumps(one.settles),
        one.probability,
        in_utc(one.written),
        one.note,
    )


def _adjudicated(row: sqlite3.Row) -> Adjudicated:
    """Read a row of `adjudications`."""
    return Adjudicated(
        adjudication_id=row["adjudication_id"],
        document_id=row["document_id"],
        unit_id=row["unit_id"],
        anchor=anchor_of_row(row),
        codebook_sha256=row["codebook_sha256"],
        variable=row["variable"],
        value=row["value"],
        rule=row["rule"],
        settles=tuple(json.loads(row["settles"])),
        probability=row["probability"],
        written=row["written"],
        note=row["note"],
    )
