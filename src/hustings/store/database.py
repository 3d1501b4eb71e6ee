"""One connection to the database: rows out, whole transactions in."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

Value: TypeAlias = "str | int | float | None"


@dataclass(frozen=True, slots=True)
class Database:
    """What the parts of a project's store share."""

    connection: sqlite3.Connection

    def one(self, query: str, *values: Value) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        row: sqlite3.Row | None = self.connection.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: Value) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        return self.connection.execute(query, values).fetchall()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Cursor]:
        """Write all or nothing; one inside another is part of it."""
        cursor = self.connection.cursor()
        if self.connection.in_transaction:
            yield cursor
            return
        cursor.execute("BEGIN IMMEDIATE")
        try:
            yield cursor
            cursor.execute("COMMIT")
        except BaseException:
            # A full disk may have ended the transaction already.
            if self.connection.in_transaction:
                cursor.execute("ROLLBACK")
            raise
