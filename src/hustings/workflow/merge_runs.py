"""The run that a merge leaves: what came from which project, by counts.

What came is rows of the database; the run says how many of each kind, and up to which
rows there are codings and adjudicated values since.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.ingest.tables import batch_from_rows
from hustings.outside.clock import now
from hustings.workflow.runs import Effort, execute, plan_run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.merging import MergedRows

MERGED = pa.schema(
    [
        ("what", pa.string()),
        ("brought", pa.int64()),
        ("there", pa.int64()),
        ("left_out", pa.int64()),
    ]
)
"""One row a kind of rows."""


def record_merge(store: Store, name: str, rows: Sequence[MergedRows]) -> Run | None:
    """Record that a project was merged; None where nothing came of it."""
    if not any(row.brought for row in rows):
        return None
    plan = plan_run(
        "merge",
        parameters={
            "project": name,
            "rows": [asdict(row) for row in rows],
            "codings_up_to": store.hand.last_number(),
            "adjudications_up_to": store.adjudications.last_number(),
        },
    )
    run = execute(store, plan, compute_merge, Effort())
    store.record([run], at=now())
    return run


def compute_merge(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Write the counts of a merge as a table: all that is known without the other."""
    del store
    effort.advance(1)
    rows: Any = plan.parameters["rows"]
    return {"merged": [batch_from_rows(rows, MERGED)]}
