"""Versions of codebooks: which text took the place of which."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import TYPE_CHECKING

from hustings.store.anchors import in_utc
from hustings.store.records import CodebookVersion

if TYPE_CHECKING:
    import sqlite3

    from hustings.store.database import Database


@dataclass(frozen=True, slots=True)
class CodebookVersionRows:
    """The table of codebook versions; their texts are in `Store.codebook`."""

    database: Database

    def add(
        self, name: str, version: str, sha256: str, replaces: str | None, at: str
    ) -> CodebookVersion:
        """Write that a text is a version of a codebook.

        Parameters
        ----------
        sha256 : str
            Of the text, which the project keeps already.
        replaces : str or None
            SHA-256 of the text whose place it takes; None for the first.
        at : str
            ISO time with its zone.

        Raises
        ------
        sqlite3.IntegrityError
            If a text is not kept.
        """
        new = CodebookVersion(
            name=name,
            version=version,
            sha256=sha256,
            replaces=replaces,
            written=in_utc(at),
        )
        with self.database.transaction() as cursor:
            cursor.execute(
                "INSERT INTO codebook_versions VALUES (NULL, ?, ?, ?, ?, ?)",
                astuple(new),
            )
        return new

    def of(self, name: str) -> list[CodebookVersion]:
        """Return the versions of a codebook, oldest first."""
        return [one for one in self.all() if one.name == name]

    def all(self) -> list[CodebookVersion]:
        """Return the versions of all codebooks, oldest first."""
        rows = self.database.all(
            "SELECT * FROM codebook_versions ORDER BY written, number"
        )
        return [_version(row) for row in rows]


def _version(row: sqlite3.Row) -> CodebookVersion:
    return CodebookVersion(
        name=row["name"],
        version=row["version"],
        sha256=row["sha256"],
        replaces=row["replaces"],
        written=row["written"],
    )
