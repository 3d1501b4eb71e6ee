"""Tables as CSV, JSONL and Parquet, so that reading gives the same rows again.

In CSV a missing cell is empty and an empty text is two quotation marks; texts that
begin like formulas are guarded (see `hustings.exchange.guarding`).
"""

from __future__ import annotations

import io
import json
from typing import IO, TYPE_CHECKING, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from hustings.exchange.guarding import guard, unguard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hustings.exchange.data_dictionary import TableDefinition

Writer: TypeAlias = "Callable[[TableDefinition, pa.Table, IO[bytes]], None]"
Reader: TypeAlias = "Callable[[TableDefinition, bytes], pa.Table]"

_NEEDS_QUOTES = frozenset('",\r\n')
_BATCH = 10_000


def write_csv(definition: TableDefinition, table: pa.Table, file: IO[bytes]) -> None:
    """Write CSV in UTF-8, lines ending with a line feed."""
    del definition  # the table has its columns
    file.write(_line(table.column_names))
    for row in _rows(table):
        file.write(_line(row.values()))


def write_jsonl(definition: TableDefinition, table: pa.Table, file: IO[bytes]) -> None:
    """Write one JSON object a line; a missing value is null."""
    del definition
    for row in _rows(table):
        text = json.dumps(row, ensure_ascii=False, allow_nan=False)
        file.write(f"{text}\n".encode())


def write_parquet(
    definition: TableDefinition, table: pa.Table, file: IO[bytes]
) -> None:
    """Write Parquet; every column carries its description."""
    pq.write_table(table.cast(definition.schema()), file, compression="zstd")


WRITERS: Mapping[str, Writer] = {
    "csv": write_csv,
    "jsonl": write_jsonl,
    "parquet": write_parquet,
}
"""Every format of one table a file, by the ending of its files."""


def read_csv(definition: TableDefinition, content: bytes) -> pa.Table:
    """Read what `write_csv` wrote."""
    texts = arrow_csv.read_csv(
        io.BytesIO(content),
        read_options=arrow_csv.ReadOptions(block_size=max(len(content), 1) + 1),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(definition.names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return table_of_texts(definition, texts, is_guarded=True)


def read_jsonl(definition: TableDefinition, content: bytes) -> pa.Table:
    """Read what `write_jsonl` wrote."""
    lines = content.decode("utf-8").split("\n")
    return definition.table_of(json.loads(line) for line in lines if line)


def read_parquet(definition: TableDefinition, content: bytes) -> pa.Table:
    """Read what `write_parquet` wrote."""
    return pq.read_table(io.BytesIO(content)).cast(definition.schema())


READERS: Mapping[str, Reader] = {
    "csv": read_csv,
    "jsonl": read_jsonl,
    "parquet": read_parquet,
}
"""The way back for each of `WRITERS`."""


def table_of_texts(
    definition: TableDefinition, texts: pa.Table, *, is_guarded: bool = False
) -> pa.Table:
    """Turn columns of text into what the definition says they are."""
    columns = []
    for column, field in zip(definition.columns, definition.schema(), strict=True):
        cells = texts[column.name].combine_chunks()
        if is_guarded and column.is_text:
            cells = pa.array(
                [None if cell is None else unguard(cell) for cell in cells.to_pylist()],
                pa.string(),
            )
        columns.append(cells.cast(field.type))
    return pa.table(columns, schema=definition.schema())


def _rows(table: pa.Table) -> Iterator[dict[str, object]]:
    for batch in table.to_batches(max_chunksize=_BATCH):
        yield from batch.to_pylist()


def _line(cells: object) -> bytes:
    return (",".join(map(csv_cell, cells)) + "\n").encode()  # type: ignore[call-overload]  # any iterable


def csv_cell(value: object) -> str:
    """Write one cell of a CSV file.

    Examples
    --------
    >>> [csv_cell(value) for value in (None, "", "=1+1", -1.5, True, "a, b")]
    ['', '""', "'=1+1", '-1.5', 'true', '"a, b"']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return repr(value)
    text = guard(value)
    if not text or _NEEDS_QUOTES & set(text) or text[0] == " " or text[-1] == " ":
        return '"' + text.replace('"', '""') + '"'
    return text
