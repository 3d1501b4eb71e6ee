"""Derived tables as Parquet files: one folder a run, deletable at any time."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from hustings.errors import AlteredTableError, MissingTableError
from hustings.model.run import Output
from hustings.store.sources import sha256_of_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_LARGE_ROWS = {"documents": 1}
"""Rows in a group, for tables whose single rows are read on their own."""


def write_tables(
    folder: Path, run_id: str, tables: Mapping[str, Iterable[pa.RecordBatch]]
) -> tuple[Output, ...]:
    """Write a run's tables into a folder of its own, whole or not at all.

    Batches are written as they come, so a corpus need not fit into memory. Every
    table needs at least one batch, which gives it its columns.
    """
    partial = folder / f".{run_id}.{os.getpid()}"
    partial.mkdir(parents=True, exist_ok=True)
    try:
        outputs = tuple(
            _write_table(partial, run_id, name, batches)
            for name, batches in tables.items()
        )
        final = folder / run_id
        if final.is_symlink() or final.is_file():
            final.unlink()  # of a link, what it leads to is somebody else's
        elif final.exists():
            shutil.rmtree(final)
        partial.rename(final)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return outputs


def read_derived(
    folder: Path,
    output: Output,
    columns: Sequence[str] | None = None,
    *,
    document: str | None = None,
) -> pa.Table:
    """Read a derived table, some of its columns, or the rows of one document.

    Raises
    ------
    MissingTableError
        If the file is gone.
    AlteredTableError
        If it is no such table any more.
    """
    path = folder / output.path
    if not path.is_file():
        raise MissingTableError(path=output.path)
    try:
        return pq.read_table(
            path,
            columns=None if columns is None else list(columns),
            filters=None if document is None else [("document", "==", document)],
        )
    except (pa.ArrowException, OSError) as error:
        raise AlteredTableError(path=output.path) from error


def _write_table(
    folder: Path, run_id: str, name: str, batches: Iterable[pa.RecordBatch]
) -> Output:
    """Write one table and say where it is and what it holds."""
    path = folder / f"{name}.parquet"
    n_rows = 0
    writer: pq.ParquetWriter | None = None
    try:
        for batch in batches:
            if writer is None:
                # almost no value comes twice: dictionaries would cost time and space
                writer = pq.ParquetWriter(
                    path,
                    batch.schema,
                    compression="zstd",
                    use_dictionary=name not in _LARGE_ROWS,
                )
            n_rows += batch.num_rows
            writer.write_table(
                pa.Table.from_batches([batch]),
                row_group_size=_LARGE_ROWS.get(name, 100_000),
            )
    finally:
        if writer is not None:
            writer.close()
    return Output(
        table=name,
        path=f"{run_id}/{name}.parquet",
        sha256=sha256_of_file(path),
        n_rows=n_rows,
    )
