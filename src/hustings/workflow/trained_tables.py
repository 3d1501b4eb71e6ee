"""The tables of a run of the step `train`: what a coder learned, and how it was judged.

Both are kept in ``sources/``, a JSON object a line, so that they can be made again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.ingest.tables import batch_from_rows
from hustings.workflow.kept_apart import TRAINED_ON, UNSEEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.model.run import Run
    from hustings.store.project import Store
    from hustings.workflow.runs import Effort

TRAINED_SCHEMA = pa.schema(
    [
        ("document", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("variable", pa.string()),
        ("value", pa.string()),
    ]
)
"""The table of a run of the step `train`: the codings that the coder learned from."""

UNSEEN_SCHEMA = pa.schema(
    [
        ("document", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("variable", pa.string()),
        ("probabilities", pa.list_(pa.float32())),
    ]
)
"""Beside it: calibrated probabilities of the coder's codes, in their order, by models
that have not seen the unit's fold."""


def compute_train(
    store: Store, plan: Run, effort: Effort
) -> Mapping[str, Iterable[pa.RecordBatch]]:
    """Write what a coder learned from and was validated by, as the project keeps it."""
    learned, _, *rest = plan.inputs
    found = {TRAINED_ON: [_from_lines(store.source(learned), TRAINED_SCHEMA)]}
    for unseen in rest:  # runs of the first coders kept none
        found[UNSEEN] = [_from_lines(store.source(unseen), UNSEEN_SCHEMA)]
    effort.advance(sum(batch.num_rows for batch in found[TRAINED_ON]))
    return found


def _from_lines(content: bytes, schema: pa.Schema) -> pa.RecordBatch:
    return batch_from_rows(map(json.loads, content.decode().splitlines()), schema)


def as_lines(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Write rows as JSON, one a line, the same bytes for the same rows."""
    lines = (
        json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines).encode()
