"""What people decided about issues of claims; nothing is ever taken out of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hustings.model.issue_decision import IssueDecision
from hustings.store.anchors import in_utc
from hustings.store.coders import CoderRows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from hustings.store.database import Database, Value
    from hustings.store.project import Store

DECISION_TABLES: Final = ("issue_decisions",)

VERSION_7: Final = """
CREATE TABLE issue_decisions (
    number INTEGER PRIMARY KEY,
    decision_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('rename', 'merge', 'split')),
    targets TEXT NOT NULL,
    name TEXT,
    coder TEXT REFERENCES coders (coder_id),
    written TEXT NOT NULL
);
"""
"""Decisions name targets, so that they hold when claims are gathered anew."""


@dataclass(frozen=True, slots=True)
class IssueDecisionRows:
    """The table of decisions about issues; they apply in the order of their times."""

    database: Database

    def add_all(self, decisions: Iterable[IssueDecision]) -> None:
        """Write decisions in one transaction: all of them or none.

        Raises
        ------
        UnknownPersonError
            If one names a coder whom the project does not know.
        sqlite3.IntegrityError
            If one has an id that is there.
        """
        given = list(decisions)
        with self.database.transaction() as cursor:
            named = [one.coder for one in given if one.coder is not None]
            CoderRows(self.database).require(named)
            cursor.executemany(
                "INSERT INTO issue_decisions VALUES (NULL, ?, ?, ?, ?, ?, ?)",
                [_values(one) for one in given],
            )

    def all(self) -> list[IssueDecision]:
        """Return every decision, the oldest first."""
        rows = self.database.all(
            "SELECT * FROM issue_decisions ORDER BY written, number"
        )
        return list(map(_decision, rows))


def issue_decisions_of(store: Store) -> IssueDecisionRows:
    """Return the decisions of a project."""
    return IssueDecisionRows(store.hand.database)


def _values(decision: IssueDecision) -> tuple[Value, ...]:
    """Return a decision as a row, without its number."""
    return (
        decision.decision_id,
        decision.kind,
        json.dumps(decision.targets, ensure_ascii=False),
        decision.name,
        decision.coder,
        in_utc(decision.written),
    )


def _decision(row: sqlite3.Row) -> IssueDecision:
    return IssueDecision(
        kind=row["kind"],
        targets=tuple(json.loads(row["targets"])),
        name=row["name"],
        decision_id=row["decision_id"],
        coder=row["coder"],
        written=row["written"],
    )
