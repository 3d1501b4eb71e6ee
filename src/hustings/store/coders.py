"""The people who code."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.errors import RepeatedCoderError, UnknownPersonError
from hustings.model.coder import Coder, check_name, fold_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.store.database import Database


@dataclass(frozen=True, slots=True)
class CoderRows:
    """The table of coders."""

    database: Database

    def add(self, coder: Coder) -> Coder:
        """Add a person and return them with their name as it is kept.

        Raises
        ------
        CoderNameError
            If the name cannot be a person's.
        RepeatedCoderError
            If there is a coder of that name, whatever its large and small letters.
        """
        name = check_name(coder.coder_id)
        try:
            with self.database.transaction() as cursor:
                cursor.execute(
                    "INSERT INTO coders VALUES (?, ?, ?, ?)",
                    (name, fold_name(name), coder.role, coder.added),
                )
        except sqlite3.IntegrityError:
            there = self.find(name)
            if there is None:
                raise
            raise RepeatedCoderError(name=name, there=there.coder_id) from None
        return Coder(coder_id=name, role=coder.role, added=coder.added)

    def all(self) -> list[Coder]:
        """Return all coders, the one added first before the others."""
        return [_coder(row) for row in self.database.all(f"{_SELECT} ORDER BY rowid")]

    def find(self, name: str) -> Coder | None:
        """Return the coder of a name, whatever its large and small letters."""
        row = self.database.one(f"{_SELECT} WHERE folded = ?", fold_name(name))
        return None if row is None else _coder(row)

    def require(self, names: Iterable[str]) -> None:
        """Raise unless all of these are coders, letter by letter.

        Raises
        ------
        UnknownPersonError
            At the first that is not.
        """
        known = [coder.coder_id for coder in self.all()]
        for name in dict.fromkeys(names):
            if name not in known:
                raise UnknownPersonError(name=name, known=known)


_SELECT = "SELECT coder_id, role, added FROM coders"


def _coder(row: sqlite3.Row) -> Coder:
    return Coder(coder_id=row["coder_id"], role=row["role"], added=row["added"])
