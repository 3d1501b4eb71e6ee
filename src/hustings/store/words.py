"""One person's own words in the coding room, with as little of each as is needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from hustings.model.document import Span
from hustings.store.anchors import spans_of_text

if TYPE_CHECKING:
    import sqlite3

    from hustings.store.database import Database
    from hustings.store.project import Store

_COLUMNS = """coding_id, document_id, "start", "end", variable, value, evidence, note,
unsure, origin, assignment_id, written"""

_STANDING = """
SELECT document_id, "start", "end", variable, value, unsure FROM hand_codings
WHERE coder = ? AND codebook_sha256 = ? ORDER BY written, number
"""

_AT = f"""
SELECT {_COLUMNS} FROM hand_codings
WHERE document_id = ? AND "start" = ? AND "end" = ? AND coder = ?
AND codebook_sha256 = ? ORDER BY written, number
"""  # noqa: S608  # constants

_OF_ASSIGNMENT = f"""
SELECT {_COLUMNS} FROM hand_codings
WHERE assignment_id = ? AND coder = ? ORDER BY number
"""  # noqa: S608  # constants

_WITH_ID = f"SELECT {_COLUMNS} FROM hand_codings WHERE coding_id = ?"  # noqa: S608

_DAYS = """
SELECT substr(first, 1, 10) AS day, count(*) AS n FROM (
    SELECT min(written) AS first FROM hand_codings
    WHERE assignment_id = ? AND coder = ? AND value IS NOT NULL
    GROUP BY document_id, "start", "end"
) GROUP BY day ORDER BY day
"""


Content: TypeAlias = "tuple[str | None, tuple[Span, ...], str, bool]"
"""Value, evidence, note, and whether the person was unsure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a person said of one variable of one stretch at one time.

    Attributes
    ----------
    value : str or None
        None where they took back what they had said.
    """

    coding_id: str
    document_id: str
    span: Span
    variable: str
    value: str | None
    evidence: tuple[Span, ...]
    note: str
    unsure: bool
    origin: str
    assignment_id: str | None
    written: str

    @property
    def content(self) -> Content:
        """What was said, whenever it was."""
        return (self.value, self.evidence, self.note, self.unsure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands of a person's words on one variable of one stretch."""

    document_id: str
    span: Span
    variable: str
    value: str | None
    unsure: bool


@dataclass(frozen=True, slots=True)
class WordRows:
    """The table of hand codings, as one person in the coding room sees it."""

    database: Database

    def standing(self, coder: str, codebook: str) -> list[Standing]:
        """Return the latest word on each stretch and variable, taken back or not."""
        latest = {
            (row[0], row[1], row[2], row[3]): row
            for row in map(tuple, self.database.all(_STANDING, coder, codebook))
        }
        return [
            Standing(
                document_id=row[0],
                span=Span(row[1], row[2]),
                variable=row[3],
                value=row[4],
                unsure=bool(row[5]),
            )
            for row in latest.values()
        ]

    def at(
        self, document_id: str, span: Span, *, coder: str, codebook: str
    ) -> list[Word]:
        """Return all that a person said of one stretch, oldest first."""
        rows = self.database.all(
            _AT, document_id, span.start, span.end, coder, codebook
        )
        return list(map(_word, rows))

    def of_assignment(self, assignment_id: str, coder: str) -> list[Word]:
        """Return all that a person said for an assignment, in the order of writing."""
        return list(map(_word, self.database.all(_OF_ASSIGNMENT, assignment_id, coder)))

    def with_id(self, coding_id: str) -> Word | None:
        """Return the coding of an id."""
        row = self.database.one(_WITH_ID, coding_id)
        return None if row is None else _word(row)

    def last_written(self, assignment_id: str) -> str:
        """Return when the last word for an assignment was written; empty for never."""
        row = self.database.one(
            "SELECT max(written) AS last FROM hand_codings WHERE assignment_id = ?",
            assignment_id,
        )
        return "" if row is None else str(row["last"] or "")

    def days(self, assignment_id: str, coder: str) -> list[tuple[str, int]]:
        """Return how many units of an assignment were first coded on each day (UTC)."""
        rows = self.database.all(_DAYS, assignment_id, coder)
        return [(row["day"], row["n"]) for row in rows]


def words_of(store: Store) -> WordRows:
    """Return the words of a project."""
    return WordRows(store.hand.database)


def _word(row: sqlite3.Row) -> Word:
    return Word(
        coding_id=row["coding_id"],
        document_id=row["document_id"],
        span=Span(row["start"], row["end"]),
        variable=row["variable"],
        value=row["value"],
        evidence=spans_of_text(row["evidence"]),
        note=row["note"],
        unsure=bool(row["unsure"]),
        origin=row["origin"],
        assignment_id=row["assignment_id"],
        written=row["written"],
    )
