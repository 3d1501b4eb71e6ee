"""Assignments: who is to code which units."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hustings.model.assignment import AssignedUnit, Assignment
from hustings.store.anchors import anchor_of_row, anchor_values, in_utc
from hustings.store.coders import CoderRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

    from hustings.store.database import Database, Value

_INSERT_UNIT = """
INSERT INTO assigned_units VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""

_ASSIGNMENTS = "SELECT * FROM assignments WHERE {wanted} ORDER BY written, number"

_UNITS = """
SELECT assigned_units.* FROM assigned_units JOIN assignments USING (assignment_id)
WHERE {wanted} ORDER BY assignment_id, position
"""


@dataclass(frozen=True, slots=True)
class AssignmentRows:
    """The tables of assignments and of their units."""

    database: Database

    def add(self, assignments: Sequence[Assignment]) -> None:
        """Write assignments in one transaction: all of them or none.

        Raises
        ------
        UnknownPersonError
            If one names a coder whom the project does not know.
        sqlite3.IntegrityError
            If one has an id that is there, or names a document or a codebook that is
            not.
        """
        with self.database.transaction() as cursor:
            CoderRows(self.database).require(one.coder for one in assignments)
            for one in assignments:
                cursor.execute(
                    "INSERT INTO assignments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
                    _values(one),
                )
                cursor.executemany(
                    _INSERT_UNIT,
                    [_unit_values(one.assignment_id, unit) for unit in one.units],
                )

    def all(self) -> list[Assignment]:
        """Return all assignments in the order in which they were written."""
        return self._where("TRUE")

    def of(self, coder: str) -> list[Assignment]:
        """Return the assignments of one coder in the order they were written in."""
        return self._where("coder = ?", coder)

    def _where(self, wanted: str, *values: Value) -> list[Assignment]:
        units: defaultdict[str, list[AssignedUnit]] = defaultdict(list)
        for row in self.database.all(_UNITS.format(wanted=wanted), *values):
            units[row["assignment_id"]].append(_unit(row))
        rows = self.database.all(_ASSIGNMENTS.format(wanted=wanted), *values)
        return [_assignment(row, units[row["assignment_id"]]) for row in rows]


def _values(one: Assignment) -> tuple[Value, ...]:
    return (
        one.assignment_id,
        one.coder,
        one.codebook_sha256,
        json.dumps(one.variables, ensure_ascii=False),
        one.purpose,
        json.dumps(dict(one.design), ensure_ascii=False, sort_keys=True),
        in_utc(one.written),
    )


def _unit_values(assignment_id: str, unit: AssignedUnit) -> tuple[Value, ...]:
    return (
        assignment_id,
        unit.position,
        unit.document_id,
        unit.unit_id,
        *anchor_values(unit.anchor),
        unit.inclusion_probability,
        json.dumps(dict(unit.answers), ensure_ascii=False, sort_keys=True),
    )


def _assignment(row: sqlite3.Row, units: Sequence[AssignedUnit]) -> Assignment:
    return Assignment(
        assignment_id=row["assignment_id"],
        coder=row["coder"],
        codebook_sha256=row["codebook_sha256"],
        variables=tuple(json.loads(row["variables"])),
        purpose=row["purpose"],
        design=json.loads(row["design"]),
        written=row["written"],
        units=tuple(units),
    )


def _unit(row: sqlite3.Row) -> AssignedUnit:
    return AssignedUnit(
        position=row["position"],
        document_id=row["document_id"],
        unit_id=row["unit_id"],
        anchor=anchor_of_row(row),
        inclusion_probability=row["inclusion_probability"],
        answers=json.loads(row["answers"]),
    )
