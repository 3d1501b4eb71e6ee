"""Where people cut units, in assignments that ask them to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.cut import Cut
from hustings.store.anchors import in_utc

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from hustings.store.database import Database, Value
    from hustings.store.project import Store


@dataclass(frozen=True, slots=True)
class CutRows:
    """The table of cuts; a later word on the same place supersedes an earlier one."""

    database: Database

    def add(self, cut: Cut) -> None:
        """Write that units begin, or do not begin, at a place."""
        self.add_all([cut])

    def add_all(self, cuts: Iterable[Cut]) -> None:
        """Write cuts in one transaction: all of them or none.

        Raises
        ------
        sqlite3.IntegrityError
            If one has an id that is there, or names an assignment or a document that is
            not.
        """
        with self.database.transaction() as cursor:
            cursor.executemany(
                "INSERT INTO cuts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
                [_values(cut) for cut in cuts],
            )

    def all(self) -> list[Cut]:
        """Return every row as it was written, in the order of writing."""
        return list(map(_cut, self.database.all("SELECT * FROM cuts ORDER BY number")))

    def of_assignment(self, assignment_id: str) -> list[Cut]:
        """Return every row of an assignment, oldest first."""
        rows = self.database.all(
            "SELECT * FROM cuts WHERE assignment_id = ? ORDER BY written, number",
            assignment_id,
        )
        return list(map(_cut, rows))

    def last_written(self, assignment_id: str) -> str:
        """Return when a unit of an assignment was last cut; empty for never."""
        row = self.database.one(
            "SELECT max(written) AS last FROM cuts WHERE assignment_id = ?",
            assignment_id,
        )
        return "" if row is None else str(row["last"] or "")


def cuts_of(store: Store) -> CutRows:
    """Return the cuts of a project."""
    return CutRows(store.hand.database)


def _values(cut: Cut) -> tuple[Value, ...]:
    """Return a cut as a row, without its number."""
    return (
        cut.cut_id,
        cut.assignment_id,
        cut.document_id,
        cut.place,
        int(cut.is_cut),
        cut.origin,
        in_utc(cut.written),
    )


def _cut(row: sqlite3.Row) -> Cut:
    return Cut(
        cut_id=row["cut_id"],
        assignment_id=row["assignment_id"],
        document_id=row["document_id"],
        place=row["place"],
        is_cut=bool(row["is_cut"]),
        origin=row["origin"],
        written=row["written"],
    )
