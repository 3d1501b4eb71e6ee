"""The tables that a run of the step `scale` keeps beside positions: words and draws."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from hustings.ingest.tables import batch_from_rows
from hustings.workflow.gathered import DrivingWord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hustings.estimates.resampling import FloatArray
    from hustings.words.matrices import DocumentFeatureMatrix

WORDS = pa.schema(
    [
        ("word", pa.string()),
        ("score", pa.float64()),
        ("weight", pa.float64()),
        ("psi", pa.float64()),
        ("pull", pa.float64()),
        ("contribution", pa.float64()),
        ("side", pa.string()),
        ("is_seed", pa.bool_()),
        ("score_2", pa.float64()),
        ("contribution_2", pa.float64()),
    ]
)
"""One row a word of a scale from words; see `DrivingWord`."""

REPORT = pa.schema([("name", pa.string()), ("value", pa.string())])
"""How a computation went: each value as JSON."""

DRAWS = pa.schema([("case", pa.string()), ("values", pa.list_(pa.float64()))])
"""One row a case: its position in every draw. Draws of one number belong together."""

_OPTIONAL = (
    "psi",
    "pull",
    "contribution",
    "side",
    "is_seed",
    "score_2",
    "contribution_2",
)


def word_counts(matrix: DocumentFeatureMatrix) -> dict[str, float]:
    """Count how often each word stands in all cases together."""
    totals = np.asarray(matrix.matrix.sum(axis=0)).ravel().tolist()
    return dict(zip(matrix.features, totals, strict=True))


def word_batch(
    rows: Iterable[Mapping[str, object]], counts: Mapping[str, float]
) -> pa.RecordBatch:
    """Make the table `words` of a result's words, in their order.

    Parameters
    ----------
    rows : iterable of mapping
        What the `words` of a scale from words gives: word and score, and what the
        scale knows beside them.
    counts : mapping of str to float
        How often each word stands in all cases together.
    """
    return batch_from_rows((_word_row(row, counts) for row in rows), WORDS)


def _word_row(row: Mapping[str, Any], counts: Mapping[str, float]) -> dict[str, object]:
    """Give a word the table's columns; a class of affinity is its side."""
    side = row.get("side", row.get("class", row.get("code")))
    score = row.get("score", row.get("log_ratio"))
    word = {"word": row["word"], "score": score, "weight": counts.get(row["word"])}
    more: dict[str, object] = {name: row.get(name) for name in _OPTIONAL}
    return {**word, **more, "side": side}


def report_batch(report: Mapping[str, object]) -> pa.RecordBatch:
    """Make the table `report` of what a result says of its computation."""
    rows = [
        {"name": name, "value": json.dumps(value)} for name, value in report.items()
    ]
    return batch_from_rows(rows, REPORT)


def draws_batch(cases: Sequence[str], draws: FloatArray) -> pa.RecordBatch:
    """Make the table `draws` of draws (n_draws, n_cases)."""
    rows = [
        {"case": case, "values": draws[:, i].tolist()} for i, case in enumerate(cases)
    ]
    return batch_from_rows(rows, DRAWS)


def read_words(table: pa.Table) -> tuple[DrivingWord, ...]:
    """Read the table `words`."""
    return tuple(DrivingWord(**row) for row in table.to_pylist())


def read_report(table: pa.Table) -> dict[str, object]:
    """Read the table `report`."""
    return {row["name"]: json.loads(row["value"]) for row in table.to_pylist()}


def read_draws(table: pa.Table) -> dict[str, FloatArray]:
    """Read the table `draws`: an array of shape (n_draws,) a case."""
    return {
        row["case"]: np.asarray(row["values"], dtype=np.float64)
        for row in table.to_pylist()
    }
