"""The kernel that parses tables of documents, where a hostile one can be killed."""

from __future__ import annotations

import pyarrow as pa

from hustings.errors import MissingColumnError
from hustings.ingest.containers import TEXT_COLUMN
from hustings.outside.tables import parse_table
from hustings.workflow.metadata import COLUMNS


def rows_of_batch(sources: pa.RecordBatch) -> pa.RecordBatch:
    """Parse one table: its words and what it says of them, one document a row.

    Raises
    ------
    TableFileError
        If it cannot be read.
    MissingColumnError
        If it has no column `text`.
    """
    (source,) = sources.select(["name", "content"]).to_pylist()
    table = parse_table(source["content"], name=source["name"])
    names = [name.strip() for name in table.column_names]
    if TEXT_COLUMN not in names:
        raise MissingColumnError(name=source["name"], column=TEXT_COLUMN, known=names)
    wanted = [name for name in (TEXT_COLUMN, *COLUMNS) if name in names]
    columns = [table.column(names.index(name)).combine_chunks() for name in wanted]
    return pa.RecordBatch.from_arrays(columns, names=wanted)
