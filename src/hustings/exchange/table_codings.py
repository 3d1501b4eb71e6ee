"""Codings as tables made elsewhere tell them, before they are matched to units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hustings.model.document import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCoding:
    """One coding as a table tells it; what the table does not say is None.

    Attributes
    ----------
    row : int
        The row, line or entry of the file, as its program numbers it.
    value : str or None
        None for a row that only tells what stands between others.
    evidence : str or None
        Spans of the document's text as ``start-end``, with spaces between.
    """

    row: int
    unit: str | None = None
    document: str | None = None
    start: int | None = None
    end: int | None = None
    words: str | None = None
    coder: str | None = None
    variable: str | None = None
    value: str | None = None
    note: str | None = None
    unsure: bool = False
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCodings:
    """What was read of a table, in its order, and what was odd about it."""

    codings: tuple[TableCoding, ...]
    problems: tuple[Problem, ...] = ()


TABLE_CODINGS: Final = pa.schema(
    [
        ("row", pa.int64()),
        ("unit", pa.string()),
        ("document", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("words", pa.large_string()),
        ("coder", pa.string()),
        ("variable", pa.string()),
        ("value", pa.string()),
        ("note", pa.string()),
        ("unsure", pa.bool_()),
        ("evidence", pa.string()),
    ]
)
"""The same as an Arrow table."""


def batch_of_codings(codings: Iterable[TableCoding]) -> pa.RecordBatch:
    """Turn codings into a batch of `TABLE_CODINGS`."""
    return pa.RecordBatch.from_pylist(
        [asdict(one) for one in codings], schema=TABLE_CODINGS
    )


def codings_of_batch(batch: pa.RecordBatch) -> list[TableCoding]:
    """Turn a batch of `TABLE_CODINGS` back into the codings."""
    return [TableCoding(**row) for row in batch.to_pylist()]
