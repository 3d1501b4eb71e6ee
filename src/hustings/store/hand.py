"""Codings that people made: every word they wrote, and the latest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.hand_coding import HandCoding
from hustings.store.anchors import (
    anchor_of_row,
    anchor_values,
    in_utc,
    spans_of_text,
    spans_to_text,
)
from hustings.store.coders import CoderRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hustings.model.document import Span
    from hustings.store.database import Database, Value

TABLE_OF_ORIGIN = re.compile(r"\btable .* sha256:([0-9a-f]{64})")
"""Where a coding's origin says which table it was brought in with."""

_INSERT = """
INSERT INTO hand_codings
VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_CURRENT = """
SELECT latest.* FROM (
    SELECT *, row_number() OVER (
        PARTITION BY coder, codebook_sha256, variable, document_id, "start", "end"
        ORDER BY written DESC, number DESC
    ) AS place
    FROM hand_codings WHERE {wanted}
) AS latest JOIN documents USING (document_id)
WHERE place = 1 AND value IS NOT NULL
ORDER BY documents.rowid, "start", "end", coder, variable, number
"""

_NO_TRAINING = """(assignment_id IS NULL OR assignment_id NOT IN (
    SELECT assignment_id FROM assignments WHERE purpose = 'training'))"""

_HISTORY = """
SELECT * FROM hand_codings WHERE document_id = ? AND "start" = ? AND "end" = ?
ORDER BY written, number
"""

_EXTENTS = """
SELECT coder, codebook_sha256, max(number) AS last FROM hand_codings
GROUP BY coder, codebook_sha256 ORDER BY max(number)
"""


@dataclass(frozen=True, slots=True)
class HandCodingRows:
    """The table of hand codings; a later word supersedes an earlier one."""

    database: Database

    def add(self, codings: Sequence[HandCoding]) -> None:
        """Write codings in one transaction: all of them or none.

        Raises
        ------
        UnknownPersonError
            If one names a coder whom the project does not know.
        sqlite3.IntegrityError
            If one has an id that is there, or names a document or a codebook that is
            not.
        """
        with self.database.transaction():
            CoderRows(self.database).require(one.coder for one in codings)
            self.add_of_coders(codings)

    def add_of_coders(self, codings: Sequence[HandCoding]) -> None:
        """Write codings by people who are known to be coders, as `add` does.

        Raises
        ------
        sqlite3.IntegrityError
            As `add`, and if one names a coder whom the project does not know.
        """
        with self.database.transaction() as cursor:
            cursor.executemany(_INSERT, [_values(one) for one in codings])

    def current(
        self,
        *,
        coders: Sequence[str] | None = None,
        codebook: str | None = None,
        variable: str | None = None,
        place: tuple[str, int, int] | None = None,
        up_to: int | None = None,
        with_training: bool = False,
    ) -> list[HandCoding]:
        """Return what counts: each coder's latest word on each stretch and variable.

        In reading order; what was taken back is left out, and so is what was said in
        training, where answers are known.

        Parameters
        ----------
        coders : sequence of str, optional
            Whose codings; everybody's otherwise.
        codebook : str, optional
            SHA-256 of the codebook's text; codings with each codebook count for
            themselves otherwise.
        place : (str, int, int), optional
            A document, and start and end of one stretch of it.
        up_to : int, optional
            Leave rows after this number out of account.
        with_training : bool
            Take words that were said in training for words like others.
        """
        wanted: list[tuple[str, Sequence[Value] | None]] = [
            (f"coder IN ({', '.join('?' * len(coders or ()))})", coders),
            ("codebook_sha256 = ?", None if codebook is None else [codebook]),
            ("variable = ?", None if variable is None else [variable]),
            ('document_id = ? AND "start" = ? AND "end" = ?', place),
            ("number <= ?", None if up_to is None else [up_to]),
            (_NO_TRAINING, None if with_training else []),
        ]
        asked = [(text, values) for text, values in wanted if values is not None]
        conditions = " AND ".join(text for text, _ in asked) or "TRUE"
        values = [value for _, some in asked for value in some]
        rows = self.database.all(_CURRENT.format(wanted=conditions), *values)
        return [_coding(row) for row in rows]

    def history(self, document_id: str, span: Span) -> list[HandCoding]:
        """Return all that was ever said of one stretch, oldest first."""
        rows = self.database.all(_HISTORY, document_id, span.start, span.end)
        return [_coding(row) for row in rows]

    def all(self) -> list[HandCoding]:
        """Return every row as it was written, in the order of writing."""
        rows = self.database.all("SELECT * FROM hand_codings ORDER BY number")
        return [_coding(row) for row in rows]

    def tables(self) -> dict[str, bool]:
        """Return the hashes of the tables that codings were brought in with.

        True where that was done in this project, and not in one that was merged.
        """
        found: dict[str, bool] = {}
        for row in self.database.all("SELECT DISTINCT origin FROM hand_codings"):
            named = TABLE_OF_ORIGIN.search(row["origin"])
            if named is not None:
                is_own = not row["origin"].startswith("merge ")
                found[named[1]] = is_own or found.get(named[1], False)
        return found

    def last_number(self) -> int:
        """Return the number of the last row; 0 where there is none."""
        row = self.database.one("SELECT max(number) AS last FROM hand_codings")
        return 0 if row is None else int(row["last"] or 0)

    def extents(self) -> dict[tuple[str, str], int]:
        """Return the last row of each coder with each codebook, earliest first."""
        return {
            (row["coder"], row["codebook_sha256"]): int(row["last"])
            for row in self.database.all(_EXTENTS)
        }

    def ids(self) -> set[str]:
        """Return the ids of all rows."""
        return {
            row["coding_id"]
            for row in self.database.all("SELECT coding_id FROM hand_codings")
        }


def _values(coding: HandCoding) -> tuple[Value, ...]:
    """Return a coding as a row, without its number."""
    return (
        coding.coding_id,
        coding.document_id,
        coding.unit_id,
        *anchor_values(coding.anchor),
        coding.coder,
        coding.codebook_sha256,
        coding.variable,
        coding.value,
        in_utc(coding.written),
        spans_to_text(coding.evidence),
        coding.note,
        int(coding.unsure),
        coding.origin,
        coding.assignment_id,
    )


def _coding(row: sqlite3.Row) -> HandCoding:
    """Read a row of `hand_codings`."""
    return HandCoding(
        coding_id=row["coding_id"],
        document_id=row["document_id"],
        unit_id=row["unit_id"],
        anchor=anchor_of_row(row),
        coder=row["coder"],
        codebook_sha256=row["codebook_sha256"],
        variable=row["variable"],
        value=row["value"],
        written=row["written"],
        evidence=spans_of_text(row["evidence"]),
        note=row["note"],
        unsure=bool(row["unsure"]),
        origin=row["origin"],
        assignment_id=row["assignment_id"],
    )
