"""What some scales measure that is no position of a document: a table of its own."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from hustings.ingest.tables import batch_from_rows
from hustings.scaling.distances import PairResult
from hustings.scaling.keyness import KeynessResult
from hustings.workflow.scaled_cases import (
    POSITIONS,
    PROBLEMS,
    SOURCES,
    has_table,
    table_of,
    with_sources,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.run import Run
    from hustings.scaling.results import ScaleResult
    from hustings.store.project import Store

PAIRS = pa.schema(
    [
        ("case_a", pa.string()),
        ("case_b", pa.string()),
        ("statistic", pa.string()),
        ("value", pa.float64()),
        ("low", pa.float64()),
        ("high", pa.float64()),
        ("confidence", pa.float64()),
        ("standard_error", pa.float64()),
        ("n_units_a", pa.int64()),
        ("n_units_b", pa.int64()),
    ]
)
"""One row a pair of documents."""

KEY_WORDS = pa.schema(
    [
        ("word", pa.string()),
        ("statistic", pa.float64()),
        ("p", pa.float64()),
        ("p_adjusted", pa.float64()),
        ("n_target", pa.float64()),
        ("n_reference", pa.float64()),
        ("expected", pa.float64()),
    ]
)
"""One row a word, those first that speak most for the target."""

_TABLES = ("pairs", "key_words", "elections")


def findings_of(
    result: ScaleResult | PairResult | KeynessResult,
) -> dict[str, Iterable[pa.RecordBatch]]:
    """Make the tables of a result that places no documents."""
    name, schema = _kind_of(result)
    problems = [asdict(problem) for problem in result.problems]
    rows = result.to_rows()
    if any("sources" in row for row in rows):
        rows, schema = list(map(_flat, rows)), with_sources(schema)
    return {
        name: [batch_from_rows(rows, schema)],
        "problems": [batch_from_rows(problems, PROBLEMS)],
    }


def findings_in(store: Store, run: Run) -> tuple[dict[str, Any], ...]:
    """Return the rows of a run's own table; none where it placed documents."""
    for name in _TABLES:
        if has_table(run, name):
            rows = table_of(store, run, name).to_pylist()
            return tuple(map(_as_made, rows))
    return ()


def _kind_of(
    result: ScaleResult | PairResult | KeynessResult,
) -> tuple[str, pa.Schema]:
    """Name the table of a result."""
    if isinstance(result, PairResult):
        return "pairs", PAIRS
    if isinstance(result, KeynessResult):
        return "key_words", KEY_WORDS
    return "elections", POSITIONS


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Give sources columns of their own."""
    shares = row.get("sources") or {}
    return {**row, **{f"from_{source}": share for source, share in shares.items()}}


def _as_made(row: dict[str, Any]) -> dict[str, Any]:
    """Leave the empty column `code` of positions out, and gather sources again."""
    columns = {f"from_{source}": source for source in SOURCES}
    plain = {
        name: value
        for name, value in row.items()
        if name != "code" and name not in columns
    }
    shares = {
        source: row[name]
        for name, source in columns.items()
        if row.get(name) is not None
    }
    return {**plain, **({"sources": shares} if shares else {})}
