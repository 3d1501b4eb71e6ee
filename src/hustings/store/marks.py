"""What tells that a project has changed, without looking at what has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hustings.store.project import Store

_MARK = """
SELECT
    (SELECT max(number) FROM hand_codings) AS codings,
    (SELECT max(number) FROM adjudications) AS adjudications,
    (SELECT max(number) FROM assignments) AS assignments,
    (SELECT max(replacement_id) FROM replacements) AS replacements,
    (SELECT max(description_id) FROM descriptions) AS descriptions,
    (
        SELECT max(execution_id) FROM executions JOIN runs USING (run_id)
        WHERE step IN ('read', 'split')
    ) AS texts
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last rows of what only grows; 0 where there is none.

    Attributes
    ----------
    texts : tuple of int
        Of what decides which units count, and whose they are.
    """

    codings: int
    adjudications: int
    assignments: int
    texts: tuple[int, ...]


def mark_of(store: Store) -> Mark:
    """Return how far a project has grown; one query."""
    row = store.hand.database.one(_MARK)
    assert row is not None  # noqa: S101  # a query without FROM has one row
    return Mark(
        codings=row["codings"] or 0,
        adjudications=row["adjudications"] or 0,
        assignments=row["assignments"] or 0,
        texts=tuple(
            row[name] or 0 for name in ("texts", "replacements", "descriptions")
        ),
    )
